"""The inputs of a form's fields, one to many each; the name of an input says how it is read back.

A name is `<how><part>of<parts><joint>_<field>`, with a check sum of what was chosen for a choice that others depend on.
"""

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.feishu import rules
from bot.feishu.markup import Json, cleaned, cut, length, literal, literal_size, marked, one_line, plain_text
from chat.fitting import in_pieces
from chat.forms import Choice, FormField
from dossier.fields import FileRef, Input
from dossier.language import Label, Language

Say = Callable[..., str]
"""Gives a sentence by its key: chat.voice.Voice.say."""

ERROR_BYTES = 450
"""What the line of an error takes at most, in bytes of markdown."""
_NAME = re.compile(r"([a-z])(\d+)of(\d+)(n?)([0-9a-f]{8})?_(.+)")
_UNSAFE = re.compile(r"[^A-Za-z0-9_]|_(?=x[0-9a-f]+_)")
_SAFE = re.compile(r"_x([0-9a-f]+)_")
# Documented for `max_length`; a piece leaves room to write more into it.
_TYPED, _PIECE, _SPARE = rules.MOST_TYPED, 800, 500
_LABEL, _LINE, _OPTION_VALUE, _HINT_BYTES = 120, 150, 100, 600
_OPTION, _MENU_BYTES = (60, 30, 15), 20_000
_LONG = (Input.LONG_TEXT, Input.ROWS)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?: .*)?", re.DOTALL)
_NONE = "—"
_CHOOSE, _PICK = Label("请选择", "Choose"), Label("选择日期", "Pick a day")
_DECIDES = Label(
    "改选后点下面的按钮，相关的项目会随之出现",
    "Choose another and press the button below: what is asked along with it appears",
)
_FILES = Label(
    "表单里放不了文件：保存后把文件发到和我的单聊里，我会问用在哪里",
    "Files cannot go into a form: once it is saved, send them to me directly, and I ask what they are for",
)
_HELD = Label("已有 {count} 个附件，会保留：{names}", "It has {count} files, all of which are kept: {names}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One input of a field with what stands around it. `input` is None where nothing can be entered."""

    field: FormField
    above: tuple[Json, ...]
    input: Json | None
    below: tuple[Json, ...] = ()

    @property
    def elements(self) -> tuple[Json, ...]:
        """Everything of it, from the top."""
        return (*self.above, *((self.input,) if self.input else ()), *self.below)


@dataclass(frozen=True, slots=True)
class Name:
    """What the name of an input says."""

    how: str
    part: int
    parts: int
    joint: str
    chosen: str
    field: str


def language_of(say: Say) -> Language:
    """Give the language that sentences are said in."""
    return Language.spoken_in(say("slack-cancel"))


def written(how: str, field: str, part: int = 1, parts: int = 1, *, joint: str = "", chosen: str = "") -> str:
    """Give the name of an input; Latin letters, digits and underscores alone."""
    safe = _UNSAFE.sub(lambda found: f"_x{ord(found[0]):x}_", field)
    return f"{how}{part}of{parts}{'n' if joint else ''}{chosen}_{safe}"


def read(name: str) -> Name | None:
    """Give what a name says, None for one that is no input's of ours."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    how, part, parts, joint, chosen, field = match.groups()
    shown = _SAFE.sub(lambda found: chr(int(found[1], 16) % 0x110000), field)
    return Name(how, int(part), int(parts), "\n" if joint else "", chosen or "", shown)


def sum_of(value: str) -> str:
    """Give the check sum of a choice, by which another choice is told from it."""
    return f"{zlib.crc32(value.encode('utf-8', 'surrogatepass')):08x}"


def entered(how: str, value: Any) -> str:
    """Give what was entered into an input of a sort, as text: a day in ISO form."""
    text = value if isinstance(value, str) else ""
    if how == "d":
        day = _DAY.fullmatch(text.strip())
        return day[1] if day else text
    return "" if how in "oc" and text == _NONE else text


def entries(field: FormField, say: Say) -> Iterator[Entry]:
    """Give the inputs of one field, in order; one of its own attachments where files cannot be entered."""
    value = cleaned(field.value) if isinstance(field.value, str) else ""
    language = language_of(say)
    match field.input:
        case Input.ATTACHMENTS:
            yield Entry(field, (_label(field), *_files(field, language)), None)
        case Input.DAY if not value or _is_day(value):
            # A calendar needs no examples of how a day can be written.
            hint = "" if field.hint in (say("hint-day"), say("hint-past-day")) else field.hint
            picker = {"placeholder": _plain(_PICK.to(language)), **({"initial_date": value} if value else {})}
            yield _entry(field, "d", {"tag": "date_picker", **picker}, hint=hint)
        case Input.CHOICE if _choosable(field):
            yield _select(field, value, language)
        case _:
            yield from _typed(field, value, say)


def error_line(error: str) -> Json:
    """Make the line that says what is wrong with what stands above it."""
    shown = cut(one_line(error), ERROR_BYTES, literal_size)
    return marked({Language.ZH: f"<font color='red'>⚠️ {literal(shown)}</font>"}, text_size="notation")


def small(text: str) -> Json:
    """Make a line of small print."""
    return marked({Language.ZH: literal(text)}, text_size="notation")


def _plain(text: str) -> Json:
    return plain_text({Language.ZH: text})


def _label(field: FormField, *, label: str = "", required: bool = False) -> Json:
    star = " <font color='red'>&#42;</font>" if required else ""
    shown = literal(cut(one_line(label or field.label), _LABEL) or _NONE)
    return marked({Language.ZH: f"**{shown}**{star}"}, margin="8px 0px 0px 0px")


def _entry(
    field: FormField,
    how: str,
    element: Json,
    *,
    name: str = "",
    hint: str | None = None,
    label: str = "",
    first: bool = True,
) -> Entry:
    shown = cut(cleaned(field.hint if hint is None else hint).strip(), _HINT_BYTES, literal_size)
    required = field.required and first
    made: Json = {**element, "name": name or written(how, field.name), "width": "fill"}
    if required:
        made["required"] = True
    above = (_label(field, label=label, required=required), *((small(shown),) if shown else ()))
    return Entry(field, above, made)


def _select(field: FormField, value: str, language: Language) -> Entry:
    # What is chosen cannot be taken back in a menu but by another choice.
    none = {} if field.required else {_NONE: _NONE}
    options: list[Json] = []
    for most in _OPTION:
        offered = {each.value: cut(one_line(each.label), most) or each.value for each in field.choices}
        options = [{"text": _plain(shown), "value": each} for each, shown in {**offered, **none}.items()]
        if rules.measure(options) <= _MENU_BYTES:
            break
    chosen = value if value in {each.value for each in field.choices} else ""
    element: Json = {
        "tag": "select_static",
        "placeholder": _plain(_CHOOSE.to(language)),
        "options": options,
        **({"initial_option": chosen} if chosen else {}),
    }
    if not field.decides:
        return _entry(field, "o", element)
    name = written("c", field.name, chosen=sum_of(chosen))
    return _entry(field, "c", element, name=name, hint=f"{field.hint}\n{_DECIDES.to(language)}".strip())


def _choosable(field: FormField) -> bool:
    """Say whether a menu can offer all choices; no bound of their number is documented, so it is ours."""
    count = len(field.choices) + (not field.required)
    return bool(field.choices) and count <= rules.MOST_OPTIONS and all(_offerable(each) for each in field.choices)


def _offerable(choice: Choice) -> bool:
    return 0 < length(choice.value) <= _OPTION_VALUE and choice.value != _NONE and cleaned(choice.value) == choice.value


def _typed(field: FormField, value: str, say: Say) -> Iterator[Entry]:
    """Ask for text; what is too long for one input is spread over several, which are joined again to the letter.

    A long text has a further input below to go on in, for one takes a thousand characters.
    """
    long = field.input in _LONG
    several = long or field.input is Input.PEOPLE or "\n" in value or length(value) > _LINE
    fits = length(value) <= (_SPARE if long else _TYPED)
    cuts = [(value, "")] if fits else list(in_pieces(value, _PIECE, _PIECE, length))
    if long and length(value) > _SPARE:
        cuts.append(("", ""))
    for part, (piece, joint) in enumerate(cuts, 1):
        alone = len(cuts) == 1
        most = min(_TYPED, max(field.max_length, length(piece), 1)) if alone else _TYPED
        element: Json = {"tag": "input", "input_type": "multiline_text" if several else "text", "max_length": most}
        if several:
            element |= {"rows": 1 if field.input is Input.PEOPLE else 3, "auto_resize": True, "max_rows": 8}
        if piece:
            element["default_value"] = piece
        if alone:
            yield _entry(field, "t", element)
            continue
        spare = long and part == len(cuts)
        name = written("s" if spare else "t", field.name, part, len(cuts), joint=joint)
        label = say("part-of", label=cut(one_line(field.label), _LABEL - 20), part=part, of=len(cuts))
        hint = None if part == 1 else ""
        yield _entry(field, "t", element, name=name, hint=hint, label=label, first=part == 1)


def _files(field: FormField, language: Language) -> Iterator[Json]:
    held = [FileRef.model_validate(file) for file in field.value or ()]
    if held:
        names = cut("、".join(f"📎 {one_line(file.name)}" for file in held), _HINT_BYTES, literal_size)
        yield small(_HELD.to(language).format(count=len(held), names=names))
    yield small(_FILES.to(language))


def _is_day(value: str) -> bool:
    try:
        return len(value) == 10 and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def joined(pieces: Mapping[int, tuple[str, str, bool]]) -> str:
    """Put the pieces of a text together: each its text, what follows it, and whether it is the one to go on in."""
    text, follows = "", ""
    for _, (piece, joint, spare) in sorted(pieces.items()):
        if spare:
            text += f"\n{piece}" if text and piece.strip() else piece
            continue
        text, follows = text + follows + piece, joint
    return text
