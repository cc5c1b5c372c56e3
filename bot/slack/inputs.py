"""The inputs of a form's fields, one to many blocks each; the id of a block says how it is read back.

An id is `f:<how>:<part>:<field>`; a part of a text ends with `n` when a line break followed it, and a field that is to
be shown fresh with `@` and its mark: Slack leaves what was entered in a block whose id stays.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from bot.slack.markup import cleaned, cut, escape, length, literal, one_line
from bot.slack.units import Json, plain_text
from chat.fitting import in_pieces
from chat.forms import Choice, FormField
from dossier.fields import FileRef, Input

Say = Callable[..., str]
"""Gives a sentence by its key: chat.voice.Voice.say."""
BLOCK = re.compile(r"f:([a-z]+):(\d+)(n?)(?:@\w+)?:(.+)", re.DOTALL)
MOST_OPTIONS = 100

_LABEL, _HINT, _NOTE = 150, 2000, 2000
_TYPED, _PIECE = 3000, 2500
_OPTION, _OPTION_VALUE = 75, 150
_PEOPLE, _KEPT = 50, 10
_LONG = (Input.LONG_TEXT, Input.ROWS)
_WEB = re.compile(r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?(?:[/?#][!-~]*)?")
_SEPARATORS = re.compile(r"[,，、;；\n]+|\s+(?=[@＠])")


def context(written: str) -> Json:
    """Make a line of small print out of mrkdwn."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": cut(written, _NOTE), "verbatim": True}]}


def asked(field: FormField, say: Say) -> Iterator[Json]:
    """Give the blocks of one field: its inputs, and what is wrong with it right under them."""
    yield from _inputs(field, say)
    if error := literal(field.error).strip():
        yield context(f"⚠️ {error}")


def _inputs(field: FormField, say: Say) -> Iterator[Json]:
    value = cleaned(field.value) if isinstance(field.value, str) else ""
    match field.input:
        case Input.ATTACHMENTS:
            yield from _files(field, say)
        case Input.DAY if not value or _is_day(value):
            # A calendar needs no examples of how a day can be written.
            plain_hint = "" if field.hint in (say("hint-day"), say("hint-past-day")) else field.hint
            picker = {"type": "datepicker", **({"initial_date": value} if value else {})}
            yield input_block(field, "day", picker, hint=plain_hint)
        case Input.LINK if not value or (_WEB.fullmatch(value) and len(value) <= _TYPED):
            yield input_block(field, "text", {"type": "url_text_input", **({"initial_value": value} if value else {})})
        case Input.CHOICE if field.choices and all(choosable(choice) for choice in field.choices):
            yield input_block(field, "one", _select(field, value), dispatch=field.decides)
        case Input.PERSON if fits(_name(value)) or not value.strip():
            one = {"initial_option": option(_name(value), _name(value))} if value.strip() else {}
            yield input_block(
                field, "one", {"type": "external_select", "min_query_length": 0, **one}, hint=_names_hint(field, say)
            )
        case Input.PEOPLE if (names := _names(value)) is not None:
            many = {"initial_options": [option(name, name) for name in names]} if names else {}
            yield input_block(
                field,
                "many",
                {"type": "multi_external_select", "min_query_length": 0, **many},
                hint=_names_hint(field, say),
            )
        case _:
            yield from _typed(field, value, say)


def input_block(
    field: FormField, how: str, element: Json, part: int = 1, *, joint: str = "", hint: str | None = None, **more: Any
) -> Json:
    """Make the block of an input: how its element is read back, which part of the value it holds and what joins it."""
    # New files stand in nothing but what was entered.
    fresh = f"@{field.fresh}" if field.fresh and how != "files" else ""
    name = f"f:{how}:{part}{'n' if joint else ''}{fresh}:{field.name}"
    label = cut(one_line(more.get("label", field.label)), _LABEL)
    shown = cut(cleaned(field.hint if hint is None else hint).strip(), _HINT)
    return {
        "type": "input",
        "block_id": name,
        "label": plain_text(label or "—"),
        "optional": not more.get("required", field.required),
        "element": {**element, "action_id": name},
        **({"hint": plain_text(shown)} if shown else {}),
        **({"dispatch_action": True} if more.get("dispatch") else {}),
    }


def _typed(field: FormField, value: str, say: Say) -> Iterator[Json]:
    """Ask for text; what is too long for one input is spread over several, which are joined again to the letter."""
    several = field.input in (*_LONG, Input.PEOPLE) or "\n" in value or length(value) > _LABEL
    pieces = list(in_pieces(value, _TYPED, _PIECE, length)) if length(value) > _TYPED else [(value, "")]
    for part, (piece, joint) in enumerate(pieces, 1):
        most = _TYPED if len(pieces) > 1 else min(_TYPED, max(field.max_length, length(value), 1))
        element: Json = {"type": "plain_text_input", "multiline": several, "max_length": most}
        if piece:
            element["initial_value"] = piece
        if len(pieces) == 1:
            yield input_block(field, "text", element)
            continue
        label = say("part-of", label=cut(field.label, _LABEL - 20), part=part, of=len(pieces))
        required = field.required and part == 1
        yield input_block(
            field, "text", element, part, joint=joint, hint=None if part == 1 else "", label=label, required=required
        )


def _select(field: FormField, value: str) -> Json:
    offered = [chosen_by(choice) for choice in field.choices]
    chosen = [option for option in offered if option["value"] == value][:1]
    initial = {"initial_option": chosen[0]} if chosen else {}
    if len(offered) > MOST_OPTIONS:
        return {"type": "external_select", "min_query_length": 0, **initial}
    return {"type": "static_select", "options": offered, **initial}


def chosen_by(choice: Choice) -> Json:
    """Make the option of a choice."""
    return option(choice.label, choice.value)


def choosable(choice: Choice) -> bool:
    """Say whether a choice's value fits into an option."""
    return 0 < length(choice.value) <= _OPTION_VALUE


def option(shown: str, value: str) -> Json:
    """Make an option; what is shown is cut, its value never."""
    return {"text": plain_text(cut(one_line(shown), _OPTION) or value[:_OPTION]), "value": value}


def _name(value: str) -> str:
    return value.strip().lstrip("@＠").strip()


def fits(name: str) -> bool:
    """Say whether a name can be chosen whole."""
    return 0 < length(name) <= _OPTION and "\n" not in name and bool(one_line(name))


def _names(value: str) -> list[str] | None:
    """Give the names in a list of people; None when they are too many or too long to be chosen one by one."""
    names = [name for each in _SEPARATORS.split(value) if (name := _name(each))]
    names = list(dict.fromkeys(names))
    return names if len(names) <= _PEOPLE and all(fits(name) for name in names) else None


def _files(field: FormField, say: Say) -> Iterator[Json]:
    held = [FileRef.model_validate(file) for file in field.value or ()]
    yield input_block(field, "files", {"type": "file_input", "max_files": 10}, required=field.required and not held)
    if len(held) > _KEPT:
        yield context(escape(say("slack-kept-all", count=len(held))))
    elif held:
        ticked = [option(file.name, file.id) for file in held]
        boxes = {"type": "checkboxes", "options": ticked, "initial_options": ticked}
        yield input_block(field, "kept", boxes, hint="", label=say("slack-kept"), required=False)


def _names_hint(field: FormField, say: Say) -> str:
    """Give the hint of a field that people are chosen in: none that tells how names are typed in a line."""
    return field.hint if field.hint and "@" not in field.hint else say("slack-hint-names")


def _is_day(value: str) -> bool:
    try:
        return len(value) == 10 and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
