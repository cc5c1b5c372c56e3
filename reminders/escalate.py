"""The step of a duty that has come: said to whom it is for, or put off until they are awake to hear it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dossier.escalation import Listener
from dossier.views import ChannelView, DossierView
from reminders.morning import is_morning, say_good_morning
from storage.leaving import pass_on
from storage.listeners import Listeners
from storage.meeting_duties import tell_of
from storage.nudges import (
    CARD,
    MERGED,
    SENT,
    SUPERSEDED,
    UNREACHED,
    UNTOLD,
    morning_subject,
    raised_subject,
    snooze_subject,
    step_subject,
)
from storage.reminding import DueDuty
from storage.store import Store

_LATER = timedelta(days=1)
_LOUDNESS = tuple(Listener)


@dataclass(frozen=True, slots=True)
class _Step:
    """A step to be taken now: its number, None for the word after a snooze, and whom it speaks to."""

    duty: DueDuty
    dossier: DossierView
    number: int | None
    listener: Listener
    next_at: datetime | None

    @property
    def subject(self) -> str:
        """What its message is about, for the outbox."""
        if self.number is None:
            return snooze_subject(self.duty.uid, self.duty.snoozes)
        return step_subject(self.duty.uid, self.number)


class Pass:
    """One pass over due duties of an organisation: what several are to say to one person is one message."""

    def __init__(self, store: Store) -> None:
        """Take the store of the unit."""
        self.store = store
        self._listeners = Listeners(store)
        self._direct: dict[tuple[int, int], list[_Step]] = defaultdict(list)
        self._recorded: set[str] = set()

    def take(self, duty: DueDuty) -> None:
        """Take the step of a duty that has come, or put it off until whom it speaks to is awake."""
        store, there = self.store, self._listeners
        dossier = there.dossier(duty.dossier)
        if not dossier.phase.writable:
            # Nothing can be entered while it is sealed.
            store.nudges.move(duty.id, duty.step, store.now + _LATER)
            return
        if not there.reads(duty.owner, dossier):
            # What they could see for a time only has ended: whoever owes it from now on hears of it by this step.
            duty = replace(duty, owner=pass_on(store, duty.id, duty.owner, dossier) or duty.owner)
        rule, zone = store.rules.of(dossier.id), there.zone(duty.owner)
        first = max(duty.step, 0)
        number = rule.reached(duty.trigger, first, duty.raised_at, store.now, zone, duty.wanted_at)
        following = first if number is None else number + 1
        next_at = rule.step_at(duty.trigger, following, duty.raised_at, zone, duty.wanted_at)
        if number is None and duty.step == UNTOLD and not duty.snoozes:
            store.nudges.move(duty.id, first, next_at)
            tell_of(store, dossier, store.duties.get(duty.uid))
            return
        if number is None and not duty.snoozes:
            # The rule has become slower since.
            store.nudges.move(duty.id, duty.step, next_at)
            return
        listener = Listener.OWNER if number is None else rule.steps.listener(number)
        step = _Step(duty, dossier, number, listener, next_at)
        aloud = listener is Listener.CHANNEL and not duty.trigger.private
        channel = there.channel(dossier) if aloud else None
        people = [] if channel else there.people(listener, duty.owner, dossier)
        wakes = there.awake(rule, people or [duty.owner])
        if wakes > store.now:
            store.nudges.move(duty.id, duty.step, wakes)
            return
        for passed in range(first, following - 1):
            store.nudges.record(duty.id, passed, SUPERSEDED)
        store.nudges.move(duty.id, following, next_at)
        self._say(step, channel, people)

    def write(self) -> None:
        """Say what is to be said to each person in one message, and note what became of every step.

        Who is to have their word in the morning at this moment, too, finds it in there.
        """
        woken = {each: steps for each, steps in self._direct.items() if is_morning(self.store, each[0])}
        for (person, workspace), steps in self._direct.items():
            if (person, workspace) not in woken:
                self._tell(person, workspace, steps)
        # What others are told in a message of its own is noted by that one, which is found again by it alone.
        for (person, workspace), steps in woken.items():
            if say_good_morning(self.store, person, [step.duty.uid for step in steps]):
                for step in steps:
                    self._record(step, MERGED, morning_subject(self._listeners.day_of(person)))
            else:
                self._tell(person, workspace, steps)
        self.store.finish()

    def _tell(self, person: int, workspace: int, steps: Sequence[_Step]) -> None:
        """Tell somebody of all steps at once; of what they had put off in a message of its own: no step is noted by
        which a message it shared would be found again."""
        # The loudest first: where several hear the same, it is noted by the same message.
        together = sorted((each for each in steps if each.number is not None), key=_loudness, reverse=True)
        for said in (together, *([each] for each in steps if each.number is None)):
            if said:
                self._send(person, workspace, said)

    def _send(self, person: int, workspace: int, steps: Sequence[_Step]) -> None:
        duties, to = (",".join(each) for each in zip(*((s.duty.uid, s.listener.value) for s in steps), strict=True))
        data = {"duties": duties, "to": to, "dossier": steps[0].dossier.uid}
        self.store.outbox.to_person(person, workspace, CARD, data, steps[0].subject)
        for step in steps:
            self._record(step, SENT if step is steps[0] else MERGED, steps[0].subject)

    def _say(self, step: _Step, channel: ChannelView | None, people: Sequence[int]) -> None:
        if channel is not None:
            self._say_in(channel, step)
        elif not people:
            self._record(step, UNREACHED, "")
        for person in people:
            workspace = self._listeners.workspace(person, step.dossier)
            if workspace is not None:
                self._direct[person, workspace].append(step)

    def _say_in(self, channel: ChannelView, step: _Step) -> None:
        """Say it in the channel, below what it is about; who owes it, or is there in their place, is notified once a
        day."""
        store, duty = self.store, step.duty
        subject = raised_subject(duty.uid)
        if duty.subject is not None:
            subject = f"record:{store.records.by_row(duty.subject).line.uid}"
        thread = store.outbox.posted(channel, subject)
        people = self._listeners
        instead = people.instead(duty.owner, step.dossier)
        asked = instead or duty.owner
        mention = store.nudges.mention(asked, people.day_of(asked))
        to, dossier = Listener.CHANNEL.value, step.dossier.uid
        data: dict[str, str | int] = {"duties": duty.uid, "to": to, "mention": int(mention), "dossier": dossier}
        if instead is not None:
            data["instead"] = instead
        store.outbox.to_channel(channel, CARD, data, step.subject, thread)
        self._record(step, SENT, step.subject)

    def _record(self, step: _Step, outcome: str, subject: str) -> None:
        """Note what became of a step, once, to however many people it was said."""
        if step.number is not None and step.subject not in self._recorded:
            self._recorded.add(step.subject)
            self.store.nudges.record(step.duty.id, step.number, outcome, subject)


def _loudness(step: _Step) -> int:
    return _LOUDNESS.index(step.listener)
