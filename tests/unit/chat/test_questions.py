"""Questions in plain Chinese and English are recognised for what they ask, and other talk is left alone."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.customers import customer_in, perhaps_in
from chat.questions import Asked, Question, recognise, says_no_more

_MEANT = {
    "missing_info": Question.MISSING,
    "list_changes": Question.CHANGES,
    "stale_minutes": Question.OWED,
    "open_issues": Question.ISSUES,
    "progress": Question.STATUS,
    "contacts": Question.CONTACTS,
    "search": Question.SEARCH,
    "help": Question.HELP,
}
_CASES = [json.loads(line) for line in Path(__file__).with_name("questions.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("text", ["什么时候进入测试阶段", "项目已经进入测试阶段", "when do we move to launch"])
def test_who_speaks_of_a_phase_does_not_move_to_it(text: str) -> None:
    asked = recognise(text)
    assert asked is None or asked.question is not Question.MOVE


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["text"])
def test_a_question_is_recognised(case: dict[str, str]) -> None:
    asked = recognise(case["text"])

    assert asked is not None
    assert asked.question is _MEANT[case["intent"]]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("上周有哪些需求变更？", Question.CHANGES),
        ("ABC公司档案还缺什么?", Question.MISSING),
        ("Ann还没写纪要吗，谁还没交", Question.OWED),
        ("WHAT IS THE STATUS OF ABC?!", Question.STATUS),
        ("How is ABC doing", Question.STATUS),
        ("还有哪些bug没修复", Question.ISSUES),
        ("Any unresolved issues?", Question.ISSUES),
        ("who still owes an update", Question.OWED),
        ("谁欠什么", Question.OWED),
        ("What does ABC still need?", Question.MISSING),
        ("what do I owe", Question.MY_DUTIES),
        ("我欠什么？", Question.MY_DUTIES),
        ("KPI完成得怎么样", Question.GOALS),
        ("有哪些等审核？", Question.APPROVALS),
        ("等批准的有哪些", Question.APPROVALS),
        ("my dossiers", Question.MINE),
        ("我的档案", Question.MINE),
        ("issues last 2 weeks", Question.ISSUES),
        ("最近的问题", Question.ISSUES),
        ("ABC 的联系方式", Question.CONTACTS),
        ("？", Question.HELP),
        ("谁是决策人", Question.DECIDERS),
        ("who decides at the customer?", Question.DECIDERS),
        ("what is the renewal intention?", Question.RENEWAL),
        ("王总的电话", Question.CONTACTS),
        ("导出变更表", Question.EXPORT),
        ("export the dossier as pdf", Question.EXPORT),
        ("导出失败的问题有哪些", Question.ISSUES),
        ("把ABC公司推进到上线阶段", Question.MOVE),
        ("move the project to launch", Question.MOVE),
    ],
)
def test_other_wordings_are_recognised_too(text: str, question: Question) -> None:
    asked = recognise(text)

    assert asked is not None
    assert asked.question is question


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("搜索 短信验证", "短信验证"),
        ("帮我找一下 ABC 的合同？", "ABC 的合同"),
        ("查找：退款", "退款"),
        ("search for API integration?", "API integration"),
        ("Please look up refunds.", "refunds"),
        ("搜索未解决的问题", "未解决的问题"),
    ],
)
def test_what_is_searched_for_is_given_without_the_words_around_it(text: str, rest: str) -> None:
    assert recognise(text) == Asked(Question.SEARCH, rest)


@pytest.mark.parametrize(
    "text",
    ["", " ", "好的", "早上好", "谢谢", "ok", "see you tomorrow", "我们中午吃什么", "12:30", "👍", "lgtm, ship it"],
)
def test_other_talk_is_no_question(text: str) -> None:
    assert recognise(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "天气怎么样",
        "今天情况如何",
        "谁还没吃饭",
        "how is the weather going",
        "who hasn't eaten",
        "怎么样了",
    ],
)
def test_a_question_in_everyday_words_is_vague(text: str) -> None:
    asked = recognise(text)

    assert asked is not None
    assert asked.vague


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["text"])
def test_a_question_about_the_product_is_not_vague(case: dict[str, str]) -> None:
    asked = recognise(case["text"])

    assert asked is not None
    assert not asked.vague


@given(st.text(max_size=500))
def test_no_text_is_too_odd(text: str) -> None:
    asked = recognise(text)

    assert asked is None or isinstance(asked.question, Question)


def test_a_very_long_message_is_judged_by_its_beginning() -> None:
    assert recognise("还" * 100_000) is None
    asked = recognise("help me " + "x" * 1_000_000 + " status")
    assert asked is None


@pytest.mark.parametrize(
    "text", ["changes from Nov 1 to Nov 20", "issues in November", "changes since Monday from May"]
)
def test_a_month_is_no_customer(text: str) -> None:
    assert customer_in(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("火星还缺什么？", "火星"),
        ("月光项目进展怎么样", "月光"),
        ("谁是月光的负责人", "月光"),
        ("介绍一下月光客户", "月光"),
        ("XYZ还缺什么", "XYZ"),
        ("MOONLIGHT的变更", "MOONLIGHT"),
        ("Moonlight status", "Moonlight"),
        ("Moonlight issues this week", "Moonlight"),
        ("what is missing in Moonlight?", "Moonlight"),
    ],
)
def test_a_bare_name_may_be_a_customers(text: str, name: str) -> None:
    asked = recognise(text)
    assert asked is not None
    assert perhaps_in(text, asked.question) == name


@pytest.mark.parametrize(
    "text",
    [
        *(case["text"] for case in _CASES if "ABC" not in case["text"]),
        "到底还缺什么",
        "测试阶段还缺什么",
        "登录模块进展怎么样",
        "整体健康度怎么样",
        "谁是决策人",
        "续约意向如何",
        "合同还缺什么",
        "为什么健康度是50分",
        "帮我总结一下项目进展",
        "你觉得项目情况如何",
        "能不能说一下项目进展",
        "上线前还差什么",
        "明天评审前还缺什么",
        "档案里缺少哪些文件",
        "支付有哪些变更",
        "客户那边谁拍板",
        "Project status",
        "Current status",
        "UAT还缺什么",
        "Give me the status in Chinese",
        "issues in November",
        "Scope changes this week",
        "Last changes",
        "Can we change the meeting?",
        "进入上线阶段前还缺什么",
    ],
)
def test_what_else_is_asked_names_nobody(text: str) -> None:
    asked = recognise(text)
    assert asked is not None
    assert perhaps_in(text, asked.question) == ""


def test_a_customer_beside_a_month_is_found() -> None:
    assert customer_in("changes from Nov 1 for Nordwind") == "Nordwind"


@pytest.mark.parametrize("text", ["怎么样了？", "现在怎么样", "how is it going?", "谁还没写"])
def test_an_everyday_question_about_nothing_else_is_about_the_channels_project(text: str) -> None:
    assert says_no_more(text)


@pytest.mark.parametrize("text", ["天气怎么样", "张三怎么样了", "how is the pizza doing"])
def test_an_everyday_question_about_something_else_is_not(text: str) -> None:
    assert not says_no_more(text)
