"""What the product's own sheets are known by when they come back: the heading of record numbers, and an apostrophe."""

import re
from collections.abc import Sequence

from dossier.language import Label

NUMBER = Label("档案编号", "Dossier no.")
"""The heading of a record's number: no field is called that, and no tracker's column."""

# What a spreadsheet would take for a formula (https://owasp.org/www-community/attacks/CSV_Injection), also full-width;
# and what reads as if it had been made harmless already, so that taking that off again gives what was there.
_FORMULA = re.compile(r"^'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")


# What was surely meant as one: `=…`, `@SUM(…)`, `+cmd|…`; a dash or an @ alone begins a list, or names somebody.
_MEANT = re.compile(r"^\s*(?:[=＝]|[+\-@＋－＠]\s*[A-Za-z]{2,}\s*[(!|])")


def is_formula(cell: str) -> bool:
    """Say whether a cell's text was meant as a formula."""
    return bool(_MEANT.match(cell))


def harmless(cell: str) -> str:
    """Give a cell's text as one that no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def as_meant(cell: str) -> str:
    """Give the text that was made `harmless`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def number_column(header: Sequence[str]) -> int | None:
    """Give which column of a sheet holds the numbers of records, None in one that is not the product's own."""
    return next((at for at, name in enumerate(header) if name in NUMBER.both()), None)
