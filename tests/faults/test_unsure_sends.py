"""Sends that are lost, refused or put off: nothing is resent blindly, nothing is forgotten, the owner is told."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from chat.platform import Busy, Failed, Lost, Unsure
from storage.store import Store
from tests.faults.sending import Sender, put, states
from tests.recording import RecordingPlatform
from tests.team import HOME, Team

SETTLE = 30.0


@pytest.fixture
def on(tmp_path: Path) -> Iterator[Callable[[RecordingPlatform], tuple[Team, Sender]]]:
    """Give a way to have a team and its sender on a platform."""
    teams: list[tuple[Team, Sender]] = []

    def start(platform: RecordingPlatform) -> tuple[Team, Sender]:
        team = Team.on(f"sqlite:///{tmp_path / 'dossier.db'}", platform=platform)
        teams.append((team, Sender(team)))
        return teams[-1]

    yield start
    for team, sender in teams:
        with team, sender:
            pass


Start = Callable[[RecordingPlatform], tuple[Team, Sender]]


def arrived(team: Team, channel: str = "abc") -> int:
    """Count what stands in a channel."""
    return len(team.platform.in_channel(HOME, channel))


def told(team: Team) -> list[str]:
    """Give what the owner of the dossier was told privately."""
    return [message.text for message in team.platform.to_account(HOME, "lilei")]


def sends(team: Team) -> int:
    """Count the sends the platform has seen."""
    return sum(method == "send" for method, _ in team.platform.calls)


def test_a_message_that_arrived_although_its_reply_was_lost_is_not_sent_again(on: Start) -> None:
    team, sender = on(RecordingPlatform(settle_seconds=SETTLE))
    put(team, "one")
    team.platform.fail_next(Lost, arrives=True)
    sender.after()
    sender.after(SETTLE)
    assert (arrived(team), sends(team), states(team)) == (1, 1, {"one": "sent"})


def test_a_message_that_was_lost_on_its_way_is_sent_again_under_the_same_key(on: Start) -> None:
    team, sender = on(RecordingPlatform(settle_seconds=SETTLE))
    put(team, "one")
    team.platform.fail_next(Lost)
    sender.after()
    sender.after(SETTLE)
    assert (arrived(team), states(team)) == (1, {"one": "sent"})
    assert len({key for _, key in team.platform.calls}) == 1


def test_a_platform_is_not_asked_before_it_can_know(on: Start) -> None:
    team, sender = on(RecordingPlatform(settle_seconds=SETTLE))
    put(team, "one")
    team.platform.fail_next(Lost)
    sender.after()
    assert sender.after(SETTLE - 1) == 0
    assert [method for method, _ in team.platform.calls] == ["send"]


def test_where_repeating_is_safe_nobody_is_asked(on: Start) -> None:
    team, sender = on(RecordingPlatform(unsure=Unsure.REPEAT))
    put(team, "one")
    team.platform.fail_next(Lost, arrives=True)
    sender.after()
    sender.after(1)
    methods, keys = zip(*team.platform.calls, strict=True)
    assert (methods, len(set(keys)), arrived(team)) == (("send", "send"), 1, 1)


@pytest.mark.parametrize("arrives", [True, False])
def test_what_can_be_neither_asked_nor_repeated_is_given_up_and_the_owner_told(on: Start, arrives: bool) -> None:
    team, sender = on(RecordingPlatform(unsure=Unsure.GIVE_UP))
    put(team, "one")
    team.platform.fail_next(Lost, arrives=arrives)
    sender.after()
    sender.after(1)
    assert arrived(team) == int(arrives)
    assert states(team)["one"] == "dead"
    assert len(told(team)) == 1
    assert "#abc" in told(team)[0]


def test_a_lost_edit_is_repeated(on: Start) -> None:
    team, sender = on(RecordingPlatform(settle_seconds=SETTLE))
    put(team, "one", "one")
    sender.after()
    put(team, "one")
    team.platform.fail_next(Lost, arrives=True)
    sender.after()
    sender.after(SETTLE)
    (message,) = team.platform.messages
    assert message.edits == 3


def test_a_busy_platform_is_left_alone_for_as_long_as_it_said(on: Start) -> None:
    team, sender = on(RecordingPlatform())
    put(team, "one")
    team.platform.fail_next(Busy("slow down", seconds=90))
    sender.after()
    assert sender.after(89) == 0
    assert sender.after(1) == 1
    assert states(team) == {"one": "sent"}


def test_without_a_word_on_how_long_the_wait_doubles(on: Start) -> None:
    team, sender = on(RecordingPlatform())
    put(team, "one")
    for shortest, longest in ((1.5, 2.5), (3, 5), (6, 10)):
        team.platform.fail_next(Busy("slow down"))
        assert sender.after() == 1
        assert sender.after(shortest - 0.2) == 0
        sender.clock.advance(timedelta(seconds=longest - shortest + 0.2))
    assert sender.after() == 1
    assert states(team) == {"one": "sent"}


def test_a_message_that_waits_holds_up_its_own_conversation_alone(on: Start) -> None:
    team, sender = on(RecordingPlatform())
    put(team, "one", "two")
    team.platform.fail_next(Busy("slow down", seconds=90))
    sender.after()
    put(team, "other", into="general")
    sender.after()
    assert (arrived(team), arrived(team, "general")) == (0, 1)
    sender.after(90)
    assert [key for _, key in team.platform.calls][-2:] == [each.key for each in team.platform.messages[-2:]]
    assert set(states(team).values()) == {"sent"}


def test_what_is_refused_for_good_is_tried_once_and_the_owner_told_why(on: Start) -> None:
    team, sender = on(RecordingPlatform())
    put(team, "one", "two")
    team.platform.fail_next(Failed("channel_is_archived"))
    sender.after()
    assert states(team)["one"] == "dead"
    assert states(team)["two"] == "sent"
    assert "channel_is_archived" in told(team)[0]


def test_the_owner_is_told_that_a_colleague_could_not_be_reached(on: Start) -> None:
    team, sender = on(RecordingPlatform())

    def write_to_ann(store: Store) -> None:
        ann, here = team.actor("ann").person or 0, store.channels.of(team.dossier)[0].workspace
        store.outbox.to_person(ann, here, "started", {"dossier": team.dossier.uid}, "x")

    team.write("wangfang", write_to_ann)
    team.platform.fail_next(Failed("the account was switched off"))
    sender.after()
    sender.after(1)
    assert ["@Ann" in each for each in told(team)] == [True]


@pytest.mark.parametrize("error", [Busy("try again"), Lost("no reply")])
def test_a_message_is_tried_five_times(on: Start, error: Busy | Lost) -> None:
    team, sender = on(RecordingPlatform())
    put(team, "one")
    for _ in range(5):
        team.platform.fail_next(error)
    for _ in range(7):
        sender.after(100)
    assert states(team)["one"] == "dead"
    assert len(told(team)) == 1
    assert sends(team) == 5 + 1  # The last is what the owner is told.


def test_a_notice_of_a_dead_letter_that_dies_itself_is_not_told_of(on: Start) -> None:
    team, sender = on(RecordingPlatform())
    team.platform.gone |= {"abc", "lilei"}
    put(team, "one")
    sender.after()
    assert sender.after(3600) == 0
    assert sorted(states(team).values()) == ["dead", "dead"]


def test_a_card_whose_audience_may_not_see_it_is_withheld_and_nobody_is_told(on: Start) -> None:
    team, sender = on(RecordingPlatform())
    put(team, "one")
    team.say("lilei", "/contact 王总")
    sender.after()
    withheld = [subject for subject, state in states(team).items() if state != "sent"]
    assert (withheld, told(team)) == ([], [])


def test_waiting_as_long_as_the_platform_asks_is_no_failed_attempt(on: Start) -> None:
    team, sender = on(RecordingPlatform())
    put(team, "one")
    for _ in range(8):
        team.platform.fail_next(Busy("slow down", seconds=1))
    for _ in range(9):
        sender.after(2)
    assert states(team)["one"] == "sent"


def test_the_fifth_lost_reply_too_is_asked_for_before_the_message_is_given_up(on: Start) -> None:
    team, sender = on(RecordingPlatform())
    put(team, "one")
    for _ in range(4):
        team.platform.fail_next(Lost("no reply"))
    team.platform.fail_next(Lost("no reply"), arrives=True)
    for _ in range(6):
        sender.after(100)
    assert states(team)["one"] == "sent"
    assert sends(team) == 5
