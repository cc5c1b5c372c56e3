"""Saying that something owed is not needed, and why; or that what was asked for by hand is done."""

from chat.events import ButtonPressed, FormSubmitted
from chat.forms import Form, FormField
from chat.replies import Answer, FormErrors, Notice, OpenForm
from chat.router import on
from dossier.errors import Problem
from dossier.fields import Input
from dossier.reading import LINE_LENGTH
from handlers.announce import announce
from handlers.context import Context, Write
from handlers.my_duties import still_owed
from storage.store import Store

_FORM = "waive"


@on(ButtonPressed, "waive")
def ask_why(event: ButtonPressed, ctx: Context) -> Answer:
    """Ask why it is not needed."""
    duty = still_owed(ctx, event.args.get("duty", ""))
    ctx.store.duties.require_waive(duty)
    say = ctx.voice.say
    field = FormField("reason", say("waive-why"), Input.TEXT, True, say("waive-why-hint"), max_length=LINE_LENGTH)
    return OpenForm(Form(_FORM, say("waive-title"), say("button-waive"), (field,), {"duty": duty.uid}, duty.topic))


@on(FormSubmitted, _FORM)
def waive(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Note that it is not needed."""
    duty = still_owed(ctx, event.ref.get("duty", ""))
    reason = " ".join(str(event.values.get("reason") or "").split())
    if not reason:
        return FormErrors({"reason": Problem("problem-required")})
    if len(reason) > LINE_LENGTH:
        return FormErrors({"reason": Problem("problem-too-long", {"max": LINE_LENGTH, "length": len(reason)})})

    def apply(store: Store) -> Answer:
        store.duties.waive(duty, reason)
        if duty.subject is not None:
            announce(store, ctx, store.records.by_row(duty.subject))
        return Notice("notice-waived", {"topic": duty.topic})

    return Write(apply)


@on(ButtonPressed, "finish")
def finish(event: ButtonPressed, ctx: Context) -> Write:
    """Note that what was asked for by hand is done."""
    duty = still_owed(ctx, event.args.get("duty", ""))

    def apply(store: Store) -> Answer:
        store.duties.finish(duty)
        return Notice("notice-finished", {"topic": duty.topic})

    return Write(apply)
