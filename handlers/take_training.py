"""Training in data security: what it says, confirming it, and what managers ask of everybody."""

from chat.cards.promises import training_card
from chat.events import ButtonPressed, CommandGiven, FormSubmitted
from chat.forms import Choice, Form, FormField
from chat.messages import Block, Bullets, Button, Buttons, Note, Strong, Style
from chat.replies import Answer, FormErrors, Notice, OpenForm, Show
from chat.router import Command, command, on
from dossier.commitments import MONTHS, MOST_MONTHS, Commitment, Promise, Training
from dossier.errors import Problem
from dossier.fields import Input
from dossier.language import Label
from dossier.rules import OFF, ON
from dossier.tiers import Tier
from handlers.ask_words import words_fields, words_of, words_problems
from handlers.context import Context, Write
from storage.store import Store

_FORM, _PRODUCT = "training", "training-default"
_NAMED = 20


@command(
    Command(
        "training",
        "培训",
        Label("数据安全培训：查看、确认、设置", "Data security training: read, confirm, set"),
        parent="dossier",
        rank=46,
    )
)
def training_by_command(event: CommandGiven, ctx: Context) -> Answer:
    """Show the training, and to managers who has confirmed it."""
    return _show(ctx)


@on(ButtonPressed, "training")
def press_training(event: ButtonPressed, ctx: Context) -> Answer:
    """Show it by button."""
    return _show(ctx)


@on(ButtonPressed, "confirm-training")
def confirm_training(event: ButtonPressed, ctx: Context) -> Write:
    """Note that whoever pressed knows what they were shown."""

    def apply(store: Store) -> Answer:
        given, new = store.commitments.confirm(Promise.TRAINING, event.args.get("text", ""))
        until = {"until_day": (given.until or store.now).isoformat()}
        return Notice("notice-training-confirmed" if new else "notice-training-confirmed-already", until)

    return Write(apply)


@on(ButtonPressed, "set-training")
def press_set(event: ButtonPressed, ctx: Context) -> Answer:
    """Open the form. Managers only."""
    ctx.store.actor.require_manager()
    say, training = ctx.voice.say, ctx.store.commitments.training()
    switch = (Choice(ON, say("rule-on")), Choice(OFF, say("rule-off")))
    text, months = (training.text, training.months) if training else (None, MONTHS)
    fields = (
        FormField("asked", say("training-asked"), Input.CHOICE, True, choices=switch, value=ON),
        *words_fields(ctx.voice, text, _PRODUCT, "training-text", say("training-text-hint")),
        FormField("months", say("training-months"), Input.NUMBER, True, value=str(months)),
        FormField(
            "nda",
            say("training-nda-months"),
            Input.NUMBER,
            True,
            say("training-nda-hint"),
            value=str(ctx.store.commitments.months()),
        ),
    )
    return OpenForm(Form(_FORM, say("training-title"), say("button-save"), fields))


@on(FormSubmitted, _FORM)
def set_training(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Keep what is asked of everybody; what cannot be is told on its field. Managers only."""
    ctx.store.actor.require_manager()
    asked, months, nda = (str(event.values.get(name) or "").strip() for name in ("asked", "months", "nda"))
    problems = words_problems(asked, event.values)
    for name, number in (("months", months), ("nda", nda)):
        if not (number.isdecimal() and len(number) < 5 and 1 <= int(number) <= MOST_MONTHS):
            problems[name] = Problem("problem-training-months", {"text": number[:20], "most": MOST_MONTHS})
    if problems:
        return FormErrors(problems)
    training = Training(words_of(ctx.voice, event.values, _PRODUCT), int(months)) if asked == ON else None

    def apply(store: Store) -> Answer:
        store.commitments.keep(training, int(nda))
        return Notice("notice-training-kept" if training else "notice-training-dropped")

    return Write(apply)


def _show(ctx: Context) -> Answer:
    store, voice = ctx.store, ctx.voice
    store.standards.require()
    training, person = store.commitments.training(), store.actor.person
    mine = store.commitments.of(person, Promise.TRAINING) if person is not None and training else None
    more: list[Block] = []
    buttons: list[Button] = []
    if training is not None and person is not None and _open(mine, ctx):
        until = voice.last_day(store.commitments.after(training.months))
        more.append(Note((voice.say("training-please", until=until),)))
        args = {"text": training.digest}
        buttons.append(Button(voice.say("button-confirm-training"), "confirm-training", args, Style.PRIMARY))
    if store.actor.tier is Tier.MANAGER:
        more += _standing(ctx) if training is not None else []
        buttons.append(Button(voice.say("button-set-training"), "set-training"))
    if buttons:
        more.append(Buttons(tuple(buttons)))
    return Show(training_card(training, mine, voice, more))


def _open(mine: Commitment | None, ctx: Context) -> bool:
    return mine is None or not mine.holds(ctx.voice.now) or mine.renewable(ctx.voice.now)


def _standing(ctx: Context) -> list[Block]:
    """Say who has confirmed until when, and who has not."""
    voice, given = ctx.voice, ctx.store.commitments.given(Promise.TRAINING)
    lines = tuple(
        (
            "✅ " if each.holds(voice.now) else "⌛ ",
            Strong(each.person.name),
            f" · {voice.say('access-until', until=voice.last_day(each.until))}" if each.until else "",
        )
        for each in given[:_NAMED]
    )
    known = {each.person.id for each in given}
    waiting = [person.name for _, person in ctx.store.commitments.concerned() if person.id not in known]
    blocks: list[Block] = [Bullets(lines)] if lines else []
    if waiting:
        blocks.append(Note((voice.say("pledge-lacking", names=voice.listed(waiting[:_NAMED])),)))
    return blocks
