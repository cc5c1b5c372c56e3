"""Platforms that could not be reached at the start: tried again until they can be, while everything else goes on."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import count

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.backoff import backoff
from bot.connecting import Joined, Unreachable, Way
from bot.settings import WrongSetting

_LONGEST_PAUSE_SECONDS = 60.0
_log = structlog.get_logger(__name__)


class Waiting:
    """A connection for the platforms that are not there yet; `join` makes one that is there part of the product."""

    def __init__(self, ways: Sequence[Way], join: Callable[[Joined], None]) -> None:
        """Take the ways to them; `join` is called in the event loop's thread, before the connection is opened."""
        self._ways = ways
        self._join = join
        self._joined: list[Joined] = []
        self._trying: list[asyncio.Task[None]] = []

    def routes(self) -> list[Route]:
        """Give the routes for what the missing platforms post: they are asked to come again, and do."""
        return [Route(path, _later, methods=["POST"]) for way in self._ways for path in way.webhooks]

    async def open(self) -> None:
        """Begin to try."""
        self._trying = [asyncio.create_task(self._try(way)) for way in self._ways]

    async def close(self) -> None:
        """Try no more, and close what was reached."""
        for task in self._trying:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        for connection in self._joined:
            await connection.close()

    async def _try(self, way: Way) -> None:
        for attempt in count(1):
            await asyncio.sleep(min(backoff(min(attempt, 10)), _LONGEST_PAUSE_SECONDS))
            try:
                connection = await asyncio.to_thread(way.connect)
            except Unreachable as error:
                _log.info("a platform cannot be reached yet", platform=way.platform, error=str(error))
            except WrongSetting as error:
                # It will not take what it refused just because it is asked again.
                _log.error("a platform is left out", platform=way.platform, error=str(error))
                return
            except Exception:
                _log.exception("a platform could not be connected to", platform=way.platform)
            else:
                self._join(connection)
                self._joined.append(connection)
                await connection.open()
                _log.warning("a platform is reached now", platform=way.platform)
                return


async def _later(request: Request) -> JSONResponse:
    return JSONResponse({"error": "try again"}, 503, {"Retry-After": str(round(_LONGEST_PAUSE_SECONDS))})
