"""Inbox and outbox: an event counts once; a message is claimed once, in order, and by one worker at a time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy import Connection, select

from dossier.views import ChannelView
from storage import deliveries
from storage.deliveries import LEASE, Delivery
from storage.housekeeping import give_up_old_messages
from storage.inbox import first
from storage.store import Store
from storage.tables import outbox
from tests.team import ELSEWHERE, HOME, Team

T = TypeVar("T")
NOW = datetime.now(UTC) + timedelta(hours=1)
"""Later than whatever a test has put into the outbox."""
LATER = NOW + LEASE + timedelta(seconds=1)
"""When a lease taken now is over."""
MEMORY = ["memory"]


def channel(store: Store, key: str) -> ChannelView:
    """Give a channel by its key."""
    found = next(found for workspace in (1, 2) if (found := store.channels.find(workspace, key)) is not None)
    return found


def put(team: Team, *subjects: str, into: str = "abc") -> None:
    """Put messages into the outbox, one about each subject."""

    def unit(store: Store) -> None:
        for subject in subjects:
            store.outbox.to_channel(channel(store, into), "hello", {}, subject)

    team.write("lilei", unit)


def claim(team: Team, worker: str, now: datetime = NOW, limit: int = 16) -> list[Delivery]:
    """Lease what is next."""
    return team.database.write(lambda connection: deliveries.claim(connection, worker, now, MEMORY, limit))


def note(team: Team, what: Callable[[Connection], T]) -> T:
    """Note what became of a message."""
    return team.database.write(what)


def sent(team: Team, delivery: Delivery, worker: str, pause: timedelta = timedelta()) -> bool:
    """Note that a message arrived."""
    return note(team, lambda connection: deliveries.sent(connection, delivery, worker, "m1", NOW, pause))


def subjects(claimed: list[Delivery]) -> list[str]:
    """Give what messages are about."""
    return [each.subject for each in claimed]


def test_an_event_is_new_once(team: Team) -> None:
    assert team.write("lilei", lambda store: store.inbox.take("memory", "e1")) is None
    assert team.write("lilei", lambda store: store.inbox.take("memory", "e1")) == ""


def test_a_second_delivery_gets_the_answer_of_the_first(team: Team) -> None:
    def take(store: Store) -> None:
        store.inbox.take("memory", "e1")
        store.inbox.answer("memory", "e1", '{"notice": "x"}')

    team.write("lilei", take)
    assert team.write("lilei", lambda store: store.inbox.take("memory", "e1")) == '{"notice": "x"}'
    assert team.read("lilei", lambda store: store.inbox.seen("memory", "e1")) == '{"notice": "x"}'


def test_what_is_done_outside_of_a_unit_is_noted_once_for_each_organisation(team: Team) -> None:
    def noted(workspace: str) -> bool:
        return team.database.write(lambda c: first(c, "memory", workspace, "e1:answered", team.clock.now()))

    assert noted(HOME)
    assert not noted(HOME)
    assert noted(ELSEWHERE)
    assert not noted("of-nobody")


def test_an_event_of_a_unit_that_failed_is_still_new(team: Team) -> None:
    def fail(store: Store) -> None:
        store.inbox.take("memory", "e1")
        raise KeyError

    with pytest.raises(KeyError):
        team.write("lilei", fail)
    assert team.read("lilei", lambda store: store.inbox.seen("memory", "e1")) is None


def test_the_same_id_on_another_platform_or_in_another_organisation_is_another_event(team: Team) -> None:
    team.write("lilei", lambda store: store.inbox.take("memory", "e1"))
    assert team.write("lilei", lambda store: store.inbox.take("slack", "e1")) is None
    assert team.write("bob", lambda store: store.inbox.take("memory", "e1"), "nordwind") is None


def test_answers_are_claimed_apart_from_what_others_are_told(team: Team) -> None:
    put(team, "said")
    team.write(
        "lilei", lambda store: store.outbox.answer(channel(store, "abc").workspace, "lilei", "{}", "en", "asked")
    )
    due = team.database.read(lambda connection: deliveries.next_due(connection, MEMORY))
    assert due.keys() == {True, False}
    answers = team.database.write(lambda connection: deliveries.claim(connection, "w", NOW, MEMORY, answers=True))
    assert subjects(answers) == ["asked"]
    assert subjects(claim(team, "w")) == ["said"]


def test_only_the_oldest_message_of_a_conversation_is_claimed(team: Team) -> None:
    put(team, "one", "two")
    put(team, "three", into="general")
    assert subjects(claim(team, "w")) == ["one", "three"]
    assert claim(team, "w") == []


def test_the_next_message_is_claimed_when_the_one_before_has_been_sent(team: Team) -> None:
    put(team, "one", "two")
    (first,) = claim(team, "w")
    assert sent(team, first, "w")
    assert subjects(claim(team, "w")) == ["two"]


def test_a_dead_or_withheld_message_does_not_hold_up_those_behind_it(team: Team) -> None:
    put(team, "one", "two", "three")
    (first,) = claim(team, "w")
    assert note(team, lambda connection: deliveries.dead(connection, first, "w", "gone"))
    (second,) = claim(team, "w")
    assert note(team, lambda connection: deliveries.withhold(connection, second, "w"))
    assert subjects(claim(team, "w")) == ["three"]


def test_a_claim_takes_no_more_than_it_was_asked_for(team: Team) -> None:
    put(team, "one")
    put(team, "two", into="general")
    assert subjects(claim(team, "w", limit=1)) == ["one"]


def test_messages_for_other_platforms_are_left_alone(team: Team) -> None:
    put(team, "one")
    assert team.database.write(lambda connection: deliveries.claim(connection, "w", NOW, ["slack"])) == []
    assert team.database.read(lambda connection: deliveries.next_due(connection, ["slack"])) == {}


def test_leases_of_two_workers_do_not_overlap(team: Team) -> None:
    put(team, "one")
    put(team, "two", into="general")
    assert subjects(claim(team, "v", limit=1) + claim(team, "w")) == ["one", "two"]


def test_a_message_whose_sender_vanished_is_claimed_again_as_doubtful(team: Team) -> None:
    put(team, "one")
    (first,) = claim(team, "v")
    assert claim(team, "w", NOW + LEASE - timedelta(seconds=1)) == []
    (again,) = claim(team, "w", LATER)
    assert (first.doubtful, again.doubtful, again.key, again.attempts) == (False, True, first.key, 2)


def test_a_worker_whose_lease_was_taken_over_can_note_nothing(team: Team) -> None:
    put(team, "one")
    (lost,) = claim(team, "v")
    (taken,) = claim(team, "w", LATER)
    assert not sent(team, lost, "v")
    assert not note(team, lambda connection: deliveries.dead(connection, lost, "v", "late"))
    assert sent(team, taken, "w")


def test_a_message_that_has_to_wait_is_claimed_when_it_is_due_and_not_before(team: Team) -> None:
    put(team, "one")
    (first,) = claim(team, "w")
    due = NOW + timedelta(seconds=90)
    assert note(team, lambda connection: deliveries.retry(connection, first, "w", "busy", due, "pending"))
    assert claim(team, "w", due - timedelta(seconds=1)) == []
    (again,) = claim(team, "w", due)
    assert not again.doubtful


def test_the_pace_of_a_platform_keeps_the_rest_of_a_conversation_waiting(team: Team) -> None:
    put(team, "one", "two")
    put(team, "three", into="general")
    one, three = claim(team, "w")
    sent(team, one, "w", pause=timedelta(seconds=5))
    sent(team, three, "w")
    assert claim(team, "w", NOW + timedelta(seconds=4)) == []
    assert subjects(claim(team, "w", NOW + timedelta(seconds=5))) == ["two"]


def test_a_message_about_something_posted_before_replaces_it(team: Team) -> None:
    put(team, "record:1", "record:1")
    (first,) = claim(team, "w")
    sent(team, first, "w")
    (second,) = claim(team, "w")
    assert (first.ref, second.ref) == (None, "m1")


def test_a_message_of_a_unit_that_failed_is_not_sent(team: Team) -> None:
    def fail(store: Store) -> None:
        store.outbox.to_channel(channel(store, "abc"), "hello", {}, "one")
        raise KeyError

    with pytest.raises(KeyError):
        team.write("lilei", fail)
    assert claim(team, "w") == []


def test_dead_letters_are_counted(team: Team) -> None:
    put(team, "one", "two")
    (first,) = claim(team, "w")
    note(team, lambda connection: deliveries.dead(connection, first, "w", "x" * 1000))
    assert team.database.read(deliveries.dead_letters) == 1
    error = select(outbox.c.error).where(outbox.c.id == first.id)
    kept = team.database.read(lambda connection: connection.execute(error).scalar_one())
    assert len(kept) == 500


def test_what_waited_for_days_is_given_up_and_a_platform_that_comes_back_says_the_new_alone(team: Team) -> None:
    put(team, "s1")
    team.write("lilei", lambda store: store.outbox.answer(channel(store, "abc").workspace, "lilei", "{}", "en", "a1"))
    assert give_up_old_messages(team.database, NOW + timedelta(days=2)) == 0
    assert give_up_old_messages(team.database, NOW + timedelta(days=3)) == 2
    sealed = select(outbox.c.sealed)
    assert set(team.database.read(lambda connection: connection.execute(sealed).scalars())) == {None}

    put(team, "s2")
    assert subjects(claim(team, "w1")) == ["s2"]
    assert team.database.read(deliveries.dead_letters) == 2
