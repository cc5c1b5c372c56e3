"""From a payload to its acknowledgement, and to what follows it; plain and synchronous, called in worker threads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

from bot.slack import modals
from bot.slack.answers import Answers, Json, message_of, saying, takes_its_place
from bot.slack.events import Bot, Metadata, Payload, Reader
from bot.slack.keeping import Keeping, after
from bot.slack.replying import NO_VIEW, Replier, is_third
from bot.slack.said import Fetcher
from chat.event_handler import EventHandler
from chat.events import (
    ButtonPressed,
    CommandGiven,
    Event,
    FormChanged,
    FormSubmitted,
    HomeOpened,
    MessageChosen,
    MessageMarked,
    MessagePosted,
    Source,
    Tampered,
)
from chat.forms import Form
from chat.messages import Message, Note, say
from chat.replies import Errors, Nothing, OpenForm, Rendered, Show
from chat.texts import text
from dossier.fields import Input
from dossier.language import Language


@dataclass(frozen=True, slots=True)
class Ack:
    """What a request is answered with, and what is to be done after that."""

    body: Json
    then: Callable[[], object] | None = None


_NOTHING = Ack({})
# What somebody does who wants an answer: who they are has to be known for it.
_ASKED = (
    ButtonPressed,
    CommandGiven,
    FormChanged,
    FormSubmitted,
    HomeOpened,
    MessageChosen,
    MessageMarked,
    MessagePosted,
)


class Handling:
    """Takes payloads in; `acquaint` tells whether an account is known."""

    def __init__(
        self,
        product: EventHandler,
        acquaint: Callable[[str, str], bool],
        reader: Reader,
        answers: Answers,
        replier: Replier,
        fetcher: Fetcher,
        names: Callable[[str, str], list[str]],
        is_first: Callable[[Source], bool],
        answer_once: Callable[[Source, Message], None],
        overhear: Callable[[Payload, Bot], Callable[[], object] | None],
    ) -> None:
        """Take the product and the parts that speak Slack; `names` gives the people an account may choose from.

        `is_first` is asked before what follows an acknowledgement: what Slack delivers again is answered once.
        `answer_once` asks that itself, and answers in a direct conversation.
        """
        self._product = product
        self._keeping = Keeping(product.handle)
        self._acquaint = acquaint
        self._reader = reader
        self._answers = answers
        self._replier = replier
        self._fetcher = fetcher
        self._names = names
        self._is_first = is_first
        self._answer_once = answer_once
        self._overhear = overhear

    def command(self, payload: Payload, bot: Bot) -> Ack:
        """Answer a slash command."""
        event = self._reader.command(payload, bot)
        return self.given(payload, event, self._handle(event))

    def given(self, payload: Payload, event: CommandGiven, answer: Rendered) -> Ack:
        """Say the answer to a slash command."""
        trigger, address = str(payload["trigger_id"]), str(payload.get("response_url") or "")
        if isinstance(answer, OpenForm):
            return self._then(event.source, lambda: self._open(event.source, answer.form, trigger, address))
        message = message_of(answer)
        if message is None:
            return _NOTHING
        first, others = self._answers.at_once(event.source.workspace, message)
        body = {"response_type": "ephemeral", **first}
        return self._then(event.source, lambda: self._replier.respond(address, others), body) if others else Ack(body)

    def action(self, payload: Payload, bot: Bot) -> Ack:
        """Answer a pressed button, or a choice in a modal which other fields depend on."""
        action = payload["actions"][0]
        if modals.field_named(str(action.get("block_id") or "")) is not None:
            return self._changed(payload, bot)
        event = self._reader.press(payload, bot)
        trigger = str(payload.get("trigger_id") or "")
        if isinstance(event, ButtonPressed) and event.action == "keep":
            # Slack is asked for the message: not before this is acknowledged.
            mark = event
            return self._then(
                mark.source,
                lambda: self._answer_press(mark.source, payload, self._handle(self._chosen(mark)), trigger),
            )
        answer = self._handle(event)
        if isinstance(answer, Nothing):
            return _NOTHING
        return self._then(event.source, lambda: self._answer_press(event.source, payload, answer, trigger))

    def shortcut(self, payload: Payload, bot: Bot) -> Ack:
        """Answer a shortcut: a message to be kept, or from anywhere, what the bot can do."""
        account, trigger = str(payload["user"]["id"]), str(payload["trigger_id"])
        if payload["type"] != "message_action":
            source = Source(f"shortcut:{trigger}", "slack", bot.workspace, account)
            return self._from_anywhere(source, str(payload.get("callback_id") or ""), trigger)
        message, channel = payload["message"], str(payload["channel"]["id"])
        where = None if channel.startswith("D") else channel
        source = Source(f"shortcut:{trigger}", "slack", bot.workspace, account, where, message.get("thread_ts"))
        domain = str((payload.get("team") or {}).get("domain") or "")
        said = self._fetcher.said(bot.workspace, channel, message, bot, domain)
        event = MessageChosen(source, said)
        answer = self._handle(event)
        address = str(payload.get("response_url") or "")
        if isinstance(answer, OpenForm):
            return self._then(source, lambda: self._open(source, answer.form, trigger, address))
        if isinstance(answer, Nothing):
            return _NOTHING
        return self._then(source, lambda: self._respond(source, address, answer))

    def submitted(self, payload: Payload, bot: Bot) -> Ack:
        """Answer a sent modal: the next page, what is wrong with it, or nothing but that it closes."""
        read = self._reader.submit(payload, bot)
        if isinstance(read, Tampered):
            return self._shown(read.source, self._handle(read))
        event, carried = read
        view = payload["view"]
        if carried.more:
            return self._turned(event, carried, view)
        answer = self._handle(event)
        match answer:
            case Errors(sentences):
                self._keeping.hold(event)
                return self._refused(event.source, view, sentences)
            case OpenForm(form):
                begun = self._keeping.begun(event.source, form)
                return Ack({"response_action": "update", "view": self._answers.form(event.source, begun)})
            case Show() if event.source.channel is None:
                # It may have been begun on the Home page, which would go on asking for it.
                shown = self._shown(event.source, answer)
                return self._then(event.source, lambda: self._at_home(event.source), shown.body)
            case Show(message):
                closed = {"response_action": "clear"}
                return self._then(event.source, lambda: self._replier.answer(event.source, message), closed)
            case _:
                return Ack({"response_action": "clear"})

    def closed(self, payload: Payload, bot: Bot) -> Ack:
        """Answer that a modal was closed: what was sent of it is kept, and whose it is are told so."""
        event = self._reader.close(payload, bot)
        message = message_of(self._handle(event)) if event is not None else None
        if event is None or message is None or isinstance(event, Tampered):
            return _NOTHING
        return self._then(event.source, lambda: self._replier.answer(event.source, message))

    def options(self, payload: Payload, bot: Bot) -> Json:
        """Give what fits what is typed into a choice: people, or the options of a long list."""
        field, query = modals.field_named(str(payload.get("block_id") or "")), str(payload.get("value") or "")
        account = str(payload["user"]["id"])
        view = payload.get("view") or {}
        source = Source(f"options:{uuid4().hex}", "slack", bot.workspace, account)
        try:
            carried = self._reader.metadata(source, view)
        except (ValueError, TypeError):
            self._handle(Tampered(source, "form"))
            return {"options": []}
        where = replace(source, channel=carried.channel, thread=carried.thread)
        answer = self._product.handle(FormChanged(where, carried.name, carried.ref, self._reader.values(view)))
        fields = answer.form.fields if isinstance(answer, OpenForm) else ()
        asked = next((each for each in fields if each.name == field), None)
        if asked is not None and asked.input is Input.CHOICE:
            return modals.options(asked, query)
        say = saying(str((view.get("close") or {}).get("text", "")))
        return modals.suggestions(query, self._names(bot.workspace, account), say)

    def event(self, payload: Payload, bot: Bot) -> Ack:
        """Answer an event of the Events API."""
        event = self._reader.event(payload, bot)
        if event is None:
            return Ack({}, self._overhear(payload, bot))
        if isinstance(event, MessagePosted):
            event = replace(event, source=self._linked(event.source))
        answer = self._handle(event)
        if isinstance(event, HomeOpened):
            return Ack({}, lambda: self.home(event.source, answer))
        if isinstance(answer, Nothing):
            return _NOTHING
        if event.source.channel is None:
            # In the outbox before Slack is told that the question has arrived: nothing is lost in between.
            self._answer_event(event, answer, self._answer_once)
            return _NOTHING
        return self._then(event.source, lambda: self._answer_event(event, answer, self._replier.answer))

    def home(self, source: Source, answer: Rendered) -> None:
        """Show somebody their Home page."""
        if isinstance(answer, Show):
            self._replier.publish(
                source.workspace, source.account, self._answers.home(source.workspace, answer.message)
            )

    def _at_home(self, source: Source) -> None:
        """Show somebody their Home page as it has become."""
        opened = HomeOpened(after(source, "home"))
        self.home(opened.source, self._product.handle(opened))

    def _then(self, source: Source, work: Callable[[], object], body: Json | None = None) -> Ack:
        """Acknowledge, and do something after that: once, however often the event is delivered."""
        return Ack(body or {}, lambda: work() if self._is_first(source) else None)

    def _handle(self, event: Event) -> Rendered:
        known = self._acquaint(event.source.workspace, event.source.account)
        if known or not isinstance(event, _ASKED):
            return self._product.handle(event)
        # Somebody new, of whom Slack tells nothing in time: what they speak is not known either.
        sentence = "\n".join(text(language, "problem-newcomer") for language in (Language.ZH, Language.EN))
        if isinstance(event, FormSubmitted):
            return Errors({"": sentence})
        # What was typed is given back: Slack does not keep it.
        typed = (Note((f"/{event.name} {event.text}",)),) if isinstance(event, CommandGiven) and event.text else ()
        return Show(Message((*say(sentence).blocks, *typed)))

    def _linked(self, source: Source) -> Source:
        """Give a source with the address of the message whose thread it is in: a record that is made there keeps it."""
        if source.thread is None or source.channel is None:
            return source
        return replace(source, link=self._fetcher.link(source.workspace, source.channel, source.thread))

    def _changed(self, payload: Payload, bot: Bot) -> Ack:
        event = self._reader.change(payload, bot)
        answer = self._handle(event)
        view = payload["view"]
        if isinstance(answer, OpenForm) and isinstance(event, FormChanged):
            self._keeping.hold(event)
            page = self._reader.metadata(event.source, view).page
            made = self._answers.form(event.source, answer.form, page)
            return Ack({}, lambda: self._replier.update(bot.workspace, view, made))
        trigger = str(payload.get("trigger_id") or "")
        return self._then(event.source, lambda: self._answer_press(event.source, payload, answer, trigger))

    def _turned(self, event: FormSubmitted, carried: Metadata, view: Payload) -> Ack:
        turned = tuple(name for name in event.values if not name.endswith(".kept"))
        answer = self._handle(FormChanged(event.source, event.name, event.ref, event.values, turned))
        match answer:
            case OpenForm(form):
                made = self._answers.form(event.source, form, carried.page + 1)
                return Ack({"response_action": "update" if is_third(view) else "push", "view": made})
            case Errors(sentences):
                return Ack(modals.refused(view, sentences) or {"response_action": "clear"})
            case _:
                return self._shown(event.source, answer)

    def _refused(self, source: Source, view: Payload, sentences: Mapping[str, str]) -> Ack:
        """Put what is wrong on the fields of the modal."""
        body = modals.refused(view, sentences)
        return self._shown(source, Errors(sentences)) if body is None else Ack(body)

    def _shown(self, source: Source, answer: Rendered) -> Ack:
        if message_of(answer) is None:
            return Ack({"response_action": "clear"})
        view = self._answers.modal(source.workspace, answer)
        return Ack({"response_action": "update", "view": view})

    def _chosen(self, event: ButtonPressed) -> Event:
        """Make the choice of a message out of the button below its mark."""
        channel, ts = event.args.get("channel", ""), event.args.get("message", "")
        said = self._fetcher.find(event.source.workspace, channel, ts)
        return MessageChosen(event.source, said) if said is not None else event

    def _from_anywhere(self, source: Source, callback: str, trigger: str) -> Ack:
        answer = self._handle(ButtonPressed(source, callback, {}))
        if isinstance(answer, OpenForm):
            return self._then(source, lambda: self._open(source, answer.form, trigger, ""))
        if message_of(answer) is None:
            return _NOTHING
        view = self._answers.modal(source.workspace, answer)
        return self._then(source, lambda: self._replier.open(source.workspace, trigger, view))

    def _answer_press(self, source: Source, payload: Payload, answer: Rendered, trigger: str) -> None:
        view, address = payload.get("view") or {}, str(payload.get("response_url") or "")
        if isinstance(answer, OpenForm):
            where = self._linked(source) if answer.form.name == "record" else source
            self._open(where, answer.form, trigger, address, view)
            return
        message = message_of(answer)
        if message is None:
            return
        if address:
            bodies = self._answers.private(source.workspace, message)
            self._replier.respond(address, bodies, source.thread, instead=takes_its_place(answer, payload))
        elif view:
            self._replier.put(source.workspace, trigger, self._answers.modal(source.workspace, answer), view)
            # What was done may be what the page behind tells of.
            self._at_home(source)
        else:
            self._replier.answer(source, message)

    def _answer_event(self, event: Event, answer: Rendered, say: Callable[[Source, Message], None]) -> None:
        if isinstance(answer, OpenForm):
            # A message opens no form: what was said of it is kept.
            answer = self._keeping.left(event.source, answer.form)
        if (message := message_of(answer)) is not None:
            say(event.source, message)

    def _open(self, source: Source, form: Form, trigger: str, address: str, below: Payload = NO_VIEW) -> None:
        """Open a form; when Slack no longer lets us, what is in it is kept and can be opened by a button."""
        made = self._answers.form(source, self._keeping.begun(source, form))
        if not self._replier.put(source.workspace, trigger, made, below):
            self._keep(source, form, address)

    def _keep(self, source: Source, form: Form, address: str) -> None:
        self._respond(source, address, self._keeping.left(source, form))

    def _respond(self, source: Source, address: str, answer: Rendered) -> None:
        message = message_of(answer)
        if message is None:
            return
        if address and self._replier.respond(address, self._answers.private(source.workspace, message), source.thread):
            return
        self._replier.answer(source, message)
