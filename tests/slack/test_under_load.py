"""Many at once, and connections that end in the middle: nothing is lost, and nothing is done twice."""

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from chat.event_handler import Handle
from chat.events import CommandGiven, Event
from chat.replies import Rendered
from storage.tables import outbox, records, revisions
from tests.slack.house import House, open_house
from tests.slack.local import Ack, Channel, Driver, LocalSlack, User, payloads
from tests.slack.local.socket_mode import NoConnection
from tests.slack.local.wires import EVENT, Retry
from tests.slack.local.world import Json

MANY = 200


@pytest.fixture
def over_http(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path) as house:
        yield house


@pytest.fixture
def connected(tmp_path: Path) -> Iterator[House]:
    with open_house(tmp_path, "socket") as house:
        yield house


def settle(house: House) -> tuple[User, Channel]:
    ann = house.slack.add_user("Ann")
    abc = house.slack.add_channel("abc", [ann])
    house.found("ABC", ann, abc)
    return ann, abc


def line(n: int) -> str:
    return f"Wish {n} | reason: asked | impact: none"


def summaries(house: House) -> list[str]:
    """Give what was logged, in order of the numbers in it."""
    found = [json.loads(content)["summary"] for (content,) in house.column(revisions.c.content)]
    return sorted(found, key=lambda each: int(each.split()[1]))


def mention(house: House, n: int, user: User, channel: Channel) -> Json:
    said = house.driver.say(f"@dossier /change {line(n)}", user, channel)
    return payloads.event_callback(
        house.slack, payloads.message_event(house.slack, said, "app_mention"), house.slack.team
    )


def insist(house: House, payload: Json) -> None:
    """Deliver an event as Slack does: again when nobody was connected or nobody answered, three times at most."""
    for attempt in range(4):
        house.slack.socket.wait_connected(seconds=30)
        try:
            if house.driver.wire.send(EVENT, payload, Retry(attempt) if attempt else None).ok:
                return
        except (NoConnection, OSError):
            continue
    pytest.fail("it was never taken in")


def test_two_hundred_commands_at_once_are_all_taken_and_all_there(over_http: House) -> None:
    ann, abc = settle(over_http)
    unlimited = httpx.Limits(max_connections=None)
    with httpx.Client(base_url=over_http.url, trust_env=False, timeout=60, limits=unlimited) as client:
        driver = Driver.over_http(over_http.slack, client=client)
        with ThreadPoolExecutor(MANY) as pool:
            answers = list(pool.map(lambda n: driver.command("/change", line(n), ann, abc), range(MANY)))
    assert [each.status for each in answers] == [200] * MANY
    assert {each.body for each in answers} == {""}
    assert summaries(over_http) == [f"Wish {n}" for n in range(MANY)]
    assert {number for (number,) in over_http.column(records.c.number)} == set(range(1, MANY + 1))
    assert over_http.count(outbox) == MANY


def test_lines_that_come_together_are_each_answered_for_itself(over_http: House) -> None:
    """Good ones, ones that lack something, ones of who may not, and of who has never been heard of."""
    ann, abc = settle(over_http)
    bob = over_http.slack.add_user("Bob")
    assert over_http.driver.command("/dossier", "help", bob, abc).ok
    asked = [
        *((ann, line(n)) for n in range(20)),
        *((ann, f"Wish {n} | reason: asked") for n in range(20, 24)),
        *((bob, line(n)) for n in range(24, 28)),
        *((over_http.slack.add_user(f"New {n}"), line(n)) for n in range(28, 32)),
    ]
    with ThreadPoolExecutor(len(asked)) as pool:
        answers = list(pool.map(lambda each: over_http.driver.command("/change", each[1], each[0], abc), asked))
    assert {each.status for each in answers} == {200}
    assert {each.body for each in answers[:24]} == {""}
    for (_, said), answer in zip(asked[24:], answers[24:], strict=True):
        assert said in answer.body, answer.body
    over_http.slack.wait_for(lambda: len(over_http.slack.called("views.open")) == 4)
    assert summaries(over_http) == [f"Wish {n}" for n in range(20)]


def test_fifty_people_who_open_a_form_at_once_all_get_it(tmp_path: Path) -> None:
    started = time.time()
    # Slack's clock stands still: how long a busy machine takes is not what this is about.
    with open_house(tmp_path, slack=LocalSlack(now=lambda: started)) as house:
        slack = house.slack
        people = [slack.add_user(f"P{n}") for n in range(50)]
        abc = slack.add_channel("abc", people)
        # Who somebody is gets a moment only; here they are known, and nobody can be too late.
        for user in people:
            assert house.driver.command("/dossier", "help", user, abc).ok
        with ThreadPoolExecutor(50) as pool:
            answers = list(pool.map(lambda user: house.driver.command("/dossier", "settings", user, abc), people))
        assert {each.status for each in answers} == {200}
        slack.wait_for(lambda: all(slack.open_view(user) for user in people), 30)


def test_what_is_being_handled_when_the_product_stops_is_answered_before_the_connection_ends(tmp_path: Path) -> None:
    saved, go_on = threading.Event(), threading.Event()

    def besides(handle: Handle) -> Handle:
        def held(event: Event) -> Rendered:
            answer = handle(event)
            if isinstance(event, CommandGiven) and event.name == "change":
                saved.set()
                assert go_on.wait(20)
            return answer

        return held

    with open_house(tmp_path, "socket", besides=besides) as house, ThreadPoolExecutor(2) as pool:
        ann, abc = settle(house)
        sending = pool.submit(house.driver.command, "/change", line(1), ann, abc)
        assert saved.wait(30)
        stopping = pool.submit(house.stop)
        impatient = Driver.over_socket(house.slack, seconds=1)
        while _is_taken(impatient, ann, abc):
            continue
        go_on.set()
        assert sending.result().ok
        stopping.result()
        assert summaries(house) == ["Wish 1"]


def _is_taken(driver: Driver, user: User, channel: Channel) -> bool:
    try:
        return driver.command("/dossier", "help", user, channel).ok
    except (NoConnection, OSError):
        return False


@pytest.mark.parametrize("ending", ["refresh", "drop"])
def test_after_a_connection_ended_everything_goes_on(connected: House, ending: str) -> None:
    ann, abc = settle(connected)
    slack = connected.slack
    for n in range(3):
        payload = mention(connected, n, ann, abc)
        insist(connected, payload)
        opened = slack.socket.opened
        getattr(slack.socket, ending)()
        slack.socket.wait_connected(opened + 1, 30)
        insist(connected, payload)  # What Slack does not know to be taken in, it delivers once more.
    assert summaries(connected) == ["Wish 0", "Wish 1", "Wish 2"]
    assert connected.count(outbox) == 3


@pytest.mark.parametrize("ending", ["refresh", "drop"])
def test_what_is_on_its_way_when_a_connection_ends_is_there_once(connected: House, ending: str) -> None:
    ann, abc = settle(connected)
    slack = connected.slack
    impatient = Driver.over_socket(slack, seconds=2)
    waiting = [mention(connected, n, ann, abc) for n in range(40)]

    def deliver(payload: Json, attempt: int) -> Ack:
        try:
            return impatient.wire.send(EVENT, payload, Retry(attempt) if attempt else None)
        except (NoConnection, OSError):
            return Ack(0)

    with ThreadPoolExecutor(8) as pool:
        sending = pool.submit(lambda: [deliver(each, 0) for each in waiting[:20]])
        others = pool.submit(lambda: [deliver(each, 0) for each in waiting[20:]])
        opened = slack.socket.opened
        getattr(slack.socket, ending)()
        answers = sending.result() + others.result()
    slack.socket.wait_connected(opened + 1, 30)
    for attempt in (1, 2, 3):
        answers = [
            each if each.ok else deliver(payload, attempt) for each, payload in zip(answers, waiting, strict=True)
        ]
    assert all(each.ok for each in answers)
    assert summaries(connected) == [f"Wish {n}" for n in range(40)]


def test_what_nobody_listens_to_is_acknowledged_over_socket_mode_too(connected: House) -> None:
    driver, team = connected.driver, {"id": connected.slack.team.id}
    assert driver.event({"type": "of_tomorrow", "user": "U1"}).ok
    assert driver.deliver("interactive", {"type": "of_tomorrow", "team": team}).ok


def test_the_connection_is_kept_when_a_new_one_is_refused_for_a_while(connected: House) -> None:
    ann, abc = settle(connected)
    slack, opened = connected.slack, connected.slack.socket.opened
    slack.faults.break_down("apps.connections.open", times=2)
    slack.faults.rate_limit("apps.connections.open")
    slack.socket.drop()
    slack.socket.wait_connected(opened + 1, 60)
    insist(connected, mention(connected, 0, ann, abc))
    assert summaries(connected) == ["Wish 0"]
