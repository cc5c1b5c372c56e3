"""The word in the morning of who looks after others: what was escalated to them and is owed still, in the same one."""

from datetime import timedelta

import pytest

from chat.messages import Message
from tests.owing import owe
from tests.team import START, Team, buttons_in, said


def words(team: Team, who: str) -> list[Message]:
    return [each for each in team.told(who) if each.text.startswith("☀️")]


def at(team: Team, days: int, hour: int = 9) -> None:
    """Go on to an hour in Shanghai, days after the first, a Wednesday, looking on the way at what time brings."""
    until = START.replace(hour=hour - 8, minute=0) + timedelta(days=days)
    while team.clock.now() < until:
        team.wait(seconds=min(3 * 3600, (until - team.clock.now()).total_seconds()))
        team.deliver()


@pytest.fixture
def escalated(team: Team) -> None:
    """Have the dossier's owner told on Friday at ten, and management on Saturday, of what Ann owes."""
    owe(team, "需求评审")
    at(team, 5, 8)


@pytest.mark.usefixtures("escalated")
def test_the_owner_of_the_dossier_is_told_of_what_was_escalated_beside_what_they_owe_themselves(team: Team) -> None:
    owe(team, "站会", "lilei", ago=10)
    at(team, 5)

    (word,) = words(team, "lilei")
    for part in ("站会", "最近升级到你这里的，1 项", "需求评审", "Ann", "ABC · 商城"):
        assert part in word.text
    assert word.text.index("站会") < word.text.index("需求评审")
    assert [each.action for each in buttons_in(word)] == ["enter", "enter", "todo"]


def test_that_others_were_told_of_it_does_not_cost_who_owes_it_their_own_word(team: Team) -> None:
    owe(team, "需求评审")
    # Friday at nine in Berlin: the owner of the dossier was told at ten in Shanghai, which is Ann's day already.
    at(team, 2, 16)
    assert "需求评审" in team.told("lilei")[-1].text
    at(team, 2, 17)
    assert ["需求评审" in each.text for each in words(team, "ann")][-1:] == [True]
    assert team.told("ann")[-1].text.startswith("☀️")


def test_who_hears_of_their_own_as_the_owner_of_the_dossier_hears_of_it_once_that_morning(team: Team) -> None:
    # The third step, which is for the owner of the dossier, comes on Friday at six, while he sleeps.
    owe(team, "需求评审", "lilei", ago=4)
    at(team, 1, 20)
    before = len(team.told("lilei"))
    at(team, 2, 11)
    assert ["需求评审" in each.text for each in team.told("lilei")[before:]] == [True]


@pytest.mark.usefixtures("escalated")
def test_management_finds_what_was_escalated_in_their_list_too(team: Team) -> None:
    listed = said(team.say("wangfang", "/档案 待办"))
    assert "需求评审" in listed
    assert "Ann" in listed
    team.say("ann", "/minutes 需求评审 | decisions: go")
    assert "需求评审" not in said(team.say("wangfang", "/档案 待办"))


@pytest.mark.usefixtures("escalated")
def test_so_is_management_in_one_word_and_it_is_gone_from_there_once_it_is_logged(team: Team) -> None:
    at(team, 5)
    (word,) = words(team, "wangfang")
    assert "需求评审" in word.text
    team.say("ann", "/minutes 需求评审 | decisions: go")

    for who in ("wangfang", "lilei"):
        (word,) = words(team, who)
        assert "今天要补的都处理好了" in word.text


def test_what_they_were_told_of_this_very_day_is_named_the_day_after(team: Team) -> None:
    owe(team, "需求评审", ago=47)
    at(team, 0, 12)
    assert len(team.told("lilei")) == 1
    at(team, 1)

    (word,) = words(team, "lilei")
    assert "需求评审" in word.text


def test_nobody_is_told_of_what_was_not_escalated_to_them(team: Team) -> None:
    owe(team, "需求评审", ago=47)
    at(team, 1)

    assert words(team, "lilei")
    assert words(team, "wangfang") == []
    assert all("升级" not in word.text for word in words(team, "ann"))


@pytest.mark.usefixtures("escalated")
def test_what_was_escalated_longer_ago_is_no_word_of_every_morning(team: Team) -> None:
    at(team, 16)
    before = len(words(team, "lilei"))
    assert before > 1
    at(team, 23)

    assert len(words(team, "lilei")) == before


@pytest.mark.usefixtures("escalated")
def test_what_more_there_is_than_is_listed_is_counted(team: Team) -> None:
    for number in range(12):
        owe(team, f"会议{number:02}", ago=50)
    team.wait(minutes=1)
    at(team, 6)

    word = words(team, "lilei")[-1]
    assert "13 项" in word.text
    assert "还有 3 项" in word.text


def test_who_stands_in_for_the_owner_of_the_dossier_is_told_in_their_place(team: Team) -> None:
    team.say("wangfang", "/档案 成员 @赵敏 成员")
    owe(team, "需求评审", ago=47)
    team.say("lilei", "/档案 请假 今天到周五 @赵敏")
    at(team, 0, 12)
    at(team, 1)

    (word,) = words(team, "zhaomin")
    assert "最近升级到你这里的，1 项" in word.text
