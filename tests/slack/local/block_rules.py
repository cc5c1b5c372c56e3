"""What Slack refuses of blocks and views, from its documentation alone (docs.slack.dev/reference/block-kit/blocks)."""

import json
from collections.abc import Iterator
from typing import Any

from tests.slack.local.elements import (
    IDENTIFIER,
    IMAGE,
    IN_ACTIONS,
    IN_CONTEXT,
    IN_INPUT,
    IN_MODAL_INPUT,
    IN_SECTION,
    INTERACTIVE,
    RICH_ELEMENTS,
    WEB,
    plain,
    text,
)
from tests.slack.local.shapes import (
    Check,
    Problems,
    anything,
    both,
    number,
    one_of,
    record,
    rule,
    several,
    string,
    tagged,
    truth,
    unique,
    whole,
)
from tests.slack.local.world import Json

VIEW_BYTES = 250_000
MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MESSAGE_CHARACTERS, MARKDOWN_CHARACTERS, TABLE_CHARACTERS = 13_200, 12_000, 10_000
CHARTS, SERIES, POINTS = 2, 6, 20


def _block(required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return record({"type": anything, **required}, {"block_id": IDENTIFIER, **(optional or {})})


def _input(element: Check) -> Check:
    optional: dict[str, Check] = {"hint": plain(2000), "optional": truth, "dispatch_action": truth}
    return _block({"label": plain(2000), "element": element}, optional)


_RICH = _block({"elements": RICH_ELEMENTS})
_RAW_TEXT = record({"type": anything, "text": string(shortest=1)})
_RAW_NUMBER = record({"type": anything, "value": number}, {"text": string()})
_CELL = tagged({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": _RICH})
_COLUMN = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": truth})
_SAME_WIDTH = rule(lambda b: len({len(row) for row in b["rows"]}) == 1, "all rows must have the same number of cells")
_TABLE = both(
    _block({"rows": several(several(_CELL, 1, 20), 1, 100)}, {"column_settings": several(_COLUMN, 0, 20)}), _SAME_WIDTH
)
_DATA_TABLE = both(
    _block(
        {"caption": string(shortest=1), "rows": several(several(_CELL, 1, 20), 2, 201)},
        {"page_size": whole(1, 100), "row_header_column_index": whole(0, 19)},
    ),
    _SAME_WIDTH,
)
_POINT = record({"label": string(20, 1), "value": number})
_SERIES = record({"name": string(20, 1), "data": several(_POINT, 1, POINTS)})
_AXIS = record({"categories": several(string(20, 1), 1, POINTS)}, {"x_label": string(50, 1), "y_label": string(50, 1)})
_XY = both(
    record({"type": anything, "series": several(_SERIES, 1, SERIES), "axis_config": _AXIS}),
    rule(lambda c: len({s["name"] for s in c["series"]}) == len(c["series"]), "series names must be unique"),
    rule(
        lambda c: all({p["label"] for p in s["data"]} == set(c["axis_config"]["categories"]) for s in c["series"]),
        "data labels must match the axis categories",
    ),
)
_PIE = record({"type": anything, "segments": several(_POINT, 1, SERIES)})
_CHART = _block({"title": string(50, 1), "chart": tagged({"pie": _PIE, "bar": _XY, "line": _XY, "area": _XY})})
_SECTION = both(
    _block({}, {"text": text(3000), "fields": several(text(2000), 1, 10), "accessory": IN_SECTION, "expand": truth}),
    rule(lambda b: bool(b.get("text") or b.get("fields")), "needs text or fields"),
)
_VIDEO = _block(
    {"alt_text": string(2000, 1), "title": plain(200), "video_url": WEB, "thumbnail_url": WEB},
    {
        "author_name": string(50),
        "description": plain(200),
        "provider_icon_url": WEB,
        "provider_name": string(),
        "title_url": WEB,
    },
)
_EVERYWHERE: dict[str, Check] = {
    "actions": _block({"elements": several(IN_ACTIONS, 1, 25)}),
    "context": _block({"elements": several(IN_CONTEXT, 1, 10)}),
    "divider": _block({}),
    "header": _block({"text": plain(150)}),
    "image": IMAGE,
    "input": _input(IN_INPUT),
    "rich_text": _RICH,
    "section": _SECTION,
    "video": _VIDEO,
}
_IN_MESSAGE = tagged(
    {
        **_EVERYWHERE,
        "context_actions": _block({"elements": several(anything, 1, 5)}),
        "data_table": _DATA_TABLE,
        "data_visualization": _CHART,
        "file": _block({"external_id": string(shortest=1), "source": one_of("remote")}),
        "markdown": _block({"text": string(MARKDOWN_CHARACTERS, 1)}),
        "table": _TABLE,
    }
)
_IN_MODAL = tagged({**_EVERYWHERE, "input": _input(IN_MODAL_INPUT)})
_IN_HOME = tagged(_EVERYWHERE)
_VIEW_FIELDS: dict[str, Check] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
_MODAL = record(
    {"type": one_of("modal"), "title": plain(24), "blocks": several(_IN_MODAL, 0, VIEW_BLOCKS)},
    {
        **_VIEW_FIELDS,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": truth,
        "notify_on_close": truth,
        "submit_disabled": truth,
    },
)
_HOME = record({"type": one_of("home"), "blocks": several(_IN_HOME, 0, VIEW_BLOCKS)}, _VIEW_FIELDS)


def message_problems(blocks: Any) -> Problems:
    """Name everything Slack would refuse about a message's blocks."""
    problems: Problems = []
    several(_IN_MESSAGE, 0, MESSAGE_BLOCKS)(blocks, "/blocks", problems)
    if problems:
        return problems
    kinds = [each["type"] for each in blocks]
    for kind, most in (("table", 1), ("data_visualization", CHARTS)):
        if kinds.count(kind) > most:
            problems.append(f"[ERROR] only {most} {kind} block(s) allowed a message [json-pointer:/blocks]")
    tables = [each for each in blocks if each["type"] in ("table", "data_table")]
    if sum(len(part) for part in _texts(tables)) > TABLE_CHARACTERS:
        problems.append("[ERROR] invalid_attachments: tables are too long [json-pointer:/blocks]")
    if sum(len(each["text"]) for each in blocks if each["type"] == "markdown") > MARKDOWN_CHARACTERS:
        problems.append("[ERROR] markdown is too long [json-pointer:/blocks]")
    return [*problems, *_identifier_problems(blocks)]


def message_characters(blocks: Any) -> int:
    """Count the characters of all texts in a message's blocks."""
    return sum(len(part) for part in _texts(blocks))


def view_problems(view: Any, kind: str) -> Problems:
    """Name everything Slack would refuse about a view; `kind` is the one it has to be: modal or home."""
    problems: Problems = []
    (_MODAL if kind == "modal" else _HOME)(view, "/view", problems)
    if problems:
        return problems
    if kind == "modal" and not view.get("submit") and any(each["type"] == "input" for each in view["blocks"]):
        problems.append("[ERROR] missing required field: submit [json-pointer:/view]")
    focused = [each for each in elements(view["blocks"]) if each.get("focus_on_load")]
    if len(focused) > 1:
        problems.append("[ERROR] only one element can have focus_on_load [json-pointer:/view/blocks]")
    return [*problems, *_identifier_problems(view["blocks"])]


def view_size(view: Any) -> int:
    """Give how many bytes a view has as JSON."""
    return len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode())


def options_problems(answer: Any) -> Problems:
    """Name everything Slack would refuse about the answer to a block_suggestion."""
    problems: Problems = []
    option = record({"text": plain(75), "value": string(150, 1)}, {"description": plain(75)})
    group = record({"label": plain(75), "options": several(option, 0, 100)})
    shape = record({}, {"options": several(option, 0, 100), "option_groups": several(group, 0, 100)})
    shape(answer, "", problems)
    if not problems and len(set(answer)) != 1:
        problems.append("[ERROR] needs exactly one of options, option_groups [json-pointer:/]")
    return problems


def elements(blocks: list[Json]) -> Iterator[Json]:
    """Give the interactive elements of blocks in their order, each with its `block_id` beside its own fields."""
    for block in blocks:
        inside = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        for each in inside if block["type"] in ("actions", "section", "input") else []:
            if each and each["type"] in INTERACTIVE:
                yield {**each, "block_id": block.get("block_id")}


def _identifier_problems(blocks: list[Json]) -> Problems:
    problems: Problems = []
    unique([each["block_id"] for each in blocks if each.get("block_id")], "/blocks", problems, "block_id")
    for place, block in enumerate(blocks):
        actions = [each["action_id"] for each in elements([block]) if each.get("action_id")]
        unique(actions, f"/blocks/{place}", problems, "action_id")
    return problems


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _texts(each)
    elif isinstance(node, dict):
        for name, each in node.items():
            if name == "text" and isinstance(each, str):
                yield each
            else:
                yield from _texts(each)
