"""What Slack and Feishu keep is looked at before it is handled: a file that is not taken changes no record."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from chat.events import FormLeft, MessageChosen, MessagePosted, Said
from chat.forms import Form
from dossier.fields import FileRef
from storage.tables import files, records
from tests.recording import RecordingPlatform
from tests.team import START, Team, form_in, said
from tests.unit.bot.intake.packing import packed, said_to_be

BOMB = packed({f"{n}.bin": bytes(40_000_000) for n in range(3)})


class Elsewhere(RecordingPlatform):
    """A platform with which files lie, as with Slack and Feishu."""

    fetched = True
    given = 0
    """How many bytes of files were asked for."""

    def fetch(self, workspace: str, file: str) -> Iterator[bytes]:
        for piece in super().fetch(workspace, file):
            self.given += len(piece)
            yield piece


@pytest.fixture
def platform() -> Elsewhere:
    return Elsewhere()


@pytest.fixture
def team(tmp_path: Path, platform: Elsewhere) -> Iterator[Team]:
    with Team.on(f"sqlite:///{tmp_path / 'team.db'}", platform=platform) as team:
        yield team


def sent(team: Team, name: str, content: bytes) -> FileRef:
    team.platform.files[name] = content
    return FileRef(id=name, name=name, size=len(content), type="application/zip")


def written(team: Team) -> tuple[list[int], int]:
    """Give the versions of all records, and how many files there are."""
    revisions = team.database.read(lambda connection: list(connection.execute(select(records.c.revision)).scalars()))
    return revisions, len(team.database.read(lambda connection: connection.execute(select(files)).all()))


def problem(form: Form) -> str:
    (error,) = [each.error for each in form.fields if each.error]
    return error


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "是空的（0 字节）"), (b"MZ\x90\x00" + bytes(99), "是程序"), (BOMB, "异常巨大")],
)
def test_a_line_with_such_a_file_opens_the_form_and_writes_nothing(team: Team, content: bytes, sentence: str) -> None:
    form = form_in(team.say("lilei", "/issue 支付失败", files=(sent(team, "a.zip", content),)))

    assert sentence in problem(form)
    assert written(team) == ([], 0)


def test_a_bomb_larger_than_what_is_looked_at_otherwise_is_refused_as_well(team: Team) -> None:
    heavy = said_to_be(3_000_000_000, Random(7).randbytes(9_000_000))
    form = form_in(team.say("lilei", "/issue 支付失败", files=(sent(team, "a.zip", heavy),)))

    assert "异常巨大" in problem(form)
    assert written(team) == ([], 0)


def test_of_a_large_file_that_is_no_archive_only_the_beginning_is_asked_for(team: Team, platform: Elsewhere) -> None:
    team.say("lilei", "/issue 支付失败", files=(sent(team, "a.mp4", bytes(9_000_000)),))

    assert written(team) == ([1], 1)
    assert platform.given == 1024


def test_each_that_is_refused_is_named_and_none_of_them_stays_in_the_form(team: Team) -> None:
    bad = (sent(team, "空.txt", b""), sent(team, "..", b"x"), sent(team, "a.zip", BOMB), sent(team, "日志.txt", b"ok"))
    form = form_in(team.say("lilei", "/issue 支付失败", files=bad))
    assert [part in problem(form) for part in ("“空.txt”是空的", "“a.zip”")] == [True, True]
    (held,) = [field.value for field in form.fields if field.name == "attachments"]
    assert [file["name"] for file in held] == ["日志.txt"]

    kept = said(team.handle(FormLeft(team.source("lilei"), form)))
    assert "还没有保存" in kept
    assert "“空.txt”是空的（0 字节）" in kept


def test_the_very_same_file_once_more_is_there_already_and_makes_no_version(team: Team) -> None:
    team.say("lilei", "/issue 支付失败", files=(sent(team, "日志.txt", b"timeout"),))
    team.app.jobs.work_due()
    before = written(team)
    again = sent(team, "second", b"timeout").model_copy(update={"name": "日志.txt"})
    assert "#1 里已经有 日志.txt" in said(team.handle(MessagePosted(team.source("lilei", None), "#1", (again,))))
    assert written(team) == before

    renamed = sent(team, "fourth", b"timeout").model_copy(update={"name": "副本.txt"})
    assert "#1 里已经有 副本.txt" in said(team.handle(MessagePosted(team.source("lilei", None), "#1", (renamed,))))
    form = form_in(team.say("lilei", "/dossier edit #1"))
    (held,) = [each.value for each in form.fields if each.name == "attachments"]
    assert "没有任何改动" in said(team.submit(form, "lilei", attachments=[*held, renamed.model_dump()]))
    assert written(team) == before

    other = sent(team, "third", b"timeout, twice").model_copy(update={"name": "日志.txt"})
    team.handle(MessagePosted(team.source("lilei", None), "#1", (other,)))
    assert written(team)[0] == [2]


def test_an_approved_record_stays_approved_when_a_file_for_it_is_refused(team: Team) -> None:
    team.say("lilei", "/change 短信验证 | 原因: 防刷 | 影响: 3天")
    team.say("lilei", "/dossier submit #1")
    before = written(team)

    for refused in (
        team.handle(MessagePosted(team.source("lilei", None), "#1", (sent(team, "a.zip", BOMB),))),
        team.say("lilei", "/dossier edit #1", files=(sent(team, "b.zip", b""),)),
    ):
        assert "没有保存" in said(refused)
    assert written(team) == before


def test_a_form_says_it_on_its_field(team: Team) -> None:
    form = form_in(team.say("lilei", "/issue"))
    file = sent(team, "a.zip", BOMB).model_dump()

    assert "异常巨大" in said(team.submit(form, "lilei", title="支付失败", severity="high", attachments=[file]))
    assert written(team) == ([], 0)


def test_of_the_files_of_a_message_the_others_go_on(team: Team) -> None:
    both = (sent(team, "a.zip", BOMB), sent(team, "日志.txt", b"timeout"))
    chosen = MessageChosen(team.source("lilei"), Said("abc", "m1", "", "Ann", "支付失败", START, both))
    form = form_in(team.handle(chosen))
    assert "“a.zip”" in form.note

    opened = form_in(team.submit(form, "lilei", kind="issue"))
    team.submit(opened, "lilei", severity="high")
    team.app.jobs.work_due()

    (saved,) = team.read("lilei", lambda store: store.records.by_number(team.dossier, 1).content["attachments"])
    assert saved["name"] == "日志.txt"
    assert "refused" not in saved


def test_what_is_large_or_cannot_be_had_at_once_is_looked_at_when_it_is_fetched(team: Team) -> None:
    file = FileRef(id="later", name="a.zip", size=7, type="application/zip")
    team.say("lilei", "/issue 支付失败", files=(file,))

    assert written(team) == ([1], 1)
