"""What Feishu refuses: a walk over a card of structure 2.0 that names every rule it breaks.

The source is https://open.feishu.cn/document/feishu-cards/card-json-v2-structure and, where it says nothing, what was
observed.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

MOST_BYTES, MOST_ELEMENTS, MOST_NESTED = 30_000, 200, 5
MOST_TABLES, MOST_CHARTS, MOST_COLUMNS, PAGE_SIZE = 5, 5, 50, 10
MOST_TYPED, MOST_OPTIONS, MOST_LABEL = 1000, 100, 100
LOCALES = frozenset({"zh_cn", "en_us"})

Json = Mapping[str, Any]
Found = Iterator[str]

_ANY = "element_id margin"
_INPUT = f"{_ANY} name required disabled width placeholder behaviors confirm"
_LAYOUT = "direction vertical_spacing horizontal_spacing vertical_align horizontal_align padding"
# The attributes of each element beside its tag; the bot makes no others, so no others are known.
_ATTRIBUTES = {
    "markdown": f"{_ANY} content i18n_content text_size text_align",
    "plain_text": "content i18n_content",
    "hr": _ANY,
    "img": f"{_ANY} img_key alt scale_type preview",
    "column_set": f"{_ANY} columns flex_mode horizontal_spacing horizontal_align background_style",
    "column": f"{_ANY} {_LAYOUT} elements width weight background_style",
    "form": f"{_ANY} {_LAYOUT} name elements",
    "table": f"{_ANY} columns rows page_size row_height header_style",
    "chart": f"{_ANY} chart_spec aspect_ratio height",
    "button": f"{_ANY} type size width text disabled confirm behaviors name form_action_type",
    "input": f"{_INPUT} default_value max_length input_type rows auto_resize max_rows",
    "select_static": f"{_INPUT} type options initial_option",
    "date_picker": f"{_INPUT} initial_date",
}
_NEEDED = {
    "markdown": "content",
    "plain_text": "content",
    "img": "img_key alt",
    "column_set": "columns",
    "form": "name elements",
    "table": "columns rows",
    "chart": "chart_spec",
    "button": "text",
    "select_static": "options",
}
_CHOICES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "markdown": {"text_size": frozenset({"normal", "notation", "heading", "heading-3", "heading-4"})},
    "column_set": {"flex_mode": frozenset({"none", "stretch", "flow", "bisect", "trisect"})},
    "column": {"width": frozenset({"auto", "weighted"})},
    "button": {
        "type": frozenset({"default", "primary", "danger", "text"}),
        "form_action_type": frozenset({"submit", "reset"}),
    },
    "input": {"input_type": frozenset({"text", "multiline_text"})},
    "chart": {"aspect_ratio": frozenset({"1:1", "2:1", "4:3", "16:9"})},
}
_INPUTS = frozenset({"input", "select_static", "date_picker"})
_AT_THE_ROOT = frozenset({"form", "table", "chart"})
_CONTAINERS = frozenset({"column_set", "form"})
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,19}")
_TOP = {"schema", "config", "header", "body"}
_CONFIG = {"update_multi", "summary", "width_mode"}
_HEADER = {"title", "subtitle", "template", "padding"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def check(card: Json) -> list[str]:
    """Name every rule a card breaks; nothing for a card that Feishu takes."""
    found = [*_unknown("card", card, _TOP)]
    config, header, body = card.get("config", {}), card.get("header", {}), card.get("body", {})
    found += [*_unknown("config", config, _CONFIG), *_unknown("header", header, _HEADER)]
    if card.get("schema") != "2.0":
        found.append("schema is not 2.0")
    if config.get("update_multi") is not True:
        found.append("update_multi is not true: the card could not be changed")
    summary = config.get("summary", {})
    found += [*_unknown("summary", summary, {"content", "i18n_content"}), *_text("summary", summary)]
    if "header" in card:
        found += _plain("title", header.get("title"))
    found += [*_unknown("body", body, {"elements", *_LAYOUT.split()}), *_within(body.get("elements"), 0, form=False)]
    found += _together(card)
    return found


def measure(value: Any) -> int:
    """Give the number of bytes of JSON in UTF-8."""
    return len(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def tagged(value: Any) -> Iterator[Json]:
    """Give everything that has a tag, from the outside in: what is counted as an element."""
    if isinstance(value, Mapping):
        if "tag" in value:
            yield value
        for name, part in value.items():
            if name not in ("chart_spec", "rows", "value"):
                yield from tagged(part)
    elif isinstance(value, list):
        for part in value:
            yield from tagged(part)


def _together(card: Json) -> Found:
    """Check what holds for the card as a whole."""
    there = list(tagged(card))
    if (bytes_ := measure(card)) > MOST_BYTES:
        yield f"{bytes_} bytes, {MOST_BYTES} allowed"
    if len(there) > MOST_ELEMENTS:
        yield f"{len(there)} elements, {MOST_ELEMENTS} allowed"
    for tag, most in (("table", MOST_TABLES), ("chart", MOST_CHARTS), ("form", 1)):
        if (count := sum(each["tag"] == tag for each in there)) > most:
            yield f"{count} of {tag}, {most} allowed"
    for key in ("element_id", "name"):
        counted = Counter(each[key] for each in there if key in each)
        yield from (f"{key} {value!r} occurs {count} times" for value, count in counted.items() if count > 1)


def _unknown(place: str, given: Any, known: set[str]) -> Found:
    if not isinstance(given, Mapping):
        yield f"{place} is no object"
    else:
        yield from (f"{place}: unknown attribute {name}" for name in given if name not in known)


def _within(elements: Any, depth: int, *, form: bool) -> Found:
    if not isinstance(elements, list):
        yield "elements are no list"
        return
    for number, element in enumerate(elements):
        if not isinstance(element, Mapping) or element.get("tag") not in _ATTRIBUTES:
            yield f"{number}: no element that is known"
            continue
        yield from (f"{number} {element['tag']}: {each}" for each in _element(element, depth, form))


def _element(element: Json, depth: int, form: bool) -> Found:
    tag = element["tag"]
    yield from _unknown(tag, element, {"tag", *_ATTRIBUTES[tag].split()})
    missing = [name for name in _NEEDED.get(tag, "").split() if name not in element]
    if missing:
        yield f"lacks {missing}"
        return
    for name, allowed in _CHOICES.get(tag, {}).items():
        if element.get(name, next(iter(allowed))) not in allowed:
            yield f"{name} cannot be {element[name]!r}"
    if "element_id" in element and not _ID.fullmatch(str(element["element_id"])):
        yield f"element_id {element['element_id']!r}"
    if tag in ("column", "plain_text"):
        yield "cannot stand on its own"
    if tag in _AT_THE_ROOT and depth:
        yield "stands at the root alone"
    if tag in _INPUTS or tag == "button":
        yield from _interactive(element, form)
    if tag in _CONTAINERS:
        yield from _container(element, depth + 1, form)
    yield from {"markdown": _markdown, "table": _table, "chart": _chart}.get(tag, _nothing)(element)


def _nothing(element: Json) -> Found:
    yield from ()


def _container(element: Json, depth: int, form: bool) -> Found:
    if depth > MOST_NESTED:
        yield f"containers nest {depth} deep, {MOST_NESTED} allowed"
    if element["tag"] == "form":
        buttons = [each for each in tagged(element["elements"]) if each.get("form_action_type") == "submit"]
        if len(buttons) != 1:
            yield f"{len(buttons)} buttons that submit, one is needed"
        if not element["name"]:
            yield "a form needs a name"
        yield from _within(element["elements"], depth, form=True)
        return
    if not element["columns"]:
        yield "no columns"
    for column in element["columns"]:
        if column.get("tag") != "column":
            yield "what is in it is no column"
            continue
        yield from _unknown("column", column, {"tag", *_ATTRIBUTES["column"].split()})
        if not 1 <= column.get("weight", 1) <= 5:
            yield f"weight {column['weight']}"
        yield from _within(column.get("elements", []), depth, form=form)


def _text(place: str, given: Json) -> Found:
    """Check a text and its translations."""
    texts = [given.get("content"), *given.get("i18n_content", {}).values()]
    if not all(isinstance(text, str) and text for text in texts):
        yield f"{place}: a text that is none"
    elif any("\ud800" <= char <= "\udfff" or (char < " " and char not in "\n\t") for text in texts for char in text):
        yield f"{place}: a character that is none"
    if unknown := set(given.get("i18n_content", {})) - LOCALES:
        yield f"{place}: languages {sorted(unknown)}"


def _plain(place: str, given: Any, most: int = 1000) -> Found:
    if not isinstance(given, Mapping) or given.get("tag") != "plain_text":
        yield f"{place} is no plain_text"
        return
    yield from (*_unknown(place, given, {"tag", "content", "i18n_content"}), *_text(place, given))
    for text in (given.get("content", ""), *given.get("i18n_content", {}).values()):
        if len(str(text)) > most:
            yield f"{place} has {len(str(text))} characters, {most} allowed"


def _markdown(element: Json) -> Found:
    yield from _text("content", element)


def _interactive(element: Json, form: bool) -> Found:
    tag, behaviors = element["tag"], element.get("behaviors", [])
    for each in behaviors:
        if each.get("type") != "callback" or set(each) != {"type", "value"}:
            yield "a behavior that is no callback"
        elif not isinstance(each["value"], Mapping):
            yield f"a value that is no object but a {type(each['value']).__name__}"
    if form and not element.get("name"):
        yield "what is in a form needs a name"
    if form and tag == "button" and "form_action_type" not in element:
        yield "a button in a form submits it"
    if not form and ("required" in element or "form_action_type" in element):
        yield "belongs into a form"
    if not form and not behaviors:
        yield "does nothing"
    if "confirm" in element:
        yield from _unknown("confirm", element["confirm"], {"title", "text"})
        yield from (*_plain("title", element["confirm"].get("title")), *_plain("text", element["confirm"].get("text")))
    if "placeholder" in element:
        yield from _plain("placeholder", element["placeholder"], MOST_LABEL)
    yield from {"button": _button, "input": _typed, "select_static": _options, "date_picker": _date}[tag](element)


def _button(element: Json) -> Found:
    yield from _plain("text", element["text"], MOST_LABEL)


def _typed(element: Json) -> Found:
    most = element.get("max_length", MOST_TYPED)
    if not 1 <= most <= MOST_TYPED:
        yield f"max_length {most}"
    if len(element.get("default_value", "")) > most:
        yield f"default_value has {len(element['default_value'])} characters, {most} allowed"
    if element.get("input_type") != "multiline_text" and {"rows", "auto_resize", "max_rows"} & set(element):
        yield "rows are for multiline_text"


def _options(element: Json) -> Found:
    values = [option.get("value") for option in element["options"]]
    if not 1 <= len(values) <= MOST_OPTIONS:
        yield f"{len(values)} options, 1 to {MOST_OPTIONS} allowed"
    if not all(isinstance(value, str) and value for value in values) or len(set(values)) < len(values):
        yield "values of options are texts, each another"
    for option in element["options"]:
        yield from (*_unknown("option", option, {"text", "value"}), *_plain("option", option.get("text")))
    if element.get("initial_option", values[0] if values else "") not in values:
        yield "what is chosen is not offered"


def _date(element: Json) -> Found:
    if not _DAY.fullmatch(element.get("initial_date", "2026-01-01")):
        yield f"initial_date {element['initial_date']!r}"


def _table(element: Json) -> Found:
    names = [column.get("name") for column in element["columns"]]
    if not 1 <= len(names) <= MOST_COLUMNS or len(set(names)) < len(names):
        yield f"{len(names)} columns, 1 to {MOST_COLUMNS} of different names allowed"
    if not 1 <= element.get("page_size", 5) <= PAGE_SIZE:
        yield f"page_size {element['page_size']}"
    for column in element["columns"]:
        yield from _unknown("column", column, {"name", "display_name", "data_type", "width"})
        if column.get("data_type") != "text" or not isinstance(column.get("display_name"), str):
            yield "a column that is not of text"
    for row in element["rows"]:
        if set(row) - set(names) or not all(isinstance(cell, str) for cell in row.values()):
            yield "a row that does not fit its columns"


def _chart(element: Json) -> Found:
    spec = element["chart_spec"]
    values = spec.get("data", {}).get("values", ())
    if spec.get("type") not in ("bar", "line") or not values:
        yield "a chart without type or data"
    if any(isinstance(number := point.get("y"), bool) or not math.isfinite(number) for point in values):
        yield "a value that is no number"
