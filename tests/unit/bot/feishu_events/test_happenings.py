"""What happens to the bot, its groups and its people in Feishu."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.feishu.events import noticed
from chat.events import BotJoined, BotOpened, ChannelChanged, CommandGiven, MeetingEnded, MembersChanged
from chat.platform import Failed
from tests.feishu.local import Chat, Driver, User
from tests.unit.bot.feishu_events.reading import Reading


def test_a_menu_entry_is_a_command(driver: Driver, reading: Reading, ann: User) -> None:
    for key, name, text in (("minutes", "minutes", ""), ("dossier:status", "dossier", "status"), ("/纪要", "纪要", "")):
        driver.menu(key, ann)
        event = reading.read[-1]
        assert event == CommandGiven(event.source, name, text)
        assert event.source.id == reading.payloads[-1]["header"]["event_id"]
        assert (event.source.account, event.source.channel) == (ann.open_id, None)


def test_who_opens_the_chat_first_is_greeted_under_one_id(driver: Driver, reading: Reading, ann: User) -> None:
    driver.enter(ann)
    driver.enter(ann)
    first, second = reading.read
    assert first == second == BotOpened(first.source)
    assert first.source.id == f"entered:{ann.open_id}"


def test_who_has_talked_to_the_bot_is_not_greeted(driver: Driver, reading: Reading, ann: User) -> None:
    driver.direct("hi", ann)
    driver.enter(ann)
    assert reading.read[-1] is None


def test_the_bot_joins_and_leaves_groups(driver: Driver, reading: Reading, abc: Chat, ann: User) -> None:
    driver.add_bot(abc, ann)
    joined = reading.read[-1]
    assert joined == BotJoined(joined.source, "ABC")
    assert (joined.source.channel, joined.source.account) == (abc.id, ann.open_id)
    assert joined.source.id == reading.payloads[-1]["header"]["event_id"]
    driver.remove_bot(abc, ann)
    assert reading.read[-1] == ChannelChanged(reading.read[-1].source, closed=True)


def test_people_come_and_go(driver: Driver, reading: Reading, abc: Chat, ann: User, lei: User) -> None:
    driver.leave([lei], abc, ann)
    driver.join([lei], abc, ann)
    driver.event("im.chat.member.user.withdrawn_v1", reading.payloads[-1]["event"])
    assert reading.read == [MembersChanged(each.source) for each in reading.read]
    assert {each.source.channel for each in reading.read} == {abc.id}


def test_a_group_is_renamed_described_and_dissolved(driver: Driver, reading: Reading, abc: Chat, ann: User) -> None:
    driver.update_chat(abc, ann, name="ABC 二期")
    assert reading.read[-1] == ChannelChanged(reading.read[-1].source, "ABC 二期")
    driver.update_chat(abc, ann, description="about")
    driver.disband(abc, ann)
    *_, described, dissolved = reading.read
    assert described is None
    assert dissolved == ChannelChanged(dissolved.source, closed=True)


def test_what_nobody_is_named_for_was_done_by_the_bot(driver: Driver, reading: Reading, abc: Chat, ann: User) -> None:
    driver.update_chat(abc, ann, name="ABC 二期")
    payload = reading.payloads[-1]
    event = {name: value for name, value in payload["event"].items() if name != "operator_id"}
    assert reading.of({**payload, "event": event}).source.account == driver.feishu.bot_open_id


def test_a_person_who_changed_is_noticed_and_no_event(driver: Driver, reading: Reading, ann: User) -> None:
    driver.update_user(ann, name="Anna")
    person = noticed(reading.payloads[-1])
    assert reading.read == [None]
    assert person is not None
    assert (person["open_id"], person["name"]) == (ann.open_id, "Anna")
    driver.direct("hi", ann)
    assert noticed(reading.payloads[-1]) is None
    assert noticed({}) is None
    assert noticed({"header": {"event_type": "contact.user.updated_v3"}, "event": {"object": []}}) is None


def test_a_meeting_that_ended_is_told_with_its_times_and_who_was_there(
    driver: Driver, reading: Reading, ann: User, lei: User
) -> None:
    driver.end_meeting("需求评审", ann, [lei], seconds=600)

    (ended,) = reading.read
    assert isinstance(ended, MeetingEnded)
    assert (ended.source.account, ended.source.channel, ended.topic) == (ann.open_id, None, "需求评审")
    assert (ended.ended_at - ended.started_at).total_seconds() == 600
    assert ended.attendees == (ann.open_id, lei.open_id)
    assert ended.meeting in driver.feishu.meetings


def test_a_meeting_is_told_without_who_was_there_when_feishu_does_not_say(
    driver: Driver, reading: Reading, ann: User
) -> None:
    driver.feishu.faults.refuse("meeting.get", 121005, "no permission")
    driver.end_meeting("周会", ann)

    (ended,) = reading.read
    assert (ended.topic, ended.attendees) == ("周会", ())


def test_generated_minutes_name_the_meeting_they_are_of_and_lead_to_themselves(
    driver: Driver, reading: Reading, ann: User
) -> None:
    meeting = driver.feishu.add_meeting("周会", ann)
    driver.generate_minutes(driver.feishu.add_minute("周会", ann, meeting))

    (ended,) = reading.read
    assert (ended.meeting, ended.topic, ended.source.account) == (meeting.id, "周会", ann.open_id)
    assert ended.link.startswith("https://")
    assert (ended.ended_at - ended.started_at).total_seconds() == meeting.end - meeting.start


def test_minutes_of_an_uploaded_recording_are_a_meeting_of_their_own(
    driver: Driver, reading: Reading, ann: User
) -> None:
    minute = driver.feishu.add_minute("访谈", ann)
    driver.generate_minutes(minute)

    (ended,) = reading.read
    assert (ended.meeting, ended.topic, ended.attendees) == (f"minute:{minute.token}", "访谈", ())


def test_minutes_that_feishu_does_not_tell_of_are_to_come_again(driver: Driver, reading: Reading, ann: User) -> None:
    driver.feishu.faults.refuse("minute.get", 2091003, "not ready")

    with pytest.raises(Failed):
        driver.generate_minutes(driver.feishu.add_minute("周会", ann))


def test_what_is_of_another_tenant_is_passed_over(driver: Driver, reading: Reading, ann: User) -> None:
    driver.direct("/纪要", ann)
    payload = reading.payloads[-1]
    assert reading.of({**payload, "header": {**payload["header"], "tenant_key": "another"}}) is None


def test_an_event_that_nobody_knows_is_passed_over(driver: Driver, reading: Reading) -> None:
    driver.event("im.message.reaction.created_v1", {})
    assert reading.read == [None]


WRONG: tuple[Any, ...] = (None, [], {}, "", 7, "x" * 50)


def damaged(value: Any) -> Iterator[Any]:
    """Give a value with each part of it missing, or wrong, one at a time."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield {key: other for key, other in value.items() if key != name}
            yield from ({**value, name: wrong} for wrong in WRONG)
            yield from ({**value, name: inner} for inner in damaged(each))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from ([*value[:number], inner, *value[number + 1 :]] for inner in (*WRONG, *damaged(each)))


@pytest.mark.parametrize(
    "happening",
    ["mention", "post", "file", "menu", "enter", "add_bot", "join", "update_chat", "update_user", "end_meeting"],
)
def test_nothing_breaks_on_a_payload_of_another_shape(
    driver: Driver, reading: Reading, abc: Chat, ann: User, lei: User, happening: str
) -> None:
    direct = driver.feishu.direct(ann)
    rows = [[{"tag": "at", "user_id": "@_user_1"}, {"tag": "a", "text": "x", "href": "y"}]]
    {
        "mention": lambda: driver.mention("/纪要 @李雷", ann, abc),
        "post": lambda: driver.post("标题", rows, ann, direct),
        "file": lambda: driver.send_file("a.pdf", b"x", ann, direct),
        "menu": lambda: driver.menu("minutes", ann),
        "enter": lambda: driver.enter(ann),
        "add_bot": lambda: driver.add_bot(abc, ann),
        "join": lambda: driver.join([lei], abc, ann),
        "update_chat": lambda: driver.update_chat(abc, ann, name="二期"),
        "update_user": lambda: driver.update_user(ann, name="Anna"),
        "end_meeting": lambda: driver.end_meeting("周会", ann, [lei]),
    }[happening]()
    (payload,) = reading.payloads
    events: list[Any] = [reading.reader.event(each, reading.bot) for each in damaged(payload)]
    for each in filter(None, events):
        assert all(isinstance(part, str) and part for part in (each.source.id, each.source.account))
        assert each.source.channel is None or each.source.channel
    for each in damaged(payload):
        assert (noticed(each) or {"open_id": "x"})["open_id"]
