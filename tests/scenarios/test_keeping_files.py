"""Files of a record: kept sealed, each content once an organisation, carried over from earlier versions."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from chat.events import MessageChosen, MessagePosted, Said
from dossier.fields import FileRef
from storage.blobs import Gone
from storage.carrying import carry_over
from storage.secrets import WrongKey, encrypt
from storage.store import Store
from storage.tables import blobs, files
from tests.team import ELSEWHERE, HOME, START, Team, form_in, said

SECRET = b"the price is 500,000 " * 100


def log(team: Team, who: str, content: bytes, name: str = "a.txt", workspace: str = HOME) -> str:
    """Log an issue with a file, have it fetched, and give the file's id."""
    team.platform.files[name] = content
    file = FileRef(id=name, name=name, size=len(content), type="text/plain")
    channel = "abc" if workspace == HOME else "xyz"
    team.say(who, "/issue 支付失败", channel, files=(file,), workspace=workspace)
    team.app.jobs.work_due()
    return newest(team)


def newest(team: Team) -> str:
    query = select(files.c.uid).order_by(files.c.id.desc()).limit(1)
    return str(team.database.read(lambda connection: connection.execute(query).scalar_one()))


def content(team: Team, file: str, who: str = "lilei", workspace: str = HOME) -> bytes:
    stored = team.read(who, lambda store: store.files.open(file), workspace)
    return b"".join(team.app.vault.pieces(stored))


def places(team: Team) -> list[str]:
    """Give where contents lie, in order."""
    query = select(blobs.c.place).order_by(blobs.c.id)
    return list(team.database.read(lambda connection: connection.execute(query).scalars()))


def lying(team: Team) -> Iterator[Path]:
    """Give the files that lie in the folder."""
    assert team.database.file is not None
    folder = team.database.file.with_name(f"{team.database.file.stem}-files")
    return (each for each in folder.rglob("*") if each.is_file())


def test_a_content_lies_sealed_in_a_folder_beside_the_database(team: Team) -> None:
    file = log(team, "lilei", SECRET)

    assert content(team, file) == SECRET
    (lies,) = lying(team)
    assert SECRET[:20] not in lies.read_bytes()
    assert team.database.file is not None
    assert SECRET[:20] not in team.database.file.read_bytes()
    row = team.database.read(lambda connection: connection.execute(select(files)).one())
    assert (row.content, row.source, row.size) == (None, None, len(SECRET))


def test_the_same_content_lies_there_once_whatever_it_is_called(team: Team) -> None:
    first, second = log(team, "lilei", SECRET), log(team, "ann", SECRET, "b.txt")

    assert first != second
    assert content(team, first) == content(team, second) == SECRET
    assert len(list(lying(team))) == len(places(team)) == 1


def test_another_organisation_has_its_own(team: Team) -> None:
    ours, theirs = log(team, "lilei", SECRET), log(team, "bob", SECRET, workspace=ELSEWHERE)

    assert content(team, ours) == content(team, theirs, "bob", ELSEWHERE)
    one, other = lying(team)
    assert one.read_bytes() != other.read_bytes()
    first, second = places(team)
    assert first.split("/")[0] != second.split("/")[0]
    # Not even where they lie tells that they are the same.
    assert first.split("/")[2].split("-")[0] != second.split("/")[2].split("-")[0]


def test_a_content_put_in_the_place_of_another_does_not_open(team: Team) -> None:
    first, second = log(team, "lilei", b"one"), log(team, "lilei", b"two", "b.txt")
    one, other = (next(each for each in lying(team) if place.endswith(each.name)) for place in places(team))
    one.write_bytes(other.read_bytes())

    with pytest.raises(WrongKey):
        content(team, first)
    assert content(team, second) == b"two"


def test_a_content_that_is_gone_is_said_to_be_gone(team: Team) -> None:
    file = log(team, "lilei", SECRET)
    for each in lying(team):
        each.unlink()
    with pytest.raises(Gone):
        content(team, file)


def test_what_an_earlier_version_kept_in_the_database_is_read_and_carried_over(team: Team) -> None:
    file = log(team, "lilei", b"new")

    def as_before(store: Store) -> None:
        sealed = encrypt(store.keys.file_key(file), SECRET, file)
        old = update(files).values(content=sealed, blob_id=None, size=len(SECRET))
        store.connection.execute(old.where(files.c.uid == file))

    team.write("lilei", as_before)
    assert content(team, file) == SECRET

    assert carry_over(team.database, team.app.keyring, team.app.vault) == 1
    assert carry_over(team.database, team.app.keyring, team.app.vault) == 0

    assert content(team, file) == SECRET
    assert team.database.read(lambda connection: connection.execute(select(files.c.content)).scalar_one()) is None


def test_a_file_that_comes_with_an_edit_is_put_with_the_record(team: Team) -> None:
    team.say("ann", "/issue WeChat Pay fails")
    team.platform.files["f9"] = b"hello"
    file = FileRef(id="f9", name="log.txt", size=5, type="text/plain")
    team.say("ann", "/dossier edit #1", files=(file,))
    assert "📎 log.txt" in said(team.say("ann", "/dossier show #1"))
    team.say("ann", "/issue Alipay fails")
    team.handle(MessagePosted(team.source("ann"), "#2", (file,)))
    assert "📎 log.txt" in said(team.say("ann", "/dossier show #2"))
    big = file.model_copy(update={"id": "f8", "size": 200 * 1024 * 1024})
    assert "is larger than 100 MB" in said(team.say("ann", "/dossier edit #1", files=(big,)))
    team.say("wangfang", "/联系人 周倩")
    assert "放不了文件" in said(team.say("wangfang", "/档案 修改 #3", files=(file,)))


def test_a_message_that_names_a_record_has_its_files_offered_for_that_one(team: Team) -> None:
    for number in range(8):
        team.say("lilei", f"/issue 问题{number}")
    file = FileRef(id="f", name="日志.txt", size=5, type="text/plain")
    said_ = Said("abc", "m1", "", "Ann", "#1 的日志", START, (file,))

    form = form_in(team.handle(MessageChosen(team.source("lilei"), said_)))

    assert "#1" in next(each.label for each in form.fields[0].choices if each.value == form.fields[0].value)
    assert [each.label for each in form.fields[0].choices].count(form.fields[0].choices[0].label) == 1
