"""What Slack's refusals and silences mean: for good, for now, or unknown; in plain words and without a token."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.slack.sender import SlackPlatform
from chat.messages import say
from chat.platform import Busy, Closed, Failed, Lost, Reason, Target
from tests.slack.local.state import LocalSlack
from tests.slack.office import Office, open_office, platform_on

CLOSED = ["channel_not_found", "not_in_channel", "is_archived"]
FOR_GOOD = {
    "account_inactive": Reason.NO_TOKEN,
    "invalid_auth": Reason.NO_TOKEN,
    "token_revoked": Reason.NO_TOKEN,
    "missing_scope": Reason.MISSING_SCOPE,
    "restricted_action": Reason.RESTRICTED,
    "invalid_blocks": Reason.REJECTED,
    "msg_too_long": Reason.REJECTED,
    "something_new": None,
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Give a team whose chat is a local Slack."""
    with open_office(tmp_path) as office:
        yield office


@pytest.fixture
def slack_platform(office: Office) -> SlackPlatform:
    """Give the product's side of that Slack."""
    return platform_on(office.slack, office.database)


def here(office: Office) -> Target:
    """Give #abc."""
    return Target(office.slack.team.id, channel=office.abc.id)


@pytest.mark.parametrize("error", CLOSED)
def test_a_channel_that_cannot_be_written_to_is_closed(
    office: Office, slack_platform: SlackPlatform, error: str
) -> None:
    office.slack.faults.refuse("chat.postMessage", error)
    with pytest.raises(Closed, match=error):
        slack_platform.send(here(office), say("one"), "k1")


@pytest.mark.parametrize("error", CLOSED)
def test_a_direct_conversation_that_is_closed_is_a_deactivated_account(
    office: Office, slack_platform: SlackPlatform, error: str
) -> None:
    office.slack.faults.refuse("chat.postMessage", error)
    with pytest.raises(Failed) as failed:
        slack_platform.send(Target(office.slack.team.id, account=office.owner.id), say("one"), "k1")
    assert (type(failed.value), failed.value.reason) == (Failed, Reason.NO_ACCOUNT)


@pytest.mark.parametrize(("error", "reason"), FOR_GOOD.items())
def test_a_refusal_for_good_is_told_with_its_reason(
    office: Office, slack_platform: SlackPlatform, error: str, reason: Reason | None
) -> None:
    office.slack.faults.refuse("chat.postMessage", error)
    with pytest.raises(Failed, match=error) as failed:
        slack_platform.send(here(office), say("one"), "k1")
    assert (type(failed.value), failed.value.reason) == (Failed, reason)


@pytest.mark.parametrize("error", ["service_unavailable", "token_expired", "team_added_to_org"])
def test_a_refusal_for_now_is_busy(office: Office, slack_platform: SlackPlatform, error: str) -> None:
    office.slack.faults.refuse("chat.postMessage", error)
    with pytest.raises(Busy, match=error) as busy:
        slack_platform.send(here(office), say("one"), "k1")
    assert busy.value.seconds is None


def test_a_rate_limit_is_busy_for_as_long_as_slack_says(office: Office, slack_platform: SlackPlatform) -> None:
    office.slack.faults.rate_limit("chat.postMessage", seconds=17)
    with pytest.raises(Busy) as busy:
        slack_platform.send(here(office), say("one"), "k1")
    assert busy.value.seconds == 17


@pytest.mark.parametrize("error", ["internal_error", "fatal_error"])
def test_errors_after_which_something_may_have_happened_are_lost(
    office: Office, slack_platform: SlackPlatform, error: str
) -> None:
    office.slack.faults.refuse("chat.postMessage", error)
    with pytest.raises(Lost, match=error):
        slack_platform.send(here(office), say("one"), "k1")


@pytest.mark.parametrize("happens", ["cut", "lose_reply", "break_down"])
def test_no_answer_or_none_of_slacks_is_lost(office: Office, slack_platform: SlackPlatform, happens: str) -> None:
    getattr(office.slack.faults, happens)("chat.postMessage")
    with pytest.raises(Lost):
        slack_platform.send(here(office), say("one"), "k1")
    assert len(office.slack.called("chat.postMessage")) <= 1


def test_where_nobody_listens_nothing_is_lost(office: Office) -> None:
    there = LocalSlack()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        there.base_url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with pytest.raises(Busy) as busy:
        platform_on(there, office.database).send(Target(there.team.id, channel="C1"), say("one"), "k1")
    assert busy.value.seconds == 30


def test_no_error_shows_a_token(
    office: Office, slack_platform: SlackPlatform, caplog: pytest.LogCaptureFixture
) -> None:
    for error in (*FOR_GOOD, *CLOSED, "internal_error"):
        office.slack.faults.refuse("chat.postMessage", error)
        with pytest.raises((Failed, Busy, Lost)) as raised:
            slack_platform.send(here(office), say("one"), "k1")
        assert office.slack.bot_token not in f"{raised.value!r} {raised.value.__context__}"
    office.slack.faults.cut("chat.postMessage")
    with pytest.raises(Lost):
        slack_platform.send(here(office), say("one"), "k1")
    assert office.slack.bot_token not in caplog.text


def test_a_workspace_without_a_token_is_refused_before_any_call(office: Office, slack_platform: SlackPlatform) -> None:
    with pytest.raises(Failed):
        slack_platform.send(Target("T404", channel="C1"), say("one"), "k1")
    assert office.slack.calls == []
