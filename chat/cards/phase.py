"""The cards of a dossier's phases: where it can go, what stands in the way, and that it was moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chat.cards.status import add_buttons, missing_count, missing_lines
from chat.messages import Block, Bullets, Button, Buttons, Heading, Inline, Message, Note, Paragraph, Style
from chat.references import untested_line
from chat.voice import Voice
from dossier.completeness import Missing, expected_between
from dossier.kinds import Kind, Kinds
from dossier.phases import Phase
from dossier.views import DossierView, DutyView, RecordLine

_FEW = 3


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is still to be done before a dossier comes to a phase: what it is short of, approved changes that no test
    verifies, how many records were changed after their approval, and, before it is sealed, what is left open: how many
    issues and approvals, and what is owed."""

    missing: Sequence[Missing] = ()
    untested: Sequence[RecordLine] = ()
    open_issues: int = 0
    duties: Sequence[DutyView] = ()
    approvals: int = 0
    outdated: int = 0

    def __bool__(self) -> bool:
        left_open = self.open_issues or self.duties or self.approvals
        return bool(self.missing or self.untested or self.outdated or left_open)


def phases_card(dossier: DossierView, phases: Sequence[Phase], voice: Voice) -> Message:
    """Say which phase a dossier is in, with a button for each it can be moved to."""
    here = voice.say("phase-now", title=dossier.title, phase=voice.label(dossier.phase.label))
    return Message((Paragraph((here,)), Buttons(tuple(phase_button(dossier, each, voice) for each in phases))))


def phase_button(dossier: DossierView, phase: Phase, voice: Voice) -> Button:
    """Make the button that moves a dossier to a phase; sealing is asked first."""
    sealing = phase is Phase.SEALED
    confirm = voice.say("phase-seal-confirm", title=dossier.title) if sealing else None
    label = voice.say("button-seal") if sealing else voice.label(phase.label)
    args = {"dossier": dossier.uid, "phase": phase.value}
    return Button(label, "phase", args, Style.DANGER if sealing else Style.PLAIN, confirm)


def lacking_card(
    dossier: DossierView,
    phase: Phase,
    lacking: Lacking,
    voice: Voice,
    loggable: Sequence[Kind],
) -> Message:
    """Say what a dossier lacks before it comes to a phase, with buttons to log it, and one to move it all the same.

    `loggable` are the kinds whoever reads this may log.
    """
    to = voice.label(phase.label)
    sealing = phase is Phase.SEALED
    lines = missing_lines(lacking.missing, voice)
    if lacking.untested:
        lines.append(untested_line(lacking.untested, voice))
    lines += [(f"{icon} {said}",) for icon, said in _left_open(_counts(lacking, voice), voice)]
    way: tuple[Inline, ...] = (dossier.title, " · ", voice.label(dossier.phase.label), " → ", to)
    blocks: list[Block] = [
        Heading(voice.say("phase-lacks-seal" if sealing else "phase-lacks", phase=to), "🚩"),
        Note(way),
        Bullets(tuple(lines)),
    ]
    wanted = [each.kind for each in lacking.missing if each.kind in loggable][:_FEW]
    if wanted:
        blocks.append(Buttons(add_buttons(dossier, wanted, voice)))
    args = {"dossier": dossier.uid, "phase": phase.value}
    anyway = voice.say("button-seal-anyway") if sealing else voice.say("button-phase-anyway", phase=to)
    style = Style.DANGER if sealing else Style.PLAIN
    blocks.append(Buttons((Button(anyway, "phase-anyway", args, style),)))
    return Message(tuple(blocks))


def _counts(lacking: Lacking, voice: Voice) -> dict[str, int]:
    """Count what is left open beside what is missing."""
    return {
        "untested": len(lacking.untested),
        "issues": lacking.open_issues,
        "duties": len(lacking.duties),
        "late": sum(duty.due_at < voice.now for duty in lacking.duties),
        "approvals": lacking.approvals,
        "outdated": lacking.outdated,
    }


def _left_open(counts: Mapping[str, int], voice: Voice) -> list[tuple[str, str]]:
    """Say how much is left open, each with its icon."""
    owed = voice.say("status-owed", open=counts["duties"], late=counts["late"])
    told = (
        ("🐞", "status-issues", counts["issues"], str(counts["issues"])),
        ("⏰", "status-duties", counts["duties"], owed),
        ("⏳", "phase-approvals", counts["approvals"], str(counts["approvals"])),
        ("🟠", "phase-outdated", counts["outdated"], str(counts["outdated"])),
    )
    return [(icon, f"{voice.say(key)}{voice.colon}{said}") for icon, key, count, said in told if count]


def lacking_in_words(lacking: Lacking, voice: Voice) -> str:
    """Say what is lacking in one line."""
    names = _lacking_names(lacking.missing, _counts(lacking, voice), voice)
    return voice.say("phase-lacking", what=voice.listed(names))


def _lacking_names(missing: Sequence[Missing], counts: Mapping[str, int], voice: Voice) -> list[str]:
    names = [missing_count(each, voice) for each in missing]
    if counts["untested"]:
        names.append(voice.say("phase-untested", count=counts["untested"]))
    return [*names, *(said for _, said in _left_open(counts, voice))]


def moved_card(dossier: DossierView, data: Mapping[str, Any], voice: Voice, kinds: Kinds, *, ours: bool) -> Message:
    """Say in a channel that a dossier was moved; what only we are to know (`ours`) is left out among guests.

    `kinds` are those of the organisation.
    """
    phase, was = Phase(data["phase"]), Phase(data.get("was", data["phase"]))
    named = {"name": data["name"], "title": dossier.title, "phase": voice.label(phase.label)}
    key = "card-phase-back" if phase.number < was.number else "card-phase"
    key = "card-phase-sealed" if phase is Phase.SEALED else key
    blocks: list[Block] = [Paragraph(("🚩 ", voice.say(key, **named, was=voice.label(was.label))))]
    buttons = [Button(voice.say("button-status"), "status", {"dossier": dossier.uid})]
    if ours and data.get("reason"):
        blocks.append(Note((_overridden(data, voice, kinds),)))
    if ours and phase.over and not was.over:
        blocks.append(Note((voice.say("phase-no-report"),)))
    if ours and phase.writable and (new := expected_between(kinds.open, was, phase)):
        blocks.append(Note((voice.say("phase-expects", kinds=voice.listed([voice.label(k.label) for k in new])),)))
        buttons.append(Button(voice.say("button-missing"), "missing", {"dossier": dossier.uid}))
    else:
        buttons.append(Button(voice.say("button-help"), "help"))
    return Message((*blocks, Buttons(tuple(buttons))))


def _overridden(data: Mapping[str, Any], voice: Voice, kinds: Kinds) -> str:
    """Say what was still lacking, as the form did, and why it was moved all the same."""
    counts = {name: int(data.get(name, 0)) for name in _counts(Lacking(), voice)}
    names = _lacking_names(_read(str(data.get("lacks", "")), kinds), counts, voice)
    if not names:
        return voice.say("phase-reason", reason=data["reason"])
    key = "phase-sealed-anyway" if data["phase"] == Phase.SEALED.value else "phase-overridden"
    key = "phase-reopened" if data.get("was") == Phase.SEALED.value else key
    return voice.say(key, what=voice.listed(names), reason=data["reason"])


def kept_lacking(lacking: Lacking, voice: Voice) -> dict[str, str | int]:
    """Give what is lacking as a card of the outbox keeps it."""
    missing = ";".join(f"{each.kind.name}={each.have}/{each.need}" for each in lacking.missing)
    return {"lacks": missing, **_counts(lacking, voice)}


def _read(kept: str, kinds: Kinds) -> list[Missing]:
    found = []
    for each in filter(None, kept.split(";")):
        name, _, counts = each.partition("=")
        have, _, need = counts.partition("/")
        if (kind := kinds.named(name)) is not None:
            found.append(Missing(kind, int(have), int(need)))
    return found
