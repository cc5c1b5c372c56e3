"""The editions of the dossier standard: which there are, and what has changed since an earlier one."""

from collections.abc import Sequence

from chat.documents import Section
from chat.messages import Block, Bullets, Button, Buttons, Heading, Message, Note, Paragraph
from chat.standard import TITLE
from chat.voice import Voice
from chat.written import written_day
from dossier.standard import Edition

_MOST = 12


def editions_button(voice: Voice) -> Button:
    """Give the button that lists the editions."""
    return Button(voice.say("button-standard-editions"), "standard-editions")


def editions_card(editions: Sequence[Edition], voice: Voice) -> Message:
    """List editions, the newest first, which is the one in force, with a button for each earlier one."""
    shown = editions[:_MOST]
    lines = [(_called(each, _until(editions, at), voice),) for at, each in enumerate(shown)]
    blocks: list[Block] = [Heading(voice.say("standard-editions"), "📘"), Bullets(tuple(lines))]
    if left := len(editions) - len(shown):
        blocks.append(Note((voice.say("standard-editions-more", count=left),)))
    if looks := tuple(_look(each) for each in shown[1:]):
        blocks.append(Buttons(looks))
    return Message(tuple(blocks))


def edition_card(
    editions: Sequence[Edition], at: int, said: Sequence[Section], now: Sequence[Section], voice: Voice
) -> Message:
    """Show an edition, `at` its place among all: until when it was in force, and which parts say something else now."""
    edition = editions[at]
    kept = set(now)
    other = tuple((each.title,) for each in said if each not in kept)
    blocks: list[Block] = [
        Heading(f"{voice.label(TITLE)} v{edition.number}", "📘"),
        Note((_called(edition, _until(editions, at), voice),)),
    ]
    if at:
        blocks.append(Paragraph((voice.say("standard-differs" if other else "standard-same"),)))
    if at and other:
        blocks.append(Bullets(other))
    number = {"number": str(edition.number)}
    files = (("button-standard-word", "docx"), ("button-standard-pdf", "pdf"))
    buttons = (Button(voice.say(key), "standard-file", {"format": format_, **number}) for key, format_ in files)
    return Message((*blocks, Buttons((*buttons, editions_button(voice)))))


def _until(editions: Sequence[Edition], at: int) -> Edition | None:
    return editions[at - 1] if at else None


def _called(edition: Edition, next_: Edition | None, voice: Voice) -> str:
    since, *until = (
        written_day(each.since.astimezone(voice.zone).date(), voice) for each in (edition, next_) if each is not None
    )
    if until:
        return f"v{edition.number} · {since} – {until[0]}"
    return voice.say("standard-edition-now", number=edition.number, since=since)


def _look(edition: Edition) -> Button:
    return Button(f"v{edition.number}", "standard-edition", {"number": str(edition.number)})
