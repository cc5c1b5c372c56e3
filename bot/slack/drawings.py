"""What is drawn in a message, as blocks of Slack: charts, and pictures of charts and trees."""

import math
from typing import Any

from bot.slack.markup import cleaned, cut, length, one_line
from chat.messages import Chart, Tree

Json = dict[str, Any]

# Well inside of what the documentation says of charts: sources disagree about the exact boundaries.
_CHART_SERIES, _CHART_POINTS, _CHART_NAME, _CHART_TITLE = 5, 19, 19, 49
_ALT_TEXT = 1900


def tree_picture(tree: Tree, file: str) -> Json:
    """Make the block that shows an uploaded picture of a tree."""
    return _picture(tree.takeaway, file)


def chart_picture(chart: Chart, file: str) -> Json:
    """Make the block that shows an uploaded picture of a chart."""
    return _picture(f"{chart.title}: {chart.takeaway}", file)


def _picture(shown: str, file: str) -> Json:
    return {"type": "image", "slack_file": {"id": file}, "alt_text": cut(one_line(shown), _ALT_TEXT)}


def is_drawable(chart: Chart) -> bool:
    """Say whether Slack can draw a chart as it is: nothing is cut that tells one thing from another."""
    names = [" ".join(cleaned(series.name).split()) for series in chart.series]
    labels = [" ".join(cleaned(label).split()) for label in chart.labels]
    return (
        0 < len(names) <= _CHART_SERIES
        and 0 < len(labels) <= _CHART_POINTS
        and all(0 < length(name) <= _CHART_NAME for name in (*names, *labels))
        and len(set(names)) == len(names)
        and len(set(labels)) == len(labels)
        and bool(one_line(chart.title))
        and all(
            len(series.values) == len(labels) and all(math.isfinite(value) for value in series.values)
            for series in chart.series
        )
    )


def chart_block(chart: Chart) -> Json:
    """Make the block of a chart that Slack draws (https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block)."""
    labels = [" ".join(cleaned(label).split()) for label in chart.labels]
    series = [
        {
            "name": " ".join(cleaned(each.name).split()),
            "data": [{"label": label, "value": value} for label, value in zip(labels, each.values, strict=True)],
        }
        for each in chart.series
    ]
    drawn = {"type": chart.type.value, "series": series, "axis_config": {"categories": labels}}
    return {"type": "data_visualization", "title": cut(one_line(chart.title), _CHART_TITLE), "chart": drawn}
