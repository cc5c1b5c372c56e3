"""Asking in other words about the project: its owner, phase, members, satisfaction, and who has confirmed the NDA."""

import pytest

from dossier.phases import Phase
from storage.store import Store
from tests.team import Team, button_in, form_in, said


def _start(team: Team, short: str, customer: str, project: str) -> None:
    def start(store: Store) -> None:
        owner = store.people.named("王芳")
        assert owner is not None
        store.dossiers.start(customer, short, project, Phase.INITIATION, owner)

    team.write("wangfang", start)


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("谁负责Globex？", "王芳"),
        ("谁负责 Globex？", "王芳"),
        ("who owns Globex?", "王芳"),
        ("What is the status of Globex?", "Globex公司 · 会员"),
        ("What is missing in the Globex dossier?", "Globex公司 · 会员"),
        ("what phase is Globex in?", "Initiation"),
        ("Globex 现在在什么阶段", "启动"),
    ],
)
def test_the_beginning_of_a_name_is_enough(team: Team, question: str, part: str) -> None:
    _start(team, "Globex公司", "Globex有限公司", "会员")
    for channel in ("general", None):
        assert part in said(team.say("wangfang", question, channel))


def test_a_beginning_that_several_customers_have_means_none(team: Team) -> None:
    _start(team, "Globex公司", "Globex有限公司", "会员")
    _start(team, "Globex集团", "Globex股份", "门店")
    assert "完整度:" not in said(team.say("wangfang", "Globex 现在在什么阶段", None))


@pytest.mark.parametrize(
    "question",
    [
        "哪些项目由李雷负责",
        "李雷名下的项目",
        "李雷负责哪些项目",
        "LiLei's projects",
        "which projects are owned by 李雷",
    ],
)
def test_what_somebody_owns_is_listed(team: Team, question: str) -> None:
    assert "ABC · 商城" in said(team.say("wangfang", question, None))


@pytest.mark.parametrize("channel", ["abc", None])
def test_who_is_responsible_needs_no_more_words(team: Team, channel: str | None) -> None:
    assert "李雷" in said(team.say("ann", "谁在负责", channel))


@pytest.mark.parametrize(
    "question", ["who are the members?", "这个项目有哪些成员", "谁是项目成员？", "who is on the team?"]
)
def test_the_members_are_listed(team: Team, question: str) -> None:
    answer = said(team.say("ann", question))
    assert "李雷" in answer
    assert "Ann" in answer


@pytest.mark.parametrize(
    "question", ["满意度趋势怎么样？", "satisfaction trend of ABC", "how satisfied is the customer?"]
)
def test_satisfaction_is_shown_by_its_surveys(team: Team, question: str) -> None:
    team.say("lilei", "/档案 满意度 一期 | 评分: 8")
    team.say("lilei", "/档案 满意度 二期 | 评分: 5")

    answer = said(team.say("lilei", question))

    assert "8/10" in answer
    assert "5/10" in answer


@pytest.mark.parametrize("question", ["谁还没确认保密协议", "who has not confirmed the NDA?"])
def test_who_has_not_confirmed_the_nda_is_told(team: Team, question: str) -> None:
    team.submit(
        form_in(team.press(button_in(team.say("wangfang", "/档案 保密"), "set-pledge"), "wangfang")), "wangfang"
    )

    answer = said(team.say("wangfang", question))

    assert "Ann" in answer
    assert "李雷" in answer
