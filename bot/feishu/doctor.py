"""What `dossier doctor` says of Feishu: its clock, the app and its permissions, the way in, the slash commands."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from bot.feishu import CARDS_PATH, EVENTS_PATH
from bot.feishu.api import TIMEOUT_SECONDS, Api, App, plain_request
from bot.feishu.connection import app_of, identify
from bot.feishu.long_connection import ENDPOINT
from bot.feishu.slash_commands import steps
from bot.findings import Finding
from bot.settings import Settings
from chat.platform import Busy, Failed, Lost
from manifest.feishu import OPTIONAL, SCOPES

_SKEW = timedelta(seconds=60)
_GRANTED = 1
_AGAIN = "try again in a minute; if it stays so, check the network"
_SCOPES_PATH = "/open-apis/application/v6/scopes"


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at what is configured for Feishu; where it cannot be reached, or refuses the app, that is all."""
    app = app_of(settings)
    yield from _clock(app.url)
    try:
        tenant = identify(app)
    except Failed as error:
        mend = (
            "set FEISHU_APP_ID and FEISHU_APP_SECRET from Credentials & Basic Info, add the bot, import the permissions"
        )
        yield Finding(False, f"Feishu app: {error}", f"{mend}, and release a version")
        return
    except (Busy, Lost) as error:
        yield Finding(False, f"Feishu: {error}", "check the network, its proxy, and FEISHU_DOMAIN")
        return
    yield Finding(True, f"Feishu app: accepted for {tenant.name}")
    api = Api(app)
    yield from _permissions(api)
    yield from _way_in(settings, app)
    yield from _slash_commands(api)


def _clock(url: str) -> Iterator[Finding]:
    try:
        with urlopen(Request(url, method="HEAD"), timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310  # nosec B310
            said = answer.headers.get("date")
    except HTTPError as error:
        said = error.headers.get("date")
        error.close()
    except (OSError, HTTPException):
        return  # That it cannot be reached is said next.
    skew = abs(parsedate_to_datetime(said) - datetime.now(UTC)) if said else timedelta()
    if skew > _SKEW:
        yield Finding(False, f"Feishu clock: {skew} apart from this machine's", "synchronise this machine's (NTP)")
    else:
        yield Finding(True, "Feishu clock: agrees with this machine's")


def _permissions(api: Api) -> Iterator[Finding]:
    """Compare what is granted with the manifest (https://open.feishu.cn/document/server-docs/application-v6/scope/list)."""
    try:
        found = api.call(plain_request("GET", _SCOPES_PATH)).get("scopes") or []
    except (Busy, Failed, Lost) as error:
        yield Finding(False, f"Feishu permissions: cannot be asked for: {error}", _AGAIN)
        return
    given = {str(each.get("scope_name")) for each in found if each.get("grant_status") == _GRANTED}
    if missing := sorted(SCOPES.keys() - given):
        mend = "import `scopes` of `dossier manifest feishu` under Permissions & Scopes, and release a version"
        yield Finding(False, f"Feishu permissions: lacks {', '.join(missing)}", mend)
    if idle := sorted(given - SCOPES.keys() - OPTIONAL.keys()):
        yield Finding(True, f"Feishu permissions: has more than is used: {', '.join(idle)}", "take it from the app")
    if not missing and not idle:
        yield Finding(True, "Feishu permissions: those of the manifest")


def _way_in(settings: Settings, app: App) -> Iterator[Finding]:
    if settings.feishu_encrypt_key is None:
        yield _long_connection(app)
        return
    yield Finding(True, "Feishu Encrypt Key: set, so requests come to the webhook")
    if not settings.public_url:
        mend = "set DOSSIER_PUBLIC_URL to where Feishu sends its requests, to have it tried"
        yield Finding(True, "Feishu request URLs: not known", mend)
        return
    for path in (EVENTS_PATH, CARDS_PATH):
        yield _request_url(str(settings.public_url).rstrip("/") + path)


def _long_connection(app: App) -> Finding:
    body = json.dumps({"AppID": app.id, "AppSecret": app.secret}).encode()
    asked = Request(app.url + ENDPOINT, body, {"Content-Type": "application/json"})  # noqa: S310
    try:
        with urlopen(asked, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310  # nosec B310
            found = json.loads(answer.read())
        if found.get("code") == 0:
            return Finding(True, "Feishu long connection: can be opened")
        said = f"{found.get('code')}: {found.get('msg')}"
    except (OSError, HTTPException, ValueError) as error:
        said = f"the endpoint does not answer: {type(error).__name__}"
    mend = "choose “Receive events through persistent connection” under Events & Callbacks; it is for custom apps alone"
    return Finding(False, f"Feishu long connection: {said}", mend)


def _request_url(url: str) -> Finding:
    """Ask our own address what nobody signed: it has to refuse just that."""
    mend = "see that `dossier serve` runs and that DOSSIER_PUBLIC_URL leads to it"
    try:
        with urlopen(Request(url, b"{}", method="POST"), timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310  # nosec B310
            code = answer.status
    except HTTPError as error:
        code = error.code
        error.close()
    except (OSError, HTTPException) as error:
        cause = error.reason if isinstance(error, URLError) else error
        return Finding(False, f"Feishu request URL: {url} does not answer: {type(cause).__name__}", mend)
    if code == 401:
        return Finding(True, f"Feishu request URL: {url} answers")
    return Finding(False, f"Feishu request URL: {url} answers {code}", mend)


def _slash_commands(api: Api) -> Iterator[Finding]:
    try:
        todo = steps(api)
    except (Busy, Failed, Lost) as error:
        yield Finding(False, f"Feishu slash commands: cannot be asked for: {error}", _AGAIN)
        return
    if todo.lines:
        mend = "run `dossier manifest feishu --apply`"
        yield Finding(False, f"Feishu slash commands: {len(todo.lines)} are not in step", mend)
    else:
        yield Finding(True, "Feishu slash commands: in step")
