"""When something is due and when people may be spoken to, in zones whose clocks are put forward and back."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.moments.zones import country_of, wall_time
from dossier.worktime import Quiet, WorkRule, add_hours, awake, due, next_morning

SHANGHAI = ZoneInfo("Asia/Shanghai")
ZONES = [
    ZoneInfo(name)
    for name in ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "Asia/Shanghai")
]
WORKING = WorkRule(hours=24, working=True)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
zones = st.sampled_from(ZONES)
times = st.times().map(lambda each: each.replace(second=0, microsecond=0))
quiets = st.builds(Quiet, times, times)
rules = st.builds(WorkRule, st.integers(1, 80), st.booleans(), quiet=quiets)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def test_by_the_wall_clock_a_duty_is_due_a_day_later() -> None:
    assert due(at("2026-11-18 10:00"), WorkRule(), SHANGHAI) == at("2026-11-19 10:00")


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        ("2026-11-18 10:00", "2026-11-20 16:00"),  # 8 h on Wednesday, 9 on Thursday, 7 on Friday.
        ("2026-11-20 17:00", "2026-11-25 14:00"),  # The weekend counts for nothing.
        ("2026-11-21 12:00", "2026-11-25 15:00"),
        ("2026-11-18 06:00", "2026-11-20 15:00"),
    ],
)
def test_working_hours_are_those_of_working_days(raised: str, expected: str) -> None:
    assert due(at(raised), WORKING, SHANGHAI) == at(expected)


def test_holidays_and_days_worked_in_lieu_count_as_what_they_are() -> None:
    # Of 2025: off from Wednesday, October 1 to 8; Sunday, September 28 and Saturday, October 11 are worked.
    rule = WorkRule(hours=9, working=True)
    assert rule.works(date(2025, 9, 28))
    assert not rule.works(date(2025, 10, 8))
    assert due(at("2025-09-30 18:00"), rule, SHANGHAI) == at("2025-10-09 18:00")


def test_an_organisations_own_days_count_before_the_calendar() -> None:
    rule = WorkRule(hours=9, working=True, overrides={date(2026, 11, 19): False, date(2026, 11, 21): True})
    assert due(at("2026-11-18 18:00"), rule, SHANGHAI) == at("2026-11-20 18:00")
    assert due(at("2026-11-20 18:00"), rule, SHANGHAI) == at("2026-11-21 18:00")


def test_a_year_that_is_not_ordered_yet_is_marked() -> None:
    rule = WorkRule(overrides={date(2050, 1, 3): False})
    assert rule.sure_of(date(2025, 6, 1))
    assert not rule.sure_of(date(2050, 6, 1))
    assert rule.sure_of(date(2050, 1, 3))


def test_other_countries_have_other_holidays() -> None:
    germany = WorkRule(country="DE")
    assert not germany.works(date(2026, 12, 25))
    assert germany.works(date(2026, 10, 1))
    assert WorkRule(country="??").works(date(2026, 12, 25))


def test_with_no_working_day_in_sight_the_wall_clock_counts() -> None:
    rule = WorkRule(working=True, weekdays=frozenset(), country="??")
    assert due(at("2026-11-18 10:00"), rule, SHANGHAI) == at("2026-11-19 10:00")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-18 20:59", "2026-11-18 20:59"),
        ("2026-11-18 21:00", "2026-11-19 08:30"),
        ("2026-11-19 03:00", "2026-11-19 08:30"),
        ("2026-11-19 08:30", "2026-11-19 08:30"),
    ],
)
def test_in_quiet_hours_one_waits_for_the_morning(moment: str, expected: str) -> None:
    assert awake(at(moment), WorkRule(), SHANGHAI) == at(expected)


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    siesta = WorkRule(quiet=Quiet(time(12), time(14)))
    assert awake(at("2026-11-18 13:00"), siesta, SHANGHAI) == at("2026-11-18 14:00")
    assert awake(at("2026-11-18 11:00"), siesta, SHANGHAI) == at("2026-11-18 11:00")
    assert awake(at("2026-11-18 23:00"), WorkRule(quiet=Quiet(time(), time())), SHANGHAI) == at("2026-11-18 23:00")


@pytest.mark.parametrize(
    ("zone", "day", "wall", "utc"),
    [
        # Skipped: the moment at which the clocks are put forward.
        ("America/New_York", "2026-03-08", "02:30", "2026-03-08T07:00"),
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:00"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30"),
        # Shown twice: the first.
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30"),
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30"),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45"),
        # No such days.
        ("Asia/Kathmandu", "2026-03-29", "02:30", "2026-03-28T20:45"),
        ("Asia/Shanghai", "2026-03-29", "02:30", "2026-03-28T18:30"),
    ],
)
def test_wall_time_at_both_edges_of_summer_time(zone: str, day: str, wall: str, utc: str) -> None:
    found = wall_time(date.fromisoformat(day), time.fromisoformat(wall), ZoneInfo(zone))
    assert found == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "friday", "monday"),
    [
        ("America/New_York", "2026-03-06", "2026-03-09"),
        ("America/New_York", "2026-10-30", "2026-11-02"),
        ("Europe/Berlin", "2026-03-27", "2026-03-30"),
        ("Europe/Berlin", "2026-10-23", "2026-10-26"),
        ("Australia/Lord_Howe", "2026-10-02", "2026-10-05"),
        ("Australia/Lord_Howe", "2026-04-03", "2026-04-06"),
    ],
)
def test_a_night_in_which_the_clocks_change_takes_no_working_hour(zone: str, friday: str, monday: str) -> None:
    there, rule = ZoneInfo(zone), WorkRule(hours=2, working=True, country="??")
    assert due(at(f"{friday} 17:00", there), rule, there) == at(f"{monday} 10:00", there)


def test_the_next_morning_is_that_of_a_working_day() -> None:
    assert next_morning(at("2026-11-18 10:00"), WorkRule(), SHANGHAI) == at("2026-11-19 09:00")
    assert next_morning(at("2026-11-20 10:00"), WorkRule(), SHANGHAI) == at("2026-11-23 09:00")


@given(moments, rules, zones)
def test_after_waiting_nobody_waits_again(moment: datetime, rule: WorkRule, zone: ZoneInfo) -> None:
    woken = awake(moment, rule, zone)
    assert moment <= woken < moment + timedelta(hours=25)
    assert awake(woken, rule, zone) == woken


@given(moments, rules, zones)
def test_nobody_is_woken_in_quiet_hours(moment: datetime, rule: WorkRule, zone: ZoneInfo) -> None:
    woken = awake(moment, rule, zone)
    if woken != moment:
        shown = woken.astimezone(zone).replace(tzinfo=None).time()
        assert shown == rule.quiet.end or woken == wall_time(woken.astimezone(zone).date(), rule.quiet.end, zone)


@given(moments, rules, zones, st.integers(0, 100), st.integers(0, 100))
def test_hours_add_up(moment: datetime, rule: WorkRule, zone: ZoneInfo, one: int, other: int) -> None:
    at_once = add_hours(moment, one + other, rule, zone)
    assert add_hours(add_hours(moment, one, rule, zone), other, rule, zone) == at_once
    assert at_once - moment >= timedelta(hours=one + other)


@given(moments, zones, st.integers(1, 60))
def test_what_is_due_in_working_hours_is_due_while_people_work(moment: datetime, zone: ZoneInfo, hours: int) -> None:
    rule = WorkRule(hours=hours, working=True)
    local = due(moment, rule, zone).astimezone(zone)
    assert rule.works(local.date())
    assert rule.opens < local.time() <= rule.closes


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Asia/Shanghai", "CN"),
        ("PRC", "CN"),
        ("Asia/Hong_Kong", "HK"),
        ("Europe/Berlin", "DE"),
        ("Europe/Stockholm", "SE"),
        ("US/Pacific", "US"),
        ("UTC", ""),
        ("Nowhere/Land", ""),
    ],
)
def test_a_zone_says_in_which_country_people_are(zone: str, country: str) -> None:
    assert country_of(zone) == country
