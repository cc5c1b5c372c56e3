"""A dossier exported as JSON is the same dossier in an empty installation; what is broken changes nothing there."""

import base64
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, update
from typer.testing import CliRunner

from bot.cli import app
from bot.exports.command_line import NotMeant, read_import, write_export
from dossier.deciding import ApprovalState
from dossier.fields import FileRef
from dossier.phases import Phase
from dossier.views import Saved
from storage import migrations, verifying
from storage.archive_parts import Broken
from storage.blobs import Blobs
from storage.breaks import Scope
from storage.database import Database
from storage.kept_files import KeptFiles
from storage.organisations import everyone, product
from storage.secrets import KEY_BYTES, Keyring
from storage.store import Store
from storage.tables import approvals
from storage.vault import Vault
from tests.archives import refused, unchained
from tests.contracts.chains import broken
from tests.contracts.databases import administer, beside
from tests.moving import move
from tests.team import DEFAULT, ZONE, Team, form_in

OTHER_KEY = Keyring(b"z" * KEY_BYTES)
VAULT = Vault(Blobs("memory://"))


@pytest.fixture
def full(team: Team) -> Team:
    """A dossier with versions, a deletion, an erasure, sensitive values, a file, and a link to a message."""
    team.platform.files["f1"] = bytes(range(256))
    file = FileRef(id="f1", name="签字件.pdf", size=256, type="application/pdf")
    line = "/minutes 需求评审 | 参会人: @李雷, @赵敏, 王总 | 决定: 用微信登录 | 行动项: 发文档 @Ann 周五"
    team.say("lilei", line, files=(file,))
    team.say("ann", "/issue 支付失败")
    mended = {"title": "支付全失败", "status": "open"}
    team.write("ann", lambda s: s.records.change(s.records.by_number(team.dossier, 2), mended, "看错"))
    team.say("lilei", "/issue 多余")
    team.write("lilei", lambda s: s.records.remove(s.records.by_number(team.dossier, 3), "重复"))
    team.say("lilei", "/contact 王总 | 电话: 13800138000")
    team.say("lilei", "/contact 李总 | 电话: 13900139000")
    team.write("wangfang", lambda s: s.records.erase(s.records.by_number(team.dossier, 5)))
    issue = team.read("lilei", lambda s: s.records.by_number(team.dossier, 2).line.id)
    team.write("lilei", lambda s: s.origins.add(issue, 1, "abc", "1", "https://chat.example/1"))
    move(team, Phase.TEST, "lilei")
    team.say("lilei", "/change 加短信验证 | 原因: 防刷 | 影响: 3 天")
    case = {"title": "收到短信", "steps": "1", "expected": "ok"}
    for _ in range(2):
        team.submit(form_in(team.say("lilei", "/档案 测试用例")), "lilei", **case, verifies="#6")
    team.write("lilei", lambda s: s.records.remove(s.records.by_number(team.dossier, 6), "不做了"))
    team.say("lilei", "/档案 共享 #1")
    submitted(team)
    team.app.jobs.work_due()
    return team


def submitted(team: Team) -> None:
    """Have a change returned, approved as it is then, and submitted once more."""

    def change() -> Saved:
        return team.read("lilei", lambda s: s.records.by_number(team.dossier, 9))

    def decide(state: ApprovalState, comment: str = "") -> None:
        approval = change().approval
        assert approval is not None
        team.write("wangfang", lambda s: s.approvals.decide(approval, change(), state, comment))

    team.say("lilei", "/change 登录页加短信验证 | 原因: 防刷 | 影响: 3 天")
    team.write("lilei", lambda s: s.approvals.submit(change()))
    decide(ApprovalState.RETURNED, "说清影响")
    team.write("lilei", lambda s: s.records.change(change(), {**change().content, "impact": "5 天"}))
    team.write("lilei", lambda s: s.approvals.submit(change()))
    decide(ApprovalState.APPROVED)
    team.write("lilei", lambda s: s.records.change(change(), {**change().content, "impact": "8 天"}))
    team.write("lilei", lambda s: s.approvals.submit(change()))


def exported(database: Database, keyring: Keyring, name: str, folder: Path, vault: Vault | None = None) -> Path:
    return write_export(
        database, keyring, vault or VAULT, DEFAULT, (name, "dossier", "json"), folder, lambda done, total: None
    ).path


def test_what_is_imported_is_identical(full: Team, empty: Database, tmp_path: Path) -> None:
    first = exported(full.database, full.app.keyring, "ABC", tmp_path / "first", full.app.vault)

    taken = read_import(empty, OTHER_KEY, VAULT, first)
    second = exported(empty, OTHER_KEY, "ABC", tmp_path / "second")

    assert second.read_bytes() == first.read_bytes()
    assert taken.title == "ABC · 商城"
    assert taken.claim
    whole = json.loads(first.read_text("utf-8"))
    assert whole["dossier"]["phase"] == "test"
    assert [len(each["revisions"]) for each in whole["records"]] == [1, 2, 2, 1, 1, 2, 1, 1, 4]
    assert base64.b64decode("".join(whole["files"][0]["content"])) == bytes(range(256))
    assert [each["number"] for each in whole["records"] if each["shared"]] == [1]
    decided = [(each["revision"], each["state"], each["comment"]) for each in whole["records"][8]["approvals"]]
    assert decided == [(1, "returned", "说清影响"), (3, "approved", ""), (4, "open", "")]
    assert {each["name"] for each in whole["people"]} == {"李雷", "Ann", "Carla", "王芳", "赵敏"}
    assert "13800138000" in first.read_text("utf-8")
    assert "13900139000" not in first.read_text("utf-8")


def test_its_chains_hold_and_it_can_be_found(full: Team, empty: Database, tmp_path: Path) -> None:
    read_import(empty, OTHER_KEY, VAULT, exported(full.database, full.app.keyring, "ABC", tmp_path, full.app.vault))
    assert empty.read(lambda connection: broken(connection, OTHER_KEY)) == []
    row, name, uid, key = empty.read(everyone)[0]
    scope = Scope(row, name, OTHER_KEY.organisation(uid, key))
    assert [*verifying.broken(empty, scope, lambda count: None, KeptFiles(VAULT.blobs))] == []
    # And whoever changes what came in is found out.
    forged = update(approvals).where(approvals.c.state == "approved").values(revision=1)
    empty.write(lambda connection: connection.execute(forged))
    (wrong,) = verifying.broken(empty, scope, lambda count: None)
    assert wrong.found == "it counts for version 1"


@pytest.mark.postgres
def test_it_goes_into_postgresql_too(full: Team, tmp_path: Path, postgres_url: str) -> None:
    name = f"import_{os.urandom(6).hex()}"
    administer(postgres_url, f"CREATE DATABASE {name} TEMPLATE template0")
    database = Database(beside(postgres_url, name))
    migrations.upgrade(database)
    first = exported(full.database, full.app.keyring, "ABC", tmp_path / "first", full.app.vault)
    read_import(database, OTHER_KEY, VAULT, first)
    assert exported(database, OTHER_KEY, "ABC", tmp_path / "second").read_bytes() == first.read_bytes()
    database.close()


def test_what_was_marked_and_decided_counts_where_it_came_to(full: Team, empty: Database, tmp_path: Path) -> None:
    read_import(empty, OTHER_KEY, VAULT, exported(full.database, full.app.keyring, "ABC", tmp_path, full.app.vault))
    row, _, uid, key = empty.read(everyone)[0]

    def look(connection: Connection) -> tuple[bool, str, list[ApprovalState]]:
        store = Store(connection, product(row), datetime.now(UTC), OTHER_KEY.organisation(uid, key))
        dossier = store.dossiers.mine()[0]
        change = store.records.by_number(dossier, 9)
        assert change.approval is not None
        made = [each.state for each in store.approvals.of(change)]
        return store.records.by_number(dossier, 1).line.shared, change.approval.submitter.name, made

    expected = [ApprovalState.RETURNED, ApprovalState.APPROVED, ApprovalState.OPEN]
    assert empty.read(look) == (True, "李雷", expected)


def test_an_archive_of_the_first_version_is_taken_in_too(full: Team, empty: Database, tmp_path: Path) -> None:
    file = exported(full.database, full.app.keyring, "ABC", tmp_path, full.app.vault)
    whole = unchained(json.loads(file.read_text("utf-8"))) | {"version": 1}
    for each in whole["records"]:
        del each["shared"], each["approvals"]
        for revision in each["revisions"]:
            del revision["stem"], revision["ordinal"], revision["version"]
    for each in whole["files"]:
        each["content"] = "".join(each["content"])
    file.write_text(json.dumps(whole), "utf-8")
    read_import(empty, OTHER_KEY, VAULT, file)

    again = unchained(json.loads(exported(empty, OTHER_KEY, "ABC", tmp_path / "second").read_text("utf-8")))
    assert "".join(again["files"][0]["content"]) == whole["files"][0]["content"]
    parts = ("stem", "ordinal", "version")
    named = [tuple(map(each.pop, parts)) for record in again["records"] for each in record["revisions"]]
    deleted = [each for record in again["records"] for each in record["revisions"] if each["deleted"]]
    assert (named[0], len(set(named))) == (("minutes|20261118", 1, 1), len(named) - len(deleted))
    assert [each["revisions"] for each in again["records"]] == [each["revisions"] for each in whole["records"]]


def test_a_second_time_it_is_refused(full: Team, empty: Database, tmp_path: Path) -> None:
    file = exported(full.database, full.app.keyring, "ABC", tmp_path, full.app.vault)
    read_import(empty, OTHER_KEY, VAULT, file)
    with pytest.raises(Broken, match="here already"):
        read_import(empty, OTHER_KEY, VAULT, file)


def _cut(whole: dict[str, Any]) -> None:
    del whole["people"]


def _unknown_kind(whole: dict[str, Any]) -> None:
    whole["records"][0]["kind"] = "poem"


def _unknown_field(whole: dict[str, Any]) -> None:
    whole["records"][0]["revisions"][0]["content"]["colour"] = "red"


def _wrong_shape(whole: dict[str, Any]) -> None:
    whole["records"][0]["revisions"][0]["content"]["attendees"] = "everybody"


def _lost_version(whole: dict[str, Any]) -> None:
    del whole["records"][1]["revisions"][0]


def _nobody(whole: dict[str, Any]) -> None:
    whole["people"] = []


def _no_file(whole: dict[str, Any]) -> None:
    whole["files"] = []


def _names_nothing(whole: dict[str, Any]) -> None:
    whole["records"][6]["revisions"][0]["content"]["verifies"] = "#99"


def _names_another_kind(whole: dict[str, Any]) -> None:
    whole["records"][6]["revisions"][0]["content"]["verifies"] = "#4"


def _names_no_number(whole: dict[str, Any]) -> None:
    whole["records"][6]["revisions"][0]["content"]["verifies"] = "the change"


def _called(**by: Any) -> Callable[[dict[str, Any]], None]:
    return lambda whole: whole["records"][0]["revisions"][0].update(by)


def _masked(whole: dict[str, Any]) -> None:
    whole["complete"] = False


def _twice(whole: dict[str, Any]) -> None:
    whole["records"].append(whole["records"][0])


def _late_head(whole: dict[str, Any]) -> None:
    whole["kinds"] = {}


def _deep(whole: dict[str, Any]) -> None:
    inner: dict[str, Any] = {}
    whole["records"][0]["revisions"][0]["content"]["topic"] = inner
    for _ in range(100):
        inner["x"] = inner = {}


def _no_such_version(whole: dict[str, Any]) -> None:
    whole["records"][8]["approvals"][0]["revision"] = 9


def _undecided(whole: dict[str, Any]) -> None:
    whole["records"][8]["approvals"][0]["decider"] = None


def _garbled(whole: dict[str, Any]) -> None:
    whole["files"][0]["content"] = ["AAAA", "*"]


def _no_content(whole: dict[str, Any]) -> None:
    del whole["files"][0]["content"]


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_cut, "people"),
        (_unknown_kind, "poem is unknown"),
        (_unknown_field, "no field colour"),
        (_wrong_shape, "record 1: attendees"),
        (_called(stem="minutes|20261399"), "record 1: what its document is called by"),
        (_called(stem="issue|20261118"), "record 1: what its document is called by"),
        (_called(version=1_000_000), "version"),
        (_lost_version, "record 2: versions are missing"),
        (_nobody, "missing among the people"),
        (_no_file, "a file that it names is missing"),
        (_names_nothing, "record 7: it names #99, which is not there"),
        (_names_another_kind, "record 7: it names #4, which is not of the kind change_request"),
        (_names_no_number, "record 7: verifies holds what cannot be in it"),
        (_masked, "may not see everything"),
        (_twice, "numbers of the records"),
        (_late_head, "stands behind the lists"),
        (_deep, "nothing in one is so deep"),
        (_no_such_version, "a version that was submitted is missing"),
        (_undecided, "who decided does not fit"),
        (_garbled, "a file's content cannot be read"),
        (_no_content, "without its content"),
    ],
)
def test_what_is_broken_is_told_and_nothing_is_written(
    full: Team, empty: Database, tmp_path: Path, harm: Callable[[dict[str, Any]], None], said: str
) -> None:
    file = exported(full.database, full.app.keyring, "ABC", tmp_path, full.app.vault)
    harm(whole := unchained(json.loads(file.read_text("utf-8"))))
    file.write_text(json.dumps(whole), "utf-8")

    refused(empty, OTHER_KEY, VAULT, file, said)


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b"PK\x03\x04", b"[" * 100_000])
def test_what_is_no_archive_is_told(empty: Database, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    with pytest.raises(Broken, match=r"^this is no archive of a dossier: choose the whole \.json file"):
        read_import(empty, OTHER_KEY, VAULT, file)


def test_on_the_command_line_words_that_mean_nothing_are_told(team: Team, tmp_path: Path) -> None:
    for words, said in (
        (("Nowhere", "dossier", ""), "There are: ABC · 商城; XYZ · WMS"),
        (("ABC", "poem", ""), "--what is"),
        (("ABC", "issue", "pdf"), "one of xlsx, csv, json"),
        (("ABC", "#99", ""), "no record #99"),
    ):
        with pytest.raises(NotMeant, match=said):
            write_export(
                team.database, team.app.keyring, team.app.vault, DEFAULT, words, tmp_path, lambda done, total: None
            )


def test_both_commands_from_the_shell(
    full: Team, empty: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOSSIER_MASTER_KEY", base64.b64encode(b"k" * KEY_BYTES).decode())
    monkeypatch.setenv("DOSSIER_DATABASE_URL", full.database.url)
    day = datetime.now(UTC).astimezone(ZONE)

    made = CliRunner().invoke(app, ["export", "ABC", "--format", "json", "--out", "there"])
    assert made.exit_code == 0, made.output
    file = Path("there") / f"ABC_档案_{day:%Y%m%d}_v1.json"
    assert made.stdout.strip().endswith(str(file))

    monkeypatch.setenv("DOSSIER_DATABASE_URL", empty.url)
    taken = CliRunner().invoke(app, ["import", str(file)])
    assert taken.exit_code == 0, taken.output
    assert "ABC · 商城: 9\nSHA-256 " in taken.stdout
    assert "/dossier claim" in taken.stdout
    again = CliRunner().invoke(app, ["import", str(file)])
    assert (again.exit_code, "here already" in again.stderr) == (2, True)
    assert CliRunner().invoke(app, ["import", "nothing.json"]).exit_code == 2
