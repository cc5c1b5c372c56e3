"""Pictures of what is drawn as SVG: letters that fit where they stand, and PNG of the whole.

The letters, also the Chinese ones, are of the font that is installed with the product, whatever the system has.
"""

import unicodedata
from functools import cache
from html import escape
from importlib import resources

FAMILY = "Noto Sans CJK SC"
_SCALE = 2.0
_KEPT = frozenset("\u200d\ufe0f")


def png(svg: str) -> bytes:
    """Give a drawing as a PNG on white, twice as large as it says."""
    import resvg_py

    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=_SCALE,
        background="#ffffff",
        font_family=FAMILY,
        languages=["zh", "en"],
        skip_system_fonts=True,
        font_files=[_font()],
    )


def letters(x: float, y: float, shown: str, most: int, style: str = "") -> str:
    """Draw words on one line, as far as they fit into the width of `most` Latin letters."""
    return f'<text x="{x:.1f}" y="{y:.1f}"{style}>{escape(fitted(shown, most))}</text>'


def fitted(shown: str, most: int) -> str:
    """Give words on one line, cut with … where they are wider than `most` Latin letters; a Chinese one is two wide."""
    words = " ".join("".join(" " if char.isspace() else char for char in shown if _drawn(char)).split())
    if sum(map(_width, words)) <= most:
        return words
    kept, room = "", most - 1
    for char in words:
        room -= _width(char)
        if room < 0:
            break
        kept += char
    return f"{kept.rstrip()}…"


def _drawn(char: str) -> bool:
    return char.isspace() or char in _KEPT or not unicodedata.category(char).startswith("C")


def _width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


@cache
def _font() -> str:
    """Give the path of the font."""
    files = resources.files("noto_cjk_sans_otc").iterdir()
    return next(str(file) for file in files if file.name.endswith((".ttc", ".otf")))
