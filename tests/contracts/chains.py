"""Verifying the hash chains of a database, link by link, from its rows alone and the master key."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from storage.chains import GENESIS, content_hash, link
from storage.secrets import Keyring, OrganisationKeys
from storage.tables import audit, moment_number, organisations, records, revisions


def broken(connection: Connection, keyring: Keyring) -> list[str]:
    """Give every link that does not follow from what it covers, and every head that is not its chain's last link."""
    found: list[str] = []
    for organisation in connection.execute(select(organisations)).all():
        keys = keyring.organisation(organisation.uid, organisation.key)
        found += _audit(connection, organisation)
        for record in connection.execute(select(records).where(records.c.organisation_id == organisation.id)).all():
            found += _record(connection, record, keys)
    return found


def _audit(connection: Connection, organisation: Any) -> Iterator[str]:
    head, number = GENESIS, 0
    rows = connection.execute(select(audit).where(audit.c.organisation_id == organisation.id).order_by(audit.c.number))
    for row in rows:
        number += 1
        head = link(head, number, moment_number(row.at), row.person_id or "", row.action, row.object, row.detail)
        if (row.number, row.hash) != (number, head):
            yield f"audit {row.number} of {organisation.name}"
    if (organisation.audit_number, organisation.audit_hash) != (number, head):
        yield f"audit head of {organisation.name}"


def _record(connection: Connection, record: Any, keys: OrganisationKeys) -> Iterator[str]:
    head, number = GENESIS, 0
    opened = keys.data_key(record.uid, record.key) if record.key is not None else None
    rows = connection.execute(select(revisions).where(revisions.c.record_id == record.id).order_by(revisions.c.number))
    for row in rows:
        number += 1
        parts = (row.organisation_id, record.uid, number, row.author_id, row.reason, row.deleted)
        head = link(head, *parts, moment_number(row.created_at), row.content_hash)
        if (row.number, row.hash) != (number, head):
            yield f"record {record.number} v{row.number}"
        if opened is not None and _covered(row, keys, record.uid, opened) != row.content_hash:
            yield f"content of record {record.number} v{row.number}"
    if (record.revision, record.hash) != (number, head):
        yield f"head of record {record.number}"


def _covered(row: Any, keys: OrganisationKeys, record: str, opened: bytes) -> bytes:
    hidden = keys.unseal(opened, record, row.number, row.sealed)
    return content_hash(hidden["salt"], {**json.loads(row.content), **hidden["values"]})
