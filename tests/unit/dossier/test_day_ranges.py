"""From one day to another, in words: which of all such days are meant."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dossier.moments import parse_period

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 12, 7, 9, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("周五到周三", "12-11", "12-16"),
        ("周五到周一", "12-11", "12-14"),
        ("Thursday to Tuesday", "12-10", "12-15"),
        ("周四到下周二", "12-10", "12-15"),
        ("from Thursday to next Tuesday", "12-10", "12-15"),
        ("周一到下周五", "12-07", "12-18"),
        ("周日到下周日", "12-13", "12-20"),
        ("周一到周五", "12-07", "12-11"),
        ("周三到周五", "12-09", "12-11"),
        ("周六到周日", "12-12", "12-13"),
        ("上周五到周三", "12-04", "12-09"),
        ("上周五到下周二", "12-04", "12-15"),
        ("明天到下周三", "12-08", "12-16"),
        ("周五到今天", "12-04", "12-07"),
        ("25号到5号", "12-25", "01-05"),
        ("5号到10号", "12-05", "12-10"),
        ("12月25日到1月5日", "12-25", "01-05"),
        ("11月到下个月", "11-01", "01-31"),
    ],
)
def test_days_from_one_weekday_to_another_are_those_to_come(text: str, first: str, last: str) -> None:
    read = parse_period(text, MONDAY, SHANGHAI)
    assert tuple(f"{day:%m-%d}" for day in read) == (first, last)
    assert (read[1] - read[0]).days < 93


def test_days_that_have_begun_are_those_of_this_week() -> None:
    wednesday, saturday = MONDAY + timedelta(days=2), MONDAY + timedelta(days=5)
    assert parse_period("周一到周五", wednesday, SHANGHAI) == (date(2026, 12, 7), date(2026, 12, 11))
    assert parse_period("周五到周三", saturday, SHANGHAI) == (date(2026, 12, 18), date(2026, 12, 23))
    assert parse_period("周五到下周三", saturday, SHANGHAI) == (date(2026, 12, 11), date(2026, 12, 16))
    third, sixth = MONDAY.replace(day=3), MONDAY.replace(day=6)
    assert parse_period("25号到5号", third, SHANGHAI) == (date(2026, 12, 25), date(2027, 1, 5))
    assert parse_period("5号到10号", sixth, SHANGHAI) == (date(2026, 12, 5), date(2026, 12, 10))
    assert parse_period("周四到昨天", saturday, SHANGHAI, prefer="past") == (date(2026, 12, 10), date(2026, 12, 11))
