"""Payloads in the product's threads: answered in time, or said to come again."""

import asyncio
import threading
from typing import Any

from bot.feishu.taking import Taker

EVENT: dict[str, Any] = {"header": {"event_type": "im.message.receive_v1"}}
CALLBACK: dict[str, Any] = {"header": {"event_type": "card.action.trigger"}}


def answered(taker: Taker, *payloads: dict[str, Any]) -> list[Any]:
    async def ask() -> list[Any]:
        return await asyncio.gather(*(taker.answer(each) for each in payloads))

    try:
        return asyncio.run(ask())
    finally:
        taker.close()


def test_the_answer_is_what_the_product_gives() -> None:
    assert answered(Taker(lambda payload: {"got": payload}), EVENT) == [{"got": EVENT}]


def test_what_fails_comes_again_or_is_said_in_both_languages() -> None:
    def fail(payload: Any) -> Any:
        raise RuntimeError("the database is gone")

    event, callback = answered(Taker(fail), EVENT, CALLBACK)
    assert event is None
    assert (callback["toast"]["type"], set(callback["toast"]["i18n"])) == ("error", {"zh_cn", "en_us"})
    assert "database" not in str(callback)


def test_a_timeout_of_the_products_own_is_a_failure_like_any_other() -> None:
    def fail(payload: Any) -> Any:
        raise TimeoutError

    assert answered(Taker(fail), CALLBACK)[0]["toast"]["type"] == "error"


def test_what_lasts_is_brought_to_its_end_and_said_to() -> None:
    go, ended = threading.Event(), threading.Semaphore(0)

    def last(payload: Any) -> Any:
        go.wait(5)
        ended.release()
        return {}

    event, callback = answered(Taker(last, seconds=0.05), EVENT, CALLBACK)
    assert (event, callback["toast"]["type"]) == (None, "info")
    go.set()
    assert all(ended.acquire(timeout=5) for _ in range(2))


def test_what_finds_no_thread_in_time_is_not_begun() -> None:
    go, begun = threading.Event(), []

    def last(payload: Any) -> Any:
        begun.append(payload)
        go.wait(5)
        return {}

    found = answered(Taker(last, seconds=0.05), *[EVENT] * 16, CALLBACK)
    go.set()
    assert found[-1]["toast"]["type"] == "error"
    assert CALLBACK not in begun


def test_after_the_end_nothing_is_taken() -> None:
    taker = Taker(lambda payload: {})
    taker.close()
    event, callback = answered(taker, EVENT, CALLBACK)
    assert (event, callback["toast"]["type"]) == (None, "error")
