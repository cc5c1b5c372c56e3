"""`dossier serve`: the product with whatever platforms are configured."""

from contextlib import closing

from bot.clock import Clock
from bot.server import listen, run, web_app
from bot.settings import Settings, WrongSetting
from bot.wiring import build
from storage import migrations, organisations
from storage.database import Database
from storage.secrets import Keyring, WrongKey


def run_server(settings: Settings) -> None:
    """Migrate and serve until interrupted. Raises WrongSetting for settings that cannot be used."""
    keyring = Keyring(settings.key)
    with listen(settings.host, settings.port) as opened, closing(Database(settings.url)) as database:
        migrations.upgrade(database)
        _try_key(database, keyring)
        application = build(database, keyring, Clock(), settings.preference, [])
        run(web_app(application, []), opened, lambda address: print(f"Dossier: {address}", flush=True))  # noqa: T201


def _try_key(database: Database, keyring: Keyring) -> None:
    """Raise WrongSetting when the master key is not the one the database was made with."""
    first = database.read(organisations.first_key)
    try:
        if first is not None:
            keyring.organisation(*first)
    except WrongKey:
        raise WrongSetting("DOSSIER_MASTER_KEY does not open this database: set the key it was made with") from None
