"""The status of one dossier or of all of mine, and what is missing."""

from collections.abc import Sequence
from datetime import timedelta

from chat.cards.lists import MOST, dossier_list, owed_list
from chat.cards.status import Status, missing_card, status_card
from chat.events import ButtonPressed, CommandGiven
from chat.messages import Message
from chat.replies import Answer, Show
from chat.router import Command, command, on
from dossier.completeness import Completeness, completeness
from dossier.errors import NotFound
from dossier.kinds import Kind
from dossier.language import Label
from dossier.records.change import ChangeStatus
from dossier.records.issue import OPEN_STATUSES
from dossier.tiers import Action
from dossier.views import DossierView
from handlers.context import ALL, Context, names_of
from storage.record_queries import Filter

_FEW = 4
_OPEN_CHANGES = (ChangeStatus.PROPOSED, ChangeStatus.APPROVED)


@command(
    Command(
        "status",
        "状态",
        Label("档案现状：阶段、完整度、未结事项", "Where a dossier stands"),
        Label("[客户|全部]", "[customer|all]"),
        "dossier",
        rank=10,
        also=("overview",),
    )
)
def status_by_words(event: CommandGiven, ctx: Context) -> Answer:
    """Show the status of the dossier that is named, of the channel's, or of all of mine."""
    _require_named(ctx, event.text)
    return show_status(ctx, event.text)


@command(
    Command(
        "missing",
        "缺什么",
        Label("档案还缺什么", "What a dossier lacks"),
        Label("[客户]", "[customer]"),
        "dossier",
        rank=11,
        also=("缺", "缺啥", "还缺什么", "gaps"),
    )
)
def missing_by_words(event: CommandGiven, ctx: Context) -> Answer:
    """Show what the dossier lacks."""
    _require_named(ctx, event.text)
    return show_missing(ctx, event.text)


def _require_named(ctx: Context, words: str) -> None:
    """Raise NotFound for words behind a command that name no dossier: another one's status would mislead."""
    wanted = words.strip()
    if wanted and wanted.casefold() not in ALL and not ctx.store.dossiers.named_in(words):
        raise NotFound("no-dossier-called", name=words.strip()[:60])


@on(ButtonPressed, "status")
def press_status(event: ButtonPressed, ctx: Context) -> Answer:
    """Show the status of a dossier, by button."""
    return Show(status_card(_status(ctx, ctx.store.dossiers.get(event.args.get("dossier", ""))), ctx.voice))


@on(ButtonPressed, "missing")
def press_missing(event: ButtonPressed, ctx: Context) -> Answer:
    """Show what a dossier lacks, by button."""
    dossier = ctx.store.dossiers.get(event.args.get("dossier", ""))
    ctx.store.actor.require(Action.READ, dossier.id)
    return _missing(ctx, [dossier])


def show_status(ctx: Context, words: str) -> Answer:
    """Show one dossier's status, or the list of several."""
    meant = meant_by(ctx, words)
    if len(meant) == 1:
        return Show(status_card(_status(ctx, meant[0]), ctx.voice))
    return list_dossiers(ctx, meant)


def list_dossiers(ctx: Context, dossiers: Sequence[DossierView], action: str = "status", title: str = "") -> Answer:
    """List dossiers with how complete each is; `action` and `title` are as in dossier_list."""
    whole = completeness_of(ctx, ctx.some(dossiers))
    return Show(dossier_list([(each, whole[each.id].percent) for each in dossiers], ctx.voice, action, title))


def show_missing(ctx: Context, words: str) -> Answer:
    """Show what one dossier lacks, or each of a few that are meant; of many, how complete they are."""
    meant = meant_by(ctx, words)
    return _missing(ctx, meant) if 1 <= len(meant) <= _FEW else show_status(ctx, words)


def _missing(ctx: Context, meant: Sequence[DossierView]) -> Answer:
    whole = completeness_of(ctx, ctx.some(meant))
    store = ctx.store
    cards = [
        missing_card(
            each,
            whole[each.id],
            store.duties.open_in([each.id]),
            ctx.voice,
            ctx.loggable(each),
            store.retests.lacking(each.id),
            list({dead.line.id: dead.line for dead in store.links.dead(each.id)}.values()),
            store.approvals.outdated_in(each),
        )
        for each in meant
    ]
    return Show(Message(tuple(block for card in cards for block in card.blocks)))


def show_owed(ctx: Context, words: str, kind: Kind | None = None) -> Answer:
    """Show who still owes an entry, of a kind or of any."""
    meant = meant_by(ctx, words)
    ids, owed = [each.id for each in meant], ctx.store.duties
    wanted, count = owed.open_in(ids, kind, MOST), owed.count_in(ids, kind)
    return Show(owed_list(wanted, ctx.voice, names_of(meant), count))


def meant_by(ctx: Context, words: str, action: Action = Action.READ) -> list[DossierView]:
    """Give the dossiers that are meant. Raises Refused where the asker may not read one, or not do another action: what
    that takes is then what reading it does."""
    meant, actor = ctx.dossiers(words, action), ctx.store.actor
    # To who may visit some, and read none, nothing of what is in them is said not to be there.
    for each in meant or ctx.dossiers(words, Action.VISIT)[:1]:
        if not actor.may(action, each.id):
            actor.require(Action.READ, each.id)
    return meant


def _status(ctx: Context, dossier: DossierView) -> Status:
    ctx.store.actor.require(Action.READ, dossier.id)
    counts = ctx.store.records.counts([dossier.id])
    week = ctx.store.records.counts([dossier.id], ctx.voice.now - timedelta(days=7))
    latest, _ = ctx.store.records.lines([dossier.id], Filter(), limit=1)
    return Status(
        dossier,
        completeness_of(ctx, [dossier])[dossier.id],
        sum(counts[dossier.id, "issue", status.value] for status in OPEN_STATUSES),
        sum(counts[dossier.id, "change_request", status.value] for status in _OPEN_CHANGES),
        ctx.store.duties.updates_in([dossier.id]),
        week.total(),
        latest,
        ctx.store.health.weeks(dossier, ctx.voice.zone),
        ctx.loggable(dossier),
    )


def completeness_of(ctx: Context, dossiers: Sequence[DossierView]) -> dict[int, Completeness]:
    """Give how complete dossiers are, by row id."""
    ids = [dossier.id for dossier in dossiers]
    counts, latest = ctx.store.records.counts(ids), ctx.store.records.latest(ids)
    whole = {}
    for dossier in dossiers:
        have: dict[str, int] = {}
        for (owner, kind, _), count in counts.items():
            if owner == dossier.id:
                have[kind] = have.get(kind, 0) + count
        times = {kind: at for (owner, kind), at in latest.items() if owner == dossier.id}
        whole[dossier.id] = completeness(ctx.store.kinds, dossier.phase, have, times, ctx.voice.now)
    return whole
