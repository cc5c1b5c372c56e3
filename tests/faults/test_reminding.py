"""kill -9 and two replicas: every step is taken once, whatever dies and whoever is there first."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from dossier.duties import Trigger
from dossier.fields import PersonRef
from dossier.tiers import Tier
from reminders.scan import Scan
from storage import integrity
from storage.database import Database
from storage.meeting_duties import minutes_kind
from storage.store import Store
from storage.tables import duties, nudges, outbox
from tests.contracts.chains import broken
from tests.faults.killed import KEYRING
from tests.faults.killed_reminding import DYING
from tests.team import DEFAULT, START, Team

ROOT = Path(__file__).parents[2]
DUTIES = 80
"""More than are worked on in one transaction."""
STEPS = 4


def people_of(store: Store, count: int) -> list[PersonRef]:
    """Add members of the dossier, each with an account."""
    dossier = store.dossiers.mine()[0]
    added = []
    for number in range(count):
        person = store.people.add(f"成员{number}", Tier.MEMBER)
        store.people.link(1, f"member-{number}", person)
        store.dossiers.set_member(dossier, person, Tier.MEMBER)
        added.append(person)
    return added


def owe(team: Team, count: int, people: int) -> None:
    """Have people owe minutes, and a meeting end in an hour; anybody may be written to at any time."""

    def unit(store: Store) -> None:
        store.rules.keep(team.dossier, {"quiet": "-"})
        names = people_of(store, people)
        for number in range(count):
            owner = names[number % len(names)]
            store.duties.raise_for(team.dossier, Trigger.MEETING_ENDED, minutes_kind(), f"会议{number:03}", owner)
        ends = store.now + timedelta(minutes=50)
        store.meetings.plan(team.dossier, None, "需求评审", (), (store.now, ends))

    team.write("wangfang", unit)


def taken(connection: Connection) -> dict[int, list[tuple[int, str]]]:
    """Give, of every duty, the steps that were taken and what became of each."""
    found: dict[int, list[tuple[int, str]]] = {
        duty: [] for duty in connection.execute(select(duties.c.id).order_by(duties.c.id)).scalars()
    }
    for row in connection.execute(select(nudges).order_by(nudges.c.duty_id, nudges.c.step)):
        found[row.duty_id].append((row.step, row.outcome))
    return found


def told(connection: Connection) -> Counter[tuple[str, str]]:
    """Give how often something was said to whom."""
    query = select(outbox.c.conversation, outbox.c.subject)
    return Counter((row.conversation, row.subject) for row in connection.execute(query))


@pytest.fixture
def ready(database_url: str) -> Iterator[Team]:
    """Give a team that owes a lot."""
    with Team.on(database_url) as team:
        owe(team, DUTIES, people=4)
        yield team


def test_whoever_is_killed_every_step_is_taken_once(ready: Team) -> None:
    url, start = ready.database.url, START.isoformat()
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killed_reminding", url, start],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert Counter(done.stdout.split()) == {"killed": sum(map(len, DYING.values())), "ended": len(DYING)}
    steps = ready.database.read(taken)
    # The meeting that ended is the last duty: it was due an hour later than the others.
    assert len(steps) == DUTIES + 1
    for duty in steps.values():
        assert [step for step, _ in duty] == list(range(STEPS))
        assert {outcome for _, outcome in duty} <= {"sent", "merged", "superseded"}
    assert max(ready.database.read(told).values()) == 1
    assert ready.database.read(lambda connection: broken(connection, ready.app.keyring)) == []
    if ready.database.sqlite:
        assert integrity.problems(ready.database) == []


def test_two_replicas_share_what_is_due_and_take_each_step_once(ready: Team) -> None:
    with closing(Database(ready.database.url)) as other, ThreadPoolExecutor(4) as pool:
        scans = [Scan(each, KEYRING, ready.clock.now, DEFAULT) for each in (ready.database, other) for _ in range(2)]
        for hours in (21, 4, 24, 24):
            ready.clock.advance(timedelta(hours=hours))
            list(pool.map(Scan.run, scans))
            assert [scan.run() for scan in scans] == [0, 0, 0, 0]
    steps = ready.database.read(taken)
    assert len(steps) == DUTIES + 1
    assert all([step for step, _ in duty] == list(range(STEPS)) for duty in steps.values())
    assert max(ready.database.read(told).values()) == 1


def test_a_word_in_the_morning_is_said_once_by_many(ready: Team) -> None:
    with closing(Database(ready.database.url)) as other, ThreadPoolExecutor(4) as pool:
        scans = [Scan(each, KEYRING, ready.clock.now, DEFAULT) for each in (ready.database, other) for _ in range(2)]
        ready.clock.advance(timedelta(hours=13))
        ready.write("wangfang", lambda store: store.rules.keep(ready.dossier, {"steps": "600"}))
        # Thursday, 9:05 in Shanghai: everything is due in an hour, and nobody has been reminded of it today.
        ready.clock.advance(timedelta(hours=10))
        list(pool.map(Scan.run, scans))
    words = [conversation for (conversation, subject) in ready.database.read(told) if subject.startswith("digest:")]
    assert sorted(words) == [*(f"a:member-{number}" for number in range(4)), "a:wangfang"]
    assert max(ready.database.read(told).values()) == 1
