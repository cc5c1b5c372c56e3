"""Tokens: given from what is kept, renewed in time by one process alone, and never told to a log."""

import logging
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from bot.slack.tokens import Tokens, identify
from chat.platform import Busy, Failed, Reason
from storage import installations
from tests.unit.bot.slack_install.serving import KEYRING, Place

ROOT = Path(__file__).parents[4]
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def works(place: Place, token: str) -> bool:
    """Tell whether Slack takes a token now."""
    known = place.slack.tokens[token]
    return known.expires_at is None or known.expires_at > place.slack.now()


def test_a_token_that_does_not_end_is_given_and_slack_is_not_asked(place: Place) -> None:
    token = place.install(rotating=False)
    assert place.tokens().token(place.slack.team.id) == token.value
    assert place.slack.calls == []


def test_a_token_that_is_good_for_long_is_not_renewed(place: Place) -> None:
    token = place.install()
    place.until_end(2 * HOUR + MINUTE)
    assert place.tokens().token(place.slack.team.id) == token.value
    assert place.slack.calls == []


def test_a_token_is_renewed_two_hours_before_its_end_and_kept_for_all_processes(place: Place) -> None:
    token = place.install()
    place.until_end(2 * HOUR - MINUTE)
    given = place.tokens().token(place.slack.team.id)
    assert given != token.value
    place.slack.advance(10 * HOUR.total_seconds())
    assert works(place, place.tokens().token(place.slack.team.id))


def test_a_token_is_renewed_again_and_again(place: Place) -> None:
    place.install()
    tokens, given = place.tokens(), set()
    for _ in range(4):
        place.slack.advance(11 * HOUR.total_seconds())
        given.add(tokens.token(place.slack.team.id))
        assert works(place, max(given, key=lambda each: place.slack.tokens[each].expires_at or 0))
    assert len(given) == place.refreshed() == 4


@pytest.mark.parametrize("left", [HOUR, -HOUR], ids=["still good", "ended"])
def test_of_eight_threads_of_two_processes_one_renews(place: Place, left: timedelta) -> None:
    place.install()
    place.until_end(left)
    processes = [place.tokens(), place.tokens()]

    def ask(number: int) -> str | None:
        try:
            return processes[number % 2].token(place.slack.team.id)
        except Busy:
            return None

    with ThreadPoolExecutor(8) as pool:
        given = {each for each in pool.map(ask, range(8)) if each is not None}
    assert place.refreshed() == 1
    assert all(works(place, each) for each in given)
    assert given


def test_of_three_real_processes_one_renews(place: Place) -> None:
    place.install()
    place.until_end(HOUR)
    place.slack.faults.delay("oauth.v2.access", 0.3)  # So that the others come while it is being renewed.
    ahead = str(place.slack.now() - time.time())
    command = [sys.executable, "-m", "tests.unit.bot.slack_install.asking", place.database.url, place.api]
    command += [place.app.client_id, place.slack.team.id, ahead]
    with ExitStack() as stack:
        started = [
            stack.enter_context(
                subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            )
            for _ in range(3)
        ]
        pipes = [(each.stdin, each.stdout) for each in started if each.stdin and each.stdout]
        assert [answers.readline() for _, answers in pipes] == ["ready\n"] * 3
        for asks, _ in pipes:
            asks.write(f"{place.app.client_secret}\n")
            asks.flush()
        said = [answers.readline().strip() for _, answers in pipes]
    assert place.refreshed() == 1
    assert all(works(place, each) for each in said)


def test_while_another_process_renews_the_token_is_given_as_long_as_it_is_good(place: Place) -> None:
    token = place.install()
    place.until_end(2 * MINUTE)
    start(place)
    assert place.tokens().token(place.slack.team.id) == token.value
    place.slack.advance(90)
    start(place)
    with pytest.raises(Busy) as busy:
        place.tokens().token(place.slack.team.id)
    assert busy.value.seconds == 2
    assert place.refreshed() == 0


def start(place: Place) -> None:
    """Let another process begin to renew."""
    now, team = place.now(), place.slack.team.id
    began = place.database.write(lambda c: installations.start_renewing(c, KEYRING, "slack", team, now + HOUR, now))
    assert began is not None


def test_what_another_process_installed_anew_is_noticed_within_half_a_minute(place: Place) -> None:
    first, tokens = place.install(rotating=False), place.tokens()
    assert tokens.token(place.slack.team.id) == first.value
    second = place.install(rotating=False)
    assert tokens.token(place.slack.team.id) == first.value
    place.slack.advance(30)
    assert tokens.token(place.slack.team.id) == second.value


def test_a_token_that_was_refused_is_looked_up_again_at_once(place: Place) -> None:
    place.install(rotating=False)
    tokens = place.tokens()
    tokens.token(place.slack.team.id)
    second = place.install(rotating=False)
    tokens.drop(place.slack.team.id)
    assert tokens.token(place.slack.team.id) == second.value


def test_where_nothing_is_installed_there_is_no_token(place: Place) -> None:
    with pytest.raises(Failed) as failed:
        place.tokens().token(place.slack.team.id)
    assert failed.value.reason is Reason.NO_TOKEN


@pytest.mark.parametrize("trouble", ["cut", "break_down", "rate_limit"])
def test_while_slack_is_in_trouble_a_good_token_is_given_and_it_is_tried_again_later(
    place: Place, trouble: str
) -> None:
    token, tokens = place.install(), place.tokens()
    place.until_end(HOUR)
    getattr(place.slack.faults, trouble)("oauth.v2.access")
    assert tokens.token(place.slack.team.id) == token.value
    place.slack.advance(29)
    assert tokens.token(place.slack.team.id) == token.value
    place.slack.advance(2)
    assert tokens.token(place.slack.team.id) != token.value
    assert place.slack.called("oauth.v2.access")[-1].error is None


def test_an_ended_token_waits_for_slack(place: Place) -> None:
    place.install()
    place.until_end(-HOUR)
    place.slack.faults.refuse("oauth.v2.access", "bad_client_secret")
    with pytest.raises(Busy) as busy:
        place.tokens().token(place.slack.team.id)
    assert busy.value.seconds == 30
    place.slack.advance(30)
    assert works(place, place.tokens().token(place.slack.team.id))


def test_what_was_renewed_with_its_answer_lost_is_used_to_its_end_and_then_there_is_none(place: Place) -> None:
    token, tokens = place.install(), place.tokens()
    place.until_end(HOUR)
    place.slack.faults.lose_reply("oauth.v2.access")
    assert tokens.token(place.slack.team.id) == token.value
    place.slack.advance(31)  # This Slack has no time of grace: the refresh token is spent.
    assert tokens.token(place.slack.team.id) == token.value
    assert place.refreshed() == 2
    place.slack.advance(HOUR.total_seconds())
    for _ in range(2):
        with pytest.raises(Failed) as failed:
            tokens.token(place.slack.team.id)
        assert failed.value.reason is Reason.NO_TOKEN
    assert place.refreshed() == 2


def test_installing_again_mends_a_spent_refresh_token(place: Place) -> None:
    place.install()
    place.until_end(-HOUR)
    place.slack.faults.refuse("oauth.v2.access", "invalid_refresh_token")
    tokens = place.tokens()
    with pytest.raises(Failed):
        tokens.token(place.slack.team.id)
    again = place.install()
    assert tokens.token(place.slack.team.id) == again.value


def test_the_token_of_the_settings_goes_before_what_is_kept(place: Place) -> None:
    place.install()
    configured = identify(place.slack.bot_token, place.api)
    assert (configured.workspace, configured.name) == (place.slack.team.id, "Northlight")
    assert configured.credentials.bot_user == place.slack.team.bot_user
    assert "chat:write" in configured.credentials.scopes
    tokens = Tokens(place.database, KEYRING, configured=configured, now=place.now)
    assert tokens.token(place.slack.team.id) == place.slack.bot_token


def test_a_token_of_the_settings_that_slack_refuses_is_named_by_no_letter_of_it(place: Place) -> None:
    with pytest.raises(Failed) as failed:
        identify("xoxb-secret-letters", place.api)
    assert "secret-letters" not in f"{failed.value!r} {failed.value.__context__!r}"


def test_no_log_and_no_repr_holds_a_secret(
    place: Place, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as said:
        tokens = place.tokens()
        for error in ("bad_client_secret", "invalid_refresh_token", ""):
            place.install()
            place.until_end(HOUR)
            if error:
                place.slack.faults.refuse("oauth.v2.access", error)
            tokens.token(place.slack.team.id)
    shown = f"{caplog.text} {said} {capsys.readouterr()} {place.kept()!r} {place.app!r} {vars(tokens)!r}"
    assert "bad_client_secret" in shown
    assert "invalid_refresh_token" in shown
    assert place.refreshed() == 3
    assert "xox" not in shown
    assert place.app.client_secret not in shown
