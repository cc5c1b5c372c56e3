"""Documents that are called otherwise than by the rule: what their names say, and what they should be called."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from dossier.errors import DossierError
from dossier.naming import DEFAULT, INVISIBLE, MOST_BYTES, Name, Pattern, named, stage_label

_SAID_DAY = re.compile(r"(?<!\d)(\d{4})[-._年 ]?(\d{1,2})[-._月 ]?(\d{1,2})(?!\d)", re.ASCII)
_SAID_VERSION = re.compile(
    r"(?<![a-z0-9])v(?:er(?:sion)?)?[ ._-]?(\d{1,6})(?!\d)|第?(\d{1,6})版|版本(\d{1,6})", re.IGNORECASE
)
_SAID_EXTENSION = re.compile(r"\.((?:tar\.)?[a-z0-9]{1,8})$", re.IGNORECASE | re.ASCII)


def repair(text: str, right: Name, stages: Collection[str], naming: Pattern = DEFAULT) -> Name:
    """Give the name a file should have: what its own name tells of stage, day and version, and the rest from `right`.

    `stages` are the labels that may be its second part. Any text gives a name that can be built and parsed; a name that
    is right is given as it is.
    """
    try:
        told = naming.parse(text)
        if told.stage in {stage_label(each) for each in stages} and told.short == right.short:
            return replace(told, project=right.project)
    except DossierError:
        pass
    shown = unicodedata.normalize("NFC", "".join(each for each in text if unicodedata.category(each) not in INVISIBLE))
    shown = shown.rstrip(" .")
    ending = _SAID_EXTENSION.search(shown)
    extension = ending[1] if ending else right.extension
    # A customer's own name may hold digits that are no date and no version.
    stem = (shown[: ending.start()] if ending else shown).replace(right.short, " ", 1)
    # Of two that are as long the same one is taken every time, whatever the order of a set is today.
    said = sorted((each for each in stages if _says(stem, stage_label(each))), key=lambda each: (-len(each), each))
    version = _SAID_VERSION.search(stem.replace("_", " "))
    number = next((int(each) for each in version.groups() if each), right.version) if version else right.version
    return named(
        right.short, said[0] if said else right.stage, _said_day(stem) or right.day, number, extension, right.project
    )


def _says(text: str, label: str) -> bool:
    """Tell whether a label stands in a text, in whatever capitals; one in Latin letters as words of their own."""
    wanted = re.escape(label)
    if label.isascii():
        wanted = rf"(?<![a-z]){wanted}(?![a-z])"
    return re.search(wanted, text, re.IGNORECASE) is not None


def wording(text: str) -> str:
    """Give what a file's name says besides its version and its type: versions of one file have it in common."""
    shown = unicodedata.normalize("NFC", text).rstrip(" .")
    ending = _SAID_EXTENSION.search(shown)
    words = (shown[: ending.start()] if ending else shown).replace("_", " ")
    return " ".join(_SAID_VERSION.sub(" ", words).split()).casefold()[:MOST_BYTES]


def _said_day(text: str) -> date | None:
    for found in _SAID_DAY.finditer(text):
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError:
            continue
    return None
