"""A program that is killed with -9 while it writes or delivers; it forks a victim for every kill.

`python -m tests.faults.killed write URL KILLS` prints the id of every event that was acknowledged to a victim.
`python -m tests.faults.killed deliver URL KILLS LOG UNSURE` empties the outbox into LOG, killed at all steps of a send.
"""

import json
import os
import random
import signal
import sys
import threading
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from bot import logs
from bot.clock import Clock, MovableClock
from bot.delivery import DeliveryWorker
from bot.presenting import Presenter
from chat.events import CommandGiven, Source
from chat.messages import Message
from chat.platform import ChannelProfile, Profile, Target, Unsure
from handlers.dispatcher import Dispatcher
from storage.database import Database
from storage.deliveries import LEASE
from storage.secrets import KEY_BYTES, Keyring
from tests.team import DEFAULT, HOME

KEYRING = Keyring(b"k" * KEY_BYTES)
STEPS = ("marked", "arrived")


class LogPlatform:
    """A platform that appends what arrives to a file, and dies at a step of the second message of a process."""

    name = "memory"
    settle_seconds = 0.0
    pace_seconds = 0.0

    def __init__(self, log: Path, unsure: Unsure, step: str | None) -> None:
        """Take the file, what it promises, and where to die: `marked` before a message arrives, `arrived` after."""
        self.unsure = unsure
        self._log = log
        self._step = step
        self._numbers = count(1)
        self._lock = threading.Lock()

    def send(self, target: Target, message: Message, key: str) -> str:
        """Append a message, once for each key where that is what is promised."""
        with self._lock:
            doomed = target.channel is not None and next(self._numbers) == 2
            if doomed:
                self._die_at("marked")
            known = self.find(target, key) is not None
            line = {"key": key, "to": target.channel or target.account, "text": message.text, "repeated": known}
            with self._log.open("a") as file:
                file.write(json.dumps(line) + "\n")
            if doomed:
                self._die_at("arrived")
            return key

    def edit(self, target: Target, ref: str, message: Message) -> None:
        """Every message here is about something else, so none is edited."""
        raise AssertionError(ref)

    def find(self, target: Target, key: str) -> str | None:
        """Look whether a key has arrived."""
        lines = self._log.read_text().splitlines() if self._log.exists() else []
        return key if any(json.loads(line)["key"] == key for line in lines) else None

    def look_up(self, workspace: str, account: str) -> Profile | None:
        """Know nobody."""
        return None

    def open_channel(self, workspace: str, channel: str) -> ChannelProfile | None:
        """Be in every channel."""
        return ChannelProfile(channel)

    def members(self, workspace: str, channel: str) -> Sequence[str]:
        """Know nobody here either."""
        return ()

    def fetch(self, workspace: str, file: str) -> Iterator[bytes]:
        """Have no files."""
        return iter(())

    def _die_at(self, step: str) -> None:
        if self._step == step:
            os.kill(os.getpid(), signal.SIGKILL)


def deliver(url: str, log: Path, unsure: Unsure, step: str | None, ahead: timedelta) -> None:
    """Empty the outbox as far as one gets."""
    database, clock = Database(url), MovableClock(datetime.now(UTC) + ahead)
    presenter = Presenter(database, KEYRING, clock.now, DEFAULT)
    DeliveryWorker(database, presenter, {"memory": LogPlatform(log, unsure, step)}, clock.now).deliver_due()
    database.close()


def write(url: str, said: int) -> None:
    """Log issues from four threads without end; say the id of each once it has been acknowledged."""
    dispatcher = Dispatcher(Database(url), KEYRING, Clock().now, DEFAULT)

    def log_issues(_: int) -> None:
        while True:
            event = uuid.uuid4().hex
            dispatcher.handle(CommandGiven(Source(event, "memory", HOME, "lilei", "abc"), "issue", event))
            os.write(said, f"{event}\n".encode())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(log_issues, range(4)))


def kill_writers(url: str, kills: int) -> None:
    """Kill a victim after a random number of acknowledgements, several times."""
    for _ in range(kills):
        sys.stdout.flush()
        heard, said = os.pipe()
        victim = os.fork()
        if victim == 0:
            write(url, said)
        os.close(said)
        with os.fdopen(heard) as lines:
            for _ in range(random.randint(3, 40)):
                sys.stdout.write(lines.readline())
            os.kill(victim, signal.SIGKILL)
            # What was acknowledged before the signal arrived counts too; a line cut short does not.
            sys.stdout.writelines(line for line in lines if line.endswith("\n"))
        os.waitpid(victim, 0)


def kill_senders(url: str, kills: int, log: Path, unsure: Unsure) -> None:
    """Let victims die at one step after the other, each later than the leases of the one before; the last finishes."""
    for number in range(kills + 1):
        victim = os.fork()
        if victim == 0:
            step = STEPS[number % len(STEPS)] if number < kills else None
            deliver(url, log, unsure, step, number * (LEASE + timedelta(seconds=1)))
            os._exit(0)
        _, status = os.waitpid(victim, 0)
        os.write(1, b"killed\n" if os.WIFSIGNALED(status) else b"ended\n")


if __name__ == "__main__":
    logs.configure()
    what, address, times, *rest = sys.argv[1:]
    if what == "write":
        kill_writers(address, int(times))
    else:
        kill_senders(address, int(times), Path(rest[0]), Unsure(rest[1]))
