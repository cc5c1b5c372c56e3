"""Approval: submitting a record, approving it or returning it with a comment, and what waits for me."""

from collections.abc import Mapping
from dataclasses import replace

from chat.cards.approval import waiting_card
from chat.events import ButtonPressed, CommandGiven, FormSubmitted
from chat.forms import Form, FormField
from chat.messages import Block, Button
from chat.replies import Answer, FormErrors, Notice, OpenForm, Show
from chat.router import Command, command, on
from dossier.deciding import Approval, ApprovalState
from dossier.duties import Trigger
from dossier.errors import Conflict, InvalidFields, NotFound, Problem
from dossier.fields import Input
from dossier.language import Label
from dossier.reading import TEXT_LENGTH
from dossier.tiers import Action
from dossier.views import RecordLine, Saved
from handlers.announce import announce
from handlers.confirm_pledge import hint
from handlers.context import Context, Write, names_of
from handlers.show_record import by_words
from storage.approvers import Approver
from storage.store import Store

_PAGE = 10
_NUMBER = Label("#编号", "#number")
_COMMENT = Label("#编号 说明", "#number comment")
_REASON = Label("#编号 原因", "#number why")


@command(
    Command(
        "submit", "提交审核", Label("提交一条记录审核", "Submit a record for approval"), _NUMBER, "dossier", rank=37
    )
)
def submit_by_number(event: CommandGiven, ctx: Context) -> Write:
    """Submit the record of a number."""
    return _submit(ctx, by_words(ctx, event.text))


@on(ButtonPressed, "submit")
def press_submit(event: ButtonPressed, ctx: Context) -> Write:
    """Submit a record, by button."""
    return _submit(ctx, ctx.store.records.get(event.args.get("record", "")))


def _submit(ctx: Context, saved: Saved) -> Write:
    def apply(store: Store) -> Answer:
        approval, new = store.approvals.submit(saved)
        if new:
            announce(store, ctx, store.records.get(saved.line.uid))
            _tell_approvers(store, ctx, approval, saved)
        names = [each.person.name for each in _asked(store, approval, saved)]
        data = {"title": saved.title, "number": str(saved.line.number), "names": ctx.voice.listed(names[:5])}
        if not names:
            return Notice("notice-submitted-own", data, _decisions(approval))
        return Notice("notice-submitted" if new else "notice-submitted-already", data)

    return Write(apply)


@command(
    Command(
        "approvals",
        "待审核",
        Label("等我审核的，和我提交的", "What waits for my approval, and what I submitted"),
        parent="dossier",
        rank=13,
        also=("审核", "待审"),
    )
)
def list_approvals(event: CommandGiven, ctx: Context) -> Answer:
    """List what waits for me."""
    return show_approvals(ctx, 0)


@on(ButtonPressed, "approvals")
def press_approvals(event: ButtonPressed, ctx: Context) -> Answer:
    """List a page of what waits for me, by button."""
    page = event.args.get("page", "0")
    return show_approvals(ctx, int(page) if page.isdecimal() and len(page) < 6 else 0)


def show_approvals(ctx: Context, page: int = 0) -> Answer:
    """Show a page of what waits for the asker's approval, and what of theirs waits."""
    mine: list[tuple[Approval, RecordLine]] = []
    others: list[tuple[Approval, RecordLine]] = []
    for approval, line in ctx.store.approvals.waiting():
        saved = ctx.store.records.by_row(line.id)
        (mine if ctx.store.approvals.may_decide(saved) else others).append((approval, line))
    more = None
    if len(mine) > (page + 1) * _PAGE:
        more = Button(ctx.voice.say("button-more"), "approvals", {"page": str(page + 1)})
    shown = mine[page * _PAGE : (page + 1) * _PAGE]
    names = names_of(ctx.store.dossiers.mine())
    if page:
        return Show(waiting_card(shown, (), (), ctx.voice, names, more))
    card = waiting_card(shown, others, _outdated(ctx), ctx.voice, names, more)
    return Show(replace(card, blocks=(*card.blocks, *_withheld(ctx))))


def _withheld(ctx: Context) -> tuple[Block, ...]:
    """Say where something waits that is seen once confidentiality is confirmed."""
    owing = {each.id: each for each in ctx.store.dossiers.mine() if ctx.store.actor.owes_pledge(each.id)}
    waiting = [duty for duty in ctx.store.duties.open_in([*owing]) if duty.trigger is Trigger.APPROVAL]
    secret = dict.fromkeys(duty.dossier for duty in waiting if duty.kind is not None and duty.kind.confidential)
    return hint(ctx, [owing[each] for each in secret])


def _outdated(ctx: Context) -> list[RecordLine]:
    """Give what was approved and has changed since, where the asker approves: nobody has submitted it anew."""
    changed = [line for _, line in ctx.store.approvals.outdated_in(None)]
    return [line for line in changed if ctx.store.actor.may(Action.APPROVE, line.dossier, line.kind)]


@command(Command("approve", "批准", Label("批准一条记录，可附说明", "Approve a record"), _COMMENT, "dossier", rank=38))
def approve_by_number(event: CommandGiven, ctx: Context) -> Write:
    """Approve what waits, as it is now, with what stands behind its number.

    Raises InvalidFields for too long a comment.
    """
    saved = by_words(ctx, event.text)
    comment = ctx.behind_number(event.text)
    if len(comment) > TEXT_LENGTH:
        raise InvalidFields({"comment": _too_long(comment)})
    return _decide(ctx, _waits(saved), saved, ApprovalState.APPROVED, comment)


@command(
    Command(
        "return", "退回", Label("退回一条记录并说明", "Return a record with a comment"), _REASON, "dossier", rank=39
    )
)
def return_by_number(event: CommandGiven, ctx: Context) -> Answer | Write:
    """Return what waits for the reason behind its number, else ask for one."""
    saved = by_words(ctx, event.text)
    comment = ctx.behind_number(event.text)
    if comment and len(comment) <= TEXT_LENGTH:
        return _decide(ctx, _waits(saved), saved, ApprovalState.RETURNED, comment)
    return _ask(ctx, ApprovalState.RETURNED, _waits(saved), saved, comment)


@on(ButtonPressed, "approve")
def press_approve(event: ButtonPressed, ctx: Context) -> Answer | Write:
    """Approve the revision the button was shown for; when it has changed since, offer the decision on what it is."""
    approval, saved, moved = _as_shown(ctx, event.args.get("approval", ""), event.args.get("revision", ""))
    if moved:
        return _offer_anew(approval, saved)
    return _decide(ctx, approval, saved, ApprovalState.APPROVED, "")


@on(ButtonPressed, "approve-comment")
def press_approve_with_comment(event: ButtonPressed, ctx: Context) -> Answer:
    """Ask for the comment with which the revision the button was shown for is approved."""
    return _asked_by(event, ctx, ApprovalState.APPROVED)


@on(ButtonPressed, "return")
def press_return(event: ButtonPressed, ctx: Context) -> Answer:
    """Ask why the revision the button was shown for is returned."""
    return _asked_by(event, ctx, ApprovalState.RETURNED)


def _asked_by(event: ButtonPressed, ctx: Context, state: ApprovalState) -> Answer:
    """Ask for the comment of a decision; when the record has changed since it was shown, offer the decision anew."""
    approval, saved, moved = _as_shown(ctx, event.args.get("approval", ""), event.args.get("revision", ""))
    return _offer_anew(approval, saved) if moved else _ask(ctx, state, approval, saved)


def _ask(
    ctx: Context, state: ApprovalState, approval: Approval, saved: Saved, comment: str = "", error: str = ""
) -> Answer:
    ctx.store.approvals.require_decide(approval, saved)
    say, returned = ctx.voice.say, state is ApprovalState.RETURNED
    name, title, button, asked = (
        ("return", "return-title", "button-return", "return-why")
        if returned
        else ("approve", "approve-title", "button-approve", "approve-comment")
    )
    field = FormField("comment", say(asked), Input.LONG_TEXT, returned, say("decision-hint"), max_length=TEXT_LENGTH)
    ref = {"approval": approval.uid, "revision": str(approval.revision)}
    fields = (replace(field, value=comment, error=error),)
    return OpenForm(Form(name, say(title), say(button), fields, ref, saved.title))


def _offer_anew(approval: Approval, saved: Saved) -> Answer:
    """Offer the decision on a record as it has become."""
    show = ("button-open", "show", {"record": saved.line.uid})
    data = {"title": saved.title, "number": str(saved.line.number), "version": str(approval.version)}
    return Notice("notice-approval-changed", data, (show, *_decisions(approval)))


@on(FormSubmitted, "approve")
def approve_with_comment(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Approve it with the comment, which may be missing."""
    return _decided_by(event, ctx, ApprovalState.APPROVED)


@on(FormSubmitted, "return")
def give_back(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Return it with the comment."""
    return _decided_by(event, ctx, ApprovalState.RETURNED)


def _decided_by(event: FormSubmitted, ctx: Context, state: ApprovalState) -> Answer | Write:
    approval, saved, moved = _as_shown(ctx, event.ref.get("approval", ""), event.ref.get("revision", ""))
    comment = str(event.values.get("comment") or "").strip()
    if not comment and state is ApprovalState.RETURNED:
        return FormErrors({"comment": Problem("problem-required")})
    if len(comment) > TEXT_LENGTH:
        return FormErrors({"comment": _too_long(comment)})
    if moved:
        changed = Problem("problem-approval-changed", {"version": approval.version, "number": str(saved.line.number)})
        return _ask(ctx, state, approval, saved, comment, ctx.voice.problem(changed))
    return _decide(ctx, approval, saved, state, comment)


def _too_long(comment: str) -> Problem:
    return Problem("problem-too-long", {"max": TEXT_LENGTH, "length": len(comment)})


def _decide(ctx: Context, approval: Approval, saved: Saved, state: ApprovalState, comment: str) -> Write:
    ctx.store.approvals.require_decide(approval, saved)

    def apply(store: Store) -> Answer:
        decided = store.approvals.decide(approval, saved, state, comment)
        announce(store, ctx, decided)
        if approval.submitter_id != store.actor.person:
            _write_to(store, ctx, approval.submitter_id, "approval-decided", approval)
        data = {"title": saved.title, "number": str(saved.line.number)}
        return Notice(f"notice-{state}", data, (("button-open", "show", {"record": saved.line.uid}),))

    return Write(apply)


def _waits(saved: Saved) -> Approval:
    number = str(saved.line.number)
    if saved.approval is not None and saved.approved:
        raise Conflict("approval-done", number=number, name=saved.approval.decider)
    if saved.approval is None or not saved.waits:
        raise Conflict("approval-not-submitted", number=number)
    return saved.approval


def _as_shown(ctx: Context, uid: str, revision: str) -> tuple[Approval, Saved, bool]:
    """Give a submission and its record, and whether another revision waits than the one that was shown."""
    approval, saved = ctx.store.approvals.get(uid)
    if not revision.isdecimal():
        raise NotFound("not-found")
    moved = approval.state is ApprovalState.OPEN and approval.revision != int(revision[:9])
    if moved:
        ctx.store.approvals.require_decide(approval, saved)
    return approval, saved, moved


def _asked(store: Store, approval: Approval, saved: Saved) -> list[Approver]:
    """Give who is asked to decide: those who have no part in it, where there are any; never whoever submitted it."""
    able = [each for each in store.approvals.able(saved) if each.id != approval.submitter_id]
    part = {saved.line.author.id, saved.line.changer.id}
    return [each for each in able if each.person.id not in part] or able


def _decisions(approval: Approval) -> tuple[tuple[str, str, Mapping[str, str]], ...]:
    """Give the buttons of a decision, for whoever has nobody else to ask."""
    args = {"approval": approval.uid, "revision": str(approval.revision)}
    return (("button-approve", "approve", args), ("button-return", "return", args))


def _tell_approvers(store: Store, ctx: Context, approval: Approval, saved: Saved) -> None:
    for each in _asked(store, approval, saved):
        _write_to(store, ctx, each.id, "approval", approval)


def _write_to(store: Store, ctx: Context, person: int, card: str, approval: Approval) -> None:
    workspace = store.absences.workspace_of(person, ctx.workspace)
    if workspace is not None:
        store.outbox.to_person(person, workspace, card, {"approval": approval.uid}, f"{card}:{approval.uid}")
