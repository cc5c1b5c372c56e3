"""Messages as Slack's blocks: each part in its form, every limit kept, nothing said lost."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.slack import blocks, limits
from bot.slack.blocks import Page
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

NOON = datetime(2026, 11, 18, 4, tzinfo=UTC)
CHART = Chart(ChartType.LINE, "健康分", "四周升了 16 分。", ("W1", "W2"), (Series("ABC", (62.0, 78.0)),))
REMOVE = Button("删除", "delete", {}, Style.DANGER, "确定删除吗？")


def sign(button: Button) -> str:
    """Stand in for a signature, as long as one is."""
    return json.dumps([button.action, dict(button.args)])[:300].ljust(300, "=")


def nobody(person: str) -> str | None:
    """Know nobody."""
    return None


def shown(*parts: Block) -> tuple[Page, ...]:
    """Give the pages of a message, each checked."""
    pages = blocks.pages(Message(parts), sign, nobody)
    for page in pages:
        assert limits.check_message(page.blocks, page.text) == []
    return pages


def only(*parts: Block) -> list[dict[str, Any]]:
    """Give the blocks of a message of one page."""
    (page,) = shown(*parts)
    return page.blocks


def test_a_heading_is_a_header_with_its_icon_in_front() -> None:
    (header,) = only(Heading("需求评审\nABC", "📝"))
    assert header == {"type": "header", "text": {"type": "plain_text", "text": "📝 需求评审 ABC", "emoji": True}}


def test_a_heading_that_is_too_long_is_cut_and_said_whole_below() -> None:
    header, rest = only(Heading("长" * 200, "📝"))
    assert header["text"]["text"].endswith("…")
    assert rest["text"]["text"] == f"*{'长' * 200}*"


def test_a_paragraph_is_a_section_and_a_long_one_several() -> None:
    text = "\n".join(f"第{number}行 & 更多" for number in range(400))
    sections = only(Paragraph((text,)))
    assert len(sections) > 1
    assert "\n".join(each["text"]["text"] for each in sections) == text.replace("&", "&amp;")


def test_nothing_typed_is_made_a_link_or_a_name_by_slack() -> None:
    section, note = only(Paragraph(("https://a.example @here #general",)), Note(("x",)))
    assert section["text"]["verbatim"] is True
    assert note["elements"][0]["verbatim"] is True


def test_facts_stand_side_by_side_ten_in_a_section() -> None:
    sections = only(Facts(tuple((f"标签{number}", "值") for number in range(13))))
    assert [len(each["fields"]) for each in sections] == [10, 3]
    assert sections[0]["fields"][0]["text"] == "*标签0*\n值"


def test_a_fact_that_is_a_moment_is_shown_in_each_readers_own_time() -> None:
    (section,) = only(Facts((("会议时间", When(NOON, "12:00")),)))
    assert section["fields"][0]["text"] == f"*会议时间*\n<!date^{int(NOON.timestamp())}^{{date_num}} {{time}}|12:00>"


def test_a_long_fact_gets_a_section_of_its_own_and_keeps_its_place() -> None:
    first, long, last = only(Facts((("a", "1"), ("b", "长" * 2500), ("c", "3"))))
    assert "fields" in first
    assert long["text"]["text"].startswith("*b*\n长")
    assert last["fields"][0]["text"] == "*c*\n3"


def test_bullets_are_a_list_in_which_mentions_and_moments_live() -> None:
    (block,) = only(Bullets((("先 ", Strong("测试")), ("到 ", When(NOON, "12:00")))))
    (items,) = block["elements"]
    assert items["type"] == "rich_text_list"
    assert items["elements"][1]["elements"][1]["type"] == "date"


def test_items_with_signs_of_their_own_get_no_bullets() -> None:
    (block,) = only(Bullets((("🔴 晚了",), ("🟡 快了",))))
    assert [each["type"] for each in block["elements"]] == ["rich_text_section", "rich_text_section"]


def test_a_table_is_drawn_by_slack_and_goes_on_on_further_pages() -> None:
    table = Table("档案", ("档案", "阶段"), tuple((f"ABC{number}", "") for number in range(250)))
    pages = shown(Heading("档案"), table, Buttons((Button("更多", "more"),)))
    tables = [block for page in pages for block in page.blocks if block["type"] == "table"]
    assert [len(each["rows"]) for each in tables] == [100, 100, 53]
    assert tables[0]["rows"][1] == [{"type": "raw_text", "text": "ABC0"}, {"type": "raw_text", "text": "—"}]
    assert pages[-1].blocks[-1]["type"] == "actions"
    assert "ABC249" in pages[-1].text


def test_a_table_too_wide_for_slack_is_said_in_lines() -> None:
    (block,) = only(Table("t", tuple(f"c{n}" for n in range(25)), (tuple(str(n) for n in range(25)),)))
    assert block["type"] == "rich_text"
    assert "24" in json.dumps(block)


def test_a_chart_is_drawn_by_slack_with_what_it_shows_below() -> None:
    (page,) = shown(CHART)
    chart, note = page.blocks
    assert page.native
    assert chart["title"] == "健康分"
    assert chart["chart"]["series"][0]["data"] == [{"label": "W1", "value": 62.0}, {"label": "W2", "value": 78.0}]
    assert chart["chart"]["axis_config"]["categories"] == ["W1", "W2"]
    assert note["elements"][0]["text"] == "四周升了 16 分。"


def test_a_refused_chart_is_a_picture_or_words() -> None:
    (page,) = shown(Heading("周报"), CHART)
    picture = blocks.as_pictures(page, {1: "F0CHART"})
    words = blocks.as_pictures(page)

    assert picture.blocks[1]["slack_file"] == {"id": "F0CHART"}
    assert picture.blocks[1]["alt_text"] == "健康分: 四周升了 16 分。"
    assert words.blocks[1]["text"]["text"] == "*健康分*\nW1: 62\nW2: 78"
    for each in (picture, words):
        assert not each.native
        assert limits.check_message(each.blocks, each.text) == []


@pytest.mark.parametrize(
    "chart",
    [
        Chart(ChartType.BAR, "t", "x", tuple(f"L{n}" for n in range(60)), (Series("s", tuple(map(float, range(60)))),)),
        Chart(ChartType.BAR, "t", "x", ("a", "a"), (Series("s", (1.0, 2.0)),)),
        Chart(ChartType.BAR, "t", "x", ("a",), (Series("s", (float("nan"),)),)),
        Chart(ChartType.BAR, "t", "x", ("a", "b"), (Series("s", (1.0,)),)),
        Chart(ChartType.LINE, "t", "x", ("a" * 30,), (Series("s", (1.0,)),)),
        Chart(ChartType.LINE, "t", "x", ("a",), tuple(Series(f"s{n}", (1.0,)) for n in range(9))),
        Chart(ChartType.LINE, "t", "x", (), ()),
    ],
)
def test_a_chart_that_slack_cannot_draw_as_it_is_is_said_in_words(chart: Chart) -> None:
    (page,) = shown(chart)
    assert not page.native
    assert page.drawn == {0: chart}


def test_no_page_has_more_than_two_charts() -> None:
    assert [len(page.drawn) for page in shown(CHART, CHART, CHART)] == [2, 1]


def test_what_went_is_struck_out_and_what_came_is_bold() -> None:
    (block,) = only(Diff("原因", ((Mark.SAME, "要"), (Mark.REMOVED, "<!here>"), (Mark.ADDED, "*新*"))))
    (section,) = block["elements"]
    assert [(each["text"], each.get("style", {})) for each in section["elements"]] == [
        ("原因", {"bold": True}),
        ("\n", {}),
        ("要", {}),
        ("<!here>", {"strike": True}),
        ("\u2009", {}),
        ("*新*", {"bold": True}),
    ]


def test_files_have_a_button_each_that_opens_them_and_those_beyond_five_are_named() -> None:
    ref = FileRef(id="f1", name="合同.pdf", size=1, type="application/pdf")
    files = tuple(ref.model_copy(update={"id": f"f{n}", "version": n}) for n in range(1, 7))
    label, openers = only(Files("附件", "r1", files))
    assert label["text"]["text"] == "*附件*\n📎 合同.pdf · v6"
    assert [each["text"]["text"] for each in openers["elements"][:2]] == ["📎 合同.pdf", "📎 合同.pdf · v2"]
    assert openers["elements"][0]["action_id"].startswith("open-file:")
    assert len(openers["elements"]) == 5


def test_buttons_carry_their_signed_value_their_style_and_their_question() -> None:
    (actions,) = only(Buttons((Button("修改", "edit", {"record": "1"}, Style.PRIMARY), REMOVE)))
    edit, remove = actions["elements"]
    assert (edit["action_id"], edit["style"], edit["value"]) == (
        "edit:1",
        "primary",
        sign(Button("", "edit", {"record": "1"})),
    )
    assert remove["confirm"]["text"]["text"] == "确定删除吗？"
    assert remove["confirm"]["deny"]["text"] == "取消"
    assert "style" not in only(Buttons((Button("x", "y"),)))[0]["elements"][0]


def test_many_buttons_of_one_action_have_ids_of_their_own() -> None:
    buttons = Buttons(tuple(Button("恢复", "restore") for _ in range(30)))
    ids = [each["action_id"] for block in only(buttons, buttons) for each in block["elements"]]
    assert len(set(ids)) == len(ids) == 60


def test_a_long_label_of_a_button_is_cut() -> None:
    (actions,) = only(Buttons((Button("长" * 100, "x", confirm="问" * 500),)))
    assert actions["elements"][0]["text"]["text"].endswith("…")


def test_a_message_of_many_blocks_is_several_pages_in_order() -> None:
    pages = shown(*(Paragraph((f"第 {number} 段",)) for number in range(120)))
    said = [block["text"]["text"] for page in pages for block in page.blocks]
    assert said == [f"第 {number} 段" for number in range(120)]
    assert "第 119 段" in pages[-1].text


def test_a_heading_is_not_left_at_the_end_of_a_page() -> None:
    parts: list[Block] = [Paragraph(("x",)) for _ in range(49)]
    first, second = shown(*parts, Heading("下一节"), Paragraph(("y",)))
    assert first.blocks[-1]["type"] == "section"
    assert second.blocks[0]["type"] == "header"


def test_a_very_long_text_is_cut_says_so_and_keeps_the_buttons() -> None:
    pages = shown(Heading("长"), Paragraph(("很长。" * 40_000,)), Buttons((Button("看", "show"),)))
    assert len(pages) <= 5
    assert pages[-1].blocks[-1]["type"] == "actions"
    assert "…（还有 " in pages[-1].blocks[-3]["text"]["text"]
    assert "/档案 导出" in pages[-1].blocks[-2]["elements"][0]["text"]


def test_how_much_was_cut_is_said_in_the_language_of_the_message() -> None:
    message = Message((Paragraph(("王总: " + "word " * 20_000,)),), language=Language.EN)
    pages = blocks.pages(message, sign, nobody)
    assert "more)" in pages[-1].text
    assert "/dossier export" in pages[-1].text


def test_a_long_record_is_not_cut() -> None:
    text = "".join(f"第{number}句。" for number in range(1700))
    said = "".join(block["text"]["text"] for page in shown(Paragraph((text,))) for block in page.blocks)
    assert said == text


def test_the_text_beside_the_blocks_is_the_message_escaped() -> None:
    (page,) = shown(Heading("<!channel>"), Paragraph(("a & b",)))
    assert page.text == "&lt;!channel&gt;\na &amp; b"


@pytest.mark.parametrize("message", [Message(()), say(""), say("\x00\u202e"), Message((Buttons((REMOVE,)),))])
def test_a_message_of_nothing_can_still_be_posted(message: Message) -> None:
    (page,) = blocks.pages(message, sign, nobody)
    assert limits.check_message(page.blocks, page.text) == []


def test_a_signature_that_is_too_long_costs_the_buttons_and_not_the_message() -> None:
    (page,) = blocks.pages(say("要说的话", REMOVE), lambda _: "x" * 3000, nobody)
    assert limits.check_message(page.blocks, page.text) == []
    assert "要说的话" in json.dumps(page.blocks, ensure_ascii=False)


def test_a_message_is_shown_as_a_modal_and_as_the_home_page() -> None:
    message = Message(
        (Heading("我的档案"), Table("t", ("档案", "阶段"), (("ABC", "开发"),)), CHART, Buttons((REMOVE,)))
    )
    modal = blocks.modal(message, Language.ZH, sign, nobody)
    home = blocks.home(message, sign, nobody)

    assert limits.check_view(modal) == []
    assert limits.check_view(home) == []
    assert modal["title"]["text"] == "客户档案助手"
    assert home["type"] == "home"
    assert {block["type"] for block in home["blocks"]} == {"header", "rich_text", "section", "context", "actions"}


def test_a_modal_of_too_much_is_cut_and_says_so() -> None:
    message = Message(
        (*(Paragraph((f"{number}",)) for number in range(300)), Bullets(tuple(("x" * 50,) for _ in range(3000))))
    )
    view = blocks.modal(message, Language.EN, sign, nobody)
    assert limits.check_view(view) == []
