"""The web server: health of the product, and the routes of whatever platforms are there."""

import gc
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from bot.settings import WrongSetting
from bot.wiring import Application
from storage import migrations


class Connection(Protocol):
    """A platform's connection, opened when the server starts and closed before the product stops."""

    async def open(self) -> None:
        """Begin to take things in."""

    async def close(self) -> None:
        """Take nothing in any more."""


def web_app(application: Application, routes: Sequence[BaseRoute], connections: Sequence[Connection] = ()) -> Starlette:
    """Give the ASGI application: `/healthz` (the process lives), `/readyz` (the database answers), and the routes."""

    async def healthz(request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    async def readyz(request: Request) -> JSONResponse:
        try:
            at = await run_in_threadpool(migrations.current, application.database)
        except Exception:  # Whatever it is: as long as it lasts, no request can be answered.
            return JSONResponse({"status": "the database does not answer"}, 503)
        ready = at == migrations.newest()
        return JSONResponse({"status": "ok" if ready else "not migrated"}, 200 if ready else 503)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        application.start()
        for connection in connections:
            await connection.open()
        yield
        for connection in connections:
            await connection.close()
        await run_in_threadpool(application.stop)

    return Starlette(routes=[Route("/healthz", healthz), Route("/readyz", readyz), *routes], lifespan=lifespan)


def listen(host: str, port: int) -> socket.socket:
    """Open the listening socket. Raises WrongSetting when the address is taken or not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((host, port))
    except (OSError, OverflowError) as error:
        opened.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise WrongSetting(f"DOSSIER_PORT {port} on DOSSIER_HOST {host} cannot be used: {reason}") from None
    return opened


def run(
    app: Starlette, opened: socket.socket, ready: Callable[[str], None], stopping: Callable[[], None] = lambda: None
) -> None:
    """Serve until interrupted.

    `ready` is called with the address once requests are answered; `stopping` before open connections are waited for.
    """
    host, port = opened.getsockname()[:2]
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=3)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    server = _Server(config, lambda: ready(address), stopping)
    server.run(sockets=[opened])


def settle() -> None:
    """Take what is loaded by now out of the garbage collector's sight: it stays as long as the process.

    Looking through half a million objects again and again is a fifth of what a command costs. What is made later is
    looked through more seldom than by default: a command makes some hundred objects, hardly any of them in a circle.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready
        self._stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        settle()
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stopping()
        await super().shutdown(sockets)
