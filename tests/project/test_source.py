"""The house rules on source files that no linter knows: their size, their first sentence and their folders' names."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES: list[str] = PROJECT["tool"]["importlinter"]["root_packages"]
MOST_LINES = 350
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc"}

SOURCES = sorted(path for folder in (*PACKAGES, "tests", "bench") for path in (ROOT / folder).rglob("*.py"))
WRITTEN_BY_HAND = [path for path in SOURCES if "versions" not in path.parts]  # Migrations are generated.


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_package_of_the_layout_has_sources() -> None:
    found = {path.relative_to(ROOT).parts[0] for path in SOURCES}
    assert found == {*PACKAGES, "tests", "bench"}


@pytest.mark.parametrize("path", WRITTEN_BY_HAND, ids=named)
def test_files_stay_under_350_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_modules_open_with_a_sentence_that_says_what_they_are(path: Path) -> None:
    # Compiled, not parsed: in CPython 3.11 making a tree fails now and then while another thread makes one.
    docstring = compile(path.read_text("utf-8"), str(path), "exec").co_consts[0]
    assert docstring, "has no docstring"
    first = docstring.split("\n\n")[0].rstrip()
    assert first.endswith((".", "。")), f"does not open with a sentence: {first!r}"


def test_no_module_or_folder_has_a_name_that_says_nothing() -> None:
    vague = [named(path) for path in SOURCES if NAMES_THAT_SAY_NOTHING & {*path.relative_to(ROOT).parts, path.stem}]
    assert vague == []


def test_packages_have_no_folder_of_modules_without_an_init() -> None:
    scripts = ROOT / "storage" / "migrations"  # Alembic loads these by path.
    bare = {
        named(path.parent)
        for path in SOURCES
        if path.relative_to(ROOT).parts[0] in PACKAGES
        and not path.is_relative_to(scripts)
        and not (path.parent / "__init__.py").exists()
    }
    assert bare == set()
