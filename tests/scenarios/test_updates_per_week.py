"""The chart of a dossier's status: updates per week, the last one until now, as in its health report."""

from datetime import timedelta

import pytest

from chat.messages import Chart
from chat.replies import Rendered, Show
from tests.team import Team, form_in, said


def chart_in(answer: Rendered) -> Chart | None:
    """Give the chart an answer shows."""
    assert isinstance(answer, Show)
    return next((block for block in answer.message.blocks if isinstance(block, Chart)), None)


@pytest.mark.parametrize(("days", "charts"), [(13, 0), (14, 1)])
def test_a_dossier_younger_than_two_weeks_has_no_chart(team: Team, days: int, charts: int) -> None:
    team.clock.advance(timedelta(days=days))

    assert (chart_in(team.say("lilei", "/档案 状态")) is not None) == bool(charts)


def test_updates_are_counted_by_week_and_the_busiest_is_named(team: Team) -> None:
    for title in ("支付失败", "登录异常"):
        team.say("lilei", f"/问题 {title}")
    team.clock.advance(timedelta(days=8))
    form = form_in(team.say("lilei", "/档案 修改 #1"))
    team.submit(form, "lilei", severity="低")
    team.submit(form_in(team.say("lilei", "/档案 修改 #1")), "lilei", severity="高")
    team.clock.advance(timedelta(days=8))

    chart = chart_in(team.say("lilei", "/档案 状态"))

    assert chart is not None
    assert (chart.labels, chart.series[0].values) == (("11/13", "11/20", "11/27"), (2, 1, 0))
    assert chart.takeaway == "近 3 周共更新 3 次，11/13 开始的一周最多，有 2 次。"
    in_english = chart_in(team.say("ann", "/dossier status"))
    assert in_english is not None
    assert in_english.title == "Updates per week"
    assert in_english.takeaway == "3 updates in 3 weeks; the busiest week began on Nov 13 and has 2."


def test_the_last_week_is_the_last_seven_days_on_every_card(team: Team) -> None:
    # From Wednesday to Friday of the week after next; then a Monday, of which there is not much yet.
    team.clock.advance(timedelta(days=16))
    for title in ("支付失败", "登录异常"):
        team.say("lilei", f"/问题 {title}")
    team.clock.advance(timedelta(days=3))

    status, health = team.say("lilei", "/档案 状态"), team.say("lilei", "/档案 健康度")

    assert "近 7 天更新: 2" in said(status)
    (there, here) = chart_in(status), chart_in(health)
    assert there is not None
    assert there.series[0].values[-1] == 2
    assert there == here


def test_it_goes_back_eight_weeks_and_says_when_nothing_was_done(team: Team) -> None:
    team.say("lilei", "/问题 支付失败")
    team.clock.advance(timedelta(weeks=20))

    chart = chart_in(team.say("lilei", "/档案 状态"))

    assert chart is not None
    assert len(chart.labels) == 8
    assert chart.takeaway == "近 8 周没有任何更新。"


def test_what_was_deleted_does_not_count(team: Team) -> None:
    team.say("lilei", "/问题 支付失败")
    team.say("lilei", "/档案 撤销 #1")
    team.clock.advance(timedelta(weeks=2))

    chart = chart_in(team.say("lilei", "/档案 状态"))

    assert chart is not None
    assert sum(chart.series[0].values) == 0


def test_what_several_people_worked_on_counts_once_in_the_chart_and_for_each_of_them(team: Team) -> None:
    team.clock.advance(timedelta(days=16))
    team.say("lilei", "/问题 支付失败")
    assert "11/27–12/4 更新：李雷 1\n" in said(team.say("lilei", "/档案 健康度"))
    team.submit(form_in(team.say("wangfang", "/档案 修改 #1", "abc")), "wangfang", severity="低")

    health = team.say("lilei", "/档案 健康度")

    chart = chart_in(health)
    assert chart is not None
    assert chart.series[0].values[-1] == 1
    assert "更新：李雷 1、王芳 1（几人改过的同一条，给每人各记一次）" in said(health)
    english = said(team.say("ann", "/dossier health"))
    assert "(what several worked on counts for each of them)" in english
