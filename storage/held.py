"""Roles that people hold, and phases, compared with what the audit log says was given to whom."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, select, type_coerce
from sqlalchemy.types import NULLTYPE

from dossier.tiers import Tier
from storage.breaks import Break, Scope, plain
from storage.ids import AnyRow
from storage.noted import last_of
from storage.roles import GIVEN, OWNS, RANK, TAKEN
from storage.tables import audit, customers, dossiers, members, moment_number, people

_UID = 36
_EPOCH = datetime.fromtimestamp(0, UTC)
_TIERS = {int(tier): tier.name.lower() for tier in Tier}
_ADDED, _CLAIMED, _LEFT = "person.add", "person.claim", "person.leave"
_NOBODY = "none, since nobody gave one"


def misheld(connection: Connection, scope: Scope) -> Iterator[Break]:
    """Give who has another role than they were given, and the dossiers that have another owner or phase.

    Of a dossier that was begun before owners were noted, roles are not compared.
    """
    if scope.dossier is None:
        yield from _ranks(connection, scope)
    yield from _owners_and_phases(connection, scope)
    yield from _members(connection, scope)
    yield from _missed(connection, scope)


def _ranks(connection: Connection, scope: Scope) -> Iterator[Break]:
    """The tier of everybody in the organisation as a whole is the one that was noted last."""
    last = last_of(scope, _ADDED, _CLAIMED, RANK, _LEFT)
    tier = type_coerce(people.c.tier, NULLTYPE).label("tier")
    query = select(people.c.name, tier, last.c.number, last.c.action, last.c.detail)
    query = query.outerjoin(last, last.c.object == "person:" + people.c.uid)
    for row in connection.execute(query.where(people.c.organisation_id == scope.organisation).order_by(people.c.id)):
        noted = {_CLAIMED: Tier.MANAGER.name.lower(), _LEFT: Tier.STRANGER.name.lower()}.get(row.action, row.detail)
        if (has := _tier(row.tier)) != noted:
            yield _differs(plain(scope.name), f"the tier of {plain(row.name)}", has, noted, row.number)


def _owners_and_phases(connection: Connection, scope: Scope) -> Iterator[Break]:
    owns, moved = last_of(scope, OWNS), last_of(scope, "dossier.phase")
    this = "dossier:" + dossiers.c.uid
    query = _of_dossiers(
        *(dossiers.c.phase, people.c.uid, people.c.name, owns.c.detail, owns.c.number),
        *(moved.c.detail.label("moved"), moved.c.number.label("entry")),
    )
    query = query.join(people, people.c.id == dossiers.c.owner_id)
    query = query.outerjoin(owns, owns.c.object == this).outerjoin(moved, moved.c.object == this)
    for row in connection.execute(_within(query, scope).order_by(dossiers.c.id)):
        if row.detail is not None and row.detail != row.uid:
            yield _differs(_title(row), "its owner", row.name, _name(connection, scope, row.detail), row.number)
        phase = row.phase if row.moved is None else str(row.moved).partition(" ")[0]
        if phase != row.phase:
            yield _differs(_title(row), "its phase", row.phase, phase, row.entry)


def _members(connection: Connection, scope: Scope) -> Iterator[Break]:
    """Everybody who is a member was made one, of that tier and for that long."""
    owns, last = last_of(scope, OWNS), _last_of_members(scope)
    this = "dossier:" + dossiers.c.uid
    raw = [type_coerce(members.c[name], NULLTYPE).label(name) for name in ("tier", "until", "after")]
    query = _of_dossiers(*raw, people.c.name, last.c.number, last.c.action, last.c.detail)
    query = query.join(members, members.c.dossier_id == dossiers.c.id).join(people, people.c.id == members.c.person_id)
    query = query.join(owns, owns.c.object == this)
    query = query.outerjoin(last, (last.c.object == this) & (last.c.who == people.c.uid))
    for row in connection.execute(_within(query, scope).order_by(members.c.id)):
        has = _tier(row.tier), row.until, None if row.until is None else _tier(row.after)
        if row.action in GIVEN and has == _given(row.detail):
            continue
        noted = _noted(row.detail) if row.action in GIVEN else _NOBODY if row.number is None else "none"
        yield _differs(_title(row), f"the tier of {plain(row.name)}", _said(row), noted, row.number)


def _missed(connection: Connection, scope: Scope) -> Iterator[Break]:
    """Nobody who was made a member, and was not taken out, is none."""
    owns, last = last_of(scope, OWNS), _last_of_members(scope)
    this = "dossier:" + dossiers.c.uid
    query = _of_dossiers(last.c.detail, last.c.number, people.c.name).join(owns, owns.c.object == this)
    query = query.join(last, last.c.object == this).join(people, people.c.uid == last.c.who)
    held = (members.c.dossier_id == dossiers.c.id) & (members.c.person_id == people.c.id)
    query = query.outerjoin(members, held).where(members.c.id.is_(None), last.c.action.in_(GIVEN))
    for row in connection.execute(_within(query, scope).order_by(last.c.number)):
        yield _differs(_title(row), f"the tier of {plain(row.name)}", "none", _noted(row.detail), row.number)


def _last_of_members(scope: Scope) -> Any:
    """Select the last entry on each person's membership of each dossier."""
    return last_of(scope, *GIVEN, *TAKEN, who=func.substr(audit.c.detail, 1, _UID))


def _given(detail: object) -> tuple[str, int | None, str | None]:
    """Read what was noted of a membership: the tier, until when, and which one then; of what cannot be read nothing."""
    tier, until, after = (*_noted(detail).split(), "", "", "")[:3]
    with suppress(ValueError):
        return tier, moment_number(datetime.fromisoformat(until)) if until else None, after or None
    return "", None, None


def _noted(detail: object) -> str:
    """Give what stands behind the person's id."""
    return str(detail)[_UID:].strip()


def _said(row: AnyRow) -> str:
    return _tier(row.tier) if row.until is None else f"{_tier(row.tier)} {_moment(row.until)} {_tier(row.after)}"


def _moment(number: object) -> str:
    """Say a moment as the log does; what is none, or lies out of all time, as it stands there."""
    with suppress(TypeError, OverflowError):
        return f"{(_EPOCH + timedelta(microseconds=number)).isoformat()}"  # type: ignore[arg-type]
    return plain(number)


def _tier(value: object) -> str:
    return _TIERS.get(value, plain(value))  # type: ignore[call-overload, no-any-return]


def _differs(whose: str, what: str, found: str, noted: object, entry: int | None) -> Break:
    by = "" if entry is None else f", by entry {entry} of the audit log"
    return Break(whose, what, plain(found), f"{plain(noted or _NOBODY)}{by}")


def _name(connection: Connection, scope: Scope, uid: str) -> str:
    query = select(people.c.name).where(people.c.organisation_id == scope.organisation, people.c.uid == uid)
    return str(connection.execute(query).scalar_one_or_none() or uid)


def _of_dossiers(*columns: Any) -> Select[Any]:
    query = select(customers.c.short_name, dossiers.c.project, *columns).select_from(dossiers)
    return query.join(customers, customers.c.id == dossiers.c.customer_id)


def _within(query: Select[Any], scope: Scope) -> Select[Any]:
    query = query.where(dossiers.c.organisation_id == scope.organisation)
    return query if scope.dossier is None else query.where(dossiers.c.id == scope.dossier)


def _title(row: AnyRow) -> str:
    return f"{plain(row.short_name)} · {plain(row.project)}"
