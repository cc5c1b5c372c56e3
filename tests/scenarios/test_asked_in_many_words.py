"""What people ask in words of their own: about incidents, one record, releases, goals, contacts; also as guests."""

import pytest

from tests.team import Team, buttons_in, form_in, said


@pytest.fixture
def full(team: Team) -> Team:
    form = form_in(team.say("lilei", "/dossier incident 支付中断"))
    team.submit(form, "lilei", severity="high", happened_at="昨天 9:00", impact="半小时")
    team.say("lilei", "/issue 支付失败")
    team.say("lilei", "/档案 版本 v1.0 | 发布日期: 2026-11-10 | 内容: 首版")
    team.say("lilei", "/档案 目标 日活 | 目标值: 1000")
    team.say("lilei", "/contact Ines Rocha | 电话: 13800138000")
    return team


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("线上问题有哪些", "支付中断"),
        ("which incidents happened this month?", "支付中断"),
        ("#2 现在什么状态", "支付失败"),
        ("what is the status of #2?", "支付失败"),
        ("when was the launch?", "v1.0"),
        ("最近一次发布是什么时候", "v1.0"),
        ("上线日期是哪天", "v1.0"),
        ("ABC上线时间目标是什么？", "v1.0"),
        ("KPI 完成得怎么样", "日活"),
        ("what are the KPIs?", "日活"),
        ("what are our goals?", "日活"),
        ("日活的目标是多少？", "日活"),
        ("who does Ines report to?", "Organisation chart"),
        ("王总向谁汇报", "组织架构"),
        ("ABC会员小程序的负责人是谁", "没有你能查看的、叫“会员小程序”的档案。下面是 ABC · 商城 的"),
        ("phone number of Ines Rocha", "138****8000"),
        ("phone number of Foobar Inc", "no dossier called “Foobar Inc”"),
        ("How is XYZ doing?", "no dossier called “XYZ”"),
    ],
)
def test_it_is_answered(full: Team, asked: str, told: str) -> None:
    assert told in said(full.say("lilei", asked))


def test_what_may_be_a_customer_nobody_knows_is_answered_with_whose_dossier_it_is(full: Team) -> None:
    told = said(full.say("lilei", "火星还缺什么？"))
    assert told.startswith("没有你能查看的、叫“火星”的档案。下面是 ABC · 商城 的：\n🧩 ABC · 商城 还缺什么")
    assert "“Moonlight” that you can see. This is about ABC · 商城:" in said(full.say("lilei", "Moonlight status"))
    for known in ("商城还缺什么？", "李雷的项目进展", "ABC进展怎么样", "需求还缺什么"):
        assert "没有你能查看的" not in said(full.say("lilei", known))
    form = form_in(full.say("wangfang", "/档案 新建 蓝鲸零售有限公司 | 蓝鲸 | 收银", "general"))
    full.submit(form, "wangfang", "general")
    assert "“Moonlight” that you can see. This is about your projects:" in said(
        full.say("wangfang", "Moonlight status", None)
    )


def test_what_only_one_of_several_projects_can_say_is_asked_of_which(full: Team) -> None:
    form = form_in(full.say("wangfang", "/档案 新建 蓝鲸零售有限公司 | 蓝鲸 | 收银", "general"))
    full.submit(form, "wangfang", "general")
    assert "说的是哪个项目？有：" in said(full.say("wangfang", "预算是多少", None))
    assert "还没有记录“预算范围”" in said(full.say("wangfang", "蓝鲸的预算是多少", None))


@pytest.mark.parametrize("asked", ["who is the owner?", "Who owns ABC?"])
def test_a_guest_is_told_what_their_profile_shows_and_no_more(full: Team, asked: str) -> None:
    assert "Owner: 李雷" in said(full.say("carla", asked))
    assert "王芳" not in said(full.say("carla", asked))


def test_a_guest_is_not_told_that_nobody_owes_anything(full: Team) -> None:
    for channel in ("abc", None):
        assert "member access" in said(full.say("carla", "who owes an update?", channel))


def test_a_guest_finds_what_is_marked_for_them_by_words_too(full: Team) -> None:
    full.say("lilei", "/档案 共享 #2")
    assert "支付失败" in said(full.say("carla", "show the issues"))
    assert "支付失败" in said(full.say("carla", "who is responsible for #2"))


@pytest.mark.parametrize("who", ["ann", "carla"])
def test_who_is_refused_may_ask_for_access_in_whatever_language_they_asked(full: Team, who: str) -> None:
    for asked in ("ABC的预算是多少？", "What is the budget of ABC?"):
        answer = full.say(who, asked)
        assert "高级成员" in said(answer) or "senior member" in said(answer)
        assert [each.action for each in buttons_in(answer)] == ["ask-access"]
