"""Feishu's end of the long connection, seen through the SDK's own client and through frames made by hand."""

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import httpx
import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, web

from tests.feishu.cards import button, card, markdown
from tests.feishu.local import Driver, LocalFeishu, SocketWire, User
from tests.feishu.local.frames import CONTROL, DATA, Frame, decode
from tests.feishu.socketed import socketed
from tests.slack.local.server import running

Received = Callable[[ClientWebSocketResponse, Frame], Awaitable[None]]


@pytest.fixture
def ann(feishu: LocalFeishu) -> User:
    return feishu.add_user("Ann")


@pytest.fixture
def heard() -> list[Any]:
    return []


@pytest.fixture
def handler(lark: Any, heard: list[Any]) -> Any:
    def answered(event: Any) -> Any:
        heard.append(event)
        model = import_module("lark_oapi.event.callback.model.p2_card_action_trigger")
        return model.P2CardActionTriggerResponse({"toast": {"type": "info", "content": "done"}})

    builder = lark.EventDispatcherHandler.builder("", "")
    builder.register_p2_im_message_receive_v1(heard.append)
    return builder.register_p2_card_action_trigger(answered).build()


@contextmanager
def by_hand(feishu: LocalFeishu, received: Received, connections: int = 1) -> Iterator[None]:
    """Connect without the SDK; each frame that comes in is given to `received`."""

    async def make() -> web.Application:
        server = web.Application()

        async def live(_: web.Application) -> Any:
            async with ClientSession() as session:
                tasks = [asyncio.create_task(one(session)) for _ in range(connections)]
                yield
                for each in tasks:
                    each.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

        async def one(session: ClientSession) -> None:
            secrets = {"AppID": feishu.app_id, "AppSecret": feishu.app_secret}
            async with session.post(f"{feishu.base_url}/callback/ws/endpoint", json=secrets) as answer:
                url = (await answer.json())["data"]["URL"]
            async with session.ws_connect(url) as socket:
                await socket.send_bytes(Frame(CONTROL, {"type": "ping"}).encode())
                async for message in socket:
                    await received(socket, decode(message.data))

        server.cleanup_ctx.append(live)
        return server

    with running(make):
        feishu.socket.wait_connected(connections)
        yield


def acknowledgement(frame: Frame, code: int = 200, data: Any = None) -> bytes:
    body: dict[str, Any] = {"code": code}
    if data is not None:
        body["data"] = base64.b64encode(json.dumps(data).encode()).decode()
    return Frame(DATA, frame.headers, json.dumps(body).encode(), frame.service).encode()


def test_the_sdk_hears_events_and_acknowledges_them(
    feishu: LocalFeishu, lark: Any, handler: Any, heard: list[Any], ann: User
) -> None:
    with socketed(lark, feishu, handler):
        assert Driver.over_socket(feishu).direct("你好", ann).ok
    assert heard[0].event.message.content == '{"text": "你好"}'
    assert heard[0].event.sender.sender_id.open_id == ann.open_id


def test_the_sdk_answers_a_button_with_a_toast(feishu: LocalFeishu, lark: Any, handler: Any, ann: User) -> None:
    message = feishu.put(feishu.direct(ann), "interactive", card(button("go")))
    with socketed(lark, feishu, handler):
        assert Driver.over_socket(feishu).press(message, "go").trouble == ""
    assert [each.text for each in feishu.told(ann)] == ["done"]


def test_the_sdk_comes_back_after_it_was_cut_off(
    feishu: LocalFeishu, lark: Any, handler: Any, heard: list[Any], ann: User
) -> None:
    driver = Driver.over_socket(feishu)
    with socketed(lark, feishu, handler):
        feishu.faults.break_down("ws.endpoint")  # Or it would be back at once.
        feishu.socket.drop()
        assert driver.direct("nobody is there", ann).trouble == "no connection"
        feishu.socket.wait_connected(2)
        feishu.advance(15)
        assert [each.status for each in driver.redeliver()] == [200]
        feishu.socket.end()
        feishu.socket.wait_connected(3)
        assert driver.direct("again", ann).ok
    assert len(heard) == 2


def test_the_sdk_takes_a_payload_in_pieces(
    feishu: LocalFeishu, lark: Any, handler: Any, heard: list[Any], ann: User
) -> None:
    feishu.socket.piece = 100
    with socketed(lark, feishu, handler):
        assert Driver.over_socket(feishu).direct("长" * 1000, ann).ok
    assert heard[0].event.message.content == json.dumps({"text": "长" * 1000}, ensure_ascii=False)


def test_a_ping_is_answered_with_how_to_behave(feishu: LocalFeishu) -> None:
    pongs: list[Frame] = []

    async def received(_: ClientWebSocketResponse, frame: Frame) -> None:
        with feishu.changing():
            pongs.append(frame)

    with by_hand(feishu, received):
        feishu.wait_for(lambda: pongs)
    assert (pongs[0].method, pongs[0].headers["type"], feishu.socket.pings) == (CONTROL, "pong", 1)
    assert json.loads(pongs[0].payload) == feishu.socket.config


def test_one_of_several_connections_gets_an_event(feishu: LocalFeishu, ann: User) -> None:
    async def received(socket: ClientWebSocketResponse, frame: Frame) -> None:
        if frame.method == DATA:
            await socket.send_bytes(acknowledgement(frame))

    with by_hand(feishu, received, connections=3):
        driver = Driver.over_socket(feishu)
        assert all(driver.direct(str(n), ann).ok for n in range(30))
    assert len(feishu.socket.received) == 3
    assert sum(feishu.socket.received) == 30


@pytest.mark.parametrize("code", [500, None])
def test_what_is_not_acknowledged_well_comes_again(feishu: LocalFeishu, ann: User, code: int | None) -> None:
    seen: list[Any] = []

    async def received(socket: ClientWebSocketResponse, frame: Frame) -> None:
        if frame.method == DATA:
            seen.append(json.loads(frame.payload)["header"]["event_id"])
            if len(seen) > 1 or code:
                await socket.send_bytes(acknowledgement(frame, 200 if len(seen) > 1 else code or 0))

    with by_hand(feishu, received):
        driver = Driver.over_socket(feishu, seconds=0.2)
        assert not driver.direct("hi", ann).ok
        feishu.advance(15)
        assert [each.ok for each in driver.redeliver()] == [True]
    assert seen == [seen[0]] * 2


@pytest.mark.parametrize("kind", ["event", "card"])
def test_a_callback_comes_as_either_kind_of_frame(feishu: LocalFeishu, ann: User, kind: str) -> None:
    kinds: list[str] = []

    async def received(socket: ClientWebSocketResponse, frame: Frame) -> None:
        if frame.method == DATA:
            kinds.append(frame.headers["type"])
            data = {"card": {"type": "raw", "data": card(markdown("new"))}}
            await socket.send_bytes(acknowledgement(frame, data=data))

    message = feishu.put(feishu.direct(ann), "interactive", card(button("go")))
    with by_hand(feishu, received):
        wire = SocketWire(feishu)
        wire.card_frames = kind == "card"
        driver = Driver(feishu, wire)
        assert driver.press(message, "go").trouble == ""
    assert (kinds, driver.read(message, ann)) == ([kind], "new")


def test_a_silent_connection_stays_open_and_answers_nothing(feishu: LocalFeishu, ann: User) -> None:
    feishu.socket.silent = True

    async def received(socket: ClientWebSocketResponse, frame: Frame) -> None:
        await socket.send_bytes(acknowledgement(frame))

    with by_hand(feishu, received):
        assert Driver.over_socket(feishu, seconds=0.2).direct("hi", ann).status == 0
        assert (feishu.socket.connected, feishu.socket.pings) == (1, 0)


def test_the_endpoint_can_hang_refuse_and_break(feishu: LocalFeishu) -> None:
    secrets = {"AppID": feishu.app_id, "AppSecret": feishu.app_secret}

    def ask(body: dict[str, str]) -> httpx.Response:
        return httpx.post(f"{feishu.base_url}/callback/ws/endpoint", json=body, trust_env=False, timeout=0.2)

    feishu.faults.hang("ws.endpoint")
    with pytest.raises(httpx.ReadTimeout):
        ask(secrets)
    feishu.faults.break_down("ws.endpoint")
    assert ask(secrets).status_code == 502
    feishu.faults.refuse("ws.endpoint", 1, "system busy")
    assert ask(secrets).json()["code"] == 1
    assert ask({**secrets, "AppSecret": "wrong"}).json()["code"] != 0  # pragma: allowlist secret
    url = ask(secrets).json()["data"]["URL"].replace("ws", "http", 1)
    stale = httpx.get(url.replace("access_key=", "access_key=0"), trust_env=False)
    assert (stale.status_code, stale.headers["handshake-status"]) == (403, "403")


def test_a_ticket_connects_once_and_fifty_connections_are_the_most(feishu: LocalFeishu) -> None:
    async def received(socket: ClientWebSocketResponse, frame: Frame) -> None:
        return

    with by_hand(feishu, received, connections=50):
        url = feishu.socket.endpoint()["URL"].replace("ws", "http", 1)
        refused = httpx.get(url, trust_env=False)
        assert (refused.status_code, refused.headers["handshake-autherrcode"]) == (403, "1000040350")
        assert httpx.get(url, trust_env=False).headers["handshake-msg"] == "ticket is invalid"


def test_frames_are_those_of_the_sdk(lark: Any) -> None:
    theirs = lark.ws.client.Frame()
    frame = Frame(DATA, {"type": "event", "sum": "1"}, "正文".encode(), service=33554678, sequence=3, log=2**40)
    theirs.ParseFromString(frame.encode())
    assert (theirs.method, theirs.service, theirs.SeqID, theirs.LogID) == (1, 33554678, 3, 2**40)
    assert {each.key: each.value for each in theirs.headers} == frame.headers
    theirs.payload_type, theirs.LogIDNew = "json", "x"
    assert decode(theirs.SerializeToString()) == frame
    for broken in (b"\x08", b"\x2a\x7f", b"\x08\x01"):
        with pytest.raises(ValueError, match="frame"):
            decode(broken)
