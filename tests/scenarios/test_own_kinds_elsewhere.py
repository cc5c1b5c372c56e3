"""Own kinds beyond the chat: from the command line, into another installation, and on PostgreSQL."""

import base64
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.exports.command_line import read_import
from bot.own_kinds import example
from dossier.own.checking import checked
from dossier.own.text import WrongFile
from storage import migrations
from storage.archive_parts import Broken
from storage.database import Database
from storage.organisations import everyone, product
from storage.store import Store
from tests.archives import unchained
from tests.scenarios.test_carrying_over import OTHER_KEY, VAULT, exported
from tests.scenarios.test_own_kinds import SMALL
from tests.team import START, Team

KEY = base64.b64encode(b"k" * 32).decode()


def run(monkeypatch: pytest.MonkeyPatch, team: Team, *arguments: str) -> Result:
    """Run a command on a team's database."""
    monkeypatch.setenv("DOSSIER_DATABASE_URL", team.database.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("DOSSIER_MASTER_KEY", KEY)
    return CliRunner().invoke(app, ["kinds", *arguments])


def set_(team: Team, content: str = SMALL) -> None:
    """Have a file count."""
    team.write("wangfang", lambda store: store.own_kinds.keep(content, checked(content.encode())))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give a file of kinds."""
    written = tmp_path / "kinds.yaml"
    written.write_text(SMALL, encoding="utf-8")
    return written


def test_a_file_is_checked_without_any_database(file: Path) -> None:
    fine = CliRunner().invoke(app, ["kinds", "check", str(file)])
    assert (fine.exit_code, fine.output) == (0, "✓ 1 kinds, 0 added fields\n")

    file.write_text(SMALL.replace("en: demo-day", "en: status"), encoding="utf-8")
    wrong = CliRunner().invoke(app, ["kinds", "check", str(file)])
    assert wrong.exit_code == 1
    assert wrong.output == "✗ line 3 · kinds › demo › command › en: “status” is a command or a common word already\n"

    nothing = CliRunner().invoke(app, ["kinds", "check", str(file / "none")])
    assert (nothing.exit_code, nothing.output.count("\n")) == (2, 1)


def test_a_file_is_set_for_one_organisation(team: Team, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    which = run(monkeypatch, team, "set", str(file))
    assert (which.exit_code, which.output) == (2, "which organisation? There are: 星河软件; Nordwind\n")

    done = run(monkeypatch, team, "set", str(file), "--organisation", "星河软件")
    assert done.exit_code == 0, done.output
    team.say("lilei", "/档案 演示 第一次")
    assert "第一次" in team.posted("abc")[-1].text
    assert team.read("bob", lambda store: store.own_kinds.file(), "nordwind") == ""

    file.write_text("kinds: []", encoding="utf-8")
    used = run(monkeypatch, team, "set", str(file), "--organisation", "星河软件")
    assert used.exit_code == 1
    assert "There are records of “Demo day”" in used.output


@pytest.fixture
def empty(tmp_path: Path) -> Database:
    """Give an empty installation."""
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    migrations.upgrade(database)
    return database


def test_a_dossier_takes_its_own_kinds_along_and_is_identical(team: Team, empty: Database, tmp_path: Path) -> None:
    set_(team, example())
    team.say("lilei", "/档案 研讨 管理员研讨 | 客户电话: 13876543210")
    team.say("lilei", "/issue 支付失败 | 环境: 生产")
    team.write("wangfang", lambda store: store.own_kinds.give_up())
    first = exported(team.database, team.app.keyring, "ABC", tmp_path / "first", team.app.vault)

    read_import(empty, OTHER_KEY, VAULT, first)

    assert exported(empty, OTHER_KEY, "ABC", tmp_path / "second").read_bytes() == first.read_bytes()


def test_an_archive_of_kinds_that_are_not_here_is_refused(team: Team, empty: Database, tmp_path: Path) -> None:
    set_(team)
    team.say("lilei", "/档案 演示 第一次")
    archive = exported(team.database, team.app.keyring, "ABC", tmp_path, team.app.vault)
    read_import(empty, OTHER_KEY, VAULT, archive)
    ((row, _, uid, key),) = empty.read(everyone)

    def other(connection: object) -> None:
        store = Store(connection, product(row), START, OTHER_KEY.organisation(uid, key))  # type: ignore[arg-type]
        with pytest.raises(WrongFile):
            store.own_kinds.keep("", checked(b"kinds: []"))

    empty.write(other)
    content = unchained(json.loads(archive.read_text("utf-8")))
    del content["kinds"]
    archive.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(Broken, match="the kind own_demo is unknown here"):
        read_import(empty, OTHER_KEY, VAULT, archive)

    content = {"kinds": {"kinds": [{"key": "demo"}]}, **content}
    archive.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(Broken, match="no archive"):
        read_import(empty, OTHER_KEY, VAULT, archive)


def test_what_is_given_up_and_set_again_has_one_name_each(team: Team) -> None:
    set_(team)
    team.say("lilei", "/档案 演示 第一次")
    team.write("wangfang", lambda store: store.own_kinds.give_up())
    set_(team)

    kinds = team.read("wangfang", lambda store: [kind.name for kind in store.kinds])
    assert len(kinds) == len(set(kinds))
