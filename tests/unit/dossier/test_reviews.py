"""When a dossier is reviewed: every half year from when it was begun, on whatever day that was."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dossier.reviews import next_review, period

_DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def _next(begun: date, after: date) -> date:
    first, second = (datetime(each.year, each.month, each.day, 4, tzinfo=UTC) for each in (begun, after))
    return next_review(first, second).date()


def test_the_first_comes_after_six_months_and_every_six_from_then() -> None:
    begun = date(2026, 11, 18)
    assert _next(begun, begun) == date(2027, 5, 18)
    assert _next(begun, date(2027, 5, 17)) == date(2027, 5, 18)
    assert _next(begun, date(2027, 5, 18)) == date(2027, 11, 18)
    assert _next(begun, date(2030, 1, 1)) == date(2030, 5, 18)


def test_the_last_of_a_month_stays_the_last() -> None:
    begun = date(2026, 8, 31)
    assert _next(begun, begun) == date(2027, 2, 28)
    assert _next(begun, date(2027, 2, 28)) == date(2027, 8, 31)


@given(_DAYS, _DAYS)
def test_it_always_lies_ahead_and_never_farther_than_half_a_year(begun: date, after: date) -> None:
    after = max(begun, after)
    following = _next(begun, after)
    assert after < following <= after + timedelta(days=184)


def test_the_half_year_is_named_by_its_months() -> None:
    assert period(datetime(2027, 5, 18, tzinfo=UTC)) == "2026-11 – 2027-05"
    assert period(datetime(2027, 8, 31, tzinfo=UTC)) == "2027-02 – 2027-08"
