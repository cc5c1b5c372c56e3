"""Taking in the archive of a dossier: it is written with every id, revision and moment it had."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any
from zoneinfo import ZoneInfoNotFoundError

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from dossier.attachable import plain_name
from dossier.deciding import SAID, Pledge
from dossier.errors import DossierError, Problem
from dossier.fields import FileRef
from dossier.kinds import Kind
from dossier.own.declared import Declared
from dossier.tiers import Tier
from storage import organisations
from storage.access import Actor
from storage.archive_entries import (
    ApprovalEntry,
    FileEntry,
    NameEntry,
    PersonEntry,
    PledgeEntry,
    RecordEntry,
    RevisionEntry,
)
from storage.archive_file import Surveyed, check, entry, kind_of, references_in, require_named
from storage.archive_parts import Broken, FileGiven, Hashed, parts
from storage.audit import IMPORTED
from storage.chains import GENESIS
from storage.dossier_names import name_key
from storage.ids import row_id
from storage.records import index, revision_row
from storage.roles import note_member, note_owner
from storage.secrets import Keyring
from storage.store import Store
from storage.tables import (
    approvals,
    customers,
    dossiers,
    members,
    names,
    origins,
    people,
    records,
    revisions,
    workspaces,
)
from storage.vault import Vault

_PLATFORM = "archive"
"""What stands in the place of the chat where messages were that records were made from."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came in: the dossier's title, how many records, the code by which a new organisation gets a manager, and the
    SHA-256 of the archive."""

    title: str
    count: int
    claim: str
    digest: str


def take_in(
    connection: Connection, keyring: Keyring, vault: Vault, archive: Surveyed, file: IO[bytes], now: datetime
) -> TakenIn:
    """Write an archive into the only organisation there is; where there is none, into the one it came from.

    It is read a second time, record by record. Raises Broken where it is there already, or what it says stands against
    what is there.
    """
    there, claim = organisations.everyone(connection), ""
    if len(there) > 1:
        raise Broken("there are several organisations here: a dossier is taken in where there is one, or none yet")
    if there:
        store = Store(connection, organisations.product(there[0][0]), now, keyring.organisation(*there[0][2:]))
    else:
        store = organisations.found(connection, keyring, archive.head.organisation, now)
        claim = organisations.new_claim_code(connection, store.actor.organisation)
        try:
            store.naming.found(archive.head.naming.items())
        except (DossierError, ValueError, ZoneInfoNotFoundError):
            raise Broken("how documents are named is not as it can be set") from None
    try:
        _Taking(store, vault, archive, founded=not there).run(file)
    except IntegrityError:
        raise Broken("something stands in it twice that can be there once") from None
    store.finish()
    head = archive.head
    return TakenIn(f"{head.customer.short_name} · {head.dossier.project}", len(archive.records), claim, archive.digest)


class _Taking:
    """One archive being written."""

    def __init__(self, store: Store, vault: Vault, archive: Surveyed, *, founded: bool) -> None:
        self._store = store
        self._vault = vault
        self._archive = archive
        self._head = archive.head
        self._founded = founded
        self._organisation = store.actor.organisation
        self._people: dict[str, Actor] = {}
        self._counted = Counter[str]()
        self._taken = set[tuple[object, ...]]()

    def run(self, file: IO[bytes]) -> None:
        archive, connection = self._archive, self._store.connection
        for table, ids in ((dossiers, [self._head.dossier.id]), (records, archive.records)):
            for at in range(0, len(ids), 500):
                if connection.execute(select(table.c.id).where(table.c.uid.in_(ids[at : at + 500])).limit(1)).first():
                    raise Broken("this dossier is here already")
        self._kinds()
        if self._founded:
            self._folders()
        for person in archive.people:
            self._people[person.id] = self._person(person)
        dossier = self._dossier(self._customer())
        place = self._place() if archive.origins else 0
        reading = Hashed(file)
        for name, value in parts(reading):
            if name == "records" and value is not None:
                self._record(dossier, entry(RecordEntry, value, name), place)
            elif name == "files" and value is not None:
                self._file(value)
        if reading.hexdigest() != archive.digest:
            raise Broken("the file has changed while it was read")
        self._store.audit.add("dossier.import", f"dossier:{self._head.dossier.id}", archive.digest)

    def _kinds(self) -> None:
        """Take its own kinds along where the organisation has none; those it has must know what is in the archive."""
        there, given = self._store.own_kinds.declared(), self._head.kinds
        if there == Declared() != given:
            self._store.own_kinds.keep(given.file(), given)

    def _folders(self) -> None:
        try:
            self._store.filing.found(self._head.folders)
        except DossierError:
            raise Broken("the sub-folders are not as they can be set") from None

    def _person(self, person: PersonEntry) -> Actor:
        ours = self._organisation
        known = self._store.connection.execute(
            select(people.c.id, people.c.organisation_id).where(people.c.uid == person.id)
        ).one_or_none()
        if known is not None and known.organisation_id != ours:
            raise Broken(f"{person.name} belongs to another organisation here")
        # Where others work already, a file gives nobody any rights beyond its own dossier.
        tier = person.tier if self._founded else Tier.STRANGER
        row = {"uid": person.id, "organisation_id": ours, "name": person.name, "tier": int(tier)}
        if known is not None:
            return Actor(ours, known.id, person.id, person.name, Tier.MANAGER)
        number = row_id(self._store.connection.execute(insert(people), row))
        self._store.audit.add("person.add", f"person:{person.id}", tier.name.lower())
        return Actor(ours, number, person.id, person.name, Tier.MANAGER)

    def _customer(self) -> int:
        given, ours = self._head.customer, self._organisation
        key = name_key(given.short_name)
        known = self._store.connection.execute(
            select(customers.c.id, customers.c.name).where(
                customers.c.organisation_id == ours, customers.c.short_key == key
            )
        ).one_or_none()
        if known is not None:
            if name_key(known.name) != name_key(given.name):
                raise Broken(f"the short name {given.short_name} is taken by {known.name}")
            return int(known.id)
        row = {"uid": given.id, "organisation_id": ours, "name": given.name, "short_name": given.short_name}
        row |= {"short_key": key, "name_key": name_key(given.name)}
        return row_id(self._store.connection.execute(insert(customers), row))

    def _dossier(self, customer: int) -> int:
        given, connection = self._head.dossier, self._store.connection
        project = {"project": given.project, "project_key": name_key(given.project)}
        taken = (dossiers.c.customer_id == customer, dossiers.c.project_key == project["project_key"])
        if connection.execute(select(dossiers.c.id).where(*taken)).first():
            raise Broken(f"there is a dossier of {self._head.customer.short_name} · {given.project} already")
        row = {
            **project,
            "uid": given.id,
            "organisation_id": self._organisation,
            "customer_id": customer,
            "owner_id": self._people[given.owner].person,
            "phase": given.phase.value,
            "last_number": given.last_number,
            "created_at": given.created,
            "changed_at": given.changed,
        }
        dossier = row_id(connection.execute(insert(dossiers), row))
        for each in self._head.members:
            if each.tier == "stranger":
                continue
            member = {"organisation_id": self._organisation, "dossier_id": dossier}
            person = self._people[each.person].person or 0
            after = int(Tier[each.after.upper()]) if each.until else None
            rights = {"person_id": person, "tier": int(Tier[each.tier.upper()]), "until": each.until, "after": after}
            connection.execute(insert(members), {**member, **rights})
            note_member(self._store, dossier, person)
        note_owner(self._store, given.id, given.owner)
        self._store.rules.found(dossier, given.rule)
        self._pledge(given.pledge)
        return dossier

    def _pledge(self, given: PledgeEntry | None) -> None:
        if given is None:
            return
        confirmed = [(self._people[each.person].person or 0, each.at, each.until) for each in given.confirmed]
        dossier = self._store.dossiers.get(self._head.dossier.id)
        self._store.pledges.found(dossier, Pledge(given.text, given.days), confirmed)

    def _file(self, given: FileGiven) -> None:
        about, spool = given
        file = entry(FileEntry, about, "files")
        # What had not been fetched then cannot be fetched from here.
        ours = FileRef(id=file.id, name=plain_name(file.name), size=file.size, type=file.type)
        self._store.files.add(ours, f"{_PLATFORM}/-/-")
        if spool is not None:
            self._vault.keep_within(self._store, file.id, spool, file.type)
        else:
            self._store.files.refuse(file.id, Problem("problem-file-unfetched", {"name": file.name}))

    def _called(
        self, kind: Kind, record: RecordEntry, revision: RevisionEntry, before: list[dict[str, Any]]
    ) -> dict[str, Any]:
        """Give what a version is called by; of an earlier archive, as such are called that were there before."""
        if revision.ordinal:
            return {"stem": revision.stem, "ordinal": revision.ordinal, "version": revision.version}
        stem = revision.stem or self._store.naming.stem(kind, {}, record.created.astimezone(UTC).date())
        ordinal = next((row["ordinal"] for row in before if row["stem"] == stem), 0)
        if not ordinal:
            self._counted[stem] += 1
        version = before[-1]["version"] + (not revision.deleted) if before else 1
        return {"stem": stem, "ordinal": ordinal or self._counted[stem], "version": version}

    def _place(self) -> int:
        row = {"organisation_id": self._organisation, "platform": _PLATFORM, "key": self._head.dossier.id}
        return row_id(self._store.connection.execute(insert(workspaces), {**row, "name": self._head.organisation}))

    def _record(self, dossier: int, record: RecordEntry, place: int) -> None:
        check(record, self._store.kinds)
        for wanted, other in references_in(record, self._store.kinds):
            require_named(record.number, wanted, other, self._archive.kinds_of, self._store.kinds)
        kind, connection, last = kind_of(record, self._store.kinds), self._store.connection, record.revisions[-1]
        data_key, wrapped = self._store.keys.new_data_key(record.id)
        head, rows = GENESIS, list[dict[str, Any]]()
        for each in record.revisions:
            # Each is written as the one who made it, at its moment: the chain says so.
            then = Store(connection, self._people[each.author], each.at, self._store.keys)
            row = revision_row(
                then, kind, record.id, data_key, each.number, head, each.content, each.reason, deleted=each.deleted
            )
            head = row["hash"]
            rows.append({**row, "dossier_id": dossier, **self._called(kind, record, each, rows)})
        made = {
            "uid": record.id,
            "organisation_id": self._organisation,
            "dossier_id": dossier,
            "kind": kind.name,
            "number": record.number,
            "title": kind.title_of(last.content),
            "status": last.content.get("status"),
            "author_id": self._people[record.author].person,
            "changer_id": self._people[last.author].person,
            "key": None if record.erased else wrapped,
            "revision": last.number,
            "hash": head,
            "deleted": last.deleted,
            "shared": record.shared,
            "created_at": record.created,
            "changed_at": last.at,
        }
        number = row_id(connection.execute(insert(records), made))
        connection.execute(insert(revisions), [{"record_id": number, **row} for row in rows])
        if not last.deleted:
            index(self._store, number, dossier, kind, last.content)
        for origin in record.origins:
            said = {"organisation_id": self._organisation, "record_id": number, "workspace_id": place}
            connection.execute(insert(origins), {**said, **origin.model_dump()})
        if record.shared:
            self._store.audit.add("record.share", f"record:{record.id}")
        for approval in record.approvals:
            self._approval(number, record, approval)
        for name in record.names:
            self._name(dossier, number, record, name)

    def _name(self, dossier: int, record: int, of: RecordEntry, name: NameEntry) -> None:
        taken = {(name.stem, name.ordinal, name.version), (name.stem, name.sha256)}
        if self._taken & taken:
            raise Broken(f"record {of.number}: a file has the name of another")
        self._taken |= taken
        row = {
            "organisation_id": self._organisation,
            "dossier_id": dossier,
            "record_id": record,
            "stem": name.stem,
            "ordinal": name.ordinal,
            "version": name.version,
            "digest": bytes.fromhex(name.sha256),
            "wording": name.wording,
            "created_at": name.at,
        }
        self._store.connection.execute(insert(names), row)

    def _approval(self, record: int, of: RecordEntry, approval: ApprovalEntry) -> None:
        """Write a submission with what was decided, and note that it came with the archive."""
        row = {
            "uid": approval.id,
            "organisation_id": self._organisation,
            "record_id": record,
            "revision": approval.revision,
            "state": approval.state.value,
            "submitter_id": self._people[approval.submitter].person,
            "submitted_at": approval.submitted,
            "decider_id": self._people[approval.decider].person if approval.decider else None,
            "decided_at": approval.decided,
            "comment": approval.comment,
        }
        self._store.connection.execute(insert(approvals), row)
        if approval.decider:
            noted = f"v{approval.revision} {IMPORTED} {approval.id} {SAID} {approval.comment}"
            self._store.audit.add(f"approval.{approval.state}", f"record:{of.id}", noted)
