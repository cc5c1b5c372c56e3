"""What follows when a message of Slack that became a record, or is about to, is edited or deleted."""

import pytest

from tests.slack.keeping import LINE, SAID, choose, kept, link_of, linked
from tests.slack.local import Channel, Message
from tests.slack.seen import buttons, typed, words
from tests.slack.serving_dossier import Team


def test_a_message_that_is_edited_changes_its_record_only_when_its_keeper_says_so(team: Team) -> None:
    message = team.day.driver.say(SAID, team.ann, team.abc)
    card = kept(team, message)
    before = words(card)
    direct = team.day.slack.direct(team.lilei)

    team.day.driver.edit(message, "支付失败了，只在 iOS 上")

    (offer,) = team.day.posted(direct)
    assert "#1“支付失败了”来自的那条消息被修改了" in words(offer)
    assert words(team.card()) == before
    form = team.day.opened(team.lilei, lambda: team.press(offer, "更新这条记录", team.lilei))
    assert typed(form)["问题"] == "支付失败了，只在 iOS 上"
    team.day.driver.submit(form)
    assert "只在 iOS 上" in words(team.card())
    assert link_of(message) in linked(team.card())


def test_a_message_that_is_edited_while_its_form_is_open_is_not_missed(team: Team) -> None:
    message = team.day.driver.say(SAID, team.ann, team.abc)
    form = team.day.opened(team.lilei, lambda: team.day.driver.message_shortcut("keep", message, team.lilei))
    record = choose(team, form, "🐞 问题")
    team.day.driver.edit(message, "支付失败了，只在 iOS 上")
    team.day.send(record)

    (offer,) = team.day.posted(team.day.slack.direct(team.lilei))
    assert "支付失败了”来自的那条消息被修改了" in words(offer)
    form = team.day.opened(team.lilei, lambda: team.press(offer, "更新这条记录", team.lilei))
    assert typed(form)["问题"] == "支付失败了，只在 iOS 上"


def test_where_the_keeper_has_left_the_owner_is_asked(team: Team) -> None:
    message = team.day.driver.say("pay fails", team.lilei, team.abc)
    form = team.day.opened(team.ann, lambda: team.day.driver.message_shortcut("keep", message, team.ann))
    team.day.send(team.day.opened(team.ann, lambda: team.day.driver.submit(form, {"Save as": "🐞 Issue"})))
    team.day.driver.leave(team.ann, team.abc)
    team.day.posted(team.abc)
    before = len(team.day.posted(team.day.slack.direct(team.lilei)))
    team.day.driver.edit(message, "pay fails on iOS")
    told = team.day.posted(team.day.slack.direct(team.lilei))[before:]
    assert ["来自的那条消息被修改了" in words(each) for each in told] == [True]


def test_a_message_that_is_deleted_while_its_form_is_open_is_told(team: Team) -> None:
    message = team.day.driver.say(SAID, team.ann, team.abc)
    form = team.day.opened(team.lilei, lambda: team.day.driver.message_shortcut("keep", message, team.lilei))
    record = choose(team, form, "🐞 问题")
    team.day.driver.delete(message)
    team.day.send(record)
    (told,) = team.day.posted(team.day.slack.direct(team.lilei))
    assert "被删除了" in words(told)


def test_a_message_that_was_edited_before_its_form_was_opened_is_kept_as_it_is(team: Team) -> None:
    message = team.day.driver.say(SAID, team.ann, team.abc)
    form = team.day.opened(team.lilei, lambda: team.day.driver.message_shortcut("keep", message, team.lilei))
    team.day.driver.close(form)
    team.day.driver.edit(message, "支付失败了，只在 iOS 上")

    kept(team, message)

    assert "只在 iOS 上" in words(team.card())
    assert team.day.posted(team.day.slack.direct(team.lilei)) == []


def test_what_somebody_wrote_into_the_record_themselves_is_not_offered_to_be_replaced(team: Team) -> None:
    message = team.day.driver.say("登录页加短信验证", team.ann, team.abc)
    form = team.day.opened(team.lilei, lambda: team.day.driver.message_shortcut("keep", message, team.lilei))
    team.day.send(choose(team, form, "🔀 需求变更"), {"原因": "防刷", "影响": "3 天"})
    assert "防刷" in words(team.card())

    team.day.driver.edit(message, "登录页加短信验证\n注册页也要")

    (offer,) = team.day.posted(team.day.slack.direct(team.lilei))
    form = team.day.opened(team.lilei, lambda: team.press(offer, "更新这条记录", team.lilei))
    assert (typed(form)["变更内容"], typed(form)["原因"]) == ("登录页加短信验证", "防刷")
    assert "消息现在是：登录页加短信验证\n注册页也要" in words(form)


def test_a_message_that_is_deleted_leaves_its_record_as_it_is(team: Team) -> None:
    message = team.day.driver.say(SAID, team.ann, team.abc)
    before = words(kept(team, message))

    team.day.driver.delete(message)

    (told,) = team.day.posted(team.day.slack.direct(team.lilei))
    assert "被删除了。记录仍然保留" in words(told)
    assert buttons(told) == ["打开"]
    assert words(team.card()) == before


def test_a_deleted_message_that_others_had_answered_is_told_as_deleted(team: Team) -> None:
    message = team.day.driver.say(SAID, team.ann, team.abc)
    before = words(kept(team, message))
    team.day.driver.say("me too", team.lilei, team.abc, thread=message)

    team.day.driver.delete(message)

    (told,) = team.day.posted(team.day.slack.direct(team.lilei))
    assert "被删除了。记录仍然保留" in words(told)
    assert words(team.card()) == before


def test_what_another_app_said_and_changes_is_offered_too(team: Team) -> None:
    alerts = team.day.slack.add_user("Alerts", is_bot=True)
    alert = team.day.driver.say("支付成功率 92%", alerts, team.abc, bot="B0ALERTS")
    kept(team, alert)

    team.day.driver.edit(alert, "支付成功率 71%")

    (offer,) = team.day.posted(team.day.slack.direct(team.lilei))
    assert "来自的那条消息被修改了" in words(offer)


def test_a_message_nobody_kept_may_change_without_a_word(team: Team) -> None:
    message = team.day.driver.say(SAID, team.ann, team.abc)
    team.day.driver.edit(message, "nothing")
    team.day.driver.delete(message)
    assert team.cards() == []
    assert team.day.posted(team.day.slack.direct(team.ann)) == []


def written(team: Team, line: str, where: Channel) -> Message:
    """Give the message in which a line was written."""
    return next(each for each in team.day.slack.channels[where.id].messages if line in each.text)


@pytest.mark.parametrize("place", ["channel", "thread", "direct"])
def test_a_line_written_to_the_bot_that_is_edited_or_deleted_is_offered_to_its_author(team: Team, place: str) -> None:
    driver, direct = team.day.driver, team.day.slack.direct(team.ann)
    if place == "direct":
        assert driver.direct(LINE, team.ann).ok
    else:
        root = driver.say("登录页要不要加短信验证？", team.lilei, team.abc) if place == "thread" else None
        assert driver.mention(LINE, team.ann, team.abc, thread=root).ok
    message = written(team, LINE, direct if place == "direct" else team.abc)
    before = words(team.card())

    to = "" if place == "direct" else "@dossier "
    driver.edit(message, f"{to}/change SMS and mail code | reason: fraud | impact: 5 days")

    offer = team.day.posted(direct)[-1]
    assert "The message behind #1 “SMS code” was edited" in words(offer)
    assert words(team.card()) == before
    form = team.day.opened(team.ann, lambda: team.press(offer, "Update the record", team.ann))
    shown = typed(form)
    assert (shown["Change"], shown["Reason"], shown["Impact"]) == ("SMS and mail code", "fraud", "5 days")
    driver.submit(form)
    assert "SMS and mail code" in words(team.card())

    driver.delete(message)
    assert "was deleted" in words(team.day.posted(direct)[-1])
    assert "SMS and mail code" in words(team.card())


def test_a_line_whose_form_had_to_be_filled_in_is_followed_too(team: Team) -> None:
    line = "/change SMS code | reason: fraud"
    kept = team.day.told(team.ann, lambda: team.day.driver.mention(line, team.ann, team.abc))
    form = team.day.opened(team.ann, lambda: team.press(kept, "Open the form", team.ann))
    team.day.send(form, {"Impact": "3 days"})
    assert "SMS code" in words(team.card())

    message = written(team, line, team.abc)
    team.day.driver.edit(message, "@dossier /change Mail code | reason: fraud")

    (offer,) = team.day.posted(team.day.slack.direct(team.ann))
    form = team.day.opened(team.ann, lambda: team.press(offer, "Update the record", team.ann))
    assert (typed(form)["Change"], typed(form)["Impact"]) == ("Mail code", "3 days")


def test_a_message_edited_twice_before_its_keeper_answers_is_taken_over_as_it_is_now(team: Team) -> None:
    message = team.day.driver.say("首页要加搜索", team.ann, team.abc)
    kept(team, message)
    for text in ("首页要加搜索和筛选", "首页要加搜索、筛选、排序"):
        team.day.driver.edit(message, text)

    (offer,) = team.day.posted(team.day.slack.direct(team.lilei))
    form = team.day.opened(team.lilei, lambda: team.press(offer, "更新这条记录", team.lilei))
    assert typed(form)["问题"] == "首页要加搜索、筛选、排序"
