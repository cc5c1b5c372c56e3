"""What has to fit where a platform has room for so much: the first part of a block, and a text in pieces."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from chat.messages import Block, Bullets, Buttons, Diff, Facts, Note, Paragraph, Strong, Table, plain
from chat.texts import text as sentence
from dossier.language import Language

_FEWEST_BUTTONS = 5


def part_of(block: Block, share: float, language: Language) -> Block:
    """Give the first part (0 to 1) of a block, and how much was left out; whole what has no parts."""
    if share == 1.0:
        return block
    match block:
        case Paragraph(parts) | Note(parts):
            return replace(block, parts=cut_to(plain(parts), share, language))
        case Diff(label, pieces):
            return Paragraph((Strong(label), "\n", *cut_to("".join(piece for _, piece in pieces), share, language)))
        case Bullets(items) if len(items) > 1:
            some = items[: max(1, int(len(items) * share))]
            return Bullets((*some, (_more(len(items) - len(some), language),)))
        case Bullets(items):
            return Bullets(tuple(cut_to(plain(item), share, language) for item in items))
        case Table(caption, columns, rows):
            some_rows = rows[: max(1, int(len(rows) * share))]
            last = (_more(len(rows) - len(some_rows), language), *("" for _ in columns[1:]))
            return Table(caption, columns, (*some_rows, last))
        case Facts(rows):
            return Facts(tuple((label, "".join(cut_to(plain((value,)), share, language))) for label, value in rows))
        case Buttons(buttons):
            return Buttons(buttons[: max(_FEWEST_BUTTONS, int(len(buttons) * share))])
    return block


def cut_to(text: str, share: float, language: Language) -> tuple[str, str]:
    """Give the first part (0 to 1) of a text, and a word on how much was left out."""
    kept = int(len(text) * share)
    return text[:kept].rstrip(), _more(len(text) - kept, language)


def _more(count: int, language: Language) -> str:
    return sentence(language, "left-out", count=count)


def in_pieces(text: str, whole: int, size: int, length: Callable[[str], int]) -> Iterator[tuple[str, str]]:
    """Cut a text into pieces of at most `size`, where more than `whole` is left, and say what stood between each and
    the next.

    It is cut at line breaks, else where no space is: clients may trim what is entered. `length` is how the platform
    counts.
    """
    while length(text) > whole:
        end = size
        while length(text[:end]) > size:
            end -= max(1, (length(text[:end]) - size) // 2)
        at = next((n for n in range(end, end // 2, -1) if text[n] == "\n" and not _spaced(text, n)), None)
        if at is not None:
            yield text[:at], "\n"
            text = text[at + 1 :]
            continue
        at = next((n for n in range(end, end // 2, -1) if not text[n].isspace() and not text[n - 1].isspace()), end)
        yield text[:at], ""
        text = text[at:]
    yield text, ""


def _spaced(text: str, at: int) -> bool:
    return text[at - 1].isspace() or text[at + 1 : at + 2].isspace()
