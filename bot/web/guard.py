"""What every request has to pass: its host and origin, the session's CSRF token, and the limits on its size."""

import hmac
import secrets
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.signing import Signer
from bot.web.problems import Refusal
from dossier.attachable import MOST_BYTES

HOSTS = ["127.0.0.1", "localhost"]
TEXT_LIMIT = 2 * 1024 * 1024
FILES_LIMIT = MOST_BYTES
_BODY_LIMIT = TEXT_LIMIT + FILES_LIMIT
# A browser shows the answer to an upload only after it could send all of it, so that much more is read and dropped.
_DRAINED = 10 * _BODY_LIMIT
_COOKIE = "dossier_web"
_HEADERS = {
    # The style sheet's arrows and check marks are data: images.
    "content-security-policy": (
        "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


class SecurityHeaders:
    """Adds the headers that keep scripts, frames and other sites out to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                extra = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *extra]}
            await send(message)

        await self.app(scope, receive, send_with_headers)


def session_of(request: Request) -> str:
    """Give the session of a request's cookie, or a new one."""
    known = request.cookies.get(_COOKIE, "")
    return known if len(known) == 43 and known.isascii() else secrets.token_urlsafe(32)


def keep_session(response: Response, session: str) -> None:
    """Set the session's cookie."""
    response.set_cookie(_COOKIE, session, httponly=True, samesite="strict", path="/")


def csrf_token(signer: Signer, session: str) -> str:
    """Give the token that a session's posts carry."""
    return signer.sign("csrf", session).rpartition(".")[2]


def check_origin(request: Request) -> None:
    """Refuse (403) what another site's page sent. Requests without an Origin come from no page."""
    origin = request.headers.get("origin")
    if origin is not None and origin != f"{request.url.scheme}://{request.headers.get('host')}":
        raise Refusal(403, "origin")


def check_csrf(signer: Signer, request: Request) -> None:
    """Refuse (403) a post without the token of its session."""
    given = request.headers.get("x-csrf-token", "")
    session = request.cookies.get(_COOKIE)
    if not session or not hmac.compare_digest(given.encode(), csrf_token(signer, session).encode()):
        raise Refusal(403, "csrf")


async def read_form(signer: Signer, request: Request) -> FormData:
    """Give a post's form once its origin, token and size are right. Raises Refusal (400, 403, 413) otherwise."""
    check_origin(request)
    check_csrf(signer, request)
    await refuse_large(request, _BODY_LIMIT, "file-size")
    limited = Request(request.scope, _counting(request.receive, _BODY_LIMIT))
    try:
        form = await limited.form(max_files=50, max_fields=500, max_part_size=TEXT_LIMIT)
    except HTTPException as error:
        if "exceeded" in error.detail:
            raise Refusal(413, "form-size") from None
        raise Refusal(400, "unreadable") from None
    values = [value for _, value in form.multi_items()]
    if sum(len(value) for value in values if isinstance(value, str)) > TEXT_LIMIT:
        await form.close()
        raise Refusal(413, "form-size")
    if sum(value.size or 0 for value in values if isinstance(value, UploadFile)) > FILES_LIMIT:
        await form.close()
        raise Refusal(413, "file-size")
    return form


async def refuse_large(request: Request, limit: int, key: str) -> None:
    """Refuse (413) a body that is announced larger than the limit, in bytes."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced) <= limit:
        return
    read = 0
    async for piece in request.stream():
        read += len(piece)
        if read > _DRAINED:
            break
    raise Refusal(413, key)


def _counting(receive: Receive, limit: int) -> Receive:
    read = 0

    async def counted() -> Any:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > limit:
            raise Refusal(413, "file-size")
        return message

    return counted
