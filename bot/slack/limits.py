"""What Slack refuses: an independent walk over blocks and views that names every violation.

The source is https://docs.slack.dev/reference/block-kit and, where it says nothing, what was observed.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from bot.slack.markup import length

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MESSAGE_TEXT = 13_000
TEXT_BYTES = 4000
"""What chat.update takes as a message's text, in UTF-8; its documentation says characters."""
VIEW_BYTES = 250_000
_IDS = {"block_id": 255, "action_id": 255, "callback_id": 255, "private_metadata": 3000}
_TEXT_KEYS = frozenset({"text", "fallback", "alt_text", "title", "label", "name", "x_label", "y_label"})
_VIEW_ALONE = frozenset({"input"})
_MESSAGE_ALONE = frozenset({"table", "data_visualization"})

Block = Mapping[str, Any]
Found = Iterator[str]


def check_message(blocks: Sequence[Block], text: str = "-") -> list[str]:
    """Name everything about a message's blocks and its text that Slack would refuse."""
    found = [*_each(blocks, MESSAGE_BLOCKS, _VIEW_ALONE)]
    found += _within("text", text, 40_000)
    if (size := len(text.encode("utf-8", "surrogatepass"))) > TEXT_BYTES:
        found.append(f"text has {size} bytes, {TEXT_BYTES} allowed")
    if measure(blocks) > MESSAGE_TEXT:
        found.append(f"all text together: {measure(blocks)} characters, {MESSAGE_TEXT} allowed")
    for kind, most in (("table", 1), ("data_visualization", 2)):
        if (count := sum(block.get("type") == kind for block in blocks)) > most:
            found.append(f"{count} blocks of type {kind}, {most} allowed")
    return found


def check_view(view: Block) -> list[str]:
    """Name everything about a modal or a Home view that Slack would refuse."""
    found = [*_each(view.get("blocks", ()), VIEW_BLOCKS, _MESSAGE_ALONE)]
    modal = view.get("type") == "modal"
    for part in ("title", "submit", "close"):
        if part in view or (modal and part == "title"):
            found += _object(part, view.get(part), 24, {"plain_text"})
    inputs = any(block.get("type") == "input" for block in view.get("blocks", ()))
    if modal and inputs and "submit" not in view:
        found.append("a modal with inputs needs a submit")
    for key in ("callback_id", "private_metadata"):
        found += _within(key, view.get(key, "-") or "-", _IDS[key])
    if (size := len(json.dumps(view, ensure_ascii=False).encode("utf-8", "surrogatepass"))) > VIEW_BYTES:
        found.append(f"the view has {size} bytes, {VIEW_BYTES} allowed")
    return found


def measure(value: Any) -> int:
    """Give the length of all the text in blocks."""
    if isinstance(value, Mapping):
        own = sum(length(text) for key, text in value.items() if key in _TEXT_KEYS and isinstance(text, str))
        return own + sum(measure(part) for part in value.values())
    return sum(measure(part) for part in value) if isinstance(value, list | tuple) else 0


def _each(blocks: Sequence[Block], most: int, foreign: frozenset[str]) -> Found:
    if not 0 < len(blocks) <= most:
        yield f"{len(blocks)} blocks, 1 to {most} allowed"
    for key in ("block_id", "action_id"):
        named = Counter(value for value in _values(blocks, key))
        yield from (f"{key} {name!r} occurs {count} times" for name, count in named.items() if count > 1)
    for number, block in enumerate(blocks):
        kind = block.get("type")
        check = _BLOCKS.get(str(kind))
        if check is None or kind in foreign:
            yield f"block {number}: a {kind} cannot be here"
            continue
        for sentence in (*_ids(block), *check(block)):
            yield f"block {number} ({kind}): {sentence}"


def _values(value: Any, key: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get(key), str):
            yield value[key]
        for part in value.values():
            yield from _values(part, key)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _values(part, key)


def _ids(part: Block) -> Found:
    for key in ("block_id", "action_id"):
        if key in part:
            yield from _within(key, part[key], _IDS[key])


def _within(name: str, text: Any, most: int, least: int = 1) -> Found:
    if not isinstance(text, str):
        yield f"{name} is no text"
        return
    if not least <= length(text) <= most:
        yield f"{name} has {length(text)} characters, {least} to {most} allowed"
    if any("\ud800" <= char <= "\udfff" or (char < " " and char not in "\n\t") for char in text):
        yield f"{name} has a character that is none"


def _object(name: str, given: Any, most: int, kinds: set[str]) -> Found:
    """Check a text object."""
    if not isinstance(given, Mapping) or given.get("type") not in kinds:
        yield f"{name} is no text object of {sorted(kinds)}"
        return
    yield from _within(name, given.get("text"), most)
    if given["type"] == "mrkdwn" and "emoji" in given:
        yield f"{name}: emoji is for plain_text alone"


_BOTH = {"plain_text", "mrkdwn"}


def _header(block: Block) -> Found:
    yield from _object("text", block.get("text"), 150, {"plain_text"})


def _section(block: Block) -> Found:
    if "text" not in block and not block.get("fields"):
        yield "neither text nor fields"
    if "text" in block:
        yield from _object("text", block["text"], 3000, _BOTH)
    if len(block.get("fields", ())) > 10:
        yield f"{len(block['fields'])} fields, 10 allowed"
    for field in block.get("fields", ()):
        yield from _object("field", field, 2000, _BOTH)
    if "accessory" in block:
        yield from _element(block["accessory"])


def _context(block: Block) -> Found:
    yield from _count("elements", block.get("elements"), 10)
    for element in block.get("elements", ()):
        if element.get("type") == "image":
            yield from _image(element)
        else:
            yield from _object("element", element, 2000, _BOTH)


def _actions(block: Block) -> Found:
    yield from _count("elements", block.get("elements"), 25)
    for element in block.get("elements", ()):
        yield from _element(element)


def _divider(block: Block) -> Found:
    yield from ()


def _image(block: Block) -> Found:
    yield from _within("alt_text", block.get("alt_text"), 2000)
    if ("image_url" in block) == ("slack_file" in block):
        yield "an image has an address or a file"
    if "title" in block:
        yield from _object("title", block["title"], 2000, {"plain_text"})


def _input(block: Block) -> Found:
    yield from _object("label", block.get("label"), 2000, {"plain_text"})
    if "hint" in block:
        yield from _object("hint", block["hint"], 2000, {"plain_text"})
    yield from _element(block.get("element", {}))
    if block.get("element", {}).get("type") == "button":
        yield "a button cannot be an input"
    if block.get("element", {}).get("type") == "file_input" and block.get("dispatch_action"):
        yield "a file_input cannot dispatch"


def _table(block: Block) -> Found:
    rows = block.get("rows", ())
    yield from _count("rows", rows, 100)
    if len({len(row) for row in rows}) > 1:
        yield "rows of different lengths"
    for row in rows:
        yield from _count("cells", row, 20)
        for cell in row:
            if cell.get("type") == "raw_text":
                yield from _within("cell", cell.get("text"), 3000)
            elif cell.get("type") == "rich_text":
                yield from _rich(cell)
            else:
                yield f"a {cell.get('type')} cannot be a cell"
    if measure(rows) > 10_000:
        yield f"{measure(rows)} characters in the cells, 10000 allowed"
    yield from _count("column_settings", block.get("column_settings", [{}]), 20)


def _chart(block: Block) -> Found:
    yield from _within("title", block.get("title"), 50)
    chart = block.get("chart", {})
    if chart.get("type") not in ("bar", "line", "area"):
        yield f"a chart of type {chart.get('type')}"
    categories = chart.get("axis_config", {}).get("categories", ())
    yield from _count("categories", categories, 20)
    yield from _count("series", chart.get("series"), 6)
    if len(set(categories)) < len(categories):
        yield "two categories of one name"
    names = [series.get("name") for series in chart.get("series", ())]
    if len(set(names)) < len(names):
        yield "two series of one name"
    for series in chart.get("series", ()):
        yield from _within("series", series.get("name"), 20)
        yield from _count("data", series.get("data"), 20)
        for point in series.get("data", ()):
            yield from _within("label", point.get("label"), 20)
            if point.get("label") not in categories:
                yield "a label that is no category"
            if not isinstance(point.get("value"), int | float) or point["value"] - point["value"] != 0:
                yield "a value that is no number"


def _rich(block: Block) -> Found:
    yield from _count("elements", block.get("elements"), 200)
    for part in block.get("elements", ()):
        if part.get("type") == "rich_text_list":
            if part.get("style") not in ("bullet", "ordered"):
                yield "a list without a style"
            yield from _count("items", part.get("elements"), 200)
            for item in part.get("elements", ()):
                yield from _rich_section(item)
        else:
            yield from _rich_section(part)


def _rich_section(part: Block) -> Found:
    if part.get("type") not in ("rich_text_section", "rich_text_quote", "rich_text_preformatted"):
        yield f"a {part.get('type')} in rich text"
    yield from _count("elements", part.get("elements"), 3000)
    for element in part.get("elements", ()):
        needed = {"text": "text", "link": "url", "user": "user_id", "date": "fallback"}.get(element.get("type"))
        if needed is None:
            yield f"a {element.get('type')} in a rich text section"
        else:
            yield from _within(needed, element.get(needed), 13_000)


def _count(name: str, items: Any, most: int) -> Found:
    if not isinstance(items, list | tuple) or not 0 < len(items) <= most:
        yield f"{len(items) if isinstance(items, list | tuple) else 'no'} {name}, 1 to {most} allowed"


def _element(element: Block) -> Found:
    kind = str(element.get("type"))
    check = _ELEMENTS.get(kind)
    if check is None:
        yield f"an element of type {kind}"
        return
    yield from (f"{kind}: {sentence}" for sentence in (*_ids(element), *check(element)))
    if "placeholder" in element:
        yield from _object("placeholder", element["placeholder"], 150, {"plain_text"})
    if "confirm" in element:
        confirm = element["confirm"]
        yield from _object("confirm title", confirm.get("title"), 100, {"plain_text"})
        yield from _object("confirm text", confirm.get("text"), 300, _BOTH)
        yield from _object("confirm", confirm.get("confirm"), 30, {"plain_text"})
        yield from _object("deny", confirm.get("deny"), 30, {"plain_text"})


def _button(element: Block) -> Found:
    yield from _object("text", element.get("text"), 75, {"plain_text"})
    yield from _within("value", element.get("value", "-"), 2000)
    if element.get("style", "primary") not in ("primary", "danger"):
        yield f"style {element['style']}"


def _typed(element: Block) -> Found:
    most = element.get("max_length", 3000)
    if not 1 <= most <= 3000:
        yield f"max_length {most}"
    yield from _within("initial_value", element.get("initial_value", ""), most, 0)


def _options(most: int) -> Callable[[Block], Found]:
    def check(element: Block) -> Found:
        groups = element.get("option_groups", ())
        offered = [option for group in groups for option in group.get("options", ())] or element.get("options", ())
        yield from _count("options", element.get("options") or groups, most)
        chosen = [*element.get("initial_options", ()), *filter(None, [element.get("initial_option")])]
        for option in (*offered, *chosen):
            yield from _option(option)
        if any(option not in offered for option in chosen):
            yield "what is chosen is not offered"

    return check


def _option(option: Block) -> Found:
    yield from _object("option", option.get("text"), 75, _BOTH)
    yield from _within("option value", option.get("value"), 150)


def _external(element: Block) -> Found:
    chosen = [*element.get("initial_options", ()), *filter(None, [element.get("initial_option")])]
    for option in chosen:
        yield from _option(option)
    if len({option.get("value") for option in chosen}) < len(chosen):
        yield "chosen twice"
    if len(chosen) > 100:
        yield f"{len(chosen)} chosen"


def _files(element: Block) -> Found:
    if not 1 <= element.get("max_files", 10) <= 10:
        yield f"max_files {element['max_files']}"


def _date(element: Block) -> Found:
    initial = element.get("initial_date", "2026-01-01")
    if len(initial) != 10 or not initial.replace("-", "").isdigit():
        yield f"initial_date {initial!r}"


_BLOCKS: dict[str, Callable[[Block], Found]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "divider": _divider,
    "image": _image,
    "input": _input,
    "table": _table,
    "data_visualization": _chart,
    "rich_text": _rich,
}
_ELEMENTS: dict[str, Callable[[Block], Found]] = {
    "button": _button,
    "plain_text_input": _typed,
    "url_text_input": _typed,
    "datepicker": _date,
    "static_select": _options(100),
    "checkboxes": _options(10),
    "external_select": _external,
    "multi_external_select": _external,
    "file_input": _files,
}
