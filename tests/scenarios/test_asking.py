"""Asking in plain Chinese or English, and by command: status, what is missing, what is owed, changes, contacts."""

from datetime import timedelta

import pytest

from chat.messages import Style
from dossier.duties import Trigger
from dossier.kinds import kind_named
from storage.store import Store
from tests.team import Team, button_in, buttons_in, form_in, said


def _owe_minutes(store: Store) -> None:
    ann, minutes = store.people.named("Ann"), kind_named("minutes")
    assert ann is not None
    assert minutes is not None
    (dossier,) = store.dossiers.mine()
    store.duties.raise_for(dossier, Trigger.MEETING_ENDED, minutes, "需求评审", ann)


@pytest.fixture(autouse=True)
def something_logged(team: Team) -> None:
    """Log a change, an issue and a contact last week; Ann owes the minutes of a meeting since."""
    team.say("ann", "/change SMS code | reason: fraud | impact: 3 days")
    team.say("ann", "/issue 微信支付失败 | severity: high")
    team.say("lilei", "/contact 王总 | 电话: 138 0000 1234 | 职位: CTO")
    team.write("lilei", _owe_minutes)
    team.clock.advance(timedelta(days=6))


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("ABC公司档案还缺什么？", ("ABC · 商城 还缺什么", "客户基本信息", "会议纪要", "Ann 还没补会议纪要：需求评审")),
        ("What is missing in the ABC dossier?", ("What ABC · 商城 lacks", "Customer basics", "Ann has yet to log")),
        ("上周有哪些需求变更？", ("SMS code", "需求变更")),
        ("what requirement changes were made last week?", ("SMS code", "Change request")),
        ("昨天有哪些变更", ("没有找到",)),
        ("ABC公司还有哪些未解决的问题？", ("微信支付失败", "未结")),
        ("show open issues for ABC", ("微信支付失败", "open")),
        ("谁还没更新纪要？", ("Ann", "需求评审", "逾期")),
        ("who has not updated the minutes?", ("Ann", "需求评审", "overdue")),
        ("ABC公司项目进展怎么样？", ("阶段: 设计", "完整度", "未结问题: 1", "待更新: 1（1 条逾期）")),
        ("what is the status of ABC?", ("Phase: Design", "Open issues: 1", "1 (1 overdue)")),
        ("ABC公司的对接人是谁", ("王总",)),
        ("搜索 支付", ("微信支付失败",)),
        ("你能做什么", ("/纪要", "/档案 状态")),
        ("what can you do?", ("/minutes", "/dossier status")),
        ("中午一起吃饭吗", ("没听懂", "ABC公司档案还缺什么")),
        ("please order lunch", ("did not get that", "What is missing in the ABC dossier")),
    ],
)
def test_a_question_is_answered_from_the_database_in_its_own_language(
    team: Team, question: str, parts: tuple[str, ...]
) -> None:
    for channel in ("abc", None):
        answer = said(team.say("lilei", question, channel))
        assert [part for part in parts if part not in answer] == []


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("open issues of severity high of LiLei last week", "对账不平"),
        ("李雷上周的高优先级问题", "对账不平"),
        ("李雷的高优先级问题", "对账不平"),
        ("show Ann's high priority issues", "登录失败"),
        ("high-severity issues of Ann last week", "登录失败"),
        ("Ann 上周的问题有哪些", "登录失败"),
        ("严重程度为低的问题有哪些", "错别字"),
        ("已修复的问题有哪些", "页面慢"),
        ("fixed issues of LiLei", "页面慢"),
        ("Ann 上周的变更", "one-click refund"),
        ("上周待评审的变更", "one-click refund"),
        ("李雷的会议纪要", "目前没有"),
        ("approved changes", "There are none"),
        ("@Ann 昨天的问题", "没有找到"),
        ("王芳上周的问题", "页面慢"),
        ("王芳上周未解决的问题", "没有找到"),
        ("outstanding issues of Ann last week", "登录失败"),
    ],
)
def test_a_question_names_people_and_choices_in_either_language(team: Team, question: str, found: str) -> None:
    team.say("lilei", "/issue 对账不平 | 严重程度: 高")
    team.say("lilei", "/issue 错别字 | 严重程度: 低")
    team.say("ann", "/issue 登录失败 | severity: high")
    team.say("ann", "/change one-click refund | reason: slow | impact: none")
    team.say("wangfang", "/issue 页面慢 | 状态: 已修复 | 负责人: @李雷")
    team.clock.advance(timedelta(days=7))
    titles = {"对账不平", "登录失败", "错别字", "页面慢", "one-click refund"}

    answer = said(team.say("lilei", question))

    assert {each for each in titles if each in answer} == {found} & titles
    assert found in answer


def test_a_question_about_somebody_unknown_says_so(team: Team) -> None:
    assert "Xaver" in said(team.say("lilei", "@Xaver 上周的问题"))


@pytest.mark.parametrize("question", ["天气怎么样？", "谁还没吃饭", "how is it going?"])
def test_everyday_talk_is_no_question_about_a_dossier_unless_one_can_be_meant(team: Team, question: str) -> None:
    for channel in ("general", None):
        assert "ABC公司档案还缺什么" in said(team.say("lilei", question, channel)) or "What is missing" in said(
            team.say("lilei", question, channel)
        )


@pytest.mark.parametrize(
    ("question", "channel"),
    [("怎么样了？", "abc"), ("ABC怎么样了？", None), ("项目怎么样了？", None), ("How is ABC doing", None)],
)
def test_everyday_words_are_enough_where_a_dossier_is_meant(team: Team, question: str, channel: str | None) -> None:
    assert "ABC · 商城" in said(team.say("lilei", question, channel))


def test_questions_are_answered_to_the_asker_alone(team: Team) -> None:
    before = len(team.posted("abc"))

    team.say("ann", "ABC公司项目进展怎么样？")

    assert len(team.posted("abc")) == before


def test_what_is_missing_comes_with_buttons_that_open_its_forms(team: Team) -> None:
    answer = team.say("lilei", "还缺什么")

    form = form_in(team.press(button_in(answer, "new", kind="customer_basics"), "lilei"))

    assert form.ref["kind"] == "customer_basics"
    assert form.ref["dossier"] == team.dossier.uid


def test_whoever_may_not_see_a_dossier_learns_nothing_of_it(team: Team) -> None:
    for who in ("carla", "zhaomin", "unknown"):
        for question in ("ABC公司项目进展怎么样？", "还缺什么", "谁还没更新纪要", "ABC的联系人", "搜索 支付"):
            for channel in ("abc", None):
                answer = said(team.say(who, question, channel))
                for secret in ("微信支付失败", "王总", "需求评审", "SMS code", "完整度", "Complete"):
                    assert secret not in answer, (who, question, channel)


def test_the_status_of_all_of_mine_is_a_list_with_a_button_each(team: Team) -> None:
    form = form_in(team.say("lilei", "/dossier start 蓝鲸", None))
    team.submit(form, "lilei", None, short_name="蓝鲸", project="会员")

    overview = team.say("lilei", "/档案 状态", None)

    assert {button.label for button in buttons_in(overview)} == {"ABC · 商城", "蓝鲸 · 会员"}
    assert "未结问题: 1" in said(team.press(button_in(overview, "status", dossier=team.dossier.uid), "lilei", None))
    assert "未结问题: 1" in said(team.say("lilei", "/档案 状态 abc", None))


def test_the_channels_dossier_is_meant_unless_another_is_named(team: Team) -> None:
    form = form_in(team.say("lilei", "/dossier start 蓝鲸", None))
    team.submit(form, "lilei", None, short_name="蓝鲸", project="会员")

    assert "ABC · 商城" in said(team.say("lilei", "/档案"))
    assert "蓝鲸 · 会员" in said(team.say("lilei", "/档案 状态 蓝鲸"))
    assert "蓝鲸 · 会员" in said(team.say("lilei", "蓝鲸项目进展怎么样"))


def test_an_unknown_customer_is_not_answered_with_another_ones_status(team: Team) -> None:
    for command in ("status", "missing"):
        answer = said(team.say("lilei", f"/dossier {command} XYZ"))
        assert "XYZ" in answer
        assert "完整度" not in answer
        assert "ABC · 商城" not in answer


def test_a_question_about_an_unknown_customer_is_not_answered_with_another_ones(team: Team) -> None:
    for question in ("XYZ公司还缺什么？", "What is the status of Globex?"):
        answer = said(team.say("lilei", question))
        assert "没有" in answer or "no dossier called “Globex”" in answer
        assert "ABC · 商城" not in answer


def test_the_status_of_all_is_a_list_also_in_a_bound_channel(team: Team) -> None:
    form = form_in(team.say("lilei", "/dossier start 蓝鲸", None))
    team.submit(form, "lilei", None, short_name="蓝鲸", project="会员")

    for words in ("all", "全部"):
        overview = team.say("lilei", f"/dossier status {words}")
        assert {button.label for button in buttons_in(overview)} == {"ABC · 商城", "蓝鲸 · 会员"}


def test_of_a_customers_two_dossiers_both_lists_are_shown_or_the_channels_own(team: Team) -> None:
    form = form_in(team.say("lilei", "/dossier start ABC有限公司", None))
    team.submit(form, "lilei", None, short_name="ABC", project="小程序")

    both = said(team.say("lilei", "ABC公司档案还缺什么", None))
    here = said(team.say("lilei", "ABC公司档案还缺什么"))

    assert "ABC · 商城 还缺什么" in both
    assert "ABC · 小程序 还缺什么" in both
    assert "ABC · 商城 还缺什么" in here
    assert "小程序" not in here


def test_a_duty_is_entered_from_the_list_and_closed_by_what_is_saved(team: Team) -> None:
    mine = team.say("ann", "/dossier todo")
    assert "overdue" in said(mine)

    form = form_in(team.press(button_in(mine, "enter"), "ann"))
    shown = {field.name: field.value for field in form.fields}
    assert (shown["topic"], shown["held_at"]) == ("需求评审", "2026-11-18 03:05")
    team.submit(form, "ann", decisions="prototype by Friday")

    assert "caught up" in said(team.say("ann", "/dossier todo"))


def test_a_duty_is_closed_by_what_was_entered_for_it_under_whatever_topic(team: Team) -> None:
    form = form_in(team.press(button_in(team.say("ann", "/dossier todo"), "enter"), "ann"))

    team.submit(form, "ann", topic="Requirements review", decisions="prototype by Friday")

    assert "caught up" in said(team.say("ann", "/dossier todo"))


def test_minutes_of_another_meeting_close_nobodys_duty(team: Team) -> None:
    team.say("ann", "/minutes stand-up | decisions: as before")

    assert "需求评审" in said(team.say("ann", "/dossier todo"))


def test_taking_the_record_back_opens_its_duty_again(team: Team) -> None:
    team.say("ann", "/minutes 需求评审 | decisions: prototype by Friday")
    assert "caught up" in said(team.say("ann", "/dossier todo"))

    team.say("ann", "/dossier undo #4")

    assert "需求评审" in said(team.say("ann", "/dossier todo"))


def test_correcting_an_old_record_closes_nobodys_duty(team: Team) -> None:
    team.say("lilei", "/minutes 需求评审 | 决定: 上线")
    team.write("lilei", _owe_minutes)
    team.say("lilei", "/dossier edit #4")

    form = form_in(team.say("lilei", "/dossier edit #4"))
    team.submit(form, "lilei", topic="启动会")

    assert "需求评审" in said(team.say("ann", "/dossier todo"))


def test_a_command_written_as_a_message_is_taken_as_one(team: Team) -> None:
    team.say("ann", "／纪要 站会 | 决定: 照旧", None)
    team.say("ann", "／dossier undo #4", None)

    lines = said(team.say("lilei", "/dossier show #4"))
    assert "撤销了" in lines
    assert "站会" in lines
    assert "/纪要" in said(team.say("lilei", "／纪药", None))


@pytest.mark.parametrize("greeting", ["hi", "Hello!", "hey there", "Good morning!"])
def test_a_greeting_is_returned_with_two_things_that_can_be_said(team: Team, greeting: str) -> None:
    answer = said(team.say("ann", greeting, None))
    assert answer.splitlines() == [
        "Hello Ann! Two things you can write to me:",
        "“What is missing in the ABC dossier?”",
        "/minutes Kick-off | decisions: prototype by Friday",
    ]
    assert "lacks" in said(team.say("ann", "What is missing in the ABC dossier?", None))


@pytest.mark.parametrize("thanks", ["谢谢！", "辛苦了", "多谢", "非常感谢"])
def test_thanks_are_answered_kindly(team: Team, thanks: str) -> None:
    assert said(team.say("lilei", thanks, None)).startswith("不客气，李雷！")


@pytest.mark.parametrize("more", ["hi, what is new with the printer", "thanks for the printer"])
def test_what_begins_politely_and_goes_on_is_no_greeting(team: Team, more: str) -> None:
    assert "I did not get that" in said(team.say("ann", more, None))


def test_a_command_that_stands_alone_is_led_to_by_a_button(team: Team) -> None:
    answer = team.say("lilei", "/dossier customer")
    assert "/客户" in said(answer)
    form = form_in(team.press(button_in(answer, "new", kind="customer_basics"), "lilei"))
    assert form.fields[0].name == "company"


def test_only_the_first_thing_that_is_missing_stands_out(team: Team) -> None:
    styles = [button.style for button in buttons_in(team.say("lilei", "/dossier missing"))]
    assert styles == [Style.PRIMARY, Style.PLAIN, Style.PLAIN]


def test_the_health_of_a_dossier_offers_the_first_three_things_to_do_and_then_more(team: Team) -> None:
    buttons = buttons_in(team.say("lilei", "/dossier health"))
    assert [button.action for button in buttons] == ["enter", "new", "new", "health-whole"]


@pytest.mark.parametrize("wrong", ["2026年13月", "2月30日", "2026年0月", "2026-02-30"])
def test_a_date_that_does_not_exist_is_said_instead_of_listing_another_time(team: Team, wrong: str) -> None:
    for asked in (f"/档案 列表 问题 {wrong}", f"{wrong}有哪些变更"):
        assert f"看不懂日期“{wrong}”" in said(team.say("lilei", asked))
