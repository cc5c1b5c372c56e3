"""Problems that come more often than they used to."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from dossier.bursts import Level, Problem, bursts, chance, level, name_of

NOW = datetime(2026, 11, 18, 2, 5, tzinfo=UTC)
WEEK = NOW - timedelta(days=7)


@pytest.mark.parametrize(
    ("count", "base", "expected"),
    # The tail of the negative binomial distribution with size base + 1/2 and probability 28/31, by another library.
    [
        (3, 0, 0.000294141),
        (5, 0, 2.17867e-06),
        (3, 5, 0.0289483),
        (6, 5, 0.000175896),
        (10, 28, 0.00240078),
        (4, 14, 0.0820492),
        (12, 28, 0.000246548),
        (4, 2, 0.000701398),
    ],
)
def test_the_tail_is_that_of_the_negative_binomial_distribution(count: int, base: int, expected: float) -> None:
    assert chance(count, base) == pytest.approx(expected, rel=1e-5)


def test_two_are_never_a_rise_and_how_loud_it_is_depends_on_the_base() -> None:
    assert level(2, 0) is None
    assert (level(3, 0), level(3, 1), level(3, 5)) == (Level.ALERT, Level.WATCH, None)


def problems(title: str, *days: float, severity: str = "medium") -> list[Problem]:
    return [Problem(title, severity, NOW - timedelta(days=ago)) for ago in days]


def test_problems_of_one_name_are_told_with_their_evidence() -> None:
    found = bursts(
        [*problems("支付失败：微信超时", 0.1, 0.5), *problems("支付失败（支付宝）", 1, 2, 20), *problems("登录慢", 1)],
        NOW,
    )
    assert [(each.name, each.count, each.base, each.level) for each in found] == [("支付失败", 4, 1, Level.ALERT)]


def test_what_no_name_explains_is_told_by_severity_or_as_a_whole() -> None:
    many = [each for word in "甲乙丙丁" for each in problems(f"问题{word}", 1, severity="critical")]
    (found,) = bursts(many, NOW)
    assert (found.name, found.severity, found.count) == ("", "critical", 4)


def test_what_was_always_so_is_no_rise() -> None:
    assert bursts(problems("支付失败", *range(1, 31)), NOW) == []


def test_numbers_and_signs_do_not_make_another_name() -> None:
    assert name_of("支付失败 #12") == name_of("支付失败，第3次".replace("，第3次", "")) == name_of("支付失败：又来了")
    assert name_of("Login fails (iOS)") == name_of("login fails!")


@pytest.mark.parametrize(
    ("titles", "name"),
    [
        (("退款失败 第1单", "退款失败 第2单", "退款失败，第3单"), "退款失败"),
        (("1号机宕机", "2号机宕机", "3号机宕机"), "号机宕机"),
        (("Login fails no. 1", "login fails no. 2", "Login fails No 3"), "Login fails"),
        (("支付失败", "支付失败", "支付失败"), "支付失败"),
        (("A1", "a2", "A3"), "A3"),
    ],
)
def test_it_is_called_by_the_words_all_of_them_are_found_by(titles: tuple[str, ...], name: str) -> None:
    (found,) = bursts([each for at, title in enumerate(titles) for each in problems(title, 1 - at / 10)], NOW)
    assert found.name == name


def test_what_rose_earlier_in_a_week_is_told_with_when_it_began() -> None:
    friday = problems("支付失败", 6.9, 6.8, 6.5, 6.2, 6.1, 5.8)
    assert bursts(friday, NOW) == []
    (found,) = bursts(friday, NOW, WEEK)
    assert (found.count, found.base, found.level) == (6, 0, Level.ALERT)
    assert found.began == NOW - timedelta(days=6.9)


def test_what_rises_now_is_told_as_of_now() -> None:
    (found,) = bursts(problems("支付失败", 0.1, 0.2, 0.3, 0.4, 9), NOW, WEEK)
    assert (found.count, found.base, found.began) == (4, 1, None)


def test_what_was_over_before_the_week_is_not_told_again() -> None:
    assert bursts(problems("支付失败", 7.1, 7.2, 7.5, 8, 8.1, 8.2), NOW, WEEK) == []


def test_the_more_windows_are_looked_at_the_less_likely_a_rise_has_to_be() -> None:
    assert [level(3, 1, windows) for windows in (1, 7)] == [Level.WATCH, None]
    assert [level(3, 0, windows) for windows in (1, 7)] == [Level.ALERT, Level.WATCH]


@pytest.mark.parametrize("a_day", [0.1, 0.4, 1.6])
def test_a_week_of_windows_raises_no_more_false_alarms_than_one_window_may(a_day: float) -> None:
    # Problems at a steady rate, with a fixed seed.
    chances = Random(7)
    alarms = 0
    for _ in range(1000):
        ago, steady = chances.expovariate(a_day), []
        while ago < 40:
            steady.append(ago)
            ago += chances.expovariate(a_day)
        alarms += bool(bursts(problems("支付失败", *steady), NOW, WEEK))
    assert alarms <= 10
