"""`dossier verify` knows who was given which role: one that nobody gave, and an owner or phase of no move, is named."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from chat.platform import Profile
from dossier.phases import Phase
from dossier.tiers import Tier
from storage.accounts import enrol
from storage.merging import merge
from storage.tables import dossiers, members, people
from tests.contracts.test_verifying import do, verify
from tests.team import Team


def row_of(team: Team, who: str) -> int:
    query = select(people.c.id).where(people.c.name == who)
    return int(team.database.read(lambda connection: connection.execute(query).scalar_one()))


def mine(team: Team, who: str) -> Any:
    return (members.c.dossier_id == team.dossier.id) & (members.c.person_id == row_of(team, who))


def test_a_tier_that_was_raised_by_hand_is_named_with_the_entry_that_says_otherwise(team: Team) -> None:
    assert verify(team).exit_code == 0

    do(team, update(members).where(mine(team, "Ann")).values(tier=int(Tier.MANAGER)))

    for done in (verify(team), verify(team, "--dossier", "ABC")):
        assert done.exit_code == 1
        assert "✗ ABC · 商城, the tier of Ann: found manager, expected member, by entry" in done.stdout
    assert verify(team, "--dossier", "XYZ").exit_code == 0


def test_a_manager_whom_nobody_made_one_is_named(team: Team) -> None:
    do(team, update(people).where(people.c.name == "Ann").values(tier=int(Tier.MANAGER)))

    done = verify(team)

    assert done.exit_code == 1
    assert "✗ 星河软件, the tier of Ann: found manager, expected member, by entry" in done.stdout


def test_a_member_whom_nobody_added_and_one_whom_nobody_took_out_are_named(team: Team) -> None:
    stranger = {"organisation_id": 1, "dossier_id": team.dossier.id, "person_id": row_of(team, "赵敏")}
    do(team, delete(members).where(mine(team, "赵敏")))
    do(team, delete(members).where(mine(team, "Ann")))
    assert "the tier of Ann: found none, expected member, by entry" in verify(team).stdout

    do(team, insert(members).values(**stranger, tier=int(Tier.SENIOR)))
    assert "the tier of 赵敏: found senior, expected" in verify(team).stdout


def test_an_owner_and_a_phase_that_were_put_there_by_hand_are_named(team: Team) -> None:
    team.write("wangfang", lambda store: store.dossiers.set_phase(team.dossier, Phase.SEALED))
    ann = row_of(team, "Ann")
    do(team, update(dossiers).where(dossiers.c.id == team.dossier.id).values(owner_id=ann, phase="launch"))

    said = verify(team).stdout

    assert "ABC · 商城, its owner: found Ann, expected 李雷, by entry" in said
    assert "ABC · 商城, its phase: found launch, expected sealed, by entry" in said


@pytest.mark.parametrize("values", [{"until": None}, {"after": int(Tier.MANAGER)}])
def test_a_tier_for_a_time_that_was_made_to_last_by_hand_is_named(team: Team, values: dict[str, Any]) -> None:
    ann = team.read("ann", lambda store: store.people.named("Ann"))
    assert ann is not None
    until = team.clock.now() + timedelta(days=3)
    team.write("wangfang", lambda store: store.dossiers.set_member(team.dossier, ann, Tier.SENIOR, until))
    assert verify(team).exit_code == 0

    do(team, update(members).where(mine(team, "Ann")).values(**values))

    assert "the tier of Ann: found senior" in verify(team).stdout


def test_what_people_do_with_roles_is_known(team: Team) -> None:
    """Offers refused and taken, somebody who leaves and comes back, and two who turn out to be one."""
    ann = team.read("lilei", lambda store: store.people.named("Ann"))
    zhaomin = team.read("lilei", lambda store: store.people.named("赵敏"))
    assert ann is not None
    assert zhaomin is not None
    offered = team.write("lilei", lambda store: store.handovers.start(team.dossier, zhaomin, "", whole=True))
    team.write("zhaomin", lambda store: store.handovers.decline(offered, ""))
    offered = team.write("lilei", lambda store: store.handovers.start(team.dossier, ann, "", whole=True))
    team.write("ann", lambda store: store.handovers.accept(offered, ""))
    assert verify(team).stdout.startswith("✓")

    home = team.read("lilei", lambda store: store.channels.of(team.dossier)[0].workspace)
    for profile in (Profile("李雷", active=False), Profile("李雷")):
        team.write("wangfang", partial(enrol, workspace=home, account="lilei", profile=profile))
        assert verify(team).stdout.startswith("✓")

    team.write("wangfang", lambda store: merge(store, row_of(team, "Ann"), row_of(team, "赵敏")))
    assert verify(team).stdout.startswith("✓")
    do(team, update(dossiers).where(dossiers.c.id == team.dossier.id).values(owner_id=row_of(team, "Ann")))
    assert "its owner: found Ann, expected 赵敏" in verify(team).stdout
