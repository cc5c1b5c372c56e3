"""What a message says after it became a record, or while it is about to: whoever keeps the record is asked."""

from collections.abc import Mapping
from typing import Any

from dossier.views import Saved
from handlers.context import Context
from storage.drafts import Draft
from storage.leaving import owing
from storage.store import Store

_FORM = "message"
_WATCHED = "watched"
_EARLIER = 10


def watch(store: Store, ctx: Context, said: Mapping[str, Any]) -> None:
    """Note that a message (see keep_message.kept) may become a record: it may be edited before its form is sent."""
    if not is_watched(store, ctx, said["channel"], said["message"]):
        store.drafts.keep(ctx.workspace, _place(said["channel"], said["message"]), _WATCHED, {}, {})


def is_watched(store: Store, ctx: Context, channel: str, message: str) -> bool:
    """Tell whether a message may be about to become a record."""
    return _watched(store, ctx, channel, message) is not None


def note(store: Store, ctx: Context, channel: str, message: str, text: str | None) -> None:
    """Note what a watched message says now, None when it was deleted."""
    if (watched := _watched(store, ctx, channel, message)) is not None:
        draft = Draft(_WATCHED, {}, {"text": text})
        store.drafts.change(watched[0], ctx.workspace, _place(channel, message), draft)


def catch_up(store: Store, ctx: Context, saved: Saved, said: Mapping[str, Any]) -> None:
    """Tell whoever has just made a record of what was said if the message says something else by now."""
    watched = unwatch(store, ctx, said["channel"], said["message"])
    if watched is not None and watched.values.get("text", said["text"]) != said["text"]:
        tell(store, ctx, saved.line.uid, watched.values["text"], said["text"])


def unwatch(store: Store, ctx: Context, channel: str, message: str) -> Draft | None:
    """Forget that a message may become a record; give what was noted of it."""
    watched = _watched(store, ctx, channel, message)
    if watched is None:
        return None
    store.drafts.drop(watched[0])
    return watched[1]


def tell(store: Store, ctx: Context, uid: str, text: str | None, before: str) -> None:
    """Tell who made a record (its id) last, or answers for it, what its message says now, in a draft of theirs.

    `text` is None for a message that was deleted, `before` what it said until then.
    """
    person, dossier = store.origins.keeper(uid)
    keeper = store.people.id_of(owing(store, person, store.dossiers.by_id(dossier)).id or "")
    account = None if keeper is None else store.people.account_of(keeper, ctx.workspace)
    if keeper is None or account is None:
        return
    data: dict[str, str | int] = {"record": uid}
    if text is not None:
        data["draft"] = _noted(store, ctx, account, uid, text, before)
    store.outbox.to_person(keeper, ctx.workspace, "message-changed", data, f"message-changed:{uid}")


def _noted(store: Store, ctx: Context, account: str, uid: str, text: str, last: str) -> str:
    """Keep what a message says now, beside all it has said since the record was made of it: it may be edited again
    before anybody answers. Gives the draft's id."""
    waiting = store.drafts.newest(ctx.workspace, account, _FORM, {"record": uid})
    before = list(waiting[1].values["before"]) if waiting else []
    # The first is what the record was made of.
    before = [*before[:1], *before[1:][-_EARLIER:], last]
    draft = Draft(_FORM, {"record": uid}, {"text": text, "before": before})
    if waiting and store.drafts.change(waiting[0], ctx.workspace, account, draft):
        return waiting[0]
    return store.drafts.keep(ctx.workspace, account, draft.form, draft.ref, draft.values)


def _watched(store: Store, ctx: Context, channel: str, message: str) -> tuple[str, Draft] | None:
    return store.drafts.newest(ctx.workspace, _place(channel, message), _WATCHED, {})


def _place(channel: str, message: str) -> str:
    """Give what a message's draft is found by, in the place of an account."""
    return f"{channel}/{message}"
