"""The rules a card of structure 2.0 must keep, apart from what each element's own attributes may hold."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.feishu.local.card_elements import (
    AT_THE_ROOT,
    BODY,
    CARD,
    CONFIG,
    CONTAINERS,
    ELEMENTS,
    GONE,
    HEADER,
    IN_FORMS,
    INPUTS,
    INTERACTIVE,
)
from tests.feishu.local.card_values import matching
from tests.feishu.local.world import Json

MOST_ELEMENTS, MOST_NESTED, MOST_OF_A_KIND = 200, 5, 5
_DAY, _TIME = r"\d{4}-\d\d-\d\d", r"\d\d:\d\d"
_DATES = {"initial_date": _DAY, "initial_time": _TIME, "initial_datetime": f"{_DAY} {_TIME}"}
_AT = re.compile(r"<(?:at|person)\s+[^>]*?\b(?:id|ids|user_id)\s*=\s*[\"']?([\w,]+)")
_IMAGE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
_OPAQUE = frozenset({"chart_spec", "rows", "value", "streaming_config", "style"})
"""What holds no elements, whatever stands in it."""


class CardRefused(ValueError):
    """Feishu does not take the card; `problems` says why for each place, `code` is the sub-code of the first."""

    def __init__(self, problems: list[tuple[int, str, str]]) -> None:
        """Take code, place and reason of each problem."""
        code, place, reason = problems[0]
        more = "".join(f"; ErrPath: {p}; ErrMsg: {r}" for _, p, r in problems[1:])
        super().__init__(f"ErrCode: {code}; ErrPath: {place}; ErrMsg: {reason}{more}")
        self.code, self.problems = code, [f"{place}: {reason}" for _, place, reason in problems]


def check_card(card: Json, users: Collection[str] | None = None, images: Collection[str] | None = None) -> None:
    """Raise CardRefused unless Feishu takes a card; open_ids and image keys are checked where the known are given.

    Its size is not a matter of its content: see `checked_card`.
    """
    checking = _Checking(users, images)
    checking.card(card)
    if checking.problems:
        raise CardRefused(checking.problems)


def elements(node: Any) -> Iterator[Json]:
    """Give everything in a card that has a tag, from the outside in, in its order."""
    if isinstance(node, list):
        for each in node:
            yield from elements(each)
    elif isinstance(node, dict):
        if "tag" in node:
            yield node
        for name, value in node.items():
            if name not in _OPAQUE:
                yield from elements(value)


def mentioned(content: Json) -> set[str]:
    """Give the ids that a card's markdown really mentions, `all` among them."""
    marked = (each for each in elements(content) if each["tag"] in ("markdown", "lark_md"))
    return {name for each in marked for text in _contents(each) for name in _people(text)}


@dataclass(slots=True)
class _Checking:
    users: Collection[str] | None
    images: Collection[str] | None
    problems: list[tuple[int, str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)

    def wrong(self, place: str, reason: str, code: int = 200621) -> None:
        self.problems.append((code, place, reason))

    def match(self, attributes: Any, value: Any, place: str) -> bool:
        reason = matching(attributes, value)
        if reason is not None:
            self.wrong(place, reason)
        return reason is None

    def card(self, card: Json) -> None:
        if not self.match(CARD, card, "ROOT"):
            return
        self.match(CONFIG, card.get("config", {}), "ROOT -> config")
        if "header" in card:
            self.match(HEADER, card["header"], "ROOT -> header")
        if self.match(BODY, card["body"], "ROOT -> body"):
            self.elements(card["body"]["elements"], "ROOT -> body -> elements", 0, None)
        there = list(elements({"header": card.get("header"), "body": card["body"]}))
        if len(there) > MOST_ELEMENTS:
            self.wrong("ROOT", f"element exceeds the limit: {len(there)}, at most {MOST_ELEMENTS}", 11310)
        for tag in ("table", "chart"):
            if (found := sum(each["tag"] == tag for each in there)) > MOST_OF_A_KIND:
                self.wrong("ROOT", f"{found} of {tag}, at most {MOST_OF_A_KIND}", 11310)
        for each in there:
            self.common(each)

    def common(self, element: Json) -> None:
        place, name = f"(tag: {element['tag']})", element.get("element_id")
        if isinstance(name, str):
            if name in self.ids:
                self.wrong(place, f"element_id {name!r} is there twice")
            self.ids.add(name)
        if element["tag"] in ("markdown", "lark_md"):
            for text in _contents(element):
                self.resources(text, place)
        keys = [element["img_key"]] if isinstance(element.get("img_key"), str) else []
        self.known_images(keys, place)

    def resources(self, text: str, place: str) -> None:
        if self.users is not None and (unknown := _people(text) - {"all", *self.users}):
            self.wrong(place, f"There is an invalid user resource(at/person) in your card; {sorted(unknown)}", 100290)
        self.known_images(_IMAGE.findall(text), place)

    def known_images(self, keys: list[str], place: str) -> None:
        if self.images is not None and (unknown := set(keys) - set(self.images)):
            self.wrong(place, f"card contains invalid image keys; {sorted(unknown)}", 200570)

    def elements(self, found: list[Json], place: str, depth: int, form: Json | None) -> None:
        for number, each in enumerate(found):
            self.element(each, f"{place} -> [{number}](tag: {each.get('tag')})", depth, form)

    def element(self, element: Json, place: str, depth: int, form: Json | None) -> None:
        tag = element.get("tag")
        if tag in GONE:
            self.wrong(place, f"cards of schema V2 no longer support this capability; unsupported tag {tag}", 200861)
            return
        if tag not in ELEMENTS or tag == "column":
            self.wrong(place, f"tag {tag!r} is not known here")
            return
        if not self.match(ELEMENTS[tag], element, place):
            return
        if tag in AT_THE_ROOT and (depth > 0 or form is not None):
            self.wrong(place, f"a {tag} stands at the root alone")
        if tag in INTERACTIVE:
            self.interactive(element, place, form)
        if rule := _RULES.get(tag):
            for reason in rule(element):
                self.wrong(place, reason, 200550 if tag == "chart" else 200621)
        if tag in CONTAINERS:
            self.container(element, place, depth + 1, form)

    def container(self, element: Json, place: str, depth: int, form: Json | None) -> None:
        if depth > MOST_NESTED:
            self.wrong(place, f"containers nest {depth} deep, at most {MOST_NESTED}")
        if element["tag"] == "form":
            self.form(element, place)
            form = element
        if element["tag"] != "column_set":
            self.elements(element["elements"], f"{place} -> elements", depth, form)
            return
        for number, column in enumerate(element["columns"]):
            inner = f"{place} -> columns -> [{number}]"
            if column.get("tag") != "column":
                self.wrong(inner, "is no column")
            elif self.match(ELEMENTS["column"], column, inner):
                self.elements(column.get("elements", []), f"{inner} -> elements", depth, form)

    def form(self, form: Json, place: str) -> None:
        self.name(form, place)
        if not any(each.get("form_action_type") == "submit" for each in elements(form["elements"])):
            self.wrong(place, "a form needs a button of form_action_type submit")

    def interactive(self, element: Json, place: str, form: Json | None) -> None:
        tag = element["tag"]
        if form is None:
            if tag in IN_FORMS:
                self.wrong(place, f"a {tag} stands in a form alone")
            for name in ("required", "form_action_type"):
                if name in element:
                    self.wrong(place, f"{name} has its meaning in a form alone")
            if tag == "button" and "behaviors" not in element and not element.get("disabled"):
                self.wrong(place, "a button needs behaviors")
        elif tag == "button" and "form_action_type" not in element:
            self.wrong(place, "a button in a form needs a form_action_type")
        if form is not None and tag in INPUTS | {"button"} and "name" not in element:
            self.wrong(place, "what is in a form needs a name", 200530)
        if "name" in element:
            self.name(element, place)

    def name(self, element: Json, place: str) -> None:
        if element["name"] in self.names:
            self.wrong(place, f"name {element['name']!r} is there twice", 200530)
        self.names.add(element["name"])


def _people(text: str) -> set[str]:
    return {name for found in _AT.findall(text) for name in found.split(",")}


def _contents(element: Json) -> list[str]:
    return [str(element.get("content", "")), *element.get("i18n_content", {}).values()]


def _options(element: Json) -> Iterator[str]:
    values = [each["value"] for each in element.get("options", [])]
    if len(set(values)) < len(values):
        yield "two options have the same value"
    texts = [each.get("text", {}).get("content") for each in element.get("options", [])]
    if element.get("initial_option", "") not in ("", *values, *texts) and values:
        yield f"initial_option {element['initial_option']!r} is no option"
    if values and (unknown := set(element.get("selected_values", [])) - set(values)):
        yield f"selected_values {sorted(unknown)} are no options"
    if element.get("initial_index", 0) > len(values):
        yield "initial_index is beyond the options"


def _picked(element: Json) -> Iterator[str]:
    for name, pattern in _DATES.items():
        if element.get(name) and not re.fullmatch(pattern, element[name]):
            yield f"{name} {element[name]!r} is not of the form {pattern}"


def _typed(element: Json) -> Iterator[str]:
    if len(element.get("default_value", "")) > element.get("max_length", 1000):
        yield "default_value is longer than max_length"
    if "rows" in element and element.get("input_type") != "multiline_text":
        yield "rows are those of a multiline_text"


def _table(element: Json) -> Iterator[str]:
    kinds = {each["name"]: each["data_type"] for each in element["columns"]}
    if len(kinds) < len(element["columns"]):
        yield "two columns have the same name"
    for number, row in enumerate(element["rows"]):
        for name, value in row.items():
            if name in kinds and not _CELLS[kinds[name]](value):
                yield f"table rows is invalid: [{number}] {name} {value!r} is no {kinds[name]}"


def _chart(element: Json) -> Iterator[str]:
    spec = element["chart_spec"]
    if not isinstance(spec.get("type"), str) or not ({"data", "series"} & set(spec)):
        yield "chart spec is invalid: it needs a type and data"
    if "axes" in spec and not isinstance(spec["axes"], list):
        yield "chart spec is invalid: axes must be a list"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_options(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all("text" in each for each in value))


_CELLS: dict[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "lark_md": lambda value: isinstance(value, str),
    "markdown": lambda value: isinstance(value, str),
    "number": _is_number,
    "date": _is_number,
    "options": _is_options,
    "persons": lambda value: isinstance(value, str | list),
}
_RULES: dict[str, Callable[[Json], Iterator[str]]] = {
    "input": _typed,
    "select_static": _options,
    "multi_select_static": _options,
    "select_person": _options,
    "multi_select_person": _options,
    "date_picker": _picked,
    "picker_time": _picked,
    "picker_datetime": _picked,
    "table": _table,
    "chart": _chart,
}
