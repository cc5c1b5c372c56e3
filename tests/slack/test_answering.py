"""What is answered in a direct conversation goes through the outbox: once, in order, unread by others on its way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from chat.messages import Box, Message, Paragraph, Tree, say
from storage.tables import outbox
from tests.slack.local.world import Channel
from tests.slack.office import Office, Worker, open_office
from tests.slack.seen import words

_HOUR = 3600


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Give a team whose chat is a local Slack that takes one message a second."""
    with open_office(tmp_path) as office:
        office.slack.paced = True
        yield office


@pytest.fixture
def worker(office: Office) -> Iterator[Worker]:
    """Give who sends."""
    with office.worker() as worker:
        yield worker


def pass_seconds(office: Office, worker: Worker, seconds: float = 1) -> int:
    """Let time pass at both ends and send what is due then; gives how many sends were tried."""
    office.slack.advance(seconds)
    return worker.after(seconds)


def sealed(office: Office) -> list[bytes | None]:
    """Give what is encrypted in the outbox."""
    query = select(outbox.c.sealed).order_by(outbox.c.id)
    return list(office.database.read(lambda connection: connection.execute(query).scalars().all()))


def told(office: Office) -> list[str]:
    """Give what the asker was told."""
    return [words(each) for each in office.told()]


def test_it_waits_unread_and_is_gone_from_the_database_once_it_is_sent(office: Office, worker: Worker) -> None:
    office.answer("e1", say("预算八十八万"))
    query = select(outbox)
    (row,) = office.database.read(lambda connection: connection.execute(query).all())
    assert "八十八" not in str(row)
    assert row.sealed
    assert "八十八".encode() not in row.sealed
    assert worker.after() == 1
    (answer,) = office.told()
    assert words(answer) == "预算八十八万"
    assert answer.metadata == {"event_type": "dossier_post", "event_payload": {"key": row.uid}}
    assert sealed(office) == [None]


def test_answers_come_in_the_order_of_the_questions_one_a_second(office: Office, worker: Worker) -> None:
    for n in range(3):
        office.answer(f"e{n}", say(f"answer {n}"))
    assert [pass_seconds(office, worker) for _ in range(3)] == [1, 1, 1]
    assert told(office) == ["answer 0", "answer 1", "answer 2"]


def test_one_in_a_thread_stands_in_the_thread(office: Office, worker: Worker) -> None:
    office.answer("e1", say("root"))
    worker.after()
    (root,) = office.told()
    office.answer("e2", say("there"), thread=root.ts)
    pass_seconds(office, worker)
    assert [each.thread_ts for each in office.told()[1:]] == [root.ts]


def test_one_whose_reply_was_lost_is_looked_up_and_not_given_twice(office: Office, worker: Worker) -> None:
    office.answer("e1", say("yes"))
    office.slack.faults.lose_reply("chat.postMessage")
    assert worker.after() == 1
    assert sealed(office) != [None]
    assert pass_seconds(office, worker, worker.platform.settle_seconds) == 1
    assert told(office) == ["yes"]
    assert (office.states(), sealed(office)) == ({"answer:e1": "sent"}, [None])


def test_one_that_slack_does_not_take_for_now_is_given_later_also_by_another_process(
    office: Office, worker: Worker
) -> None:
    office.slack.faults.rate_limit("chat.postMessage", seconds=30)
    office.answer("e1", say("yes"))
    worker.after()
    assert told(office) == []
    with office.worker() as other:
        assert pass_seconds(office, other, 10) == 0
        pass_seconds(office, other, 20)
    assert told(office) == ["yes"]


def test_one_of_fifty_minutes_ago_is_still_given(office: Office, worker: Worker) -> None:
    office.answer("e1", say("yes"))
    worker.after(_HOUR - 600)
    assert told(office) == ["yes"]


def test_one_of_an_hour_ago_is_not_given_any_more(office: Office, worker: Worker) -> None:
    office.answer("e1", say("yes"))
    assert worker.after(_HOUR + 1) == 1
    assert told(office) == []
    assert (office.states(), sealed(office)) == ({"answer:e1": "withheld"}, [None])


def test_the_same_event_is_answered_once(office: Office, worker: Worker) -> None:
    for _ in range(2):
        office.answer("e1", say("yes"))
    pass_seconds(office, worker)
    pass_seconds(office, worker)
    assert told(office) == ["yes"]


def test_of_somebody_who_cannot_be_written_to_nobody_is_told(office: Office, worker: Worker) -> None:
    ann = office.slack.add_user("Ann")
    office.slack.faults.refuse("conversations.open", "user_disabled")
    office.answer("e1", say("yes"), ann)
    while pass_seconds(office, worker):
        pass
    assert (told(office), office.states(), sealed(office)) == ([], {"answer:e1": "dead"}, [None])


TREE = Tree(
    ("王总\n└─ 李工",), (Box("👤", "王总", "总经理", (Box("👤", "李工", "网络工程师"),)),), "组织架构 · 决策人：王总"
)


def pictures(place: Channel) -> list[str]:
    """Give the alternative texts of the pictures in a conversation."""
    return [block["alt_text"] for each in place.messages for block in each.blocks if block["type"] == "image"]


def test_a_tree_is_in_it_as_words_and_as_a_picture(office: Office, worker: Worker) -> None:
    office.answer("e1", Message((Paragraph(("ABC",)), TREE)))
    while pass_seconds(office, worker, 2):
        pass
    (answer,) = office.told()
    assert "└─ 李工" in words(answer)
    assert pictures(office.slack.direct(office.owner)) == ["组织架构 · 决策人：王总"]
    (file,) = office.slack.files.values()
    assert file.content.startswith(b"\x89PNG")


def test_a_picture_is_uploaded_once_however_long_its_page_waits(office: Office, worker: Worker) -> None:
    office.answer("e1", Message((TREE,)))
    worker.after()
    office.slack.faults.rate_limit("chat.postMessage", times=2, seconds=5)
    while pass_seconds(office, worker, 5):
        pass
    assert len(office.slack.called("files.completeUploadExternal")) == 1
    assert pictures(office.slack.direct(office.owner)) == ["组织架构 · 决策人：王总"]


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
@pytest.mark.parametrize("fault", ["cut", "rate_limit", "break_down"])
def test_no_words_wait_for_a_picture_that_cannot_be_uploaded(
    office: Office, worker: Worker, method: str, fault: str
) -> None:
    getattr(office.slack.faults, fault)(method, times=100)
    office.answer("e1", Message((TREE,)))
    assert pass_seconds(office, worker) == 1
    assert told(office) == ["王总\n└─ 李工"]


def test_where_files_are_not_allowed_a_tree_is_there_in_words_alone(office: Office, worker: Worker) -> None:
    office.slack.faults.refuse("files.getUploadURLExternal", "missing_scope")
    office.answer("e1", Message((TREE,)))
    while pass_seconds(office, worker, 2):
        pass
    assert told(office) == ["王总\n└─ 李工"]
    assert pictures(office.slack.direct(office.owner)) == []
