"""The outbox when Slack fails: each message once and in order, the owner told once, nothing tried for ever."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.slack.sender import SlackPlatform
from storage.channels import mark_closed
from tests.slack.office import Office, Worker, open_office

SETTLE = SlackPlatform.settle_seconds
POST, UPDATE = "chat.postMessage", "chat.update"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Give a team whose chat is a local Slack."""
    with open_office(tmp_path) as office:
        yield office


@pytest.fixture
def worker(office: Office) -> Iterator[Worker]:
    """Give a worker of its outbox."""
    with office.worker() as worker:
        yield worker


def arrived(office: Office) -> int:
    """Count what stands in #abc."""
    return len(office.slack.posted(office.abc))


def calls(office: Office, method: str) -> int:
    """Count the calls of a method."""
    return len(office.slack.called(method))


def test_a_message_whose_reply_was_lost_stands_there_once(office: Office, worker: Worker) -> None:
    office.put("one")
    office.slack.faults.lose_reply(POST)
    worker.after()
    assert worker.after(SETTLE - 1) == 0
    worker.after(1)
    assert (arrived(office), calls(office, POST), office.states()) == (1, 1, {"one": "sent"})


def test_a_message_that_was_cut_off_before_it_arrived_is_sent_again(office: Office, worker: Worker) -> None:
    office.put("one")
    office.slack.faults.cut(POST)
    worker.after()
    worker.after(SETTLE)
    assert (arrived(office), office.states()) == (1, {"one": "sent"})


def test_a_lost_reply_in_a_thread_is_looked_up_in_the_thread(office: Office, worker: Worker) -> None:
    root = office.slack.add_message(office.owner, office.abc, "who keeps this?")
    office.put("one", thread=root.ts)
    office.slack.faults.lose_reply(POST)
    worker.after()
    worker.after(SETTLE)
    assert (arrived(office), office.states()) == (1, {"one": "sent"})
    assert calls(office, "conversations.history") == 0


def test_a_lost_reply_of_a_direct_message_is_looked_up(office: Office, worker: Worker) -> None:
    user = office.slack.add_user("韩梅梅")
    office.put_to(user, "one")
    office.slack.faults.lose_reply(POST)
    worker.after()
    worker.after(SETTLE)
    assert len(office.slack.posted(office.slack.direct(user))) == 1
    assert office.states() == {"one": "sent"}


def test_a_rate_limit_is_kept_for_as_long_as_slack_says(office: Office, worker: Worker) -> None:
    office.put("one")
    office.slack.faults.rate_limit(POST, seconds=30)
    worker.after()
    assert worker.after(29) == 0
    assert worker.after(1) == 1
    assert office.states() == {"one": "sent"}


def test_rate_limits_are_no_failed_attempts(office: Office, worker: Worker) -> None:
    office.put("one")
    office.slack.faults.rate_limit(POST, times=12, seconds=2)
    for _ in range(13):
        worker.after(2)
    assert (arrived(office), office.states()) == (1, {"one": "sent"})


def test_a_doubt_outlives_a_rate_limit_while_looking_it_up(office: Office, worker: Worker) -> None:
    office.put("one")
    office.slack.faults.lose_reply(POST)
    office.slack.faults.rate_limit("conversations.history", times=3, seconds=5)
    worker.after()
    worker.after(SETTLE)
    for _ in range(3):
        worker.after(5)
    assert (arrived(office), calls(office, POST), office.states()) == (1, 1, {"one": "sent"})


@pytest.mark.parametrize("error", ["service_unavailable", "internal_error"])
def test_a_doubt_outlives_a_slack_that_is_down_while_looking_it_up(office: Office, worker: Worker, error: str) -> None:
    office.put("one")
    office.slack.faults.lose_reply(POST)
    office.slack.faults.refuse("conversations.history", error)
    worker.after()
    for _ in range(3):
        worker.after(SETTLE)
    assert (arrived(office), calls(office, POST), office.states()) == (1, 1, {"one": "sent"})


def test_what_cannot_be_looked_up_is_given_up_and_not_sent_again(office: Office, worker: Worker) -> None:
    office.slack.tokens[office.slack.bot_token].scopes = ("chat:write", "im:write")
    office.put("one")
    office.slack.faults.lose_reply(POST)
    worker.after()
    worker.after(SETTLE)
    assert (arrived(office), office.states()) == (1, {"one": "dead"})
    assert len(office.told()) == 1


@pytest.mark.parametrize("how", ["removed", "archived", "private"])
def test_a_channel_that_is_closed_is_tried_once_and_its_owner_told_once(
    office: Office, worker: Worker, how: str
) -> None:
    _close(office, how)
    office.put("one", "two", "three")
    worker.after()
    office.put("four")
    worker.after(3600)
    assert set(office.states().values()) == {"dead"}
    (told,) = office.told()
    assert "#abc" in told.text
    assert "/invite" in told.text or "归档" in told.text or "archived" in told.text
    assert sum(each.params["channel"] == office.abc.id for each in office.slack.called(POST)) == 1
    assert office.closed() == {office.abc.id}


def test_a_channel_that_is_open_again_is_written_to_again(office: Office, worker: Worker) -> None:
    _close(office, "archived")
    office.put("one")
    worker.after()
    office.abc.archived = False
    office.database.write(lambda connection: mark_closed(connection, office.workspace, office.abc.id, closed=False))
    office.put("two")
    worker.after()
    assert office.states() == {"one": "dead", "two": "sent"}


def test_other_channels_are_not_held_up_by_a_closed_one(office: Office, worker: Worker) -> None:
    other = office.slack.add_channel("other")
    _close(office, "removed")
    office.put("one")
    office.put("two", into=other)
    worker.after()
    assert office.states() == {"one": "dead", "two": "sent"}


def test_a_deactivated_user_is_tried_once(office: Office, worker: Worker) -> None:
    user = office.slack.add_user("gone", deleted=True)
    office.put_to(user, "one")
    worker.after()
    worker.after(1)
    assert worker.after(3600) == 0
    assert office.states() == {"one": "dead"}
    assert [each.params["users"] for each in office.slack.called("conversations.open")].count(user.id) == 1


def test_the_owner_hears_once_of_who_cannot_be_written_to(office: Office, worker: Worker) -> None:
    gone, other = (office.slack.add_user(name, deleted=True) for name in ("gone", "other"))
    office.put_to(gone, "one", "two", "three")
    office.put_to(other, "four")
    for seconds in (0, 2, 2, 2, 2):
        worker.after(seconds)
    assert set(office.states().values()) == {"dead"}
    assert len(office.told()) == 2


def test_a_later_card_of_the_same_subject_replaces_the_message(office: Office, worker: Worker) -> None:
    office.put("one", "one")
    worker.after()
    worker.after(1)
    assert (arrived(office), calls(office, POST), calls(office, UPDATE)) == (1, 1, 1)


def test_a_lost_edit_is_repeated(office: Office, worker: Worker) -> None:
    office.put("one", "one")
    office.slack.faults.lose_reply(UPDATE)
    worker.after()
    worker.after(1)
    worker.after(SETTLE)
    assert (arrived(office), calls(office, POST), calls(office, UPDATE)) == (1, 1, 2)


def test_an_edit_of_a_deleted_message_is_given_up_and_told(office: Office, worker: Worker) -> None:
    office.put("one")
    worker.after()
    office.abc.messages.clear()
    office.put("one")
    worker.after(1)
    assert (office.states(), arrived(office)) == ({"one": "dead"}, 0)
    assert len(office.told()) == 1


def test_a_channel_gets_one_message_a_second(office: Office, worker: Worker) -> None:
    office.slack.paced = True
    office.put("one", "two")
    worker.after()
    assert arrived(office) == 1
    office.slack.advance(1)
    worker.after(1)
    assert office.states() == {"one": "sent", "two": "sent"}


def test_two_workers_send_each_message_once_and_in_order(office: Office) -> None:
    places = [office.abc, office.slack.add_channel("b"), office.slack.add_channel("c")]
    for place in places:
        office.put(*(f"{place.name} {number}" for number in range(5)), into=place)

    def work(worker: Worker) -> None:
        while not set(office.states().values()) <= {"sent", "dead"}:
            worker.after(1)

    with office.worker() as one, office.worker() as other, ThreadPoolExecutor(2) as pool:
        list(pool.map(work, (one, other)))
    keys = [[(each.metadata or {})["event_payload"]["key"] for each in office.slack.posted(place)] for place in places]
    assert [len(each) for each in keys] == [5, 5, 5]
    assert all(each == sorted(set(each)) for each in keys)


def test_pages_go_out_one_a_second_whoever_sends_them(office: Office) -> None:
    office.slack.paced = True
    office.put("long", "after")
    with office.worker() as one, office.worker() as other:
        for _ in range(8):
            for worker in (one, other):
                worker.after(1)
                office.slack.advance(1)
    assert office.states() == {"long": "sent", "after": "sent"}
    first, *others, last = office.slack.posted(office.abc)
    assert len(others) == 2
    assert {each.thread_ts for each in others} == {first.ts}
    assert last.thread_ts is None
    shown = str([each.blocks for each in (first, *others)])
    assert all(shown.count(f"{number} word") == 1 for number in range(10))


@pytest.mark.parametrize("page", [1, 2, 3])
def test_a_page_whose_reply_was_lost_stands_there_once(office: Office, worker: Worker, page: int) -> None:
    office.put("long")
    for _ in range(page - 1):
        worker.after(1)
    office.slack.faults.lose_reply(POST)
    for _ in range(4):
        worker.after(SETTLE)
    assert office.states() == {"long": "sent"}
    assert (arrived(office), calls(office, POST)) == (3, 3)


def _close(office: Office, how: str) -> None:
    if how == "archived":
        office.abc.archived = True
        return
    office.abc.members.remove(office.slack.team.bot_user)
    if how == "private":
        office.abc.kind = "private"
