"""What is said of something owed: that it is, kindly and in a line, and once it is entered, that it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chat.cards.lists import duties_block, enter_button, past, put_off_buttons, snooze_buttons
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
from dossier.fields import PersonRef
from dossier.views import DossierView, DutyState, DutyView

ASKED, MEETING, LOOK, OWNER, CHANNEL, PM, MANAGEMENT, QUESTION, ANSWER = (
    *("asked", "meeting", "look"),
    *("owner", "channel", "pm", "management"),
    *("question", "answer"),
)
"""What a message is for: announcing what was asked by hand, or a meeting or time brings; a step of reminding; asking
whether it is needed at all, and saying so to who asked."""

MINE, SOON, ON_LEAVE, INSTEAD, IN_MINE, IN_OTHERS = (
    *("part-mine", "part-soon", "part-leave"),
    *("part-instead", "part-pm", "part-project"),
)
"""Why somebody hears of what a part of a message lists, in the order they stand in."""

# With the way to all of them a card has three at most.
_BUTTONS = 2
MOST_ABOVE = 10
"""So much of what was escalated is listed in the morning."""
_ICONS = {ASKED: "📌", MEETING: "🏁", LOOK: "🔭", OWNER: "⏰", CHANNEL: "⏰", PM: "📣", MANAGEMENT: "📣"}


@dataclass(frozen=True, slots=True)
class Heard:
    """Who hears of a duty: `mine` says that who owes it reads the message alone, `mention` that they are notified.

    `instead` is who is asked, and notified, in their place while they cannot be reminded.
    """

    mine: bool = True
    mention: bool = False
    instead: PersonRef | None = None


@dataclass(frozen=True, slots=True)
class Above:
    """What others owe and was escalated to somebody: the most urgent of it, and how much it is."""

    duties: Sequence[DutyView]
    count: int


@dataclass(frozen=True, slots=True)
class Part:
    """Some of what a message lists: why its reader hears of it (the key of its heading), and whose it is, "" where that
    need not be said."""

    why: str
    name: str
    duties: Sequence[DutyView]


def nudge_card(duty: DutyView, dossier: DossierView, voice: Voice, to: str, heard: Heard) -> Message:
    """Make the message about one duty."""
    if not duty.is_open:
        return Message((Paragraph(_ended(duty, voice)),))
    if heard.mine and to in (PM, MANAGEMENT):
        # Who hears of what they owe themselves is not told of it as of somebody else's.
        to = OWNER
    if to in (QUESTION, ANSWER):
        return _question_card(duty, dossier, voice, to)
    first = Paragraph((f"{_ICONS[to]} ", *_said(duty, dossier, voice, to, heard)))
    blocks: list[Block] = [first, Note(_small(duty, dossier, voice))]
    if heard.instead is not None:
        away = voice.say("nudge-away", name=duty.owner.name, instead=heard.instead.name)
        blocks.append(Note((away,)))
    if link := str(duty.known.get("link") or ""):
        blocks.append(Note((Hyperlink(link, voice.say("nudge-link")),)))
    blocks.append(Buttons((enter_button(duty, voice), *put_off_buttons(duty, voice))))
    return Message(tuple(blocks))


def _question_card(duty: DutyView, dossier: DossierView, voice: Voice, to: str) -> Message:
    """Ask whether it is needed at all, or say that it is."""
    owed, question, small = Strong(what(duty, voice)), duty.question, Note(_small(duty, dossier, voice))
    if question is not None and not question.is_open:
        said = Paragraph(("💬 ", owed, " ", voice.say("nudge-needed", name=question.answered_by)))
        if to == QUESTION:
            return Message((said, small))
        return Message((said, small, Buttons((enter_button(duty, voice), *snooze_buttons(duty, voice)))))
    name, reason = (question.name, question.reason) if question else (duty.owner.name, "")
    asked = Paragraph(("❓ ", owed, " ", voice.say("nudge-question", name=name, reason=reason)))
    args = {"duty": duty.uid}
    yes, no = (Button(voice.say(f"button-{each}"), each, args) for each in ("waive-yes", "waive-no"))
    return Message((asked, small, Buttons((yes, no))))


def nudges_card(parts: Sequence[Part], voice: Voice, names: Mapping[int, str]) -> Message:
    """Make the message about several duties, in parts that say whose they are."""
    duties = [duty for part in parts for duty in part.duties]
    still = [duty for duty in duties if duty.is_open]
    heading = voice.say("nudges-title", count=len(still)) if still else voice.say("nudges-none")
    blocks: list[Block] = [Heading(heading, "⏰" if still else "✅")]
    if still:
        blocks += _listed(parts, voice, names)
        buttons = (*(enter_button(duty, voice) for duty in still[:_BUTTONS]), Button(voice.say("button-todo"), "todo"))
        blocks.append(Buttons(buttons))
    if ended := [duty for duty in duties if not duty.is_open]:
        blocks.append(Bullets(tuple(_ended(duty, voice) for duty in ended)))
    return Message(tuple(blocks))


def _listed(parts: Sequence[Part], voice: Voice, names: Mapping[int, str]) -> list[Block]:
    """List what is open still, part by part; what is the reader's own alone needs no heading."""
    blocks: list[Block] = []
    shown = [(part, still) for part in parts if (still := [duty for duty in part.duties if duty.is_open])]
    for part, still in shown:
        if part.why != MINE or len(shown) > 1:
            said = voice.say(part.why, name=part.name, count=len(still))
            blocks.append(Paragraph((Strong(said),)))
        blocks += duties_block(still, voice, names, owner=part.why in (IN_MINE, IN_OTHERS))
    return blocks


def passed_card(
    duties: Sequence[DutyView], dossier: DossierView, voice: Voice, giver: str, *, mention: bool
) -> Message:
    """Make the message that tells who owes from now on what somebody owed who is not there any more."""
    still = [duty for duty in duties if duty.is_open]
    if not still:
        return nudges_card([Part(MINE, "", duties)], voice, {})
    taker = still[0].owner
    who: Inline = Mention(taker.id or "", taker.name) if mention else taker.name
    said = voice.say("nudge-passed", name=giver, title=dossier.title)
    blocks: list[Block] = [
        Paragraph(("🔁 ", said, " ", who, voice.colon)),
        *duties_block(still, voice, {}, giver=giver),
    ]
    buttons = (*(enter_button(duty, voice) for duty in still[:_BUTTONS]), Button(voice.say("button-todo"), "todo"))
    ended = Bullets(tuple(_ended(duty, voice) for duty in duties if not duty.is_open))
    return Message((*blocks, Buttons(buttons), *([ended] if ended.items else [])))


def digest_card(
    duties: Sequence[DutyView],
    above: Above,
    parts: Sequence[Part],
    voice: Voice,
    names: Mapping[int, str],
    expiring: Sequence[tuple[Inline, ...]] = (),
    renew: tuple[Button, ...] = (),
) -> Message:
    """Make the word in the morning about what is late or due today, what there is to be told besides (in parts), what
    others owe and was escalated, and what was confirmed and expires, with buttons to renew that."""
    blocks: list[Block] = [Heading(voice.say("digest-title"), "☀️")]
    besides = [duty for part in parts for duty in part.duties]
    enter = tuple(enter_button(duty, voice) for duty in (*duties, *besides, *above.duties)[:_BUTTONS])
    if duties:
        late = sum(duty.due_at < voice.now for duty in duties)
        said = voice.say("digest-about", late=late, due=len(duties) - late)
        blocks += [Paragraph((said,)), *duties_block(duties, voice, names)]
    blocks += _listed(parts, voice, names)
    if above.duties:
        blocks.append(Paragraph((voice.say("digest-above", count=above.count),)))
        blocks += duties_block(above.duties, voice, names, owner=True, more="owed-more", total=above.count)
    if enter:
        blocks.append(Buttons((*enter, Button(voice.say("button-todo"), "todo"))))
    if expiring:
        blocks += [Paragraph((voice.say("digest-expiring"),)), Bullets(tuple(expiring)), Buttons(renew)]
    if not (enter or expiring):
        blocks.append(Paragraph((voice.say("digest-none"),)))
    return Message(tuple(blocks))


def what(duty: DutyView, voice: Voice) -> str:
    """Name what is owed: `Meeting minutes: Requirements review`."""
    return voice.say("nudge-what", label=voice.label(duty.trigger.label), topic=duty.topic)


def _said(duty: DutyView, dossier: DossierView, voice: Voice, to: str, heard: Heard) -> tuple[Inline, ...]:
    """Say it around what is owed, which stands out."""
    owed = Strong(duty.topic if to in (ASKED, MEETING) else what(duty, voice))
    name, late = duty.owner.name, duty.due_at < voice.now
    asked = heard.instead or duty.owner
    who: Inline = Mention(asked.id or "", asked.name) if heard.mention else asked.name
    apart = " " if heard.mention else " · "
    if duty.trigger in DECIDED:
        return _said_of_decision(duty, dossier, voice, to, (who, apart), mine=heard.mine)
    match to:
        case "meeting":
            asks = voice.say("nudge-meeting-late" if late else "nudge-meeting-owes")
            called = (who, " " if heard.mention else voice.colon)
            return (voice.say("nudge-meeting"), voice.colon, owed, "\n", *called, asks)
        case "asked" if duty.known.get("asker") == asked.name:
            # It has passed to whoever asked for it.
            return (who, voice.colon, owed)
        case "asked":
            return (voice.say("nudge-asked", asker=str(duty.known.get("asker") or "")), " ", who, voice.colon, owed)
        case "look":
            said = voice.say("nudge-audit" if duty.trigger is Trigger.AUDIT else "nudge-review")
            return (owed, "\n", who, voice.colon, said)
        case "channel":
            return (who, apart, owed, " ", voice.say("nudge-channel"))
        case "pm":
            return (owed, " ", voice.say("nudge-pm", name=name, since=_since(duty, voice)))
        case "management" if duty.owner.id == dossier.owner.id:
            return (owed, " ", voice.say("nudge-management-pm", name=name, since=_since(duty, voice)))
        case "management":
            said = voice.say("nudge-management", name=name, pm=dossier.owner.name, since=_since(duty, voice))
            return (owed, " ", said)
    if not heard.mine:
        return (owed, " ", voice.say("nudge-instead", name=name))
    if late:
        return (owed, " ", voice.say("nudge-owner-late"))
    return (owed, " ", voice.say("nudge-look" if duty.trigger.term else "nudge-owner"))


def _said_of_decision(
    duty: DutyView, dossier: DossierView, voice: Voice, to: str, who: tuple[Inline, ...], *, mine: bool
) -> tuple[Inline, ...]:
    """Say it of what waits to be approved, or taken over: that is decided, not logged."""
    asked = f"“{duty.topic}”" if duty.trigger is Trigger.APPROVAL else what(duty, voice)
    topic, name, since = Strong(asked), duty.owner.name, _since(duty, voice)
    key = f"nudge-{duty.trigger}"
    match to:
        case "channel":
            return (*who, topic, " ", voice.say(f"{key}-channel"))
        case "management" if duty.owner.id != dossier.owner.id:
            pm = dossier.owner.name
            return (topic, " ", voice.say(f"{key}-management", name=name, pm=pm, since=since))
        case "pm" | "management":
            return (topic, " ", voice.say(f"{key}-pm", name=name, since=since))
    if not mine:
        return (topic, " ", voice.say(f"{key}-instead", name=name))
    return (topic, " ", voice.say(f"{key}-owner"))


def _since(duty: DutyView, voice: Voice) -> str:
    hours = max(0, int((voice.now - duty.due_at).total_seconds() // 3600))
    return voice.say("late-hours", hours=hours) if hours < 48 else voice.say("late-days", days=hours // 24)


def _small(duty: DutyView, dossier: DossierView, voice: Voice) -> tuple[Inline, ...]:
    key = "duty-overdue" if duty.due_at < voice.now else "duty-due"
    return (f"{dossier.title} · {voice.say(key)} ", voice.when(duty.due_at), past(duty, voice))


def _ended(duty: DutyView, voice: Voice) -> tuple[Inline, ...]:
    """Say what became of it: done by whom and when, not needed and why, or taken back."""
    owed = Strong(what(duty, voice))
    if duty.state is DutyState.WITHDRAWN or duty.closed_at is None:
        return ("↩️ ", owed, " ", voice.say("nudge-withdrawn"))
    if duty.state is DutyState.WAIVED:
        return ("➖ ", owed, " ", voice.say("nudge-waived", name=duty.closer, reason=duty.reason))
    return ("✅ ", owed, " ", voice.say("nudge-done", name=duty.closer), " ", voice.when(duty.closed_at))
