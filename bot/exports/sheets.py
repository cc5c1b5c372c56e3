"""Records as rows: Excel and CSV, in which nothing that somebody wrote comes alive as a formula."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import east_asian_width

from chat.references import named
from chat.standing import decision, remark, standing, verified
from chat.voice import Voice
from chat.written import cell, written, written_moment
from dossier.fields import FieldSpec, Input
from dossier.kinds import Kind
from dossier.sheets.ours import NUMBER, harmless
from dossier.views import Saved

T = TypeVar("T")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_MOST_CELL = 32_767
# Widths in letters: narrow enough that a sheet is still read when it is printed on one page's width.
_WIDTHS = {
    Input.LONG_TEXT: 34,
    Input.ROWS: 34,
    Input.TEXT: 24,
    Input.PEOPLE: 16,
    Input.ATTACHMENTS: 16,
    Input.MOMENT: 16,
    Input.MONEY: 14,
}
_USUAL, _NUMBER, _DECIDED, _ENDS = 11, 6, 16, (11, 16, 16, 7)
_A3, _A4, _MOST_ON_A4 = 8, 9, 200
_LINE, _TALLEST = 16.0, 405.0
"""How high a line is, and the highest a row can be, in points."""


def columns(kind: Kind, voice: Voice) -> list[str]:
    """Give the heads of a kind's columns."""
    ends = (
        *(["column-approval", "column-decided", "column-comment"] if _is_approved(kind) else []),
        *(["column-verified"] if _is_change(kind) else []),
        "column-author",
        "column-created",
        "column-changed",
        "paper-version",
    )
    return [voice.label(NUMBER), *(voice.label(spec.label) for spec in kind.fields), *map(voice.say, ends)]


def row(saved: Saved, voice: Voice) -> list[str]:
    """Give a record as the cells of a row."""
    line = saved.line
    return [
        str(line.number),
        *(cell(saved, spec, voice) for spec in line.kind.fields),
        *(_decided(saved, voice, written_moment) if _is_approved(line.kind) else []),
        *(["\n".join(verified(saved, voice))] if _is_change(line.kind) else []),
        line.author.name,
        written_moment(line.created_at, voice),
        written_moment(line.changed_at, voice),
        str(saved.called.version),
    ]


def write_csv(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Write rows as CSV, with a mark at its beginning: spreadsheets take it for another encoding without."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        for cells in rows:
            writer.writerow([harmless(cell) for cell in cells])


def long_rows(saved: Iterable[Saved], voice: Voice) -> Iterator[list[str]]:
    """Give records of any kinds as rows, one a field."""
    heads = ("column-kind", "column-title", "column-field", "column-value", "column-changed")
    yield [voice.label(NUMBER), *map(voice.say, heads)]
    for each in saved:
        kind = each.line.kind
        ends = written_moment(each.line.changed_at, voice)
        said = ((voice.label(spec.label), written(spec, each.content.get(spec.name), voice)) for spec in kind.fields)
        for label, value in (*said, *standing(each, voice).values()):
            if value:
                yield [str(each.line.number), voice.label(kind.label), each.title, label, value, ends]


def write_excel(path: Path, kinds: Mapping[Kind, Iterable[Saved]], voice: Voice, title: str) -> None:
    """Write records as a workbook with a sheet for each kind, row by row."""
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": title})
        framed = {"valign": "top", "border": 1, "border_color": "#D1D5DB"}
        look = {"bold": True, "text_wrap": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF"}
        head = book.add_format({**framed, **look, "valign": "vcenter"})
        plain = book.add_format({**framed, "text_wrap": True})
        left = {**framed, "align": "left"}
        day = book.add_format({**left, "num_format": "yyyy-mm-dd"})
        moment = book.add_format({**left, "num_format": "yyyy-mm-dd hh:mm"})
        formats = {date: day, datetime: moment, int: book.add_format(left)}
        for kind, saved in kinds.items():
            sheet = book.add_worksheet(_NO_SHEET_NAME.sub(" ", voice.label(kind.label))[:31])
            _lay_out(sheet, kind, title)
            names, widths = columns(kind, voice), _widths(kind)
            sheet.set_row(0, _height(names, widths) + 6)
            for at, name in enumerate(names):
                sheet.write_string(0, at, name, head)
            last = 0
            for last, each in enumerate(saved, 1):
                cells = list(_cells(each, voice))
                # A row keeps the height it is given: programs do not all make room for lines that are wrapped.
                sheet.set_row(last, _height(cells, widths))
                for at, cell in enumerate(cells):
                    _put(sheet, last, at, cell, formats.get(type(cell), plain))
            sheet.autofilter(0, 0, last, len(names) - 1)


def _lay_out(sheet: Any, kind: Kind, title: str) -> None:
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(_A4 if sum(_widths(kind)) <= _MOST_ON_A4 else _A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&L{title.replace('&', '&&')[:200]}")
    sheet.set_footer("&C&P / &N")
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    for at, width in enumerate(_widths(kind)):
        sheet.set_column(at, at, width)


def _widths(kind: Kind) -> list[int]:
    own = [_WIDTHS.get(spec.input, _USUAL) for spec in kind.fields]
    decided = [_DECIDED, _DECIDED, _WIDTHS[Input.TEXT]] if _is_approved(kind) else []
    return [_NUMBER, *own, *decided, *([_WIDTHS[Input.TEXT]] if _is_change(kind) else []), *_ENDS]


def _height(cells: Sequence[Any], widths: Sequence[int]) -> float:
    """Give how high a row is, in points, so that the longest of its texts is seen as a whole."""
    lines = max(
        (
            sum(max(1, -(-_letters(line) // (width - 1))) for line in cell.split("\n")) if isinstance(cell, str) else 1
            for cell, width in zip(cells, widths, strict=True)
        ),
        default=1,
    )
    return min(_LINE * lines, _TALLEST)


def _letters(line: str) -> int:
    """Give how wide a line is, in letters: a Chinese character is as wide as two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in line)


def _cells(saved: Saved, voice: Voice) -> Iterator[Any]:
    line = saved.line
    yield line.number
    for spec in line.kind.fields:
        yield "\n".join(named(saved, spec, voice)) or _cell(spec, saved.content.get(spec.name), voice)
    if _is_approved(line.kind):
        yield from _decided(saved, voice, _sorting)
    if _is_change(line.kind):
        yield "\n".join(verified(saved, voice))
    yield line.author.name
    for at in (line.created_at, line.changed_at):
        yield _sorting(at, voice)
    yield saved.called.version


def _sorting(at: datetime, voice: Voice) -> datetime:
    """Give a moment as a spreadsheet takes it: on the clock of the zone."""
    return at.astimezone(voice.zone).replace(tzinfo=None)


def _is_approved(kind: Kind) -> bool:
    """Tell whether somebody decides over records of a kind."""
    return kind.approve is not None


def _decided(saved: Saved, voice: Voice, moment: Callable[[datetime, Voice], T]) -> tuple[str, T | str, str]:
    """Give who decided over a record, when, as `moment` tells it, and with what comment."""
    at = saved.approval.decided_at if saved.approval else None
    return decision(saved, voice), moment(at, voice) if at else "", remark(saved, voice)


def _is_change(kind: Kind) -> bool:
    """Tell whether records of a kind are verified by tests, as those are that approving moves on."""
    return kind.approved is not None


def _cell(spec: FieldSpec, value: Any, voice: Voice) -> Any:
    """Give a cell that sorts: days and moments as such, where a spreadsheet knows them (it begins with 1900)."""
    if value is None:
        return ""
    try:
        if spec.input is Input.DAY and (on := date.fromisoformat(value)).year >= 1900:
            return on
        if spec.input is Input.MOMENT and (at := datetime.fromisoformat(value)).year >= 1900:
            return _sorting(at, voice)
        if spec.input is Input.NUMBER:
            return int(value)
    except (TypeError, ValueError):
        pass
    return written(spec, value, voice)


def _put(sheet: Any, row: int, column: int, cell: Any, style: Any) -> None:
    if isinstance(cell, datetime | date):
        sheet.write_datetime(row, column, cell, style)
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, style)
    else:
        sheet.write_string(row, column, cell[:_MOST_CELL], style)
