"""Lists and charts of what somebody may not see: never said not to be there; the tier is named and asking offered."""

import pytest

from chat.messages import Button
from dossier.phases import Phase
from dossier.tiers import Action
from tests.team import Team, button_in, buttons_in, form_in, said


@pytest.fixture(autouse=True)
def a_background(team: Team) -> None:
    """Keep a background, #1, which takes a senior member to see, a contact, #2, and an issue, #3."""
    team.submit(form_in(team.say("lilei", "/档案 背景")), "lilei", why="换系统")
    team.say("lilei", "/contact 王总 | position: CEO")
    team.say("lilei", "/issue 支付失败")


@pytest.mark.parametrize("what", ["background", "goal"])
def test_a_list_of_what_is_out_of_reach_names_the_tier_and_offers_to_ask_for_it(team: Team, what: str) -> None:
    answer = team.say("ann", f"/dossier list {what}")

    assert "it needs senior member access" in said(answer)
    assert "Nothing found" not in said(answer)
    assert "Asked 李雷 to make you a senior member" in said(team.press(button_in(answer, "ask-access"), "ann"))


def test_it_is_said_in_chinese_and_by_button_too(team: Team) -> None:
    args = {"dossier": team.dossier.uid, "kind": "background"}

    assert "needs senior member access" in said(team.press(Button("", "list", args), "ann"))
    team.say("wangfang", "/档案 成员 @赵敏 成员")
    assert "需要高级成员" in said(team.say("zhaomin", "/档案 列表 背景"))


@pytest.mark.parametrize("words", ["list issues", "list contacts", "list", "orgchart"])
def test_a_guest_for_whom_nothing_is_marked_is_told_what_seeing_it_takes(team: Team, words: str) -> None:
    answer = team.say("carla", f"/dossier {words}")

    assert "it needs member access" in said(answer)
    assert "no contacts yet" not in said(answer)
    assert button_in(answer, "ask-access", tier="member")


def test_a_narrowed_list_says_that_only_what_is_in_reach_was_looked_through(team: Team) -> None:
    team.say("lilei", "/档案 共享 #3")

    answer = team.say("carla", "/dossier list issues 银行")
    assert "Nothing found" in said(answer)
    assert "the rest needs member access" in said(answer)
    assert button_in(answer, "ask-access", tier="member")
    assert "the rest needs senior member access" in said(team.say("ann", "/dossier search 换系统"))
    assert "支付失败" in said(team.say("carla", "/dossier list issues"))
    assert "the rest takes" not in said(team.say("carla", "/dossier list issues"))


def test_who_may_see_it_is_told_that_there_is_nothing(team: Team) -> None:
    assert "目前没有" in said(team.say("lilei", "/档案 列表 续约"))
    assert buttons_in(team.say("lilei", "/档案 列表 续约")) == []
    assert said(team.say("lilei", "/档案 搜索 银行")).count("级成员") == 0


def test_an_orgchart_without_contacts_says_so_to_who_may_see_them(team: Team) -> None:
    team.press(button_in(team.say("lilei", "/档案 删除 #2"), "delete"), "lilei")

    assert "There are no contacts yet" in said(team.say("ann", "/dossier orgchart"))


def test_all_of_a_dossier_is_exported_from_its_channel_or_refused_by_its_tier(team: Team) -> None:
    assert "需要普通成员级别" in said(team.say("zhaomin", "/档案 导出 全部"))
    owner = team.read("lilei", lambda store: store.people.named("李雷"))
    assert owner is not None
    team.write("wangfang", lambda store: store.dossiers.start("DEF 公司", "DEF", "官网", Phase.DESIGN, owner))
    team.say("lilei", "/档案 导出 全部")
    team.app.jobs.work_due()
    ((_, name, _),) = team.platform.sent.values()
    assert name.startswith("ABC_档案_")


@pytest.mark.parametrize("words", ["/dossier missing", "/dossier status", "/dossier health"])
def test_what_cannot_be_logged_has_no_button(team: Team, words: str) -> None:
    offered = [each.args["kind"] for each in buttons_in(team.say("lilei", words)) if each.action == "new"]
    assert offered
    theirs = [each.args["kind"] for each in buttons_in(team.say("ann", words)) if each.action == "new"]
    wanted = [team.read("ann", lambda store, name=name: store.kinds.named(name)) for name in theirs]  # type: ignore[misc]
    may = team.read("ann", lambda store: [store.actor.may(Action.LOG, team.dossier.id, kind) for kind in wanted])
    assert all(may)
    team.write("wangfang", lambda store: store.dossiers.set_phase(team.dossier, Phase.SEALED))
    assert not any(each.action == "new" for each in buttons_in(team.say("lilei", words)))
