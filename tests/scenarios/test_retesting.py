"""A change that was approved is to be tested again: what no test names is said to be so, until one does."""

import pytest

from tests.team import Team, button_in, form_in, said


@pytest.fixture(autouse=True)
def an_approved_change(team: Team) -> None:
    """Keep an approved change, #1, and a proposed one, #2."""
    for summary in ("SMS code", "Dark mode"):
        team.say("ann", f"/change {summary} | reason: fraud | impact: 3 days")
    team.say("ann", "/dossier submit #1")
    team.say("wangfang", "/档案 批准 #1")


def test_a_change_approved_without_a_retest_is_flagged_where_it_is_and_in_what_is_missing(team: Team) -> None:
    assert "no test that passed verifies it yet" in said(team.say("ann", "/dossier show #1"))
    assert "no test that passed verifies" not in said(team.say("ann", "/dossier show #2"))
    missing = said(team.say("ann", "/dossier missing"))
    assert "Approved, but no retest passed yet: #1 SMS code" in missing
    assert "Dark mode" not in missing


def test_the_button_opens_a_test_that_names_it_and_then_the_flag_is_gone(team: Team) -> None:
    form = form_in(team.press(button_in(team.say("ann", "/dossier show #1"), "new"), "ann"))
    assert next(field.value for field in form.fields if field.name == "verifies") == "#1"
    team.submit(form, "ann", title="Log in by code", steps="1. log in", expected="code arrives", status="passed")

    assert "Verified by: #3 Log in by code · Passed" in said(team.say("ann", "/dossier show #1"))
    assert "no test that passed verifies" not in said(team.say("ann", "/dossier show #1"))
    assert "retest" not in said(team.say("ann", "/dossier missing"))


def test_what_is_changed_and_approved_anew_is_to_be_tested_anew(team: Team) -> None:
    form = form_in(team.press(button_in(team.say("ann", "/dossier show #1"), "new"), "ann"))
    team.submit(form, "ann", title="Log in by code", steps="1. log in", expected="code arrives", status="passed")
    team.wait(hours=1)
    team.submit(form_in(team.say("ann", "/dossier edit #1")), "ann", impact="9 days, by another provider")
    team.say("ann", "/dossier submit #1")
    team.wait(hours=1)
    team.say("wangfang", "/档案 批准 #1")

    assert "no test that passed verifies it yet" in said(team.say("ann", "/dossier show #1"))
    assert "no retest passed yet: #1 SMS code" in said(team.say("ann", "/dossier missing"))
    team.submit(form_in(team.say("ann", "/dossier edit #3")), "ann", steps="1. log in again")
    assert "no test that passed" not in said(team.say("ann", "/dossier show #1"))
    assert "retest" not in said(team.say("ann", "/dossier missing"))


@pytest.mark.parametrize(("day", "counts"), [("2026-11-01", False), ("2026-11-17", False), ("2026-11-18", True)])
def test_a_test_that_was_run_before_the_change_was_submitted_is_no_retest(team: Team, day: str, counts: bool) -> None:
    form = form_in(team.press(button_in(team.say("ann", "/dossier show #1"), "new"), "ann"))
    told = {"title": "Log in by code", "steps": "1. log in", "expected": "code arrives", "status": "passed"}
    team.submit(form, "ann", **told, run_on=day)

    assert ("no test that passed" not in said(team.say("ann", "/dossier show #1"))) is counts
    assert ("retest" not in said(team.say("ann", "/dossier missing"))) is counts


@pytest.mark.parametrize(("status", "shown"), [("open", "Not run"), ("failed", "Failed"), ("blocked", "Blocked")])
def test_a_test_that_did_not_pass_is_no_retest_and_stands_there_with_its_result(
    team: Team, status: str, shown: str
) -> None:
    form = form_in(team.press(button_in(team.say("ann", "/dossier show #1"), "new"), "ann"))
    team.submit(form, "ann", title="Log in by code", steps="1. log in", expected="code arrives", status=status)

    card = said(team.say("ann", "/dossier show #1"))
    assert f"Verified by: #3 Log in by code · {shown}" in card
    assert "no test that passed verifies it yet" in card
    assert "no retest passed yet: #1 SMS code" in said(team.say("ann", "/dossier missing"))
    team.submit(form_in(team.say("ann", "/dossier edit #3")), "ann", status="passed")
    assert "no test that passed" not in said(team.say("ann", "/dossier show #1"))


def test_a_closed_defect_counts_too_and_a_deleted_one_does_not(team: Team) -> None:
    team.submit(form_in(team.say("ann", "/dossier defect")), "ann", title="No code", verifies="１")
    assert "no test that passed verifies" in said(team.say("ann", "/dossier show #1"))
    team.submit(form_in(team.say("ann", "/dossier edit #3")), "ann", status="closed")
    assert "no test that passed verifies" not in said(team.say("ann", "/dossier show #1"))

    team.press(button_in(team.say("ann", "/dossier delete #3"), "delete"), "ann")
    assert "no test that passed verifies" in said(team.say("ann", "/dossier show #1"))


@pytest.mark.parametrize("typed", ["login", "#", "#0", "#1 #2", "-1", "#1234567890"])
def test_what_is_no_number_of_a_record_is_said_on_the_field(team: Team, typed: str) -> None:
    form = form_in(team.say("ann", "/dossier defect"))

    assert "is not the number of a record" in said(team.submit(form, "ann", title="No code", verifies=typed))


def test_what_is_done_is_flagged_like_what_is_approved(team: Team) -> None:
    team.submit(form_in(team.say("ann", "/dossier edit #1")), "ann", status="done")

    assert "no test that passed verifies it yet" in said(team.say("ann", "/dossier show #1"))
    assert "Approved, but no retest passed yet: #1 SMS code" in said(team.say("ann", "/dossier missing"))


def test_what_waits_is_not_said_to_be_approved(team: Team) -> None:
    # What was approved is said otherwise now, and submitted anew.
    team.submit(form_in(team.say("ann", "/dossier edit #1")), "ann", summary="SMS code by voice")
    team.say("ann", "/dossier submit #1")

    card = said(team.say("ann", "/dossier show #1"))
    assert "Waits for approval" in card
    assert "no test that passed verifies" not in card
    assert "#1 SMS code" not in said(team.say("ann", "/dossier missing"))


def test_whoever_may_not_read_the_dossier_is_told_nothing_of_it(team: Team) -> None:
    assert "SMS code" not in said(team.say("carla", "/dossier missing"))
