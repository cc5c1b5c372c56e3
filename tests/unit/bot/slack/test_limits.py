"""What Slack refuses is found, whoever made it."""

from typing import Any

import pytest

from bot.slack.limits import check_message, check_view, measure


def words(text: str, kind: str = "plain_text") -> dict[str, Any]:
    """Give a text object."""
    return {"type": kind, "text": text}


def section(text: str) -> dict[str, Any]:
    """Give a section."""
    return {"type": "section", "text": words(text, "mrkdwn")}


def asked(element: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Give an input."""
    return {"type": "input", "block_id": "b", "label": words("l"), "element": element, **more}


BUTTON = {"type": "button", "text": words("x"), "action_id": "a", "value": "v"}
OPTION = {"text": words("x"), "value": "v"}
POINTS = [{"label": "a", "value": 1}]
CHART = {"type": "bar", "series": [{"name": "s", "data": POINTS}], "axis_config": {"categories": ["a"]}}
CELL = {"type": "raw_text", "text": "x"}


def test_good_blocks_are_not_complained_about() -> None:
    good = [
        {"type": "header", "text": words("t")},
        section("x" * 3000),
        {"type": "divider"},
        {"type": "actions", "elements": [BUTTON]},
        {"type": "table", "rows": [[CELL] * 20] * 100},
        {"type": "data_visualization", "title": "t", "chart": CHART},
        {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "x"},
    ]
    assert check_message(good, "x") == []


@pytest.mark.parametrize(
    "block",
    [
        {"type": "header", "text": words("x" * 151)},
        {"type": "header", "text": words("x", "mrkdwn")},
        {"type": "header", "text": words("🎉" * 76)},
        {"type": "marquee"},
        {"type": "section"},
        section(""),
        section("x" * 3001),
        section("a\x00b"),
        section("\ud800"),
        {"type": "section", "fields": [words("x")] * 11},
        {"type": "section", "fields": [words("x" * 2001)]},
        {"type": "context", "elements": []},
        {"type": "context", "elements": [words("x")] * 11},
        {"type": "actions", "elements": [{**BUTTON, "action_id": f"a{n}"} for n in range(26)]},
        {"type": "actions", "elements": [BUTTON, BUTTON]},
        {"type": "actions", "elements": [{**BUTTON, "text": words("x" * 76)}]},
        {"type": "actions", "elements": [{**BUTTON, "value": "x" * 2001}]},
        {"type": "actions", "elements": [{**BUTTON, "action_id": "x" * 256}]},
        {"type": "actions", "elements": [{**BUTTON, "style": "plain"}]},
        {"type": "actions", "elements": [{**BUTTON, "confirm": {"title": words("x"), "text": words("x")}}]},
        {"type": "table", "rows": [[CELL]] * 101},
        {"type": "table", "rows": [[CELL] * 21]},
        {"type": "table", "rows": [[CELL], [CELL, CELL]]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "x" * 2900}]] * 4},
        {"type": "data_visualization", "title": "x" * 51, "chart": CHART},
        {"type": "data_visualization", "title": "t", "chart": {**CHART, "axis_config": {"categories": ["b"]}}},
        {"type": "data_visualization", "title": "t", "chart": {**CHART, "series": []}},
        {"type": "image", "alt_text": "x"},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": []}]},
        asked({"type": "plain_text_input", "action_id": "a"}),
    ],
)
def test_each_violation_in_a_message_is_named(block: dict[str, Any]) -> None:
    assert len(check_message([block], "x")) >= 1


@pytest.mark.parametrize(
    "blocks",
    [
        [],
        [{"type": "divider"}] * 51,
        [section("x" * 2700)] * 5,
        [{"type": "table", "rows": [[CELL]]}] * 2,
        [{"type": "data_visualization", "title": "t", "chart": CHART}] * 3,
        [{"type": "divider", "block_id": "b"}] * 2,
    ],
)
def test_what_is_too_much_in_a_message_is_named(blocks: list[dict[str, Any]]) -> None:
    assert len(check_message(blocks, "x")) == 1


def test_the_text_beside_the_blocks_is_checked() -> None:
    assert len(check_message([section("x")], "x" * 4001)) == 1
    assert len(check_message([section("x")], "字" * 1334)) == 1
    assert check_message([section("x")], "字" * 1333) == []
    assert len(check_message([section("x")], "")) == 1


def view(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Give a modal."""
    return {"type": "modal", "title": words("t"), "submit": words("ok"), "blocks": list(blocks), **more}


GOOD = asked({"type": "plain_text_input", "action_id": "a", "max_length": 3000, "initial_value": "x" * 3000})


def test_a_good_view_is_not_complained_about() -> None:
    assert check_view(view(GOOD, private_metadata="x" * 3000)) == []
    assert check_view({"type": "home", "blocks": [section("x")] * 100}) == []


@pytest.mark.parametrize(
    "bad",
    [
        view(GOOD, title=words("x" * 25)),
        view(GOOD, submit=words("x" * 25)),
        view(GOOD, private_metadata="x" * 3001),
        view(GOOD, callback_id="x" * 256),
        view(*[section("x")] * 101),
        view(*[section("长" * 3000)] * 30),
        {"type": "modal", "title": words("t"), "blocks": [GOOD]},
        view({"type": "table", "rows": [[CELL]]}),
        view(asked({"type": "plain_text_input", "max_length": 3001})),
        view(asked({"type": "plain_text_input", "max_length": 5, "initial_value": "123456"})),
        view(asked({"type": "static_select", "options": [OPTION] * 101})),
        view(asked({"type": "static_select", "options": []})),
        view(asked({"type": "static_select", "options": [{"text": words("x" * 76), "value": "v"}]})),
        view(asked({"type": "static_select", "options": [{"text": words("x"), "value": "v" * 151}]})),
        view(asked({"type": "static_select", "options": [OPTION], "initial_option": {**OPTION, "value": "w"}})),
        view(asked({"type": "checkboxes", "options": [OPTION] * 11})),
        view(asked({"type": "multi_external_select", "initial_options": [OPTION, OPTION]})),
        view(asked({"type": "datepicker", "initial_date": "tomorrow"})),
        view(asked({"type": "file_input", "max_files": 11})),
        view(asked({"type": "file_input"}, dispatch_action=True)),
        view(asked(BUTTON)),
        view(asked({"type": "plain_text_input"}, label=words("x" * 2001))),
        view(asked({"type": "plain_text_input"}, hint=words(""))),
        view(GOOD, GOOD),
    ],
)
def test_each_violation_in_a_view_is_named(bad: dict[str, Any]) -> None:
    assert len(check_view(bad)) >= 1


def test_all_text_is_measured_as_slack_counts_it() -> None:
    assert measure([section("ab"), {"type": "header", "text": words("🎉")}]) == 4
