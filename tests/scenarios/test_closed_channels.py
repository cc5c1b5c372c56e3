"""A channel in which nothing can be said any more: what is saved there is answered, and the owner is told once."""

import pytest

from chat.events import BotJoined, ChannelChanged, MembersChanged
from chat.replies import Show
from tests.team import Team, button_in, form_in, said


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


def start(team: Team, who: str = "lilei", channel: str = "new") -> str:
    """Start a dossier in a channel nobody has heard of, which belongs to who starts it; give the answer."""
    form = form_in(team.say(who, "/dossier start Zeta", channel))
    return said(team.submit(form, who, channel, short_name="Zeta", project="Web"))


def told(team: Team, who: str = "lilei") -> list[str]:
    """Give what somebody is told once everything that waits is done."""
    return [message.text for message in team.told(who)]


@pytest.mark.parametrize("first", ["the message", "the look at the channel"])
def test_the_owner_is_told_once_that_the_bot_is_not_in_the_channel_whatever_is_found_out_first(
    team: Team, first: str
) -> None:
    team.platform.gone.add("new")
    start(team)
    for _ in range(2):
        if first == "the message":
            team.deliver()
        team.app.jobs.work_due()
        team.deliver()
    (text,) = told(team)
    assert "Zeta · Web" in text
    assert "#" not in text


def test_who_starts_a_dossier_where_the_bot_was_never_greeted_is_told_at_once_how_to_invite_it(team: Team) -> None:
    # It may be there all the same: nothing is claimed that the card, which comes then, would refute.
    assert "如果稍后这里没有出现卡片，请邀请我：/invite @Dossier" in start(team)
    assert "/invite @Dossier" in said(team.say("lilei", "/档案 绑定 Zeta", "other"))


def test_who_binds_a_channel_the_bot_was_removed_from_is_told_so_and_the_owner_too(team: Team) -> None:
    team.handle(ChannelChanged(team.source("wangfang", "general"), closed=True))
    assert "/invite @Dossier" in said(team.say("wangfang", "/档案 绑定 ABC", "general"))
    (text,) = told(team)
    assert "ABC · 商城" in text


def test_where_the_bot_has_said_hello_nobody_is_told_to_invite_it(team: Team) -> None:
    team.handle(BotJoined(team.source("lilei", "new"), "new"))
    assert "/invite" not in start(team)
    team.app.jobs.work_due()
    assert told(team) == []


def test_a_message_given_up_names_its_record_and_leads_to_it(team: Team) -> None:
    team.platform.gone.add("abc")
    team.say("ann", "/issue 支付失败")
    team.deliver()
    (message,) = team.told("lilei")
    assert "#abc-商城" in message.text
    assert "支付失败" in message.text
    assert "支付失败" in said(team.press(button_in(message, "show"), "lilei", None))


def test_a_bot_invited_into_a_channel_that_is_bound_says_to_which_dossier(team: Team) -> None:
    team.handle(BotJoined(team.source("wangfang"), "abc"))
    (hello,) = team.posted("abc")
    assert "本频道属于 ABC · 商城" in hello.text
    assert button_in(hello, "status")


def test_its_hello_is_in_the_language_of_who_invited_it_and_says_how_to_change_it(team: Team) -> None:
    team.handle(BotJoined(team.source("ann", "new"), "new"))
    (hello,) = team.posted("new")
    assert "which customer project" in hello.text
    assert "/dossier settings" in hello.text


def test_its_hello_is_in_the_language_that_was_chosen_for_the_channel(team: Team) -> None:
    form = form_in(team.say("lilei", "/档案 设置", "general"))
    team.submit(form, "lilei", "general", channel_language="en-US")
    team.handle(BotJoined(team.source("lilei", "general"), "general"))
    assert "which customer project" in team.posted("general")[0].text


def test_the_owner_is_told_once_why_cards_no_longer_appear_in_a_channel_that_was_shared(team: Team) -> None:
    team.platform.shared.add("abc")
    for _ in range(2):
        team.handle(MembersChanged(team.source("wangfang", "abc")))
        team.app.jobs.work_due()
    (text,) = told(team)
    assert "其他公司的人" in text
    assert "/档案 共享" in text
