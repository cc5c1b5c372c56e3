"""The blocks of a message as elements of a card, each text in every language it is said in."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TypeVar

from bot.feishu import charts, rules
from bot.feishu.markup import (
    Json,
    Mentioned,
    Said,
    bold,
    changed,
    cleaned,
    cut,
    literal,
    literal_size,
    markdown,
    marked,
    one_line,
    pieces,
    plain_text,
    size,
)
from chat.messages import (
    Block,
    Box,
    Bullets,
    Button,
    Buttons,
    Chart,
    Diff,
    Facts,
    Files,
    Heading,
    Inline,
    Note,
    Paragraph,
    Strong,
    Style,
    Table,
    Tree,
    When,
    plain,
)
from dossier.language import Language

Signed = Callable[[Button], str]
"""Gives the value of a button, which comes back when it is pressed."""
Blocks = Mapping[Language, Block]
"""One block of a message in each language; all are of one type and one shape."""

Pictures = Mapping[tuple[Box, ...], str]
"""The keys of uploaded pictures, by the boxes that are in them."""

HEADING = "heading-4"

_PIECE = 4_500
_APART = 300
_FACT, _LABEL, _CELL, _CONFIRM, _ROW = 240, 100, 400, 300, 8
_JOINED = 40
_ALT = 300
_ROWS_BYTES = 9_000
_FILLER = "\u200b"

B = TypeVar("B")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unit:
    """One element at the root of a card, the bytes it takes, and how many elements it counts for."""

    element: Json
    size: int
    count: int

    @property
    def heads(self) -> bool:
        """Whether it is a heading, which stays with what is below it."""
        return self.element.get("text_size") == HEADING


def columns(elements: Iterable[Sequence[Json]], **layout: str) -> Json:
    """Put elements side by side: equally wide in rows of two, or each as wide as it is where they `flow`."""
    width: Json = {"width": "auto"} if layout.get("flex_mode") == "flow" else {"width": "weighted", "weight": 1}
    made = [{"tag": "column", **width, "vertical_align": "top", "elements": list(each)} for each in elements]
    return {"tag": "column_set", "horizontal_spacing": "8px", **layout, "columns": made}


@dataclass(slots=True)
class Writer:
    """Writes one message: gives buttons their values and people their mentions.

    `tables` and `charts` are how many of them can be drawn; further ones are said in words. `pictures` are the keys of
    uploaded pictures by the boxes that are in them.
    """

    sign: Signed
    mention: Mentioned
    tables: int
    charts: int
    pictures: Pictures = field(default_factory=dict)

    def units(self, blocks: Iterable[Blocks]) -> Iterator[Unit]:
        """Give the elements for a message's blocks, in order."""
        for block in blocks:
            for element in self._written(block):
                yield Unit(element, rules.measure(element) + 2, sum(1 for _ in rules.tagged(element)))

    def _written(self, blocks: Blocks) -> Iterator[Json]:
        match next(iter(blocks.values())):
            case Heading():
                shown = {of: bold(one_line(f"{each.icon} {each.text}")) for of, each in _of(blocks, Heading).items()}
                yield from _markdown(shown, text_size=HEADING)
            case Tree() if picture := self.pictures.get(_of(blocks, Tree)[next(iter(blocks))].boxes):
                taken = {of: cut(one_line(each.takeaway), _ALT) for of, each in _of(blocks, Tree).items()}
                yield {"tag": "img", "img_key": picture, "alt": plain_text(taken), "scale_type": "fit_horizontal"}
                yield from self._text({of: each.parts for of, each in _of(blocks, Tree).items()})
            case Paragraph():
                yield from self._text({of: each.parts for of, each in _of(blocks, Paragraph).items()})
            case Note():
                yield from self._text({of: each.parts for of, each in _of(blocks, Note).items()}, text_size="notation")
            case Facts():
                yield from self._facts({of: each.rows for of, each in _of(blocks, Facts).items()})
            case Bullets():
                yield from self._bullets({of: each.items for of, each in _of(blocks, Bullets).items()})
            case Table():
                yield from self._table(_of(blocks, Table))
            case Chart():
                yield from self._chart(_of(blocks, Chart))
            case Diff():
                yield from self._diff(_of(blocks, Diff))
            case Files():
                said = _of(blocks, Files)
                yield from self._text({of: _named(each) for of, each in said.items()})
                yield from self._buttons({of: Buttons(each.openers) for of, each in said.items()})
            case Buttons():
                yield from self._buttons(_of(blocks, Buttons))

    def _text(self, said: Mapping[Language, Sequence[Inline]], **style: str) -> Iterator[Json]:
        """Write running text; a long end that is the same in every language is said once."""
        common = _common_end(list(said.values()))
        if common:
            yield from self._text({of: parts[: len(parts) - len(common)] for of, parts in said.items()}, **style)
            first, *others = common
            first = first.removeprefix("\n") if isinstance(first, str) else first
            said = {next(iter(said)): (first, *others)}
        for piece in _aligned(
            {of: [markdown(each, self.mention) for each in pieces(parts, _PIECE)] for of, parts in said.items()}
        ):
            yield from _markdown(piece, **style)

    def _facts(self, said: Mapping[Language, Sequence[tuple[str, str | When]]]) -> Iterator[Json]:
        """Put short facts side by side, two in a row, and each long one below its label."""
        held: list[list[Json]] = []
        for number in range(len(next(iter(said.values())))):
            row = {of: rows[number] for of, rows in said.items()}
            labels = {of: _grey(cut(one_line(label), _LABEL) or "—") for of, (label, _) in row.items()}
            values = {of: cleaned(plain((value,))).strip() or "—" for of, (_, value) in row.items()}
            if all(len(value) <= _FACT and value.count("\n") < _ROW for value in values.values()):
                held.append([marked({of: f"{labels[of]}<br>{literal(values[of])}" for of in row})])
                continue
            yield from _in_pairs(held)
            held = []
            yield marked(labels)
            yield from self._text({of: (value,) for of, value in values.items()})
        yield from _in_pairs(held)

    def _bullets(self, said: Mapping[Language, Sequence[Sequence[Inline]]]) -> Iterator[Json]:
        for chunk in _aligned({of: list(self._listed(items)) for of, items in said.items()}):
            yield from _markdown(chunk)

    def _listed(self, items: Sequence[Sequence[Inline]]) -> Iterator[str]:
        """Write a list; items that all begin with a sign of their own need no bullets before it."""
        lines = [
            written
            for item in items
            for piece in pieces(item, _PIECE)
            if _said(written := markdown(piece, self.mention).strip())
        ]
        signed = all(_begins_with_sign(line) for line in lines)
        for chunk in _chunks([line if signed else f"- {line}" for line in lines], _PIECE, size):
            yield ("<br>" if signed else "\n").join(chunk)

    def _diff(self, said: Mapping[Language, Diff]) -> Iterator[Json]:
        labels = {of: bold(one_line(each.label)) for of, each in said.items()}
        bodies = {of: list(changed(each.pieces, _PIECE)) for of, each in said.items()}
        if all(len(each) == 1 and size(each[0]) <= 2 * _APART for each in bodies.values()):
            yield from _markdown({of: f"{labels[of]}<br>{bodies[of][0]}" for of in said})
            return
        yield from _markdown(labels)
        for piece in _aligned(bodies):
            yield from _markdown(piece)

    def _table(self, said: Mapping[Language, Table]) -> Iterator[Json]:
        first = next(iter(said.values()))
        head = _in_one([table.columns for table in said.values()])
        body = [_in_one(rows) for rows in zip(*(table.rows for table in said.values()), strict=True)]
        long = len(said) > 1 and any(
            len(cell) > _JOINED for row, own in zip(body, first.rows, strict=True) for cell in set(row) - set(own)
        )
        if not 0 < len(head) <= rules.MOST_COLUMNS or not body or long:
            yield from self._bullets({of: _rows_in_words(table) for of, table in said.items()})
            return
        shown = [{"name": f"c{at}", "display_name": name or "—", "data_type": "text"} for at, name in enumerate(head)]
        rows = [{f"c{at}": row[at] if at < len(row) and row[at] else "—" for at in range(len(head))} for row in body]
        for chunk in _chunks(rows, _ROWS_BYTES, rules.measure):
            if not self.tables:
                number = rows.index(chunk[0])
                rest = {of: _rows_in_words(table)[number:] for of, table in said.items()}
                yield from self._bullets(rest)
                return
            self.tables -= 1
            yield {"tag": "table", "page_size": min(rules.PAGE_SIZE, len(chunk)), "columns": shown, "rows": chunk}

    def _chart(self, said: Mapping[Language, Chart]) -> Iterator[Json]:
        first = next(iter(said.values()))
        names = _in_one([tuple(series.name for series in chart.series) for chart in said.values()])
        labels = _in_one([chart.labels for chart in said.values()])
        if any(char.isdigit() for label in labels for char in label):
            # Days are read in any language, and axes have little room.
            labels = _in_one([first.labels])
        titles = {of: bold(one_line(chart.title)) for of, chart in said.items()}
        if self.charts and charts.drawable(first, names, labels):
            self.charts -= 1
            yield from _markdown(titles)
            yield charts.drawn(first, names, labels)
        else:
            yield from self._text({of: charts.in_words(chart) for of, chart in said.items()})
        takeaways: dict[Language, Sequence[Inline]] = {of: (chart.takeaway,) for of, chart in said.items()}
        yield from self._text(takeaways, text_size="notation")

    def _buttons(self, said: Mapping[Language, Buttons]) -> Iterator[Json]:
        made = [
            self._button({of: each.buttons[number] for of, each in said.items()})
            for number in range(len(next(iter(said.values())).buttons))
        ]
        for start in range(0, len(made), _ROW):
            yield columns([[each] for each in made[start : start + _ROW]], flex_mode="flow")

    def _button(self, said: Mapping[Language, Button]) -> Json:
        first = next(iter(said.values()))
        labels = {of: cut(one_line(each.label), rules.MOST_LABEL) or "…" for of, each in said.items()}
        made: Json = {
            "tag": "button",
            "text": plain_text(labels),
            "type": "default" if first.style is Style.PLAIN else first.style.value,
            "behaviors": [{"type": "callback", "value": {"v": self.sign(first)}}],
        }
        if first.confirm is not None:
            asked = {of: cut(one_line(each.confirm or ""), _CONFIRM) or labels[of] for of, each in said.items()}
            made["confirm"] = {"title": plain_text(labels), "text": plain_text(asked)}
        return made


def _of(blocks: Blocks, kind: type[B]) -> dict[Language, B]:
    return {language: block for language, block in blocks.items() if isinstance(block, kind)}


def _markdown(said: Said, **style: str) -> Iterator[Json]:
    """Make an element of markdown, none for a text of nothing; what is empty in one language is held open."""
    if any(_said(text) for text in said.values()):
        yield marked({of: text.strip() or _FILLER for of, text in said.items()}, **style)


def _said(text: str) -> bool:
    return bool(text.replace("<br>", "").replace("&nbsp;", "").strip())


def _aligned(said: Mapping[Language, Sequence[str]]) -> Iterator[Said]:
    """Give the pieces of a text in all languages, piece by piece."""
    for texts in zip_longest(*said.values(), fillvalue=""):
        yield dict(zip(said, texts, strict=True))


def _common_end(said: Sequence[Sequence[Inline]]) -> tuple[Inline, ...]:
    """Give the parts all languages end with, when they begin a line and are long enough to be said apart."""
    if len(said) == 1:
        return ()
    kept = 0
    while all(len(parts) > kept for parts in said) and len({parts[-1 - kept] for parts in said}) == 1:
        kept += 1
    common = tuple(said[0][len(said[0]) - kept :])
    breaks = bool(common) and isinstance(common[0], str) and common[0].startswith("\n")
    long = sum(literal_size(part) for part in common if isinstance(part, str)) > _APART
    return common if breaks and long else ()


def _grey(label: str) -> str:
    return f"<font color='grey'>{literal(label)}</font>"


def _in_pairs(cells: Sequence[Sequence[Json]]) -> Iterator[Json]:
    for start in range(0, len(cells), 2):
        pair = [*cells[start : start + 2]]
        yield columns(pair if len(pair) == 2 else [*pair, ()], flex_mode="bisect")


def _begins_with_sign(line: str) -> bool:
    return bool(line) and line[0] > "\u2190" and not line[0].isalnum() and not "\u3000" <= line[0] <= "\u303f"


def _named(files: Files) -> tuple[Inline, ...]:
    """Give the label of files, and the names of those that get no button."""
    return Strong(one_line(files.label)), files.others


def _in_one(texts: Sequence[Sequence[str]]) -> list[str]:
    """Put texts for which there are no translations next to each other: `开发 / Development`."""
    return [" / ".join(dict.fromkeys(cut(one_line(text), _CELL) for text in each)) for each in zip(*texts, strict=True)]


def _rows_in_words(table: Table) -> list[tuple[Inline, ...]]:
    """Say each row in a line: its first cell, which it is known by, and the others."""
    lines: list[tuple[Inline, ...]] = []
    for first, *others in (row for row in table.rows if row):
        lines.append((Strong(one_line(first) or "—"), "".join(f" · {cell}" for cell in others if cell.strip())))
    return lines


def _chunks(items: Iterable[T], most: int, measure: Callable[[T], int]) -> Iterator[list[T]]:
    """Put items together as long as their size allows it; one that is too large stands alone."""
    held: list[T] = []
    taken = 0
    for item in items:
        needed = measure(item) + 4
        if held and taken + needed > most:
            yield held
            held, taken = [], 0
        held.append(item)
        taken += needed
    if held:
        yield held
