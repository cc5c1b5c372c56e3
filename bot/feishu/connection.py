"""Feishu put together: what is sent through, and what comes in, over webhooks or the long connection."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

import structlog
from starlette.routing import BaseRoute

from bot.directory import Directory
from bot.feishu.api import FEISHU_URL, LARK_URL, Api, App, plain_request
from bot.feishu.events import PLATFORM, Bot, Payload, Reader, noticed
from bot.feishu.handling import Handling, Product
from bot.feishu.long_connection import LongConnection
from bot.feishu.meetings import Meetings
from bot.feishu.replying import Replier
from bot.feishu.sealing import Seal
from bot.feishu.sender import FeishuPlatform, profile_of
from bot.feishu.slash_commands import steps
from bot.feishu.taking import Taker
from bot.feishu.webhook import Webhook
from bot.settings import Settings
from bot.signing import Signer
from chat.event_handler import EventHandler
from chat.events import CommandGiven, Source
from chat.messages import Button
from chat.platform import Busy, Failed, Lost
from chat.router import router
from storage import accounts
from storage.database import Connection, Database
from storage.inbox import first
from storage.secrets import Keyring
from storage.store import Store

_log = structlog.get_logger(__name__)
_BOT, _TENANT = "/open-apis/bot/v3/info", "/open-apis/tenant/v2/tenant/query"


@dataclass(frozen=True, slots=True)
class Tenant:
    """The tenant an app belongs to, by its key and name, and the bot's open_id there."""

    key: str
    name: str
    bot: str


@dataclass(frozen=True, slots=True)
class Configuration:
    """What Feishu is reached with. Without an Encrypt Key, what comes in comes over the long connection."""

    app: App
    tenant: Tenant
    encrypt_key: str = field(default="", repr=False)
    verification_token: str = field(default="", repr=False)


def app_of(settings: Settings) -> App:
    """Give the app that the settings name."""
    url = {"feishu": FEISHU_URL, "lark": LARK_URL}.get(settings.feishu_domain, settings.feishu_domain)
    secret = settings.feishu_app_secret
    return App(settings.feishu_app_id or "", secret.get_secret_value() if secret else "", url)


def identify(app: App) -> Tenant:
    """Ask Feishu whose an app is (https://open.feishu.cn/document/server-docs/tenant-v2/query; it needs the
    permission tenant:tenant:readonly). Raises Failed, Busy or Lost."""
    api = Api(app)
    bot = str((api.call(plain_request("GET", _BOT)).get("bot") or {}).get("open_id") or "")
    tenant = api.call(plain_request("GET", _TENANT)).get("tenant") or {}
    key = str(tenant.get("tenant_key") or "")
    if not bot or not key:
        raise Failed("Feishu does not tell the app's bot or tenant: is the bot switched on?")
    return Tenant(key, str(tenant.get("name") or key), bot)


class FeishuConnection:
    """Feishu as one more platform of the product: `platform` sends; what comes in is taken once `join` was called."""

    def __init__(self, configuration: Configuration, database: Database, keyring: Keyring) -> None:
        """Take the settings, the database and the keys. Raises ValueError for an Encrypt Key of spaces."""
        self._configuration = configuration
        self._database = database
        self._keyring = keyring
        self._signer = Signer(keyring.signing_key())
        self._api = Api(configuration.app)
        self._reader = Reader(self._signer, _is_command, self._is_group, Meetings(self._api))
        self.platform = FeishuPlatform(database, self._api, self._sign)
        made = configuration
        self._seal = Seal(made.encrypt_key, made.verification_token) if made.encrypt_key else None
        self._handling: Handling | None = None
        self._taker: Taker | None = None
        self._long: LongConnection | None = None
        self._asking = ThreadPoolExecutor(2, thread_name_prefix="feishu-people")
        self._asked: set[tuple[str, str, str]] = set()

    def join(self, product: EventHandler, directory: Directory) -> list[BaseRoute]:
        """Connect what comes in with the product and give the routes for the web server."""
        made = self._configuration
        self._directory = directory

        def name_of(workspace: str, account: str) -> str | None:
            # Who is known is not waited for: Feishu may be slow, and wants its answer within three seconds.
            who = (PLATFORM, workspace, account)
            if (name := directory.fresh_name_of(*who)) is None and (name := directory.known_name_of(*who)):
                self._renew(who)
            return name or directory.name_of(*who)

        known = Product(product.handle, name_of, self._is_group, self._is_first, self._note)
        replier = Replier(self._api, self.platform, self._mentioned)
        self._handling = Handling(known, self._reader, replier, Bot(made.tenant.key, made.tenant.bot))
        self._taker = Taker(self._handling.take, self._handling.late)
        if self._seal is not None:
            return list(Webhook(self._seal, self._taker).routes())
        self._long = LongConnection(made.app.url, made.app.id, made.app.secret, self._taker)
        return []

    @property
    def problem(self) -> str:
        """Say why the long connection is not there, "" when it is or there is none."""
        return self._long.problem if self._long else ""

    async def open(self) -> None:
        """Begin to keep the long connection, where no webhook is configured, and compare the slash commands."""
        if self._long is not None:
            self._long.start()
        self._comparing = threading.Thread(target=self._compare_commands, name="feishu-commands", daemon=True)
        self._comparing.start()

    def _compare_commands(self) -> None:
        """Say in the log when what Feishu shows while somebody types is not what there is."""
        try:
            todo = steps(self._api)
        except (Busy, Failed, Lost) as error:
            _log.info("the slash commands could not be compared", error=str(error))
            return
        if todo.lines:
            _log.warning("the slash commands are not in step: dossier manifest feishu --apply", steps=len(todo.lines))

    async def close(self) -> None:
        """Take nothing in any more, and bring to its end what was begun."""
        if self._long is not None:
            await asyncio.to_thread(self._long.stop)
        if self._taker is not None:
            self._taker.close()
        if self._handling is not None:
            await asyncio.to_thread(self._handling.close)
        await asyncio.to_thread(self._asking.shutdown, cancel_futures=True)

    def _renew(self, who: tuple[str, str, str]) -> None:
        """Ask Feishu anew who somebody is, without waiting for it."""
        if who in self._asked:
            return
        self._asked.add(who)

        def ask() -> None:
            try:
                self._directory.name_of(*who)
            finally:
                self._asked.discard(who)

        self._asking.submit(ask)

    def _sign(self, workspace: str, button: Button) -> str:
        return self._reader.sign_button(workspace, button)

    def _mentioned(self, workspace: str, person: str) -> str | None:
        return self._database.read(lambda c: accounts.account_in(c, PLATFORM, workspace, person))

    def _is_first(self, source: Source) -> bool:
        answered, now = f"{source.id}:answered", datetime.now(UTC)
        return self._database.write(lambda c: first(c, PLATFORM, source.workspace, answered, now))

    def _is_group(self, workspace: str, chat: str) -> bool:
        """Tell whether a chat is a group the bot was taken into: those are noted when it is."""

        def query(connection: Connection) -> bool:
            found = accounts.acting(connection, PLATFORM, workspace)
            if found is None:
                return False
            actor, row, uid, key = found
            store = Store(connection, actor, datetime.now(UTC), self._keyring.organisation(uid, key))
            return store.channels.find(row, chat) is not None

        return self._database.read(query)

    def _note(self, payload: Payload) -> None:
        """Note what Feishu says of a person who changed, when we know them."""
        person, tenant = noticed(payload), self._configuration.tenant.key
        if person is None or payload["header"].get("tenant_key") != tenant:
            return
        account = str(person["open_id"])
        if self._database.read(lambda c: accounts.known(c, PLATFORM, tenant, account)) is not None:
            self._directory.note(PLATFORM, tenant, account, profile_of(dict(person)))


def _is_command(word: str) -> bool:
    return router.find(CommandGiven(Source("", PLATFORM, "", ""), word, "")) is not None
