"""Calls of Feishu's Open Platform as the app: they give what Feishu answered, or raise the port's errors."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bot.feishu.errors import UNREACHABLE_SECONDS, Stale, answer, connection_errors
from bot.feishu.sdk import part
from chat.platform import Busy, Failed, Lost, Reason

TIMEOUT_SECONDS = 10
"""How long to wait for Feishu to say something more."""
FEISHU_URL, LARK_URL = "https://open.feishu.cn", "https://open.larksuite.com"

_TOKEN_PATH = "/open-apis/auth/v3/tenant_access_token/internal"  # noqa: S105  # nosec B105
# Within the last half hour of a token Feishu gives a new one; before that, the same
# (https://open.feishu.cn/document/server-docs/authentication-management/access-token/tenant_access_token_internal).
_EARLY_SECONDS = 25 * 60.0
_MOST_PAGES = 60
_READING_SECONDS = 30.0

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class App:
    """What Feishu knows a self-built app by, and where Feishu is: an origin (https, or http on this machine)."""

    id: str
    secret: str = field(repr=False)
    url: str = FEISHU_URL


class Api:
    """The Open Platform for one app; may be used by several threads. Nothing is retried here: the outbox does that.

    Requests are the SDK's own models, and it sends them; answers are read here, for its readers raise on every page of
    HTML and lose the status and the headers with it. Every method raises Failed, Busy or Lost.
    """

    def __init__(self, app: App, now: Callable[[], float] = time.monotonic) -> None:
        """Take the app, and a clock in seconds that never goes back."""
        self.app = app
        self._now = now
        self._tokens = _Tokens(self._new_token, now)

    def token(self) -> str:
        """Give the tenant_access_token."""
        return self._tokens.get()

    def call(self, request: Any) -> Json:
        """Make a request of the SDK's and give its `data`, or the whole answer of the old calls that have none."""
        found = self.with_token(partial(self._made, request))
        data = found.get("data", found)
        return data if isinstance(data, dict) else {}

    def upload(self, path: str, fields: Callable[[], Json]) -> Json:
        """Post fields as a form, a file among them as (name, content, type), and give the answer's `data`.

        They are made anew for each attempt: what was read once is used up.
        """
        encoder = part("core.http.transport").MultipartEncoder
        found = self.with_token(lambda token: self._made(plain_request("POST", path, encoder(fields())), token))
        data = found.get("data")
        return data if isinstance(data, dict) else {}

    def with_token(self, made: Callable[[str], Any]) -> Any:
        """Give what something makes of the token; where it is stale, of a new one."""
        token = self.token()
        try:
            return made(token)
        except Stale:
            self._tokens.drop(token)
        try:
            return made(self.token())
        except Stale as error:
            raise Busy(str(error)) from None

    def items(self, paged: Callable[[str], Any]) -> Iterator[Json]:
        """Give the items of a list, page by page; `paged` makes the request for a page token, `""` for the first.

        Raises Failed when there are more than sixty pages, and Busy when it takes too long.
        """
        started, token = time.monotonic(), ""
        for _ in range(_MOST_PAGES):
            found = self.call(paged(token))
            yield from found.get("items") or ()
            token = str(found.get("page_token") or "")
            if not found.get("has_more") or not token:
                return
            if time.monotonic() - started > _READING_SECONDS:
                raise Busy("Feishu is slow", 5.0)
        raise Failed("too many pages to look through")

    def _made(self, request: Any, token: str | None) -> Json:
        """Send a request, without a token if there is none."""
        model, enum = part("core.model"), part("core.enum")
        config, option = model.Config(), model.RequestOption()
        config.domain, config.timeout = self.app.url, TIMEOUT_SECONDS
        option.tenant_access_token = token
        # Left as they are, a request for users' tokens as well would go out with an empty one of those.
        request.token_types = {enum.AccessTokenType.TENANT} if token else set()
        if request.body is not None:
            kind = getattr(request.body, "content_type", "application/json; charset=utf-8")
            option.headers["Content-Type"] = kind
        with connection_errors():
            raw = part("core.http").Transport.execute(config, request, option)
        return answer(raw.status_code, raw.headers, raw.content)

    def _new_token(self) -> tuple[str, float]:
        """Give a token and for how many seconds it is good; nothing of a message has left when that fails."""
        request = plain_request("POST", _TOKEN_PATH, {"app_id": self.app.id, "app_secret": self.app.secret})
        try:
            found = self._made(request, None)
            return str(found["tenant_access_token"]), float(found["expire"])
        except Lost as error:
            raise Busy(str(error), UNREACHABLE_SECONDS) from None
        except Failed as error:
            if error.reason is Reason.NO_TOKEN and not isinstance(error, Stale):
                raise
            raise Busy(f"Feishu gives no token: {error}", UNREACHABLE_SECONDS) from None
        except (KeyError, TypeError, ValueError):
            raise Busy("Feishu gives no token", UNREACHABLE_SECONDS) from None


def plain_request(method: str, path: str, body: Any = None, **queries: str) -> Any:
    """Make a request for a call that the SDK has no model of; `path` begins with /open-apis."""
    builder = part("core.model").BaseRequest.builder().http_method(part("core.enum").HttpMethod[method]).uri(path)
    return builder.queries(list(queries.items())).body(body).build()


class _Tokens:
    """The one token of the app: got by one thread for all that wait for it, so are its errors."""

    def __init__(self, new: Callable[[], tuple[str, float]], now: Callable[[], float]) -> None:
        self._new = new
        self._now = now
        self._lock = threading.Lock()
        self._token, self._until = "", now()
        self._coming: Future[str] | None = None

    def get(self) -> str:
        """Give the token. Raises what getting one raises."""
        with self._lock:
            if self._now() < self._until:
                return self._token
            coming, mine = self._coming, self._coming is None
            if coming is None:
                coming = self._coming = Future()
        if mine:
            self._get(coming)
        return coming.result()

    def drop(self, token: str) -> None:
        """Forget a token that Feishu did not accept, unless there is another one already."""
        with self._lock:
            if token == self._token:
                self._until = self._now()

    def _get(self, coming: Future[str]) -> None:
        started = self._now()
        try:
            token, seconds = self._new()
        except BaseException as error:
            with self._lock:
                self._coming = None
            coming.set_exception(error)
            return
        with self._lock:
            self._token, self._until = token, started + max(seconds - _EARLY_SECONDS, seconds / 2)
            self._coming = None
        coming.set_result(token)
