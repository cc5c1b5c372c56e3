"""A team whose chat is the local Feishu: one dossier with its owner and a group, and workers that send to it."""

import json
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

from bot.clock import MovableClock
from bot.delivery import DeliveryWorker
from bot.feishu.api import Api, App
from bot.feishu.sender import NAME, FeishuPlatform
from bot.presenting import Presenter
from bot.signing import Signer
from chat import messages
from chat.messages import Button, Paragraph, Translated
from dossier.language import Language
from dossier.phases import Phase
from dossier.tiers import Tier
from storage import migrations, organisations
from storage.channels import is_closed
from storage.database import Database
from storage.deliveries import Delivery
from storage.people import recognise
from storage.preferences import Preference
from storage.secrets import KEY_BYTES, Keyring
from storage.store import Store
from storage.tables import outbox
from tests.feishu.local import Chat, LocalFeishu, Message, User, serving

T = TypeVar("T")

_KEYRING = Keyring(b"k" * KEY_BYTES)
_DEFAULT = Preference(Language.ZH, ZoneInfo("Asia/Shanghai"))


def api_on(feishu: LocalFeishu, secret: str | None = None) -> Api:
    """Give the product's API of a local Feishu, whose clock it goes by."""
    return Api(App(feishu.app_id, secret or feishu.app_secret, feishu.base_url), feishu.now)


def platform_on(feishu: LocalFeishu, database: Database, secret: str | None = None) -> FeishuPlatform:
    """Give the product's side of a local Feishu."""
    signer = Signer(b"s" * 32)

    def sign(workspace: str, button: Button) -> str:
        return signer.sign("button", [workspace, button.action, dict(button.args)])

    return FeishuPlatform(database, api_on(feishu, secret), sign)


@dataclass(frozen=True, slots=True)
class Office:
    """李雷 owns the dossier that the group `abc` is bound to; `workspace` is the row id of the tenant."""

    feishu: LocalFeishu
    database: Database
    owner: User
    abc: Chat
    workspace: int
    person: str
    """The uid of 李雷."""

    @classmethod
    def at(cls, feishu: LocalFeishu, database: Database) -> Self:
        """Set it up in a local Feishu and an empty migrated database."""
        owner = feishu.add_user("李雷", email="lilei@example.com")
        abc = feishu.add_chat("abc", [owner])

        def found(connection: Connection) -> tuple[int, str]:
            store = organisations.found(connection, _KEYRING, "星河软件", datetime.now(UTC))
            home = store.actor.organisation
            workspace = organisations.add_workspace(connection, home, NAME, feishu.tenant_key, "星河")
            person = store.people.add(owner.name, Tier.MANAGER)
            store.people.link(workspace, owner.open_id, person)
            dossier = store.dossiers.start("ABC有限公司", "ABC", "商城", Phase.DESIGN, person)
            store.channels.bind(store.channels.put(workspace, abc.id, "abc"), dossier, started=True)
            store.finish()
            return workspace, person.id or ""

        return cls(feishu, database, owner, abc, *database.write(found))

    def worker(self) -> "Worker":
        """Give one more worker of the outbox, with a token, a database connection and a clock of its own."""
        return Worker(self)

    def put(self, *subjects: str, into: Chat | None = None, thread: str | None = None) -> None:
        """Put cards for a group (abc unless told otherwise) into the outbox."""
        place = into or self.abc

        def unit(store: Store) -> None:
            channel = store.channels.put(self.workspace, place.id, place.name)
            for subject in subjects:
                store.outbox.to_channel(channel, "hello", {}, subject, thread)

        self._write(unit)

    def put_to(self, user: User, subject: str, language: Language = Language.ZH) -> None:
        """Put a card for somebody who speaks a language into the outbox."""

        def unit(store: Store) -> None:
            person = store.people.add(user.name, Tier.MEMBER)
            store.people.link(self.workspace, user.open_id, person)
            row = store.people.id_of(person.id or "")
            assert row is not None
            store.preferences.keep("person", row, "language", language.value)
            assert store.outbox.to_person(row, self.workspace, "hello", {}, subject)

        self._write(unit)

    def states(self) -> Mapping[str, str]:
        """Give what became of every message, by what it is about; notices to the owner are left out."""

        def query(connection: Connection) -> dict[str, str]:
            rows = connection.execute(select(outbox.c.subject, outbox.c.state, outbox.c.card).order_by(outbox.c.id))
            return {row.subject: row.state for row in rows if row.card != "undelivered"}

        return self.database.read(query)

    def closed(self) -> bool:
        """Tell whether the group is known to be closed."""
        return self.database.read(lambda connection: is_closed(connection, self.workspace, self.abc.id))

    def posted(self) -> list[Message]:
        """Give what stands in the group."""
        return self.feishu.posted(self.abc)

    def told(self) -> list[Message]:
        """Give what the owner of the dossier was told privately."""
        return self.feishu.posted(self.feishu.direct(self.owner))

    def _write(self, unit: Callable[[Store], T]) -> T:
        def run(connection: Connection) -> T:
            known = recognise(connection, NAME, self.feishu.tenant_key, self.owner.open_id)
            assert known is not None
            keys = _KEYRING.organisation(known.organisation_uid, known.organisation_key)
            store = Store(connection, known.actor, datetime.now(UTC), keys)
            result = unit(store)
            store.finish()
            return result

        return self.database.write(run)


@contextmanager
def open_office(folder: Path) -> Iterator[Office]:
    """Run a local Feishu and give the office in it, its database in a folder."""
    file = folder / "dossier.db"
    file.write_bytes(_migrated())
    database = Database(f"sqlite:///{file}")
    with serving(LocalFeishu()) as feishu:
        yield Office.at(feishu, database)
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


def wide(words: str, paragraphs: int = 12) -> messages.Message:
    """Give a message of paragraphs that take about 5 kB each."""
    return messages.Message(tuple(Paragraph((f"{n} {words * (4800 // len(words))}",)) for n in range(paragraphs)))


def shown(message: Message) -> str:
    """Give everything that stands in a card."""
    return json.dumps(message.card, ensure_ascii=False)


class _Wordy(Presenter):
    """Shows cards whose subject begins with `long` in as many words as take three cards."""

    def present_translated(self, delivery: Delivery) -> Translated | None:
        """Give the message."""
        if not delivery.subject.startswith("long"):
            return super().present_translated(delivery)
        message = wide("word ")
        return Translated(message.blocks, {Language.EN: message})


class Worker:
    """A delivery worker whose clock, and Feishu's with it, can be moved, so that waits end without waiting."""

    def __init__(self, office: Office) -> None:
        """Take the office whose messages it sends."""
        self._feishu = office.feishu
        self._clock = MovableClock()
        self._database = Database(office.database.url)
        self.platform = platform_on(office.feishu, self._database)
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
        self._feishu.advance(seconds)
        return self._worker.deliver_due()
