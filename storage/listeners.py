"""Whom a step speaks to: who is there, who stands in for whom, where they are written to, and when they are awake."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache

from dossier.escalation import Listener
from dossier.rules import Rule
from dossier.views import ChannelView, DossierView
from dossier.worktime import awake
from storage.store import Store


class Listeners:
    """People and channels of an organisation at one moment; each is looked up once."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._store = store
        self.dossier = cache(store.dossiers.by_id)
        self.zone = cache(store.preferences.zone_of)
        self.workspace = cache(self._workspace)
        self.stand_in = cache(self._stand_in)
        self.channel = cache(self._channel)
        self.reads = cache(self._reads)
        self._channels = cache(store.channels.of)
        self._managers = cache(store.absences.managers)
        self.away = cache(self._is_away)
        self._reachable = cache(self._is_reachable)

    def people(self, listener: Listener, owner: int, dossier: DossierView) -> Sequence[int]:
        """Give whom a step speaks to directly: those who are there and can be written to, else the next above them."""
        managers = self._managers()
        pm, present = self.stand_in(dossier.owner_id, dossier), [each for each in managers if not self.away(each)]
        # Who is away is told all the same when there is nobody else.
        last: tuple[Sequence[int], ...] = ([dossier.owner_id], managers)
        chain: list[Sequence[int | None]]
        if listener is Listener.MANAGEMENT:
            chain = [present, managers, [pm], *last]
        elif listener is Listener.PM:
            chain = [[pm], present, *last]
        else:
            chain = [[self.stand_in(owner, dossier)], [pm], present, *last]
        reached = ([each for each in people if each and self._reachable(each, dossier)] for people in chain)
        return next((people for people in reached if people), [])

    def instead(self, owner: int, dossier: DossierView) -> int | None:
        """Give who is asked in place of somebody who is away or may not read the dossier; None where they are there."""
        if self.stand_in(owner, dossier) == owner and self.reads(owner, dossier):
            return None
        return next((each for each in self.people(Listener.OWNER, owner, dossier) if each != owner), None)

    def heir(self, owner: int, dossier: DossierView) -> int | None:
        """Give who owes what somebody owed who may not read it any more: their delegate, else the dossier's owner, else
        a manager; None where nobody can be told."""
        managers = self._managers()
        present = [each for each in managers if not self.away(each)]
        chain = (self.stand_in(owner, dossier), dossier.owner_id, *present, *managers)
        return next((each for each in chain if each and each != owner and self._is_reachable(each, dossier)), None)

    def deciders(self, dossier: DossierView) -> Sequence[int]:
        """Give who is asked what takes the dossier's owner: them while they are there, else the managers."""
        managers = self._managers()
        present = [each for each in (dossier.owner_id, *managers) if not self.away(each)]
        chain = (present[:1] if present[:1] == [dossier.owner_id] else [], present, [dossier.owner_id], managers)
        reached = ([each for each in people if self._reachable(each, dossier)] for people in chain)
        return next((people for people in reached if people), [])

    def day_of(self, person: int) -> date:
        """Give which day it is for a person."""
        return self._store.now.astimezone(self.zone(person)).date()

    def awake(self, rule: Rule, people: Sequence[int]) -> datetime:
        """Give the first moment from now on at which one of some people may be written to."""
        return min(awake(self._store.now, rule.work, self.zone(each)) for each in people)

    def _channel(self, dossier: DossierView) -> ChannelView | None:
        """Give the dossier's channel that no guest reads along in; None when there is none."""
        return next((each for each in self._channels(dossier) if not each.external), None)

    def _stand_in(self, person: int, dossier: DossierView) -> int | None:
        """Give who is reminded: somebody themselves, their delegate while they are away, None without one."""
        absence = self._store.absences.away(person, self.day_of(person))
        if absence is None:
            return person
        delegate = absence.delegate
        if delegate is not None and not self.away(delegate) and self.reads(delegate, dossier):
            return delegate
        return None

    def _is_reachable(self, person: int, dossier: DossierView) -> bool:
        """Tell whether somebody may (still) read the dossier, and can be written to."""
        return self.reads(person, dossier) and self.workspace(person, dossier) is not None

    def _reads(self, person: int, dossier: DossierView) -> bool:
        return self._store.absences.reads(person, dossier.id)

    def _workspace(self, person: int, dossier: DossierView) -> int | None:
        channel = next(iter(self._channels(dossier)), None)
        return self._store.absences.workspace_of(person, channel.workspace if channel else None)

    def _is_away(self, person: int) -> bool:
        return self._store.absences.away(person, self.day_of(person)) is not None
