"""The minutes that are owed of a meeting, once for each time it was held, however one heard of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter

from dossier.duties import Trigger, equal_topics, same_topic
from dossier.fields import PersonRef
from dossier.kinds import Kind, kinds
from dossier.views import ChannelView, DossierView, DutyView
from dossier.worktime import awake
from storage.closing import SIMILAR_WITHIN
from storage.leaving import owing
from storage.listeners import Listeners
from storage.meetings import Meeting
from storage.nudges import CARD, UNTOLD, raised_subject
from storage.store import Store

QUESTION = "which-meeting"
"""The card that asks which dossier a meeting belongs to."""
_MEETING, _LOOK = "meeting", "look"
"""How a card says that a meeting has ended, and that a dossier is to be looked at as a whole."""
SPARE = timedelta(minutes=30)
"""By how much a meeting may begin sooner or later than it was announced for."""


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that was held: about what, by whom, with whom, from when to when (UTC).

    `link` leads to more of it, `event` is the platform's id of this one time, "" where it is not known.
    """

    topic: str
    owner: PersonRef
    attendees: Sequence[PersonRef]
    start: datetime
    end: datetime
    link: str = ""
    event: str = ""


def minutes_kind() -> Kind:
    """Give the kind of record that a meeting calls for."""
    return next(kind for kind in kinds() if kind.closes is Trigger.MEETING_ENDED)


def owe_minutes(
    store: Store,
    meeting: Meeting,
    times: tuple[datetime, datetime],
    *,
    announced: bool = True,
    link: str = "",
    event: str = "",
) -> None:
    """Have who announced a meeting owe the minutes of the time it was held, unless they are owed already.

    In a sealed dossier nothing can be entered, and nothing is owed. With `announced`, the channel is told,
    when its owner is awake.
    """
    dossier = store.dossiers.by_id(meeting.dossier)
    held = Held(meeting.topic, meeting.owner, meeting.attendees, *times, link, event)
    if not dossier.phase.writable or _is_owed(store, dossier, held, meeting.id):
        return
    duty = raise_minutes(store, dossier, held, meeting.id)
    if announced:
        tell_of(store, dossier, duty)


def tell_of(store: Store, dossier: DossierView, duty: DutyView) -> None:
    """Tell of a duty that time has brought, minutes where their meeting was announced: at once, or when quiet hours are
    over.

    Where a step of reminding has come by then, that one is said in its place.
    """
    if duty.next_at is not None and duty.next_at <= store.now:
        return
    asked = Listeners(store).instead(duty.owner_id, dossier) or duty.owner_id
    wakes = awake(store.now, store.rules.of(dossier.id).work, store.preferences.zone_of(asked))
    if wakes > store.now:
        store.nudges.move(duty.id, UNTOLD, wakes)
        return
    to = _MEETING if duty.trigger is Trigger.MEETING_ENDED else _LOOK
    announce_duty(store, dossier, duty, to, store.meetings.channel_of(duty.meeting) if duty.meeting else None)


def ask_which(store: Store, workspace: int, account: str, draft: str) -> None:
    """Ask the host of a meeting which dossier is meant: at once, or when quiet hours are over.

    `draft` is what is kept of the meeting, as the account's own.
    """
    known, person = store.drafts.of(draft, workspace, account), store.people.with_account(workspace, account)
    if known is None or person is None:
        return
    wakes = awake(store.now, store.rules.of(None).work, store.preferences.zone_of(person))
    if wakes > store.now:
        store.drafts.ask_later(draft, wakes)
        return
    data = {"draft": draft, "topic": known.values["topic"]}
    store.outbox.to_person(person, workspace, QUESTION, data, f"{QUESTION}:{known.values['event']}")


def raise_minutes(store: Store, dossier: DossierView, held: Held, meeting: int | None = None) -> DutyView:
    """Have its host owe the minutes of a meeting, or who does instead where the host may not read it any more.

    What is known of the meeting will stand in their form.
    """
    host = store.people.id_of(held.owner.id or "")
    return store.duties.raise_for(
        dossier,
        Trigger.MEETING_ENDED,
        minutes_kind(),
        held.topic,
        owing(store, host or dossier.owner_id, dossier),
        raised_at=held.end,
        known={
            "attendees": [each.model_dump() for each in _present(held)],
            "link": held.link,
            "event": held.event,
        },
        meeting=meeting,
        held_at=held.start,
    )


def owed_on(store: Store, dossier: DossierView, kind: Kind, topic: str) -> DutyView | None:
    """Give the duty that minutes (of a kind) on a topic close where they do not say when that meeting was: of several
    the last one's; of a meeting that is merely called alike only where it was held in the last days."""
    held = [
        duty
        for duty in store.duties.open_in([dossier.id], kind)
        if duty.trigger is Trigger.MEETING_ENDED and duty.held_at
    ]
    equal = [duty for duty in held if equal_topics(duty.topic, topic)]
    since = store.now - SIMILAR_WITHIN
    alike = [duty for duty in held if same_topic(duty.topic, topic) and (duty.held_at or duty.raised_at) >= since]
    return max(equal or alike, key=lambda duty: duty.held_at or duty.raised_at, default=None)


def _present(held: Held) -> list[PersonRef]:
    """Give who was there: its host, and all who were asked to come."""
    return [held.owner, *(each for each in held.attendees if each.id is None or each.id != held.owner.id)]


def recognised(store: Store, dossier: DossierView, held: Held) -> Meeting | DutyView | None:
    """Give what a meeting of the platform is likeliest to be: one that was announced, or one whose minutes are (or
    were) owed already; None for one nobody knew of."""
    about = (dossier.id, held.start, held.end, SPARE)
    known: list[tuple[Meeting | DutyView, Held]] = [
        *((each, _announced(each)) for each in store.meetings.around(*about)),
        *((each, _owed(each)) for each in store.duties.of_meeting(*about)),
    ]
    likely = ((likeness, each) for each, one in known if (likeness := _likeness(one, held)) is not None)
    return next((each for _, each in sorted(likely, key=itemgetter(0))), None)


def _is_owed(store: Store, dossier: DossierView, held: Held, meeting: int) -> bool:
    """Tell whether a duty was raised for this time of an announced meeting, whatever has become of it.

    Of another that was announced it never is: who says two meetings means two.
    """
    return any(
        (duty.meeting == meeting and duty.held_at == held.start)
        or (duty.meeting is None and _is_named_alike(_owed(duty), held))
        for duty in store.duties.of_meeting(dossier.id, held.start, held.end, SPARE)
    )


def _likeness(known: Held, held: Held) -> tuple[int, timedelta] | None:
    """Tell how likely a meeting that was held is a known one, the likeliest first; None when it is another.

    It is by its id, else by its topic at about that time, else by its host: nobody holds two at once.
    """
    distance = abs(known.start - held.start)
    if known.event and known.event == held.event:
        return 0, distance
    if _is_named_alike(known, held):
        return (1 if known.topic.casefold() == held.topic.casefold() else 2), distance
    invited = not known.event and held.owner.id in [each.id for each in known.attendees]
    at_once = known.start < held.end and held.start < known.end
    return (3, distance) if at_once and (known.owner.id == held.owner.id or invited) else None


def _is_named_alike(known: Held, held: Held) -> bool:
    return same_topic(known.topic, held.topic) and abs(known.start - held.start) <= SPARE


def _announced(meeting: Meeting) -> Held:
    return Held(meeting.topic, meeting.owner, meeting.attendees, meeting.starts_at, meeting.ends_at)


def _owed(duty: DutyView) -> Held:
    people = [PersonRef.model_validate(each) for each in duty.known.get("attendees", ())]
    start, event = duty.held_at or duty.raised_at, str(duty.known.get("event", ""))
    return Held(duty.topic, duty.owner, people, start, duty.raised_at, event=event)


def announce_duty(store: Store, dossier: DossierView, duty: DutyView, to: str, here: ChannelView | None = None) -> None:
    """Tell of a duty that was raised: in the dossier's channel (`here`, when it is one), else to who owes it.

    A channel that guests read along in is not told. Who owes it, or is there in their place, is notified there once a
    day.
    """
    told = [each for each in store.channels.of(dossier) if not each.external]
    channel = next((each for each in told if here and each.id == here.id), next(iter(told), None))
    listeners = Listeners(store)
    instead = listeners.instead(duty.owner_id, dossier)
    asked = instead or duty.owner_id
    data: dict[str, str | int] = {"duties": duty.uid, "to": to, "dossier": dossier.uid}
    if instead is not None:
        data["instead"] = instead
    if channel is not None:
        mention = asked != store.actor.person and store.nudges.mention(asked, listeners.day_of(asked))
        store.outbox.to_channel(channel, CARD, {**data, "mention": int(mention)}, raised_subject(duty.uid))
        return
    workspace = store.absences.workspace_of(asked, None)
    if workspace is not None:
        store.outbox.to_person(asked, workspace, CARD, data, raised_subject(duty.uid))
