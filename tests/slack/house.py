"""The whole product at work on a local Slack, in this process: workers, connections and the web server, all real."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import uvicorn
from sqlalchemy import Column, Table, func, select
from starlette.applications import Starlette

from bot import wiring
from bot.clock import Clock
from bot.server import listen, web_app
from bot.signing import Signer
from bot.slack.connection import Configuration, SlackConnection
from bot.slack.tokens import App, identify
from chat.event_handler import Handle
from dossier.language import Language
from dossier.phases import Phase
from dossier.tiers import Tier
from dossier.views import DossierView
from storage import installations, migrations
from storage.accounts import acting
from storage.database import Database
from storage.people import recognise
from storage.preferences import Preference
from storage.secrets import KEY_BYTES, Keyring
from storage.store import Store
from storage.tables import audit
from tests.besides import OneByOne
from tests.slack.local import Channel, Driver, LocalSlack, Team, User, View, serving

KEYRING = Keyring(b"k" * KEY_BYTES)
_DEFAULT = Preference(Language.EN, ZoneInfo("Asia/Shanghai"))


@dataclass(frozen=True, slots=True)
class House:
    """The product on a Slack. `url` is where it listens; `driver` acts as people do."""

    slack: LocalSlack
    database: Database
    connection: SlackConnection
    url: str
    driver: Driver
    stopping: Callable[[], None]

    def found(self, title: str, owner: User, channel: Channel, team: Team | None = None) -> DossierView:
        """Start a dossier whose short name is a title, owned by somebody (made a manager), bound to a channel."""
        home = team or self.slack.team

        def unit(connection: Any) -> DossierView:
            store, workspace = self._store(connection, home)
            known = recognise(connection, "slack", home.id, owner.id)
            person = store.people.named(known.actor.name) if known and known.actor.name else None
            if person is None:
                person = store.people.add(owner.name, Tier.MANAGER)
                store.people.link(workspace, owner.id, person)
            made = store.dossiers.start(f"{title} Ltd", title, "Shop", Phase.DESIGN, person)
            store.channels.bind(store.channels.put(workspace, channel.id, channel.name), made, started=True)
            store.finish()
            return made

        return self.database.write(unit)

    def count(self, table: Table) -> int:
        """Count the rows of a table."""
        return self.database.read(lambda c: c.execute(select(func.count()).select_from(table)).scalar_one())

    def audited(self, action: str) -> list[tuple[str, str]]:
        """Give the subject and detail of everything of a kind in the audit log."""
        query = select(audit.c.object, audit.c.detail).where(audit.c.action == action).order_by(audit.c.id)
        return [(row.object, row.detail) for row in self.database.read(lambda c: c.execute(query).all())]

    def column(self, *columns: Column[Any]) -> list[tuple[Any, ...]]:
        """Give columns of a table, row by row."""
        return [tuple(row) for row in self.database.read(lambda c: c.execute(select(*columns)).all())]

    def signed(self, action: str, team: Team | None = None, **args: str) -> str:
        """Give the value of a button as the product signs it for a workspace."""
        return Signer(KEYRING.signing_key()).sign("button", [(team or self.slack.team).id, action, args])

    def stop(self) -> None:
        """Stop the product, once everything that follows its acknowledgements has been done; Slack stays."""
        self.stopping()

    def _store(self, connection: Any, home: Team) -> tuple[Store, int]:
        found = acting(connection, "slack", home.id)
        assert found is not None
        actor, workspace, uid, key = found
        return Store(connection, actor, datetime.now(UTC), KEYRING.organisation(uid, key)), workspace


def opened(house: House, user: User, before: View | None = None) -> View:
    """Give the modal that lies on top, another than before."""

    def shown() -> View | None:
        view = house.slack.open_view(user)
        return view if view is not None and view is not before else None

    view = house.slack.wait_for(shown)
    assert isinstance(view, View)
    return view


@contextmanager
def open_house(
    folder: Path,
    way: str = "http",
    *,
    by_oauth: bool = False,
    slack: LocalSlack | None = None,
    besides: Callable[[Handle], Handle] | None = None,
) -> Iterator[House]:
    """Run a Slack and the product on it, over `http` or `socket`.

    It serves the one workspace whose token it is given, or with `by_oauth` those that install it. `besides` may put
    something of a test's own in front of the product's handlers.
    """
    file = folder / "dossier.db"
    file.write_bytes(_migrated())
    url = f"sqlite:///{file}"
    with serving(slack or LocalSlack()) as running, listen("127.0.0.1", 0) as opened, closing(Database(url)) as own:
        address = f"http://127.0.0.1:{opened.getsockname()[1]}"
        database = Database(url)
        made = Configuration(
            running.signing_secret if way == "http" else "",
            running.app_token if way == "socket" else "",
            App(running.client_id, running.client_secret) if by_oauth else None,
            None if by_oauth else identify(running.bot_token, running.api_url),
            running.api_url,
            address if by_oauth else "",
        )
        if not by_oauth:
            team, now = running.team, datetime.now(UTC)
            database.write(partial(_adopt, team=team, now=now))
        connection = SlackConnection(made, database, KEYRING)
        app = wiring.build(database, KEYRING, Clock(), _DEFAULT, [connection.platform])
        product = app.dispatcher if besides is None else OneByOne(besides(app.dispatcher.handle))
        web = web_app(app, connection.join(product, app.directory), [connection])
        server = _Server(web)
        thread = threading.Thread(target=server.run, args=([opened],), name="dossier")
        thread.start()

        def stop() -> None:
            server.should_exit = True
            thread.join()

        try:
            assert server.ready.wait(20), "the server did not start"
            if way == "socket":
                running.socket.wait_connected(seconds=20)
            with Driver.over_http(running, address) if way == "http" else Driver.over_socket(running) as driver:
                yield House(running, own, connection, address, driver, stop)
        finally:
            stop()


class _Server(uvicorn.Server):
    """Says when it is ready."""

    def __init__(self, app: Starlette) -> None:
        super().__init__(uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=5))
        self.ready = threading.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.ready.set()


def _adopt(connection: Any, team: Team, now: datetime) -> None:
    installations.adopt(connection, KEYRING, "slack", team.id, team.name, now)


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        with closing(Database(f"sqlite:///{file}")) as database:
            migrations.upgrade(database)
        return file.read_bytes()
