"""The blocks of a message as blocks of Slack, each within its own limits; what is too long for one becomes several."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack import limits
from bot.slack.drawings import chart_block, is_drawable, tree_picture
from bot.slack.markup import Mentioned, cleaned, cut, elements, length, mrkdwn, one_line, split, unwritten, words
from chat.messages import (
    Block,
    Bullets,
    Button,
    Buttons,
    Chart,
    Diff,
    Facts,
    Files,
    Heading,
    Inline,
    Mark,
    Message,
    Note,
    Paragraph,
    Strong,
    Style,
    Table,
    Tree,
    When,
    plain,
)
from chat.texts import text
from dossier.language import Language

Signed = Callable[[Button], str]
"""Gives the value of a button, which comes back when it is pressed."""
Json = dict[str, Any]

_HEADER, _SECTION, _CONTEXT, _RICH = 150, 3000, 2000, 3000
_FIELDS, _FIELD, _ITEMS, _BUTTONS = 10, 2000, 50, 25
_LABEL, _CONFIRM_TEXT, _CONFIRM_WORD, _ACTION = 75, 300, 30, 200
_ROWS, _COLUMNS, _TABLE, _CELL = 100, 20, 9_000, 1000


@dataclass(frozen=True, slots=True)
class Unit:
    """One block of Slack, the words that stand for it, and what is drawn in it if something is.

    `size` is the length of its text in the longest form that it may take.
    """

    block: Json
    plain: str
    size: int
    drawn: Chart | Tree | None = None


@dataclass(slots=True)
class Writer:
    """Writes one message: gives buttons their values and people their mentions.

    `native` says that Slack draws tables and charts where this is shown.
    """

    sign: Signed
    mention: Mentioned
    native: bool = True
    _buttons: int = 0

    def units(self, blocks: Iterable[Block]) -> Iterator[Unit]:
        """Give the blocks of Slack for a message's blocks, in order."""
        for block in blocks:
            written = list(self._written(block))
            for number, unit in enumerate(written):
                said = Message((block,)).text if len(written) == 1 else told(unit)
                chart = block if isinstance(block, Chart) and number == 0 else None
                spare = limits.measure(chart_in_words(chart)) if chart else 0
                yield Unit(unit, said, max(limits.measure(unit), spare), chart)
            if self.native and isinstance(block, Tree) and block.boxes:
                # Its words stand above. Slack draws no trees: this is the place of a picture.
                place = tree_picture(block, "")
                yield Unit(place, "", limits.measure(place), block)

    def _written(self, block: Block) -> Iterator[Json]:
        match block:
            case Heading():
                yield from self._heading(block)
            case Paragraph(parts):
                yield from self._paragraph(parts)
            case Note(parts):
                yield from self._note(parts)
            case Facts(rows):
                yield from self._facts(rows)
            case Bullets(items):
                yield from self._bullets(items)
            case Table():
                yield from self._table(block)
            case Chart():
                yield chart_block(block) if self.native and is_drawable(block) else chart_in_words(block)
                yield from self._note((block.takeaway,))
            case Diff():
                yield from _diff(block)
            case Files(label):
                yield from self._paragraph((Strong(label), block.others))
                yield from self._actions(block.openers)
            case Buttons(buttons):
                yield from self._actions(buttons)

    def _heading(self, heading: Heading) -> Iterator[Json]:
        title = one_line(f"{heading.icon} {heading.text}")
        if title:
            yield {"type": "header", "text": plain_text(cut(title, _HEADER))}
        if length(title) > _HEADER:
            yield from self._paragraph((Strong(" ".join(heading.text.split())),))

    def _size(self, part: Inline) -> int:
        # Two more for the borders around what is bold.
        return length(mrkdwn((part,), self.mention)) + (0 if isinstance(part, str) else 2)

    def _pieces(self, parts: Sequence[Inline], most: int) -> Iterator[str]:
        for piece in split(parts, most, self._size):
            written = mrkdwn(piece, self.mention).strip("\n")
            if written.strip():
                yield written

    def _paragraph(self, parts: Sequence[Inline]) -> Iterator[Json]:
        for written in self._pieces(parts, _SECTION):
            yield section(written)

    def _note(self, parts: Sequence[Inline]) -> Iterator[Json]:
        for written in self._pieces(parts, _CONTEXT):
            yield {"type": "context", "elements": [_mrkdwn(written)]}

    def _facts(self, rows: Iterable[tuple[str, str | When]]) -> Iterator[Json]:
        """Put short facts side by side and each long one into a section of its own."""
        held: list[Json] = []
        for label, value in rows:
            shown = value if isinstance(value, When) else value.strip() or "—"
            parts: tuple[Inline, ...] = (Strong(" ".join(label.split())), "\n", shown)
            written = mrkdwn(parts, self.mention)
            if length(written) > _FIELD:
                yield from _fields(held)
                held = []
                yield from self._paragraph(parts)
            else:
                held.append(_mrkdwn(written))
        yield from _fields(held)

    def _bullets(self, items: Iterable[Sequence[Inline]]) -> Iterator[Json]:
        """Write a list; items that all begin with a sign of their own need no bullets before it."""
        lines = [piece for item in items for piece in split(item, _RICH, self._rich_size)]
        sections = [
            {"type": "rich_text_section", "elements": written} for line in lines if (written := self._elements(line))
        ]
        signed = bool(lines) and all(_begins_with_sign(line) for line in lines)
        for chunk in _chunks(sections, _RICH, _ITEMS):
            listed = {"type": "rich_text_list", "style": "bullet", "elements": chunk}
            yield {"type": "rich_text", "elements": chunk if signed else [listed]}

    def _elements(self, parts: Sequence[Inline]) -> list[Json]:
        return elements(parts, self.mention)

    def _rich_size(self, part: Inline) -> int:
        return length(plain((part,)))

    def _table(self, table: Table) -> Iterator[Json]:
        if not self.native or not 0 < len(table.columns) <= _COLUMNS:
            yield from self._bullets(_rows_in_words(table.columns, table.rows))
            return
        head = [_bold_cell(name) for name in table.columns]
        most = min(_CELL, (_TABLE - _COLUMNS * _LABEL) // len(head))
        body = [[_cell(row[at] if at < len(row) else "", most) for at in range(len(head))] for row in table.rows]
        for chunk in _chunks(body, _TABLE - limits.measure(head), _ROWS - 1):
            yield {"type": "table", "rows": [head, *chunk], "column_settings": [{"is_wrapped": True} for _ in head]}

    def _actions(self, buttons: Sequence[Button]) -> Iterator[Json]:
        for start in range(0, len(buttons), _BUTTONS):
            made = [self._button(button) for button in buttons[start : start + _BUTTONS]]
            yield {"type": "actions", "elements": made}

    def _button(self, button: Button) -> Json:
        self._buttons += 1
        label = one_line(button.label) or "…"
        made: Json = {
            "type": "button",
            "text": plain_text(cut(label, _LABEL)),
            "action_id": f"{button.action[:_ACTION]}:{self._buttons}",
            "value": self.sign(button),
        }
        if button.style is not Style.PLAIN:
            made["style"] = button.style.value
        if button.confirm is not None:
            asked = cut(cleaned(button.confirm).strip(), _CONFIRM_TEXT) or cut(label, _LABEL)
            deny = text(Language.spoken_in(button.label), "slack-cancel")
            made["confirm"] = {
                "title": plain_text(cut(label, _LABEL)),
                "text": plain_text(asked),
                "confirm": plain_text(cut(label, _CONFIRM_WORD)),
                "deny": plain_text(deny),
            }
            if button.style is Style.DANGER:
                made["confirm"]["style"] = "danger"
        return made


def plain_text(shown: str) -> Json:
    """Make a plain_text object."""
    return {"type": "plain_text", "text": shown, "emoji": True}


def section(written: str) -> Json:
    """Make a section of mrkdwn of at most 3000 characters."""
    return {"type": "section", "text": _mrkdwn(written)}


def _mrkdwn(written: str) -> Json:
    # Verbatim: bare addresses, #names and @names in it stay text.
    return {"type": "mrkdwn", "text": written, "verbatim": True}


def told(block: Json) -> str:
    """Give the words of a block as plain text; buttons have none."""
    return "" if block["type"] == "actions" else " ".join(_strings(block)).strip()


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        yield from (text for part in value for text in _strings(part))
    elif isinstance(value, dict):
        if isinstance(shown := value.get("text") or value.get("fallback") or value.get("title"), str):
            yield shown if value.get("type") != "mrkdwn" else unwritten(shown)
        yield from (text for part in value.values() if isinstance(part, dict | list) for text in _strings(part))


def chart_in_words(chart: Chart) -> Json:
    """Make the block that stands for a chart where none can be drawn: its title and its numbers, as far as they fit."""
    names = [cut(one_line(series.name), 30) for series in chart.series]
    lines: list[Inline] = [Strong(cut(one_line(chart.title), _HEADER) or "—")]
    for at, label in enumerate(chart.labels):
        values = [f"{series.values[at]:g}" if at < len(series.values) else "—" for series in chart.series]
        each = values if len(names) == 1 else [f"{name} {value}" for name, value in zip(names, values, strict=True)]
        lines.append("\n" + cut(f"{cut(one_line(label), 60)}: {' · '.join(each)}", 400))
    while length(written := mrkdwn(lines, _nobody)) > _SECTION:
        lines = [*lines[: len(lines) * 3 // 4], "\n…"]
    return section(written)


def _nobody(person: str) -> str | None:
    return None


_APART = "\u2009"
_STYLES: Mapping[Mark, Mapping[str, bool]] = {Mark.SAME: {}, Mark.ADDED: {"bold": True}, Mark.REMOVED: {"strike": True}}


def _diff(diff: Diff) -> Iterator[Json]:
    """Write what changed: what went struck out, what came in bold."""
    pieces: list[tuple[Mapping[str, bool], str]] = [({"bold": True}, one_line(diff.label)), ({}, "\n")]
    for number, (mark, piece) in enumerate(diff.pieces):
        if mark is Mark.ADDED and number and diff.pieces[number - 1][0] is Mark.REMOVED:
            pieces.append(({}, _APART))
        pieces.append((_STYLES[mark], piece))
    written = [
        element
        for style, piece in pieces
        for start in range(0, len(piece), _RICH // 2)
        if (element := words(piece[start : start + _RICH // 2], **style))
    ]
    for chunk in _chunks(written, _RICH, 500):
        yield {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": chunk}]}


def _fields(written: Sequence[Json]) -> Iterator[Json]:
    for start in range(0, len(written), _FIELDS):
        yield {"type": "section", "fields": list(written[start : start + _FIELDS])}


def _chunks(items: Sequence[Any], most: int, count: int) -> Iterator[list[Any]]:
    """Put items together as long as their text and their number allow it; one that is too long stands alone."""
    held: list[Any] = []
    taken = 0
    for item in items:
        size = limits.measure(item)
        if held and (taken + size > most or len(held) == count):
            yield held
            held, taken = [], 0
        held, taken = [*held, item], taken + size
    if held:
        yield held


def _begins_with_sign(line: Sequence[Inline]) -> bool:
    first = line[0] if line else ""
    return isinstance(first, str) and unicodedata.category(first[:1] or " ") == "So"


def _rows_in_words(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[tuple[Inline, ...]]:
    """Say each row in a line: its first cell, which it is known by, and the others."""
    for first, *others in (row for row in rows if row):
        told = [cell for cell in others if cell.strip()]
        yield Strong(first), "".join(f" · {cell}" for cell in told)


def _cell(shown: str, most: int) -> Json:
    return {"type": "raw_text", "text": cut(cleaned(shown).strip(), most) or "—"}


def _bold_cell(shown: str) -> Json:
    name = words(cut(cleaned(shown).strip(), _LABEL), bold=True) or words("—")
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [name]}]}
