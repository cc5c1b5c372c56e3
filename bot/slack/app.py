"""What comes in from Slack, over HTTP or Socket Mode: Bolt checks it, one listener a payload type takes it."""

import asyncio
import logging
import re
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.async_app import AsyncAck, AsyncBoltContext
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.slack.events import Bot
from bot.slack.handling import Ack, Handling
from bot.slack.installing import Authorize
from bot.slack.tokens import quiet

Json = dict[str, Any]

_ANY = re.compile(".*", re.DOTALL)
_MOST_BYTES = 4 * 1024 * 1024
_WORKERS = 16
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
# Slack's servers answer a ping within a second; a connection that was cut is noticed after two that were missed.
_PING_SECONDS = 5
_log = structlog.get_logger(__name__)
# Bolt says in its log what it was sent, tokens included.
_bolt_log = logging.getLogger(f"{__name__}.bolt")
_bolt_log.setLevel(logging.ERROR)


class Incoming:
    """Slack's requests on their way to the product."""

    def __init__(
        self,
        handling: Handling,
        authorize: Authorize,
        removed: Callable[[Json], None],
        noticed: Callable[[Json], None],
        *,
        signing_secret: str,
        base_url: str,
        oauth: AsyncOAuthFlow | None,
    ) -> None:
        """Take what handles payloads. `removed` is told that a workspace took the app away, `noticed` that a person or
        file changed; `signing_secret` is empty where everything comes by Socket Mode."""
        self._handling = handling
        self._removed = removed
        self._noticed = noticed
        self._base_url = base_url
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="slack")
        self._following: set[asyncio.Future[Any]] = set()
        self._socket: AsyncSocketModeHandler | None = None
        self.bolt = AsyncApp(
            signing_secret=signing_secret or "-",
            request_verification_enabled=bool(signing_secret),
            authorize=authorize,  # type: ignore[arg-type]  # Bolt takes any callable; its own class says otherwise.
            client=AsyncWebClient(base_url=base_url, retry_handlers=[], logger=quiet),
            oauth_flow=oauth,
            process_before_response=True,
            raise_error_for_unhandled_request=False,
            logger=_bolt_log,
        )
        self._listen()

    async def endpoint(self, request: Request) -> Response:
        """Take a request of Slack's (https://docs.slack.dev/authentication/verifying-requests-from-slack)."""
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > _MOST_BYTES:
                return PlainTextResponse("too much", 413)
        refused = _malformed(request, bytes(body))
        if refused is not None:
            return refused
        headers: dict[str, str | Sequence[str]] = dict(request.headers)
        answer = await self.bolt.async_dispatch(AsyncBoltRequest(body=body.decode(), headers=headers))
        # What nobody listens to is taken in all the same: Slack would send it again.
        status = 200 if answer.status == 404 else answer.status
        return Response(answer.body, status, answer.first_headers_without_set_cookie())

    async def connect(self, app_token: str) -> None:
        """Open a Socket Mode connection and keep it (https://docs.slack.dev/apis/events-api/using-socket-mode)."""
        client = AsyncWebClient(base_url=self._base_url, retry_handlers=[], logger=quiet)
        handler = AsyncSocketModeHandler(
            self.bolt, app_token, logger=_bolt_log, web_client=client, ping_interval=_PING_SECONDS
        )
        self._socket = handler
        await handler.connect_async()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """Take nothing in any more, and finish what follows from what was taken in."""
        if self._socket is not None:
            await self._socket.close_async()  # type: ignore[no-untyped-call]
        if self._following:
            await asyncio.wait(set(self._following), timeout=10)
        self._pool.shutdown(wait=False)

    def _listen(self) -> None:
        """Register the one listener of every payload type: Bolt would try each of sixty, one after another."""
        self.bolt.command(_ANY)(self._taking(self._handling.command))
        self.bolt.shortcut(_ANY)(self._taking(self._handling.shortcut))
        self.bolt.view(_ANY)(self._taking(self._handling.submitted))
        self.bolt.block_action(_ANY)(self._taking(self._handling.action))
        self.bolt.options(_ANY)(self._taking(lambda payload, bot: Ack(self._handling.options(payload, bot))))
        self.bolt.event(_ANY)(self._taking(self._event))

    def _event(self, payload: Json, bot: Bot) -> Ack:
        kind = payload["event"]["type"]
        if kind in ("app_uninstalled", "tokens_revoked"):
            self._removed(payload)
            return Ack({})
        if kind == "user_change":
            self._noticed(payload)
            return Ack({})
        return self._handling.event(payload, bot)

    def _taking(self, handle: Callable[[Json, Bot], Ack]) -> Callable[..., Coroutine[Any, Any, None]]:
        async def listener(ack: AsyncAck, body: Json, context: AsyncBoltContext) -> None:
            bot = Bot(context.team_id or "", context.bot_user_id or "")
            loop = asyncio.get_running_loop()
            answer = await loop.run_in_executor(self._pool, handle, body, bot)
            await ack(**answer.body)
            if answer.then is not None:
                self._follow(loop.run_in_executor(self._pool, answer.then))

        return listener

    def _follow(self, future: "asyncio.Future[Any]") -> None:
        """Hold on to what runs after an acknowledgement: the loop itself would let it go."""
        self._following.add(future)
        future.add_done_callback(self._followed)

    def _followed(self, future: "asyncio.Future[Any]") -> None:
        self._following.discard(future)
        if not future.cancelled() and (error := future.exception()) is not None:
            _log.error("an answer could not be given", error=repr(error))


def _malformed(request: Request, body: bytes) -> Response | None:
    """Give the refusal of what is no request of Slack's at all: Bolt would take it for a mistake of its own (500)."""
    form = request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    if form and b"ssl_check=1" in body.split(b"&"):
        return None
    stamp, signature = (request.headers.get(f"x-slack-{name}", "") for name in ("request-timestamp", "signature"))
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 12 and _SIGNATURE.fullmatch(signature)):
        return JSONResponse({"error": "not signed by Slack"}, 401)
    try:
        body.decode()
    except UnicodeDecodeError:
        return JSONResponse({"error": "not UTF-8"}, 400)
    return None
