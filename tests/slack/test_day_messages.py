"""Messages of Slack that become records: by shortcut, by 📝, in threads; and what follows when they change."""

import pytest

from tests.slack.local import Channel, Ephemeral, Message, View
from tests.slack.seen import buttons, typed, words
from tests.slack.serving_dossier import Team

SAID = "支付失败了\n微信支付点了没反应，订单没有生成"


def link_of(message: Message) -> str:
    """Give the end of a message's address."""
    return f"/archives/{message.channel}/p{message.ts.replace('.', '')}"


def linked(card: Message) -> str:
    """Give a card's JSON, in which its links stand."""
    return str(card.blocks)


def choose(team: Team, form: View, kind: str) -> View:
    """Choose what a message is to become and give the form of that, which takes the place of the question."""
    return team.day.opened(team.day.slack.users[form.user], lambda: team.day.driver.submit(form, {"存为": kind}))


def kept(team: Team, message: Message) -> Message:
    """Let 李雷 keep a message as an issue and give its card."""
    form = team.day.opened(team.lilei, lambda: team.day.driver.message_shortcut("keep", message, team.lilei))
    team.day.send(choose(team, form, "🐞 问题"))
    return team.card()


def test_a_message_becomes_a_record_by_its_shortcut_with_text_author_and_the_way_back(team: Team) -> None:
    message = team.day.driver.say(SAID, team.ann, team.abc)
    form = team.day.opened(team.lilei, lambda: team.day.driver.message_shortcut("keep", message, team.lilei))
    assert "存入档案" in words(form)
    assert "Ann：支付失败了" in words(form)

    record = choose(team, form, "🔀 需求变更")
    shown = typed(record)
    assert (shown["变更内容"], shown["原因"], shown["提出人"]) == ("支付失败了", SAID, "Ann")
    team.day.send(record, {"影响": "3 天"})

    assert "微信支付点了没反应" in words(team.card())
    assert "原消息" in words(team.card())
    assert link_of(message) in linked(team.card())


def test_the_kind_that_a_message_names_is_proposed_in_the_askers_language(team: Team) -> None:
    message = team.day.driver.say("this is an issue: login is slow", team.lilei, team.abc)
    form = team.day.opened(team.ann, lambda: team.day.driver.message_shortcut("keep", message, team.ann))
    assert typed(form)["Save as"] == "🐞 Issue"
    record = team.day.opened(team.ann, lambda: team.day.driver.submit(form))
    assert typed(record)["Issue"] == "this is an issue: login is slow"
    assert typed(record)["Found on"] == "2026-11-18"


def test_a_message_that_is_only_a_file_is_called_by_it_and_its_kind_is_proposed(team: Team) -> None:
    slack, driver = team.day.slack, team.day.driver
    file = slack.add_file(team.ann, "ABC_需求变更_20261117_v1.pdf", b"%PDF-1.7", "application/pdf")
    team.day.told(team.ann, lambda: driver.message("", team.ann, team.abc, files=[file]))
    message = slack.channels[team.abc.id].messages[-1]

    form = team.day.opened(team.lilei, lambda: driver.message_shortcut("keep", message, team.lilei))

    assert "Ann：ABC_需求变更_20261117_v1.pdf" in words(form)
    assert typed(form)["存为"] == "🔀 需求变更"
    record = team.day.opened(team.lilei, lambda: driver.submit(form))
    assert typed(record)["变更内容"] == "ABC_需求变更_20261117_v1"


def test_a_pencil_below_a_message_offers_to_keep_it(team: Team) -> None:
    message = team.day.driver.say(SAID, team.ann, team.abc)
    offered = team.day.told(team.lilei, lambda: team.day.driver.reaction("memo", message, team.lilei))
    assert "要把这条消息存入档案吗" in words(offered)
    form = team.day.opened(team.lilei, lambda: team.press(offered, "存入档案", team.lilei))
    team.day.send(choose(team, form, "🐞 问题"))
    assert link_of(message) in linked(team.card())


def test_a_pencil_below_a_reply_keeps_the_reply_and_the_way_to_it(team: Team) -> None:
    root = team.day.driver.say("谁来看一下?", team.ann, team.abc)
    reply = team.day.driver.say(SAID, team.ann, team.abc, thread=root)
    offered = team.day.told(team.lilei, lambda: team.day.driver.reaction("memo", reply, team.lilei))
    form = team.day.opened(team.lilei, lambda: team.press(offered, "存入档案", team.lilei))
    assert "Ann：支付失败了" in words(form)
    team.day.send(choose(team, form, "🐞 问题"))
    assert f"{link_of(reply)}?thread_ts={root.ts}" in linked(team.card())


def test_what_another_app_says_in_blocks_or_attachments_alone_is_what_is_kept(team: Team) -> None:
    app = team.day.slack.add_user("Alerts", is_bot=True)
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "支付网关 超时 5 分钟"}}]
    message = team.day.slack.add_message(app, team.abc, "", blocks=blocks)
    form = team.day.opened(team.lilei, lambda: team.day.driver.message_shortcut("keep", message, team.lilei))
    assert "Alerts：支付网关 超时 5 分钟" in words(form)
    assert typed(choose(team, form, "🐞 问题"))["问题"] == "支付网关 超时 5 分钟"


def test_other_reactions_say_nothing(team: Team) -> None:
    message = team.day.driver.say(SAID, team.ann, team.abc)
    before = len(team.day.slack.ephemerals)
    assert team.day.driver.reaction("thumbsup", message, team.lilei).ok
    assert len(team.day.slack.ephemerals) == before


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


def test_in_a_thread_a_mention_logs_and_the_card_goes_into_the_thread_with_the_way_back(team: Team) -> None:
    root = team.day.driver.say("登录页要不要加短信验证？", team.lilei, team.abc)
    line = "/change SMS code on login | reason: fraud | impact: 3 days"
    assert team.day.driver.mention(line, team.ann, team.abc, thread=root).ok

    card = team.card()
    assert card.thread_ts == root.ts
    assert "SMS code on login" in words(card)
    assert link_of(root) in linked(card)


def test_in_a_thread_a_line_that_lacks_something_is_kept_behind_a_button(team: Team) -> None:
    root = team.day.driver.say("登录页要不要加短信验证？", team.lilei, team.abc)
    line = "/change SMS code on login | reason: fraud"
    kept = team.day.told(team.ann, lambda: team.day.driver.mention(line, team.ann, team.abc, thread=root))
    assert kept.thread_ts == root.ts
    assert buttons(kept) == ["Open the form"]

    form = team.day.opened(team.ann, lambda: team.press(kept, "Open the form", team.ann))
    assert (typed(form)["Change"], typed(form)["Reason"]) == ("SMS code on login", "fraud")
    team.day.send(form, {"Impact": "3 days"})
    assert team.card().thread_ts == root.ts
    assert link_of(root) in linked(team.card())


def written(team: Team, line: str, where: Channel) -> Message:
    """Give the message in which a line was written."""
    return next(each for each in team.day.slack.channels[where.id].messages if line in each.text)


LINE = "/change SMS code | reason: fraud | impact: 3 days"


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


def test_what_others_said_above_a_line_in_a_thread_is_not_what_became_the_record(team: Team) -> None:
    root = team.day.driver.say("登录页要不要加短信验证？", team.lilei, team.abc)
    assert team.day.driver.mention(LINE, team.ann, team.abc, thread=root).ok
    team.card()

    team.day.driver.edit(root, "注册页要不要加短信验证？")

    assert team.day.posted(team.day.slack.direct(team.ann)) == []


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


def test_answers_to_a_mention_in_a_thread_stay_in_the_thread(team: Team) -> None:
    root = team.day.driver.say("怎么样了", team.lilei, team.abc)
    asked = "ABC公司档案还缺什么?"
    answer = team.day.told(team.lilei, lambda: team.day.driver.mention(asked, team.lilei, team.abc, thread=root))
    assert answer.thread_ts == root.ts


@pytest.mark.parametrize("line", ["/change SMS code | reason: fraud", "/纪要"])
def test_what_cannot_open_at_once_is_kept_and_opens_by_a_button(team: Team, line: str) -> None:
    team.day.slack.faults.refuse("views.open", "expired_trigger_id")
    kept = team.day.told(team.lilei, lambda: team.command(line, team.lilei))
    assert "的表单准备好了" in words(kept)
    assert ("写过的内容都在里面" in words(kept)) is ("SMS" in line)

    form = team.day.opened(team.lilei, lambda: team.press(kept, "打开表单", team.lilei))
    if "SMS" in line:
        assert (typed(form)["变更内容"], typed(form)["原因"]) == ("SMS code", "fraud")
    else:
        assert typed(form)["会议时间"] == "2026-11-18 10:05"


def test_files_sent_to_the_bot_are_filed_by_the_form_behind_the_button(team: Team) -> None:
    file = team.day.slack.add_file(team.ann, "plan.txt", b"hello", "text/plain")
    sent = team.day.wrote(team.ann, lambda: team.day.driver.direct("", team.ann, files=[file]))
    assert "plan.txt” is ready" in words(sent)
    form = team.day.opened(team.ann, lambda: team.press(sent, "Open the form", team.ann))
    assert "plan.txt" in words(form)


def told_of(team: Team, line: str, content: bytes) -> Ephemeral:
    """Have Ann write a line with a file to the bot, and give the answer."""
    file = team.day.slack.add_file(team.ann, "plan.txt", content, "text/plain")
    return team.day.told(
        team.ann, lambda: team.day.driver.message(f"@dossier {line}", team.ann, team.abc, files=[file])
    )


def test_the_file_of_a_line_that_lacks_something_comes_with_the_record(team: Team) -> None:
    told = told_of(team, "/change SMS code | reason: fraud", b"hello")
    form = team.day.opened(team.ann, lambda: team.press(told, "Open the form", team.ann))
    team.day.send(form, {"Impact": "3 days"})
    assert "plan.txt" in words(team.card())


def test_a_file_that_is_too_large_is_told_at_once_and_the_form_goes_on_without_it(team: Team) -> None:
    told = told_of(team, LINE, bytes(101 * 1024 * 1024))
    assert "“plan.txt” is larger than 100 MB" in words(told)
    form = team.day.opened(team.ann, lambda: team.press(told, "Open the form", team.ann))
    assert "plan.txt" not in words(form)
    team.day.send(form, {})
    assert "plan.txt" not in words(team.card())


@pytest.mark.parametrize("command", ["settings", "export"])
def test_every_form_asked_for_in_a_mention_opens_by_its_button(team: Team, command: str) -> None:
    line = f"/dossier {command}"
    kept = team.day.told(team.ann, lambda: team.day.driver.mention(line, team.ann, team.abc))
    asked = team.day.opened(team.ann, lambda: team.command(line, team.ann))
    form = team.day.opened(team.ann, lambda: team.press(kept, "Open the form", team.ann))
    assert (words(form), typed(form)) == (words(asked), typed(asked))


def test_an_edit_that_cannot_open_at_once_is_kept_too(team: Team) -> None:
    card = team.minutes()
    team.day.slack.faults.refuse("views.open", "expired_trigger_id")
    kept = team.day.told(team.ann, lambda: team.press(card, "修改", team.ann))
    form = team.day.opened(team.ann, lambda: team.press(kept, "Open the form", team.ann))
    assert typed(form)["Decisions"] == "短信验证一周后上线"
    team.day.told(team.ann, lambda: team.day.send(form, {"Topic": "Review"}))
    assert "Review" in words(team.card())
