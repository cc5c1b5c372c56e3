"""Names of documents by the rule 客户简称_项目阶段_日期_版本号, such as `ABC_需求评审_20261118_v1`."""

import re
import unicodedata
from datetime import date

from dossier.errors import DossierError

SHORT_NAME_LENGTH = 20
STAGE_LENGTH = 30

# What Windows, macOS or Linux refuse in a file name, and the separator of our own rule.
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f_]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)", re.IGNORECASE)
_INVISIBLE = ("Cc", "Cf", "Co", "Cs")


def check_short_name(text: str) -> str:
    """Give a customer's short name, trimmed and normalised (NFC).

    Raises DossierError when it is empty, too long, reserved by Windows (with any extension: `nul.txt`), or has a
    character that would break a file name.
    """
    name = unicodedata.normalize("NFC", text).strip()
    if not name:
        raise DossierError("required")
    if len(name) > SHORT_NAME_LENGTH:
        raise DossierError("too-long", max=SHORT_NAME_LENGTH, length=len(name))
    invisible = next((char for char in name if unicodedata.category(char) in _INVISIBLE), None)
    if invisible:
        raise DossierError("short-name-invisible", code=f"U+{ord(invisible):04X}")
    if reserved := _RESERVED.match(name):
        raise DossierError("short-name-reserved", name=reserved[1])
    forbidden = _FORBIDDEN.search(name)
    if forbidden or name.endswith("."):
        raise DossierError("short-name-character", character=forbidden.group() if forbidden else ".")
    return name


def stage_label(text: str) -> str:
    """Make any text fit to be the second part of a name: no forbidden character, no `_`, at most 30 characters."""
    clean = _FORBIDDEN.sub("-", unicodedata.normalize("NFC", text))
    clean = "".join(char for char in clean if unicodedata.category(char) not in _INVISIBLE)
    return re.sub(r"\s+", " ", clean).strip(" .-")[:STAGE_LENGTH].strip(" .-") or "-"


def document_name(short_name: str, stage: str, day: date, version: int) -> str:
    """Build a document's name without extension from a checked short name, a stage, a local day and a version ≥ 1."""
    return f"{short_name}_{stage_label(stage)}_{day:%Y%m%d}_v{version}"
