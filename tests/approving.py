"""A change that is to be approved: submitting it, editing it, and what is offered for it."""

from typing import Any

import pytest

from chat.messages import Button
from dossier.views import Saved
from tests.team import Team, button_in, buttons_in, form_in, said


@pytest.fixture(autouse=True)
def a_change(team: Team) -> None:
    """Keep a change request of Ann's, #1."""
    team.say("ann", "/change SMS code | reason: fraud | impact: 3 days")


def saved(team: Team, number: int = 1) -> Saved:
    return team.read("wangfang", lambda store: store.records.by_number(team.dossier, number))


def submit(team: Team, who: str = "ann") -> Button:
    """Submit the change and give the manager's button to approve it."""
    team.say(who, "/dossier submit #1")
    return button_in(team.told("wangfang")[-1], "approve")


def offered(team: Team, who: str) -> set[str]:
    return {each.action for each in buttons_in(team.say(who, "/dossier show #1"))}


def wrong_status(team: Team, who: str, status: str) -> str:
    """Give what the form that a line opens says of its status."""
    form = form_in(team.say(who, f"/变更 改颜色 | 原因: 好看 | 影响: 无 | 状态: {status}"))
    return next(field.error for field in form.fields if field.name == "status")


def edit(team: Team, who: str = "ann", **values: Any) -> str:
    return said(team.submit(form_in(team.say(who, "/dossier edit #1")), who, **values))
