"""What a file has to pass: it is judged by what is in it, and what is refused leaves nothing."""

import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake import Intake
from dossier.attachable import MOST_BYTES
from dossier.errors import DossierError
from tests.unit.bot.intake.packing import (
    of_version,
    overlapping,
    packed,
    packed_in_packed,
    said_to_be,
    with_damaged_entry,
    with_two_names,
)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(300)
WORD = Path("bot/exports/templates/minutes.docx")


def kind(name: str, content: bytes) -> str:
    """Take a file and give what it is inside."""
    with Intake().taken(name, [content]) as (spool, found):
        assert b"".join(spool.pieces()) == content
        return found


def refused(name: str, content: bytes) -> str:
    """Give the key of the sentence a file is refused with."""
    with pytest.raises(DossierError) as refusal, Intake().taken(name, [content]):
        pass
    return refusal.value.problem.key


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (PNG, "image/png"),
        (b"%PDF-1.7\n", "application/pdf"),
        ("第一行\n第二行".encode(), "text/plain"),
        ("第一行".encode("gb18030"), "text/plain"),
        ("第一行".encode("utf-16"), "text/plain"),
        (b"\x00\x01\x02\x03", "application/octet-stream"),
        (WORD.read_bytes(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (packed({"a.txt": b"x"}), "application/zip"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "application/vnd.oasis.opendocument.text"),
    ],
)
def test_a_file_is_what_it_is_inside_whatever_it_is_called(content: bytes, found: str) -> None:
    assert kind("a.exe.doc", content) == found
    assert kind("a", content) == found


def test_a_letter_cut_in_two_does_not_make_a_text_something_else() -> None:
    for extra in range(4):
        assert kind("a.txt", b"x" * (64 * 1024 - extra) + "字".encode() * 10) == "text/plain"


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + bytes(100),
        b"\x7fELF\x02\x01\x01" + bytes(100),
        b"\xcf\xfa\xed\xfe" + bytes(100),
        b"\xca\xfe\xba\xbe" + bytes(100),
        packed({"META-INF/MANIFEST.MF": b"Main-Class: x"}),
        b"#!/bin/sh\nrm -rf /\n",
        b"\xef\xbb\xbf#! /usr/bin/env bash\n",
    ],
)
def test_a_program_is_refused_whatever_it_is_called(content: bytes) -> None:
    assert refused("invoice.pdf", content) == "problem-file-program"


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("fake.png", b"<html><script>alert(1)</script></html>", "text"),
        ("fake.JPG", b"%PDF-1.7 signed", "pdf"),
        ("fake.gif", packed({"a.txt": b"x"}), "other"),
        ("fake.pdf", PNG, "picture"),
        ("fake.pdf", "不是".encode("gb18030"), "text"),
        ("fake.docx", b"just some words", "text"),
        ("fake.XLSX", b"id,title\n1,x\n", "text"),
        ("fake.pptx", PNG, "picture"),
        ("fake.xlsx", WORD.read_bytes(), "word"),
        ("fake.docx", b"GIF89a" + bytes(100), "picture"),
        ("fake.docx", b"ID3\x03" + bytes(100), "other"),
        ("fake.docx", packed({"a.txt": b"x"}), "other"),
        ("fake.ods", packed({"a.txt": b"x"}), "other"),
    ],
)
def test_what_is_called_a_picture_a_pdf_or_a_document_and_is_something_else_is_refused(
    name: str, content: bytes, found: str
) -> None:
    with pytest.raises(DossierError) as refusal, Intake().taken(name, [content]):
        pass
    assert refusal.value.problem.key == "problem-file-disguised"
    assert refusal.value.problem.data["found"] == found


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("one picture under the name of another.jpg", PNG),
        ("encrypted by somebody.png", b"\x00\x01\x02\x03"),
        ("with something before it.pdf", b"\n  %PDF-1.4\n"),
        ("drawn.svg", b"<svg/>"),
        ("locked with a password.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("written by another program.docx", packed({"[Content_Types].xml": b"", "word/document2.xml": b"x"})),
        ("text.odt", packed({"mimetype": b"application/vnd.oasis.opendocument.text"})),
        ("letter.docx", WORD.read_bytes()),
        ("an older table.xls", b"<table><tr><td>1</td></tr></table>"),
        ("png", b"hello"),
    ],
)
def test_what_may_well_open_is_kept_whatever_it_is_called(name: str, content: bytes) -> None:
    assert kind(name, content)


@pytest.mark.parametrize(
    "name", ["a.exe", "A.EXE", "a.pdf.lnk", "a.bat ", "x.ps1", "a.e\u200bxe", "run.SH", "x.command"]
)
def test_what_is_called_a_program_is_refused_whatever_it_is(name: str) -> None:
    assert refused(name, b"hello") == "problem-file-program"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docm", WORD.read_bytes()),
        ("A.XLSM", b"%PDF-1.7 signed"),
        ("a.docx", packed({"word/document.xml": b"x", "word/vbaProject.bin": b"x"})),
        ("a.zip", packed({"xl/workbook.xml": b"x", "xl/vbaProject.bin": b"x"})),
    ],
)
def test_a_document_with_macros_is_refused_whatever_it_is_called(name: str, content: bytes) -> None:
    assert refused(name, content) == "problem-file-macros"


def test_two_gigabytes_are_refused_before_anything_is_fetched_and_where_they_are_not_announced_in_little_memory() -> (
    None
):
    def endless() -> Iterator[bytes]:
        yield from (bytes(1024 * 1024) for _ in range(2048))

    with pytest.raises(DossierError) as refusal, Intake().taken("a.bin", iter(()), 2 * 1024**3):
        pass
    assert refusal.value.problem.key == "problem-file-size"
    pieces = endless()
    tracemalloc.start()
    with pytest.raises(DossierError) as refusal, Intake().taken("a.bin", pieces):
        pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refusal.value.problem.data == {"name": "a.bin", "max": MOST_BYTES // 1024**2}
    assert most < 16 * 1024 * 1024
    assert sum(1 for _ in pieces) > 1900, "the rest was not read"


@pytest.mark.parametrize(
    "bomb",
    [
        packed({f"{n}.bin": bytes(40_000_000) for n in range(3)}),
        packed_in_packed(6),
        packed({"inner.zip": packed({"a": bytes(120_000_000)})}),
        packed({f"{n}": b"" for n in range(20_001)}),
        overlapping(),
        said_to_be(3 * 1024**3),
    ],
    ids=["a hundred times", "packed six deep", "in one that is packed", "too many", "overlapping", "said to be large"],
)
def test_what_would_grow_beyond_all_measure_is_refused(bomb: bytes) -> None:
    assert len(bomb) < 3_000_000
    assert refused("report.docx", bomb) == "problem-file-bomb"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.docx", b"PK\x03\x04 garbage"),
        ("cut short.docx", WORD.read_bytes()[:-200]),
        ("cut at its beginning.xlsx", b"PK" + WORD.read_bytes()[9000:-30]),
        ("broken.pptx", b"PK garbage"),
        ("broken.zip", b"PK\x03\x04" + bytes(5000)),
        ("whatever it is called.bin", b"PK\x03\x04" + bytes(5000)),
        ("damaged within.docx", with_damaged_entry()),
    ],
)
def test_a_damaged_document_is_refused_as_one(name: str, content: bytes) -> None:
    assert refused(name, content) == "problem-file-damaged"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.txt", b"PKU visited us"),
        ("a part of several.z01", b"PK\x07\x08PK\x03\x04" + bytes(500)),
        ("of a later time.zip", of_version(packed({"a.txt": b"x"}), 90)),
        ("with something damaged in it.zip", packed({"inner.zip": b"PK\x03\x04 garbage"})),
        ("called otherwise within.zip", with_two_names()),
        ("empty.zip", packed({})),
    ],
)
def test_what_others_may_well_unpack_is_kept(name: str, content: bytes) -> None:
    assert kind(name, content)


def test_behind_what_cannot_be_looked_into_a_bomb_is_found_too() -> None:
    assert refused("a.zip", with_two_names({"z.zip": packed({"a": bytes(120_000_000)})})) == "problem-file-bomb"


def test_documents_and_what_is_packed_as_people_pack_it_pass() -> None:
    for file in WORD.parent.glob("*.docx"):
        kind("a.docx", file.read_bytes())
    kind(
        "a.zip", packed({"a.docx": WORD.read_bytes(), "日志.txt": b"line\n" * 500_000, "b/c.zip": packed({"d": b"x"})})
    )


def test_what_is_packed_so_that_it_cannot_be_read_bit_by_bit_is_not_unpacked() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_BZIP2) as file:
        file.writestr("inner.zip", packed({"a": b"x"}) + bytes(50_000_000))
    tracemalloc.start()
    kind("a.zip", content.getvalue())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 * 1024 * 1024


@given(st.binary(max_size=3000), st.sampled_from([b"", b"PK\x03\x04", b"MZ", b"%PDF", b"\xff\xfe"]))
def test_nothing_that_comes_breaks_it(content: bytes, begins: bytes) -> None:
    with suppress(DossierError):
        assert kind("a", begins + content)


@pytest.mark.parametrize("name", ["empty.pdf", "empty.txt", "empty"])
def test_a_file_with_nothing_in_it_is_refused(name: str) -> None:
    assert refused(name, b"") == "problem-file-empty"
