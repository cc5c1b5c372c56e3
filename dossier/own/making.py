"""The kinds an organisation has: those of the product with the fields it adds, and its own behind them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BeforeValidator, create_model

from dossier import fields as vocabulary
from dossier.fields import Initial, Input, Option, Row, columns, field, rows
from dossier.kinds import Expected, Kind, Kinds, Record, built_in
from dossier.language import Label
from dossier.own.declared import ColumnEntry, Declared, FieldEntry, KindEntry, Names
from dossier.tiers import Tier

OWN = "own_"
"""What the stored names of own kinds, and of fields added to the product's, begin with: no later release has them."""

_TYPES: Mapping[str, Any] = {
    "text": vocabulary.Text,
    "long_text": vocabulary.LongText,
    "day": vocabulary.Day,
    "past_day": vocabulary.PastDay,
    "moment": vocabulary.Moment,
    "person": vocabulary.Person,
    "people": vocabulary.People,
    "number": vocabulary.Number,
    "money": vocabulary.Money,
    "phone": vocabulary.Phone,
    "email": vocabulary.Email,
    "link": vocabulary.Link,
    "attachments": vocabulary.Attachments,
}
LISTS = ("people", "attachments", "rows")
SEARCHED = ("text", "long_text", "person", "people", "rows")
"""The types whose words records are found by, unless a field says otherwise."""


def kind_name(entry: KindEntry) -> str:
    """Give the name by which records of an own kind are kept."""
    return f"{OWN}{entry.key}"


def merged(declared: Declared) -> Kinds:
    """Put what an organisation declares, which has been checked, beside the kinds of the product.

    A field for a kind that the product no longer has is left out, as is one whose kind has been given the same.
    """
    extended = [_extended(kind, declared.fields.get(kind.name, ())) for kind in built_in()]
    return Kinds((*extended, *(_made(entry) for entry in declared.kinds)))


def _extended(kind: Kind, entries: Sequence[FieldEntry]) -> Kind:
    if not entries:
        return kind
    model = _model(kind.model.__name__, kind.model, entries, OWN)
    # The product's own fields stay the very same: what depends on their options finds these.
    specs = (*kind.fields, *_specs(model, entries, OWN))
    return replace(kind, model=model, fields=specs, search=(*kind.search, *_searched(entries, OWN)))


def _made(entry: KindEntry) -> Kind:
    model = _model(entry.key, Record, entry.fields, "")
    specs = _specs(model, entry.fields, "")
    status = next((spec for spec in specs if spec.name == "status"), None)
    expected = entry.expected
    return Kind(
        kind_name(entry),
        model,
        entry.command.en,
        entry.command.zh,
        _label(entry.label),
        entry.icon,
        entry.category,
        entry.title or f"{{{entry.fields[0].key}}}",
        tuple(_searched(entry.fields, "")),
        specs,
        write=Tier[entry.log.upper()] if entry.log else None,
        approve=Tier[entry.approve.upper()] if entry.approve else None,
        approved=status.option(entry.approved) if status and entry.approved else None,
        expected=Expected(expected.phase, expected.count, expected.fresh_days)
        if expected and not entry.retired
        else None,
        single=entry.one_per_dossier,
        stage=entry.stage,
        confidential=entry.confidential,
        slash=False,
        retired=entry.retired,
    )


def _model(name: str, base: type[Record], entries: Sequence[FieldEntry], prefix: str) -> type[Record]:
    choices = {entry.key: _choice(entry.key, entry) for entry in entries if entry.type == "choice"}
    made: dict[str, Any] = {f"{prefix}{entry.key}": _declaration(entry, choices, prefix) for entry in entries}
    return create_model(name, __base__=base, **made)


def _declaration(entry: FieldEntry, choices: Mapping[str, type[Option]], prefix: str) -> tuple[Any, Any]:
    kind: Any = choices[entry.key] if entry.type == "choice" else _rows(entry) if entry.columns else _type(entry)
    condition: tuple[Any, ...] = ()
    if entry.only_if is not None and not entry.retired:
        options = choices[entry.only_if.field]
        meant = tuple(options.named(each) for each in entry.only_if.options)
        condition = (f"{prefix}{entry.only_if.field}", *meant)
    declared = field(
        zh=entry.label.zh,
        en=entry.label.en,
        hint=(entry.hint.zh, entry.hint.en) if entry.hint else None,
        sensitive=entry.hides,
        initial=_initial(entry, choices),
        only_if=condition,
    )
    return (kind if entry.required or entry.type in LISTS else kind | None, declared)


def _initial(entry: FieldEntry, choices: Mapping[str, type[Option]]) -> Initial | Option | None:
    if entry.initial is None:
        return None
    return choices[entry.key].named(entry.initial) if entry.key in choices else Initial(entry.initial)


def _choice(name: str, entry: FieldEntry) -> type[Option]:
    members = {each.key.upper(): (each.key, each.label.zh, each.label.en) for each in entry.options}
    made: type[Option] = Option(name, members)  # type: ignore[call-arg,assignment,arg-type]
    return made


def _rows(entry: FieldEntry) -> Any:
    made: dict[str, Any] = {each.key: _column(each) for each in entry.columns}
    row = create_model(entry.key, __base__=Row, **made)
    return Annotated[tuple[row, ...], Input.ROWS, BeforeValidator(rows(row))]


def _type(entry: FieldEntry | ColumnEntry) -> Any:
    return vocabulary.SignedNumber if entry.type == "number" and entry.negative else _TYPES[entry.type]


def _column(entry: ColumnEntry) -> tuple[Any, Any]:
    kind = _type(entry)
    return (kind if entry.required else kind | None, field(zh=entry.label.zh, en=entry.label.en))


def _specs(model: type[Record], entries: Sequence[FieldEntry], prefix: str) -> tuple[Any, ...]:
    retired = {f"{prefix}{entry.key}": entry.retired for entry in entries}
    return tuple(replace(spec, retired=retired[spec.name]) for spec in columns(model) if spec.name in retired)


def _searched(entries: Iterable[FieldEntry], prefix: str) -> Iterable[str]:
    for entry in entries:
        if (entry.type in SEARCHED if entry.search is None else entry.search) and not entry.hides:
            yield f"{prefix}{entry.key}"


def _label(names: Names) -> Label:
    return Label(names.zh, names.en)
