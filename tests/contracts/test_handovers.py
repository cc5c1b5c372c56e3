"""Handovers on both engines: offered once, answered once, and nothing else than the loan is taken back."""

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from dossier.duties import Trigger
from dossier.errors import Conflict, Refused
from dossier.fields import PersonRef
from dossier.handover import Handover, HandoverState
from dossier.kinds import kind_named
from dossier.tiers import Tier
from storage.tables import handovers
from tests.contracts.chains import broken
from tests.team import ZONE, Team


def _person(team: Team, who: str) -> PersonRef:
    actor = team.actor(who)
    return PersonRef(id=actor.uid, name=actor.name)


def _start(team: Team, who: str = "zhaomin", *, whole: bool = False) -> Handover:
    taker = _person(team, who)
    return team.write("lilei", lambda store: store.handovers.start(team.dossier, taker, "x", whole=whole))


def _tier(team: Team, who: str = "zhaomin") -> Tier:
    return team.read(who, lambda store: store.actor.tier_in(team.dossier.id))


def test_it_is_theirs_when_they_accept(team: Team) -> None:
    me = _person(team, "lilei")
    review = kind_named("half-year")
    team.write("lilei", lambda store: store.duties.raise_for(team.dossier, Trigger.REVIEW, review, "2026", me))
    offered = _start(team)
    assert _tier(team) is Tier.MEMBER

    dossier, passed = team.write("zhaomin", lambda store: store.handovers.accept(offered, "yes"))

    assert (dossier.owner.name, passed, _tier(team)) == ("赵敏", 1, Tier.SENIOR)
    assert [each.trigger for each in team.read("zhaomin", lambda store: store.duties.owed_by_me())] == [Trigger.REVIEW]
    kept = team.read("ann", lambda store: store.handovers.get(offered.uid))
    assert (kept.state, kept.comment) == (HandoverState.ACCEPTED, "yes")
    assert team.database.read(lambda connection: broken(connection, team.app.keyring)) == []


def test_a_second_answer_comes_too_late(team: Team) -> None:
    offered = _start(team)
    team.write("zhaomin", lambda store: store.handovers.decline(offered, "no"))

    with pytest.raises(Conflict):
        team.write("zhaomin", lambda store: store.handovers.accept(offered, ""))
    assert team.read("lilei", lambda store: store.dossiers.by_id(team.dossier.id)).owner.name == "李雷"
    assert _tier(team) is Tier.STRANGER


def test_what_was_given_otherwise_meanwhile_stays(team: Team) -> None:
    offered, person = _start(team), _person(team, "zhaomin")
    team.write("lilei", lambda store: store.dossiers.set_member(team.dossier, person, Tier.SENIOR))
    team.write("lilei", lambda store: store.handovers.withdraw(offered))

    assert _tier(team) is Tier.SENIOR


def test_it_is_offered_to_one_at_a_time(team: Team) -> None:
    offered = _start(team)
    with pytest.raises(Conflict):
        _start(team, "ann")
    row = {"organisation_id": 1, "dossier_id": team.dossier.id, "state": "open", "started_at": team.clock.now()}
    people = dict.fromkeys(("giver_id", "taker_id", "starter_id"), offered.taker_id)
    another = insert(handovers).values(uid="x", lent_until=team.clock.now(), **row, **people)
    with pytest.raises(IntegrityError):
        team.database.write(lambda connection: connection.execute(another))


def test_only_whom_it_concerns_reads_and_answers_it(team: Team) -> None:
    offered = _start(team)

    for who in ("ann", "carla"):
        with pytest.raises(Refused):
            team.read(who, lambda store: store.handovers.get(offered.uid))
    for who in ("ann", "lilei", "wangfang"):
        with pytest.raises(Refused):
            team.write(who, lambda store: store.handovers.accept(offered, ""))
    with pytest.raises(Refused):
        team.write("zhaomin", lambda store: store.handovers.withdraw(offered))
    with pytest.raises(Refused):
        team.read("carla", lambda store: store.handovers.matters(team.dossier, ZONE))
