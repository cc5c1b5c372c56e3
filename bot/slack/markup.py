"""Running text for Slack: as mrkdwn and as elements of rich text, nothing in it alive but what we put there."""

import re
from collections.abc import Callable, Iterable, Sequence
from html import unescape
from typing import Any
from urllib.parse import quote, urlsplit

from chat.messages import Hyperlink, Inline, Mention, Strong, When

Mentioned = Callable[[str], str | None]
"""Gives the Slack user id of a person of ours, None when they have no account there."""

# What breaks a text object or lets a text read otherwise than it is stored; see dossier.reading.clean.
_BROKEN = re.compile(r"&[a-z]*\Z")
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ACCOUNT = re.compile(r"[UW][A-Z0-9]{1,30}")
# Slack formats between marks that stand at the border of a word, and takes `:name:` for an emoji. An invisible word
# joiner in front of (behind) what could open one keeps it as it was typed; marks inside a word are left alone.
_JOINER, _BORDER = "\u2060", "\u200b"
_OPENING = re.compile(r"(?<![0-9A-Za-z\u3040-\ud7ff\uf900-\ufaff\u2060])(?=[*_~`]\S)|^(?=>)", re.MULTILINE)
_EMOJI = re.compile(r":(?=[a-z0-9_+'-]*[a-z+][a-z0-9_+'-]*:)")
_STAR = re.compile(f"{_JOINER}?\\*")
_TOKEN = re.compile(r"<[^|>]*(?:\|([^>]*))?>")
_SENTENCE = re.compile(r"(?<=[。！？；])(?![。！？；”’」』）])|(?<=[.!?;]\s)(?=\S)")


def length(text: str) -> int:
    """Give a text's length as Slack may count it: in UTF-16 units, so that an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, most: int) -> str:
    """Give a text of at most that length, ending in `…` where something was left out."""
    if length(text) <= most:
        return text
    kept = text[: most - 1]
    while length(kept) > most - 1:
        kept = kept[: most - 1 - length(kept)]
    return f"{kept.rstrip()}…"


def cut_to_bytes(escaped: str, most: int) -> str:
    """Give an escaped text of at most so many bytes of UTF-8, ending in `…` where something was left out."""
    raw = escaped.encode("utf-8", "replace")
    if len(raw) <= most:
        return escaped
    kept = raw[: most - len("…".encode())].decode("utf-8", "ignore")
    # An entity that was cut in two would be read as text.
    return f"{_BROKEN.sub('', kept).rstrip()}…"


def cleaned(text: str) -> str:
    """Give a text without control characters (but tab and newline), bidirectional overrides and lone surrogates."""
    return _UNWANTED.sub("", text)


def one_line(text: str) -> str:
    """Give a text for a plain_text object of one line."""
    return _EMOJI.sub(f":{_JOINER}", " ".join(cleaned(text).split()))


def escape(text: str) -> str:
    """Give a text for a place where Slack reads `&`, `<` and `>` as its own; everything else stays as it is."""
    return cleaned(text).translate(_ESCAPES)


def literal(text: str) -> str:
    """Give a text for mrkdwn, shown to the letter: nothing in it is a mention, a link, an emoji or a format."""
    return escape(_EMOJI.sub(f":{_JOINER}", _OPENING.sub(_JOINER, cleaned(text))))


def mrkdwn(parts: Iterable[Inline], mentioned: Mentioned) -> str:
    """Give running text as mrkdwn."""
    text, bold = "", False
    for part in parts:
        piece = _piece(part, mentioned)
        # Slack sees a mark only at the border of a word; Chinese has no spaces, so a border is put there.
        marked = piece.startswith("*") and not isinstance(part, str)
        if piece and text and (marked or bold) and not text[-1].isspace() and not piece[0].isspace():
            text += _BORDER
        text, bold = text + piece, marked if piece else bold
    return text


def _piece(part: Inline, mentioned: Mentioned) -> str:
    match part:
        case str():
            return literal(part)
        case Strong(text):
            return "\n".join(_bold(line) for line in text.split("\n"))
        case Mention(person, name):
            account = _account(person, mentioned)
            return f"<@{account}>" if account else _bold(name)
        case When(at, text):
            # In numbers: a month's name would be in the language of each reader's Slack, whatever the message is in.
            return f"<!date^{int(at.timestamp())}^{{date_num}} {{time}}|{_inside(text)}>"
        case Hyperlink(url, text):
            address = _address(url)
            return f"<{escape(address)}|{_inside(text) or escape(address)}>" if address else literal(text)


def _bold(text: str) -> str:
    line = cleaned(text).strip()
    # A star in the text would end the bold before its time, were there a border behind it.
    return f"*{_STAR.sub(f'{_JOINER}*{_JOINER}', literal(line))}*" if line else ""


def _inside(text: str) -> str:
    """Give the words inside of `<…|words>`: one line."""
    return escape(" ".join(cleaned(text).split()))


def _account(person: str, mentioned: Mentioned) -> str | None:
    account = mentioned(person)
    return account if account and _ACCOUNT.fullmatch(account) else None


def _address(url: str) -> str | None:
    try:
        known = urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc
    except ValueError:
        return None
    address = quote(cleaned(url), safe="%/:?#[]@!$&'()*+,;=~-._")
    return address if known and length(address) <= 2000 else None


def unwritten(text: str) -> str:
    """Give mrkdwn of ours as plain text."""
    return unescape(_TOKEN.sub(lambda token: token[1] or "@", text)).replace(_JOINER, "").replace(_BORDER, "")


def elements(parts: Iterable[Inline], mentioned: Mentioned) -> list[dict[str, Any]]:
    """Give running text as the elements of a rich text section; what is text there is never read as anything else."""
    return [element for part in parts if (element := _element(part, mentioned))]


def _element(part: Inline, mentioned: Mentioned) -> dict[str, Any] | None:
    match part:
        case str():
            return words(part)
        case Strong(text):
            return words(text, bold=True)
        case Mention(person, name):
            account = _account(person, mentioned)
            return {"type": "user", "user_id": account} if account else words(name, bold=True)
        case When(at, text):
            shown = {"format": "{date_num} {time}", "fallback": cleaned(text) or "—"}
            return {"type": "date", "timestamp": int(at.timestamp()), **shown}
        case Hyperlink(url, text):
            address = _address(url)
            return {"type": "link", "url": address, "text": cleaned(text) or address} if address else words(text)


def words(text: str, **style: bool) -> dict[str, Any] | None:
    """Give a text element of rich text, None for a text of nothing; `style` is bold, strike."""
    shown = cleaned(text)
    return {"type": "text", "text": shown, **({"style": style} if style else {})} if shown else None


def split(parts: Sequence[Inline], most: int, size: Callable[[Inline], int]) -> list[tuple[Inline, ...]]:
    """Split running text into pieces of at most that size: at line ends, else at sentence ends, else anywhere.

    `size` gives the size a part has when written. A line break at a split is left out, nothing else.
    """
    if sum(size(part) for part in parts) <= most:
        return [tuple(parts)]
    pieces: list[tuple[Inline, ...]] = []
    held: list[Inline] = []
    taken = 0
    for line in _lines(parts):
        needed = sum(size(part) for part in line) + 1
        if held and taken + needed > most:
            pieces.append(tuple(held[:-1]) if held[-1] == "\n" else tuple(held))
            held, taken = [], 0
        if needed > most:
            *full, line = _broken(line, most - 1, size)
            pieces += full
            needed = sum(size(part) for part in line) + 1
        held, taken = [*held, *line, "\n"], taken + needed
    last = tuple(held[:-1])
    return [piece for piece in (*pieces, last) if any(size(part) for part in piece)]


def _lines(parts: Iterable[Inline]) -> list[tuple[Inline, ...]]:
    lines: list[list[Inline]] = [[]]
    for part in parts:
        if isinstance(part, str):
            first, *others = part.split("\n")
            lines[-1].append(first)
            lines += [[other] for other in others]
        else:
            lines[-1].append(part)
    return [tuple(line) for line in lines]


def _broken(line: Iterable[Inline], most: int, size: Callable[[Inline], int]) -> list[tuple[Inline, ...]]:
    """Break one line that is too long."""
    pieces: list[list[Inline]] = [[]]
    taken = 0
    for atom in (atom for part in line for atom in _atoms(part, most, size)):
        if taken and taken + size(atom) > most:
            pieces.append([])
            taken = 0
        pieces[-1].append(atom)
        taken += size(atom)
    return [tuple(piece) for piece in pieces]


def _atoms(part: Inline, most: int, size: Callable[[Inline], int]) -> list[Inline]:
    """Give the parts of a part that stay together: sentences, and pieces of those that are too long."""
    if not isinstance(part, str):
        return [part] if size(part) <= most else _atoms(part.text if not isinstance(part, Mention) else "", most, size)
    atoms: list[Inline] = []
    for sentence in _SENTENCE.split(part):
        while size(sentence) > most:
            kept = len(sentence)
            while size(sentence[:kept]) > most:
                kept = min(kept - 1, kept * most // size(sentence[:kept]))
            atoms.append(sentence[:kept])
            sentence = sentence[kept:]
        if sentence:
            atoms.append(sentence)
    return atoms
