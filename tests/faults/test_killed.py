"""kill -9: what was acknowledged is there, what was sent is sent once, whenever the process dies."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from chat.platform import Unsure
from storage import integrity
from storage.database import Database
from storage.deliveries import MOST_ATTEMPTS
from storage.store import Store
from storage.tables import inbox, outbox, records
from tests.contracts.chains import broken
from tests.team import Team

ROOT = Path(__file__).parents[2]
KILLS = 6
# A message that was on its way each time a sender died is given up after so many times, and rightly.
SENDERS = MOST_ATTEMPTS - 1
CHANNELS = ("abc", "one", "two")
MESSAGES = 8


def run(*arguments: object) -> list[str]:
    """Run the program that kills, and give what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killed", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def column(of: Any) -> Callable[[Connection], list[Any]]:
    """Give the query of a whole column, in the order of the rows."""
    return lambda connection: list(connection.execute(select(of).order_by(of.table.c.id)).scalars())


def test_everything_acknowledged_is_there_once_and_verifies(sqlite_database_url: str) -> None:
    with Team.on(sqlite_database_url) as team:
        keyring = team.app.keyring
    acknowledged = run("write", sqlite_database_url, KILLS)
    assert len(acknowledged) >= 3 * KILLS
    database = Database(sqlite_database_url)
    kept = Counter(database.read(column(records.c.title)))
    assert {title: kept[title] for title in acknowledged} == dict.fromkeys(acknowledged, 1)
    assert sorted(database.read(column(inbox.c.event))) == sorted(kept)
    assert database.read(lambda connection: broken(connection, keyring)) == []
    assert integrity.problems(database) == []
    database.close()


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What arrived at the platform over all the kills, and what stands in the outbox after the last run."""

    arrived: list[dict[str, Any]]
    keys: dict[str, list[str]]
    states: dict[str, str]
    told_of: list[str]

    def in_channel(self, channel: str) -> list[str]:
        """Give the keys that arrived in a channel, in order."""
        return [line["key"] for line in self.arrived if line["to"] == channel]


def deliver(url: str, log: Path, unsure: Unsure) -> Aftermath:
    """Put messages for three channels of the dossier into the outbox, and have them delivered by dying workers."""

    def put(store: Store) -> None:
        for channel in CHANNELS:
            view = store.channels.put(1, channel, channel)
            store.channels.bind(view, team.dossier)
            for number in range(MESSAGES):
                store.outbox.to_channel(view, "hello", {}, f"{channel} {number}")

    with Team.on(url) as team:
        team.write("wangfang", put)
    assert run("deliver", url, SENDERS, log, unsure) == ["killed"] * SENDERS + ["ended"]
    database = Database(url)
    rows = database.read(
        lambda connection: connection.execute(
            select(outbox.c.uid, outbox.c.conversation, outbox.c.subject, outbox.c.state).order_by(outbox.c.id)
        ).all()
    )
    database.close()
    keys = {channel: [row.uid for row in rows if row.conversation == f"c:{channel}"] for channel in CHANNELS}
    arrived = [json.loads(line) for line in log.read_text().splitlines()]
    told_of = [row.subject.removeprefix("undelivered:") for row in rows if row.conversation == "a:lilei"]
    return Aftermath(arrived, keys, {row.uid: row.state for row in rows}, told_of)


def test_what_can_be_looked_up_arrives_once_and_in_order(sqlite_database_url: str, tmp_path: Path) -> None:
    after = deliver(sqlite_database_url, tmp_path / "log", Unsure.LOOK_UP)
    assert {channel: after.in_channel(channel) for channel in CHANNELS} == after.keys
    assert set(after.states.values()) == {"sent"}


def test_what_can_be_repeated_is_sent_again_under_the_same_key(sqlite_database_url: str, tmp_path: Path) -> None:
    after = deliver(sqlite_database_url, tmp_path / "log", Unsure.REPEAT)
    firsts = [line["key"] for line in after.arrived if not line["repeated"]]
    assert sorted(firsts) == sorted(after.states)
    assert any(line["repeated"] for line in after.arrived)
    assert set(after.states.values()) == {"sent"}


def test_what_can_be_neither_is_given_up_and_the_owner_is_told(sqlite_database_url: str, tmp_path: Path) -> None:
    after = deliver(sqlite_database_url, tmp_path / "log", Unsure.GIVE_UP)
    times = Counter(line["key"] for line in after.arrived)
    assert max(times.values()) == 1
    assert {key for key, state in after.states.items() if state == "sent"} <= set(times)
    dead = [key for keys in after.keys.values() for key in keys if after.states[key] == "dead"]
    assert len(dead) >= SENDERS
    assert sorted(after.told_of) == sorted(dead)
    assert set(after.states.values()) == {"sent", "dead"}
