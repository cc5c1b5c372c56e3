"""The card of a record: what was saved, in a few lines, and what can be done with it."""

from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from typing import Any

from chat.cards.differences import differences
from chat.messages import (
    Block,
    Button,
    Buttons,
    Facts,
    Files,
    Heading,
    Hyperlink,
    Inline,
    Message,
    Note,
    Paragraph,
    Strong,
    Style,
    When,
)
from chat.references import named
from chat.standing import tests_of
from chat.voice import Voice
from dossier.deciding import Approval, ApprovalState
from dossier.duties import Trigger
from dossier.fields import FieldSpec, FileRef, Input
from dossier.records.issue import OPEN_STATUSES
from dossier.views import UNDO_WINDOW, DutyView, Revision, Saved, attached_in, attached_to

_LONG = (Input.LONG_TEXT, Input.ROWS)
_EXCERPT = 280
_MOST_BUTTONS = 3


def record_card(
    saved: Saved,
    voice: Voice,
    *,
    whole: bool = False,
    barred: Container[str] = (),
    owed: DutyView | None = None,
) -> Message:
    """Make a record's card; with `whole`, every field to the letter, else long texts are cut to an excerpt.

    `barred` are the actions the viewer is known not to be allowed: their buttons are left out. `owed` is the
    resolution that an issue which is fixed still lacks.
    """
    line = saved.line
    name = saved.document()
    kind = voice.label(line.kind.label)
    if line.deleted:
        how, by = "card-undone" if saved.undone else "card-deleted", line.changer.name
        gone = voice.say(how, name=by, kind=kind, title=saved.title, number=str(line.number))
        history = _button(voice, "history", saved)
        if "history" in barred:
            return Message((Paragraph((gone,)),))
        if saved.erased:
            return Message((Paragraph((gone,)), Note((voice.say("card-erased"),)), Buttons((history,))))
        restore = _button(voice, "restore", saved, Style.PLAIN, revision=str(max(1, line.revision - 1)))
        return Message((Paragraph((gone,)), Buttons((history,) if "restore" in barred else (restore, history))))
    blocks: list[Block] = [
        Heading(saved.title, line.kind.icon),
        Note((f"{kind} #{line.number} · ", Strong(name))),
        *facts(saved, voice),
        *long_texts(saved, voice, whole=whole),
    ]
    if saved.erased:
        blocks.append(Note((voice.say("card-erased"),)))
    blocks += approval_notes(saved, voice)
    if saved.untested:
        blocks.append(Note(("⚠️ ", voice.say("card-no-retest"))))
    blocks += [Note(("⚠️ ", voice.say("card-link-dead", link=link))) for link in sorted(saved.dead_links)]
    if owed is not None:
        late = "duty-overdue" if owed.due_at < voice.now else "duty-due"
        said = voice.say("card-resolution-owed", name=owed.owner.name)
        blocks.append(Note(("⏰ ", said, f" · {voice.say(late)} ", voice.when(owed.due_at))))
    if line.shared:
        blocks.append(Note((voice.say("card-shared"),)))
    key = "card-by" if line.revision == 1 else "card-changed"
    source = (" · ", Hyperlink(saved.origin, voice.say("card-origin"))) if saved.origin else ()
    blocks.append(
        Note(
            (
                f"{saved.dossier.title} · ",
                voice.say(key, name=line.changer.name),
                " ",
                voice.when(line.changed_at),
                *source,
            )
        )
    )
    offered = [each for each in _buttons(saved, voice, whole) if each.action not in barred]
    if any(each.action == "approve" for each in offered):
        # Who decides on it decides first; what they would change they return.
        offered = [each for each in offered if each.action != "edit"]
    if whole:
        more = [each for each in _handing_on(saved, voice) if each.action not in barred]
        offered += more[: max(0, _MOST_BUTTONS - len(offered))]
    if offered:
        blocks.append(Buttons(tuple(offered)))
    return Message(tuple(blocks))


def _shown(saved: Saved) -> Iterable[tuple[FieldSpec, Any]]:
    """Give the filled fields but those that the title is made of."""
    for spec in saved.line.kind.fields:
        value = saved.content.get(spec.name)
        if value is not None and "{" + spec.name + "}" not in saved.line.kind.title:
            yield spec, value


def short_values(saved: Saved, voice: Voice) -> list[tuple[str, str | When]]:
    """Give the labels and values of the filled fields that fit in a line, but those that the title is made of."""
    return [
        (voice.label(spec.label), _short(saved, spec, value, voice))
        for spec, value in _shown(saved)
        if spec.input not in (*_LONG, Input.ATTACHMENTS)
    ]


def _short(saved: Saved, spec: FieldSpec, value: Any, voice: Voice) -> str | When:
    if spec.input is Input.MOMENT:
        # Like the moment it was logged at, which stands below it: in each reader's own time.
        return voice.when(datetime.fromisoformat(value))
    return voice.listed(named(saved, spec, voice)) or voice.value(spec, value)


def facts(saved: Saved, voice: Voice) -> list[Block]:
    """Give what fits in a line each, and the tests of a change."""
    rows = short_values(saved, voice)
    if saved.verified_by:
        rows.append((voice.say("column-verified"), voice.listed(tests_of(saved, voice))))
    return [Facts(tuple(rows))] if rows else []


def long_texts(saved: Saved, voice: Voice, *, whole: bool) -> list[Block]:
    """Give the filled long texts with their labels, cut to an excerpt unless `whole`, and the files."""
    blocks: list[Block] = []
    for spec, value in _shown(saved):
        if spec.input in _LONG:
            text = voice.value(spec, value)
            cut = text if whole or len(text) <= _EXCERPT else f"{text[: _EXCERPT - 1].rstrip()}…"
            parts: tuple[Inline, ...] = (Strong(voice.label(spec.label)), "\n", cut)
            blocks.append(Paragraph(parts))
        elif spec.input is Input.ATTACHMENTS:
            files = [FileRef.model_validate(file) for file in value]
            if kept := tuple(file for file in files if file.id not in saved.refused):
                blocks.append(Files(voice.label(spec.label), saved.line.uid, kept))
            if gone := [file.label for file in files if file.id in saved.refused]:
                blocks.append(Note(("⚠️ ", voice.say("card-files-refused", names=voice.listed(gone)))))
    return blocks


def _buttons(saved: Saved, voice: Voice, whole: bool) -> Iterable[Button]:
    kind = saved.line.kind
    if saved.erased:
        yield _button(voice, "history", saved)
        return
    first = [*_next_step(saved, voice), *_approval_buttons(saved, voice, whole)]
    # Where there is a next step there is no room for all. Who changed a record can take that back by the answer they
    # got; who logged it got none.
    undo = not whole and voice.now - saved.line.changed_at <= UNDO_WINDOW and not (first and saved.line.revision > 1)
    cut = not whole and _is_cut(saved, voice)
    crowded = bool(first) and undo
    yield from first
    if not (crowded and cut):
        yield _button(voice, "edit", saved)
    if whole and not saved.revealed and not kind.hidden.isdisjoint(saved.content):
        yield _button(voice, "reveal", saved)
    # On a card that shows an excerpt the whole goes before the history, which is one press further then.
    if cut:
        yield Button(voice.say("button-open"), "show", {"record": saved.line.uid})
    elif not crowded:
        yield _button(voice, "history", saved)
    if undo:
        yield _button(voice, "undo", saved)


def _next_step(saved: Saved, voice: Voice) -> Iterable[Button]:
    lacking = saved.line.status in OPEN_STATUSES or not saved.content.get("resolution")
    if saved.line.kind.closes is Trigger.ISSUE_FIXED and lacking:
        yield _button(voice, "resolve", saved, Style.PRIMARY)


def _approval_buttons(saved: Saved, voice: Voice, whole: bool) -> Iterable[Button]:
    if saved.line.kind.approve is None:
        return
    if not saved.waits and not saved.approved:
        yield _button(voice, "submit", saved, Style.PRIMARY)
    elif saved.approval is not None and saved.waits and whole:
        yield from decision_buttons(saved.approval, voice)


def decision_buttons(approval: Approval, voice: Voice) -> tuple[Button, ...]:
    """Make the buttons that approve or return the revision that waits, with a comment or without."""
    args = {"approval": approval.uid, "revision": str(approval.revision)}
    return (
        Button(voice.say("button-approve"), "approve", args, Style.PRIMARY),
        Button(voice.say("button-approve-comment"), "approve-comment", args),
        Button(voice.say("button-return"), "return", args),
    )


def approval_notes(saved: Saved, voice: Voice) -> list[Block]:
    """Say how a record stands with its approval."""
    last = saved.approval
    if last is None:
        return []
    if last.state is ApprovalState.OPEN:
        waits = voice.say("approval-open", name=last.submitter.name)
        return [Note(("⏳ ", waits, " ", voice.when(last.submitted_at)))]
    said = decision(last, voice)
    notes: list[Block] = [Note((*said, " ", voice.when(last.decided_at or last.submitted_at)))]
    if last.state is ApprovalState.APPROVED and not saved.approved:
        notes.append(Note(("⚠️ ", voice.say("approval-outdated", version=str(last.version)))))
    return notes


def decision(approval: Approval, voice: Voice) -> tuple[str, str]:
    """Give the sign of what was decided, and by whom, with what comment, in words."""
    if approval.state is ApprovalState.APPROVED:
        by = voice.say("approval-approved", name=approval.decider)
        return ("✅ ", f"{by}{voice.colon}{approval.comment}" if approval.comment else by)
    if approval.state is ApprovalState.WITHDRAWN:
        return ("↩️ ", voice.say("approval-undone", name=approval.decider))
    return ("↩️ ", voice.say("approval-returned", name=approval.decider, comment=approval.comment))


def _is_cut(saved: Saved, voice: Voice) -> bool:
    return any(len(voice.value(spec, value)) > _EXCERPT for spec, value in _shown(saved) if spec.input in _LONG)


def _button(voice: Voice, action: str, saved: Saved, style: Style = Style.PLAIN, **args: str) -> Button:
    return Button(voice.say(f"button-{action}"), action, {"record": saved.line.uid, **args}, style)


def history_card(
    saved: Saved,
    revisions: Sequence[Revision],
    voice: Voice,
    page: int = 0,
    barred: Container[str] = (),
    approvals: Sequence[Approval] = (),
) -> Message:
    """Make the card of a record's history: every version, newest first, and what it changed, five at a time.

    `approvals` are its submissions, told below the version they were decided of.
    """
    blocks: list[Block] = [Heading(voice.say("history-title", title=saved.title, number=str(saved.line.number)), "🕘")]
    if saved.erased:
        blocks.append(Note((voice.say("history-erased"),)))
    newest_first = list(reversed(revisions))
    for revision in newest_first[page * 5 : page * 5 + 5]:
        before = next((each for each in revisions if each.number == revision.number - 1), None)
        name = saved.document_of(revision)
        head = voice.say("history-line", document=name, name=revision.author.name)
        reason = _reason(revision, revisions, voice)
        why = f" — {reason}" if reason else ""
        blocks.append(Paragraph((Strong(head), " ", voice.when(revision.at), why)))
        blocks += differences(saved.line.kind, before, revision, voice, saved.refused)
        for each in approvals:
            if each.revision == revision.number and each.decided_at is not None:
                blocks.append(Note((*decision(each, voice), " ", voice.when(each.decided_at))))
        blocks += _earlier_files(saved, revision, voice)
        older = revision.number != saved.line.revision and not revision.deleted
        if older and not saved.erased and "restore" not in barred:
            blocks.append(Buttons((_button(voice, "restore", saved, revision=str(revision.number)),)))
    on = tuple(each for each in _handing_on(saved, voice) if each.action not in barred)
    if len(newest_first) > (page + 1) * 5:
        more = Button(voice.say("button-more"), "history", {"record": saved.line.uid, "page": str(page + 1)})
        blocks.append(Buttons((more, *on)))
    elif on:
        blocks.append(Buttons(on))
    return Message(tuple(blocks))


def _reason(revision: Revision, revisions: Sequence[Revision], voice: Voice) -> str:
    """Say why there is a version; one that brought an earlier one back keeps only which."""
    if revision.undoes:
        return voice.say("history-undone")
    for each in revisions:
        if revision.reason == f"v{each.number}" and each.number < revision.number and each.content == revision.content:
            return voice.say("history-back-to", version=str(each.called.version))
    return revision.reason


def _earlier_files(saved: Saved, revision: Revision, voice: Voice) -> list[Block]:
    """Give the files that a version held and the record holds no more: they can still be opened."""
    now = attached_to(saved) | saved.refused
    gone = [file for file in attached_in(saved.line.kind, revision.content) if file.id not in now]
    return [Files(voice.say("history-files"), saved.line.uid, tuple(gone))] if gone else []


def _handing_on(saved: Saved, voice: Voice) -> Iterable[Button]:
    """Make the buttons that give a record to others: on its card as far as there is room, and on its history."""
    if saved.line.deleted or saved.erased:
        return
    yield _button(voice, "export", saved)
    shared = saved.line.shared
    label = voice.say("button-unshare" if shared else "button-share")
    yield Button(label, "share", {"record": saved.line.uid, "to": "ours" if shared else "customer"})
