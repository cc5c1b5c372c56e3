"""How what a person typed becomes a value: validators of the field vocabulary, refusing with a text key."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationInfo
from pydantic_core import PydanticCustomError

from dossier import attachable, moments
from dossier.errors import DossierError, Problem

if TYPE_CHECKING:
    from dossier.fields import FieldSpec, PersonRef

LINE_LENGTH = 200
TEXT_LENGTH = 10_000
MOST_PEOPLE = 200
MOST_ROWS = 100
MOST_FILES = 20
MOST_REFERENCES = 20
MOST_BLANKS = 40
NUMBERS = ", "
"""What stands between the numbers of records that a field names."""
APART = " · "
"""What stands between the parts of a row where they are shown."""

# C0 and C1 controls but tab and newline, and the bidirectional overrides and isolates with which a text can be made to
# read otherwise than it is stored (https://www.unicode.org/reports/tr36/, 3.1); and what has no width, which comes
# along when a text is copied out of a chat: no search finds the words around it.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_BLANKS = re.compile(rf"(\s{{{MOST_BLANKS}}})\s+")
_NUMBER = re.compile(r"(-?\d{1,15})\s*(?:[人名位个分]|people|persons?|employees|staff|points)?", re.IGNORECASE)
_SEPARATORS = re.compile(r"[,，、;；\n]+|\s+(?=[@＠])")
# Numbers follow each other with commas, spaces or their own mark between them; `# 12` is one.
_NUMBERS_APART = re.compile(r"[\s,、;]*(?=#)|[,、;]\s*|(?<=\d)\s+")
_MENTION = re.compile(r"[@＠]([^\s@＠,，、;；|｜:：。()（）]{1,60})")
_APART = re.compile(r"\s+·\s+")
_SEVERAL = re.compile(r"[,，、;；@＠]")
_EMAIL = re.compile(r"^[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+$")
_PHONE = re.compile(r"^(?=(?:\D*\d){5})\+?[\d\s()（）-]{5,24}(\s*(转|x|ext\.?)\s*\d{1,6})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of a person mean here and now.

    `now` is aware, `zone` is theirs, `find_person` knows their colleagues. `held` are the texts a record holds already,
    and the ids of its files: a day among them is not judged anew, for east of here it may have been today.
    """

    now: datetime
    zone: ZoneInfo
    find_person: Callable[[str], "PersonRef | None"]
    held: frozenset[str] = frozenset()

    def over(self, content: Mapping[str, object]) -> "Reading":
        """Give how changes of what a record holds are to be read."""
        texts = (value for value in content.values() if isinstance(value, str))
        lists = (value for value in content.values() if isinstance(value, list))
        files = (str(each["id"]) for value in lists for each in value if isinstance(each, dict) and "id" in each)
        return replace(self, held=frozenset((*texts, *files)))


Info = ValidationInfo[Reading]


def refusal(key: str, **data: str | int) -> PydanticCustomError:
    """Make the error of a refused value: the key of a `problem-…` text and its data."""
    return PydanticCustomError(key, key, data)


def short(value: object) -> str:
    """Give a refused value as it is quoted back: one line, at most 40 characters."""
    text = " ".join(str(value).split())
    return text if len(text) <= 40 else f"{text[:39]}…"


def clean(value: object) -> str:
    """Give a text as it is kept: NFC, without control and bidirectional characters, newlines unified, trimmed, and with
    no more than forty blanks on end, of which thousands would keep every search for what stands between words busy."""
    if not isinstance(value, str):
        raise refusal("not-text")
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    text = _UNWANTED.sub("", text)
    return (_BLANKS.sub(r"\1", text) if len(text) > MOST_BLANKS else text).strip()


def _within(text: str, most: int) -> str:
    if not text:
        raise refusal("required")
    if len(text) > most:
        raise refusal("too-long", max=most, length=len(text))
    return text


def line(value: object) -> str:
    """Read a short text: one line of 1 to 200 characters."""
    return _within(" ".join(clean(value).split()), LINE_LENGTH)


def paragraphs(value: object) -> str:
    """Read a long text: 1 to 10,000 characters."""
    return _within(clean(value), TEXT_LENGTH)


def phone(value: object) -> str:
    """Read a telephone number as people write it, with an optional extension."""
    text = line(value)
    if not _PHONE.match(text):
        raise refusal("not-a-phone", text=short(text))
    return text


def email(value: object) -> str:
    """Read an e-mail address; the domain in lower case."""
    text = line(value)
    if not _EMAIL.match(text):
        raise refusal("not-an-email", text=short(text))
    name, _, domain = text.rpartition("@")
    return f"{name}@{domain.lower()}"


def _day(value: object, info: Info, prefer: Literal["future", "past"]) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    context: Reading = info.context
    try:
        return moments.parse_day(str(value), context.now, context.zone, prefer=prefer)
    except moments.UnreadableDate:
        key = "unreadable-day" if prefer == "future" else "unreadable-past-day"
        raise refusal(key, text=short(value)) from None


def day(value: object, info: Info) -> date:
    """Read a day in words; where the year is open, the next one."""
    return _day(value, info, "future")


def past_day(value: object, info: Info) -> date:
    """Read a day in words that has come; where the year is open, the last one."""
    read = _day(value, info, "past")
    context: Reading = info.context
    if read > context.now.astimezone(context.zone).date() and value not in context.held:
        raise refusal("day-to-come", text=short(value))
    return read


def moment(value: object, info: Info) -> datetime:
    """Read a date with its time in words, in the person's zone."""
    if isinstance(value, datetime):
        return value
    context: Reading = info.context
    try:
        return moments.parse_moment(str(value), context.now, context.zone).astimezone(UTC)
    except moments.UnreadableDate:
        raise refusal("unreadable-moment", text=short(value)) from None


def person(value: object, info: Info) -> object:
    """Read one person: `@name` or a name; a colleague of ours when known, else a name alone."""
    if not isinstance(value, str):
        return value
    from dossier.fields import PersonRef

    name = line(value.strip().lstrip("@＠"))
    if _SEVERAL.search(name):
        raise refusal("one-person")
    if len(name) > 60:
        raise refusal("too-long", max=60, length=len(name))
    context: Reading = info.context
    return context.find_person(name) or PersonRef(name=name)


def people(value: object, info: Info) -> object:
    """Read people separated by commas, semicolons, new lines or their @; nobody twice, at most 200."""
    names: Iterable[object] = value if isinstance(value, list | tuple) else _SEPARATORS.split(clean(value))
    wanted = [name for name in names if not isinstance(name, str) or name.strip(" @＠")]
    if len(wanted) > MOST_PEOPLE:
        raise refusal("too-many", max=MOST_PEOPLE, count=len(wanted))
    found: dict[object, object] = {}
    for name in wanted:
        found.setdefault(read := person(name, info) if isinstance(name, str) else _frozen(name), read)
    return tuple(found.values())


def _frozen(value: object) -> object:
    from dossier.fields import PersonRef

    return PersonRef.model_validate(value)


def number(value: object) -> int:
    """Read a whole number, full-width digits, thousands separators and a word that counts allowed: `1,200 人`."""
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", str(value)).replace(",", "").strip())
    if not found:
        raise refusal("not-a-number", text=short(value))
    return int(found[1])


def count(value: object) -> int:
    """Read a whole number that is not below nought; one that a record holds already is not judged anew."""
    read = number(value)
    if read < 0 and not isinstance(value, int):
        raise refusal("below-zero", text=short(value))
    return read


def reference(value: object) -> str:
    """Read the number of a record of the same dossier, such as `#12`."""
    text = unicodedata.normalize("NFKC", str(value)).strip()
    match = re.fullmatch(r"#?\s*0*([1-9]\d{0,8})", text)
    if match is None:
        raise refusal("not-a-reference", text=short(value))
    return f"#{match[1]}"


def references(value: object) -> str:
    """Read the numbers of records of the same dossier, such as `#12, #15`; none twice, at most 20."""
    wanted = [each for each in _NUMBERS_APART.split(unicodedata.normalize("NFKC", str(value))) if each]
    read = dict.fromkeys(reference(each) for each in wanted)
    if len(read) > MOST_REFERENCES:
        raise refusal("too-many", max=MOST_REFERENCES, count=len(read))
    if not read:
        raise refusal("not-a-reference", text=short(value))
    return NUMBERS.join(read)


def link(value: object) -> str:
    """Read a web address; only http and https are links."""
    text = clean(value)
    if not re.fullmatch(r"https?://[^\s<>\"|]{3,1990}", text):
        raise refusal("not-a-link", text=short(text))
    return text


def attachments(value: object, info: Info) -> object:
    """Check how many files are attached, how large they are said to be, and that none of them is called a program.

    What is kept with the record already stays, whatever it is called: more is refused today than was once.
    """
    files = value if isinstance(value, list | tuple) else ()
    if len(files) > MOST_FILES:
        raise refusal("too-many", max=MOST_FILES, count=len(files))
    for each in files:
        if not isinstance(each, Mapping | BaseModel):
            raise refusal("unreadable")
        file = each if isinstance(each, Mapping) else each.model_dump()
        if file.get("id") in info.context.held:
            continue
        try:
            if wrong := file.get("refused"):
                raise DossierError.of(Problem(wrong["key"], wrong["data"]))
            attachable.check(str(file.get("name")), int(file.get("size") or 0))
        except DossierError as error:
            raise refusal(error.problem.key.removeprefix("problem-"), **error.problem.data) from None
    return value


def lines(value: object, info: Info, specs: Sequence["FieldSpec"]) -> object:
    """Read a row a line: `@name` fills its person, a date in words its day, the rest its text.

    What stands behind a ` · `, as a form shows what it holds, is a person or a day for itself: in `log in · 2026-12-01`
    the day does not take the word before it along.
    """
    if not isinstance(value, str):
        return value
    whole = clean(value)
    # On one line, semicolons part the items, as people write them behind a command.
    texts = [text.strip(" \t-*•·") for text in (whole.split("\n") if "\n" in whole else re.split("[;；]", whole))]
    wanted = [text for text in texts if text]
    if len(wanted) > MOST_ROWS:
        raise refusal("too-many", max=MOST_ROWS, count=len(wanted))
    return [_row(text, info.context, specs) for text in wanted]


def _row(text: str, context: Reading, specs: Sequence["FieldSpec"]) -> dict[str, object]:
    from dossier.fields import Input

    text, row = _set_apart(text, context, specs)
    for spec in specs:
        if spec.name in row:
            continue
        if spec.input is Input.PERSON and (mention := _MENTION.search(text)):
            row[spec.name] = mention[1]
            text = text[: mention.start()] + " " + text[mention.end() :]
        elif spec.input is Input.DAY and (found := moments.find(text, context.now, context.zone)):
            last = found.end or found.start
            row[spec.name] = last.date() if last else None
            text = text[: found.at[0]] + " " + text[found.at[1] :]
        elif spec.input is Input.DAY and moments.impossible(text, context.now, context.zone):
            raise refusal("unreadable-day", text=short(text))
    first = next(spec for spec in specs if spec.input is Input.TEXT)
    row[first.name] = " ".join(text.split()).strip(" ,，;；|｜:：-")
    return row


def _set_apart(text: str, context: Reading, specs: Sequence["FieldSpec"]) -> tuple[str, dict[str, object]]:
    """Take what is set apart by itself from the end of a row, as long as it is a person or a day."""
    row: dict[str, object] = {}
    *parts, last = _APART.split(text)
    while parts:
        column = next((spec for spec in specs if spec.name not in row and _is(spec, last, context)), None)
        if column is None:
            break
        row[column.name] = last.lstrip("@＠")
        last = parts.pop()
    return APART.join((*parts, last)), row


def _is(spec: "FieldSpec", text: str, context: Reading) -> bool:
    from dossier.fields import Input

    if spec.input is Input.PERSON:
        return text.startswith(("@", "＠"))
    if spec.input is not Input.DAY:
        return False
    try:
        moments.parse_day(text, context.now, context.zone)
    except moments.UnreadableDate:
        return False
    return True
