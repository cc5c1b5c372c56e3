"""A resolution that is not needed: said once, it holds until the issue is open again."""

import pytest

from dossier.views import Saved
from tests.team import Team, button_in, form_in, said


@pytest.fixture(autouse=True)
def not_needed(team: Team) -> None:
    """Have an issue that is fixed without its resolution, which was said not to be needed."""
    team.say("lilei", "/issue 微信支付失败 | 严重: 高")
    edit(team, status="fixed")
    waive(team)


def edit(team: Team, **values: str) -> None:
    team.submit(form_in(team.say("lilei", "/档案 修改 #1")), "lilei", **values)


def waive(team: Team) -> None:
    asked = form_in(team.press(button_in(team.say("lilei", "/档案 待办"), "waive"), "lilei"))
    team.submit(asked, "lilei", reason="重复")


def owed(team: Team) -> list[str]:
    return [duty.topic for duty in team.read("lilei", lambda store: store.duties.owed_by_me())]


def issue(team: Team) -> Saved:
    return team.read("lilei", lambda store: store.records.by_number(team.dossier, 1))


def test_it_stays_so_however_the_fixed_issue_is_edited(team: Team) -> None:
    edit(team, severity="low")
    edit(team, title="微信支付偶尔失败")
    edit(team, status="closed")

    assert (issue(team).line.title, issue(team).line.status) == ("微信支付偶尔失败", "closed")
    assert owed(team) == []
    assert "重复" not in said(team.say("lilei", "/档案 待办"))


def test_it_is_owed_anew_when_the_issue_was_open_again_and_is_fixed(team: Team) -> None:
    edit(team, status="open")
    assert owed(team) == []
    edit(team, status="fixed")
    assert owed(team) == ["微信支付失败"]

    waive(team)
    edit(team, severity="low")
    assert owed(team) == []


def test_it_stays_so_when_the_issue_was_deleted_and_is_restored(team: Team) -> None:
    team.press(button_in(team.say("lilei", "/档案 删除 #1"), "delete"), "lilei")
    team.say("lilei", "/档案 撤销 1")

    assert not issue(team).line.deleted
    assert owed(team) == []
