"""The summary for management: once a week, after the reports of the dossiers, to each manager alone."""

from datetime import datetime, timedelta

import pytest

from dossier.phases import Phase
from reminders.weekly_summary import WeeklySummaries
from tests.team import DEFAULT, ZONE, Team, button_in, form_in, said


def at(team: Team, day: int, hour: int, minute: int = 5, month: int = 11) -> None:
    """Move to a moment in Shanghai, and make what is to be made."""
    team.clock.set(datetime(2026, month, day, hour, minute, tzinfo=ZONE))
    team.app.reports.run()
    team.app.summaries.run()


def summaries(team: Team, who: str = "wangfang") -> list[str]:
    """Give the summaries somebody was sent by direct message."""
    return [each.text for each in team.told(who) if each.text.startswith(("🩺 档案健康度总览", "🩺 Health of"))]


@pytest.fixture(autouse=True)
def another_dossier(team: Team) -> None:
    """Let there be two dossiers, one better than the other, and have it worked out when their reports come."""
    team.say("lilei", "/customer ABC有限公司")
    form = form_in(team.say("wangfang", "/dossier start", "general"))
    team.submit(form, "wangfang", "general", customer="蓝鲸零售", short_name="蓝鲸", project="收银")
    team.app.reports.run()


def test_each_manager_gets_the_summary_once_a_week_after_the_reports(team: Team) -> None:
    at(team, 20, 15, 45)
    assert summaries(team) == []
    at(team, 20, 16)

    (told,) = summaries(team)
    assert 0 < told.index("蓝鲸 · 收银") < told.index("ABC · 商城")
    assert "健康度得分: 最需要关注：蓝鲸 · 收银" in told
    assert told.endswith("每周在各档案的周报之后发给管理层，可以在“/档案 规则 组织”里关闭")
    assert summaries(team, "lilei") == summaries(team, "ann") == []
    card = [each for each in team.told("wangfang") if "总览" in each.text][-1]
    assert "ABC · 商城" in said(team.press(button_in(card, "health", dossier=team.dossier.uid), "wangfang", None))

    WeeklySummaries(team.database, team.app.keyring, team.clock.now, DEFAULT).run()
    at(team, 20, 17)
    at(team, 23, 10)
    assert len(summaries(team)) == 1
    at(team, 27, 16)
    assert len(summaries(team)) == 2


def test_it_says_what_has_changed_since_the_week_before(team: Team) -> None:
    at(team, 20, 16)
    (first,) = summaries(team)
    assert "▲" not in first
    team.say("lilei", "/contact 王总 | 手机: 13800001234")
    at(team, 27, 16)

    second = summaries(team)[1]
    assert "▲" in next(line for line in second.splitlines() if "ABC · 商城" in line)
    assert "▲" in said(team.say("wangfang", "/dossier health all", None))


def test_it_is_in_the_language_of_whom_it_is_for(team: Team) -> None:
    team.submit(form_in(team.say("wangfang", "/dossier settings")), "wangfang", language="en-US")
    at(team, 20, 16)
    (told,) = summaries(team)
    assert told.startswith("🩺 Health of the dossiers\n")
    assert told.endswith("switch it off with /dossier rule organisation")


def test_it_waits_for_reports_that_come_later_and_for_a_working_day(team: Team) -> None:
    team.say("lilei", "/dossier report 周五 22:00")
    at(team, 20, 16)
    at(team, 20, 22)
    at(team, 21, 10)
    assert summaries(team) == [], "at night and on a Saturday nobody is written to"
    at(team, 23, 8, 45)
    assert summaries(team) == []
    at(team, 23, 9)
    assert len(summaries(team)) == 1
    at(team, 27, 22)
    at(team, 30, 9)
    assert len(summaries(team)) == 2


def test_it_comes_on_monday_even_when_a_report_could_not_be_made(team: Team) -> None:
    team.clock.set(datetime(2026, 11, 20, 16, 5, tzinfo=ZONE))
    team.app.summaries.run()
    assert summaries(team) == []
    team.clock.set(datetime(2026, 11, 23, 9, 5, tzinfo=ZONE))
    team.app.summaries.run()
    assert len(summaries(team)) == 1


def test_without_any_report_it_comes_all_the_same(team: Team) -> None:
    team.say("lilei", "/dossier report off")
    at(team, 20, 16)
    assert len(summaries(team)) == 1


def test_one_that_comes_late_says_of_which_week_it_is_and_when_it_was_made(team: Team) -> None:
    at(team, 20, 16)
    assert summaries(team)[0].startswith("🩺 档案健康度总览\n11月20日(周五)\n")
    at(team, 30, 10)
    late = "11月27日(周五) · 11月30日(周一) 补发，数字是补发时的 · ▲▼ 是和 11月20日(周五) 周报的差"
    assert summaries(team)[1].startswith(f"🩺 档案健康度总览\n{late}\n")


def test_a_late_one_names_no_day_when_it_compares_with_reports_of_several(team: Team) -> None:
    at(team, 20, 16)
    team.say("lilei", "/dossier report off")
    at(team, 27, 16)
    at(team, 8, 10, month=12)
    late = "12月4日(周五) · 12月8日(周二) 补发，数字是补发时的 · ▲▼ 是和各自上一份周报的差"
    assert summaries(team)[-1].startswith(f"🩺 档案健康度总览\n{late}\n")


def test_a_late_one_claims_no_comparison_where_there_was_no_report(team: Team) -> None:
    at(team, 23, 10)
    (told,) = summaries(team)
    assert told.startswith("🩺 档案健康度总览\n11月20日(周五) · 11月23日(周一) 补发，数字是补发时的\n")


def test_there_is_none_of_a_week_that_ended_before_there_was_any_dossier(team: Team) -> None:
    at(team, 18, 11)
    assert summaries(team) == [], "there was nothing on Friday the 13th"
    at(team, 20, 16)
    assert len(summaries(team)) == 1


def test_many_missing_kinds_come_before_one_late_update(team: Team) -> None:
    team.say("wangfang", "/duty @李雷 合同")
    at(team, 20, 16)
    line = next(line for line in summaries(team)[0].splitlines() if "ABC · 商城" in line and "分" in line)
    assert "缺会议纪要，另缺 6 类（−44）" in line
    assert "逾期" not in line


def test_a_problem_that_keeps_coming_back_stands_beside_what_costs_the_most(team: Team) -> None:
    for _ in range(6):
        team.say("lilei", "/问题 退款失败")
    at(team, 20, 16)
    lines = [line for line in summaries(team)[0].splitlines() if "分 |" in line]
    assert [line for line in lines if "🔥" in line] == [line for line in lines if "ABC · 商城" in line]
    assert "缺会议纪要，另缺 6 类（−44） · 🔥 退款失败 ×6 |" in next(line for line in lines if "ABC · 商城" in line)
    assert "🔥 退款失败 ×6" in said(team.say("wangfang", "/dossier health all", None))
    at(team, 4, 16, month=12)
    assert "🔥" not in summaries(team)[-1], "it was over by then"


def test_an_organisation_can_do_without_it(team: Team) -> None:
    form = form_in(team.say("wangfang", "/档案 规则 组织"))
    assert next(field.value for field in form.fields if field.name == "summary") == "on"
    team.submit(form, "wangfang", summary="off")
    at(team, 20, 16)
    assert summaries(team) == []
    team.submit(form_in(team.say("wangfang", "/档案 规则 组织")), "wangfang", summary="on")
    at(team, 20, 17)
    assert len(summaries(team)) == 1


def test_whoever_is_away_is_not_told_and_after_silence_there_is_one(team: Team) -> None:
    team.say("wangfang", "/dossier leave 2026-11-20 to 2026-11-27")
    at(team, 20, 16)
    at(team, 27, 16)
    assert summaries(team) == []
    at(team, 19, 10, month=12)
    at(team, 21, 10, month=12)
    assert len(summaries(team)) == 1


def test_a_manager_without_dossiers_is_told_nothing(team: Team) -> None:
    every = team.read("wangfang", lambda store: store.dossiers.mine())
    team.write("wangfang", lambda store: [store.dossiers.set_phase(each, Phase.SEALED) for each in every])
    at(team, 20, 16)
    assert summaries(team) == []
    team.clock.advance(timedelta(weeks=1))
    team.app.summaries.run()
    assert summaries(team) == []
