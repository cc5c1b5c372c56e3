"""Files: those people sent are read piece by piece, which the SDK cannot; those that somebody opens are put there."""

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bot.feishu.api import TIMEOUT_SECONDS, Api, Json
from bot.feishu.errors import answer, connection_errors
from chat.platform import Content, Failed, Lost, Reason, TooLarge

_PIECE = 64 * 1024
_MOST_WORDS = 64 * 1024
_IMAGE, _PNG = "img_", "chart.png"
_MOST_FILE, _MOST_PICTURE, _MOST_NAME = 30 * 1024 * 1024, 10 * 1024 * 1024, 200
# How JPG, PNG, GIF and BMP begin.
_BEGINNING = 4
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM")


class _NoRedirect(HTTPRedirectHandler):
    """Follows nothing: the token must go nowhere else."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_opener = build_opener(_NoRedirect)


def read(api: Api, file: str) -> Iterator[bytes]:
    """Give the content of a file `message_id/file_key` in pieces of at most 64 kB; nothing is asked before the first.

    Raises Failed when it is not there, larger than 100 MB or not for the bot, Lost when the connection breaks.
    """
    with _resource(api, file) as response:
        length, count = response.headers.get("Content-Length"), 0
        while piece := _piece(response):
            count += len(piece)
            yield piece
    if length is not None and str(count) != length:
        raise Lost(f"{count} of {length} bytes of the file {file} came")


def put(api: Api, name: str, content: Content) -> tuple[str, Json]:
    """Upload a file and give the type and content of the message that shows it
    (https://open.feishu.cn/document/server-docs/im-v1/image/create, …/file/create).

    Raises TooLarge for what is larger than 30 MB, or empty.
    """
    size = content.stat().st_size if isinstance(content, Path) else len(content)
    if not 0 < size <= _MOST_FILE:
        raise TooLarge("files of up to 30 MB that are not empty can be sent", Reason.REJECTED)
    with content.open("rb") if isinstance(content, Path) else BytesIO(content) as file:

        def again() -> tuple[str, BinaryIO, str]:
            file.seek(0)
            return name, file, "application/octet-stream"

        if file.read(_BEGINNING).startswith(_PICTURES) and size <= _MOST_PICTURE:
            found = api.upload("/open-apis/im/v1/images", lambda: {"image_type": "message", "image": again()})
            return "image", {"image_key": found["image_key"]}
        about = {"file_type": "stream", "file_name": name[:_MOST_NAME]}
        found = api.upload("/open-apis/im/v1/files", lambda: {**about, "file": again()})
        return "file", {"file_key": found["file_key"]}


def picture(api: Api, content: bytes) -> str:
    """Upload a picture for cards to show, and give its key."""
    about = {"image_type": "message"}
    return str(
        api.upload("/open-apis/im/v1/images", lambda: {**about, "image": (_PNG, BytesIO(content), "image/png")})[
            "image_key"
        ]
    )


def _resource(api: Api, file: str) -> Any:
    message, _, key = file.partition("/")
    if not message or not key:
        raise Failed(f"no file {file}", Reason.GONE)
    kind = "image" if key.startswith(_IMAGE) else "file"
    path = f"/open-apis/im/v1/messages/{quote(message, safe='')}/resources/{quote(key, safe='')}?type={kind}"
    return api.with_token(partial(_open, f"{api.app.url}{path}"))


def _open(address: str, token: str) -> Any:
    request = Request(address, headers={"Authorization": f"Bearer {token}"})  # noqa: S310
    with connection_errors():
        try:
            response = _opener.open(request, timeout=TIMEOUT_SECONDS)
        except HTTPError as error:
            with error:
                status, headers, words = error.code, dict(error.headers.items()), error.read(_MOST_WORDS)
        else:
            if response.headers.get_content_type() not in ("application/json", "text/html") or _is_file(response):
                return response
            with response:
                status, headers, words = response.status, dict(response.headers.items()), response.read(_MOST_WORDS)
    answer(status, headers, words)
    raise Failed("Feishu gave no file")


def _is_file(response: Any) -> bool:
    """Tell a file that is itself JSON or HTML from an answer about it: a file comes with its name."""
    return "Content-Disposition" in response.headers


def _piece(response: Any) -> bytes:
    with connection_errors():
        return bytes(response.read(_PIECE))
