"""What the customer accepted is what somebody says it is: nothing is so by itself, or without a paper."""

from typing import Any

import pytest

from dossier.fields import FileRef
from tests.team import Team, form_in, said

SIGNED = FileRef(id="f1", name="签字件.pdf", size=15, type="application/pdf")


@pytest.fixture(autouse=True)
def a_signed_copy(team: Team) -> None:
    """Have a signed copy in the chat."""
    team.platform.files["f1"] = b"%PDF-1.7 signed"


def test_the_verdict_is_asked_for(team: Team) -> None:
    form = form_in(team.say("ann", "/档案 验收 一期 | 签字人: 王总 | 签字日期: 今天"))

    verdict = next(field for field in form.fields if field.name == "verdict")
    assert (verdict.value, verdict.required) == ("", True)
    assert "verdict: " in said(team.submit(form, "ann"))


@pytest.mark.parametrize("verdict", ["conditional", "refused"])
def test_what_was_not_accepted_as_it_is_says_what_is_left(team: Team, verdict: str) -> None:
    form = form_in(team.say("ann", "/dossier acceptance"))
    typed = {"scope": "First release", "verdict": verdict, "signed_by": "王总", "signed_on": "today"}

    assert "conditions: " in said(team.submit(form, "ann", **typed))

    team.submit(form, "ann", **typed, conditions="The manual is missing")
    assert "The manual is missing" in said(team.say("ann", "/dossier show #1"))


def test_it_is_approved_with_its_signed_copy_alone(team: Team) -> None:
    line = "/dossier acceptance First release | verdict: Accepted | signed by: 王总 | signed on: today"
    team.say("ann", line)

    assert "needs its “Signed copy” before it can be approved" in said(team.say("ann", "/dossier submit #1"))
    assert "先附上“签字件”" in said(team.say("lilei", "/档案 提交审核 #1"))

    team.say("ann", line, files=(SIGNED,))
    team.say("ann", "/dossier submit #2")
    team.say("wangfang", "/档案 批准 #2")
    assert "approved by 王芳" in said(team.say("ann", "/dossier show #2"))


def test_a_copy_that_was_taken_away_while_it_waited_is_missed(team: Team) -> None:
    line = "/dossier acceptance First release | verdict: Accepted | signed by: 王总 | signed on: today"
    team.say("ann", line, files=(SIGNED,))
    team.say("ann", "/dossier submit #1")
    taken_away: dict[str, Any] = {"attachments": [], "attachments.kept": []}
    team.submit(form_in(team.say("ann", "/dossier edit #1")), "ann", **taken_away)

    assert "先附上“签字件”" in said(team.say("wangfang", "/档案 批准 #1"))
