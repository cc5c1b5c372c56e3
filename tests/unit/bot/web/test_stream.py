"""Live updates: what is said appears, and a stream that broke off goes on where it was."""

import re
from collections.abc import Iterator

import httpx

from bot.web.platform import WebPlatform
from chat.messages import say
from chat.platform import Target
from tests.unit.bot.web.product import Product

PAGE = "/w/w1/lilei/c/abc1"
HERE = Target("w1", "abc1")
Frame = dict[str, str]


def frames(lines: Iterator[str]) -> Iterator[Frame]:
    """Read server-sent events."""
    frame: Frame = {}
    for line in lines:
        if not line and frame:
            yield frame
            frame = {}
        elif line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            frame[name] = f"{frame[name]}\n{value}" if name in frame else value


def batch(stream: Iterator[Frame]) -> list[Frame]:
    """Read up to the frame that carries the next cursor."""
    got: list[Frame] = []
    for frame in stream:
        got.append(frame)
        if frame["event"] == "cursor":
            break
    return got


def cursor(client: httpx.Client) -> str:
    """Open the page and give where its stream begins."""
    found = re.search(r'data-cursor="([^"]+)"', client.get(PAGE).text)
    assert found is not None
    return found[1]


def read(client: httpx.Client, after: str, page: str = PAGE) -> list[Frame]:
    """Give the first batch of a stream that begins after a cursor."""
    with client.stream("GET", f"{page}/events", headers={"last-event-id": after}, timeout=20) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        return batch(frames(answer.iter_lines()))


def test_what_is_said_while_the_page_is_open_appears(client: httpx.Client, platform: WebPlatform) -> None:
    with client.stream("GET", f"{PAGE}/events?after={cursor(client)}", timeout=20) as answer:
        stream = frames(answer.iter_lines())
        platform.send(HERE, say("first"), "k1")
        assert "first" in batch(stream)[0]["data"]
        ref = platform.send(HERE, say("second"), "k2")
        assert "second" in batch(stream)[0]["data"]
        platform.edit(HERE, ref, say("third"))
        edited = batch(stream)[0]["data"]
        assert f'id="m{ref}"' in edited
        assert "third" in edited
        assert "已编辑" in edited


def test_nothing_is_lost_while_the_stream_is_broken(client: httpx.Client, platform: WebPlatform) -> None:
    after = cursor(client)
    platform.send(HERE, say("one"), "k1")
    seen = read(client, after)[-1]["id"]
    ref = platform.send(HERE, say("two"), "k2")
    platform.edit(HERE, "1", say("one again"))
    missed = [frame["data"] for frame in read(client, seen) if frame["event"] == "message"]
    assert [("one again" in each, "two" in each) for each in missed] == [(True, False), (False, True)]
    assert ref == "2"


def test_a_page_of_an_earlier_process_gets_the_last_messages(client: httpx.Client, platform: WebPlatform) -> None:
    platform.send(HERE, say("before"), "k1")
    for stale in ("deadbeef-7", "", "x", "-1", "x-y"):
        frame = read(client, stale)[0]
        assert (frame["event"], "before" in frame["data"]) == ("message", True)


def test_other_conversations_change_the_unread_counts_alone(client: httpx.Client, platform: WebPlatform) -> None:
    after = cursor(client)
    platform.send(Target("w1", "general1"), say("elsewhere"), "k1")
    assert [frame["event"] for frame in read(client, after)] == ["sidebar", "cursor"]


def test_other_workspaces_are_not_heard_of(client: httpx.Client, platform: WebPlatform) -> None:
    after = cursor(client)
    platform.send(Target("w2", "abc2"), say("secret"), "k1")
    platform.send(HERE, say("here"), "k2")
    assert not any("secret" in frame["data"] for frame in read(client, after))


def test_moving_the_clock_shows_on_every_page(client: httpx.Client, product: Product) -> None:
    after = cursor(client)
    client.post("/demo/clock", json={"advance": "P7D"})
    (clock, _) = read(client, after)
    assert clock["event"] == "clock"
    assert "11月27日" in clock["data"]


def test_an_answer_in_a_thread_counts_at_its_start(client: httpx.Client, platform: WebPlatform) -> None:
    platform.send(HERE, say("start"), "k1")
    after = cursor(client)
    platform.send(Target("w1", "abc1", thread="1"), say("answer"), "k2")
    start, answer, *_ = read(client, after)
    assert "1 条回复" in start["data"]
    assert 'data-thread="1"' in answer["data"]
