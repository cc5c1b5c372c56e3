"""What a file of kinds may say, and everything in it that is of the wrong form, told by line and field."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from dossier.categories import Category
from dossier.errors import Problem
from dossier.own.text import Path, Read, Wrong, WrongFile, written
from dossier.phases import Phase

MOST_KINDS, MOST_FIELDS, MOST_OPTIONS, MOST_COLUMNS = 40, 30, 50, 6
_TOLD = 20
_MARKS = frozenset("|｜:：{}<>@＠#\\/_")


def _plain(text: str) -> str:
    """Refuse characters that mean something in a line, a title or a file's name."""
    if any(char in _MARKS or not char.isprintable() for char in text):
        raise PydanticCustomError("marks", "marks")
    return text


Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,29}$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), AfterValidator(_plain)]
Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=140)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Icon = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8), AfterValidator(_plain)]
English = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]{1,29}$")]
Chinese = Annotated[str, StringConstraints(pattern=r"^[\u4e00-\u9fff]{2,10}$")]
Type = Literal[
    "text",
    "long_text",
    "day",
    "past_day",
    "moment",
    "person",
    "people",
    "choice",
    "number",
    "money",
    "phone",
    "email",
    "link",
    "attachments",
    "rows",
]
Logs = Literal["member", "senior", "manager"]
Approves = Literal["senior", "manager"]


def _absent(value: Any) -> Any:
    """Take a list that is left empty for one without entries."""
    return [] if value is None else value


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Names(_Part):
    """A name in both languages."""

    zh: Name
    en: Name


class Hint(_Part):
    """What helps to fill a field in, in both languages."""

    zh: Said
    en: Said


class OptionEntry(_Part):
    """One option of a choice."""

    key: Key
    label: Names


class ColumnEntry(_Part):
    """One column of a field that holds rows."""

    key: Key
    type: Literal["text", "day", "person", "number"]
    label: Names
    required: bool = False
    negative: bool = False


class ConditionEntry(_Part):
    """What a field is asked under: that a choice of the same kind holds one of some options."""

    field: Key
    options: Annotated[list[Key], Field(min_length=1, max_length=MOST_OPTIONS)]


class FieldEntry(_Part):
    """One field."""

    key: Key
    type: Type
    label: Names
    hint: Hint | None = None
    required: bool = False
    negative: bool = False
    sensitive: bool | None = None
    search: bool | None = None
    initial: Key | None = None
    options: Annotated[list[OptionEntry], Field(max_length=MOST_OPTIONS), BeforeValidator(_absent)] = []
    columns: Annotated[list[ColumnEntry], Field(max_length=MOST_COLUMNS), BeforeValidator(_absent)] = []
    only_if: ConditionEntry | None = None
    retired: bool = False

    @property
    def hides(self) -> bool:
        """Whether it is encrypted: what it says, else what reaches a person."""
        return self.type in ("phone", "email") if self.sensitive is None else self.sensitive


class CommandEntry(_Part):
    """The word behind `/dossier` and `/档案`."""

    zh: Chinese
    en: English


class ExpectedEntry(_Part):
    """From which phase on it is expected, how many, and how old the newest may get."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)
    phase: Annotated[Phase, Field(alias="from")]
    count: Annotated[int, Field(ge=1, le=99)] = 1
    fresh_days: Annotated[int, Field(ge=1, le=3650)] | None = None


class KindEntry(_Part):
    """One kind."""

    key: Key
    command: CommandEntry
    label: Names
    icon: Icon = "📄"
    category: Category
    title: Title | None = None
    stage: Key | None = None
    one_per_dossier: bool = False
    expected: ExpectedEntry | None = None
    log: Logs | None = None
    approve: Approves | None = None
    approved: Key | None = None
    confidential: bool = False
    retired: bool = False
    fields: Annotated[list[FieldEntry], Field(min_length=1, max_length=MOST_FIELDS)]


class Declared(_Part):
    """What a file says: kinds of the organisation's own, and fields added to kinds of the product."""

    version: Literal["1"] = "1"
    kinds: Annotated[list[KindEntry], Field(max_length=MOST_KINDS), BeforeValidator(_absent)] = []
    fields: Annotated[
        dict[Key, Annotated[list[FieldEntry], Field(max_length=MOST_FIELDS)]],
        BeforeValidator(lambda value: {} if value is None else value),
    ] = {}

    def file(self) -> str:
        """Give it as a file that declares the same."""
        return written(self.model_dump(mode="json", exclude_defaults=True, by_alias=True))


def declared(file: Read) -> Declared:
    """Take a file for what it declares. Raises WrongFile with everything that is of the wrong form."""
    try:
        return Declared.model_validate(file.content)
    except ValidationError as error:
        raise WrongFile(*list(_wrongs(error, file))[:_TOLD]) from None


def where(path: Path, content: Any) -> str:
    """Say a place as people find it: `kinds › training › fields › topic › type`; entries are called by their keys."""
    names = []
    for part in path:
        try:
            content = content[part]
        except (KeyError, IndexError, TypeError):
            content = None
        key = content.get("key") if isinstance(content, Mapping) else None
        names.append(str(part) if isinstance(part, str) else str(key or f"#{part + 1}")[:40])
    return " › ".join(names)


def _wrongs(error: ValidationError, file: Read) -> Iterator[Wrong]:
    for each in error.errors(include_url=False):
        path = tuple(part for part in each["loc"] if part != "[key]")
        yield Wrong(file.line(path), where(path, file.content), _problem(each, path))


_SHAPES = {
    "list_type": "problem-kinds-shape-list",
    "dict_type": "problem-kinds-shape-mapping",
    "model_type": "problem-kinds-shape-mapping",
}


def _problem(error: Any, path: Path) -> Problem:
    kind, ctx = error["type"], error.get("ctx", {})
    match kind:
        case "missing":
            return Problem("problem-kinds-missing")
        case "extra_forbidden":
            if path[-1] in _KNOWN:
                return Problem("problem-kinds-misplaced", {"text": str(path[-1])})
            near = difflib.get_close_matches(str(path[-1]), _KNOWN, n=1, cutoff=0.6)
            return (
                Problem("problem-kinds-unknown-near", {"near": near[0]}) if near else Problem("problem-kinds-unknown")
            )
        case "literal_error" | "enum":
            given = str(error["input"])[:40]
            return Problem("problem-kinds-one-of", {"text": given, "choices": _choices(str(ctx["expected"]))})
        case "string_pattern_mismatch":
            return Problem(_PATTERNS.get(str(ctx["pattern"]), "problem-kinds-key"))
        case "string_too_long" | "string_too_short":
            return Problem("problem-kinds-length")
        case "too_long":
            return Problem("problem-kinds-too-long", {"max": ctx["max_length"]})
        case "too_short":
            return Problem("problem-kinds-too-short")
        case "bool_parsing" | "bool_type":
            return Problem("problem-kinds-yes-no")
        case "int_parsing" | "int_type" | "greater_than_equal" | "less_than_equal":
            return Problem("problem-kinds-number")
        case "marks":
            return Problem("problem-kinds-marks")
    return Problem(_SHAPES.get(kind, "problem-kinds-shape-text"))


def _choices(expected: str) -> str:
    return expected.replace("'", "").replace(" or ", ", ")


_PATTERNS = {
    r"^[a-z][a-z-]{1,29}$": "problem-kinds-command-en",
    r"^[\u4e00-\u9fff]{2,10}$": "problem-kinds-command-zh",
}
_PARTS = (Declared, KindEntry, FieldEntry, ExpectedEntry, CommandEntry, ConditionEntry, ColumnEntry, OptionEntry, Names)
_KNOWN = tuple(dict.fromkeys(info.alias or name for part in _PARTS for name, info in part.model_fields.items()))
