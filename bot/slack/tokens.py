"""Tokens of workspaces for whoever calls Slack: read from the database, renewed in time by one process alone."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http.client import HTTPException
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.slack.errors import code, slack_errors
from chat.platform import Busy, Failed, Reason
from storage import installations
from storage.database import Database
from storage.installations import LEASE, Credentials, Renewal
from storage.secrets import Keyring

PLATFORM = "slack"
SLACK_API_URL = "https://slack.com/api/"
# Slack's own SDK renews this early; a renewed token's predecessor stays good until its end
# (https://docs.slack.dev/authentication/using-token-rotation).
_EARLY = timedelta(hours=2)
# A token is not handed out for a request that it might not live to see.
_LAST = timedelta(minutes=1)
# How long another process's doing (installed anew, forgotten, renewed) may go unnoticed here.
_CACHED = timedelta(seconds=30)
_CACHED_WHILE_RENEWING = timedelta(seconds=2)
_TIMEOUT_SECONDS = 10
# Errors of oauth.v2.access after which a refresh token is of no more use.
_SPENT = {"invalid_refresh_token", "token_revoked", "token_expired", "account_inactive", "team_not_found"}
_NOT_INSTALLED = "Dossier is not installed in this Slack workspace (any more): install it again"
_ENDED = "Slack no longer accepts Dossier's token for this workspace: install Dossier there again"
_log = structlog.get_logger(__name__)
# The SDK logs whole bodies at the level DEBUG, and of what it raises as well a text that can hold the token.
quiet = logging.getLogger(f"{__name__}.sdk")
quiet.setLevel(logging.CRITICAL)
# Clients that Bolt makes by itself log through these.
logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class App:
    """What Slack knows the app by (Basic Information → App Credentials)."""

    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Configured:
    """The one workspace whose token stands in the settings, its name, and what Slack says of the token."""

    workspace: str
    name: str
    credentials: Credentials


def identify(token: str, base_url: str = SLACK_API_URL) -> Configured:
    """Ask Slack whose a token from the settings is.

    Raises Failed for one that Slack refuses, Busy or Lost when Slack cannot be asked.
    """
    with slack_errors():
        response = client(base_url).auth_test(token=token)
    scopes = next((value for name, value in response.headers.items() if name.lower() == "x-oauth-scopes"), "")
    credentials = Credentials(
        bot_token=token,
        bot_user=response["user_id"],
        app_id=response.get("app_id") or "",
        scopes=tuple(each.strip() for each in str(scopes).split(",") if each.strip()),
        installed_by="",
        enterprise=response.get("enterprise_id"),
        bot=response.get("bot_id"),
    )
    return Configured(response["team_id"], response["team"], credentials)


def check_app_token(token: str, base_url: str = SLACK_API_URL) -> None:
    """See whether Socket Mode can be opened with an app-level token. Raises as `identify` does."""
    with slack_errors():
        client(base_url).apps_connections_open(app_token=token)


def client(base_url: str) -> WebClient:
    """Give a client that neither retries by itself nor logs what it carries; tokens are given with each call."""
    return WebClient(base_url=base_url, retry_handlers=[], timeout=_TIMEOUT_SECONDS, logger=quiet)


def system_now() -> datetime:
    """Give the system clock's moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Cached:
    credentials: Credentials
    until: datetime


class Tokens:
    """Gives the token of a workspace; may be called from any thread. `now` is the system's clock (UTC)."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        app: App | None = None,
        configured: Configured | None = None,
        base_url: str = SLACK_API_URL,
        now: Callable[[], datetime] = system_now,
    ) -> None:
        """Take the parts. Without `app` no token can be renewed; `configured` goes before what is in the database."""
        self._database = database
        self._keyring = keyring
        self._app = app
        self._configured = configured
        self._client = client(base_url)
        self._now = now
        self._cache: dict[str, _Cached] = {}

    def token(self, workspace: str) -> str:
        """Give the bot's token for a workspace (team id), renewing it when it ends within two hours.

        Asks the database at most, and Slack when it has to be renewed: not for the event loop's thread. Raises Failed
        when there is none or Slack has revoked it, Busy while another process renews one that has ended.
        """
        return self.credentials(workspace).bot_token

    def credentials(self, workspace: str) -> Credentials:
        """Give the token with what belongs to it, as `token` does."""
        cached = self.cached(workspace)
        if cached is not None:
            return cached
        credentials = self.kept(workspace)
        if credentials is None:
            raise Failed(_NOT_INSTALLED, Reason.NO_TOKEN)
        cached_for = _CACHED
        if self._ends_within(credentials, _EARLY):
            credentials = self._renewed(workspace, credentials)
            if self._ends_within(credentials, _EARLY):
                cached_for = _CACHED_WHILE_RENEWING
        self._cache[workspace] = _Cached(credentials, self._now() + cached_for)
        return credentials

    def cached(self, workspace: str) -> Credentials | None:
        """Give the credentials at once if they are at hand and certainly good, else None: ask `credentials` then."""
        if self._configured is not None and workspace == self._configured.workspace:
            return self._configured.credentials
        cached = self._cache.get(workspace)
        good = cached is not None and self._now() < cached.until and not self._ends_within(cached.credentials, _LAST)
        return cached.credentials if cached is not None and good else None

    def kept(self, workspace: str) -> Credentials | None:
        """Give the credentials as the database has them, be they good or not; None when there are none."""
        return self._database.read(lambda c: installations.of(c, self._keyring, PLATFORM, workspace))

    def drop(self, workspace: str) -> None:
        """Look into the database next time: the workspace was installed anew, forgotten, or its token was refused."""
        self._cache.pop(workspace, None)

    def _ends_within(self, credentials: Credentials, span: timedelta) -> bool:
        return credentials.expires_at is not None and credentials.expires_at <= self._now() + span

    def _renewed(self, workspace: str, credentials: Credentials) -> Credentials:
        """Give new credentials, or the old ones as long as they are good. Raises Failed or Busy when they are not."""
        renewal = None
        if self._app is not None and credentials.refresh_token is not None:
            now = self._now()
            renewal = self._database.write(
                lambda c: installations.start_renewing(c, self._keyring, PLATFORM, workspace, now + _EARLY, now)
            )
            if renewal is not None:
                self._renew(workspace, self._app, renewal)
            found = self.kept(workspace)  # Whether it was renewed here or elsewhere.
            if found is None:
                raise Failed(_NOT_INSTALLED, Reason.NO_TOKEN)
            credentials = found
        if not self._ends_within(credentials, _LAST):
            return credentials
        if self._app is None or credentials.refresh_token is None:
            raise Failed(_ENDED, Reason.NO_TOKEN)
        wait = LEASE if renewal is not None else _CACHED_WHILE_RENEWING
        raise Busy("the token of the workspace is being renewed", wait.total_seconds())

    def _renew(self, workspace: str, app: App, renewal: Renewal) -> None:
        """Exchange the refresh token (https://docs.slack.dev/reference/methods/oauth.v2.access).

        When it is unknown what became of it, the lease runs out and it is tried again: Slack takes a refresh token for
        a short while after its first use.
        """
        try:
            answer = self._client.oauth_v2_access(
                client_id=app.client_id,
                client_secret=app.client_secret,
                grant_type="refresh_token",
                refresh_token=renewal.credentials.refresh_token,
            ).data
            credentials = self._given(renewal.credentials, answer)
        except SlackApiError as error:
            said = code(error)
            _log.error("a token was not renewed", workspace=workspace, error=said or None)
            if said not in _SPENT:
                return
            # What is left is good to its end; nobody asks again with what was refused.
            credentials = replace(renewal.credentials, refresh_token=None)
        except (SlackClientError, HTTPException, OSError, TypeError, KeyError, ValueError) as error:
            _log.warning("a token was not renewed yet", workspace=workspace, error=type(error).__name__)
            return
        keep = partial(installations.renewed, keyring=self._keyring, renewal=renewal, credentials=credentials)
        self._database.write(keep)

    def _given(self, earlier: Credentials, answer: Any) -> Credentials:
        return replace(
            earlier,
            bot_token=str(answer["access_token"]),
            refresh_token=str(answer["refresh_token"]),
            expires_at=self._now() + timedelta(seconds=int(answer["expires_in"])),
        )
