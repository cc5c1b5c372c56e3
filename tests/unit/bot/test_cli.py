"""The command line: quick, one line for what is wrong with exit code 2, and output that machines can read."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest

from bot.cli import main
from chat.router import router
from storage.database import Database
from storage.migrations import newest
from storage.secrets import decode_master_key, new_master_key
from tests.team import Team

ROOT = Path(__file__).parents[3]
HEAVY = {"starlette", "sqlalchemy", "uvicorn", "pydantic_settings", "alembic", "pydantic", "structlog", "cryptography"}
HEAVY |= {"slack_sdk", "slack_bolt", "aiohttp"}


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: object
    out: str
    err: str


Dossier = Callable[..., Ended]


@pytest.fixture
def dossier(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Dossier:
    """Give the `dossier` command, run in an empty folder with no setting but those given."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "MASTER_KEY", "PUBLIC_URL", "TIMEZONE", "LANGUAGE", "HOST", "PORT"):
        monkeypatch.delenv(f"DOSSIER_{name}", raising=False)

    def run(*arguments: str, **settings: str) -> Ended:
        for name, value in settings.items():
            monkeypatch.setenv(f"DOSSIER_{name}", value)
        monkeypatch.setattr(sys, "argv", ["dossier", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Ended(ended.value.code, said.out, said.err)

    return run


def test_help_loads_neither_web_server_nor_database_nor_settings() -> None:
    script = "import sys; sys.argv = ['dossier', '--help']\nfrom bot.cli import main\ntry: main()\n"
    script += "except SystemExit: print('loaded', *sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert "typer" in loaded
    assert HEAVY & loaded == set()
    for command in ("demo", "serve", "doctor", "verify", "db", "manifest", "key", "version"):
        assert command in done.stdout


def test_without_a_command_there_is_help(dossier: Dossier) -> None:
    ended = dossier()
    assert "Usage" in ended.out + ended.err


def test_the_version_is_printed(dossier: Dossier) -> None:
    ended = dossier("version")
    assert ended.code == 0
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", ended.out)


def test_a_new_key_is_a_line_for_the_settings(dossier: Dossier) -> None:
    name, _, key = dossier("key").out.strip().partition("=")
    assert name == "DOSSIER_MASTER_KEY"
    assert len(decode_master_key(key)) == 32


@pytest.mark.parametrize(
    "command", [("serve",), ("demo",), ("doctor",), ("db", "upgrade"), ("db", "check"), ("db", "backup"), ("verify",)]
)
def test_a_wrong_setting_ends_every_command_with_one_line_and_code_2(dossier: Dossier, command: list[str]) -> None:
    ended = dossier(*command, TIMEZONE="Mars/hunter2")
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err.startswith("DOSSIER_TIMEZONE ")
    assert ended.err.count("\n") == 1
    assert "hunter2" not in ended.err


def test_the_server_does_not_start_without_a_master_key(dossier: Dossier) -> None:
    ended = dossier("serve")
    assert (ended.code, ended.err.partition(" ")[0]) == (2, "DOSSIER_MASTER_KEY")


def test_the_server_does_not_start_with_another_databases_key(dossier: Dossier, sqlite_database_url: str) -> None:
    Team.on(sqlite_database_url).close()
    ended = dossier("serve", "--port", "0", DATABASE_URL=sqlite_database_url, MASTER_KEY=new_master_key())
    assert (ended.code, ended.err.partition(" ")[0]) == (2, "DOSSIER_MASTER_KEY")


def test_the_doctor_says_what_is_wrong_and_how_to_mend_it_and_ends_with_code_1(dossier: Dossier) -> None:
    ended = dossier("doctor")
    assert ended.code == 1
    assert "✗ master key: not set\n    → run `dossier key`" in ended.out


def test_the_demo_listens_on_this_machine_alone(dossier: Dossier, tmp_path: Path) -> None:
    ended = dossier("demo", "--host", "0.0.0.0", "--data", str(tmp_path / "demo"))
    assert (ended.code, ended.err.partition(" ")[0]) == (2, "DOSSIER_HOST")
    assert not (tmp_path / "demo").exists()


def test_a_database_is_made_and_the_second_time_left_alone(dossier: Dossier) -> None:
    assert dossier("db", "upgrade").out == f"migrated to {newest()}\n"
    assert dossier("db", "upgrade").out == f"already at {newest()}\n"
    assert dossier("db", "check").code == 0


def test_a_database_that_was_not_migrated_is_found_out(dossier: Dossier) -> None:
    ended = dossier("db", "check")
    assert ended.code == 1
    assert "dossier db upgrade" in ended.out


def test_a_backup_is_written_where_it_says(dossier: Dossier) -> None:
    dossier("db", "upgrade")
    copy = Path(dossier("db", "backup").out.strip())
    assert copy.name.startswith("dossier.db.")
    assert dossier("db", "check", DATABASE_URL=f"sqlite:///{copy}").code == 0


def test_a_backup_is_written_where_it_is_told(dossier: Dossier, tmp_path: Path) -> None:
    dossier("db", "upgrade")
    assert dossier("db", "backup", str(tmp_path / "copy.db")).out == f"{tmp_path / 'copy.db'}\n"
    opened = Database(f"sqlite:///{tmp_path / 'copy.db'}")
    assert opened.now()
    opened.close()


def test_a_backup_of_nothing_or_to_nowhere_is_one_line_and_code_2(dossier: Dossier, tmp_path: Path) -> None:
    nothing = dossier("db", "backup")
    assert (nothing.code, nothing.err.count("\n"), list(tmp_path.iterdir())) == (2, 1, [])
    dossier("db", "upgrade")
    nowhere = dossier("db", "backup", str(tmp_path / "no" / "copy.db"))
    assert (nowhere.code, nowhere.err.count("\n")) == (2, 1)


def test_a_backup_overwrites_nothing(dossier: Dossier, tmp_path: Path) -> None:
    dossier("db", "upgrade")
    (tmp_path / "copy.db").write_text("precious")
    ended = dossier("db", "backup", str(tmp_path / "copy.db"))
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert (tmp_path / "copy.db").read_text() == "precious"


def test_a_postgresql_database_is_backed_up_by_its_own_tool(dossier: Dossier) -> None:
    ended = dossier("db", "backup", DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")
    assert ended.code == 2
    assert "pg_dump" in ended.err


def test_the_manifest_for_slack_is_as_slack_wants_it(dossier: Dossier) -> None:
    schema = json.loads(Path(__file__).with_name("slack-manifest.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(dossier("manifest", "slack").out), schema)


def test_the_manifest_for_slack_by_http_has_the_servers_address(dossier: Dossier) -> None:
    ended = dossier("manifest", "slack", "--public-url", "https://dossier.example.com/", "--oauth")
    assert ended.code == 0
    made = json.loads(ended.out)
    assert made["settings"]["event_subscriptions"]["request_url"] == "https://dossier.example.com/slack/events"
    assert made["oauth_config"]["redirect_urls"] == ["https://dossier.example.com/slack/oauth_redirect"]


@pytest.mark.parametrize(
    "options",
    [("--oauth",), ("--public-url", "http://dossier.example.com"), ("--public-url", "https://"), ("--public-url", "x")],
)
def test_a_manifest_that_slack_would_refuse_is_one_line_and_code_2(dossier: Dossier, options: tuple[str, ...]) -> None:
    ended = dossier("manifest", "slack", *options)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert "--public-url" in ended.err


@pytest.mark.parametrize("platform", ["slack", "feishu"])
def test_a_manifest_names_every_top_command_in_both_languages(dossier: Dossier, platform: str) -> None:
    ended = dossier("manifest", platform)
    assert ended.code == 0
    names = set(re.findall(r'"command": "/?([^"]+)"', json.dumps(json.loads(ended.out), ensure_ascii=False)))
    assert names >= {name for each in router.under(None) for name in (each.name, each.zh)}


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////nonexistent/folder/x.db",
        "sqlite:///not-a-database",
        "postgresql://nobody:hunter2@127.0.0.1:1/x",  # pragma: allowlist secret
        "postgresql://nobody:hunter2@h:port/x",  # pragma: allowlist secret
    ],
)
@pytest.mark.parametrize("command", [("serve", "--port", "0"), ("db", "upgrade")])
def test_a_database_that_cannot_be_used_is_one_line_and_code_2(
    dossier: Dossier, tmp_path: Path, command: tuple[str, ...], url: str
) -> None:
    (tmp_path / "not-a-database").write_text("a letter, perhaps")
    ended = dossier(*command, DATABASE_URL=url, MASTER_KEY=new_master_key())
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert ended.err.startswith("DOSSIER_DATABASE_URL")
    assert "hunter2" not in ended.err


def test_a_backup_of_what_is_no_database_leaves_no_file(dossier: Dossier, tmp_path: Path) -> None:
    (tmp_path / "dossier.db").write_text("a letter, perhaps")
    ended = dossier("db", "backup")
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert [file.name for file in tmp_path.iterdir()] == ["dossier.db"]


@pytest.mark.parametrize("taken", ["a file in its place", "no database in it"])
def test_the_demo_in_a_folder_that_cannot_be_used_is_one_line_and_code_2(
    dossier: Dossier, tmp_path: Path, taken: str
) -> None:
    file = tmp_path / "demo" / "dossier.db" if taken == "no database in it" else tmp_path / "demo"
    file.parent.mkdir(exist_ok=True)
    file.write_text("a letter, perhaps")
    ended = dossier("demo", "--port", "0", "--data", str(tmp_path / "demo"))
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert ended.err.startswith(f"--data {tmp_path / 'demo'} cannot be used: ")


def test_a_server_without_any_platform_says_so_after_its_address(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "serve", "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DOSSIER_MASTER_KEY": new_master_key(), "DOSSIER_ZONE": "x"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=pipe, stderr=pipe, text=True) as server:
        assert server.stdout is not None
        assert server.stderr is not None
        said = [server.stdout.readline(), server.stdout.readline()]
        warned = server.stderr.readline()
        server.terminate()
    assert warned == "DOSSIER_ZONE: there is no such setting, so it is ignored; did you mean DOSSIER_TIMEZONE?\n"
    assert said[0].startswith("Dossier: http://127.0.0.1:")
    assert said[1].startswith("no platform is set up: see README")
