"""The way of an event: recognise, find the handler, prepare on a reader, apply in the writer, answer in words."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

import structlog

import handlers  # noqa: F401  (declares every handler)
from chat.events import (
    CommandGiven,
    Event,
    FormChanged,
    FormSubmitted,
    MessagePosted,
    Overheard,
)
from chat.messages import Block, Button, Message, Note, Paragraph, say
from chat.replies import Answer, Errors, FormErrors, Nothing, Notice, OpenForm, Rendered, Show
from chat.router import router
from chat.voice import Voice
from dossier.errors import DossierError, InvalidFields, NotFound, Problem, Refused
from dossier.language import Language
from dossier.reading import clean
from handlers.context import Context, Write
from handlers.give_help import unknown_command
from handlers.kept_answers import answer_of, answered_before, to_keep
from handlers.refusals import note_refusal, tried, ways_on
from storage.access import Actor
from storage.database import Connection, Database
from storage.outcome import Outcome
from storage.people import recognise
from storage.preferences import Preference
from storage.secrets import Keyring, OrganisationKeys
from storage.store import Store

_Ways = Mapping[Language, tuple[Block, ...]]
"""What leads on from a refusal, in each language."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What came of preparing: how to speak to the asker, and the answer or what is to be written for it.

    `naming` is what their organisation has set of how documents are named, `heard` the language of somebody who
    has told none, where it is another than they wrote in before.
    """

    voice: Voice
    actor: Actor
    keys: OrganisationKeys
    naming: Mapping[str, str]
    heard: Language | None
    outcome: Answer | Write | DossierError


@dataclass(slots=True)
class _Delivery:
    """A delivery of an event on its way: what came of preparing it, and of writing what is to be written for it."""

    event: Event
    prepared: _Prepared | None = None
    failed: Exception | None = None
    written: Outcome[Any] = field(default_factory=Outcome)


class Dispatcher:
    """Takes events in and gives their answers, in words of the asker's language.

    `now` is the product's clock; `default` the installation's language and zone. Safe to call from any thread.
    """

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        now: Callable[[], datetime],
        default: Preference,
        look: Callable[[Event], Event] = lambda event: event,
    ) -> None:
        """Take the parts it works with; `look` gives an event with what is wrong with its files noted on them."""
        self._database = database
        self._keyring = keyring
        self._now = now
        self._default = default
        self._look = look

    def handle(self, event: Event) -> Rendered:
        """Handle one delivery of an event; a second delivery has no second effect and gets the same answer.

        Never raises: what a person did wrong is said on its field or in a sentence, what we did wrong with a reference.
        """
        return self.handle_all((event,))[0]

    def handle_all(self, events: Sequence[Event]) -> list[Rendered]:
        """Handle events that came together, each as `handle` does: what they have written is written in one group."""
        deliveries = [_Delivery(_cleaned(each)) for each in events]
        if len(deliveries) > 1:
            self._prepare_lines(deliveries)
        for each in deliveries:
            if each.prepared is None:
                self._prepare(each)
        self._write_all([(each, each.prepared) for each in deliveries if each.prepared is not None])
        return [self._answered(each) for each in deliveries]

    def _prepare_lines(self, deliveries: Sequence[_Delivery]) -> None:
        """Prepare lines to be saved, all before the first is: the same work for all costs a tenth less.

        What comes behind one with which something goes wrong is left to be prepared by itself, as that one is.
        """

        def look(connection: Connection) -> None:
            for each in deliveries:
                each.prepared = self._look_into(connection, each.event) if router.saves(each.event) else None

        with suppress(Exception):
            self._database.read(look, brief=True)

    def _prepare(self, delivery: _Delivery) -> None:
        try:
            event = delivery.event = self._look(delivery.event)
            brief = router.saves(event)
            delivery.prepared = self._database.read(lambda each: self._look_into(each, event), brief=brief)
        except Exception as error:
            delivery.failed = error

    def _look_into(self, connection: Connection, event: Event) -> _Prepared | None:
        source = event.source
        known = recognise(connection, source.platform, source.workspace, source.account, source.channel)
        if known is None:
            return None
        keys = self._keyring.organisation(known.organisation_uid, known.organisation_key)
        store = Store(connection, known.actor, self._now(), keys, self._default)
        channel = known.channel.id if known.channel else None
        mine, here = store.preferences.of(known.actor.person, channel, self._default)
        spoken = _spoken(event, mine)
        voice = Voice(spoken, mine.zone, store.now, source.platform, mine.told)
        ctx = Context(source, store, voice, known.workspace, known.channel, here, known.dossier)
        outcome = _outcome(event, ctx)
        # A write finds out by itself whether the event was taken in before; only other outcomes are to be asked for.
        if not isinstance(outcome, Write) and (seen := store.inbox.seen(source.platform, source.id)) is not None:
            outcome = answer_of(seen)
        heard = spoken if spoken is not mine.language and known.actor.person is not None else None
        return _Prepared(voice, known.actor, keys, store.naming.settings, heard, outcome)

    def _write_all(self, prepared: Sequence[tuple[_Delivery, _Prepared]]) -> None:
        writing = [each for each in prepared if each[1].heard or isinstance(each[1].outcome, Write | Refused)]
        if not writing:
            return
        units = [partial(self._write, delivery.event, found) for delivery, found in writing]
        for (delivery, _), written in zip(writing, self._database.write_all(units), strict=True):
            delivery.written = written

    def _write(self, event: Event, prepared: _Prepared, connection: Connection) -> Answer | _Ways | None:
        """Note what is to be noted of whoever asks, and write what was prepared: give its answer, or what leads on."""
        store = self._writing(connection, prepared)
        if prepared.heard is not None:
            store.preferences.hear(prepared.heard)
        match prepared.outcome:
            case Write() as write:
                return _applied(event, write, store)
            case Refused() as error:
                return _noted(event, error, _telling(prepared.voice, error), store)
        return None

    def _writing(self, connection: Connection, prepared: _Prepared) -> Store:
        store = Store(connection, prepared.actor, prepared.voice.now, prepared.keys, self._default)
        store.naming.know(prepared.naming)
        return store

    def _answered(self, delivery: _Delivery) -> Rendered:
        """Say what came of a delivery."""
        event, prepared = delivery.event, delivery.prepared
        if prepared is not None:
            voice = prepared.voice
        else:
            voice = Voice(self._default.language, self._default.zone, self._now(), event.source.platform)
        try:
            return _rendered(_concluded(delivery), voice)
        except DossierError as error:
            return _refused(event, error, _telling(voice, error), self._ways(delivery, error))
        except Exception:
            reference = secrets.token_hex(4)
            _log.exception("an event could not be handled", reference=reference, platform=event.source.platform)
            return _refused(event, DossierError("unexpected", reference=reference), voice)

    def _ways(self, delivery: _Delivery, error: DossierError) -> _Ways:
        """Give what leads on from a refusal that was audited; one that writing ended in is so now."""
        prepared, event = delivery.prepared, delivery.event
        if prepared is None or not isinstance(error, Refused):
            return {}
        try:
            if error is prepared.outcome:
                ways: _Ways = delivery.written.get()
                return ways
            return self._database.write(
                lambda c: _noted(event, error, _telling(prepared.voice, error), self._writing(c, prepared))
            )
        except Exception:
            # Whoever was refused is told so all the same.
            _log.exception("a refusal could not be audited", platform=event.source.platform)
            return {}


def _concluded(delivery: _Delivery) -> Answer:
    """Give the answer to a delivery; raise what is wrong instead."""
    if delivery.failed is not None:
        raise delivery.failed
    if delivery.prepared is None:
        raise DossierError("unknown-workspace")
    match delivery.prepared.outcome:
        case Write():
            answer: Answer = delivery.written.get()
            return answer
        case DossierError() as error:
            raise error
        case prepared:
            return prepared


def _applied(event: Event, write: Write, store: Store) -> Answer:
    """Apply what is to be written, once: a repeated delivery gets the answer of the first."""
    earlier = store.inbox.take(event.source.platform, event.source.id)
    if earlier is not None:
        answer = answered_before(earlier, write, store)
    else:
        answer = write.apply(store)
        if kept := to_keep(answer):
            store.inbox.answer(event.source.platform, event.source.id, kept)
    store.finish()
    return answer


def _noted(event: Event, error: Refused, voice: Voice, store: Store) -> _Ways:
    """Audit a refusal, once however often its event is delivered, and give what leads on: buttons, else whom to ask."""
    source = event.source
    if store.inbox.take(source.platform, f"{source.id}:refused") is None:
        note_refusal(store, f"{source.platform}:{source.account}", error, tried(event))
    store.finish()
    spoken = (voice.language,) if voice.told else tuple(Language)
    return {of: ways_on(store, replace(voice, language=of), event, error) for of in spoken}


def _telling(voice: Voice, error: DossierError) -> Voice:
    return voice if error.language is None else replace(voice, language=error.language, told=True)


def _cleaned(event: Event) -> Event:
    """Give an event without the characters that neither databases nor platforms take (see dossier.reading.clean)."""
    match event:
        case CommandGiven(name=name, text=text):
            name, text = clean(name), clean(text)
            return event if (name, text) == (event.name, event.text) else replace(event, name=name, text=text)
        case MessagePosted():
            return replace(event, text=clean(event.text))
        case Overheard(said=said):
            return replace(event, said=replace(said, text=clean(said.text)))
        case FormSubmitted() | FormChanged():
            values = {name: clean(value) if isinstance(value, str) else value for name, value in event.values.items()}
            return replace(event, values=values)
    return event


def _spoken(event: Event, mine: Preference) -> Language:
    """Give the language to answer in: of somebody who has not told theirs, the one they write a command in."""
    if mine.told or not isinstance(event, CommandGiven):
        return mine.language
    return Language.spoken_in(f"{event.name} {event.text}")


def _outcome(event: Event, ctx: Context) -> Answer | Write | DossierError:
    handler = router.find(event)
    if handler is None:
        return (
            Show(unknown_command(event.name, ctx.voice, ctx.store.kinds, event.text))
            if isinstance(event, CommandGiven)
            else NotFound("not-found")
        )
    try:
        outcome: Answer | Write = handler(event, ctx)
    except DossierError as error:
        return error
    return outcome


def _rendered(answer: Answer, voice: Voice) -> Rendered:
    match answer:
        case Notice():
            return Show(voice.in_each(partial(_noticed, answer)), instead=answer.instead, language=voice.language)
        case FormErrors():
            return Errors({name: voice.problem(each) for name, each in answer.problems.items()})
        case Show():
            return replace(answer, language=voice.language)
        case Nothing() | OpenForm():
            return answer


def _noticed(notice: Notice, voice: Voice) -> Message:
    buttons = (Button(voice.say(label), action, args) for label, action, args in notice.actions)
    return say(voice.sentence(notice.key, notice.data), *buttons)


def _refused(event: Event, error: DossierError, voice: Voice, ways: _Ways | None = None) -> Rendered:
    """Say what is wrong: in the form, which stays open, or in a sentence with what leads on from it.

    Nothing to who asked for nothing.
    """
    if isinstance(event, Overheard):
        return Nothing()
    if isinstance(event, FormSubmitted):
        return _rendered(FormErrors(_problems(error)), voice)
    # What was typed is given back: not every platform keeps it.
    typed = (Note((f"/{event.name} {event.text}",)),) if isinstance(event, CommandGiven) and event.text else ()

    def made(voice: Voice) -> Message:
        said = (Paragraph((voice.problem(each),)) for each in _problems(error).values())
        return Message((*said, *typed, *(ways or {}).get(voice.language, ())))

    return Show(voice.in_each(made), language=voice.language)


def _problems(error: DossierError) -> Mapping[str, Problem]:
    """Give what is wrong by the fields it is wrong in, "" for none of them."""
    return error.problems if isinstance(error, InvalidFields) else {"": error.problem}
