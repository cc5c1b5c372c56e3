"""The dossier standard of an organisation: what it follows from, its editions, and whether it is to be confirmed."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from chat.documents import Section
from chat.standard import digest_of, section_of, sections
from chat.voice import Voice
from dossier.errors import Refused
from dossier.language import Language
from dossier.rules import OFF, ON
from dossier.standard import Edition, Regulations
from dossier.tiers import Action, Tier, allowed, lowest
from storage.access import found
from storage.ids import AnyRow
from storage.tables import organisations, standards

if TYPE_CHECKING:
    from storage.store import Store

_ASKED = "standard"


class Standards:
    """The standard of the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def require(self, here: int | None = None) -> None:
        """Raise Refused for whom the standard is not: guests and strangers.

        What somebody is in dossiers says more than that they are one of the organisation's: who is a guest in each of
        theirs is one here too. So is who asks in a dossier (`here`, row id) as its guest, whatever they are elsewhere.
        """
        actor = self._store.actor
        if here is not None and actor.tier_in(here) is Tier.GUEST:
            actor.require(Action.STANDARD, here)
        parts = [each for each in actor.tiers.values() if each is not Tier.STRANGER]
        own = Tier.STRANGER if parts and actor.tier <= Tier.MEMBER else actor.tier
        if not allowed(max(own, actor.audience or Tier.STRANGER, *parts), Action.STANDARD):
            raise Refused("refused-standard", tier=lowest(Action.STANDARD).name.lower())

    def regulations(self) -> Regulations:
        """Give what the standard follows from, as it is now."""
        store = self._store
        name = store.connection.execute(
            select(organisations.c.name).where(organisations.c.id == store.actor.organisation)
        ).scalar_one()
        training, months = store.commitments.training(), store.commitments.months()
        named = (store.naming.pattern, store.naming.language, store.naming.stages, store.filing.filing)
        return Regulations(name, store.kinds.open, store.rules.of(None), *named, training, months)

    def edition(self, rules: Regulations) -> Edition:
        """Give the edition in force; one that nobody has been shown yet is the next, from now on."""
        digest, last = digest_of(rules), self._last()
        if last is not None and last.digest == digest:
            return last
        return Edition(last.number + 1 if last else 1, digest, self._store.now, noted=False)

    def editions(self) -> list[Edition]:
        """Give every edition that was kept, the newest first."""
        return [Edition(row.number, row.digest, row.since) for row in self._kept()]

    def kept(self, number: int, language: Language) -> tuple[Edition, tuple[Section, ...]]:
        """Give an edition and what it says, word for word. Raises NotFound."""
        row = found(next(iter(self._kept(standards.c.number == number)), None))
        said = json.loads(row.content)[language.value]
        return Edition(row.number, row.digest, row.since), tuple(map(section_of, said))

    def _kept(self, *conditions: Any) -> Sequence[AnyRow]:
        ours = standards.c.organisation_id == self._store.actor.organisation
        query = select(standards).where(ours, *conditions).order_by(standards.c.number.desc())
        return self._store.connection.execute(query).all()

    def publish(self) -> Edition:
        """Note the edition in force word for word, unless it has been, and give it."""
        rules = self.regulations()
        edition = self.edition(rules)
        if not edition.noted:
            content = {
                language.value: [asdict(each) for each in sections(rules, _plain(language, self._store.now))]
                for language in Language
            }
            row = {
                "organisation_id": self._store.actor.organisation,
                "number": edition.number,
                "digest": edition.digest,
                "content": json.dumps(content, ensure_ascii=False),
                "since": edition.since,
            }
            make = sqlite.insert if self._store.sqlite else postgresql.insert
            added = make(standards).on_conflict_do_nothing(index_elements=("organisation_id", "number"))
            if self._store.connection.execute(added.returning(standards.c.id), row).first() is None:
                # Somebody else's look was the first by a moment, at the same rules or at others.
                return self.publish()
        return edition

    def asked(self) -> bool:
        """Tell whether everybody is asked to confirm it."""
        return self._store.commitments.setting(_ASKED) == ON

    def ask(self, asked: bool) -> None:
        """Have everybody asked to confirm it, or nobody any more. Raises Refused unless by a manager."""
        self._store.actor.require_manager()
        if asked:
            self.publish()
        organisation = self._store.actor.organisation
        self._store.preferences.keep("organisation", organisation, _ASKED, ON if asked else OFF)

    def _last(self) -> Edition | None:
        row = self._store.connection.execute(
            select(standards.c.number, standards.c.digest, standards.c.since)
            .where(standards.c.organisation_id == self._store.actor.organisation)
            .order_by(standards.c.number.desc())
            .limit(1)
        ).first()
        return Edition(row.number, row.digest, row.since) if row else None


def _plain(language: Language, now: datetime) -> Voice:
    return Voice(language, ZoneInfo("UTC"), now.astimezone(UTC))
