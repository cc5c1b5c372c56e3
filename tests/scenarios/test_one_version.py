"""A document has one version, wherever it is told: that in its name, which counts its contents from the first."""

import csv
import io
import re

from tests.scenarios.test_exporting import export, text_of, words_in
from tests.scenarios.test_file_versions import begun, edit, held, ref
from tests.team import Team, button_in, buttons_in, form_in, said

NAME = "ABC_需求变更_20261118"


def two_changes(team: Team) -> None:
    """Log two changes on one day, and change the first."""
    team.say("lilei", "/变更 登录页加短信验证 | 原因: 防刷 | 影响: 工期 3 天")
    team.say("lilei", "/变更 导出按钮 | 原因: 对账 | 影响: 无")
    team.submit(form_in(team.say("lilei", "/档案 修改 #1")), "lilei", impact="工期 5 天")


def versions_in(text: str) -> set[str]:
    return set(re.findall(r"\bv\d+|(?<=_)v\d+", text))


def test_history_tells_what_each_version_was_called(team: Team) -> None:
    two_changes(team)
    history = said(team.say("lilei", "/档案 历史 #1"))
    assert history.index(f"{NAME}_v2") < history.index(f"{NAME}_v1")
    assert versions_in(history) == {"v1", "v2"}
    assert f"{NAME}_v2" in said(team.say("ann", "/dossier history #1"))
    assert "ABC_需求变更-2_20261118_v1" in said(team.say("lilei", "/档案 历史 #2"))


def test_going_back_names_the_document_gone_back_to(team: Team) -> None:
    two_changes(team)
    back = said(team.press(button_in(team.say("lilei", "/档案 历史 #1"), "restore"), "lilei"))
    assert f"#1 已恢复到 v1 的内容：登录页加短信验证。现在是 {NAME}_v3" in back
    history = said(team.say("lilei", "/档案 历史 #1"))
    assert versions_in(history) == {"v1", "v2", "v3"}
    assert "恢复到 v1" in history


def test_what_was_deleted_and_brought_back_counts_on(team: Team) -> None:
    two_changes(team)
    team.press(button_in(team.say("lilei", "/档案 删除 #1"), "delete"), "lilei")
    assert versions_in(said(team.say("lilei", "/档案 历史 #1"))) == {"v1", "v2"}
    team.press(button_in(team.say("lilei", "/档案 历史 #1"), "restore"), "lilei")
    assert f"{NAME}_v3" in said(team.say("lilei", "/档案 查看 #1"))


def test_a_document_bears_the_version_of_its_name_in_every_form(team: Team) -> None:
    two_changes(team)
    name, word = export(team, "lilei", "#1 word")
    assert name == f"{NAME}_v2.docx"
    assert versions_in(words_in(word)) == {"v2"}
    _, pdf = export(team, "lilei", "#1 pdf")
    assert versions_in(text_of(pdf)) == {"v2"}
    _, table = export(team, "lilei", "#1 csv")
    (head, row) = csv.reader(io.StringIO(table.decode("utf-8-sig")))
    assert row[head.index("版本")] == "2"
    whole = words_in(export(team, "wangfang", "all word")[1])
    assert f"{NAME}_v2" in whole
    assert "ABC_需求变更-2_20261118_v1" in whole


def test_what_is_approved_and_the_audit_log_tell_the_same_version(team: Team) -> None:
    two_changes(team)
    team.press(button_in(team.say("lilei", "/档案 查看 #1"), "submit"), "lilei")
    asked = team.told("wangfang")[-1]
    assert versions_in(asked.text) == {"v2"}
    team.submit(form_in(team.say("lilei", "/档案 修改 #1")), "lilei", impact="工期 9 天")
    assert "现在是 v3" in said(team.press(button_in(asked, "approve"), "wangfang"))
    assert "v3" in said(team.say("wangfang", "/档案 审计"))


def test_a_file_given_the_name_of_the_rule_bears_that_version_alone(team: Team) -> None:
    begun(team)
    edit(team, "lilei", [*held(team), ref(team, "f2")])
    assert [each.label for each in held(team)] == ["合同.pdf · v2"]

    offered = [each for each in team.told("lilei") if any(b.action == "name-files" for b in buttons_in(each))]
    team.press(button_in(offered[-1], "name-files"), "lilei", None)
    (file,) = held(team)
    assert file.label == file.name == "ABC_问题_20261118_v2.pdf"
