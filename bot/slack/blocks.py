"""Messages as Slack shows them: pages of a conversation, a modal to read, the Home page; all within Slack's limits."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import structlog

from bot.slack import limits
from bot.slack.drawings import chart_picture, tree_picture
from bot.slack.markup import Mentioned, cleaned, cut, cut_to_bytes, escape, length, literal, split
from bot.slack.units import Json, Signed, Unit, Writer, chart_in_words, plain_text, section
from chat.fitting import part_of
from chat.messages import (
    Block,
    Buttons,
    Chart,
    Inline,
    Message,
    Note,
    Tree,
    plain,
)
from chat.texts import text as said
from dossier.language import Language

_log = structlog.get_logger(__name__)

_TEXT = limits.TEXT_BYTES


@dataclass(frozen=True, slots=True)
class Page:
    """One message to be posted. `drawn` are the charts and trees in it by the index of their block."""

    blocks: list[Json]
    text: str
    drawn: Mapping[int, Chart | Tree] = field(default_factory=dict)

    @property
    def native(self) -> bool:
        """Whether it has a chart that Slack is to draw, which it may refuse with `invalid_blocks`."""
        return any(self.blocks[index]["type"] == "data_visualization" for index in self.drawn)

    @property
    def pictured(self) -> bool:
        """Whether it has a tree: Slack draws none, and takes a picture only when it is uploaded."""
        return any(isinstance(each, Tree) for each in self.drawn.values())


@dataclass(frozen=True, slots=True)
class _Surface:
    """Where blocks are shown: what fits on a page, how many pages, and whether tables and charts are drawn.

    `room` is the length of the text on a page, and for views the size of all there is in bytes.
    """

    blocks: int
    room: int
    pages: int
    native: bool

    def size(self, unit: Unit) -> int:
        """Give how much of the room a block takes."""
        return unit.size if self.native else len(json.dumps(unit.block, ensure_ascii=False).encode())


_CONVERSATION = _Surface(limits.MESSAGE_BLOCKS, limits.MESSAGE_TEXT - 500, 5, native=True)
_VIEW = _Surface(limits.VIEW_BLOCKS - 1, limits.VIEW_BYTES // 2, 1, native=False)
_ON_A_PAGE = {"table": 1, "data_visualization": 2}


def pages(message: Message, sign: Signed, mention: Mentioned) -> tuple[Page, ...]:
    """Give the messages to be posted, in order: the first into the conversation, the others into its thread.

    `sign` gives a button's value, `mention` the Slack user id of a person, None for one who has none.
    """
    made = _laid_out(message, sign, mention, _CONVERSATION)
    return tuple(_page(units, message.text if len(made) == 1 else "") for units in made)


def as_pictures(page: Page, uploads: Mapping[int, str] | None = None) -> Page:
    """Give a page whose charts and trees are pictures, or words where nothing was uploaded.

    `uploads` gives the id of the uploaded file by the index of the block, as in `page.drawn`.
    """
    blocks = [_pictured(block, page.drawn.get(at), (uploads or {}).get(at)) for at, block in enumerate(page.blocks)]
    return replace(page, blocks=[each for each in blocks if each is not None] or [section("…")], drawn={})


def _pictured(block: Json, drawn: Chart | Tree | None, file: str | None) -> Json | None:
    """Give what stands in the place of a block; None for nothing: the words of a tree stand above it."""
    match drawn:
        case Chart():
            return chart_picture(drawn, file) if file else chart_in_words(drawn)
        case Tree():
            return tree_picture(drawn, file) if file else None
        case _:
            return block


def modal(message: Message, language: Language, sign: Signed, mention: Mentioned) -> Json:
    """Give a message as a modal to read, for an answer where nothing can be posted for one person's eyes."""
    title, close = (plain_text(said(language, key)) for key in ("slack-title", "slack-close"))
    view = {"type": "modal", "title": title, "close": close}
    return _shown({**view, "blocks": _view_blocks(message, sign, mention)}, message)


def home(message: Message, sign: Signed, mention: Mentioned) -> Json:
    """Give a message as the Home page of the bot."""
    return _shown({"type": "home", "blocks": _view_blocks(message, sign, mention)}, message)


def _view_blocks(message: Message, sign: Signed, mention: Mentioned) -> list[Json]:
    return [unit.block for unit in _laid_out(message, sign, mention, _VIEW)[0]] or [section("…")]


def _shown(view: Json, message: Message) -> Json:
    return {**view, "blocks": in_plain_words(message.text)} if violated(limits.check_view(view)) else view


def _page(units: Sequence[Unit], whole: str) -> Page:
    own = "\n".join(unit.plain for unit in units if unit.plain)
    blocks = [unit.block for unit in units] or [section("…")]
    text = cut_to_bytes(escape(whole or own), _TEXT) or "…"
    if violated(limits.check_message(blocks, text)):
        return Page(in_plain_words(own), text)
    return Page(blocks, text, {index: unit.drawn for index, unit in enumerate(units) if unit.drawn})


def violated(found: Sequence[str]) -> bool:
    """Say whether a check found anything: a mistake in the program, for which nobody's words are to be lost."""
    if found:
        _log.error("slack.limit_missed", violations=list(found[:5]))
    return bool(found)


def in_plain_words(text: str) -> list[Json]:
    """Give a text as the simplest blocks there are; what is beyond a message's limit is left out."""
    pieces = split((cut(cleaned(text), limits.MESSAGE_TEXT // 5),), 3000, _size)
    return [section(shown) for piece in pieces if (shown := "".join(literal(plain((part,))) for part in piece)).strip()]


def _size(part: Inline) -> int:
    return length(literal(plain((part,))))


def _laid_out(message: Message, sign: Signed, mention: Mentioned, surface: _Surface) -> list[list[Unit]]:
    """Put a message on pages; where they are too many, the longest of its blocks are cut until they fit, and it is said
    where all of it is."""
    blocks, note = list(message.blocks), list[Block]()
    kept = [1.0] * len(blocks)
    weights = [len(Message((block,)).text) for block in blocks]
    language = message.language or Language.spoken_in(message.text[:_TEXT])
    while True:
        shown = [part_of(block, share, language) for block, share in zip(blocks, kept, strict=True)]
        made = _paged(Writer(sign, mention, surface.native).units(_above_buttons(shown, note)), surface)
        if len(made) <= surface.pages:
            return made
        note = [Note((said(language, "left-out-whole"),))]
        longest = max(range(len(blocks)), key=lambda index: weights[index] * kept[index])
        if weights[longest] * kept[longest] > 100:
            kept[longest] /= 2
        else:
            # Many short blocks: those in the middle go, for the end is where the buttons are.
            middle = len(blocks) // 2
            del blocks[middle], kept[middle], weights[middle]


def _above_buttons(shown: Sequence[Block], note: Sequence[Block]) -> list[Block]:
    """Put a note at the end, above the buttons that stand there."""
    end = len(shown) - (bool(shown) and isinstance(shown[-1], Buttons))
    return [*shown[:end], *note, *shown[end:]]


def _paged(units: Iterable[Unit], surface: _Surface) -> list[list[Unit]]:
    made: list[list[Unit]] = [[]]
    taken = 0
    for unit in units:
        page, kind, size = made[-1], unit.block["type"], surface.size(unit)
        alike = sum(each.block["type"] == kind for each in page)
        full = len(page) == surface.blocks or taken + size > surface.room
        if page and (full or alike >= _ON_A_PAGE.get(kind, math.inf)):
            # A heading stays with what it is the heading of.
            made.append([page.pop()] if len(page) > 1 and page[-1].block["type"] == "header" else [])
            taken = sum(surface.size(each) for each in made[-1])
            if len(made) > surface.pages:
                break
        made[-1].append(unit)
        taken += size
    return made
