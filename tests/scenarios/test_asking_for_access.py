"""Whoever is refused asks the owner for access, once; the owner gives it, for good or a while, or says no."""

from datetime import datetime

import pytest
from sqlalchemy import select

from chat.messages import Button
from dossier.tiers import Tier
from storage.tables import access_requests, audit
from tests.team import ELSEWHERE, ZONE, Team, button_in, buttons_in, form_in, said


@pytest.fixture(autouse=True)
def a_requirement(team: Team) -> None:
    """Keep a requirement, #1, which takes a senior member to change."""
    team.submit(form_in(team.say("lilei", "/档案 需求")), "lilei", title="短信登录", story="作为用户……")


def ask(team: Team, who: str = "ann", words: str = "/dossier edit #1") -> Button:
    return button_in(team.say(who, words), "ask-access")


def requested(team: Team) -> Button:
    """Give the button with which the owner grants what Ann asked for."""
    team.press(ask(team), "ann")
    return button_in(team.told("lilei")[-1], "grant")


def tier(team: Team, who: str = "ann") -> Tier:
    return team.read(who, lambda store: store.actor.tier_in(team.dossier.id))


def requests(team: Team) -> int:
    return len(team.database.read(lambda c: c.execute(select(access_requests.c.id)).all()))


def test_a_refusal_names_the_tier_and_offers_to_ask_for_it(team: Team) -> None:
    refused = team.say("ann", "/dossier edit #1")

    assert "it needs senior member access" in said(refused)
    assert [each.label for each in buttons_in(refused)] == ["Ask for access"]


def test_the_owner_gives_what_was_asked_for_and_both_hear_of_it(team: Team) -> None:
    answer = team.press(ask(team), "ann")
    assert "Asked 李雷 to make you a senior member in ABC · 商城" in said(answer)
    asked = team.told("lilei")[-1]
    assert "Ann 申请成为 ABC · 商城 的高级成员" in asked.text
    assert "目前：普通成员" in asked.text

    team.press(button_in(asked, "grant"), "lilei")

    assert tier(team) is Tier.SENIOR
    assert "李雷 made you a senior member in ABC · 商城" in team.told("ann")[-1].text
    assert "由 李雷 批准" in team.told("lilei")[-1].text
    assert form_in(team.say("ann", "/dossier edit #1"))


def test_asking_again_makes_no_second_request(team: Team) -> None:
    button = ask(team)
    team.press(button, "ann")

    again = said(team.press(button, "ann"))

    assert "You have already asked" in again
    assert "李雷" in again
    assert requests(team) == 1
    assert len(team.told("lilei")) == 1


def test_asking_for_more_is_the_same_request_and_goes_to_whoever_can_give_it(team: Team) -> None:
    team.press(ask(team), "ann")

    answer = team.press(ask(team, words="/dossier erase #1"), "ann")

    assert "Asked 李雷, 王芳 to make you a manager" in said(answer)
    assert requests(team) == 1
    team.press(button_in(team.told("wangfang")[-1], "grant"), "wangfang")
    assert tier(team) is Tier.MANAGER


def test_it_is_said_before_what_is_asked_of_whom(team: Team) -> None:
    assert "You ask 李雷 to make you a senior member in ABC · 商城" in str(ask(team).confirm)


def test_the_owner_is_asked_first_of_what_only_management_can_give_and_gives_what_they_have(team: Team) -> None:
    button = ask(team, words="/dossier phase launch")
    assert "You ask 李雷, 王芳 to make you a manager" in str(button.confirm)
    team.press(button, "ann")

    asked = team.told("lilei")[-1]
    assert "只有管理层能给" in asked.text
    assert [each.action for each in buttons_in(asked)] == ["grant-as", "decline"]
    assert [each.action for each in buttons_in(team.told("wangfang")[-1])] == ["grant", "grant-as", "decline"]
    team.submit(form_in(team.press(button_in(asked, "grant-as"), "lilei")), "lilei")
    assert tier(team) is Tier.SENIOR
    assert "由 李雷 批准" in team.told("wangfang")[-1].text


def test_it_can_be_given_for_a_while_and_ends_by_itself(team: Team) -> None:
    team.press(ask(team), "ann")
    form = form_in(team.press(button_in(team.told("lilei")[-1], "grant-as"), "lilei"))
    assert "有效期至" in said(team.submit(form, "lilei", span="day"))

    assert tier(team) is Tier.SENIOR
    assert "有效期至" in said(team.say("lilei", "/档案 成员"))
    team.wait(hours=25)
    assert tier(team) is Tier.MEMBER
    assert "有效期至" not in said(team.say("lilei", "/档案 成员"))
    assert "needs senior member access" in said(team.say("ann", "/dossier edit #1"))


def test_what_is_given_for_a_while_twice_ends_in_what_there_was_before(team: Team) -> None:
    for _ in range(2):
        team.press(ask(team), "ann")
        form = form_in(team.press(button_in(team.told("lilei")[-1], "grant-as"), "lilei"))
        team.submit(form, "lilei", at="明天 18:00")
        team.wait(hours=48)
        assert tier(team) is Tier.MEMBER


def test_what_is_given_until_a_day_is_held_all_through_it(team: Team) -> None:
    team.press(ask(team), "ann")
    form = form_in(team.press(button_in(team.told("lilei")[-1], "grant-as"), "lilei"))

    assert "11月20日" in said(team.submit(form, "lilei", at="11月20日"))

    team.clock.set(datetime(2026, 11, 20, 23, 30, tzinfo=ZONE))
    assert tier(team) is Tier.SENIOR
    team.wait(hours=1)
    assert tier(team) is Tier.MEMBER


def test_a_span_that_cannot_be_is_said_on_its_field(team: Team) -> None:
    team.press(ask(team), "ann")
    form = form_in(team.press(button_in(team.told("lilei")[-1], "grant-as"), "lilei"))

    assert said(team.submit(form, "lilei", at="昨天 10:00")).startswith("at: ")
    assert said(team.submit(form, "lilei", at="随便")).startswith("at: ")
    assert said(team.submit(form, "lilei", span="century")).startswith("span: ")
    assert said(team.submit(form, "lilei", tier="king")).startswith("tier: ")
    assert tier(team) is Tier.MEMBER


def test_a_stranger_of_the_organisation_can_be_let_in_as_a_member(team: Team) -> None:
    team.press(ask(team, "zhaomin", "/档案 查看 #1"), "zhaomin")
    team.press(button_in(team.told("lilei")[-1], "grant"), "lilei")

    assert "短信登录" in said(team.say("zhaomin", "/档案 查看 #1"))


def test_declining_changes_nothing_and_is_told(team: Team) -> None:
    grant = requested(team)
    team.press(button_in(team.told("lilei")[-1], "decline"), "lilei")

    assert tier(team) is Tier.MEMBER
    assert "李雷 declined your request" in team.told("ann")[-1].text
    assert "已经拒绝了" in said(team.press(grant, "lilei"))
    assert "Asked 李雷" in said(team.press(ask(team), "ann"))


def test_a_second_press_says_that_it_is_done(team: Team) -> None:
    grant = requested(team)
    team.press(grant, "lilei")

    assert "已经同意了" in said(team.press(grant, "lilei"))
    assert "已经同意了" in said(team.press(grant, "wangfang"))


def test_a_request_nobody_answers_for_two_weeks_expires_and_can_be_made_again(team: Team) -> None:
    grant = requested(team)
    team.wait(days=15)

    assert "已过期" in said(team.press(grant, "lilei"))
    assert tier(team) is Tier.MEMBER
    assert "Asked 李雷" in said(team.press(ask(team), "ann"))
    assert requests(team) == 2


def test_what_is_given_by_hand_meanwhile_answers_the_request(team: Team) -> None:
    button, grant = ask(team), requested(team)
    team.say("lilei", "/档案 成员 @Ann 高级")

    assert "已经同意了" in said(team.press(grant, "lilei"))
    assert "You are a senior member" in said(team.press(button, "ann"))


def test_nobody_else_answers_it_not_even_with_the_button(team: Team) -> None:
    grant = requested(team)

    for who in ("ann", "carla", "zhaomin", "unknown"):
        for action in ("grant", "grant-as", "decline"):
            team.press(Button("", action, grant.args), who)
    team.press(grant, "bob", workspace=ELSEWHERE)
    assert tier(team) is Tier.MEMBER


def test_a_forged_request_is_answered_kindly(team: Team) -> None:
    for args in ({"dossier": team.dossier.uid, "tier": "king"}, {"dossier": "x", "tier": "member"}, {}):
        assert "There is no such thing" in said(team.press(Button("", "ask-access", args), "ann"))
    asked = Button("", "ask-access", {"dossier": team.dossier.uid, "tier": "member"})
    assert "还不是本组织的成员" in said(team.press(asked, "unknown"))
    assert requests(team) == 0


def test_who_asked_what_and_who_gave_it_is_audited(team: Team) -> None:
    team.press(requested(team), "lilei")

    rows = team.database.read(lambda c: c.execute(select(audit.c.action, audit.c.person_id, audit.c.detail)).all())
    kept = [(row.action, row.person_id) for row in rows if row.action in ("refused", "access.ask", "member.set")][-3:]
    ann, lilei = team.actor("ann").person, team.actor("lilei").person
    assert kept == [("refused", ann), ("access.ask", ann), ("member.set", lilei)]
    assert rows[-1].detail == f"{team.actor('ann').uid} senior"


def test_the_end_of_a_tier_for_a_time_is_noted_and_told_once_with_the_way_to_ask_again(team: Team) -> None:
    ann = team.read("lilei", lambda store: store.people.named("Ann"))
    assert ann is not None
    until = datetime(2026, 11, 19, 15, tzinfo=ZONE)
    team.write("lilei", lambda store: store.dossiers.set_member(team.dossier, ann, Tier.SENIOR, until))
    team.app.endings.run()
    assert not [each for each in team.told("ann") if "has ended" in each.text]

    for hour in (16, 20, 23):
        team.clock.set(datetime(2026, 11, 19, hour, tzinfo=ZONE))
        team.app.endings.run()

    (told,) = [each for each in team.told("ann") if "has ended" in each.text]
    assert "Your time as a senior member in ABC · 商城 has ended" in told.text
    assert "临时级别到期 · Ann → 普通成员" in said(team.say("wangfang", "/档案 审计"))
    assert "Asked 李雷" in said(team.press(button_in(told, "ask-access"), "ann"))
