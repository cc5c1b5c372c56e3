"""The list of what I owe, what I stand in for, and what is owed to me: all of it, with what can be done about each."""

from chat.messages import Message
from chat.replies import Rendered
from dossier.duties import Trigger
from dossier.fields import PersonRef
from dossier.tiers import Tier
from storage.meeting_duties import minutes_kind
from storage.store import Store
from tests.team import Team, buttons_in, said


def owe(team: Team, *topics: str, who: str = "ann") -> None:
    """Have somebody owe the minutes of some meetings."""
    owner = PersonRef(id=team.actor(who).uid, name=who)

    def unit(store: Store) -> None:
        for topic in topics:
            store.duties.raise_for(team.dossier, Trigger.MEETING_ENDED, minutes_kind(), topic, owner)

    team.write("lilei", unit)


def join(team: Team, who: str, name: str) -> None:
    """Make somebody a member of the dossier."""
    colleague = PersonRef(id=team.actor(who).uid, name=name)
    team.write("lilei", lambda store: store.dossiers.set_member(team.dossier, colleague, Tier.MEMBER))


def to_do(team: Team, who: str) -> Rendered:
    return team.say(who, "/档案 待办")


def actions(shown: Rendered | Message) -> list[str]:
    return [each.action for each in buttons_in(shown)]


def test_who_stands_in_finds_what_they_are_reminded_of(team: Team) -> None:
    join(team, "zhaomin", "赵敏")
    owe(team, "需求评审", "站会")
    assert "站会" not in said(to_do(team, "zhaomin"))
    team.say("ann", "/dossier leave today to Friday @赵敏")
    listed = to_do(team, "zhaomin")
    for word in ("代别人", "需求评审", "站会", "Ann"):
        assert word in said(listed)
    assert actions(listed) == ["enter", "snooze", "waive"] * 2


def test_without_a_delegate_the_owner_of_the_dossier_stands_in_and_sees_it_once(team: Team) -> None:
    owe(team, "需求评审")
    team.say("ann", "/dossier leave today to Friday")
    listed = said(to_do(team, "lilei"))
    assert "代别人" in listed
    assert listed.count("需求评审") == 1


def test_management_finds_what_it_stands_in_for_when_the_owner_is_away_too(team: Team) -> None:
    owe(team, "需求评审")
    owe(team, "复盘", who="lilei")
    assert "需求评审" not in said(to_do(team, "wangfang"))
    team.say("lilei", "/档案 请假 今天到周五")
    listed = said(to_do(team, "wangfang"))
    for word in ("复盘", "李雷", "需求评审", "Ann"):
        assert word in listed


def test_the_owner_s_delegate_sees_what_others_owe_in_the_dossier(team: Team) -> None:
    join(team, "zhaomin", "赵敏")
    owe(team, "需求评审")
    team.say("lilei", "/档案 请假 今天到周五 @赵敏")
    assert "需求评审" in said(to_do(team, "zhaomin"))


def test_what_who_was_removed_owes_is_the_owner_s_to_see(team: Team) -> None:
    owe(team, "需求评审")
    team.say("lilei", "/档案 成员 @Ann 移除")
    assert "代别人" in said(to_do(team, "lilei"))
    assert "需求评审" not in said(team.say("ann", "/dossier todo"))


def test_nobody_sees_what_is_owed_elsewhere(team: Team) -> None:
    owe(team, "需求评审")
    team.say("ann", "/dossier leave today to Friday @李雷")
    for who in ("zhaomin", "carla", "unknown"):
        assert "需求评审" not in said(to_do(team, who))
