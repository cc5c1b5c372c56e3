"""The owner of a dossier: stays in it as long as it is theirs, and has no say in it when they no longer belong."""

import pytest
from sqlalchemy import update

from dossier.tiers import Tier
from storage.tables import members
from tests.scenarios.handing import accept, offer
from tests.team import Team, button_in, buttons_in, form_in, said


def owner_tier(team: Team) -> Tier:
    return team.actor("lilei").tier_in(team.dossier.id)


@pytest.mark.parametrize("word", ["移除", "访客", "成员"])
@pytest.mark.parametrize("who", ["wangfang", "lilei"])
def test_an_owner_stays_a_senior_member_until_the_dossier_is_handed_over(team: Team, who: str, word: str) -> None:
    answer = said(team.say(who, f"/档案 成员 @李雷 {word}"))

    assert "李雷 是 ABC · 商城 的负责人" in answer
    assert "/档案 交接" in answer
    assert owner_tier(team) is Tier.SENIOR
    assert "李雷 · 高级成员 · 负责人" in said(team.say("lilei", "/档案 成员"))


def test_the_way_is_said_in_english_too(team: Team) -> None:
    team.say("wangfang", "/档案 成员 @Ann 管理")

    assert "李雷 owns ABC · 商城" in said(team.say("ann", "/dossier member @李雷 remove"))


def test_who_has_handed_it_over_can_be_removed(team: Team) -> None:
    accept(team, offer(team))

    assert "已不再是" in said(team.say("wangfang", "/档案 成员 @李雷 移除"))
    assert owner_tier(team) is Tier.STRANGER


@pytest.mark.parametrize("tier", [Tier.STRANGER, Tier.GUEST])
@pytest.mark.parametrize(
    "words", ["/档案 阶段 测试", "/档案 成员 @赵敏 访客", "/档案 交接 @Ann", "/档案 规则", "/档案 成员 @李雷 高级"]
)
def test_an_owner_who_no_longer_belongs_does_nothing_to_it(team: Team, words: str, tier: Tier) -> None:
    theirs = (members.c.dossier_id == team.dossier.id) & (members.c.person_id == team.actor("lilei").person)
    team.database.write(lambda c: c.execute(update(members).where(theirs).values(tier=int(tier))))

    answer = team.say("lilei", words)

    assert "需要" in said(answer) or "没有" in said(answer), said(answer)
    assert team.read("wangfang", lambda store: store.dossiers.by_id(team.dossier.id)).phase is team.dossier.phase
    assert owner_tier(team) is tier
    assert team.actor("zhaomin").tier_in(team.dossier.id) is Tier.STRANGER


def test_what_is_asked_of_an_owner_who_no_longer_belongs_goes_to_managers(team: Team) -> None:
    theirs = (members.c.dossier_id == team.dossier.id) & (members.c.person_id == team.actor("lilei").person)
    team.database.write(lambda c: c.execute(update(members).where(theirs).values(tier=int(Tier.GUEST))))

    deciders = team.read(
        "zhaomin",
        lambda store: store.requests.deciders(store.dossiers.by_id(team.dossier.id), Tier.GUEST, 0),
    )
    assert deciders == [team.actor("wangfang").person]


def test_whoever_would_remove_the_owner_is_led_to_handing_it_over(team: Team) -> None:
    answer = team.say("wangfang", "/档案 成员 @李雷 移除")

    form = form_in(team.press(button_in(answer, "handover-form"), "wangfang"))
    team.submit(form, "wangfang", taker="Ann")
    assert "ABC · 商城" in team.told("ann")[-1].text


def test_who_may_not_remove_them_is_not_led_there(team: Team) -> None:
    answer = team.say("ann", "/dossier member @李雷 remove")

    assert "needs manager access" in said(answer)
    assert "handover-form" not in [each.action for each in buttons_in(answer)]


def test_who_is_made_a_member_is_told_and_so_is_who_is_taken_out(team: Team) -> None:
    team.say("lilei", "/档案 成员 @赵敏 高级成员")
    assert "李雷 把你设为 ABC · 商城 的高级成员" in team.told("zhaomin")[-1].text

    team.say("lilei", "/档案 成员 @赵敏 移除")
    assert "李雷 已把你移出 ABC · 商城" in team.told("zhaomin")[-1].text


def test_who_makes_a_guest_is_told_that_a_channel_hides_nothing(team: Team) -> None:
    answer = said(team.say("lilei", "/档案 成员 @赵敏 访客"))
    assert "频道里的人都看得到" in answer
    assert "访客" in team.told("zhaomin")[-1].text
