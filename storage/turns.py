"""Turns of threads at short pieces of work."""

import threading

_PATIENCE_SECONDS = 0.05


class Turns:
    """Has short pieces of work go one after another, as long as they are short: nobody waits for a long one.

    Threads that take the interpreter from each other at every statement all get slower (decision 0007).
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._slow = False

    def one(self) -> "Turn":
        """Give a turn: it is waited for as long as that makes sense."""
        return Turn(self)

    def take(self) -> bool:
        """Wait for the lock, and tell whether it was had."""
        mine = self._lock.acquire(timeout=0 if self._slow else _PATIENCE_SECONDS)
        if not mine:
            self._slow = True
        return mine

    def give(self) -> None:
        """Let go of the lock."""
        self._slow = False
        self._lock.release()


class Turn:
    """A turn of one thread."""

    __slots__ = ("_mine", "_turns")

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._mine = False

    def __enter__(self) -> None:
        self._mine = self._turns.take()

    def __exit__(self, *_error: object) -> None:
        if self._mine:
            self._turns.give()
