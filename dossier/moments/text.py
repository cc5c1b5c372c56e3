"""The text a date is looked for in: folded to one form of writing, with the way back to the places it came from."""

import re
import unicodedata
from functools import cache
from typing import Final, NamedTuple

LIMIT: Final = 500
"""Characters looked at; a date further in is not found."""

DIGITS: Final = "零〇一二两三四五六七八九"
NUMBER: Final = (
    rf"(?:(?<![0-9.])[0-9]{{1,4}}+|(?:(?<![{DIGITS}十百])|(?<=[周期拜][一二三四五六日天]))[{DIGITS}十百]{{1,6}}+)"
)
ENGLISH_NUMBERS: Final = {
    "half a": 0.5, "half an": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "a couple of": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15,
    "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "ninety": 90,
}  # fmt: skip

# Characters of traditional writing that occur in times; one to one, so that places stay.
_SIMPLIFIED: Final = str.maketrans(
    "點週後個兩號時鐘內這過從禮節國慶當間勞動聖誕除舊曆農陽點—–―→",
    "点周后个两号时钟内这过从礼节国庆当间劳动圣诞除旧历农阳点----",
)


class ImpossibleDate(ValueError):
    """What stands here has the form of a date or time that does not exist (30 February, 25:00)."""

    def __init__(self, stop: int) -> None:
        super().__init__(stop)
        self.stop = stop


class Folded(NamedTuple):
    """Text in one form of writing; `origin[i]` is the place of its character i in the original."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """The characters of the original which [start, stop) of the folded text came from."""
        return self.origin[start], self.origin[stop - 1] + 1


def fold(text: str) -> Folded:
    """The first `LIMIT` characters of `text` in NFKC, blanks for control characters, times in simplified Chinese.

    Characters are folded one by one: a date written in one character (㋀) unfolds, and every place is known.
    """
    pieces: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text[:LIMIT]):
        piece = (
            " " if unicodedata.category(character) in ("Cc", "Cf", "Cs") else unicodedata.normalize("NFKC", character)
        )
        piece = re.sub(r"\s", " ", piece.translate(_SIMPLIFIED))
        pieces.append(piece)
        origin.extend([place] * len(piece))
    return Folded("".join(pieces), tuple(origin))


@cache
def pattern(source: str) -> re.Pattern[str]:
    """The compiled pattern; compiled at its first use to keep the import light."""
    return re.compile(source, re.IGNORECASE)


def number(word: str) -> int | None:
    """The whole number written in digits or in Chinese up to 999, None when it is not one (一两: "one or two")."""
    if word.isdecimal():
        return int(word)
    if not re.search("[十百]", word):
        bare = word.lstrip("零〇") or "零"
        return _digit(bare) if len(bare) == 1 else None
    hundreds, _, rest = word.rpartition("百")
    tens, ten, units = rest.lstrip("零〇").rpartition("十")
    if len(hundreds) > 1 or len(tens) > 1 or len(units) > 1:
        return None
    value = _digit(hundreds) * 100 if hundreds else 0
    if ten:
        value += (_digit(tens) if tens else 1) * 10
    return value + (_digit(units) if units else 0)


def year_number(word: str) -> int:
    """The year of four digits, or two (26: 2026), written in digits or one by one in Chinese."""
    value = int("".join(str(_digit(character)) if character in DIGITS else character for character in word))
    return value + 2000 if value < 100 else value


def _digit(character: str) -> int:
    if character in "零〇":
        return 0
    return 2 if character == "两" else "一二三四五六七八九".find(character) + 1
