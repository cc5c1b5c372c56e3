"""The form of a record: made from its kind, for entering a new one or changing one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic_core import PydanticCustomError

from chat.forms import Choice, Form, FormField, kept_files
from chat.voice import Voice
from dossier.errors import Problem
from dossier.fields import FieldSpec, Input
from dossier.kinds import Kind
from dossier.reading import LINE_LENGTH, TEXT_LENGTH
from dossier.views import DossierView, Saved

_LONG = (Input.LONG_TEXT, Input.PEOPLE, Input.ROWS)
GIVEN = "given"
"""Names, in a form's reference, the fields that are asked whatever is chosen: somebody gave them a value in a line."""


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
    wrong = problems or {}
    asked = _asked(kind.fields, values, wrong, extra)
    fields = [_field(spec, voice, values.get(spec.name, ""), wrong.get(spec.name)) for spec in asked]
    fields = _marked(fields, kind.fields, values)
    one = dossiers[0] if len(dossiers) == 1 else None
    if one is None:
        choices = tuple(Choice(dossier.uid, dossier.title) for dossier in dossiers)
        chosen = values.get("dossier", "")
        question = voice.say("field-dossier")
        fields.insert(0, FormField("dossier", question, Input.CHOICE, True, choices=choices, value=chosen))
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
    extra: Mapping[str, str] | None = None,
) -> Form:
    """Make the form for changing a record; hidden fields are empty, and stay as they are when left so.

    `only` names the fields that are asked, in that order, without the question why; `typed` is what somebody has typed
    already, and `problems` what is wrong with it. `extra` goes into the form's reference.
    """
    kind = saved.line.kind
    specs = [spec for name in only if (spec := kind.field(name))] or kind.fields
    typed, wrong = typed or {}, problems or {}
    standing = {**saved.content, **typed}
    # What it holds can be changed, also where it would not be asked of a new one.
    held = [spec.name for spec in specs if saved.content.get(spec.name) is not None]
    asked = _asked(specs, standing, (*wrong, *held), extra)
    fields = [
        _field(spec, voice, typed[spec.name], wrong.get(spec.name))
        if _entered(spec, typed)
        else _held(spec, voice, saved.content.get(spec.name))
        for spec in asked
    ]
    fields = _marked(fields, specs, standing)
    if not only:
        why, hint = voice.say("field-why"), voice.say("field-why-hint")
        said = typed.get("reason_for_change", "")
        fields.append(FormField("reason_for_change", why, Input.TEXT, hint=hint, value=said))
    title = voice.say("form-edit", kind=voice.label(kind.label), number=str(saved.line.number))
    ref = {"record": saved.line.uid, "revision": str(saved.line.revision), "fields": ",".join(only), **(extra or {})}
    note = voice.say("form-edit-approved", title=saved.title) if saved.approved else saved.title
    return Form("edit", title, voice.say("button-save"), tuple(fields), ref, note)


def with_strays(form: Form, strays: Mapping[str, str], voice: Voice) -> Form:
    """Have a form say below which fields stands what was typed behind labels that the kind does not have."""
    said = {name: [label for label, field in strays.items() if field == name] for name in strays.values()}
    wrong = {
        name: voice.say("form-stray", labels=voice.listed([f"“{each}”" for each in labels]))
        for name, labels in said.items()
    }
    return with_errors(form, wrong)


def with_errors(form: Form, wrong: Mapping[str, str]) -> Form:
    """Have a form say more of what is wrong, by its fields' names."""
    fields = (
        replace(each, error="\n".join(filter(None, (each.error, wrong[each.name])))) if each.name in wrong else each
        for each in form.fields
    )
    return replace(form, fields=tuple(fields))


def given(kind: Kind, values: Mapping[str, Any]) -> dict[str, str]:
    """Give what a form's reference says of the values it is opened with: which of them are asked whatever is chosen."""
    named = [spec.name for spec in kind.fields if spec.only_if is not None and spec.name in values]
    return {GIVEN: ",".join(named)} if named else {}


def _asked(
    specs: Sequence[FieldSpec],
    values: Mapping[str, Any],
    shown: Iterable[str],
    ref: Mapping[str, str] | None,
) -> Sequence[FieldSpec]:
    always = {*shown, *(ref or {}).get(GIVEN, "").split(",")}
    return [spec for spec in specs if spec.asked(values) or spec.name in always]


def _marked(fields: Sequence[FormField], specs: Sequence[FieldSpec], values: Mapping[str, Any]) -> list[FormField]:
    """Say which fields others come and go with; what is asked although it need not be, is not required."""
    deciding = {spec.only_if.field for spec in specs if spec.only_if is not None}
    loose = {spec.name for spec in specs if not spec.asked(values)}
    return [
        replace(field, decides=field.name in deciding, required=field.required and field.name not in loose)
        for field in fields
    ]


def _entered(spec: FieldSpec, typed: Mapping[str, Any]) -> bool:
    """Tell whether a field of a change shows what was typed; new files may lie beside those it holds."""
    if spec.name not in typed or kept_files(spec.name) in typed:
        return False
    return not spec.sensitive or bool(str(typed[spec.name] or "").strip())


def _held(spec: FieldSpec, voice: Voice, value: Any) -> FormField:
    if spec.sensitive and value is not None:
        hint = voice.say("field-hidden", value=voice.value(spec, value))
        return FormField(spec.name, voice.label(spec.label), spec.input, hint=hint, max_length=LINE_LENGTH)
    return _field(spec, voice, voice.typed(spec, value), None)


def _field(spec: FieldSpec, voice: Voice, value: Any, problem: Problem | None) -> FormField:
    hint = voice.label(spec.hint) if spec.hint else ""
    if not hint and spec.input in (Input.DAY, Input.MOMENT, Input.PERSON):
        hint = voice.say("hint-past-day" if spec.past else f"hint-{spec.input.value}")
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
    """Give the option that typed words mean, so that the form has it chosen; anything else as it is."""
    if not spec.options or not value:
        return value
    try:
        return type(spec.options[0]).named(value).value
    except PydanticCustomError:
        return value
