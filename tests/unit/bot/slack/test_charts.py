"""Charts as pictures: as large as they should be, with Chinese letters in them, and nothing typed is markup."""

import re
import struct
import tomllib
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.slack import charts
from chat.messages import Chart, ChartType, Series

LINE = Chart(
    ChartType.LINE,
    "健康分",
    "升了。",
    ("一", "二", "三"),
    (Series("ABC", (1.0, 2.0, 3.0)), Series("XYZ", (3.0, 2.0, 1.0))),
)


@pytest.mark.parametrize("kind", ChartType)
def test_a_chart_is_drawn_with_its_title_its_labels_and_its_series(kind: ChartType) -> None:
    drawn = charts.svg(Chart(kind, LINE.title, LINE.takeaway, LINE.labels, LINE.series))
    root = ElementTree.fromstring(drawn)
    texts = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"健康分", "一", "二", "三", "ABC", "XYZ"} <= set(texts)
    marks = "rect" if kind is ChartType.BAR else "circle"
    assert len(list(root.iter("{http://www.w3.org/2000/svg}" + marks))) >= 6


def test_what_was_typed_is_no_markup() -> None:
    chart = Chart(ChartType.BAR, "</text><script>", "x", ("<b>&\x00\ud800",), (Series("\"'", (1.0,)),))
    root = ElementTree.fromstring(charts.svg(chart))
    assert not list(root.iter("{http://www.w3.org/2000/svg}script"))


@pytest.mark.parametrize("values", [(), (float("nan"),), (float("inf"), -5.0), (0.0,), (1e300, -1e300)])
def test_odd_numbers_are_drawn_as_far_as_they_can_be(values: tuple[float, ...]) -> None:
    ElementTree.fromstring(charts.svg(Chart(ChartType.LINE, "t", "x", ("a", "b"), (Series("s", values),))))


def test_a_picture_is_a_png_with_something_on_white() -> None:
    picture = charts.png(LINE)
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    assert (width, height) == (1120, 616)
    rows = zlib.decompress(b"".join(_chunks(picture)))
    assert len(set(rows)) > 20


def test_chinese_letters_differ_from_each_other_in_the_picture() -> None:
    one, other = (charts.png(Chart(ChartType.BAR, title, "x", (), ())) for title in ("健", "康"))
    assert one != other


def test_what_draws_a_picture_and_its_letters_are_installed_with_the_product() -> None:
    project = tomllib.loads((Path(__file__).parents[4] / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.split(r"[^\w-]", each)[0] for each in project["dependencies"]}
    assert {"resvg-py", "noto-cjk-sans-otc"} <= needed


def _chunks(picture: bytes) -> list[bytes]:
    """Give the image data of a PNG."""
    found, at = [], 8
    while at < len(picture):
        (size,) = struct.unpack(">I", picture[at : at + 4])
        if picture[at + 4 : at + 8] == b"IDAT":
            found.append(picture[at + 8 : at + 8 + size])
        at += size + 12
    return found
