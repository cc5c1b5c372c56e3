"""Defects taken in from the command line: shown first, written when told to, the same again nothing."""

import base64
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.scenarios.test_importing_defects import JIRA, ZENTAO, defects
from tests.team import Team

KEY = base64.b64encode(b"k" * 32).decode()


def run(monkeypatch: pytest.MonkeyPatch, team: Team, *arguments: str) -> Result:
    """Run the command on a team's database."""
    monkeypatch.setenv("DOSSIER_DATABASE_URL", team.database.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("DOSSIER_MASTER_KEY", KEY)
    return CliRunner().invoke(app, ["import-defects", *arguments])


def test_a_table_is_shown_then_written_and_the_second_time_nothing_is_new(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "jira.csv"
    file.write_text(JIRA, encoding="utf-8")

    shown = run(monkeypatch, team, str(file), "ABC")
    assert (shown.exit_code, shown.output.splitlines()[0]) == (0, "2 new, 0 changed, 0 as they were, 0 unreadable")
    assert defects(team) == {}

    assert run(monkeypatch, team, str(file), "ABC", "--write").exit_code == 0
    assert sorted(defects(team)) == ["ABC-12", "ABC-13"]
    assert [card.text for card in team.posted("abc")] == ["📥 李雷 从表格导入了缺陷：新增 2，更新 0"]
    again = run(monkeypatch, team, str(file), "ABC", "--write")
    assert again.output.startswith("0 new, 0 changed, 2 as they were")


def test_rows_that_cannot_be_read_are_named_and_columns_can_be_chosen(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "zentao.csv"
    file.write_bytes(ZENTAO.encode("gb18030"))
    shown = run(monkeypatch, team, str(file), "ABC")
    assert "✗ row 6: reference: This id has been there before" in shown.output

    file.write_text("号码,内容\n1,白屏\n", encoding="utf-8")
    lost = run(monkeypatch, team, str(file), "ABC")
    assert (lost.exit_code, lost.output.count("\n")) == (2, 1)
    assert "No column was recognised for reference, title. The file has: 号码, 内容." in lost.output
    assert "--column reference=… --column title=…" in lost.output
    for given, told in (
        ("title=标题", "The file has no column 标题. It has: 号码, 内容"),
        ("titel=内容", "There is no field titel. The fields are: reference, title, severity"),
        ("内容", "--column 内容: write it as field=column, such as title=Summary"),
    ):
        mistaken = run(monkeypatch, team, str(file), "ABC", "--column", given)
        assert (mistaken.exit_code, mistaken.output.count("\n")) == (2, 1)
        assert told in mistaken.output
    columns = ("--column", "reference=号码", "--column", "title=内容")
    assert run(monkeypatch, team, str(file), "ABC", *columns, "--write").exit_code == 0
    assert defects(team)["1"]["title"] == "白屏"


def test_what_is_not_there_is_one_line_and_code_2(team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "broken.xlsx"
    file.write_bytes(b"PK\x03\x04")
    for arguments in ((str(tmp_path / "none"), "ABC"), (str(file), "ABC"), (str(file), "nobody")):
        ended = run(monkeypatch, team, *arguments)
        assert (ended.exit_code, ended.output.count("\n")) == (2, 1)
