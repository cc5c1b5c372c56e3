"""Who leaves while they owe something: it passes to who stands in, or to who answers for the dossier, in the open."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from chat.platform import Profile
from dossier.duties import Trigger
from dossier.fields import PersonRef
from dossier.tiers import Tier
from dossier.views import DutyState, DutyView
from storage import accounts
from storage.meeting_duties import minutes_kind
from storage.store import Store
from storage.tables import members
from tests.contracts.test_membership import follow
from tests.team import Team, button_in, form_in, said


def owe(team: Team, *topics: str, who: str = "ann") -> list[DutyView]:
    owner = PersonRef(id=team.actor(who).uid, name=who)
    return team.write(
        "lilei",
        lambda store: [
            store.duties.raise_for(team.dossier, Trigger.MEETING_ENDED, minutes_kind(), topic, owner)
            for topic in topics
        ],
    )


def owed(team: Team, who: str) -> list[DutyView]:
    return team.read(who, lambda store: store.duties.owed_by_me())


def switch_off(team: Team, account: str, name: str) -> None:
    """Let somebody have left the company: the platform says that their account is switched off."""

    def unit(store: Store) -> None:
        workspace = store.channels.of(team.dossier)[0].workspace
        accounts.enrol(store, workspace, account, Profile(name, active=False))

    team.write("wangfang", unit)


def test_what_who_was_removed_owed_is_owed_by_the_dossier_s_owner_and_the_channel_is_told_once(team: Team) -> None:
    owe(team, "需求评审", "站会")
    team.say("wangfang", "/档案 成员 @Ann 移除")

    assert [duty.topic for duty in owed(team, "lilei")] == ["需求评审", "站会"]
    (told,) = team.posted("abc")
    for word in ("Ann 不再为 ABC · 商城 做记录", "李雷", "需求评审", "站会"):
        assert word in told.text
    assert "原由 Ann 负责" in said(team.say("lilei", "/档案 待办"))
    assert "代别人" not in said(team.say("lilei", "/档案 待办"))


def test_it_says_in_english_too_who_owed_it_before(team: Team) -> None:
    team.say("wangfang", "/档案 成员 @赵敏 成员")
    owe(team, "kick-off", who="zhaomin")
    today = team.clock.now().date()
    ann = PersonRef(id=team.actor("ann").uid, name="Ann")
    team.write("zhaomin", lambda store: store.absences.add(today, today + timedelta(days=3), ann))
    team.say("wangfang", "/档案 成员 @赵敏 移除")

    assert [duty.topic for duty in owed(team, "ann")] == ["kick-off"]
    assert "before: 赵敏" in said(team.say("ann", "/dossier todo"))


def test_it_is_closed_by_its_record_and_the_word_of_its_passing_says_so(team: Team) -> None:
    first, second = owe(team, "需求评审", "站会")
    team.say("wangfang", "/档案 成员 @Ann 移除")
    enter = button_in(team.posted("abc")[0], "enter", duty=first.uid)
    team.submit(form_in(team.press(enter, "lilei")), "lilei", decisions="好")

    assert [duty.uid for duty in owed(team, "lilei")] == [second.uid]
    word = team.posted("abc")[0].text
    assert "✅ 会议纪要：需求评审" in word
    assert "站会" in word
    team.say("lilei", "/纪要 站会 | 决定: 好")
    assert owed(team, "lilei") == []
    assert team.posted("abc")[0].text.count("✅ 会议纪要") == 2


def test_who_was_reminded_next_is_who_owes_it_now(team: Team) -> None:
    owe(team, "需求评审")
    team.say("wangfang", "/档案 成员 @Ann 移除")
    team.wait(hours=23)

    assert ["took you out of" in each.text for each in team.told("ann")] == [True]
    assert "需求评审" in team.told("lilei")[-1].text
    assert "提醒不到" not in team.told("lilei")[-1].text


def test_who_is_no_longer_in_the_channel_passes_on_what_they_owed(team: Team) -> None:
    team.write(
        "wangfang",
        lambda store: accounts.enrol(store, store.channels.of(team.dossier)[0].workspace, "zoe", Profile("Zoe")),
    )
    follow(team, "zoe")
    owe(team, "需求评审", who="zoe")
    follow(team)

    assert [duty.earlier for duty in owed(team, "lilei")] == [("Zoe",)]
    assert "Zoe 不再为 ABC · 商城 做记录" in team.posted("abc")[0].text


def test_what_who_left_the_company_owed_passes_on_in_every_dossier(team: Team) -> None:
    owe(team, "需求评审")
    switch_off(team, "ann", "Ann")

    assert [duty.topic for duty in owed(team, "lilei")] == ["需求评审"]


def test_what_the_owner_of_a_dossier_owed_passes_to_management_when_they_leave(team: Team) -> None:
    owe(team, "需求评审", who="lilei")
    switch_off(team, "lilei", "李雷")

    assert [duty.topic for duty in owed(team, "wangfang")] == ["需求评审"]
    assert "王芳" in team.posted("abc")[0].text


def test_what_could_be_read_for_a_time_only_passes_on_with_the_next_step(team: Team) -> None:
    owe(team, "需求评审")
    theirs = (members.c.dossier_id == team.dossier.id) & (members.c.person_id == team.actor("ann").person)
    lent = {"until": team.clock.now() + timedelta(hours=1), "after": int(Tier.STRANGER)}
    team.database.write(lambda connection: connection.execute(update(members).where(theirs).values(**lent)))
    team.wait(hours=23)

    assert [duty.earlier for duty in owed(team, "lilei")] == [("Ann",)]
    assert "需求评审" in team.told("lilei")[-1].text


@pytest.mark.parametrize("word", ["高级", "成员"])
def test_who_may_still_read_it_goes_on_owing_it(team: Team, word: str) -> None:
    owe(team, "需求评审")
    team.say("wangfang", f"/档案 成员 @Ann {word}")

    assert [duty.topic for duty in owed(team, "ann")] == ["需求评审"]
    assert team.posted("abc") == []


def test_what_was_settled_stays_with_who_owed_it(team: Team) -> None:
    (duty,) = owe(team, "需求评审")
    team.say("ann", "/minutes 需求评审 | decisions: go")
    team.say("wangfang", "/档案 成员 @Ann 移除")

    kept = team.read("wangfang", lambda store: store.duties.get(duty.uid))
    assert (kept.state, kept.owner.name, kept.earlier) == (DutyState.DONE, "Ann", ())


def test_an_issue_of_who_has_left_is_owed_its_resolution_by_the_dossier_s_owner(team: Team) -> None:
    team.say("lilei", "/issue 支付失败 | 负责人: @Ann")
    team.say("wangfang", "/档案 成员 @Ann 移除")
    team.submit(form_in(team.say("wangfang", "/档案 修改 #1")), "wangfang", status="fixed")

    assert [(duty.topic, duty.earlier) for duty in owed(team, "lilei")] == [("支付失败", ())]


def test_the_review_of_a_dossier_whose_owner_has_left_is_owed_by_management(team: Team) -> None:
    switch_off(team, "lilei", "李雷")
    team.clock.advance(timedelta(days=183))
    team.app.reviews.run()
    team.clock.advance(timedelta(hours=12))
    team.app.reviews.run()

    assert [duty.trigger for duty in owed(team, "wangfang")] == [Trigger.REVIEW]
