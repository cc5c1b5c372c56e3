"""An archive that was changed after it was exported is refused, the first thing in it that does not fit is named."""

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.exports.command_line import read_import
from dossier.fields import FileRef
from dossier.tiers import Tier
from storage.database import Database
from storage.tables import files
from tests.archives import refused, unchained
from tests.scenarios.test_carrying_over import OTHER_KEY, VAULT, exported
from tests.team import Team


@pytest.fixture
def archive(team: Team, tmp_path: Path) -> Path:
    """The archive of a dossier with two records, one of two versions, and a file."""
    team.platform.files["f1"] = b"signed"
    file = FileRef(id="f1", name="签字件.txt", size=6, type="text/plain")
    team.say("lilei", "/minutes 需求评审 | 参会人: 李雷 | 决定: 用微信登录", files=(file,))
    team.say("ann", "/issue 支付失败")
    mended = {"title": "支付全失败", "status": "open"}
    team.write("ann", lambda s: s.records.change(s.records.by_number(team.dossier, 2), mended, "看错"))
    team.app.jobs.work_due()
    return exported(team.database, team.app.keyring, "ABC", tmp_path, team.app.vault)


def _decision(whole: dict[str, Any]) -> None:
    whole["records"][0]["revisions"][0]["content"]["decisions"] = "用短信登录"


def _author(whole: dict[str, Any]) -> None:
    whole["records"][1]["revisions"][1]["author"] = whole["records"][0]["author"]


def _last_version(whole: dict[str, Any]) -> None:
    del whole["records"][1]["revisions"][1]


def _mark(whole: dict[str, Any]) -> None:
    whole["records"][1]["shared"] = True


def _no_record(whole: dict[str, Any]) -> None:
    del whole["records"][0]
    whole["files"] = []


def _tier(whole: dict[str, Any]) -> None:
    whole["members"][-1]["tier"] = "manager"


def _rank(whole: dict[str, Any]) -> None:
    next(each for each in whole["people"] if each["name"] == "Ann")["tier"] = int(Tier.MANAGER)


def _content(whole: dict[str, Any]) -> None:
    whole["files"][0]["content"] = [base64.b64encode(b"forged").decode()]


def _lost(whole: dict[str, Any]) -> None:
    whole["files"][0]["content"] = None


def _name(whole: dict[str, Any]) -> None:
    whole["files"][0]["name"] = "别的.txt"


def _no_hash(whole: dict[str, Any]) -> None:
    del whole["records"][0]["revisions"][0]["hash"]


def _no_end(whole: dict[str, Any]) -> None:
    del whole["chain"]


def _older(whole: dict[str, Any]) -> None:
    whole["version"] = 2


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_decision, "record 1, version 1 was changed after it was exported"),
        (_author, "record 2, version 2 was changed after it was exported"),
        (_last_version, "record 2 was changed, or something in front of it taken out"),
        (_mark, "record 2 was changed"),
        (_no_record, "record 2 was changed, or something in front of it taken out"),
        (_tier, "what is said of the dossier and its members was changed"),
        (_rank, "the person Ann was changed"),
        (_content, "the file 签字件.txt: its content was changed"),
        (_lost, "the file 签字件.txt: its content was changed"),
        (_name, "the file 别的.txt was changed"),
        (_no_hash, "record 1, version 1 was changed"),
        (_no_end, "the end of the archive was changed or taken out"),
        (_older, "its version does not fit its hashes"),
    ],
)
def test_what_was_changed_is_named_and_nothing_is_written(
    archive: Path, empty: Database, harm: Callable[[dict[str, Any]], None], said: str
) -> None:
    whole = json.loads(archive.read_text("utf-8"))
    harm(whole)
    archive.write_text(json.dumps(whole), "utf-8")

    refused(empty, OTHER_KEY, VAULT, archive, said)


def test_the_files_are_listed_with_their_hashes_and_sizes(archive: Path) -> None:
    (file,) = json.loads(archive.read_text("utf-8"))["files"]

    assert (file["name"], file["size"], file["type"]) == ("签字件.txt", 6, "text/plain")
    assert file["sha256"] == hashlib.sha256(b"signed").hexdigest()


def test_what_is_whole_is_taken_in_and_its_hash_told(archive: Path, empty: Database) -> None:
    assert read_import(empty, OTHER_KEY, VAULT, archive).digest == hashlib.sha256(archive.read_bytes()).hexdigest()


def test_a_file_that_is_called_like_a_path_is_called_by_its_last_part(archive: Path, empty: Database) -> None:
    whole = unchained(json.loads(archive.read_text("utf-8")))
    whole["files"][0]["name"] = "../../签字件.txt"
    archive.write_text(json.dumps(whole), "utf-8")
    read_import(empty, OTHER_KEY, VAULT, archive)
    assert empty.read(lambda connection: list(connection.execute(select(files.c.name)).scalars())) == ["签字件.txt"]
