"""The outbox when Feishu fails: each message once and in order, in every reader's language, nothing tried for ever."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.feishu.sender import FeishuPlatform
from chat.messages import Message
from chat.platform import REPEAT_SECONDS
from dossier.language import Language
from tests.faults.sending import Sender, put
from tests.feishu.office import Office, Worker, open_office, shown
from tests.recording import RecordingPlatform
from tests.team import HOME, Team

SETTLE = FeishuPlatform.settle_seconds
CREATE, REPLY, PATCH = "message.create", "message.reply", "message.patch"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Give a team whose chat is a local Feishu."""
    with open_office(tmp_path) as office:
        yield office


@pytest.fixture
def worker(office: Office) -> Iterator[Worker]:
    """Give a worker of its outbox."""
    with office.worker() as worker:
        yield worker


def calls(office: Office, name: str) -> int:
    """Count the calls of a name."""
    return len(office.feishu.called(name))


def test_a_message_whose_reply_was_lost_stands_there_once(office: Office, worker: Worker) -> None:
    office.put("one")
    office.feishu.faults.lose_reply(CREATE)
    worker.after()
    assert worker.after(SETTLE - 1) == 0
    worker.after(1)
    assert (len(office.posted()), calls(office, CREATE), office.states()) == (1, 2, {"one": "sent"})


@pytest.mark.parametrize("happens", ["cut", "break_down"])
def test_a_message_that_did_not_arrive_is_sent_again(office: Office, worker: Worker, happens: str) -> None:
    office.put("one")
    getattr(office.feishu.faults, happens)(CREATE)
    worker.after()
    worker.after(SETTLE)
    assert (len(office.posted()), office.states()) == (1, {"one": "sent"})


def test_a_lost_reply_in_a_thread_or_to_a_person_is_repeated(office: Office, worker: Worker) -> None:
    root = office.feishu.put(office.abc, "text", {"text": "谁来?"}, office.owner.open_id)
    user = office.feishu.add_user("韩梅梅")
    office.put("one", thread=root.id)
    office.put_to(user, "two")
    office.feishu.faults.lose_reply(REPLY)
    office.feishu.faults.lose_reply(CREATE)
    worker.after()
    worker.after(SETTLE)
    assert len(office.posted()) == len(office.feishu.posted(office.feishu.direct(user))) == 1
    assert office.states() == {"one": "sent", "two": "sent"}


def test_a_message_whose_reply_was_lost_is_repeated_as_long_as_that_is_safe(office: Office, worker: Worker) -> None:
    office.put("one")
    office.feishu.faults.lose_reply(CREATE)
    worker.after()
    worker.after(REPEAT_SECONDS - 60)
    assert (len(office.posted()), office.states()) == (1, {"one": "sent"})


def test_a_message_whose_reply_was_lost_an_hour_ago_is_given_up_and_does_not_stand_there_twice(
    office: Office, worker: Worker
) -> None:
    office.put("one")
    office.feishu.faults.lose_reply(CREATE)
    worker.after()
    worker.after(3700)
    assert (len(office.posted()), calls(office, CREATE) - len(office.told())) == (1, 1)
    assert office.states() == {"one": "dead"}
    assert len(office.told()) == 1


def test_a_message_that_surely_did_not_arrive_is_sent_however_late(office: Office, worker: Worker) -> None:
    office.put("one")
    office.feishu.faults.rate_limit(CREATE, seconds=7200)
    worker.after()
    worker.after(7200)
    assert (len(office.posted()), office.states()) == (1, {"one": "sent"})


@pytest.mark.parametrize("status", [429, 400])
def test_a_rate_limit_is_kept_for_as_long_as_feishu_says(office: Office, worker: Worker, status: int) -> None:
    office.put("one")
    office.feishu.faults.rate_limit(CREATE, seconds=30, status=status)
    worker.after()
    assert worker.after(29) == 0
    assert worker.after(1) == 1
    assert office.states() == {"one": "sent"}


def test_rate_limits_are_no_failed_attempts(office: Office, worker: Worker) -> None:
    office.put("one")
    office.feishu.faults.refuse(CREATE, 230020, times=12)
    for _ in range(13):
        worker.after(2)
    assert (len(office.posted()), office.states()) == (1, {"one": "sent"})


def test_messages_of_one_group_keep_its_rate_and_their_order(office: Office, worker: Worker) -> None:
    office.feishu.paced = True
    subjects = [f"message {n}" for n in range(12)]
    office.put(*subjects)
    for _ in range(12):
        worker.after(FeishuPlatform.pace_seconds)
    assert office.states() == dict.fromkeys(subjects, "sent")
    assert {each.code for each in office.feishu.called(CREATE)} == {0}
    assert [each.uuid for each in office.posted()] == sorted(each.uuid for each in office.posted())


@pytest.mark.parametrize("how", ["removed", "dissolved"])
def test_a_group_that_is_closed_is_tried_once_and_its_owner_told_once(office: Office, worker: Worker, how: str) -> None:
    office.abc.bot = how != "removed"
    office.abc.dissolved = how == "dissolved"
    office.put("one", "two", "three")
    worker.after()
    office.put("four")
    worker.after(3600)
    assert set(office.states().values()) == {"dead"}
    assert office.closed()
    assert len(office.told()) == 1
    assert calls(office, CREATE) == 2


def test_somebody_who_stopped_the_bot_is_tried_once_and_the_owner_told(office: Office, worker: Worker) -> None:
    user = office.feishu.add_user("韩梅梅", muted=True)
    office.put_to(user, "one")
    worker.after()
    assert worker.after(3600) <= 1
    assert office.states() == {"one": "dead"}
    assert office.feishu.posted(office.feishu.direct(user)) == []


def test_a_later_card_of_the_same_subject_replaces_the_message(office: Office, worker: Worker) -> None:
    office.put("one", "one")
    office.feishu.faults.lose_reply(PATCH)
    worker.after()
    worker.after(1)
    worker.after(SETTLE)
    (posted,) = office.posted()
    assert (posted.edits, calls(office, PATCH), calls(office, CREATE)) == (2, 2, 1)


@pytest.mark.parametrize("happens", ["lose_reply", "rate_limit"])
def test_a_long_message_whose_second_card_was_held_up_stands_there_once(
    office: Office, worker: Worker, happens: str
) -> None:
    office.put("long")
    getattr(office.feishu.faults, happens)(REPLY)
    worker.after()
    worker.after(SETTLE)
    first, *others = office.posted()
    assert {each.root for each in others} == {first.id}
    whole = "".join(str(each.card["body"]) for each in office.posted())
    assert [whole.count(f"'{n} word") for n in range(12)] == [1] * 12
    assert office.states() == {"long": "sent"}


def test_two_workers_send_each_message_once_and_in_order(office: Office) -> None:
    places = [office.abc, office.feishu.add_chat("b"), office.feishu.add_chat("c")]
    for place in places:
        office.put(*(f"{place.name} {number}" for number in range(5)), into=place)

    def work(worker: Worker) -> None:
        while not set(office.states().values()) <= {"sent", "dead"}:
            worker.after(1)

    with office.worker() as one, office.worker() as other, ThreadPoolExecutor(2) as pool:
        list(pool.map(work, (one, other)))
    keys = [[each.uuid for each in office.feishu.posted(place)] for place in places]
    assert [len(each) for each in keys] == [5, 5, 5]
    assert all(each == sorted(set(each)) for each in keys)


# Languages


def test_a_group_is_told_in_both_languages_and_a_person_in_their_own(office: Office, worker: Worker) -> None:
    ann = office.feishu.add_user("Ann", locale="en_us")
    office.put("one")
    office.put_to(ann, "two", Language.EN)
    worker.after()
    (posted,) = office.posted()
    (private,) = office.feishu.posted(office.feishu.direct(ann))
    title = posted.card["header"]["title"]
    assert set(title["i18n_content"]) == {"zh_cn", "en_us"}
    assert title["content"] == title["i18n_content"]["zh_cn"] != title["i18n_content"]["en_us"]
    assert private.card["header"]["title"]["content"] == title["i18n_content"]["en_us"]
    assert "i18n_content" not in shown(private)


def test_a_platform_of_one_language_is_given_plain_messages(tmp_path: Path) -> None:
    with (
        Team.on(f"sqlite:///{tmp_path / 'dossier.db'}", platform=RecordingPlatform()) as team,
        Sender(team) as sender,
    ):
        put(team, "one")
        sender.after()
        (message,) = team.platform.in_channel(HOME, "abc")
        assert type(message) is Message
