"""Whoever may not do something, or finds nothing, is told whom to ask; and who becomes the first manager."""

import pytest

from chat.events import BotJoined, BotOpened
from dossier.tiers import Tier
from storage.tables import people
from tests.team import Team, said

START = "/dossier start Zeta"


@pytest.fixture
def unclaimed(team: Team) -> Team:
    """Nobody manages the organisation."""
    team.database.write(
        lambda connection: connection.execute(
            people.update().where(people.c.tier == int(Tier.MANAGER)).values(tier=int(Tier.MEMBER))
        )
    )
    return team


def test_who_may_not_start_a_dossier_is_told_who_manages_the_organisation(team: Team) -> None:
    assert "You can ask: 王芳" in said(team.say("ann", START, "general"))


def test_who_is_in_no_dossier_is_not_told_to_start_one_they_may_not_start(team: Team) -> None:
    for words in ("/变更 登录页加短信", "/档案 状态"):
        answer = said(team.say("zhaomin", words, "general"))
        assert "新建" not in answer
        assert "可以找：王芳" in answer


def test_a_guest_is_not_told_that_there_is_no_dossier_but_what_it_takes(team: Team) -> None:
    answer = said(team.say("carla", "what is missing?", None))
    assert "it needs member access" in answer
    assert "no dossier" not in answer


def test_a_setting_of_the_organisation_is_refused_with_whom_to_ask(team: Team) -> None:
    assert "You can ask: 王芳" in said(team.say("ann", "/dossier rule organisation"))


def test_a_stranger_is_told_no_names(team: Team) -> None:
    assert "王芳" not in said(team.say("unknown", START, "general"))
    assert "王芳" not in said(team.say("unknown", "/dossier status", "general"))


@pytest.mark.parametrize("words", [START, "/dossier status"])
def test_on_an_unclaimed_installation_who_is_refused_is_told_how_the_first_manager_is_made(
    unclaimed: Team, words: str
) -> None:
    assert "/档案 认领" in said(unclaimed.say("zhaomin", words, "general"))


def test_an_unclaimed_bot_says_so_when_it_says_hello(unclaimed: Team) -> None:
    unclaimed.handle(BotJoined(unclaimed.source("ann", "new"), "new"))
    assert "/dossier claim" in unclaimed.posted("new")[0].text
    assert "/dossier claim" in said(unclaimed.handle(BotOpened(unclaimed.source("ann", None))))


def test_one_that_is_managed_says_nothing_of_it(team: Team) -> None:
    team.handle(BotJoined(team.source("ann", "new"), "new"))
    assert "/dossier claim" not in team.posted("new")[0].text
