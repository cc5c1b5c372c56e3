"""Who comes and goes in Slack, what happens to channels, and who may do nothing until somebody lets them."""

import pytest

from tests.slack.local import Channel, User
from tests.slack.seen import buttons, words
from tests.slack.serving_dossier import Team


def members(team: Team) -> str:
    """Give the list of members as 李雷 sees it, once everything that waits is done."""
    team.day.posted(team.abc)
    return words(team.day.told(team.lilei, lambda: team.command("/档案 成员", team.lilei)))


def refusal(team: Team, user: User, channel: Channel | None = None) -> str:
    """Let somebody try to log an issue and give what they are told."""
    line = "/issue login is slow"
    return words(team.day.told(user, lambda: team.command(line, user, channel)))


def test_who_is_in_the_channel_is_in_the_dossier_and_who_leaves_is_not(team: Team) -> None:
    assert "Ann · 普通成员" in members(team)
    bob = team.day.slack.add_user("Bob", tz="Europe/London")
    team.day.driver.join(bob, team.abc, team.lilei)
    assert "Bob · 普通成员" in members(team)
    assert team.command("/issue login is slow", bob).body == ""
    assert len(team.cards()) == 1

    team.day.driver.leave(bob, team.abc)
    assert "Bob" not in members(team)
    assert "/issue login is slow" in refusal(team, bob)
    assert len(team.cards()) == 1


def test_who_was_added_by_name_stays_when_they_leave_the_channel(team: Team) -> None:
    told = team.day.told(team.lilei, lambda: team.command("/档案 成员 @Ann 高级", team.lilei))
    assert "Ann 在 ABC · 商城 中现在是高级成员" in words(told)
    team.day.driver.leave(team.ann, team.abc)
    assert "Ann · 高级成员" in members(team)


@pytest.mark.parametrize("single_channel", [False, True])
def test_a_guest_of_the_workspace_is_refused_clearly_until_a_manager_adds_them(
    team: Team, single_channel: bool
) -> None:
    carla = team.day.slack.add_user("Carla", is_restricted=True, is_ultra_restricted=single_channel)
    team.day.driver.join(carla, team.abc, team.lilei)
    assert "Carla" not in members(team)
    refused = refusal(team, carla)
    assert "You cannot log this here" in refused or "ask an owner to add you" in refused
    assert team.cards() == []

    told = team.day.told(team.lilei, lambda: team.command("/dossier member @Carla guest", team.lilei))
    assert "Carla 现在是 ABC · 商城 的访客" in words(told)
    assert "it needs member access" in refusal(team, carla)
    team.day.told(team.lilei, lambda: team.command("/dossier member @Carla member", team.lilei))
    assert team.command("/issue login is slow", carla).body == ""
    assert "Carla 记录于" in words(team.card())


def test_somebody_of_another_workspace_is_refused_clearly_until_a_manager_adds_them(team: Team) -> None:
    slack, driver = team.day.slack, team.day.driver
    customer = slack.add_team("Customer")
    eve = slack.add_user("Eve", customer, is_stranger=True)
    with slack.changing():
        team.abc.kind = "shared"
        team.abc.teams.append(customer.id)
    driver.join(eve, team.abc, team.lilei)
    assert "Eve" not in members(team)
    refused = refusal(team, eve)
    assert "You cannot log this here" in refused or "ask an owner to add you" in refused
    assert team.cards() == []

    team.day.told(team.lilei, lambda: team.command("/dossier member @Eve member", team.lilei))
    assert "Eve · 普通成员" in members(team)
    # What only members may see is not posted where people of another company read along.
    saved = team.day.told(eve, lambda: team.command("/issue login is slow", eve))
    assert "Saved #1" in words(saved)
    assert team.cards() == []


def test_what_members_alone_may_see_is_not_posted_any_more_once_another_company_is_let_into_the_channel(
    team: Team,
) -> None:
    team.day.driver.share(team.abc, team.day.slack.add_team("Customer"))
    team.day.posted(team.abc)
    saved = team.day.told(team.ann, lambda: team.command("/issue login is slow", team.ann))
    assert "Saved #1" in words(saved)
    assert team.cards() == []


def test_a_stranger_sees_no_dossier_on_their_home(team: Team) -> None:
    carla = team.day.slack.add_user("Carla", is_restricted=True)
    home = words(team.day.home(carla))
    assert "Hello, Carla" in home
    assert "ABC" not in home


@pytest.mark.parametrize("fault", ["rate_limit", "refuse"])
def test_an_answer_that_cannot_be_shown_in_the_channel_is_written_to_its_asker(team: Team, fault: str) -> None:
    faults = team.day.slack.faults
    if fault == "refuse":
        faults.refuse("chat.postEphemeral", "user_not_in_channel")
    else:
        faults.rate_limit("chat.postEphemeral")
    answer = team.day.wrote(team.lilei, lambda: team.day.driver.mention("ABC的状态", team.lilei, team.abc))
    assert "ABC · 商城" in words(answer)


def test_only_managers_and_owners_let_somebody_in(team: Team) -> None:
    team.day.slack.add_user("Carla", is_restricted=True)
    told = team.day.told(team.ann, lambda: team.command("/dossier member @Carla member", team.ann))
    assert "the project’s owner, or needs manager access" in words(told)
    assert "Carla" not in members(team)


def test_a_renamed_person_has_the_new_name_from_then_on(team: Team) -> None:
    team.day.driver.user_change(team.ann, real_name="Ann Lee", locale="zh-CN")
    assert "Ann Lee · 普通成员" in members(team)
    assert "History" not in buttons(team.day.told(team.ann, lambda: team.command("/dossier help", team.ann)))
    assert "你好，Ann Lee" in words(team.day.home(team.ann))


def test_a_deactivated_person_is_no_member_any_more(team: Team) -> None:
    team.day.driver.user_change(team.ann, deleted=True)
    assert "Ann" not in members(team)


def test_a_renamed_channel_is_called_by_its_new_name(team: Team) -> None:
    team.day.driver.rename(team.abc, "abc-商城")
    saved = team.day.told(
        team.lilei, lambda: team.command("/issue 支付失败", team.lilei, team.day.slack.direct(team.lilei))
    )
    assert "发到 #abc-商城" in words(saved)


def test_nothing_is_sent_into_an_archived_channel_and_again_once_it_is_back(team: Team) -> None:
    team.day.driver.archive(team.abc, team.lilei)
    before = len(team.day.slack.called("chat.postMessage"))
    direct = team.day.slack.direct(team.lilei)
    told = team.day.told(team.lilei, lambda: team.command("/issue 支付失败", team.lilei, direct))
    assert "已保存 #1" in words(told)
    assert "发到" not in words(told)
    assert team.cards() == []
    assert [each for each in team.day.slack.called("chat.postMessage")[before:] if each.error] == []

    team.day.driver.archive(team.abc, team.lilei, back=True)
    team.command("/issue 登录异常", team.lilei)
    assert "登录异常" in words(team.card())


def test_a_bot_that_was_removed_and_invited_again_goes_on_without_a_second_hello(team: Team) -> None:
    driver = team.day.driver
    driver.leave(driver.bot_user, team.abc)
    driver.join(driver.bot_user, team.abc, team.ann)
    team.minutes()
    assert len(team.cards()) == 1
    assert len([each for each in team.day.posted(team.abc) if "大家好" in words(each)]) == 1
