"""Who is in a channel is in its dossier, as long as they are there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chat.platform import Profile
from dossier.duties import Trigger
from dossier.fields import PersonRef
from dossier.tiers import Tier
from storage import accounts, membership
from storage.escalated import escalated_to
from storage.meeting_duties import minutes_kind
from storage.merging import merge
from storage.store import Store
from tests.team import Team

HERE = Profile("Zoe")


def follow(team: Team, *present: str) -> None:
    """Let accounts be all who are in the dossier's channel."""

    def unit(store: Store) -> None:
        channel = store.channels.of(team.dossier)[0]
        membership.follow(store, channel, membership.colleagues(store, channel.workspace, present))

    team.write("wangfang", unit)


def enrol(team: Team, account: str, profile: Profile = HERE) -> PersonRef:
    return team.write(
        "wangfang",
        lambda store: accounts.enrol(store, store.channels.of(team.dossier)[0].workspace, account, profile),
    )


def tier_of(team: Team, person: PersonRef) -> Tier | None:
    members = team.read("wangfang", lambda store: store.dossiers.everybody(team.dossier))
    return next((each.tier for each in members if each.person.id == person.id), None)


def test_a_colleague_who_comes_in_becomes_a_member_and_is_none_after_leaving(team: Team) -> None:
    zoe = enrol(team, "zoe")
    follow(team, "zoe")
    assert tier_of(team, zoe) is Tier.MEMBER
    follow(team)
    assert tier_of(team, zoe) is None


def test_guests_in_the_channel_are_not_made_members(team: Team) -> None:
    guest = enrol(team, "guest", Profile("Guest", own=False))
    follow(team, "guest")
    assert tier_of(team, guest) is None


def test_who_was_added_by_name_stays_when_they_are_not_in_the_channel(team: Team) -> None:
    before = team.read("wangfang", lambda store: store.dossiers.members(team.dossier))
    follow(team)
    assert team.read("wangfang", lambda store: store.dossiers.members(team.dossier)) == before


def test_a_tier_that_was_given_stays_when_they_leave_the_channel(team: Team) -> None:
    zoe = enrol(team, "zoe")
    follow(team, "zoe")
    team.write("wangfang", lambda store: store.dossiers.set_member(team.dossier, zoe, Tier.SENIOR))
    follow(team)
    assert tier_of(team, zoe) is Tier.SENIOR


def test_who_was_taken_out_of_the_dossier_is_not_put_back_by_being_in_the_channel(team: Team) -> None:
    zoe = enrol(team, "zoe")
    follow(team, "zoe")
    team.write("wangfang", lambda store: store.dossiers.set_member(team.dossier, zoe, Tier.STRANGER))
    follow(team, "zoe")
    assert tier_of(team, zoe) is Tier.STRANGER


def test_members_of_a_channel_that_is_bound_elsewhere_leave_with_it(team: Team) -> None:
    zoe = enrol(team, "zoe")
    follow(team, "zoe")

    def unbind(store: Store) -> None:
        channel = store.channels.of(team.dossier)[0]
        membership.follow(store, replace(channel, dossier=None), [store.people.id_of(zoe.id or "") or 0])

    team.write("wangfang", unbind)
    assert tier_of(team, zoe) is None


def test_of_two_people_in_one_a_tier_that_ends_still_ends(team: Team) -> None:
    zoe, again = enrol(team, "zoe"), enrol(team, "zoe-feishu", Profile("Zoe F."))
    until = team.clock.now() + timedelta(days=1)

    def unit(store: Store) -> None:
        store.dossiers.set_member(team.dossier, zoe, Tier.GUEST)
        store.dossiers.set_member(team.dossier, again, Tier.MEMBER)
        store.dossiers.set_member(team.dossier, again, Tier.SENIOR, until)
        rows = [store.people.id_of(each.id or "") or 0 for each in (again, zoe)]
        merge(store, *rows)

    team.write("wangfang", unit)
    assert tier_of(team, zoe) is Tier.SENIOR
    team.wait(days=2)
    assert tier_of(team, zoe) is Tier.MEMBER


def test_of_two_people_in_one_what_both_asked_for_is_asked_for_once(team: Team) -> None:
    zoe, again = enrol(team, "zoe"), enrol(team, "zoe-feishu", Profile("Zoe F."))
    for who in ("zoe", "zoe-feishu"):
        team.write(who, lambda store: store.requests.ask(team.dossier, Tier.SENIOR))

    def unit(store: Store) -> None:
        merge(store, store.people.id_of(again.id or "") or 0, store.people.id_of(zoe.id or "") or 0)

    team.write("wangfang", unit)
    _, new = team.write("zoe", lambda store: store.requests.ask(team.dossier, Tier.SENIOR))
    assert not new


def _escalated(team: Team, who: str, at: datetime) -> Sequence[str]:
    return team.read(who, lambda store: [*escalated_to(store, store.actor.person or 0, at)])


def test_what_who_left_the_channel_owed_is_owed_by_the_owner_and_escalations_are_found(team: Team) -> None:
    zoe = enrol(team, "zoe")
    follow(team, "zoe")
    kind, meeting = minutes_kind(), Trigger.MEETING_ENDED
    team.write("lilei", lambda store: store.duties.raise_for(team.dossier, meeting, kind, "review", zoe))
    team.wait(hours=73)
    # After so long a jump only management is told.
    later = team.clock.now() + timedelta(hours=1)
    assert len(_escalated(team, "wangfang", later)) == 1
    assert _escalated(team, "lilei", later) == []
    follow(team)

    (duty,) = team.read("lilei", lambda store: store.duties.owed_by_me())
    assert duty.earlier == ("Zoe",)
