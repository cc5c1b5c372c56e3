"""What was decided is told from the minutes: newest first, by time, of the last meeting alone, with the way there."""

import pytest

from tests.team import Team, button_in, buttons_in, said


@pytest.fixture
def decided(team: Team) -> Team:
    """Three meetings on three days; at the last one nothing was decided."""
    team.say("lilei", "/minutes 周会 | 决定: 甲方案；周五上线")
    team.wait(days=8)
    team.say("lilei", "/minutes 需求评审 | 决定: 用微信登录")
    team.wait(days=1)
    team.say("lilei", "/minutes 站会 | 讨论内容: 没有别的事")
    return team


@pytest.mark.parametrize(
    "asked", ["上次会议决定了什么", "最近一次会议的决定", "what did we decide in the last meeting?"]
)
def test_of_the_last_meeting_that_decided_something(decided: Team, asked: str) -> None:
    answer = decided.say("lilei", asked)
    assert "需求评审" in said(answer)
    assert "用微信登录 (#2)" in said(answer)
    assert "甲方案" not in said(answer)
    assert "用微信登录" in said(decided.press(button_in(answer, "show"), "lilei"))


@pytest.mark.parametrize("asked", ["关于微信我们决定了什么", "what did we decide about 微信?"])
def test_of_a_topic(decided: Team, asked: str) -> None:
    answer = decided.say("lilei", asked)
    assert "用微信登录 (#2)" in said(answer)
    assert "甲方案" not in said(answer)
    assert [each.args["record"] for each in buttons_in(answer)] == [
        decided.read("lilei", lambda store: store.records.by_number(decided.dossier, 2)).line.uid
    ]


def test_of_all_meetings_or_those_of_a_time(decided: Team) -> None:
    everything = said(decided.say("lilei", "决定了哪些事"))
    assert everything.index("用微信登录 (#2)") < everything.index("甲方案 (#1)") < everything.index("周五上线 (#1)")
    last_week = said(decided.say("lilei", "上周决定了什么"))
    assert "甲方案" in last_week
    assert "用微信登录" not in last_week


def test_of_many_the_newest_are_told_and_how_many_there_are(team: Team) -> None:
    for number in range(1, 4):
        team.say("lilei", f"/minutes 第{number}次会 | 决定: " + "；".join(f"事项 {number}-{at}" for at in range(10)))
        team.wait(days=1)
    told = said(team.say("lilei", "决定了哪些事"))
    assert "显示 20 条，共 30 条" in told
    assert "事项 3-0" in told
    assert "事项 1-0" not in told


def test_where_nothing_was_decided_the_minutes_are_listed(team: Team) -> None:
    team.say("lilei", "/minutes 站会 | 讨论内容: 没有别的事")
    assert "#1 站会" in said(team.say("lilei", "上次会议决定了什么"))


def test_who_may_not_read_minutes_is_told_none_of_it(decided: Team) -> None:
    for who in ("carla", "zhaomin"):
        answer = decided.say(who, "what did we decide in the last meeting?")
        assert "微信" not in said(answer)
        assert "普通成员" in said(answer) or "member access" in said(answer)
        assert all(each.action != "show" for each in buttons_in(answer))


@pytest.mark.parametrize(
    "asked", ["which approvals are pending?", "哪些审批还没通过？", "有哪些待审核的？", "any pending approvals?"]
)
def test_what_waits_for_approval_is_asked_for_in_many_words(team: Team, asked: str) -> None:
    team.say("lilei", "/change 短信验证 | 原因: 防刷 | 影响: 3天")
    team.say("lilei", "/档案 提交审核 #1")
    assert "#1 短信验证" in said(team.say("wangfang", asked))
    team.say("ann", "/change 短信重发 | 原因: 收不到 | 影响: 1天")
    team.say("ann", "/dossier submit #2")
    assert "#2 短信重发" in said(team.say("lilei", asked))


@pytest.mark.parametrize(
    "asked",
    [
        *(
            "火星公司有哪些决定？",
            "火星公司的联系人是谁",
            "what did Foobar decide?",
            "who is the contact at Foobar Inc?",
        ),
        *(
            "Show Foobar's decisions",
            "Foobar有哪些决定",
            "what did Foobar decide about 微信?",
            "Hand Foobar over to 王芳",
            "Is Foobar healthy?",
            "What phase is Foobar in?",
        ),
    ],
)
def test_nobody_is_answered_with_another_customers_decisions_or_contacts(decided: Team, asked: str) -> None:
    decided.say("lilei", "/contact 王总")
    answer = said(decided.say("lilei", asked))
    assert "微信" not in answer
    assert "王总" not in answer
    assert "没有你能查看的" in answer or "There is no dossier called" in answer


@pytest.mark.parametrize(
    "asked", ["火星公司的合同金额是多少", "火星公司什么时候上线", "show me the dossier of Foobar Inc"]
)
def test_of_a_customer_nobody_knows_that_is_said(team: Team, asked: str) -> None:
    answer = said(team.say("lilei", asked))
    assert "火星公司" in answer or "Foobar Inc" in answer
    assert "没有你能查看的" in answer or "There is no dossier called" in answer
