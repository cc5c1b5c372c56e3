"""Every setting is documented, with its default: in .env.example, and in the README."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings, load

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / ".env.example").read_text("utf-8")
NAMES = {field.alias or f"DOSSIER_{name.upper()}" for name, field in Settings.model_fields.items()}


def test_the_example_has_every_setting_once_and_no_other() -> None:
    assert sorted(re.findall(r"^([A-Z_]+)=", EXAMPLE, re.MULTILINE)) == sorted(NAMES)


def test_the_example_as_it_is_sets_the_defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    defaults = load()
    (tmp_path / ".env").write_text(EXAMPLE, "utf-8")
    assert load() == defaults


def test_the_readme_has_every_setting() -> None:
    rows = re.findall(r"^\| `.*$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert (
        set(re.findall(r"`((?:DOSSIER|SLACK|FEISHU)_[A-Z_]+)`", "".join(row.split(" | ")[0] for row in rows))) == NAMES
    )
