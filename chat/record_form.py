"""The form of a record: made from its kind, for entering a new one or changing one."""

from collections.abc import Mapping, Sequence
from typing import Any

from chat.forms import Choice, Form, FormField
from chat.voice import Voice
from dossier.errors import Problem
from dossier.fields import FieldSpec, Input
from dossier.kinds import Kind
from dossier.reading import LINE_LENGTH, TEXT_LENGTH
from dossier.views import DossierView, Saved

_LONG = (Input.LONG_TEXT, Input.PEOPLE, Input.ROWS)


def record_form(
    kind: Kind,
    voice: Voice,
    values: Mapping[str, Any],
    dossiers: Sequence[DossierView],
    problems: Mapping[str, Problem] | None = None,
    extra: Mapping[str, str] | None = None,
) -> Form:
    """Make the form for a new record, filled with what was typed.

    With several `dossiers` the first question is which one. `extra` goes into the form's reference.
    """
    fields = [_field(spec, voice, values.get(spec.name, ""), (problems or {}).get(spec.name)) for spec in kind.fields]
    one = dossiers[0] if len(dossiers) == 1 else None
    if one is None:
        choices = tuple(Choice(dossier.uid, dossier.title) for dossier in dossiers[:100])
        fields.insert(0, FormField("dossier", voice.say("field-dossier"), Input.CHOICE, True, choices=choices))
    title = voice.say("form-new", kind=voice.label(kind.label))
    note = voice.say("form-for", dossier=one.title) if one else ""
    ref = {"kind": kind.name, "dossier": one.uid if one else "", **(extra or {})}
    return Form("record", title, voice.say("button-save"), tuple(fields), ref, note)


def edit_form(
    saved: Saved,
    voice: Voice,
    only: Sequence[str] = (),
    typed: Mapping[str, Any] | None = None,
    problems: Mapping[str, Problem] | None = None,
) -> Form:
    """Make the form for changing a record; hidden fields are empty, and stay as they are when left so.

    `only` names the fields that are asked, in that order, without the question why; `typed` is what somebody has typed
    already, and `problems` what is wrong with it.
    """
    kind = saved.line.kind
    asked = [spec for name in only if (spec := kind.field(name))] or kind.fields
    given = typed or {}
    fields = [
        _field(spec, voice, given[spec.name], (problems or {}).get(spec.name))
        if spec.name in given
        else _held(spec, voice, saved.content.get(spec.name))
        for spec in asked
    ]
    if not only:
        fields.append(
            FormField("reason_for_change", voice.say("field-why"), Input.TEXT, hint=voice.say("field-why-hint"))
        )
    title = voice.say("form-edit", kind=voice.label(kind.label), number=str(saved.line.number))
    ref = {"record": saved.line.uid, "revision": str(saved.line.revision), "fields": ",".join(only)}
    return Form("edit", title, voice.say("button-save"), tuple(fields), ref, saved.title)


def _held(spec: FieldSpec, voice: Voice, value: Any) -> FormField:
    if spec.sensitive and value is not None:
        hint = voice.say("field-hidden", value=voice.value(spec, value))
        return FormField(spec.name, voice.label(spec.label), spec.input, hint=hint, max_length=LINE_LENGTH)
    return _field(spec, voice, voice.typed(spec, value), None)


def _field(spec: FieldSpec, voice: Voice, value: Any, problem: Problem | None) -> FormField:
    hint = voice.label(spec.hint) if spec.hint else ""
    if not hint and spec.input in (Input.DAY, Input.MOMENT, Input.PERSON):
        hint = voice.say(f"hint-{spec.input.value}")
    return FormField(
        spec.name,
        voice.label(spec.label),
        spec.input,
        spec.required,
        hint,
        tuple(Choice(option.value, voice.label(option.label)) for option in spec.options),
        _chosen(spec, value),
        TEXT_LENGTH if spec.input in _LONG else LINE_LENGTH,
        voice.problem(problem) if problem else "",
    )


def _chosen(spec: FieldSpec, value: Any) -> Any:
    """Give the option that a typed label means, so that the form has it chosen; anything else as it is."""
    typed = str(value).strip().casefold()
    meant = (option.value for option in spec.options if typed in (each.casefold() for each in option.label.both()))
    return next(meant, value)
