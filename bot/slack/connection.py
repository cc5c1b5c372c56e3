"""Slack put together: what is sent through, what comes in, installing; made of the settings and the product."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from starlette.routing import BaseRoute, Route

from bot.answering import answer
from bot.directory import Directory
from bot.signing import Signer
from bot.slack import EVENTS_PATH
from bot.slack.answers import Answers
from bot.slack.api import Api
from bot.slack.app import Incoming
from bot.slack.brief import SECONDS, Brief
from bot.slack.events import PLATFORM, Reader, signed_button
from bot.slack.handling import Handling
from bot.slack.installing import Authorize, Installations, States
from bot.slack.lines import Saving
from bot.slack.oauth import OAuthFlow, oauth_settings, routes
from bot.slack.overhearing import Overhearing
from bot.slack.replying import Replier
from bot.slack.said import Fetcher
from bot.slack.sender import SlackPlatform, profile_of
from bot.slack.tokens import SLACK_API_URL, App, Configured, Tokens, system_now
from chat.event_handler import EventHandler
from chat.events import Source
from chat.messages import Button, Message
from manifest.slack import SCOPES
from storage import accounts
from storage.database import Connection, Database
from storage.inbox import first
from storage.secrets import Keyring


@dataclass(frozen=True, slots=True)
class Configuration:
    """What Slack is reached with. `app` is for installing by OAuth, `configured` for the one workspace of a token.

    `patience` is for how many seconds a request may wait for what Slack is asked before it is acknowledged.
    """

    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    app: App | None = None
    configured: Configured | None = None
    base_url: str = SLACK_API_URL
    public_url: str = ""
    patience: float = SECONDS


class SlackConnection:
    """Slack as one more platform of the product: `platform` sends, `incoming` takes in once `join` was called."""

    def __init__(self, configuration: Configuration, database: Database, keyring: Keyring) -> None:
        """Take the settings, the database and the keys."""
        self._configuration = configuration
        self._database = database
        self._keyring = keyring
        self.tokens = Tokens(
            database, keyring, configuration.app, configuration.configured, base_url=configuration.base_url
        )
        self._signer = Signer(keyring.signing_key())
        self._installations = Installations(database, keyring, self.tokens, configuration.base_url)
        self.platform = SlackPlatform(database, self.tokens.token, self._sign, configuration.base_url)
        self._incoming: Incoming | None = None

    def join(self, product: EventHandler, directory: Directory) -> list[BaseRoute]:
        """Connect what comes in with the product and give the routes for the web server."""
        made = self._configuration
        api, brief = Api(self.tokens.token, made.base_url), Brief(made.patience)

        def name_of(workspace: str, user: str) -> str | None:
            who = (PLATFORM, workspace, user)
            if (name := directory.fresh_name_of(*who)) is not None:
                return name
            return brief.ask(("who", *who), lambda: directory.name_of(*who)) or directory.known_name_of(*who)

        def introduced(workspace: str, user: str) -> Future[Any] | None:
            who = (PLATFORM, workspace, user)
            if directory.fresh_name_of(*who) is not None:
                return None
            return brief.begin(("who", *who), lambda: directory.name_of(*who))

        reader = Reader(self._signer, name_of)
        answers, fetcher = Answers(reader, self._mentioned), Fetcher(api, name_of, brief)
        replier = Replier(api, answers, self._post)
        handling = Handling(
            product,
            lambda workspace, user: name_of(workspace, user) is not None or not self._has(workspace),
            reader,
            answers,
            replier,
            fetcher,
            lambda workspace, user: directory.names(PLATFORM, workspace, user),
            self._is_first,
            self._answer_once,
            Overhearing(product.handle, fetcher, replier, self._is_first).after,
        )
        saving = Saving(
            product,
            reader,
            lambda workspace, user: directory.fresh_name_of(PLATFORM, workspace, user) is not None,
            handling.given,
        )
        self._directory = directory
        flow = self._flow(tuple(SCOPES))
        self._incoming = Incoming(
            handling,
            brief,
            introduced,
            Authorize(self.tokens),
            saving,
            self._database.together,
            self._removed,
            self._noticed,
            signing_secret=made.signing_secret,
            base_url=made.base_url,
            oauth=flow,
        )
        web: list[BaseRoute] = list(routes(flow)) if flow else []
        if made.signing_secret:
            web.append(Route(EVENTS_PATH, self._incoming.endpoint, methods=["POST"]))
        return web

    async def open(self) -> None:
        """Open the Socket Mode connection where one is configured."""
        if self._incoming is not None and self._configuration.app_token:
            await self._incoming.connect(self._configuration.app_token)

    async def close(self) -> None:
        """Take nothing in any more."""
        if self._incoming is not None:
            await self._incoming.close()

    def _flow(self, scopes: Sequence[str]) -> OAuthFlow | None:
        made = self._configuration
        if made.app is None or not made.public_url:
            return None
        states = States(self._database)
        settings = oauth_settings(made.app, scopes, made.public_url, self._installations, states, made.base_url)
        return OAuthFlow(settings, made.base_url)

    def _sign(self, workspace: str, button: Button) -> str:
        return signed_button(self._signer, workspace, button)

    def _mentioned(self, workspace: str, person: str) -> str | None:
        return self._database.read(lambda c: accounts.account_in(c, PLATFORM, workspace, person))

    def _has(self, workspace: str) -> bool:
        return self._database.read(lambda c: accounts.acting(c, PLATFORM, workspace)) is not None

    def _is_first(self, source: Source) -> bool:
        return self._database.write(lambda c: _first(c, source))

    def _post(self, source: Source, message: Message) -> None:
        """Answer in somebody's conversation with the bot, by the outbox."""
        self._database.write(lambda c: answer(c, self._keyring, source, message, system_now()))

    def _answer_once(self, source: Source, message: Message) -> None:
        """Answer as `_post` does, unless that was done when the event was delivered before."""
        self._database.write(
            lambda c: answer(c, self._keyring, source, message, system_now()) if _first(c, source) else None
        )

    def _removed(self, payload: dict[str, Any]) -> None:
        """Forget a workspace that took the app away, or the bot's token."""
        event = payload["event"]
        if event["type"] == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
            return
        at = payload.get("event_time")
        happened_at = datetime.fromtimestamp(float(at), UTC) if at else None
        self._installations.forget(str(payload["team_id"]), happened_at)

    def _noticed(self, payload: dict[str, Any]) -> None:
        """Note what Slack says of a person who changed, when we know them."""
        user, workspace = payload["event"]["user"], str(payload["team_id"])
        known = self._database.read(lambda c: accounts.known(c, PLATFORM, workspace, str(user["id"])))
        if known is not None:
            self._directory.note(PLATFORM, workspace, str(user["id"]), profile_of(user, workspace))


def _first(connection: Connection, source: Source) -> bool:
    return first(connection, PLATFORM, source.workspace, f"{source.id}:answered", system_now())
