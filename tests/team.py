"""An organisation at work, for tests: people, a dossier, a clock that can be moved, and what the bot says to them."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self, TypeVar
from zoneinfo import ZoneInfo

from bot import wiring
from bot.clock import MovableClock
from bot.wiring import Application
from chat.events import ButtonPressed, CommandGiven, Event, FormSubmitted, MessagePosted, Source
from chat.forms import Form
from chat.messages import Button, Buttons, Message
from chat.replies import Errors, OpenForm, Rendered, Show
from dossier.fields import FileRef, PersonRef
from dossier.language import Language
from dossier.phases import Phase
from dossier.tiers import Tier
from dossier.views import DossierView
from storage import migrations, organisations
from storage.access import Actor
from storage.blobs import Blobs
from storage.database import Database
from storage.people import recognise
from storage.preferences import Preference
from storage.secrets import KEY_BYTES, Keyring
from storage.store import Store
from storage.vault import Vault
from tests.recording import RecordingPlatform

START = datetime(2026, 11, 18, 2, 5, tzinfo=UTC)
"""A Wednesday, 10:05 in Shanghai; when it all begins unless a test says otherwise."""
ZONE = ZoneInfo("Asia/Shanghai")
DEFAULT = Preference(Language.ZH, ZONE)
_MASTER = b"k" * KEY_BYTES
HOME, ELSEWHERE = "galaxy", "nordwind"
"""The workspaces of the two organisations."""

# account → name, tier in the organisation, tier in the dossier, language, IANA zone
_PEOPLE: dict[str, tuple[str, Tier, Tier | None, Language, str]] = {
    "wangfang": ("王芳", Tier.MANAGER, None, Language.ZH, "Asia/Shanghai"),
    "lilei": ("李雷", Tier.SENIOR, Tier.SENIOR, Language.ZH, "Asia/Shanghai"),
    "ann": ("Ann", Tier.MEMBER, Tier.MEMBER, Language.EN, "Europe/Berlin"),
    "carla": ("Carla", Tier.GUEST, Tier.GUEST, Language.EN, "Europe/Berlin"),
    "zhaomin": ("赵敏", Tier.MEMBER, None, Language.ZH, "Asia/Shanghai"),
}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Team:
    """Two organisations over one database.

    At home: 王芳 (`wangfang`) is a manager, 李雷 (`lilei`) owns the dossier `ABC · 商城` as a senior member, Ann
    (`ann`) is a member of it and speaks English, Carla (`carla`) a guest in it, 赵敏 (`zhaomin`) has no part in it.
    The channel `abc` is bound to it, `general` to nothing. Elsewhere Bob (`bob`) is a manager with a dossier of his
    own, `XYZ · WMS`, bound to the channel `xyz`. `unknown` is an account nobody has linked to a person.
    """

    app: Application
    platform: RecordingPlatform
    dossier: DossierView
    other: DossierView

    @classmethod
    def on(cls, database_url: str, start: datetime = START, platform: RecordingPlatform | None = None) -> Self:
        """Set it up in an empty database at a moment (aware); close it in the end, or use it in a `with`."""
        platform = platform or RecordingPlatform()
        database, keyring = Database(database_url), Keyring(_MASTER)
        if database.sqlite:
            content, dossier, other = _prepared(start, platform.name)
            Path(database.engine.url.database or "").write_bytes(content)
        else:
            dossier, other = _set_up(database, start, platform.name)
        # Beside a SQLite file, as by default; a PostgreSQL has no place beside it that goes with the test.
        vault = None if database.sqlite else Vault(Blobs("memory://"))
        app = wiring.build(database, keyring, MovableClock(start), DEFAULT, [platform], vault)
        return cls(app, platform, dossier, other)

    @property
    def clock(self) -> MovableClock:
        """The product's clock."""
        return self.app.clock  # type: ignore[return-value]  # `on` puts a movable one in.

    @property
    def database(self) -> Database:
        """The database it is all kept in."""
        return self.app.database

    def __enter__(self) -> Self:
        """Use it in a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it at the end of the `with`."""
        self.close()

    def close(self) -> None:
        """Stop sending and disconnect from the database."""
        self.app.delivery.stop()
        self.database.close()

    def say(
        self,
        who: str,
        text: str,
        channel: str | None = "abc",
        *,
        event: str | None = None,
        files: tuple[FileRef, ...] = (),
        thread: str | None = None,
        workspace: str = HOME,
    ) -> Rendered:
        """Give a command (`/name text`) or say something to the bot; `channel` None is the direct conversation.

        `event` is the platform's id of the delivery: the same one twice is a second delivery.
        """
        source = self.source(who, channel, event, workspace, thread)
        if not text.startswith("/"):
            return self.handle(MessagePosted(source, text, files))
        name, *rest = text[1:].split(maxsplit=1)
        return self.handle(CommandGiven(source, name, rest[0] if rest else "", files))

    def press(
        self, button: Button, who: str, channel: str | None = "abc", *, event: str | None = None, workspace: str = HOME
    ) -> Rendered:
        """Press a button."""
        return self.handle(ButtonPressed(self.source(who, channel, event, workspace), button.action, dict(button.args)))

    def submit(
        self,
        form: Form,
        who: str,
        channel: str | None = "abc",
        *,
        event: str | None = None,
        workspace: str = HOME,
        **values: Any,
    ) -> Rendered:
        """Send a form with what stands in it, and what is typed over it."""
        typed = {field.name: field.value for field in form.fields} | values
        return self.handle(FormSubmitted(self.source(who, channel, event, workspace), form.name, dict(form.ref), typed))

    def handle(self, event: Event) -> Rendered:
        """Hand an event to the product and give its answer."""
        return self.app.dispatcher.handle(event)

    def source(
        self,
        who: str,
        channel: str | None = "abc",
        event: str | None = None,
        workspace: str = HOME,
        thread: str | None = None,
    ) -> Source:
        """Give where an event comes from; without `event`, one that has not been delivered before."""
        return Source(event or uuid.uuid4().hex, self.platform.name, workspace, who, channel, thread)

    def deliver(self) -> int:
        """Send everything that waits in the outbox and give how many messages that were."""
        return self.app.delivery.deliver_due()

    def posted(self, channel: str, workspace: str = HOME) -> list[Message]:
        """Give what stands in a channel after everything has been delivered, in order."""
        self.deliver()
        return self.platform.in_channel(workspace, channel)

    def told(self, who: str, workspace: str = HOME) -> list[Message]:
        """Give what stands in somebody's direct messages after everything has been delivered, in order."""
        self.deliver()
        return self.platform.to_account(workspace, who)

    def wait(self, **duration: float) -> None:
        """Let time pass, and look what it brought."""
        self.clock.advance(timedelta(**duration))
        self.app.reminders.run()

    def actor(self, who: str, workspace: str = HOME) -> Actor:
        """Give who an account is, with the tiers it has now."""
        known = self.database.read(lambda connection: recognise(connection, self.platform.name, workspace, who))
        assert known is not None, f"there is no workspace {workspace}"
        return known.actor

    def read(self, who: str, query: Callable[[Store], T], workspace: str = HOME) -> T:
        """Read through a store that acts as somebody."""
        return self.database.read(lambda connection: query(self._store(connection, who, workspace)))

    def write(self, who: str, unit: Callable[[Store], T], workspace: str = HOME) -> T:
        """Write through a store that acts as somebody, in one transaction."""

        def run(connection: Any) -> T:
            store = self._store(connection, who, workspace)
            result = unit(store)
            store.finish()
            return result

        return self.database.write(run)

    def _store(self, connection: Any, who: str, workspace: str) -> Store:
        known = recognise(connection, self.platform.name, workspace, who)
        assert known is not None, f"there is no workspace {workspace}"
        keys = self.app.keyring.organisation(known.organisation_uid, known.organisation_key)
        return Store(connection, known.actor, self.clock.now(), keys)


def said(answer: Rendered) -> str:
    """Give the words of an answer: of a message, or of the errors in a form, by field."""
    match answer:
        case Show(message):
            return message.text
        case Errors(sentences):
            return "\n".join(f"{name}: {sentence}" for name, sentence in sentences.items())
        case OpenForm(form):
            return f"form: {form.title}"
    return ""


def form_in(answer: Rendered) -> Form:
    """Give the form an answer opens."""
    assert isinstance(answer, OpenForm), f"no form but {answer}"
    return answer.form


def buttons_in(shown: Rendered | Message) -> list[Button]:
    """Give the buttons of a message or an answer, in order."""
    message = shown.message if isinstance(shown, Show) else shown
    assert isinstance(message, Message), f"no message but {shown}"
    return [button for block in message.blocks if isinstance(block, Buttons) for button in block.buttons]


def button_in(shown: Rendered | Message, action: str, **args: str) -> Button:
    """Give the first button of an action (with these of its arguments) in a message or an answer."""
    found = buttons_in(shown)
    fitting = (each for each in found if each.action == action and args.items() <= dict(each.args).items())
    button = next(fitting, None)
    assert button is not None, f"no button {action} {args} among {found}"
    return button


@cache
def _prepared(start: datetime, platform: str) -> tuple[bytes, DossierView, DossierView]:
    """Set it up once and give the SQLite file, which every test begins with a copy of."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "prepared.db"
        database = Database(f"sqlite:///{file}")
        dossier, other = _set_up(database, start, platform)
        database.close()
        return file.read_bytes(), dossier, other


def _set_up(database: Database, start: datetime, platform: str) -> tuple[DossierView, DossierView]:
    migrations.upgrade(database)
    return database.write(lambda connection: _found(connection, Keyring(_MASTER), platform, start))


def _found(connection: Any, keyring: Keyring, platform: str, now: datetime) -> tuple[DossierView, DossierView]:
    store = organisations.found(connection, keyring, "星河软件", now)
    home = organisations.add_workspace(connection, store.actor.organisation, platform, HOME, "Galaxy")
    people = {account: _person(store, home, account) for account in _PEOPLE}
    dossier = store.dossiers.start("ABC有限公司", "ABC", "商城", Phase.DESIGN, people["lilei"])
    for account, (_, _, tier, _, _) in _PEOPLE.items():
        if tier is not None:
            store.dossiers.set_member(dossier, people[account], tier)
    store.channels.put(home, "general", "general")
    store.channels.bind(store.channels.put(home, "abc", "abc-商城"), dossier)
    store.finish()

    store = organisations.found(connection, keyring, "Nordwind", now)
    away = organisations.add_workspace(connection, store.actor.organisation, platform, ELSEWHERE, "Nordwind")
    bob = store.people.add("Bob", Tier.MANAGER)
    store.people.link(away, "bob", bob)
    other = store.dossiers.start("XYZ Ltd.", "XYZ", "WMS", Phase.TEST, bob)
    store.channels.bind(store.channels.put(away, "xyz", "xyz"), other)
    store.finish()
    return dossier, other


def _person(store: Store, workspace: int, account: str) -> PersonRef:
    name, tier, _, language, zone = _PEOPLE[account]
    person = store.people.add(name, tier)
    store.people.link(workspace, account, person)
    row = store.people.id_of(person.id or "")
    assert row is not None
    store.preferences.keep("person", row, "language", language.value)
    store.preferences.keep("person", row, "zone", zone)
    return person
