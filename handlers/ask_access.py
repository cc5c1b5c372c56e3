"""Asking for access: whoever was refused asks the dossier's owner, who gives a tier or says no."""

from datetime import datetime, time, timedelta

from chat.events import ButtonPressed, FormSubmitted
from chat.forms import Choice, Form, FormField
from chat.messages import Button
from chat.replies import Answer, FormErrors, Notice, OpenForm
from chat.router import on
from chat.voice import Voice
from dossier import moments
from dossier.commitments import whole_day
from dossier.deciding import AccessRequest
from dossier.errors import DossierError, NotFound, Problem, Refused
from dossier.fields import Input
from dossier.tiers import Action, Tier
from dossier.views import DossierView
from handlers.context import Context, Write
from storage.store import Store

_FORM = "grant"
_FOR_GOOD = "for-good"
_DAYS = {"day": 1, "week": 7, "month": 30}
_CARD, _ANSWER = "access", "access-answer"


def offer(store: Store, voice: Voice, error: Refused) -> tuple[Button, ...]:
    """Give the button with which somebody who was refused asks for the tier it takes; none where that is no way.

    Before they ask, it says whom for what.
    """
    tier = _named(str(error.problem.data.get("tier", "")))
    if error.where is None or tier is None or store.actor.person is None or store.actor.tier_in(error.where) >= tier:
        return ()
    dossier = store.dossiers.by_id(error.where)
    names = _asked(store, voice, dossier, tier, store.actor.person)
    title = dossier.title if store.actor.may(Action.VISIT, dossier.id) else ""
    said = {"names": names, "tier": voice.label(tier.label), "title": title}
    confirm = voice.say("access-confirm" if title else "access-confirm-unseen", **said) if names else None
    args = {"dossier": dossier.uid, "tier": tier.name.lower()}
    return (Button(voice.say("button-ask-access"), "ask-access", args, confirm=confirm),)


def _asked(store: Store, voice: Voice, dossier: DossierView, tier: Tier, asker: int) -> str:
    """Name those who are asked, the owner first."""
    return voice.listed([store.people.ref_of(each).name for each in store.requests.deciders(dossier, tier, asker)])


@on(ButtonPressed, "ask-access")
def ask(event: ButtonPressed, ctx: Context) -> Write:
    """Ask the owner for a tier; who has asked already is told so."""
    dossier = ctx.store.dossiers.get(event.args.get("dossier", ""))
    tier = _named(event.args.get("tier", ""))
    if tier is None:
        raise NotFound("not-found")

    def apply(store: Store) -> Answer:
        request, new = store.requests.ask(dossier, tier)
        if new:
            tell_deciders(store, ctx, request)
        names = _asked(store, ctx.voice, dossier, tier, request.person_id)
        said = {"tier": request.tier.name.lower(), "title": dossier.title, "names": names}
        return Notice("notice-access-asked" if new else "notice-access-asked-already", said)

    return Write(apply)


@on(ButtonPressed, "grant")
def press_grant(event: ButtonPressed, ctx: Context) -> Write:
    """Give the tier that was asked for, for good."""
    request = _decidable(ctx, event.args.get("request", ""))
    return _grant(ctx, request, request.tier, None)


@on(ButtonPressed, "grant-as")
def ask_how(event: ButtonPressed, ctx: Context) -> Answer:
    """Ask as which tier and for how long."""
    request = _decidable(ctx, event.args.get("request", ""))
    say = ctx.voice.say
    most = ctx.store.actor.tier_in(request.dossier)
    tiers = tuple(
        Choice(each.name.lower(), ctx.voice.label(each.label)) for each in Tier if Tier.STRANGER < each <= most
    )
    spans = tuple(Choice(each, say(f"grant-{each}")) for each in (_FOR_GOOD, *_DAYS))
    chosen = min(request.tier, most).name.lower()
    fields = (
        FormField("tier", say("grant-tier"), Input.CHOICE, True, choices=tiers, value=chosen),
        FormField("span", say("grant-span"), Input.CHOICE, True, choices=spans, value=_FOR_GOOD),
        FormField("at", say("grant-at"), Input.TEXT, hint=say("hint-moment")),
    )
    title = ctx.store.dossiers.by_id(request.dossier).title
    note = say("grant-for", name=request.person.name, title=title)
    return OpenForm(Form(_FORM, say("grant-title"), say("button-grant"), fields, {"request": request.uid}, note))


@on(FormSubmitted, _FORM)
def grant(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Give the tier that was chosen; a moment in words counts before a span."""
    request = _decidable(ctx, event.ref.get("request", ""))
    tier = _named(str(event.values.get("tier") or ""))
    span, words = (str(event.values.get(name) or "").strip() for name in ("span", "at"))
    problems: dict[str, Problem] = {}
    if tier is None or tier is Tier.STRANGER:
        problems["tier"] = Problem("problem-required")
    try:
        until = _until(ctx, span, words)
    except DossierError as error:
        problems["at" if words else "span"] = error.problem
    if problems or tier is None:
        return FormErrors(problems)
    return _grant(ctx, request, tier, until)


@on(ButtonPressed, "decline")
def decline(event: ButtonPressed, ctx: Context) -> Write:
    """Say no."""
    request = _decidable(ctx, event.args.get("request", ""))

    def apply(store: Store) -> Answer:
        _told(store, ctx, store.requests.decline(request), request.tier)
        return Notice("notice-access-declined", {"name": request.person.name})

    return Write(apply)


def _grant(ctx: Context, request: AccessRequest, tier: Tier, until: datetime | None) -> Write:
    def apply(store: Store) -> Answer:
        _told(store, ctx, store.requests.grant(request, tier, until), request.tier)
        data = {"name": request.person.name, "tier": tier.name.lower()}
        data["title"] = store.dossiers.by_id(request.dossier).title
        if until is None:
            return Notice("notice-member", data)
        return Notice("notice-member-until", {**data, "until_moment": until.isoformat()})

    return Write(apply)


def _until(ctx: Context, span: str, words: str) -> datetime | None:
    if not words:
        if span == _FOR_GOOD:
            return None
        if span not in _DAYS:
            raise DossierError("required")
        return ctx.voice.now + timedelta(days=_DAYS[span])
    try:
        until = moments.parse_moment(words, ctx.voice.now, ctx.voice.zone)
    except moments.UnreadableDate:
        until = _through(ctx, words)
    if until <= ctx.voice.now:
        raise DossierError("snooze-past")
    return until


def _through(ctx: Context, words: str) -> datetime:
    """Give the end of a day that words name without a time. Raises DossierError for what names none."""
    try:
        day = moments.parse_day(words, ctx.voice.now, ctx.voice.zone)
    except moments.UnreadableDate:
        raise DossierError("unreadable-moment", text=words[:40]) from None
    zone = ctx.store.naming.zone
    return whole_day(datetime.combine(day, time(12), zone), zone)


def _decidable(ctx: Context, uid: str) -> AccessRequest:
    """Give a request the asker may answer. Raises NotFound, Refused, or Conflict for one that is no longer open."""
    request = ctx.store.requests.get(uid)
    ctx.store.requests.require_decide(request)
    return request


def tell_deciders(store: Store, ctx: Context, request: AccessRequest, asked: Tier | None = None) -> None:
    """Show a request, as it stands now, to those who may answer it; `asked` is the tier, where another was given."""
    dossier = store.dossiers.by_id(request.dossier)
    for person in store.requests.deciders(dossier, asked or request.tier, request.person_id):
        _write_to(store, ctx, person, _CARD, request)


def _told(store: Store, ctx: Context, request: AccessRequest, asked: Tier) -> None:
    """Bring the cards of those who were asked up to date, and answer who asked."""
    tell_deciders(store, ctx, request, asked)
    _write_to(store, ctx, request.person_id, _ANSWER, request)


def _write_to(store: Store, ctx: Context, person: int, card: str, request: AccessRequest) -> None:
    workspace = store.absences.workspace_of(person, ctx.workspace)
    if workspace is not None:
        store.outbox.to_person(person, workspace, card, {"request": request.uid}, f"{card}:{request.uid}")


def _named(name: str) -> Tier | None:
    return next((each for each in Tier if each.name.lower() == name), None)
