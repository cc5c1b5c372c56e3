"""The card of a customer at a glance: who they are, whom to call, how the dossier stands, what came last."""

from collections.abc import Sequence
from dataclasses import dataclass

from chat.cards.lists import record_lines
from chat.cards.record import long_texts, short_values
from chat.cards.report import trend
from chat.messages import (
    Block,
    Bullets,
    Button,
    Buttons,
    Facts,
    Heading,
    Inline,
    Message,
    Note,
    Paragraph,
    Strong,
    Style,
)
from chat.voice import Voice
from dossier.kinds import Kind
from dossier.orgchart import REPORTS_TO
from dossier.report import Report
from dossier.scores import Scores
from dossier.views import DossierView, DutyView, RecordLine, Saved

_CONTACTS, _ENTRIES = 3, 3
_BUTTONS = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """How a dossier stands, which is for our own people."""

    report: Report
    open_issues: int
    duties: Sequence[DutyView]
    scores: Sequence[Scores] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a customer, as far as whoever looks may see it.

    `standing` is None for the customer's own people, `basics` where nobody has written them down; `lacks` is what the
    viewer could add.
    """

    dossier: DossierView
    basics: Saved | None
    contacts: Sequence[Saved]
    latest: Sequence[RecordLine]
    standing: Standing | None
    lacks: Sequence[Kind] = ()


def profile_card(profile: Profile, voice: Voice, *, whole: bool = False) -> Message:
    """Make the card; with `whole`, every contact and entry that was read, the long texts, and more that can be done."""
    dossier = profile.dossier
    blocks: list[Block] = [
        Heading(dossier.title, "🏢"),
        Note((dossier.customer, " · ", voice.say("status-owner", name=dossier.owner.name))),
    ]
    rows = [*_standing(profile, voice), *(short_values(profile.basics, voice) if profile.basics else ())]
    if rows:
        blocks.append(Facts(tuple(rows)))
    if profile.basics and whole:
        blocks += long_texts(profile.basics, voice, whole=False)
    blocks += _contacts(profile.contacts, voice, whole=whole)
    entries = profile.latest if whole else profile.latest[:_ENTRIES]
    empty = "profile-empty" if profile.standing else "guest-nothing"
    blocks.append(Paragraph((Strong(voice.say("profile-latest")),)))
    blocks.append(Bullets(record_lines(entries, voice, {})) if entries else Note((voice.say(empty),)))
    blocks.append(Buttons(_more(profile, voice) if whole else _buttons(profile, voice)))
    return Message(tuple(blocks))


def _standing(profile: Profile, voice: Voice) -> list[tuple[str, str]]:
    if profile.standing is None:
        return []
    report, duties = profile.standing.report, profile.standing.duties
    late = sum(duty.due_at < voice.now for duty in duties)
    score = f"{voice.say('report-score', score=report.score)} {trend(report, voice)}".rstrip()
    return [
        (voice.say("status-phase"), voice.label(profile.dossier.phase.label)),
        (voice.say("button-health"), score),
        (voice.say("status-issues"), str(profile.standing.open_issues)),
        (voice.say("status-duties"), voice.say("status-owed", open=len(duties), late=late)),
        *((voice.label(each.kind.label), _rated(each, voice)) for each in profile.standing.scores),
    ]


def _rated(scores: Scores, voice: Voice) -> str:
    """Say what the last score is and of when, and from which one it fell."""
    last, high = scores.last, scores.high
    said = voice.say("profile-rated", score=last.value, day=voice.day(last.on))
    fallen = high.value - last.value
    return f"{said} · 📉 {voice.say('profile-rated-before', score=high.value)}" if fallen > 0 else said


def _contacts(contacts: Sequence[Saved], voice: Voice, *, whole: bool) -> list[Block]:
    if not contacts:
        return []
    shown = contacts if whole else contacts[:_CONTACTS]
    blocks: list[Block] = [Paragraph((Strong(voice.say("profile-contacts")),))]
    blocks.append(Bullets(tuple(_contact(each, voice) for each in shown)))
    if len(shown) < len(contacts):
        blocks.append(Note((voice.say("profile-contacts-more", count=len(contacts) - len(shown)),)))
    return blocks


def _contact(contact: Saved, voice: Voice) -> tuple[Inline, ...]:
    reports = contact.line.kind.field(REPORTS_TO)
    # A second name alone does not tell whose it is.
    said = voice.label(reports.label) if reports else ""
    short = short_values(contact, voice)
    values = (f"{label}{voice.colon}{value}" if label == said else value for label, value in short)
    return (f"{contact.line.kind.icon} ", Strong(contact.title), *(f" · {value}" for value in values))


def _buttons(profile: Profile, voice: Voice) -> tuple[Button, ...]:
    """Give the three things that are most to do, and the way to more."""
    args = {"dossier": profile.dossier.uid}
    recent = Button(voice.say("button-recent"), "list", args)
    if profile.standing is None:
        return (recent,)
    todo = [
        Button(voice.say("button-add", kind=voice.label(kind.label)), "new", {**args, "kind": kind.name}, Style.PRIMARY)
        for kind in profile.lacks[:1]
    ]
    if profile.standing.open_issues:
        todo.append(Button(voice.say("button-issues"), "list", {**args, "kind": "issue", "status": "open"}))
    todo += [recent, Button(voice.say("button-health"), "health", args)]
    return (*todo[:_BUTTONS], Button(voice.say("button-more"), "profile", {**args, "whole": "yes"}))


def _more(profile: Profile, voice: Voice) -> tuple[Button, ...]:
    args = {"dossier": profile.dossier.uid}
    recent = Button(voice.say("button-recent"), "list", args)
    if profile.standing is None:
        return (recent,)
    status = Button(voice.say("button-status"), "status", args)
    contacts = Button(voice.say("button-contacts"), "list", {**args, "kind": "contact"})
    drawn = (Button(voice.say("button-orgchart"), "orgchart", args),) if profile.contacts else ()
    export = Button(voice.say("button-export"), "export", args)
    return (status, contacts, *drawn, recent, export)
