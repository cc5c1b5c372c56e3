"""The registry of record kinds: each declared once, everything else derived from it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from string import Formatter
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from dossier.categories import Category
from dossier.duties import Trigger
from dossier.errors import InvalidFields, Problem
from dossier.fields import FieldSpec, Initial, Input, Option, columns
from dossier.language import Label
from dossier.phases import Phase
from dossier.reading import Reading
from dossier.tiers import Action, Tier, lowest
from dossier.values import unknown_people, words_in


class Record(BaseModel):
    """The content of one entry; a subclass declares its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Clash(Exception):
    """A kind was declared with a command, name or field that cannot be: a mistake in the program."""


@dataclass(frozen=True, slots=True)
class Expected:
    """From which phase on a dossier is incomplete without this kind, how many it takes, and how old it may get."""

    phase: Phase
    count: int = 1
    fresh_days: int | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of record and all that follows from its declaration."""

    name: str
    model: type[Record]
    command: str
    command_zh: str
    label: Label
    icon: str
    category: Category
    title: str
    search: tuple[str, ...]
    fields: tuple[FieldSpec, ...]
    closes: Trigger | None = None
    write: Tier | None = None
    approve: Tier | None = None
    expected: Expected | None = None
    single: bool = False
    stage: str | None = None
    needs_one_of: tuple[str, ...] = ()
    lookup: tuple[str, ...] = ()
    slash: bool = True
    """Whether it has a slash command of its own; any other stands behind `/dossier`."""
    approved: Option | None = None
    """The status that approving gives a record; by hand only those set it, or one that stands behind it, who may
    approve."""
    approved_with: tuple[str, ...] = ()
    """The fields without which a record is not approved, though it may be kept."""
    carried_out: Option | None = None
    """The status of what was approved and has been done since: whoever may change a record gives it from `approved`."""
    verified: Option | None = None
    """The status with which a record says that the change it names was tested again, and is well."""
    folder: Label | None = None
    """The sub-folder its records are filed in, which others may share; one of its own name where it has none."""
    filed_by: str | None = None
    """The choice whose options each have a sub-folder of their own."""
    trend: tuple[str, str, str] | None = None
    """The day and the number that lists of its records draw over time."""
    confidential: bool = False
    """Whether all of it is sensitive: never marked for the customer, and kept from those who owe a confirmation."""
    retired: bool = False
    """Whether there are to be no new records of it; those there are stay as they are."""
    _named: Mapping[str, FieldSpec] = field(init=False, repr=False, compare=False)
    _in_order_of_need: tuple[FieldSpec, ...] = field(init=False, repr=False, compare=False)
    """What others depend on stands first; nothing that depends on a choice is itself one."""
    hidden: frozenset[str] = field(init=False, repr=False, compare=False)
    """The names of its sensitive fields."""
    _entered: Mapping[Input, tuple[FieldSpec, ...]] = field(init=False, repr=False, compare=False)
    _titled: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _decided: frozenset[str] = field(init=False, repr=False, compare=False)
    settled: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """The statuses that say a record is approved: by that alone, or carried out since."""
    typed: tuple[FieldSpec, ...] = field(init=False, repr=False, compare=False)
    """What can be said of it in a line: all but files, which are attached, and what is asked no more."""

    def __post_init__(self) -> None:
        """Work out what every record asks of its kind."""
        put = partial(object.__setattr__, self)
        put("_named", {spec.name: spec for spec in self.fields})
        put("_in_order_of_need", tuple(sorted(self.fields, key=lambda each: each.only_if is not None)))
        put("hidden", frozenset(spec.name for spec in self.fields if spec.sensitive))
        put("_entered", {each: tuple(spec for spec in self.fields if spec.input is each) for each in Input})
        put("_titled", tuple(part for _, part, _, _ in Formatter().parse(self.title) if part))
        spec = self._named.get("status")
        values = [option.value for option in spec.options] if spec and self.approved else []
        put("_decided", frozenset(values[values.index(self.approved.value) :] if self.approved and values else ()))
        put("typed", tuple(each for each in self.fields if each.input is not Input.ATTACHMENTS and not each.retired))
        put("settled", tuple(option.value for option in (self.approved, self.carried_out) if option is not None))

    def field(self, name: str) -> FieldSpec | None:
        """Give a field by name, None when the kind has no such field."""
        return self._named.get(name)

    def holding(self, given: Input) -> tuple[FieldSpec, ...]:
        """Give the fields that are entered in one way."""
        return self._entered.get(given, ())

    def is_decided(self, status: str | None) -> bool:
        """Tell whether a status comes with approval or after it: those do that stand from `approved` on."""
        return status in self._decided

    @property
    def refused(self) -> tuple[str, ...]:
        """The statuses that say a record was decided against."""
        return tuple(value for value in sorted(self._decided) if value not in self.settled)

    def lowest(self, action: Action, *, shared: bool = False) -> Tier:
        """Give the lowest tier that may do this to records of the kind: the table's, or the declared one to log them.

        Who may not log one changes and deletes none. `shared` says of a record that it is marked for the customer.
        """
        if action is Action.LOG and self.write is not None:
            return self.write
        if action is Action.APPROVE and self.approve is not None:
            return self.approve
        table = lowest(action, self.category, shared=shared and not self.confidential)
        return max(table, self.write) if self.write is not None and action in (Action.EDIT, Action.DELETE) else table

    @property
    def open_to_members(self) -> bool:
        """Whether every member of a dossier may read its records."""
        return not self.confidential and self.lowest(Action.READ) <= Tier.MEMBER

    def parse(self, values: Mapping[str, Any], reading: Reading, me: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Read what was entered into the content to be kept (JSON values, empty fields left out).

        `me` is who enters it, for fields that begin with them. Raises InvalidFields with the problem of every field.
        """
        given = {name: value for name, value in values.items() if not _blank(value)}
        for spec in self._in_order_of_need:
            begins = spec.initial is not None and spec.name not in given and spec.asked(given)
            if begins and (start := self._initial(spec, reading, me)) is not None:
                given[spec.name] = start
        missing = {
            spec.name: Problem("problem-required")
            for spec in self.fields
            if spec.required and spec.name not in given and spec.asked(given)
        }
        if self.needs_one_of and not any(name in given for name in self.needs_one_of):
            missing[self.needs_one_of[0]] = Problem("problem-required-one")
        problems = dict(missing)
        try:
            record = self.model.model_validate(given, context=reading)
        except ValidationError as error:
            problems |= {name: problem for name, problem in _problems(error) if name not in missing}
        if problems:
            raise InvalidFields({name: problems[name] for name in _in_order(problems, self.fields)})
        return {name: value for name, value in record.model_dump(mode="json", exclude_none=True).items() if value != []}

    def initials(self, reading: Reading, me: Mapping[str, Any] | None) -> dict[str, Any]:
        """Give what a new form of this kind begins with."""
        starts = ((spec.name, self._initial(spec, reading, me)) for spec in self.fields)
        return {name: start for name, start in starts if start is not None}

    def _initial(self, spec: FieldSpec, reading: Reading, me: Mapping[str, Any] | None) -> Any:
        if spec.initial is Initial.TODAY:
            return reading.now.astimezone(reading.zone).date().isoformat()
        if spec.initial is Initial.NOW:
            return reading.now.astimezone(reading.zone).replace(second=0, microsecond=0).isoformat()
        if spec.initial is Initial.ME:
            return me
        return spec.initial.value if isinstance(spec.initial, Option) else None

    def title_of(self, content: Mapping[str, Any]) -> str:
        """Give the one-line title of a content."""
        said = {name: content.get(name) for name in self._titled}
        return self.title.format_map({name: "" if said[name] is None else str(said[name]) for name in said}).strip()

    def strangers(self, typed: Mapping[str, Any], content: Mapping[str, Any]) -> list[str]:
        """Give the names typed with an `@` that are nobody's of ours: kept as they are, they reach no one."""
        names: list[str] = []
        for spec in self.fields:
            text = typed.get(spec.name)
            if isinstance(text, str) and not spec.sensitive and ("@" in text or "＠" in text):
                names += [
                    name
                    for name in unknown_people(content.get(spec.name))
                    if re.search(rf"[@＠]\s*{re.escape(name)}(?!\w)", text, re.IGNORECASE)
                ]
        return list(dict.fromkeys(names))

    def search_text(self, content: Mapping[str, Any]) -> str:
        """Give the text a record is found by, one field a line; sensitive fields are never in it. A title that is put
        together of several is a line of its own, as it is found by that too."""
        values = [content.get(name) for name in self.search]
        put_together = [self.title_of(content)] if len(self._titled) > 1 else []
        return "\n".join(part for value in (*put_together, *values) for part in words_in(value))


VERIFIES = "verifies"
"""The field by which a test names the change it verifies."""

_KINDS: dict[str, Kind] = {}
_COMMAND = re.compile(r"[a-z][a-z-]{1,30}")


def kind(
    *,
    command: tuple[str, str],
    zh: str,
    en: str,
    icon: str,
    category: Category,
    title: str,
    search: Iterable[str],
    **rules: Any,
) -> Callable[[type[Record]], type[Record]]:
    """Declare a record type as a kind: its command (English, Chinese), labels, category, title and rules (see Kind).

    Raises Clash at import for a command that is taken or malformed and for a field that does not exist.
    """

    def declare(model: type[Record]) -> type[Record]:
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()
        made = Kind(name, model, *command, Label(zh, en), icon, category, title, tuple(search), columns(model), **rules)
        _check(made)
        _KINDS[name] = made
        return model

    return declare


def _check(new: Kind) -> None:
    if not _COMMAND.fullmatch(new.command):
        raise Clash(f"{new.name}: /{new.command} is not a command name")
    taken = {name: other.name for other in _KINDS.values() for name in (other.name, other.command, other.command_zh)}
    for name in (new.name, new.command, new.command_zh):
        if name in taken:
            raise Clash(f"{new.name}: {name} is taken by {taken[name]}")
    known = {spec.name for spec in new.fields}
    used = {
        *new._titled,
        *(new.trend or ()),
        *new.approved_with,
        *new.search,
        *new.needs_one_of,
        *new.lookup,
        *([new.stage] if new.stage else []),
    }
    if unknown := used - known:
        raise Clash(f"{new.name}: no field {', '.join(sorted(unknown))}")
    open_to_search = {spec.name for spec in new.fields if spec.sensitive} & {*new.search, *used - {*new.lookup}}
    if open_to_search:
        raise Clash(f"{new.name}: {', '.join(sorted(open_to_search))} is sensitive: not for searches, nor for titles")
    for spec in new.fields:
        _check_condition(new, spec)
    if new.filed_by and not ((chosen := new.field(new.filed_by)) and _decides(chosen)):
        raise Clash(f"{new.name}: {new.filed_by}, by which it is filed, is no choice that is always asked")


def _check_condition(new: Kind, spec: FieldSpec) -> None:
    """Raise Clash for a condition that names no choice or none of its options, or under what must always be asked."""
    if spec.only_if is None:
        return
    chosen = new.field(spec.only_if.field)
    if chosen is None or not _decides(chosen):
        raise Clash(f"{new.name}: {spec.name} depends on {spec.only_if.field}, which is no choice that is always asked")
    if not all(any(option is each for each in chosen.options) for option in spec.only_if.options):
        raise Clash(f"{new.name}: {spec.name} depends on what {chosen.name} does not offer")
    if spec.name in (new.fields[0].name, *new.needs_one_of[:1]):
        raise Clash(f"{new.name}: {spec.name} is always asked")


def _decides(chosen: FieldSpec) -> bool:
    """Tell whether something may depend on a field: a choice that is always asked, and seen by all."""
    return chosen.input is Input.CHOICE and not chosen.sensitive and chosen.only_if is None


class Kinds:
    """Kinds as somebody has them: those of the product, or with what an organisation has added to them. Immutable."""

    def __init__(self, every: Iterable[Kind]) -> None:
        """Take the kinds, in the order of help and of lists; where names clash the earlier one has it."""
        self.every = tuple(every)
        self.open = tuple(kind for kind in self.every if not kind.retired)
        self._by_name = {kind.name: kind for kind in self.every}
        called: dict[str, Kind] = {}
        for kind in self.every:
            for word in (kind.command, kind.command_zh, *(label.casefold() for label in kind.label.both())):
                called.setdefault(word, kind)
        self._called = {**called, **self._by_name}

    def __iter__(self) -> Iterator[Kind]:
        """Give every kind, those that are retired too."""
        return iter(self.every)

    def named(self, name: str) -> Kind | None:
        """Give a kind by its name, command or label in either language; None when there is none."""
        return self._by_name.get(name) or self._called.get(name.strip().casefold())


def kinds() -> tuple[Kind, ...]:
    """Give every declared kind, in the order of declaration."""
    return built_in().every


def kind_named(name: str) -> Kind | None:
    """Give a declared kind by its name, command or label in either language; None when there is none."""
    return built_in().named(name)


def built_in() -> Kinds:
    """Give the kinds of the product."""
    import dossier.records  # noqa: F401  (declares them)

    return _declared(len(_KINDS))


@lru_cache(maxsize=1)
def _declared(count: int) -> Kinds:
    return Kinds(_KINDS.values())


def _blank(value: object) -> bool:
    return value is None or value == [] or value == () or (isinstance(value, str) and not value.strip())


def _problems(error: ValidationError) -> Iterable[tuple[str, Problem]]:
    for item in error.errors(include_url=False, include_input=False):
        name = str(item["loc"][0]) if item["loc"] else ""
        custom = "-" in item["type"] or item["type"] == "required"
        key = item["type"] if custom else "required" if item["type"] == "none_required" else "unreadable"
        yield name, Problem(f"problem-{key}", dict(item.get("ctx", {})) if custom else {})


def _in_order(problems: Mapping[str, Problem], fields: tuple[FieldSpec, ...]) -> list[str]:
    order = [spec.name for spec in fields]
    return sorted(problems, key=lambda name: order.index(name) if name in order else -1)
