"""`dossier serve`: the product with whatever platforms are configured."""

from bot.clock import Clock
from bot.server import listen, run, web_app
from bot.settings import Settings
from bot.wiring import build
from storage import migrations
from storage.database import Database
from storage.secrets import Keyring


def run_server(settings: Settings) -> None:
    """Migrate and serve until interrupted. Raises WrongSetting for settings that cannot be used."""
    keyring = Keyring(settings.key)
    opened = listen(settings.host, settings.port)
    database = Database(settings.url)
    migrations.upgrade(database)
    application = build(database, keyring, Clock(), settings.preference, [])
    run(web_app(application, []), opened, lambda address: print(f"Dossier: {address}", flush=True))  # noqa: T201
