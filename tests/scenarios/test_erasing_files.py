"""Erasing a record takes its attachments along: their keys and contents are gone, but for what other records use."""

import base64
import io
import json
import zipfile
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from chat.messages import Button
from dossier.fields import FileRef
from storage import verifying
from storage.breaks import Scope
from storage.kept_files import KeptFiles
from storage.organisations import everyone
from storage.spool import spooled
from storage.store import Store
from storage.tables import audit, blobs, files, workspaces
from storage.uploads import WebUploads
from tests.contracts.chains import broken
from tests.scenarios.test_exporting import export
from tests.scenarios.test_keeping_files import content, lying, places
from tests.team import ELSEWHERE, Team, button_in, form_in, said

HEADS = {"合同.txt": b"the price is 500,000 " * 40, "现场.txt": b"where it failed " * 40}


def attach(team: Team, number: int, *names: str) -> None:
    """Put files with the record of a number, which has none yet."""
    held = [FileRef(id=name, name=name, size=len(HEADS[name]), type="text/plain") for name in names]
    team.platform.files.update(HEADS)
    team.submit(form_in(team.say("lilei", f"/档案 修改 #{number}")), "lilei", attachments=held)
    team.app.jobs.work_due()


def file_of(team: Team, name: str) -> str:
    query = select(files.c.uid).where(files.c.name == name).order_by(files.c.id)
    return str(team.database.read(lambda connection: connection.execute(query).scalars().first()))


def erase(team: Team, number: int = 1) -> str:
    done = said(team.press(button_in(team.say("wangfang", f"/档案 销毁 #{number}"), "erase"), "wangfang"))
    team.app.jobs.work_due()
    return done


def opened(team: Team, number: int, name: str) -> str:
    record = team.read("lilei", lambda store: store.records.by_number(team.dossier, number))
    return said(team.press(Button("", "open-file", {"record": record.line.uid, "file": file_of(team, name)}), "lilei"))


@pytest.fixture
def issue(team: Team) -> Team:
    team.say("lilei", "/问题 支付失败")
    attach(team, 1, "合同.txt", "现场.txt")
    return team


def test_a_manager_is_told_beforehand_which_files_go_too(issue: Team) -> None:
    asked = said(issue.say("wangfang", "/档案 销毁 #1"))
    assert "合同.txt、现场.txt" in asked
    assert "此前的备份" in asked


def test_the_content_and_its_key_are_gone_and_whoever_opens_it_is_told_so(issue: Team) -> None:
    assert len(list(lying(issue))) == 2
    assert "2 个附件" in erase(issue)

    assert list(lying(issue)) == []
    assert issue.database.read(lambda connection: connection.execute(select(blobs)).all()) == []
    row = issue.database.read(lambda connection: connection.execute(select(files)).first())
    assert row is not None
    assert (row.sha256, row.content, row.blob_id) == (None, None, None)
    assert "“合同.txt”已按要求永久销毁" in opened(issue, 1, "合同.txt")


def test_files_of_earlier_versions_go_too(issue: Team) -> None:
    issue.submit(form_in(issue.say("lilei", "/档案 修改 #1")), "lilei", attachments=[])
    erase(issue)
    assert list(lying(issue)) == []


def test_what_another_record_holds_stays_also_where_that_is_deleted(issue: Team) -> None:
    # The very same file in another record, as it could be taken over from one to another once.
    issue.say("lilei", "/问题 又失败了")
    ref = FileRef(id=file_of(issue, "合同.txt"), name="合同.txt", size=len(HEADS["合同.txt"]), type="text/plain")

    def take_over(store: Store) -> None:
        other = store.records.by_number(issue.dossier, 2)
        content = store.records.content_of(other, other.line.revision)
        store.records.change(other, {**content, "attachments": [ref.model_dump()]})

    issue.write("lilei", take_over)
    issue.press(button_in(issue.say("lilei", "/档案 删除 #2"), "delete"), "lilei")

    asked = said(issue.say("wangfang", "/档案 销毁 #1"))
    assert "别的记录也在用" in asked
    erase(issue)

    assert content(issue, file_of(issue, "合同.txt")) == HEADS["合同.txt"]
    assert "“现场.txt”已按要求永久销毁" in opened(issue, 1, "现场.txt")
    erase(issue, 2)
    assert list(lying(issue)) == []


def test_the_same_content_attached_elsewhere_stays_there(issue: Team) -> None:
    issue.say("lilei", "/问题 又失败了")
    attach(issue, 2, "合同.txt")
    assert len(places(issue)) == 2, "each content is kept once"
    erase(issue)
    assert "已按要求永久销毁" in opened(issue, 1, "合同.txt")
    query = select(files.c.uid).where(files.c.blob_id.is_not(None))
    (left,) = issue.database.read(lambda connection: connection.execute(query).scalars().all())
    assert content(issue, left) == HEADS["合同.txt"]


def test_a_file_that_is_still_to_be_fetched_is_not_kept_any_more(team: Team) -> None:
    team.say("lilei", "/问题 支付失败")
    team.platform.files.update(HEADS)
    held = [FileRef(id="合同.txt", name="合同.txt", size=10, type="text/plain")]
    team.submit(form_in(team.say("lilei", "/档案 修改 #1")), "lilei", attachments=held)
    erase(team)
    assert list(lying(team)) == []


def test_exports_and_verification_go_on_and_the_log_says_what_was_done(issue: Team) -> None:
    erase(issue)
    packed = zipfile.ZipFile(io.BytesIO(export(issue, "wangfang", "zip")[1]))
    assert not [name for name in packed.namelist() if name.endswith(".txt")]
    kept: list[dict[str, Any]] = json.loads(export(issue, "wangfang", "json")[1])["files"]
    assert [each["content"] for each in kept] == [None, None]
    assert base64.b64encode(HEADS["合同.txt"])[:40].decode() not in json.dumps(kept)
    assert issue.database.read(lambda connection: broken(connection, issue.app.keyring)) == []
    row, name, uid, key = issue.database.read(everyone)[0]
    scope = Scope(row, name, issue.app.keyring.organisation(uid, key))
    found = verifying.broken(issue.database, scope, lambda count: None, KeptFiles(issue.app.vault.blobs))
    assert [*found] == []
    # What was destroyed is not to be there again.
    again = update(files).values(sha256=b"x" * 32)
    issue.database.write(lambda connection: connection.execute(again))
    wrong = [*verifying.broken(issue.database, scope, lambda count: None)]
    assert [each.found for each in wrong] == ["one", "one"]
    query = select(audit.c.action).where(audit.c.action.in_(("record.erase", "file.erase")))
    done = issue.database.read(lambda connection: connection.execute(query).scalars().all())
    assert sorted(done) == ["file.erase", "file.erase", "record.erase"]
    assert "销毁" in said(issue.say("wangfang", "/档案 审计"))


def test_a_record_that_hides_nothing_and_has_no_files_is_not_erased(team: Team) -> None:
    team.say("lilei", "/问题 支付失败")
    assert "没有可以销毁的内容" in said(team.say("wangfang", "/档案 销毁 #1"))


def test_what_was_uploaded_in_the_web_chat_is_gone_there_too(issue: Team) -> None:
    organisation = issue.actor("lilei").organisation
    row = {"organisation_id": organisation, "platform": "web", "key": "our-web", "name": "Web"}
    issue.database.write(lambda connection: connection.execute(insert(workspaces), row))
    uploads = WebUploads(issue.database, issue.app.vault, b"u" * 32)
    with spooled(io.BytesIO(HEADS["合同.txt"]), 10_000) as spool:
        ref = uploads.save("our-web", "合同.txt", "text/plain", spool, issue.app.clock.now())
        other = uploads.save(ELSEWHERE, "合同.txt", "text/plain", spool, issue.app.clock.now())
    erase(issue)
    assert uploads.open("our-web", ref.id) is None
    assert uploads.open(ELSEWHERE, other.id) is not None, "another organisation has its own"
    assert len(list(lying(issue))) == 1
