"""Kept files that are gone or damaged: named, and nothing else is held up by them."""

import base64
import io
import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from chat.messages import Button
from dossier.fields import FileRef
from storage.secrets import KEY_BYTES
from tests.scenarios.test_exporting import cards, export
from tests.scenarios.test_keeping_files import lying, places
from tests.team import Team

FILES = {"whole.txt": b"whole " * 50, "damaged.txt": b"damaged " * 50, "gone.txt": b"gone " * 50}


@pytest.fixture
def broken(team: Team) -> Team:
    """Three issues with a file each; of the second a byte has turned in the store of files, the third is not there."""
    for name, content in FILES.items():
        team.platform.files[name] = content
        file = FileRef(id=name, name=name, size=len(content), type="text/plain")
        team.say("lilei", f"/issue 支付失败 {name}", files=(file,))
        team.app.jobs.work_due()
    _, damaged, gone = ({each.name: each for each in lying(team)}[place.rpartition("/")[2]] for place in places(team))
    sealed = bytearray(damaged.read_bytes())
    sealed[-1] ^= 1
    damaged.write_bytes(sealed)
    gone.unlink()
    return team


def test_a_zip_has_all_the_rest_and_its_index_and_message_name_them(broken: Team) -> None:
    _, content = export(broken, "lilei", "zip")

    packed = zipfile.ZipFile(io.BytesIO(content))
    assert [packed.read(each) for each in packed.namelist() if each.endswith(".txt")] == [FILES["whole.txt"]]
    index = packed.read("index.html").decode()
    for name in ("damaged.txt", "gone.txt"):
        assert f"⚠️ {name}" in index
    assert "丢失或损坏" in index
    done = cards(broken, "lilei")[-1].text
    assert "2 个文件没有放进去" in done
    assert all(name in done for name in ("damaged.txt", "gone.txt"))
    assert "whole.txt" not in done


def test_the_json_has_all_the_rest(broken: Team) -> None:
    _, content = export(broken, "wangfang", "json")

    files = {file["name"]: file["content"] for file in json.loads(content)["files"]}
    assert files["damaged.txt"] is files["gone.txt"] is None
    assert base64.b64decode("".join(files["whole.txt"])) == FILES["whole.txt"]
    assert "gone.txt" in cards(broken, "wangfang")[-1].text


def test_the_command_line_names_them_beside_the_file(
    broken: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOSSIER_MASTER_KEY", base64.b64encode(b"k" * KEY_BYTES).decode())
    monkeypatch.setenv("DOSSIER_DATABASE_URL", broken.database.url)

    made = CliRunner().invoke(app, ["export", "ABC", "--format", "zip", "--out", "there"])

    assert made.exit_code == 0, made.output
    assert all(name in made.stderr for name in ("damaged.txt", "gone.txt"))
    assert "whole.txt" not in made.stderr


@pytest.mark.parametrize("name", ["damaged.txt", "gone.txt"])
def test_whoever_opens_one_is_told_that_it_is_lost(broken: Team, name: str) -> None:
    number = list(FILES).index(name) + 1
    record = broken.read("lilei", lambda store: store.records.by_number(broken.dossier, number))
    uid = record.content["attachments"][0]["id"]

    broken.press(Button("📎", "open-file", {"record": record.line.uid, "file": uid}), "lilei")
    broken.app.jobs.work_due()

    assert any(name in each.text and "丢失或损坏" in each.text for each in broken.told("lilei"))
