"""Questions in plain Chinese or English, answered from the database."""

from dataclasses import replace
from typing import Any

from chat.events import CommandGiven, MessagePosted
from chat.messages import Button, Buttons, Message, Paragraph
from chat.questions import Asked, Question, customer_in, recognise
from chat.replies import Answer, Show
from chat.router import on, router
from dossier import moments
from dossier.errors import NotFound
from dossier.kinds import Kind, kind_named, kinds
from dossier.language import Language
from dossier.records.issue import OPEN_STATUSES
from handlers.context import Context
from handlers.give_help import help_card, unknown_command
from handlers.list_records import period_in, show_list
from handlers.show_status import meant_by, show_missing, show_owed, show_status
from storage.record_queries import Filter


@on(MessagePosted)
def answer_question(event: MessagePosted, ctx: Context) -> Any:
    """Answer in the language of the question; a command written as a message is taken as one."""
    text = event.text.strip()
    if text.startswith(("/", "／")):
        name, *rest = text[1:].split(maxsplit=1) or [""]
        given = CommandGiven(event.source, name, rest[0] if rest else "", event.files)
        handler = router.find(given)
        return handler(given, ctx) if handler else Show(unknown_command(name, ctx.voice))
    if any(char.isalpha() for char in text):
        ctx = replace(ctx, voice=replace(ctx.voice, language=Language.spoken_in(text)))
    asked = _asked(ctx, text)
    if asked and asked.question not in (Question.HELP, Question.SEARCH):
        _require_known(ctx, text)
    match asked.question if asked else None:
        case Question.HELP:
            return Show(help_card(ctx.voice))
        case Question.SEARCH if asked:
            return show_list(ctx, ctx.dossiers(), Filter(text=asked.rest[:200]))
        case Question.MISSING:
            return show_missing(ctx, text)
        case Question.OWED:
            return show_owed(ctx, text, _kind_in(text))
        case Question.STATUS:
            return show_status(ctx, text)
        case Question.CHANGES:
            return _records(ctx, text, "change", ())
        case Question.ISSUES:
            return _records(ctx, text, "issue", tuple(status.value for status in OPEN_STATUSES))
        case Question.CONTACTS:
            return _records(ctx, text, "contact", ())
        case _:
            return _not_understood(ctx)


def _records(ctx: Context, text: str, kind: str, statuses: tuple[str, ...]) -> Answer:
    since, until, _ = period_in(ctx, text)
    wanted = Filter(kind=kind_named(kind), statuses=statuses, since=since, until=until)
    return show_list(ctx, meant_by(ctx, text), wanted)


def _not_understood(ctx: Context) -> Answer:
    said = Paragraph((ctx.voice.say("ask-not-understood"), "\n", ctx.voice.say("help-questions")))
    return Show(Message((said, Buttons((Button(ctx.voice.say("button-help"), "help"),)))))


def _asked(ctx: Context, text: str) -> Asked | None:
    """Give what is asked; in everyday words, only where a dossier can be meant: by channel or customer's name."""
    asked = recognise(text)
    if asked is None or not asked.vague or (ctx.channel and ctx.channel.dossier):
        return asked
    return asked if ctx.store.dossiers.named_in(text) or customer_in(text) else None


def _require_known(ctx: Context, text: str) -> None:
    """Raise NotFound for a question about a customer we do not know: another one's answer would mislead."""
    name = customer_in(text)
    if name is None or ctx.store.dossiers.named_in(text):
        return
    if moments.find(name, ctx.voice.now, ctx.voice.zone) is None and kind_named(name) is None:
        raise NotFound("no-dossier-called", name=name)


def _kind_in(text: str) -> Kind | None:
    """Give the kind of record a question names."""
    said = text.casefold()
    return next((each for each in kinds() if each.command_zh in said or each.command in said), None)
