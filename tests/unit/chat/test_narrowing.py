"""Names and choices in the words a list is asked for by."""

import pytest

from chat.narrowing import choices_in, name_in
from dossier.kinds import built_in, kind_named

_NAMES = ("李雷", "Ann", "Li Lei", "Ann Lee", "A", "陈")


@pytest.mark.parametrize(
    ("words", "name", "rest"),
    [
        ("李雷上周的问题", "李雷", "上周的问题"),
        ("issues of LiLei", "Li Lei", "issues of"),
        ("issues of @li lei's", "Li Lei", "issues of"),
        ("Ann的变更", "Ann", "的变更"),
        ("@ann lee, changes", "Ann Lee", ", changes"),
        ("planned changes", None, "planned changes"),
        ("annual report", None, "annual report"),
        ("a change", None, "a change"),
        ("陈述", None, "陈述"),
    ],
)
def test_a_name_is_found_with_or_without_its_at_sign(words: str, name: str | None, rest: str) -> None:
    found, left = name_in(words, _NAMES)

    assert (found, left.strip()) == (name, rest)


@pytest.mark.parametrize(
    ("words", "kind", "options"),
    [
        ("severity high", "issue", {"severity": ("high",)}),
        ("high or critical", "issue", {"severity": ("high", "critical")}),
        ("高优先级", "issue", {"severity": ("high",)}),
        ("优先级为高", "issue", {"severity": ("high",)}),
        ("高的", "issue", {"severity": ("high",)}),
        ("紧急", "issue", {"severity": ("critical",)}),
        ("处理中", "issue", {"status": ("in_progress",)}),
        ("in progress, low", "issue", {"status": ("in_progress",), "severity": ("low",)}),
        ("中午 提高 slow", "issue", {}),
        ("已批准", "change", {"status": ("approved",)}),
        ("approved", None, {}),
        ("high priority", None, {"severity": ("high",)}),
    ],
)
def test_choices_are_found_in_either_language(
    words: str, kind: str | None, options: dict[str, tuple[str, ...]]
) -> None:
    chosen = choices_in(words, kind_named(kind) if kind else None, built_in())

    assert {name: tuple(sorted(values)) for name, values in chosen.options} == {
        name: tuple(sorted(values)) for name, values in options.items()
    }
