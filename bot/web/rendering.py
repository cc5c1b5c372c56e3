"""Everything that becomes HTML: pages, and the pieces of them that are sent later."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot import codec
from bot.charts import HEIGHT, WIDTH, plot
from bot.signing import Signer
from bot.web import links
from bot.web.moments import stamp, stamp_in_full
from bot.web.place import Place, path
from bot.web.previews import has_preview
from bot.web.private import PrivateNote, PrivateNotes
from bot.web.services import Services
from bot.web.words import word
from chat.forms import Form, FormField
from chat.messages import Button, Message
from dossier.attachable import MOST_BYTES
from dossier.fields import FileRef
from dossier.language import Language
from dossier.tiers import Action
from dossier.views import DossierView
from storage import webchat
from storage.webchat import Posted

_HUES = 8


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list of messages: stored (`posted`) or for one person's eyes (`note`)."""

    message: Message
    at: datetime
    posted: Posted | None = None
    note: PrivateNote | None = None
    first_unread: bool = False


class Renderer:
    """Renders for a place; needs the database for what the pieces show."""

    def __init__(self, services: Services, signer: Signer, notes: PrivateNotes) -> None:
        """Load the templates."""
        self._services = services
        self._signer = signer
        self._notes = notes
        folder = Path(__file__).parent / "templates"
        self._templates = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals |= {
            "plot": plot,
            "chart_width": WIDTH,
            "chart_height": HEIGHT,
            "most_bytes": MOST_BYTES,
            "has_preview": has_preview,
        }
        self._templates.filters |= {"kind": lambda value: type(value).__name__, "hue": _hue}

    def page(self, place: Place, root: int | None, cursor: str, csrf: str, back_to: int | None = None) -> str:
        """Give the whole page of a conversation, with a thread beside it when `root` names one.

        `back_to` is the id of a message that the page is to reach back to.
        """
        workspace, conversation = place.persona.workspace, place.conversation
        posts, more = self._services.db.read(lambda c: webchat.page(c, workspace, conversation, back_to=back_to))
        seen = self._services.db.read(lambda c: webchat.last_read(c, workspace, place.persona.account, conversation))
        personas = self._services.db.read(webchat.personas)
        return self._render(
            "page.html",
            place,
            items=self._items(place, None, posts, seen),
            more=more,
            root=root,
            thread_items=self._thread(place, root) if root else (),
            organisations=self._organisations(personas),
            commands=self._services.commands(workspace, place.persona.account, place.language),
            unread=self._unread(place),
            dossiers=self._dossiers(place),
            channels=self._services.db.read(lambda c: webchat.channels_of(c, workspace)),
            colleagues=sorted({each.name for each in personas if each.workspace == workspace}),
            cursor=cursor,
            csrf=csrf,
            now=self._services.clock.now(),
        )

    def older(self, place: Place, before: int) -> str:
        """Give the messages before one."""
        workspace, conversation = place.persona.workspace, place.conversation
        posts, more = self._services.db.read(lambda c: webchat.page(c, workspace, conversation, before))
        return self._render("older.html", place, items=[_item(posted) for posted in posts], more=more, root=None)

    def posted(self, place: Place, posted: Posted) -> str:
        """Give one stored message."""
        return self._render("item.html", place, item=_item(posted), root=posted.thread)

    def note(self, place: Place, note: PrivateNote, root: int | None, instead_of: str = "") -> str:
        """Give an answer for one person's eyes, to be put at the end of the list it belongs to; the one it takes the
        place of (`instead_of`, its id) goes."""
        item = Item(note.message, note.at, note=note)
        return self._render("note.html", place, item=item, root=root, instead_of=instead_of)

    def dialog(self, place: Place, form: Form, root: int | None, *, open_already: bool = False) -> str:
        """Give a form as a dialog; one that is `open_already` is there to be compared, not to take its place."""
        token = self.sign_form(place, form.name, form.ref)
        return self._render("dialog.html", place, form=form, token=token, root=root, open_already=open_already)

    def errors(self, place: Place, sentences: dict[str, str]) -> str:
        """Give the sentences to be put at the fields of the open form."""
        return self._render("errors.html", place, sentences=sentences)

    def sidebar(self, place: Place) -> str:
        """Give the list of channels with their unread counts."""
        workspace = place.persona.workspace
        channels = self._services.db.read(lambda c: webchat.channels_of(c, workspace))
        return self._render(
            "sidebar.html", place, channels=channels, unread=self._unread(place), dossiers=self._dossiers(place)
        )

    def tree(self, place: Place, csrf: str, dossier: DossierView, **shown: object) -> str:
        """Give the page of a dossier's folders."""
        button = Button("", "export-zip", {"dossier": dossier.uid})
        return self._render("tree.html", place, csrf=csrf, dossier=dossier, zip_button=button, **shown)

    def folder(self, place: Place, *, further: bool, **shown: object) -> str:
        """Give what is in a folder of that page, or (`further`) more of it."""
        return self._render("folder.html", place, further=further, **shown)

    def held(self, place: Place, message: Message) -> str:
        """Give what a record of that page holds."""
        return self._render("held.html", place, message=message)

    def clock(self, place: Place) -> str:
        """Give the time of the product's clock."""
        return self._render("clock.html", place, now=self._services.clock.now())

    def problem(self, language: Language, sentence: str) -> str:
        """Give the page of a refused request."""
        return self._templates.get_template("problem.html").render(
            language=language, sentence=sentence, t=lambda key: word(key, language)
        )

    def sign_button(self, place: Place, button: Button) -> str:
        """Give a button's action and arguments as its page carries them."""
        return self._signer.sign("button", [place.persona.workspace, button.action, dict(button.args)])

    def sign_form(self, place: Place, name: str, ref: Any) -> str:
        """Give a form's name and reference as its page carries them."""
        return self._signer.sign("form", [place.persona.workspace, place.persona.account, name, dict(ref)])

    def _render(self, template: str, place: Place, **data: object) -> str:
        now = self._services.clock.now()
        return self._templates.get_template(template).render(
            place=place,
            t=place.say,
            t_in=lambda said, key: word(key, said or place.language),
            address=lambda url: links.address(url, place),
            is_ours=links.is_ours,
            record_file=lambda record, file: place.home + path("records", record, "files", file),
            stamp=lambda moment, said=None: stamp(moment, place.zone, said or place.language, now),
            stamp_in_full=lambda moment, said=None: stamp_in_full(moment, place.zone, said or place.language),
            sign_button=lambda button: self.sign_button(place, button),
            sign_file=lambda file: self._signer.sign("file", [place.persona.workspace, file.model_dump()]),
            files_of=files_of,
            new_id=lambda: str(uuid4()),
            page_of=lambda dossier: place.home + path("dossiers", dossier),
            quoted=path,
            label=lambda each: each.label.to(place.language),
            **data,
        )

    def _items(self, place: Place, root: int | None, posts: Sequence[Posted], seen: int | None) -> list[Item]:
        """Put stored messages and the person's own notes in order; `seen` marks the first message after it."""
        spot = (place.persona.workspace, place.persona.account, place.conversation, root)
        placed = [((posted.id, 0), _item(posted)) for posted in posts]
        placed += [((note.after, 1), Item(note.message, note.at, note=note)) for note in self._notes.at(spot)]
        items = [item for _, item in sorted(placed, key=lambda each: each[0])]
        if seen:
            for number, item in enumerate(items):
                if item.posted and item.posted.id > seen and item.posted.account != place.persona.account:
                    items[number] = replace(item, first_unread=True)
                    break
        return items

    def _thread(self, place: Place, root: int) -> list[Item]:
        workspace = place.persona.workspace
        start = self._services.db.read(lambda c: webchat.one(c, workspace, root))
        answers = self._services.db.read(lambda c: webchat.replies(c, workspace, root))
        return self._items(place, root, [start, *answers] if start else answers, None)

    def _dossiers(self, place: Place) -> Sequence[DossierView]:
        persona = place.persona
        found = self._services.look(persona.workspace, persona.account, lambda store: store.dossiers.mine(Action.VISIT))
        return sorted(found or (), key=lambda each: each.title)

    def _unread(self, place: Place) -> dict[str, int]:
        persona = place.persona
        return self._services.db.read(lambda c: webchat.unread(c, persona.workspace, persona.account))

    def _organisations(self, personas: Iterable[webchat.Persona]) -> dict[str, list[dict[str, object]]]:
        groups: dict[str, list[dict[str, object]]] = {}
        for persona in personas:
            language, _ = self._services.preferences(persona.workspace, persona.account)
            url = path("w", persona.workspace, persona.account)
            entry = {"persona": persona, "language": language, "url": url, "tier": persona.tier.label.to(language)}
            groups.setdefault(persona.organisation, []).append(entry)
        return groups


def files_of(field: FormField) -> list[FileRef]:
    """Give the files an attachments field already holds."""
    return [FileRef.model_validate(file) for file in field.value or ()]


def _item(posted: Posted) -> Item:
    return Item(codec.decode(posted.message), posted.posted_at, posted=posted)


def _hue(name: str) -> int:
    return sum(name.encode()) % _HUES
