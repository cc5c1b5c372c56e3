"""Reviews and audits on both engines: asked for once, by whichever of several replicas is there first."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from dossier.duties import Trigger
from dossier.phases import Phase
from reminders.reviews import Reviews
from storage import reviewing
from tests.team import DEFAULT, Team


def test_of_replicas_that_look_at_once_one_raises_each_duty(team: Team) -> None:
    team.write("lilei", lambda store: store.dossiers.set_phase(team.dossier, Phase.CLOSING))
    replicas = [Reviews(team.database, team.app.keyring, team.clock.now, DEFAULT) for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        raised = [*pool.map(Reviews.run, replicas)]

    assert sum(raised) == 1
    (duty,) = team.read("lilei", lambda store: store.duties.owed_by_me())
    assert (duty.trigger, duty.due_at - duty.raised_at) == (Trigger.AUDIT, timedelta(days=30))


def test_a_dossier_that_was_settled_meanwhile_is_not_settled_again(team: Team) -> None:
    team.clock.advance(timedelta(days=190))
    now = team.clock.now()
    due = team.database.read(lambda connection: reviewing.due(connection, now))
    assert len(due) == 2
    first, again = (team.database.write(lambda each: reviewing.settle(each, due[0], None)) for _ in range(2))
    assert (first, again) == (True, False)
    assert len(team.database.read(lambda connection: reviewing.due(connection, now))) == 1


def test_a_review_that_is_owed_is_dropped_with_its_project(team: Team) -> None:
    team.clock.advance(timedelta(days=190))
    team.app.reviews.run()
    raised = team.read("lilei", lambda store: store.duties.owes(team.dossier, Trigger.REVIEW))
    team.write("lilei", lambda store: store.dossiers.set_phase(team.dossier, Phase.CLOSING))
    assert not team.read("lilei", lambda store: store.duties.owes(team.dossier, Trigger.REVIEW))
    assert raised
