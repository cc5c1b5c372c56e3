"""What a project has decided: said in the minutes of its meetings, or by an approval."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dossier.views import Saved

# What people part decisions with, a line each or all in one.
_PARTS = re.compile(r"[\n;；]")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a day, in words, and the number of the record that says so; `approved` by an approval."""

    on: date
    text: str
    number: int
    approved: bool = False


def decisions_in(minutes: Saved, zone: ZoneInfo) -> Iterator[Decision]:
    """Give what minutes say was decided, on the day of the meeting in a zone."""
    held = minutes.content.get("held_at")
    at = datetime.fromisoformat(held) if held else minutes.line.created_at
    for said in _PARTS.split(str(minutes.content.get("decisions") or "")):
        if said.strip():
            yield Decision(at.astimezone(zone).date(), said.strip(), minutes.line.number)
