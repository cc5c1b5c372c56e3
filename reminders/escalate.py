"""The step of a duty that has come: whom it is said to, or when they are awake to hear it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from dossier.escalation import Listener
from dossier.rules import Rule
from dossier.views import ChannelView, DossierView
from dossier.worktime import awake
from storage.nudges import CARD, MERGED, SENT, SUPERSEDED, UNREACHED, snooze_subject, step_subject
from storage.nudges import raised_subject as announced
from storage.reminding import DueDuty
from storage.store import Store


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


@dataclass(slots=True)
class Pass:
    """One pass over due duties of an organisation: everything is written when `write` is called, messages merged."""

    store: Store
    _direct: dict[tuple[int, int, Listener], list[_Step]] = field(default_factory=lambda: defaultdict(list))
    _reached: set[str] = field(default_factory=set)

    def take(self, duty: DueDuty) -> None:
        """Take the step of a duty that has come, or put it off until whom it speaks to is awake."""
        store, dossier = self.store, self.store.dossiers.by_id(duty.dossier)
        rule, zone = store.rules.of(dossier.id), store.preferences.zone_of(duty.owner)
        number = rule.steps.reached(duty.step, duty.raised_at, store.now, rule.work, zone)
        following = duty.step if number is None else number + 1
        next_at = rule.steps.at(following, duty.raised_at, rule.work, zone)
        if number is None and not duty.snoozes:
            # The rule has become slower since.
            store.nudges.move(duty.id, duty.step, next_at)
            return
        listener = Listener.OWNER if number is None else rule.steps.listener(number)
        step = _Step(duty, dossier, number, listener, next_at)
        channel = self._channel(dossier) if listener is Listener.CHANNEL else None
        people = [] if channel else self._people(step)
        wakes = self._awake(rule, people or [duty.owner])
        if wakes > store.now:
            store.nudges.move(duty.id, duty.step, wakes)
            return
        self._note(step)
        if channel is not None:
            self._say_in(channel, step, self._stand_in(duty.owner, dossier))
        for person in people:
            workspace = self._workspace(person, dossier)
            if workspace is not None:
                self._direct[person, workspace, listener].append(step)

    def write(self) -> None:
        """Say what is to be said to each person in one message, and note what became of every step."""
        for (person, workspace, listener), steps in self._direct.items():
            duties = ",".join(step.duty.uid for step in steps)
            data = {"duties": duties, "to": listener.value, "dossier": steps[0].dossier.uid}
            self.store.outbox.to_person(person, workspace, CARD, data, steps[0].subject)
            for step in steps:
                self._record(step, SENT if step is steps[0] else MERGED, steps[0].subject)
        self.store.finish()

    def _note(self, step: _Step) -> None:
        """Move a duty on, and note the steps that were passed over."""
        following = step.duty.step if step.number is None else step.number + 1
        for passed in range(step.duty.step, following - 1):
            self.store.nudges.record(step.duty.id, passed, SUPERSEDED)
        self.store.nudges.move(step.duty.id, following, step.next_at)
        if step.listener is not Listener.CHANNEL and not self._people(step):
            self._record(step, UNREACHED, "")

    def _record(self, step: _Step, outcome: str, subject: str) -> None:
        if step.number is None or step.subject in self._reached:
            return
        self._reached.add(step.subject)
        self.store.nudges.record(step.duty.id, step.number, outcome, subject)

    def _say_in(self, channel: ChannelView, step: _Step, person: int) -> None:
        """Say it in the channel, below what it is about; who owes it is notified once a day."""
        store, duty = self.store, step.duty
        subject = announced(duty.uid)
        if duty.subject is not None:
            subject = f"record:{store.records.by_row(duty.subject).line.uid}"
        thread = store.outbox.posted(channel, subject)
        mention = person == duty.owner and store.nudges.mention(person, self._day_of(person))
        to, dossier = Listener.CHANNEL.value, step.dossier.uid
        data: dict[str, str | int] = {"duties": duty.uid, "to": to, "mention": int(mention), "dossier": dossier}
        store.outbox.to_channel(channel, CARD, data, step.subject, thread)
        self._record(step, SENT, step.subject)

    def _channel(self, dossier: DossierView) -> ChannelView | None:
        """Give the dossier's channel that no guest reads along in; None when there is none."""
        return next((each for each in self.store.channels.of(dossier) if not each.external), None)

    def _people(self, step: _Step) -> Sequence[int]:
        """Give whom a step speaks to directly: those who are there and can be written to, else the next above them."""
        owner, dossier = step.duty.owner, step.dossier
        chain = [[self._stand_in(owner, dossier)], [self._stand_in(dossier.owner_id, dossier)]]
        if step.listener is Listener.PM:
            chain = chain[1:]
        elif step.listener is Listener.MANAGEMENT:
            managers = self.store.absences.managers()
            chain = [[each for each in managers if not self._away(each)], managers, chain[1]]
        else:
            chain.append([dossier.owner_id])
        chain.append(self.store.absences.managers())
        reached = ([each for each in people if self._reachable(each, dossier)] for people in chain)
        return next((people for people in reached if people), [])

    def _stand_in(self, person: int, dossier: DossierView) -> int:
        """Give who is reminded in somebody's place: their delegate while they are away, the PM without one."""
        absence = self.store.absences.away(person, self._day_of(person))
        if absence is None:
            return person
        delegate = absence.delegate
        if delegate is not None and not self._away(delegate) and self.store.absences.reads(delegate, dossier.id):
            return delegate
        return dossier.owner_id

    def _reachable(self, person: int, dossier: DossierView) -> bool:
        return not self.store.absences.is_gone(person) and self._workspace(person, dossier) is not None

    def _workspace(self, person: int, dossier: DossierView) -> int | None:
        channel = next(iter(self.store.channels.of(dossier)), None)
        return self.store.absences.workspace_of(person, channel.workspace if channel else None)

    def _away(self, person: int) -> bool:
        return self.store.absences.away(person, self._day_of(person)) is not None

    def _day_of(self, person: int) -> date:
        return self.store.now.astimezone(self.store.preferences.zone_of(person)).date()

    def _awake(self, rule: Rule, people: Sequence[int]) -> datetime:
        """Give the first moment from now on at which one of some people may be written to."""
        return min(awake(self.store.now, rule.work, self.store.preferences.zone_of(each)) for each in people)
