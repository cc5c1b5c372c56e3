"""What was decided, as a list: each with its day and the record that says so."""

from collections.abc import Iterable, Sequence

from chat.messages import Bullets, Button, Buttons, Heading, Message, Note
from chat.voice import Voice
from dossier.decisions import Decision
from dossier.views import RecordLine

_OPENING = 5


def decision_line(decision: Decision, voice: Voice) -> str:
    """Say what was decided, when, and which record says so."""
    text = voice.say("handover-approved", title=decision.text) if decision.approved else decision.text
    return f"{voice.day(decision.on)} · {text} (#{decision.number})"


def decisions_card(
    title: str, where: str, decided: Iterable[tuple[Decision, str]], minutes: Sequence[RecordLine], voice: Voice
) -> Message:
    """List decisions, each with the name of its dossier where there are several, and buttons that open the minutes;
    `where` names the one there is."""
    lines = (
        (f"{decision_line(each, voice)} · {where}" if where else decision_line(each, voice),) for each, where in decided
    )
    opening = (
        Button(voice.say("button-open-number", number=str(line.number)), "show", {"record": line.uid})
        for line in minutes[:_OPENING]
    )
    said = (Note((where,)),) if where else ()
    return Message((Heading(title, "⚖️"), *said, Bullets(tuple(lines)), Buttons(tuple(opening))))
