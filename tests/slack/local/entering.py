"""What a user can enter into the elements of a view, as Slack's own client sends it and lets it pass."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from tests.slack.local.block_rules import elements
from tests.slack.local.world import File, Json

_SELECTED = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "file_input": "files",
    "rich_text_input": "rich_text_value",
}
_STATELESS = {"button", "overflow", "workflow_button"}
_DATE, _TIME = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"\d{2}:\d{2}")
_EMPTY: tuple[Any, ...] = (None, "", [], ())
Offer = Callable[[Json, str], list[Json]]
"""Gives the options of an element for what was typed into it."""


class NotEnterable(ValueError):
    """Slack's client does not let a user enter this, or send a form so; `problems` says why for each block."""

    def __init__(self, problems: dict[str, str]) -> None:
        """Take block_id → what Slack shows under it."""
        super().__init__(str(problems))
        self.problems = problems


def field_of(kind: str) -> str:
    """Give the name under which the state carries what was entered into an element of that type."""
    return _SELECTED.get(kind, "value")


def initial_values(blocks: list[Json]) -> dict[str, Json]:
    """Give the state of blocks nobody has touched yet: block_id → action_id → value."""
    found: dict[str, Json] = {}
    for each in elements(blocks):
        if each["type"] not in _STATELESS:
            found.setdefault(each["block_id"], {})[each["action_id"]] = _initial(each)
    return found


def _initial(element: Json) -> Json:
    field = field_of(element["type"])
    name = {"selected_option": "initial_option", "selected_options": "initial_options"}.get(
        field, field.replace("selected", "initial") if "selected" in field else "initial_value"
    )
    value = element.get(name)
    if field in ("files", "selected_options") and not value:
        value = []
    return {"type": element["type"], field: value}


def entered(element: Json, value: Any, offer: Offer) -> Json:
    """Give an element's state when a user enters a value: text, an option's label or value, a date, files, or several.

    Raises NotEnterable when there is no such option, or the value has no such form.
    """
    kind, field = element["type"], field_of(element["type"])
    if kind == "file_input":
        return {"type": kind, field: list(value or [])}
    if field == "selected_options":
        return {"type": kind, field: [_option(element, each, offer) for each in value or []]}
    if value in _EMPTY:
        return {"type": kind, field: None}
    if field == "selected_option":
        return {"type": kind, field: _option(element, value, offer)}
    if (kind == "datepicker" and not _DATE.fullmatch(value)) or (kind == "timepicker" and not _TIME.fullmatch(value)):
        raise NotEnterable({element["block_id"]: f"{value} cannot be picked"})
    if kind == "plain_text_input" and not element.get("multiline") and "\n" in value:
        raise NotEnterable({element["block_id"]: "a line break cannot be typed here"})
    return {"type": kind, field: value}


def _option(element: Json, wanted: Any, offer: Offer) -> Json:
    if isinstance(wanted, dict):
        return wanted
    offered = offer(element, str(wanted))
    for each in offered:
        if wanted in (each["value"], each["text"]["text"]):
            return each
    labels = [each["text"]["text"] for each in offered]
    raise NotEnterable({element["block_id"]: f"{wanted} is not offered, only {labels}"})


def static_options(element: Json) -> list[Json]:
    """Give the options that stand in an element itself."""
    groups = element.get("option_groups") or []
    return list(element.get("options") or [each for group in groups for each in group["options"]])


def find_element(blocks: list[Json], wanted: str) -> Json:
    """Give the element of a block_id, an action_id, an input's label or a button's text. Raises LookupError."""
    labels = {each["block_id"]: each["label"]["text"] for each in blocks if each["type"] == "input"}
    found = list(elements(blocks))
    tests: Iterable[Callable[[Json], bool]] = (
        lambda e: e["block_id"] == wanted and len([o for o in found if o["block_id"] == wanted]) == 1,
        lambda e: e["action_id"] == wanted,
        lambda e: labels.get(e["block_id"]) == wanted,
        lambda e: e["type"] == "button" and e["text"]["text"] == wanted,
        lambda e: e["type"] == "button" and wanted in e["text"]["text"],
    )
    for test in tests:
        for each in found:
            if test(each):
                return each
    there = [labels.get(e["block_id"]) or e.get("text", {}).get("text") or e["action_id"] for e in found]
    raise LookupError(f"there is no {wanted!r}, only {there}")


def problems_of(blocks: list[Json], values: dict[str, Json]) -> dict[str, str]:
    """Give what Slack's client shows instead of sending a form: block_id → message."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element, name = block["element"], block["block_id"]
        value = values[name][element["action_id"]].get(field_of(element["type"]))
        if value in _EMPTY:
            if not block.get("optional"):
                found[name] = "Please complete this required field."
        elif complaint := _complaint(element, value):
            found[name] = complaint
    return found


def _complaint(element: Json, value: Any) -> str | None:
    kind = element["type"]
    if kind == "plain_text_input":
        return _length_complaint(element, value)
    if kind == "number_input":
        return _number_complaint(element, value)
    if kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not re.fullmatch(r"https?://[^\s/]+\S*", value):
        return "Please enter a valid URL."
    if kind == "file_input" and len(value) > element.get("max_files", 10):
        return "Too many files."
    if kind.startswith("multi_") and len(value) > element.get("max_selected_items", len(value)):
        return "Too many are selected."
    return None


def _length_complaint(element: Json, value: str) -> str | None:
    if len(value) > element.get("max_length", 3000):
        return f"Must be less than {element.get('max_length', 3000) + 1} characters."
    if len(value) < element.get("min_length", 0):
        return f"Must be at least {element['min_length']} characters."
    return None


def _number_complaint(element: Json, value: str) -> str | None:
    if not re.fullmatch(r"-?\d+(\.\d+)?" if element["is_decimal_allowed"] else r"-?\d+", value):
        return "Please enter a valid number."
    low, high = element.get("min_value", "-inf"), element.get("max_value", "inf")
    return None if float(low) <= float(value) <= float(high) else "This number is out of range."


def files_entered(files: Iterable[File | Json], base_url: str) -> list[Json]:
    """Give files as a file_input's state carries them."""
    return [each.as_json(base_url) if isinstance(each, File) else each for each in files]
