"""Resolving an issue: which one, and how it was put right."""

from dataclasses import replace

from chat.cards.lists import PAGE
from chat.events import ButtonPressed, CommandGiven
from chat.messages import Button, Buttons, Heading, Message, Paragraph
from chat.oneline import read_line
from chat.record_form import edit_form
from chat.replies import Answer, OpenForm, Show
from chat.router import Command, command, on
from dossier.errors import InvalidFields, NotFound
from dossier.kinds import Kind, kind_named
from dossier.language import Label
from dossier.records.issue import OPEN_STATUSES, IssueStatus
from dossier.views import DossierView, RecordLine, Saved
from handlers.announce import announce, saved_answer
from handlers.context import Context, Write, names_of
from handlers.save_record import settle
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
    values = read_line(issue, event.text)
    words = values.pop("title", "")
    found = _meant(ctx, issue, words)
    if len(found) != 1:
        return _offer(ctx, found, issue)
    saved = ctx.store.records.get(found[0].uid)
    resolution = values.get("resolution")
    if not resolution:
        return open_resolution(ctx, saved)
    return _resolve(ctx, saved, values)


@on(ButtonPressed, "resolve")
def press_resolve(event: ButtonPressed, ctx: Context) -> Answer:
    """Open the form of a resolution, by button."""
    return open_resolution(ctx, ctx.store.records.get(event.args.get("record", "")))


def open_resolution(ctx: Context, saved: Saved) -> Answer:
    """Open the form that asks how an issue was put right: it begins as fixed today."""
    ctx.store.records.require_edit(saved)
    form = edit_form(saved, ctx.voice, only=_ASKED)
    today = ctx.voice.now.astimezone(ctx.voice.zone).date().isoformat()
    begun = {"status": IssueStatus.FIXED.value, "resolved_on": today}
    still_open = saved.content.get("status") in OPEN_STATUSES
    fields = tuple(
        replace(
            field,
            value=begun.get(field.name, field.value) if still_open or not field.value else field.value,
            required=field.name == "resolution",
        )
        for field in sorted(form.fields, key=lambda field: (*_ASKED, "reason_for_change").index(field.name))
        if field.name != "reason_for_change"
    )
    title = ctx.voice.say("form-resolve", number=str(saved.line.number))
    return OpenForm(replace(form, title=title, fields=fields))


def _resolve(ctx: Context, saved: Saved, values: dict[str, str]) -> Write | Answer:
    kind = saved.line.kind
    ctx.store.records.require_edit(saved)
    current = ctx.store.records.content_of(saved, saved.line.revision)
    typed = {spec.name: ctx.voice.typed(spec, current.get(spec.name)) for spec in kind.fields}
    today = ctx.voice.now.astimezone(ctx.voice.zone).date().isoformat()
    begun = {"status": IssueStatus.FIXED.value, "resolved_on": today}
    try:
        content = kind.parse({**typed, **begun, **values}, ctx.reading, ctx.me.model_dump())
    except InvalidFields as error:
        form = edit_form(saved, ctx.voice, only=_ASKED)
        fields = tuple(
            replace(
                field,
                value=values.get(field.name, begun.get(field.name, field.value)),
                error=ctx.voice.problem(error.problems[field.name]) if field.name in error.problems else "",
            )
            for field in form.fields
        )
        return OpenForm(replace(form, fields=fields))

    def apply(store: Store) -> Answer:
        changed = store.records.change(saved, content)
        settle(store, changed)
        return saved_answer(ctx, changed, announce(store, ctx, changed))

    return Write(apply)


def _meant(ctx: Context, issue: Kind, words: str) -> list[RecordLine]:
    """Give the open issues that words name: by number, by all their words, or all open ones without words."""
    dossiers = ctx.dossiers(words)
    number = ctx.numbered(words)
    if number is not None:
        line = ctx.store.records.by_number(ctx.one(words), int(number)).line
        if line.kind is not issue:
            raise NotFound("not-an-issue", number=number, kind=ctx.voice.label(line.kind.label))
        return [line]
    still = tuple(status.value for status in OPEN_STATUSES)
    ids = [each.id for each in dossiers]
    found, _ = ctx.store.records.lines(ids, Filter(kind=issue, statuses=still, text=words), PAGE)
    if not found and words:
        found, _ = ctx.store.records.lines(ids, Filter(kind=issue, statuses=still), PAGE)
    return found


def _offer(ctx: Context, lines: list[RecordLine], issue: Kind) -> Answer:
    heading = Heading(ctx.voice.say("resolve-which"), issue.icon)
    if not lines:
        return Show(Message((heading, Paragraph((ctx.voice.say("resolve-none"),)))))
    names = names_of(_dossiers(ctx, lines))
    buttons = tuple(
        Button(f"#{line.number} {line.title[:40]}{_where(names, line)}", "resolve", {"record": line.uid})
        for line in lines
    )
    return Show(Message((heading, Buttons(buttons))))


def _dossiers(ctx: Context, lines: list[RecordLine]) -> list[DossierView]:
    return [ctx.store.dossiers.by_id(each) for each in {line.dossier for line in lines}]


def _where(names: object, line: RecordLine) -> str:
    return f" · {names[line.dossier]}" if isinstance(names, dict) and line.dossier in names else ""


def _issue_kind() -> Kind:
    kind = kind_named("issue")
    if kind is None:
        raise NotFound("not-found")
    return kind
