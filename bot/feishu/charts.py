"""Charts as Feishu draws them, by VChart (https://www.visactor.io/vchart), and in words where it cannot."""

import math
from collections.abc import Sequence

from bot.feishu.markup import Json, one_line
from chat.messages import Chart, ChartType, Inline, Strong

_POINTS, _SERIES, _NAME = 100, 8, 100


def drawable(chart: Chart, names: Sequence[str], labels: Sequence[str]) -> bool:
    """Say whether a chart can be drawn as it is: nothing in it is mistaken for another."""
    return (
        0 < len(names) <= _SERIES
        and 0 < len(names) * len(labels) <= _POINTS
        and len(set(names)) == len(names)
        and len(set(labels)) == len(labels)
        and all(len(text) <= _NAME for text in (*names, *labels))
        and all(
            len(series.values) == len(labels) and all(math.isfinite(value) for value in series.values)
            for series in chart.series
        )
    )


def drawn(chart: Chart, names: Sequence[str], labels: Sequence[str]) -> Json:
    """Make the element of a chart, its series and labels under these names; it has no title, which has translations."""
    points = [
        {"x": label, "y": value, "series": name}
        for name, series in zip(names, chart.series, strict=True)
        for label, value in zip(labels, series.values, strict=True)
    ]
    several = len(names) > 1
    bars = chart.type is ChartType.BAR
    spec: Json = {
        "type": chart.type.value,
        "data": {"values": points},
        "xField": ["x", "series"] if bars and several else "x",
        "yField": "y",
        "seriesField": "series",
        "legends": {"visible": several},
    }
    if chart.most is not None:
        spec["axes"] = [{"orient": "left", "min": 0, "max": chart.most}, {"orient": "bottom"}]
    return {"tag": "chart", "aspect_ratio": "16:9", "chart_spec": spec}


def in_words(chart: Chart) -> tuple[Inline, ...]:
    """Give a chart's title and its numbers, a label a line."""
    lines: list[Inline] = [Strong(one_line(chart.title))]
    for at, label in enumerate(chart.labels):
        values = [
            f"{one_line(series.name)} {series.values[at]:g}" if len(chart.series) > 1 else f"{series.values[at]:g}"
            for series in chart.series
            if at < len(series.values)
        ]
        lines.append(f"\n{one_line(label)}: {' · '.join(values) or '—'}")
    return tuple(lines)
