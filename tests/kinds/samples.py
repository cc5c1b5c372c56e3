"""What a person might type into every field of a kind, made from the declaration alone."""

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from dossier.errors import InvalidFields
from dossier.fields import FieldSpec, FileRef, Input, PersonRef
from dossier.kinds import Kind
from dossier.language import Language
from dossier.reading import Reading
from tests.team import START, ZONE

COLLEAGUES = {name: PersonRef(id=f"id-{name}", name=name) for name in ("李雷", "Ann", "王芳")}
FILE = FileRef(id="f0", name="接口文档0.pdf", size=2048, type="application/pdf")
SECRETS = {"phone": "+86 138 7654 3210", "email": "secret.person@example.com", "money": "CNY 987654.32"}
"""Sensitive values that occur nowhere else in the tests' data."""

_WORDS = ("银杏", "海棠", "丁香", "玉兰", "芙蓉", "茉莉", "紫薇", "牡丹", "杜鹃", "蔷薇")
_FIXED: Mapping[Input, str] = {
    Input.DAY: "2026-11-10",
    Input.MOMENT: "2026-11-17 15:30",
    Input.PERSON: "@李雷",
    Input.PEOPLE: "@李雷, @Ann, 王总",
    Input.NUMBER: "120",
    Input.MONEY: SECRETS["money"],
    Input.LINK: "https://example.com/a?b=1",
}


def reading(zone: ZoneInfo = ZONE) -> Reading:
    """Give how words are read on the Wednesday everything begins."""
    return Reading(START, zone, COLLEAGUES.get)


def typed(kind: Kind, language: Language = Language.ZH, turn: int = 0) -> dict[str, Any]:
    """Give a valid value for every field, as typed; another `turn` gives other texts and choices."""
    values = {spec.name: next(_accepted(kind, spec, language, at, turn)) for at, spec in enumerate(kind.fields)}
    return values | {name: number for (name, on), number in named(kind).items() if on == turn}


def alone(kind: Kind) -> dict[str, Any]:
    """Give what `typed` gives but the numbers of other records, which are others where there are many kinds."""
    return {name: value for name, value in typed(kind).items() if not any(name == field for field, _ in named(kind))}


def named(kind: Kind) -> dict[tuple[str, int], str]:
    """Give what is typed into the fields that name other records, by field and turn: `name_others` keeps those first.

    They are the first of their dossier, in this order.
    """
    fields = [spec.name for spec in kind.fields if spec.refers_to]
    return {pair: f"#{at}" for at, pair in enumerate(((name, turn) for turn in range(2) for name in fields), 1)}


def command(kind: Kind, language: Language = Language.EN) -> str:
    """Give what is typed to log a record of a kind."""
    name, root = (kind.command, "dossier") if language is Language.EN else (kind.command_zh, "档案")
    return f"/{name}" if kind.slash else f"/{root} {name}"


def without_files(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what cannot be typed."""
    return {
        spec.name: values[spec.name]
        for spec in kind.fields
        if spec.input is not Input.ATTACHMENTS and spec.name in values
    }


def line(kind: Kind, values: Mapping[str, Any], language: Language, *, full_width: bool) -> str:
    """Write values in the one-line syntax with labels of a language and punctuation of a width."""
    bar, colon = ("｜", "：") if full_width else (" | ", ": ")
    first, *others = kind.fields
    said = [str(values[first.name])]
    said += [f"{spec.label.to(language)}{colon}{values[spec.name]}" for spec in others if spec.name in values]
    text = bar.join(said)
    return text.replace(", ", "，") if full_width else text


def _accepted(kind: Kind, spec: FieldSpec, language: Language, at: int, turn: int) -> Iterator[Any]:
    """Give the candidates that the field itself takes."""
    for candidate in _candidates(kind, spec, language, at, turn):
        try:
            kind.parse({spec.name: candidate}, reading())
        except InvalidFields as error:
            if spec.name in error.problems:
                continue
        yield candidate


def _candidates(kind: Kind, spec: FieldSpec, language: Language, at: int, turn: int) -> Iterator[Any]:
    word = _WORDS[(at + 5 * turn) % len(_WORDS)]
    match spec.input:
        case Input.TEXT if spec.sensitive:
            yield from (SECRETS["phone"], SECRETS["email"])
        case Input.TEXT:
            yield from (f"{word}{at}号 {spec.name}{turn}", f"#{at}{turn + 1}")
        case Input.LONG_TEXT:
            yield f"{word}之一\n{spec.name} {turn} 第二行"
        case Input.CHOICE:
            # What comes with approval is not typed.
            open_ones = [each for each in spec.options if spec.name != "status" or not kind.is_decided(each.value)]
            yield open_ones[(-1 - turn) % len(open_ones)].label.to(language)
        case Input.ROWS:
            yield "\n".join(" ".join(_row(spec, n, turn)) for n in range(2))
        case Input.ATTACHMENTS:
            yield [FILE.model_copy(update={"id": f"f{turn}", "name": f"接口文档{turn}.pdf"}).model_dump()]
        case Input.NUMBER:
            yield from (_FIXED[spec.input], "7")
        case _:
            yield _FIXED[spec.input]


def _row(spec: FieldSpec, number: int, turn: int) -> Iterator[str]:
    for column in spec.columns:
        yield f"{_WORDS[number + turn]}事项" if column.input is Input.TEXT else _FIXED[column.input]
