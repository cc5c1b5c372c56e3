"""Language and time zone, mine and this channel's; and whether messages are suggested for logging."""

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import available_timezones

from chat.events import ButtonPressed, CommandGiven, FormSubmitted
from chat.forms import Choice, Form, FormField
from chat.messages import say as message
from chat.replies import Answer, FormErrors, OpenForm, Show
from chat.router import Command, command, on
from dossier.errors import Problem, Refused
from dossier.fields import Input
from dossier.language import Label, Language
from dossier.tiers import Action
from handlers.context import Context, Write
from handlers.switch_suggestions import switches, turning, wrong
from storage.preferences import Preference
from storage.store import Store

_LANGUAGES = tuple(Choice(each.value, each.own_name) for each in Language)


@command(
    Command(
        "settings",
        "设置",
        Label("语言、时区和记录提示", "Language, time zone, suggestions"),
        parent="dossier",
        rank=60,
        also=("偏好", "preferences"),
    )
)
def settings_by_command(event: CommandGiven, ctx: Context) -> Answer:
    """Open the form."""
    return _open(ctx)


@on(ButtonPressed, "settings")
def press_settings(event: ButtonPressed, ctx: Context) -> Answer:
    """Open the form, by button."""
    return _open(ctx)


def _open(ctx: Context) -> Answer:
    if ctx.store.actor.person is None:
        raise Refused("refused-settings")
    say, name = ctx.voice.say, ctx.channel.name if ctx.channel else ""
    mine = Preference(ctx.voice.language, ctx.voice.zone)
    fields = _asked(say, mine, ("language", say("settings-language")), ("zone", say("settings-zone")))
    if _may_set_channel(ctx):
        language, zone = say("settings-channel-language", channel=name), say("settings-channel-zone", channel=name)
        fields += _asked(say, ctx.here, ("channel_language", language), ("channel_zone", zone))
    shown = {field.name: field.value for field in fields}
    fields += switches(ctx)
    return OpenForm(Form("settings", say("settings-title"), say("button-save"), tuple(fields), shown))


def _asked(
    say: Callable[..., str], held: Preference, language: tuple[str, str], zone: tuple[str, str]
) -> list[FormField]:
    """Ask for a language and a zone, each by its name and label, beginning with those that are in force."""
    return [
        FormField(*language, Input.CHOICE, True, choices=_LANGUAGES, value=held.language.value),
        FormField(*zone, Input.TEXT, True, say("settings-zone-hint"), value=str(held.zone)),
    ]


@on(FormSubmitted, "settings")
def change_settings(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Keep what was changed; what is left as the form showed it goes on following what is around it.

    Raises Refused for somebody who is nobody of the organisation's.
    """
    person = ctx.store.actor.person
    if person is None:
        raise Refused("refused-settings")
    values = {name: str(value).strip() for name, value in event.values.items()}
    problems: dict[str, Problem] = {}
    for name in ("zone", "channel_zone"):
        if name in values and values[name] not in available_timezones():
            problems[name] = Problem("problem-unknown-zone", {"text": values[name][:60]})
    for name in ("language", "channel_language"):
        if name in values and values[name] not in set(Language):
            problems[name] = Problem("problem-required")
    problems |= wrong(values)
    if problems:
        return FormErrors(problems)
    turn = turning(ctx, values)
    changed = {name: value for name, value in values.items() if value != event.ref.get(name)}
    channel = ctx.channel if ctx.channel is not None and _may_set_channel(ctx) else None

    mine = Preference(ctx.voice.language, ctx.voice.zone)
    held = (("", mine), ("channel_", ctx.here))
    before = {f"{scope}{name}": str(getattr(now, name)) for scope, now in held for name in ("language", "zone")}

    def apply(store: Store) -> Answer:
        for name in ("language", "zone"):
            if name in changed:
                store.preferences.keep("person", person, name, changed[name], before[name])
            if channel is not None and f"channel_{name}" in changed:
                key = f"channel_{name}"
                store.preferences.keep("channel", channel.id, name, changed[key], before[key])
        turn(store)
        return receipt(store, "saved")

    def receipt(store: Store, made_of: str) -> Answer:
        """Say it as things are now: in the language and the time that were just chosen."""
        now, _ = store.preferences.of(person, None, Preference(ctx.voice.language, ctx.voice.zone))
        voice = replace(ctx.voice, language=now.language, zone=now.zone)
        return Show(message(voice.say("notice-settings", time=voice.moment(ctx.voice.now))), made_of=made_of)

    return Write(apply, again=receipt)


def _may_set_channel(ctx: Context) -> bool:
    """A channel's language is set by those who manage its dossier; a free channel's by anybody with a tier."""
    if ctx.channel is None:
        return False
    if ctx.channel.dossier is None:
        return ctx.store.actor.person is not None
    return ctx.store.actor.may(Action.MANAGE, ctx.channel.dossier)
