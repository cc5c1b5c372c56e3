"""Names of documents: 客户简称_项目阶段_日期_版本号, fit for every file system and never ambiguous."""

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.errors import DossierError
from dossier.naming import DEFAULT, SHORT_NAME_LENGTH, STAGE_LENGTH, check_short_name, named, stage_label

_FORBIDDEN = set('\\/:*?"<>|_')


def _usable(text: str) -> bool:
    """Tell whether Windows, macOS and Linux take a part of a file name."""
    return not (set(text) & _FORBIDDEN) and not {unicodedata.category(char) for char in text} & {"Cc", "Cf", "Co", "Cs"}


def test_the_parts_stand_in_the_order_of_the_rule() -> None:
    assert DEFAULT.build(named("ABC", "需求评审", date(2026, 11, 18), 1)) == "ABC_需求评审_20261118_v1"


@given(st.text(max_size=60), st.dates(date(1000, 1, 1)), st.integers(1, 10_000))
def test_any_title_gives_a_name_of_four_parts_that_every_file_system_takes(stage: str, day: date, version: int) -> None:
    name = DEFAULT.build(named("ABC", stage, day, version))

    parts = name.split("_")
    assert len(parts) == 4
    assert all(_usable(part) for part in parts)
    assert 0 < len(parts[1]) <= STAGE_LENGTH
    assert parts[1] == parts[1].strip(" .")
    assert re.fullmatch(r"\d{8}", parts[2])
    assert parts[3] == f"v{version}"


@given(st.text(max_size=30))
def test_a_short_name_is_taken_as_it_is_or_refused(text: str) -> None:
    try:
        name = check_short_name(text)
    except DossierError:
        return
    assert name == unicodedata.normalize("NFC", text).strip()
    assert _usable(name)
    assert 0 < len(name) <= SHORT_NAME_LENGTH
    assert check_short_name(name) == name


@pytest.mark.parametrize("name", ["ABC", "星河", "A-B C", "中信·银行", "3M", "ÄÖ", "a.b", "🐳鲸"])
def test_ordinary_names_are_taken(name: str) -> None:
    assert check_short_name(f" {name} ") == name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("A_B", "_"),
        ("A/B", "/"),
        ("a\\b", "\\"),
        ("C:", ":"),
        ("what?", "?"),
        ('"x"', '"'),
        ("a|b", "|"),
        ("abc.", "."),
    ],
)
def test_a_refusal_shows_the_character_that_cannot_be(name: str, shown: str) -> None:
    with pytest.raises(DossierError) as refused:
        check_short_name(name)

    assert refused.value.problem.key == "problem-short-name-character"
    assert refused.value.problem.data == {"character": shown}


@pytest.mark.parametrize("name", ["con", "NUL", "Com1", "a\x00b", "a\u202eb", "a\u200bb", "a\nb"])
def test_reserved_and_invisible_names_are_refused(name: str) -> None:
    with pytest.raises(DossierError):
        check_short_name(name)


@pytest.mark.parametrize(
    ("name", "key"), [("", "problem-required"), (" \t", "problem-required"), ("x" * 21, "problem-too-long")]
)
def test_an_empty_or_long_name_is_refused(name: str, key: str) -> None:
    with pytest.raises(DossierError) as refused:
        check_short_name(name)

    assert refused.value.problem.key == key


def test_two_spellings_of_one_name_are_one_name() -> None:
    assert check_short_name("Cafe\u0301") == check_short_name("Café")


@pytest.mark.parametrize(
    ("stage", "label"),
    [
        ("a/b:c", "a-b-c"),
        ("  评审  二 ", "评审 二"),
        ("...", "-"),
        ("", "-"),
        ("_", "-"),
        ("Sprint-2", "Sprint 2"),
        ("a--2", "a 2"),
    ],
)
def test_a_stage_is_made_fit(stage: str, label: str) -> None:
    assert stage_label(stage) == label


@pytest.mark.parametrize(
    ("name", "reserved"),
    [("nul", "nul"), ("nul.txt", "nul"), ("CON.tar.gz", "CON"), ("Aux .x", "Aux"), ("com¹", "com¹")],
)
def test_a_name_windows_keeps_for_itself_is_refused_with_any_extension(name: str, reserved: str) -> None:
    with pytest.raises(DossierError) as refused:
        check_short_name(name)

    assert refused.value.problem.key == "problem-short-name-reserved"
    assert refused.value.problem.data == {"name": reserved}


@pytest.mark.parametrize("name", ["nullius", "con-sult", "a.con", "Comet"])
def test_a_name_that_only_begins_like_a_reserved_one_is_taken(name: str) -> None:
    assert check_short_name(name) == name


@pytest.mark.parametrize(("name", "code"), [("a\u200bb", "U+200B"), ("a\u202eb.", "U+202E"), ("a\x07", "U+0007")])
def test_an_invisible_character_is_named_by_its_number(name: str, code: str) -> None:
    with pytest.raises(DossierError) as refused:
        check_short_name(name)

    assert refused.value.problem.key == "problem-short-name-invisible"
    assert refused.value.problem.data == {"code": code}
