"""What the words behind the export command mean: a slip never sends out a whole dossier."""

import pytest

from tests.scenarios.test_exporting import cards, export, full
from tests.team import Team, form_in, said

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
