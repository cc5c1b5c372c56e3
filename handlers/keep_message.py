"""Keeping a chat message in the dossier: which kind it is, then that kind's form, filled with what was said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chat.events import FormSubmitted, MessageChosen, MessageMarked, Said
from chat.forms import Choice, Form, FormField
from chat.replies import Answer, FormErrors, Notice, OpenForm
from chat.router import on
from dossier.errors import NotFound, Problem
from dossier.fields import FileRef, Initial, Input
from dossier.kinds import Kind, kind_named, kinds
from dossier.reading import LINE_LENGTH, TEXT_LENGTH, clean
from dossier.views import DossierView
from handlers.context import Context, Write
from handlers.open_form import form_for
from storage.store import Store

_FORM = "keep"
_QUOTED = 600


@on(MessageMarked)
def offer(event: MessageMarked, ctx: Context) -> Answer:
    """Offer to keep the message that was marked."""
    args = {"channel": event.source.channel or "", "message": event.message}
    return Notice("notice-marked", {}, (("button-keep", "keep", args),))


@on(MessageChosen)
def choose_kind(event: MessageChosen, ctx: Context) -> Answer | Write:
    """Ask which kind of record the message is to become; what was said waits in a draft."""
    said = event.said
    offered = [kind for kind in kinds() if not kind.single and _writable(ctx, kind)]
    if not offered:
        raise NotFound("no-dossier")

    def apply(store: Store) -> Answer:
        draft = store.drafts.keep(ctx.workspace, ctx.source.account, _FORM, {}, _kept(said))
        return OpenForm(_form(ctx, offered, draft, said))

    return Write(apply)


@on(FormSubmitted, _FORM)
def open_chosen(event: FormSubmitted, ctx: Context) -> Answer:
    """Open the form of the chosen kind with what was said in it."""
    kind = kind_named(str(event.values.get("kind") or ""))
    if kind is None:
        return FormErrors({"kind": Problem("problem-required")})
    draft = ctx.store.drafts.of(event.ref.get("draft", ""), ctx.workspace, ctx.source.account)
    if draft is None:
        raise NotFound("draft-gone")
    return form_for(ctx, kind, _writable(ctx, kind), _filled(ctx, kind, draft.values), {"origin": event.ref["draft"]})


def _writable(ctx: Context, kind: Kind) -> list[DossierView]:
    dossiers = ctx.writable(kind)
    return [each for each in dossiers if each.phase.writable]


def _form(ctx: Context, offered: list[Kind], draft: str, said: Said) -> Form:
    voice = ctx.voice
    choices = tuple(Choice(kind.name, f"{kind.icon} {voice.label(kind.label)}") for kind in offered)
    field = FormField(
        "kind", voice.say("field-kind"), Input.CHOICE, True, choices=choices, value=_likely(offered, said)
    )
    quoted = said.text if len(said.text) <= _QUOTED else f"{said.text[: _QUOTED - 1]}…"
    note = voice.say("keep-quoted", name=said.author, text=quoted)
    return Form(_FORM, voice.say("form-keep"), voice.say("button-go-on"), (field,), {"draft": draft}, note)


def _likely(offered: list[Kind], said: Said) -> str:
    """Give the kind whose name stands in the message, "" for none."""
    text = said.text.casefold()
    named = (kind for kind in offered if any(label.casefold() in text for label in (kind.command_zh, kind.command)))
    return next((kind.name for kind in named), "")


def _kept(said: Said) -> dict[str, Any]:
    return {
        "channel": said.channel,
        "message": said.message,
        "link": said.link,
        "author": said.author,
        "text": said.text,
        "at": said.at.isoformat(),
        "files": [file.model_dump() for file in said.files],
    }


def _filled(ctx: Context, kind: Kind, said: Mapping[str, Any]) -> dict[str, Any]:
    """Put what was said where it belongs: the first line, the text, who said it, when, and the files."""
    text = clean(str(said["text"])).strip()
    lines = text.splitlines() or [""]
    at = datetime.fromisoformat(said["at"])
    values: dict[str, Any] = {}
    for spec in kind.fields:
        if spec.input is Input.TEXT and not values:
            values[spec.name] = lines[0][:LINE_LENGTH]
        elif spec.input is Input.LONG_TEXT and spec.name not in values and text not in values.values():
            values[spec.name] = text[:TEXT_LENGTH]
        elif spec.initial is Initial.ME or (spec.input is Input.PERSON and spec.name in ("requested_by", "found_by")):
            values[spec.name] = f"@{said['author']}"
        elif spec.initial in (Initial.TODAY, Initial.NOW):
            day = at.astimezone(ctx.voice.zone)
            values[spec.name] = ctx.voice.typed(
                spec, day.date().isoformat() if spec.input is Input.DAY else at.isoformat()
            )
        elif spec.input is Input.ATTACHMENTS:
            values[spec.name] = [FileRef.model_validate(file).model_dump() for file in said["files"]]
    return values
