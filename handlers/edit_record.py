"""Changing a record: two people's changes of different fields are merged, of the same field shown, as is a deletion."""

from collections.abc import Mapping, Set
from dataclasses import replace
from typing import Any

from chat.cards.differences import in_words
from chat.events import ButtonPressed, CommandGiven, FormChanged, FormSubmitted
from chat.oneline import BREAK, read_with_strays
from chat.record_form import edit_form, given
from chat.replies import Answer, FormErrors, Notice, OpenForm
from chat.router import Command, command, on, router
from dossier.errors import Conflict, InvalidFields, NotFound, Problem
from dossier.fields import FieldSpec, FileRef, Input
from dossier.kinds import Kind
from dossier.language import Label
from dossier.reading import clean
from dossier.views import Saved
from handlers.attach_files import put
from handlers.context import Context, Write
from handlers.fill_form import DRAFTS, PAGES, attached, whole
from handlers.keep_half_filled import half_filled
from handlers.save_record import conclude, lead_back, origin_of, with_files, without_repeated
from handlers.show_record import by_words
from storage.store import Store

CLEARED = ("-", "－", "无")
_SHOWN = 300


@command(
    Command(
        "edit",
        "修改",
        Label("修改一条记录", "Change a record"),
        Label("#编号 [| 字段: 内容]", "#number [| field: content]"),
        "dossier",
        rank=31,
        also=("编辑", "改"),
    )
)
def edit_by_number(event: CommandGiven, ctx: Context) -> Answer | Write:
    """Open the form to change the record of a number, with what is written behind it; files that came along are put
    with it."""
    named, *behind = BREAK.split(event.text, maxsplit=1)
    saved = by_words(ctx, named)
    if event.files:
        return put(ctx, saved, [file.model_dump() for file in event.files])
    typed, stray = read_with_strays(saved.line.kind, behind[0]) if behind else ({}, {})
    if not typed:
        return _opened(ctx, saved)
    # What has no field takes the place of nothing that stands in one.
    opened = open_edit(ctx, saved, {name: value for name, value in typed.items() if name not in stray.values()})
    if not stray:
        return opened
    labels = ctx.voice.listed([f"“{each}”" for each in stray])
    return replace(opened, form=replace(opened.form, error=ctx.voice.say("form-edit-stray", labels=labels)))


def _opened(ctx: Context, saved: Saved) -> Answer | Write:
    """Open the form to change a record, with what is half filled in of it."""
    return half_filled(ctx, open_edit(ctx, saved))


@on(ButtonPressed, "edit")
def press_edit(event: ButtonPressed, ctx: Context) -> Answer | Write:
    """Open the form to change a record, by button."""
    return _opened(ctx, ctx.store.records.get(event.args.get("record", "")))


def open_edit(
    ctx: Context,
    saved: Saved,
    typed: Mapping[str, Any] | None = None,
    problems: Mapping[str, Problem] | None = None,
) -> OpenForm:
    """Open the form to change a record, with what was typed already and what is wrong with it.

    Raises Refused or Conflict when they cannot change it.
    """
    ctx.store.records.require_edit(saved)
    if saved.line.deleted:
        raise Conflict("deleted")
    extra = given(saved.line.kind, typed or {})
    return OpenForm(edit_form(saved, ctx.voice, typed=typed, problems=problems, extra=extra))


@on(FormSubmitted, "edit")
def save_edit(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Read the form against the revision it was opened with, and merge it into the current one."""
    saved = ctx.store.records.get(event.ref.get("record", ""))
    ctx.store.records.require_edit(saved)
    kind = saved.line.kind
    reason = str(event.values.get("reason_for_change") or "").strip()[:200]
    base = ctx.store.records.content_of(saved, int(event.ref.get("revision", "0")))
    current = ctx.store.records.content_of(saved, saved.line.revision)
    only = [name for name in event.ref.get("fields", "").split(",") if name]
    typed = whole(event, ctx, kind)
    values = _values(kind, typed, base, ctx, only)
    try:
        entered = kind.parse(values, ctx.reading.over(base), ctx.me.model_dump())
        ctx.store.naming_others.require(saved.dossier, kind, entered, base, saved.line.uid)
    except InvalidFields as error:
        return FormErrors(error.problems)
    changes = {
        spec.name: _files_of_both(base, entered, current, spec.name)
        if spec.input is Input.ATTACHMENTS
        else entered.get(spec.name)
        for spec in kind.fields
        if entered.get(spec.name) != base.get(spec.name)
    }
    problems = _collisions(ctx, saved, changes, base, current)
    # Who has been shown that it was deleted sends the form of that revision.
    gone = saved.line.deleted and event.ref.get("revision") != str(saved.line.revision)
    if problems or gone:
        mine = {name: value for name, value in typed.items() if name in changes or kind.field(name) is None}
        moved = {spec.name for spec in kind.fields if current.get(spec.name) != base.get(spec.name)} - problems.keys()
        return _again(event, ctx, mine, problems, moved, changes)
    merged = {**current, **changes}
    for spec in kind.holding(Input.ATTACHMENTS):
        given = [FileRef.model_validate(each) for each in merged.get(spec.name) or ()]
        merged[spec.name] = [each.model_dump() for each in without_repeated(ctx.store, given, saved)] or None
    content = {spec.name: merged[spec.name] for spec in kind.fields if merged.get(spec.name) is not None}
    if content == current and not saved.line.deleted:
        return FormErrors({"": Problem("problem-nothing-changed")})
    theirs = [
        spec for spec in kind.fields if current.get(spec.name) != base.get(spec.name) and spec.name not in changes
    ]
    others = [ctx.voice.label(spec.label) for spec in theirs]
    said = origin_of(ctx, event.ref)
    strangers = kind.strangers(event.values, changes)

    def apply(store: Store) -> Answer:
        whole_content = with_files(store, ctx, kind, content, saved)
        changed = store.records.change(saved, whole_content, reason, revive=saved.line.deleted)
        if said is not None:
            lead_back(store, ctx, changed, said)
        for name in event.ref.keys() & DRAFTS:
            store.drafts.drop(event.ref[name])
        answer = conclude(store, ctx, changed, strangers=strangers)
        if others and isinstance(answer, Notice) and answer.key == "notice-changed":
            told = {"by": saved.line.changer.name, "fields": ctx.voice.listed(others)}
            return replace(answer, key="notice-changed-merged", data={**answer.data, **told})
        if saved.line.deleted and isinstance(answer, Notice) and answer.key == "notice-changed":
            return replace(answer, key="notice-brought-back")
        return answer

    return Write(apply)


def _values(
    kind: Kind, typed: Mapping[str, Any], base: Mapping[str, Any], ctx: Context, only: list[str]
) -> dict[str, Any]:
    """Give what is to be read: what was not asked, not touched, or is hidden and left empty keeps what it held."""
    values: dict[str, Any] = {}
    for spec in kind.fields:
        entered, held = typed.get(spec.name), base.get(spec.name)
        asked = (not only or spec.name in only) and (spec.always or spec.name in typed)
        if asked and spec.input is Input.ATTACHMENTS:
            values[spec.name] = attached(spec.name, typed, held or [])
        elif not asked or (spec.sensitive and not str(entered or "").strip()):
            values[spec.name] = held
        elif spec.sensitive and str(entered).strip() in CLEARED:
            continue
        elif _untouched(entered, ctx.voice.typed(spec, held)):
            values[spec.name] = held
        else:
            values[spec.name] = entered
    return values


def _untouched(entered: Any, opened: Any) -> bool:
    """Tell whether a field came back as the form was opened: reading a list again could find other names and dates."""
    return isinstance(entered, str) and clean(entered) == opened


def _files_of_both(
    base: Mapping[str, Any], entered: Mapping[str, Any], current: Mapping[str, Any], name: str
) -> list[Any] | None:
    """Give the files of a field: what one took away is gone, what either added is there."""
    opened, mine, theirs = ({file["id"]: file for file in each.get(name) or ()} for each in (base, entered, current))
    kept = [file for uid, file in theirs.items() if uid in mine or uid not in opened]
    return [*kept, *(file for uid, file in mine.items() if uid not in opened and uid not in theirs)] or None


def _collisions(
    ctx: Context, saved: Saved, changes: Mapping[str, Any], base: Mapping[str, Any], current: Mapping[str, Any]
) -> dict[str, Problem]:
    """Give the fields that somebody else has changed otherwise since the form was opened."""
    problems: dict[str, Problem] = {}
    for spec in saved.line.kind.fields:
        theirs = current.get(spec.name)
        if spec.input is Input.ATTACHMENTS or spec.name not in changes:
            continue
        if theirs != base.get(spec.name) and theirs != changes[spec.name]:
            problems[spec.name] = _collision(ctx, saved, spec, base.get(spec.name), theirs)
    return problems


def _collision(ctx: Context, saved: Saved, spec: FieldSpec, was: Any, theirs: Any) -> Problem:
    """Say what somebody else has made of a field; of a long text what they changed in it."""
    name = saved.line.changer.name
    if spec.sensitive:
        return Problem("problem-collision", {"name": name, "value": "••••"})
    if was and theirs and (change := in_words(spec, str(was), str(theirs))):
        return Problem("problem-collision-within", {"name": name, "change": change[:_SHOWN]})
    return Problem("problem-collision", {"name": name, "value": ctx.voice.value(spec, theirs)[:_SHOWN]})


def _again(
    event: FormSubmitted,
    ctx: Context,
    mine: Mapping[str, Any],
    problems: Mapping[str, Problem],
    moved: Set[str],
    changes: Mapping[str, Any],
) -> Answer:
    """Give the form as the record has become, with what was typed in it: what is sent next is typed knowing both.

    `mine` is what was typed; `moved` names what only somebody else changed, and the files, which are put together.
    """
    saved = ctx.store.records.get(event.ref["record"])
    now = str(saved.line.revision)
    # What earlier pages held is in the form, which is a new one.
    ref = {**{name: value for name, value in event.ref.items() if name != PAGES}, "revision": now}
    begun = FormChanged(event.source, event.name, ref, mine)
    handler = router.find(begun)
    answer = handler(begun, ctx) if handler is not None else None
    if not isinstance(answer, OpenForm):
        raise NotFound("not-found")
    fields = []
    for field in answer.form.fields:
        error = ctx.voice.problem(problems[field.name]) if field.name in problems else ""
        fresh = now if field.name in moved else ""
        value = field.value
        if field.input is Input.ATTACHMENTS and field.name in changes:
            left = {file["id"] for file in changes[field.name] or ()}
            value = [file for file in value or () if file["id"] in left]
        fields.append(replace(field, value=value, error=error, fresh=fresh))
    named = ctx.voice.listed([field.label for field in fields if field.fresh])
    told = ctx.voice.say("form-edit-moved", fields=named) if named else ""
    note = "\n".join(filter(None, (answer.form.note, told)))
    error = ctx.voice.say("form-edit-deleted", name=saved.line.changer.name) if saved.line.deleted else ""
    return OpenForm(replace(answer.form, fields=tuple(fields), note=note, error=error))
