"""`dossier serve`: the product with whatever platforms are configured."""

import sys
import threading
from collections.abc import Sequence
from contextlib import closing

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.clock import Clock
from bot.connecting import Joined, Way, connect, ways
from bot.intake import Intake
from bot.server import Connection, listen, run, web_app
from bot.settings import Settings, WrongSetting, unknown
from bot.waiting import Waiting
from bot.wiring import Application, build
from chat import texts
from chat.platform import Platform
from dossier import moments
from storage import migrations, organisations
from storage.database import Database
from storage.secrets import Keyring
from storage.vault import Vault


def run_server(settings: Settings) -> None:
    """Migrate and serve until interrupted. Raises WrongSetting for settings that cannot be used."""
    for each in unknown():
        meant = f"; did you mean {each.near}?" if each.near else ""
        print(f"{each.name}: there is no such setting, so it is ignored{meant}", file=sys.stderr, flush=True)  # noqa: T201
    keyring = Keyring(settings.key)
    with listen(settings.host, settings.port) as opened, closing(Database(settings.url)) as database:
        migrations.upgrade(database)
        if not organisations.opened_by(database, keyring):
            raise WrongSetting("DOSSIER_MASTER_KEY does not open this database: set the key it was made with")
        joined, missing = connect(ways(settings, database, keyring))
        platforms: list[Platform] = [each.platform for each in joined]
        vault, intake = Vault(settings.blobs()), Intake(settings.scanner)
        application = build(database, keyring, Clock(), settings.preference, platforms, vault, intake, settings.links)
        app = served(application, joined, missing)
        names = [each.name for each in platforms]
        run(app, opened, lambda address: _ready(address, names, heard=bool(joined or missing)))


def served(
    application: Application, joined: Sequence[Joined], missing: Sequence[Way], others: Sequence[BaseRoute] = ()
) -> Starlette:
    """Give the web application with the platforms that are there; the missing ones join it when they are."""
    dispatcher, directory = application.dispatcher, application.directory

    def join(connection: Joined) -> None:
        application.add(connection.platform)
        # Before what takes any address there is.
        app.router.routes[:0] = connection.join(dispatcher, directory)

    routes = [route for each in joined for route in each.join(dispatcher, directory)]
    waiting = Waiting(missing, join)
    connections: list[Connection] = [*joined, waiting]
    app = web_app(application, [*routes, *waiting.routes(), *others], connections)
    return app


def _ready(address: str, platforms: Sequence[str], *, heard: bool) -> None:
    print(f"Dossier: {address}", flush=True)  # noqa: T201
    if heard:
        threading.Thread(target=_warm_up, args=(platforms,), name="warming up", daemon=True).start()
    else:
        print("no platform is set up: see README, “Slack in ten lines”; to just try it: dossier demo", flush=True)  # noqa: T201


def _warm_up(platforms: Sequence[str]) -> None:
    """Load what takes long: the libraries for rarer dates take seconds; a command is to be answered within three."""
    for name in platforms:
        texts.load(name)
    moments.warm_up()
