"""Connecting to the platforms that are configured: their libraries are loaded only where they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.feishu import CARDS_PATH
from bot.feishu import EVENTS_PATH as FEISHU_EVENTS_PATH
from bot.settings import Settings, WrongSetting
from bot.slack import EVENTS_PATH
from chat.platform import Busy, Failed, Lost
from storage import installations, organisations
from storage.database import Database
from storage.secrets import Keyring

if TYPE_CHECKING:
    from bot.feishu.connection import FeishuConnection
    from bot.slack.connection import SlackConnection

    Joined = SlackConnection | FeishuConnection
else:
    Joined = object

_log = structlog.get_logger(__name__)


class Unreachable(WrongSetting):
    """A platform that is configured cannot be reached: now, or under that address."""


@dataclass(frozen=True, slots=True)
class Way:
    """The way to a platform: `connect` gives what connects to it, and prints how to become the first manager there.

    It raises WrongSetting for what the platform refuses, Unreachable where it cannot be reached. `webhooks` are the
    paths to which the platform will post.
    """

    platform: str
    connect: Callable[[], Joined]
    webhooks: tuple[str, ...] = ()


def ways(settings: Settings, database: Database, keyring: Keyring) -> list[Way]:
    """Give the ways to the platforms that are configured."""
    told: set[int] = set()

    def connected(join: Callable[[Settings, Database, Keyring], Joined]) -> Joined:
        joined = join(settings, database, keyring)
        _print_claim_codes(database, told)
        return joined

    made = []
    if settings.has_slack:
        made.append(Way("Slack", partial(connected, _slack), (EVENTS_PATH,) if settings.slack_signing_secret else ()))
    if settings.has_feishu:
        paths = (FEISHU_EVENTS_PATH, CARDS_PATH) if settings.feishu_encrypt_key else ()
        made.append(Way("Feishu", partial(connected, _feishu), paths))
    return made


def connect(given: Sequence[Way]) -> tuple[list[Joined], list[Way]]:
    """Go all ways; give what connects, and the ways to what cannot be reached. Raises WrongSetting for a refusal."""
    joined, missing = [], []
    for way in given:
        try:
            joined.append(way.connect())
        except Unreachable as error:
            _log.warning("a platform cannot be reached: it is tried again", platform=way.platform, error=str(error))
            missing.append(way)
    return joined, missing


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
            raise Unreachable(f"SLACK_API_URL {base_url} cannot be reached: {error}") from None
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
        raise Unreachable(f"FEISHU_DOMAIN {app.url} cannot be reached: {error}") from None
    name, now = tenant.name, datetime.now(UTC)
    adopt = partial(installations.adopt, keyring=keyring, platform="feishu", workspace=tenant.key)
    database.write(lambda connection: adopt(connection, name=name, now=now))
    made = Configuration(app, tenant, key.get_secret_value() if key else "", token.get_secret_value() if token else "")
    return FeishuConnection(made, database, keyring)


def _print_claim_codes(database: Database, told: set[int]) -> None:
    """Print a new code for every organisation without a manager, not `told` yet: earlier ones no longer work."""
    for organisation, name in database.read(organisations.without_manager):
        if organisation in told:
            continue
        told.add(organisation)
        code = database.write(partial(organisations.new_claim_code, organisation=organisation))
        print(f"{name}: /dossier claim {code} makes the first manager", flush=True)  # noqa: T201
