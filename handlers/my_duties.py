"""What I owe and what is owed to me, and entering it."""

from typing import Any

from chat.cards.lists import duty_list
from chat.cards.nudge import what
from chat.events import ButtonPressed, CommandGiven
from chat.messages import Button, say
from chat.replies import Answer, Show
from chat.router import Command, command, on
from dossier.duties import Trigger
from dossier.fields import Input
from dossier.kinds import Kind
from dossier.language import Label
from dossier.tiers import Action
from dossier.views import DutyView
from handlers.context import Context, names_of
from handlers.hand_over import show_offer
from handlers.open_form import form_for
from handlers.resolve_issue import open_resolution
from handlers.show_record import whole_card
from storage import standing_in
from storage.duty_rights import require_open
from storage.escalated import escalated_to


@command(
    Command(
        "todo",
        "待办",
        Label("我欠的和别人欠的更新", "What I owe and what is owed to me"),
        parent="dossier",
        rank=12,
        also=("我的待办", "待更新", "欠账", "欠的", "to-do", "tasks", "duties"),
    )
)
def my_duties(event: CommandGiven, ctx: Context) -> Answer:
    """List my duties, and those of others in the dossiers I own."""
    return show_my_duties(ctx)


@on(ButtonPressed, "todo")
def press_todo(event: ButtonPressed, ctx: Context) -> Answer:
    """List them, by button."""
    page = event.args.get("page", "0")
    return show_my_duties(ctx, int(page) if page.isdecimal() and len(page) < 6 else 0)


def show_my_duties(ctx: Context, page: int = 0) -> Answer:
    """Show what the asker owes, what they stand in for, and what others owe in the dossiers they look after, or was
    lately escalated to them."""
    owed, me = ctx.store.duties, ctx.store.actor.person
    mine, instead = owed.owed_by_me(), standing_in.owed(ctx.store)
    above = owed.open_of([*escalated_to(ctx.store, me, ctx.voice.now)]) if me is not None else []
    listed = {duty.id for duty in (*mine, *instead)}
    theirs = {duty.id: duty for duty in (*owed.open_in(standing_in.owned(ctx.store)), *above) if duty.id not in listed}
    others = sorted(theirs.values(), key=lambda duty: (duty.due_at, duty.id))
    return Show(duty_list(mine, instead, others, ctx.voice, names_of(ctx.store.dossiers.mine()), page))


def still_owed(ctx: Context, uid: str) -> DutyView:
    """Give a duty that is still open. Raises Conflict for one that is not, NotFound or Refused for one of others, or
    of a dossier they may no longer read."""
    duty = ctx.store.duties.get(uid)
    ctx.store.actor.require(Action.READ, duty.dossier)
    require_open(duty)
    return duty


@on(ButtonPressed, "enter")
def press_enter(event: ButtonPressed, ctx: Context) -> Answer:
    """Open the form a duty asks for, filled with what is known of it; where any record will do, ask for its kind."""
    duty = still_owed(ctx, event.args.get("duty", ""))
    if duty.trigger is Trigger.ISSUE_FIXED and duty.subject is not None:
        return open_resolution(ctx, ctx.store.records.by_row(duty.subject))
    if duty.trigger is Trigger.APPROVAL and duty.subject is not None:
        return Show(whole_card(ctx.store, ctx.voice, ctx.store.records.by_row(duty.subject)))
    if duty.trigger is Trigger.HANDOVER:
        return show_offer(ctx, str(duty.known.get("handover") or ""))
    kind = duty.kind or ctx.store.kinds.named(event.args.get("kind", ""))
    if kind is None:
        return _which_kind(ctx, duty)
    dossier = ctx.store.dossiers.by_id(duty.dossier)
    ctx.store.actor.require(Action.LOG, dossier.id, kind)
    return form_for(ctx, kind, [dossier], _known(ctx, duty, kind), {"duty": duty.uid})


def _known(ctx: Context, duty: DutyView, kind: Kind) -> dict[str, Any]:
    """Give what stands in the form already: the topic, what was typed, when the meeting was held, who was invited."""
    values: dict[str, Any] = {kind.fields[0].name: duty.topic, **duty.known.get("values", {})}
    moment, people = kind.field("held_at"), kind.field("attendees")
    if moment is not None:
        values[moment.name] = ctx.voice.typed(moment, (duty.held_at or duty.raised_at).isoformat())
    if people is not None and people.input is Input.PEOPLE:
        values[people.name] = ctx.voice.typed(people, duty.known.get("attendees"))
    return values


def _which_kind(ctx: Context, duty: DutyView) -> Answer:
    """Ask what kind of record it is to be, or whether it is done without one."""
    may = ctx.store.actor.may
    many = [kind for kind in ctx.store.kinds.open if not kind.single and may(Action.LOG, duty.dossier, kind)]
    buttons = [
        Button(f"{kind.icon} {ctx.voice.label(kind.label)}", "enter", {"duty": duty.uid, "kind": kind.name})
        for kind in many
    ]
    if duty.trigger is Trigger.ASKED:
        buttons.append(Button(f"✅ {ctx.voice.say('button-finish')}", "finish", {"duty": duty.uid}))
    return Show(say(ctx.voice.say("duty-which-kind", what=what(duty, ctx.voice)), *buttons))
