"""The weekly health report, as the channel gets it, and the health somebody asks for."""

from datetime import timedelta

import pytest

from chat.messages import Chart
from chat.replies import Show
from dossier.phases import Phase
from reminders.weekly_report import WeeklyReports
from tests.moving import move
from tests.team import Team, button_in, buttons_in, form_in, said

FRIDAY = timedelta(days=2, hours=6)
"""From Wednesday 10:05 to Friday 16:05, in Shanghai."""


def reports(team: Team) -> list[str]:
    """Give the reports in the channel after whatever is due was made."""
    team.app.reports.run()
    return [each.text for each in team.posted("abc") if each.text.startswith("🩺")]


def another(team: Team) -> WeeklyReports:
    """Give what a second replica looks for reports with."""
    return WeeklyReports(team.database, team.app.keyring, team.clock.now, team.app.default)


def test_on_friday_at_four_the_channel_gets_its_report_once(team: Team) -> None:
    team.say("lilei", "/纪要 需求评审 | 决定: 周五前定原型")
    assert reports(team) == []
    team.clock.advance(FRIDAY - timedelta(minutes=10))
    assert reports(team) == []

    team.clock.advance(timedelta(minutes=10))
    (report,) = reports(team)

    assert report.startswith("🩺 客户档案健康度报告\nABC · 商城 · 设计 · 11月20日(周五)\n56 分")
    assert "−7 缺客户基本信息" in report
    assert "11/13–11/20 更新：李雷 1" in report
    another(team).run()
    assert len(reports(team)) == 1


def test_whom_a_report_names_is_in_the_last_bar_of_its_chart_and_both_say_from_which_day(team: Team) -> None:
    team.clock.advance(FRIDAY + timedelta(days=14, minutes=-30))
    team.say("lilei", "/问题 支付失败")
    team.clock.advance(timedelta(days=1))
    reports(team)
    team.clock.advance(timedelta(days=5, hours=23))
    card = team.say("lilei", "/档案 健康度")

    assert isinstance(card, Show)
    chart = next(block for block in card.message.blocks if isinstance(block, Chart))
    assert (chart.labels[-1], chart.series[0].values[-1]) == ("12/4", 1)
    assert "12/4–12/11 更新：李雷 1" in said(card)


def test_the_next_one_says_what_has_become_better(team: Team) -> None:
    reports(team)
    team.clock.advance(FRIDAY)
    reports(team)
    team.say("lilei", "/customer ABC有限公司")
    team.clock.advance(timedelta(days=7))

    assert "56 分 ▲6 · 需要尽快补齐" in reports(team)[1]


def test_after_three_weeks_of_silence_there_is_one_report_not_three(team: Team) -> None:
    reports(team)
    team.clock.advance(timedelta(weeks=3))
    assert len(reports(team)) == 1


def test_the_change_names_the_day_it_is_since_where_that_is_not_last_week(team: Team) -> None:
    reports(team)
    team.clock.advance(FRIDAY)
    reports(team)
    team.clock.advance(timedelta(weeks=1))
    assert "50 分 · 与上周持平 · " in reports(team)[1]
    team.clock.advance(timedelta(weeks=2))
    assert "50 分 · 与 11月27日 持平 · " in reports(team)[2]
    assert "50 points · same as on Nov 27" in said(team.say("ann", "/dossier health"))
    team.say("lilei", "/customer ABC有限公司")
    team.clock.advance(timedelta(weeks=3))
    assert "56 分 ▲6（与 2026年12月11日 相比）" in reports(team)[3]
    whole = team.press(button_in(team.posted("abc")[-1], "health-whole"), "ann")
    assert "56 points ▲6 (since Dec 11, 2026)" in said(whole)


def test_a_channel_has_its_own_time_or_none(team: Team) -> None:
    assert "每周五 16:00" in said(team.say("lilei", "/dossier report"))
    assert "每周四 09:30" in said(team.say("lilei", "/dossier report 周四上午 9:30"))
    reports(team)
    team.clock.advance(timedelta(days=1))
    assert len(reports(team)) == 1

    assert "不再发送" in said(team.say("lilei", "/档案 周报 关闭"))
    team.clock.advance(timedelta(weeks=2))
    assert len(reports(team)) == 1


def test_when_it_comes_is_for_those_to_say_who_manage_the_dossier(team: Team) -> None:
    assert "owner" in said(team.say("ann", "/dossier report off"))
    assert "看不懂时间“周八”" in said(team.say("lilei", "/dossier report 周八"))
    assert "已绑定档案的频道" in said(team.say("lilei", "/dossier report", "general"))


def test_a_project_that_is_over_has_no_report(team: Team) -> None:
    move(team, Phase.CLOSING, "lilei")
    assert "从现在起不再有每周健康度报告" in team.posted("abc")[-1].text
    for words in ("/档案 周报", "/档案 周报 周一 9:00"):
        assert "ABC · 商城 在“收尾”阶段，不再有每周健康度报告" in said(team.say("lilei", words))
    assert "no weekly health report any more" in said(team.say("ann", "/dossier report"))
    reports(team)
    team.clock.advance(FRIDAY)
    assert reports(team) == []
    move(team, Phase.SEALED)
    assert "不再有每周健康度报告" not in team.posted("abc")[-1].text


def test_the_whole_report_is_behind_a_button_as_it_was_posted(team: Team) -> None:
    reports(team)
    team.clock.advance(FRIDAY)
    reports(team)
    team.say("lilei", "/customer ABC有限公司")
    (card,) = [each for each in team.posted("abc") if each.text.startswith("🩺")]

    whole = said(team.press(button_in(card, "health-whole"), "ann"))

    assert "Missing: Customer basics" in whole
    assert "Numbers" in whole
    assert "Still open" in whole
    assert [each.action for each in buttons_in(card)][:2] == ["new", "new"]


def test_health_of_a_past_period_is_shown_as_it_was_reported(team: Team) -> None:
    reports(team)
    team.clock.advance(FRIDAY)
    reports(team)
    team.say("lilei", "/customer ABC有限公司")
    team.clock.advance(timedelta(days=7))

    assert "11月20日(周五)\n50 分" in said(team.say("lilei", "/档案 健康度 ABC 上周"))
    assert "Nov 20\n50 points" in said(team.say("ann", "/dossier health last week"))
    assert "56 分" in said(team.say("lilei", "/档案 健康度 本周"))


def test_of_a_day_or_time_without_a_report_the_nearest_is_shown_and_said_to_be(team: Team) -> None:
    reports(team)
    assert "ABC · 商城 还没有周报" in said(team.say("lilei", "/档案 健康度 上个月"))
    for days in (FRIDAY, timedelta(days=7), timedelta(days=7)):
        team.clock.advance(days)
        reports(team)

    assert said(team.say("lilei", "/档案 健康度 11月22日")).startswith(
        "11月22日(周日)没有周报，最近的一份是11月20日的：\n🩺 客户档案健康度报告\n"
    )
    assert "最近的一份是11月27日(周五)的" in said(team.say("lilei", "/档案 健康度 11月24日"))
    earlier = said(team.say("ann", "/dossier health September"))
    assert earlier.startswith("There is no weekly report of Sep 1 – Sep 30. The nearest is that of Nov 20:")


def test_the_updates_that_cost_points_are_named_with_who_owes_them_and_when_they_were_due(team: Team) -> None:
    for topic in ("合同扫描件", "报价单", "验收单", "培训签到表", "部署清单"):
        team.say("wangfang", f"/duty @李雷 {topic}")
    team.clock.advance(timedelta(hours=30))
    done = next(each for each in team.read("lilei", lambda store: store.duties.owed_by_me()) if each.topic == "报价单")
    team.write("lilei", lambda store: store.duties.finish(done))

    short = team.say("lilei", "/dossier health")
    assert "4 项更新逾期未补：合同扫描件、验收单、培训签到表等" in said(short)

    whole = team.press(button_in(short, "health-whole"), "lilei")
    assert "1 项更新迟交：报价单" in said(whole)
    assert "逾期未补\n• 补充档案：合同扫描件 · 李雷 · 截止 11月19日(周四) 10:05\n" in said(whole)
    assert "迟交\n• 补充档案：报价单 · 李雷 · 已晚 6 小时\n" in said(whole)
    entered = [button for button in buttons_in(whole) if button.action == "enter"]
    assert [button.label for button in entered] == [
        "记录：合同扫描件",
        "记录：验收单",
        "记录：培训签到表",
        "记录：部署清单",
    ]
    missing = said(whole).count("\n• −") - 2
    assert len([button for button in buttons_in(whole) if button.action == "new"]) == missing > 3

    in_short = said(team.say("ann", "/dossier health"))
    assert "4 updates are overdue: 合同扫描件, 验收单, 培训签到表 and others" in in_short
    in_english = said(team.press(button_in(short, "health-whole"), "ann"))
    assert "Came late\n• Dossier entry: 报价单 · 李雷 · 6 hours late\n" in in_english


def test_of_many_that_are_overdue_the_rest_is_behind_a_button(team: Team) -> None:
    for number in range(45):
        team.say("wangfang", f"/duty @李雷 合同扫描件{number}")
    team.clock.advance(timedelta(hours=30))

    whole = team.press(button_in(team.say("lilei", "/dossier health"), "health-whole"), "lilei")
    rest = button_in(whole, "health-overdue")
    assert rest.label == "查看其余 25 项"
    second = team.press(rest, "lilei")
    assert "第 21–40 项，共 45 项" in said(second)
    assert "合同扫描件20 · 李雷" in said(second)
    last = team.press(button_in(second, "health-overdue"), "lilei")
    assert said(last).count("合同扫描件") == 5
    assert [each for each in buttons_in(last) if each.action == "health-overdue"] == []


def test_what_was_overdue_is_named_as_it_was_reported_and_nobody_where_names_are_off(team: Team) -> None:
    team.say("wangfang", "/duty @李雷 合同扫描件")
    reports(team)
    team.clock.advance(FRIDAY)
    reports(team)
    whole = button_in(team.posted("abc")[-1], "health-whole")
    owed = team.read("lilei", lambda store: store.duties.owed_by_me()[0])
    team.write("lilei", lambda store: store.duties.finish(owed))

    assert "• 补充档案：合同扫描件 · 李雷 · 截止" in said(team.press(whole, "lilei"))
    team.submit(form_in(team.say("lilei", "/档案 规则")), "lilei", names="off")
    assert "• 补充档案：合同扫描件 · 截止" in said(team.press(whole, "lilei"))


def test_a_resolution_that_is_overdue_is_added_by_its_button(team: Team) -> None:
    team.say("lilei", "/issue 登录白屏 | 状态: 已修复")
    team.clock.advance(timedelta(hours=30))
    enter = button_in(team.say("lilei", "/dossier health"), "enter")
    assert enter.label == "补解决办法：登录白屏"
    assert "#1" in form_in(team.press(enter, "lilei")).title


def test_what_waits_for_approval_is_no_update_that_is_owed(team: Team) -> None:
    team.say("lilei", "/change 加短信验证 | reason: 防刷 | impact: 3 天")
    team.press(button_in(team.posted("abc")[-1], "submit"), "lilei")
    team.clock.advance(timedelta(days=3))

    assert "逾期" not in said(team.say("lilei", "/dossier health")).replace("（逾期 0）", "")
    assert "等待补充" not in said(team.say("lilei", "/dossier health"))


@pytest.mark.parametrize("words", ["明年", "ABC 下周", "明天", "全部 下个月"])
def test_a_period_to_come_has_no_health_yet(team: Team, words: str) -> None:
    assert said(team.say("lilei", f"/档案 健康度 {words}")).startswith("这段时间还没到，健康度只能看到今天")
    assert said(team.say("ann", "/dossier health next week")).startswith("That is still to come")


@pytest.mark.parametrize("words", ["今天", "本周", "ABC 本月", "今年"])
def test_a_period_that_goes_on_has_the_health_of_now(team: Team, words: str) -> None:
    assert "客户档案健康度报告" in said(team.say("lilei", f"/档案 健康度 {words}"))


def test_names_are_left_out_of_reports_that_were_made_before(team: Team) -> None:
    reports(team)
    team.say("lilei", "/纪要 需求评审 | 决定: 周五前定原型")
    team.clock.advance(FRIDAY)
    reports(team)
    card = team.posted("abc")[-1]
    whole = button_in(card, "health-whole")
    assert "11/13–11/20 更新：李雷" in said(team.press(whole, "lilei"))
    team.submit(form_in(team.say("lilei", "/档案 规则")), "lilei", names="off")
    assert "更新：李雷" not in said(team.press(whole, "lilei"))


def test_health_is_asked_for_by_command_and_in_words(team: Team) -> None:
    asked = said(team.say("lilei", "/健康度"))
    by_command = said(team.say("lilei", "/dossier health"))
    in_words = said(team.say("lilei", "ABC公司健康度怎么样？", None))
    in_english = said(team.say("ann", "what is the health of ABC?"))

    assert asked != by_command == in_words
    assert in_english.startswith("🩺 Dossier health report")
    assert "XYZ" in said(team.say("lilei", "/dossier health XYZ"))


def test_managers_see_all_dossiers_the_worst_first(team: Team) -> None:
    team.say("lilei", "/customer ABC有限公司")
    form = form_in(team.say("wangfang", "/dossier start", "general"))
    team.submit(form, "wangfang", "general", customer="蓝鲸零售", short_name="蓝鲸", project="收银")

    shown = said(team.say("wangfang", "/dossier health all"))

    assert shown.startswith("🩺 档案健康度总览")
    assert "▓▓▓░░░\N{NO-BREAK SPACE}50\N{NO-BREAK SPACE}分" in shown
    assert "%" not in shown
    team.submit(form_in(team.say("wangfang", "/dossier settings")), "wangfang", language="en-US")
    assert "50\N{NO-BREAK SPACE}points" in said(team.say("wangfang", "/dossier health all"))
    assert 0 < shown.index("蓝鲸 · 收银") < shown.index("ABC · 商城")
    assert "最需要关注：蓝鲸 · 收银（50 分）" in shown

    (other,) = team.read("wangfang", lambda store: store.dossiers.named_in("蓝鲸"))
    move(team, Phase.SEALED, dossier=other.uid, channel="general")
    assert "蓝鲸" not in said(team.say("wangfang", "/dossier health all")), "nothing can be done for what is sealed"


def test_the_health_of_a_sealed_dossier_is_there_to_read_and_asks_for_nothing(team: Team) -> None:
    reports(team)
    team.clock.advance(FRIDAY)
    reports(team)
    posted = button_in(team.posted("abc")[-1], "health-whole")
    team.write("wangfang", lambda store: store.dossiers.set_phase(team.dossier, Phase.SEALED))

    shown, whole = team.say("lilei", "/dossier health"), team.press(posted, "lilei")

    for each in (shown, whole):
        assert "已封存，只供查阅" in said(each)
        assert "尽快补齐" not in said(each)
    assert [button.action for button in buttons_in(shown)] == ["health-whole"]
    assert buttons_in(whole) == []
    assert "sealed: there to be read" in said(team.say("ann", "/dossier health"))


def test_problems_that_rise_are_said_with_their_evidence(team: Team) -> None:
    for number in range(4):
        team.say("lilei", f"/issue 支付失败：第{number}例")

    shown = team.say("lilei", "/dossier health")

    assert "🔥 支付失败：近 3 天 4 次，此前 28 天共 0 次 — 请尽快处理" in said(shown)
    assert dict(button_in(shown, "list").args)["text"] == "支付失败"


def test_problems_of_the_past_that_are_noted_at_once_do_not_rise(team: Team) -> None:
    for day in range(1, 18, 4):
        team.say("lilei", f"/issue 支付失败：第{day}例 | 发现日期: 2026-11-{day:02}")

    assert "🔥" not in said(team.say("lilei", "/dossier health"))


def test_what_rose_after_the_last_report_is_in_the_next_one_although_it_is_over(team: Team) -> None:
    reports(team)
    team.clock.advance(FRIDAY)
    reports(team)
    for number in range(6):
        team.say("lilei", f"/issue 支付失败：第{number}例")
    team.clock.advance(timedelta(days=7))

    assert "🔥 支付失败：11月20日(周五) 起 3 天内 6 次，此前 28 天共 0 次 — 请尽快处理" in reports(team)[1]
    assert "6 within 3 days from Fri, Nov 20" in said(team.say("ann", "/dossier health"))
    team.clock.advance(timedelta(days=7))
    assert "支付失败" not in reports(team)[2]
