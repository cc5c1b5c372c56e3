"""Documents as PDF, set by Typst with the fonts for Chinese and for emoji that are installed with the product."""

import json
from functools import cache
from importlib import resources
from typing import Any

from bot.drawn_tree import draw
from bot.exports.paper import wide
from chat.documents import Document

# What the first has no sign for is taken from the second: emoji, and letters of other scripts.
_FONTS = ("noto_cjk_sans_otc", "manimgx_fonts")


def pdf(document: Document) -> bytes:
    """Give a document as PDF. What people wrote is handed over as data: none of it is read as Typst's markup."""
    import typst

    made: bytes = typst.compile(  # type: ignore[misc]  # Its stubs name no type for paths beside one for the source.
        _source(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(_values(document), ensure_ascii=False)},
    )
    return made


def _values(document: Document) -> dict[str, Any]:
    values = document.values()
    if document.orgchart is not None:
        drawn = draw(document.orgchart.boxes)
        values["orgchart"] |= {"svg": drawn.svg, "wide": wide(drawn)}
    return values


@cache
def _source() -> bytes:
    return (resources.files("bot.exports") / "templates" / "document.typ").read_bytes()


@cache
def _fonts() -> list[str]:
    return [str(resources.files(each)) for each in _FONTS]
