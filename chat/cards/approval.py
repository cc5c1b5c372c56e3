"""The cards of approvals: to whoever decides, to whoever submitted, and the list of what waits."""

from collections.abc import Iterator, Mapping, Sequence

from chat.cards.record import approval_notes, decision, decision_buttons, facts, long_texts
from chat.messages import Block, Bullets, Button, Buttons, Heading, Inline, Message, Note, Paragraph, Strong
from chat.voice import Voice
from dossier.deciding import Approval, ApprovalState
from dossier.views import RecordLine, Saved

_BUTTONS, _SHOWN = 5, 20


def approval_card(approval: Approval, saved: Saved, voice: Voice) -> Message:
    """Make the card for whoever decides: what is submitted, by whom; once decided, what became of it."""
    where: Inline = f"{saved.dossier.title} · {voice.label(saved.line.kind.label)} #{saved.line.number}"
    title = Strong(saved.title)
    show = Button(voice.say("button-open"), "show", {"record": saved.line.uid})
    if approval.state is ApprovalState.WITHDRAWN and approval.decided_at:
        taken = voice.say("approval-taken-back", name=saved.line.changer.name)
        return Message((Paragraph(("↩️ ", title, " ", taken)), Note((where,)), Buttons((show,))))
    if approval.state is ApprovalState.WITHDRAWN:
        return Message((Paragraph(("↩️ ", title, " ", voice.say("approval-withdrawn"))), Note((where,))))
    if approval.state is not ApprovalState.OPEN:
        notes = (*approval_notes(saved, voice), *_changed_since(approval, saved, voice))
        return Message((Paragraph((title,)), *notes, Note((where,)), Buttons((show,))))
    said = voice.say("approval-asked", name=approval.submitter.name)
    small = Note((where, f" · v{approval.version} · ", voice.when(approval.submitted_at)))
    moved: tuple[Block, ...] = ()
    if saved.line.changed_at > approval.submitted_at:
        changed = voice.say("approval-moved", name=saved.line.changer.name)
        moved = (Note(("✏️ ", changed, " ", voice.when(saved.line.changed_at))),)
    buttons = Buttons((*decision_buttons(approval, voice), show))
    # Nobody decides on what they have not seen; what is confidential opens to who has confirmed.
    content = () if saved.line.kind.confidential else (*facts(saved, voice), *long_texts(saved, voice, whole=False))
    return Message((Paragraph(("📝 ", said, voice.colon, title)), *content, *moved, small, buttons))


def _changed_since(approval: Approval, saved: Saved, voice: Voice) -> tuple[Block, ...]:
    """Say who changed what was approved, and when."""
    if approval.state is not ApprovalState.APPROVED or saved.approved:
        return ()
    changed = voice.say("card-changed", name=saved.line.changer.name)
    return (Note(("✏️ ", changed, " ", voice.when(saved.line.changed_at))),)


def decided_card(approval: Approval, saved: Saved, voice: Voice) -> Message:
    """Make the card for whoever submitted it: what was decided, by whom, and why."""
    show = Button(voice.say("button-open"), "show", {"record": saved.line.uid})
    title = f"{saved.title} #{saved.line.number}"
    said: tuple[Inline, ...]
    if approval.state is ApprovalState.WITHDRAWN:
        said = ("↩️ ", Strong(title), " ", voice.say("approval-taken-back", name=saved.line.changer.name))
    else:
        sign, words = decision(approval, voice)
        said = (sign, Strong(title), " ", words)
    return Message((Paragraph(said), Note((saved.dossier.title,)), Buttons((show,))))


def waiting_card(
    mine: Sequence[tuple[Approval, RecordLine]],
    others: Sequence[tuple[Approval, RecordLine]],
    outdated: Sequence[RecordLine],
    voice: Voice,
    names: Mapping[int, str],
    more: Button | None = None,
) -> Message:
    """List what waits for the asker's decision (one page of it), what of theirs waits for somebody else's, and what was
    approved and has changed since, which nobody has submitted anew."""
    blocks: list[Block] = [Heading(voice.say("approvals-title"), "📝")]
    if not mine:
        blocks.append(Paragraph((voice.say("approvals-none"),)))
    else:
        blocks.append(Bullets(tuple(_line(each, line, voice, names) for each, line in mine)))
        blocks.append(Buttons((*_opening([line for _, line in mine], voice), *([more] if more else []))))
    if others:
        blocks.append(Paragraph((Strong(voice.say("approvals-others")),)))
        blocks.append(Bullets(tuple(_line(each, line, voice, names) for each, line in others[:_SHOWN])))
    if outdated:
        blocks.append(Paragraph(("🟠 ", Strong(voice.say("approvals-again", count=len(outdated))))))
        named = (
            (f"{line.kind.icon} #{line.number} ", Strong(line.title), _where(line, names)) for line in outdated[:_SHOWN]
        )
        blocks += [Bullets(tuple(named)), Buttons(tuple(_opening(outdated, voice)))]
    return Message(tuple(blocks))


def _opening(lines: Sequence[RecordLine], voice: Voice) -> Iterator[Button]:
    for line in lines[:_BUTTONS]:
        yield Button(voice.say("button-open-number", number=str(line.number)), "show", {"record": line.uid})


def _where(line: RecordLine, names: Mapping[int, str]) -> str:
    return f" · {names[line.dossier]}" if line.dossier in names else ""


def _line(approval: Approval, line: RecordLine, voice: Voice, names: Mapping[int, str]) -> tuple[Inline, ...]:
    head, where = f"{line.kind.icon} #{line.number} ", _where(line, names)
    return (head, Strong(line.title), f" · {approval.submitter.name}{where} · ", voice.when(approval.submitted_at))
