"""A message that became a record was edited or deleted: who keeps the record is asked, nothing changes by itself."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chat.events import ButtonPressed, MessageChanged
from chat.oneline import read_line
from chat.replies import Answer, Nothing
from chat.router import on
from dossier.errors import InvalidFields, NotFound
from dossier.reading import clean
from dossier.views import Saved
from handlers.context import Context, Write
from handlers.edit_record import open_edit
from handlers.keep_message import placed, quoted
from handlers.kind_commands import ROOT, ROOT_ZH, kind_called
from handlers.message_news import is_watched, note, tell
from storage.store import Store


@on(MessageChanged)
def offer_update(event: MessageChanged, ctx: Context) -> Answer | Write:
    """Tell who made the record last, with what the message says now; one that is about to become a record is noted."""
    if not event.message:
        return Nothing()
    channel = event.source.channel or ""
    records = ctx.store.origins.made_from(ctx.workspace, channel, event.message)
    if not records and not is_watched(ctx.store, ctx, channel, event.message):
        return Nothing()

    def apply(store: Store) -> Answer:
        note(store, ctx, channel, event.message, event.text)
        for uid in records:
            tell(store, ctx, uid, event.text, event.before)
        return Nothing()

    return Write(apply)


@on(ButtonPressed, "take-over")
def take_over(event: ButtonPressed, ctx: Context) -> Answer:
    """Open the form to change the record, with what the message says now in the fields that still say what it said."""
    saved = ctx.store.records.get(event.args.get("record", ""))
    draft = ctx.store.drafts.of(event.args.get("draft", ""), ctx.workspace, ctx.source.account)
    if draft is None:
        raise NotFound("draft-gone")
    now = _fields(ctx, saved, str(draft.values["text"]))
    earlier = [_as_kept(ctx, saved, _fields(ctx, saved, str(each))) for each in draft.values["before"]]
    kept = {
        name: text for name, text in now.items() if any(saved.content.get(name) == each.get(name) for each in earlier)
    }
    opened = open_edit(ctx, saved, kept)
    said = ctx.voice.say("message-says", text=quoted(clean(str(draft.values["text"]))))
    return replace(opened, form=replace(opened.form, note=f"{opened.form.note}\n{said}"))


def _fields(ctx: Context, saved: Saved, text: str) -> Mapping[str, str]:
    """Give what a message says by fields: a command is read as one line, anything else as a message that is kept."""
    kind, written = saved.line.kind, text.strip()
    if not written.startswith(("/", "／")):
        return placed(kind, text)
    name, rest = (*written[1:].split(maxsplit=1), "", "")[:2]
    kinds = ctx.store.kinds
    called = kind_called(kinds, rest) if name.casefold() in (ROOT, ROOT_ZH) else (kinds.named(name), rest)
    return read_line(kind, called[1]) if called and called[0] and called[0].name == kind.name else {}


def _as_kept(ctx: Context, saved: Saved, typed: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give what was typed as a record holds it; what cannot be read is left out."""
    kind, left = saved.line.kind, dict(typed)
    try:
        content = kind.parse({**saved.content, **left}, ctx.reading, ctx.me.model_dump())
    except InvalidFields as error:
        left = {name: value for name, value in left.items() if name not in error.problems}
        try:
            content = kind.parse({**saved.content, **left}, ctx.reading, ctx.me.model_dump())
        except InvalidFields:
            return typed
    return {name: content.get(name) for name in left}
