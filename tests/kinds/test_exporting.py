"""Every kind's records are exported in every form, and carried over into another installation as they are."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from bot.exports.command_line import read_import, write_export
from chat.voice import Voice
from chat.written import written
from dossier.fields import Input
from dossier.kinds import Kind, kinds
from dossier.language import Language
from dossier.views import Saved
from storage import migrations
from storage.blobs import Blobs
from storage.database import Database
from storage.secrets import KEY_BYTES, Keyring
from storage.vault import Vault
from tests.kinds.entries import enter
from tests.kinds.samples import alone
from tests.scenarios.test_exporting import words_in
from tests.team import DEFAULT, ZONE, Team

OTHER_KEY = Keyring(b"z" * KEY_BYTES)


def made(team: Team, folder: Path, what: str, form: str) -> bytes:
    """Write an export on the server and give its content."""
    words = ("ABC", what, form)
    file = write_export(
        team.database, team.app.keyring, team.app.vault, DEFAULT, words, folder, lambda done, total: None
    ).path
    assert file.suffix == f".{form}"
    return file.read_bytes()


def masked(team: Team, kind: Kind) -> Saved:
    """Enter a record of a kind and give it as an export shows it that was not asked for what is sensitive."""
    entered = enter(team, kind)
    return team.read("wangfang", lambda store: store.records.get(entered.line.uid))


def test_everything_visible_stands_in_the_word_document_and_the_pdf(kind: Kind, team: Team, tmp_path: Path) -> None:
    saved = masked(team, kind)
    voice = Voice(Language.ZH, ZONE, team.clock.now())
    shown = {
        line
        for spec in kind.fields
        if spec.input not in (Input.ATTACHMENTS, Input.ROWS)
        for line in written(spec, saved.content.get(spec.name), voice).splitlines()
    }

    document = words_in(made(team, tmp_path, f"#{saved.line.number}", "docx"))
    assert [line for line in shown if line not in document] == []

    pages = pypdfium2.PdfDocument(made(team, tmp_path, f"#{saved.line.number}", "pdf"))
    text = "".join(pages[at].get_textpage().get_text_bounded() for at in range(len(pages)))
    assert [line for line in shown if "".join(line.split()) not in "".join(text.split())] == []


def test_the_sheets_have_a_column_for_each_field_and_a_row_for_each_record(
    kind: Kind, team: Team, tmp_path: Path
) -> None:
    saved = masked(team, kind)
    labels = [spec.label.zh for spec in kind.fields]

    sheet = openpyxl.load_workbook(io.BytesIO(made(team, tmp_path, kind.name, "xlsx"))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][1 : len(labels) + 1] == labels
    assert sheet["A2"].value == saved.line.number

    rows = list(csv.reader(io.StringIO(made(team, tmp_path, kind.name, "csv").decode("utf-8-sig"))))
    assert rows[0][1 : len(labels) + 1] == labels
    assert len(rows) == 2

    (record,) = json.loads(made(team, tmp_path, kind.name, "json"))["records"]
    assert record["content"] == dict(saved.content)


@pytest.fixture
def everything(team: Team) -> Team:
    """Give a dossier with a record of every kind."""
    for each in kinds():
        enter(team, each, alone(each))
    team.app.jobs.work_due()
    return team


def test_all_kinds_are_carried_over_as_they_are(everything: Team, tmp_path: Path) -> None:
    first = made(everything, tmp_path / "first", "dossier", "json")
    empty, vault = Database(f"sqlite:///{tmp_path / 'empty.db'}"), Vault(Blobs("memory://"))
    migrations.upgrade(empty)
    (file,) = (tmp_path / "first").iterdir()

    read_import(empty, OTHER_KEY, vault, file)

    words = ("ABC", "dossier", "json")
    second = write_export(empty, OTHER_KEY, vault, DEFAULT, words, tmp_path / "second", lambda done, total: None).path
    assert second.read_bytes() == first
    assert {each["kind"] for each in json.loads(first)["records"]} == {kind.name for kind in kinds()}
    empty.close()


def test_a_whole_dossier_has_a_chapter_of_every_kind(everything: Team, tmp_path: Path) -> None:
    document = words_in(made(everything, tmp_path, "dossier", "docx"))
    assert [kind.name for kind in kinds() if f"{kind.label.zh} (1)" not in document] == []
    sheets = openpyxl.load_workbook(io.BytesIO(made(everything, tmp_path, "dossier", "xlsx"))).sheetnames
    assert sorted(sheets) == sorted(kind.label.zh for kind in kinds())
