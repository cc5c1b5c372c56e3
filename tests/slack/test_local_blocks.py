"""What the local Slack refuses of blocks and views, limit by limit."""

from typing import Any

import pytest

from tests.slack.local.block_rules import message_problems, view_problems

BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
CHART = {
    "type": "data_visualization",
    "title": "Open",
    "chart": {
        "type": "bar",
        "series": [{"name": "issues", "data": [{"label": "May", "value": 3}]}],
        "axis_config": {"categories": ["May"]},
    },
}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def modal(*blocks: dict[str, Any]) -> dict[str, Any]:
    words = {name: {"type": "plain_text", "text": name} for name in ("title", "submit")}
    return {"type": "modal", **words, "blocks": list(blocks)}


@pytest.mark.parametrize(
    "block",
    [
        section("x" * 3001),
        {"type": "section"},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": "x"}] * 11},
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
        {"type": "actions", "elements": [{**BUTTON, "action_id": str(n)} for n in range(26)]},
        {"type": "actions", "elements": [{**BUTTON, "value": "x" * 2001}]},
        {"type": "actions", "elements": [{**BUTTON, "style": "loud"}]},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 11},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101},
        {"type": "image", "image_url": "https://example.org/a.png"},
        {"type": "divider", "colour": "red"},
        {"type": "nonsense"},
        {**section("x"), "block_id": "x" * 256},
        {**CHART, "title": "x" * 51},
    ],
)
def test_blocks_over_a_limit_are_refused(block: dict[str, Any]) -> None:
    assert message_problems([block])


def test_blocks_within_the_limits_are_taken() -> None:
    rich = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x", "style": {"bold": True}}]}
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": "x" * 150, "emoji": True}},
        {**section("x" * 3000), "accessory": BUTTON},
        {"type": "actions", "elements": [{**BUTTON, "value": "x" * 2000}]},
        {"type": "rich_text", "elements": [rich, {"type": "rich_text_list", "style": "bullet", "elements": [rich]}]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 20] * 100},
        CHART,
    ]
    assert message_problems(blocks) == []
    assert message_problems([{"type": "divider"}] * 50) == []
    assert message_problems([{"type": "divider"}] * 51)


@pytest.mark.parametrize(
    ("element", "good"),
    [
        ({"type": "plain_text_input", "max_length": 3000}, True),
        ({"type": "plain_text_input", "max_length": 3001}, False),
        ({"type": "plain_text_input", "max_length": 2, "initial_value": "abc"}, False),
        ({"type": "static_select", "options": []}, False),
        ({"type": "datepicker", "initial_date": "tomorrow"}, False),
        ({"type": "number_input"}, False),
        ({"type": "file_input", "max_files": 11}, False),
        ({"type": "external_select", "min_query_length": 0}, True),
        ({"type": "button", "text": {"type": "plain_text", "text": "Go"}}, False),
    ],
)
def test_inputs_are_held_to_their_limits(element: dict[str, Any], good: bool) -> None:
    block = {"type": "input", "label": {"type": "plain_text", "text": "x"}, "element": element}
    assert (not view_problems(modal(block), "modal")) is good


def test_a_form_needs_a_submit_button() -> None:
    label, element = {"type": "plain_text", "text": "x"}, {"type": "plain_text_input"}
    view = modal({"type": "input", "label": label, "element": element})
    del view["submit"]
    assert view_problems(view, "modal")
