"""Who is told in place of those who are away, on both engines, and what is said to whom of what they owe themselves."""

from datetime import timedelta

import pytest

from dossier.fields import PersonRef
from tests.contracts.test_reminding import mentioned, owe, rule, taken
from tests.team import START, Team


@pytest.fixture(autouse=True)
def without_quiet_hours(team: Team) -> None:
    """Let people be written to at any hour."""
    rule(team, quiet="-")


def test_the_delegate_hears_of_it_while_somebody_is_away(team: Team) -> None:
    today = START.date()
    lilei = PersonRef(id=team.actor("lilei").uid, name="李雷")
    team.write("ann", lambda store: store.absences.add(today, today + timedelta(days=1), lilei))
    owe(team, "需求评审")
    team.wait(hours=20)
    assert team.told("ann") == []
    assert "Ann" in team.told("lilei")[0].text


def test_what_is_for_an_owner_of_a_dossier_who_is_away_without_a_delegate_goes_to_management(team: Team) -> None:
    away(team, "lilei")
    duty = owe(team, "需求评审", who="lilei")
    team.wait(hours=20)
    assert team.told("lilei") == []
    assert "现在提醒不到 李雷" in team.told("wangfang")[0].text
    team.wait(hours=28)
    assert team.told("lilei") == []
    assert taken(team, duty)[-1] == (2, "sent")


def test_so_does_what_is_owed_by_a_member_who_is_away_at_the_same_time(team: Team) -> None:
    away(team, "lilei")
    away(team, "ann")
    owe(team, "需求评审")
    team.wait(hours=20)
    assert team.told("lilei") == team.told("ann") == []
    assert "需求评审" in team.told("wangfang")[0].text


def test_when_everybody_is_away_the_owner_of_the_dossier_is_told_all_the_same(team: Team) -> None:
    for who in ("lilei", "wangfang"):
        away(team, who)
    owe(team, "需求评审", who="lilei")
    team.wait(hours=20)
    assert "需求评审" in (team.told("lilei") + team.told("wangfang"))[0].text


def test_in_the_channel_who_stands_in_is_notified_and_who_is_away_is_named(team: Team) -> None:
    away(team, "ann")
    owe(team, "需求评审")
    team.wait(hours=24)
    (card,) = team.posted("abc")
    assert mentioned(card) == ["李雷"]
    assert "Ann 现在收不到提醒" in card.text


def test_an_owner_of_a_dossier_is_not_told_to_help_themselves(team: Team) -> None:
    owe(team, "需求评审", who="lilei")
    team.wait(hours=48)
    told = [each.text for each in team.told("lilei")]
    assert any("已经过了约定时间" in each for each in told)
    assert not any("帮 李雷" in each for each in told)
    team.wait(hours=24)
    card = team.told("wangfang")[-1]
    assert card.text.count("李雷") == 1
    assert "欠的是项目负责人 李雷" in card.text


def test_nor_is_a_manager_who_owes_something(team: Team) -> None:
    owe(team, "需求评审", who="wangfang")
    team.wait(hours=72)
    assert "已经过了约定时间" in team.told("wangfang")[-1].text


def away(team: Team, who: str) -> None:
    today = START.date()
    team.write(who, lambda store: store.absences.add(today, today + timedelta(days=5), None))
