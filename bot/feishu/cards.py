"""Messages as cards of structure 2.0: one card in every language it is said in, within all of Feishu's rules."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import structlog

from bot.feishu import rules
from bot.feishu.elements import Blocks, Pictures, Signed, Unit, Writer
from bot.feishu.markup import (
    Json,
    Mentioned,
    Said,
    cut,
    literal,
    literal_size,
    marked,
    one_line,
    plain_text,
    translated,
)
from chat.fitting import cut_to, part_of
from chat.messages import (
    Block,
    Buttons,
    Chart,
    Facts,
    Files,
    Heading,
    Message,
    Paragraph,
    Strong,
    Table,
)
from chat.texts import text as sentence
from dossier.language import Language

_log = structlog.get_logger(__name__)

NO_PICTURES: Pictures = MappingProxyType({})
_TITLE, _SUMMARY, _PLAIN_BYTES = 150, 200, 6_000
_PAGES = 5
# What is around the elements: the header with its title in two languages, and what a page number adds to it.
_SPARE_BYTES, _SPARE_ELEMENTS = 300, 4


def card(
    messages: Mapping[Language, Message], sign: Signed, mention: Mentioned, pictures: Pictures = NO_PICTURES
) -> Json:
    """Give a message as one card; where it is too long for one, its longest parts are cut, and say so.

    `messages` is the same message in each language of its readers, the channel's first: each reader sees their own.
    Where the languages are of different shapes, the first is shown to all. `sign` gives a button's value, `mention`
    the open_id of a person, None for one who has none; `pictures` are shown above the words they are drawn from.
    """
    return _made(messages, sign, mention, pictures, 1)[0]


def cards(
    messages: Mapping[Language, Message], sign: Signed, mention: Mentioned, pictures: Pictures = NO_PICTURES
) -> tuple[Json, ...]:
    """Give a message as the cards to be posted, in order: the first into the chat, the others into its thread.

    Takes what `card` takes; nothing is cut before there are five of them.
    """
    return _made(messages, sign, mention, pictures, _PAGES)


def checked(made: Json, said: Said) -> Json:
    """Give a card that breaks no rule: the card, or in its place its words; nobody's words are lost to a mistake.

    `said` is what it says as plain text.
    """
    found = rules.check(made)
    if not found:
        return made
    _log.error("feishu.rule_missed", violations=found[:5])
    words = {of: literal(cut(each, _PLAIN_BYTES, literal_size)) or "…" for of, each in said.items()}
    return framed([marked(words)], said, {})


def framed(elements: Sequence[Json], said: Said, title: Said) -> Json:
    """Put elements into a card. `said` is what it says as plain text, shown where chats are listed."""
    summary = {of: cut(one_line(each), _SUMMARY) or "…" for of, each in said.items()}
    header = {"header": {"title": plain_text(title), "template": "blue"}} if any(title.values()) else {}
    return {
        "schema": "2.0",
        "config": {"update_multi": True, "summary": translated(summary)},
        **header,
        "body": {"vertical_spacing": "8px", "elements": list(elements)},
    }


def _made(
    messages: Mapping[Language, Message], sign: Signed, mention: Mentioned, pictures: Pictures, most: int
) -> tuple[Json, ...]:
    spoken = _alike(messages)
    said = {of: message.text for of, message in spoken.items()}
    titles, blocks = _titled(spoken)
    # Titles that are alike are there once; with the number of the page in words they are there in each language.
    room = rules.MOST_BYTES - rules.measure(framed([], said, _numbered(titles, most, most))) - _SPARE_BYTES

    def writer() -> Writer:
        return Writer(sign, mention, rules.MOST_TABLES * most, rules.MOST_CHARTS * most, pictures)

    pages = _laid_out(blocks, writer, room, most)
    made = []
    for number, units in enumerate(pages, 1):
        elements = [unit.element for unit in units] or [marked(dict.fromkeys(spoken, "…"))]
        title = _numbered(titles, number, len(pages))
        made.append(checked(framed(elements, said, title), said))
    return tuple(made)


def _numbered(titles: Said, number: int, pages: int) -> Said:
    """Give titles with the number of the page; without it where there is but one."""
    if pages == 1:
        return titles
    return {of: sentence(of, "part-of", label=each, part=number, of=pages) for of, each in titles.items()}


def _alike(messages: Mapping[Language, Message]) -> Mapping[Language, Message]:
    """Give the languages in which the message has the shape it has in the first."""
    shapes = {of: [_shape(block) for block in message.blocks] for of, message in messages.items()}
    first = next(iter(messages))
    if all(shape == shapes[first] for shape in shapes.values()):
        return messages
    return {first: messages[first]}


def _shape(block: Block) -> Any:
    match block:
        case Facts(rows):
            return Facts, len(rows)
        case Table(_, columns, rows):
            return Table, len(columns), [len(row) for row in rows]
        case Chart(type_, _, _, labels, series):
            return Chart, type_, len(labels), [each.values for each in series]
        case Buttons(buttons):
            return Buttons, [(each.action, dict(each.args), each.style, each.confirm is None) for each in buttons]
    return type(block)


def _titled(spoken: Mapping[Language, Message]) -> tuple[Said, list[Blocks]]:
    """Give the title in each language, and the blocks below it, each in every language."""
    blocks: list[Blocks] = [
        dict(zip(spoken, each, strict=True))
        for each in zip(*(message.blocks for message in spoken.values()), strict=True)
    ]
    headings = {of: block for of, block in (blocks[0] if blocks else {}).items() if isinstance(block, Heading)}
    whole = {of: one_line(f"{each.icon} {each.text}") for of, each in headings.items()}
    if not all(whole.values()) or not headings:
        return {}, blocks
    long: list[Blocks] = []
    if any(len(title) > _TITLE for title in whole.values()):
        long.append({of: Paragraph((Strong(one_line(each.text)),)) for of, each in headings.items()})
    return {of: cut(title, _TITLE) for of, title in whole.items()}, [*long, *blocks[1:]]


def _laid_out(blocks: Sequence[Blocks], writer: Callable[[], Writer], room: int, most: int) -> list[list[Unit]]:
    """Put blocks on cards; where they are too many, the longest of the blocks are cut until they fit."""
    blocks = list(blocks)
    kept = [1.0] * len(blocks)
    weights = [max(len(Message((each,)).text) for each in block.values()) for block in blocks]
    while True:
        shown = [
            {of: _part_of(each, share, of) for of, each in block.items()}
            for block, share in zip(blocks, kept, strict=True)
        ]
        made = _paged(writer().units(shown), room, most)
        if len(made) <= most:
            return made
        longest = max(range(len(blocks)), key=lambda index: weights[index] * kept[index])
        if weights[longest] * kept[longest] > 100:
            kept[longest] /= 2
        else:
            # Many short blocks: those in the middle go, for the end is where the buttons are.
            middle = len(blocks) // 2
            del blocks[middle], kept[middle], weights[middle]


def _paged(units: Iterable[Unit], room: int, most: int) -> list[list[Unit]]:
    made: list[list[Unit]] = [[]]
    for unit in units:
        page = made[-1]
        alike = sum(each.element["tag"] == unit.element["tag"] for each in page)
        full = (
            sum(each.size for each in page) + unit.size > room
            or sum(each.count for each in page) + unit.count > rules.MOST_ELEMENTS - _SPARE_ELEMENTS
            or (unit.element["tag"] in ("table", "chart") and alike == rules.MOST_TABLES)
        )
        if page and full:
            # A heading stays with what it is the heading of.
            made.append([page.pop()] if len(page) > 1 and page[-1].heads else [])
            if len(made) > most:
                break
        made[-1].append(unit)
    return made


def _part_of(block: Block, share: float, language: Language) -> Block:
    """Give the first part of a block, and how much was left out."""
    if share == 1.0:
        return block
    match block:
        case Files(label, record, files):
            return Files(label, record, files[: max(1, int(len(files) * share))])
        case Heading(title, icon):
            return Heading("".join(cut_to(title, share, language)), icon)
        case Chart():
            return Paragraph((Strong(block.title), "\n", *cut_to(block.takeaway, share, language)))
    return part_of(block, share, language)
