"""The customer at a glance: basics, contacts, phase, health and what came last, as far as whoever looks may see it."""

from datetime import timedelta

import pytest

from dossier.fields import PersonRef
from dossier.phases import Phase
from tests.team import Team, button_in, buttons_in, form_in, said

SEEN = (
    "ABC · 商城",
    "ABC有限公司",
    "李雷",
    "零售",
    "合同金额: ••••",
    "王总",
    "CTO",
    "决策人",
    "138****1234",
    "支付失败",
)


@pytest.fixture
def known(team: Team) -> Team:
    """Write down who the customer is, two contacts of whom the second decides, and an issue."""
    team.say("lilei", "/customer ABC有限公司 | 行业: 零售 | 合同金额: 500000 | 历史合作: 2024 年做过小程序")
    team.say("lilei", "/contact 小张 | 职位: 运维 | 角色: 使用者")
    team.say("lilei", "/contact 王总 | 职位: CTO | 角色: 决策人 | 电话: 138 0000 1234")
    team.say("ann", "/issue 支付失败 | severity: high")
    return team


def test_without_a_number_show_is_the_customer_at_a_glance(known: Team) -> None:
    answer = known.say("lilei", "/档案 查看")

    assert [part for part in SEEN if part not in said(answer)] == []
    for fact in ("阶段: 设计", "健康度: ", "未结问题: 1", "待更新: "):
        assert fact in said(answer)
    assert said(answer).index("王总") < said(answer).index("小张")
    assert "13800001234" not in said(answer).replace(" ", "")
    assert [each.action for each in buttons_in(answer)] == ["list", "list", "health", "profile"]


@pytest.mark.parametrize("channel", ["abc", None])
@pytest.mark.parametrize(
    "words",
    [
        *("/dossier show ABC", "介绍一下ABC公司", "ABC公司简介", "看看ABC公司", "ABC", "show me ABC", "show ABC 商城"),
        *("tell me about ABC", "please introduce ABC", "overview of ABC", "ABC是一家什么样的公司"),
    ],
)
def test_it_is_there_by_the_customers_name_in_either_language(known: Team, words: str, channel: str | None) -> None:
    answer = said(known.say("lilei", words, channel))

    assert "ABC · 商城" in answer
    assert "138****1234" in answer


@pytest.mark.parametrize("words", ["介绍一下", "介绍一下这个客户", "tell us about this customer"])
def test_in_a_dossiers_channel_no_name_is_needed(known: Team, words: str) -> None:
    assert "138****1234" in said(known.say("lilei", words))


@pytest.mark.parametrize("words", ["介绍一下新同事", "tell me about lunch", "show me the way", "看看天气"])
def test_talk_of_something_else_is_no_question_about_a_customer(known: Team, words: str) -> None:
    assert "138****1234" not in said(known.say("lilei", words, None))


@pytest.mark.parametrize("words", ["介绍一下蓝海公司", "/dossier show 蓝海公司"])
def test_a_customer_nobody_knows_is_said_to_be_unknown(known: Team, words: str) -> None:
    assert "“蓝海公司”" in said(known.say("lilei", words))


def test_it_says_how_health_has_changed_since_last_week(known: Team) -> None:
    report = known.read("lilei", lambda store: store.health.report(known.dossier, store.zone))
    known.write("lilei", lambda store: store.health.keep(known.dossier, report))
    known.clock.advance(timedelta(days=7))
    known.say("lilei", "/dossier goal 9 月上线 | 目标: 上线")
    now = known.read("lilei", lambda store: store.health.report(known.dossier, store.zone))

    assert now.gained
    arrow = "▲" if now.gained > 0 else "▼"
    assert f"健康度: {now.score} 分 {arrow}{abs(now.gained)}" in said(known.say("lilei", "/档案 查看"))


def test_more_shows_every_entry_earlier_cooperation_and_what_else_can_be_done(known: Team) -> None:
    for number in range(6):
        known.say("ann", f"/issue 问题 {number}")
    short = known.say("lilei", "/档案 查看")
    whole = known.press(button_in(short, "profile"), "lilei")

    assert "问题 2" not in said(short)
    assert "问题 0" in said(whole)
    assert "2024 年做过小程序" in said(whole)
    assert [each.action for each in buttons_in(whole)] == ["status", "list", "orgchart", "list", "export"]
    assert "└─" not in said(whole)
    assert "🏛️" in said(known.press(button_in(whole, "orgchart"), "lilei"))
    assert "王总" in said(known.press(button_in(whole, "list", kind="contact"), "lilei"))


def test_what_is_not_written_down_yet_is_asked_for_first(team: Team) -> None:
    answer = team.say("lilei", "/档案 查看")

    assert "ABC有限公司" in said(answer)
    assert form_in(team.press(button_in(answer, "new", kind="customer_basics"), "lilei")).title == "新建客户基本信息"
    # A member may read the basics, and leaves writing them down to others.
    assert "new" not in {each.action for each in buttons_in(team.say("ann", "/dossier show"))}
    team.write("wangfang", lambda store: store.dossiers.set_phase(team.dossier, Phase.SEALED))
    assert "new" not in {each.action for each in buttons_in(team.say("lilei", "/档案 查看"))}


def test_the_customers_people_see_only_what_is_marked_for_them(known: Team) -> None:
    before = said(known.say("carla", "/dossier show"))
    for hidden in ("王总", "支付失败", "零售", "Health", "Open issues", "Phase"):
        assert hidden not in before
    issue = known.press(button_in(known.say("lilei", "/dossier show #4"), "history"), "lilei")
    known.press(button_in(issue, "share"), "lilei")
    after = known.say("carla", "/dossier show")
    assert "支付失败" in said(after)
    assert [each.action for each in buttons_in(after)] == ["list"]
    assert "Open issues" not in said(known.press(buttons_in(after)[0], "carla"))


def test_who_has_no_part_in_it_is_told_nothing(known: Team) -> None:
    assert "王总" not in said(known.say("zhaomin", "/dossier show ABC"))
    assert "王总" not in said(known.press(button_in(known.say("lilei", "/dossier show"), "profile"), "zhaomin"))


def test_who_owes_a_confirmation_sees_no_part_of_what_is_hidden_and_is_offered_to_confirm(known: Team) -> None:
    form = form_in(known.press(button_in(known.say("lilei", "/档案 保密"), "set-pledge"), "lilei"))
    known.submit(form, "lilei", text="只用于本项目，不外传。", days="30")
    answer = known.say("lilei", "/档案 查看")

    assert "王总 · CTO · 决策人 · ••••" in said(answer)
    assert "138" not in said(answer)
    known.press(button_in(known.press(button_in(answer, "pledge"), "lilei"), "confirm-pledge"), "lilei")
    assert "138****1234" in said(known.say("lilei", "/档案 查看"))


def test_of_several_customers_one_is_chosen(known: Team) -> None:
    owner = PersonRef(id=known.actor("lilei").uid, name="李雷")
    known.write("wangfang", lambda store: store.dossiers.start("蓝海集团", "蓝海", "ERP", Phase.DESIGN, owner))
    answer = known.say("lilei", "/档案 查看", None)

    assert {each.label for each in buttons_in(answer)} == {"ABC · 商城", "蓝海 · ERP"}
    assert "138****1234" in said(known.press(button_in(answer, "profile", dossier=known.dossier.uid), "lilei", None))


@pytest.mark.parametrize("words", ["/档案 概况", "/档案 展示", "ABC是个什么客户？"])
def test_an_empty_dossier_says_that_nothing_is_logged_yet(team: Team, words: str) -> None:
    shown = said(team.say("lilei", words))
    assert "还没有记录，从会议纪要或客户信息开始吧。" in shown
    assert "换个词" not in shown
