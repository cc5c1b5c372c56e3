"""A Slack that is slow, away or refuses us: what people do is acknowledged in time, and the server starts and stops."""

import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.secrets import new_master_key
from storage.tables import records
from tests.slack.house import House, open_house
from tests.slack.local import Channel, LocalSlack, User, serving
from tests.slack.seen import words

LINE = "SMS login | reason: asked | impact: 3 days"
ACKNOWLEDGED = 2.5
SLOW = 5.0


def test_somebody_new_is_asked_to_try_again_when_slack_is_slow_to_say_who_they_are(house: House, abc: Channel) -> None:
    bob = house.slack.add_user("Bob")
    house.slack.faults.delay("users.info", SLOW)
    ack = house.driver.command("/change", LINE, bob, abc)
    assert (ack.status, ack.seconds < ACKNOWLEDGED) == (200, True)
    assert "Please try again in a moment" in ack.json["text"]
    assert "请稍等片刻再试一次" in ack.json["text"]
    assert house.count(records) == 0


def test_many_who_are_new_do_not_keep_a_known_person_waiting(house: House, ann: User, abc: Channel) -> None:
    house.driver.command("/dossier", "help", ann, abc)
    newcomers = [house.slack.add_user(f"New {n}") for n in range(40)]
    house.slack.faults.delay("users.info", SLOW, 40)
    with ThreadPoolExecutor(41) as pool:
        asked = [pool.submit(house.driver.command, "/dossier", "help", each, abc) for each in newcomers]
        house.slack.wait_for(lambda: len(house.slack.called("users.info")) > 1)
        known = house.driver.command("/change", LINE, ann, abc)
        acks = [each.result() for each in asked]
    assert (known.status, known.seconds < 1) == (200, True)
    assert house.count(records) == 1
    assert {each.status for each in acks} == {200}
    assert max(each.seconds for each in acks) < ACKNOWLEDGED


def test_who_only_writes_in_a_channel_is_not_looked_up(house: House, abc: Channel) -> None:
    bob = house.slack.add_user("Bob")
    house.driver.say("nothing for the bot", bob, abc)
    assert house.slack.called("users.info") == []


def test_a_message_is_kept_without_asking_slack_for_its_address(house: House, ann: User, abc: Channel) -> None:
    said = house.driver.say("login is slow", ann, abc)
    house.slack.faults.delay("chat.getPermalink", SLOW)
    assert house.driver.message_shortcut("keep", said, ann).seconds < 1
    house.slack.wait_for(lambda: house.slack.open_view(ann))
    assert house.slack.called("chat.getPermalink") == []


def test_a_mention_in_a_thread_does_not_wait_for_its_address(house: House, ann: User, abc: Channel) -> None:
    root = house.driver.say("what about login?", ann, abc)
    house.slack.faults.delay("chat.getPermalink", SLOW)
    ack = house.driver.mention(f"/change {LINE}", ann, abc, thread=root)
    assert (ack.status, ack.seconds < ACKNOWLEDGED) == (200, True)
    assert house.count(records) == 1


def test_the_button_below_a_mark_does_not_wait_for_the_message(house: House, ann: User, abc: Channel) -> None:
    said = house.driver.say("login is slow", ann, abc)
    house.driver.reaction("memo", said, ann)
    (offered,) = house.slack.wait_for(lambda: house.slack.told(ann))
    house.slack.faults.delay("conversations.replies", 1.5)
    assert house.driver.press(offered, "Save to dossier", ann).seconds < 1
    view = house.slack.wait_for(lambda: house.slack.open_view(ann))
    assert "login is slow" in words(view)


@pytest.mark.parametrize("error", ["not_in_channel", "channel_not_found"])
def test_what_cannot_be_said_in_a_channel_is_written_to_the_person(
    house: House, ann: User, abc: Channel, error: str
) -> None:
    elsewhere = house.slack.add_channel("elsewhere", [ann], bot=False)
    house.driver.command("/change", "", ann, elsewhere)
    view = house.slack.wait_for(lambda: house.slack.open_view(ann))
    house.slack.faults.refuse("chat.postEphemeral", error)
    house.driver.submit(view, {"Change": "SMS login", "Reason": "asked", "Impact": "3 days"})
    house.slack.wait_for(lambda: any("Saved #1" in words(each) for each in house.slack.posted(house.slack.direct(ann))))


def test_a_mark_in_the_conversation_with_the_bot_offers_nothing(house: House, ann: User, abc: Channel) -> None:
    house.driver.direct("hi", ann)
    mine = house.slack.wait_for(lambda: house.slack.posted(house.slack.direct(ann)))[-1]
    house.driver.reaction("memo", mine, ann)
    house.stop()
    assert house.slack.posted(house.slack.direct(ann))[-1] is mine
    assert house.slack.told(ann) == []


def serve(slack: LocalSlack, folder: Path, **settings: str) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DOSSIER_", "SLACK_"))}
    given = {
        "DOSSIER_DATABASE_URL": f"sqlite:///{folder / 'dossier.db'}",
        "DOSSIER_MASTER_KEY": new_master_key(),
        "DOSSIER_PORT": "0",
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"],
        env={**kept, **given, **settings},
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_refused_app_token_is_one_line(slack: LocalSlack, tmp_path: Path) -> None:
    process = serve(slack, tmp_path, SLACK_APP_TOKEN="xapp-1-wrong")
    try:
        _, said = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 2
    assert len(said.splitlines()) == 1
    assert "SLACK_APP_TOKEN is refused by Slack" in said
    assert "xapp-1-wrong" not in said


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_a_server_starts_and_stops_while_slack_is_away(tmp_path: Path, stop: signal.Signals) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with serving(LocalSlack(), port) as slack:
        slack.faults.cut("apps.connections.open", 1000)
        process = serve(slack, tmp_path, SLACK_APP_TOKEN=slack.app_token)
        try:
            assert process.stdout is not None
            while "Dossier: http" not in (line := process.stdout.readline()):
                assert line, process.communicate()
            began = time.monotonic()
            process.send_signal(stop)
            _, said = process.communicate(timeout=10)
        finally:
            process.kill()
    assert time.monotonic() - began < 8
    assert "Traceback" not in said
    assert "no connection to Slack" in said
    assert slack.app_token not in said


def test_a_connection_that_could_not_be_opened_is_opened_later(tmp_path: Path) -> None:
    slack = LocalSlack()
    slack.faults.refuse("apps.connections.open", "internal_error")
    with open_house(tmp_path, "socket", slack=slack) as house:
        ann = house.slack.add_user("Ann")
        abc = house.slack.add_channel("abc", [ann])
        assert house.driver.command("/dossier", "help", ann, abc).ok
