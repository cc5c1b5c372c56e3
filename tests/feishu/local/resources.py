"""Images and files: uploading within their limits, giving them back, and the resources of messages."""

from tests.feishu.local.calls import Call, Download, Refused, Upload, invalid, route
from tests.feishu.local.world import Json, Resource

IMAGE_BYTES, FILE_BYTES, DOWNLOAD_BYTES = 10 * 1024 * 1024, 30 * 1024 * 1024, 100 * 1024 * 1024
_PARAMETER = 234001
_WRITES = ("im:resource", "im:resource:upload")
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"BM", b"\x00\x00\x01\x00", b"II*\x00", b"MM\x00*")
"""How JPG, PNG, GIF, WEBP, BMP, ICO and TIFF begin."""
_FILES = ("opus", "mp4", "pdf", "doc", "xls", "ppt", "stream")


@route("image.create", "POST", "/im/v1/images", *_WRITES)
def add_image(call: Call) -> Json:
    """Take an image of up to 10 MB."""
    if call.field("image_type", code=_PARAMETER) not in ("message", "avatar"):
        raise invalid("image_type is message or avatar", _PARAMETER)
    content = _uploaded(call, "image", IMAGE_BYTES).content
    if not content.startswith(_IMAGES):
        raise Refused(234011, "Can't regonnize the image format.")
    return {"image_key": call.feishu.add_resource("image", "image", content).key}


@route("file.create", "POST", "/im/v1/files", *_WRITES)
def add_file(call: Call) -> Json:
    """Take a file of up to 30 MB that is not empty."""
    if call.field("file_type", code=_PARAMETER) not in _FILES:
        raise invalid(f"file_type is one of {', '.join(_FILES)}", _PARAMETER)
    name = str(call.field("file_name", code=_PARAMETER))
    content = _uploaded(call, "file", FILE_BYTES).content
    return {"file_key": call.feishu.add_resource("file", name, content).key}


@route("image.get", "GET", "/im/v1/images/{key}")
def image(call: Call) -> Download:
    """Give an image that the app itself has uploaded."""
    return _own(call, "image")


@route("file.get", "GET", "/im/v1/files/{key}")
def file(call: Call) -> Download:
    """Give a file that the app itself has uploaded."""
    return _own(call, "file")


@route(
    "message.resource",
    "GET",
    "/im/v1/messages/{message_id}/resources/{key}",
    "im:message",
    "im:message:readonly",
    "im:message.history:readonly",
)
def of_message(call: Call) -> Download:
    """Give an image or a file of a message, asked for by its type."""
    message = call.feishu.messages.get(call.path["message_id"])
    kind = call.one_of("type", ("image", "file"), "", _PARAMETER)
    if message is None:
        raise invalid("message_id is invalid", _PARAMETER)
    if message.deleted:
        raise Refused(230110, "Action unavailable as the message has been deleted.")
    if not call.feishu.chats[message.chat].bot:
        raise Refused(234004, "App not in chat.")
    if message.kind == "interactive":
        raise Refused(234043, "Unsupported message type.")
    resource = call.feishu.resources.get(call.path["key"])
    if resource is None or resource.key not in str(message.content) or resource.kind != kind:
        raise Refused(234003, "File not in message.")
    return _given(resource)


def _uploaded(call: Call, name: str, most: int) -> Upload:
    part = call.body.get(name)
    if not isinstance(part, Upload):
        raise invalid(f"{name} must be a file", _PARAMETER)
    if not part.content:
        raise Refused(234010, "File's size can't be 0.")
    if len(part.content) > most:
        raise Refused(234006, "The file size exceed the max value.")
    return part


def _own(call: Call, kind: str) -> Download:
    resource = call.feishu.resources.get(call.path["key"])
    if resource is None or resource.kind != kind:
        raise Refused(234005, "Image has been deleted")
    if resource.owner:
        raise Refused(234008, "The app is not the resource sender")
    return _given(resource)


def _given(resource: Resource) -> Download:
    if len(resource.content) > DOWNLOAD_BYTES:
        raise Refused(234037, "Downloaded file size exceeds limit.")
    return Download(resource.content, resource.name)
