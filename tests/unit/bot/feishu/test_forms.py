"""Forms as cards: a widget for every field, pages for long ones, and everything typed back to the letter."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.feishu import forms
from bot.feishu.inputs import read, written
from bot.feishu.markup import cleaned
from chat.forms import Choice, Form, FormField
from chat.texts import text
from dossier.fields import FileRef, Input
from dossier.language import Language
from tests.unit.bot.feishu.filled import Json, container, elements, form_value, good, inputs, submit, words

TYPED = (Input.TEXT, Input.LONG_TEXT, Input.MOMENT, Input.PERSON, Input.PEOPLE, Input.NUMBER, Input.MONEY, Input.LINK)
STATES = (Choice("open", "待处理"), Choice("fixed", "已修复"))


def say(key: str, **data: object) -> str:
    """Say a sentence in Chinese."""
    return text(Language.ZH, key, **data)


def say_english(key: str, **data: object) -> str:
    """Say a sentence in English."""
    return text(Language.EN, key, **data)


def form(*fields: FormField, **more: Any) -> Form:
    """Give a form of fields."""
    return Form(
        "record", more.get("title", "新建问题"), "保存", fields, note=more.get("note", ""), error=more.get("error", "")
    )


def opened(*fields: FormField, errors: Mapping[str, str] | None = None, **more: Any) -> list[Json]:
    """Give the cards of all pages of a form, each checked."""
    asked = form(*fields, **more)
    count = len(forms.pages(asked))
    return [good(forms.form_card(asked, "meta", say, page, errors or {})) for page in range(count)]


def back(*fields: FormField) -> dict[str, Any]:
    """Give the values that come back from a form that is sent as it was shown, page by page."""
    asked = form(*fields)
    found: dict[str, Any] = {}
    for card in opened(*fields):
        found |= forms.values(form_value(card, sparse=True), submit(card)["f"], asked)
    return found


def only(field: FormField) -> Json:
    """Give the input of a form of one field."""
    (card,) = opened(field)
    (element,) = inputs(card)
    return element


def test_a_form_has_one_container_and_one_button_that_carries_its_metadata() -> None:
    (card,) = opened(FormField("a", "甲", Input.TEXT, True), FormField("b", "乙", Input.DAY), note="记入 ABC · 商城")
    note, shown, beside = card["body"]["elements"]
    button = shown["elements"][-1]
    assert card["header"]["title"]["content"] == "新建问题"
    assert note["content"] == "记入 ABC · 商城"
    assert (button["form_action_type"], button["text"]["content"]) == ("submit", "保存")
    assert submit(card) == {"m": "meta", "f": [each["name"] for each in inputs(card)]}
    (cancel,) = beside["columns"]
    assert cancel["elements"][0]["behaviors"][0]["value"] == {"m": "meta", "do": "cancel"}


def test_what_is_wrong_with_the_form_as_a_whole_stands_above_it_until_something_else_is() -> None:
    field = FormField("a", "甲", Input.TEXT)
    (card,) = opened(field, error="李雷 刚删除了它")
    assert "李雷 刚删除了它" in words(card)
    (card,) = opened(field, error="李雷 刚删除了它", errors={"": "没有任何改动"})
    assert "没有任何改动" in words(card)
    assert "李雷" not in words(card)


def test_metadata_that_would_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="metadata"):
        forms.form_card(form(), "m" * 1001, say, 0, {})


def test_a_required_field_is_marked_and_asked_for_by_the_client() -> None:
    (card,) = opened(FormField("a", "甲 *", Input.TEXT, True), FormField("b", "乙", Input.TEXT))
    first, second = inputs(card)
    assert (first.get("required"), second.get("required")) == (True, None)
    labels = [each["content"] for each in container(card)["elements"] if each["tag"] == "markdown"]
    assert labels == ["**甲 &#42;** <font color='red'>&#42;</font>", "**乙**"]


@pytest.mark.parametrize("kind", TYPED)
@pytest.mark.parametrize("value", ["", "李雷, 王总", "<at id=all></at>", "a\nb"])
def test_what_is_typed_comes_back_from_every_text_input(kind: Input, value: str) -> None:
    field = FormField("x", "某项", kind, value=value)
    assert only(field)["tag"] == "input"
    assert back(field) == {"x": value}


def test_a_long_text_is_typed_in_many_lines_and_a_short_one_in_one() -> None:
    assert only(FormField("x", "x", Input.LONG_TEXT, max_length=10_000))["input_type"] == "multiline_text"
    short = only(FormField("x", "x", Input.TEXT, max_length=200))
    assert (short["input_type"], short["max_length"]) == ("text", 200)


@pytest.mark.parametrize(("value", "tag"), [("", "date_picker"), ("2026-11-18", "date_picker"), ("下周五", "input")])
def test_a_day_is_picked_unless_it_was_said_in_words(value: str, tag: str) -> None:
    field = FormField("day", "日期", Input.DAY, hint=say("hint-day"), value=value)
    (card,) = opened(field)
    assert only(field)["tag"] == tag
    assert (say("hint-day") in words(card)) == (tag == "input")
    assert back(field) == {"day": value}


def test_a_picked_day_comes_without_its_zone() -> None:
    name = only(FormField("day", "日期", Input.DAY))["name"]
    assert forms.values({name: "2024-04-01 +0800"}) == {"day": "2024-04-01"}
    assert forms.values({name: None}) == {"day": ""}
    assert forms.values({}, [name]) == {"day": ""}


def test_a_choice_offers_its_options_with_the_present_one_chosen() -> None:
    field = FormField("c", "选", Input.CHOICE, True, choices=STATES, value="fixed")
    menu = only(field)
    assert [each["value"] for each in menu["options"]] == ["open", "fixed"]
    assert menu["initial_option"] == "fixed"
    assert back(field) == {"c": "fixed"}
    assert back(FormField("c", "选", Input.CHOICE, choices=STATES, value="第三种")) == {"c": ""}


def test_a_choice_that_need_not_be_made_can_be_taken_back() -> None:
    menu = only(FormField("c", "选", Input.CHOICE, choices=STATES, value="fixed"))
    assert menu["options"][-1]["value"] == "—"
    assert forms.values({menu["name"]: "—"}) == {"c": ""}


@pytest.mark.parametrize(("count", "tag"), [(100, "select_static"), (101, "input")])
def test_more_than_a_hundred_choices_are_typed(count: int, tag: str) -> None:
    choices = tuple(Choice(f"c{n}", f"城市{n}" * 20) for n in range(count))
    field = FormField("c", "选", Input.CHOICE, True, choices=choices, value="c7")
    assert only(field)["tag"] == tag
    assert back(field) == {"c": "c7"}


def test_a_choice_that_others_depend_on_is_known_to_have_changed() -> None:
    fields = (
        FormField("state", "状态", Input.CHOICE, True, choices=STATES, value="open", decides=True),
        FormField("title", "标题", Input.TEXT, True, value="支付失败"),
    )
    (card,) = opened(*fields)
    state, title = inputs(card)
    same = form_value(card)
    changed = {**same, state["name"]: "fixed"}
    assert forms.rethought(same) is False
    assert forms.rethought(changed) is True
    assert forms.values(changed) == {"state": "fixed", "title": "支付失败"}
    assert "改选后点下面的按钮" in words(card)
    # What may not be asked any more must not keep the form from being sent.
    assert (state["required"], "required" in title) == (True, False)


def test_a_form_that_needs_a_file_asks_for_it_in_the_chat_and_cannot_be_sent() -> None:
    (card,) = opened(FormField("a", "甲", Input.TEXT), FormField("files", "附件", Input.ATTACHMENTS, True))
    assert "把文件发到和我的单聊里就行" in words(card)
    assert [each for each in elements(card) if each["tag"] in ("form", "input")] == []


def test_files_are_sent_to_the_chat_and_those_there_are_stay() -> None:
    files = [FileRef(id=f"f{n}", name=f"合同{n}.pdf", size=1, type="application/pdf").model_dump() for n in range(2)]
    (card,) = opened(FormField("a", "甲", Input.TEXT), FormField("files", "附件", Input.ATTACHMENTS, True, value=files))
    assert len(inputs(card)) == 1
    assert "已有 2 个附件，会保留：📎 合同0.pdf、📎 合同1.pdf" in words(card)
    assert "保存后把文件发到和我的单聊里" in words(card)
    assert forms.values(form_value(card)) == {"a": ""}


def test_an_error_stands_right_under_its_field_and_what_was_typed_stays() -> None:
    fields = (FormField("a", "甲", Input.TEXT, value="错的"), FormField("b", "乙", Input.TEXT, error="<看不懂>"))
    (card,) = opened(*fields, errors={"a": "太短", "": "别人改过了", "gone": "没有这项"})
    above = [each["content"] for each in card["body"]["elements"][:2]]
    assert above == [f"<font color='red'>⚠️ {each}</font>" for each in ("别人改过了", "没有这项")]
    shown = [each.get("content", each["tag"]) for each in container(card)["elements"][:6]]
    assert shown == [
        "**甲**",
        "input",
        "<font color='red'>⚠️ 太短</font>",
        "**乙**",
        "input",
        "<font color='red'>⚠️ &#60;看不懂&#62;</font>",
    ]
    assert forms.values(form_value(card)) == {"a": "错的", "b": ""}


def test_an_error_on_another_page_is_said_above_with_its_label() -> None:
    fields = tuple(FormField(f"f{number}", f"第{number}项", Input.TEXT) for number in range(20))
    first, second = opened(*fields, errors={"f15": "太长"})
    assert "第15项: 太长" in first["body"]["elements"][1]["content"]
    assert "太长" in words(second)
    assert forms.page_of(form(*fields), ["f15"]) == 1
    assert forms.page_of(form(*fields), ["other"]) == 0


def test_a_long_form_is_asked_on_several_pages() -> None:
    fields = tuple(FormField(f"f{number}", f"第{number}项", Input.TEXT, value=str(number)) for number in range(30))
    made = opened(*fields)
    assert [len(inputs(card)) for card in made] == [12, 12, 6]
    assert [len(page) for page in forms.pages(form(*fields))] == [12, 12, 6]
    labels = [container(card)["elements"][-1]["text"]["content"] for card in made]
    assert labels == ["下一页", "下一页", "保存"]
    assert made[1]["body"]["elements"][0]["content"] == "第 2 页，共 3 页"
    done = [
        [each["elements"][0]["behaviors"][0]["value"]["do"] for each in card["body"]["elements"][-1]["columns"]]
        for card in made
    ]
    assert done == [["cancel"], ["back", "cancel"], ["back", "cancel"]]
    assert back(*fields) == {f"f{number}": str(number) for number in range(30)}


def test_going_back_says_that_this_page_is_not_kept() -> None:
    fields = tuple(FormField(f"f{number}", "x", Input.TEXT) for number in range(13))
    button = opened(*fields)[1]["body"]["elements"][-1]["columns"][0]["elements"][0]
    assert button["confirm"]["text"]["content"] == "这一页还没有提交的内容不会保留"
    english = forms.form_card(form(*fields), "m", say_english, 1, {})
    assert "is not kept" in english["body"]["elements"][-1]["columns"][0]["elements"][0]["confirm"]["text"]["content"]


def test_a_text_longer_than_one_input_is_spread_over_several() -> None:
    value = "".join(f"第{number}句话。" for number in range(500))
    (card,) = opened(FormField("x", "讨论", Input.LONG_TEXT, True, value=value, max_length=10_000))
    made = inputs(card)
    assert all(len(each["default_value"]) <= 1000 for each in made[:-1])
    assert "default_value" not in made[-1]
    assert [each.get("required") for each in made] == [True, *[None] * (len(made) - 1)]
    assert f"讨论（1/{len(made)}）" in words(card)
    assert forms.values(form_value(card)) == {"x": value}


def test_what_is_written_into_the_further_input_goes_below_the_rest() -> None:
    (card,) = opened(FormField("x", "讨论", Input.LONG_TEXT, value="长" * 600, max_length=10_000))
    *_, spare = inputs(card)
    sent = {**form_value(card), spare["name"]: "还有一点"}
    assert forms.values(sent) == {"x": "长" * 600 + "\n还有一点"}


def test_a_text_longer_than_one_card_goes_over_several_pages_to_the_letter() -> None:
    value = "长" * 10_000
    field = FormField("x", "讨论", Input.LONG_TEXT, value=value, max_length=10_000)
    made = opened(FormField("a", "甲", Input.TEXT, value="1"), field)
    assert len(made) > 1
    assert back(FormField("a", "甲", Input.TEXT, value="1"), field) == {"a": "1", "x": value}


def test_a_part_of_a_text_that_was_changed_on_one_page_leaves_the_others_as_they_were() -> None:
    asked = form(FormField("x", "讨论", Input.LONG_TEXT, value="长" * 10_000, max_length=10_000))
    card = forms.form_card(asked, "m", say, 0, {})
    sent = form_value(card)
    first = next(iter(sent))
    assert forms.divided(sent) is True
    assert forms.values({**sent, first: "短"}, (), asked) == {"x": "短" + "长" * (10_000 - len(sent[first]))}


def test_a_form_on_one_page_is_not_divided() -> None:
    (card,) = opened(FormField("x", "讨论", Input.LONG_TEXT, value="长" * 2000), FormField("a", "甲", Input.TEXT))
    assert forms.divided(form_value(card)) is False


def test_what_is_no_input_of_a_form_is_not_read() -> None:
    assert forms.values({"submit": "x", "t1of1": "x", "other": ["x"]}) == {}
    assert forms.rethought({"submit": "x"}) is False


def test_a_form_of_nothing_can_still_be_sent() -> None:
    (card,) = opened()
    assert submit(card) == {"m": "meta", "f": []}


@given(st.text(min_size=1, max_size=30), st.integers(1, 40))
def test_a_name_says_which_field_it_belongs_to(field: str, part: int) -> None:
    name = written("t", field, part, 40, joint="\n")
    assert name.replace("_", "").isalnum()
    assert name.isascii()
    found = read(name)
    assert found is not None
    assert (found.how, found.part, found.parts, found.joint, found.field) == ("t", part, 40, "\n", field)


WHATEVER = st.text(st.characters(codec="utf-8"), max_size=200) | st.sampled_from(
    ["长" * 9_999, "🎉" * 1600, "a\n" * 900, " \n " * 900, '"\\' * 2000, "x" * 1001, "\n" * 1500]
)
FIELD = st.builds(
    FormField,
    st.sampled_from(["a", "b", "c_d", "_x5f_", "é"]),
    st.text(st.characters(codec="utf-8"), max_size=40),
    st.sampled_from([*TYPED, Input.ROWS, Input.DAY, Input.ATTACHMENTS]),
    st.booleans(),
    WHATEVER,
    value=WHATEVER,
    max_length=st.sampled_from([200, 10_000]),
    error=WHATEVER,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(FIELD, max_size=4, unique_by=lambda field: field.name), WHATEVER)
def test_whatever_is_typed_breaks_no_rule_and_comes_back(fields: list[FormField], whatever: str) -> None:
    fields = [
        FormField(each.name, each.label, each.input, hint=each.hint, error=each.error)
        if each.input is Input.ATTACHMENTS
        else each
        for each in fields
    ]
    asked = Form("record", whatever, whatever, tuple(fields), note=whatever)
    found: dict[str, Any] = {}
    for page in range(len(forms.pages(asked))):
        card = good(forms.form_card(asked, "m" * 1000, say, page, {"": whatever, "a": whatever}))
        found |= forms.values(form_value(card), submit(card)["f"], asked)
    assert found == {each.name: cleaned(each.value) for each in fields if each.input is not Input.ATTACHMENTS}
