"""What a record names can go: it stays named, and is said to be gone, also where an earlier version comes back."""

import pytest

from dossier.views import Saved
from tests.scenarios.test_exporting import export, text_of, words_in
from tests.scenarios.test_naming_others import numbered, sheet, traced
from tests.team import Team, button_in, form_in, said


@pytest.fixture(autouse=True)
def a_change_that_names(team: Team) -> None:
    """Keep requirements, #3 and #4, a test, #5, an acceptance, #6, and a change that touches them, #7."""
    for _ in range(2):
        team.say("ann", "/issue filler")
    traced(team)


def remove(team: Team, number: int) -> Saved:
    saved = team.read("wangfang", numbered(team, number))
    return team.write("wangfang", lambda store: store.records.remove(saved))


def test_what_was_deleted_is_said_to_be_there_no_longer_until_it_is_back(team: Team) -> None:
    gone = remove(team, 3)

    shown = said(team.say("ann", "/dossier show #7"))
    assert "#3 (no longer there)" in shown
    assert "#4 Stay logged in" in shown
    assert "#3（已不在档案里）" in said(team.say("lilei", "/档案 查看 #7"))

    team.write("wangfang", lambda store: store.records.restore(gone, 1))
    assert "#3 Log in by code" in said(team.say("ann", "/dossier show #7"))


def test_the_change_sheet_and_paper_say_so_too(team: Team) -> None:
    remove(team, 3)

    names, *rows = sheet(team, "变更")
    row = dict(zip(names, next(row for row in rows if row[0] == 7), strict=True))
    assert row["涉及需求"] == "#3（已不在档案里）\n#4 Stay logged in"


def test_a_version_that_is_restored_keeps_what_it_names_and_says_that_it_is_gone(team: Team) -> None:
    team.submit(form_in(team.say("ann", "/dossier edit #7")), "ann", requirements="#4")
    remove(team, 3)

    team.press(button_in(team.say("ann", "/dossier history #7"), "restore"), "ann")

    shown = said(team.say("ann", "/dossier show #7"))
    assert "#3 (no longer there), #4 Stay logged in" in shown


def test_so_does_one_that_is_taken_back_to(team: Team) -> None:
    team.submit(form_in(team.say("ann", "/dossier edit #7")), "ann", requirements="#4")
    remove(team, 3)

    team.say("ann", "/dossier undo #7")

    assert "#3 (no longer there), #4 Stay logged in" in said(team.say("ann", "/dossier show #7"))


def test_guests_are_not_told_what_was_deleted(team: Team) -> None:
    saved = team.read("wangfang", numbered(team, 7))
    team.write("wangfang", lambda store: store.records.share(saved, shared=True))
    remove(team, 3)

    shown = said(team.say("carla", "/dossier show #7"))
    assert "#3" in shown
    assert "no longer" not in shown


def test_an_approved_change_without_a_retest_is_flagged_wherever_it_is_looked_at(team: Team) -> None:
    team.say("ann", "/dossier submit #7")
    team.say("wangfang", "/档案 批准 #7")
    team.deliver()

    assert "no test that passed verifies it yet" in said(team.say("ann", "/dossier show #7"))
    assert any("还没有通过的测试验证这项变更" in each.text for each in team.posted("abc"))
    assert "Approved, but no retest passed yet: #7 Longer code" in said(team.say("ann", "/dossier health"))
    names, *rows = sheet(team, "变更")
    row = dict(zip(names, rows[-1], strict=True))
    assert row["验证它的测试"] == "⚠️ 复测还没有通过"
    assert (row["审核"], row["审核意见"]) == ("已由 王芳 批准", "")
    assert str(row["审核时间"]).startswith("2026-11-18")
    _, made = export(team, "lilei", "#7 word")
    _, printed = export(team, "lilei", "#7 pdf")
    for text in (words_in(made), text_of(printed)):
        assert "已由王芳批准·2026年11月18日" in "".join(text.split())
        assert "复测还没有通过" in text

    team.submit(
        form_in(team.say("ann", "/dossier test")),
        "ann",
        title="Again",
        steps="1",
        expected="ok",
        verifies="7",
        status="passed",
    )
    assert "no test that passed verifies" not in said(team.say("ann", "/dossier show #7"))
    assert "retest" not in said(team.say("ann", "/dossier health"))
    names, *rows = sheet(team, "变更")
    assert dict(zip(names, rows[-1], strict=True))["验证它的测试"] == "#8 Again · 通过"
