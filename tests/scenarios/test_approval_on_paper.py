"""Who decided over a record, when and with what words, stands in its document and in the sheet of its kind."""

import csv
import io

import pytest

from tests.scenarios.test_exporting import export, words_in
from tests.scenarios.test_naming_others import sheet
from tests.team import Team, button_in, form_in


@pytest.fixture(autouse=True)
def submitted(team: Team) -> None:
    """Keep a change request of Ann's, #1, and submit it."""
    team.say("ann", "/change SMS code | reason: fraud | impact: 3 days")
    team.say("ann", "/dossier submit #1")


def told(team: Team) -> tuple[str, str, str]:
    """Give what the sheet of changes says of the approval of the last one."""
    names, *rows = sheet(team, "变更")
    row = dict(zip(names, rows[-1], strict=True))
    return str(row["审核"]), str(row["审核时间"] or "")[:10], str(row["审核意见"] or "")


def printed(team: Team) -> str:
    """Give what is in its Word document, without blanks and the ends of lines."""
    return "".join(words_in(export(team, "lilei", "#1 word")[1]).split())


def test_a_change_that_waits_says_who_submitted_it(team: Team) -> None:
    assert told(team) == ("待审核，由 Ann 提交", "", "")
    assert "待审核，由Ann提交·2026年11月18日10:05" in printed(team)


def test_a_returned_change_says_why(team: Team) -> None:
    form = form_in(team.press(button_in(team.told("wangfang")[-1], "return"), "wangfang", None))
    team.submit(form, "wangfang", None, comment="先算成本")
    assert told(team) == ("已由 王芳 退回", "2026-11-18", "先算成本")
    assert "审核已由王芳退回·2026年11月18日10:05·先算成本" in printed(team)
    assert "returned by 王芳" in words_in(export(team, "ann", "#1 word")[1])


def test_an_approved_change_that_was_changed_since_says_so(team: Team) -> None:
    team.say("wangfang", "/档案 批准 #1")
    team.submit(form_in(team.say("wangfang", "/档案 修改 #1")), "wangfang", impact="5 天")
    assert told(team) == ("已由 王芳 批准", "2026-11-18", "⚠️ 批准的是 v2，之后又改过，需要重新审核")


def test_a_document_says_whose_version_it_is(team: Team) -> None:
    assert "v1·Ann记录于2026年11月18日10:05" in printed(team)
    team.wait(hours=1)
    team.submit(form_in(team.say("lilei", "/档案 修改 #1")), "lilei", impact="5 天")
    assert "v2·李雷修改于2026年11月18日11:05" in printed(team)


def test_the_csv_of_a_whole_dossier_says_who_decided(team: Team) -> None:
    team.say("wangfang", "/档案 批准 #1")
    _, content = export(team, "lilei", "csv")
    rows = [row[3:5] for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))]
    assert ["审核", "已由 王芳 批准 · 2026年11月18日 10:05"] in rows
    assert ["验证它的测试", "⚠️ 复测还没有通过"] in rows
