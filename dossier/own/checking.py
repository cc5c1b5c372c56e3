"""What is right in every part of a file of kinds, but cannot be: names that clash, fields that do not fit together."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from string import Formatter

from dossier.errors import Problem
from dossier.kinds import VERIFIES, Kind, Record, built_in
from dossier.own.declared import ColumnEntry, Declared, FieldEntry, KindEntry, declared, where
from dossier.own.making import LISTS, OWN
from dossier.own.text import Path, Read, Wrong, WrongFile, read
from dossier.phases import Phase
from dossier.tiers import Action, Tier, lowest

MOST_ADDED = 20
_FINDING = Iterator[tuple[Path, Problem]]

# What forms, drafts and the product itself call things by, and what a record has already.
_RESERVED = {*dir(Record), VERIFIES, "dossier", "kind", "record", "reason_for_change", "duty", "origin", "pages"}
# Fields of these names mean something to the product, if they are of these types.
_MEANING = {"status": ("choice",), "attendees": ("people",), "held_at": ("moment",)}
_SHOWN = ("text", "number", "day", "past_day", "link")
"""The types whose values can stand in a title."""
_HIDDEN = ("text", "long_text", "phone", "email", "money", "link")
"""The types that can be sensitive."""
_INITIAL = {"day": ("today",), "past_day": ("today",), "moment": ("now",), "person": ("me",)}


def checked(content: bytes, reserved: Collection[str] = ()) -> Declared:
    """Read a file of kinds. Raises WrongFile with everything that is wrong with it.

    `reserved` are words of commands that are taken.
    """
    file = read(content)
    made = declared(file)
    if wrongs := list(_wrongs(made, file, {word.casefold() for word in reserved})):
        raise WrongFile(*wrongs)
    return made


def require_sound(made: Declared) -> None:
    """Raise WrongFile for something declared elsewhere that cannot be here."""
    if wrongs := tuple(_wrongs(made, Read(made.model_dump(mode="json", by_alias=True), {}), set())):
        raise WrongFile(*wrongs)


def _wrongs(made: Declared, file: Read, reserved: set[str]) -> Iterator[Wrong]:
    found = [*_names(made, reserved), *_additions(made), *_own(made)]
    for path, problem in sorted(found, key=lambda each: file.line(each[0])):
        yield Wrong(file.line(path), where(path, file.content), problem)


def _own(made: Declared) -> _FINDING:
    for at, entry in enumerate(made.kinds):
        path: Path = ("kinds", at)
        yield from _fields(entry.fields, (*path, "fields"), {})
        yield from _kind(entry, path)


def _names(made: Declared, reserved: set[str]) -> _FINDING:
    """Find names, commands and labels that are taken: by the product, by a command, or by another own kind."""
    taken: dict[str, tuple[str, str] | None] = dict.fromkeys(reserved)
    for kind in built_in():
        label = kind.label
        words = (kind.name, kind.command, kind.command_zh, label.en.casefold(), label.zh)
        taken |= dict.fromkeys(words, (label.zh, label.en))
    for at, entry in enumerate(made.kinds):
        mine: dict[str, Path] = {}
        for word, path in (
            (entry.key, ("key",)),
            *((getattr(entry.command, name), ("command", name)) for name in ("zh", "en")),
            *((getattr(entry.label, name), ("label", name)) for name in ("zh", "en")),
        ):
            mine.setdefault(word.casefold(), ("kinds", at, *path))
        for word, place in mine.items():
            if word in taken:
                yield place, _taken(word, taken[word])
        taken |= {word: taken.get(word) or (entry.label.zh, entry.label.en) for word in mine}


def _taken(word: str, by: tuple[str, str] | None) -> Problem:
    """Say that a word is taken, `by` whom in Chinese and English; None for a command of the product."""
    if by is None:
        return Problem("problem-kinds-command", {"word": word})
    return Problem("problem-kinds-taken", {"word": word, "zh": by[0], "en": by[1]})


def _additions(made: Declared) -> _FINDING:
    for name, entries in made.fields.items():
        path: Path = ("fields", name)
        kind = built_in().named(name)
        if kind is None or kind.name != name:
            yield path, Problem("problem-kinds-no-kind", {"known": ", ".join(each.name for each in built_in())})
            continue
        if len(entries) > MOST_ADDED:
            yield path, Problem("problem-kinds-too-long", {"max": MOST_ADDED})
        yield from _fields(entries, path, _called(kind))
        for at, entry in enumerate(entries):
            if entry.key in {spec.name for spec in kind.fields}:
                yield (*path, at, "key"), Problem("problem-kinds-field-taken", {"word": entry.key})
            if entry.key in _MEANING:
                yield (*path, at, "key"), Problem("problem-kinds-field-reserved", {"word": entry.key})


def _called(kind: Kind) -> dict[str, str]:
    return {name: spec.name for spec in kind.fields for name in spec.names}


def _fields(entries: Sequence[FieldEntry], path: Path, taken: Mapping[str, str]) -> _FINDING:
    called = dict(taken)
    for at, entry in enumerate(entries):
        here = (*path, at)
        if entry.key in _RESERVED or entry.key.startswith(("model_", OWN)):
            yield (*here, "key"), Problem("problem-kinds-field-reserved", {"word": entry.key})
        if entry.type not in _MEANING.get(entry.key, (entry.type,)):
            meant = ", ".join(_MEANING[entry.key])
            yield (*here, "type"), Problem("problem-kinds-field-means", {"word": entry.key, "type": meant})
        names = {entry.key: ("key",), entry.label.zh.casefold(): ("label", "zh")}
        names.setdefault(entry.label.en.casefold(), ("label", "en"))
        for word, where_ in names.items():
            if called.get(word, entry.key) != entry.key or (word in called and word == entry.key):
                yield (*here, *where_), Problem("problem-kinds-field-taken", {"word": word})
            called.setdefault(word, entry.key)
        yield from _field(entry, here)
        yield from _condition(entry, entries, here)


def _field(entry: FieldEntry, path: Path) -> _FINDING:
    if (entry.type == "choice") != bool(entry.options):
        key = "problem-kinds-options-only" if entry.options else "problem-kinds-options-needed"
        yield (*path, "options"), Problem(key)
    if (entry.type == "rows") != bool(entry.columns):
        key = "problem-kinds-columns-only" if entry.columns else "problem-kinds-columns-needed"
        yield (*path, "columns"), Problem(key)
    if entry.required and entry.type in LISTS:
        yield (*path, "required"), Problem("problem-kinds-list-required")
    if entry.sensitive and entry.type not in _HIDDEN:
        yield (*path, "sensitive"), Problem("problem-kinds-not-hidden", {"types": ", ".join(_HIDDEN)})
    numbered: list[tuple[Path, FieldEntry | ColumnEntry]] = [(path, entry)]
    numbered += [((*path, "columns", at), column) for at, column in enumerate(entry.columns)]
    for place, part in numbered:
        if part.negative and part.type != "number":
            yield (*place, "negative"), Problem("problem-kinds-negative")
    if entry.search and entry.hides:
        yield (*path, "search"), Problem("problem-kinds-hidden-search")
    for name in ("options", "columns"):
        parts = getattr(entry, name)
        words = [(at, word) for at, part in enumerate(parts) for word in _words(part.key, part.label)]
        for number, (at, word) in enumerate(words):
            if any(word == other and at != place for place, other in words[:number]):
                yield (*path, name, at), Problem("problem-kinds-field-taken", {"word": word})
                break
    starts = tuple(option.key for option in entry.options) or _INITIAL.get(entry.type, ())
    if entry.initial is not None and entry.initial not in starts:
        about = {"text": entry.initial, "choices": ", ".join(starts) or "—"}
        yield (*path, "initial"), Problem("problem-kinds-one-of", about)


def _words(key: str, label: object) -> tuple[str, ...]:
    return (key, str(getattr(label, "zh", "")).casefold(), str(getattr(label, "en", "")).casefold())


def _condition(entry: FieldEntry, entries: Sequence[FieldEntry], path: Path) -> _FINDING:
    if entry.only_if is None or entry.retired:
        return
    chosen = next((each for each in entries if each.key == entry.only_if.field), None)
    if chosen is None or chosen.type != "choice" or chosen.only_if is not None or chosen.retired:
        yield (*path, "only_if", "field"), Problem("problem-kinds-condition", {"word": entry.only_if.field})
        return
    known = [option.key for option in chosen.options]
    for at, option in enumerate(entry.only_if.options):
        if option not in known:
            about = {"text": option, "choices": ", ".join(known)}
            yield (*path, "only_if", "options", at), Problem("problem-kinds-one-of", about)


def _kind(entry: KindEntry, path: Path) -> _FINDING:
    first = entry.fields[0]
    if first.type != "text" or not first.required or first.hides or first.only_if or first.retired:
        yield (*path, "fields", 0), Problem("problem-kinds-first")
    open_ones = {each.key: each for each in entry.fields if not each.hides}
    if entry.title is not None:
        yield from _title(entry.title, open_ones, (*path, "title"))
    if entry.stage is not None and (entry.stage not in open_ones or open_ones[entry.stage].type != "text"):
        yield (*path, "stage"), Problem("problem-kinds-title-field", {"word": entry.stage, "types": "text"})
    yield from _rules(entry, path)
    if entry.approved is not None:
        status = open_ones.get("status")
        known = [option.key for option in status.options] if status else []
        if entry.approve is None or entry.approved not in known:
            about = {"text": entry.approved, "choices": ", ".join(known) or "—"}
            yield (*path, "approved"), Problem("problem-kinds-approved", about)


def _rules(entry: KindEntry, path: Path) -> _FINDING:
    """Find what nobody could do: keep two of what there is one of, or log what they may not read."""
    expected = entry.expected
    if expected is not None and entry.one_per_dossier and expected.count > 1:
        yield (*path, "expected", "count"), Problem("problem-kinds-one-expected")
    if expected is not None and not expected.phase.writable:
        open_ones = ", ".join(each.value for each in Phase if each.writable)
        yield (
            (*path, "expected", "from"),
            Problem("problem-kinds-one-of", {"text": expected.phase.value, "choices": open_ones}),
        )
    needed = lowest(Action.READ, entry.category)
    if entry.log is not None and Tier[entry.log.upper()] < needed:
        yield (*path, "log"), Problem("problem-kinds-log", {"tier": needed.name.lower()})


def _title(title: str, fields: Mapping[str, FieldEntry], path: Path) -> _FINDING:
    try:
        parts = list(Formatter().parse(title))
    except ValueError:
        yield path, Problem("problem-kinds-title")
        return
    named = [name for _, name, _, _ in parts if name is not None]
    if any(form or change for _, _, form, change in parts) or not all(re.fullmatch(r"[a-z0-9_]+", n) for n in named):
        yield path, Problem("problem-kinds-title")
        return
    for name in named:
        if name not in fields or fields[name].type not in _SHOWN:
            yield path, Problem("problem-kinds-title-field", {"word": name, "types": ", ".join(_SHOWN)})
    if not named:
        yield path, Problem("problem-kinds-title")
