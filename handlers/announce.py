"""Telling the channel what was saved: one card a record, replaced when the record changes."""

from collections.abc import Sequence
from datetime import timedelta

from chat.replies import Answer, Nothing, Notice
from dossier.deciding import ApprovalState
from dossier.duties import equal_topics
from dossier.fields import Input
from dossier.tiers import Action, Tier
from dossier.views import ChannelView, DutyView, Saved, attached_to
from handlers.context import Context
from storage.approvers import tell_anew
from storage.closing import Closed
from storage.people import audience
from storage.store import Store

_EXPECTED = timedelta(days=1)
"""So long after a meeting everybody knows of which one the minutes are."""


def announce(store: Store, ctx: Context, saved: Saved) -> ChannelView | None:
    """Put a record's card into the outbox: for this channel when it is the dossier's, else for its first; and for its
    twin in every other workspace.

    Who was asked to approve it has that brought up to date too. Gives the channel, None when the dossier has none or
    not everybody in it may see the record.
    """
    tell_anew(store, saved)
    if saved.line.revision > 1 and saved.line.kind.holding(Input.LINK):
        tell_of_links(store, saved)
    if saved.line.revision > 1 and saved.line.kind.holding(Input.ATTACHMENTS) and not attached_to(saved):
        tell_of_names(store, saved)
    told = store.channels.told(saved.dossier, ctx.channel)
    shown = [each for each in (*told, *_of_guests(store, saved, told)) if _shown_in(store, each, saved)]
    for channel in shown:
        here = ctx.channel is not None and channel.id == ctx.channel.id
        thread = ctx.source.thread if here else None
        store.outbox.to_channel(channel, "record", {"record": saved.line.uid}, f"record:{saved.line.uid}", thread)
    return next((channel for channel in told[:1] if channel in shown), None)


def tell_of_links(store: Store, saved: Saved) -> None:
    """Bring up to date what the author of a record was told of a dead link in it: which one there still is, if any."""
    author = store.people.id_of(saved.line.author.id or "")
    if author is not None:
        data = {"record": saved.line.uid, "link": min(saved.dead_links, default="")}
        store.outbox.renew([author], "link-dead", data, f"link:{saved.line.uid}")


def tell_of_names(store: Store, saved: Saved) -> None:
    """Tell who was shown what files of a record should be called, its author or the actor, that none is to be renamed
    any more."""
    shown = {store.people.id_of(saved.line.author.id or ""), store.actor.person}
    data = {"record": saved.line.uid, "names": "[]"}
    store.outbox.renew([each for each in shown if each is not None], "names", data, f"names:{saved.line.uid}")


def _shown_in(store: Store, channel: ChannelView, saved: Saved) -> bool:
    """Tell whether everybody in a channel may see a record."""
    kind, tier = saved.line.kind, Tier.GUEST if channel.external else Tier.MEMBER
    if kind.open_to_members and not channel.external:
        return True
    everybody = audience(store.connection, store.actor.organisation, tier, pledged=not kind.confidential)
    return everybody.at(store.now).may(Action.READ, saved.dossier.id, kind, shared=saved.line.shared)


def _of_guests(store: Store, saved: Saved, told: Sequence[ChannelView]) -> list[ChannelView]:
    """Give the dossier's channels with the customer that hear of a record marked for them."""
    if not saved.line.shared:
        return []
    return [each for each in store.channels.of(saved.dossier) if each.external and each not in told]


def saved_answer(
    ctx: Context,
    saved: Saved,
    channel: ChannelView | None,
    strangers: Sequence[str] = (),
    owed: DutyView | None = None,
) -> Answer:
    """Give the word to whoever saved it: none where they see a new card, else where it went and what can be done.

    Of `strangers`, names with an `@` that are nobody's of ours, they are told in any case, and of the resolution that
    is `owed` of an issue, so that it comes as no surprise.
    """
    if strangers:
        names = ctx.voice.people([{"name": name} for name in strangers])
        record = {"record": saved.line.uid}
        ways = (("button-edit", "edit", record), ("button-undo", "undo", record))
        return Notice(
            "notice-strangers", {"number": str(saved.line.number), "title": saved.title, "names": names}, ways
        )
    if owed is not None:
        return _still_owed(ctx, saved, owed)
    here = channel is not None and ctx.channel is not None and channel.id == ctx.channel.id
    if here and saved.line.revision == 1:
        return Nothing()
    name, number = saved.document(), str(saved.line.number)
    record = {"record": saved.line.uid}
    actions = (("button-open", "show", record), ("button-undo", "undo", record))
    if saved.line.revision > 1 and _lost_approval(saved):
        again = (*actions, ("button-submit", "submit", record))
        return Notice("notice-changed-approved", {"title": saved.title, "number": number}, again)
    if saved.line.revision > 1:
        return Notice("notice-changed", {"title": saved.title, "number": number}, actions)
    if channel is None:
        return Notice("notice-saved", {"name": name, "number": number}, actions)
    return Notice("notice-saved-in", {"name": name, "number": number, "channel": channel.name}, actions)


def surprises(saved: Saved, closed: Closed) -> bool:
    """Tell whether somebody may not expect whose minutes a record became: the meeting is called otherwise, or it was
    held some time ago."""
    if closed.held_at is None:
        return False
    return not equal_topics(closed.topic, saved.title) or saved.line.created_at - closed.held_at > _EXPECTED


def of_meeting(ctx: Context, saved: Saved, closed: Closed) -> Answer:
    """Give the word to whoever saved it of which meeting it is the minutes now, and of when."""
    held = ctx.voice.moment(closed.held_at) if closed.held_at else ""
    data = {"number": str(saved.line.number), "title": saved.title, "topic": closed.topic, "held": held}
    record = {"record": saved.line.uid}
    return Notice("notice-of-meeting", data, (("button-edit", "edit", record), ("button-undo", "undo", record)))


def _still_owed(ctx: Context, saved: Saved, owed: DutyView) -> Answer:
    key = "notice-owes-resolution" if owed.owner.id == ctx.me.id else "notice-resolution-owed"
    due, record = ctx.voice.moment(owed.due_at), {"record": saved.line.uid}
    data = {"number": str(saved.line.number), "title": saved.title, "name": owed.owner.name, "due": due}
    return Notice(key, data, (("button-resolve", "resolve", record), ("button-undo", "undo", record)))


def _lost_approval(saved: Saved) -> bool:
    """Tell whether a record was approved and has been changed since."""
    return saved.approval is not None and saved.approval.state is ApprovalState.APPROVED and not saved.approved
