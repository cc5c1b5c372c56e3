"""`dossier doctor` on Slack: tokens, scopes, clock and the ways in, asked of a Slack on this machine."""

import base64
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import uvicorn
from aiohttp import web
from starlette.applications import Starlette

from bot.directory import Directory
from bot.doctor import examine
from bot.findings import Finding
from bot.server import listen
from bot.slack.connection import Configuration, SlackConnection
from manifest.slack import SCOPES
from storage import installations, migrations
from storage.database import Database
from storage.installations import Credentials
from storage.secrets import Keyring
from tests.besides import OneByOne
from tests.slack.local import LocalSlack, Team, Token, running, serving

KEYRING = Keyring(b"k" * 32)
PUBLIC_URL = "https://dossier.invalid"
Set = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Place:
    """A Slack, the database of an installation, and a way to change its settings."""

    slack: LocalSlack
    database: Database
    set: Set

    def keep(self, team: Team, token: Token) -> None:
        """Keep a token as what installing in a team gave."""
        ends = datetime.fromtimestamp(token.expires_at, UTC) if token.expires_at else None
        given = Credentials(token.value, team.bot_user, self.slack.app_id, token.scopes, "U1", token.refresh, ends)
        keep = partial(installations.install, keyring=KEYRING, platform="slack", workspace=team.id, name=team.name)
        self.database.write(lambda c: keep(c, credentials=given, installer="Ann", now=datetime.now(UTC)))


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Place]:
    """Give a Slack and an installation whose one workspace has just the scopes of the manifest, by Socket Mode."""
    monkeypatch.chdir(tmp_path)

    def put(**values: str | None) -> None:
        for name, value in values.items():
            if value is None:
                monkeypatch.delenv(name, raising=False)
            else:
                monkeypatch.setenv(name, value)

    with serving(LocalSlack()) as slack, closing(Database(f"sqlite:///{tmp_path / 'dossier.db'}")) as database:
        migrations.upgrade(database)
        put(
            DOSSIER_DATABASE_URL=f"sqlite:///{tmp_path / 'dossier.db'}",
            DOSSIER_MASTER_KEY=base64.b64encode(b"k" * 32).decode(),
        )
        put(SLACK_API_URL=slack.api_url, SLACK_APP_TOKEN=slack.app_token)
        put(SLACK_BOT_TOKEN=slack.install(scopes=SCOPES, rotating=False).value)
        yield Place(slack, database, put)


def said() -> list[Finding]:
    """Give what is said of Slack."""
    return [finding for finding in examine() if finding.what.startswith("Slack")]


def ill() -> Finding:
    """Give the one thing that is not well, with how to mend it."""
    (finding,) = [finding for finding in examine() if not finding.well]
    assert finding.mend
    return finding


@contextmanager
def listening(place: Place) -> Iterator[str]:
    """Serve what an installation serves to Slack, at the address that is given."""
    connection = SlackConnection(Configuration(place.slack.signing_secret), place.database, KEYRING)
    directory = Directory(place.database, KEYRING, lambda: datetime.now(UTC), {})
    routes = connection.join(OneByOne(lambda event: pytest.fail("nothing is to be handled")), directory)
    with listen("127.0.0.1", 0) as opened:
        server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [opened]})
        opened.listen()  # Who asks before the server is ready waits for it.
        thread.start()
        try:
            yield f"http://127.0.0.1:{opened.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def by_oauth(place: Place) -> None:
    place.set(SLACK_BOT_TOKEN=None, DOSSIER_PUBLIC_URL=PUBLIC_URL)
    place.set(SLACK_CLIENT_ID=place.slack.client_id, SLACK_CLIENT_SECRET=place.slack.client_secret)


@pytest.mark.usefixtures("place")
def test_a_healthy_installation_by_socket_mode_is_well_in_every_respect() -> None:
    assert said() == [
        Finding(True, "Slack clock: agrees with this machine's"),
        Finding(True, "Slack token: accepted for Northlight"),
        Finding(True, "Slack token: has the scopes of the manifest"),
        Finding(True, "Slack Socket Mode: can be opened"),
    ]


def test_missing_scopes_are_named_with_how_to_get_them(place: Place) -> None:
    narrow = place.slack.install(scopes=SCOPES.keys() - {"files:write", "im:write"}, rotating=False)
    place.set(SLACK_BOT_TOKEN=narrow.value)
    assert ill().what == "Slack token: lacks files:write, im:write"
    assert "dossier manifest slack" in ill().mend
    assert "SLACK_BOT_TOKEN" in ill().mend


def test_superfluous_scopes_are_named_and_no_fault(place: Place) -> None:
    wide = place.slack.install(scopes=[*SCOPES, "team:read", "channels:join"], rotating=False)
    place.set(SLACK_BOT_TOKEN=wide.value)
    findings = said()
    assert all(finding.well for finding in findings)
    assert [each.what for each in findings if each.mend] == [
        "Slack token: has more than is used: channels:join, team:read"
    ]


def test_a_token_that_slack_refuses_is_found(place: Place) -> None:
    place.slack.take_away()
    assert ill().what.startswith("Slack token: account_inactive")
    assert "SLACK_BOT_TOKEN" in ill().mend


def test_the_one_token_of_an_app_whose_tokens_rotate_is_found(place: Place) -> None:
    place.set(SLACK_BOT_TOKEN=place.slack.install(scopes=SCOPES, rotating=True).value)
    assert "twelve hours" in ill().what


@pytest.mark.parametrize(("seconds", "well"), [(-55, True), (55, True), (-70, False), (70, False)])
def test_a_clock_more_than_a_minute_off_slacks_is_found(place: Place, seconds: float, well: bool) -> None:
    place.slack.advance(seconds)
    clock = said()[0]
    assert (clock.well, bool(clock.mend)) == (well, not well)
    assert clock.what.startswith("Slack clock: ")


def test_a_slack_that_cannot_be_reached_is_said_once(place: Place) -> None:
    place.set(SLACK_API_URL="http://127.0.0.1:1/api/")
    assert ill().what == "Slack: Slack cannot be reached"
    assert len(said()) == 1


@pytest.mark.parametrize("trouble", [429, 500])
def test_a_slack_that_is_busy_is_no_refused_token(place: Place, trouble: int) -> None:
    if trouble == 429:
        place.slack.faults.rate_limit("auth.test", 1)
    else:
        place.slack.faults.break_down("auth.test", trouble)
    assert "try again" in ill().mend


def test_a_bot_token_in_the_place_of_the_app_token_is_found(place: Place) -> None:
    place.set(SLACK_APP_TOKEN=place.slack.bot_token)
    assert ill().what.startswith("Slack Socket Mode: ")
    assert "SLACK_APP_TOKEN" in ill().mend


def test_an_app_token_that_may_not_open_connections_is_found(place: Place) -> None:
    place.slack.tokens[place.slack.app_token].scopes = ()
    assert "connections:write" in ill().what


def test_a_request_url_that_leads_here_is_well(place: Place) -> None:
    with listening(place) as url:
        place.set(SLACK_APP_TOKEN=None, SLACK_SIGNING_SECRET=place.slack.signing_secret, DOSSIER_PUBLIC_URL=f"{url}/")
        assert said()[-2:] == [
            Finding(True, "Slack signing secret: has the shape of one"),
            Finding(True, f"Slack request URL: {url}/slack/events answers"),
        ]


def test_a_request_url_that_leads_elsewhere_is_found(place: Place) -> None:
    place.set(SLACK_SIGNING_SECRET=place.slack.signing_secret, DOSSIER_PUBLIC_URL=place.slack.base_url)
    assert ill().what == f"Slack request URL: {place.slack.base_url}/slack/events answers 404"
    place.set(DOSSIER_PUBLIC_URL="http://127.0.0.1:1")
    assert "does not answer" in ill().what
    assert "DOSSIER_PUBLIC_URL" in ill().mend


def test_a_request_url_that_leads_on_to_another_is_found_since_slack_does_not_follow(place: Place) -> None:
    async def leading_on() -> web.Application:
        async def lead(request: web.Request) -> web.StreamResponse:
            raise web.HTTPFound(f"{place.slack.api_url}api.test")

        app = web.Application()
        app.add_routes([web.post("/slack/events", lead)])
        return app

    with running(leading_on) as url:
        place.set(SLACK_SIGNING_SECRET=place.slack.signing_secret, DOSSIER_PUBLIC_URL=url)
        assert ill().what == f"Slack request URL: {url}/slack/events answers 302"


def test_without_a_public_address_the_request_url_is_not_tried(place: Place) -> None:
    place.set(SLACK_SIGNING_SECRET=place.slack.signing_secret)
    assert said()[-1].well
    assert "DOSSIER_PUBLIC_URL" in said()[-1].mend


def test_a_signing_secret_of_another_shape_is_found_and_not_shown(place: Place) -> None:
    place.set(SLACK_SIGNING_SECRET="xapp-hunter2")  # pragma: allowlist secret
    assert "signing secret" in ill().what
    assert "hunter2" not in ill().what + ill().mend


def test_the_token_of_every_workspace_is_tried(place: Place) -> None:
    by_oauth(place)
    assert "/slack/install" in said()[1].mend
    for name in ("Eastwind", "Westwind"):
        team = place.slack.add_team(name)
        place.keep(team, place.slack.install(team, SCOPES, rotating=False))
        if name == "Westwind":
            place.slack.take_away(team)
    assert [each.what for each in said() if each.well][1:3] == [
        "Slack workspace Eastwind: accepted for Eastwind",
        "Slack workspace Eastwind: has the scopes of the manifest",
    ]
    assert ill().what.startswith("Slack workspace Westwind: account_inactive")
    assert f"{PUBLIC_URL}/slack/install" in ill().mend


def test_a_token_that_ended_while_nothing_ran_is_renewed(place: Place) -> None:
    by_oauth(place)
    token = place.slack.install(scopes=SCOPES, rotating=True)
    ends = datetime.now(UTC) - timedelta(hours=1)
    token.expires_at = ends.timestamp()
    place.keep(place.slack.team, token)
    assert all(finding.well for finding in said())
    kept = place.database.read(lambda c: installations.of(c, KEYRING, "slack", place.slack.team.id))
    assert kept is not None
    assert kept.bot_token != token.value


def test_without_the_database_the_rest_is_looked_at(place: Place, tmp_path: Path) -> None:
    by_oauth(place)
    place.set(DOSSIER_DATABASE_URL=f"sqlite:///{tmp_path / 'none.db'}")
    assert ill().what.startswith("database: ")
    assert [each.what for each in said()] == [
        "Slack clock: agrees with this machine's",
        "Slack Socket Mode: can be opened",
    ]


@pytest.mark.parametrize("oauth", [False, True])
def test_nothing_secret_is_said(place: Place, oauth: bool) -> None:
    place.set(SLACK_SIGNING_SECRET=place.slack.signing_secret, DOSSIER_PUBLIC_URL="http://127.0.0.1:1")
    if oauth:
        by_oauth(place)
        place.keep(place.slack.team, place.slack.install(scopes=["chat:write"], rotating=False))
    for _ in range(2):
        words = " ".join(f"{each.what} {each.mend}" for each in examine())
        secrets = [*place.slack.tokens, place.slack.signing_secret, place.slack.client_secret]
        assert [secret for secret in secrets if secret in words] == []
        place.slack.take_away()


def test_slacks_libraries_are_loaded_only_where_it_is_configured(place: Place) -> None:
    script = "import sys; from bot.doctor import examine; examine(); print('slack_sdk' in sys.modules)"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(Path(__file__).parents[3])!r}); {script}"]

    def loaded() -> str:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    assert loaded() == "True"
    place.set(SLACK_BOT_TOKEN=None, SLACK_APP_TOKEN=None)
    assert loaded() == "False"
