"""`dossier serve`: the product with whatever platforms are configured."""

import threading
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.server import Connection, listen, run, web_app
from bot.settings import Settings, WrongSetting
from bot.wiring import build
from chat.platform import Busy, Failed, Lost, Platform
from dossier import moments
from storage import installations, migrations, organisations
from storage.database import Database
from storage.secrets import Keyring

if TYPE_CHECKING:
    from bot.slack.connection import SlackConnection


def run_server(settings: Settings) -> None:
    """Migrate and serve until interrupted. Raises WrongSetting for settings that cannot be used."""
    keyring = Keyring(settings.key)
    with listen(settings.host, settings.port) as opened, closing(Database(settings.url)) as database:
        migrations.upgrade(database)
        if not organisations.opened_by(database, keyring):
            raise WrongSetting("DOSSIER_MASTER_KEY does not open this database: set the key it was made with")
        slack = _slack(settings, database, keyring) if settings.has_slack else None
        _print_claim_codes(database)
        platforms: list[Platform] = [slack.platform] if slack else []
        application = build(database, keyring, Clock(), settings.preference, platforms)
        routes = slack.join(application.dispatcher.handle, application.directory) if slack else []
        connections: list[Connection] = [slack] if slack else []
        app = web_app(application, routes, connections)
        run(app, opened, lambda address: _ready(address, heard=bool(connections)))


def _ready(address: str, *, heard: bool) -> None:
    print(f"Dossier: {address}", flush=True)  # noqa: T201
    if heard:
        # The libraries for rarer dates take seconds to load; a command is to be answered within three.
        threading.Thread(target=moments.warm_up, name="dates", daemon=True).start()


def _slack(settings: Settings, database: Database, keyring: Keyring) -> "SlackConnection":
    """Connect to Slack: its libraries are loaded only where it is configured."""
    from bot.slack.connection import Configuration, SlackConnection
    from bot.slack.tokens import App, identify

    base_url, configured = str(settings.slack_api_url), None
    if settings.slack_bot_token is not None:
        try:
            configured = identify(settings.slack_bot_token.get_secret_value(), base_url)
        except Failed as error:
            raise WrongSetting(f"SLACK_BOT_TOKEN is refused by Slack: {error}") from None
        except (Busy, Lost) as error:
            raise WrongSetting(f"SLACK_API_URL {base_url} cannot be reached: {error}") from None
        name, now = configured.name, datetime.now(UTC)
        adopt = partial(installations.adopt, keyring=keyring, platform="slack", workspace=configured.workspace)
        database.write(lambda connection: adopt(connection, name=name, now=now))
    secret, app_token = settings.slack_signing_secret, settings.slack_app_token
    app = None
    if settings.slack_client_id and settings.slack_client_secret:
        app = App(settings.slack_client_id, settings.slack_client_secret.get_secret_value())
    made = Configuration(
        secret.get_secret_value() if secret else "",
        app_token.get_secret_value() if app_token else "",
        app,
        configured,
        base_url,
        str(settings.public_url or ""),
    )
    return SlackConnection(made, database, keyring)


def _print_claim_codes(database: Database) -> None:
    """Print a new code for every organisation that nobody manages yet; earlier ones no longer work."""
    for organisation, name in database.read(organisations.without_manager):
        code = database.write(partial(organisations.new_claim_code, organisation=organisation))
        print(f"{name}: /dossier claim {code} makes the first manager", flush=True)  # noqa: T201
