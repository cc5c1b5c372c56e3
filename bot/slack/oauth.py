"""Installing by OAuth: `/slack/install` sends people to Slack, `/slack/oauth_redirect` takes them back."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import urlencode, urljoin

import structlog
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth import AuthorizeUrlGenerator, OAuthStateUtils
from slack_sdk.oauth.installation_store import Installation
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.slack import pages
from bot.slack.errors import slack_errors
from bot.slack.installing import FOUNDED, Installations, OrgWide, States
from bot.slack.tokens import SLACK_API_URL, App, client, quiet
from chat.platform import Busy, Failed, Lost

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
_log = structlog.get_logger(__name__)


def oauth_settings(
    app: App,
    scopes: Sequence[str],
    public_url: str,
    store: Installations,
    states: States,
    base_url: str = SLACK_API_URL,
) -> AsyncOAuthSettings:
    """Give Bolt's settings for installing at `public_url`; people are sent to Slack at once, for the bot alone."""
    public_url = public_url.rstrip("/")
    settings = AsyncOAuthSettings(
        client_id=app.client_id,
        client_secret=app.client_secret,
        scopes=list(scopes),
        user_scopes=[],
        redirect_uri=public_url + REDIRECT_PATH,
        install_path=INSTALL_PATH,
        install_page_rendering_enabled=False,
        redirect_uri_path=REDIRECT_PATH,
        callback_options=_Answers(public_url + INSTALL_PATH),
        authorization_url=urljoin(base_url, "/oauth/v2/authorize"),
        installation_store=store,
        state_store=states,
    )
    settings.state_utils = _StateCookie(secure=public_url.startswith("https:"))
    settings.authorize_url_generator = _AuthorizeUrl(
        client_id=app.client_id,
        redirect_uri=settings.redirect_uri,
        scopes=settings.scopes,
        authorization_url=settings.authorization_url,
    )
    return settings


class OAuthFlow(AsyncOAuthFlow):
    """Bolt's flow, with a page also when Slack cannot be reached, and nothing secret in the log."""

    def __init__(self, settings: AsyncOAuthSettings, base_url: str = SLACK_API_URL) -> None:
        """Take the settings and where Slack's Web API is."""
        super().__init__(logger=quiet, settings=settings)
        self._web = client(base_url)

    async def handle_callback(self, request: AsyncBoltRequest) -> BoltResponse:
        """Take somebody back from Slack and give the page they see."""
        try:
            return await super().handle_callback(request)
        except (Busy, Lost) as error:
            _log.warning("Slack did not answer an installation", error=str(error))
            return _page(502, pages.failure("unreachable", self._install_url), self.settings.state_utils)

    async def run_installation(self, code: str) -> Installation | None:
        """Exchange the code that Slack gave for what is installed; None when Slack refuses it.

        In the place of Bolt's, which warns with the code, and whose asynchronous client needs what aiohttp gives up.
        Raises Busy or Lost when Slack does not answer.
        """
        try:
            return await asyncio.to_thread(self._exchange, code)
        except Failed as error:
            _log.error("Slack refused an installation", error=str(error))
            return None

    def _exchange(self, code: str) -> Installation:
        with slack_errors():
            given = self._web.oauth_v2_access(
                client_id=self.settings.client_id,
                client_secret=self.settings.client_secret,
                code=code,
                redirect_uri=self.settings.redirect_uri,
            )
            asked = self._web.auth_test(token=given["access_token"])
        team, enterprise = given.get("team") or {}, given.get("enterprise") or {}
        return Installation(
            app_id=given.get("app_id"),
            enterprise_id=enterprise.get("id"),
            team_id=team.get("id"),
            team_name=team.get("name"),
            bot_token=given["access_token"],
            bot_id=asked.get("bot_id"),
            bot_user_id=given.get("bot_user_id"),
            bot_scopes=given.get("scope") or "",
            bot_refresh_token=given.get("refresh_token"),
            bot_token_expires_in=given.get("expires_in"),
            user_id=given["authed_user"]["id"],
            is_enterprise_install=bool(given.get("is_enterprise_install")),
        )

    @property
    def _install_url(self) -> str:
        return (self.redirect_uri or "").removesuffix(REDIRECT_PATH) + INSTALL_PATH


def routes(flow: AsyncOAuthFlow) -> list[Route]:
    """Give the two routes. Bolt's own adapter for Starlette would mark the cookie Secure on http too."""
    return [
        Route(INSTALL_PATH, _endpoint(flow.handle_installation), methods=["GET"]),
        Route(REDIRECT_PATH, _endpoint(flow.handle_callback), methods=["GET"]),
    ]


def _endpoint(
    handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]],
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        headers: dict[str, str | Sequence[str]] = dict(request.headers)
        answer = await handle(AsyncBoltRequest(body="", query=request.url.query, headers=headers))
        response = Response(answer.body, answer.status, answer.first_headers_without_set_cookie())
        for cookie in answer.headers.get("set-cookie", ()):
            response.headers.append("set-cookie", cookie)
        return response

    return endpoint


class _StateCookie(OAuthStateUtils):
    """The cookie that ties a state to the browser it was given to."""

    def __init__(self, *, secure: bool) -> None:
        super().__init__(cookie_name="dossier-slack-state")
        # Lax: it has to come along when Slack sends the browser back.
        self._attributes = f"; HttpOnly; SameSite=Lax; Path=/{'; Secure' if secure else ''}"

    def build_set_cookie_for_new_state(self, state: str) -> str:
        return f"{self.cookie_name}={state}; Max-Age={self.expiration_seconds}{self._attributes}"

    def build_set_cookie_for_deletion(self) -> str:
        return f"{self.cookie_name}=deleted; Max-Age=0{self._attributes}"


class _AuthorizeUrl(AuthorizeUrlGenerator):
    """Slack's page, with every value encoded; Bolt's own puts in whatever stands in the address."""

    def generate(self, state: str, team: str | None = None) -> str:
        query = {"state": state, "client_id": self.client_id, "scope": ",".join(self.scopes or ())}
        query["redirect_uri"] = self.redirect_uri or ""
        if team is not None and re.fullmatch("[TE][A-Z0-9]{1,30}", team):
            query["team"] = team
        return f"{self.authorization_url}?{urlencode(query)}"


class _Answers(AsyncCallbackOptions):
    """What the browser is shown in the end."""

    def __init__(self, install_url: str) -> None:
        self._install_url = install_url
        super().__init__(self._succeeded, self._failed)

    async def _succeeded(self, args: AsyncSuccessArgs) -> BoltResponse:
        made = args.installation
        founded = bool(made.get_custom_value(FOUNDED))
        shown = pages.success(made.team_name or "Slack", made.app_id or "", made.team_id or "", manager=founded)
        return _page(200, shown, args.settings.state_utils)

    async def _failed(self, args: AsyncFailureArgs) -> BoltResponse:
        reason = "org_wide" if isinstance(args.error, OrgWide) else args.reason
        status = 400 if isinstance(args.error, OrgWide) else args.suggested_status_code
        _log.info("an installation failed", reason=reason[:60])
        return _page(status, pages.failure(reason, self._install_url), args.settings.state_utils)


def _page(status: int, html: str, cookie: OAuthStateUtils) -> BoltResponse:
    headers: dict[str, str | Sequence[str]] = {**pages.HEADERS, "Set-Cookie": [cookie.build_set_cookie_for_deletion()]}
    return BoltResponse(status=status, body=html, headers=headers)
