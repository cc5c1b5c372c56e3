"""What a person can enter into the elements of a card, as Feishu's own client sends it and lets it pass."""

import re
from collections.abc import Mapping
from typing import Any

from tests.feishu.local.card_elements import INPUTS, INTERACTIVE
from tests.feishu.local.card_rules import elements
from tests.feishu.local.state import LocalFeishu
from tests.feishu.local.world import Chat, Json, User

_EMPTY: tuple[Any, ...] = (None, "", [], ())
_DAY, _TIME = r"\d{4}-\d\d-\d\d", r"\d\d:\d\d"
_DATES = {"date_picker": _DAY, "picker_time": _TIME, "picker_datetime": f"{_DAY} {_TIME}"}
_MARKUP, _DECORATION = re.compile(r"<[^>]+>"), "*_~:： \t"
_INITIAL = {
    "input": "default_value",
    "select_static": "initial_option",
    "multi_select_static": "selected_values",
    "select_person": "initial_option",
    "multi_select_person": "selected_values",
    "date_picker": "initial_date",
    "picker_time": "initial_time",
    "picker_datetime": "initial_datetime",
    "checker": "checked",
}


class NotEnterable(ValueError):
    """Feishu's client does not let a person enter this, or send a form so; `problems` says why for each element."""

    def __init__(self, problems: dict[str, str]) -> None:
        """Take name → what the client shows at it."""
        super().__init__(str(problems))
        self.problems = problems


def shown(element: Json, locale: str) -> str:
    """Give what a text element (or markdown) reads in a language, with the first one where there is none of it."""
    translations: Json = element.get("i18n_content", {})
    return str(translations.get(locale) or element.get("content") or next(iter(translations.values()), ""))


def labels(card: Json, element: Json, locale: str) -> list[str]:
    """Give the names a person may call an element by: its label, its text, its placeholder, or the text before it.

    Each as it stands, and its first line without what only decorates it: markup, a star, a colon.
    """
    found = [shown(element[name], locale) for name in ("label", "text", "placeholder") if name in element]
    if element["tag"] in INPUTS and "label" not in element:
        found.append(_before(card, element, locale))
    bare = [_MARKUP.sub("", each.split("\n")[0]).strip(_DECORATION) for each in found]
    return [each for each in dict.fromkeys(found + bare) if each]


def _before(card: Json, element: Json, locale: str) -> str:
    inner = {id(each) for one in elements(card) if one["tag"] in INTERACTIVE for each in elements(list(one.values()))}
    before = ""
    for each in elements(card):
        if each is element:
            break
        if each["tag"] in INTERACTIVE:
            before = ""
        elif each["tag"] in ("markdown", "plain_text", "lark_md") and id(each) not in inner:
            before = shown(each, locale)
    return before


def find_element(card: Json, wanted: str, locale: str, tags: frozenset[str]) -> Json:
    """Give the element of a name, an element_id, a label or a text. Raises LookupError when there is none, or two."""
    there = [each for each in elements(card) if each["tag"] in tags]
    named = [each for each in there if wanted in (each.get("name"), each.get("element_id"))]
    called = [each for each in there if wanted in labels(card, each, locale)]
    parts = [each for each in there if each["tag"] == "button" and wanted in "\n".join(labels(card, each, locale))]
    for found in (named, called, parts):
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            raise LookupError(f"{len(found)} elements are called {wanted!r}")
    raise LookupError(f"there is no {wanted!r}, only {[labels(card, each, locale) for each in there]}")


def form_of(card: Json, element: Json) -> Json | None:
    """Give the form an element stands in."""
    forms = [each for each in elements(card) if each["tag"] == "form"]
    return next((form for form in forms if any(each is element for each in elements(form))), None)


def entered(feishu: LocalFeishu, chat: Chat, user: User, element: Json, value: Any) -> Any:
    """Give an element's value as it is called back, for what a person enters.

    Texts; labels or values of options; people as such, by name or id; ISO dates and times; true and false; lists.
    Raises NotEnterable when it cannot be entered.
    """
    tag, name = element["tag"], str(element.get("name") or element.get("element_id") or element["tag"])
    if element.get("disabled"):
        raise NotEnterable({name: "it is disabled"})
    if tag == "checker":
        return bool(value)
    if tag.startswith("multi_"):
        return [_chosen(feishu, chat, element, name, each) for each in value or []]
    if value in _EMPTY:
        return ""
    if tag in ("select_static", "select_person"):
        return _chosen(feishu, chat, element, name, value)
    if tag in _DATES:
        return _picked(user, element, name, value)
    return _typed(element, name, str(value))


def form_value(feishu: LocalFeishu, chat: Chat, user: User, form: Json, values: Mapping[str, Any]) -> Json:
    """Give what a form calls back: what was entered, by name, and what stood there already.

    Raises NotEnterable when something required is missing, as the client does before anything is sent.
    """
    found: Json = {}
    inputs = [each for each in elements(form) if each["tag"] in INPUTS]
    for each in inputs:
        if each["name"] in values:
            found[each["name"]] = entered(feishu, chat, user, each, values[each["name"]])
        else:
            found[each["name"]] = _initial(feishu, chat, user, each)
    missing = [each["name"] for each in inputs if each.get("required") and found[each["name"]] in _EMPTY]
    if missing:
        raise NotEnterable(dict.fromkeys(missing, "有必填项未填写"))
    return found


def _initial(feishu: LocalFeishu, chat: Chat, user: User, element: Json) -> Any:
    value = element.get(_INITIAL[element["tag"]])
    if element["tag"] == "input":
        value = element.get("i18n_default_value", {}).get(user.locale, value)
    if element["tag"] == "select_static" and not value and element.get("initial_index"):
        value = element["options"][element["initial_index"] - 1]["value"]
    enabled = {name: each for name, each in element.items() if name != "disabled"}
    return entered(feishu, chat, user, enabled, value)


def _chosen(feishu: LocalFeishu, chat: Chat, element: Json, name: str, wanted: Any) -> str:
    options = element.get("options", [])
    if element["tag"].endswith("person"):
        person = feishu.user(wanted)
        offered = [each["value"] for each in options] or chat.members
        if person.open_id not in offered:
            raise NotEnterable({name: f"{person.name} is not offered"})
        return person.open_id
    for each in options:
        texts = [each["text"].get("content"), *each["text"].get("i18n_content", {}).values()]
        if wanted in (each["value"], *texts):
            return str(each["value"])
    raise NotEnterable({name: f"{wanted!r} is not offered, only {[each['text'].get('content') for each in options]}"})


def _picked(user: User, element: Json, name: str, value: Any) -> str:
    if not re.fullmatch(_DATES[element["tag"]], str(value)):
        raise NotEnterable({name: f"{value!r} cannot be picked"})
    return f"{value} {user.offset}"


def _typed(element: Json, name: str, value: str) -> str:
    if len(value) > element.get("max_length", 1000):
        raise NotEnterable({name: f"at most {element.get('max_length', 1000)} characters can be typed"})
    if "\n" in value and element.get("input_type") != "multiline_text":
        raise NotEnterable({name: "a line break cannot be typed here"})
    return value
