"""Duties: what is owed is raised once, closed by the record that fulfils it, and opened again when that is undone."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dossier.duties import Trigger
from dossier.fields import PersonRef
from dossier.kinds import Kind
from dossier.views import DutyView, Saved
from storage.store import Store
from storage.tables import audit
from tests.contracts.contents import ISSUE, MINUTES, PAYMENT
from tests.team import START, Team


def owe(team: Team, topic: str, who: str = "ann", kind: Kind = MINUTES, **more: Any) -> None:
    """Have somebody owe a record."""
    owner = PersonRef(id=team.actor(who).uid, name=who)
    team.write(
        "lilei",
        lambda store: store.duties.raise_for(team.dossier, Trigger.MEETING_ENDED, kind, topic, owner, **more),
    )


def log(team: Team, topic: str) -> Saved:
    """Keep the minutes of a meeting, and close what they fulfil."""

    def unit(store: Store) -> Saved:
        content = {"topic": topic, "held_at": "2026-11-18T01:00:00Z", "decisions": "上线"}
        saved = store.records.add(team.dossier, MINUTES, content)
        store.duties.close(saved)
        return saved

    return team.write("ann", unit)


def owed(team: Team, who: str = "ann") -> list[str]:
    """Give the topics of what somebody owes, the most urgent first."""
    return [duty.topic for duty in team.read(who, lambda store: store.duties.owed_by_me())]


def in_dossier(team: Team, who: str) -> list[DutyView]:
    """Give what is owed in the dossier, as somebody sees it."""
    return team.read(who, lambda store: store.duties.open_in([team.dossier.id]))


def test_a_duty_is_due_a_day_after_what_raised_it(team: Team) -> None:
    owe(team, "需求评审", raised_at=START)
    (duty,) = in_dossier(team, "lilei")
    assert duty.due_at - duty.raised_at == timedelta(hours=24)
    assert (duty.raised_at, duty.owner.name, duty.kind) == (START, "Ann", MINUTES)


def test_what_one_owes_is_listed_most_urgent_first(team: Team) -> None:
    owe(team, "later", raised_at=START + timedelta(hours=2))
    owe(team, "sooner", raised_at=START)
    owe(team, "not mine", who="lilei")
    assert owed(team) == ["sooner", "later"]


def test_the_record_on_the_same_topic_closes_a_duty(team: Team) -> None:
    owe(team, "站会", raised_at=START)
    owe(team, "需求评审", raised_at=START + timedelta(hours=1))
    log(team, "需求评审 ")
    assert owed(team) == ["站会"]


def test_a_record_on_another_topic_leaves_the_only_duty_open(team: Team) -> None:
    owe(team, "需求评审")
    log(team, "别的")
    assert owed(team) == ["需求评审"]


def test_a_topic_within_the_other_is_the_same(team: Team) -> None:
    owe(team, "需求评审会")
    log(team, "需求评审")
    assert owed(team) == []


def test_with_several_duties_a_record_on_another_topic_closes_none(team: Team) -> None:
    owe(team, "站会", raised_at=START)
    owe(team, "需求评审", raised_at=START + timedelta(hours=1))
    log(team, "别的")
    assert owed(team) == ["站会", "需求评审"]


def test_a_duty_for_one_record_is_closed_by_that_record_alone(team: Team) -> None:
    def keep(store: Store) -> tuple[Saved, Saved]:
        one, other = (store.records.add(team.dossier, ISSUE, PAYMENT) for _ in range(2))
        return one, other

    one, other = team.write("lilei", keep)
    owe(team, "resolve it", kind=ISSUE, subject=one.line.id)
    team.write("lilei", lambda store: store.duties.close(other))
    assert owed(team) == ["resolve it"]
    team.write("lilei", lambda store: store.duties.close(one))
    assert owed(team) == []


def test_a_duty_is_open_again_when_the_record_that_closed_it_is_taken_back(team: Team) -> None:
    owe(team, "需求评审")
    saved = log(team, "需求评审")
    team.write("ann", lambda store: store.duties.reopen(saved))
    assert owed(team) == ["需求评审"]


def test_undoing_the_record_by_its_button_opens_the_duty_again(team: Team) -> None:
    owe(team, "需求评审")
    log(team, "需求评审")
    team.say("ann", "/dossier undo 1")
    assert owed(team) == ["需求评审"]


@pytest.mark.parametrize(("who", "sees"), [("wangfang", 1), ("ann", 1), ("carla", 0), ("zhaomin", 0)])
def test_what_is_owed_in_a_dossier_is_for_those_who_may_read_it(team: Team, who: str, sees: int) -> None:
    owe(team, "需求评审")
    assert len(in_dossier(team, who)) == sees


def test_raising_and_closing_are_on_the_audit_chain(team: Team) -> None:
    owe(team, "需求评审")
    log(team, "需求评审")
    actions = select(audit.c.action).where(audit.c.action.startswith("duty.")).order_by(audit.c.number)
    assert team.database.read(lambda connection: connection.execute(actions).scalars().all()) == [
        "duty.raise",
        "duty.close",
    ]
