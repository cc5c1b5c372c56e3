"""Where the marks of a chart stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.charts import plot
from chat.messages import Chart, ChartType, Series


def _ticks(*values: float) -> list[str]:
    chart = Chart(ChartType.BAR, "", "", tuple(str(number) for number in range(len(values))), (Series("s", values),))
    return [label for _, label in plot(chart).ticks]


@given(st.lists(st.integers(-1_000, 1_000), min_size=1, max_size=8))
def test_an_axis_of_what_is_counted_has_whole_numbers_alone(values: list[int]) -> None:
    ticks = _ticks(*values)

    assert not [label for label in ticks if not float(label).is_integer()]
    assert 2 <= len(ticks) <= 8


@pytest.mark.parametrize(
    ("values", "ticks"),
    [((1, 0), ["0", "1"]), ((2, 1), ["0", "1", "2"]), ((11,), ["0", "5", "10", "15"])],
)
def test_few_and_many_are_counted_in_round_steps(values: tuple[float, ...], ticks: list[str]) -> None:
    assert _ticks(*values) == ticks


@pytest.mark.parametrize("values", [(54.0, 70.0), (3.0,), (100.0, 0.0), ()])
def test_an_axis_of_scores_goes_to_their_most(values: tuple[float, ...]) -> None:
    series = (Series("s", values),)
    chart = Chart(ChartType.BAR, "", "", tuple("ab"), series, most=100)
    assert [label for _, label in plot(chart).ticks] == ["0", "20", "40", "60", "80", "100"]


def test_an_axis_of_what_is_measured_may_have_halves() -> None:
    assert _ticks(1.5) == ["0", "0.5", "1", "1.5"]
