"""A tree of boxes as a drawing: all of it on the page, nothing on top of another, and no larger than it may be."""

import struct
from itertools import combinations, count
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from bot.drawn_tree import MOST_BOXES, Drawn, draw
from bot.pictures import fitted, png
from chat.messages import Box

SVG = "{http://www.w3.org/2000/svg}"
NAMES = count()
BOXES = st.recursive(
    st.builds(lambda: Box("", f"人{next(NAMES)}", "职位")),
    lambda below: st.builds(lambda each: Box("", f"人{next(NAMES)}", "", tuple(each)), st.lists(below, max_size=7)),
    max_leaves=90,
)


def frames(drawn: Drawn) -> list[tuple[float, ...]]:
    found = ElementTree.fromstring(drawn.svg).iter(f"{SVG}rect")
    return [tuple(float(each.get(name, 0)) for name in ("x", "y", "width", "height")) for each in found]


def size(boxes: tuple[Box, ...]) -> int:
    return sum(1 + size(each.below) for each in boxes)


@given(st.lists(BOXES, max_size=9))
def test_no_box_lies_on_another_and_all_are_within_the_picture(boxes: list[Box]) -> None:
    drawn = draw(boxes)
    found = frames(drawn)
    assert len(found) == min(size(tuple(boxes)), MOST_BOXES)
    for x, y, width, height in found:
        assert 0 <= x < x + width <= drawn.width
        assert 0 <= y < y + height <= drawn.height
    for (x, y, width, height), (left, top, wide, high) in combinations(found, 2):
        assert x + width <= left or left + wide <= x or y + height <= top or top + high <= y


def test_of_more_than_there_is_room_for_those_on_top_are_drawn_and_the_others_counted() -> None:
    boxes = [Box("", f"上{at}", "", (Box("", f"下{at}", ""),)) for at in range(40)]
    texts = [each.text for each in ElementTree.fromstring(draw(boxes).svg).iter(f"{SVG}text")]
    assert [text for text in texts if text and text.startswith("上")] == [f"上{at}" for at in range(40)]
    assert texts[-1] == "+20 …"


def test_what_was_typed_is_no_markup_and_is_cut_where_its_box_ends() -> None:
    odd = "</text><script>\x00\ud800" + "长" * 90
    root = ElementTree.fromstring(draw([Box("", odd, odd)]).svg)
    assert not list(root.iter(f"{SVG}script"))
    assert all(len(each.text or "") < 29 for each in root.iter(f"{SVG}text"))
    assert (fitted("中文名字", 5), fitted("Ann", 3), fitted("Anna B", 5)) == ("中文…", "Ann", "Anna…")


def test_the_picture_is_twice_as_large_as_the_drawing() -> None:
    drawn = draw([Box("", "王总", "CTO", (Box("", "小张", "运维"),), strong=True)])
    assert struct.unpack(">II", png(drawn.svg)[16:24]) == (2 * drawn.width, 2 * drawn.height)
