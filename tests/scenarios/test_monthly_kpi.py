"""What each member kept in a month: off until it is switched on, then for those it is for, and told once a month."""

from datetime import datetime, timedelta

import pytest

from reminders.monthly_kpi import MonthlyKpi
from tests.team import DEFAULT, ZONE, Team, form_in, said


def switch(team: Team, seen: str) -> None:
    """Have the organisation count monthly figures, for some to see."""
    team.submit(form_in(team.say("wangfang", "/档案 规则 组织")), "wangfang", kpi=seen)


def at(team: Team, year: int, month: int, day: int, hour: int = 9, minute: int = 30) -> None:
    """Move to a moment in Shanghai, and tell what is to be told."""
    team.clock.set(datetime(year, month, day, hour, minute, tzinfo=ZONE))
    team.app.monthly.run()


def figures(team: Team, who: str = "wangfang") -> list[str]:
    """Give the figures somebody was told by direct message."""
    return [each.text for each in team.told(who) if each.text.startswith("🗓️")]


def a_november(team: Team) -> None:
    """Let 李雷 log two entries and do one thing on time, and Ann one thing late."""
    team.say("lilei", "/issue 支付失败")
    team.say("lilei", "/issue 登录异常")
    team.say("wangfang", "/duty @李雷 合同")
    team.say("wangfang", "/duty @Ann 报价")
    team.write("lilei", lambda store: store.duties.finish(store.duties.owed_by_me()[0]))
    team.clock.advance(timedelta(hours=30))
    team.write("ann", lambda store: store.duties.finish(store.duties.owed_by_me()[0]))


def test_nothing_is_counted_before_a_manager_switches_it_on(team: Team) -> None:
    assert "没有统计" in said(team.say("wangfang", "/档案 月度"))
    a_november(team)
    at(team, 2026, 12, 1)
    assert figures(team) == []


def test_a_manager_sees_each_member_and_others_only_where_that_is_wanted(team: Team) -> None:
    switch(team, "managers")
    a_november(team)
    shown = said(team.say("wangfang", "/档案 月度 本月"))
    assert shown.startswith("🗓️ 2026年11月的档案更新\n一共写下 2 条，按时补齐 1 项。")
    assert [line for line in shown.splitlines() if "李雷" in line or "Ann" in line] == [
        "Ann | 0 | 1 | 0 | 0 | 0",
        "李雷 | 1 | 0 | 0 | 2 | 0",
    ]
    assert "only" in said(team.say("ann", "/dossier kpi this month"))

    switch(team, "everyone")
    mine = said(team.say("ann", "/dossier kpi this month"))
    assert mine.startswith("🗓️ What was kept in November 2026")
    assert "Ann" in mine
    assert "李雷" not in mine


def test_without_words_the_last_month_is_meant(team: Team) -> None:
    switch(team, "managers")
    a_november(team)
    team.clock.set(datetime(2027, 1, 3, 12, tzinfo=ZONE))
    assert "2026年12月" in said(team.say("wangfang", "/档案 月度"))
    assert "李雷" in said(team.say("wangfang", "/档案 月度 2026年11月"))
    assert "2026年5月" in said(team.say("wangfang", "/dossier kpi May"))
    assert "2026年5月" in said(team.say("wangfang", "/dossier kpi in May"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("蓝色", "哪个月"),
        ("13月", "哪个月"),
        ("month 13", "哪个月"),
        ("13", "哪个月"),
        ("上个月 蓝色", "哪个月"),
        ("明年1月", "还没到"),
    ],
)
def test_a_month_that_is_none_or_to_come_is_refused(team: Team, words: str, sentence: str) -> None:
    switch(team, "managers")
    assert sentence in said(team.say("wangfang", f"/档案 月度 {words}"))


def test_managers_are_told_once_on_the_first_working_day_when_work_begins(team: Team) -> None:
    switch(team, "managers")
    a_november(team)
    at(team, 2026, 12, 1, 8)
    assert figures(team) == []
    at(team, 2026, 12, 1, 9, 30)
    (told,) = figures(team)
    assert "2026年11月" in told
    assert "李雷" in told
    MonthlyKpi(team.database, team.app.keyring, team.clock.now, DEFAULT).run()
    at(team, 2026, 12, 2)
    assert len(figures(team)) == 1
    assert figures(team, "lilei") == []


def test_in_a_month_that_begins_with_days_off_it_is_the_first_day_of_work(team: Team) -> None:
    switch(team, "managers")
    team.say("wangfang", "/档案 工作日 2026-12-01 休息")
    at(team, 2026, 12, 1)
    assert figures(team) == []
    at(team, 2026, 12, 2)
    assert len(figures(team)) == 1


def test_after_silence_the_last_month_is_told_and_not_those_before(team: Team) -> None:
    switch(team, "managers")
    at(team, 2027, 3, 3)
    (told,) = figures(team)
    assert "2027年2月" in told


def test_whoever_switches_it_on_in_the_middle_of_a_month_waits_for_the_next(team: Team) -> None:
    switch(team, "managers")
    at(team, 2026, 11, 20)
    assert figures(team) == []
