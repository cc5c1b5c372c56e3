"""A whole report draws the scores that led to its own."""

from datetime import timedelta

from tests.scenarios.test_weekly_report import FRIDAY, reports
from tests.team import Team, button_in, said


def test_a_whole_report_draws_the_scores_up_to_its_own_wherever_it_is_opened(team: Team) -> None:
    reports(team)
    team.clock.advance(FRIDAY)
    reports(team)
    team.say("lilei", "/联系人 王总 | 手机: 13800001234")
    team.clock.advance(timedelta(weeks=1))
    reports(team)
    first, second = [each for each in team.posted("abc") if each.text.startswith("🩺")]

    kept = said(team.press(button_in(second, "health-whole"), "lilei"))

    assert "历次得分: 从 50 分到 56 分。" in kept
    assert "历次得分:" not in said(team.press(button_in(first, "health-whole"), "lilei"))
    team.say("lilei", "/纪要 需求评审 | 决定: 周五前定原型")
    team.clock.advance(timedelta(days=1))
    now = team.say("lilei", "/档案 健康度")
    assert "历次得分: 从 50 分到 62 分。" in said(team.press(button_in(now, "health-whole"), "lilei"))
    assert "历次得分: 从 50 分到 56 分。" in said(team.press(button_in(second, "health-whole"), "lilei"))
