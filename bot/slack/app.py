"""What comes in from Slack, over HTTP or Socket Mode: Bolt checks it, one listener a payload type takes it."""

import asyncio
import hmac
import logging
import re
import time
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.async_app import AsyncAck, AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.slack.bodies import Json, read
from bot.slack.brief import Brief
from bot.slack.events import Bot
from bot.slack.handling import Ack, Handling
from bot.slack.installing import Authorize
from bot.slack.lines import Lines, Saving
from bot.slack.socket_mode import Handler, keep_connected
from bot.slack.tokens import quiet
from bot.together import Together

_ANY = re.compile(".*", re.DOTALL)
_MOST_BYTES = 4 * 1024 * 1024
_WORKERS = 16
_FOLLOWERS = 16
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
_STAMP = re.compile(r"[0-9]{1,11}")
_STALE_SECONDS = 300
# What reading a payload ends in that is not of Slack's shapes.
_SHAPELESS = (ValueError, TypeError, AttributeError, LookupError, RecursionError, OverflowError)
_NOT_INSTALLED = (
    "⚠️ Dossier 没有装在这个 Slack 工作区，或已被移除；请管理员重新安装。\n"
    "⚠️ Dossier is not installed in this Slack workspace (any more); ask an administrator to install it again."
)
# Slack's servers answer a ping within a second; a connection that nothing comes through is noticed after two missed.
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
        brief: Brief,
        introduced: Callable[[str, str], Future[Any] | None],
        authorize: Authorize,
        saving: Saving,
        together: int,
        removed: Callable[[Json], None],
        noticed: Callable[[Json], None],
        *,
        signing_secret: str,
        base_url: str,
        oauth: AsyncOAuthFlow | None,
    ) -> None:
        """Take what handles payloads, and what keeps that from waiting for Slack.

        `introduced` begins to ask who somebody is, if need be; `saving` saves lines, so many `together`. `removed` is
        told that a workspace took the app away, `noticed` that a person changed; `signing_secret` is empty where
        everything comes by Socket Mode.
        """
        self._handling = handling
        self._brief = brief
        self._introduced = introduced
        self._secret = signing_secret.encode()
        self._removed = removed
        self._noticed = noticed
        self._base_url = base_url
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="slack")
        # Of their own: what waits for Slack must not keep others from being acknowledged.
        self._followers = ThreadPoolExecutor(_FOLLOWERS, thread_name_prefix="slack-after")
        self._following: set[asyncio.Future[Any]] = set()
        self._socket: Handler | None = None
        self._connecting: asyncio.Task[None] | None = None
        self.bolt = AsyncApp(
            # The endpoint checks signatures itself: on the bytes as they came, and before anything is read. It also
            # answers Slack's look at the certificate.
            request_verification_enabled=False,
            ssl_check_enabled=False,
            # We declare no functions of workflows, and no assistant.
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
            authorize=authorize,  # type: ignore[arg-type]  # Bolt takes any callable; its own class says otherwise.
            client=AsyncWebClient(base_url=base_url, retry_handlers=[], logger=quiet),
            oauth_flow=oauth,
            process_before_response=True,
            raise_error_for_unhandled_request=True,
            user_facing_authorize_error_message=_NOT_INSTALLED,
            logger=_bolt_log,
        )
        batches = Together(saving.save_all, self._pool, together, 1 if together > 1 else _WORKERS)
        self.bolt.use(Lines(saving, batches, self._go_on))
        self._listen()

    async def endpoint(self, request: Request) -> Response:
        """Take a request of Slack's (https://docs.slack.dev/authentication/verifying-requests-from-slack)."""
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > _MOST_BYTES:
                return PlainTextResponse("too much", 413)
        headers = dict(request.headers)
        if _is_certificate_check(headers, body):
            return Response()
        if not self._is_signed(headers, bytes(body)):
            return JSONResponse({"error": "not signed by Slack"}, 401)
        try:
            # Bolt takes what is read already where it comes by Socket Mode; of the headers it needs none.
            taken = AsyncBoltRequest(body=read(bytes(body), headers.get("content-type", "")), mode="socket_mode")
            answer = await self.bolt.async_dispatch(taken)
        except _SHAPELESS:
            _log.warning("a request was not of Slack's shape", exc_info=True)
            return JSONResponse({"error": "not a request of Slack's"}, 400)
        except Exception:
            # The database, as a rule: Slack tries again what is worth it.
            _log.exception("a request could not be handled")
            return JSONResponse({"error": "try again"}, 503)
        return Response(answer.body, answer.status, answer.first_headers_without_set_cookie())

    async def connect(self, app_token: str) -> None:
        """Begin to open a Socket Mode connection, and keep it (https://docs.slack.dev/apis/events-api/using-socket-mode).

        While Slack cannot be reached, it is tried again: nobody has to wait for that.
        """
        client = AsyncWebClient(base_url=self._base_url, retry_handlers=[], logger=quiet)
        self._socket = handler = Handler(
            self.bolt, app_token, logger=_bolt_log, web_client=client, ping_interval=_PING_SECONDS
        )
        self._connecting = asyncio.create_task(keep_connected(handler))

    async def close(self) -> None:
        """Take nothing in any more, and finish what follows from what was taken in."""
        if self._connecting is not None:
            self._connecting.cancel()
            with suppress(asyncio.CancelledError):
                await self._connecting
        if self._socket is not None:
            await self._socket.end()
        if self._following:
            await asyncio.wait(set(self._following), timeout=10)
        self._pool.shutdown(wait=False)
        self._followers.shutdown(wait=False)
        self._brief.close()

    def _listen(self) -> None:
        """Register the one listener of every payload type: Bolt would try each of sixty, one after another."""
        self.bolt.command(_ANY)(self._taking(self._handling.command))
        self.bolt.shortcut(_ANY)(self._taking(self._handling.shortcut))
        self.bolt.view(_ANY)(self._taking(self._handling.submitted))
        self.bolt.view_closed(_ANY)(self._taking(self._handling.closed))
        self.bolt.block_action(_ANY)(self._taking(self._handling.action))
        self.bolt.options(_ANY)(self._taking(lambda payload, bot: Ack(self._handling.options(payload, bot))))
        self.bolt.event(_ANY)(self._taking(self._event))
        self.bolt.error(_failed)

    def _is_signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        stamp, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
        if not (_STAMP.fullmatch(stamp) and _SIGNATURE.fullmatch(signature)):
            return False
        if abs(time.time() - int(stamp)) > _STALE_SECONDS:
            return False
        # Not hmac.digest: it lets go of the interpreter, which whoever writes takes, for two microseconds' work.
        digest = hmac.new(self._secret, f"v0:{stamp}:".encode() + body, "sha256").hexdigest()
        return hmac.compare_digest(f"v0={digest}", signature)

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
        def hurried(body: Json, bot: Bot, until: float) -> Ack:
            with self._brief.request(until):
                return handle(body, bot)

        def begun(body: Json, bot: Bot, until: float) -> Ack | Future[Any]:
            """Handle it at once when it is known who asks, else give what tells that this has been found out."""
            account = _account(body) if bot.workspace else ""
            asked = self._introduced(bot.workspace, account) if account else None
            return hurried(body, bot, until) if asked is None else asked

        async def listener(ack: AsyncAck, body: Json, context: AsyncBoltContext) -> None:
            bot = Bot(context.team_id or "", context.bot_user_id or "")
            loop, until = asyncio.get_running_loop(), self._brief.until()
            answer = await loop.run_in_executor(self._pool, begun, body, bot, until)
            if isinstance(answer, Future):
                # However many are new, none of the threads that acknowledge waits for them.
                await asyncio.wait([asyncio.wrap_future(answer)], timeout=until - time.monotonic())
                answer = await loop.run_in_executor(self._pool, hurried, body, bot, until)
            await ack(**answer.body)
            self._go_on(answer)

        return listener

    def _go_on(self, answer: Ack) -> None:
        if answer.then is not None:
            self._follow(asyncio.get_running_loop().run_in_executor(self._followers, answer.then))

    def _follow(self, future: "asyncio.Future[Any]") -> None:
        """Hold on to what runs after an acknowledgement: the loop itself would let it go."""
        self._following.add(future)
        future.add_done_callback(self._followed)

    def _followed(self, future: "asyncio.Future[Any]") -> None:
        self._following.discard(future)
        if not future.cancelled() and (error := future.exception()) is not None:
            _log.error("an answer could not be given", error=repr(error))


def _account(body: Json) -> str:
    """Give who asks for something, "" for what happens without a word to the bot."""
    event, user = body.get("event"), body.get("user")
    if isinstance(event, dict):
        said = event.get("type") in ("app_mention", "app_home_opened") or event.get("channel_type") == "im"
        found = event.get("user") if said and not event.get("bot_id") else None
    else:
        found = user.get("id") if isinstance(user, dict) else body.get("user_id")
    return found if isinstance(found, str) else ""


def _is_certificate_check(headers: Mapping[str, str], body: bytes | bytearray) -> bool:
    """Tell the unsigned request by which Slack looks at the certificate; it is answered, and nothing in it is read."""
    form = headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    return form and b"ssl_check=1" in body.split(b"&")


async def _failed(error: Exception) -> BoltResponse:
    """Answer what nobody listens to, or what could not be handled."""
    if isinstance(error, BoltUnhandledRequestError):
        # Taken in all the same: Slack would send it again.
        return BoltResponse(status=200)
    if isinstance(error, _SHAPELESS):
        _log.warning("a request was not of Slack's shape", exc_info=error)
        return BoltResponse(status=400, body={"error": "not a request of Slack's"})
    _log.error("a request could not be handled", exc_info=error)
    return BoltResponse(status=503, body={"error": "try again"})
