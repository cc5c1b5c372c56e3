"""The customer at a glance: basics, contacts, phase, health, and what came last."""

from chat.cards.profile import Profile, Standing, profile_card
from chat.events import ButtonPressed
from chat.messages import Message
from chat.replies import Answer, Show
from chat.router import on
from dossier.errors import NotFound
from dossier.kinds import Kind, Record, kinds
from dossier.records.contact import Contact, Influence
from dossier.records.customer import CustomerBasics
from dossier.records.issue import OPEN_STATUSES
from dossier.tiers import Action
from dossier.views import DossierView, Saved
from handlers.confirm_pledge import hint
from handlers.context import Context
from handlers.show_status import list_dossiers
from storage.record_queries import Filter

_ENTRIES = 8
_CONTACTS = 20


def show_profile(ctx: Context, words: str) -> Answer:
    """Show the customer that is named, or the channel's; of several, which there are.

    Raises NotFound for words that name none, or when there is none.
    """
    if words.strip() and not ctx.store.dossiers.named_in(words, Action.VISIT):
        raise NotFound("no-dossier-called", name=words.strip()[:60])
    meant = ctx.dossiers(words, Action.VISIT)
    if len(meant) == 1:
        return Show(_card(ctx, meant[0], whole=False))
    ours = [each for each in meant if ctx.store.actor.may(Action.READ, each.id)]
    if meant and not ours:
        raise ctx.several(meant)
    return list_dossiers(ctx, ours, "profile")


@on(ButtonPressed, "profile")
def press_profile(event: ButtonPressed, ctx: Context) -> Answer:
    """Show a customer at a glance, or with all there is room for."""
    dossier = ctx.store.dossiers.get(event.args.get("dossier", ""))
    return Show(_card(ctx, dossier, whole=bool(event.args.get("whole"))))


def _card(ctx: Context, dossier: DossierView, *, whole: bool) -> Message:
    ctx.store.actor.require(Action.VISIT, dossier.id)
    card = profile_card(_profile(ctx, dossier), ctx.voice, whole=whole)
    return Message((*card.blocks, *hint(ctx, [dossier])))


def _profile(ctx: Context, dossier: DossierView) -> Profile:
    records = ctx.store.records
    basics, contact = _kind(CustomerBasics), _kind(Contact)
    sheet = next(iter(records.after(dossier, 0, Filter(kind=basics), 1)), None)
    contacts = sorted(records.after(dossier, 0, Filter(kind=contact), _CONTACTS), key=_decides_less)
    latest, _ = records.lines([dossier.id], Filter(), _ENTRIES)
    if not ctx.store.actor.may(Action.READ, dossier.id):
        return Profile(dossier, sheet, contacts, latest, None)
    counts = records.counts([dossier.id])
    issues = sum(counts[dossier.id, "issue", status.value] for status in OPEN_STATUSES)
    report = ctx.store.health.report(dossier, ctx.voice.zone)
    owed, scores = ctx.store.duties.updates_in([dossier.id]), ctx.store.scores.every(dossier)
    standing = Standing(report, issues, owed, scores)
    lacks = [
        kind
        for kind, known in ((basics, sheet), (contact, contacts))
        if not known and dossier.phase.writable and ctx.store.actor.may(Action.LOG, dossier.id, kind)
    ]
    return Profile(dossier, sheet, contacts, latest, standing, lacks)


def _decides_less(contact: Saved) -> int:
    order = [each.value for each in Influence]
    influence = contact.content.get("influence")
    return order.index(influence) if influence in order else len(order)


def _kind(model: type[Record]) -> Kind:
    return next(each for each in kinds() if each.model is model)
