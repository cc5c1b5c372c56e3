"""Files that are not kept: whoever sent one is told why in their language, and nothing of it stays."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.intake import Intake
from bot.intake.scanning import Scanner
from chat.documents import sheet_of
from chat.events import MessagePosted
from chat.messages import Button
from chat.platform import Busy, Failed, Lost, TooLarge
from chat.replies import Errors
from chat.voice import Voice
from chat.written import cell
from dossier.attachable import MOST_BYTES
from dossier.fields import FileRef, Input
from dossier.language import Language
from storage.record_queries import Filter
from storage.tables import blobs, files, jobs
from tests.clamd import EICAR, clamd, nowhere
from tests.team import START, ZONE, Team, form_in, said
from tests.unit.bot.intake.packing import packed

ENGLISH = Voice(Language.EN, ZONE, START)
MACROS = packed({"word/document.xml": b"x", "word/vbaProject.bin": b"x"})
BOMB = packed({f"{n}.bin": bytes(40_000_000) for n in range(3)})


def log(team: Team, who: str, name: str, content: bytes, size: int | None = None) -> str:
    """Log an issue with a file and give the answer."""
    team.platform.files["f1"] = content
    file = FileRef(id="f1", name=name, size=len(content) if size is None else size, type="application/pdf")
    answer = said(team.say(who, "/issue 支付失败", files=(file,)))
    team.app.jobs.work_due()
    return answer


def kept(team: Team) -> int:
    """Count the contents that are kept."""
    return len(team.database.read(lambda connection: connection.execute(select(blobs.c.id)).all()))


def audited(team: Team) -> list[str]:
    return [each.action for each in team.read("wangfang", lambda store: store.audit_log.entries(None)[0])]


def again(team: Team, hours: float = 0) -> None:
    """Let what waits be due, as if it had been asked for hours ago."""
    now = datetime.now(UTC)
    due = {"due_at": now, "created_at": now - timedelta(hours=hours)}
    team.database.write(
        lambda connection: connection.execute(update(jobs).where(jobs.c.state == "pending").values(due))
    )
    team.app.jobs.work_due()


@pytest.fixture
def scanned(tmp_path: Path) -> Iterator[Team]:
    """An organisation whose files are looked at by a scanner."""
    with clamd() as address, Team.on(f"sqlite:///{tmp_path / 'team.db'}") as team:
        team.app.jobs.intake = Intake(Scanner(address))
        yield team


@pytest.mark.parametrize(
    ("content", "who", "sentence"),
    [
        (b"MZ\x90\x00" + bytes(99), "lilei", "“合同.pdf”是程序。系统不保存程序"),
        (b"MZ\x90\x00" + bytes(99), "ann", "“合同.pdf” is a program."),
        (b"<html>hello</html>", "lilei", "“合同.pdf”按名字是 PDF，里面却是文本，打不开，所以没有保存。"),
        (b"<html>hello</html>", "ann", "“合同.pdf” is called a PDF but holds text. It would not open,"),
        (b"", "lilei", "“合同.pdf”是空的（0 字节），没有保存。"),
        (b"", "ann", "“合同.pdf” is empty (0 bytes) and was not kept."),
        (b"PK\x03\x04 garbage", "lilei", "“合同.pdf”已损坏，打不开，所以没有保存。"),
        (b"PK\x03\x04 garbage", "ann", "“合同.pdf” is damaged and would not open"),
        (b"#!/bin/sh\nrm -rf x\n", "lilei", "“合同.pdf”是程序。系统不保存程序"),
        (MACROS, "lilei", "“合同.pdf”可以带宏，打开时会运行程序，系统不保存。"),
        (MACROS, "ann", "“合同.pdf” may hold macros, which run when it is opened,"),
        (BOMB, "lilei", "“合同.pdf”解压后会异常巨大，没有保存。"),
        (BOMB, "ann", "would grow beyond all measure when it is unpacked"),
    ],
)
def test_what_turns_out_to_be_something_else_is_told_to_who_sent_it(
    team: Team, content: bytes, who: str, sentence: str
) -> None:
    log(team, who, "合同.pdf", content)

    (told,) = [each.text for each in team.told(who) if "⚠️" in each.text]
    assert sentence in told
    assert kept(team) == 0
    saved = team.read(who, lambda store: store.records.by_number(team.dossier, 1))
    open_it = Button("x", "open-file", {"record": saved.line.uid, "file": saved.content["attachments"][0]["id"]})
    assert sentence in said(team.press(open_it, who))
    assert "file.refuse" in audited(team)


def test_the_channel_is_told_that_an_attached_file_was_not_kept(team: Team) -> None:
    team.platform.files["f1"] = BOMB
    team.say("ann", "/issue SMS", files=(FileRef(id="f1", name="b.zip", size=1, type="x"),))
    assert "📎 b.zip" in team.posted("abc")[-1].text
    team.app.jobs.work_due()

    for shown in (team.posted("abc")[-1].text, said(team.say("lilei", "/档案 查看 #1"))):
        assert "附件没有保存：b.zip" in shown
        assert "📎 b.zip" not in shown
    assert "Attached, but not kept: b.zip" in said(team.say("ann", "/dossier show #1"))
    assert len([each for each in team.posted("abc") if "SMS" in each.text]) == 1


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 2 * 1024**3])
def test_two_gigabytes_are_refused_at_once_on_their_field_and_nothing_is_written(team: Team, size: int) -> None:
    file = FileRef(id="f1", name="录像.mp4", size=size, type="video/mp4")
    form = form_in(team.say("lilei", "/issue 支付失败", files=(file,)))
    (error,) = [each.error for each in form.fields if each.error]
    assert "“录像.mp4”超过 100 MB" in error
    assert "“录像.mp4”超过 100 MB" in said(team.submit(form, "lilei", severity="high", attachments=[file.model_dump()]))

    team.say("lilei", "/issue 支付失败")
    assert "“录像.mp4”超过 100 MB" in said(team.handle(MessagePosted(team.source("lilei", None), "", (file,))))
    small = FileRef(id="f2", name="日志.txt", size=5, type="text/plain")
    sent = form_in(team.handle(MessagePosted(team.source("lilei", None), "录像和日志", (file, small))))
    assert "“录像.mp4”超过 100 MB" in sent.note
    choice = next(each.value for each in sent.fields[0].choices if each.value == "issue")
    opened = form_in(team.submit(sent, "lilei", None, kind=choice))
    assert "录像.mp4" not in str(opened.fields)
    assert "日志.txt" in str(opened.fields)
    assert team.database.read(lambda connection: connection.execute(select(files)).all()) == []
    (saved,) = team.read("lilei", lambda store: store.records.lines([team.dossier.id], Filter())[0])
    assert saved.revision == 1


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\passwd", "a/../passwd", "pass\x00wd", ".."])
def test_a_name_that_leads_elsewhere_is_refused_on_its_field_and_nothing_is_written(team: Team, name: str) -> None:
    file = FileRef(id="f1", name=name, size=5, type="text/plain")
    form = form_in(team.say("lilei", "/issue 支付失败", files=(file,)))

    (error,) = [each.error for each in form.fields if each.error]
    assert "带有指向别处的路径或控制字符" in error
    assert team.database.read(lambda connection: connection.execute(select(files)).all()) == []


def test_an_infected_file_is_refused_and_audited(scanned: Team) -> None:
    log(scanned, "lilei", "发票.txt", b"x" * 400_000 + EICAR)

    (told,) = [each.text for each in scanned.told("lilei") if "⚠️" in each.text]
    assert "“发票.txt”带有病毒（Eicar-Test-Signature），没有保存。" in told
    assert kept(scanned) == 0
    assert "file.refuse" in audited(scanned)


def test_a_clean_file_is_kept(scanned: Team) -> None:
    log(scanned, "lilei", "发票.txt", b"x" * 400_000)
    assert kept(scanned) == 1


def test_as_long_as_the_scanner_does_not_answer_a_file_is_held_back_and_kept_when_it_does(scanned: Team) -> None:
    answering, scanned.app.jobs.intake = scanned.app.jobs.intake, Intake(Scanner(nowhere()))
    log(scanned, "lilei", "发票.txt", b"clean")
    for _ in range(9):
        again(scanned)
    assert kept(scanned) == 0
    assert [each.text for each in scanned.told("lilei") if "⚠️" in each.text] == []

    scanned.app.jobs.intake = answering
    again(scanned)
    assert kept(scanned) == 1


def test_a_file_that_could_not_be_checked_for_a_day_is_refused(scanned: Team) -> None:
    scanned.app.jobs.intake = Intake(Scanner(nowhere()))
    log(scanned, "lilei", "发票.txt", b"clean")
    again(scanned, hours=25)

    (told,) = [each.text for each in scanned.told("lilei") if "⚠️" in each.text]
    assert "“发票.txt”暂时无法查毒，没有保存。" in told
    assert kept(scanned) == 0
    query = select(jobs.c.state).where(jobs.c.name == "keep_file")
    assert scanned.database.read(lambda connection: connection.execute(query).scalars().all()) == ["done"]


def test_what_is_kept_by_a_store_that_comes_back_is_kept_then(team: Team) -> None:
    assert team.database.file is not None
    folder = team.database.file.with_name(f"{team.database.file.stem}-files")
    folder.touch()
    log(team, "lilei", "发票.txt", b"clean")
    again(team)
    assert kept(team) == 0
    folder.unlink()
    again(team)
    assert kept(team) == 1


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("lilei", "“合同.docx”按名字是 Word 文档，里面却是文本，打不开"),
        ("ann", "“合同.docx” is called a Word document but holds text"),
    ],
)
def test_a_word_document_that_is_plain_text_inside_is_told_and_not_kept(team: Team, who: str, told: str) -> None:
    log(team, who, "合同.docx", b"just some words")

    assert any(told in card.text for card in team.told(who))
    assert kept(team) == 0


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (TooLarge("234037"), "“b.zip” is larger than 100 MB"),
        (Failed("no file"), "“b.zip” could not be fetched and was not kept"),
    ],
)
def test_what_a_platform_does_not_give_out_is_told_and_marked(team: Team, error: Failed, sentence: str) -> None:
    team.platform.unfetched["f1"] = error
    log(team, "ann", "b.zip", b"x")

    (told,) = [each.text for each in team.told("ann") if "⚠️" in each.text]
    assert sentence in told
    assert "Attached, but not kept: b.zip" in said(team.say("ann", "/dossier show #1"))
    saved = team.read("ann", lambda store: store.records.by_number(team.dossier, 1))
    open_it = Button("x", "open-file", {"record": saved.line.uid, "file": saved.content["attachments"][0]["id"]})
    assert sentence in said(team.press(open_it, "ann"))


@pytest.mark.parametrize("error", [Busy("wait"), Lost("broken")])
def test_what_cannot_be_fetched_for_now_is_fetched_later_and_given_up_after_a_day(
    team: Team, error: Busy | Lost
) -> None:
    team.platform.unfetched["f1"] = error
    log(team, "ann", "b.zip", b"PK\x05\x06" + bytes(18))
    for _ in range(9):
        again(team)
    assert [each.text for each in team.told("ann") if "⚠️" in each.text] == []

    del team.platform.unfetched["f1"]
    again(team)
    assert kept(team) == 1

    team.platform.unfetched["f1"] = error
    log(team, "ann", "b.zip", b"x")
    again(team, hours=25)
    (told,) = [each.text for each in team.told("ann") if "⚠️" in each.text]
    assert "could not be fetched" in told


def test_history_documents_and_sheets_tell_a_file_that_was_not_kept(team: Team) -> None:
    log(team, "ann", "b.zip", b"PK\x03\x04 garbage")
    another = FileRef(id="f2", name="c.txt", size=5, type="text/plain")
    team.platform.files["f2"] = b"hello"
    sent = form_in(team.handle(MessagePosted(team.source("ann", None), "", (another,))))
    record = next(each.value for each in sent.fields[0].choices if "#1" in each.label)
    team.submit(sent, "ann", None, kind=record)
    team.app.jobs.work_due()

    told = said(team.say("lilei", "/档案 历史 #1"))
    assert "首次记录 · b.zip（没有保存）" in told
    assert "📎 b.zip" not in told
    saved = team.read("ann", lambda store: store.records.by_number(team.dossier, 1))
    assert sheet_of(saved, ENGLISH).files == ("b.zip (not kept)", "c.txt")
    (files,) = saved.line.kind.holding(Input.ATTACHMENTS)
    assert "b.zip (not kept)" in cell(saved, files, ENGLISH)


def test_words_where_files_are_to_be_are_refused_on_their_field(team: Team) -> None:
    form = form_in(team.say("lilei", "/issue"))
    told = team.submit(form, "lilei", title="支付失败", attachments="secret.txt")
    assert isinstance(told, Errors)
    assert set(told.sentences) == {"attachments"}
