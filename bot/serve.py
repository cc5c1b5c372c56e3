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
    from bot.feishu.connection import FeishuConnection
    from bot.slack.connection import SlackConnection


def run_server(settings: Settings) -> None:
    """Migrate and serve until interrupted. Raises WrongSetting for settings that cannot be used."""
    keyring = Keyring(settings.key)
    with listen(settings.host, settings.port) as opened, closing(Database(settings.url)) as database:
        migrations.upgrade(database)
        if not organisations.opened_by(database, keyring):
            raise WrongSetting("DOSSIER_MASTER_KEY does not open this database: set the key it was made with")
        slack = _slack(settings, database, keyring) if settings.has_slack else None
        feishu = _feishu(settings, database, keyring) if settings.has_feishu else None
        _print_claim_codes(database)
        joined = [each for each in (slack, feishu) if each is not None]
        platforms: list[Platform] = [each.platform for each in joined]
        application = build(database, keyring, Clock(), settings.preference, platforms)
        handle, directory = application.dispatcher.handle, application.directory
        routes = [route for each in joined for route in each.join(handle, directory)]
        connections: list[Connection] = [*joined]
        app = web_app(application, routes, connections)
        run(app, opened, lambda address: _ready(address, heard=bool(connections)))


def _ready(address: str, *, heard: bool) -> None:
    print(f"Dossier: {address}", flush=True)  # noqa: T201
    if heard:
        # The libraries for rarer dates take seconds to load; a command is to be answered within three.
        threading.Thread(target=moments.warm_up, name="dates", daemon=True).start()
    else:
        print("no platform is set up: see README, “Slack in ten lines”; to just try it: dossier demo", flush=True)  # noqa: T201


def _slack(settings: Settings, database: Database, keyring: Keyring) -> "SlackConnection":
    """Connect to Slack: its libraries are loaded only where it is configured."""
    from bot.slack.connection import Configuration, SlackConnection
    from bot.slack.tokens import App, check_app_token, identify

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
    if app_token is not None:
        try:
            check_app_token(app_token.get_secret_value(), base_url)
        except Failed as error:
            raise WrongSetting(f"SLACK_APP_TOKEN is refused by Slack: {error}") from None
        except (Busy, Lost):
            # It is tried again, and logged, as long as Slack cannot be reached.
            pass
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


def _feishu(settings: Settings, database: Database, keyring: Keyring) -> "FeishuConnection":
    """Connect to Feishu: its libraries are loaded only where it is configured."""
    from bot.feishu.connection import Configuration, FeishuConnection, app_of, identify

    key, token = settings.feishu_encrypt_key, settings.feishu_verification_token
    app = app_of(settings)
    try:
        tenant = identify(app)
    except Failed as error:
        raise WrongSetting(f"FEISHU_APP_ID is refused by Feishu: {error}") from None
    except (Busy, Lost) as error:
        raise WrongSetting(f"FEISHU_DOMAIN {app.url} cannot be reached: {error}") from None
    name, now = tenant.name, datetime.now(UTC)
    adopt = partial(installations.adopt, keyring=keyring, platform="feishu", workspace=tenant.key)
    database.write(lambda connection: adopt(connection, name=name, now=now))
    made = Configuration(app, tenant, key.get_secret_value() if key else "", token.get_secret_value() if token else "")
    return FeishuConnection(made, database, keyring)


def _print_claim_codes(database: Database) -> None:
    """Print a new code for every organisation that nobody manages yet; earlier ones no longer work."""
    for organisation, name in database.read(organisations.without_manager):
        code = database.write(partial(organisations.new_claim_code, organisation=organisation))
        print(f"{name}: /dossier claim {code} makes the first manager", flush=True)  # noqa: T201
