"""What attached files are called goes along in an archive: exported again elsewhere, all has the names it had."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from bot.exports.command_line import read_import, write_export
from chat.events import MessagePosted
from dossier.fields import FileRef
from storage.database import Database
from storage.secrets import Keyring
from storage.vault import Vault
from tests.archives import refused, unchained
from tests.scenarios.test_carrying_over import OTHER_KEY, VAULT, exported
from tests.team import DEFAULT, Team, form_in

NAME = "ABC_问题_20261118_v1.txt"


def attach(team: Team, content: bytes) -> None:
    uid = f"f{len(team.platform.files)}"
    team.platform.files[uid] = content
    file = FileRef(id=uid, name=NAME, size=len(content), type="text/plain")
    team.handle(MessagePosted(team.source("lilei", None), "#1", (file,)))
    team.app.jobs.work_due()


def names_in_zip(database: Database, keyring: Keyring, vault: Vault, folder: Path) -> list[str]:
    made = write_export(database, keyring, vault, DEFAULT, ("ABC", "dossier", "zip"), folder, lambda done, total: None)
    return zipfile.ZipFile(io.BytesIO(made.path.read_bytes())).namelist()


def test_a_file_whose_content_was_replaced_has_the_same_name_there(team: Team, empty: Database, tmp_path: Path) -> None:
    team.say("lilei", "/issue 支付失败")
    for content in (b"one", b"two", b"three"):
        attach(team, content)
    here = names_in_zip(team.database, team.app.keyring, team.app.vault, tmp_path / "here")
    assert any(each.endswith("ABC_问题_20261118_v3.txt") for each in here)

    read_import(empty, OTHER_KEY, VAULT, exported(team.database, team.app.keyring, "ABC", tmp_path, team.app.vault))
    assert names_in_zip(empty, OTHER_KEY, VAULT, tmp_path / "there") == here


def test_names_are_built_there_as_they_were_here(team: Team, empty: Database, tmp_path: Path) -> None:
    team.say("lilei", "/issue 支付失败")
    form = form_in(team.say("wangfang", "/档案 命名"))
    pattern = "项目阶段_客户简称_日期[YYYY-MM-DD]_版本号[V01]"
    team.submit(form, "wangfang", pattern=pattern, language="en-US", stages="Kick-off")
    here = names_in_zip(team.database, team.app.keyring, team.app.vault, tmp_path / "here")
    assert any(each.endswith("Issue_ABC_2026-11-18_V01.docx") for each in here)

    file = exported(team.database, team.app.keyring, "ABC", tmp_path, team.app.vault)
    read_import(empty, OTHER_KEY, VAULT, file)
    assert names_in_zip(empty, OTHER_KEY, VAULT, tmp_path / "there") == here
    assert exported(empty, OTHER_KEY, "ABC", tmp_path / "again").read_bytes() == file.read_bytes()


def test_records_are_filed_there_as_they_were_here(team: Team, empty: Database, tmp_path: Path) -> None:
    team.say("lilei", "/issue 支付失败")
    form = form_in(team.say("wangfang", "/档案 文件夹"))
    team.submit(form, "wangfang", development="问题与纪要：问题、会议纪要、联调\n其他：里程碑")
    here = names_in_zip(team.database, team.app.keyring, team.app.vault, tmp_path / "here")
    assert any("/问题与纪要/" in each for each in here)

    file = exported(team.database, team.app.keyring, "ABC", tmp_path, team.app.vault)
    read_import(empty, OTHER_KEY, VAULT, file)
    assert names_in_zip(empty, OTHER_KEY, VAULT, tmp_path / "there") == here
    assert exported(empty, OTHER_KEY, "ABC", tmp_path / "again").read_bytes() == file.read_bytes()


@pytest.mark.parametrize("text", ["问题/x/y", "什么：没有的", "一：问题\n二：问题", "一\n一"])
def test_an_archive_with_folders_that_cannot_be_is_refused(
    team: Team, empty: Database, tmp_path: Path, text: str
) -> None:
    file = exported(team.database, team.app.keyring, "ABC", tmp_path, team.app.vault)
    whole = json.loads(file.read_text("utf-8"))
    whole = {"folders": {"development": text}, **whole}
    file.write_text(json.dumps(unchained(whole)), "utf-8")

    refused(empty, OTHER_KEY, VAULT, file, "the sub-folders are not as they can be set")


@pytest.mark.parametrize(("name", "value"), [("naming_pattern", "x"), ("language", "fr"), ("zone", "Mars/Olympus")])
def test_an_archive_with_a_rule_that_cannot_be_is_refused(
    team: Team, empty: Database, tmp_path: Path, name: str, value: str
) -> None:
    file = exported(team.database, team.app.keyring, "ABC", tmp_path, team.app.vault)
    whole = json.loads(file.read_text("utf-8"))
    whole["naming"][name] = value
    file.write_text(json.dumps(unchained(whole)), "utf-8")

    refused(empty, OTHER_KEY, VAULT, file, "how documents are named is not as it can be set")


def test_an_archive_with_somebody_twice_or_out_of_time_is_refused(team: Team, empty: Database, tmp_path: Path) -> None:
    file = exported(team.database, team.app.keyring, "ABC", tmp_path, team.app.vault)
    whole = unchained(json.loads(file.read_text("utf-8")))
    twice = whole | {"members": whole["members"] * 2}
    late = whole | {"dossier": {**whole["dossier"], "created": "9999-12-31T23:59:59-12:00"}}
    early = whole | {"members": [{**whole["members"][0], "until": "0001-01-01T00:00:00+14:00"}]}
    for wrong, told in ((twice, "stands in it twice"), (late, "created"), (early, "until")):
        file.write_text(json.dumps(wrong), "utf-8")
        refused(empty, OTHER_KEY, VAULT, file, told)


def test_an_archive_in_which_two_files_have_one_name_is_refused(team: Team, empty: Database, tmp_path: Path) -> None:
    team.say("lilei", "/issue 支付失败")
    attach(team, b"one")
    file = exported(team.database, team.app.keyring, "ABC", tmp_path, team.app.vault)
    whole = json.loads(file.read_text("utf-8"))
    whole["records"][0]["names"] *= 2
    file.write_text(json.dumps(unchained(whole)), "utf-8")

    refused(empty, OTHER_KEY, VAULT, file, "record 1: a file has the name of another")
