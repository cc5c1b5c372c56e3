"""Every message has a plain-text equivalent, for notifications and screen readers."""

from datetime import UTC, datetime

from chat.messages import (
    Bullets,
    Button,
    Buttons,
    Chart,
    ChartType,
    Diff,
    Facts,
    Files,
    Heading,
    Hyperlink,
    Mark,
    Mention,
    Message,
    Note,
    Paragraph,
    Series,
    Strong,
    Table,
    When,
    plain,
    say,
)
from dossier.fields import FileRef


def test_every_block_reads_as_plain_text_in_order() -> None:
    message = Message(
        (
            Heading("支付失败", "🐞"),
            Paragraph(("原因 ", Strong("超时"), "，见 ", Hyperlink("https://example.com", "日志"))),
            Note((Mention("p1", "李雷"), " · ", When(datetime(2026, 11, 18, tzinfo=UTC), "11月18日"))),
            Facts((("状态", "待处理"), ("负责人", "@Ann"))),
            Bullets((("一",), ("二",))),
            Table("两行", ("名", "数"), (("甲", "1"), ("乙", "2"))),
            Chart(ChartType.BAR, "趋势", "本周翻倍", ("上周", "本周"), (Series("问题", (3, 6)),)),
            Diff("影响", ((Mark.SAME, "工期 "), (Mark.REMOVED, "3"), (Mark.ADDED, "5"), (Mark.SAME, " 天"))),
            Files("附件", "r1", (FileRef(id="f", name="日志.txt", size=1, type="text/plain"),)),
            Buttons((Button("修改", "edit"),)),
        )
    )

    assert message.text.split("\n") == [
        "🐞 支付失败",
        "原因 超时，见 日志 (https://example.com)",
        "@李雷 · 11月18日",
        "状态: 待处理",
        "负责人: @Ann",
        "• 一",
        "• 二",
        "两行",
        "名 | 数",
        "甲 | 1",
        "乙 | 2",
        "趋势: 本周翻倍",
        "影响: 工期 [-3][+5] 天",
        "附件: 📎 日志.txt",
    ]


def test_buttons_alone_say_nothing() -> None:
    assert Message((Buttons((Button("好", "ok"),)),)).text == ""


def test_a_sentence_can_have_buttons_below_it() -> None:
    button = Button("打开", "show")

    assert say("已保存", button).blocks == (Paragraph(("已保存",)), Buttons((button,)))
    assert say("已保存").blocks == (Paragraph(("已保存",)),)


def test_running_text_keeps_its_line_breaks_and_loses_its_markup() -> None:
    assert plain(("一\n二 ", Strong("三"))) == "一\n二 三"
