"""A client of one server over connections that are kept open, and what the requests took."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from time import perf_counter
from urllib.parse import urlsplit

from bench.measuring import Timing

CPU_PATH = "/cpu"
"""Where a server tells how much CPU time it has taken (seconds)."""

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Client:
    """Sends requests to one server."""

    def __init__(self, address: str, taken: bytes = b"") -> None:
        """Take the server's address, and with what it answers what it has taken."""
        parts = urlsplit(address)
        self._place = (parts.hostname, parts.port)
        self._taken = taken

    async def run(self, requests: Iterable[bytes], concurrency: int) -> Timing:
        """Send requests, so many at a time. Raises ValueError when one is answered with anything else."""
        waiting, latencies = iter(requests), list[float]()
        async with AsyncExitStack() as open_ones:
            # Opened before the clock runs: platforms keep their connections too.
            connections = [await open_ones.enter_async_context(self._connection()) for _ in range(concurrency)]
            begun = perf_counter()
            await asyncio.gather(*(_work(each, waiting, latencies, self._taken) for each in connections))
            return Timing(latencies, perf_counter() - begun)

    async def cpu(self) -> float:
        """Give how much CPU time the server has taken (seconds)."""
        async with self._connection() as connection:
            return float(await _answer(connection, f"GET {CPU_PATH} HTTP/1.1\r\nhost: dossier\r\n\r\n".encode()))

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        reader, writer = await asyncio.open_connection(*self._place)
        try:
            yield reader, writer
        finally:
            writer.close()
            await writer.wait_closed()


async def _work(connection: Connection, waiting: Iterator[bytes], latencies: list[float], taken: bytes) -> None:
    for request in waiting:
        begun = perf_counter()
        said = await _answer(connection, request)
        latencies.append(perf_counter() - begun)
        if said != taken:
            raise ValueError(f"a command was not taken: {said.decode()}")


async def _answer(connection: Connection, request: bytes) -> bytes:
    reader, writer = connection
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200 "):
        raise ValueError(f"a request was refused: {head.decode()}")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return await reader.readexactly(int(length.partition(b":")[2]))
