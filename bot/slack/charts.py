"""Charts and trees as pictures, for where Slack does not draw them: SVG made from their layout, and PNG of that."""

from bot import pictures
from bot.charts import HEIGHT, WIDTH, plot
from bot.drawn_tree import draw
from bot.pictures import FAMILY, letters
from bot.slack import files
from bot.slack.api import Api
from bot.slack.markup import one_line
from chat.messages import Chart, Tree

_HEADER, _FOOTER = 40, 28
_COLOURS = ("#1264a3", "#e01e5a", "#2eb67d", "#b8860b", "#6b4fbb")
_INK, _QUIET, _RULE = "#1d1c1d", "#616061", "#e3e3e3"


def png(drawn: Chart | Tree) -> bytes:
    """Give a chart as a PNG of 1120 × 616 pixels, a tree as one of the size it takes; dark on white."""
    return pictures.png(draw(drawn.boxes).svg if isinstance(drawn, Tree) else svg(drawn))


def upload(api: Api, workspace: str, drawn: Chart | Tree) -> str:
    """Put the picture of a chart or a tree where the bot's blocks can show it; give its file id (see files.upload)."""
    return files.upload(api, workspace, "chart.png", png(drawn), one_line(drawn.takeaway))


def svg(chart: Chart) -> str:
    """Draw a chart as SVG: its title, what it shows, and the names of its series when there are several."""
    drawn = plot(chart)
    names = [series.name for series in chart.series]
    size = f'width="{WIDTH}" height="{HEIGHT + _HEADER + _FOOTER}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FAMILY}" font-size="12" fill="{_INK}">',
        letters(12, 24, chart.title, 44, ' font-size="16" font-weight="bold"'),
        f'<g transform="translate(0 {_HEADER})">',
    ]
    for at, label in drawn.ticks:
        parts.append(f'<path d="M44 {at}H548" stroke="{_RULE}" fill="none"/>')
        parts.append(letters(38, at + 4, label, 10, f' text-anchor="end" fill="{_QUIET}"'))
    room = max(3, 80 // max(len(drawn.labels), 1))
    parts += [letters(at, 226, label, room, ' text-anchor="middle"') for at, label in drawn.labels]
    parts += [
        f'<rect x="{bar.x}" y="{bar.y}" width="{bar.width}" height="{bar.height}" rx="2" fill="{_colour(bar.series)}"/>'
        for bar in drawn.bars
    ]
    parts += [
        f'<polyline points="{points}" fill="none" stroke="{_colour(series)}" stroke-width="2.5"/>'
        for series, points in drawn.lines
    ]
    parts += [f'<circle cx="{dot.x}" cy="{dot.y}" r="3.5" fill="{_colour(dot.series)}"/>' for dot in drawn.dots]
    parts.append(f'<path d="M44 {drawn.zero}H548" stroke="{_QUIET}" fill="none"/></g>')
    if len(names) > 1:
        parts += _legend(names)
    return "".join([*parts, "</svg>"])


def _legend(names: list[str]) -> list[str]:
    parts = []
    step = (WIDTH - 44) / len(names)
    for number, name in enumerate(names):
        x, y = 44 + step * number, HEIGHT + _HEADER + 10
        parts.append(f'<rect x="{x:.1f}" y="{y - 9}" width="10" height="10" rx="2" fill="{_colour(number)}"/>')
        parts.append(letters(x + 16, y, name, max(4, int(step / 8)), f' fill="{_QUIET}"'))
    return parts


def _colour(series: int) -> str:
    return _COLOURS[series % len(_COLOURS)]
