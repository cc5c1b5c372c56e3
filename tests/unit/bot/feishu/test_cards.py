"""Messages as cards: each part in its form, every rule kept, nothing said lost, each reader in their language."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.feishu import cards, rules
from chat.messages import (
    Block,
    Bullets,
    Button,
    Buttons,
    Chart,
    ChartType,
    Diff,
    Facts,
    Files,
    Heading,
    Mark,
    Mention,
    Message,
    Note,
    Paragraph,
    Series,
    Strong,
    Style,
    Table,
    When,
    say,
)
from dossier.fields import FileRef
from dossier.language import Language
from tests.unit.bot.feishu.filled import Json, elements, good, nobody, sign, words

NOON = datetime(2026, 11, 18, 4, tzinfo=UTC)
CHART = Chart(ChartType.LINE, "健康分", "四周升了 16 分。", ("W1", "W2"), (Series("ABC", (62.0, 78.0)),))
REMOVE = Button("删除", "delete", {}, Style.DANGER, "确定删除吗？")


def every(*parts: Block) -> tuple[Json, ...]:
    """Give the cards of a message, each checked."""
    made = cards.cards({Language.ZH: Message(parts)}, sign, nobody)
    return tuple(good(card) for card in made)


def only(*parts: Block) -> list[Json]:
    """Give the elements at the root of a message's only card."""
    (card,) = every(*parts)
    shown: list[Json] = card["body"]["elements"]
    return shown


def both(zh: Message, en: Message) -> Json:
    """Give the card of a message in two languages, Chinese first."""
    return good(cards.card({Language.ZH: zh, Language.EN: en}, sign, nobody))


def contents(given: Mapping[str, Any]) -> list[str]:
    """Give a text in all its languages."""
    return [given["content"], *given.get("i18n_content", {}).values()]


def test_a_card_is_of_structure_2_and_can_be_changed_for_everybody() -> None:
    (card,) = every(Heading("需求评审\nABC", "📝"), Paragraph(("好",)))
    assert card["schema"] == "2.0"
    assert card["config"] == {"update_multi": True, "summary": {"content": "📝 需求评审 ABC 好"}}
    assert card["header"]["title"] == {"tag": "plain_text", "content": "📝 需求评审 ABC"}
    assert card["body"]["elements"] == [{"tag": "markdown", "content": "好"}]


def test_a_heading_that_is_too_long_is_cut_and_said_whole_below() -> None:
    (card,) = every(Heading("长" * 200, "📝"))
    assert card["header"]["title"]["content"].endswith("…")
    assert card["body"]["elements"][0]["content"] == f"**{'长' * 200}**"


def test_a_heading_further_down_stays_where_it_is() -> None:
    (card,) = every(Paragraph(("a",)), Heading("下一节"), Paragraph(("b",)))
    assert "header" not in card
    assert [each["content"] for each in card["body"]["elements"]] == ["a", "**下一节**", "b"]


def test_each_reader_sees_their_own_language() -> None:
    card = both(
        Message((Heading("问题", "🐞"), Note(("由 ", Strong("李雷"))), Buttons((Button("修改", "edit"),)))),
        Message((Heading("Issue", "🐞"), Note((Strong("李雷"), " did")), Buttons((Button("Edit", "edit"),)))),
    )
    note, row = card["body"]["elements"]
    assert contents(card["header"]["title"]) == ["🐞 问题", "🐞 问题", "🐞 Issue"]
    assert card["config"]["summary"]["i18n_content"] == {"zh_cn": "🐞 问题 由 李雷", "en_us": "🐞 Issue 李雷 did"}
    assert note["i18n_content"] == {"zh_cn": "由 **李雷**", "en_us": "**李雷** did"}
    assert row["columns"][0]["elements"][0]["text"]["i18n_content"] == {"zh_cn": "修改", "en_us": "Edit"}


def test_what_is_the_same_in_both_languages_is_said_once() -> None:
    long = "很长的一段话。" * 200
    label, text = both(
        Message((Paragraph((Strong("原因"), "\n", long)),)), Message((Paragraph((Strong("Reason"), "\n", long)),))
    )["body"]["elements"]
    assert contents(label) == ["**原因**", "**原因**", "**Reason**"]
    assert text == {"tag": "markdown", "content": long}


@pytest.mark.parametrize(
    "other",
    [
        Message((Facts((("a", "1"), ("b", "2"))),)),
        Message((Facts((("a", "1"),)), Note(("x",)))),
        Message((Bullets((("a",),)),)),
    ],
)
def test_languages_of_different_shapes_fall_back_to_the_first(other: Message) -> None:
    card = both(Message((Facts((("甲", "1"),)),)), other)
    assert "i18n_content" not in json.dumps(card)
    assert "甲" in words(card)


def test_a_text_longer_in_one_language_is_shown_whole_in_both() -> None:
    card = both(say("短"), say("A long sentence. " * 500))
    assert words(card).count("A long sentence.") == 500
    assert "短" in words(card)


def test_a_mention_is_alive_only_where_it_is_ours() -> None:
    message = Message((Paragraph((Mention("ann", "Ann"), " <at id=all></at>")), Note(("<at id=ou_x></at>",))))
    card = good(cards.card({Language.EN: message}, sign, lambda _: "ou_ann"))
    assert [each["content"].count("<at ") for each in card["body"]["elements"]] == [1, 0]


def test_a_moment_is_said_in_the_zone_of_its_text() -> None:
    assert only(Note(("到 ", When(NOON, "11月18日 12:00"))))[0]["content"] == "到 11月18日 12:00"


def test_facts_stand_side_by_side_two_in_a_row() -> None:
    rows = only(Facts(tuple((f"标签{number}", "值") for number in range(3))))
    assert [[len(column["elements"]) for column in row["columns"]] for row in rows] == [[1, 1], [1, 0]]
    first = rows[0]["columns"][0]["elements"][0]["content"]
    assert first == "<font color='grey'>标签0</font><br>值"


def test_a_fact_that_is_a_moment_is_written_out() -> None:
    (row,) = only(Facts((("会议时间", When(NOON, "12:00")),)))
    assert row["columns"][0]["elements"][0]["content"] == "<font color='grey'>会议时间</font><br>12:00"


def test_a_long_fact_stands_below_its_label_and_keeps_its_place() -> None:
    first, label, long, last = only(Facts((("a", "1"), ("b", "长" * 1000), ("c", "3"))))
    assert first["tag"] == last["tag"] == "column_set"
    assert (label["content"], long["content"]) == ("<font color='grey'>b</font>", "长" * 1000)


def test_bullets_are_a_list_and_items_with_signs_of_their_own_are_lines() -> None:
    assert only(Bullets((("先 ", Strong("测试")), ("- x",))))[0]["content"] == "- 先 **测试**\n- &#45; x"
    assert only(Bullets((("🔴 晚了",), ("🟡 快了",))))[0]["content"] == "🔴 晚了<br>🟡 快了"


def test_a_table_is_drawn_by_feishu_ten_rows_at_a_time() -> None:
    (table,) = only(Table("档案", ("档案", "阶段"), tuple((f"ABC{number}", "") for number in range(25))))
    assert table["page_size"] == 10
    assert [column["display_name"] for column in table["columns"]] == ["档案", "阶段"]
    assert table["rows"][24] == {"c0": "ABC24", "c1": "—"}


def test_a_table_has_both_languages_next_to_each_other() -> None:
    table = both(
        Message((Table("档案", ("档案", "阶段"), (("ABC", "开发"),)),)),
        Message((Table("dossiers", ("Dossier", "Phase"), (("ABC", "Development"),)),)),
    )["body"]["elements"][0]
    assert table["columns"][1]["display_name"] == "阶段 / Phase"
    assert table["rows"] == [{"c0": "ABC", "c1": "开发 / Development"}]


def test_a_table_whose_cells_have_no_room_for_two_languages_is_lines_in_each() -> None:
    card = both(
        Message((Table("t", ("甲", "乙"), (("ABC", "很长" * 20),)),)),
        Message((Table("t", ("a", "b"), (("ABC", "very long " * 10),)),)),
    )
    (lines,) = card["body"]["elements"]
    assert contents(lines) == [
        f"- **ABC** · {'很长' * 20}",
        f"- **ABC** · {'很长' * 20}",
        f"- **ABC** · {('very long ' * 10).strip()}",
    ]


def test_a_table_too_wide_is_said_in_lines() -> None:
    (lines,) = only(Table("t", tuple(f"c{n}" for n in range(51)), (tuple(str(n) for n in range(51)),)))
    assert lines["tag"] == "markdown"
    assert "50" in lines["content"]


def test_the_sixth_table_and_chart_go_on_the_next_card() -> None:
    table = Table("t", ("a",), (("x",),))
    for block, tag in ((table, "table"), (CHART, "chart")):
        counts = [sum(each["tag"] == tag for each in elements(card)) for card in every(*[block] * 7)]
        assert counts == [5, 2]


def test_the_sixth_table_and_chart_are_words_where_there_is_one_card() -> None:
    table = Table("t", ("a",), (("x",),))
    card = good(cards.card({Language.ZH: Message((*[table] * 6, *[CHART] * 6))}, sign, nobody))
    tags = [each["tag"] for each in elements(card)]
    assert (tags.count("table"), tags.count("chart")) == (5, 5)
    assert "- **x**" in words(card)
    assert "W1: 62" in words(card)


def test_a_chart_is_drawn_by_feishu_between_its_title_and_what_it_shows() -> None:
    title, chart, takeaway = only(CHART)
    assert (title["content"], takeaway["content"]) == ("**健康分**", "四周升了 16 分。")
    assert chart["chart_spec"]["type"] == "line"
    assert chart["chart_spec"]["data"]["values"][1] == {"x": "W2", "y": 78.0, "series": "ABC"}
    assert chart["chart_spec"]["xField"] == "x"
    assert "axes" not in chart["chart_spec"]
    scores = only(replace(CHART, most=100))[1]["chart_spec"]["axes"]
    assert scores == [{"orient": "left", "min": 0, "max": 100}, {"orient": "bottom"}]


def test_bars_of_several_series_stand_side_by_side() -> None:
    pair = (Series("新", (1.0,)), Series("旧", (2.0,)))
    spec = only(Chart(ChartType.BAR, "t", "x", ("a",), pair))[1]["chart_spec"]
    assert (spec["xField"], spec["legends"]) == (["x", "series"], {"visible": True})


def test_a_chart_has_its_words_in_both_languages() -> None:
    english = Chart(ChartType.LINE, "Health", "Up by 16.", ("Nov 1", "Nov 8"), (Series("Score", (62.0, 78.0)),))
    chinese = Chart(ChartType.LINE, "健康分", "升了 16。", ("11/1", "11/8"), (Series("分数", (62.0, 78.0)),))
    title, chart, takeaway = both(Message((chinese,)), Message((english,)))["body"]["elements"]
    assert contents(title)[1:] == ["**健康分**", "**Health**"]
    assert contents(takeaway)[1:] == ["升了 16。", "Up by 16."]
    assert chart["chart_spec"]["data"]["values"][0] == {"x": "11/1", "y": 62.0, "series": "分数 / Score"}


@pytest.mark.parametrize(
    "chart",
    [
        Chart(ChartType.BAR, "t", "x", ("a", "a"), (Series("s", (1.0, 2.0)),)),
        Chart(ChartType.BAR, "t", "x", ("a",), (Series("s", (float("nan"),)),)),
        Chart(ChartType.BAR, "t", "x", ("a", "b"), (Series("s", (1.0,)),)),
        Chart(ChartType.LINE, "t", "x", ("a",), tuple(Series(f"s{n}", (1.0,)) for n in range(9))),
        Chart(ChartType.LINE, "t", "x", (), ()),
    ],
)
def test_a_chart_that_cannot_be_drawn_as_it_is_is_said_in_words(chart: Chart) -> None:
    assert [each["tag"] for each in only(chart)] == ["markdown", "markdown"]


def test_what_changed_stands_below_its_field() -> None:
    (line,) = only(Diff("原因", ((Mark.SAME, "要"), (Mark.REMOVED, "旧"), (Mark.ADDED, "新"))))
    assert line["content"] == "**原因**<br>要\u200a~~旧~~\u200a**新**"


def test_files_are_named() -> None:
    file = FileRef(id="f1", name="合同.pdf", size=1, type="application/pdf")
    label, row = only(Files("附件", "r1", (file,)))
    assert label["content"] == "**附件**"
    (button,) = row["columns"][0]["elements"]
    assert button["text"]["content"] == "📎 合同.pdf"
    signed = sign(Button("", "open-file", {"record": "r1", "file": "f1"}))
    assert button["behaviors"] == [{"type": "callback", "value": {"v": signed}}]


def test_buttons_carry_an_object_their_style_and_their_question() -> None:
    (row,) = only(Buttons((Button("修改", "edit", {"record": "1"}, Style.PRIMARY), REMOVE, Button("x", "y"))))
    edit, remove, plain = (column["elements"][0] for column in row["columns"])
    assert row["flex_mode"] == "flow"
    assert [each["type"] for each in (edit, remove, plain)] == ["primary", "danger", "default"]
    signed = sign(Button("", "edit", {"record": "1"}))
    assert edit["behaviors"] == [{"type": "callback", "value": {"v": signed}}]
    assert remove["confirm"]["text"]["content"] == "确定删除吗？"


def test_a_message_of_many_blocks_is_several_cards_in_order() -> None:
    made = every(Heading("长"), *(Paragraph((f"第 {number} 段",)) for number in range(450)))
    said = [each["content"] for card in made for each in card["body"]["elements"]]
    assert said == [f"第 {number} 段" for number in range(450)]
    assert [card["header"]["title"]["content"] for card in made] == ["长（1/3）", "长（2/3）", "长（3/3）"]


def test_a_heading_is_not_left_at_the_end_of_a_card() -> None:
    first, second = every(*(Paragraph(("x",)) for _ in range(195)), Heading("下一节"), Paragraph(("y",)))
    assert first["body"]["elements"][-1]["content"] == "x"
    assert second["body"]["elements"][0]["content"] == "**下一节**"


def test_a_long_text_is_several_cards_with_nothing_cut() -> None:
    text = "".join(f"第{number}句。" for number in range(3000))
    made = every(Paragraph((text,)))
    assert len(made) == 2
    assert "".join(each["content"] for card in made for each in card["body"]["elements"]) == text


@pytest.mark.parametrize("one", [True, False])
def test_a_text_too_long_is_cut_says_so_and_keeps_the_buttons(one: bool) -> None:
    spoken = {Language.ZH: Message((Heading("长"), Paragraph(("很长。" * 40_000,)), Buttons((REMOVE,))))}
    made = (cards.card(spoken, sign, nobody),) if one else cards.cards(spoken, sign, nobody)
    assert len(made) <= 5
    *_, text, row = good(made[-1])["body"]["elements"]
    assert "…（还有 " in text["content"]
    assert row["tag"] == "column_set"


@pytest.mark.parametrize("message", [Message(()), say(""), say("\x00\u202e"), Message((Buttons((REMOVE,)),))])
def test_a_message_of_nothing_can_still_be_posted(message: Message) -> None:
    for spoken in ({Language.ZH: message}, {Language.EN: message, Language.ZH: message}):
        good(cards.card(spoken, sign, nobody))


def test_a_mistake_costs_the_buttons_and_not_the_words() -> None:
    with capture_logs() as logs:
        made = cards.cards({Language.ZH: say("要说的话", REMOVE)}, lambda _: "x" * 30_000, nobody)
    assert [each["event"] for each in logs] == ["feishu.rule_missed"]
    assert all(rules.check(card) == [] and words(card) == "要说的话" for card in made)
