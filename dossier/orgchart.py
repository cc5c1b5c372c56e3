"""Who is above whom on the customer's side, drawn from what each contact says of whom they report to."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dossier.records.contact import Influence

_ORDER = {Influence.DECIDES.value: 0, Influence.ADVISES.value: 1, Influence.USES.value: 2}
_BRANCH, _LAST, _THROUGH, _NOTHING = "├─ ", "└─ ", "│\u3000", "\u3000\u3000"

REPORTS_TO = "reports_to"
"""The field of a contact that names whose name stands above theirs."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A person in the chart, with what is drawn before the name; not `known` who is no contact but named by one."""

    lines: str
    depth: int
    name: str
    position: str = ""
    influence: Influence | None = None
    known: bool = True


def chart(contacts: Sequence[Mapping[str, Any]]) -> list[Seat]:
    """Give the contacts (their contents) from top to bottom, those who decide first.

    Somebody who is named alone, as whom others report to, is there too; of people who report to each other in a circle
    the first one stands on top.
    """
    # Two may have one name: the first of them is who others report to.
    people = {str(at): each for at, each in enumerate(contacts)}
    places = {_key(each["name"]): place for place, each in reversed(people.items())}
    strangers: dict[str, Mapping[str, Any]] = {}
    above = dict.fromkeys(people, "")
    for place, each in people.items():
        named = str(each.get(REPORTS_TO) or "").strip()
        if key := _key(named):
            above[place] = places.get(key, f"@{key}")
            if key not in places:
                strangers.setdefault(f"@{key}", {"name": named, "stranger": True})
    for place in above:
        if _in_circle(place, above):
            above[place] = ""
    everybody: dict[str, Mapping[str, Any]] = {**strangers, **people}
    below: dict[str, list[str]] = {}
    for key in everybody:
        below.setdefault(above.get(key, ""), []).append(key)
    for keys in below.values():
        keys.sort(key=lambda key: _ORDER.get(str(everybody[key].get("influence")), len(_ORDER)))
    return [seat for key in below.get("", ()) for seat in _drawn(key, "", "", 0, everybody, below)]


def circle(contacts: Sequence[Mapping[str, Any]], at: int) -> list[str]:
    """Give the names on the way up from a contact that comes back to it, it first and last; none where it does not.

    `contacts` are contents in order: of two with one name the first is who others report to, as in the chart.
    """
    places = {_key(str(each["name"])): place for place, each in reversed(list(enumerate(contacts)))}
    way, place = [at], places.get(_key(str(contacts[at].get(REPORTS_TO) or "")))
    while place is not None and place not in way:
        way.append(place)
        place = places.get(_key(str(contacts[place].get(REPORTS_TO) or "")))
    return [str(contacts[each]["name"]) for each in (*way, at)] if place == at else []


def _drawn(
    key: str,
    lines: str,
    under: str,
    depth: int,
    everybody: Mapping[str, Mapping[str, Any]],
    below: Mapping[str, Sequence[str]],
) -> Iterator[Seat]:
    each = everybody[key]
    influence = next((option for option in Influence if option.value == each.get("influence")), None)
    yield Seat(
        lines, depth, str(each["name"]), str(each.get("position") or ""), influence, known=not each.get("stranger")
    )
    here = below.get(key, ())
    for at, child in enumerate(here):
        last = at == len(here) - 1
        drawn, deeper = (_LAST, _NOTHING) if last else (_BRANCH, _THROUGH)
        yield from _drawn(child, under + drawn, under + deeper, depth + 1, everybody, below)


def _in_circle(key: str, above: Mapping[str, str]) -> bool:
    seen, at = set[str](), above[key]
    while at and at not in seen:
        if at == key:
            return True
        seen.add(at)
        at = above.get(at, "")
    return False


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().lstrip("@").casefold()
