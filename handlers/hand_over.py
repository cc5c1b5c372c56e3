"""Handing a dossier over: its owner, or a manager, offers it to a colleague, who takes it or says no."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from chat.cards.handover import given_card, offer_card, preview_card, record_content, rising, whole_card
from chat.events import ButtonPressed, CommandGiven, FormSubmitted
from chat.forms import Choice, Form, FormField
from chat.replies import Answer, FormErrors, Notice, OpenForm, Show
from chat.router import Command, command, on
from dossier.errors import Conflict, NotFound, Problem
from dossier.fields import Input, PersonRef
from dossier.handover import Handover, HandoverState
from dossier.kinds import Kind, kinds
from dossier.language import Label
from dossier.reading import LINE_LENGTH, TEXT_LENGTH
from dossier.records import handover as handover_record
from dossier.tiers import Action, Tier
from dossier.views import DossierView
from handlers.ask_access import tell_deciders
from handlers.context import Context, Write
from handlers.list_records import person_in
from storage.people import audience
from storage.store import Store

T = TypeVar("T")

_FORM, _ACCEPT, _DECLINE = "handover", "handover-accept", "handover-decline"
_OWN, _WHOLE = "own", "whole"
# Where what is wrong with who was chosen is said.
_ABOUT_PERSON = ("problem-handover-own", "problem-handover-guest", "problem-handover-unreachable")
_TO = re.compile(r"(?:给|到|\bto\b)(?P<rest>.+)$", re.IGNORECASE | re.DOTALL)


@command(
    Command(
        "handover",
        "交接",
        Label("把档案交给新的负责人", "Hand a dossier over to a new owner"),
        Label("@接手人", "@new-owner"),
        "dossier",
        rank=46,
        also=("移交", "转交"),
    )
)
def hand_over(event: CommandGiven, ctx: Context) -> Answer:
    """Show what would be handed over, and offer to do so; of what is offered already, how that stands."""
    return offer_to_hand_over(ctx, event.text)


def offer_to_hand_over(ctx: Context, words: str) -> Answer:
    """Show what would be handed over to whom the words name. Raises Refused for who may not, NotFound for nobody."""
    dossier = ctx.one(words)
    ctx.store.actor.require(Action.MANAGE, dossier.id)
    if (offered := ctx.store.handovers.open_of(dossier)) is not None:
        return Show(given_card(offered, dossier, ctx.voice))
    named = _TO.search(words)
    taker, _ = person_in(ctx, named["rest"] if named else words)
    if taker is not None:
        ctx.store.handovers.require_start(dossier, taker)
    dossier.require_open()
    return Show(preview_card(dossier, ctx.store.handovers.matters(dossier, ctx.voice.zone), taker, ctx.voice))


@on(ButtonPressed, "handover-whole")
def show_whole(event: ButtonPressed, ctx: Context) -> Answer:
    """Show everything that passes on with a dossier."""
    dossier = ctx.store.dossiers.get(event.args.get("dossier", ""))
    ctx.store.actor.require(Action.READ, dossier.id)
    labels = {spec.name: ctx.voice.label(spec.label) for spec in _kind().fields}
    return Show(whole_card(dossier, ctx.store.handovers.matters(dossier, ctx.voice.zone), labels, ctx.voice))


@on(ButtonPressed, "handover-form")
def ask_how(event: ButtonPressed, ctx: Context) -> Answer:
    """Ask to whom, what they should know, and what becomes of what the owner still owes."""
    dossier = ctx.store.dossiers.get(event.args.get("dossier", ""))
    ctx.store.actor.require(Action.MANAGE, dossier.id)
    say, owner = ctx.voice.say, dossier.owner.name
    choices = (Choice(_OWN, say("handover-duties-own")), Choice(_WHOLE, say("handover-duties-whole", name=owner)))
    names = {each.person.id: each.person.name for each in ctx.store.dossiers.members(dossier)}
    name = names.get(event.args.get("person", "")) or _name_of(ctx, event.args.get("person", ""))
    fields = (
        FormField("taker", say("handover-taker"), Input.PERSON, True, say("handover-taker-hint"), value=name),
        FormField(
            "note", say("handover-note"), Input.LONG_TEXT, hint=say("handover-note-hint"), max_length=TEXT_LENGTH
        ),
        FormField("duties", say("handover-duties"), Input.CHOICE, True, choices=choices, value=_OWN),
    )
    tier = ctx.voice.label(Tier.SENIOR.label)
    note = say("handover-form-about", owner=owner, title=dossier.title, tier=tier)
    ref = {"dossier": dossier.uid}
    return OpenForm(Form(_FORM, say("handover-form-title"), say("button-handover-send"), fields, ref, note))


@on(FormSubmitted, _FORM)
def start(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Offer it; the new owner, and the present one where somebody else does it, hear of it."""
    dossier = ctx.store.dossiers.get(event.ref.get("dossier", ""))
    ctx.store.actor.require(Action.MANAGE, dossier.id)
    typed = " ".join(str(event.values.get("taker") or "").split()).lstrip("@＠")
    note, duties = (str(event.values.get(name) or "").strip() for name in ("note", "duties"))
    problems: dict[str, Problem] = {}
    taker = ctx.store.people.named(typed) if typed else None
    if taker is None:
        problems["taker"] = Problem("problem-nobody-called", {"name": typed[:60]}) if typed else _REQUIRED
    else:
        problems |= _wrong_taker(ctx, dossier, taker)
    if len(note) > TEXT_LENGTH:
        problems["note"] = Problem("problem-too-long", {"max": TEXT_LENGTH, "length": len(note)})
    if duties not in (_OWN, _WHOLE):
        problems["duties"] = _REQUIRED
    if problems or taker is None:
        return FormErrors(problems)

    def apply(store: Store) -> Answer:
        handover = store.handovers.start(dossier, taker, note, whole=duties == _WHOLE)
        _tell_all(store, ctx, handover)
        return Notice("notice-handover-offered", {"name": taker.name, "title": dossier.title})

    return Write(apply)


@on(ButtonPressed, "handover-accept")
def ask_to_accept(event: ButtonPressed, ctx: Context) -> Answer:
    """Ask for a word to go with it, which may be left out."""
    handover = _answerable(ctx, event.args.get("handover", ""))
    say, title = ctx.voice.say, ctx.store.dossiers.by_id(handover.dossier).title
    comment = FormField("comment", say("handover-comment"), Input.LONG_TEXT, max_length=TEXT_LENGTH)
    about = say("handover-accept-about", giver=handover.giver.name, title=title)
    if ctx.store.handovers.rises(handover):
        about = f"{about} {rising(ctx.voice)}"
    label = say("button-handover-accept")
    return OpenForm(Form(_ACCEPT, say("handover-form-title"), label, (comment,), _ref(handover), about))


@on(ButtonPressed, "handover-decline")
def ask_why_not(event: ButtonPressed, ctx: Context) -> Answer:
    """Ask why not."""
    handover = _answerable(ctx, event.args.get("handover", ""))
    say, title = ctx.voice.say, ctx.store.dossiers.by_id(handover.dossier).title
    why = FormField("comment", say("handover-why"), Input.LONG_TEXT, True, max_length=LINE_LENGTH)
    label = say("button-handover-decline")
    return OpenForm(Form(_DECLINE, say("handover-form-title"), label, (why,), _ref(handover), title))


@on(FormSubmitted, _ACCEPT)
def accept(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Take it over: the record of it is kept, and everybody hears of it."""
    handover = _answerable(ctx, event.ref.get("handover", ""))
    comment = str(event.values.get("comment") or "").strip()
    if len(comment) > TEXT_LENGTH:
        return FormErrors({"comment": Problem("problem-too-long", {"max": TEXT_LENGTH, "length": len(comment)})})
    content, rises = _content(ctx, handover, comment), ctx.store.handovers.rises(handover)

    def apply(store: Store) -> Answer:
        dossier, passed = store.handovers.accept(handover, comment)
        saved = _as_owner(store, dossier, lambda them: them.records.add(dossier, _kind(), content))
        kept = _as_owner(store, dossier, lambda them: them.handovers.keep(handover, saved))
        _tell_all(store, ctx, kept)
        for channel in store.channels.of(dossier):
            store.outbox.to_channel(channel, "handed-over", {"handover": kept.uid}, f"handed-over:{kept.uid}")
        for request in _as_owner(store, dossier, lambda them: them.requests.open_in(dossier)):
            tell_deciders(store, ctx, request)
        data: dict[str, str | int] = {"title": dossier.title, "passed": passed, "rises": int(rises)}
        return Notice(
            "notice-handover-accepted", data, (("button-handover-record", "show", {"record": saved.line.uid}),)
        )

    return Write(apply)


@on(FormSubmitted, _DECLINE)
def decline(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Say no, and why."""
    handover = _answerable(ctx, event.ref.get("handover", ""))
    comment = str(event.values.get("comment") or "").strip()
    if not comment:
        return FormErrors({"comment": _REQUIRED})
    if len(comment) > LINE_LENGTH:
        return FormErrors({"comment": Problem("problem-too-long", {"max": LINE_LENGTH, "length": len(comment)})})

    def apply(store: Store) -> Answer:
        _tell_all(store, ctx, store.handovers.decline(handover, comment))
        return Notice("notice-handover-declined", {"name": handover.giver.name})

    return Write(apply)


@on(ButtonPressed, "handover-withdraw")
def withdraw(event: ButtonPressed, ctx: Context) -> Write:
    """Take the offer back."""
    handover = ctx.store.handovers.get(event.args.get("handover", ""))
    ctx.store.handovers.require_withdraw(handover)

    def apply(store: Store) -> Answer:
        _tell_all(store, ctx, store.handovers.withdraw(handover))
        return Notice("notice-handover-withdrawn", {"name": handover.taker.name})

    return Write(apply)


def show_offer(ctx: Context, uid: str) -> Answer:
    """Show an offer as whom it was made to sees it. Raises NotFound or Refused."""
    handover = ctx.store.handovers.get(uid)
    dossier = ctx.store.dossiers.by_id(handover.dossier)
    mine = handover.taker_id == ctx.store.actor.person
    matters = ctx.store.handovers.matters(dossier, ctx.voice.zone)
    rises = ctx.store.handovers.rises(handover)
    return Show(offer_card(handover, dossier, matters, ctx.voice, mine=mine, rises=rises))


_REQUIRED = Problem("problem-required")


def _kind() -> Kind:
    return next(each for each in kinds() if each.model is handover_record.Handover)


def _name_of(ctx: Context, person: str) -> str:
    row = ctx.store.people.id_of(person)
    return next(iter(ctx.store.people.names_of([row])), "") if row is not None else ""


def _ref(handover: Handover) -> dict[str, str]:
    return {"handover": handover.uid}


def _wrong_taker(ctx: Context, dossier: DossierView, taker: PersonRef) -> dict[str, Problem]:
    """Say on its field what stands against who was chosen; anything else is raised."""
    try:
        ctx.store.handovers.require_start(dossier, taker)
    except (Conflict, NotFound) as error:
        if error.problem.key not in _ABOUT_PERSON:
            raise
        return {"taker": error.problem}
    return {}


def _answerable(ctx: Context, uid: str) -> Handover:
    """Give an offer the asker may answer. Raises NotFound, Refused, or Conflict for one that is no longer open."""
    handover = ctx.store.handovers.get(uid)
    ctx.store.handovers.require_answer(handover)
    return handover


def _content(ctx: Context, handover: Handover, comment: str) -> dict[str, object]:
    """Give what the record holds: what every member of the dossier may read, whoever writes it."""
    store = ctx.store
    everybody = audience(store.connection, store.actor.organisation, Tier.MEMBER)
    theirs = Store(store.connection, everybody, store.now, store.keys, store.default)
    dossier = store.dossiers.by_id(handover.dossier)
    return record_content(handover, theirs.handovers.matters(dossier, ctx.voice.zone), comment, ctx.voice)


def _as_owner(store: Store, dossier: DossierView, do: Callable[[Store], T]) -> T:
    """Do something as the owner the actor has just become; who they were when the event came in owned nothing yet."""
    actor = store.actor
    tier = max(actor.tier_in(dossier.id), Tier.SENIOR)
    new = replace(actor, tiers={**actor.tiers, dossier.id: tier}, owns=actor.owns | {dossier.id})
    them = Store(store.connection, new, store.now, store.keys, store.default)
    done = do(them)
    them.finish()
    return done


def _tell_all(store: Store, ctx: Context, handover: Handover) -> None:
    """Bring the cards of all it concerns up to date, and tell who offered it, and whose it was, of an answer."""
    _write_to(store, ctx, handover.taker_id, "handover", handover)
    for person in {handover.giver_id, handover.starter_id} - {handover.taker_id}:
        _write_to(store, ctx, person, "handover-given", handover)
        if handover.state in (HandoverState.ACCEPTED, HandoverState.DECLINED):
            _write_to(store, ctx, person, "handover-answer", handover)


def _write_to(store: Store, ctx: Context, person: int, card: str, handover: Handover) -> None:
    workspace = store.absences.workspace_of(person, ctx.workspace)
    if workspace is not None:
        store.outbox.to_person(person, workspace, card, _ref(handover), f"{card}:{handover.uid}")
