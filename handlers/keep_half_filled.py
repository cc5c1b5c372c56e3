"""A form that was closed halfway: what was sent of it is offered again, at once and by the same command later."""

from dataclasses import replace

from chat.events import ButtonPressed, FormClosed, FormHeld
from chat.replies import Answer, Nothing, Notice, OpenForm
from chat.router import on
from dossier.errors import DossierError, NotFound
from dossier.kinds import Kind
from handlers.context import Context, Write
from handlers.fill_form import PAGES, reopened
from storage.drafts import Draft
from storage.store import Store

HELD = ("record", "edit")
"""The forms of which is kept what was entered and not saved yet: those of records."""
_SUBJECT = ("kind", "dossier", "record", "fields")


@on(FormHeld)
def hold(event: FormHeld, ctx: Context) -> Write:
    """Keep what stands in a form: it is offered again when the form is closed, and done with when it is saved."""
    uid, account = event.ref[PAGES], ctx.source.account
    ref = {name: value for name, value in event.ref.items() if name != PAGES}
    earlier = _draft(ctx, uid)
    values = {**(earlier.values if earlier else {}), **event.values}

    def apply(store: Store) -> Answer:
        entered = Draft(event.name, ref, values, typed=True)
        if not store.drafts.change(uid, ctx.workspace, account, entered):
            store.drafts.keep(ctx.workspace, account, event.name, ref, values, typed=True, uid=uid)
        return Nothing()

    return Write(apply)


@on(FormClosed)
def offer_again(event: FormClosed, ctx: Context) -> Answer | Write:
    """Say that what was sent of a closed form is kept, with the buttons that go on with it or discard it."""
    sent, earlier = event.ref.get(PAGES, ""), event.ref.get("draft", "")
    latest = _draft(ctx, sent)
    # What nobody sent a page of is what the form began with: an earlier draft says as much.
    kept, done = (sent, earlier) if latest is not None and latest.typed else (earlier, sent)
    answer = _offer(ctx, kept)
    if not done:
        return answer

    def apply(store: Store) -> Answer:
        store.drafts.drop(done)
        return answer

    return Write(apply)


@on(ButtonPressed, "discard")
def discard(event: ButtonPressed, ctx: Context) -> Write:
    """Forget a draft, by whom it belongs to."""
    uid = event.args.get("draft", "")
    if _draft(ctx, uid) is None:
        raise NotFound("draft-gone")

    def apply(store: Store) -> Answer:
        store.drafts.drop(uid)
        return Notice("notice-draft-discarded", instead=True)

    return Write(apply)


def half_filled(ctx: Context, begun: Answer) -> Answer | Write:
    """Give, in the place of an empty form, the one about the same that the asker has filled in halfway."""
    if not isinstance(begun, OpenForm):
        return begun
    about = {name: begun.form.ref.get(name) for name in _SUBJECT}
    found = ctx.store.drafts.half_filled(ctx.workspace, ctx.source.account, begun.form.name, about)
    if found is None:
        return begun
    again: Answer | Write = reopened(ctx, *found)
    if not isinstance(again, OpenForm):
        return again
    note = ctx.voice.stop.join(each for each in (ctx.voice.say("form-half-filled"), again.form.note) if each)
    return OpenForm(replace(again.form, note=note))


def _draft(ctx: Context, uid: str) -> Draft | None:
    return ctx.store.drafts.of(uid, ctx.workspace, ctx.source.account) if uid else None


def _offer(ctx: Context, uid: str) -> Answer:
    draft = _draft(ctx, uid)
    kind = _kind(ctx, draft) if draft is not None else None
    if kind is None:
        return Nothing()
    buttons = (("button-continue", "resume", {"draft": uid}), ("button-discard", "discard", {"draft": uid}))
    return Notice("notice-half-filled", {"zh": kind.label.zh, "en": kind.label.en}, buttons)


def _kind(ctx: Context, draft: Draft) -> Kind | None:
    """Give the kind a draft is of; None for what its owner may no longer see."""
    if "record" not in draft.ref:
        return ctx.store.kinds.named(draft.ref.get("kind", ""))
    try:
        return ctx.store.records.get(draft.ref["record"]).line.kind
    except DossierError:
        return None
