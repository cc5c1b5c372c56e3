"""The local Feishu takes the cards that Feishu takes, and says of others what is wrong with them."""

from typing import Any

import pytest

from tests.feishu.cards import button, callback, card, form, markdown, nested, plain, select, text_input
from tests.feishu.local import CardRefused, check_card, elements, mentioned

CHART = {"tag": "chart", "chart_spec": {"type": "line", "data": {"values": []}}}
COLUMN = {"name": "a", "data_type": "text", "display_name": "A"}
TABLE = {"tag": "table", "columns": [COLUMN], "rows": [{"a": "1"}]}
HEADER = {"title": plain("缺 3 项", en_us="3 missing"), "template": "blue"}
GOOD: dict[str, dict[str, Any]] = {
    "markdown": markdown("**a**", i18n_content={"en_us": "b"}, text_size="notation"),
    "div": {"tag": "div", "text": {**plain("a"), "text_color": "grey", "lines": 2}, "width": "auto"},
    "hr": {"tag": "hr", "margin": "4px 0"},
    "img": {"tag": "img", "img_key": "img_1", "alt": plain("a chart")},
    "button": button("go", type="primary_filled", size="small", confirm={"title": plain("?"), "text": plain("!")}),
    "link": {"tag": "button", "text": plain("a"), "behaviors": [{"type": "open_url", "default_url": "https://a.b"}]},
    "columns": nested(5),
    "panel": {
        "tag": "collapsible_panel",
        "header": {"title": plain("more"), "icon": {"tag": "standard_icon", "token": "down_outlined"}},
        "elements": [markdown("inside")],
        "border": {"color": "grey", "corner_radius": "5px"},
    },
    "container": {"tag": "interactive_container", "behaviors": callback(a=1), "elements": [markdown("press")]},
    "table": TABLE,
    "chart": CHART,
    "checker": {"tag": "checker", "text": plain("done"), "checked": True, "behaviors": callback(a=1)},
    "overflow": {"tag": "overflow", "options": [{"text": plain("a"), "value": "a"}], "behaviors": callback(a=1)},
    "person": {"tag": "select_person", "behaviors": callback(a=1), "options": [{"value": "ou_1"}]},
    "form": form(
        text_input("summary", "变更内容", required=True, max_length=1000, input_type="multiline_text", rows=3),
        select("phase", "启动", "设计", initial_option="1"),
        select("tags", "a", "b", tag="multi_select_static", selected_values=["0"]),
        {"tag": "multi_select_person", "name": "people", "required": False},
        {"tag": "date_picker", "name": "day", "initial_date": "2026-11-18"},
        {"tag": "picker_datetime", "name": "at", "initial_datetime": "2026-11-18 09:30"},
    ),
}


def refused(*found: dict[str, Any], **more: Any) -> str:
    with pytest.raises(CardRefused) as error:
        check_card(card(*found, **more), users={"ou_1"}, images={"img_1"})
    return str(error.value)


@pytest.mark.parametrize("name", GOOD)
def test_every_element_is_taken_in_its_proper_place(name: str) -> None:
    check_card(card(GOOD[name], header=HEADER, config={"update_multi": True}), users={"ou_1"}, images={"img_1"})


@pytest.mark.parametrize("name", GOOD)
def test_an_unknown_attribute_is_refused_at_every_element(name: str) -> None:
    assert "unknown attributes ['colour']" in refused({**GOOD[name], "colour": "red"})


@pytest.mark.parametrize("tag", ["action", "note"])
def test_elements_of_structure_1_are_named_as_gone(tag: str) -> None:
    assert f"200861; ErrPath: ROOT -> body -> elements -> [0](tag: {tag})" in refused({"tag": tag, "elements": []})


@pytest.mark.parametrize(
    ("element", "why"),
    [
        (button("a", behaviors=[{"type": "callback", "value": "text"}]), "must be an object, not a str"),
        (button("a", behaviors=[{"type": "callback", "value": ["list"]}]), "must be an object, not a list"),
        (button("a", behaviors=[]), "at least 1"),
        (button("a" * 101), "more than 100"),
        (button("a", value={"old": "way"}), "unknown attributes ['value']"),
        ({"tag": "button", "text": plain("dead")}, "needs behaviors"),
        (button("a", form_action_type="submit"), "in a form alone"),
        (text_input("a", "b", required=True), "in a form alone"),
        (text_input("a", "b", max_length=1001), "1 to 1000"),
        (text_input("a", "b", default_value="abc", max_length=2), "longer than max_length"),
        (select("a", "x", tag="multi_select_static"), "in a form alone"),
        ({"tag": "multi_select_person", "name": "a"}, "in a form alone"),
        ({"tag": "checker", "text": plain("done")}, "lacks ['behaviors']"),
        (select("a", "x", initial_option="7"), "is no option"),
        ({**select("a"), "options": [{"text": plain("x"), "value": "1"}] * 2}, "same value"),
        ({"tag": "date_picker", "initial_date": "18.11.2026"}, "is not of the form"),
        (markdown("a", element_id="1st"), "is no element_id"),
        (markdown("a", element_id="a" * 21), "is no element_id"),
        (markdown("a", margin="100px"), "-99 to 99"),
        (markdown("a", i18n_content={"english": "b"}), "languages are"),
        (markdown("<at id=ou_9></at>"), "100290"),
        (markdown("![a](img_9)"), "200570"),
        ({"tag": "img", "img_key": "img_9", "alt": plain("")}, "200570"),
        ({**TABLE, "page_size": 11}, "1 to 10"),
        ({**TABLE, "columns": [{**COLUMN, "name": str(n)} for n in range(51)]}, "at most 50"),
        ({**TABLE, "rows": [{"a": 1}]}, "is no text"),
        ({**CHART, "chart_spec": {"values": []}}, "200550"),
        (nested(6), "nest 6 deep"),
        ({"tag": "video"}, "not known"),
    ],
)
def test_what_breaks_a_rule_is_refused_with_its_reason(element: dict[str, Any], why: str) -> None:
    assert why in refused(element)


@pytest.mark.parametrize("inner", [TABLE, CHART, form(text_input("x", "y"))])
def test_tables_charts_and_forms_stand_at_the_root_alone(inner: dict[str, Any]) -> None:
    panel = {"tag": "collapsible_panel", "header": {"title": plain("a")}, "elements": [inner]}
    for outer in (panel, form(inner) | {"name": "outer"}):
        assert "at the root alone" in refused(outer)


def test_a_form_needs_a_button_that_submits_and_names_for_what_is_in_it() -> None:
    assert "submit" in refused({"tag": "form", "name": "a", "elements": [text_input("b", "c")]})
    assert "200530" in refused(form({"tag": "input", "label": plain("nameless")}))
    assert "is there twice" in refused(form(text_input("b", "c"), text_input("b", "d")))
    assert "needs a form_action_type" in refused(form(button("a", name="n")))


def test_a_card_has_at_most_200_elements_and_five_tables_and_charts() -> None:
    check_card(card(*[markdown("a")] * 200))
    assert "11310" in refused(*[markdown("a")] * 201)
    check_card(card(*[TABLE] * 5, *[CHART] * 5))
    assert "6 of table" in refused(*[TABLE] * 6)
    assert "6 of chart" in refused(*[CHART] * 6)


def test_element_ids_are_there_once() -> None:
    assert "is there twice" in refused(markdown("a", element_id="x"), markdown("b", element_id="x"))


def test_a_card_that_is_not_shared_or_has_old_fields_is_refused() -> None:
    assert "update_multi" in refused(markdown("a"), config={"update_multi": False})
    assert "i18n_elements" in refused(markdown("a"), i18n_elements={})
    with pytest.raises(CardRefused):
        check_card({"elements": []})


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(CardRefused) as error:
        check_card(card(nested(6), {"tag": "note"}, markdown("a", colour="red")))
    assert len(error.value.problems) == 3


def test_live_mentions_are_told_from_escaped_ones() -> None:
    live = markdown("<at id=ou_1></at> <at id='ou_2'></at>", i18n_content={"en_us": "<at id=all></at>"})
    escaped = markdown("&lt;at id=ou_3&gt;&lt;/at&gt;")
    assert mentioned(card(live, escaped, {"tag": "div", "text": plain("<at id=ou_4></at>")})) == {"ou_1", "ou_2", "all"}


def test_elements_of_a_chart_or_a_callback_are_none_of_the_cards() -> None:
    chart = {"tag": "chart", "chart_spec": {"type": "line", "data": {"tag": "no element"}}}
    pressed = button("a", behaviors=callback(tag="neither"))
    assert [each["tag"] for each in elements(card(chart, pressed)["body"])] == ["chart", "button", "plain_text"]
