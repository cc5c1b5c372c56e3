"""Defects out of a tracker's table: what of them is new, what has changed, what cannot be read; written all at once."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chat.voice import Voice
from chat.written import cell
from dossier.errors import InvalidFields, Problem, Refused
from dossier.fields import Input
from dossier.kinds import Kind
from dossier.language import Language
from dossier.reading import Reading
from dossier.sheets.defects import NEEDED, REFERENCE, TITLE, cells_of, typed
from dossier.sheets.ours import is_formula, number_column
from dossier.sheets.reading import Table
from dossier.tiers import Action
from dossier.views import DossierView, Saved
from storage.record_queries import Filter

if TYPE_CHECKING:
    from storage.store import Store

_PAGE = 200


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that cannot be taken: its number in the file, and why, by field (`""`: the row as a whole)."""

    number: int
    problems: Mapping[str, Problem]


@dataclass(slots=True)
class Plan:
    """What taking a table in comes to."""

    new: list[dict[str, Any]] = field(default_factory=list)
    changed: list[tuple[Saved, dict[str, Any]]] = field(default_factory=list)
    same: int = 0
    wrong: list[WrongRow] = field(default_factory=list)

    @property
    def _written(self) -> list[dict[str, Any]]:
        return [*self.new, *(content for _, content in self.changed)]

    def strangers(self, kind: Kind) -> list[str]:
        """Give the names it writes that are nobody's here, each once: no one of those is nudged or asked."""
        people = [
            content[spec.name]
            for content in self._written
            for spec in kind.fields
            if spec.input is Input.PERSON and content.get(spec.name)
        ]
        return list(dict.fromkeys(each["name"] for each in people if not each.get("id")))

    def formulas(self) -> list[str]:
        """Give the texts it writes that a spreadsheet would have taken for formulas: here they are words."""
        texts = (value for content in self._written for value in content.values() if isinstance(value, str))
        return list(dict.fromkeys(text for text in texts if is_formula(text)))


class Intake:
    """Tables taken into dossiers of the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def plan(
        self,
        dossier: DossierView,
        kind: Kind,
        table: Table,
        columns: Mapping[str, str],
        reading: Reading,
        me: Mapping[str, Any],
    ) -> Plan:
        """Say what would be written; nothing is. `columns` gives the column of each field.

        Raises Refused, or Conflict when the dossier is sealed.
        """
        self._store.actor.require(Action.LOG, dossier.id, kind)
        self._store.dossiers.by_id(dossier.id).require_open()
        plan, seen = Plan(), set[str]()
        there = self._there(dossier, kind)
        for number, cells in table.rows:
            said = cells_of(table, cells, columns, kind)
            key = _key(said.get(REFERENCE, "")) or _unnumbered(table, cells, said, there)
            saved = there.get(key)
            unchanged = _as_exported(saved, said, reading) if saved else frozenset()
            if saved and unchanged == said.keys() and key not in seen:
                seen.add(key)
                plan.same += 1
                continue
            values = typed(table, cells, columns, kind)
            values = {name: value for name, value in values.items() if name in NEEDED or name not in unchanged}
            needed = NEEDED if key not in there else (TITLE,)
            problems = {name: Problem("problem-required") for name in needed if not values.get(name)}
            if key in seen:
                problems[REFERENCE] = Problem("problem-table-twice")
            if not problems:
                seen.add(key)
            try:
                content = kind.parse(values, reading.over(saved.content) if saved else reading, me)
                self._store.naming_others.require(dossier, kind, content, saved.content if saved else None)
            except InvalidFields as error:
                problems = {**error.problems, **problems}
            if problems:
                plan.wrong.append(WrongRow(number, problems))
            else:
                self._sort(plan, number, (values, content), saved)
        return plan

    def write(self, dossier: DossierView, kind: Kind, plan: Plan, reason: str) -> Saved | None:
        """Write all of a plan, and give the last record that is new.

        Raises what stands in the way, and then nothing of it may be kept.
        """
        last = None
        for content in plan.new:
            last = self._store.records.add(dossier, kind, content, reason)
        for saved, content in plan.changed:
            self._store.records.change(saved, content, reason)
        return last

    def _sort(
        self, plan: Plan, number: int, row: tuple[Mapping[str, str], dict[str, Any]], saved: Saved | None
    ) -> None:
        """Put a row where it belongs: `row` is what it says and what that comes to."""
        values, content = row
        if saved is None:
            plan.new.append(content)
            return
        held = self._whole(saved)
        merged = {**held, **{name: content[name] for name in values if name in content}}
        if merged == held:
            plan.same += 1
            return
        try:
            self._store.records.require_edit(saved)
        except Refused as error:
            plan.wrong.append(WrongRow(number, {"": error.problem}))
            return
        plan.changed.append((saved, merged))

    def _whole(self, saved: Saved) -> dict[str, Any]:
        if not saved.line.kind.hidden:
            return dict(saved.content)
        return self._store.records.content_of(saved, saved.line.revision)

    def _there(self, dossier: DossierView, kind: Kind) -> dict[str, Saved]:
        """Give what the dossier has already, by the tracker's id; of two with the same the older one.

        What has no such id goes by its number in the dossier and its title.
        """
        found: dict[str, Saved] = {}
        number = 0
        while page := self._store.records.after(dossier, number, Filter(kind=kind), _PAGE):
            for saved in page:
                reference = _key(str(saved.content.get(REFERENCE) or ""))
                found.setdefault(reference or f"#{saved.line.number} {saved.content.get(TITLE)}", saved)
            number = page[-1].line.number
        return found


def _key(reference: str) -> str:
    return reference.strip().lstrip("#").casefold()


def _unnumbered(table: Table, cells: Sequence[str], said: Mapping[str, str], there: Mapping[str, Saved]) -> str:
    """Give by what a row of the product's own sheet without a tracker's id is known, "" when it is not."""
    at = number_column(table.header)
    known = f"#{cells[at]} {said.get(TITLE, '')}" if at is not None else ""
    return known if known in there else ""


def _as_exported(saved: Saved, said: Mapping[str, str], reading: Reading) -> Set[str]:
    """Give the fields of which a row says what an export writes of the record: masks and names of others too."""
    voices = [Voice(language, reading.zone, reading.now) for language in Language]
    fields = [spec for spec in saved.line.kind.fields if spec.name in said]
    return {spec.name for spec in fields if said[spec.name] in {cell(saved, spec, each).strip() for each in voices}}


def needs(columns: Mapping[str, str]) -> Sequence[str]:
    """Give the fields that have to have a column and have none."""
    return [name for name in NEEDED if name not in columns]
