"""What I owe and what is owed to me, and entering it."""

from chat.cards.lists import duty_list
from chat.events import ButtonPressed, CommandGiven
from chat.replies import Answer, Show
from chat.router import Command, command, on
from dossier.duties import Trigger
from dossier.errors import NotFound
from dossier.language import Label
from dossier.views import DutyView
from handlers.context import Context, names_of
from handlers.open_form import form_for
from handlers.resolve_issue import open_resolution


@command(
    Command(
        "todo", "待办", Label("我欠的和别人欠的更新", "What I owe and what is owed to me"), parent="dossier", rank=12
    )
)
def my_duties(event: CommandGiven, ctx: Context) -> Answer:
    """List my duties, and those of others in the dossiers I own."""
    return show_my_duties(ctx)


def show_my_duties(ctx: Context) -> Answer:
    """Show what the asker owes, and what others owe in the dossiers they own."""
    mine = ctx.store.duties.owed_by_me()
    owned = sorted(ctx.store.actor.owns)
    others = [duty for duty in ctx.store.duties.open_in(owned) if duty.owner.id != ctx.me.id]
    return Show(duty_list(mine, others, ctx.voice, names_of(ctx.store.dossiers.mine())))


@on(ButtonPressed, "enter")
def press_enter(event: ButtonPressed, ctx: Context) -> Answer:
    """Open the form a duty asks for, filled with what is known of it."""
    duty = next((each for each in _visible(ctx) if each.uid == event.args.get("duty")), None)
    if duty is None:
        raise NotFound("duty-gone")
    dossier = ctx.store.dossiers.by_id(duty.dossier)
    if duty.trigger is Trigger.ISSUE_FIXED and duty.subject is not None:
        return open_resolution(ctx, ctx.store.records.by_row(duty.subject))
    values = {duty.kind.fields[0].name: duty.topic}
    moment = duty.kind.field("held_at")
    if moment is not None:
        values[moment.name] = ctx.voice.typed(moment, duty.raised_at.isoformat())
    return form_for(ctx, duty.kind, [dossier], values, {"duty": duty.uid})


def _visible(ctx: Context) -> list[DutyView]:
    return [*ctx.store.duties.owed_by_me(), *ctx.store.duties.open_in([each.id for each in ctx.store.dossiers.mine()])]
