"""Weekly reports that were missed: when they are caught up, and what they are compared with."""

from datetime import timedelta

from tests.scenarios.test_weekly_report import FRIDAY, reports
from tests.team import Team, said


def test_one_that_comes_late_is_of_its_day_and_says_that_it_is_late(team: Team) -> None:
    reports(team)
    # Saturday of the week after, at five past three, in quiet hours.
    team.clock.advance(timedelta(days=9, hours=17))
    assert reports(team) == []
    team.clock.advance(timedelta(hours=5))
    assert reports(team) == []
    team.say("lilei", "/问题 支付失败")
    team.clock.advance(timedelta(minutes=25))
    (report,) = reports(team)
    assert "ABC · 商城 · 设计 · 11月27日(周五)\n11月28日(周六) 补发" in report
    assert "11/21–11/28 更新：李雷 1" in report
    team.clock.advance(timedelta(days=6, hours=7, minutes=35))
    assert "补发" not in reports(team)[1]


def test_one_that_is_wanted_at_night_comes_at_night(team: Team) -> None:
    team.say("lilei", "/dossier report 周五 22:00")
    reports(team)
    team.clock.advance(FRIDAY + timedelta(hours=6))
    assert len(reports(team)) == 1


def test_a_score_is_not_compared_with_a_report_that_came_late_today(team: Team) -> None:
    reports(team)
    team.clock.advance(FRIDAY)
    assert len(reports(team)) == 1
    team.say("lilei", "/customer ABC有限公司")
    # Wednesday of the second week after, at ten.
    team.clock.advance(timedelta(days=11, hours=18))
    assert "▲6" in reports(team)[1]
    assert "▲6（与 11月20日(周五) 相比）" in said(team.say("lilei", "/档案 健康度"))
    team.clock.advance(timedelta(days=2, hours=6))
    assert "56 分 · 与 12月2日(周三) 持平" in reports(team)[2]


def test_one_that_was_missed_comes_with_that_of_the_same_day_which_is_still_to_come(team: Team) -> None:
    reports(team)
    # Friday of the week after, at ten.
    team.clock.advance(timedelta(days=9))
    assert reports(team) == []
    team.say("lilei", "/纪要 需求评审 | 决定: 周五前定原型")
    team.clock.advance(timedelta(hours=6))

    (report,) = reports(team)
    assert "11/20–11/27 更新：李雷 1" in report
