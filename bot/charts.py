"""Where the marks of a chart stand in its drawing: a 560 × 240 box, bars side by side or lines over the labels."""

import math
from dataclasses import dataclass

from chat.messages import Chart, ChartType

WIDTH, HEIGHT = 560, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 548, 12, 208
_MOST_LABELS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar and what it stands for."""

    x: float
    y: float
    width: float
    height: float
    series: int
    title: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One point of a line and what it stands for."""

    x: float
    y: float
    series: int
    title: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Everything that is drawn; `lines` are SVG point lists by series, ticks and labels are places with their words."""

    bars: tuple[Bar, ...]
    dots: tuple[Dot, ...]
    lines: tuple[tuple[int, str], ...]
    ticks: tuple[tuple[float, str], ...]
    labels: tuple[tuple[float, str], ...]
    zero: float


def plot(chart: Chart) -> Plot:
    """Lay a chart out; values that are missing or no numbers are left out."""
    values = [value for series in chart.series for value in series.values if math.isfinite(value)]
    low, high = min([0.0, *values]), max([0.0, *values, float(chart.most or 0)])
    step = _step((high - low) or 1, whole=all(float(value).is_integer() for value in values))
    bottom, top = math.floor(low / step) * step, (math.ceil(high / step) or 1) * step

    def y(value: float) -> float:
        return round(_BOTTOM - (value - bottom) / (top - bottom) * (_BOTTOM - _TOP), 1)

    slot = (_RIGHT - _LEFT) / max(len(chart.labels), 1)
    ticks = tuple(
        (y(bottom + step * number), f"{bottom + step * number:g}") for number in range(round((top - bottom) / step) + 1)
    )
    every = math.ceil(len(chart.labels) / _MOST_LABELS) or 1
    labels = tuple(
        (round(_LEFT + slot * (number + 0.5), 1), label)
        for number, label in enumerate(chart.labels)
        if number % every == 0
    )
    points = [
        (series, number, value, f"{chart.labels[number]}, {chart.series[series].name}: {value:g}")
        for series in range(len(chart.series))
        for number, value in enumerate(chart.series[series].values[: len(chart.labels)])
        if math.isfinite(value)
    ]
    if chart.type is ChartType.BAR:
        width = slot * 0.7 / max(len(chart.series), 1)
        bars = tuple(
            Bar(
                round(_LEFT + slot * (number + 0.15) + width * series, 1),
                min(y(value), y(0)),
                round(max(width - 1, 1), 1),
                round(abs(y(value) - y(0)), 1),
                series,
                title,
            )
            for series, number, value, title in points
        )
        return Plot(bars, (), (), ticks, labels, y(0))
    dots = tuple(
        Dot(round(_LEFT + slot * (number + 0.5), 1), y(value), series, title) for series, number, value, title in points
    )
    lines = tuple(
        (series, " ".join(f"{dot.x},{dot.y}" for dot in dots if dot.series == series))
        for series in sorted({dot.series for dot in dots})
    )
    return Plot((), dots, lines, ticks, labels, y(0))


def _step(span: float, *, whole: bool) -> float:
    """Give a round distance between ticks of which at most five fit into a span; a `whole` one for what is counted."""
    power = 10 ** math.floor(math.log10(span / 4))
    steps = [float(power * factor) for factor in (1, 2, 2.5, 5, 10)]
    return next(step for step in steps if span / step <= 5 and (step.is_integer() or not whole))
