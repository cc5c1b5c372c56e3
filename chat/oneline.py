"""The one-line syntax: `登录页加短信验证 | 原因: 防刷 | impact: 3 days`, on one line or on several."""

import re
from collections.abc import Sequence

from dossier.fields import FieldSpec, Input
from dossier.kinds import Kind

BREAK = re.compile(r"(?<!\\)[|｜]|\n")
"""What parts of a line are parted by."""
_END = re.compile(r"[:：|｜\n]")
_MOST_LABEL = 40


def read_line(kind: Kind, text: str, into: Sequence[str] = ()) -> dict[str, str]:
    """Give what stands in each field of a kind, as typed.

    The first part is the title; a part that begins with a field's label (either language, its name, the beginning of
    one, or what only one Chinese label contains) and a colon goes there; a line without a label goes on with the
    field before it; a part after `|` without one goes to the first long text that has nothing yet, of `into`, or of
    those that are asked whatever else the record says, and where all have something goes on with the field before it
    or, if that takes no words, with the last of them. `\\|` is a bar.
    """
    return read_with_strays(kind, text, into)[0]


def read_with_strays(kind: Kind, text: str, into: Sequence[str] = ()) -> tuple[dict[str, str], dict[str, str]]:
    """Give what stands in each field of a kind (see `read_line`), and the strays: what stands in the line like a label
    (`| priority: high`) and no field is called, each with the field that all of it was put into.

    What follows a new line may be said by somebody: `王总：同意`.
    """
    long = [spec.name for spec in kind.holding(Input.LONG_TEXT) if (spec.name in into if into else spec.always)]
    values: dict[str, str] = {}
    stray: dict[str, str] = {}
    first = kind.fields[0].name
    current = first
    for mark, part in parts(text):
        label, said = labelled(part) or ("", part)
        # Files are attached, not typed: words behind their label are words.
        spec = _spec(kind.typed, label) if label else None
        if spec:
            current, part = spec.name, said
        elif mark == "|" and values:
            current = next((name for name in long if name not in values), _on(kind, current, long))
            if label and _is_stray(kind, label) and not said.startswith("//"):
                stray[label] = current
        _add(values, current, part, first)
    return {name: value for name, value in values.items() if value}, stray


def labelled(part: str) -> tuple[str, str] | None:
    """Give the label that a part begins with, and what stands behind its colon; None where it begins with none."""
    text = part.lstrip()
    end = _END.search(text)
    if end is None or end[0] not in ":：":
        return None
    label = text[: end.start()].rstrip()
    return (label, text[end.end() :].lstrip()) if 1 <= len(label) <= _MOST_LABEL else None


def _on(kind: Kind, current: str, long: Sequence[str]) -> str:
    """Give the field that words go on in: the one before them, unless it takes no words but a date or a choice."""
    spec = kind.field(current)
    takes = spec is not None and spec.input in (Input.TEXT, Input.LONG_TEXT, Input.ROWS)
    return current if takes or not long else long[-1]


def _is_stray(kind: Kind, words: str) -> bool:
    """Tell whether words before a colon look like what a field is called by, and none is; `10:30` is a time."""
    short = len(words.split()) <= 3 if words.isascii() else len(words) <= 8
    return short and not any(char.isdigit() for char in words) and _spec(kind.fields, words) is None


def _add(values: dict[str, str], name: str, part: str, first: str) -> None:
    part = part.replace("\\|", "|").replace("\\｜", "｜").strip()
    if not part and name == first:
        return
    values[name] = f"{values[name]}\n{part}".strip("\n") if values.get(name) else part


def parts(text: str) -> Sequence[tuple[str, str]]:
    """Give the parts with what stands before each: nothing, `|` or a new line."""
    found, mark, start = [], "", 0
    for match in BREAK.finditer(text):
        found.append((mark, text[start : match.start()]))
        mark, start = "\n" if match[0] == "\n" else "|", match.end()
    return [*found, (mark, text[start:])]


def _spec(fields: Sequence[FieldSpec], label: str) -> FieldSpec | None:
    wanted = " ".join(label.split()).casefold()
    for spec in fields:
        if wanted in spec.names:
            return spec
    names = [(spec, name) for spec in fields for name in spec.names]
    begun = [spec for spec, name in names if len(wanted) >= _enough(wanted) and name.startswith(wanted)]
    within = {spec.name: spec for spec, name in names if not wanted.isascii() and len(wanted) >= 2 and wanted in name}
    return next(iter([*begun, *(within.values() if len(within) == 1 else ())]), None)


def _enough(label: str) -> int:
    """Give how many characters of a label's beginning are enough: two Chinese ones; `re:` is no field."""
    return 3 if label.isascii() else 2
