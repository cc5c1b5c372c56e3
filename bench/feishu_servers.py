"""The product's webhook for `bench.feishu`, in a process of its own."""

import asyncio
from multiprocessing.connection import Connection
from pathlib import Path

from bench.ground import DEFAULT, WORKSPACE, Ground
from bench.slack_servers import answering
from bot import logs
from bot.clock import Clock
from bot.feishu.api import App
from bot.feishu.connection import Configuration, FeishuConnection, Tenant
from bot.wiring import build
from storage.database import Database
from storage.secrets import Keyring

PLATFORM = "feishu"
BOT = "ou_bot"
TOKEN = "of the app"


def webhook(ready: Connection, ground: Ground, file: Path, key: str) -> None:
    """Serve the product as `dossier serve` puts it together; its workers are not started: cards stay in the outbox."""
    logs.configure()
    database, keyring = Database(f"sqlite:///{file}"), Keyring(ground.master)
    made = Configuration(App("cli_a", key), Tenant(WORKSPACE, "Galaxy", BOT), key, TOKEN)
    connection = FeishuConnection(made, database, keyring)
    application = build(database, keyring, Clock(), DEFAULT, [connection.platform])
    answering(connection.join(application.dispatcher, application.directory), ready)
    asyncio.run(connection.close())
    application.stop()
