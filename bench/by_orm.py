"""The rows of a `/change` written by an async ORM session a request, as somebody new to it would write them."""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from bench.computing import KIND, compute, same
from bench.ground import DEFAULT, Ground
from bench.measuring import Timing
from chat.events import CommandGiven
from storage import tables
from storage.chains import link
from storage.ids import new_uid
from storage.secrets import Keyring
from storage.tables import moment_number


class _Base(DeclarativeBase):
    metadata = tables.metadata


def _mapped(table: Table) -> Any:
    return type(table.name, (_Base,), {"__table__": table})


_Organisation, _Workspace, _Account = map(_mapped, (tables.organisations, tables.workspaces, tables.accounts))
_Channel, _Dossier, _InboxEvent = map(_mapped, (tables.channels, tables.dossiers, tables.inbox))
_Record, _Revision, _SearchEntry = map(_mapped, (tables.records, tables.revisions, tables.search_entries))
_Name = _mapped(tables.names)
_Duty, _OutboxMessage, _AuditEntry = map(_mapped, (tables.duties, tables.outbox, tables.audit))


class ByOrm:
    """Handles commands with SQLAlchemy's asyncio extension over aiosqlite: a session a command."""

    name = "async ORM"

    def __init__(self, ground: Ground, file: Path) -> None:
        """Take the ground the commands are for and the file to write to."""
        self._keyring = Keyring(ground.master)
        self._runner = asyncio.Runner()
        # The default of 5 s is not enough at concurrency 32 on a busy machine: it would fail, not be slow.
        self._engine = create_async_engine(f"sqlite+aiosqlite:///{file}", connect_args={"timeout": 60})
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False)

    def run(self, commands: Sequence[CommandGiven], concurrency: int) -> Timing:
        """Handle commands, so many at a time."""
        return self._runner.run(self._run(commands, concurrency))

    def close(self) -> None:
        """Disconnect."""
        self._runner.run(self._engine.dispose())
        self._runner.close()

    async def _run(self, commands: Sequence[CommandGiven], concurrency: int) -> Timing:
        waiting, latencies = iter(commands), list[float]()

        async def work() -> None:
            for event in waiting:
                begun = perf_counter()
                await self._handle(event)
                latencies.append(perf_counter() - begun)

        begun = perf_counter()
        await asyncio.gather(*(work() for _ in range(concurrency)))
        return Timing(latencies, perf_counter() - begun)

    async def _handle(self, event: CommandGiven) -> None:
        async with self._sessions() as session, session.begin():
            await _write_change(session, self._keyring, event)


async def _write_change(session: AsyncSession, keyring: Keyring, event: CommandGiven) -> None:
    source, at = event.source, datetime.now(UTC)
    found = await session.execute(
        select(_Workspace, _Account, _Channel)
        .join(_Account, _Account.workspace_id == _Workspace.id)
        .join(_Channel, _Channel.workspace_id == _Workspace.id)
        .where(
            _Workspace.platform == source.platform,
            _Workspace.key == source.workspace,
            _Account.key == source.account,
            _Channel.key == source.channel,
        )
    )
    workspace, account, channel = found.one()
    # Flushed first: the row that tells a second delivery apart also takes the lock under which the counters are read.
    session.add(
        _InboxEvent(
            organisation_id=workspace.organisation_id, platform=source.platform, event=source.id, received_at=at
        )
    )
    await session.flush()
    organisation = await session.get_one(_Organisation, workspace.organisation_id)
    dossier = await session.get_one(_Dossier, channel.dossier_id)
    owner = (organisation.id, organisation.uid, organisation.key)
    new = compute(event, keyring, owner, account.person_id, moment_number(at))
    dossier.last_number += 1
    dossier.changed_at = at
    record = _Record(
        uid=new.uid,
        organisation_id=organisation.id,
        dossier_id=dossier.id,
        kind=KIND,
        number=dossier.last_number,
        title=new.title,
        status=new.status,
        author_id=account.person_id,
        changer_id=account.person_id,
        key=new.key,
        revision=1,
        hash=new.hash,
        created_at=at,
        changed_at=at,
    )
    session.add(record)
    await session.flush()
    stem = f"{KIND}|{at.astimezone(DEFAULT.zone):%Y%m%d}"
    taken = [
        await session.scalar(select(func.max(each.ordinal)).where(each.dossier_id == dossier.id, each.stem == stem))
        for each in (_Revision, _Name)
    ]
    session.add(
        _Revision(
            organisation_id=organisation.id,
            dossier_id=dossier.id,
            record_id=record.id,
            number=1,
            stem=stem,
            ordinal=1 + max(each or 0 for each in taken),
            version=1,
            author_id=account.person_id,
            content=new.content,
            sealed=new.sealed,
            content_hash=new.content_hash,
            hash=new.hash,
            created_at=at,
        )
    )
    session.add(_SearchEntry(id=record.id, scope=f"o{organisation.id} d{dossier.id}", tokens=new.tokens))
    happened = [("record.add", f"record:{new.uid}", KIND)]
    owed = await session.scalars(
        select(_Duty)
        .where(_Duty.dossier_id == dossier.id, _Duty.kind == KIND, _Duty.state == "open", _Duty.subject_id.is_(None))
        .order_by(_Duty.due_at)
    )
    duty = next((each for each in owed if same(each.topic, new.title)), None)
    if duty is not None:
        duty.next_at = None
        duty.state, duty.closed_at, duty.closed_by_id, duty.closer_id = "done", at, record.id, account.person_id
        happened.append(("duty.close", f"record:{new.uid}", duty.topic))
    session.add(_message(organisation.id, workspace.id, source.channel or "", new.uid))
    for action, subject, detail in happened:
        number, person = organisation.audit_number + 1, account.person_id
        head = link(organisation.audit_hash, number, moment_number(at), person, action, subject, detail)
        session.add(
            _AuditEntry(
                organisation_id=organisation.id,
                number=number,
                person_id=person,
                action=action,
                object=subject,
                detail=detail,
                hash=head,
                at=at,
            )
        )
        organisation.audit_number, organisation.audit_hash = number, head


def _message(organisation: int, workspace: int, channel: str, record: str) -> Any:
    now = datetime.now(UTC)
    return _OutboxMessage(
        uid=new_uid(),
        organisation_id=organisation,
        workspace_id=workspace,
        conversation=f"c:{channel}",
        subject=f"record:{record}",
        card="record",
        data=json.dumps({"record": record}),
        state="pending",
        due_at=now,
        created_at=now,
    )
