"""A local Slack served to real connections, and what a workspace has installed there."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.slack.tokens import App, Tokens
from storage import installations
from storage.database import Database
from storage.installations import Credentials
from storage.secrets import KEY_BYTES, Keyring
from tests.slack.local.state import LocalSlack
from tests.slack.local.world import Token

KEYRING = Keyring(b"k" * KEY_BYTES)


@dataclass(frozen=True, slots=True)
class Place:
    """A database, and a local Slack whose clock is the system's moved forward by `slack.advance`."""

    database: Database
    slack: LocalSlack

    @property
    def api(self) -> str:
        """Where Slack's Web API is."""
        return f"{self.slack.base_url}/api/"

    @property
    def app(self) -> App:
        """What the local Slack knows the app by."""
        return App(self.slack.client_id, self.slack.client_secret)

    def now(self) -> datetime:
        """Give the moment, in UTC."""
        return datetime.fromtimestamp(self.slack.now(), UTC)

    def tokens(self, app: App | None = None) -> Tokens:
        """Give what a process has to ask for tokens."""
        return Tokens(self.database, KEYRING, app or self.app, base_url=self.api, now=self.now)

    def install(self, *, rotating: bool = True) -> Token:
        """Install the app in the team and keep its token."""
        token = self.slack.install(rotating=rotating)
        self.keep(token)
        return token

    def keep(self, token: Token) -> None:
        """Keep a token as that of the team."""
        team = self.slack.team
        ends = datetime.fromtimestamp(token.expires_at, UTC) if token.expires_at is not None else None
        credentials = Credentials(
            bot_token=token.value,
            bot_user=team.bot_user,
            app_id=self.slack.app_id,
            scopes=tuple(token.scopes),
            installed_by="U1",
            refresh_token=token.refresh,
            expires_at=ends,
            bot=team.bot,
        )
        self.database.write(
            lambda c: installations.install(c, KEYRING, "slack", team.id, team.name, credentials, "Ann", self.now())
        )

    def kept(self) -> Credentials | None:
        """Give the credentials in the database."""
        return self.database.read(lambda c: installations.of(c, KEYRING, "slack", self.slack.team.id))

    def refreshed(self) -> int:
        """Count how often a refresh token was sent to Slack."""
        return sum(each.params.get("grant_type") == "refresh_token" for each in self.slack.called("oauth.v2.access"))

    def until_end(self, before: timedelta) -> None:
        """Let time pass until so long before the end of a token that was installed just now."""
        self.slack.advance((timedelta(hours=12) - before).total_seconds())
