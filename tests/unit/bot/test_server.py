"""The web server: its health, and the address it listens on."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.server import listen, web_app
from bot.settings import WrongSetting
from bot.wiring import Application
from storage.database import Database
from tests.team import Team


@pytest.fixture
def team(sqlite_database_url: str) -> Iterator[Team]:
    """Give a team at work."""
    with Team.on(sqlite_database_url) as team:
        yield team


@asynccontextmanager
async def served(application: Application, *routes: Route) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of an application that has been started, and stop it in the end."""
    app = web_app(application, routes)
    transport = httpx.ASGITransport(app=app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://d") as client:
        yield client


def get(application: Application, path: str, *routes: Route) -> httpx.Response:
    """Ask for one page."""

    async def ask() -> httpx.Response:
        async with served(application, *routes) as client:
            return await client.get(path)

    return asyncio.run(ask())


def test_a_living_process_is_healthy(team: Team) -> None:
    answer = get(team.app, "/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_migrated_database_is_ready(team: Team) -> None:
    answer = get(team.app, "/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_database_of_another_version_is_not_ready(team: Team) -> None:
    team.database.write(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = 'old'")))
    answer = get(team.app, "/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "not migrated"})


def test_a_database_that_does_not_answer_is_not_ready(team: Team, tmp_path: Path) -> None:
    application = replace(team.app, database=Database(f"sqlite:///{tmp_path / 'no folder' / 'dossier.db'}"))
    answer = get(application, "/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "the database does not answer"})


def test_routes_of_platforms_are_served_beside(team: Team) -> None:
    hello = Route("/hello", lambda request: PlainTextResponse("hello"))
    assert get(team.app, "/hello", hello).text == "hello"


def test_without_the_demo_its_routes_are_not_there(team: Team) -> None:
    assert get(team.app, "/demo/clock").status_code == 404


def test_what_waits_in_the_outbox_is_delivered_while_serving(team: Team) -> None:
    sent = threading.Event()
    team.database.after_commit(lambda: sent.set() if team.platform.messages else None)

    async def serve() -> bool:
        async with served(team.app):
            await asyncio.to_thread(team.say, "lilei", "/issue 支付失败")
            return await asyncio.to_thread(sent.wait, 10)

    assert asyncio.run(serve())


def test_port_zero_is_a_free_port() -> None:
    with listen("127.0.0.1", 0) as opened:
        assert opened.getsockname()[1] > 0


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 0), ("nowhere.invalid", 0)])
def test_an_address_that_is_not_ours_names_the_settings(host: str, port: int) -> None:
    with pytest.raises(WrongSetting, match=f"DOSSIER_PORT {port} on DOSSIER_HOST {host}"):
        listen(host, port)


def test_a_port_that_is_taken_names_the_settings() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(WrongSetting, match=f"DOSSIER_PORT {port}"):
            listen("127.0.0.1", port)
