"""`dossier verify` reads the kept files too: what is missing, damaged or swapped is named, on both engines."""

import base64
import tracemalloc
from typing import Any

import pytest
from sqlalchemy import select, text, update
from typer.testing import CliRunner

from bot.cli import app
from dossier.fields import FileRef
from storage.breaks import Scope
from storage.kept_files import KeptFiles
from storage.secrets import KEY_BYTES, encrypt
from storage.tables import blobs, files, organisations
from storage.verifying import broken
from tests.team import ELSEWHERE, HOME, Team

_KEY = base64.b64encode(b"k" * KEY_BYTES).decode()


@pytest.fixture
def kept(team: Team) -> Team:
    """Keep two files of one dossier and one of another organisation."""
    _log(team, "lilei", "合同.txt", b"one")
    _log(team, "ann", "plan.txt", b"two, and longer")
    _log(team, "bob", "elsewhere.txt", b"three", "xyz", ELSEWHERE)
    return team


def _log(team: Team, who: str, name: str, content: bytes, channel: str = "abc", workspace: str = HOME) -> None:
    team.platform.files[name] = content
    file = FileRef(id=name, name=name, size=len(content), type="text/plain")
    team.say(who, f"/issue {name}", channel, files=(file,), workspace=workspace)
    team.app.jobs.work_due()


def _place(team: Team, name: str) -> str:
    query = select(blobs.c.place).join(files, files.c.blob_id == blobs.c.id).where(files.c.name == name)
    return str(team.database.read(lambda connection: connection.execute(query).scalar_one()))


def _do(team: Team, statement: Any) -> None:
    team.database.write(lambda connection: connection.execute(statement))


def _found(team: Team, dossier: int | None = None) -> list[str]:
    """Give what is found in the first organisation, or in one of its dossiers."""
    query = select(organisations).order_by(organisations.c.id).limit(1)
    row = team.database.read(lambda connection: connection.execute(query).one())
    scope = Scope(row.id, row.name, team.app.keyring.organisation(row.uid, row.key), dossier)
    kept = KeptFiles(team.app.vault.blobs)
    found = list(broken(team.database, scope, lambda count: None, kept))
    return [f"{each.chain}, {each.at}: {each.found}" for each in found]


def test_files_that_nobody_touched_are_whole_in_a_dossier_and_altogether(kept: Team) -> None:
    assert _found(kept) == _found(kept, kept.dossier.id) == []


def test_a_missing_and_a_damaged_file_are_named_and_nothing_else(kept: Team) -> None:
    store = kept.app.vault.blobs
    store.drop(_place(kept, "合同.txt"))
    sealed = bytearray(b"".join(store.get(_place(kept, "plan.txt"))))
    sealed[-1] ^= 1
    store.drop(_place(kept, "plan.txt"))
    store.put(_place(kept, "plan.txt"), [bytes(sealed)])

    first, second = _found(kept)

    assert first.startswith("file 合同.txt (")
    assert first.endswith("its content: nothing in the store of files")
    assert second.startswith("file plan.txt (")
    assert second.endswith("its content: something that does not open")
    assert _found(kept, kept.dossier.id) == [first, second]


def test_a_content_put_in_the_place_of_another_is_named(kept: Team) -> None:
    store, here = kept.app.vault.blobs, _place(kept, "合同.txt")
    other = b"".join(store.get(_place(kept, "plan.txt")))
    store.drop(here)
    store.put(here, [other])

    (found,) = _found(kept)
    assert found.startswith("file 合同.txt (")


def test_files_that_were_made_to_point_at_another_content_are_named_whatever_else_was_changed_with_it(
    kept: Team,
) -> None:
    row = kept.database.read(lambda c: c.execute(select(files).where(files.c.name == "plan.txt")).one())
    _do(kept, update(files).where(files.c.name == "合同.txt").values(blob_id=row.blob_id))
    (found,) = _found(kept)
    assert found.startswith("file 合同.txt (")
    assert ": one of SHA-256 " in found

    _do(kept, update(files).where(files.c.name == "合同.txt").values(sha256=row.sha256, size=row.size))
    (found,) = _found(kept)
    assert found.startswith("file 合同.txt (")
    assert found.endswith("its content: another one")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": "合同2.txt"}, "its name: 合同2.txt"),
        ({"sha256": b"0" * 32}, "its content: another one"),
        ({"size": 1}, "its content: one of SHA-256 "),
        ({"blob_id": None, "sha256": None}, "its content: no such file"),
    ],
)
def test_a_row_of_a_file_that_was_changed_is_named(kept: Team, values: dict[str, Any], said: str) -> None:
    _do(kept, update(files).where(files.c.name == "合同.txt").values(**values))

    found = _found(kept)

    assert found
    assert all(each.startswith("file 合同") for each in found)
    assert any(said in each for each in found)


def test_a_file_that_was_renamed_or_was_kept_in_the_database_before_is_whole(kept: Team) -> None:
    query = select(files.c.uid).where(files.c.name == "合同.txt")
    uid = kept.database.read(lambda c: c.execute(query).scalar_one())
    kept.write("wangfang", lambda store: store.files.rename(uid, "ABC_合同.txt"))
    sealed = kept.read("lilei", lambda store: encrypt(store.keys.file_key(uid), b"one", uid))
    _do(kept, update(files).where(files.c.uid == uid).values(content=sealed, blob_id=None))
    assert _found(kept) == []

    _do(kept, update(files).where(files.c.uid == uid).values(content=sealed[:-1] + bytes([sealed[-1] ^ 1])))
    (found,) = _found(kept)
    assert found.startswith("file ABC_合同.txt (")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # Where files lie is the same on both engines.
def test_on_the_command_line_files_are_counted_and_can_be_left_out(kept: Team) -> None:
    settings = {"DOSSIER_DATABASE_URL": kept.database.url, "DOSSIER_MASTER_KEY": _KEY}
    whole = CliRunner().invoke(app, ["verify"], env=settings)
    assert (whole.exit_code, ", 3 files, whole" in whole.stdout) == (0, True)

    kept.app.vault.blobs.drop(_place(kept, "合同.txt"))
    broken_ = CliRunner().invoke(app, ["verify"], env=settings)
    assert (broken_.exit_code, broken_.stdout.count("✗")) == (1, 2)
    assert "✗ file 合同.txt (" in broken_.stdout
    without = CliRunner().invoke(app, ["verify", "--no-files"], env=settings)
    assert (without.exit_code, ", no files, whole" in without.stdout) == (0, True)


def test_a_large_file_is_read_in_little_memory(team: Team) -> None:
    size = 24 * 1024 * 1024
    _log(team, "lilei", "large.txt", b"x" * size)
    team.platform.files.clear()
    assert _found(team) == []  # What is loaded once does not count.

    tracemalloc.start()
    assert _found(team) == []
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < size / 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("update files set sha256 = 'x' where name = '合同.txt'", 1, "another one"),
        ("update blobs set key = 'x' where id = 1", 1, "✗"),
        ("update organisations set key = 'x' where id = 1", 2, "does not open this database"),
    ],
)
def test_a_word_where_bytes_are_to_be_is_named_too(kept: Team, words: str, code: int, said: str) -> None:
    if kept.database.read(lambda connection: connection.dialect.name) != "sqlite":
        words = words.replace("'x'", "'x'::bytea")
    kept.database.write(lambda connection: connection.execute(text(words)))

    settings = {"DOSSIER_DATABASE_URL": kept.database.url, "DOSSIER_MASTER_KEY": _KEY}
    told = CliRunner().invoke(app, ["verify"], env=settings)

    assert (told.exit_code, said in told.output.casefold()) == (code, True), told.output
