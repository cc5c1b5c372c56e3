"""What people confirm for the organisation as a whole: its standard and its training; and what of all that expires."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, and_, case, func, insert, or_, select

from chat.standard import digest_of
from dossier.commitments import (
    MONTHS,
    Commitment,
    Expiring,
    Promise,
    Standing,
    Training,
    after_months,
    ends_soon,
    whole_day,
)
from dossier.errors import Conflict, DossierError
from dossier.fields import PersonRef
from dossier.phases import Phase
from dossier.rules import ON
from dossier.tiers import Action, Tier
from dossier.views import DossierView
from storage.outbox import put
from storage.people import pledges_of
from storage.reminding import House
from storage.tables import accounts, commitments, dossiers, members, organisations, outbox, people, settings

if TYPE_CHECKING:
    from storage.store import Store

CARD = "commit"
_TRAINING, _MONTHS = "training", "nda_months"


class Commitments:
    """Commitments in the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def training(self) -> Training | None:
        """Give the training that is asked of everybody, None for none."""
        kept = self.setting(_TRAINING)
        if not kept:
            return None
        known = json.loads(kept)
        return Training(str(known["text"]), int(known["months"]))

    def months(self) -> int:
        """Give for how many months a confirmation of confidentiality holds where a dossier says nothing else."""
        kept = self.setting(_MONTHS)
        return int(kept) if kept else MONTHS

    def after(self, months: int) -> datetime:
        """Give until when what is confirmed now holds for so many months: all through its last day."""
        zone = self._store.naming.zone
        return whole_day(after_months(self._store.now.astimezone(zone), months), zone)

    def keep(self, training: Training | None, months: int) -> None:
        """Set the training, and for how many months confidentiality holds. Raises Refused unless by a manager."""
        self._store.actor.require_manager()
        text = json.dumps({"text": training.text, "months": training.months}, ensure_ascii=False) if training else ""
        for name, value, held in (
            (_TRAINING, text, self.setting(_TRAINING)),
            (_MONTHS, str(months), str(self.months())),
        ):
            if value != held:
                self._store.preferences.keep("organisation", self._store.actor.organisation, name, value)

    def setting(self, name: str) -> str:
        """Give a setting of the organisation, "" for one that is not set."""
        organisation = self._store.actor.organisation
        return (
            self._store.connection.execute(
                select(settings.c.value).where(
                    settings.c.organisation_id == organisation,
                    settings.c.scope == "organisation",
                    settings.c.subject == organisation,
                    settings.c.name == name,
                )
            ).scalar_one_or_none()
            or ""
        )

    def asked(self, what: Promise) -> str | None:
        """Give the mark of the words everybody is to confirm, None when that is not asked."""
        if what is Promise.TRAINING:
            training = self.training()
            return training.digest if training else None
        return digest_of(self._store.standards.regulations()) if self._store.standards.asked() else None

    def of(self, person: int, what: Promise) -> Commitment | None:
        """Give what a person (row id) has confirmed of the words that are asked now, None for nothing."""
        digest = self.asked(what)
        return next(iter(self._given(what, digest, person)), None) if digest else None

    def confirm(self, what: Promise, digest: str) -> tuple[Commitment, bool]:
        """Note that the actor confirms the words of a mark; give the commitment, and whether it is new.

        Raises Refused for who has no part in the organisation, Conflict when other words, or none, are asked by now.
        """
        store, actor = self._store, self._store.actor
        store.standards.require()
        if actor.person is None:
            raise DossierError("refused-settings")
        asked = self.asked(what)
        if asked is None:
            raise Conflict(f"{what}-not-asked")
        if asked != digest:
            raise Conflict(f"{what}-changed")
        mine = self.of(actor.person, what)
        if mine is not None and mine.holds(store.now) and not mine.renewable(store.now):
            return mine, False
        training = self.training() if what is Promise.TRAINING else None
        until = self.after(training.months) if training else None
        row = {
            "organisation_id": actor.organisation,
            "person_id": actor.person,
            "what": what.value,
            "digest": digest,
            "confirmed_at": store.now,
            "until": until,
        }
        store.connection.execute(insert(commitments), row)
        self._refresh(actor.person)
        store.nudges.refresh_morning(actor.person)
        store.audit.add(f"{what}.confirm", f"person:{actor.uid}", until.isoformat() if until else digest)
        return Commitment(PersonRef(id=actor.uid, name=actor.name), store.now, until), True

    def given(self, what: Promise) -> Sequence[Commitment]:
        """Give who has confirmed what is asked now, the newest of each by name. Raises Refused unless by a manager."""
        self._store.actor.require_manager()
        digest = self.asked(what)
        return self._given(what, digest) if digest else []

    def lacking(self, what: Promise) -> Sequence[tuple[int, PersonRef]]:
        """Give who is to confirm what is asked and has not, or no longer, by name (and row id).

        Raises Refused unless by a manager.
        """
        self._store.actor.require_manager()
        digest = self.asked(what)
        if digest is None:
            return []
        holding = {each.person.id for each in self._given(what, digest) if each.holds(self._store.now)}
        return [(row, person) for row, person in self.concerned() if person.id not in holding]

    def concerned(self) -> Sequence[tuple[int, PersonRef]]:
        """Give whom the standard and the training are for: managers, and members of dossiers that are not sealed."""
        ours, now = self._store.actor.organisation, self._store.now
        tier = case((members.c.until <= now, members.c.after), else_=members.c.tier)
        within = (
            select(members.c.person_id)
            .join(dossiers, dossiers.c.id == members.c.dossier_id)
            .where(
                dossiers.c.organisation_id == ours,
                dossiers.c.phase != Phase.SEALED.value,
                tier >= int(Tier.MEMBER),
            )
        )
        rows = self._store.connection.execute(
            select(people.c.id, people.c.uid, people.c.name)
            .where(people.c.organisation_id == ours)
            .where(or_(people.c.tier == int(Tier.MANAGER), people.c.id.in_(within)))
            .order_by(people.c.name)
        )
        return [(row.id, PersonRef(id=row.uid, name=row.name)) for row in rows]

    def standing(self, dossier: DossierView) -> Sequence[Standing]:
        """Give how the members of a dossier stand: confidentiality where it asks for that, and the training.

        Raises Refused unless by its owner or a manager.
        """
        self._store.actor.require(Action.MANAGE, dossier.id)
        told = [each for each in self._store.dossiers.members(dossier) if each.tier >= Tier.MEMBER]
        asked: dict[Promise, dict[str | None, datetime | None]] = {}
        if self._store.pledges.asked(dossier) is not None:
            asked[Promise.NDA] = {each.person.id: each.until for each in self._store.pledges.given(dossier)}
        if digest := self.asked(Promise.TRAINING):
            asked[Promise.TRAINING] = {each.person.id: each.until for each in self._given(Promise.TRAINING, digest)}
        return [
            Standing(each.person, {what: held.get(each.person.id) for what, held in asked.items()}) for each in told
        ]

    def expiring(self, person: int) -> Sequence[Expiring]:
        """Give what a person (row id) confirmed that is still asked, and has expired or soon will; the first first."""
        store = self._store
        pledged = pledges_of(store.connection, store.actor.organisation, person)
        found = [
            Expiring(Promise.NDA, until, dossier)
            for dossier, until in pledged.items()
            if until is not None and ends_soon(until, store.now) and store.absences.reads(person, dossier)
        ]
        training = self.of(person, Promise.TRAINING)
        if training is not None and training.until is not None and training.renewable(store.now):
            found.append(Expiring(Promise.TRAINING, training.until))
        return sorted(found, key=lambda each: each.until)

    def owed_by(self, person: int) -> Sequence[tuple[Promise, str]]:
        """Give what a person (row id) is asked to confirm and has not, or no longer, with the marks of the words."""
        if person not in [row for row, _ in self.concerned()]:
            return []
        asked = [(what, digest) for what in (Promise.STANDARD, Promise.TRAINING) if (digest := self.asked(what))]
        now = self._store.now
        return [
            (what, digest)
            for what, digest in asked
            if not any(each.holds(now) for each in self._given(what, digest, person))
        ]

    def renewed(self, person: int) -> bool:
        """Tell whether a person (row id) has confirmed the standard in any words before."""
        query = select(commitments.c.id).where(
            commitments.c.organisation_id == self._store.actor.organisation,
            commitments.c.person_id == person,
            commitments.c.what == Promise.STANDARD.value,
        )
        return self._store.connection.execute(query.limit(1)).first() is not None

    def subject(self) -> str:
        """Give the subject of the message that asks somebody to confirm what is asked now."""
        return f"commit:{self.asked(Promise.STANDARD) or ''}:{self.asked(Promise.TRAINING) or ''}"

    def _refresh(self, person: int) -> None:
        """Have the message that asked somebody say how it stands now."""
        store, ours, subject = self._store, self._store.actor.organisation, self.subject()
        said = (
            select(outbox.c.workspace_id, outbox.c.conversation)
            .distinct()
            .join(accounts, accounts.c.workspace_id == outbox.c.workspace_id)
            .where(accounts.c.person_id == person, accounts.c.organisation_id == ours)
            .where(outbox.c.conversation == "a:" + accounts.c.key, outbox.c.subject == subject)
        )
        for row in store.connection.execute(said).all():
            put(store.connection, ours, row.workspace_id, row.conversation, CARD, {"of": subject}, subject)

    def _given(self, what: Promise, digest: str, person: int | None = None) -> list[Commitment]:
        at = func.max(commitments.c.confirmed_at, type_=commitments.c.confirmed_at.type).label("at")
        until = func.max(commitments.c.until, type_=commitments.c.until.type).label("until")
        query = (
            select(people.c.uid, people.c.name, at, until)
            .join(people, people.c.id == commitments.c.person_id)
            .where(
                commitments.c.organisation_id == self._store.actor.organisation,
                commitments.c.what == what.value,
                commitments.c.digest == digest,
            )
            .group_by(people.c.uid, people.c.name)
            .order_by(people.c.name)
        )
        if person is not None:
            query = query.where(commitments.c.person_id == person)
        rows = self._store.connection.execute(query)
        return [Commitment(PersonRef(id=row.uid, name=row.name), row.at, row.until) for row in rows]


def asking(connection: Connection) -> Sequence[House]:
    """Give the organisations that ask for something to be confirmed."""
    rows = connection.execute(
        select(organisations.c.id, organisations.c.uid, organisations.c.key)
        .distinct()
        .join(settings, settings.c.organisation_id == organisations.c.id)
        .where(settings.c.scope == "organisation")
        .where(
            or_(
                and_(settings.c.name == Promise.STANDARD.value, settings.c.value == ON),
                and_(settings.c.name == _TRAINING, settings.c.value != ""),
            )
        )
    )
    return [House(row.id, row.uid, row.key) for row in rows]
