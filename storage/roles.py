"""Noting roles: who has which tier, and who owns a dossier, is written into the audit log as it came to be."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from dossier.tiers import Tier
from storage.ids import AnyRow
from storage.tables import dossiers, members, people

if TYPE_CHECKING:
    from storage.store import Store

GIVEN = ("member.set", "member.join")
"""What is noted when somebody has a tier in a dossier: their id, the tier, and when it ends which they have then."""
TAKEN = ("member.leave", "member.drop")
"""What is noted when somebody has none any more: their id."""
OWNS = "dossier.owner"
"""What is noted of who answers for a dossier from then on: their id."""
RANK = "person.tier"
"""What is noted of a person whose tier in the organisation as a whole is another: the tier."""


def note_member(store: "Store", dossier: int, person: int, action: str = "member.set") -> None:
    """Note what somebody's membership of a dossier (row ids) has come to, as it stands in its table now."""
    query = select(members.c.tier, members.c.until, members.c.after)
    row = store.connection.execute(
        query.where(members.c.dossier_id == dossier, members.c.person_id == person)
    ).one_or_none()
    tier = "" if row is None else _in_words(row)
    uid = store.connection.execute(select(dossiers.c.uid).where(dossiers.c.id == dossier)).scalar_one()
    store.audit.add(action, f"dossier:{uid}", f"{_uid(store, person)} {tier}".rstrip())


def note_owner(store: "Store", dossier: str, person: str) -> None:
    """Note who answers for a dossier (ids) from now on."""
    store.audit.add(OWNS, f"dossier:{dossier}", person)


def note_rank(store: "Store", person: str, tier: int) -> None:
    """Note the tier that a person (their id) has in the organisation as a whole from now on."""
    store.audit.add(RANK, f"person:{person}", Tier(tier).name.lower())


def _in_words(row: AnyRow) -> str:
    tier = Tier(row.tier).name.lower()
    return tier if row.until is None else f"{tier} {row.until.isoformat()} {Tier(row.after or 0).name.lower()}"


def _uid(store: "Store", person: int) -> str:
    return str(store.connection.execute(select(people.c.uid).where(people.c.id == person)).scalar_one())
