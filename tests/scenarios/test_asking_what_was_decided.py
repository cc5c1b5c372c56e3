"""Asking what was approved or returned, and when: by the decision, not by when it was entered."""

from datetime import timedelta

import pytest

from chat.messages import Button
from tests.team import Team, button_in, form_in, said

_TITLES = {"one-click refund", "SMS code", "dark mode", "loyalty points", "cheaper parcels"}


def _change(team: Team, title: str) -> None:
    team.say("ann", f"/change {title} | reason: asked for | impact: none")


def _decide(team: Team, number: int, how: str) -> Button:
    team.say("ann", f"/dossier submit #{number}")
    return button_in(team.told("wangfang")[-1], how)


def _approve(team: Team, number: int) -> None:
    team.press(_decide(team, number, "approve"), "wangfang")


def _return(team: Team, number: int) -> None:
    team.submit(form_in(team.press(_decide(team, number, "return"), "wangfang")), "wangfang", comment="too costly")


@pytest.fixture(autouse=True)
def decided(team: Team) -> None:
    """In November: #1 approved, #2 entered; in December: #2 approved and done, #3 returned, #4 entered, #5 declined."""
    _change(team, "one-click refund")
    _change(team, "SMS code")
    _approve(team, 1)
    team.clock.advance(timedelta(days=20))
    _change(team, "dark mode")
    _change(team, "loyalty points")
    _change(team, "cheaper parcels")
    _approve(team, 2)
    team.submit(form_in(team.say("ann", "/dossier edit #2")), "ann", status="done")
    _return(team, 3)
    team.submit(form_in(team.say("wangfang", "/档案 修改 #5")), "wangfang", status="declined")
    team.clock.advance(timedelta(days=25))


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("上个月批准了哪些变更？", {"SMS code"}),
        ("Which changes were approved last month?", {"SMS code"}),
        ("上个月已批准的变更", {"SMS code"}),
        ("上个月通过了哪些变更", {"SMS code"}),
        ("which changes were approved in November 2026?", {"one-click refund"}),
        ("批准了哪些变更？", {"one-click refund", "SMS code"}),
        ("上个月退回了哪些变更？", {"dark mode", "cheaper parcels"}),
        ("Which changes were rejected last month?", {"dark mode", "cheaper parcels"}),
        ("which changes were returned in November 2026", set()),
        ("王芳上个月批准了哪些变更？", {"SMS code"}),
        ("which changes were approved by Ann last month?", {"SMS code"}),
        ("李雷上个月批准的变更", set()),
        ("哪些变更还没批准？", {"dark mode", "loyalty points"}),
        ("Which changes are not yet approved?", {"dark mode", "loyalty points"}),
        ("哪些变更还在等审批？", {"dark mode", "loyalty points"}),
        ("哪些变更已提交审核？", {"dark mode", "loyalty points"}),
        ("哪些变更需要重新审核？", {"dark mode", "loyalty points"}),
        ("哪些变更在审批中？", {"dark mode", "loyalty points"}),
        ("which changes are waiting for approval?", {"dark mode", "loyalty points"}),
        ("上个月有哪些变更？", {"dark mode", "loyalty points", "cheaper parcels"}),
        ("/档案 列表 变更 上个月 已批准", {"SMS code"}),
    ],
)
def test_what_was_decided_is_found_by_when_it_was_decided(team: Team, question: str, found: set[str]) -> None:
    answer = said(team.say("lilei", question))

    assert {each for each in _TITLES if each in answer} == found


def test_the_list_says_what_was_decided_in_which_time(team: Team) -> None:
    assert "需求变更 · 已批准 · 2026年12月1日 – 2026年12月31日" in said(team.say("lilei", "上个月批准了哪些变更？"))
    returned = said(team.say("lilei", "Which changes were rejected last month?"))
    assert "Change request · returned · Dec" in returned


def test_each_line_says_who_decided_and_when(team: Team) -> None:
    assert "SMS code · 已完成 · 已由 王芳 批准 · 2026年12月8日" in said(team.say("lilei", "上个月批准了哪些变更？"))
    returned = said(team.say("lilei", "Which changes were rejected last month?"))
    assert "dark mode · Proposed · returned by 王芳: too costly · Dec 8, 2026" in returned


def test_further_pages_hold_nothing_else_either(team: Team) -> None:
    for number in range(6, 24):
        _change(team, f"text {number}")
        _approve(team, number)
    _change(team, "loyalty shop")
    question = "这个月批准了哪些变更？"

    more = said(team.press(button_in(team.say("lilei", question), "list"), "lilei"))

    assert "text 6" in more
    assert "loyalty" not in more


def test_an_english_question_that_names_somebody_in_chinese_is_answered_in_english(team: Team) -> None:
    assert "Change request · approved" in said(team.say("ann", "changes approved in December by 王芳"))


@pytest.mark.parametrize(
    "question", ["哪些在等我审批？", "changes waiting for my approval", "what do I have to approve?"]
)
def test_what_waits_for_whoever_asks_is_listed(team: Team, question: str) -> None:
    team.say("ann", "/dossier submit #4")
    answer = said(team.say("wangfang", question))
    assert "loyalty points" in answer
    assert "SMS code" not in answer


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("上个月有哪些变更获批", {"SMS code"}),
        ("王芳上个月批了什么", {"SMS code"}),
        ("were there any approvals last month?", {"SMS code"}),
        ("what did 王芳 approve in November 2026?", {"one-click refund"}),
    ],
)
def test_other_words_for_what_was_approved_are_known(team: Team, question: str, found: set[str]) -> None:
    answer = said(team.say("lilei", question))
    assert {each for each in _TITLES if each in answer} == found


def test_what_was_changed_since_it_was_approved_says_so(team: Team) -> None:
    assert "之后又改过" not in said(team.say("lilei", "批准了哪些变更？"))
    team.submit(form_in(team.say("ann", "/dossier edit #1")), "ann", impact="two weeks")

    assert "one-click refund · 待评审 · 已由 王芳 批准 · 之后又改过" in said(team.say("lilei", "上上个月批准的变更"))
