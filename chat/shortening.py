"""Titles where there is little room for them: cut between words, with the wide characters of Chinese counted double."""

import unicodedata

ROOM = 40
"""So many columns a title has in a line with others, or on a button."""


def shortened(text: str, room: int = ROOM) -> str:
    """Give a text that is no wider than some columns; what is cut off, between words where there are any, is `…`."""
    if _width(text) <= room:
        return text
    kept = ""
    for character in text:
        if _width(kept + character) > room - 1:
            break
        kept += character
    words, _, _ = kept.rpartition(" ")
    # Where a word goes on to the very end of it, or none begins near it, it is cut in it.
    whole = text[len(kept)].isspace() or not kept[-1].isascii() or _width(words) < room // 2
    return f"{(kept if whole else words).rstrip(' ,.;:-–—，、。；：')}…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
