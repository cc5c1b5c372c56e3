"""What attached files are called with us: one plain name, whatever somebody sends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.attachable import is_program, plain_name


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("需求.docx", "需求.docx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\Users\\a\\报告.pdf", "报告.pdf"),
        ("a/b/", "b"),
        ("a\x00.pdf\x00.exe", "a.pdf.exe"),
        ("fdp.\u202etxt", "fdp.txt"),
        ("nul", "_nul"),
        ("COM1.txt", "_COM1.txt"),
        ("a<b>:c?.txt", "a-b--c-.txt"),
        ("..", "file"),
        ("", "file"),
        (".env", "env"),
        ("  a \n b .txt", "a b.txt"),
        ("name.", "name"),
    ],
)
def test_a_name_is_one_part_that_every_file_system_takes(given: str, plain: str) -> None:
    assert plain_name(given) == plain


def test_a_long_name_keeps_its_extension() -> None:
    assert plain_name("字" * 300 + ".docx").endswith("字.docx")
    assert len(plain_name("字" * 300 + ".docx").encode()) <= 240


@given(st.text())
def test_any_text_gives_a_name_that_stays_as_it_is(text: str) -> None:
    name = plain_name(text)
    assert 0 < len(name.encode()) <= 255
    assert not set(name) & set('/\\:*?"<>|\x00\n')
    assert name not in (".", "..")
    assert plain_name(name) == name
    name.encode("utf-8")


def test_a_program_is_told_by_its_name() -> None:
    assert is_program("setup.EXE")
    assert not is_program("exe")
    assert is_program("deploy.sh")
    assert not is_program("deploy.sh.txt")
