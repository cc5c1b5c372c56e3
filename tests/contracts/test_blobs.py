"""The store of files: what every place for contents promises, a folder as well as a bucket of a real S3 server."""

import os
import stat
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.blobs import Blobs, Gone, Unreachable, check_place, place_beside
from tests.s3 import ACCESS_KEY, SECRET, s3_server


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """Give a bucket of a real server."""
    with s3_server() as place:
        yield place


@pytest.fixture(params=["folder", "bucket"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    """Give each place there is."""
    if request.param == "folder":
        return Blobs(str(tmp_path / "files"))
    return Blobs(request.getfixturevalue("bucket"), ACCESS_KEY, SECRET)


@contextmanager
def little_memory() -> Iterator[None]:
    """Fail where more than 48 MB of what Python holds come together."""
    tracemalloc.start()
    yield
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 48 * 1024 * 1024


def test_what_was_put_is_given_back_to_the_byte(blobs: Blobs) -> None:
    pieces = [os.urandom(size) for size in (1, 0, 300_000, 5)]
    blobs.put("a/b/c", pieces)
    assert b"".join(blobs.get("a/b/c")) == b"".join(pieces)


def test_an_empty_content_is_one_too(blobs: Blobs) -> None:
    blobs.put("nothing", [])
    assert b"".join(blobs.get("nothing")) == b""


def test_what_was_dropped_is_gone_and_dropping_it_again_is_no_mistake(blobs: Blobs) -> None:
    blobs.put("x/y", [b"1"])
    blobs.drop("x/y")
    blobs.drop("x/y")
    with pytest.raises(Gone):
        list(blobs.get("x/y"))


def test_a_content_of_several_parts_passes_through_little_memory(blobs: Blobs) -> None:
    piece = os.urandom(1024 * 1024)
    with little_memory():
        blobs.put("large", (piece for _ in range(96)))
        assert sum(len(each) for each in blobs.get("large")) == 96 * len(piece)


def test_what_broke_on_the_way_is_not_there(blobs: Blobs) -> None:
    def broken() -> Iterator[bytes]:
        yield b"x" * 100
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        blobs.put("half", broken())
    with pytest.raises(Gone):
        list(blobs.get("half"))


def test_it_is_well(blobs: Blobs) -> None:
    blobs.check()


def test_a_wrong_key_is_told_and_not_repeated(bucket: str) -> None:
    with pytest.raises(Unreachable) as wrong:
        Blobs(bucket, ACCESS_KEY, "hunter2").check()
    assert "hunter2" not in str(wrong.value)


def test_a_server_that_is_not_there_and_a_folder_that_cannot_be_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in ("s3://dossier?endpoint=http://127.0.0.1:1", str(tmp_path / "file" / "folder")):
        with pytest.raises(Unreachable):
            Blobs(place, ACCESS_KEY, SECRET).check()


@pytest.mark.parametrize(
    "place",
    [
        "ftp://x/y",
        "s3://",
        "s3://key:secret@bucket",  # pragma: allowlist secret
        "s3://bucket?secret_access_key=x",  # pragma: allowlist secret
        "s3://bucket?endpoint",
    ],
)
def test_a_place_that_cannot_be_one_is_refused_and_not_repeated(place: str) -> None:
    with pytest.raises(ValueError, match="must be a folder, or s3://") as wrong:
        check_place(place)
    assert "secret" not in str(wrong.value)


def test_where_nothing_is_set_files_lie_beside_the_database() -> None:
    assert place_beside(Path("/data/dossier.db")) == "/data/dossier-files"
    assert place_beside(None) == "dossier-files"


def test_nobody_else_on_the_machine_reads_the_folder(tmp_path: Path) -> None:
    blobs = Blobs(str(tmp_path / "files"))
    blobs.put("a", [b"x"])
    assert stat.S_IMODE((tmp_path / "files").stat().st_mode) == 0o700
