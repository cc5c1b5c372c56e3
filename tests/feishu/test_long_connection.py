"""The product's own long connection: what comes in is taken, then acknowledged; silence and hanging are noticed."""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest

from bot.feishu.long_connection import LongConnection, Pace
from bot.feishu.taking import Taker
from tests.feishu.cards import button, card
from tests.feishu.connecting import PATIENT, Failures, Product, connected, connecting, wait_pings
from tests.feishu.local import Ack, Driver, LocalFeishu, SocketWire, User


@pytest.fixture
def product() -> Product:
    return Product()


@pytest.fixture
def ann(feishu: LocalFeishu) -> User:
    return feishu.add_user("Ann")


def in_thread(work: Callable[[], Ack]) -> tuple[threading.Thread, list[Ack]]:
    acks: list[Ack] = []
    thread = threading.Thread(target=lambda: acks.append(work()))
    thread.start()
    return thread, acks


def test_an_event_is_taken_and_acknowledged(feishu: LocalFeishu, product: Product, ann: User) -> None:
    with connected(feishu, product) as connection:
        ack = Driver.over_socket(feishu).direct("/纪要", ann)
        assert (connection.connected, connection.problem) == (True, "")
    assert (ack.status, ack.body) == (200, "")
    assert product.taken[0]["event"]["message"]["content"] == '{"text": "/纪要"}'
    assert not connection.connected


@pytest.mark.parametrize("kind", ["event", "card"])
def test_a_callback_is_answered_in_either_kind_of_frame(
    feishu: LocalFeishu, product: Product, ann: User, kind: str
) -> None:
    product.answer = {
        "toast": {"type": "success", "content": "好了"},
        "card": {"type": "raw", "data": card(button("ok"))},
    }
    message = feishu.put(feishu.direct(ann), "interactive", card(button("go")))
    wire = SocketWire(feishu)
    wire.card_frames = kind == "card"
    with connected(feishu, product):
        assert Driver(feishu, wire).press(message, "go").trouble == ""
    assert [each.text for each in feishu.told(ann)] == ["好了"]
    assert message.card == card(button("ok"))


def test_nothing_is_acknowledged_before_it_was_taken(feishu: LocalFeishu, product: Product, ann: User) -> None:
    product.open.clear()
    driver = Driver.over_socket(feishu, seconds=0.3)
    with connected(feishu, product):
        assert driver.direct("/纪要", ann).status == 0
        assert product.begun.acquire(timeout=5)
        assert product.taken == []
        product.open.set()
        assert driver.again().ok
    assert len({each["event"]["message"]["message_id"] for each in product.taken}) == 1


def test_one_that_lasts_holds_up_no_other(feishu: LocalFeishu, ann: User) -> None:
    go, begun = threading.Event(), threading.Event()

    def take(payload: dict[str, Any]) -> dict[str, Any]:
        if "slow" in payload["event"]["message"]["content"]:
            begun.set()
            go.wait(5)
        return {}

    with connecting(feishu, take):
        feishu.socket.wait_connected()
        thread, acks = in_thread(lambda: Driver.over_socket(feishu).direct("slow", ann))
        assert begun.wait(5)
        assert all(Driver.over_socket(feishu).direct(str(n), ann).ok for n in range(10))
        assert acks == []
        go.set()
        thread.join(5)
    assert [each.ok for each in acks] == [True]


def test_what_fails_is_delivered_again_with_the_same_ids(feishu: LocalFeishu, product: Product, ann: User) -> None:
    product.failing = True
    driver = Driver.over_socket(feishu)
    with connected(feishu, product):
        assert driver.direct("/纪要", ann).status == 500
        product.failing = False
        feishu.advance(15)
        assert [each.status for each in driver.redeliver()] == [200]
    first, second = product.taken
    assert first == second


def test_a_payload_in_pieces_is_taken_whole(feishu: LocalFeishu, product: Product, ann: User) -> None:
    feishu.socket.piece = 100
    with connected(feishu, product):
        assert Driver.over_socket(feishu).direct("长" * 1000, ann).ok
    assert "长" * 1000 in product.taken[0]["event"]["message"]["content"]


def test_a_connection_that_was_cut_is_opened_again(feishu: LocalFeishu, product: Product, ann: User) -> None:
    driver = Driver.over_socket(feishu)
    with connected(feishu, product):
        for opened, end in enumerate((feishu.socket.drop, feishu.socket.end), start=2):
            end()
            feishu.socket.wait_connected(opened)
            assert driver.direct("hi", ann).ok
    assert len(product.taken) == 2


def test_what_was_not_acknowledged_in_time_is_not_lost(feishu: LocalFeishu, product: Product, ann: User) -> None:
    product.open.clear()
    driver = Driver.over_socket(feishu, seconds=0.2)
    with connected(feishu, product):
        assert not driver.direct("/纪要", ann).ok
        feishu.socket.drop()
        feishu.socket.wait_connected(2)
        product.open.set()
        feishu.advance(15)
        assert [each.ok for each in driver.redeliver()] == [True]
    assert len({each["event"]["message"]["message_id"] for each in product.taken}) == 1


def test_a_connection_that_is_silent_is_given_up(feishu: LocalFeishu, product: Product, ann: User) -> None:
    def speak() -> None:
        feishu.socket.silent = False

    feishu.socket.silent = True
    with connected(feishu, product, Pace(ping=0.3, waiting=Failures(then=speak))):
        feishu.socket.wait_connected(2)
        assert Driver.over_socket(feishu).direct("hi", ann).ok


def test_pings_come_as_often_as_feishu_wants(feishu: LocalFeishu, product: Product) -> None:
    feishu.socket.config["PingInterval"] = 0.2
    with connected(feishu, product):
        wait_pings(feishu, 4)
    assert feishu.socket.opened == 1


def test_a_pong_may_change_how_often(feishu: LocalFeishu, product: Product) -> None:
    feishu.socket.config["PingInterval"] = 0.2
    with connected(feishu, product):
        wait_pings(feishu, 1)
        feishu.socket.config["PingInterval"] = 0.1
        wait_pings(feishu, 4)
        for nonsense in (0, -1, None, "often"):
            feishu.socket.config["PingInterval"] = nonsense
            wait_pings(feishu, feishu.socket.pings + 2)


@pytest.mark.parametrize("call", ["ws.endpoint", "ws.connect"])
def test_an_opening_that_hangs_is_given_up(feishu: LocalFeishu, product: Product, ann: User, call: str) -> None:
    feishu.faults.hang(call, 2)
    failures = Failures()
    with connecting(feishu, product.take, Pace(connecting=0.2, waiting=failures)) as connection:
        failures.wait()
        assert (connection.connected, connection.problem) == (False, "Feishu did not answer in time")
        feishu.socket.wait_connected()
        assert Driver.over_socket(feishu).direct("hi", ann).ok


@pytest.mark.parametrize("call", ["ws.endpoint", "ws.connect"])
def test_a_reconnect_that_hangs_is_given_up(feishu: LocalFeishu, product: Product, ann: User, call: str) -> None:
    with connected(feishu, product, Pace(connecting=0.2, waiting=lambda failures: 0.01)):
        feishu.faults.hang(call, 2)
        feishu.socket.drop()
        feishu.socket.wait_connected(2)
        assert Driver.over_socket(feishu).direct("hi", ann).ok


def test_pauses_are_counted_until_the_other_end_is_heard(feishu: LocalFeishu, product: Product) -> None:
    failures = Failures()
    feishu.faults.break_down("ws.endpoint")
    feishu.faults.refuse("ws.endpoint", 1, "system busy")
    feishu.faults.cut("ws.endpoint")
    # The first of the two is tried again by the HTTP client itself.
    feishu.faults.cut("ws.connect", 2)
    with connecting(feishu, product.take, Pace(ping=0.2, waiting=failures)):
        feishu.socket.wait_connected()
        # By then the first was answered, or the connection would have been given up.
        wait_pings(feishu, 4)
        feishu.socket.drop()
        feishu.socket.wait_connected(2)
    assert failures.counts[:5] == [1, 2, 3, 4, 1]


def test_pauses_grow_and_stay_below_a_minute_or_so() -> None:
    pauses = [Pace().waiting(failures) for failures in (1, 2, 3, 10, 1_000_000)]
    assert 1 < pauses[0] < 3 < pauses[2] < pauses[3] == pauses[4] == 60


def test_a_wrong_secret_is_said_and_the_secret_is_not(feishu: LocalFeishu, product: Product) -> None:
    failures = Failures()
    secret = "guessed"  # pragma: allowlist secret
    with connecting(feishu, product.take, Pace(waiting=failures), secret) as connection:
        failures.wait()
        assert connection.problem.startswith("the endpoint answered with code")
        assert secret not in connection.problem
        assert not connection.connected


def test_a_refused_handshake_is_told_without_its_ticket(feishu: LocalFeishu, product: Product) -> None:
    failures = Failures()
    with ExitStack() as stack:
        for _ in range(50):
            stack.enter_context(connecting(feishu, product.take))
        feishu.socket.wait_connected(50)
        connection = stack.enter_context(connecting(feishu, product.take, Pace(waiting=failures)))
        failures.wait()
        assert "the number of connections exceeded the limit" in connection.problem
        assert "access_key" not in connection.problem


def test_stopping_acknowledges_what_was_taken_in(feishu: LocalFeishu, product: Product, ann: User) -> None:
    product.open.clear()
    taker = Taker(product.take)
    connection = LongConnection(feishu.base_url, feishu.app_id, feishu.app_secret, taker, PATIENT)
    connection.start()
    feishu.socket.wait_connected()
    thread, acks = in_thread(lambda: Driver.over_socket(feishu).direct("/纪要", ann))
    assert product.begun.acquire(timeout=5)
    stopping = threading.Thread(target=connection.stop)
    stopping.start()
    product.open.set()
    stopping.join(5)
    thread.join(5)
    taker.close()
    assert [each.ok for each in acks] == [True]
    feishu.socket.wait_gone()


@pytest.mark.parametrize("when", ["hanging", "pausing", "at once"])
def test_it_stops_whatever_it_is_at(feishu: LocalFeishu, product: Product, when: str) -> None:
    failures = Failures(seconds=60)
    if when == "hanging":
        feishu.faults.hang("ws.endpoint")
    elif when == "pausing":
        feishu.faults.break_down("ws.endpoint")
    with connecting(feishu, product.take, Pace(connecting=60, waiting=failures)) as connection:
        if when == "pausing":
            failures.wait()
        stopping = threading.Thread(target=connection.stop)
        stopping.start()
        stopping.join(5)
        assert not stopping.is_alive()
    assert "feishu-connection" not in {each.name for each in threading.enumerate()}


def test_it_is_started_once_and_may_be_stopped_before(feishu: LocalFeishu, product: Product) -> None:
    taker = Taker(product.take)
    connection = LongConnection(feishu.base_url, feishu.app_id, feishu.app_secret, taker)
    connection.stop()
    with connecting(feishu, product.take) as running, pytest.raises(RuntimeError):
        running.start()
    taker.close()


def test_frames_that_hold_nothing_do_no_harm(feishu: LocalFeishu, product: Product, ann: User) -> None:
    with connected(feishu, product):
        hub: Any = feishu.socket
        assert hub.send("event", [1, 2], 5)["code"] == 200
        assert hub.send("unknown", {}, 0.1) is None
        assert Driver.over_socket(feishu).direct("hi", ann).ok
    assert len(product.taken) == 1
