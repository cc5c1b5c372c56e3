"""Resolving an issue: which one, and how it was put right."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chat.cards.lists import PAGE
from chat.events import ButtonPressed, CommandGiven
from chat.messages import Button, Buttons, Heading, Message, Paragraph
from chat.oneline import read_line
from chat.record_form import edit_form
from chat.replies import Answer, OpenForm, Show
from chat.router import Command, command, on
from dossier.errors import Conflict, InvalidFields, NotFound, Problem
from dossier.kinds import Kind, kind_named
from dossier.language import Label
from dossier.records.issue import OPEN_STATUSES, IssueStatus
from dossier.views import DossierView, RecordLine, Saved
from handlers.context import Context, Write, names_of
from handlers.save_record import conclude, with_files
from storage.record_queries import Filter
from storage.store import Store

_ASKED = ("resolution", "cause", "resolved_on", "status")


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
    issue = _issue_kind()
    values: dict[str, Any] = dict(read_line(issue, event.text))
    words = values.pop("title", "")
    if event.files:
        values["attachments"] = [file.model_dump() for file in event.files]
    found = _meant(ctx, issue, words)
    if len(found) != 1:
        return _offer(ctx, found, issue, values)
    saved = ctx.store.records.get(found[0].uid)
    return _resolve(ctx, saved, values) if values.get("resolution") else open_resolution(ctx, saved, values)


@on(ButtonPressed, "resolve")
def press_resolve(event: ButtonPressed, ctx: Context) -> Answer:
    """Open the form of a resolution, by button, with what was typed before the issue was chosen."""
    kept = event.args.get("draft", "")
    draft = ctx.store.drafts.of(kept, ctx.workspace, ctx.source.account) if kept else None
    saved = ctx.store.records.get(event.args.get("record", ""))
    return open_resolution(ctx, saved, draft.values, draft=kept) if draft else open_resolution(ctx, saved)


def open_resolution(
    ctx: Context,
    saved: Saved,
    typed: Mapping[str, Any] | None = None,
    problems: Mapping[str, Problem] | None = None,
    draft: str = "",
) -> Answer:
    """Open the form that asks how an issue was put right: it begins as fixed today, with what was typed already.

    `draft` is the id under which that is kept until the form is saved.
    """
    ctx.store.records.require_edit(saved)
    values = {**(_begun(ctx) if saved.line.status in OPEN_STATUSES else {}), **(typed or {})}
    form = edit_form(saved, ctx.voice, _ASKED, values, problems)
    fields = tuple(replace(field, required=field.name == "resolution") for field in form.fields)
    title = ctx.voice.say("form-resolve", number=str(saved.line.number))
    ref = {**form.ref, "draft": draft} if draft else form.ref
    return OpenForm(replace(form, title=title, fields=fields, ref=ref))


def _begun(ctx: Context) -> dict[str, str]:
    today = ctx.voice.now.astimezone(ctx.voice.zone).date().isoformat()
    return {"status": IssueStatus.FIXED.value, "resolved_on": today}


def _resolve(ctx: Context, saved: Saved, values: dict[str, Any]) -> Write | Answer:
    kind = saved.line.kind
    ctx.store.records.require_edit(saved)
    current = ctx.store.records.content_of(saved, saved.line.revision)
    values["attachments"] = [*current.get("attachments", []), *values.get("attachments", [])]
    try:
        content = kind.parse({**current, **_begun(ctx), **values}, ctx.reading, ctx.me.model_dump())
    except InvalidFields as error:
        return open_resolution(ctx, saved, values, error.problems)

    def apply(store: Store) -> Answer:
        changed = store.records.change(saved, with_files(store, ctx, kind, content))
        return conclude(store, ctx, changed)

    return Write(apply)


def _meant(ctx: Context, issue: Kind, words: str) -> list[RecordLine]:
    """Give the open issues that words name: by number, by all their words, or all open ones without words."""
    dossiers = ctx.dossiers(words)
    number = ctx.numbered(words)
    if number is not None:
        line = ctx.store.records.by_number(ctx.one(words), int(number)).line
        if line.kind is not issue:
            raise NotFound("not-an-issue", number=number, kind=ctx.voice.label(line.kind.label))
        if line.status not in OPEN_STATUSES:
            raise Conflict("already-resolved", number=number, title=line.title)
        return [line]
    still = tuple(status.value for status in OPEN_STATUSES)
    ids = [each.id for each in dossiers]
    found, _ = ctx.store.records.lines(ids, Filter(kind=issue, statuses=still, text=words), PAGE)
    if not found and words:
        found, _ = ctx.store.records.lines(ids, Filter(kind=issue, statuses=still), PAGE)
    return found


def _offer(ctx: Context, lines: list[RecordLine], issue: Kind, values: Mapping[str, Any]) -> Answer | Write:
    """Offer issues to choose from; what was typed is kept as a draft, for a button carries 2,000 characters at most."""
    heading = Heading(ctx.voice.say("resolve-which"), issue.icon)
    if not lines:
        return Show(Message((heading, Paragraph((ctx.voice.say("resolve-none"),)))))
    names = names_of(_dossiers(ctx, lines))
    typed = {name: values[name] for name in _ASKED if name in values}

    def show(store: Store, draft: str) -> Answer:
        kept = {"draft": draft} if draft else {}
        buttons = tuple(Button(_label(line, names), "resolve", {"record": line.uid, **kept}) for line in lines)
        return Show(Message((heading, Buttons(buttons))), made_of=draft)

    if not typed:
        return show(ctx.store, "")
    me = ctx.source.account
    return Write(lambda store: show(store, store.drafts.keep(ctx.workspace, me, "resolve", {}, typed)), again=show)


def _label(line: RecordLine, names: Mapping[int, str]) -> str:
    where = f" · {names[line.dossier]}" if line.dossier in names else ""
    return f"#{line.number} {line.title[:40]}{where}"


def _dossiers(ctx: Context, lines: list[RecordLine]) -> list[DossierView]:
    return [ctx.store.dossiers.by_id(each) for each in {line.dossier for line in lines}]


def _issue_kind() -> Kind:
    kind = kind_named("issue")
    if kind is None:
        raise NotFound("not-found")
    return kind
