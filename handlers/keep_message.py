"""Keeping a chat message in the dossier: which kind it is, then that kind's form, filled with what was said."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from chat.events import FormSubmitted, MessageChosen, MessageMarked, Said
from chat.forms import Choice, Form, FormField
from chat.replies import Answer, FormErrors, Notice, OpenForm
from chat.router import on
from dossier.attachable import without_extension
from dossier.errors import DossierError, NotFound, Problem
from dossier.fields import FieldSpec, FileRef, Initial, Input
from dossier.kinds import Kind
from dossier.reading import LINE_LENGTH, TEXT_LENGTH, clean
from dossier.tiers import Action
from dossier.views import DossierView
from handlers.attach_files import attach, is_record, named, recent, taken
from handlers.context import Context, Write
from handlers.file_uses import DEFECTS, is_use, use, uses
from handlers.fill_form import time_of_meeting
from handlers.message_news import watch
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
    said = kept(event.said)
    if said["refused"] and not said["files"] and not said["text"].strip():
        raise DossierError.of(Problem(*said["refused"][0]))
    # Made before anything is kept: what stands in the way is said then.
    form = keep_form(ctx, _meant(ctx), "", said)

    def opened(draft: str) -> Answer:
        return OpenForm(replace(form, ref={"draft": draft}), draft)

    def apply(store: Store) -> Answer:
        watch(store, ctx, said)
        return opened(store.drafts.keep(ctx.workspace, ctx.source.account, _FORM, {}, said))

    return Write(apply, lambda _, draft: opened(draft))


@on(FormSubmitted, _FORM)
def open_chosen(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Open the form of the chosen kind with what was said in it; put its files with a record that was chosen."""
    value = str(event.values.get("kind") or "")
    kind = ctx.store.kinds.named(value)
    if kind is None and not is_record(value) and not is_use(value):
        return FormErrors({"kind": Problem("problem-required")})
    draft = ctx.store.drafts.of(event.ref.get("draft", ""), ctx.workspace, ctx.source.account)
    if draft is None:
        raise NotFound("draft-gone")
    if is_use(value):
        return use(ctx, value, event.ref["draft"], draft.values["files"])
    if kind is None:
        return attach(ctx, value, event.ref["draft"], draft.values["files"])
    # What was heard in a channel belongs to its dossier, wherever its author answers.
    heard = draft.ref.get("dossier")
    dossiers = [ctx.store.dossiers.get(heard)] if heard else _writable(ctx, kind)
    if heard:
        ctx.store.actor.require(Action.LOG, dossiers[0].id, kind)
    opened = form_for(ctx, kind, dossiers, filled(ctx, kind, draft.values, dossiers), {"origin": event.ref["draft"]})
    return _with_what_is_missing(ctx, opened, kind, draft.values)


def _with_what_is_missing(ctx: Context, opened: Answer, kind: Kind, said: Mapping[str, Any]) -> Answer:
    """Have the form that is opened say what of a message it has no room for."""
    missing = [ctx.voice.say("keep-left-over")] if _left_over(kind, str(said["text"])) else []
    if said["files"] and not holds_files(kind):
        missing.append(ctx.voice.say("keep-file-stays"))
    if not missing or not isinstance(opened, OpenForm):
        return opened
    note = "\n".join(filter(None, (opened.form.note, *missing)))
    return replace(opened, form=replace(opened.form, note=note))


def _offered(ctx: Context, meant: list[DossierView], *, files: bool) -> list[Kind]:
    """Give the kinds of which there are many and that the asker may log. Raises what stands in the way when none is.

    For a message with files those that take files, where the asker may log one of them.
    """
    may = ctx.store.actor.may
    writable = [each for each in meant if each.phase.writable]
    many = many_kinds(ctx)
    offered = [kind for kind in many if any(may(Action.LOG, each.id, kind) for each in writable)]
    if not offered and len(meant) == 1:
        ctx.store.actor.require(Action.LOG, meant[0].id, many[0])
        meant[0].require_open()
    if not offered:
        raise ctx.no_dossier()
    return ([kind for kind in offered if holds_files(kind)] if files else []) or offered


def many_kinds(ctx: Context) -> list[Kind]:
    """Give the kinds of which a dossier has many records."""
    return [kind for kind in ctx.store.kinds.open if not kind.single]


def holds_files(kind: Kind) -> bool:
    """Tell whether files can be put with the records of a kind."""
    return bool(kind.holding(Input.ATTACHMENTS))


def _meant(ctx: Context) -> list[DossierView]:
    bound = ctx.dossier
    return [bound] if bound is not None else ctx.dossiers()


def _writable(ctx: Context, kind: Kind) -> list[DossierView]:
    dossiers = ctx.writable(kind)
    return [each for each in dossiers if each.phase.writable]


def keep_form(ctx: Context, meant: list[DossierView], draft: str, said: Mapping[str, Any]) -> Form:
    """Give the form that asks what a message is to become in one of the dossiers that are meant.

    It waits in a draft (see `kept`). Raises what stands in the way when it can become nothing.
    """
    offered, voice = _offered(ctx, meant, files=bool(said["files"])), ctx.voice
    files = [FileRef.model_validate(each) for each in said["files"]]
    new = tuple(Choice(kind.name, f"{kind.icon} {voice.label(kind.label)}") for kind in offered)
    text = words_of(ctx, said)
    # The record that is named is what is meant.
    ours = named(ctx, meant, str(said["text"])) if files else []
    choices = (*dict.fromkeys((*ours, *uses(ctx, files), *recent(ctx, meant))), *new) if files else new
    likely = ours[0].value if ours else _likely(offered, text)
    if tables := [each.value for each in choices if each.value == DEFECTS and likely == "defect"]:
        likely = tables[0]
    hint = voice.say("keep-by-number") if files else ""
    field = FormField("kind", voice.say("field-kind"), Input.CHOICE, True, hint, choices, likely)
    refused = [f"⚠️ {voice.problem(Problem(key, about))}" for key, about in said.get("refused", ())]
    note = "\n".join((voice.say("keep-quoted", name=said["author"], text=quoted(text)), *refused))
    return Form(_FORM, voice.say("form-keep"), voice.say("button-go-on"), (field,), {"draft": draft}, note)


def _likely(offered: list[Kind], said: str) -> str:
    """Give the kind whose name stands in what was said, "" for none; the longest name says most: 需求变更, not 需求."""
    text = said.casefold()
    names = (
        (len(name), kind.name)
        for kind in offered
        for name in (kind.command_zh, kind.command, *kind.label.both())
        if re.search(_word(name.casefold()), text)
    )
    return max(names, key=lambda each: each[0], default=(0, ""))[1]


def _word(name: str) -> str:
    """Give the expression that finds a name; of letters it is a word of its own: no change in *exchange*."""
    whole = r"(?<![a-z])", r"(?![a-z])"
    return "".join((whole[0] * name[:1].isascii(), re.escape(name), whole[1] * name[-1:].isascii()))


def words_of(ctx: Context, said: Mapping[str, Any]) -> str:
    """Give the words of a message that waits in a draft; one that came without any is called by its files."""
    return str(said["text"]).strip() or ctx.voice.listed([str(each["name"]) for each in said["files"]])


def kept(said: Said) -> dict[str, Any]:
    """Give what was said as it waits in a draft; of files that are not taken only why."""
    files, refused = taken(said.files)
    return {
        "channel": said.channel,
        "message": said.message,
        "link": said.link,
        "author": said.author,
        "text": said.text,
        "at": said.at.isoformat(),
        "files": files,
        "refused": [(problem.key, problem.data) for problem in refused],
    }


def quoted(text: str) -> str:
    """Give what a message says as far as a form quotes it."""
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"


def placed(kind: Kind, text: str) -> dict[str, str]:
    """Give the fields that a message's text goes into: its first line is the title, the whole the first long text.

    Where there is no long text that is always asked, all of it goes into the title, as far as it fits.
    """
    whole = clean(text).strip()
    long = _long(kind)
    title = _line(whole, long)[:LINE_LENGTH]
    values = {kind.fields[0].name: title}
    if long and whole != title:
        values[long.name] = whole[:TEXT_LENGTH]
    return values


def _left_over(kind: Kind, text: str) -> bool:
    """Tell whether the form of a kind has no room for all of a message's text."""
    whole, long = clean(text).strip(), _long(kind)
    return len(whole) > TEXT_LENGTH if long else len(_line(whole, long)) > LINE_LENGTH


def _long(kind: Kind) -> FieldSpec | None:
    return next((spec for spec in kind.fields if spec.input is Input.LONG_TEXT and spec.always), None)


def _line(whole: str, long: FieldSpec | None) -> str:
    return (whole.splitlines() or [""])[0] if long else " ".join(whole.split())


def filled(ctx: Context, kind: Kind, said: Mapping[str, Any], dossiers: Sequence[DossierView] = ()) -> dict[str, Any]:
    """Put what was said where it belongs: the text, who said it, when, and the files.

    Where it is the minutes of a meeting that one of `dossiers` waits for, the time is that meeting's.
    """
    at = datetime.fromisoformat(said["at"])
    called = ctx.voice.listed([without_extension(str(each["name"])) for each in said["files"]])
    values: dict[str, Any] = {**placed(kind, str(said["text"]).strip() or called)}
    for spec in kind.fields:
        if spec.initial is Initial.ME or (spec.input is Input.PERSON and spec.name in ("requested_by", "found_by")):
            values[spec.name] = f"@{said['author']}"
        elif spec.initial in (Initial.TODAY, Initial.NOW):
            day = at.astimezone(ctx.voice.zone)
            values[spec.name] = ctx.voice.typed(
                spec, day.date().isoformat() if spec.input is Input.DAY else at.isoformat()
            )
        elif spec.input is Input.ATTACHMENTS:
            values[spec.name] = [FileRef.model_validate(file).model_dump() for file in said["files"]]
    return values | time_of_meeting(ctx, kind, dossiers, values)
