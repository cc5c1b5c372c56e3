"""Trees of boxes drawn as SVG: each from top to bottom or, where it would be too wide, indented like a list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.pictures import FAMILY, letters
from chat.messages import Box

MOST_BOXES = 60
"""How many boxes are drawn: of more, the picture says how many it leaves out, for the words have them all."""
_WIDTH, _HEIGHT, _ACROSS, _DOWN, _BETWEEN, _EDGE = 188, 52, 20, 36, 12, 16
_IN = 28
_MOST_ACROSS = 5 * (_WIDTH + _ACROSS)
_INK, _QUIET, _LINE, _PALE, _STRONG = "#1f2937", "#6b7280", "#9ca3af", "#f3f6fa", "#1f3a5f"
_HEAVY = ' font-size="14" font-weight="bold"'


@dataclass(frozen=True, slots=True)
class _Placed:
    """A box and where its corner is; `way` is the line that leads to it, "" for none."""

    box: Box
    x: float
    y: float
    way: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing, and how large it is in pixels."""

    svg: str
    width: float
    height: float


def draw(boxes: Sequence[Box]) -> Drawn:
    """Draw boxes and those below them."""
    drawn, left = _first(boxes, MOST_BOXES)
    placed = list(_in_rows(drawn))
    width = max((each.x for each in placed), default=0) + _WIDTH + _EDGE
    height = max((each.y for each in placed), default=0) + _HEIGHT + _EDGE
    more = letters(_EDGE, height + 10, f"+{left} …", 20, f' fill="{_QUIET}"') if left else ""
    height += 24 if left else 0
    ways = "".join(f'<path d="{each.way}" stroke="{_LINE}" fill="none"/>' for each in placed if each.way)
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    look = f'font-family="{FAMILY}" font-size="12" fill="{_INK}"'
    drawn_boxes = "".join(map(_box, placed))
    made = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {look}>{ways}{drawn_boxes}{more}</svg>'
    return Drawn(made, width, height)


def _box(placed: _Placed) -> str:
    box, x, y = placed.box, placed.x, placed.y
    stroke, wide = (_STRONG, 2) if box.strong else (_LINE, 1)
    frame = f'x="{x:g}" y="{y:g}" width="{_WIDTH}" height="{_HEIGHT}" rx="6"'
    middle, room = x + _WIDTH / 2, ' text-anchor="middle"'
    name_at = y + (22 if box.about else 31)
    name = letters(middle, name_at, box.name, 23, f'{room}{_HEAVY} fill="{_STRONG if box.strong else _INK}"')
    about = letters(middle, y + 41, box.about, 28, f'{room} fill="{_QUIET}"') if box.about else ""
    fill = _PALE if box.strong else "#ffffff"
    return f'<rect {frame} fill="{fill}" stroke="{stroke}" stroke-width="{wide}"/>{name}{about}'


def _first(boxes: Sequence[Box], most: int) -> tuple[list[Box], int]:
    """Give as many boxes as are drawn, those on top first, and how many are left out."""
    levels, row = list[list[Box]](), list(boxes)
    while row:
        levels.append(row)
        row = [below for each in row for below in each.below]
    flat = [id(each) for level in levels for each in level]
    kept = {*flat[:most]}

    def cut(some: Sequence[Box]) -> list[Box]:
        held = (each for each in some if id(each) in kept)
        return [Box(each.icon, each.name, each.about, tuple(cut(each.below)), strong=each.strong) for each in held]

    return cut(boxes), max(0, len(flat) - most)


def _hangs(box: Box) -> bool:
    """Tell whether those below a box stand under each other: several who have nobody below them."""
    return len(box.below) > 1 and not any(each.below for each in box.below)


def _span(box: Box) -> float:
    if _hangs(box):
        return _WIDTH + _IN
    return max(_WIDTH, _across(box.below))


def _across(boxes: Sequence[Box]) -> float:
    spans = [_span(each) for each in boxes]
    return sum(spans) + _ACROSS * max(0, len(spans) - 1)


def _in_rows(boxes: Sequence[Box]) -> Iterator[_Placed]:
    """Place trees side by side, as many in a row as there is room for."""
    x = y = bottom = float(_EDGE)
    for box in boxes:
        if x > _EDGE and x + _span(box) > _MOST_ACROSS:
            x, y = _EDGE, bottom + _DOWN
        tree = list(_under(box, x, y, "") if _span(box) <= _MOST_ACROSS else _indented((box,), x, y))
        yield from tree
        bottom = max(bottom, *(each.y + _HEIGHT for each in tree))
        x = max(each.x for each in tree) + _WIDTH + _ACROSS


def _under(box: Box, left: float, y: float, way: str) -> Iterator[_Placed]:
    """Place a box over the middle of those below it; `way` leads as far as the line above it."""
    hangs = _hangs(box)
    x = left if hangs else left + (_span(box) - _WIDTH) / 2
    middle = x + _WIDTH / 2
    yield _Placed(box, x, y, f"{way}H{middle:g}V{y:g}" if way else "")
    if hangs:
        yield from _hanging(box.below, x, y)
        return
    at = left + (_span(box) - _across(box.below)) / 2
    for each in box.below:
        yield from _under(each, at, y + _HEIGHT + _DOWN, f"M{middle:g} {y + _HEIGHT:g}V{y + _HEIGHT + _DOWN / 2:g}")
        at += _span(each) + _ACROSS


def _hanging(boxes: Sequence[Box], x: float, y: float) -> Iterator[_Placed]:
    stem, top = x + _IN / 2, y + _HEIGHT
    for number, each in enumerate(boxes):
        here = top + _BETWEEN + number * (_HEIGHT + _BETWEEN)
        yield _Placed(each, x + _IN, here, f"M{stem:g} {top:g}V{here + _HEIGHT / 2:g}H{x + _IN:g}")


def _indented(boxes: Sequence[Box], x: float, y: float, top: float | None = None) -> Iterator[_Placed]:
    """Place each box below the one before it, those below it further in."""
    for box in boxes:
        stem = x - _IN / 2
        yield _Placed(box, x, y, "" if top is None else f"M{stem:g} {top:g}V{y + _HEIGHT / 2:g}H{x:g}")
        bottom = y + _HEIGHT
        y = bottom + _BETWEEN
        for placed in _indented(box.below, x + _IN, y, bottom):
            yield placed
            y = placed.y + _HEIGHT + _BETWEEN
