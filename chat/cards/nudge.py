"""What is said of something owed: that it is, kindly and in a line, and once it is entered, that it is done."""

from collections.abc import Mapping, Sequence

from chat.cards.lists import duty_lines, enter_button, put_off_buttons
from chat.messages import (
    Block,
    Bullets,
    Button,
    Buttons,
    Heading,
    Hyperlink,
    Inline,
    Mention,
    Message,
    Note,
    Paragraph,
    Strong,
)
from chat.voice import Voice
from dossier.duties import DECIDED, Trigger
from dossier.views import DossierView, DutyState, DutyView

ASKED, MEETING, LOOK, OWNER, CHANNEL, PM, MANAGEMENT = (
    *("asked", "meeting", "look"),
    *("owner", "channel", "pm", "management"),
)
"""What a message is for: announcing what was asked by hand, or a meeting or time brings, or a step of reminding."""

# With the way to all of them a card has three at most.
_BUTTONS = 2
_ICONS = {ASKED: "📌", MEETING: "🏁", LOOK: "🔭", OWNER: "⏰", CHANNEL: "⏰", PM: "📣", MANAGEMENT: "📣"}


def nudge_card(
    duty: DutyView, dossier: DossierView, voice: Voice, to: str, *, mention: bool = False, mine: bool = True
) -> Message:
    """Make the message about one duty. `mention` says that who owes it is notified, `mine` that they read it alone."""
    if not duty.is_open:
        return Message((Paragraph(_ended(duty, voice)),))
    first = Paragraph((f"{_ICONS[to]} ", *_said(duty, dossier, voice, to, mention=mention, mine=mine)))
    blocks: list[Block] = [first, Note(_small(duty, dossier, voice))]
    if link := str(duty.known.get("link") or ""):
        blocks.append(Note((Hyperlink(link, voice.say("nudge-link")),)))
    blocks.append(Buttons((enter_button(duty, voice), *put_off_buttons(duty, voice))))
    return Message(tuple(blocks))


def nudges_card(duties: Sequence[DutyView], voice: Voice, names: Mapping[int, str], owner: bool) -> Message:
    """Make the message about several duties; `owner` says that who owes each is named."""
    still = [duty for duty in duties if duty.is_open]
    heading = voice.say("nudges-title", count=len(still)) if still else voice.say("duties-none")
    blocks: list[Block] = [Heading(heading, "⏰" if still else "✅")]
    if still:
        blocks.append(Bullets(duty_lines(still[:20], voice, names, owner=owner)))
        buttons = (*(enter_button(duty, voice) for duty in still[:_BUTTONS]), Button(voice.say("button-todo"), "todo"))
        blocks.append(Buttons(buttons))
    if ended := [duty for duty in duties if not duty.is_open]:
        blocks.append(Bullets(tuple(_ended(duty, voice) for duty in ended)))
    return Message(tuple(blocks))


def digest_card(duties: Sequence[DutyView], voice: Voice, names: Mapping[int, str]) -> Message:
    """Make the word in the morning about what is late or due today."""
    heading = Heading(voice.say("digest-title"), "☀️")
    if not duties:
        return Message((heading, Paragraph((voice.say("duties-none"),))))
    late = sum(duty.due_at < voice.now for duty in duties)
    said = voice.say("digest-about", late=late, due=len(duties) - late)
    enter = tuple(enter_button(duty, voice) for duty in duties[:_BUTTONS])
    buttons = Buttons((*enter, Button(voice.say("button-todo"), "todo")))
    lines = Bullets(duty_lines(duties[:20], voice, names))
    return Message((heading, Paragraph((said,)), lines, buttons))


def what(duty: DutyView, voice: Voice) -> str:
    """Name what is owed: `Meeting minutes: Requirements review`."""
    return voice.say("nudge-what", label=voice.label(duty.trigger.label), topic=duty.topic)


def _said(
    duty: DutyView, dossier: DossierView, voice: Voice, to: str, *, mention: bool, mine: bool
) -> tuple[Inline, ...]:
    """Say it around what is owed, which stands out."""
    owed = Strong(duty.topic if to in (ASKED, MEETING) else what(duty, voice))
    name, late = duty.owner.name, duty.due_at < voice.now
    who: Inline = Mention(duty.owner.id or "", name) if mention else name
    if duty.trigger in DECIDED:
        return _said_of_decision(duty, dossier, voice, to, who, mine=mine)
    match to:
        case "meeting":
            return (voice.say("nudge-meeting"), voice.colon, owed, "\n", who, " ", voice.say("nudge-meeting-owes"))
        case "asked":
            return (voice.say("nudge-asked", asker=str(duty.known.get("asker") or "")), " ", who, voice.colon, owed)
        case "look":
            said = voice.say("nudge-audit" if duty.trigger is Trigger.AUDIT else "nudge-review")
            return (owed, "\n", who, voice.colon, said)
        case "channel":
            return (who, " ", owed, " ", voice.say("nudge-channel"))
        case "pm":
            return (owed, " ", voice.say("nudge-pm", name=name, since=_since(duty, voice)))
        case "management":
            said = voice.say("nudge-management", name=name, pm=dossier.owner.name, since=_since(duty, voice))
            return (owed, " ", said)
    if not mine:
        return (owed, " ", voice.say("nudge-instead", name=name))
    if late:
        return (owed, " ", voice.say("nudge-owner-late"))
    return (owed, " ", voice.say("nudge-look" if duty.trigger.term else "nudge-owner"))


def _said_of_decision(
    duty: DutyView, dossier: DossierView, voice: Voice, to: str, who: Inline, *, mine: bool
) -> tuple[Inline, ...]:
    """Say it of what waits to be approved, or taken over: that is decided, not logged."""
    topic, name, since = Strong(what(duty, voice)), duty.owner.name, _since(duty, voice)
    key = f"nudge-{duty.trigger}"
    match to:
        case "channel":
            return (who, " ", topic, " ", voice.say(f"{key}-channel"))
        case "pm":
            return (topic, " ", voice.say(f"{key}-pm", name=name, since=since))
        case "management":
            pm = dossier.owner.name
            return (topic, " ", voice.say(f"{key}-management", name=name, pm=pm, since=since))
    if not mine:
        return (topic, " ", voice.say(f"{key}-instead", name=name))
    return (topic, " ", voice.say(f"{key}-owner"))


def _since(duty: DutyView, voice: Voice) -> str:
    hours = max(0, int((voice.now - duty.due_at).total_seconds() // 3600))
    return voice.say("late-hours", hours=hours) if hours < 48 else voice.say("late-days", days=hours // 24)


def _small(duty: DutyView, dossier: DossierView, voice: Voice) -> tuple[Inline, ...]:
    key = "duty-overdue" if duty.due_at < voice.now else "duty-due"
    often = f" · {voice.say('duty-snoozed', count=duty.snoozes)}" if duty.snoozes else ""
    return (f"{dossier.title} · {voice.say(key)} ", voice.when(duty.due_at), often)


def _ended(duty: DutyView, voice: Voice) -> tuple[Inline, ...]:
    """Say what became of it: done by whom and when, not needed and why, or taken back."""
    owed = Strong(what(duty, voice))
    if duty.state is DutyState.WITHDRAWN or duty.closed_at is None:
        return ("↩️ ", owed, " ", voice.say("nudge-withdrawn"))
    if duty.state is DutyState.WAIVED:
        return ("➖ ", owed, " ", voice.say("nudge-waived", name=duty.closer, reason=duty.reason))
    return ("✅ ", owed, " ", voice.say("nudge-done", name=duty.closer), " ", voice.when(duty.closed_at))
