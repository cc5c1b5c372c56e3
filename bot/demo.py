"""`dossier demo`: the product with the web chat as its platform, sample data, and a clock that can be moved."""

import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from starlette.routing import Mount

from bot.clock import DEMO_CLOCK, MovableClock
from bot.connecting import connect, ways
from bot.intake import Intake
from bot.links import Where
from bot.sample import plant
from bot.serve import served
from bot.server import listen, run
from bot.settings import Settings, WrongSetting, is_loopback
from bot.web.app import routes
from bot.web.platform import WebPlatform
from bot.web.services import CommandHint
from bot.wiring import Application, build
from chat.events import Event
from chat.replies import Rendered
from chat.router import Command, router
from dossier import moments
from dossier.errors import DossierError, Refused
from dossier.kinds import built_in
from dossier.language import Language
from dossier.views import attached_to, ever_attached
from handlers.kind_commands import ROOT, ROOT_ZH, own_commands
from handlers.refusals import note_refusal
from storage import migrations
from storage.database import Connection, Database, Unavailable
from storage.files import StoredFile
from storage.people import recognise
from storage.preferences import Preference
from storage.secrets import Keyring, decode_master_key, new_master_key
from storage.store import Store
from storage.uploads import WebUploads
from storage.vault import Vault

T = TypeVar("T")


class DemoServices:
    """What the web chat is given of the product (see bot.web.services.Services)."""

    def __init__(self, application: Application, clock: MovableClock) -> None:
        """Take the product and its movable clock."""
        self._application = application
        self.clock = clock
        self.db = application.database
        self.secret = application.keyring.signing_key()
        self.intake = application.intake

    def handle(self, event: Event) -> Rendered:
        """Let the handlers deal with an event."""
        return self._application.dispatcher.handle(event)

    def file(self, workspace: str, account: str, record: str, file: str) -> StoredFile | None:
        """Give a file attached to a record; None when there is none they may see."""

        def query(store: Store) -> StoredFile | None:
            saved = store.records.get(record)
            if file not in attached_to(saved) and file not in ever_attached(
                saved.line.kind, store.records.revisions_of(saved)
            ):
                return None
            return store.files.open(file)

        return self.look(workspace, account, query)

    def look(self, workspace: str, account: str, query: Callable[[Store], T]) -> T | None:
        """Read as an account does; None for what is not there, and for an account that is nobody's.

        Raises Refused, which is noted, for what it may not read.
        """

        def reading(connection: Connection) -> T | None:
            store = self._store(connection, workspace, account)
            return None if store is None else query(store)

        try:
            return self.db.read(reading)
        except Refused as error:
            self._note(workspace, account, error)
            raise
        except DossierError:
            return None

    def _note(self, workspace: str, account: str, error: Refused) -> None:
        def unit(connection: Connection) -> None:
            if (store := self._store(connection, workspace, account)) is not None:
                note_refusal(store, f"{WebPlatform.name}:{account}", error, "page")
                store.finish()

        self.db.write(unit)

    def commands(self, workspace: str, account: str, language: Language) -> Sequence[CommandHint]:
        """Give every command as it is offered while typing, those of the organisation's own kinds too."""
        own = own_commands(self.look(workspace, account, lambda store: store.kinds) or built_in())
        return [_hint(each, language) for each in (*router.under(None), *router.under(ROOT), *own)]

    def preferences(self, workspace: str, account: str) -> tuple[Language, ZoneInfo]:
        """Give an account's own language and zone."""

        def query(connection: Connection) -> Preference:
            store = self._store(connection, workspace, account)
            if store is None:
                return self._application.default
            mine, _ = store.preferences.of(store.actor.person, None, self._application.default)
            return mine

        chosen = self.db.read(query)
        return chosen.language, chosen.zone

    def _store(self, connection: Connection, workspace: str, account: str) -> Store | None:
        known = recognise(connection, WebPlatform.name, workspace, account)
        if known is None:
            return None
        keys = self._application.keyring.organisation(known.organisation_uid, known.organisation_key)
        return Store(connection, known.actor, self.clock.now(), keys)


def _hint(each: Command, language: Language) -> CommandHint:
    english, chinese = f"/{each.name}", f"/{each.zh}"
    if each.parent:
        english, chinese = f"/{ROOT} {each.name}", f"/{ROOT_ZH} {each.zh}"
    first, second = (chinese, english) if language is Language.ZH else (english, chinese)
    return CommandHint(first, second, each.usage.to(language), each.about.to(language))


def run_demo(settings: Settings, data: Path) -> None:
    """Run the demo on a SQLite file under `data` until interrupted.

    Raises WrongSetting when it is to listen beyond this machine: there is no log-in; and for a folder that cannot be
    used.
    """
    if not is_loopback(settings.host):
        raise WrongSetting(f"DOSSIER_HOST {settings.host}: the demo has no log-in and listens on 127.0.0.1 only")
    with listen(settings.host, settings.port) as opened:
        database, keyring = _open(data)
        clock = MovableClock(kept_in=data / DEMO_CLOCK)
        plant(database, keyring, clock.now())
        vault = Vault(settings.blobs(data / "files"))
        # The links of the sample lead nowhere: they are looked at where that is asked for alone.
        where = settings.links if "links" in settings.model_fields_set else Where.OFF
        platform = WebPlatform(database, clock, WebUploads(database, vault, keyring.upload_key()))
        joined, missing = connect(ways(_on_this_machine(settings), database, keyring))
        platforms = [platform, *(each.platform for each in joined)]
        application = build(
            database, keyring, clock, settings.preference, platforms, vault, Intake(settings.scanner), where
        )
        chat = Mount("/", routes(DemoServices(application, clock), platform))
        app = served(application, joined, missing, [chat])
        run(app, opened, lambda address: _ready(address, data, where), platform.close)


def _on_this_machine(settings: Settings) -> Settings:
    """Leave out platforms whose addresses are not this machine's: what the demo says is not for real people."""
    addresses = {"slack_": str(settings.slack_api_url), "feishu_": settings.feishu_domain}
    elsewhere = tuple(platform for platform, address in addresses.items() if not _is_here(address))
    secret = [name for name in type(settings).model_fields if name.startswith(elsewhere)] if elsewhere else []
    return settings.model_copy(update=dict.fromkeys(secret, None) | {"feishu_domain": settings.feishu_domain})


def _is_here(address: str) -> bool:
    return is_loopback(urlsplit(address).hostname or "")


def _open(data: Path) -> tuple[Database, Keyring]:
    """Give the demo's database, migrated, and its key; raises WrongSetting for a folder that cannot be used."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        key = _demo_key(data / "master.key")
        database = Database(f"sqlite:///{data / 'dossier.db'}")
        migrations.upgrade(database)
    except (OSError, Unavailable) as error:
        raise WrongSetting(f"--data {data} cannot be used: {getattr(error, 'strerror', None) or error}") from error
    return database, Keyring(key)


def _ready(address: str, data: Path, where: Where) -> None:
    print(f"Dossier 客户档案助手: {address}   (data: {data}, Ctrl+C ends)", flush=True)  # noqa: T201
    if where is Where.OFF:
        print("Links in records are not looked at; with DOSSIER_LINKS=public they are.", flush=True)  # noqa: T201
    # The libraries for rarer dates take a second to load: not while somebody waits for the first page.
    threading.Timer(2.0, moments.warm_up).start()


def _demo_key(file: Path) -> bytes:
    """Give the demo's own master key, made at its first start and readable by its user alone."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return decode_master_key(file.read_text().strip())
    with os.fdopen(descriptor, "w") as handle:
        handle.write(new_master_key())
    return decode_master_key(file.read_text())
