"""Names of documents by the rule 客户简称_项目阶段_日期_版本号, such as `ABC_需求评审_20261118_v1.docx`."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from dossier.errors import DossierError
from dossier.language import Language

SHORT_NAME_LENGTH = 20
STAGE_LENGTH = 30
MOST_BYTES = 255
"""What a file system takes for one name, in UTF-8; the parts below make 251 at most."""

MOST_VERSION = 999_999
"""The latest version there can be, and the most documents of one label and day."""

MOST_SAID = 9_999
"""The latest version, and the last document of its day, that a file can say it is: others must be able to count on."""

_STAGE_BYTES, _PROJECT_BYTES, _WORD_BYTES, _EXTENSION_LENGTH = 90, 30, 12, 12

# What Windows, macOS or Linux refuse in a file name, and the separator of our own rule.
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f_]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)", re.IGNORECASE)
INVISIBLE = ("Cc", "Cf", "Co", "Cs")
_STEM_DAY = re.compile(r"\d{8}", re.ASCII)
_NUMBERED = re.compile(r"(.+)-([1-9]\d{0,5})", re.ASCII)
_EXTENSION = re.compile(rf"(?=.{{1,{_EXTENSION_LENGTH}}}$)[a-z0-9]+(?:\.[a-z0-9]+)?")


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
    invisible = next((char for char in name if unicodedata.category(char) in INVISIBLE), None)
    if invisible:
        raise DossierError("short-name-invisible", code=f"U+{ord(invisible):04X}")
    if reserved := _RESERVED.match(name):
        raise DossierError("short-name-reserved", name=reserved[1])
    forbidden = _FORBIDDEN.search(name)
    if forbidden or name.endswith("."):
        raise DossierError("short-name-character", character=forbidden.group() if forbidden else ".")
    return name


def stage_label(text: str) -> str:
    """Make any text fit to be a part of a name: no forbidden character, no `_`, at most 30 characters and 90 bytes.

    Nor does it end like the number that tells two documents of one label and day apart: `Sprint-2` is `Sprint 2`.
    """
    label = _fit(text, STAGE_LENGTH, _STAGE_BYTES)
    return _fit(label.replace("-", " "), STAGE_LENGTH, _STAGE_BYTES) if _NUMBERED.fullmatch(label) else label


def is_other_part(label: str) -> bool:
    """Tell whether a label for a stage would be read as the date or the version of a name."""
    return any(form.fullmatch(label) for form in (_READ_DAY, _READ_VERSION))


def short_label(text: str) -> str:
    """Make any text fit to stand where a customer's short name does: at most 20 characters."""
    return _fit(text, SHORT_NAME_LENGTH, 4 * SHORT_NAME_LENGTH)


@lru_cache(maxsize=1024)  # The same few labels stand in nearly all names.
def _fit(text: str, length: int, most_bytes: int) -> str:
    clean = _FORBIDDEN.sub("-", unicodedata.normalize("NFC", text))
    clean = "".join(char for char in clean if unicodedata.category(char) not in INVISIBLE)
    clean = unicodedata.normalize("NFC", clean)
    clean = re.sub(r"\s+", " ", clean).strip(" .-")[:length]
    clean = clean.encode()[:most_bytes].decode(errors="ignore").strip(" .-") or "-"
    # `con.txt_…` is the device CON to Windows, whatever follows the dot.
    return clean.replace(".", "-") if _RESERVED.match(clean) else clean


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of a document's name; `extension` is without its dot, "" for none.

    `ordinal` tells the documents of one label and day apart: from the second on it stands behind the label. Made by
    `named`, every part is fit for a name.
    """

    short: str
    stage: str
    day: date
    version: int
    extension: str = ""
    project: str = ""
    ordinal: int = 1

    @property
    def part(self) -> str:
        """What stands second."""
        return self.stage if self.ordinal == 1 else f"{self.stage}-{self.ordinal}"

    def numbered(self, ordinal: int, version: int) -> "Name":
        """Give the name of another document of its label and day, in one of its versions."""
        return replace(self, ordinal=_counted(ordinal), version=_counted(version))


def _counted(number: int) -> int:
    return min(max(number, 1), MOST_VERSION)


def named(
    short: str, stage: str, day: date, version: int, extension: str = "", project: str = "", ordinal: int = 1
) -> Name:
    """Give a name whose parts are fit, out of a checked short name and whatever else is given."""
    known = extension.lower().lstrip(".")
    return Name(
        short,
        stage_label(stage),
        day,
        _counted(version),
        known if _EXTENSION.fullmatch(known) else "",
        _fit(project, STAGE_LENGTH, _PROJECT_BYTES) if project else "",
        _counted(ordinal),
    )


@lru_cache(maxsize=1024)
def folded(label: str) -> str:
    """Give a label as no file system tells it from another: as it stands in a name, whatever its capitals."""
    return unicodedata.normalize("NFC", stage_label(label).casefold())


def stem_of(key: str, day: date) -> str:
    """Give what stays the same in a document's name in every language and by every pattern: what its label means
    (see dossier.labels) and its day."""
    return f"{key}|{day.year:04}{day.month:02}{day.day:02}"


def key_and_day(stem: str) -> tuple[str, date]:
    """Give what the label of a stem means, and its day (see `stem_of`). Raises ValueError for what is no stem."""
    key, line, day = stem.rpartition("|")
    if not key or not line or not _STEM_DAY.fullmatch(day):
        raise ValueError(stem)
    return key, date(int(day[:4]), int(day[4:6]), int(day[6:]))


@dataclass(frozen=True, slots=True)
class Called:
    """What a version of a record's document is called by (decision 0021), whatever the pattern: its stem, the
    how-manieth of its stem it is, which of its contents, and the label that stands for the stem."""

    stem: str
    ordinal: int
    version: int
    label: str

    @property
    def day(self) -> date:
        """The day it is dated by, in all its versions."""
        return key_and_day(self.stem)[1]


_WORDS = {
    "客户简称": "customer",
    "项目阶段": "stage",
    "项目": "project",
    "日期": "date",
    "版本号": "version",
}
_NEEDED = ("customer", "stage", "date", "version")
_PART = re.compile(r"([^\[\]（）()]+)(?:[\[(（]([^\[\]（）()]*)[\])）])?")
_DAYS = {"YYYYMMDD": "{0:04}{1:02}{2:02}", "YYYY-MM-DD": "{0:04}-{1:02}-{2:02}"}
_VERSIONS = {"v1": "v{}", "V1": "V{}", "v01": "v{:02}", "V01": "V{:02}"}
_DEFAULTS = {"date": "YYYYMMDD", "version": "v1"}
_READ_DAY = re.compile(r"(\d{4})(-?)(\d{2})\2(\d{2})", re.ASCII)
_READ_VERSION = re.compile(r"[vV](\d{1,6})", re.ASCII)

DEFAULT_PATTERN = "客户简称_项目阶段_日期_版本号"


@dataclass(frozen=True, slots=True)
class Pattern:
    """How an organisation names documents: its parts in order, each a (word, form), or ("", text) for a text of
    its own."""

    parts: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        """Give the pattern as it is kept."""
        return self.text(Language.ZH)

    def text(self, language: Language) -> str:
        """Give the pattern as it is typed in a language."""
        words = {english: chinese if language is Language.ZH else english for chinese, english in _WORDS.items()}
        return "_".join(
            form if not word else words[word] + (f"[{form}]" if form != _DEFAULTS.get(word, "") else "")
            for word, form in self.parts
        )

    def build(self, name: Name) -> str:
        """Give the file name."""
        said = {"customer": name.short, "stage": name.part, "project": name.project or "-"}
        parts = []
        for word, form in self.parts:
            if word == "date":
                parts.append(_DAYS[form].format(name.day.year, name.day.month, name.day.day))
            elif word == "version":
                parts.append(_VERSIONS[form].format(name.version))
            else:
                parts.append(said[word] if word else form)
        return "_".join(parts) + (f".{name.extension}" if name.extension else "")

    def parse(self, text: str) -> Name:
        """Read a file name; building it again gives the same text.

        Raises DossierError, saying what is wrong, for a name that does not follow the pattern to the letter.
        """
        stem, dot, extension = _last_dot(text)
        given = stem.split("_")
        if len(given) != len(self.parts):
            raise DossierError("name-parts", **_texts(self), count=len(self.parts))
        read: dict[str, str] = {word: part for (word, _), part in zip(self.parts, given, strict=True) if word}
        day, version = _READ_DAY.fullmatch(read["date"]), _READ_VERSION.fullmatch(read["version"])
        if version is None or int(version[1]) < 1:
            raise DossierError("name-version", text=read["version"][:30])
        try:
            if day is None:
                raise ValueError(read["date"])
            on = date(int(day[1]), int(day[3]), int(day[4]))
        except ValueError:
            raise DossierError("name-date", text=read["date"][:30]) from None
        numbered = _NUMBERED.fullmatch(read["stage"])
        stage, ordinal = (numbered[1], int(numbered[2])) if numbered else (read["stage"], 1)
        short, project = check_short_name(read["customer"]), read.get("project", "")
        name = named(short, stage, on, int(version[1]), extension, project, ordinal)
        if self.build(name) != text or (dot and not extension):
            raise DossierError("name-letter", right=self.build(name))
        return name


def _texts(shown: Pattern) -> dict[str, str]:
    """Give a pattern for a sentence in either language."""
    return {"zh": shown.text(Language.ZH), "en": shown.text(Language.EN)}


def _last_dot(text: str) -> tuple[str, str, str]:
    """Split before the extension: at the first dot behind the last `_`, since versions, which stand last, have none."""
    head, line, tail = text.rpartition("_")
    stem, dot, extension = tail.partition(".")
    return f"{head}{line}{stem}", dot, extension


@cache
def pattern(text: str) -> Pattern:
    """Read a pattern such as `客户简称_项目阶段_日期[YYYY-MM-DD]_版本号[V01]`, in Chinese or English words.

    Parts stand between `_`; the customer, the stage, the date and the version are each there once, the project or one
    word of one's own may be, and the version is the last. Raises DossierError for anything else, also where nothing
    stands between two `_`.
    """
    parts: list[tuple[str, str]] = []
    for given in text.strip().split("_"):
        if not given.strip():
            raise DossierError("pattern-empty" if text.strip(" _") else "required", **_texts(DEFAULT))
        read = _PART.fullmatch(given.strip())
        if read is None:
            raise DossierError("pattern-part", text=given[:30])
        said, form = read[1].strip(), read[2]
        word = _WORDS.get(said, said.casefold() if said.casefold() in _WORDS.values() else "")
        if word:
            parts.append((word, _form(word, form)))
        elif form is not None or said != _fit(said, STAGE_LENGTH, _WORD_BYTES):
            raise DossierError("pattern-part", text=given[:30])
        else:
            parts.append(("", said))
    words = [word for word, _ in parts]
    wrong = [word for word in _NEEDED if words.count(word) != 1]
    if wrong or words.count("project") > 1 or words.count("") > 1:
        raise DossierError("pattern-needs", **_texts(DEFAULT))
    if words[-1] != "version":
        raise DossierError("pattern-last")
    return Pattern(tuple(parts))


def _form(word: str, form: str | None) -> str:
    forms = {"date": _DAYS, "version": _VERSIONS}.get(word, {})
    chosen = (form or "").strip() or _DEFAULTS.get(word, "")
    if chosen and chosen not in forms:
        raise DossierError("pattern-form", text=chosen[:30], forms=" / ".join(forms) or "-")
    return chosen


DEFAULT = pattern(DEFAULT_PATTERN)
