"""Declaring a kind is all it takes to have it; what cannot be is refused when the program starts."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dossier import kinds as registry
from dossier.categories import Category
from dossier.fields import Option, Phone, Row, Text, columns, field
from dossier.kinds import Clash, Record, kind, kinds

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Give what became of a kind with every sort of field, in a process of its own."""
    folder = tmp_path_factory.mktemp("everything")
    command = [sys.executable, "-W", "error", "-m", "tests.kinds.every_field", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_every_sort_of_field_is_kept_as_it_was_typed(lived: dict[str, Any]) -> None:
    first = lived["first"]

    assert [first[name] for name in ("line", "text", "day", "past", "weight", "number", "link")] == [
        "银杏0号 line0",
        "海棠之一\ntext 0 第二行",
        "2026-11-10",
        "2026-11-10",
        "heavy",
        120,
        "https://example.com/a?b=1",
    ]
    assert first["moment"] == "2026-11-17T07:30:00Z"
    assert first["money"] == {"value": "987654.32", "currency": "CNY"}
    assert [first["phone"], first["mail"]] == ["+86 138 7654 3210", "secret.person@example.com"]
    assert first["person"]["name"] == "李雷"
    assert [(person["name"], "id" in person) for person in first["people"]] == [
        ("李雷", True),
        ("Ann", True),
        ("王总", False),
    ]
    assert [file["name"] for file in first["files"]] == ["接口文档0.pdf"]
    assert [(row["what"], row["owner"]["name"], row["due"]) for row in first["parts"]] == [
        ("银杏事项", "李雷", "2026-11-10"),
        ("海棠事项", "李雷", "2026-11-10"),
    ]


def test_every_sort_of_field_comes_back_from_an_untouched_form_as_it_was(lived: dict[str, Any]) -> None:
    assert "没有任何改动" in lived["untouched"]


def test_a_change_touches_only_the_fields_that_were_changed(lived: dict[str, Any]) -> None:
    first, second = lived["first"], lived["second"]

    assert {name for name in first if first[name] != second[name]} == {"number", "parts"}
    assert second["number"] == 1234


def test_every_sort_of_field_is_shown(lived: dict[str, Any]) -> None:
    for shown in (
        *("Telephone: +86****3210", "Mail: s***@example.com", "Day: Tue, Nov 10", "Moment: Tue, Nov 17 08:30"),
        *("Person: @李雷", "Everybody: @李雷 @Ann @王总", "Number: 1234", "Money: CNY 987,654.32", "接口文档0.pdf"),
        *("Link: https://example.com/a?b=1", "一件事 · @Ann · Dec 24"),
    ):
        assert shown in lived["card"]
    (posted,) = lived["posted"]
    assert "样样有 #1 · ABC_样样有_20261118_v2" in posted


def test_it_is_found_named_and_explained_without_another_line_of_code(lived: dict[str, Any]) -> None:
    assert lived["found"] == {"海棠": 1, "件": 1, "王总": 1, "secret": 0, "secret.person@example.com": 1}
    assert lived["name"] == "ABC_样样有_20261118_v1"
    assert "/样样有 短文 | 长文: …" in lived["help"]


def test_a_field_under_a_condition_is_asked_begun_and_required_only_while_it_is_met(lived: dict[str, Any]) -> None:
    assert not {"lifter", "weighed"} & {*lived["light"], *lived["kept light"]}
    assert lived["heavy"]["lifter"] == ["", True]
    assert lived["heavy"]["weighed"] == ["2026-11-18", False]
    assert lived["not lifted"].startswith("lifter: ")
    assert (lived["first"]["lifter"], lived["first"]["weighed"]) == ("银杏10号 lifter0", "2026-11-10")


class Size(Option):
    """How large it is."""

    SMALL = "small", "小", "Small"


class Taste(Option):
    """An option of another choice that is stored under the same name."""

    SMALL = "small", "淡", "Faint"


def _declare(**changed: Any) -> None:
    condition = changed.pop("only_if", ())
    rules: dict[str, Any] = {
        "command": ("trial", "试验"),
        "zh": "试验",
        "en": "Trial",
        "icon": "🧪",
        "category": Category.OPERATION,
        "title": "{name}",
        "search": ("name",),
        **changed,
    }

    class Trial(Record):
        name: Text = field(zh="名称", en="Name")
        phone: Phone | None = field(zh="电话", en="Phone", sensitive=True)
        size: Size | None = field(zh="大小", en="Size")
        secret: Size | None = field(zh="暗号", en="Secret", sensitive=True)
        tag: Text | None = field(zh="标签", en="Tag", only_if=condition)
        sort: Size | None = field(zh="类别", en="Sort", only_if=("size", Size.SMALL))

    kind(**rules)(Trial)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"command": ("minutes", "试验")}, "minutes"),
        ({"command": ("trial", "纪要")}, "纪要"),
        ({"command": ("issue", "试验")}, "issue"),
        ({"command": ("Trial Run", "试验")}, "Trial Run"),
        ({"title": "{name} {nmae}"}, "nmae"),
        ({"search": ("name", "notes")}, "notes"),
        ({"needs_one_of": ("name", "notes")}, "notes"),
        ({"lookup": ("mobile",)}, "mobile"),
        ({"stage": "step"}, "step"),
        ({"search": ("name", "phone")}, "phone"),
        ({"title": "{name} {phone}"}, "phone"),
        ({"stage": "phone"}, "phone"),
        ({"only_if": ("colour", Size.SMALL)}, "colour"),
        ({"only_if": ("name", Size.SMALL)}, "name"),
        ({"only_if": ("size", Taste.SMALL)}, "size"),
        ({"only_if": ("secret", Size.SMALL)}, "secret"),
        ({"only_if": ("sort", Size.SMALL)}, "sort"),
        ({"only_if": ("size", Size.SMALL), "needs_one_of": ("tag",)}, "tag"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_a_declaration_that_cannot_be_is_refused_naming_what_is_wrong(changed: dict[str, Any], named: str) -> None:
    before = kinds()

    with pytest.raises(Clash, match=named):
        _declare(**changed)

    assert kinds() == before


@pytest.mark.parametrize("only_if", [("size",), ("size", "small"), (Size.SMALL,), "size"], ids=str)
def test_a_condition_that_is_no_choice_and_options_is_refused(only_if: Any) -> None:
    with pytest.raises(TypeError, match="tag: only_if"):
        _declare(only_if=only_if)


def test_a_condition_on_a_column_is_refused() -> None:
    class Part(Row):
        size: Size | None = field(zh="大小", en="Size")
        tag: Text | None = field(zh="标签", en="Tag", only_if=("size", Size.SMALL))

    with pytest.raises(TypeError, match=r"Part\.tag: only_if"):
        columns(Part)


def test_a_declaration_without_a_mistake_is_taken() -> None:
    before = dict(registry._KINDS)
    try:
        _declare(only_if=("size", Size.SMALL))
        assert kinds()[-1].name == "trial"
    finally:
        registry._KINDS.clear()
        registry._KINDS.update(before)


def test_a_field_outside_the_vocabulary_is_refused() -> None:
    class Odd(Record):
        name: Text = field(zh="名称", en="Name")
        when: float = field(zh="何时", en="When")

    class Bare(Record):
        name: str = ""

    for model in (Odd, Bare):
        with pytest.raises(TypeError, match=model.__name__):
            kind(
                command=("odd", "怪"), zh="怪", en="Odd", icon="", category=Category.BASICS, title="{name}", search=()
            )(model)


def test_an_option_is_known_by_its_value_and_by_both_its_labels() -> None:
    class Size(Option):
        SMALL = "small", "小号", "Small one"

    assert {Size.named(text) for text in ("small", "小号", "small ONE", " 小号 ")} == {Size.SMALL}
