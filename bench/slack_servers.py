"""What `bench.slack` compares, each in a process of its own: the product's way in, a bare Bolt app, a stub of Slack."""

import asyncio
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.async_app import AsyncAck
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bench.by_hand import ByHand
from bench.client import CPU_PATH
from bench.ground import DEFAULT, WORKSPACE, Ground
from bot import logs
from bot.clock import Clock
from bot.server import listen, run
from bot.slack import EVENTS_PATH
from bot.slack.connection import Configuration, SlackConnection
from bot.slack.tokens import Configured
from bot.wiring import build
from chat import texts
from chat.events import CommandGiven, Source
from chat.router import Command, router
from dossier.language import Label
from storage.database import Database
from storage.installations import Credentials
from storage.secrets import Keyring

PLATFORM = "slack"
SLACK_SECONDS = 0.1
"""How long the stub takes to answer, as Slack does."""

_PATIENCE = 60
_BOT = "UBOT"

Serve = Callable[..., None]


@contextmanager
def served(serve: Serve, *arguments: object) -> Iterator[str]:
    """Run a server in a process of its own; give its address, and stop it in the end."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(there, *arguments))
    process.start()
    there.close()
    try:
        if not here.poll(_PATIENCE):
            raise TimeoutError(f"{serve.__name__} does not become ready")
        yield here.recv()
    finally:
        here.close()
        if process.pid is not None and process.is_alive():
            os.kill(process.pid, signal.SIGINT)
        process.join()


def dossier(ready: Connection, ground: Ground, file: Path, secret: str, slack: str, commands: int | None) -> None:
    """Serve the product as `dossier serve` puts it together; its workers are not started: cards stay in the outbox.

    `slack` is the address of Slack's Web API; with `commands` there are so many commands instead of the product's own.
    """
    logs.configure()
    if commands is not None:
        _register(commands)
    database, keyring = Database(f"sqlite:///{file}"), Keyring(ground.master)
    installed = Configured(WORKSPACE, "Galaxy", Credentials(secret, _BOT, "A0", (), ""))
    made = Configuration(signing_secret=secret, configured=installed, base_url=slack)
    texts.load(PLATFORM)
    connection = SlackConnection(made, database, keyring)
    application = build(database, keyring, Clock(), DEFAULT, [connection.platform])
    answering(connection.join(application.dispatcher, application.directory), ready)
    asyncio.run(connection.close())
    application.stop()


def bare(ready: Connection, ground: Ground, file: Path, secret: str) -> None:
    """Serve a Bolt app as short as it can be, with one listener, whose rows are written by hand."""
    rival = ByHand(ground, file)

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=WORKSPACE, bot_user_id=_BOT, bot_token=secret)

    app = AsyncApp(signing_secret=secret, authorize=authorize, process_before_response=True)

    @app.command("/change")
    async def change(ack: AsyncAck, command: dict[str, Any]) -> None:
        key, place = f"command:{command['trigger_id']}", (command["user_id"], command["channel_id"])
        source = Source(key, PLATFORM, command["team_id"], *place)
        await asyncio.wrap_future(rival.submit(CommandGiven(source, "change", command["text"])))
        await ack()

    handler = AsyncSlackRequestHandler(app)

    async def endpoint(request: Request) -> Response:
        return await handler.handle(request)

    answering([Route(EVENTS_PATH, endpoint, methods=["POST"])], ready)
    rival.close()


def stub(ready: Connection) -> None:
    """Serve a Web API that agrees with everything, after a while."""

    async def agree(request: Request) -> Response:
        await asyncio.sleep(SLACK_SECONDS)
        return Response('{"ok": true}', media_type="application/json")

    answering([Route("/{method}", agree, methods=["POST"])], ready)


def answering(routes: list[BaseRoute], ready: Connection) -> None:
    """Serve until interrupted, as the product does, and tell at /cpu how much CPU time was taken (seconds)."""

    async def cpu(request: Request) -> Response:
        return Response(str(time.process_time()))

    app = Starlette(routes=[*routes, Route(CPU_PATH, cpu)])
    with suppress(KeyboardInterrupt), listen("127.0.0.1", 0) as opened:
        run(app, opened, ready.send)


def _register(count: int) -> None:
    """Have so many commands, /change one of them."""
    kept, handler = router.named("change"), router.find(CommandGiven(Source("", "", "", ""), "change", ""))
    if kept is None or handler is None:
        raise LookupError("the command that is measured does not exist")
    router.commands.clear()
    # There is no other way to be without a command: handlers declare themselves.
    router._handlers = {key: each for key, each in router._handlers.items() if key[0] is not CommandGiven}
    router.command(kept)(handler)
    for number in range(1, count):
        router.command(Command(f"change-{number}", f"变更{number}", Label("", "")))(handler)
