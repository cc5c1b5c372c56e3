"""Messages of Slack that become records: by shortcut, by 📝, in threads, by a line to the bot."""

import pytest

from tests.slack.keeping import LINE, SAID, choose, link_of, linked
from tests.slack.local import Ephemeral
from tests.slack.seen import buttons, typed, words
from tests.slack.serving_dossier import Team


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


def test_what_others_said_above_a_line_in_a_thread_is_not_what_became_the_record(team: Team) -> None:
    root = team.day.driver.say("登录页要不要加短信验证？", team.lilei, team.abc)
    assert team.day.driver.mention(LINE, team.ann, team.abc, thread=root).ok
    team.card()

    team.day.driver.edit(root, "注册页要不要加短信验证？")

    assert team.day.posted(team.day.slack.direct(team.ann)) == []


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
