"""What Feishu refuses is found, whoever made it; and an independent check finds it too."""

from typing import Any

import pytest

from bot.feishu.rules import check
from tests.feishu.local.card_rules import CardRefused, check_card

Json = dict[str, Any]


def card(*elements: Json, **more: Any) -> Json:
    """Give a card of elements."""
    config = {"update_multi": True, "summary": {"content": "x"}}
    return {"schema": "2.0", "config": config, "body": {"elements": list(elements)}, **more}


def plain(text: str) -> Json:
    """Give a plain_text."""
    return {"tag": "plain_text", "content": text}


def form(*elements: Json, name: str = "form") -> Json:
    """Give a form with a button that submits it."""
    return {"tag": "form", "name": name, "elements": [*elements, SUBMIT]}


def side(*elements: Json) -> Json:
    """Give elements in a column."""
    return {"tag": "column_set", "columns": [{"tag": "column", "elements": list(elements)}]}


def nested(depth: int) -> Json:
    """Give containers in containers."""
    return side(nested(depth - 1)) if depth else WORDS


WORDS = {"tag": "markdown", "content": "x"}
CALLBACK = [{"type": "callback", "value": {"v": "signed"}}]
BUTTON: Json = {"tag": "button", "text": plain("x"), "behaviors": CALLBACK}
SUBMIT = {**BUTTON, "name": "submit", "form_action_type": "submit"}
INPUT = {"tag": "input", "name": "a", "input_type": "text", "max_length": 1000}
MENU = {"tag": "select_static", "name": "b", "options": [{"text": plain("x"), "value": "x"}]}
DATE = {"tag": "date_picker", "name": "c", "initial_date": "2026-11-18"}
TABLE: Json = {
    "tag": "table",
    "page_size": 10,
    "columns": [{"name": "c0", "display_name": "x", "data_type": "text"}],
    "rows": [{"c0": "x"}],
}
CHART = {"tag": "chart", "chart_spec": {"type": "bar", "data": {"values": [{"x": "a", "y": 1}]}}}


def test_a_good_card_is_not_complained_about() -> None:
    made = card(WORDS, *[TABLE] * 5, *[CHART] * 5, side(BUTTON), form(INPUT, MENU, DATE), nested(5))
    assert check(made) == []
    check_card(made)


@pytest.mark.parametrize(
    "elements",
    [
        [{"tag": "marquee"}],
        [{"tag": "note", "elements": []}],
        [{"tag": "action", "actions": []}],
        [{**WORDS, "colour": "red"}],
        [{**WORDS, "element_id": "1st"}],
        [{**WORDS, "element_id": "a" * 21}],
        [{**WORDS, "element_id": "a"}, {**WORDS, "element_id": "a"}],
        [{**WORDS, "i18n_content": {"zh-CN": "x"}}],
        [{**WORDS, "text_size": "huge"}],
        [{"tag": "markdown"}],
        [{"tag": "column", "elements": []}],
        [{"tag": "column_set", "columns": []}],
        [{"tag": "column_set", "columns": [WORDS]}],
        [nested(6)],
        [WORDS] * 201,
        [TABLE] * 6,
        [CHART] * 6,
        [side(TABLE)],
        [side(CHART)],
        [side(form(INPUT))],
        [form(TABLE)],
        [form(CHART)],
        [form(form(INPUT, name="other"))],
        [{"tag": "form", "name": "form", "elements": [INPUT]}],
        [{"tag": "form", "elements": [SUBMIT]}],
        [form(INPUT, INPUT)],
        [form({"tag": "input"})],
        [form(BUTTON)],
        [form({**INPUT, "max_length": 1001})],
        [form({**INPUT, "max_length": 3, "default_value": "1234"})],
        [form({**INPUT, "rows": 3})],
        [form({**MENU, "options": []})],
        [form({**MENU, "initial_option": "y"})],
        [form({**MENU, "options": [*MENU["options"], *MENU["options"]]})],
        [form({**DATE, "initial_date": "18.11.2026"})],
        [{**BUTTON, "behaviors": [{"type": "callback", "value": "signed"}]}],
        [{**BUTTON, "behaviors": [{"type": "callback", "value": ["signed"]}]}],
        [{"tag": "button", "text": plain("x")}],
        [{**BUTTON, "text": plain("x" * 101)}],
        [{**BUTTON, "type": "loud"}],
        [{**BUTTON, "form_action_type": "submit"}],
        [{**BUTTON, "confirm": {"title": plain("x"), "text": plain("x"), "deny": plain("x")}}],
        [{**TABLE, "page_size": 11}],
        [{**TABLE, "columns": [{**TABLE["columns"][0], "name": f"c{n}"} for n in range(51)]}],
        [{**TABLE, "rows": [{"c0": 1}]}],
        [{"tag": "chart", "chart_spec": {"type": "bar"}}],
    ],
    ids=repr,
)
def test_what_feishu_refuses_is_found_by_both_checks(elements: list[Json]) -> None:
    assert check(card(*elements))
    with pytest.raises(CardRefused):
        check_card(card(*elements))


@pytest.mark.parametrize(
    "made",
    [
        {**card(WORDS), "schema": "1.0"},
        {**card(WORDS), "i18n_elements": {}},
        {**card(WORDS), "config": {"summary": {"content": "x"}}},
        {**card(WORDS), "config": {"update_multi": True}},
        {**card(WORDS), "header": {}},
        {**card(WORDS), "header": {"title": plain("x"), "color": "red"}},
        {**card(WORDS), "body": {}},
        card({"tag": "markdown", "content": "x" * 30_000}),
        card({"tag": "markdown", "content": "长" * 10_000}),
        card({"tag": "markdown", "content": ""}),
        card({"tag": "markdown", "content": "a\x00b"}),
        card({"tag": "markdown", "content": "\ud800"}),
        card(form({**MENU, "options": [{"text": plain("x"), "value": str(n)} for n in range(101)]})),
        card({**CHART, "chart_spec": {"type": "bar", "data": {"values": [{"x": "a", "y": float("nan")}]}}}),
        card(form(INPUT, {**SUBMIT, "name": "another"})),
        card({**TABLE, "rows": [{"c9": "x"}]}),
    ],
    ids=lambda made: repr(made)[:80],
)
def test_what_is_wrong_with_a_card_is_found(made: Json) -> None:
    assert check(made)


def test_every_rule_that_is_broken_is_named() -> None:
    found = check(card({**WORDS, "colour": "red"}, side(TABLE), {**BUTTON, "text": plain("x" * 101)}))
    assert len(found) == 3
    assert "unknown attribute colour" in found[0]
    assert "root" in found[1]
    assert "101 characters" in found[2]
