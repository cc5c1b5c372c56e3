"""Two workers, or two deliveries of one event, at the same time: everything happens once and in order."""

import threading
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Connection, func, select

from bot.answering import answer
from chat.events import CommandGiven
from chat.messages import Message, say
from chat.platform import Target
from storage.tables import outbox, records
from tests.contracts.chains import broken
from tests.faults.sending import Sender, put, states
from tests.recording import RecordingPlatform
from tests.team import Team

CHANNELS = ("abc", "general", "c", "d", "e")
MESSAGES = 8


def keys_of(team: Team, channel: str) -> list[str]:
    """Give the keys of a channel's messages, in the order they are to be sent."""
    query = select(outbox.c.uid).where(outbox.c.conversation == f"c:{channel}").order_by(outbox.c.id)
    return team.database.read(lambda connection: list(connection.execute(query).scalars()))


def test_two_workers_send_each_message_once_and_in_order(team: Team) -> None:
    for channel in CHANNELS:
        put(team, *(f"{channel} {number}" for number in range(MESSAGES)), into=channel)

    def work(sender: Sender) -> int:
        count = 0
        while "pending" in states(team).values():
            count += sender.after()
        return count

    with Sender(team) as one, Sender(team) as other, ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(work, (one, other)))
    arrived = {
        channel: [each.key for each in team.platform.messages if each.target.channel == channel] for channel in CHANNELS
    }
    assert arrived == {channel: keys_of(team, channel) for channel in CHANNELS}
    assert sum(counts) == len(CHANNELS) * MESSAGES
    assert set(states(team).values()) == {"sent"}


class Stuck(RecordingPlatform):
    """A platform that takes what goes to a channel only once it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()
        self.answered = threading.Event()

    def send(self, target: Target, message: Message, key: str) -> str:
        if target.account is None:
            self.let_go.wait(30)
            return super().send(target, message, key)
        sent = super().send(target, message, key)
        self.answered.set()
        return sent


def test_an_answer_does_not_wait_for_what_many_others_are_told(database_url: str) -> None:
    with Team.on(database_url, platform=Stuck()) as team:
        stuck = team.platform
        assert isinstance(stuck, Stuck)
        for number in range(40):
            put(team, "reminder", into=f"c{number}")
        team.app.delivery.start()
        source = team.source("lilei", None, "e1")
        team.database.write(lambda c: answer(c, team.app.keyring, source, say("yes"), team.clock.now()))
        in_time = stuck.answered.wait(20)
        stuck.let_go.set()
        assert in_time


def test_an_event_delivered_by_eight_threads_at_once_is_taken_in_once_with_one_answer(team: Team) -> None:
    event = CommandGiven(team.source("lilei", None, "e1"), "issue", "支付失败")

    def count(connection: Connection) -> int:
        return connection.execute(select(func.count()).select_from(records)).scalar_one()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(team.handle, [event] * 8))
    assert team.database.read(count) == 1
    assert all(answer == answers[0] for answer in answers)
    assert "支付失败" in str(answers[0]) or "ABC" in str(answers[0])


def test_records_logged_by_eight_threads_at_once_are_numbered_without_gaps_and_verify(team: Team) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: team.say("lilei", f"/issue 问题 {number}"), range(24)))
    numbers = team.database.read(
        lambda connection: list(connection.execute(select(records.c.number).order_by(records.c.number)).scalars())
    )
    assert numbers == list(range(1, 25))
    assert team.database.read(lambda connection: broken(connection, team.app.keyring)) == []
