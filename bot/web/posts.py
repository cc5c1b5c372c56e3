"""What somebody does on a page becomes an event, and its answer pieces of the page."""

import re
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from starlette.datastructures import FormData, UploadFile
from starlette.responses import HTMLResponse, Response

from bot import codec
from bot.intake.scanning import Unscanned
from bot.signing import Forged, Signer
from bot.web.links import link_to
from bot.web.place import Place, thread_of
from bot.web.platform import FILE_SCHEME, WebPlatform
from bot.web.private import PrivateNote, PrivateNotes
from bot.web.problems import Refusal
from bot.web.rendering import Renderer
from bot.web.services import Services
from chat.events import (
    BotJoined,
    ButtonPressed,
    CommandGiven,
    Event,
    FormChanged,
    FormSubmitted,
    MessageChosen,
    MessagePosted,
    Overheard,
    Said,
    Source,
)
from chat.forms import kept_files
from chat.messages import Bullets, Hyperlink, Message, Paragraph
from chat.replies import Errors, OpenForm, Rendered, Show
from chat.texts import text
from dossier.attachable import check, plain_name
from dossier.errors import DossierError, Problem
from dossier.fields import FileRef
from dossier.looks import worth_asking
from dossier.reading import clean
from storage import webchat
from storage.blobs import Unreachable
from storage.spool import PIECE

MESSAGE_LENGTH = 10_000
_CHANNEL_NAME_LENGTH = 80
_BOT = re.compile(r"\s*[@＠](?:dossier|客户档案助手|档案助手)(?![a-z])[\s:：,，]*", re.IGNORECASE)
_COMMAND = re.compile(r"[/／](\S*)\s?(.*)", re.DOTALL)


class Posts:
    """Takes what the pages send; every method is called in a worker thread."""

    def __init__(
        self, services: Services, platform: WebPlatform, renderer: Renderer, signer: Signer, notes: PrivateNotes
    ) -> None:
        """Take the product, the platform that shows messages, and what draws and signs."""
        self._services = services
        self._platform = platform
        self._renderer = renderer
        self._signer = signer
        self._notes = notes

    def send(self, place: Place, form: FormData) -> Response:
        """Take what was typed: a command, words for the bot, or words for the others in the channel."""
        source, root = self._source(place, form)
        text = clean(_text(form, "text"))
        if not text and not _uploads(form, "files"):
            return Response(status_code=204)
        command = _COMMAND.fullmatch(text)
        if command is None and len(text) > MESSAGE_LENGTH:
            raise Refusal(400, "length", length=len(text), max=MESSAGE_LENGTH)
        files = self._keep(place, _uploads(form, "files"))
        if command is not None:
            return self._answer(place, root, CommandGiven(source, command[1], command[2], files))
        posted = self._say(place, root, source.id, text, files)
        if place.channel is None:
            return self._answer(place, root, MessagePosted(source, text, files))
        if _BOT.search(text):
            return self._answer(place, root, MessagePosted(source, _BOT.sub(" ", text).strip(), files))
        if worth_asking(text, [file.name for file in files]):
            return self._answer(place, root, Overheard(source, self._said(place, self._posted(place, posted))))
        return _answered("nothing")

    def press(self, place: Place, form: FormData) -> Response:
        """Take a pressed button."""
        source, root = self._source(place, form)
        workspace, action, args = self._read("button", form)
        if workspace != place.persona.workspace:
            raise Refusal(400, "forged")
        return self._answer(place, root, ButtonPressed(source, action, args))

    def submit(self, place: Place, form: FormData) -> Response:
        """Take a sent form; fields are named `f.…`, those for files `h.…` too, and `k.…` what these held and keep."""
        source, root = self._source(place, form)
        name, ref = self._form(place, form)
        values: dict[str, Any] = {}
        for field in dict.fromkeys(key[2:] for key in form if key.startswith(("f.", "h."))):
            given = form.getlist(f"f.{field}")
            # Where no file is chosen a browser may send nothing of the field; it is asked all the same.
            if f"h.{field}" in form or any(isinstance(value, UploadFile) for value in given):
                kept = tuple(self._kept(place, token) for token in form.getlist(f"k.{field}"))
                try:
                    values[field] = kept + self._keep(place, _uploads(form, f"f.{field}"))
                except Refusal as refusal:
                    return self._refused(place, field, refusal)
                # What stays was just sent along; nothing does beyond that.
                values[kept_files(field)] = []
            else:
                values[field] = str(given[-1])
        return self._answer(place, root, FormSubmitted(source, name, ref, values), name)

    def change(self, place: Place, form: FormData) -> Response:
        """Take a choice that other fields of an open form depend on; files stay where they are until it is sent."""
        source, root = self._source(place, form)
        name, ref = self._form(place, form)
        values = {key[2:]: _text(form, key) for key in form if key.startswith("f.")}
        event = FormChanged(source, name, ref, values)
        match self._services.handle(event):
            case OpenForm(opened):
                return _answered("changed", self._renderer.dialog(place, opened, root, open_already=True))
            case Show(message):
                return self._shown(place, root, event, Errors({"": message.text}), name)
            case other:
                return self._shown(place, root, event, other, name)

    def keep(self, place: Place, form: FormData) -> Response:
        """Take that a message somebody wrote is to be kept in the dossier."""
        source, root = self._source(place, form)
        given = _text(form, "message")
        number = int(given) if given.isdecimal() and len(given) <= 18 else 0
        posted = self._posted(place, number)
        return self._answer(place, root, MessageChosen(source, self._said(place, posted)))

    def dismiss(self, place: Place, form: FormData) -> Response:
        """Forget a message only this person sees."""
        root = thread_of(self._services, place, _text(form, "thread"))
        self._notes.dismiss(_spot(place, root), _text(form, "note"))
        return HTMLResponse("")

    def read(self, place: Place, form: FormData) -> Response:
        """Remember that the person has seen the conversation as it is now."""
        persona, conversation = place.persona, place.conversation
        newest = self._services.db.read(lambda c: webchat.newest(c, persona.workspace, conversation))
        seen = self._services.db.read(lambda c: webchat.last_read(c, persona.workspace, persona.account, conversation))
        if newest > seen:
            self._services.db.write(
                lambda c: webchat.mark_read(c, persona.workspace, persona.account, conversation, newest)
            )
        return HTMLResponse(self._renderer.sidebar(place))

    def add_channel(self, place: Place, form: FormData) -> tuple[Place, Response]:
        """Make a channel and let the bot join it; give the new place and the answer."""
        name = " ".join(clean(_text(form, "name")).split()).lstrip("#＃ ")
        if not 0 < len(name) <= _CHANNEL_NAME_LENGTH:
            raise Refusal(400, "channel-name")
        new = webchat.Channel(f"c{uuid4().hex[:12]}", name)
        source = Source(_event_id(form), webchat.PLATFORM, place.persona.workspace, place.persona.account, new.key)
        try:
            self._services.db.write(lambda c: webchat.add_channel(c, place.persona.workspace, new))
        except webchat.NameTaken:
            raise Refusal(409, "channel-taken") from None
        there = replace(place, channel=new)
        return there, self._answer(there, None, BotJoined(source, name))

    def _source(self, place: Place, form: FormData) -> tuple[Source, int | None]:
        root = thread_of(self._services, place, _text(form, "thread"))
        target = place.target(root)
        persona = place.persona
        return (
            Source(
                _event_id(form), webchat.PLATFORM, persona.workspace, persona.account, target.channel, target.thread
            ),
            root,
        )

    def _read(self, purpose: str, form: FormData) -> Any:
        try:
            return self._signer.read(purpose, _text(form, "token"))
        except Forged:
            raise Refusal(400, "forged") from None

    def _form(self, place: Place, form: FormData) -> tuple[str, Any]:
        """Give the name and reference of the form that was opened for this person."""
        workspace, account, name, ref = self._read("form", form)
        if (workspace, account) != (place.persona.workspace, place.persona.account):
            raise Refusal(400, "forged")
        return name, ref

    def _posted(self, place: Place, number: int) -> webchat.Posted:
        """Give a message that a person wrote here. Raises Refusal (404) when there is none."""
        posted = self._services.db.read(lambda c: webchat.one(c, place.persona.workspace, number))
        if posted is None or posted.conversation != place.conversation or posted.account is None:
            raise Refusal(404, "message")
        return posted

    def _said(self, place: Place, posted: webchat.Posted) -> Said:
        """Give a message as it can be kept: its words, and the files that it links to."""
        workspace = place.persona.workspace
        message = codec.decode(posted.message)
        text = "\n".join(Message((block,)).text for block in message.blocks if not isinstance(block, Bullets))
        links = [
            part for block in message.blocks if isinstance(block, Bullets) for each in block.items for part in each
        ]
        files = [
            self._file(workspace, part.url.removeprefix(FILE_SCHEME))
            for part in links
            if isinstance(part, Hyperlink) and part.url.startswith(FILE_SCHEME)
        ]
        return Said(
            place.channel.key if place.channel else "",
            str(posted.id),
            link_to(workspace, posted),
            posted.author or posted.account or "",
            text,
            posted.posted_at,
            tuple(file for file in files if file is not None),
        )

    def _file(self, workspace: str, uid: str) -> FileRef | None:
        upload = self._platform.uploads.open(workspace, uid)
        return None if upload is None else upload.ref

    def _kept(self, place: Place, token: object) -> FileRef:
        try:
            workspace, file = self._signer.read("file", str(token))
        except Forged:
            raise Refusal(400, "forged") from None
        if workspace != place.persona.workspace:
            raise Refusal(400, "forged")
        return FileRef.model_validate(file)

    def _keep(self, place: Place, uploads: list[UploadFile]) -> tuple[FileRef, ...]:
        """Store uploads once all of them have passed, and give what refers to them.

        Raises Refusal for one that has not: then none of them is stored.
        """
        now, workspace = self._services.clock.now(), place.persona.workspace
        with ExitStack() as stack:
            taken = []
            for each in uploads:
                name = plain_name(each.filename or "")
                pieces = iter(partial(each.file.read, PIECE), b"")
                try:
                    check(each.filename or "", each.size or 0)
                    passed = self._services.intake.taken(name, pieces, each.size or 0)
                    taken.append((name, *stack.enter_context(passed)))
                except Unscanned:
                    raise Refusal.of(Problem("problem-file-unscanned", {"name": name})) from None
                except DossierError as error:
                    raise Refusal.of(error.problem) from None
            try:
                save = self._platform.uploads.save
                return tuple(save(workspace, name, kind, spool, now) for name, spool, kind in taken)
            except Unreachable:
                raise Refusal(503, "file-store") from None

    def _refused(self, place: Place, field: str, refusal: Refusal) -> Response:
        """Say on its field why a file is not taken; what was typed stays."""
        if refusal.problem is None:
            raise refusal
        language, _ = self._services.preferences(place.persona.workspace, place.persona.account)
        sentence = text(language, refusal.problem.key, **refusal.problem.data)
        return _answered("errors", self._renderer.errors(place, {field: sentence}))

    def _say(self, place: Place, root: int | None, event: str, text: str, files: tuple[FileRef, ...]) -> int:
        words = (Paragraph((text,)),) if text else ()
        links = tuple((Hyperlink(FILE_SCHEME + file.id, file.name),) for file in files)
        message = Message((*words, Bullets(links)) if links else words)
        persona = place.persona
        return self._platform.post(
            webchat.Post(
                persona.workspace,
                place.conversation,
                codec.encode(message),
                f"{persona.workspace}/{persona.account}/{event}",
                self._services.clock.now(),
                persona.account,
                root,
            )
        )

    def _answer(self, place: Place, root: int | None, event: Event, form: str = "") -> Response:
        return self._shown(place, root, event, self._services.handle(event), form)

    def _shown(self, place: Place, root: int | None, event: Event, answer: Rendered, form: str) -> Response:
        match answer:
            case Show(message, instead=instead):
                workspace, conversation = place.persona.workspace, place.conversation
                after = self._services.db.read(lambda c: webchat.newest(c, workspace, conversation))
                note = PrivateNote(event.source.id, message, self._services.clock.now(), after)
                spot, gone = _spot(place, root), ""
                if instead and isinstance(event, ButtonPressed):
                    gone = self._notes.take(spot, event.action, event.args)
                self._notes.add(spot, note)
                return _answered("show", self._renderer.note(place, note, root, gone))
            case OpenForm(opened) if opened.name == form:
                # The same form, once more: what was typed, and the files that were chosen, are in it already.
                return _answered("changed", self._renderer.dialog(place, opened, root, open_already=True))
            case OpenForm(opened):
                return _answered("form", self._renderer.dialog(place, opened, root))
            case Errors(sentences):
                return _answered("errors", self._renderer.errors(place, _at_fields(event, sentences)))
            case _:
                return _answered("nothing")


def _at_fields(event: Event, sentences: Mapping[str, str]) -> dict[str, str]:
    """Put what belongs to no field of the form above it."""
    known = event.values if isinstance(event, FormSubmitted | FormChanged) else {}
    at = {name: sentence for name, sentence in sentences.items() if name in known and re.fullmatch(r"[\w-]+", name)}
    rest = [sentence for name, sentence in sentences.items() if name not in at]
    return {**({"": "\n".join(rest)} if rest else {}), **at}


def _answered(kind: str, html: str = "") -> Response:
    return HTMLResponse(html, headers={"x-answer": kind})


def _spot(place: Place, root: int | None) -> tuple[str, str, str, int | None]:
    return place.persona.workspace, place.persona.account, place.conversation, root


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _uploads(form: FormData, name: str) -> list[UploadFile]:
    return [value for value in form.getlist(name) if isinstance(value, UploadFile) and value.filename]


def _event_id(form: FormData) -> str:
    try:
        return str(UUID(_text(form, "event")))
    except ValueError:
        raise Refusal(400, "event") from None
