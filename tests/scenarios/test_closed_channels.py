"""A channel in which nothing can be said any more: what is saved there is answered, and the owner is told once."""

from chat.events import ChannelChanged
from chat.replies import Show
from tests.team import Team, said


def close(team: Team) -> None:
    team.handle(ChannelChanged(team.source("wangfang"), closed=True))


def test_the_owner_is_told_once_that_the_channel_is_silent(team: Team) -> None:
    close(team)
    close(team)
    team.deliver()
    (told,) = (message.text for message in team.platform.to_account("galaxy", "lilei"))
    assert "#abc" in told


def test_what_is_saved_in_a_closed_channel_is_answered(team: Team) -> None:
    close(team)
    answer = team.say("lilei", "/issue 支付失败")
    assert isinstance(answer, Show)
    assert "已保存 #1" in said(answer)
    assert team.posted("abc") == []


def test_an_open_channel_gets_the_cards_again(team: Team) -> None:
    close(team)
    team.handle(ChannelChanged(team.source("wangfang"), closed=False))
    team.say("lilei", "/issue 支付失败")
    assert len(team.posted("abc")) == 1
