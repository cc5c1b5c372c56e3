"""Confidentiality: what a dossier asks people to confirm before they see what is sensitive, and confirming it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from chat.events import ButtonPressed, CommandGiven, FormSubmitted
from chat.forms import Choice, Form, FormField
from chat.messages import Block, Bullets, Button, Buttons, Heading, Inline, Message, Note, Paragraph, Strong, Style
from chat.replies import Answer, FormErrors, Notice, OpenForm, Show
from chat.router import Command, command, on
from chat.voice import Voice
from dossier.commitments import ends_soon
from dossier.deciding import Confirmation, Pledge
from dossier.errors import Problem, Refused
from dossier.fields import Input
from dossier.language import Label
from dossier.rules import OFF, ON
from dossier.tiers import Action
from dossier.views import DossierView
from dossier.wording import words_for
from handlers.ask_words import words_fields, words_of, words_problems
from handlers.context import Context, Write
from storage.store import Store

_FORM, _PRODUCT = "pledge", "pledge-default"
_MOST_DAYS = 3650


@command(
    Command(
        "nda",
        "保密",
        Label("保密承诺：查看、确认、设置", "Confidentiality: read, confirm, set"),
        Label("[客户]", "[customer]"),
        "dossier",
        rank=44,
    )
)
def pledge_by_command(event: CommandGiven, ctx: Context) -> Answer:
    """Show what is asked, who has confirmed it, and what the asker can do."""
    return show_pledge(ctx, event.text)


def show_pledge(ctx: Context, words: str) -> Answer:
    """Show it of the dossier that is meant. Raises NotFound where there is none, or more than one."""
    return _show(ctx, ctx.one(words, Action.VISIT))


@on(ButtonPressed, "pledge")
def press_pledge(event: ButtonPressed, ctx: Context) -> Answer:
    """Show it by button."""
    return _show(ctx, ctx.store.dossiers.get(event.args.get("dossier", "")))


@on(ButtonPressed, "confirm-pledge")
def confirm(event: ButtonPressed, ctx: Context) -> Write:
    """Note that the asker confirms the words they were shown."""
    dossier = ctx.store.dossiers.get(event.args.get("dossier", ""))

    def apply(store: Store) -> Answer:
        given, new = store.pledges.confirm(dossier, event.args.get("text", ""))
        data = {"title": dossier.title, "until_day": given.until.isoformat()}
        return Notice("notice-pledged" if new else "notice-pledged-already", data)

    return Write(apply)


@on(ButtonPressed, "set-pledge")
def press_set(event: ButtonPressed, ctx: Context) -> Answer:
    """Open the form of what a dossier asks."""
    dossier = ctx.store.dossiers.get(event.args.get("dossier", ""))
    ctx.store.actor.require(Action.MANAGE, dossier.id)
    say, pledge = ctx.voice.say, ctx.store.pledges.asked(dossier)
    switch = (Choice(ON, say("rule-on")), Choice(OFF, say("rule-off")))
    text, days = (pledge.text, pledge.days) if pledge else (None, None)
    usual = say("pledge-days-hint", months=ctx.store.commitments.months())
    fields = (
        FormField("asked", say("pledge-asked"), Input.CHOICE, True, choices=switch, value=ON),
        *words_fields(ctx.voice, text, _PRODUCT, "pledge-text"),
        FormField("days", say("pledge-days"), Input.NUMBER, hint=usual, value=str(days or "")),
    )
    ref = {"dossier": dossier.uid}
    return OpenForm(Form(_FORM, say("pledge-title"), say("button-save"), fields, ref, dossier.title))


@on(FormSubmitted, _FORM)
def set_pledge(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Keep what the dossier asks."""
    dossier = ctx.store.dossiers.get(event.ref.get("dossier", ""))
    asked, days = (str(event.values.get(name) or "").strip() for name in ("asked", "days"))
    problems = words_problems(asked, event.values)
    if asked == ON and days and not (days.isdecimal() and len(days) < 6 and 1 <= int(days) <= _MOST_DAYS):
        problems["days"] = Problem("problem-pledge-days", {"text": days[:20], "most": _MOST_DAYS})
    if problems:
        return FormErrors(problems)
    text = words_of(ctx.voice, event.values, _PRODUCT)
    pledge = Pledge(text, int(days) if days else None) if asked == ON else None

    def apply(store: Store) -> Answer:
        before = store.pledges.asked(dossier)
        store.pledges.ask(dossier, pledge)
        if pledge is not None and (before is None or before.digest != pledge.digest):
            for channel in store.channels.of(dossier):
                subject = f"pledge:{dossier.uid}:{pledge.digest}"
                store.outbox.to_channel(channel, "pledge", {"dossier": dossier.uid}, subject)
        if pledge is not None and before is None:
            cover(store, dossier, [kind.name for kind in store.kinds if kind.confidential])
            hiding = [kind.name for kind in store.kinds if kind.hidden and not kind.confidential]
            _replace(store, dossier, hiding, "record")
        return Notice("notice-pledge-asked" if pledge else "notice-pledge-dropped", {"title": dossier.title})

    return Write(apply)


def cover(store: Store, dossier: DossierView, kinds: Collection[str]) -> None:
    """Have the cards of records of some kinds say in a dossier's channels that they are not shown there any more."""
    _replace(store, dossier, kinds, "unshared")


def _replace(store: Store, dossier: DossierView, kinds: Collection[str], card: str) -> None:
    """Put another card, as it is by now, in the place of those of records of some kinds in a dossier's channels."""
    for channel in store.channels.of(dossier):
        for uid, number in store.outbox.records_in(channel, dossier, kinds):
            store.outbox.to_channel(channel, card, {"record": uid, "number": number}, f"record:{uid}")


def offer_pledge(store: Store, voice: Voice, error: Refused) -> tuple[Button, ...]:
    """Give the button that leads to confirming, where that is what was lacking."""
    if error.where is None or error.problem.key != "problem-refused-pledge" or store.actor.person is None:
        return ()
    return (_open(store.dossiers.by_id(error.where), voice),)


def leaves_out(store: Store, dossier: int) -> bool:
    """Tell whether the actor would read kinds of a dossier (row id) had they confirmed confidentiality."""
    actor = store.actor
    secret = (each for each in store.kinds if each.confidential)
    return actor.owes_pledge(dossier) and any(actor.tier_in(dossier) >= each.lowest(Action.READ) for each in secret)


def hint(ctx: Context, dossiers: Sequence[DossierView]) -> tuple[Block, ...]:
    """Say that something is left out of a list until confidentiality is confirmed, with the way to do so."""
    owed = [each for each in dossiers if leaves_out(ctx.store, each.id)]
    if not owed or ctx.store.actor.person is None:
        return ()
    return (Note((ctx.voice.say("pledge-left-out"),)), Buttons(tuple(_open(each, ctx.voice) for each in owed[:3])))


def _open(dossier: DossierView, voice: Voice) -> Button:
    return Button(voice.say("button-pledge"), "pledge", {"dossier": dossier.uid}, Style.PRIMARY)


def _show(ctx: Context, dossier: DossierView) -> Answer:
    say, pledge = ctx.voice.say, ctx.store.pledges.asked(dossier)
    manages = ctx.store.actor.may(Action.MANAGE, dossier.id)
    blocks: list[Block] = [Heading(say("pledge-of", title=dossier.title), "🔒")]
    blocks.append(Paragraph((words_for(pledge.text, ctx.voice.language) if pledge else say("pledge-none"),)))
    buttons = []
    if pledge is not None:
        given = {each.person.id: each for each in ctx.store.pledges.given(dossier)} if _reads(ctx, dossier) else {}
        owes, mine = ctx.store.actor.owes_pledge(dossier.id), given.get(ctx.me.id)
        if not owes and mine is not None:
            blocks.append(Note((say("pledge-mine"), " ", ctx.voice.when(mine.at), " · ", *_until(ctx, mine.until))))
        if owes or (mine is not None and ends_soon(mine.until, ctx.voice.now)):
            args = {"dossier": dossier.uid, "text": pledge.digest}
            buttons.append(Button(say("button-confirm-pledge"), "confirm-pledge", args, Style.PRIMARY))
            until = ctx.voice.last_day(ctx.store.pledges.until(pledge))
            blocks.append(Note((say("pledge-holds", until=until),)))
        if manages:
            blocks += _standing(ctx, dossier, given)
    if manages:
        buttons.append(Button(say("button-set-pledge"), "set-pledge", {"dossier": dossier.uid}))
    return Show(Message((*blocks, *((Buttons(tuple(buttons)),) if buttons else ()))))


def _standing(ctx: Context, dossier: DossierView, given: Mapping[str | None, Confirmation]) -> list[Block]:
    """Say who has confirmed, until when, and who has not."""
    lines = []
    for each in given.values():
        icon = "⌛ " if each.until <= ctx.voice.now else "✅ "
        lines.append((icon, Strong(each.person.name), " · ", ctx.voice.when(each.at), " · ", *_until(ctx, each.until)))
    members = ctx.store.dossiers.members(dossier)
    lacking = [each.person.name for each in members if each.tier and each.person.id not in given]
    blocks: list[Block] = [Bullets(tuple(lines))] if lines else []
    if lacking:
        blocks.append(Note((ctx.voice.say("pledge-lacking", names=ctx.voice.listed(lacking)),)))
    return blocks


def _until(ctx: Context, until: datetime) -> tuple[Inline, ...]:
    key = "pledge-expired" if until <= ctx.voice.now else "access-until"
    return (ctx.voice.say(key, until=ctx.voice.last_day(until)),)


def _reads(ctx: Context, dossier: DossierView) -> bool:
    return ctx.store.actor.may(Action.READ, dossier.id)
