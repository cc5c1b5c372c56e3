"""How soon it is there and what it takes: the command line, the demo with and without data, and an idle server."""

import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.measuring import folder_on_disk, verdict
from storage.secrets import new_master_key

ROUNDS = 5
MOST_MIB = 100

_READY = re.compile(rb"http://[\w.:]+")
_PATIENCE = 120


def main() -> None:
    """Measure and print."""
    with folder_on_disk() as folder:
        _dossier(folder, "demo", "--data", "planted")
        times: dict[str, list[float]] = {name: [] for name in ("bare", "help", "empty", "planted", "serve")}
        memory = []
        for number in range(ROUNDS):
            times["bare"].append(_finished([sys.executable, "-c", "pass"]))
            times["help"].append(_finished([*_COMMAND, "--help"]))
            times["empty"].append(_dossier(folder, "demo", "--data", f"empty-{number}")[0])
            times["planted"].append(_dossier(folder, "demo", "--data", "planted")[0])
            ready, rss = _dossier(folder, "serve")
            times["serve"].append(ready)
            memory.append(rss)
    bare = median(times["bare"])
    for name, about in _ABOUT.items():
        print(f"  {about:45} {median(times[name]):6.2f} s   {median(times[name]) / bare:6.1f}× a bare Python")
    most = median(memory)
    met = verdict(most <= MOST_MIB)
    print(f"  {'memory of an idle `dossier serve` (RSS)':45} {most:6.1f} MiB   goal ≤ {MOST_MIB}  {met}")


_COMMAND = (sys.executable, "-m", "bot")
_ABOUT = {
    "bare": "python -c pass",
    "help": "dossier --help",
    "serve": "dossier serve, to ready",
    "planted": "dossier demo, to ready, with its data there",
    "empty": "dossier demo, to ready, planting its data",
}


def _finished(command: list[str]) -> float:
    """Give how long a command takes to end (seconds)."""
    begun = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - begun


def _dossier(folder: Path, *arguments: str) -> tuple[float, float]:
    """Start a server on a free port; give how long until it says it is ready (seconds), and its memory then (MiB)."""
    begun = perf_counter()
    with _started(folder, *arguments) as process:
        _wait_until_ready(process)
        return perf_counter() - begun, _rss(process.pid)


@contextmanager
def _started(folder: Path, *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    settings = {
        "PYTHONPATH": str(Path.cwd()),
        "DOSSIER_MASTER_KEY": new_master_key(),
        "DOSSIER_DATABASE_URL": f"sqlite:///{folder / 'serve.db'}",
    }
    command = [*_COMMAND, *arguments, "--port", "0"]
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, **settings}, stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=_PATIENCE)


def _wait_until_ready(process: "subprocess.Popen[bytes]") -> None:
    output, said = process.stdout, b""
    while output is not None and not _READY.search(said):
        if not select.select([output], [], [], _PATIENCE)[0]:
            raise TimeoutError("it does not become ready")
        more = os.read(output.fileno(), 4096)
        if not more:
            raise ChildProcessError(f"it ended: {said.decode()}")
        said += more


def _rss(process: int) -> float:
    """Give a process's resident memory in MiB."""
    shown = subprocess.run(["ps", "-o", "rss=", "-p", str(process)], check=True, capture_output=True)
    return int(shown.stdout) / 1024
