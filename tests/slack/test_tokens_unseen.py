"""Tokens and secrets are in no log, error, repr or answer, and in no database file in plain, whatever happens."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from bot.settings import Settings
from bot.slack.connection import Configuration
from bot.slack.tokens import App, identify
from storage.secrets import KEY_BYTES, new_master_key
from tests.slack.house import KEYRING, House, open_house
from tests.slack.local import LocalSlack, User, authorize, cancelled, serving
from tests.slack.local.wires import EVENT, INTERACTIVE

LINE = "Login by SMS | reason: asked | impact: 3 days"
_OF_THE_TESTS = ("httpx", "httpcore", "asyncio")


@pytest.fixture
def logs(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


def secrets_of(slack: LocalSlack) -> set[str]:
    """Give everything that must not be seen."""
    found = {slack.signing_secret, slack.client_secret, slack.verification_token, slack.app_token}
    found |= {"k" * KEY_BYTES, *slack.response_urls}
    for token in slack.tokens.values():
        found |= {token.value, *([token.refresh] if token.refresh else [])}
    for call in slack.called("oauth.v2.access"):
        found |= {str(call.params[name]) for name in ("code", "refresh_token") if call.params.get(name)}
    return found


def in_logs(logs: pytest.LogCaptureFixture, printed: pytest.CaptureFixture[str]) -> str:
    """Give all that was logged or printed, by whoever it was but the tests' own client."""
    said = "\n".join(
        f"{each.getMessage()} {each.exc_text or ''}" for each in logs.records if not each.name.startswith(_OF_THE_TESTS)
    )
    out, err = printed.readouterr()
    return f"{said}\n{out}\n{err}"


def in_answers(slack: LocalSlack) -> str:
    """Give all that people were shown."""
    shown: list[object] = [message.as_json(metadata=True) for c in slack.channels.values() for message in c.messages]
    shown += [[each.text, each.blocks] for each in slack.ephemerals]
    shown += [view.content for view in slack.views.values()]
    return json.dumps(shown, ensure_ascii=False)


def assert_unseen(secrets: set[str], place: str) -> None:
    # Which one it is, is not told here either.
    assert sum(secret in place for secret in secrets) == 0
    assert "xoxb-" not in place
    assert "xoxe" not in place
    assert "xapp-" not in place


def install(house: House, ann: User, secret: str = "") -> None:
    with httpx.Client(base_url=house.url, trust_env=False) as browser:
        query = dict(parse_qsl(urlsplit(browser.get("/slack/install").headers["location"]).query))
        if secret:
            house.slack.client_secret = secret
        browser.get(authorize(house.slack, query, user=ann))


def test_a_whole_run_shows_no_secret(
    tmp_path: Path, logs: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with open_house(tmp_path, by_oauth=True) as house:
        slack, driver = house.slack, house.driver
        slack.rotating, slack.token_seconds = True, 3600
        ann = slack.add_user("Ann")
        abc = slack.add_channel("abc", [ann])
        said = []
        genuine = slack.client_secret
        install(house, ann, "wr0ng-s3cret")
        slack.client_secret = genuine
        slack.faults.cut("oauth.v2.access")
        install(house, ann)
        install(house, ann)
        with httpx.Client(base_url=house.url, trust_env=False) as browser:
            query = dict(parse_qsl(urlsplit(browser.get("/slack/install").headers["location"]).query))
            said.append(browser.get(cancelled(query)).text)
            said.append(browser.get("/slack/oauth_redirect?code=c0de&state=st4te").text)
        # Renewing fails in every way, then works.
        slack.faults.break_down("oauth.v2.access")
        said.append(driver.join(slack.users[slack.team.bot_user], abc, ann).body)
        slack.faults.cut("oauth.v2.access")
        house.connection.tokens.drop(slack.team.id)
        said.append(driver.command("/dossier", "help", ann, abc).body)
        slack.faults.waiting.clear()
        slack.token_seconds = 12 * 3600
        house.found("ABC", ann, abc)
        said.append(driver.command("/change", LINE, ann, abc).body)
        # Calls fail in every way.
        for method in ("views.open", "chat.postEphemeral", "users.info", "chat.getPermalink", "chat.postMessage"):
            slack.faults.break_down(method)
            slack.faults.refuse(method, "invalid_auth")
            slack.faults.cut(method)
            slack.faults.rate_limit(method)
        for n in range(4):
            said.append(driver.command("/minutes", "", ann, abc).body)
            said.append(driver.message_shortcut("keep", driver.say("It crashes", ann, abc), ann).body)
            said.append(driver.mention("what is ABC's status?", ann, abc).body)
            said.append(driver.command("/dossier", "status", slack.add_user(f"N{n}"), abc).body)
        # Requests that nobody should send.
        said.append(driver.deliver(EVENT, {"type": "event_callback", "token": slack.verification_token}).body)
        said.append(driver.deliver(INTERACTIVE, {"type": "view_submission", "token": slack.verification_token}).body)
        driver.http.secret = "wrong"  # pragma: allowlist secret
        said.append(driver.command("/change", LINE, ann, abc).body)
        driver.http.secret = slack.signing_secret
        said.append(driver.app_uninstalled().body)
        said.append(driver.command("/change", LINE, ann, abc).body)
        install(house, ann)
        kept = repr(house.connection.tokens.kept(slack.team.id))
        house.stop()
        secrets = secrets_of(slack)
    assert len(secrets) > 12
    assert_unseen(secrets | {"wr0ng-s3cret", "c0de", "st4te"}, in_logs(logs, capfd))
    assert_unseen(secrets, in_answers(slack))
    assert_unseen(secrets, "\n".join([*said, kept]))
    files = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert files
    for file in files:
        assert_unseen(secrets, file.read_bytes().decode("latin-1"))


def test_a_run_over_socket_mode_shows_no_secret(
    tmp_path: Path, logs: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with open_house(tmp_path, "socket") as house:
        slack, driver = house.slack, house.driver
        ann = slack.add_user("Ann")
        abc = slack.add_channel("abc", [ann])
        house.found("ABC", ann, abc)
        for trouble in (None, "refuse", "break_down", "cut"):
            if trouble:
                opened = slack.socket.opened
                getattr(slack.faults, trouble)(
                    "apps.connections.open", *(["invalid_auth"] if trouble == "refuse" else [])
                )
                slack.socket.drop()
                slack.socket.wait_connected(opened + 1, 30)
            assert driver.command("/change", LINE, ann, abc).ok
        house.stop()
        secrets = secrets_of(slack)
    assert_unseen(secrets, in_logs(logs, capfd))
    assert_unseen(secrets, in_answers(slack))


def test_no_repr_and_no_setting_s_error_shows_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(LocalSlack()) as slack:
        configured = identify(slack.bot_token, slack.api_url)
        app = App(slack.client_id, slack.client_secret)
        made = Configuration(slack.signing_secret, slack.app_token, app, configured)
        for name, value in environment(slack).items():
            monkeypatch.setenv(name, value)
        settings = Settings(_env_file=None)
        shown = f"{made!r} {made} {configured!r} {app!r} {settings!r} {settings.model_dump()} {KEYRING!r}"
        assert_unseen(secrets_of(slack), shown)


def started(tmp_path: Path, settings: dict[str, str]) -> "subprocess.Popen[str]":
    """Start a server with settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DOSSIER_", "SLACK_"))}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"],
        env={**kept, **settings, "PYTHONPATH": str(Path(__file__).parents[2])},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_server_that_waits_for_slack_shows_no_secret(tmp_path: Path) -> None:
    with serving(LocalSlack()) as slack:
        settings = environment(slack) | {"SLACK_API_URL": "http://127.0.0.1:9/api/"}
        server = started(tmp_path, settings)
        assert server.stderr is not None
        first = server.stderr.readline()
        server.terminate()
        out, rest = server.communicate(timeout=60)
        assert "cannot be reached" in first
        assert_unseen(secrets_of(slack) | {settings["DOSSIER_MASTER_KEY"]}, out + first + rest)


@pytest.mark.parametrize("trouble", ["refused", "not a token"])
def test_a_server_that_does_not_start_shows_no_secret(tmp_path: Path, trouble: str) -> None:
    with serving(LocalSlack()) as slack:
        settings = environment(slack)
        if trouble == "refused":
            slack.take_away()
        else:
            settings["SLACK_BOT_TOKEN"] += "\r\nX-Header: 1"
        server = started(tmp_path, settings)
        out, said = server.communicate(timeout=60)
        assert server.returncode == 2
        assert len(said.strip().splitlines()) == 1
        assert_unseen(secrets_of(slack) | {settings["DOSSIER_MASTER_KEY"]}, out + said)


def environment(slack: LocalSlack) -> dict[str, str]:
    return {
        "DOSSIER_DATABASE_URL": "sqlite:///dossier.db",
        "DOSSIER_MASTER_KEY": new_master_key(),
        "DOSSIER_PORT": "0",
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
    }
