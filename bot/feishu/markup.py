"""Running text as the markdown of Feishu's cards, nothing in it alive but what we put there.

The source is https://open.feishu.cn/document/feishu-cards/card-json-v2-components/content-components/rich-text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from chat.messages import Hyperlink, Inline, Mark, Mention, Strong, When
from dossier.language import Language

Mentioned = Callable[[str], str | None]
"""Gives the open_id of a person of ours, None when they have no account there."""
Json = dict[str, Any]
Said = Mapping[Language, str]
"""A text in each language it is said in, the channel's first."""

LOCALES = {Language.ZH: "zh_cn", Language.EN: "en_us"}

# What breaks a text or lets it read otherwise than it is stored; see dossier.reading.clean.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
# Always a mark; a mark at the start of a line; `:DONE:`, `https:` and `www.`, of which clients make emoji and links.
_MARKS = re.compile(
    r"[&<>\\`*_~\[\]|$@]|(?:(?<=\n)|\A)[ ]*[#+=-]+|(?:(?<=\n)|\A)[ ]*\d+[.)](?=\s|\Z)|:(?=//|[A-Za-z0-9_]+:)|\bwww\."
    r"|\b(?:mailto|tel):",
    re.IGNORECASE,
)
_PUNCTUATION = re.compile(r"[#+=.):-]|[&<>\\`*_~\[\]|$@]")
_WIDE = re.compile(r" (?= )")
_OPEN_ID = re.compile(r"ou_[A-Za-z0-9_-]{1,60}")
_SENTENCE = re.compile(r"(?<=[。！？；\n])(?![。！？；”’」』）\n])|(?<=[.!?;]\s)(?=\S)")
# A mark beside a letter may open or close nothing; a hair space between them is white space, and hardly seen.
_BORDER = "\u200a"
_SIGNS = {Mark.SAME: "", Mark.ADDED: "**", Mark.REMOVED: "~~"}


def length(text: str) -> int:
    """Give a text's length as Feishu may count it: in UTF-16 units, so that an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def size(text: str) -> int:
    """Give the number of bytes a text takes in UTF-8."""
    return len(text.encode("utf-8", "surrogatepass"))


def cut(text: str, most: int, measure: Callable[[str], int] = length) -> str:
    """Give a text of at most that measure (its length unless told), ending in `…` where something was left out."""
    if measure(text) <= most:
        return text
    low, high = 0, min(len(text), most)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(f"{text[:middle]}…") <= most else (low, middle - 1)
    return f"{text[:low].rstrip()}…"


def cleaned(text: str) -> str:
    """Give a text without control characters (but tab and newline), bidirectional overrides and lone surrogates."""
    return _UNWANTED.sub("", text)


def one_line(text: str) -> str:
    """Give a text for a plain_text of one line."""
    return " ".join(cleaned(text).split())


def literal(text: str) -> str:
    """Give a text for markdown, shown to the letter: nothing in it is a mention, a link, an emoji or a format."""
    spaced = cleaned(text).replace("\t", "    ")
    marked = _MARKS.sub(lambda found: _PUNCTUATION.sub(_entity, found[0]), spaced)
    # A single line break may be swallowed where it is drawn, <br> never is.
    return _WIDE.sub("&nbsp;", marked).replace("\n", "<br>")


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def literal_size(text: str) -> int:
    """Give the number of bytes a text takes in markdown."""
    return size(literal(text))


def markdown(parts: Iterable[Inline], mentioned: Mentioned) -> str:
    """Give running text as markdown."""
    text, was_bold = "", False
    for part in _merged(parts):
        piece = _piece(part, mentioned)
        is_bold = piece.startswith("**")
        apart = not text or text.endswith((" ", "<br>")) or piece.startswith((" ", "<br>"))
        if piece and not apart and (is_bold or was_bold):
            text += _BORDER
        text, was_bold = text + piece, is_bold if piece else was_bold
    return text


def _merged(parts: Iterable[Inline]) -> Iterator[Inline]:
    """Put neighbouring strings together: whether something is a mark depends on what stands beside it."""
    held = ""
    for part in parts:
        if isinstance(part, str):
            held += part
            continue
        if held:
            yield held
        held = ""
        yield part
    if held:
        yield held


def _piece(part: Inline, mentioned: Mentioned) -> str:
    match part:
        case str():
            return literal(part)
        case Strong(text):
            return bold(text)
        case Mention(person, name):
            account = mentioned(person)
            return f"<at id={account}></at>" if account and _OPEN_ID.fullmatch(account) else bold(f"@{name}")
        case When(_, text):
            return literal(text)
        case Hyperlink(url, text):
            address = _address(url)
            return f"[{literal(one_line(text)) or literal(address)}]({address})" if address else literal(text)


def bold(text: str) -> str:
    """Give a text in bold, each line of it; nothing for a text of nothing."""
    return "<br>".join(wrapped(line, "**") for line in cleaned(text).split("\n"))


def wrapped(line: str, mark: str) -> str:
    """Give a line of text between two marks, which take no space at their inner side."""
    shown = line.strip()
    return f"{mark}{literal(shown)}{mark}" if shown else ""


def _address(url: str) -> str | None:
    try:
        known = urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc
    except ValueError:
        return None
    address = quote(cleaned(url), safe="%/:?#@!$&+,;=~-._")
    return address if known and len(address) <= 2000 else None


def changed(parts: Iterable[tuple[Mark, str]], most: int) -> Iterator[str]:
    """Give what changed as markdown, in pieces of about that many bytes: what went struck out, what came in bold."""
    held: list[tuple[Mark, str]] = []
    taken = 0
    for mark, text in parts:
        for atom in _atoms(cleaned(text), most // 2):
            needed = _weight(atom)
            if held and taken + needed > most:
                yield _compared(held)
                held, taken = [], 0
            if held and held[-1][0] is mark:
                held[-1] = (mark, f"{held[-1][1]}{atom}")
            else:
                held.append((mark, str(atom)))
            taken += needed
    if held:
        yield _compared(held)


def _compared(parts: Iterable[tuple[Mark, str]]) -> str:
    shown = ("<br>".join(_framed(line, _SIGNS[mark]) for line in text.split("\n")) for mark, text in parts)
    return _BORDER.join(each for each in shown if each)


def _framed(line: str, mark: str) -> str:
    start = len(line) - len(line.lstrip())
    end = len(line.rstrip())
    return f"{line[:start]}{wrapped(line, mark)}{line[end:] if end > start else ''}"


def pieces(parts: Sequence[Inline], most: int) -> list[tuple[Inline, ...]]:
    """Split running text into pieces of at most that many bytes of markdown: at lines, sentences, else anywhere.

    A line break at a split is left out, nothing else.
    """
    made: list[list[Inline]] = [[]]
    taken = 0
    for atom in (atom for part in parts for atom in _atoms(part, most)):
        needed = _weight(atom)
        if made[-1] and taken + needed > most:
            made[-1][-1:] = _without_break(made[-1][-1])
            made.append([])
            taken = 0
        made[-1].append(atom)
        taken += needed
    return [tuple(piece) for piece in made if piece]


def _weight(part: Inline) -> int:
    match part:
        case str():
            return literal_size(part)
        case Hyperlink(url, text):
            return literal_size(text) + 3 * size(url) + 10
        case Mention(_, name):
            return max(100, literal_size(name) + 10)
        case Strong(text) | When(_, text):
            return literal_size(text) + 10 * (1 + text.count("\n"))


def _without_break(part: Inline) -> list[Inline]:
    return [part[:-1]] if isinstance(part, str) and part.endswith("\n") else [part]


def _atoms(part: Inline, most: int) -> Iterator[Inline]:
    """Give the parts of a part that stay together: sentences, and pieces of those that are too long."""
    if not isinstance(part, str):
        if _weight(part) <= most:
            yield part
        elif isinstance(part, Strong):
            yield from (Strong(str(each)) for each in _atoms(part.text, most // 2))
        else:
            yield from _atoms(part.name if isinstance(part, Mention) else part.text, most)
        return
    for sentence in _SENTENCE.split(part):
        while literal_size(sentence) > most:
            kept = max(1, min(len(sentence) - 1, most // 12))
            while literal_size(sentence[: kept * 2]) <= most:
                kept *= 2
            yield sentence[:kept]
            sentence = sentence[kept:]
        if sentence:
            yield sentence


def translated(said: Said) -> Json:
    """Give a text as an attribute of an element: in the first language, and in each of them where they differ."""
    content = next(iter(said.values()))
    if all(text == content for text in said.values()):
        return {"content": content}
    return {"content": content, "i18n_content": {LOCALES[language]: text for language, text in said.items()}}


def plain_text(said: Said) -> Json:
    """Make a plain_text, which reads nothing in it as anything else."""
    return {"tag": "plain_text", **translated(said)}


def marked(said: Said, **style: str) -> Json:
    """Make an element of markdown."""
    return {"tag": "markdown", **translated(said), **style}
