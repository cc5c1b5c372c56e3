"""Asking who owns a dossier: the one that is named, or the channel's; for those who may see it."""

import pytest

from tests.team import Team, form_in, said


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("谁负责 ABC？", ("ABC · 商城", "负责人：李雷", "王芳 也能管理")),
        ("ABC公司由谁负责？", ("负责人：李雷",)),
        ("谁负责这个项目？", ("负责人：李雷",)),
        ("ABC的负责人是谁", ("负责人：李雷",)),
        ("谁是ABC的项目经理？", ("负责人：李雷",)),
        ("Who owns ABC?", ("ABC · 商城", "Owner: 李雷", "王芳 can manage it too")),
        ("Who is in charge of ABC?", ("Owner: 李雷",)),
        ("who's responsible for this project?", ("Owner: 李雷",)),
        ("who is the owner?", ("Owner: 李雷",)),
        ("谁负责？", ("负责人：李雷",)),
    ],
)
def test_the_owner_is_named_and_who_else_manages_it(team: Team, question: str, parts: tuple[str, ...]) -> None:
    answer = said(team.say("ann", question))

    assert [part for part in parts if part not in answer] == []


@pytest.mark.parametrize(
    "question",
    [
        "谁负责 ABC？",
        "谁负责ABC公司？",
        "ABC 的 owner 是谁",
        "谁负责 ABC 商城",
        "who owns 商城?",
        "Who is the owner of the ABC project?",
    ],
)
def test_records_called_like_the_customer_or_the_project_are_not_what_is_asked_for(team: Team, question: str) -> None:
    team.say("lilei", "/客户 ABC有限公司")
    team.say("lilei", "/纪要 商城启动会 | 决定: 上线")
    team.say("lilei", "/纪要 ABC公司调研 | 决定: 上线")

    answer = said(team.say("ann", question))

    assert answer.startswith("👤 ABC · 商城"), answer
    assert "李雷" in answer


def test_the_owner_of_a_named_dossier_is_told_anywhere(team: Team) -> None:
    assert "Owner: 李雷" in said(team.say("ann", "Who owns ABC?", None))
    assert "负责人：李雷" in said(team.say("ann", "谁负责ABC？", "general"))


def test_of_several_dossiers_each_owner_is_told(team: Team) -> None:
    form = form_in(team.say("wangfang", "/dossier start 蓝鲸", None))
    team.submit(form, "wangfang", None, short_name="蓝鲸", project="会员")

    answer = said(team.say("wangfang", "谁负责这些项目？", None))

    assert "ABC · 商城 · 李雷" in answer
    assert "蓝鲸 · 会员 · 王芳" in answer


@pytest.mark.parametrize(
    "question",
    [
        "谁负责 Globex 项目？",
        "Who owns the Globex project?",
        "Who is the owner of the Globex dossier",
        "谁负责XYZ公司？",
    ],
)
def test_an_unknown_customer_is_not_answered_with_another_ones_owner(team: Team, question: str) -> None:
    answer = said(team.say("ann", question))

    assert "李雷" not in answer
    assert "“Globex" in answer or "“XYZ" in answer


@pytest.mark.parametrize("who", ["carla", "zhaomin", "unknown"])
@pytest.mark.parametrize("question", ["谁负责 ABC？", "Who owns ABC?", "谁负责这个项目？"])
def test_who_may_not_see_a_dossier_is_not_told_who_manages_it(team: Team, who: str, question: str) -> None:
    for channel in ("abc", None):
        answer = said(team.say(who, question, channel))
        assert "也能管理" not in answer
        assert "can manage it too" not in answer
        # A guest visits it, and its profile says as much.
        assert ("负责人：李雷" in answer or "Owner: 李雷" in answer) is (who == "carla")


@pytest.mark.parametrize("talk", ["谁负责做饭？", "who is in charge of lunch?", "who runs the marathon"])
def test_everyday_talk_is_no_question_about_an_owner(team: Team, talk: str) -> None:
    assert "Owner" not in said(team.say("ann", talk))
    assert "负责人" not in said(team.say("ann", talk))


def test_who_to_call_at_the_customer_is_still_a_question_about_contacts(team: Team) -> None:
    team.say("lilei", "/contact 王总 | 电话: 138 0000 1234")

    assert "王总" in said(team.say("lilei", "ABC公司的客户方负责人是谁？"))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("谁负责支付失败这个问题？", "“支付失败”的负责人：Ann"),
        ("#1 由谁负责？", "“支付失败”的负责人：Ann"),
        ("who owns issue #1?", "“支付失败” is owned by Ann"),
        ("谁负责需求评审的会议纪要？", "“需求评审”没有写负责人，是 李雷 记录的"),
        ("谁负责 ABC 的支付失败？", "“支付失败”的负责人：Ann"),
    ],
)
def test_who_is_responsible_for_a_record_is_told_with_it(team: Team, question: str, answer: str) -> None:
    team.say("lilei", "/问题 支付失败 | 负责人: @Ann")
    team.say("lilei", "/纪要 需求评审 | 决定: 上线")
    told = said(team.say("lilei", question))
    assert told.startswith(f"👤 {answer}"), told


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("谁批准了 #1？", "支付失败"),
        ("who approved #1?", "支付失败"),
        ("满意度怎么样？", "ABC · 商城 · 满意度调查"),
        ("验收报告在哪里", "ABC · 商城 · 验收报告"),
        ("客户续约如何", "续约与升级"),
        ("where is the acceptance report?", "Acceptance report"),
    ],
)
def test_a_question_that_names_a_record_or_a_kind_is_answered_with_it(team: Team, question: str, answer: str) -> None:
    team.say("lilei", "/问题 支付失败 | 负责人: @Ann")
    assert answer in said(team.say("lilei", question))


@pytest.mark.parametrize(
    "question",
    [
        "李雷负责哪些项目？",
        "@李雷 负责什么",
        "李雷管哪几个客户",
        "what does 李雷 own?",
        "which dossiers does 李雷 manage?",
        "projects owned by 李雷",
    ],
)
def test_what_somebody_owns_is_listed_for_those_who_may_see_it(team: Team, question: str) -> None:
    answer = said(team.say("ann", question))
    assert answer.startswith(("🗂️ 李雷 负责的档案", "🗂️ Dossiers owned by 李雷"))
    assert "ABC · 商城" in answer
    assert "ABC · 商城" not in said(team.say("zhaomin", question))


def test_what_i_own_is_listed_and_who_owns_nothing_is_said(team: Team) -> None:
    assert "ABC · 商城" in said(team.say("lilei", "我负责哪些项目"))
    assert said(team.say("lilei", "Ann负责哪些项目？")) == "Ann 没有负责你能看到的档案"
    assert "没看出是问谁" in said(team.say("lilei", "小明负责哪些项目？"))
    assert "负责人：李雷" in said(team.say("lilei", "谁负责哪些项目？", None)), "who, not which"


@pytest.mark.parametrize("question", ["ABC 的 owner 是谁", "PM是谁", "谁在负责", "谁在管 ABC？", "项目经理 是谁？"])
def test_it_is_asked_in_many_words(team: Team, question: str) -> None:
    assert "负责人：李雷" in said(team.say("lilei", question))


@pytest.mark.parametrize(
    "question",
    [
        "open issues about 支付",
        "关于支付的问题有哪些？",
        "和支付有关的未解决问题",
        "which issues are open about 支付?",
        "关于支付的未结问题",
        "支付相关的问题",
        "支付方面的未结问题有哪些",
        "issues about 支付",
    ],
)
def test_what_a_question_is_about_narrows_the_list(team: Team, question: str) -> None:
    team.say("lilei", "/问题 支付失败")
    team.say("lilei", "/问题 登录异常")
    answer = said(team.say("lilei", question))
    assert "支付失败" in answer
    assert "登录异常" not in answer
