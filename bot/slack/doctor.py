"""What `dossier doctor` says of Slack: its clock, the tokens and their scopes, and the ways in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, build_opener

from bot.findings import Finding
from bot.settings import Settings
from bot.slack import EVENTS_PATH
from bot.slack.api import TIMEOUT_SECONDS
from bot.slack.errors import slack_errors
from bot.slack.files import NoRedirect
from bot.slack.oauth import INSTALL_PATH
from bot.slack.tokens import PLATFORM, App, Tokens, client, identify
from chat.platform import Busy, Failed, Lost
from manifest.slack import SCOPES
from storage import installations
from storage.database import Database
from storage.secrets import Keyring

_SKEW = timedelta(seconds=60)
_SECRET = re.compile(r"[0-9a-f]{32}")
_AGAIN = "try again in a minute; if it stays so, check the network"
_opener = build_opener(NoRedirect)  # Slack follows no redirect either.


def examine(settings: Settings, database: Database, keyring: Keyring | None) -> Iterator[Finding]:
    """Look at what is configured for Slack; without `keyring`, the keys of the database, not at what is kept there.

    Where Slack cannot be reached nothing else can be told.
    """
    base_url = str(settings.slack_api_url)
    try:
        with slack_errors():
            headers = dict(client(base_url).api_test().headers)
    except (Busy, Failed, Lost) as error:
        yield Finding(False, f"Slack: {error}", "check the network, its proxy, and SLACK_API_URL if it is set")
    else:
        yield _clock(headers)
        if settings.slack_bot_token is not None:
            yield from _configured(settings.slack_bot_token.get_secret_value(), base_url)
        if settings.slack_client_id and settings.slack_client_secret and keyring is not None:
            app = App(settings.slack_client_id, settings.slack_client_secret.get_secret_value())
            tokens = Tokens(database, keyring, app, base_url=base_url)
            workspaces = database.read(lambda connection: installations.installed(connection, PLATFORM))
            yield from _installed(workspaces, tokens, base_url, _address(settings, INSTALL_PATH))
        if settings.slack_app_token is not None:
            yield _socket_mode(settings.slack_app_token.get_secret_value(), base_url)
    if settings.slack_signing_secret is not None:
        yield _signing_secret(settings.slack_signing_secret.get_secret_value())
        yield _request_url(_address(settings, EVENTS_PATH))


def _address(settings: Settings, path: str) -> str:
    """Give the public address of a path of ours, "" without one."""
    return str(settings.public_url).rstrip("/") + path if settings.public_url else ""


def _clock(headers: Mapping[str, str]) -> Finding:
    said = next((value for name, value in headers.items() if name.lower() == "date"), None)
    skew = abs(parsedate_to_datetime(said) - datetime.now(UTC)) if said else timedelta()
    if skew > _SKEW:
        return Finding(False, f"Slack clock: {skew} apart from this machine's", "synchronise this machine's (NTP)")
    return Finding(True, "Slack clock: agrees with this machine's")


def _configured(token: str, base_url: str) -> Iterator[Finding]:
    if token.startswith("xoxe"):
        mend = (
            "make the app from `dossier manifest slack` without --oauth, or install it by OAuth: see manifest/README.md"
        )
        yield Finding(False, "Slack token: ends within twelve hours, since the app has token rotation", mend)
    mend = "install the app again (Install App) and set SLACK_BOT_TOKEN to the Bot User OAuth Token it shows"
    yield from _token("Slack token", token, base_url, mend)


def _installed(workspaces: Sequence[tuple[str, str]], tokens: Tokens, base_url: str, install: str) -> Iterator[Finding]:
    """Look at the token of every workspace; one that ends soon is renewed, as whoever needs it next would."""
    if not workspaces:
        yield Finding(True, "Slack: installed in no workspace yet", f"open {install}")
    for key, name in workspaces:
        place, mend = f"Slack workspace {name}", f"install it there again: {install}"
        try:
            token = tokens.token(key)
        except Failed as error:
            yield Finding(False, f"{place}: {error}", mend)
        except Busy as error:
            yield Finding(False, f"{place}: {error}", _AGAIN)
        else:
            yield from _token(place, token, base_url, mend)


def _token(place: str, token: str, base_url: str, mend: str) -> Iterator[Finding]:
    try:
        found = identify(token, base_url)
    except Failed as error:
        yield Finding(False, f"{place}: {error}", mend)
        return
    except (Busy, Lost) as error:
        yield Finding(False, f"{place}: {error}", _AGAIN)
        return
    yield Finding(True, f"{place}: accepted for {found.name}")
    given = set(found.credentials.scopes)
    missing, idle = sorted(SCOPES.keys() - given), sorted(given - SCOPES.keys())
    if missing:
        update = "paste `dossier manifest slack` into App Manifest"
        yield Finding(False, f"{place}: lacks {', '.join(missing)}", f"{update}, then {mend}")
    if idle:
        yield Finding(True, f"{place}: has more than is used: {', '.join(idle)}", "take it from the app's scopes")
    if not missing and not idle:
        yield Finding(True, f"{place}: has the scopes of the manifest")


def _socket_mode(app_token: str, base_url: str) -> Finding:
    try:
        with slack_errors():
            client(base_url).apps_connections_open(app_token=app_token)
    except Failed as error:
        mend = "set SLACK_APP_TOKEN to an app-level token (xapp-…) with connections:write, and switch Socket Mode on"
        return Finding(False, f"Slack Socket Mode: {error}", mend)
    except (Busy, Lost) as error:
        return Finding(False, f"Slack Socket Mode: {error}", _AGAIN)
    return Finding(True, "Slack Socket Mode: can be opened")


def _signing_secret(secret: str) -> Finding:
    if _SECRET.fullmatch(secret):
        return Finding(True, "Slack signing secret: has the shape of one")
    mend = "set SLACK_SIGNING_SECRET to Basic Information → App Credentials → Signing Secret: 32 digits and letters a-f"
    return Finding(False, "Slack signing secret: is none", mend)


def _request_url(url: str) -> Finding:
    """Ask our own address what Slack asks it now and then (https://docs.slack.dev/interactivity/implementing-slash-commands)."""
    if not url:
        mend = "set DOSSIER_PUBLIC_URL to where Slack sends its requests, to have it tried"
        return Finding(True, "Slack request URL: not known", mend)
    mend = "see that `dossier serve` runs and that DOSSIER_PUBLIC_URL leads to it"
    try:
        _opener.open(Request(url, b"ssl_check=1", method="POST"), timeout=TIMEOUT_SECONDS).close()  # noqa: S310
    except HTTPError as error:
        error.close()
        return Finding(False, f"Slack request URL: {url} answers {error.code}", mend)
    except (OSError, HTTPException) as error:
        cause = error.reason if isinstance(error, URLError) else error
        return Finding(False, f"Slack request URL: {url} does not answer: {type(cause).__name__}", mend)
    return Finding(True, f"Slack request URL: {url} answers")
