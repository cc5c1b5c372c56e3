"""A record that names others by number: they are there, of the kind that is asked for, and called by their titles."""

import pytest

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

    assert "#2 是缺陷，这里要写需求变更的编号" in said(team.submit(form, "lilei", **typed))
    assert "#2 is of the kind “Defect”" in said(team.submit(form, "ann", **typed))


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
