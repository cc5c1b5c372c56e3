"""One file of kinds after another: what records hold cannot be taken away, but it can be retired."""

from collections.abc import Iterator
from typing import Protocol

from dossier.errors import Problem
from dossier.own.declared import Declared, FieldEntry, KindEntry, OptionEntry
from dossier.own.making import OWN, kind_name
from dossier.own.text import Wrong, WrongFile


class Used(Protocol):
    """What is kept in records; deleted ones and earlier versions count."""

    def kind(self, kind: str) -> bool:
        """Tell whether there are records of a kind, by its stored name."""

    def field(self, kind: str, field: str, *, hidden: bool) -> bool:
        """Tell whether records of a kind hold a field, by its stored name; `hidden` says that it is sensitive."""

    def option(self, kind: str, field: str, option: str) -> bool:
        """Tell whether records of a kind hold an option of a choice."""


def require_kept(before: Declared, after: Declared, used: Used) -> None:
    """Raise WrongFile where `after` leaves out or narrows what records hold."""
    if lost := tuple(_lost(before, after, used)):
        raise WrongFile(*lost)


def retired(declared: Declared, used: Used) -> Declared:
    """Give what remains when everything is given up: what records hold stays to be read, and no new ones are made."""
    kinds = [entry.model_copy(update={"retired": True}) for entry in declared.kinds if used.kind(kind_name(entry))]
    fields = {
        name: kept
        for name, entries in declared.fields.items()
        if (kept := [_retired(each) for each in entries if _holds(name, each, OWN, used)])
    }
    return Declared(kinds=kinds, fields=fields)


def _retired(entry: FieldEntry) -> FieldEntry:
    # What it depended on may be gone.
    return entry.model_copy(update={"retired": True, "required": False, "only_if": None})


def _lost(before: Declared, after: Declared, used: Used) -> Iterator[Wrong]:
    now = {entry.key: entry for entry in after.kinds}
    for entry in before.kinds:
        name, other = kind_name(entry), now.get(entry.key)
        path = f"kinds › {entry.key}"
        if other is None:
            if used.kind(name):
                yield _wrong(path, "problem-kinds-kind-used", entry)
            continue
        if other.one_per_dossier and not entry.one_per_dossier and used.kind(name):
            yield _wrong(f"{path} › one_per_dossier", "problem-kinds-one-used", entry)
        yield from _narrowed(name, entry.fields, other.fields, f"{path} › fields", "", used)
    for kind, entries in before.fields.items():
        yield from _narrowed(kind, entries, after.fields.get(kind, []), f"fields › {kind}", OWN, used)


def _narrowed(
    kind: str, before: list[FieldEntry], after: list[FieldEntry], path: str, prefix: str, used: Used
) -> Iterator[Wrong]:
    now = {entry.key: entry for entry in after}
    for entry in before:
        here, other = f"{path} › {entry.key}", now.get(entry.key)
        if other is not None and _fits(entry, other):
            gone = [each for each in entry.options if each.key not in {option.key for option in other.options}]
            for option in gone:
                if used.option(kind, f"{prefix}{entry.key}", option.key):
                    yield _wrong(f"{here} › options", "problem-kinds-option-used", option)
        elif _holds(kind, entry, prefix, used):
            yield _wrong(here, "problem-kinds-field-used" if other is None else "problem-kinds-field-narrowed", entry)


def _fits(entry: FieldEntry, other: FieldEntry) -> bool:
    """Tell whether what is kept in a field can be read as what it is to be: a line of text may become a long one."""
    types = (entry.type, other.type)
    same = types[0] == types[1] or types in (("text", "long_text"), ("past_day", "day"))
    columns = {each.key: each.type for each in other.columns}
    rows = all(columns.get(each.key) == each.type for each in entry.columns)
    return same and rows and entry.hides == other.hides


def _holds(kind: str, entry: FieldEntry, prefix: str, used: Used) -> bool:
    return used.field(kind, f"{prefix}{entry.key}", hidden=entry.hides)


def _wrong(where: str, key: str, entry: KindEntry | FieldEntry | OptionEntry) -> Wrong:
    return Wrong(0, where, Problem(key, {"zh": entry.label.zh, "en": entry.label.en}))
