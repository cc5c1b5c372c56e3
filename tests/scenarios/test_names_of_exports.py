"""An export's version counts what is in the file as whoever asked sees it: one name, one content, and the other way."""

import pytest

from tests.scenarios.test_exporting import export
from tests.team import Team, button_in, form_in, said


def contacts(team: Team, who: str, words: str) -> tuple[str, bytes]:
    name, content = export(team, who, words)
    return name.rpartition("_")[2].partition(".")[0], content


def test_who_sees_more_gets_another_version_and_who_sees_the_same_the_same_one(team: Team) -> None:
    team.say("lilei", "/contact 王总 | 电话: 13800138000")
    form = form_in(team.press(button_in(team.say("lilei", "/档案 保密"), "set-pledge"), "lilei"))
    team.submit(form, "lilei", text="不外传")
    masked = contacts(team, "ann", "contact csv")
    assert b"13800138000" not in masked[1]
    assert contacts(team, "ann", "contact csv sensitive") == masked

    team.press(button_in(team.say("lilei", "/档案 保密"), "confirm-pledge"), "lilei")
    shown = contacts(team, "lilei", "contact csv sensitive")
    assert b"13800138000" in shown[1]
    assert shown[0] != masked[0]
    assert contacts(team, "ann", "contact csv") == masked


@pytest.mark.parametrize("words", ["contact csv", "cover", "all word"])
def test_another_language_and_clock_are_no_other_version(team: Team, words: str) -> None:
    team.say("lilei", "/contact 王总 | 电话: 13800138000")
    team.say("wangfang", "/档案 成员 @Ann 高级")
    names = {export(team, who, words)[0] for who in ("lilei", "ann")}
    form = form_in(team.say("lilei", "/dossier settings"))
    team.submit(form, "lilei", language="en-US", zone="America/New_York")
    assert names == {export(team, "lilei", words)[0]}


def test_members_are_on_the_cover_and_not_in_a_sheet(team: Team) -> None:
    team.say("lilei", "/contact 王总")
    before = (contacts(team, "lilei", "contact csv"), contacts(team, "lilei", "cover")[0])
    assert "赵敏" in said(team.say("lilei", "/档案 成员 @赵敏 成员"))

    assert contacts(team, "lilei", "contact csv") == before[0]
    assert (before[1], contacts(team, "lilei", "cover")[0]) == ("v1", "v2")


def test_an_archive_counts_all_that_is_in_it(team: Team) -> None:
    team.say("lilei", "/issue 支付失败")
    seen = {contacts(team, "lilei", "all json")}
    for words in ("/档案 共享 #1", "/issue 多余"):
        team.say("lilei", words)
        seen.add(contacts(team, "lilei", "all json"))
    team.press(button_in(team.say("lilei", "/档案 删除 #2"), "delete"), "lilei")
    seen.add(contacts(team, "lilei", "all json"))

    assert len({version for version, _ in seen}) == len({content for _, content in seen}) == 4
    assert contacts(team, "lilei", "all json") in seen


def test_what_was_decided_is_in_the_sheet_and_counts(team: Team) -> None:
    team.say("lilei", "/change 短信验证 | 原因: 防刷 | 影响: 3天")
    team.say("lilei", "/档案 提交审核 #1")
    assert contacts(team, "lilei", "change csv")[0] == "v1"
    team.say("wangfang", "/档案 退回 #1 影响写得太少")

    version, content = contacts(team, "lilei", "change csv")
    assert version == "v2"
    assert "影响写得太少" in content.decode()
