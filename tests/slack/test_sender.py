"""What goes out to Slack: pages, references, charts, profiles, files, and what every refusal means."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.slack.sender import SlackPlatform
from chat.messages import Button, Buttons, Chart, ChartType, Heading, Mention, Message, Paragraph, Series, say
from chat.platform import Busy, ChannelProfile, Failed, Profile, Reason, Target
from storage.ids import new_uid
from tests.slack.local.state import SCOPES
from tests.slack.office import Office, open_office, platform_on

CHART = Chart(ChartType.BAR, "Open issues", "Four issues are open", ("Mon", "Tue"), (Series("open", (3, 4)),))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Give a team whose chat is a local Slack."""
    with open_office(tmp_path) as office:
        yield office


@pytest.fixture
def slack_platform(office: Office) -> SlackPlatform:
    """Give the product's side of that Slack."""
    return platform_on(office.slack, office.database)


def long(pages: int, word: str = "word") -> Message:
    """Give a message that takes so many pages."""
    line = ((word + " ") * 500)[:2500]
    return Message((Heading("Minutes", "📝"), *(Paragraph((f"{n} {line}",)) for n in range(4 * pages - 2))))


def here(office: Office, thread: str | None = None) -> Target:
    """Give #abc."""
    return Target(office.slack.team.id, channel=office.abc.id, thread=thread)


def at_last(send: Callable[[], str | None]) -> tuple[str | None, int]:
    """Do something as often as Slack's pace lets it, and give what came of it and how often it had to wait."""
    waits = 0
    while True:
        try:
            return send(), waits
        except Busy:
            if waits == 20:
                raise
            waits += 1


def texts(office: Office) -> list[str]:
    """Give what the bot's messages in #abc begin with."""
    return [each.text[:20] for each in office.slack.posted(office.abc)]


def test_a_message_stands_in_its_channel_with_text_for_screen_readers(
    office: Office, slack_platform: SlackPlatform
) -> None:
    ref = slack_platform.send(here(office), say("支付 <!channel> & more"), "k1")
    (message,) = office.slack.posted(office.abc)
    assert ref == f"{office.abc.id}:{message.ts}"
    assert message.text == "支付 &lt;!channel&gt; &amp; more"
    assert message.metadata == {"event_type": "dossier_post", "event_payload": {"key": "k1"}}
    (call,) = office.slack.called("chat.postMessage")
    assert str(call.params["unfurl_links"]).lower() in ("0", "false")


def test_a_person_is_mentioned_by_the_account_in_that_workspace(office: Office, slack_platform: SlackPlatform) -> None:
    message = Message((Paragraph((Mention(office.person, "李雷"), Mention("nobody", "韩梅"))),))
    slack_platform.send(here(office), message, "k1")
    (posted,) = office.slack.posted(office.abc)
    assert f"<@{office.owner.id}>" in str(posted.blocks) or f"'user_id': '{office.owner.id}'" in str(posted.blocks)
    assert "韩梅" in str(posted.blocks)


def test_a_direct_conversation_is_opened_once(office: Office, slack_platform: SlackPlatform) -> None:
    target = Target(office.slack.team.id, account=office.owner.id)
    for key in ("k1", "k2"):
        assert slack_platform.send(target, say(key), key).startswith("D")
    assert len(office.slack.called("conversations.open")) == 1
    assert slack_platform.find(target, "k2") is not None


def test_buttons_carry_what_the_workspace_signed(office: Office, slack_platform: SlackPlatform) -> None:
    slack_platform.send(here(office), Message((Buttons((Button("Status", "status"),)),)), "k1")
    (posted,) = office.slack.posted(office.abc)
    assert re.search(r"'value': '[\w-]+=*\.[\w-]+=*'", str(posted.blocks))


def test_further_pages_stand_in_the_thread_one_a_second(office: Office, slack_platform: SlackPlatform) -> None:
    key = new_uid()
    ref, waits = at_last(lambda: slack_platform.send(here(office), long(3), key))
    first, *others = office.slack.posted(office.abc)
    assert (ref, waits, len(others)) == (f"{office.abc.id}:{first.ts}", 2, 2)
    assert {each.thread_ts for each in others} == {first.ts}
    assert slack_platform.find(here(office), key) == ref


def test_pages_are_posted_once_where_our_clock_is_an_hour_ahead_of_slacks(
    office: Office, slack_platform: SlackPlatform
) -> None:
    office.slack.advance(-3600)
    key = new_uid()
    at_last(lambda: slack_platform.send(here(office), long(3), key))
    assert len(office.slack.posted(office.abc)) == 3
    assert slack_platform.find(here(office), key) is not None


def test_a_message_of_which_pages_are_missing_is_not_found_and_goes_on_elsewhere(
    office: Office, slack_platform: SlackPlatform
) -> None:
    key = new_uid()
    with pytest.raises(Busy):
        slack_platform.send(here(office), long(3), key)
    other = platform_on(office.slack, office.database)
    assert other.find(here(office), key) is None
    at_last(lambda: other.send(here(office), long(3), key))
    assert len(office.slack.posted(office.abc)) == 3


def test_pages_of_a_reply_all_stand_in_the_thread_it_goes_to(office: Office, slack_platform: SlackPlatform) -> None:
    root = office.slack.add_message(office.owner, office.abc, "what about the minutes?")
    key = new_uid()
    ref, _ = at_last(lambda: slack_platform.send(here(office, root.ts), long(2), key))
    posted = office.slack.posted(office.abc)
    assert [each.thread_ts for each in posted] == [root.ts, root.ts]
    assert slack_platform.find(here(office, root.ts), key) == ref


def test_a_message_is_found_behind_hundreds_of_others(office: Office, slack_platform: SlackPlatform) -> None:
    key = new_uid()
    ref = slack_platform.send(here(office), say("one"), key)
    for number in range(450):
        office.slack.add_message(office.owner, office.abc, f"chatter {number}")
    assert slack_platform.find(here(office), key) == ref
    assert len(office.slack.called("conversations.history")) == 3


def test_what_cannot_be_looked_through_is_not_taken_for_missing(office: Office, slack_platform: SlackPlatform) -> None:
    for number in range(1001):
        office.slack.add_message(office.owner, office.abc, f"chatter {number}")
    with pytest.raises(Failed):
        slack_platform.find(here(office), new_uid())


def test_only_what_was_said_since_the_message_was_queued_is_looked_at(
    office: Office, slack_platform: SlackPlatform
) -> None:
    for number in range(300):
        office.slack.add_message(office.owner, office.abc, f"old {number}")
    office.slack.advance(1200)
    key = new_uid()
    uid = f"{int(key.replace('-', '')[:12], 16) + 1_200_000:012x}"
    later = f"{uid[:8]}-{uid[8:]}{key[13:]}"
    ref = slack_platform.send(here(office), say("new"), later)
    assert slack_platform.find(here(office), later) == ref
    assert len(office.slack.called("conversations.history")) == 1


def test_where_history_may_not_be_read_a_doubt_stays_a_doubt(office: Office) -> None:
    token = office.slack.install(scopes=set(SCOPES) - {"channels:history"})
    platform = platform_on(office.slack, office.database, token.value)
    with pytest.raises(Failed, match="channels:history") as failed:
        platform.find(here(office), "k1")
    assert failed.value.reason is Reason.MISSING_SCOPE


def test_an_edit_changes_adds_and_removes_pages(office: Office, slack_platform: SlackPlatform) -> None:
    key = new_uid()
    ref, _ = at_last(lambda: slack_platform.send(here(office), long(2, "first"), key))
    assert ref is not None
    at_last(lambda: slack_platform.edit(here(office), ref, long(3, "second")))
    pages = office.slack.posted(office.abc)
    assert len(pages) == 3
    assert not any("first" in str(each.blocks) for each in pages)
    assert slack_platform.find(here(office), key) == ref
    slack_platform.edit(here(office), ref, say("undone"))
    assert texts(office) == ["undone"]
    assert slack_platform.find(here(office), key) == ref


def test_a_long_message_in_chinese_can_be_changed_though_slack_counts_its_bytes(
    office: Office, slack_platform: SlackPlatform
) -> None:
    ref = slack_platform.send(here(office), say("支付 & 退款失败。" * 300), new_uid())
    slack_platform.edit(here(office), ref, say("登录 & 注册很慢。" * 300))
    (message,) = office.slack.posted(office.abc)
    assert message.text.startswith("登录 &amp; 注册很慢。")
    assert message.text.endswith("…")
    assert str(message.blocks).count("登录") == 300


def test_a_short_message_that_grew_shrinks_again(office: Office, slack_platform: SlackPlatform) -> None:
    ref = slack_platform.send(here(office), say("one"), new_uid())
    at_last(lambda: slack_platform.edit(here(office), ref, long(2)))
    slack_platform.edit(here(office), ref, say("one"))
    assert texts(office) == ["one"]


def test_an_edit_leaves_what_people_answered_alone(office: Office, slack_platform: SlackPlatform) -> None:
    key = new_uid()
    ref, _ = at_last(lambda: slack_platform.send(here(office), long(2), key))
    assert ref is not None
    office.slack.add_message(office.owner, office.abc, "thanks", thread_ts=ref.partition(":")[2])
    slack_platform.edit(here(office), ref, say("short"))
    assert [each.text for each in office.abc.messages] == ["short", "thanks"]


def test_a_message_somebody_deleted_cannot_be_edited(office: Office, slack_platform: SlackPlatform) -> None:
    ref = slack_platform.send(here(office), say("one"), new_uid())
    office.abc.messages.clear()
    with pytest.raises(Failed) as failed:
        slack_platform.edit(here(office), ref, say("two"))
    assert failed.value.reason is Reason.GONE


@pytest.mark.parametrize("native", [True, False])
def test_a_chart_is_drawn_by_slack_or_is_a_picture(office: Office, slack_platform: SlackPlatform, native: bool) -> None:
    office.slack.native_charts = native
    at_last(lambda: slack_platform.send(here(office), Message((CHART,)), "k1"))
    (posted,) = office.slack.posted(office.abc)
    kinds = {each["type"] for each in posted.blocks}
    assert "data_visualization" in kinds if native else "image" in kinds
    assert all(file.alt_text == CHART.takeaway for file in office.slack.files.values())
    assert len(office.slack.files) == int(not native)


def test_where_no_file_may_be_uploaded_a_chart_is_words(office: Office) -> None:
    office.slack.native_charts = False
    token = office.slack.install(scopes=set(SCOPES) - {"files:write"})
    platform = platform_on(office.slack, office.database, token.value)
    platform.send(here(office), Message((CHART,)), "k1")
    (posted,) = office.slack.posted(office.abc)
    assert CHART.takeaway in str(posted.blocks)


def test_a_picture_slack_does_not_take_is_words(office: Office, slack_platform: SlackPlatform) -> None:
    office.slack.native_charts = False
    with pytest.raises(Busy):
        slack_platform.send(here(office), Message((CHART,)), "k1")
    office.slack.files.clear()
    slack_platform.send(here(office), Message((CHART,)), "k1")
    (posted,) = office.slack.posted(office.abc)
    assert CHART.takeaway in str(posted.blocks)
    assert "image" not in {each["type"] for each in posted.blocks}


def test_a_member_is_known_by_real_name_zone_language_and_address(
    office: Office, slack_platform: SlackPlatform
) -> None:
    user = office.slack.add_user("hmm", real_name="韩梅梅", locale="zh-TW", tz="Asia/Taipei", email="h@example.com")
    found = slack_platform.look_up(office.slack.team.id, user.id)
    assert found == Profile("韩梅梅", "zh-CN", "Asia/Taipei", "h@example.com")
    assert slack_platform.look_up(office.slack.team.id, "U404") is None


@pytest.mark.parametrize("about", ["is_restricted", "is_ultra_restricted", "is_stranger", "is_bot"])
def test_guests_bots_and_strangers_are_not_the_companys_own(
    office: Office, slack_platform: SlackPlatform, about: str
) -> None:
    user = office.slack.add_user("guest")
    setattr(user, about, True)
    found = slack_platform.look_up(office.slack.team.id, user.id)
    assert found is not None
    assert (found.own, found.active) == (False, True)


def test_a_user_of_another_workspace_is_not_the_companys_own(office: Office, slack_platform: SlackPlatform) -> None:
    away = office.slack.add_team("Customer")
    user = office.slack.add_user("carla", away)
    office.slack.add_channel("shared", [user], kind="shared", shared_with=[away])
    found = slack_platform.look_up(office.slack.team.id, user.id)
    assert found is not None
    assert not found.own


def test_a_deactivated_user_is_not_active(office: Office, slack_platform: SlackPlatform) -> None:
    user = office.slack.add_user("gone", deleted=True)
    found = slack_platform.look_up(office.slack.team.id, user.id)
    assert found is not None
    assert (found.active, found.language) == (False, None)


def test_a_channel_is_known_when_the_bot_is_in_it(office: Office, slack_platform: SlackPlatform) -> None:
    team = office.slack.team.id
    away = office.slack.add_team("Customer")
    shared = office.slack.add_channel("with-customer", kind="shared", shared_with=[away])
    without = office.slack.add_channel("others", bot=False)
    assert slack_platform.open_channel(team, office.abc.id) == ChannelProfile("abc")
    assert slack_platform.open_channel(team, shared.id) == ChannelProfile("with-customer", external=True)
    assert slack_platform.open_channel(team, without.id) is None
    assert slack_platform.open_channel(team, "C404") is None


def test_all_members_of_a_channel_are_given(office: Office, slack_platform: SlackPlatform) -> None:
    users = [office.slack.add_user(f"u{number}") for number in range(1050)]
    big = office.slack.add_channel("big", users)
    found = slack_platform.members(office.slack.team.id, big.id)
    assert set(found) >= {each.id for each in users}
    assert len(found) == 1051


@pytest.mark.parametrize("name", ["plan.pdf", "合同 扫描#1%.pdf"])
def test_a_file_is_read_in_pieces(office: Office, slack_platform: SlackPlatform, name: str) -> None:
    content = b"x" * 200_000
    file = office.slack.add_file(office.owner, name, content, "application/pdf")
    pieces = list(slack_platform.fetch(office.slack.team.id, file.id))
    assert b"".join(pieces) == content
    assert max(map(len, pieces)) <= 65_536


def test_a_file_is_not_there(office: Office, slack_platform: SlackPlatform) -> None:
    with pytest.raises(Failed) as failed:
        list(slack_platform.fetch(office.slack.team.id, "F404"))
    assert failed.value.reason is Reason.GONE


def test_a_page_is_a_file_where_a_page_was_attached(office: Office, slack_platform: SlackPlatform) -> None:
    file = office.slack.add_file(office.owner, "page.html", b"<p>", "text/html")
    assert b"".join(slack_platform.fetch(office.slack.team.id, file.id)) == b"<p>"


def test_a_login_page_is_not_taken_for_the_file(office: Office, slack_platform: SlackPlatform) -> None:
    file = office.slack.add_file(office.owner, "plan.pdf", b"x", "application/pdf")
    file.team = office.slack.add_team("Customer").id
    with pytest.raises(Failed, match="302"):
        list(slack_platform.fetch(office.slack.team.id, file.id))


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:1", "https://slack.com.evil.example", "https://slack.com@127.0.0.1:1", "http://files.slack.com"],
)
def test_a_token_is_sent_to_slack_alone(office: Office, slack_platform: SlackPlatform, address: str) -> None:
    file = office.slack.add_file(office.owner, "plan.pdf", b"x", "application/pdf")
    office.slack.base_url = address  # Where it says its files are.
    with pytest.raises(Failed, match="not kept at Slack"):
        list(slack_platform.fetch(office.slack.team.id, file.id))
