"""When a weekly report comes: in words, in any zone, also where clocks are put forward or back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.errors import DossierError
from dossier.report_times import DEFAULT, OFF, last_report, next_report, parse_schedule

ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        ("周五 16:00", "4 16:00"),
        ("每周一 9点", "0 09:00"),
        ("星期天下午3点", "6 15:00"),
        ("Friday 16:00", "4 16:00"),
        ("every mon at 9am", "0 09:00"),
        ("Tue 4 pm", "1 16:00"),
        ("周五下午四点", "4 16:00"),
        ("每周一上午九点", "0 09:00"),
        ("每个星期五的下午四点半", "4 16:30"),
        ("周五 十六点", "4 16:00"),
        ("周三 16点一刻", "2 16:15"),
        ("周五4点", "4 16:00"),
        ("周五　１６：３０", "4 16:30"),
        ("週五下午四點", "4 16:00"),
        ("周五晚上12点", "5 00:00"),
        ("周五 16", "4 16:00"),
        ("Fridays at 4:30 p.m.", "4 16:30"),
        ("Friday noon", "4 12:00"),
        ("on Thursday at 9", "3 09:00"),
        ("每周日 24:00", "0 00:00"),
        ("Off", OFF),
        ("关闭", OFF),
    ],
)
def test_a_schedule_is_read_in_words(text: str, schedule: str) -> None:
    assert parse_schedule(text) == schedule


@pytest.mark.parametrize(
    "text",
    [
        "",
        "周八 9点",
        "Friday 25:00",
        "tomorrow",
        "16:00",
        "周五 16:99",
        "周五下午",
        "周五四点五十九点",
        "Frisbee 9am",
        "每两周周五 16:00",
        "周五 16:00 周一",
        "💥",
    ],
)
def test_what_is_no_schedule_is_said_to_be_none(text: str) -> None:
    with pytest.raises(DossierError):
        parse_schedule(text)


def test_what_is_switched_off_never_comes() -> None:
    assert next_report(OFF, ZoneInfo("Asia/Shanghai"), datetime(2026, 11, 18, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("zone", "schedule", "after", "comes"),
    [
        ("Asia/Shanghai", DEFAULT, "2026-11-18T02:05+00:00", "2026-11-20T16:00+08:00"),
        ("Asia/Shanghai", DEFAULT, "2026-11-20T08:00+00:00", "2026-11-27T16:00+08:00"),
        # Clocks are put forward at 2:00 on 8 March 2026, back at 2:00 on 1 November.
        ("America/New_York", "6 02:30", "2026-03-07T12:00+00:00", "2026-03-08T03:00-04:00"),
        ("America/New_York", "6 01:30", "2026-10-31T12:00+00:00", "2026-11-01T01:30-04:00"),
        ("Europe/Berlin", "6 02:30", "2026-10-24T12:00+00:00", "2026-10-25T02:30+02:00"),
        ("Australia/Lord_Howe", "6 02:15", "2026-10-03T00:00+00:00", "2026-10-04T02:30+11:00"),
        ("Asia/Kathmandu", "4 16:00", "2026-11-18T02:05+00:00", "2026-11-20T16:00+05:45"),
    ],
)
def test_it_comes_at_the_local_time_at_both_edges(zone: str, schedule: str, after: str, comes: str) -> None:
    assert next_report(schedule, ZoneInfo(zone), datetime.fromisoformat(after)) == datetime.fromisoformat(comes)


@given(
    st.sampled_from(ZONES),
    st.integers(0, 6),
    st.times(),
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_one_comes_within_every_week(zone: str, day: int, clock: object, after: datetime) -> None:
    schedule = f"{day} {clock:%H:%M}"
    first = next_report(schedule, ZoneInfo(zone), after)
    assert first is not None
    assert after < first <= after + timedelta(days=7, hours=2)
    last = last_report(schedule, ZoneInfo(zone), after)
    assert last <= after
    assert next_report(schedule, ZoneInfo(zone), last) == first
    second = next_report(schedule, ZoneInfo(zone), first)
    assert second is not None
    assert timedelta(days=6, hours=21) <= second - first <= timedelta(days=7, hours=3)
