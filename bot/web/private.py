"""Messages only one person sees, kept in memory until they are dismissed or the process ends."""

import threading
from dataclasses import dataclass
from datetime import datetime

from chat.messages import Message

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

    def dismiss(self, spot: Spot, note_id: str) -> None:
        """Forget an answer."""
        with self._lock:
            self._notes.get(spot, {}).pop(note_id, None)
