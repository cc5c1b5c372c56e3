"""Jobs: enqueued with what caused them, run by one worker at a time, with progress, cancelling and retries."""

from datetime import UTC, datetime, timedelta

import pytest

from storage import jobs
from storage.jobs import LEASE, MOST_ATTEMPTS, Job
from storage.store import Store
from tests.team import Team

NOW = datetime.now(UTC) + timedelta(hours=1)
"""Later than whatever a test has enqueued."""
LATER = NOW + LEASE + timedelta(seconds=1)
"""When a lease taken now is over."""


def add(team: Team, name: str = "work") -> str:
    """Enqueue a job and give its id."""
    return team.write("lilei", lambda store: store.jobs.add(name, {"file": "f1", "size": 7}))


def claim(team: Team, worker: str = "w", now: datetime = NOW) -> Job:
    """Lease the next job, which there is."""
    job = team.database.write(lambda connection: jobs.claim(connection, worker, now))
    assert job is not None
    return job


def nothing_to_claim(team: Team, now: datetime = NOW) -> bool:
    """Tell whether there is no job to lease, by both ways of asking."""
    claimed = team.database.write(lambda connection: jobs.claim(connection, "x", now))
    due = team.database.read(lambda connection: jobs.any_due(connection, now))
    return claimed is None and not due


def finish(team: Team, job: Job, worker: str = "w") -> bool:
    """Note that a job is done."""
    return team.database.write(lambda connection: jobs.finish(connection, job, worker))


def fail(team: Team, job: Job, again_at: datetime = NOW) -> bool:
    """Note that a job failed."""
    return team.database.write(lambda connection: jobs.fail(connection, job, "w", "broken", again_at))


def progress(team: Team, uid: str) -> tuple[str, int, int] | None:
    """Give how far a job has come, as its owner sees it."""
    return team.read("lilei", lambda store: store.jobs.progress(uid))


def test_a_job_is_claimed_with_all_it_needs(team: Team) -> None:
    uid = add(team)
    job = claim(team)
    assert (job.uid, job.name, job.data, job.attempts) == (uid, "work", {"file": "f1", "size": 7}, 1)
    assert job.organisation == team.actor("lilei").organisation


def test_a_job_of_a_unit_that_failed_is_not_run(team: Team) -> None:
    def refuse(store: Store) -> None:
        store.jobs.add("work", {})
        raise KeyError

    with pytest.raises(KeyError):
        team.write("lilei", refuse)
    assert nothing_to_claim(team)


def test_two_workers_never_have_the_same_job(team: Team) -> None:
    first, second = add(team), add(team)
    assert [claim(team, "v").uid, claim(team, "w").uid] == [first, second]
    assert nothing_to_claim(team)


def test_a_finished_job_is_not_run_again(team: Team) -> None:
    uid = add(team)
    assert finish(team, claim(team))
    assert progress(team, uid) == ("done", 0, 0)
    assert nothing_to_claim(team, LATER)


def test_a_job_whose_worker_vanished_is_taken_over_when_the_lease_is_over(team: Team) -> None:
    add(team)
    lost = claim(team, "v")
    assert nothing_to_claim(team, NOW + LEASE)
    taken = claim(team, "w", LATER)
    assert taken.attempts == 2
    assert not finish(team, lost, "v")
    assert finish(team, taken)


def test_progress_is_shown_and_renews_the_lease(team: Team) -> None:
    uid = add(team)
    job = claim(team)
    half = NOW + LEASE / 2
    assert team.database.write(lambda connection: jobs.report(connection, job, "w", 3, 10, half))
    assert progress(team, uid) == ("running", 3, 10)
    assert nothing_to_claim(team, LATER)


def test_a_cancelled_job_is_not_run(team: Team) -> None:
    uid = add(team)
    assert team.write("lilei", lambda store: store.jobs.cancel(uid))
    assert nothing_to_claim(team)


def test_a_running_job_learns_with_its_next_progress_that_it_was_cancelled(team: Team) -> None:
    uid = add(team)
    job = claim(team)
    assert team.write("lilei", lambda store: store.jobs.cancel(uid))
    assert not team.database.write(lambda connection: jobs.report(connection, job, "w", 1, 2, NOW))
    assert not finish(team, job)
    assert progress(team, uid) == ("cancelled", 0, 0)


def test_what_is_done_cannot_be_cancelled(team: Team) -> None:
    uid = add(team)
    finish(team, claim(team))
    assert not team.write("lilei", lambda store: store.jobs.cancel(uid))


def test_a_failed_job_is_tried_again_when_it_said(team: Team) -> None:
    add(team)
    again_at = NOW + timedelta(minutes=1)
    assert fail(team, claim(team), again_at)
    assert nothing_to_claim(team, again_at - timedelta(seconds=1))
    assert claim(team, now=again_at).attempts == 2


def test_a_job_that_failed_five_times_is_given_up(team: Team) -> None:
    uid = add(team)
    for _ in range(MOST_ATTEMPTS):
        fail(team, claim(team))
    assert MOST_ATTEMPTS == 5
    assert nothing_to_claim(team)
    assert progress(team, uid) == ("dead", 0, 0)
    assert team.database.read(jobs.dead_jobs) == 1
