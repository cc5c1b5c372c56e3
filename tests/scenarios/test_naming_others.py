"""A record that names others by number: they are there, of the kind that is asked for, and called by their titles."""

import io
from collections.abc import Callable

import openpyxl
import pytest

from dossier.views import Saved
from storage.store import Store
from tests.team import ELSEWHERE, Team, form_in, said


@pytest.fixture(autouse=True)
def a_change_and_a_defect(team: Team) -> None:
    """Keep a change, #1, and a defect, #2."""
    team.say("ann", "/change SMS code | reason: fraud | impact: 3 days")
    team.say("ann", "/dossier defect No code")


def test_a_number_nobody_has_is_refused_on_its_field_with_nothing_lost(team: Team) -> None:
    line = "/档案 测试用例 测1 | 步骤: 1 | 预期结果: ok | 验证变更: #99999"
    form = form_in(team.say("lilei", line))

    verifies = next(field for field in form.fields if field.name == "verifies")
    assert verifies.value == "#99999"
    assert "这份档案里没有 #99999，请写一条需求变更的编号" in verifies.error
    again = said(team.submit(form, "ann", title="T", steps="1", expected="ok", verifies="#99999"))
    assert "There is no #99999 in this dossier" in again
    assert "Change request" in again


def test_a_record_of_another_kind_is_refused_by_its_name(team: Team) -> None:
    form = form_in(team.say("lilei", "/档案 测试用例"))
    typed = {"title": "测1", "steps": "1", "expected": "ok", "verifies": "2"}

    assert "#2 不是需求变更，请写一条需求变更的编号" in said(team.submit(form, "lilei", **typed))
    assert "#2 is not of the kind “Change request”" in said(team.submit(form, "ann", **typed))


def test_a_record_that_was_deleted_is_not_there_but_what_named_it_before_can_still_be_changed(team: Team) -> None:
    team.submit(form_in(team.say("ann", "/dossier edit #2")), "ann", verifies="#1")
    deleted = team.read("wangfang", lambda store: store.records.by_number(team.dossier, 1))
    team.write("wangfang", lambda store: store.records.remove(deleted))

    form = form_in(team.say("ann", "/dossier defect"))
    assert "There is no #1 in this dossier" in said(team.submit(form, "ann", title="Late code", verifies="#1"))
    edit = form_in(team.say("ann", "/dossier edit #2"))
    assert "problem" not in said(team.submit(edit, "ann", title="No code at all"))
    assert "No code at all" in said(team.say("ann", "/dossier show #2"))


def test_the_numbers_of_another_organisation_are_not_there(team: Team) -> None:
    form = form_in(team.say("bob", "/dossier defect", "xyz", workspace=ELSEWHERE))
    answer = team.submit(form, "bob", "xyz", workspace=ELSEWHERE, title="No code", verifies="#1")
    assert "#1" in said(answer)
    assert "verifies" in said(answer)


def test_the_card_calls_what_is_named_by_its_title(team: Team) -> None:
    team.submit(form_in(team.say("ann", "/dossier edit #2")), "ann", verifies="＃１")

    assert "#1 SMS code" in said(team.say("ann", "/dossier show #2"))
    assert "#1 SMS code" in said(team.say("lilei", "/档案 查看 #2"))


def test_a_change_names_the_requirements_tests_and_acceptances_it_touches(team: Team) -> None:
    traced(team)
    shown = said(team.say("ann", "/dossier show #7"))

    assert "#3 Log in by code" in shown
    assert "#4 Stay logged in" in shown
    assert "#5 Code arrives" in shown
    assert "#6 First release" in shown
    assert "涉及需求" in said(team.say("lilei", "/档案 查看 #7"))


def test_each_is_checked_to_be_of_the_kind_its_field_asks_for(team: Team) -> None:
    traced(team)
    form = form_in(team.say("ann", "/dossier edit #7"))

    wrong = said(team.submit(form, "ann", requirements="#3, #5", tests="#3", acceptances="#80"))

    assert "requirements: #5 is not of the kind “Requirement”" in wrong
    assert "tests: #3 is not of the kind “Test case”" in wrong
    assert "acceptances: There is no #80" in wrong
    line = "/变更 深色模式 | 原因: 好看 | 影响: 无 | 涉及需求: #3 #4、#5"
    opened = form_in(team.say("lilei", line))
    asked = next(field for field in opened.fields if field.name == "requirements")
    assert (asked.value, "#5 不是需求" in asked.error) == ("#3 #4、#5", True)


def test_the_change_sheet_can_be_followed_from_the_requirement_to_the_acceptance(team: Team) -> None:
    traced(team)
    team.submit(form_in(team.say("ann", "/dossier test")), "ann", title="Again", steps="1", expected="ok", verifies="7")

    names, *rows = sheet(team, "变更")

    row = dict(zip(names, next(row for row in rows if row[0] == 7), strict=True))
    assert row["涉及需求"] == "#3 Log in by code\n#4 Stay logged in"
    assert row["涉及测试"] == "#5 Code arrives"
    assert row["涉及验收"] == "#6 First release"
    assert row["验证它的测试"] == "#8 Again · 未执行"


def test_guests_learn_the_titles_of_what_is_marked_for_them_alone(team: Team) -> None:
    traced(team)
    for number in (4, 7):
        saved = team.read("wangfang", numbered(team, number))
        team.write("wangfang", marked(saved))

    shown = said(team.say("carla", "/dossier show #7"))

    assert "#4 Stay logged in" in shown
    assert "#3" in shown
    assert "Log in by code" not in shown
    assert "Code arrives" not in shown


def numbered(team: Team, number: int) -> Callable[[Store], Saved]:
    """Read the record of a number."""
    return lambda store: store.records.by_number(team.dossier, number)


def marked(saved: Saved) -> Callable[[Store], Saved]:
    """Mark a record for the customer."""
    return lambda store: store.records.share(saved, shared=True)


def sheet(team: Team, words: str) -> list[tuple[object, ...]]:
    """Have a workbook made, and give the rows of its first sheet."""
    team.say("lilei", f"/档案 导出 {words} excel")
    team.app.jobs.work_due()
    _, _, content = list(team.platform.sent.values())[-1]
    return list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))


def traced(team: Team) -> None:
    """Keep requirements, #3 and #4, a test, #5, an acceptance, #6, and a change that touches them, #7."""
    for title in ("Log in by code", "Stay logged in"):
        team.submit(form_in(team.say("lilei", "/档案 需求")), "lilei", title=title, story="…")
    team.submit(form_in(team.say("lilei", "/档案 测试用例")), "lilei", title="Code arrives", steps="1", expected="ok")
    accepted = {"scope": "First release", "signed_by": "王总", "signed_on": "今天", "verdict": "accepted"}
    team.submit(form_in(team.say("lilei", "/档案 验收")), "lilei", **accepted)
    touched = {"requirements": "#3，＃4", "tests": "5", "acceptances": "#6"}
    form = form_in(team.say("ann", "/change"))
    team.submit(form, "ann", summary="Longer code", reason="fraud", impact="none", **touched)
