"""The command of every kind: saves a complete line at once, else opens the form with what was typed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chat.events import ButtonPressed, CommandGiven
from chat.oneline import read_with_strays
from chat.record_form import given, record_form, with_errors, with_strays
from chat.replies import Answer, OpenForm
from chat.router import command, on
from dossier.errors import Conflict, InvalidFields, NotFound, Problem
from dossier.fields import FileRef, Input
from dossier.kinds import VERIFIES, Kind, kinds
from dossier.tiers import Action
from dossier.views import DossierView, Saved
from handlers.attach_files import taken
from handlers.carry_basics import basics_elsewhere
from handlers.context import Context, Write
from handlers.edit_record import open_edit
from handlers.fill_form import WRITTEN, begin, time_of_meeting
from handlers.keep_half_filled import half_filled
from handlers.kind_commands import ROOT, command_of
from handlers.owe_change import owe
from handlers.save_record import save


def open_form(event: CommandGiven, ctx: Context) -> Answer | Write:
    """Read the line behind a kind's command."""
    kind = ctx.store.kinds.named(event.name.removeprefix(f"{ROOT} "))
    if kind is None:
        raise NotFound("not-found")
    if kind.retired:
        raise Conflict("kind-retired", zh=kind.label.zh, en=kind.label.en)
    read, stray = read_with_strays(kind, event.text)
    values: dict[str, Any] = dict(read)
    dossiers = ctx.writable(kind, event.text)
    if not dossiers:
        raise ctx.no_dossier()
    if event.files:
        spec = next(iter(kind.holding(Input.ATTACHMENTS)), None)
        if spec is None:
            raise Conflict("kind-without-files", zh=kind.label.zh, en=kind.label.en)
        values[spec.name] = [file.model_dump() for file in event.files]
    if not values:
        return half_filled(ctx, form_for(ctx, kind, dossiers, {}))
    if kind.single and len(dossiers) == 1 and (known := ctx.store.records.single(dossiers[0], kind)):
        return _edit_known(ctx, known, values, stray)
    values = time_of_meeting(ctx, kind, dossiers, values) | values
    extra = {**given(kind, values), **({WRITTEN: "/".join(ctx.source.message)} if ctx.source.message else {})}
    try:
        content = kind.parse(values, ctx.reading, ctx.me.model_dump())
        if len(dossiers) == 1:
            ctx.store.naming_others.require(dossiers[0], kind, content)
            ctx.store.approvals.require_status(dossiers[0], kind, content)
    except InvalidFields as error:
        problems = {name: problem for name, problem in error.problems.items() if name in values}
        wrong = _refused(kind, values, problems, ctx)
        form = record_form(kind, ctx.voice, {**begin(ctx, kind), **values}, dossiers, problems, extra)
        form = with_errors(with_strays(form, stray, ctx.voice), wrong)
        topic_is_right = kind.fields[0].name not in problems
        return (owe(ctx, kind, dossiers, values, form) if topic_is_right else None) or OpenForm(form)
    if stray or len(dossiers) != 1:
        # Saved as it stands, what has no place would say something else than was meant.
        form = record_form(kind, ctx.voice, {**begin(ctx, kind), **values}, dossiers, extra=extra)
        return OpenForm(with_strays(form, stray, ctx.voice))
    return save(ctx, dossiers[0], kind, content, strangers=kind.strangers(values, content))


def begun_form(event: CommandGiven, ctx: Context, kind: Kind) -> Answer:
    """Open the form of a kind with what a line says of it, complete or not."""
    values, stray = read_with_strays(kind, event.text)
    dossiers = ctx.writable(kind)
    if not dossiers:
        raise ctx.no_dossier()
    if kind.single and len(dossiers) == 1 and (known := ctx.store.records.single(dossiers[0], kind)):
        return _edit_known(ctx, known, dict(values), stray)
    form = record_form(kind, ctx.voice, {**begin(ctx, kind), **values}, dossiers, extra=given(kind, values))
    return OpenForm(with_strays(form, stray, ctx.voice))


def _refused(kind: Kind, values: dict[str, Any], problems: dict[str, Problem], ctx: Context) -> dict[str, str]:
    """Take the files that are not taken out of what a form is to hold, and say of each why."""
    said = {}
    for spec in kind.holding(Input.ATTACHMENTS):
        good, refused = taken(FileRef.model_validate(file) for file in values.get(spec.name) or ())
        if refused:
            problems.pop(spec.name, None)
            values[spec.name] = good
            said[spec.name] = "\n".join(ctx.voice.problem(each) for each in refused)
    return said


def _edit_known(ctx: Context, known: Saved, values: dict[str, Any], stray: Mapping[str, str]) -> Answer:
    """Open the one sheet there is with what a line says, and say what of it is wrong or has no place."""
    kind, say = known.line.kind, ctx.voice.typed
    shown = [spec for spec in kind.fields if spec.name in known.content and spec.name not in kind.hidden]
    held = {spec.name: say(spec, known.content[spec.name]) for spec in shown}
    # What has no place of its own is added to what stands there, and takes the place of nothing.
    values |= {name: f"{held[name]}\n{values[name]}" for name in set(stray.values()) if held.get(name)}
    problems: Mapping[str, Problem] = {}
    try:
        kind.parse({**held, **values}, ctx.reading, ctx.me.model_dump())
    except InvalidFields as error:
        problems = {name: problem for name, problem in error.problems.items() if name in values}
    opened = open_edit(ctx, known, values, problems)
    return OpenForm(with_strays(opened.form, stray, ctx.voice))


for each in kinds():
    command(command_of(each))(open_form)


@on(ButtonPressed, "new")
def press_new(event: ButtonPressed, ctx: Context) -> Answer:
    """Open the form of a kind for a dossier, by button."""
    kind = ctx.store.kinds.named(event.args.get("kind", ""))
    if kind is None:
        raise NotFound("not-found")
    begun = {VERIFIES: event.args[VERIFIES]} if VERIFIES in event.args and kind.field(VERIFIES) else {}
    dossier = ctx.store.dossiers.get(event.args.get("dossier", ""))
    # A form says whose it is: not to who has no part in it.
    ctx.store.actor.require(Action.LOG, dossier.id, kind)
    return form_for(ctx, kind, [dossier], begun)


def form_for(
    ctx: Context,
    kind: Kind,
    dossiers: list[DossierView],
    values: dict[str, Any],
    extra: Mapping[str, str] | None = None,
) -> Answer:
    """Open the form of a kind; of a kind that a dossier has one record of, the form to change that record. What is
    known of the customer from another project of theirs stands in it.

    `extra` goes into the form's reference. Raises Conflict for one dossier that is sealed.
    """
    if len(dossiers) == 1:
        dossiers[0].require_open()
    if kind.single and len(dossiers) == 1 and (saved := ctx.store.records.single(dossiers[0], kind)):
        return open_edit(ctx, saved)
    known, title = basics_elsewhere(ctx, kind, dossiers)
    form = record_form(kind, ctx.voice, {**begin(ctx, kind), **known, **values}, dossiers, extra=extra)
    return OpenForm(replace(form, note=f"{form.note}\n{ctx.voice.say('form-from', dossier=title)}") if title else form)
