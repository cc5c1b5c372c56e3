"""Bolt's stores over our database, the founding of organisations by installing, and who a request is from."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.slack.errors import slack_errors
from bot.slack.sender import profile_of
from bot.slack.tokens import PLATFORM, SLACK_API_URL, Tokens, client, system_now
from chat.platform import Busy, Failed, Lost, Profile
from storage import accounts, installations, installing
from storage.database import Connection, Database
from storage.installations import Credentials
from storage.secrets import Keyring

FOUNDED = "dossier_founded"
"""The custom value of an installation that says whether it founded an organisation."""
_REMOVED = "Dossier was removed from this Slack workspace"
_log = structlog.get_logger(__name__)


class OrgWide(BoltError):
    """The app was to be installed in a whole Enterprise organisation instead of a workspace."""


class Installations(AsyncInstallationStore):
    """Bolt's installation store over our database; tokens of users are neither asked for nor kept."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        tokens: Tokens,
        base_url: str = SLACK_API_URL,
        now: Callable[[], datetime] = system_now,
    ) -> None:
        """Take the parts; `now` is the system's clock (UTC)."""
        self._database = database
        self._keyring = keyring
        self._tokens = tokens
        self._client = client(base_url)
        self._now = now

    async def async_save(self, installation: Installation) -> None:
        """Keep an installation; a new workspace founds an organisation, whose first manager is the installer.

        Raises BoltError when it cannot be kept, OrgWide when it is of no workspace.
        """
        if installation.is_enterprise_install or not installation.team_id or not installation.bot_token:
            raise OrgWide("not in a workspace")
        try:
            founded = await asyncio.to_thread(self._save, installation, installation.team_id, installation.bot_token)
        except Exception:
            # Whatever it is, the installer is told that it was not kept.
            _log.exception("an installation could not be kept", workspace=installation.team_id)
            raise BoltError("the installation could not be kept") from None
        installation.set_custom_value(FOUNDED, founded)

    async def async_save_bot(self, bot: Bot) -> None:
        """Do nothing: what Bolt would renew is renewed by our Tokens alone."""

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """Give the bot of a workspace."""
        found = await self.async_find_installation(enterprise_id=enterprise_id, team_id=team_id)
        return found.to_bot() if found is not None else None

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """Give what a workspace has installed, whoever asks."""
        credentials = await asyncio.to_thread(self._tokens.kept, team_id) if team_id else None
        if credentials is None:
            return None
        return Installation(
            app_id=credentials.app_id,
            enterprise_id=credentials.enterprise,
            team_id=team_id,
            bot_token=credentials.bot_token,
            bot_id=credentials.bot,
            bot_user_id=credentials.bot_user,
            bot_scopes=credentials.scopes,
            user_id=credentials.installed_by,
        )

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Forget the tokens of a workspace."""
        if team_id:
            await asyncio.to_thread(self.forget, team_id)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Forget the tokens of a workspace; of a single user there are none."""
        if user_id is None:
            await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)

    def forget(self, workspace: str, happened_at: datetime | None = None) -> bool:
        """Forget the tokens of a workspace that removed the app, as storage.installations.forget does."""
        now = self._now()
        gone = self._database.write(
            lambda c: installations.forget(c, self._keyring, PLATFORM, workspace, _REMOVED, now, happened_at)
        )
        self._tokens.drop(workspace)
        return gone

    def _save(self, installation: Installation, workspace: str, token: str) -> bool:
        ends = installation.bot_token_expires_at
        credentials = Credentials(
            bot_token=token,
            bot_user=installation.bot_user_id or "",
            app_id=installation.app_id or "",
            scopes=tuple(installation.bot_scopes or ()),
            installed_by=installation.user_id,
            refresh_token=installation.bot_refresh_token,
            expires_at=datetime.fromtimestamp(ends, UTC) if ends is not None else None,
            enterprise=installation.enterprise_id,
            bot=installation.bot_id,
        )
        name, profile, now = installation.team_name or workspace, self._profile(credentials, workspace), self._now()
        installer = credentials.installed_by

        def keep(connection: Connection) -> bool:
            called = profile.name if profile else installer
            kept = installations.install(connection, self._keyring, PLATFORM, workspace, name, credentials, called, now)
            if profile:
                # From the first word on they are spoken to in their language and with their time.
                accounts.introduce(connection, self._keyring, PLATFORM, workspace, installer, profile, now)
            return kept.new

        new = self._database.write(keep)
        self._tokens.drop(workspace)
        return new

    def _profile(self, credentials: Credentials, workspace: str) -> Profile | None:
        """Give what Slack says of the installer, None when it says nothing: installing does not fail for it."""
        who = credentials.installed_by
        try:
            with slack_errors():
                asked = self._client.users_info(token=credentials.bot_token, user=who, include_locale=True)
            return profile_of(asked["user"], workspace)
        except (Failed, Busy, Lost, KeyError, AttributeError):
            return None


class States(AsyncOAuthStateStore):
    """Bolt's store of OAuth states over our database: hashed, ten minutes, once; by the system's clock."""

    def __init__(self, database: Database, now: Callable[[], datetime] = system_now) -> None:
        """Take the database and the system's clock (UTC)."""
        self._database = database
        self._now = now

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """Give a new state."""
        unit = partial(installing.issue, platform=PLATFORM, now=self._now())
        return await asyncio.to_thread(self._database.write, unit)

    async def async_consume(self, state: str) -> bool:
        """Take a state back; tell whether it was good."""
        unit = partial(installing.consume, platform=PLATFORM, state=state, now=self._now())
        return await asyncio.to_thread(self._database.write, unit)


class Authorize(AsyncAuthorize):
    """Tells Bolt whose request it is, from what we keep: Slack is asked nothing, but for a token that ends."""

    def __init__(self, tokens: Tokens) -> None:
        """Take the tokens."""
        self._tokens = tokens

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        """Give the bot that a workspace has installed; None, which refuses the request, where there is none.

        While its token cannot be renewed there is no `bot_token` in it: events are taken in all the same.
        """
        if not team_id:
            return None
        credentials, good = self._tokens.cached(team_id), True
        if credentials is None:
            credentials, good = await asyncio.to_thread(self._ask, team_id)
        if credentials is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=credentials.bot_user,
            bot_id=credentials.bot,
            bot_token=credentials.bot_token if good else None,
            bot_scopes=credentials.scopes,
            user_id=user_id,
        )

    def _ask(self, workspace: str) -> tuple[Credentials | None, bool]:
        try:
            return self._tokens.credentials(workspace), True
        except Busy:
            return self._tokens.kept(workspace), False
        except Failed:
            return None, False
