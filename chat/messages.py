"""Messages as meaning: blocks of plain values that know no platform and no markup."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from dossier.fields import FileRef
from dossier.language import Language

_OPENED = 5


@dataclass(frozen=True, slots=True)
class Strong:
    """Emphasised text."""

    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A person who is notified; `person` is their id, `name` what is shown where nobody can be notified."""

    person: str
    name: str


@dataclass(frozen=True, slots=True)
class When:
    """A moment: platforms that can show it in each reader's own zone do, others show `text`."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Hyperlink:
    """A web address with its words."""

    url: str
    text: str


Inline = str | Strong | Mention | When | Hyperlink


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a card, one line, with an icon in front."""

    text: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a string in it is shown to the letter and may hold line breaks."""

    parts: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A box of a drawn tree, and those below it; a `strong` one stands out."""

    icon: str
    name: str
    about: str
    below: tuple["Box", ...] = ()
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Tree(Paragraph):
    """Running text that draws a tree with lines; where boxes can be drawn, or a picture of them shown, they are.

    `takeaway` says in one sentence what a picture shows, for those who cannot see it.
    """

    boxes: tuple[Box, ...] = ()
    takeaway: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A line of small print."""

    parts: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values, shown side by side where there is room."""

    rows: tuple[tuple[str, str | When], ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; each item is running text."""

    items: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption for those who cannot see it; every cell is plain text."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class ChartType(StrEnum):
    """How a chart is drawn."""

    BAR = "bar"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Series:
    """One named row of numbers, one for each label of its chart."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart; `takeaway` says in one sentence what it shows, `most` where its axis ends, None for where it has to."""

    type: ChartType
    title: str
    takeaway: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    most: int | None = None


class Mark(StrEnum):
    """What became of a piece of text between two versions."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Diff:
    """How one field changed: its label and the pieces of its text in reading order."""

    label: str
    pieces: tuple[tuple[Mark, str], ...]


@dataclass(frozen=True, slots=True)
class Files:
    """The files attached to a record (its id), which platforms offer for opening."""

    label: str
    record: str
    files: tuple[FileRef, ...]

    @property
    def openers(self) -> "tuple[Button, ...]":
        """The buttons that open the first five, where a platform has no page to show them on."""
        return tuple(
            Button(f"📎 {file.label}", "open-file", {"record": self.record, "file": file.id})
            for file in self.files[:_OPENED]
        )

    @property
    def others(self) -> str:
        """The names of those that get no button, a line each."""
        return "".join(f"\n📎 {' '.join(file.label.split())}" for file in self.files[_OPENED:])


class Style(StrEnum):
    """How much a button stands out."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """A button: pressing it is the event ButtonPressed(action, args). `confirm` is asked first when given."""

    label: str
    action: str
    args: Mapping[str, str] = field(default_factory=dict)
    style: Style = Style.PLAIN
    confirm: str | None = None


@dataclass(frozen=True, slots=True)
class Buttons:
    """Buttons in a row."""

    buttons: tuple[Button, ...]


Block = Heading | Paragraph | Note | Facts | Bullets | Table | Chart | Diff | Files | Buttons


@dataclass(frozen=True, slots=True)
class Message:
    """What is said: blocks in order. `text` is its equivalent for notifications and screen readers.

    `language` is the one it is written in, where that is known: what platforms add to it is in the same.
    """

    blocks: tuple[Block, ...]
    language: Language | None = field(default=None, kw_only=True)

    @property
    def text(self) -> str:
        """The whole message as plain text, without its buttons."""
        return "\n".join(line for block in self.blocks for line in _lines(block))


@dataclass(frozen=True, slots=True)
class Translated(Message):
    """A message in each language of those who read it, the first being its own."""

    languages: Mapping[Language, Message]


def say(text: str, *buttons: Button) -> Message:
    """Make a message of one paragraph, with buttons below it when there are any."""
    return Message((Paragraph((text,)), *((Buttons(buttons),) if buttons else ())))


def trees_of(message: Message) -> tuple[Tree, ...]:
    """Give the trees in a message that can be drawn."""
    return tuple(block for block in message.blocks if isinstance(block, Tree) and block.boxes)


def plain(parts: Iterable[Inline]) -> str:
    """Give running text without its markup."""
    return "".join(_plain(part) for part in parts)


def _plain(part: Inline) -> str:
    match part:
        case str():
            return part
        case Mention():
            return f"@{part.name}"
        case Hyperlink():
            return f"{part.text} ({part.url})"
        case _:
            return part.text


def _lines(block: Block) -> Iterable[str]:
    match block:
        case Heading():
            yield f"{block.icon} {block.text}".strip()
        case Paragraph() | Note():
            yield plain(block.parts)
        case Facts():
            yield from (f"{label}: {plain((value,))}" for label, value in block.rows)
        case Bullets():
            yield from (f"• {plain(item)}" for item in block.items)
        case Table():
            yield block.caption
            yield " | ".join(block.columns)
            yield from (" | ".join(row) for row in block.rows)
        case Chart():
            yield f"{block.title}: {block.takeaway}"
        case Diff():
            yield f"{block.label}: {marked(block.pieces)}"
        case Files():
            yield f"{block.label}: " + ", ".join(f"📎 {file.label}" for file in block.files)
        case Buttons():
            pass


_SIGNS = {Mark.SAME: "{}", Mark.ADDED: "[+{}]", Mark.REMOVED: "[-{}]"}


def marked(pieces: Iterable[tuple[Mark, str]]) -> str:
    """Give the pieces of a changed text in plain letters: `3 [-days][+weeks]`."""
    return "".join(_SIGNS[mark].format(text) for mark, text in pieces)
