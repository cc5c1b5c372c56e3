"""A CSV or XLSX file as a table of texts; bounded in every way, and nothing in it is ever computed."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dossier.decoding import decoded
from dossier.errors import DossierError

MOST_BYTES, MOST_ROWS, MOST_COLUMNS = 5 * 1024 * 1024, 2_000, 80
_MOST_CELL, _MOST_UNPACKED, _MOST_ENTRIES = 20_000, 60 * 1024 * 1024, 500
_DELIMITERS = ",;\t|"
_HEAD = 10


@dataclass(frozen=True, slots=True)
class Table:
    """A header, and the rows below it with the number each has in the file; every cell is text."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read(content: bytes, known: Iterable[str]) -> Table:
    """Read a file. `known` are names of columns, by which the header is found where something stands above it.

    Raises DossierError for what is too large, no table, or made to harm.
    """
    if len(content) > MOST_BYTES:
        raise DossierError("table-size", max=MOST_BYTES // (1024 * 1024))
    lines = _xlsx(content) if content.startswith(b"PK\x03\x04") else _csv(content)
    numbered: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in lines:
        if not any(cells):
            continue
        if len(cells) > MOST_COLUMNS:
            raise DossierError("table-columns", max=MOST_COLUMNS)
        numbered.append((number, cells))
        if len(numbered) > MOST_ROWS + _HEAD:
            raise DossierError("table-rows", max=MOST_ROWS)
    return _table(numbered, {name.casefold() for name in known})


def _table(lines: Sequence[tuple[int, tuple[str, ...]]], known: set[str]) -> Table:
    if not lines:
        raise DossierError("table-empty")
    at = max(range(min(_HEAD, len(lines))), key=lambda place: (_recognised(lines[place][1], known), -place))
    header, rows = lines[at][1], lines[at + 1 :]
    if not rows:
        raise DossierError("table-empty")
    if len(rows) > MOST_ROWS:
        raise DossierError("table-rows", max=MOST_ROWS)
    width = len(header)
    return Table(header, tuple((number, (*cells, *("",) * width)[:width]) for number, cells in rows))


def _recognised(cells: Iterable[str], known: set[str]) -> int:
    return sum(cell.casefold() in known for cell in cells)


def _csv(content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    text = decoded(content)
    if text is None or text.startswith("%PDF"):
        raise DossierError("table-no-table")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=lambda mark: (first.count(mark), -_DELIMITERS.index(mark)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, tuple(_text(cell) for cell in cells)
    except csv.Error:
        raise DossierError("table-no-table") from None


def _xlsx(content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give the rows of the first sheet with something in it, formulas by the value that was last kept of them."""
    _harmless(content)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = sheet.iter_rows(values_only=True)
            found = False
            for number, cells in enumerate(rows, start=1):
                texts = _trimmed(tuple(_text(cell) for cell in cells))
                found = found or any(texts)
                yield number, texts
            if found:
                return
    except DossierError:
        raise
    except Exception:
        # A broken file makes the reader raise whatever comes: to the person it is all the same.
        raise DossierError("table-no-table") from None


def _harmless(content: bytes) -> None:
    """Raise DossierError for an archive that unpacks to too much, or declares entities of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            if len(entries) > _MOST_ENTRIES or sum(each.file_size for each in entries) > _MOST_UNPACKED:
                raise DossierError("table-bomb")
            if "xl/workbook.xml" not in {each.filename for each in entries}:
                raise DossierError("table-no-table")
            for each in entries:
                with packed.open(each) as part:
                    if b"<!DOCTYPE" in part.read(2_048).upper():
                        raise DossierError("table-no-table")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
        raise DossierError("table-no-table") from None


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if (cell.hour, cell.minute) == (0, 0) else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)[:_MOST_CELL].strip()


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the empty cells at the end: a sheet may well be formatted to its last column."""
    last = max((at for at, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]
