"""The cards of approvals: to whoever decides, to whoever submitted, and the list of what waits."""

from collections.abc import Mapping, Sequence

from chat.cards.record import approval_notes, decision_buttons, facts, long_texts
from chat.messages import Block, Bullets, Button, Buttons, Heading, Inline, Message, Note, Paragraph, Strong
from chat.voice import Voice
from dossier.deciding import Approval, ApprovalState
from dossier.views import RecordLine, Saved

_BUTTONS = 5


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
    elif approval.state is ApprovalState.APPROVED:
        said = ("✅ ", Strong(title), " ", voice.say("approval-approved", name=approval.decider))
    else:
        returned = voice.say("approval-returned", name=approval.decider, comment=approval.comment)
        said = ("↩️ ", Strong(title), " ", returned)
    return Message((Paragraph(said), Note((saved.dossier.title,)), Buttons((show,))))


def waiting_card(
    mine: Sequence[tuple[Approval, RecordLine]],
    others: Sequence[tuple[Approval, RecordLine]],
    voice: Voice,
    names: Mapping[int, str],
    more: Button | None = None,
) -> Message:
    """List what waits for the asker's decision (one page of it), and what of theirs waits for somebody else's."""
    blocks: list[Block] = [Heading(voice.say("approvals-title"), "📝")]
    if not mine:
        blocks.append(Paragraph((voice.say("approvals-none"),)))
    else:
        blocks.append(Bullets(tuple(_line(each, line, voice, names) for each, line in mine)))
        opening = [
            Button(voice.say("button-open-number", number=str(line.number)), "show", {"record": line.uid})
            for _, line in mine[:_BUTTONS]
        ]
        blocks.append(Buttons((*opening, *([more] if more else []))))
    if others:
        blocks.append(Paragraph((Strong(voice.say("approvals-others")),)))
        blocks.append(Bullets(tuple(_line(each, line, voice, names) for each, line in others[:20])))
    return Message(tuple(blocks))


def _line(approval: Approval, line: RecordLine, voice: Voice, names: Mapping[int, str]) -> tuple[Inline, ...]:
    where = f" · {names[line.dossier]}" if line.dossier in names else ""
    head = f"{line.kind.icon} #{line.number} "
    return (head, Strong(line.title), f" · {approval.submitter.name}{where} · ", voice.when(approval.submitted_at))
