"""`dossier verify`: where records stand, who began them and when, and what dossiers ask to be confirmed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from dossier.deciding import Pledge
from storage.merging import merge
from storage.tables import dossiers, records
from tests.contracts.contents import CONTACT, ISSUE, PAYMENT, WANG
from tests.contracts.test_verifying import do, verify
from tests.team import Team

_PLEDGE = Pledge("我会保密。", 30)


@pytest.fixture
def kept(team: Team) -> int:
    """Keep three records; give the row id of the second."""
    team.write("lilei", lambda store: store.records.add(team.dossier, ISSUE, PAYMENT))
    second = team.write("lilei", lambda store: store.records.add(team.dossier, CONTACT, WANG))
    team.write("lilei", lambda store: store.records.add(team.dossier, ISSUE, PAYMENT))
    team.write("wangfang", lambda store: store.pledges.ask(team.dossier, _PLEDGE))
    return second.line.id


def _second(team: Team) -> int:
    start = {"uid": "d" * 36, "project": "Zwei", "project_key": "zwei", "last_number": 0}
    row = team.database.read(lambda c: c.execute(select(dossiers).where(dossiers.c.id == team.dossier.id)).one())
    values = {**row._asdict(), **start}
    del values["id"]
    do(team, dossiers.insert().values(**values))
    query = select(dossiers.c.id).where(dossiers.c.uid == "d" * 36)
    return int(team.database.read(lambda c: c.execute(query).scalar_one()))


def _of(team: Team, who: str) -> int:
    return team.actor(who).person or 0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (lambda _: {"number": 999}, "its number: found #999, expected #2, as the records are counted"),
        (lambda team: {"author_id": _of(team, "wangfang")}, "who began it: found somebody else"),
        (lambda team: {"created_at": team.clock.now() - timedelta(days=9)}, "when it was begun: found another moment"),
        (
            lambda team: {"dossier_id": _second(team)},
            "its dossier: found this one, expected ABC · 商城, by its versions",
        ),
    ],
)
def test_a_record_that_was_put_elsewhere_by_hand_is_named(
    team: Team, kept: int, values: Callable[[Team], dict[str, Any]], said: str
) -> None:
    assert verify(team).exit_code == 0
    do(team, update(records).where(records.c.id == kept).values(**values(team)))

    done = verify(team)

    assert done.exit_code == 1
    assert said in done.stdout


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"pledge": None}, "found none, expected others, by entry"),
        ({"pledge": "我什么都不答应。"}, "found these words, expected others, by entry"),
        ({"pledge_days": 9999}, "found these words, expected others, by entry"),
    ],
)
def test_words_to_be_confirmed_that_were_changed_by_hand_are_named(
    team: Team, kept: int, values: dict[str, Any], said: str
) -> None:
    do(team, update(dossiers).where(dossiers.c.id == team.dossier.id).values(**values))

    done = verify(team, "--dossier", "ABC")

    assert done.exit_code == 1
    assert f"what is to be confirmed in it: {said}" in done.stdout


def test_words_that_a_person_withdrew_are_whole(team: Team, kept: int) -> None:
    team.write("wangfang", lambda store: store.pledges.ask(team.dossier, None))
    assert verify(team).exit_code == 0


def test_what_somebody_began_who_was_made_one_with_another_is_whole(team: Team, kept: int) -> None:
    team.write("wangfang", lambda store: merge(store, _of(team, "lilei"), _of(team, "ann")))
    assert verify(team).exit_code == 0
