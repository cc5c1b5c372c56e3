"""A team whose chat is the local Slack: one dossier with its owner and a channel, and workers that send to it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from bot import answering
from bot.clock import MovableClock
from bot.delivery import DeliveryWorker
from bot.presenting import Presenter
from bot.signing import Signer
from bot.slack.sender import NAME, SlackPlatform
from chat import messages
from chat.events import Source
from chat.messages import Button, Paragraph
from chat.platform import Failed
from dossier.language import Language
from dossier.phases import Phase
from dossier.tiers import Tier
from storage import migrations, organisations
from storage.database import Database
from storage.deliveries import Delivery
from storage.people import recognise
from storage.preferences import Preference
from storage.secrets import KEY_BYTES, Keyring
from storage.store import Store
from storage.tables import channels, outbox
from tests.slack.local.server import serving
from tests.slack.local.state import LocalSlack
from tests.slack.local.world import Channel, Message, User

T = TypeVar("T")

_KEYRING = Keyring(b"k" * KEY_BYTES)
_DEFAULT = Preference(Language.EN, ZoneInfo("Asia/Shanghai"))


def platform_on(slack: LocalSlack, database: Database, token: str | None = None) -> SlackPlatform:
    """Give the product's side of a local Slack: it knows the token of the first workspace alone."""
    tokens = {slack.team.id: token or slack.bot_token}
    signer = Signer(b"s" * 32)

    def token_of(workspace: str) -> str:
        if workspace not in tokens:
            raise Failed(f"no token for {workspace}")
        return tokens[workspace]

    def sign(workspace: str, button: Button) -> str:
        return signer.sign("button", [workspace, button.action, dict(button.args)])

    return SlackPlatform(database, token_of, sign, f"{slack.base_url}/api/")


@dataclass(frozen=True, slots=True)
class Office:
    """李雷 owns the dossier that `#abc` is bound to; `workspace` is the row id of the local Slack's first team."""

    slack: LocalSlack
    database: Database
    owner: User
    abc: Channel
    workspace: int
    person: str
    """The uid of 李雷."""

    @classmethod
    def at(cls, slack: LocalSlack, database: Database) -> Self:
        """Set it up in a local Slack and an empty migrated database."""
        owner = slack.add_user("李雷", locale="zh-CN", email="lilei@example.com")
        abc = slack.add_channel("abc", [owner])

        def found(connection: Connection) -> tuple[int, str]:
            store = organisations.found(connection, _KEYRING, "星河软件", datetime.now(UTC))
            home = store.actor.organisation
            workspace = organisations.add_workspace(connection, home, NAME, slack.team.id, slack.team.name)
            person = store.people.add(owner.name, Tier.MANAGER)
            store.people.link(workspace, owner.id, person)
            dossier = store.dossiers.start("ABC有限公司", "ABC", "商城", Phase.DESIGN, person)
            store.channels.bind(store.channels.put(workspace, abc.id, "abc"), dossier, started=True)
            store.finish()
            return workspace, person.id or ""

        return cls(slack, database, owner, abc, *database.write(found))

    def worker(self) -> "Worker":
        """Give one more worker of the outbox, with a Slack client, a database connection and a clock of its own."""
        return Worker(self)

    def put(self, *subjects: str, into: Channel | None = None, thread: str | None = None) -> None:
        """Put cards for a channel (#abc unless told otherwise) into the outbox."""
        place = into or self.abc

        def unit(store: Store) -> None:
            channel = store.channels.put(self.workspace, place.id, place.name)
            for subject in subjects:
                store.outbox.to_channel(channel, "hello", {}, subject, thread)

        self._write(unit)

    def put_to(self, user: User, *subjects: str) -> None:
        """Put cards about the dossier for a user's direct messages into the outbox."""

        def unit(store: Store) -> None:
            person = store.people.add(user.name, Tier.MEMBER)
            store.people.link(self.workspace, user.id, person)
            row = store.people.id_of(person.id or "")
            assert row is not None
            (dossier,) = store.dossiers.mine()
            for subject in subjects:
                assert store.outbox.to_person(row, self.workspace, "hello", {"dossier": dossier.uid}, subject)

        self._write(unit)

    def answer(
        self, event: str, message: messages.Message, user: User | None = None, thread: str | None = None
    ) -> None:
        """Answer an event in a user's (the owner's unless told otherwise) direct conversation, by the outbox."""
        source = Source(event, NAME, self.slack.team.id, (user or self.owner).id, thread=thread)
        self.database.write(lambda c: answering.answer(c, _KEYRING, source, message, datetime.now(UTC)))

    def states(self) -> Mapping[str, str]:
        """Give what became of every message, by what it is about; notices to the owner are left out."""

        def query(connection: Connection) -> dict[str, str]:
            rows = connection.execute(select(outbox.c.subject, outbox.c.state, outbox.c.card).order_by(outbox.c.id))
            return {row.subject: row.state for row in rows if row.card != "undelivered"}

        return self.database.read(query)

    def closed(self) -> set[str]:
        """Give the channels that are known to be closed."""
        query = select(channels.c.key).where(channels.c.closed)
        return set(self.database.read(lambda connection: connection.execute(query).scalars().all()))

    def told(self) -> list[Message]:
        """Give what the owner of the dossier was told privately."""
        return self.slack.posted(self.slack.direct(self.owner))

    def _write(self, unit: Callable[[Store], T]) -> T:
        def run(connection: Connection) -> T:
            known = recognise(connection, NAME, self.slack.team.id, self.owner.id)
            assert known is not None
            keys = _KEYRING.organisation(known.organisation_uid, known.organisation_key)
            store = Store(connection, known.actor, datetime.now(UTC), keys)
            result = unit(store)
            store.finish()
            return result

        return self.database.write(run)


@contextmanager
def open_office(folder: Path) -> Iterator[Office]:
    """Run a local Slack and give the office in it, its database in a folder."""
    file = folder / "dossier.db"
    file.write_bytes(_migrated())
    database = Database(f"sqlite:///{file}")
    with serving(LocalSlack()) as slack:
        yield Office.at(slack, database)
    database.close()


@cache
def _migrated() -> bytes:
    """Give a SQLite file with the tables and no row."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        database = Database(f"sqlite:///{file}")
        migrations.upgrade(database)
        database.close()
        return file.read_bytes()


class _Wordy(Presenter):
    """Shows cards whose subject begins with `long` in as many words as take three pages."""

    def present(self, delivery: Delivery) -> messages.Message | None:
        """Give the message."""
        if not delivery.subject.startswith("long"):
            return super().present(delivery)
        return messages.Message(tuple(Paragraph((f"{n} {'word ' * 500}",)) for n in range(10)))


class Worker:
    """A delivery worker whose system clock can be moved, so that waits end without waiting."""

    def __init__(self, office: Office) -> None:
        """Take the office whose messages it sends."""
        self._clock = MovableClock()
        self._database = Database(office.database.url)
        self.platform = platform_on(office.slack, self._database)
        presenter = _Wordy(self._database, _KEYRING, self._clock.now, _DEFAULT)
        self._worker = DeliveryWorker(self._database, presenter, {NAME: self.platform}, self._clock.now)

    def __enter__(self) -> Self:
        """Use it in a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop and disconnect."""
        self._worker.stop()
        self._database.close()

    def after(self, seconds: float = 0) -> int:
        """Let some time pass and send what is due then; gives how many sends were tried."""
        self._clock.advance(timedelta(seconds=seconds))
        return self._worker.deliver_due()
