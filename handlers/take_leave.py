"""Being away: from when to when, and who is reminded meanwhile."""

import re
from collections.abc import Sequence

from chat.events import ButtonPressed, CommandGiven
from chat.messages import Button, Buttons, Heading, Message, Note, Paragraph
from chat.replies import Answer, Notice, Show
from chat.router import Command, command, on
from dossier.errors import DossierError, NotFound
from dossier.fields import PersonRef
from dossier.language import Label
from handlers.context import Context, Write
from handlers.set_workdays import days, period
from storage.absences import Absence
from storage.store import Store

_DELEGATE = re.compile(r"\s*[@＠](?P<name>[^@＠]{1,60})$")
_LONGEST = 366


@command(
    Command(
        "leave",
        "请假",
        Label("请假期间由谁代收提醒", "Be away; somebody else is reminded"),
        Label("[明天到周五 @代你的人]", "[tomorrow to Friday @delegate]"),
        "dossier",
        rank=63,
        also=("休假", "vacation"),
    )
)
def take_leave(event: CommandGiven, ctx: Context) -> Answer | Write:
    """Without words, list my days off; with days, note them."""
    words = event.text.strip()
    today = ctx.voice.now.astimezone(ctx.voice.zone).date()
    if not words:
        return Show(_listed(ctx, ctx.store.absences.mine(today)))
    named = _DELEGATE.search(words)
    delegate = _colleague(ctx, named["name"].strip()) if named else None
    first, last = period(ctx, words[: named.start()] if named else words)
    if last < today:
        raise DossierError("leave-past")
    if (last - first).days >= _LONGEST:
        raise DossierError("leave-long")

    key = _stands_in(ctx, delegate)

    def apply(store: Store) -> Answer:
        beside = ctx.voice.listed([_named(ctx, each) for each in store.absences.add(first, last, delegate)])
        data = {
            "days": days(ctx, first, last),
            "name": delegate.name if delegate else "",
            "beside": ctx.voice.say("leave-beside", days=beside) if beside else "",
        }
        return Notice(key, data)

    return Write(apply)


@on(ButtonPressed, "leave-cancel")
def cancel_leave(event: ButtonPressed, ctx: Context) -> Write:
    """Be there after all."""

    def apply(store: Store) -> Answer:
        if not store.absences.cancel(event.args.get("absence", "")):
            raise NotFound("not-found")
        return Notice("notice-leave-cancelled", {})

    return Write(apply)


def _stands_in(ctx: Context, delegate: PersonRef | None) -> str:
    """Give the sentence that says who is reminded meanwhile."""
    if delegate is not None:
        return "notice-leave-delegate"
    actor = ctx.store.actor
    if not actor.owns:
        return "notice-leave"
    others = [each for each in ctx.store.absences.managers() if each != actor.person]
    return "notice-leave-owner" if others else "notice-leave-alone"


def _colleague(ctx: Context, name: str) -> PersonRef:
    person = ctx.store.people.named(name)
    if person is None:
        raise NotFound("nobody-called", name=name)
    return person


def _named(ctx: Context, absence: Absence) -> str:
    stands_in = f" · @{absence.delegate_name}" if absence.delegate else ""
    return f"{days(ctx, absence.first, absence.last)}{stands_in}"


def _listed(ctx: Context, absences: Sequence[Absence]) -> Message:
    say = ctx.voice.say
    heading, how = Heading(say("leave-title"), "🌴"), Note((say("leave-example"),))
    if not absences:
        return Message((heading, Paragraph((say("leave-none"),)), how))
    lines = [
        block
        for each in absences
        for block in (
            Paragraph((_named(ctx, each),)),
            Buttons((Button(say("button-cancel-leave"), "leave-cancel", {"absence": each.uid}),)),
        )
    ]
    return Message((heading, *lines, how))
