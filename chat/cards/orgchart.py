"""The organisation chart of a customer: who decides, who is below whom."""

from collections.abc import Sequence

from chat.messages import Box, Button, Buttons, Heading, Inline, Message, Note, Paragraph, Strong, Style, Tree
from chat.voice import Voice
from dossier.orgchart import Seat
from dossier.records.contact import Influence
from dossier.views import DossierView

_MARKS = {Influence.DECIDES: "⭐", Influence.ADVISES: "💬", Influence.USES: "👤", None: "▫️"}


def orgchart_card(dossier: DossierView, seats: Sequence[Seat], voice: Voice, add: Button | None) -> Message:
    """Draw the chart, a person a line; `add` logs one more contact."""
    heading = Heading(voice.say("orgchart-title", customer=dossier.customer), "🏛️")
    buttons = (Buttons((add,)),) if add else ()
    if not seats:
        return Message((heading, Paragraph((voice.say("orgchart-empty"),)), *buttons))
    parts: list[Inline] = []
    for at, seat in enumerate(seats):
        about = _about(seat, voice)
        parts += ["\n" * bool(at) + f"{seat.lines}{_mark(seat)} ", Strong(seat.name), f" · {about}" if about else ""]
    who = decide(seats, voice)
    drawn = Tree(tuple(parts), boxes(seats, voice), f"{heading.text} · {who}")
    return Message((heading, drawn, Note((who,)), *buttons))


def decide(seats: Sequence[Seat], voice: Voice) -> str:
    """Say who decides."""
    names = [seat.name for seat in seats if seat.influence is Influence.DECIDES]
    return voice.say("orgchart-decide", names=voice.listed(names)) if names else voice.say("orgchart-nobody")


def lines(seats: Sequence[Seat], voice: Voice) -> tuple[str, ...]:
    """Give the chart as plain lines, a person a line."""
    said = ((f"{seat.lines}{seat.name}", _about(seat, voice)) for seat in seats)
    return tuple(" · ".join(filter(None, each)) for each in said)


def add_contact(dossier: DossierView, voice: Voice) -> Button:
    """Make the button that logs a contact."""
    return Button(voice.say("orgchart-add"), "new", {"kind": "contact", "dossier": dossier.uid}, Style.PRIMARY)


def _about(seat: Seat, voice: Voice) -> str:
    said = [seat.position, voice.label(seat.influence.label) if seat.influence else ""]
    if not seat.known:
        said.append(voice.say("orgchart-unknown"))
    return " · ".join(each for each in said if each)


def _mark(seat: Seat) -> str:
    return _MARKS[seat.influence] if seat.known else "▫️"


def boxes(seats: Sequence[Seat], voice: Voice) -> tuple[Box, ...]:
    """Give the boxes of what is drawn, each with those below it: from the last on, for those stand behind it."""
    level: dict[int, list[Box]] = {}
    for seat in reversed(seats):
        below = tuple(reversed(level.pop(seat.depth + 1, [])))
        level.setdefault(seat.depth, []).append(_box(seat, below, voice))
    return tuple(reversed(level.get(0, [])))


def _box(seat: Seat, below: tuple[Box, ...], voice: Voice) -> Box:
    return Box(_mark(seat), seat.name, _about(seat, voice), below, strong=seat.influence is Influence.DECIDES)
