"""Files at Slack: reading what people attached, and putting pictures there for blocks to show."""

from collections.abc import Iterator
from http.client import HTTPException
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bot.slack.api import TIMEOUT_SECONDS, Api
from bot.slack.errors import retry_after, unconnected
from chat.platform import Busy, Content, Failed, Lost, Reason

_PIECE = 64 * 1024
_SLACK = ("slack.com", "slack-gov.com")
_LATE_SECONDS = 10.0
_ALT_TEXT = 1000


class NoRedirect(HTTPRedirectHandler):
    """Follows nothing: where a token does not suffice Slack redirects to a login page; it must go nowhere else."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_opener = build_opener(NoRedirect)


def read(api: Api, workspace: str, file: str) -> Iterator[bytes]:
    """Give a file's content in pieces of at most 64 kB; nothing is asked before the first.

    Raises Failed when it is not there, not kept at Slack or not for the bot, Busy when it is not ready yet, Lost when
    the connection breaks.
    """
    found = api.call(workspace, api.web.files_info, file=file)["file"]
    address = found.get("url_private_download") or found.get("url_private")
    if found.get("file_access") == "check_file_info" or (address and not found.get("mimetype")):
        # Files in shared channels come into being after the message: https://docs.slack.dev/reference/objects/file-object
        raise Busy("the file is not ready yet", _LATE_SECONDS)
    if not address or found.get("is_external"):
        raise Failed(f"the file {file} is not kept at Slack", Reason.GONE)
    request = Request(_trusted(api, address), headers={"Authorization": f"Bearer {api.token(workspace)}"})  # noqa: S310
    with _open(request) as response:
        if response.headers.get_content_type() == "text/html" and found["mimetype"] != "text/html":
            raise Failed(f"Slack shows a login page instead of the file {file}: files:read is missing")
        count = 0
        while piece := _piece(response):
            count += len(piece)
            yield piece
    if count != found.get("size", count):
        raise Lost(f"{count} of {found['size']} bytes of the file {file} came")


def upload(api: Api, workspace: str, name: str, content: bytes, alt_text: str) -> str:
    """Put a picture where the bot's blocks can show it, shared with nobody yet, and give its file id."""
    file = put(api, workspace, name, content, alt_txt=alt_text[:_ALT_TEXT])
    api.call(workspace, api.web.files_completeUploadExternal, files=[{"id": file, "title": name}])
    return file


def put(api: Api, workspace: str, name: str, content: Content, **about: str) -> str:
    """Upload a file's content and give its file id; nobody sees it before it is completed."""
    size = content.stat().st_size if isinstance(content, Path) else len(content)
    place = api.call(workspace, api.web.files_getUploadURLExternal, filename=name, length=size, **about)
    # With its length said beforehand a file goes out as it is read, a few kB at a time.
    headers = {"Content-Type": "application/octet-stream", "Content-Length": str(size)}
    with content.open("rb") if isinstance(content, Path) else BytesIO(content) as file:
        _open(Request(_trusted(api, place["upload_url"]), file, headers, method="POST")).close()  # noqa: S310
    return str(place["file_id"])


def share(api: Api, workspace: str, file: str, name: str, channel: str) -> None:
    """Show an uploaded file in a conversation."""
    shown = [{"id": file, "title": name}]
    api.call(workspace, api.web.files_completeUploadExternal, files=shown, channel_id=channel)


def is_shared(api: Api, workspace: str, file: str) -> bool:
    """Tell whether a file stands in a conversation already."""
    try:
        found = api.call(workspace, api.web.files_info, file=file)["file"]
    except Failed as error:
        if error.reason is Reason.GONE:
            return False
        raise
    return any(found.get(where) for where in ("channels", "groups", "ims", "shares"))


def _trusted(api: Api, address: str) -> str:
    """Give an address that is Slack's. Raises Failed for any other: the token must not go there."""
    base, url = urlsplit(api.web.base_url), urlsplit(address)
    host = url.hostname or ""
    slack = url.scheme == "https" and any(host == name or host.endswith(f".{name}") for name in _SLACK)
    if not slack and (url.scheme, url.netloc) != (base.scheme, base.netloc):
        raise Failed("the file is not kept at Slack")
    # A name in it may be in any letters; what is escaped already stays as it is.
    return quote(address, safe="%/:?#[]@!$&'()*+,;=~-._")


def _open(request: Request) -> Any:
    try:
        return _opener.open(request, timeout=TIMEOUT_SECONDS)
    except HTTPError as error:
        status, seconds = error.code, retry_after(dict(error.headers.items()))
        error.close()
        if status == 429 or status >= 500:
            raise Busy(f"Slack's files answer {status}", seconds) from None
        raise Failed(f"Slack does not give out the file: {status}") from None
    except (OSError, HTTPException) as error:
        raise unconnected(error) from None


def _piece(response: Any) -> bytes:
    try:
        return bytes(response.read(_PIECE))
    except (OSError, HTTPException) as error:
        raise unconnected(error) from None
