"""A `/change` in one line, from the event to its durable rows: against sqlite3 by hand and against an async ORM.

Each command is taken in once, becomes a record with its revision and search entry, closes a duty, is audited and put
into the outbox, in one transaction on SQLite (WAL, synchronous=FULL).
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Protocol

from bench.by_hand import ByHand
from bench.by_orm import ByOrm
from bench.ground import DEFAULT, Ground, prepare
from bench.measuring import Timing, folder_on_disk, fsync_ms, ratio, timed, verdict
from bot.server import settle
from chat.events import CommandGiven
from chat.replies import Nothing
from handlers.dispatcher import Dispatcher
from storage.database import Database
from storage.secrets import Keyring

# Concurrency: rounds, commands a round, most p50 of by hand, least throughput of the ORM.
_PLAN = {1: (9, 150, 2.0, 1.5), 32: (9, 256, 2.0, 3.0)}


class Rival(Protocol):
    """A way to handle commands."""

    name: str

    def run(self, commands: Sequence[CommandGiven], concurrency: int) -> Timing:
        """Handle commands, so many at a time."""

    def close(self) -> None:
        """Let go of the file."""


class Threaded:
    """Calls a handler in threads."""

    def __init__(self, name: str, handle: Callable[[CommandGiven], None], close: Callable[[], None]) -> None:
        """Take what handles a command, and what lets go of the file."""
        self.name = name
        self._handle = handle
        self.close = close

    def run(self, commands: Sequence[CommandGiven], concurrency: int) -> Timing:
        """Handle commands, so many at a time."""
        return timed(self._handle, commands, concurrency)


def ours(ground: Ground, file: Path) -> Rival:
    """Give the product's own way: the dispatcher."""
    database = Database(f"sqlite:///{file}")
    dispatcher = Dispatcher(database, Keyring(ground.master), lambda: datetime.now(UTC), DEFAULT)

    def handle(event: CommandGiven) -> None:
        answer = dispatcher.handle(event)
        if not isinstance(answer, Nothing):
            raise TypeError(f"a command was not saved: {answer}")

    return Threaded("dossier", handle, database.close)


def by_hand(ground: Ground, file: Path) -> Rival:
    """Give the rows written by hand."""
    rival = ByHand(ground, file)
    return Threaded(rival.name, rival.handle, rival.close)


RIVALS: tuple[Callable[[Ground, Path], Rival], ...] = (ours, by_hand, ByOrm)


def rounds(ground: Ground, rivals: Sequence[Rival]) -> Iterator[tuple[int, list[Timing]]]:
    """Give concurrency and timings of each round; who begins changes from round to round."""
    at = 0
    for concurrency, (count, commands, _, _) in _PLAN.items():
        for number in range(count):
            batch = ground.commands[at : at + commands]
            at += commands
            order = [(number + turn) % len(rivals) for turn in range(len(rivals))]
            timings = {each: rivals[each].run(batch, concurrency) for each in order}
            if number > 0:  # The first round warms up caches, pools and files.
                yield concurrency, [timings[each] for each in range(len(rivals))]


def main() -> None:
    """Measure and print."""
    with folder_on_disk() as folder:
        ground = prepare(folder / "ground.db", sum(count * commands for count, commands, _, _ in _PLAN.values()))
        files = [Path(shutil.copy(ground.file, folder / f"{each.__name__}.db")) for each in RIVALS]
        rivals = [make(ground, file) for make, file in zip(RIVALS, files, strict=True)]
        settle()
        print(f"fsync of 16 KiB: {fsync_ms(folder):.2f} ms")
        timings = list(rounds(ground, rivals))
        print(f"fsync of 16 KiB: {fsync_ms(folder):.2f} ms")
        for rival in rivals:
            rival.close()
    for concurrency, (_, _, most_p50, least_throughput) in _PLAN.items():
        measured = list(zip(*(each for at, each in timings if at == concurrency), strict=True))
        print(f"\n{concurrency} at a time")
        for rival, mine in zip(rivals, measured, strict=True):
            p50, p99 = median(each.p50 for each in mine) * 1000, median(each.p99 for each in mine) * 1000
            rate = median(each.throughput for each in mine)
            print(f"  {rival.name:16} p50 {p50:8.2f} ms   p99 {p99:8.2f} ms   {rate:7.0f} a second")
        mine, hand, orm = measured
        slower, faster = ratio(mine, hand, lambda each: each.p50), ratio(mine, orm, lambda each: each.throughput)
        print(f"  p50 of by hand        {slower:5.2f}×  goal ≤ {most_p50}  {verdict(slower <= most_p50)}")
        print(
            f"  throughput of the ORM {faster:5.2f}×  goal ≥ {least_throughput}  {verdict(faster >= least_throughput)}"
        )
