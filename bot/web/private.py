"""Messages only one person sees, kept in memory until they are dismissed or the process ends."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chat.messages import Buttons, Message

_KEPT = 30

Spot = tuple[str, str, str, int | None]
"""Workspace, account, conversation and the thread in it."""


@dataclass(frozen=True, slots=True)
class PrivateNote:
    """An answer: `id` is that of the event it answers, `after` the last stored message at that time."""

    id: str
    message: Message
    at: datetime
    after: int


class PrivateNotes:
    """The latest 30 answers a person has at each spot; safe to use from any thread."""

    def __init__(self) -> None:
        """Start empty."""
        self._notes: dict[Spot, dict[str, PrivateNote]] = {}
        self._lock = threading.Lock()

    def add(self, spot: Spot, note: PrivateNote) -> None:
        """Keep an answer; one to an event that was answered before takes its place."""
        with self._lock:
            notes = self._notes.setdefault(spot, {})
            notes[note.id] = note
            while len(notes) > _KEPT:
                del notes[next(iter(notes))]

    def at(self, spot: Spot) -> list[PrivateNote]:
        """Give the answers at a spot, oldest first."""
        with self._lock:
            return list(self._notes.get(spot, {}).values())

    def take(self, spot: Spot, action: str, args: Mapping[str, str]) -> str:
        """Forget the latest answer that has a button, and give its id; "" where there is none."""
        with self._lock:
            notes = self._notes.get(spot, {})
            ids = [id_ for id_, note in notes.items() if _has(note.message, action, args)]
            return notes.pop(ids[-1]).id if ids else ""

    def dismiss(self, spot: Spot, note_id: str) -> None:
        """Forget an answer."""
        with self._lock:
            self._notes.get(spot, {}).pop(note_id, None)


def _has(message: Message, action: str, args: Mapping[str, str]) -> bool:
    buttons = (each for block in message.blocks if isinstance(block, Buttons) for each in block.buttons)
    return any(each.action == action and dict(each.args) == dict(args) for each in buttons)
