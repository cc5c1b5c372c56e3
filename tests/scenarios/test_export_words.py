"""What the words behind the export command mean: a slip never sends out a whole dossier."""

import pytest

from tests.scenarios.test_exporting import cards, export, full, text_of
from tests.team import Team, buttons_in, form_in, said

__all__ = ["full"]


@pytest.mark.parametrize("typed", ["胡说 word", "全部 胡说 word", "#2 胡说", "ABC 胡说 zip", "wrod"])
def test_a_word_that_says_nothing_is_named_and_nothing_is_exported(full: Team, typed: str) -> None:
    assert "没看懂“" in said(full.say("lilei", f"/档案 导出 {typed}"))
    full.app.jobs.work_due()
    assert (full.platform.sent, cards(full, "lilei")) == ({}, [])


@pytest.mark.parametrize(
    ("typed", "name"), [("变更 word", "_需求变更"), ("meeting minutes pdf", "_需求评审_"), ("周报 word", "_周报月报")]
)
def test_a_kind_as_a_document_is_its_newest_record(full: Team, typed: str, name: str) -> None:
    assert name in export(full, "lilei", typed)[0]
    assert "还没有“里程碑”可导出" in said(full.say("lilei", "/档案 导出 里程碑 word"))


def test_a_dossier_that_is_named_alone_is_asked_about(full: Team) -> None:
    assert [field.name for field in form_in(full.say("lilei", "/档案 导出 ABC")).fields][:2] == ["what", "format"]


@pytest.mark.parametrize(
    ("typed", "ends"),
    [
        ("#2 word pdf", ["docx", "pdf"]),
        ("#2 pdf、word", ["docx", "pdf"]),
        ("#2 word docx", ["docx"]),
        ("变更 excel csv json", ["csv", "json", "xlsx"]),
        ("封面 word+pdf", ["docx", "pdf"]),
    ],
)
def test_every_form_that_is_named_is_given(full: Team, typed: str, ends: list[str]) -> None:
    full.say("lilei", f"/档案 导出 {typed}")
    full.app.jobs.work_due()
    assert sorted(name.rpartition(".")[2] for _, name, _ in full.platform.sent.values()) == ends
    assert len(cards(full, "lilei")) == len(ends)


def test_of_several_forms_one_that_cannot_be_is_said_and_nothing_is_exported(full: Team) -> None:
    assert "可以导出为" in said(full.say("lilei", "/档案 导出 #2 word excel"))
    full.app.jobs.work_due()
    assert full.platform.sent == {}


def test_several_records_are_given_each_in_every_form(full: Team) -> None:
    assert "#1 Word 文档、#1 PDF、#2 Word 文档、#2 PDF" in said(full.say("lilei", "/档案 导出 #1 和 #2 word pdf"))
    full.app.jobs.work_due()
    names = sorted(name.partition("_20")[0] for _, name, _ in full.platform.sent.values())
    assert names == ["ABC_需求变更", "ABC_需求变更", "ABC_需求评审", "ABC_需求评审"]
    assert "10" in said(full.say("lilei", f"/档案 导出 {' '.join(f'#{n}' for n in range(1, 7))} word pdf"))


def test_several_exports_that_were_asked_for_at_once_are_stopped_at_once(full: Team) -> None:
    answer = full.say("lilei", "/档案 导出 #2 word pdf")
    assert "：Word 文档、PDF。" in said(answer)
    (stop,) = buttons_in(answer)
    assert "已取消导出" in said(full.press(stop, "lilei"))
    full.app.jobs.work_due()
    assert full.platform.sent == {}
    assert said(full.press(stop, "lilei"))


def test_what_is_written_with_emoji_is_set_with_them(team: Team) -> None:
    team.say("lilei", "/minutes 评审 | 决定: 通过 😀 ✅ 🎉")
    _, content = export(team, "lilei", "#1 pdf")
    assert "通过 😀 ✅ 🎉" in text_of(content)
    assert b"NotoEmoji" in content
