"""What arrives while others are handled is handled with the next, in one go; nobody waits for what takes long."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from bot.together import Together


class Work:
    """Handles batches: each item becomes big, `bad` is refused; `first` waits to be let go, `long` to go on."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.let_go = threading.Event()
        self.go_on = threading.Event()

    def __call__(self, items: Sequence[str]) -> Sequence[str]:
        self.batches.append([*items])
        if "first" in items:
            assert self.let_go.wait(10)
        if "long" in items:
            assert self.go_on.wait(10)
        if "bad" in items:
            raise ValueError(items)
        return [each.upper() for each in items]


def run(check: Callable[[Work, "Together[str, str]"], Awaitable[None]], most: int = 3, batches: int = 1) -> None:
    """Run a check on an event loop of its own."""

    async def within() -> None:
        work = Work()
        with ThreadPoolExecutor(8) as pool:
            await check(work, Together(work, pool, most, batches))

    asyncio.run(within())


def test_what_arrives_meanwhile_is_handled_together_in_its_order() -> None:
    async def check(work: Work, together: "Together[str, str]") -> None:
        asked = [asyncio.ensure_future(together.handle(each)) for each in ("long", "a", "b", "c", "d")]
        await asyncio.sleep(0)
        work.go_on.set()
        assert await asyncio.gather(*asked) == ["LONG", "A", "B", "C", "D"]
        assert work.batches == [["long"], ["a", "b", "c"], ["d"]]

    run(check)


def test_nobody_waits_for_what_takes_long() -> None:
    async def check(work: Work, together: "Together[str, str]") -> None:
        long = asyncio.ensure_future(together.handle("long"))
        assert [*await asyncio.gather(together.handle("a"), together.handle("b"))] == ["A", "B"]
        assert not long.done()
        work.go_on.set()
        assert await long == "LONG"
        assert await together.handle("c") == "C"

    run(check)


def test_nobody_waits_for_what_takes_long_beside_them() -> None:
    async def check(work: Work, together: "Together[str, str]") -> None:
        first, long, a, b = (asyncio.ensure_future(together.handle(each)) for each in ("first", "long", "a", "b"))
        await asyncio.sleep(0)
        work.let_go.set()
        assert [*await asyncio.gather(first, a, b)] == ["FIRST", "A", "B"]
        assert not long.done()
        work.go_on.set()
        assert await long == "LONG"
        assert work.batches[:2] == [["first"], ["long", "a", "b"]]

    run(check)


def test_what_is_wrong_with_one_concerns_nobody_else() -> None:
    async def check(work: Work, together: "Together[str, str]") -> None:
        asked = [asyncio.ensure_future(together.handle(each)) for each in ("long", "a", "bad", "b")]
        await asyncio.sleep(0)
        work.go_on.set()
        first, a, bad, b = await asyncio.gather(*asked, return_exceptions=True)
        assert (first, a, b) == ("LONG", "A", "B")
        assert isinstance(bad, ValueError)
        assert bad.args == (["bad"],)

    run(check)


def test_who_waits_no_more_does_not_keep_the_others_from_their_answer() -> None:
    async def check(work: Work, together: "Together[str, str]") -> None:
        long, a, b = (asyncio.ensure_future(together.handle(each)) for each in ("long", "a", "b"))
        await asyncio.sleep(0)
        a.cancel()
        work.go_on.set()
        assert [*await asyncio.gather(long, b)] == ["LONG", "B"]
        assert a.cancelled()

    run(check)


def test_who_waits_when_the_threads_are_closed_is_told_so() -> None:
    async def within() -> None:
        work, pool = Work(), ThreadPoolExecutor(1)
        together = Together(work, pool, 1, 1)
        asked = [asyncio.ensure_future(together.handle(each)) for each in ("first", "a", "b")]
        await asyncio.sleep(0)
        pool.shutdown(wait=False)
        work.let_go.set()
        first, *others = await asyncio.gather(*asked, return_exceptions=True)
        assert first == "FIRST"
        assert [type(each) for each in others] == [RuntimeError, RuntimeError]

    asyncio.run(within())


def test_several_at_a_time_where_nothing_is_gained_by_waiting() -> None:
    async def check(work: Work, together: "Together[str, str]") -> None:
        asked = [asyncio.ensure_future(together.handle(each)) for each in ("long", "a", "b")]
        assert await asyncio.gather(*asked[1:]) == ["A", "B"]
        assert sorted(work.batches) == [["a"], ["b"], ["long"]]
        work.go_on.set()
        assert await asked[0] == "LONG"

    run(check, most=1, batches=4)
