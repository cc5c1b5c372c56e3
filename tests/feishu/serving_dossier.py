"""The product on the local Feishu, in this process or as `dossier serve`, for scenarios."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import structlog
import uvicorn
from sqlalchemy import func, select
from starlette.applications import Starlette

from bot import wiring
from bot.clock import MovableClock
from bot.delivery import DeliveryWorker
from bot.feishu.api import App
from bot.feishu.connection import Configuration, FeishuConnection, identify
from bot.presenting import Presenter
from bot.wiring import Application
from chat.event_handler import Handle
from dossier import moments
from dossier.language import Language
from storage import installations, migrations, organisations
from storage.database import Database
from storage.preferences import Preference
from storage.secrets import KEY_BYTES, Keyring, new_master_key
from tests.besides import OneByOne
from tests.feishu.local import Ack, Chat, Driver, LocalFeishu, Message, User, elements, serving
from tests.feishu.local.card_elements import INPUTS
from tests.feishu.local.world import Json

T = TypeVar("T")

START = datetime(2026, 11, 18, 2, 5, tzinfo=UTC)
"""A Wednesday, 10:05 in Shanghai."""
_KEYRING = Keyring(b"k" * KEY_BYTES)
_DEFAULT = Preference(Language.ZH, ZoneInfo("Asia/Shanghai"))
_SECONDS = 20
FORGED = "这个按钮或表单不是这里发出的"


@dataclass(frozen=True, slots=True)
class Day:
    """The product in this process on a Feishu: 李雷 manages `abc`, a group with the bot and a dossier of its own."""

    feishu: LocalFeishu
    driver: Driver
    code: str
    app: Application
    delivery: DeliveryWorker
    sending: MovableClock
    lilei: User
    ann: User
    abc: Chat

    def deliver(self) -> None:
        """Do all jobs and send all that waits."""
        while self.app.jobs.work_due() + self.delivery.deliver_due():
            self.sending.advance(timedelta(seconds=1))

    def posted(self) -> list[Message]:
        """Give what the bot has posted in the group once all that waits is sent."""
        self.deliver()
        return self.feishu.posted(self.abc)

    def direct(self, user: User) -> list[Message]:
        """Give what the bot has written to somebody."""
        return self.feishu.posted(self.feishu.direct(user))

    def wrote(self, user: User, act: Callable[[], Ack]) -> Message:
        """Do something and give what the bot then writes to somebody alone."""
        before = len(self.direct(user))
        taken(act())
        wait_for(lambda: len(self.direct(user)) > before)
        return self.direct(user)[-1]

    def submit(self, form: Message, values: dict[str, str], user: User | None = None) -> Ack:
        """Fill in a form, by labels, and send it."""
        return submit(self.driver, form, values, user)

    def count(self, table: Any, *where: Any) -> int:
        """Count rows."""
        query = select(func.count()).select_from(table).where(*where)
        return self.app.database.read(lambda connection: int(connection.execute(query).scalar_one()))

    def started(self) -> "Day":
        """Let 李雷 claim, take the bot into the group and start the dossier by the hello's button."""
        self.wrote(self.lilei, lambda: self.driver.direct(f"/档案 认领 {self.code}", self.lilei))
        taken(self.driver.add_bot(self.abc, self.lilei))
        (hello,) = self.posted()
        form = self.wrote(self.lilei, lambda: self.driver.press(hello, "新建档案", self.lilei))
        taken(self.submit(form, {"客户全称": "ABC有限公司", "客户简称": "ABC", "项目名称": "商城"}))
        assert len(self.posted()) == 2
        return self


def taken(ack: Ack) -> Ack:
    assert ack.ok, ack
    assert not ack.trouble, ack
    return ack


def submit(driver: Driver, form: Message, values: dict[str, str], user: User | None = None) -> Ack:
    there = fields(form)
    return driver.submit(form, {there[label]["name"]: value for label, value in values.items()}, user)


def wait_for(found: Callable[[], T]) -> T:
    until = time.monotonic() + _SECONDS
    while not (there := found()):
        assert time.monotonic() < until, "it does not come"
        threading.Event().wait(0.01)
    return there


def words(message: Message) -> str:
    return message.text


def fields(message: Message) -> dict[str, Json]:
    """Give the inputs of a form's card by the label above each; between them a hint may stand."""
    found: dict[str, Json] = {}
    label = ""
    for each in elements(message.card):
        if each["tag"] == "markdown" and (bold := re.match(r"\*\*(.+?)\*\*", each["content"])):
            label = bold[1]
        elif each["tag"] in INPUTS:
            found[label] = each
    return found


def typed(message: Message) -> dict[str, str]:
    """Give what stands in the inputs of a form's card, by label."""
    first = ("default_value", "initial_option", "initial_date")
    return {
        label: next((str(each[name]) for name in first if name in each), "") for label, each in fields(message).items()
    }


def is_form(message: Message) -> bool:
    return any(each["tag"] == "form" for each in elements(message.card))


@contextmanager
def open_day(folder: Path, way: str, besides: Callable[[Handle], Handle] = lambda handle: handle) -> Iterator[Day]:
    """Run a Feishu and the product on it, over `http` or `socket`; in the end nothing may have gone wrong unseen.

    `besides` may look at what goes in and what is answered.
    """
    clock, sending = MovableClock(START), MovableClock()
    file = folder / "dossier.db"
    file.write_bytes(_migrated())
    with serving(LocalFeishu()) as feishu, structlog.testing.capture_logs() as logs:
        database = Database(f"sqlite:///{file}")
        app = App(feishu.app_id, feishu.app_secret, feishu.base_url)
        key, token = (feishu.encrypt_key, feishu.verification_token) if way == "http" else ("", "")
        made = Configuration(app, identify(app), key, token)
        code = database.write(partial(_adopted, tenant_key=made.tenant.key, name=made.tenant.name))
        connection = FeishuConnection(made, database, _KEYRING)
        application = wiring.build(database, _KEYRING, clock, _DEFAULT, [connection.platform])
        presenter = Presenter(database, _KEYRING, clock.now, _DEFAULT)
        delivery = DeliveryWorker(database, presenter, {"feishu": connection.platform}, sending.now)
        lilei, ann = feishu.add_user("李雷", email="lilei@example.com"), feishu.add_user("Ann", email="ann@example.com")
        abc = feishu.add_chat("abc-支付", [lilei, ann])
        with (
            closing(database),
            _listening(connection, application, besides) as url,
            driver_of(feishu, way, url) as driver,
        ):
            yield Day(feishu, driver, code, application, delivery, sending, lilei, ann, abc)
        delivery.stop()
    assert feishu.troubles == [], feishu.troubles
    assert [each for each in logs if each["log_level"] == "error"] == []


def _adopted(connection: Any, tenant_key: str, name: str) -> str:
    made = installations.adopt(connection, _KEYRING, "feishu", tenant_key, name, datetime.now(UTC))
    return organisations.new_claim_code(connection, made.organisation)


@contextmanager
def _listening(connection: FeishuConnection, app: Application, besides: Callable[[Handle], Handle]) -> Iterator[str]:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await connection.open()
        yield
        await connection.close()

    web = Starlette(routes=connection.join(OneByOne(besides(app.dispatcher.handle)), app.directory), lifespan=lifespan)
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
def driver_of(feishu: LocalFeishu, way: str, url: str) -> Iterator[Driver]:
    if way == "socket":
        feishu.socket.wait_connected()
    with Driver.over_http(feishu, url) if way == "http" else Driver.over_socket(feishu) as driver:
        yield driver


@cache
def _migrated() -> bytes:
    moments.warm_up()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        with closing(Database(f"sqlite:///{file}")) as database:
            migrations.upgrade(database)
        return file.read_bytes()


@contextmanager
def served(folder: Path, feishu: LocalFeishu, more: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Run `dossier serve` in a process of its own and give its address and the claim code."""
    settings = {
        "DOSSIER_DATABASE_URL": f"sqlite:///{folder / 'dossier.db'}",
        "DOSSIER_MASTER_KEY": new_master_key(),
        "DOSSIER_PORT": "0",
        "FEISHU_APP_ID": feishu.app_id,
        "FEISHU_APP_SECRET": feishu.app_secret,
        "FEISHU_DOMAIN": feishu.base_url,
        **more,
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DOSSIER_", "SLACK_", "FEISHU_"))}
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
        while not (address := re.search(r"Dossier: (http\S+)", printed)):
            line = process.stdout.readline()
            assert line, f"it ended: {printed}"
            printed += line
        code = re.search(r"claim (\S+)", printed)
        assert code is not None, printed
        yield address[1], code[1]
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
