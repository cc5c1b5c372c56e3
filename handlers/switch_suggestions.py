"""The switches of suggesting, as they stand in the settings: of the channel, of its dossier, of the organisation."""

from collections.abc import Callable, Iterator, Mapping

from chat.forms import Choice, FormField
from dossier.errors import Problem
from dossier.fields import Input
from dossier.rules import OFF, ON
from dossier.tiers import Action, Tier
from dossier.views import DossierView
from handlers.context import Context
from storage.store import Store
from storage.suggestions import CHANNEL, DOSSIER, ORGANISATION, SCOPES

_FIELDS = {scope: f"suggest_{scope}" for scope in SCOPES}


def switches(ctx: Context) -> Iterator[FormField]:
    """Give a field for every switch the asker may turn, as it stands; one that changes nothing now says why."""
    bound, say = _bound(ctx), ctx.voice.say
    now = ctx.store.suggestions.switches(ctx.channel, bound)
    choices = (Choice(ON, say("rule-on")), Choice(OFF, say("rule-off")))
    names = {"dossier": bound.title if bound else "", "channel": ctx.channel.name if ctx.channel else ""}
    for index, scope in enumerate(_turnable(ctx, bound)):
        above = [each for each in SCOPES[SCOPES.index(scope) + 1 :] if now.get(each) is False]
        about = "" if index else say("settings-suggest-hint")
        hint = say(f"settings-suggest-off-{above[-1]}") if above else about
        label = say(f"settings-suggest-{scope}", **names)
        yield FormField(_FIELDS[scope], label, Input.CHOICE, True, hint, choices, ON if now[scope] else OFF)


def wrong(values: Mapping[str, str]) -> dict[str, Problem]:
    """Give what is wrong with the switches in a form that was sent, by field."""
    asked = (name for name in _FIELDS.values() if name in values)
    return {name: Problem("problem-required") for name in asked if values[name] not in (ON, OFF)}


def turning(ctx: Context, values: Mapping[str, str]) -> Callable[[Store], None]:
    """Give what turns the switches that stand otherwise in a form that was sent, of those the asker may turn."""
    bound = _bound(ctx)
    now = ctx.store.suggestions.switches(ctx.channel, bound)
    asked = {scope: values[_FIELDS[scope]] == ON for scope in _turnable(ctx, bound) if _FIELDS[scope] in values}
    turned = {scope: on for scope, on in asked.items() if on != now[scope]}

    def turn(store: Store) -> None:
        if CHANNEL in turned and ctx.channel is not None:
            store.suggestions.switch_channel(ctx.channel, turned[CHANNEL])
        if DOSSIER in turned and bound is not None:
            store.suggestions.switch_dossier(bound, turned[DOSSIER])
        if ORGANISATION in turned:
            store.suggestions.switch_organisation(turned[ORGANISATION])

    return turn


def _bound(ctx: Context) -> DossierView | None:
    """Give the dossier of this channel when the asker manages it."""
    bound = ctx.channel.dossier if ctx.channel else None
    return ctx.dossier if bound is not None and ctx.store.actor.may(Action.MANAGE, bound) else None


def _turnable(ctx: Context, bound: DossierView | None) -> list[str]:
    turnable = [CHANNEL, DOSSIER] if bound is not None else []
    return [*turnable, ORGANISATION] if ctx.store.actor.tier is Tier.MANAGER else turnable
