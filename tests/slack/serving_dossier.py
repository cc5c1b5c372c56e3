"""The real product on the local Slack: in this process, where its clocks can be moved, or as `dossier serve`."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self
from zoneinfo import ZoneInfo

import structlog
import uvicorn
from starlette.applications import Starlette

from bot import wiring
from bot.clock import MovableClock
from bot.delivery import DeliveryWorker
from bot.presenting import Presenter
from bot.slack.connection import Configuration, SlackConnection
from bot.slack.tokens import identify
from bot.wiring import Application
from dossier import moments
from dossier.language import Language
from storage import installations, migrations, organisations
from storage.database import Database
from storage.preferences import Preference
from storage.secrets import KEY_BYTES, Keyring, new_master_key
from tests.slack.local import Ack, Channel, Driver, Ephemeral, LocalSlack, Message, User, View, serving
from tests.slack.seen import buttons_in, chrome, language_of, require_language

START = datetime(2026, 11, 18, 2, 5, tzinfo=UTC)
"""A Wednesday, 10:05 in Shanghai."""

_KEYRING = Keyring(b"k" * KEY_BYTES)
_DEFAULT = Preference(Language.ZH, ZoneInfo("Asia/Shanghai"))
_GIVEN_UP = "a message was given up"
# A day is no test of how quick the machine is: see test_slow_slack and test_under_load.
_PATIENCE = 30.0
_PACE = timedelta(seconds=1)
_ADDRESS = re.compile(r"Dossier: (http\S+)")
_CLAIM = re.compile(r"claim (\S+)")

Act = Callable[[], Ack]


@dataclass(frozen=True, slots=True)
class Served:
    """The product on a Slack; everything is said and done through `driver`. `code` makes the first manager."""

    slack: LocalSlack
    driver: Driver
    code: str

    def opened(self, user: User, act: Act) -> View:
        """Do something and give the modal that opens for somebody, or takes the place of the one they had open.

        It must be in their language.
        """
        before = self._shown(user)
        _taken(act())
        self.slack.wait_for(lambda: self._shown(user) not in (before, None))
        view = self.slack.open_view(user)
        assert view is not None
        require_language(chrome(view.content), language_of(user))
        return view

    def told(self, user: User, act: Act) -> Ephemeral:
        """Do something and give what somebody alone is then shown in a channel."""
        before = len(self.slack.told(user))
        _taken(act())
        self.slack.wait_for(lambda: len(self.slack.told(user)) > before)
        return self.slack.told(user)[-1]

    def wrote(self, user: User, act: Act) -> Message:
        """Do something and give what the bot then writes to somebody in their conversation."""
        place = self.slack.direct(user)
        before = len(self.slack.posted(place))
        _taken(act())
        self.slack.wait_for(lambda: len(self.slack.posted(place)) > before)
        return self.slack.posted(place)[-1]

    def home(self, user: User) -> View:
        """Open the app's Home for somebody and give it."""
        before = self._published(user)
        _taken(self.driver.open_home(user))
        self.slack.wait_for(lambda: self._published(user) != before)
        home = self.slack.home(user)
        assert home is not None
        require_language(chrome(home.content), language_of(user))
        return home

    def send(self, view: View, values: Mapping[str, Any] | None = None) -> Ack:
        """Fill in a modal and send it; it must be taken and close."""
        ack = self.driver.submit(view, values)
        assert not view.errors, view.errors
        assert self.slack.open_view(view.user) is None
        return ack

    def _shown(self, user: User) -> tuple[str, str] | None:
        view = self.slack.open_view(user)
        return (view.id, view.hash) if view else None

    def _published(self, user: User) -> str | None:
        home = self.slack.home(user)
        return home.hash if home else None


@dataclass(frozen=True, slots=True)
class Day(Served):
    """The product in this process. `clock` is its own and Slack's; `sending` that of what is sent."""

    app: Application
    clock: MovableClock
    delivery: DeliveryWorker
    sending: MovableClock
    committed: threading.Event
    """Set whenever the product has written something."""
    _spoken: dict[str, Language] = field(default_factory=dict)
    _checked: set[str] = field(default_factory=set)

    def wrote(self, user: User, act: Act) -> Message:
        """Do something and give what the bot then writes to somebody: it is sent as soon as it is in the outbox."""
        place = self.slack.direct(user)
        before = len(self.posted(place))
        _taken(act())
        until = time.monotonic() + _PATIENCE
        while len(found := self._posted_now(place)) == before:
            assert self.committed.wait(until - time.monotonic()), "nothing was written to them"
        return found[-1]

    def _posted_now(self, place: Channel) -> list[Message]:
        self.committed.clear()
        return self.posted(place)

    def posted(self, channel: Channel) -> list[Message]:
        """Give what the bot has posted in a channel once all jobs are done and all that waits is sent, in order."""
        while self.app.jobs.work_due() + self.delivery.deliver_due():
            self.sending.advance(_PACE)
        return self.slack.posted(channel)

    def speaks(self, channel: Channel, language: Language) -> None:
        """Say that a channel speaks another language from now on; before that it is Chinese."""
        self.check()
        self._checked.update(message.ts for message in self.posted(channel))
        self._spoken[channel.id] = language

    def check(self) -> None:
        """Raise AssertionError where Slack had to tell somebody of trouble, or words were in the wrong language."""
        assert self.slack.troubles == [], self.slack.troubles
        for shown in self.slack.ephemerals:
            require_language(buttons_in(shown.blocks), language_of(self.slack.users[shown.user]))
        for place in self.slack.channels.values():
            here = language_of(self.slack.users[place.user]) if place.user else self._spoken.get(place.id, Language.ZH)
            for message in self.slack.posted(place):
                if message.ts not in self._checked:
                    require_language(buttons_in(message.blocks), here)


@dataclass(frozen=True, slots=True)
class Team:
    """李雷 manages and speaks Chinese, Ann is a member and speaks English; `abc` is where they are with the bot.

    The channel is bound to the dossier `ABC · 商城` that 李雷 has started and owns.
    """

    day: Day
    lilei: User
    ann: User
    abc: Channel

    @classmethod
    def of(cls, day: Day) -> Self:
        """Let them begin: claim, invite the bot, start the dossier by the hello's button."""
        slack, driver = day.slack, day.driver
        lilei = slack.add_user("李雷", locale="zh-CN", tz="Asia/Shanghai", email="lilei@example.com")
        ann = slack.add_user("Ann", locale="en-US", tz="Europe/Berlin", email="ann@example.com")
        abc = slack.add_channel("abc-支付", [lilei, ann], bot=False)
        driver.command("/档案", f"认领 {day.code}", lilei, abc)
        driver.join(driver.bot_user, abc, lilei)
        (hello,) = day.posted(abc)
        form = day.opened(lilei, lambda: driver.press(hello, "新建档案", lilei))
        started = {"客户全称": "ABC有限公司", "客户简称": "ABC", "项目名称": "商城"}
        day.told(lilei, lambda: day.send(form, started))
        day.posted(abc)
        return cls(day, lilei, ann, abc)

    def command(self, line: str, user: User, channel: Channel | None = None) -> Ack:
        """Type a slash command with its text, in `abc` unless told otherwise."""
        name, _, text = line.partition(" ")
        return self.day.driver.command(name, text, user, channel or self.abc)

    def press(self, place: Message | Ephemeral | View, button: str, user: User) -> Ack:
        """Press a button."""
        return self.day.driver.press(place, button, user)

    def cards(self) -> list[Message]:
        """Give what the bot has posted in `abc` since the dossier was started, the oldest first."""
        return self.day.posted(self.abc)[2:]

    def card(self) -> Message:
        """Give the newest of the cards."""
        return self.cards()[-1]

    def minutes(self, topic: str = "需求评审") -> Message:
        """Let 李雷 log minutes in one line and give their card."""
        _taken(self.command(f"/纪要 {topic} | 决定: 短信验证一周后上线", self.lilei))
        return self.card()


@contextmanager
def open_day(folder: Path, way: str) -> Iterator[Day]:
    """Run a Slack and the product on it, over `http` or `socket`; in the end nothing may have gone wrong unseen."""
    clock, sending = MovableClock(START), MovableClock()
    file = folder / "dossier.db"
    file.write_bytes(_migrated())
    with serving(LocalSlack(now=lambda: clock.now().timestamp())) as slack, structlog.testing.capture_logs() as logs:
        database = Database(f"sqlite:///{file}")
        made = Configuration(
            slack.signing_secret if way == "http" else "",
            slack.app_token if way == "socket" else "",
            configured=identify(slack.bot_token, slack.api_url),
            base_url=slack.api_url,
            patience=_PATIENCE,
        )
        slack.trigger_seconds = _PATIENCE
        code = database.write(partial(_adopted, slack=slack))
        connection = SlackConnection(made, database, _KEYRING)
        app = wiring.build(database, _KEYRING, clock, _DEFAULT, [connection.platform])
        presenter = Presenter(database, _KEYRING, clock.now, _DEFAULT)
        delivery = DeliveryWorker(database, presenter, {"slack": connection.platform}, sending.now)
        with closing(database), _listening(connection, app) as url, _driver(slack, way, url) as driver:
            committed = threading.Event()
            database.after_commit(committed.set)
            day = Day(slack, driver, code, app, clock, delivery, sending, committed)
            yield day
        delivery.stop()
    day.check()
    wrong = [each for each in logs if each["log_level"] == "error" and each["event"] != _GIVEN_UP]
    assert wrong == []


@contextmanager
def open_server(folder: Path, way: str) -> Iterator[Served]:
    """Run a Slack and `dossier serve` on it as an installation has it, in a process of its own."""
    with serving(LocalSlack()) as slack:
        settings = {
            "DOSSIER_DATABASE_URL": f"sqlite:///{folder / 'dossier.db'}",
            "DOSSIER_MASTER_KEY": new_master_key(),
            "DOSSIER_PORT": "0",
            "SLACK_API_URL": slack.api_url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            **({"SLACK_SIGNING_SECRET": slack.signing_secret} if way == "http" else {}),
            **({"SLACK_APP_TOKEN": slack.app_token} if way == "socket" else {}),
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DOSSIER_", "SLACK_"))}
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            env={**kept, **settings, "PYTHONPATH": str(Path(__file__).parents[2])},
            cwd=folder,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            printed = ""
            while not _ADDRESS.search(printed):
                line = process.stdout.readline()
                assert line, f"it ended: {printed}"
                printed += line
            url, code = _found(_ADDRESS, printed), _found(_CLAIM, printed)
            with _driver(slack, way, url) as driver:
                yield Served(slack, driver, code)
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)


def _adopted(connection: Any, slack: LocalSlack) -> str:
    made = installations.adopt(connection, _KEYRING, "slack", slack.team.id, slack.team.name, datetime.now(UTC))
    return organisations.new_claim_code(connection, made.organisation)


@contextmanager
def _listening(connection: SlackConnection, app: Application) -> Iterator[str]:
    """Serve what Slack sends, without the workers: their work is done when a test says so."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await connection.open()
        yield
        await connection.close()

    web = Starlette(routes=connection.join(app.dispatcher, app.directory), lifespan=lifespan)
    started = threading.Event()

    class Announced(uvicorn.Server):
        """Says when it is ready."""

        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            started.set()

    server = Announced(uvicorn.Config(web, port=0, log_level="error", timeout_graceful_shutdown=3))
    thread = threading.Thread(target=server.run, name="dossier")
    thread.start()
    assert started.wait(20), "the server did not start"
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def _driver(slack: LocalSlack, way: str, url: str) -> Iterator[Driver]:
    if way == "socket":
        slack.socket.wait_connected(seconds=20)
    with Driver.over_http(slack, url) if way == "http" else Driver.over_socket(slack) as driver:
        yield driver


@cache
def _migrated() -> bytes:
    moments.warm_up()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        with closing(Database(f"sqlite:///{file}")) as database:
            migrations.upgrade(database)
        return file.read_bytes()


def _taken(ack: Ack) -> None:
    assert ack.status in (0, 200), ack
    assert not ack.trouble, ack


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    assert match is not None, text
    return match[1]
