"""In Feishu: files sent to the bot become own kinds, defects of a dossier, or a template."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.own_kinds import example
from tests.feishu.local import Message
from tests.feishu.serving_dossier import Day, open_day, taken, words
from tests.scenarios.test_importing_defects import JIRA
from tests.scenarios.test_own_templates import template


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    """Give a day with a dossier."""
    with open_day(tmp_path, "socket") as day:
        yield day.started()


def sent(day: Day, name: str, content: bytes, use: str) -> Message:
    """Send the bot a file, say what it is for, and give what the bot says of it in the end."""
    direct = day.feishu.direct(day.lilei)
    form = day.wrote(day.lilei, lambda: day.driver.send_file(name, content, day.lilei, direct))
    taken(day.submit(form, {"存为": use}))
    day.deliver()
    return next(each for each in reversed(day.direct(day.lilei)) if name in each.text)


def test_a_file_of_kinds_that_is_sent_counts_and_its_kinds_are_used(day: Day) -> None:
    told = sent(day, "kinds.yaml", example().encode(), "🧩 用作自定义记录类型")
    assert "“kinds.yaml”检查通过" in told.text

    taken(day.driver.mention("/档案 研讨 管理员研讨 | 客户电话: 13876543210", day.lilei, day.abc))
    card = day.posted()[-1]
    assert "管理员研讨" in card.text
    assert "138****3210" in card.text

    form = day.wrote(day.lilei, lambda: day.driver.direct("/档案 研讨", day.lilei))
    assert "研讨主题" in words(form)
    taken(day.submit(form, {"研讨主题": "最终用户", "研讨日期": "2026-11-17"}))
    assert "最终用户" in day.posted()[-1].text


def test_a_table_that_is_sent_is_shown_confirmed_and_taken_in(day: Day) -> None:
    card = sent(day, "jira.csv", JIRA.encode(), "📥 导入缺陷")
    assert "导入 2 条" in words(card)

    taken(day.driver.press(card, "导入 2 条", day.lilei))
    day.deliver()

    assert "能读的都已写入" in card.text
    assert "李雷 从表格导入了缺陷：新增 2，更新 0" in day.posted()[-1].text


def test_a_word_file_that_is_sent_becomes_the_template_that_is_chosen(day: Day) -> None:
    direct = day.feishu.direct(day.lilei)
    content = template("{{ fields.topic }}")
    form = day.wrote(day.lilei, lambda: day.driver.send_file("模板.docx", content, day.lilei, direct))
    taken(day.submit(form, {"存为": "🧾 用作导出的 Word 模板"}))
    what = day.direct(day.lilei)[-1]
    assert "模板.docx" in words(what)
    taken(day.submit(what, {"哪种文档": "会议纪要"}))
    day.deliver()
    told = day.direct(day.lilei)[-1]
    assert "“模板.docx”检查通过，会议纪要从现在起用它导出" in told.text
