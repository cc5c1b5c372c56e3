"""Asking for what somebody is to do, for one's own, and for a kind of its own: each condition counts."""

import pytest

from tests.team import Team, said

_TITLES = {"对账不平", "登录失败", "错别字", "页面慢", "按钮错位", "加短信"}


@pytest.fixture(autouse=True)
def logged(team: Team) -> None:
    """Log issues of several people, two defects and changes."""
    team.say("lilei", "/issue 对账不平 | owner: @李雷")
    team.say("lilei", "/issue 登录失败 | owner: @Ann")
    team.say("ann", "/issue 错别字")
    team.say("lilei", "/档案 缺陷 页面慢 | 状态: 待修复")
    team.say("lilei", "/档案 缺陷 按钮错位 | 状态: 已关闭")
    team.say("ann", "/change 加短信 | reason: fraud | impact: none")


@pytest.mark.parametrize(
    ("who", "question", "found"),
    [
        ("lilei", "我负责的问题有哪些", {"对账不平"}),
        ("ann", "my open issues", {"登录失败", "错别字"}),
        ("ann", "issues assigned to me", {"登录失败"}),
        ("ann", "issues assigned to @李雷", {"对账不平"}),
        ("ann", "open issues assigned to 李雷", {"对账不平"}),
        ("lilei", "分给Ann的问题", {"登录失败"}),
        ("ann", "issues owned by Ann", {"登录失败"}),
        ("lilei", "Ann 负责的未结问题", {"登录失败"}),
        ("lilei", "李雷的问题有哪些", {"对账不平", "登录失败"}),
        ("lilei", "还有哪些未修复的缺陷？", {"页面慢"}),
        ("lilei", "还有多少未解决的缺陷", {"页面慢"}),
        ("ann", "open defects of ABC", {"页面慢"}),
        ("ann", "open bugs of ABC", {"对账不平", "登录失败", "错别字"}),
    ],
)
def test_what_is_asked_for_is_what_is_listed(team: Team, who: str, question: str, found: set[str]) -> None:
    answer = said(team.say(who, question))
    assert {each for each in _TITLES if each in answer} == found


def test_the_list_says_that_it_is_theirs_to_do(team: Team) -> None:
    assert "负责人 @Ann" in said(team.say("lilei", "分给Ann的问题"))
    assert "assigned to @李雷" in said(team.say("ann", "issues assigned to 李雷"))


@pytest.mark.parametrize(
    "question", ["哪些变更没有测试？", "changes without a retest", "which changes are not tested?"]
)
def test_only_the_changes_that_no_test_verified_are_listed(team: Team, question: str) -> None:
    assert "加短信" not in said(team.say("wangfang", question))
    team.say("wangfang", "/dossier submit #6")
    team.say("wangfang", "/dossier approve #6")

    assert "加短信" in said(team.say("wangfang", question))


@pytest.mark.parametrize("question", ["哪些测试没通过？", "which tests failed?", "失败的测试"])
def test_tests_that_failed_are_listed(team: Team, question: str) -> None:
    team.say("lilei", "/档案 测试用例 超时重试 | 步骤: 断网 | 预期结果: 重试 | 结果: 不通过")
    team.say("lilei", "/档案 测试用例 正常支付 | 步骤: 付款 | 预期结果: 成功 | 结果: 通过")

    answer = said(team.say("lilei", question))

    assert "超时重试" in answer
    assert "正常支付" not in answer


@pytest.mark.parametrize("question", ["哪些测试没执行", "which tests have not been run?"])
def test_tests_that_were_not_run_are_listed(team: Team, question: str) -> None:
    team.say("lilei", "/档案 测试用例 超时重试 | 步骤: 断网 | 预期结果: 重试")
    assert "超时重试" in said(team.say("lilei", question))


@pytest.mark.parametrize(
    "question",
    [
        "open issues assigned to 李雷",
        "issues assigned to @李雷",
        "open issues 商城",
        "商城 status",
        "missing 商城",
        "issues assigned to @张三丰",
        "ABC公司 status",
        "missing 会员小程序",
    ],
)
def test_names_in_chinese_do_not_change_the_language_of_the_answer(team: Team, question: str) -> None:
    answer = said(team.say("ann", question))
    assert not any(each in answer for each in ("问题", "状态", "阶段", "没听懂", "没有", "缺")), answer


def test_a_chinese_question_with_english_names_is_answered_in_chinese(team: Team) -> None:
    assert "问题" in said(team.say("ann", "Ann 的未解决问题"))
