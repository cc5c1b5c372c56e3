"""The story's side on the web chat: its real pages over HTTP, read and pressed as they come."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx

from bot import wiring
from bot.clock import MovableClock
from bot.demo import DemoServices
from bot.web.platform import WebPlatform
from bot.wiring import Application
from dossier.language import Language
from dossier.phases import Phase
from dossier.tiers import Tier
from storage import migrations, organisations
from storage.blobs import Blobs
from storage.database import Database
from storage.preferences import Preference
from storage.secrets import KEY_BYTES, Keyring
from storage.uploads import WebUploads
from storage.vault import Vault
from tests.team import START
from tests.unit.bot.web.product import serving

_KEYRING = Keyring(b"k" * KEY_BYTES)
_DEFAULT = Preference(Language.ZH, ZoneInfo("Asia/Shanghai"))
_ACCOUNTS = {"李雷": "lilei", "Ann": "ann"}
_ARTICLE = re.compile(r"<article.*?</article>", re.DOTALL)
_THREAD = re.compile(r'class="replies" href="[^"]*\?thread=(\d+)"')
_BUTTON = re.compile(r'<form hx-post="([^"]+/press)"(.*?)<button[^>]*>(.*?)</button></form>', re.DOTALL)
_HIDDEN = re.compile(r'name="(event|token|thread)"[^>]*? value="([^"]*)"')
_FIELD = re.compile(r'data-field="([^"]+)">\s*<label[^>]*>([^<]+?)\s*<', re.DOTALL)
_VALUE = re.compile(r'<input type="text" [^>]*?name="f\.([^"]+)"[^>]*? value="([^"]*)"')
_TAG = re.compile(r"<[^>]+>")


class WebSide:
    """What the story is told with (see Side)."""

    called_ann = "@Ann"

    def __init__(self, app: Application, client: httpx.Client) -> None:
        """Take the product and a browser without scripts."""
        self._app = app
        self._client = client

    def types(self, line: str) -> None:
        """Let Ann type a command in the dossier's channel."""
        assert self._post("/w/galaxy/ann/c/abc/send", text=line).headers["x-answer"] == "show"

    def at(self, moment: datetime) -> None:
        """Move the product's clock to a moment, and let everything happen that is due by then."""
        moved = self._client.post("/demo/clock", json={"to": moment.isoformat()})
        assert moved.status_code == 200, moved.text
        self._app.reminders.run()
        self._app.reports.run()
        self._deliver()

    def channel(self) -> list[str]:
        """Give the words of every message of the bot in the channel, also below others, in order."""
        return [_words(each) for each in self._articles("ann", "c/abc")]

    def told(self, name: str) -> list[str]:
        """Give the words of every message of the bot to somebody alone, in order."""
        return [_words(each) for each in self._articles(_ACCOUNTS[name], "dm")]

    def enters(self, card: str, **values: str) -> None:
        """Let Ann press the button that enters on the channel's card with some words, fill in the form and send it."""
        shown = next(each for each in self._articles("ann", "c/abc") if card in _words(each))
        url, hidden, _ = next(found for found in _BUTTON.findall(shown) if "记录" in found[2])
        opened = self._client.post(unescape(url), files=_parts({**_hidden(hidden), "event": str(uuid4())}))
        assert opened.headers["x-answer"] == "form", opened.text
        names = {label.strip(): name for name, label in _FIELD.findall(opened.text)}
        held = {f"f.{name}": unescape(value) for name, value in _VALUE.findall(opened.text)}
        typed = {f"f.{names[label]}": value for label, value in values.items()}
        sent = {**_hidden(opened.text), **held, **typed, "event": str(uuid4())}
        saved = self._client.post("/w/galaxy/ann/c/abc/submit", files=_parts(sent))
        assert saved.headers["x-answer"] in ("nothing", "show"), saved.text
        self._deliver()

    def _deliver(self) -> None:
        while self._app.delivery.deliver_due():
            pass

    def _articles(self, account: str, where: str) -> Iterator[str]:
        page = self._client.get(f"/w/galaxy/{account}/{where}").text
        main = page.partition('id="items"')[2]
        for article in _ARTICLE.findall(main):
            if "only-you" in article:
                continue
            yield article
            for root in _THREAD.findall(article):
                thread = self._client.get(f"/w/galaxy/{account}/{where}", params={"thread": root}).text
                # The message a thread is about stands first in it again.
                yield from _ARTICLE.findall(thread.partition('id="thread-items"')[2])[1:]

    def _post(self, url: str, **fields: str) -> httpx.Response:
        return self._client.post(url, files=_parts({"event": str(uuid4()), **fields}))


@contextmanager
def open_web(folder: Path) -> Iterator[WebSide]:
    """Run the product with the web chat as its platform."""
    clock = MovableClock(START)
    with closing(Database(f"sqlite:///{folder / 'web.db'}")) as database:
        migrations.upgrade(database)
        database.write(partial(_found, now=START))
        vault = Vault(Blobs(str(folder / "files")))
        platform = WebPlatform(database, clock, WebUploads(database, vault, _KEYRING.upload_key()))
        app = wiring.build(database, _KEYRING, clock, _DEFAULT, [platform], vault)
        with (
            serving() as stage,
            stage.showing(DemoServices(app, clock), platform) as address,
            httpx.Client(base_url=address, trust_env=False) as client,
        ):
            page = client.get("/w/galaxy/ann/c/abc").text
            csrf = re.search(r'data-csrf="([^"]+)"', page)
            assert csrf is not None, page
            client.headers["x-csrf-token"] = csrf[1]
            yield WebSide(app, client)
        app.delivery.stop()


def _found(connection: Any, now: datetime) -> None:
    store = organisations.found(connection, _KEYRING, "星河软件", now)
    workspace = organisations.add_workspace(connection, store.actor.organisation, "web", "galaxy", "Galaxy")
    people = {name: store.people.add(name, tier) for name, tier in (("李雷", Tier.MANAGER), ("Ann", Tier.MEMBER))}
    for name, person in people.items():
        store.people.link(workspace, _ACCOUNTS[name], person)
    dossier = store.dossiers.start("ABC有限公司", "ABC", "商城", Phase.DESIGN, people["李雷"])
    store.dossiers.set_member(dossier, people["Ann"], Tier.MEMBER)
    store.channels.bind(store.channels.put(workspace, "abc", "abc-商城"), dossier, started=True)
    store.finish()


def _words(article: str) -> str:
    return unescape(_TAG.sub("", article))


def _hidden(html: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _HIDDEN.findall(html)}


def _parts(fields: dict[str, str]) -> list[tuple[str, tuple[None, str]]]:
    return [(name, (None, value)) for name, value in fields.items()]
