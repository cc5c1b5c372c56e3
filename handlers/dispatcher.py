"""The way of an event: recognise, find the handler, prepare on a reader, apply in the writer, answer in words."""

import json
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

import structlog

import handlers  # noqa: F401  (declares every handler)
from chat.events import ButtonPressed, CommandGiven, Event, FormChanged, FormSubmitted, MessagePosted, Overheard
from chat.messages import Block, Button, Buttons, Message, Note, Paragraph, say
from chat.replies import Answer, Errors, FormErrors, Nothing, Notice, OpenForm, Rendered, Show
from chat.router import router
from chat.voice import Voice
from dossier.errors import DossierError, InvalidFields, NotFound, Problem, Refused
from dossier.language import Language
from dossier.reading import clean
from handlers.ask_access import offer
from handlers.ask_manager import offer_manager
from handlers.confirm_pledge import offer_pledge
from handlers.context import Context, Write
from handlers.give_help import unknown_command
from handlers.whom_to_ask import whom_to_ask
from storage.access import Actor
from storage.database import Connection, Database
from storage.people import recognise
from storage.preferences import Preference
from storage.secrets import Keyring, OrganisationKeys
from storage.store import Store

_NUMBER = re.compile(r"[#＃]\d{1,9}")
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
        event = _cleaned(event)
        voice = Voice(self._default.language, self._default.zone, self._now(), event.source.platform)
        try:
            event = self._look(event)
            prepared = self._database.read(lambda connection: self._prepare(connection, event))
            if prepared is None:
                return _refused(event, DossierError("unknown-workspace"), voice)
            voice = prepared.voice
            if prepared.heard is not None:
                self._hear(prepared, prepared.heard)
            if isinstance(prepared.outcome, DossierError):
                raise prepared.outcome
            if isinstance(prepared.outcome, Write):
                return _rendered(self._write(event, prepared, prepared.outcome), voice)
            return _rendered(prepared.outcome, voice)
        except DossierError as error:
            if error.language is not None:
                voice = replace(voice, language=error.language, told=True)
            if isinstance(error, Refused) and prepared is not None:
                return _refused(event, error, voice, self._refusal(event, prepared, error, voice))
            return _refused(event, error, voice)
        except Exception:
            reference = secrets.token_hex(4)
            _log.exception("an event could not be handled", reference=reference, platform=event.source.platform)
            return _refused(event, DossierError("unexpected", reference=reference), voice)

    def _prepare(self, connection: Connection, event: Event) -> _Prepared | None:
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
        ctx = Context(source, store, voice, known.workspace, known.channel, here)
        outcome = _outcome(event, ctx)
        # A write finds out by itself whether the event was taken in before; only other outcomes are to be asked for.
        if not isinstance(outcome, Write) and (seen := store.inbox.seen(source.platform, source.id)) is not None:
            outcome = _loaded(seen)
        heard = spoken if spoken is not mine.language and known.actor.person is not None else None
        return _Prepared(voice, known.actor, keys, store.naming.settings, heard, outcome)

    def _hear(self, prepared: _Prepared, language: Language) -> None:
        def unit(connection: Connection) -> None:
            store = Store(connection, prepared.actor, prepared.voice.now, prepared.keys, self._default)
            store.preferences.hear(language)

        self._database.write(unit)

    def _write(self, event: Event, prepared: _Prepared, write: Write) -> Answer:
        def unit(connection: Connection) -> Answer:
            store = Store(connection, prepared.actor, prepared.voice.now, prepared.keys, self._default)
            store.naming.know(prepared.naming)
            earlier = store.inbox.take(event.source.platform, event.source.id)
            if earlier is not None:
                answer = _repeated(earlier, write, store)
            else:
                answer = write.apply(store)
                if kept := _kept(answer):
                    store.inbox.answer(event.source.platform, event.source.id, kept)
            store.finish()
            return answer

        return self._database.write(unit)

    def _refusal(self, event: Event, prepared: _Prepared, error: Refused, voice: Voice) -> _Ways:
        """Audit a refusal, and give what leads on from it: buttons, else whom to ask."""

        def unit(connection: Connection) -> _Ways:
            store = Store(connection, prepared.actor, prepared.voice.now, prepared.keys, self._default)
            note_refusal(store, f"{event.source.platform}:{event.source.account}", error, _tried(event))
            store.finish()
            spoken = (voice.language,) if voice.told else tuple(Language)
            return {of: _ways(store, replace(voice, language=of), event, error) for of in spoken}

        try:
            return self._database.write(unit)
        except Exception:
            # Whoever was refused is told so all the same.
            _log.exception("a refusal could not be audited", platform=event.source.platform)
            return {}


def note_refusal(store: Store, account: str, error: Refused, tried: str) -> None:
    """Note in the audit log that the store's actor was refused something: what they tried, in a word or two.

    `account` is the platform's, which is all there is to note of somebody nobody knows.
    """
    subject = account
    if error.where is not None and store.actor.person is not None:
        subject = f"dossier:{store.dossiers.by_id(error.where).uid}"
    tier = str(error.problem.data.get("tier", ""))
    noted = f"{error.problem.key} {tier or '-'} {tried}" if tried else f"{error.problem.key} {tier}".rstrip()
    store.audit.add("refused", subject, noted)


def _ways(store: Store, voice: Voice, event: Event, error: Refused) -> tuple[Block, ...]:
    """Give what leads on from a refusal: buttons, else whom to ask."""
    ways = offer(store, voice, error) + offer_pledge(store, voice, error)
    if ways:
        return (Buttons(ways),)
    whom = whom_to_ask(store, voice) if error.where is None and error.problem.data.get("tier") else ""
    asked = offer_manager(store, voice, event, error.problem) if whom else ()
    said: tuple[Block, ...] = (Paragraph((whom,)),) if whom else ()
    return (*said, Buttons(asked)) if asked else said


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


def _tried(event: Event) -> str:
    """Say what somebody tried in a word or two, as the audit log keeps it: nothing of what they typed but a number."""
    match event:
        case CommandGiven(name=name, text=text):
            words = text.split()
            # 档案 is dossier: what stands below is known by that name.
            called = router.named(name)
            name = called.name if called else name
            below = (router.named(words[0], name) or router.meant_by(words[0], name)) if words else None
            below = below or (router.named(words[0]) if words else None)
            number = next((each for each in words if _NUMBER.fullmatch(each)), "")
            return " ".join(filter(None, (f"/{name}", below.name if below else "", number)))
        case MessagePosted():
            given = event.as_command()
            return _tried(given) if given is not None else "question"
        case ButtonPressed(action=action) | FormSubmitted(name=action):
            return action
    return ""


def _problems(error: DossierError) -> Mapping[str, Problem]:
    """Give what is wrong by the fields it is wrong in, "" for none of them."""
    return error.problems if isinstance(error, InvalidFields) else {"": error.problem}


def _kept(answer: Answer) -> str:
    """Give an answer as it is kept for repeated deliveries; of what shows records, only what it was made of."""
    if isinstance(answer, Notice):
        kept: dict[str, Any] = {"notice": answer.key, "data": dict(answer.data), "actions": answer.actions}
    elif isinstance(answer, FormErrors):
        problems = {name: [each.key, dict(each.data)] for name, each in answer.problems.items()}
        kept = {"problems": problems}
    elif isinstance(answer, Show | OpenForm) and answer.made_of:
        kept = {"made_of": answer.made_of}
    else:
        return ""
    return json.dumps(kept, ensure_ascii=False)


def _repeated(kept: str, write: Write, store: Store) -> Answer:
    """Give the answer of an earlier delivery: as it was kept, or made again of what was written then."""
    made_of = json.loads(kept).get("made_of") if kept else None
    return write.again(store, made_of) if write.again and made_of else _loaded(kept)


def _loaded(kept: str) -> Answer:
    if not kept:
        return Nothing()
    values = json.loads(kept)
    if "notice" in values:
        actions = tuple((label, action, args) for label, action, args in values["actions"])
        return Notice(values["notice"], values["data"], actions)
    if "problems" in values:
        problems = {name: Problem(key, data) for name, (key, data) in values["problems"].items()}
        return FormErrors(problems)
    return Nothing()
