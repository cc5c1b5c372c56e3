"""The doctor: finds each thing that is not well, and says how to mend it."""

import base64
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.doctor import examine
from bot.findings import Finding
from bot.settings import WrongSetting
from chat.platform import Failed
from storage.secrets import new_master_key
from tests.team import Team

KEY = base64.b64encode(b"k" * 32).decode()


@pytest.fixture
def team_url(sqlite_database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Give the URL of a healthy database, which the settings are about."""
    Team.on(sqlite_database_url).close()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOSSIER_DATABASE_URL", sqlite_database_url)
    monkeypatch.setenv("DOSSIER_MASTER_KEY", KEY)
    return sqlite_database_url


def ill() -> Finding:
    """Give the one thing that is not well, with how to mend it."""
    (finding,) = [finding for finding in examine() if not finding.well]
    assert finding.mend
    return finding


@pytest.mark.usefixtures("team_url")
def test_a_healthy_installation_is_well_in_every_respect() -> None:
    findings = examine()
    assert [finding.what.partition(":")[0] for finding in findings] == [
        "settings",
        "database",
        "clock",
        "master key",
        "dead letters",
        "files",
    ]
    assert all(finding.well for finding in findings)


@pytest.mark.usefixtures("team_url")
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOSSIER_TIMEZONE", "Mars/hunter2")
    with pytest.raises(WrongSetting, match="DOSSIER_TIMEZONE") as wrong:
        examine()
    assert "hunter2" not in str(wrong.value)


@pytest.mark.usefixtures("team_url")
def test_a_misspelt_setting_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOSSIER_LANGAUGE", "en-US")
    monkeypatch.setenv("SLACK_WEBHOOK_URL", "of another program")
    assert "DOSSIER_LANGAUGE" in ill().what
    assert "DOSSIER_LANGUAGE" in ill().mend


@pytest.mark.usefixtures("team_url")
def test_a_missing_key_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOSSIER_MASTER_KEY")
    assert "master key" in ill().what
    assert "dossier key" in ill().mend


@pytest.mark.usefixtures("team_url")
def test_a_key_that_does_not_open_the_database_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOSSIER_MASTER_KEY", new_master_key())
    assert "master key" in ill().what
    assert "DOSSIER_MASTER_KEY" in ill().mend


@pytest.mark.usefixtures("team_url")
def test_a_database_that_was_not_migrated_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOSSIER_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    assert "dossier db upgrade" in ill().mend
    assert not (tmp_path / "new.db").exists()
    (tmp_path / "new.db").touch()
    assert "dossier db upgrade" in ill().mend


@pytest.mark.usefixtures("team_url")
def test_a_database_that_does_not_answer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOSSIER_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    assert "does not answer" in ill().what
    assert "DOSSIER_DATABASE_URL" in ill().mend


def test_dead_letters_are_found(team_url: str, tmp_path: Path) -> None:
    with Team.on(team_url) as team:
        team.platform.fail_next(Failed("channel_is_archived"))
        team.say("lilei", "/issue 支付失败")
        team.deliver()
    assert ill().what == "dead letters: 1"
    assert ill().mend.startswith("owners were told in 1 message ")


def test_it_does_not_say_that_owners_were_told_who_were_not(team_url: str) -> None:
    with Team.on(team_url) as team:
        team.platform.gone |= {"abc", "lilei"}
        team.say("lilei", "/issue 支付失败")
        team.deliver()
        team.deliver()
    assert ill().what == "dead letters: 2"
    assert ill().mend.startswith("owners were told in 0 messages ")


def test_a_search_index_that_does_not_match_is_found(team_url: str) -> None:
    with Team.on(team_url) as team:
        team.say("lilei", "/issue 支付失败")
        team.database.write(
            lambda connection: connection.execute(text("INSERT INTO search_index (search_index) VALUES ('delete-all')"))
        )
    assert "search index" in ill().what


@pytest.mark.usefixtures("team_url")
def test_a_folder_that_is_not_there_is_to_be_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOSSIER_DATABASE_URL", f"sqlite:///{tmp_path / 'nowhere' / 'x.db'}")
    assert ill().what == f"database: there is no folder {tmp_path / 'nowhere'}"
    assert "db upgrade" not in ill().mend
