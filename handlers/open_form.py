"""The command of every kind: saves a complete line at once, else opens the form with what was typed."""

from collections.abc import Mapping
from typing import Any

from chat.events import ButtonPressed, CommandGiven
from chat.oneline import read_line
from chat.record_form import given, record_form
from chat.replies import Answer, OpenForm
from chat.router import Command, command, on
from dossier.errors import InvalidFields, NotFound
from dossier.fields import Input
from dossier.kinds import VERIFIES, Kind, kind_named, kinds
from dossier.language import Label
from dossier.views import DossierView
from handlers.context import Context, Write
from handlers.edit_record import open_edit
from handlers.fill_form import begin
from handlers.give_help import ROOT
from handlers.owe_change import owe
from handlers.save_record import save


def _about(kind: Kind) -> Label:
    gap = " " if kind.label.zh[0].isascii() else ""
    return Label(f"记录{gap}{kind.label.zh}", f"Log: {_within(kind.label.en)}")


def _within(label: str) -> str:
    """Give an English label as it stands within a sentence: UAT stays UAT."""
    return label if label[:2].isupper() else f"{label[0].lower()}{label[1:]}"


def _usage(kind: Kind) -> Label:
    asked = [spec for spec in kind.fields if spec.only_if is None]
    shown = [spec for spec in asked if (spec.required and spec.initial is None) or spec.name in kind.needs_one_of]
    zh = " | ".join([shown[0].label.zh, *(f"{spec.label.zh}: …" for spec in shown[1:4])])
    en = " | ".join([shown[0].label.en, *(f"{spec.label.en}: …" for spec in shown[1:4])])
    return Label(zh, en)


def open_form(event: CommandGiven, ctx: Context) -> Answer | Write:
    """Read the line behind a kind's command."""
    kind = kind_named(event.name.removeprefix(f"{ROOT} "))
    if kind is None:
        raise NotFound("not-found")
    values: dict[str, Any] = dict(read_line(kind, event.text))
    dossiers = ctx.writable(kind, event.text)
    if not dossiers:
        raise NotFound("no-dossier")
    if event.files and (spec := next((each for each in kind.fields if each.input is Input.ATTACHMENTS), None)):
        values[spec.name] = [file.model_dump() for file in event.files]
    if not values:
        return form_for(ctx, kind, dossiers, {})
    if kind.single and len(dossiers) == 1 and (known := ctx.store.records.single(dossiers[0], kind)):
        return open_edit(ctx, known, values)
    extra = given(kind, values)
    try:
        content = kind.parse(values, ctx.reading, ctx.me.model_dump())
    except InvalidFields as error:
        problems = {name: problem for name, problem in error.problems.items() if name in values}
        form = record_form(kind, ctx.voice, {**begin(ctx, kind), **values}, dossiers, problems, extra)
        topic_is_right = kind.fields[0].name not in problems
        return (owe(ctx, kind, dossiers, values, form) if topic_is_right else None) or OpenForm(form)
    if len(dossiers) != 1:
        return OpenForm(record_form(kind, ctx.voice, {**begin(ctx, kind), **values}, dossiers, extra=extra))
    return save(ctx, dossiers[0], kind, content, strangers=kind.strangers(values, content))


for each in kinds():
    parent = None if each.slash else ROOT
    command(
        Command(each.command, each.command_zh, _about(each), _usage(each), parent, each.icon, 10 if each.slash else 70)
    )(open_form)


@on(ButtonPressed, "new")
def press_new(event: ButtonPressed, ctx: Context) -> Answer:
    """Open the form of a kind for a dossier, by button."""
    kind = kind_named(event.args.get("kind", ""))
    if kind is None:
        raise NotFound("not-found")
    begun = {VERIFIES: event.args[VERIFIES]} if VERIFIES in event.args and kind.field(VERIFIES) else {}
    dossier = ctx.store.dossiers.get(event.args.get("dossier", ""))
    return form_for(ctx, kind, [dossier], begun)


def form_for(
    ctx: Context,
    kind: Kind,
    dossiers: list[DossierView],
    values: dict[str, Any],
    extra: Mapping[str, str] | None = None,
) -> Answer:
    """Open the form of a kind; of a kind that a dossier has one record of, the form to change that record.

    `extra` goes into the form's reference. Raises Conflict for one dossier that is sealed.
    """
    if len(dossiers) == 1:
        dossiers[0].require_open()
    if kind.single and len(dossiers) == 1 and (saved := ctx.store.records.single(dossiers[0], kind)):
        return open_edit(ctx, saved)
    return OpenForm(record_form(kind, ctx.voice, {**begin(ctx, kind), **values}, dossiers, extra=extra))
