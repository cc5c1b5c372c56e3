"""Handling in one go what arrives while others are being handled."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_Asked = tuple[Item, asyncio.Future[Result]]

_PATIENCE_SECONDS, _LATE_SECONDS = 0.05, 0.5


class Together(Generic[Item, Result]):
    """Hands what arrives to threads in batches; belongs to the thread of an event loop.

    To wake a thread, and to be woken by it, costs as much as a fifth of a command: it is done once for all who have
    come meanwhile. Whoever comes after a batch that takes long does not wait for it, and who is in it is handled by
    themselves as well after half a second: so what is handled twice must count once, as a second delivery does.
    """

    def __init__(
        self, handle_all: Callable[[Sequence[Item]], Sequence[Result]], pool: Executor, most: int, batches: int
    ) -> None:
        """Take what handles a batch, the threads, how many items are `most` in one and how many are waited for."""
        self._handle_all = handle_all
        self._pool = pool
        self._most = most
        self._free = batches
        self._waiting: deque[_Asked[Item, Result]] = deque()

    async def handle(self, item: Item) -> Result:
        """Give what comes of an item. Raises what is raised for it alone."""
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        self._next()
        return await done

    def _next(self) -> None:
        while self._waiting and self._free > 0:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._most))]
            self._begin(batch)

    def _begin(self, batch: Sequence[_Asked[Item, Result]]) -> None:
        loop = asyncio.get_running_loop()
        self._free -= 1
        waited_for = True

        def release() -> None:
            nonlocal waited_for
            if waited_for:
                waited_for = False
                self._free += 1
                self._next()

        def ended(ran: "asyncio.Future[Sequence[Result]]") -> None:
            for timer in timers:
                timer.cancel()
            self._answer(batch, ran)
            release()

        try:
            running = loop.run_in_executor(self._pool, self._handle_all, [item for item, _ in batch])
        except RuntimeError as error:  # The threads are closed, and so are they to whoever waits.
            for _, done in batch:
                done.set_exception(error)
            release()
            return
        timers = [loop.call_later(_PATIENCE_SECONDS, release)]
        if len(batch) > 1:
            timers.append(loop.call_later(_LATE_SECONDS, self._begin_each, batch))
        running.add_done_callback(ended)

    def _begin_each(self, batch: Sequence[_Asked[Item, Result]]) -> None:
        for each in batch:
            if not each[1].done():
                self._begin((each,))

    def _answer(self, batch: Sequence[_Asked[Item, Result]], ran: "asyncio.Future[Sequence[Result]]") -> None:
        error = ran.exception()
        if error is not None and len(batch) > 1:
            # Only for whom it was raised has to do with it.
            self._begin_each(batch)
            return
        for place, (_, done) in enumerate(batch):
            if done.done():  # Nobody waits for it any more.
                continue
            if error is not None:
                done.set_exception(error)
            else:
                done.set_result(ran.result()[place])
