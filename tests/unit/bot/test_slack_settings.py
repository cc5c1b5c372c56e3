"""Settings of Slack: one that could send but not hear, or hear but not send, is one clear line and exit code 2."""

import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import Settings, WrongSetting, load

BOT, APP, SECRET, PUBLIC = "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "DOSSIER_PUBLIC_URL"
ID, CLIENT_SECRET = "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"
VALUES = {
    BOT: "xoxb-hunter2",
    APP: "xapp-hunter2",
    SECRET: "hunter2",  # pragma: allowlist secret
    ID: "1000.hunter2",
    CLIENT_SECRET: "hunter2",  # pragma: allowlist secret
    PUBLIC: "https://dossier.example.com",
}
WHOLE = [(BOT, APP), (BOT, SECRET), (BOT, APP, SECRET), (ID, CLIENT_SECRET, PUBLIC, SECRET), (BOT, SECRET, PUBLIC)]
WRONG = [
    ((APP,), BOT),
    ((SECRET,), BOT),
    ((BOT,), SECRET),
    ((BOT, PUBLIC), APP),
    ((ID, APP), CLIENT_SECRET),
    ((CLIENT_SECRET, SECRET, PUBLIC), ID),
    ((BOT, APP, ID), CLIENT_SECRET),
    ((ID, CLIENT_SECRET, SECRET), PUBLIC),
    ((ID, CLIENT_SECRET, PUBLIC), SECRET),
]


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Stand in an empty folder with no setting set."""
    monkeypatch.chdir(tmp_path)
    for name in (*VALUES, "SLACK_API_URL"):
        monkeypatch.delenv(name, raising=False)


def put(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    for name in names:
        monkeypatch.setenv(name, VALUES[name])


def test_without_any_of_them_there_is_no_slack() -> None:
    assert not load().has_slack
    assert str(load().slack_api_url) == "https://slack.com/api/"


@pytest.mark.parametrize("names", WHOLE)
def test_a_slack_that_can_send_and_hear_is_taken(monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]) -> None:
    put(monkeypatch, *names)
    assert load().has_slack


@pytest.mark.parametrize(("names", "missing"), WRONG)
def test_a_slack_that_is_not_whole_is_one_line_that_names_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], names: tuple[str, ...], missing: str
) -> None:
    put(monkeypatch, *names)
    with pytest.raises(WrongSetting, match=missing):
        load()
    for command in ("serve", "doctor"):
        monkeypatch.setattr(sys, "argv", ["dossier", command])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert (ended.value.code, said.out, said.err.count("\n")) == (2, "", 1)
        assert missing in said.err
        assert "hunter2" not in said.err


def test_a_wrong_address_of_slack_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_API_URL", "ftp://hunter2")
    with pytest.raises(WrongSetting, match=r"^SLACK_API_URL ") as wrong:
        load()
    assert "hunter2" not in str(wrong.value)


def test_a_setting_with_nothing_behind_it_is_not_set(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("".join(f"{name}=\n" for name in (*VALUES, "DOSSIER_PORT", "DOSSIER_MASTER_KEY")))
    settings = load()
    assert (settings.has_slack, settings.port, settings.master_key) == (False, 8080, None)


def test_secrets_of_slack_are_not_shown_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, BOT, APP, SECRET, PUBLIC, CLIENT_SECRET)
    monkeypatch.setenv(ID, "1000.2000")
    shown: Settings = load()
    assert "hunter2" not in repr(shown) + str(shown)
