"""Saying that something owed is not needed, and why, or asking whoever may say so; or that it is done by hand."""

from collections.abc import Sequence

from chat.events import ButtonPressed, FormSubmitted
from chat.forms import Form, FormField
from chat.replies import Answer, FormErrors, Notice, OpenForm
from chat.router import on
from dossier.errors import Problem
from dossier.fields import Input
from dossier.reading import LINE_LENGTH
from dossier.views import DutyView
from handlers.announce import announce
from handlers.context import Context, Write
from handlers.my_duties import still_owed
from storage import waiving
from storage.duty_rights import may_waive, require_waive
from storage.store import Store

_FORM = "waive"


@on(ButtonPressed, "waive")
def ask_why(event: ButtonPressed, ctx: Context) -> Answer:
    """Ask why it is not needed."""
    duty = still_owed(ctx, event.args.get("duty", ""))
    say, note, send = ctx.voice.say, duty.topic, "button-waive"
    if not may_waive(ctx.store, duty):
        names = _named(ctx.store, ctx, waiving.deciders(ctx.store, duty))
        if duty.question is not None and duty.question.is_open:
            return Notice("notice-waive-asked-already", {"topic": duty.topic, "names": names})
        note, send = say("waive-asks", topic=duty.topic, names=names), "button-waive-ask"
    field = FormField("reason", say("waive-why"), Input.TEXT, True, say("waive-why-hint"), max_length=LINE_LENGTH)
    return OpenForm(Form(_FORM, say("waive-title"), say(send), (field,), {"duty": duty.uid}, note))


@on(FormSubmitted, _FORM)
def waive(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Note that it is not needed, or ask whoever may say so."""
    duty = still_owed(ctx, event.ref.get("duty", ""))
    reason = " ".join(str(event.values.get("reason") or "").split())
    if not reason:
        return FormErrors({"reason": Problem("problem-required")})
    if len(reason) > LINE_LENGTH:
        return FormErrors({"reason": Problem("problem-too-long", {"max": LINE_LENGTH, "length": len(reason)})})
    return Write(
        lambda store: _waived(store, ctx, duty, reason) if may_waive(store, duty) else _asked(store, ctx, duty, reason)
    )


@on(ButtonPressed, "waive-yes")
def agree(event: ButtonPressed, ctx: Context) -> Write:
    """Say to who asked that it is not needed."""
    duty = still_owed(ctx, event.args.get("duty", ""))
    require_waive(ctx.store, duty)

    def apply(store: Store) -> Answer:
        waiving.agree(store, duty)
        _refresh(store, ctx, duty)
        return Notice("notice-waived", {"topic": duty.topic})

    return Write(apply)


@on(ButtonPressed, "waive-no")
def disagree(event: ButtonPressed, ctx: Context) -> Write:
    """Say to who asked that it is needed."""
    duty = still_owed(ctx, event.args.get("duty", ""))
    require_waive(ctx.store, duty)

    def apply(store: Store) -> Answer:
        waiving.disagree(store, duty)
        return Notice("notice-waive-needed", {"topic": duty.topic, "name": duty.owner.name})

    return Write(apply)


@on(ButtonPressed, "finish")
def finish(event: ButtonPressed, ctx: Context) -> Write:
    """Note that what was asked for by hand is done."""
    duty = still_owed(ctx, event.args.get("duty", ""))

    def apply(store: Store) -> Answer:
        store.duties.finish(duty)
        return Notice("notice-finished", {"topic": duty.topic})

    return Write(apply)


def _waived(store: Store, ctx: Context, duty: DutyView, reason: str) -> Answer:
    store.duties.waive(duty, reason)
    waiving.tell_asker(store, duty)
    _refresh(store, ctx, duty)
    return Notice("notice-waived", {"topic": duty.topic})


def _refresh(store: Store, ctx: Context, duty: DutyView) -> None:
    """Have the card of the record that something was owed about say so no longer."""
    if duty.subject is not None:
        announce(store, ctx, store.records.by_row(duty.subject))


def _asked(store: Store, ctx: Context, duty: DutyView, reason: str) -> Answer:
    names = _named(store, ctx, waiving.ask(store, duty, reason))
    return Notice("notice-waive-asked", {"topic": duty.topic, "names": names})


def _named(store: Store, ctx: Context, people: Sequence[int]) -> str:
    return ctx.voice.listed(store.people.names_of(people))
