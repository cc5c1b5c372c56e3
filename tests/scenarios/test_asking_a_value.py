"""Questions for one value: a field of a customer's sheets, or when something is to be."""

import pytest

from tests.team import Team, button_in, said


@pytest.fixture(autouse=True)
def sheets(team: Team) -> None:
    """Keep the customer's basics and a goal."""
    team.say("lilei", "/档案 客户 ABC有限公司 | 行业: 零售 | 人数: 500 | 合同金额: 120万")
    team.say("lilei", "/档案 目标 上线日期 | 目标值: 2027年3月1日")


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("行业是什么", "所属行业：零售"),
        ("ABC公司的人数是多少？", "人数：500"),
        ("客户规模多大", "人数：500"),
        ("what is the industry of ABC?", "Industry: 零售"),
        ("how many employees", "Employees: 500"),
        ("what is ABC's industry?", "Industry: 零售"),
    ],
)
def test_a_field_of_a_sheet_is_told(team: Team, words: str, value: str) -> None:
    assert value in said(team.say("lilei", words))


def test_what_is_hidden_stays_hidden_and_leads_to_its_record(team: Team) -> None:
    answer = team.say("lilei", "合同金额多少")
    assert "合同金额：••••" in said(answer)
    assert "显示敏感信息" in str(team.press(button_in(answer, "show"), "lilei"))


def test_what_is_not_there_yet_says_so_with_the_way_to_add_it(team: Team) -> None:
    answer = team.say("lilei", "预算是多少")
    assert "还没有记录“预算范围”" in said(answer)
    assert button_in(answer, "new").args["kind"] == "project_background"


@pytest.mark.parametrize(
    "words", ["项目什么时候上线", "ABC何时上线？", "when does ABC go live?", "when is the launch of ABC"]
)
def test_when_something_is_to_be_is_told(team: Team, words: str) -> None:
    assert "2027年3月1日" in said(team.say("lilei", words))


def test_all_that_is_called_so_is_told_with_its_days(team: Team) -> None:
    team.say("lilei", "/档案 里程碑 一期上线 | 计划日期: 2026-12-20")
    shown = said(team.say("lilei", "什么时候上线"))
    assert "上线日期 → 2027年3月1日" in shown
    assert "一期上线 · 计划日期：12月20日" in shown


def test_a_phase_of_which_no_day_is_known_says_so_with_the_way_to_add_one(team: Team) -> None:
    answer = team.say("lilei", "什么时候测试？")
    assert "还没有记录“测试”" in said(answer)
    assert button_in(answer, "new").args["kind"] == "milestone"
    # Who may not read goals is not told that there is none.
    assert "needs senior member access" in said(team.say("ann", "when is the closing?"))
    assert "级别" in said(team.say("zhaomin", "什么时候测试？"))


def test_what_takes_another_tier_is_refused_and_nothing_else_told_in_its_place(team: Team) -> None:
    assert "needs senior member access" in said(team.say("ann", "what is the budget?"))


def test_what_somebody_may_not_read_is_not_told(team: Team) -> None:
    assert "零售" not in said(team.say("carla", "行业是什么"))


def test_other_words_are_no_question_for_a_value(team: Team) -> None:
    assert "没听懂" in said(team.say("lilei", "今天天气如何"))


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("待审核的有哪些", "等我审核"),
        ("pending approvals", "Waiting for my approval"),
        ("上周定了什么？", "会议纪要"),
        ("what was decided?", "Meeting minutes"),
        ("把#1给客户看", "现在能看到 #1"),
    ],
)
def test_wishes_in_everyday_words(team: Team, words: str, answer: str) -> None:
    assert answer in said(team.say("lilei", words))


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("#2 的历史", "的历史"),
        ("history of #2", "History of"),
        ("修改 #2", "form: "),
        ("edit #2", "form: "),
        ("删除 #2", "删除 #2"),
        ("退回 #2 太贵", "没有在等审核"),
        ("#2", "上线日期"),
        ("打开 #2", "上线日期"),
    ],
)
def test_what_is_to_be_done_with_a_record_is_done(team: Team, words: str, answer: str) -> None:
    assert answer in said(team.say("lilei", words))
