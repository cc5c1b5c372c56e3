"""`dossier serve`: the product with whatever platforms are configured."""

from contextlib import closing
from functools import partial

from bot.clock import Clock
from bot.server import listen, run, web_app
from bot.settings import Settings, WrongSetting
from bot.wiring import build
from storage import migrations, organisations
from storage.database import Database
from storage.secrets import Keyring


def run_server(settings: Settings) -> None:
    """Migrate and serve until interrupted. Raises WrongSetting for settings that cannot be used."""
    keyring = Keyring(settings.key)
    with listen(settings.host, settings.port) as opened, closing(Database(settings.url)) as database:
        migrations.upgrade(database)
        if not organisations.opened_by(database, keyring):
            raise WrongSetting("DOSSIER_MASTER_KEY does not open this database: set the key it was made with")
        _print_claim_codes(database)
        application = build(database, keyring, Clock(), settings.preference, [])
        run(web_app(application, []), opened, lambda address: print(f"Dossier: {address}", flush=True))  # noqa: T201


def _print_claim_codes(database: Database) -> None:
    """Print a new code for every organisation that nobody manages yet; earlier ones no longer work."""
    for organisation, name in database.read(organisations.without_manager):
        code = database.write(partial(organisations.new_claim_code, organisation=organisation))
        print(f"{name}: /dossier claim {code} makes the first manager", flush=True)  # noqa: T201
