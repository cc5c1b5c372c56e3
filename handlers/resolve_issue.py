"""Resolving an issue: which one, and how it was put right."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chat.cards.lists import PAGE
from chat.events import ButtonPressed, CommandGiven, FormChanged, FormSubmitted
from chat.forms import Form
from chat.messages import Button, Buttons, Heading, Message, Paragraph
from chat.oneline import read_with_strays
from chat.record_form import edit_form, given, with_strays
from chat.replies import Answer, OpenForm, Show
from chat.router import Command, command, on
from dossier.errors import Conflict, InvalidFields, NotFound, Problem
from dossier.kinds import Kind
from dossier.language import Label
from dossier.reading import short
from dossier.records.issue import OPEN_STATUSES, IssueStatus
from dossier.views import DossierView, RecordLine, Saved
from handlers.context import Context, Write, names_of
from handlers.edit_record import save_edit
from handlers.fill_form import whole
from handlers.save_record import conclude, with_files
from storage.record_queries import Filter
from storage.store import Store

_ASKED = ("resolution", "cause", "resolved_on", "status")
_FORM = "resolve"
_STILL = tuple(status.value for status in OPEN_STATUSES)


@command(
    Command(
        "resolve",
        "解决",
        Label("给未结问题记上解决办法", "Record how an open issue was resolved"),
        Label("[#编号或文字] | 解决办法: … | 根本原因: …", "[#number or words] | resolution: … | cause: …"),
        icon="✅",
        rank=15,
    )
)
def resolve(event: CommandGiven, ctx: Context) -> Answer | Write:
    """Take the open issue that is meant, by number or words; offer the open ones when that is not one."""
    issue = issue_kind(ctx)
    ctx.some(ctx.writable(issue))
    read, stray = read_with_strays(issue, event.text, _ASKED)
    values: dict[str, Any] = dict(read)
    words = values.pop("title", "")
    if event.files:
        values["attachments"] = [file.model_dump() for file in event.files]
    found = _meant(ctx, issue, words)
    if not found and words:
        return _offer(ctx, _issues(ctx, issue, words, still=True, text=""), issue, values, _why_none(ctx, issue, words))
    if len(found) != 1:
        return _offer(ctx, found, issue, values)
    saved = ctx.store.records.get(found[0].uid)
    if values.get("resolution") and not stray:
        return _resolve(ctx, saved, values)
    opened = open_resolution(ctx, saved, values)
    if stray and isinstance(opened, OpenForm):
        return replace(opened, form=with_strays(opened.form, stray, ctx.voice))
    return opened


@on(ButtonPressed, "resolve")
def press_resolve(event: ButtonPressed, ctx: Context) -> Answer:
    """Open the form of a resolution, by button, with what was typed before the issue was chosen."""
    kept = event.args.get("draft", "")
    draft = ctx.store.drafts.of(kept, ctx.workspace, ctx.source.account) if kept else None
    saved = ctx.store.records.get(event.args.get("record", ""))
    return open_resolution(ctx, saved, draft.values, drafts={"draft": kept}) if draft else open_resolution(ctx, saved)


def open_resolution(
    ctx: Context,
    saved: Saved,
    typed: Mapping[str, Any] | None = None,
    problems: Mapping[str, Problem] | None = None,
    drafts: Mapping[str, str] | None = None,
) -> Answer:
    """Open the form that asks how an issue was put right: it begins as fixed today, with what was typed already.

    `drafts` names what is kept until the form is saved: the `draft` of that, the `origin` it was said in.
    """
    ctx.store.records.require_edit(saved)
    if saved.line.deleted:
        raise Conflict("deleted")
    values = {**(_begun(ctx) if saved.line.status in OPEN_STATUSES else {}), **(typed or {})}
    extra = {**given(saved.line.kind, typed or {}), **(drafts or {})}
    return OpenForm(_form(ctx, saved, values, problems, extra))


@on(FormChanged, _FORM)
def fill_resolution(event: FormChanged, ctx: Context) -> Answer:
    """Give the form of a resolution as it has to look with what is in it now: an issue still open has none."""
    saved = ctx.store.records.get(event.ref.get("record", ""))
    ctx.store.records.require_edit(saved)
    return OpenForm(_form(ctx, saved, whole(event, ctx, saved.line.kind), None, event.ref))


on(FormSubmitted, _FORM)(save_edit)


def _form(
    ctx: Context,
    saved: Saved,
    values: Mapping[str, Any],
    problems: Mapping[str, Problem] | None,
    extra: Mapping[str, str],
) -> Form:
    form = edit_form(saved, ctx.voice, _ASKED, values, problems, extra)
    fields = tuple(replace(field, required=field.name == "resolution") for field in form.fields)
    title = ctx.voice.say("form-resolve", number=str(saved.line.number))
    return replace(form, name=_FORM, title=title, fields=fields)


def _begun(ctx: Context) -> dict[str, str]:
    today = ctx.voice.now.astimezone(ctx.voice.zone).date().isoformat()
    return {"status": IssueStatus.FIXED.value, "resolved_on": today}


def _resolve(ctx: Context, saved: Saved, values: dict[str, Any]) -> Write | Answer:
    kind = saved.line.kind
    ctx.store.records.require_edit(saved)
    current = ctx.store.records.content_of(saved, saved.line.revision)
    values["attachments"] = [*current.get("attachments", []), *values.get("attachments", [])]
    try:
        content = kind.parse({**current, **_begun(ctx), **values}, ctx.reading.over(current), ctx.me.model_dump())
    except InvalidFields as error:
        return open_resolution(ctx, saved, values, error.problems)

    def apply(store: Store) -> Answer:
        changed = store.records.change(saved, with_files(store, ctx, kind, content, saved))
        return conclude(store, ctx, changed)

    return Write(apply)


def _meant(ctx: Context, issue: Kind, words: str) -> list[RecordLine]:
    """Give the open issues that words name: by number, by all their words, or all open ones without words; else those
    that are fixed and still lack their resolution."""
    number = ctx.numbered(words)
    if number is not None:
        saved = ctx.store.records.by_number(ctx.one(words), int(number))
        line = saved.line
        if line.kind is not issue:
            raise NotFound("not-an-issue", number=number, kind=ctx.voice.label(line.kind.label))
        if line.status not in OPEN_STATUSES and saved.content.get("resolution"):
            raise Conflict("already-resolved", number=number, title=line.title)
        return [line]
    found = _issues(ctx, issue, words, still=True, text=words)
    if found or not words:
        return found
    fixed = _issues(ctx, issue, words, still=False, text=words)
    return [line for line in fixed if not ctx.store.records.get(line.uid).content.get("resolution")]


def _issues(ctx: Context, issue: Kind, words: str, *, still: bool, text: str) -> list[RecordLine]:
    """Give issues of the dossiers that words can mean: those `still` open, or resolved ones too; with all of a text."""
    wanted = Filter(kind=issue, statuses=_STILL if still else (), text=text)
    found, _ = ctx.store.records.lines([each.id for each in ctx.dossiers(words)], wanted, PAGE)
    return found


def open_issues(ctx: Context, dossier: DossierView) -> list[RecordLine]:
    """Give the open issues of a dossier, as many as are offered at once."""
    found, _ = ctx.store.records.lines([dossier.id], Filter(kind=issue_kind(ctx), statuses=_STILL), PAGE)
    return found


def _why_none(ctx: Context, issue: Kind, words: str) -> str:
    """Say why words mean no open issue; "" when they are but the name of a dossier."""
    said = words.strip().casefold()
    for each in ctx.dossiers(words):
        if said in {name.casefold() for name in (each.short_name, each.customer, each.project, each.title)}:
            return ""
    if resolved := _issues(ctx, issue, words, still=False, text=words):
        data = {"number": str(resolved[0].number), "title": resolved[0].title}
        return ctx.voice.problem(Problem("problem-already-resolved", data))
    return ctx.voice.say("resolve-no-match", text=short(words))


def _offer(
    ctx: Context, lines: list[RecordLine], issue: Kind, values: Mapping[str, Any], first: str = ""
) -> Answer | Write:
    """Offer issues to choose from, after a `first` line; what was typed is kept as a draft: a button carries little."""
    why = (Paragraph((first,)),) if first else ()
    heading = Heading(ctx.voice.say("resolve-which"), issue.icon)
    if not lines:
        return Show(Message((*why, Paragraph((ctx.voice.say("resolve-none"),)))))
    names = names_of(_dossiers(ctx, lines))
    typed = {name: values[name] for name in _ASKED if name in values}

    def show(store: Store, draft: str) -> Answer:
        kept = {"draft": draft} if draft else {}
        buttons = tuple(Button(label(line, names), "resolve", {"record": line.uid, **kept}) for line in lines)
        return Show(Message((*why, heading, Buttons(buttons))), made_of=draft)

    if not typed:
        return show(ctx.store, "")
    me = ctx.source.account
    return Write(lambda store: show(store, store.drafts.keep(ctx.workspace, me, "resolve", {}, typed)), again=show)


def label(line: RecordLine, names: Mapping[int, str]) -> str:
    """Give what the button of an issue says; `names` are those of dossiers, where they matter."""
    where = f" · {names[line.dossier]}" if line.dossier in names else ""
    return f"#{line.number} {line.title[:40]}{where}"


def _dossiers(ctx: Context, lines: list[RecordLine]) -> list[DossierView]:
    return [ctx.store.dossiers.by_id(each) for each in {line.dossier for line in lines}]


def issue_kind(ctx: Context) -> Kind:
    """Give the kind of issues."""
    kind = ctx.store.kinds.named("issue")
    if kind is None:
        raise NotFound("not-found")
    return kind
