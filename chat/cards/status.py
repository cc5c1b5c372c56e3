"""The card of a dossier's status: where it stands and what it lacks, in a few lines."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from chat.cards.charts import updates_chart
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
from chat.references import reapproval_line, untested_line
from chat.voice import Voice
from dossier.categories import Category
from dossier.completeness import Completeness, Missing
from dossier.deciding import Approval
from dossier.duties import Trigger
from dossier.kinds import Kind
from dossier.views import DossierView, DutyView, RecordLine

_FEW = 5


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of a dossier now."""

    dossier: DossierView
    completeness: Completeness
    open_issues: int
    open_changes: int
    duties: Sequence[DutyView]
    week: int
    """How many records were added or changed in the last 7 days."""
    latest: Sequence[RecordLine]
    weeks: Sequence[tuple[date, int]] = ()
    """How many records were added or changed in each of the last weeks, by the day it began, until now."""
    loggable: Collection[str] = ()
    """The kinds, by name, that whoever looks may log."""


def status_card(status: Status, voice: Voice) -> Message:
    """Make the card."""
    dossier, whole = status.dossier, status.completeness
    late = sum(duty.due_at < voice.now for duty in status.duties)
    owed = voice.say("status-owed", open=len(status.duties), late=late)
    blocks: list[Block] = [
        Heading(dossier.title, "🗂️"),
        Note((dossier.customer, " · ", voice.say("status-owner", name=dossier.owner.name))),
        Facts(
            (
                (voice.say("status-phase"), voice.label(dossier.phase.label)),
                (voice.say("status-complete"), voice.bar(whole.percent)),
                (voice.say("status-issues"), str(status.open_issues)),
                (voice.say("status-changes"), str(status.open_changes)),
                (voice.say("status-duties"), owed),
                (voice.say("status-week"), str(status.week)),
            )
        ),
    ]
    if lacks := _lacks(whole, voice):
        blocks.append(Bullets(tuple(lacks)))
    if status.weeks:
        blocks.append(updates_chart(status.weeks, voice))
    if status.latest:
        newest = status.latest[0]
        said = voice.say("status-latest", title=newest.title, name=newest.author.name)
        blocks.append(Note((said, " · ", voice.when(newest.created_at))))
    blocks.append(Buttons(_buttons(status, voice)))
    return Message(tuple(blocks))


def _buttons(status: Status, voice: Voice) -> tuple[Button, ...]:
    dossier = status.dossier
    issues = Button(voice.say("button-issues"), "list", {"dossier": dossier.uid, "kind": "issue", "status": "open"})
    recent = Button(voice.say("button-recent"), "list", {"dossier": dossier.uid})
    export = Button(voice.say("button-export"), "export", {"dossier": dossier.uid})
    # Three at most: what is missing goes before what can be had.
    wanted = _wanted(status.completeness, status.loggable)[:1]
    return (*add_buttons(dossier, wanted, voice), issues, recent, export)[:3]


def missing_card(
    dossier: DossierView,
    whole: Completeness,
    duties: Sequence[DutyView],
    voice: Voice,
    loggable: Collection[str] = (),
    untested: Sequence[RecordLine] = (),
    unlinked: Sequence[RecordLine] = (),
    outdated: Sequence[tuple[Approval, RecordLine]] = (),
) -> Message:
    """Say what a dossier lacks, with a button for each of the first three things that whoever looks may log (`loggable`
    kinds, by name); `untested` are approved changes that no test verifies, `unlinked` records with a link that leads
    nowhere, `outdated` what was approved and changed since.
    """
    heading = Heading(voice.say("missing-title", dossier=dossier.title), "🧩")
    lacks = _lacks(whole, voice)
    if untested:
        lacks.append(untested_line(untested, voice))
    if outdated:
        lacks.append(reapproval_line(outdated, voice))
    if unlinked:
        said = voice.listed([f"#{line.number} {line.title}" for line in unlinked[:_FEW]])
        lacks.append(("🔗 ", voice.say("missing-links", count=len(unlinked), records=said)))
    lacks += [(_owed(duty, voice),) for duty in duties[:_FEW]]
    if len(duties) > _FEW:
        lacks.append((voice.say("owed-more", more=len(duties) - _FEW),))
    if not lacks:
        return Message((heading, Paragraph((voice.say("missing-none", phase=voice.label(dossier.phase.label)),))))
    share = voice.say("missing-share", bar=voice.bar(whole.percent), phase=voice.label(dossier.phase.label))
    blocks: list[Block] = [heading, Note((share,)), Bullets(tuple(lacks))]
    if wanted := _wanted(whole, loggable)[:3]:
        blocks.append(Buttons(add_buttons(dossier, wanted, voice)))
    return Message(tuple(blocks))


def _owed(duty: DutyView, voice: Voice) -> str:
    if duty.trigger is Trigger.APPROVAL:
        return voice.say("missing-approval", topic=duty.topic, name=duty.owner.name)
    if duty.trigger is Trigger.HANDOVER:
        return voice.say("missing-handover", name=duty.owner.name)
    return voice.say("missing-owed", what=voice.label(duty.trigger.label), topic=duty.topic, name=duty.owner.name)


def _lacks(whole: Completeness, voice: Voice) -> list[tuple[Inline, ...]]:
    """Give what is missing, a line a category, and what is stale in one line more."""
    lines = missing_lines(whole.missing, voice)
    if whole.stale:
        stale = [voice.say("missing-stale", kind=voice.label(each.kind.label), days=each.days) for each in whole.stale]
        lines.append(("🟡 ", Strong(voice.say("missing-old")), voice.colon, voice.listed(stale)))
    return lines


def missing_lines(missing: Sequence[Missing], voice: Voice) -> list[tuple[Inline, ...]]:
    """Give what is missing, a line a category."""
    lines: list[tuple[Inline, ...]] = []
    for category in Category:
        names = [missing_count(each, voice) for each in missing if each.kind.category is category]
        if names:
            lines.append(("🔴 ", Strong(voice.label(category.label)), voice.colon, voice.listed(names)))
    return lines


def missing_count(missing: Missing, voice: Voice) -> str:
    """Name a kind of which there are too few, and how many there are of how many."""
    name = voice.label(missing.kind.label)
    return name if missing.need == 1 else f"{name} {missing.have}/{missing.need}"


def _wanted(whole: Completeness, loggable: Collection[str]) -> list[Kind]:
    """Give the kinds of which there are too few, or old ones, of those that can be logged."""
    wanted = [each.kind for each in whole.missing] + [each.kind for each in whole.stale]
    return [each for each in wanted if each.name in loggable]


def add_buttons(dossier: DossierView, kinds: Sequence[Kind], voice: Voice) -> tuple[Button, ...]:
    """Make the buttons that log a record of each kind; the first of them stands out."""
    made: list[Button] = []
    for kind in kinds:
        label = voice.say("button-add", kind=voice.label(kind.label))
        style = Style.PLAIN if made else Style.PRIMARY
        made.append(Button(label, "new", {"kind": kind.name, "dossier": dossier.uid}, style))
    return tuple(made)
