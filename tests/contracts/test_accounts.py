"""Accounts become people: once each, under a name of their own, with the tier that who they are gives them."""

import pytest
from sqlalchemy import select

from chat.platform import Profile
from dossier.fields import PersonRef
from dossier.language import Language
from dossier.tiers import Tier
from storage import accounts
from storage.people import recognise
from storage.store import Store
from storage.tables import jobs
from tests.contracts.test_dossiers import DEFAULT
from tests.team import HOME, Team

ZOE = Profile("Zoe", "en-US", "Europe/London", "zoe@example.com")


def enrol(team: Team, account: str, profile: Profile) -> PersonRef:
    def unit(store: Store) -> PersonRef:
        channel = store.channels.of(team.dossier)[0]
        return accounts.enrol(store, channel.workspace, account, profile)

    return team.write("wangfang", unit)


def tier_of(team: Team, account: str) -> Tier:
    known = team.database.read(lambda c: recognise(c, team.platform.name, HOME, account))
    assert known is not None
    return known.actor.tier


def test_a_full_member_of_the_workspace_becomes_a_member_of_the_organisation(team: Team) -> None:
    assert enrol(team, "zoe", ZOE).name == "Zoe"
    assert tier_of(team, "zoe") is Tier.MEMBER


@pytest.mark.parametrize("profile", [Profile("Guest", own=False), Profile("Gone", active=False)])
def test_guests_and_who_was_switched_off_have_no_tier(team: Team, profile: Profile) -> None:
    enrol(team, "other", profile)
    assert tier_of(team, "other") is Tier.STRANGER


def test_somebody_who_is_switched_off_loses_the_tier_and_has_it_again_when_they_are_back(team: Team) -> None:
    enrol(team, "zoe", ZOE)
    enrol(team, "zoe", Profile("Zoe", active=False))
    assert tier_of(team, "zoe") is Tier.STRANGER
    enrol(team, "zoe", ZOE)
    assert tier_of(team, "zoe") is Tier.MEMBER


def test_the_same_account_is_one_person_however_often_it_is_seen(team: Team) -> None:
    assert enrol(team, "zoe", ZOE).id == enrol(team, "zoe", ZOE).id


def test_two_people_of_one_name_are_told_apart(team: Team) -> None:
    enrol(team, "zoe", Profile("Zoe"))
    assert enrol(team, "zoe2", Profile("zoe")).name == "zoe (2)"


def test_a_new_name_is_taken_over(team: Team) -> None:
    enrol(team, "zoe", ZOE)
    enrol(team, "zoe", Profile("Zoe Smith"))
    known = team.database.read(lambda c: accounts.known(c, team.platform.name, HOME, "zoe"))
    assert known is not None
    assert known.name == "Zoe Smith"


def test_the_same_address_in_another_account_is_the_same_person(team: Team) -> None:
    assert enrol(team, "zoe", ZOE).id == enrol(team, "zoe-at-home", Profile("Z.", email="ZOE@example.com")).id


def test_a_guest_is_nobody_else_though_the_address_is_the_same(team: Team) -> None:
    zoe = enrol(team, "zoe", ZOE)
    assert enrol(team, "stranger", Profile("Zoe", email="zoe@example.com", own=False)).id != zoe.id


def test_what_the_platform_knows_of_language_counts_until_somebody_sets_their_own(team: Team) -> None:
    zoe = enrol(team, "zoe", ZOE)

    def language(store: Store) -> Language:
        return store.preferences.of(store.people.id_of(zoe.id or ""), None, DEFAULT)[0].language

    assert team.read("wangfang", language) is Language.EN

    def choose(store: Store) -> None:
        store.preferences.keep("person", store.people.id_of(zoe.id or "") or 0, "language", "zh-CN")

    team.write("wangfang", choose)
    enrol(team, "zoe", ZOE)
    assert team.read("wangfang", language) is Language.ZH


def test_strangers_are_not_told_who_works_here(team: Team) -> None:
    enrol(team, "guest", Profile("Guest", own=False))
    told = team.database.read(lambda c: accounts.names(c, team.platform.name, HOME, "guest"))
    assert told == []
    told = team.database.read(lambda c: accounts.names(c, team.platform.name, HOME, "lilei"))
    assert "李雷" in told


def test_who_is_made_a_guest_is_a_member_of_no_dossier_any_more(team: Team) -> None:
    zoe = enrol(team, "zoe", ZOE)
    team.write("wangfang", lambda store: store.dossiers.set_member(team.dossier, zoe, Tier.SENIOR))
    enrol(team, "zoe", Profile("Zoe", own=False))
    assert not team.actor("zoe").tiers


def test_who_comes_back_is_looked_for_in_the_channels_again(team: Team) -> None:
    enrol(team, "zoe", Profile("Zoe", active=False))
    enrol(team, "zoe", ZOE)
    waiting = team.database.read(lambda c: c.execute(select(jobs.c.name)).scalars().all())
    assert "gather_members" in waiting
