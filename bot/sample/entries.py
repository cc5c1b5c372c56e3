"""Out of the lines of a dossier: who wrote which record when, and how it was changed afterwards."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain, repeat
from random import Random
from typing import Any

from bot.sample.script import DossierScript, House, Line
from bot.sample.workdays import Workdays
from dossier.kinds import Kind, kind_named

# How many of the meetings that nobody wrote a change for are changed afterwards, so that versions grow believably.
_CHANGED_AFTERWARDS = 0.2
# How many issues are written down only when they are solved.
_WRITTEN_AFTERWARDS = 0.6
# How many of the issues that were solved two weeks ago or earlier have been closed since.
_CLOSED = 0.5
_OLD = timedelta(days=14)
_MEETING = timedelta(minutes=30)
# What a line says beside the fields of its record, and what a later version says beside the fields it changes.
_BESIDE = {"kind", "author", "ago", "fixed", "later"}
_BESIDE_CHANGE = {"author", "after", "reason"}


@dataclass(frozen=True, slots=True)
class Change:
    """A later version of a record: the fields it changes, as people would enter them."""

    at: datetime
    author: str
    reason: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A record to be written: its fields as people would enter them, and its later versions in order of time.

    `owed_since` is when somebody began to owe it, None when nobody did.
    """

    at: datetime
    author: str
    kind: Kind
    values: Mapping[str, Any]
    changes: Sequence[Change] = ()
    owed_since: datetime | None = None


class Entries:
    """Composes the entries of one organisation's dossiers."""

    def __init__(self, house: House, workdays: Workdays, rng: Random) -> None:
        """Take the organisation's script, when it works, and the source of chance."""
        self._house = house
        self._workdays = workdays
        self._rng = rng
        weekly = house.weekly
        self._decks = {name: _dealt(weekly[name], rng) for name in ("discussion", "decisions", "actions")}

    def of(self, script: DossierScript) -> list[Entry]:
        """Give the entries of a dossier, those of its weekly meeting included."""
        start, until = script.phases[0][0], script.until
        free = [line for line in script.lines if "ago" not in line]
        gap = (start - 1 - until) / max(1, len(free) - 1)
        days = {id(line): start - 1 - number * gap for number, line in enumerate(free)}
        told = [self._told(script, line, line.get("ago", days.get(id(line), 0))) for line in script.lines]
        fridays = self._workdays.fridays(self._workdays.back(start - 2), self._workdays.back(until))
        return told + [self._weekly(script, number, day) for number, day in enumerate(fridays, 1)]

    def _told(self, script: DossierScript, line: Line, ago: float) -> Entry:
        kind = named_kind(line["kind"])
        at = self._workdays.on(self._workdays.back(ago))
        author = line.get("author") or self._rng.choice(self._house.speakers(script))
        values: dict[str, Any] = {name: value for name, value in line.items() if name not in _BESIDE}
        changes = self._changes(script, line, at, author)
        owed = None
        if kind.name == "minutes":
            values |= self._meeting(script, author, at) | {"actions": self._actions(line.get("actions", ()), at.date())}
            owed = values["held_at"] + _MEETING
        elif kind.name == "change_request" and "wanted_by" in line:
            values["wanted_by"] = self._workdays.due(at, line["wanted_by"])
        elif kind.name == "issue":
            values |= {"found_on": at.date(), "owner": line.get("owner") or author}
            if "resolution" in line:
                return self._solved(script, line, Entry(at, author, kind, values))
        return Entry(at, author, kind, values, changes, owed)

    def _changes(self, script: DossierScript, line: Line, at: datetime, author: str) -> list[Change]:
        made: list[Change] = []
        last = at
        for each in line.get("later", ()):
            last = max(self._workdays.after(at, each["after"]), last + timedelta(minutes=1))
            by = each.get("author") or self._other(script, author)
            values = {name: value for name, value in each.items() if name not in _BESIDE_CHANGE}
            made.append(Change(last, by, each["reason"], values))
        return made

    def _solved(self, script: DossierScript, line: Line, found: Entry) -> Entry:
        """Give an issue with its end: as a later version, or as one entry when it was written down afterwards."""
        days = line.get("fixed", self._rng.choice((0, 1, 1, 2, 3, 5)))
        fixed = self._workdays.after(found.at, days) if days else found.at
        old = self._workdays.last() - fixed > _OLD
        end = {
            "status": "closed" if old and self._rng.random() < _CLOSED else "fixed",
            "resolution": line["resolution"],
            "cause": line["cause"],
            "resolved_on": fixed.date(),
        }
        if not days or self._rng.random() < _WRITTEN_AFTERWARDS:
            return replace(found, at=fixed, values={**found.values, **end})
        begun = {name: value for name, value in found.values.items() if name not in end}
        owner = begun["owner"]
        by = owner if "author" in line else self._other(script, owner)
        return replace(found, values=begun, changes=[Change(fixed, by, self._pick("resolved"), end)])

    def _weekly(self, script: DossierScript, number: int, day: date) -> Entry:
        weekly = self._house.weekly
        at = self._workdays.on(day, morning=True)
        author = self._rng.choice(self._house.speakers(script))
        discussion = "\n".join(self._deal("discussion", 2))
        values = {
            "topic": weekly["topic"].format(number=number),
            **self._meeting(script, author, at),
            "discussion": discussion,
            "decisions": "\n".join(self._deal("decisions", self._rng.randint(1, 2))),
            "actions": self._actions(self._deal("actions", self._rng.randint(1, 2)), day, script),
        }
        changes = []
        if self._rng.random() < _CHANGED_AFTERWARDS:
            note = f"{discussion}\n{self._pick('notes')}"
            later = self._workdays.after(at, self._rng.randint(1, 4))
            by = self._other(script, author)
            changes.append(Change(later, by, self._pick("edited"), {"discussion": note}))
        return Entry(at, author, named_kind("minutes"), values, changes)

    def _meeting(self, script: DossierScript, author: str, at: datetime) -> dict[str, Any]:
        """Give the time of a meeting whose minutes were written at `at`, and who was there."""
        held = at - timedelta(minutes=self._rng.randint(40, 75))
        held = held.replace(minute=held.minute // 15 * 15, second=0)
        ours = [name for name in (script.owner, *script.members) if name != author]
        there = self._rng.sample(ours, min(len(ours), self._rng.randint(1, 3)))
        guests = self._rng.sample(script.guests, self._rng.randint(0, min(2, len(script.guests))))
        return {"held_at": held, "attendees": [author, *there, *guests]}

    def _actions(self, rows: Sequence[Sequence[Any]], day: date, script: DossierScript | None = None) -> list[Any]:
        """Give action items as rows: (what, owner, days), or (what, days) with an owner out of a dossier's people."""
        made = []
        for what, *owner, days in rows:
            by = owner[0] if owner else self._rng.choice([script.owner, *script.members]) if script else None
            due = self._workdays.due(datetime.combine(day, datetime.min.time()), days)
            made.append({"what": what, "owner": by, "due": due})
        return made

    def _deal(self, deck: str, cards: int) -> list[Any]:
        dealt = [next(self._decks[deck]) for _ in range(cards)]
        return [card for number, card in enumerate(dealt) if card not in dealt[:number]]

    def _pick(self, reasons: str) -> str:
        return self._rng.choice(self._house.reasons[reasons])

    def _other(self, script: DossierScript, author: str) -> str:
        others = [name for name in self._house.speakers(script) if name != author]
        return self._rng.choice(others) if others else script.owner


def named_kind(name: str) -> Kind:
    """Give a kind by its name or command. Raises LookupError when there is none: the sample has fallen behind."""
    kind = kind_named(name)
    if kind is None:
        raise LookupError(f"the sample has a record of the unknown kind {name}")
    return kind


def _dealt(cards: Sequence[Any], rng: Random) -> Iterator[Any]:
    """Deal shuffled cards without end; none comes again before all have been dealt."""
    return chain.from_iterable(rng.sample(deck, len(deck)) for deck in repeat(cards))
