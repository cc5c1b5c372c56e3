"""Pressing and sending what nobody was shown: on the real pages, the local Slack and the local Feishu, over wires."""

import re
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from bot import wiring
from bot.clock import MovableClock
from bot.demo import DemoServices
from bot.feishu.events import SIGNED
from bot.feishu.forms import ASKED, METADATA
from bot.feishu.inputs import written
from bot.web.platform import WebPlatform
from chat.events import Event
from chat.replies import Rendered
from storage import migrations, organisations
from storage.blobs import Blobs
from storage.database import Database
from storage.uploads import WebUploads
from storage.vault import Vault
from tests.everywhere.gate import WHO, Gate, Overhearing
from tests.everywhere.in_web import _DEFAULT, _KEYRING
from tests.feishu.local import Message
from tests.feishu.local import payloads as feishu_payloads
from tests.feishu.serving_dossier import Day as FeishuDay
from tests.feishu.serving_dossier import open_day
from tests.slack.house import KEYRING, House, open_house
from tests.slack.local import Channel, View, payloads
from tests.slack.local.wires import INTERACTIVE
from tests.team import START
from tests.unit.bot.web.product import serving

# The only page, asked for nowhere in particular: a form's page, whether more follow, its channel, thread and link.
_CARRIED = (0, False, None, None, "")


@dataclass(frozen=True)
class _Web(Gate):
    client: httpx.Client

    def _press(self, account: str, token: str) -> None:
        self._post(account, "press", {"token": token})

    def _submit(self, account: str, token: str, values: Mapping[str, str]) -> None:
        self._post(account, "submit", {"token": token, **{f"f.{name}": value for name, value in values.items()}})

    def _post(self, account: str, what: str, given: Mapping[str, str]) -> None:
        if "x-csrf-token" not in self.client.headers:
            page = self.client.get(f"/w/{self.workspace}/{account}/dm").text
            self.client.headers["x-csrf-token"] = re.findall(r'data-csrf="([^"]+)"', page)[0]
        fields = {"event": str(uuid4()), "thread": "", **given}
        files = [(name, (None, value)) for name, value in fields.items()]
        answer = self.client.post(f"/w/{self.workspace}/{account}/dm/{what}", files=files)
        assert answer.status_code in (200, 400, 422), answer.text


@dataclass(frozen=True)
class _Slack(Gate):
    house: House
    abc: Channel
    carried = _CARRIED

    def _press(self, account: str, token: str) -> None:
        text = {"type": "plain_text", "text": "Go"}
        button = {"type": "button", "action_id": "go", "block_id": "go", "text": text, "value": token}
        slack = self.house.slack
        blocks = [{"type": "actions", "block_id": "go", "elements": [button]}]
        shown = slack.add_message(slack.team.bot_user, self.abc, "x", blocks=blocks)
        pressed = payloads.block_actions(slack, shown, button, slack.user(account), {})
        assert self.house.driver.deliver(INTERACTIVE, pressed).ok

    def _submit(self, account: str, token: str, values: Mapping[str, str]) -> None:
        slack, team = self.house.slack, self.house.slack.team
        content = {"type": "modal", "blocks": [], "private_metadata": token}
        entered = {name: {"type": "plain_text_input", "value": value} for name, value in values.items()}
        state = {f"f:text:1:{name}": {f"f:text:1:{name}": each} for name, each in entered.items()}
        view = View(slack.new_id("V"), team.id, account, content, "1", slack.app_id, team.bot_user, values=state)
        sent = payloads.view_submission(slack, view, slack.user(account))
        assert self.house.driver.deliver(INTERACTIVE, sent).ok


@dataclass(frozen=True)
class _Feishu(Gate):
    day: FeishuDay
    hello: Message
    carried = _CARRIED

    def _press(self, account: str, token: str) -> None:
        self._act(account, {"tag": "button", "value": {SIGNED: token}})

    def _submit(self, account: str, token: str, values: Mapping[str, str]) -> None:
        entered = {written("t", name): value for name, value in values.items()}
        self._act(account, {"tag": "button", "value": {METADATA: token, ASKED: [*entered]}, "form_value": entered})

    def _act(self, account: str, action: dict[str, Any]) -> None:
        feishu = self.day.feishu
        pressed = feishu_payloads.card_action(feishu, self.hello, feishu.user(account), action)
        assert self.day.driver.deliver(pressed, card=True).ok


class _Heard(DemoServices):
    """The product behind the pages, overheard."""

    heard: Overhearing

    def handle(self, event: Event) -> Rendered:
        """Let the handlers deal with an event."""
        return self.heard(super().handle)(event)


@contextmanager
def open_web(folder: Path) -> Iterator[Gate]:
    """Run the product with the web chat as its platform."""
    clock = MovableClock(START)
    with closing(Database(f"sqlite:///{folder / 'web.db'}")) as database:
        migrations.upgrade(database)
        database.write(_founded)
        vault = Vault(Blobs(str(folder / "files")))
        platform = WebPlatform(database, clock, WebUploads(database, vault, _KEYRING.upload_key()))
        app = wiring.build(database, _KEYRING, clock, _DEFAULT, [platform], vault)
        services = _Heard(app, clock)
        services.heard = Overhearing()
        accounts = {who: who for who in WHO}
        with (
            serving() as stage,
            stage.showing(services, platform) as address,
            httpx.Client(base_url=address, trust_env=False) as client,
        ):
            gate = _Web("web", "galaxy", accounts, database, _KEYRING, START, services.heard, client)
            yield gate


@contextmanager
def open_slack(folder: Path) -> Iterator[Gate]:
    """Run a local Slack and the product on it."""
    heard = Overhearing()
    with open_house(folder, besides=heard) as house:
        users = {who: house.slack.add_user(f"The {who}") for who in WHO}
        abc = house.slack.add_channel("abc", [*users.values()])
        accounts = {who: user.id for who, user in users.items()}
        team = house.slack.team.id
        yield _Slack("slack", team, accounts, house.database, KEYRING, datetime.now(UTC), heard, house, abc)


@contextmanager
def open_feishu(folder: Path) -> Iterator[Gate]:
    """Run a local Feishu and the product on it."""
    heard = Overhearing()
    with open_day(folder, "http", heard) as day:
        users = {who: day.feishu.add_user(f"The {who}") for who in WHO}
        day.driver.add_bot(day.abc, day.lilei)
        (hello,) = day.posted()
        accounts = {who: user.open_id for who, user in users.items()}
        tenant = day.feishu.tenant_key
        yield _Feishu("feishu", tenant, accounts, day.app.database, day.app.keyring, START, heard, day, hello)


def _founded(connection: object) -> None:
    store = organisations.found(connection, _KEYRING, "星河软件", START)  # type: ignore[arg-type]
    organisations.add_workspace(connection, store.actor.organisation, "web", "galaxy", "Galaxy")  # type: ignore[arg-type]
    store.finish()
