"""Moving a dossier to another phase, up to sealing it."""

from chat.events import ButtonPressed, CommandGiven
from chat.messages import Button, Buttons, Message, Paragraph, Style
from chat.replies import Answer, Notice, Show
from chat.router import Command, command, on
from dossier.errors import Conflict, NotFound
from dossier.language import Label
from dossier.phases import Phase
from dossier.tiers import Action
from dossier.views import DossierView
from handlers.context import Context, Write
from storage.store import Store


@command(
    Command(
        "phase",
        "阶段",
        Label("把项目推进到另一阶段", "Move the project to a phase"),
        Label("[设计|开发|测试…]", "[design|test…]"),
        "dossier",
        rank=42,
    )
)
def set_phase(event: CommandGiven, ctx: Context) -> Answer | Write:
    """Move to the phase that is named; without one, offer them all."""
    dossier = ctx.one()
    wanted = event.text.strip().casefold()
    phase = next((each for each in Phase if wanted in _names(each)), None)
    if phase is Phase.SEALED:
        ctx.store.actor.require(Action.SEAL, dossier.id)
        asked = ctx.voice.say("phase-seal-confirm", title=dossier.title)
        return Show(Message((Paragraph((asked,)), Buttons((_button(ctx, dossier, phase),)))))
    if phase is not None:
        return _move(ctx, dossier, phase)
    if wanted:
        raise NotFound("which-phase")
    ctx.store.actor.require(Action.MANAGE, dossier.id)
    here = ctx.voice.say("phase-now", title=dossier.title, phase=ctx.voice.label(dossier.phase.label))
    seals = ctx.store.actor.may(Action.SEAL, dossier.id)
    others = (each for each in Phase if each is not dossier.phase and (seals or each is not Phase.SEALED))
    buttons = tuple(_button(ctx, dossier, each) for each in others)
    return Show(Message((Paragraph((here,)), Buttons(buttons))))


@on(ButtonPressed, "phase")
def press_phase(event: ButtonPressed, ctx: Context) -> Write:
    """Move a dossier, by button."""
    phase = next((each for each in Phase if each.value == event.args.get("phase")), None)
    if phase is None:
        raise NotFound("which-phase")
    return _move(ctx, ctx.store.dossiers.get(event.args.get("dossier", "")), phase)


def _names(phase: Phase) -> tuple[str, ...]:
    zh, en = phase.label.both()
    return phase.value, zh, zh.removeprefix("已"), f"{zh}阶段", en.casefold()


def _button(ctx: Context, dossier: DossierView, phase: Phase) -> Button:
    sealing = phase is Phase.SEALED
    confirm = ctx.voice.say("phase-seal-confirm", title=dossier.title) if sealing else None
    style = Style.DANGER if sealing else Style.PLAIN
    args = {"dossier": dossier.uid, "phase": phase.value}
    label = ctx.voice.say("button-seal") if sealing else ctx.voice.label(phase.label)
    return Button(label, "phase", args, style, confirm)


def _move(ctx: Context, dossier: DossierView, phase: Phase) -> Write:
    if phase is dossier.phase:
        raise Conflict("phase-already", zh=phase.label.zh, en=phase.label.en)

    def apply(store: Store) -> Answer:
        moved = store.dossiers.set_phase(dossier, phase)
        for channel in store.channels.of(moved):
            data = {"dossier": moved.uid, "phase": phase.value, "name": ctx.me.name}
            store.outbox.to_channel(channel, "phase", data, f"phase:{moved.uid}:{phase.value}:{ctx.source.id}")
        if phase is Phase.SEALED:
            return Notice("notice-phase-sealed", {"title": moved.title})
        return Notice("notice-phase", {"title": moved.title, "phase": phase.label.to(ctx.voice.language)})

    return Write(apply)
