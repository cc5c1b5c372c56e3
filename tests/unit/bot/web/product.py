"""A small product behind the real pages: a real database, and answers that can be told from each other."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import httpx
import uvicorn
from sqlalchemy import insert
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.clock import MovableClock
from bot.intake import Intake
from bot.web.app import routes
from bot.web.platform import WebPlatform
from bot.web.services import CommandHint, Services
from chat.events import ButtonPressed, CommandGiven, Event, FormChanged, FormSubmitted, MessageChosen
from chat.forms import Choice, Form, FormField
from chat.messages import Button, Message, Paragraph, say
from chat.replies import Errors, Nothing, OpenForm, Rendered, Show
from dossier.fields import FileRef, Input
from dossier.language import Language
from storage.blobs import Blobs
from storage.database import Database
from storage.files import StoredFile
from storage.store import Store
from storage.tables import accounts, channels, metadata, organisations, people, workspaces
from storage.uploads import WebUploads
from storage.vault import Vault

T = TypeVar("T")
Upload = Sequence[tuple[str, tuple[str, bytes, str]]]
Post = Callable[..., httpx.Response]

START = datetime(2026, 11, 20, 6, 3, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def every_input() -> Form:
    """Give a form with a field of every kind."""
    choices = (Choice("low", "Low"), Choice("high", "High"))
    fields = [
        FormField(each.value, f"The {each.value}", each, required=each is Input.TEXT, choices=choices, hint="")
        for each in Input
    ]
    return Form("everything", "Everything", "Save", tuple(fields), {"about": "all"}, note="Line one\nline two")


def deciding(values: Mapping[str, Any]) -> Form:
    """Give a form in which a reason and a day are asked only when the choice is high."""
    high = values.get("level") == "high"
    levels = (Choice("low", "Low"), Choice("high", "High"))
    fields = [
        FormField("name", "Name", Input.TEXT, value=values.get("name", "")),
        FormField("level", "Level", Input.CHOICE, choices=levels, value=values.get("level", ""), decides=True),
    ]
    if high:
        fields.append(FormField("reason", "Reason", Input.LONG_TEXT, True, value=values.get("reason", "")))
        fields.append(FormField("day", "Day", Input.DAY, value=values.get("day", "")))
    fields.append(FormField("notes", "Notes", Input.LONG_TEXT, high, value=values.get("notes", "")))
    fields.append(FormField("plan", "Plan", Input.ATTACHMENTS))
    return Form("deciding", "Deciding", "Save", tuple(fields), {"level": values.get("level", "none")})


def changed(values: Mapping[str, Any]) -> Rendered:
    """Give the answer to a choice in that form."""
    match values:
        case {"level": "high", "name": "nobody"}:
            return Show(say("There is no such record."))
        case {"level": "high", "name": ""}:
            return Errors({"name": "Needed first."})
    return OpenForm(deciding(values))


class Product:
    """The product: keeps the events it was given and answers by the first word."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.clock = MovableClock(START)
        self.secret = b"s" * 32
        self.intake = Intake()
        plan = FileRef(id="f1", name="plan.pdf", size=4, type="application/pdf")
        self.attached = StoredFile(plan, held=b"%PDF")
        """The file that the record `r1` holds."""
        self.uploads = WebUploads(db, Vault(Blobs("memory://")), b"u" * 32)
        self.events: list[Event] = []

    def file(self, workspace: str, account: str, record: str, file: str) -> StoredFile | None:
        coming = StoredFile(FileRef(id="f2", name="合同.pdf", size=4, type="application/pdf"))
        return {("r1", "f1"): self.attached, ("r1", "f2"): coming}.get((record, file))

    def look(self, workspace: str, account: str, query: Callable[[Store], T]) -> T | None:
        return None

    def handle(self, event: Event) -> Rendered:
        self.events.append(event)
        match event:
            case CommandGiven(name="form"):
                return OpenForm(every_input())
            case CommandGiven(name="choose"):
                return OpenForm(deciding({}))
            case FormChanged(values=values):
                return changed(values)
            case FormSubmitted(name="deciding", ref=ref):
                return Show(say(f"saved as {ref['level']}"))
            case MessageChosen(said=said):
                field = FormField("kind", "Kind", Input.TEXT, value="issue")
                return OpenForm(Form("keep", "Keep it", "Go on", (field,), {"draft": "d1"}, note=said.text))
            case FormSubmitted(name="keep"):
                return OpenForm(every_input())
            case CommandGiven(name=name, text=text):
                return Show(say(f"{name}: {text}", Button("Again", "again", {"id": "7"})))
            case ButtonPressed(action=action, args=args):
                return Show(Message((Paragraph((f"pressed {action} {dict(args)}",)),)))
            case FormSubmitted(values=values) if not values["text"]:
                return Errors({"text": "Needed here.", "": "Not saved.", "ghost": "Elsewhere."})
            case FormSubmitted(values=values):
                return Show(say(f"saved {values['text']}"))
        return Nothing()

    def commands(self, workspace: str, account: str, language: Language) -> Sequence[CommandHint]:
        return [
            CommandHint("/minutes", "/纪要", "[topic]", "Log a meeting"),
            CommandHint("/dossier status", "/档案 状态", "", "How it stands"),
            CommandHint("/dossier start", "/档案 新建", "", "Start one"),
            CommandHint("/form", "/表单", "", "Open the form"),
        ]

    def preferences(self, workspace: str, account: str) -> tuple[Language, ZoneInfo]:
        return (Language.EN, ZoneInfo("Europe/Berlin")) if account == "ann" else (Language.ZH, SHANGHAI)


def fill(db: Database) -> None:
    """Put two organisations with a workspace each into an empty database."""
    metadata.create_all(db.engine)
    with db.engine.begin() as connection:
        for number, (name, members) in enumerate(
            (
                ("云栖科技", (("lilei", "李雷", 3), ("ann", "Ann", 4), ("han", "韩梅梅", 2))),
                ("Acme", (("bob", "Bob", 4),)),
            ),
            1,
        ):
            owner = {"organisation_id": number}
            organisation = {"id": number, "uid": f"o{number}", "name": name, "key": b"", "audit_hash": b""}
            connection.execute(insert(organisations).values(**organisation, created_at=START))
            workspace = {"id": number, "platform": "web", "key": f"w{number}", "name": name}
            connection.execute(insert(workspaces).values(**workspace, **owner))
            for account, person, tier in members:
                new = insert(people).values(uid=account, name=person, tier=tier, **owner)
                person_id = connection.execute(new.returning(people.c.id)).scalar_one()
                row = {"workspace_id": number, "person_id": person_id, "key": account}
                connection.execute(insert(accounts).values(**row, **owner))
            for key in ("general", "abc"):
                connection.execute(
                    insert(channels).values(workspace_id=number, key=f"{key}{number}", name=f"{key}-{number}", **owner)
                )


class Stage:
    """A server for the whole run, on which one web chat after the other is shown."""

    def __init__(self) -> None:
        self.address = ""
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._app is not None
        await self._app(scope, receive, send)

    @contextmanager
    def showing(self, product: Services, platform: WebPlatform) -> Iterator[str]:
        """Serve the web chat over a product and give its address."""
        self._app = routes(product, platform)
        try:
            yield self.address
        finally:
            platform.close()


@contextmanager
def serving() -> Iterator[Stage]:
    """Serve a stage on a free port of 127.0.0.1."""
    stage = Stage()
    server = uvicorn.Server(uvicorn.Config(stage, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.005)
    stage.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield stage
    finally:
        server.should_exit = True
        thread.join()
