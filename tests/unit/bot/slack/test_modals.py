"""Forms as modals: every widget, what is too long or too many, and the way back from a view to values."""

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.slack import limits, modals
from bot.slack.markup import cleaned
from chat.forms import Choice, Form, FormField
from chat.voice import Voice
from dossier.fields import FileRef, Input
from dossier.language import Language
from tests.team import START
from tests.unit.bot.slack.entered import joined, state_of

say = Voice(Language.ZH, ZoneInfo("Asia/Shanghai"), START).say
say_english = Voice(Language.EN, ZoneInfo("Asia/Shanghai"), START).say
CITIES = tuple(Choice(f"c{number}", f"城市{number}") for number in range(250))


def form(*fields: FormField, **more: Any) -> Form:
    """Give a form of these fields."""
    return Form(
        "record",
        more.get("title", "新建会议纪要"),
        "保存",
        fields,
        note=more.get("note", ""),
        error=more.get("error", ""),
    )


def opened(*fields: FormField, **more: Any) -> list[dict[str, Any]]:
    """Give the views of all pages of a form, each checked."""
    asked = form(*fields, **more)
    views = [modals.view(asked, page, "m" * 3000, say) for page in range(len(modals.pages(asked)))]
    for view in views:
        assert limits.check_view(view) == []
    return views


def only(field: FormField) -> dict[str, Any]:
    """Give the one block of a field."""
    ((block,),) = [view["blocks"] for view in opened(field)]
    return dict(block)


def back(*fields: FormField) -> dict[str, Any]:
    """Give what comes back of a form that nobody touched."""
    return modals.values(joined([state_of(view) for view in opened(*fields)]))


def test_text_is_asked_in_a_line_with_its_hint_and_its_limit() -> None:
    block = only(FormField("topic", "主题", Input.TEXT, True, "写短一点", value="需求评审"))
    assert block["label"]["text"] == "主题"
    assert block["hint"]["text"] == "写短一点"
    assert block["optional"] is False
    assert block["element"] | {"action_id": ""} == {
        "type": "plain_text_input",
        "multiline": False,
        "max_length": 200,
        "initial_value": "需求评审",
        "action_id": "",
    }


@pytest.mark.parametrize("kind", [Input.TEXT, Input.NUMBER, Input.MONEY, Input.MOMENT, Input.LONG_TEXT, Input.ROWS])
@pytest.mark.parametrize("value", ["", "今天 14:00", "两行\n文字", "长" * 500, "x" * 2999])
def test_what_is_typed_comes_back_to_the_letter(kind: Input, value: str) -> None:
    assert back(FormField("f", "l", kind, value=value)) == {"f": value}


def test_long_text_is_asked_in_several_lines_of_up_to_3000() -> None:
    element = only(FormField("text", "决议", Input.LONG_TEXT, max_length=10_000))["element"]
    assert (element["multiline"], element["max_length"]) == (True, 3000)


@pytest.mark.parametrize(
    "value",
    [
        "一句。" * 3000,
        "\n".join(f"第 {n} 行 " for n in range(1500)),
        "\n\n".join("段" * 99 for _ in range(90)),
        "🎉" * 4000,
        " " * 9000,
    ],
)
def test_a_value_too_long_for_one_input_is_spread_and_joined_to_the_letter(value: str) -> None:
    field = FormField("text", "决议", Input.LONG_TEXT, True, "提示", value=value, max_length=10_000, error="太长")
    blocks = [block for view in opened(field) for block in view["blocks"] if block["type"] == "input"]
    assert len(blocks) > 2
    assert blocks[0]["label"]["text"] == f"决议（1/{len(blocks)}）"
    assert [block["optional"] for block in blocks[:2]] == [False, True]
    assert back(field) == {"text": value}


def test_no_part_of_a_spread_text_begins_or_ends_with_a_space_that_could_be_trimmed() -> None:
    value = "\n\n".join(f"{n} words of a paragraph" for n in range(400))
    ((view),) = opened(FormField("text", "t", Input.LONG_TEXT, value=value))
    parts = [block["element"]["initial_value"] for block in view["blocks"]]
    assert len(parts) > 2
    assert all(part == part.strip() for part in parts)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=200), st.integers(1, 60), st.sampled_from(list(Input)[:9]))
def test_any_text_in_any_widget_is_within_the_limits(text: str, times: int, kind: Input) -> None:
    field = FormField("f", text, kind, hint=text, value=text * times, error=text)
    with capture_logs() as logs:
        opened(field, title=text, note=text)
    assert logs == []
    if kind in (Input.TEXT, Input.LONG_TEXT, Input.MOMENT, Input.NUMBER, Input.MONEY):
        assert back(field) == {"f": cleaned(text * times)}


def test_a_value_longer_than_its_field_allows_is_still_there_to_be_shortened() -> None:
    element = only(FormField("f", "l", Input.TEXT, value="长" * 300, max_length=200))["element"]
    assert element["max_length"] == 300
    assert element["initial_value"] == "长" * 300


@pytest.mark.parametrize(
    ("value", "kind"), [("", "datepicker"), ("2026-11-18", "datepicker"), ("下周五", "plain_text_input")]
)
def test_a_day_is_picked_unless_it_was_said_in_words(value: str, kind: str) -> None:
    field = FormField("day", "日期", Input.DAY, hint=say("hint-day"), value=value)
    assert only(field)["element"]["type"] == kind
    assert ("hint" in only(field)) == (kind == "plain_text_input")
    assert back(field) == {"day": value}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("", "url_text_input"),
        ("https://a.example/x?b=1", "url_text_input"),
        ("a.example", "plain_text_input"),
        ("https://例子.example", "plain_text_input"),
    ],
)
def test_a_link_is_asked_as_one_unless_what_is_there_is_none(value: str, kind: str) -> None:
    field = FormField("link", "链接", Input.LINK, value=value)
    assert only(field)["element"]["type"] == kind
    assert back(field) == {"link": value}


def test_a_choice_offers_its_options_with_the_present_one_chosen() -> None:
    field = FormField(
        "c", "选", Input.CHOICE, choices=(Choice("a", "甲"), Choice("b", "乙" * 90)), value="b", decides=True
    )
    block = only(field)
    assert block["element"]["type"] == "static_select"
    assert block["dispatch_action"] is True
    assert back(field) == {"c": "b"}
    assert back(FormField("c", "选", Input.CHOICE, choices=field.choices, value="第三种")) == {"c": ""}


def test_more_than_a_hundred_choices_are_looked_up_as_one_types() -> None:
    field = FormField("c", "选", Input.CHOICE, choices=CITIES, value="c249")
    assert only(field)["element"]["type"] == "external_select"
    assert back(field) == {"c": "c249"}
    assert [each["value"] for each in modals.options(field, "城市24")["options"]][:2] == ["c24", "c240"]
    groups = modals.options(field, "")["option_groups"]
    assert [len(group["options"]) for group in groups] == [100, 100, 50]
    assert groups[0]["label"]["text"] == "城市0 – 城市99"


def test_a_person_is_chosen_by_name_and_people_several() -> None:
    person = FormField("owner", "负责人", Input.PERSON, value="@李雷")
    people = FormField("who", "参会人", Input.PEOPLE, value="@李雷, @Ann, 王总")
    assert only(person)["element"]["type"] == "external_select"
    assert only(people)["element"]["type"] == "multi_external_select"
    assert only(people)["element"]["min_query_length"] == 0
    assert back(person, people) == {"owner": "李雷", "who": "李雷、Ann、王总"}
    assert back(FormField("owner", "x", Input.PERSON), FormField("who", "x", Input.PEOPLE)) == {"owner": "", "who": ""}


@pytest.mark.parametrize("value", [", ".join(f"人{n}" for n in range(60)), "长" * 80])
def test_people_too_many_or_with_too_long_names_are_typed(value: str) -> None:
    field = FormField("who", "参会人", Input.PEOPLE, value=value)
    assert only(field)["element"]["type"] == "plain_text_input"
    assert back(field) == {"who": value}


def test_names_that_fit_are_suggested_and_what_was_typed_too() -> None:
    found = modals.suggestions("@王", ["李雷", "王芳", "小王", "王芳"], say)["options"]
    assert [(each["text"]["text"], each["value"]) for each in found] == [
        ("王芳", "王芳"),
        ("小王", "小王"),
        ("用“王”", "王"),
    ]
    assert [each["value"] for each in modals.suggestions("", ["李雷"], say)["options"]] == ["李雷"]
    assert modals.suggestions("Wang", [], say_english)["options"][0]["text"]["text"] == "Use “Wang”"
    assert len(modals.suggestions("人", [f"人{n}" for n in range(500)], say)["options"]) == 100
    assert modals.suggestions("长" * 80, [], say)["options"] == []


def held(count: int) -> list[dict[str, Any]]:
    """Give files that a record has already."""
    return [FileRef(id=f"f{n}", name=f"合同{n}.pdf", size=1, type="application/pdf").model_dump() for n in range(count)]


def test_files_are_added_and_those_there_are_kept_unless_unticked() -> None:
    (view,) = opened(FormField("files", "附件", Input.ATTACHMENTS, True, value=held(3)))
    adding, keeping = view["blocks"]
    assert (adding["element"]["type"], adding["element"]["max_files"], adding["optional"]) == ("file_input", 10, True)
    state = state_of(view)
    state[adding["block_id"]][adding["block_id"]]["files"] = [{"id": "F1", "name": "new.pdf"}]
    state[keeping["block_id"]][keeping["block_id"]]["selected_options"].pop()
    assert modals.values(state) == {"files": [{"id": "F1", "name": "new.pdf"}]}
    assert modals.kept(state) == {"files": ("f0", "f1")}


def test_more_than_ten_files_are_all_kept_and_that_is_said() -> None:
    (view,) = opened(FormField("files", "附件", Input.ATTACHMENTS, value=held(12)))
    assert "12" in view["blocks"][1]["elements"][0]["text"]
    assert modals.kept(state_of(view)) == {}
    assert modals.values(state_of(view)) == {"files": []}


def test_an_error_stands_right_under_its_input() -> None:
    (view,) = opened(FormField("a", "甲", Input.TEXT, error="看不懂 <这个>"), FormField("b", "乙", Input.TEXT))
    assert [block["type"] for block in view["blocks"]] == ["input", "context", "input"]
    assert view["blocks"][1]["elements"][0]["text"] == "⚠️ 看不懂 &lt;这个&gt;"


def test_what_is_wrong_with_the_form_as_a_whole_stands_above_its_note() -> None:
    (view,) = opened(FormField("a", "甲", Input.TEXT), error="李雷 刚删除了 <它>", note="记入 ABC · 商城")
    said = [block["elements"][0]["text"] for block in view["blocks"][:2]]
    assert said == ["⚠️ 李雷 刚删除了 &lt;它&gt;", "记入 ABC · 商城"]


def test_a_long_title_is_cut_and_said_whole_with_the_note() -> None:
    title = "修改会议纪要 #12 以及更多更多更多更多更多更多的字"
    (view,) = opened(FormField("a", "甲", Input.TEXT), title=title, note="记入 ABC · 商城")
    assert view["title"]["text"].endswith("…")
    assert [block["elements"][0]["text"] for block in view["blocks"][:2]] == [f"*{title}*", "记入 ABC · 商城"]


def test_a_long_form_is_asked_on_several_pages() -> None:
    fields = tuple(FormField(f"f{number}", f"第{number}项", Input.TEXT, value=str(number)) for number in range(30))
    views = opened(*fields)
    assert [sum(block["type"] == "input" for block in view["blocks"]) for view in views] == [12, 12, 6]
    assert [view["submit"]["text"] for view in views] == ["下一页", "下一页", "保存"]
    assert [view["close"]["text"] for view in views] == ["取消", "上一页", "上一页"]
    assert views[1]["blocks"][0]["elements"][0]["text"] == "第 2 页，共 3 页"
    assert back(*fields) == {f"f{number}": str(number) for number in range(30)}


def test_a_message_of_forty_thousand_characters_in_a_field_is_all_there() -> None:
    value = "".join(f"第{number}句话。" for number in range(6500))
    field = FormField("text", "决议", Input.LONG_TEXT, value=value)
    assert len(value) > 40_000
    assert back(FormField("a", "甲", Input.TEXT), field) == {"a": "", "text": value}


def test_what_is_beyond_any_view_is_cut_rather_than_refused() -> None:
    with capture_logs() as logs:
        (view,) = opened(FormField("text", "决议", Input.LONG_TEXT, value="长" * 400_000))
    assert [each["event"] for each in logs] == ["slack.limit_missed"]
    assert view["blocks"][0]["element"]["initial_value"].endswith("…")


def test_a_refusal_puts_each_sentence_on_its_field_and_the_others_on_the_first() -> None:
    (view,) = opened(FormField("a", "甲", Input.TEXT), FormField("b", "乙", Input.DAY))
    answer = modals.refused(json.loads(json.dumps(view)), {"b": "太早", "": "别人改过了", "gone": "没有这项"})
    assert answer == {
        "response_action": "errors",
        "errors": {"f:day:1:b": "太早", "f:text:1:a": "别人改过了\n没有这项"},
    }
    assert modals.refused({"blocks": []}, {"b": "太早"}) is None


def test_a_block_says_which_field_it_belongs_to() -> None:
    block = only(FormField("reason_for_change", "原因", Input.PERSON))
    assert modals.field_named(block["block_id"]) == "reason_for_change"
    assert modals.field_named("something else") is None


def test_blocks_that_are_not_of_a_form_are_not_read() -> None:
    assert modals.values({"xyz": {"a": {"type": "plain_text_input", "value": "x"}}}) == {}
