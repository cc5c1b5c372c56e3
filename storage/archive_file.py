"""What the archive of a dossier holds: read once and checked as a whole before anything is written."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import IO, Any, TypeVar

from pydantic import AwareDatetime, BaseModel, TypeAdapter, ValidationError

from dossier.deciding import ApprovalState
from dossier.errors import DossierError
from dossier.fields import Amount, FieldSpec, FileRef, Input, PersonRef
from dossier.kinds import Kind, Kinds
from dossier.labels import may_be_called
from dossier.naming import check_short_name
from dossier.own.checking import require_sound
from dossier.own.making import OWN, merged
from dossier.own.text import WrongFile
from dossier.reading import references
from dossier.views import numbers_in
from storage.archive_chain import CHAIN, Checking
from storage.archive_entries import (
    FileEntry,
    Head,
    PersonEntry,
    RecordEntry,
)
from storage.archive_parts import NO_ARCHIVE, STREAMED, Broken, Hashed, parts
from storage.naming_others import stands_for
from storage.spool import Spool

_P = TypeVar("_P", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Surveyed:
    """An archive that was read once and found right: what it says of itself, who is named in it, the ids of its
    records, the name of each one's kind by its number, whether one of them has an origin, and its SHA-256."""

    head: Head
    people: Sequence[PersonEntry]
    records: Sequence[str]
    kinds_of: Mapping[int, str]
    origins: bool
    digest: str


def survey(file: IO[bytes]) -> Surveyed:
    """Read an archive to its end and check it as a whole. Raises Broken, saying what is wrong and where."""
    reading = Hashed(file)
    given: dict[str, Any] = {}
    looking: _Looking | None = None
    end = None
    listed = list[str]()
    for name, value in parts(reading):
        if name == CHAIN and looking is not None:
            end = value
        elif name not in STREAMED:
            if looking is not None:
                raise Broken(f"this is no archive of a dossier: {name[:40]} stands behind the lists")
            given[name] = value
        else:
            looking = looking or _Looking(_head(given), given)
            if value is None:
                listed.append(name)
            else:
                looking.at(name, value)
    for name in STREAMED:
        if name not in listed:
            _head(given)
            raise Broken(f"this is no archive of a dossier: {name} is missing")
    return (looking or _Looking(_head(given), given)).end(reading.hexdigest(), end)


def entry(shape: type[_P], value: Any, where: str) -> _P:
    """Give a part of an archive as what it is. Raises Broken, saying where it is not."""
    try:
        # As JSON it is read more strictly than as values.
        return shape.model_validate_json(json.dumps(value))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        at = ".".join(str(part) for part in (where, *first["loc"]) if part != "")
        # What we refuse ourselves is said in words of ours; of the rest, where it is.
        own = first["msg"].partition(", ")[2] if first["type"] == "value_error" else ""
        said = f"this is no archive of a dossier: {at}: {own or 'not what belongs there'}"
        raise Broken(NO_ARCHIVE if at in ("", "format") else said) from None


def _head(given: Mapping[str, Any]) -> Head:
    head = entry(Head, given, "")
    if not head.complete:
        raise Broken(
            "this archive was made for somebody who may not see everything; "
            "export it with dossier export on the server, or as a manager with sensitive values included"
        )
    try:
        require_sound(head.kinds)
    except WrongFile as error:
        raise Broken(f"its own kinds of record cannot be used here: {error.wrongs[0].where}") from None
    return head


class _Looking:
    """What has been seen of an archive: enough to say whether it is right as a whole, and nothing of its contents."""

    def __init__(self, head: Head, given: Mapping[str, Any]) -> None:
        self.people: list[PersonEntry] = []
        self._head = head
        self._chain = Checking(head, given)
        self._kinds = merged(head.kinds)
        self._records: dict[str, None] = {}
        self._kinds_of: dict[int, str] = {}
        self._called: dict[tuple[str, int], int] = {}
        self._references = set[tuple[int, str, int]]()
        self._files = set[str]()
        self._wanted: dict[str, int] = {}
        confirmed = head.dossier.pledge.confirmed if head.dossier.pledge else ()
        self._named = {head.dossier.owner, *(each.person for each in (*head.members, *confirmed))}
        self._origins = False

    def at(self, name: str, value: Any) -> None:
        """Look at an item of one of the lists."""
        if name == "records":
            self._record(value)
        elif name == "files":
            self._file(*value)
        else:
            person = entry(PersonEntry, value, f"people.{len(self.people)}")
            self._chain.person(person, value)
            self.people.append(person)

    def _record(self, value: Any) -> None:
        record = entry(RecordEntry, value, f"records.{len(self._records)}")
        self._chain.record(record, value)
        if record.id in self._records or record.number in self._kinds_of:
            raise Broken("the numbers of the records do not fit")
        self._records[record.id] = None
        self._kinds_of[record.number] = record.kind
        for each in record.revisions:
            if each.ordinal and self._called.setdefault((each.stem, each.ordinal), record.number) != record.number:
                raise Broken(f"record {record.number}: its document is called as that of another record is")
        self._origins |= bool(record.origins)
        self._named |= named_in(record)
        for file in check(record, self._kinds):
            self._wanted.setdefault(file, record.number)
        self._references |= {(record.number, *each) for each in references_in(record, self._kinds)}

    def _file(self, about: Mapping[str, Any], content: Spool | None) -> None:
        file = entry(FileEntry, about, f"files.{len(self._files)}")
        self._chain.file(file, about, content)
        self._files.add(file.id)

    def end(self, digest: str, chain: object) -> Surveyed:
        self._chain.end(chain)
        try:
            check_short_name(self._head.customer.short_name)
        except DossierError:
            raise Broken("the customer's short name cannot be read") from None
        if max(self._kinds_of, default=0) > self._head.dossier.last_number:
            raise Broken("the numbers of the records do not fit")
        for file, number in self._wanted.items():
            if file not in self._files:
                raise Broken(f"record {number}: a file that it names is missing")
        for number, wanted, other in self._references:
            require_named(number, wanted, other, self._kinds_of, self._kinds)
        if missing := self._named - {person.id for person in self.people}:
            raise Broken(f"somebody who is named is missing among the people: {min(missing)}")
        return Surveyed(self._head, self.people, list(self._records), self._kinds_of, self._origins, digest)


def named_in(record: RecordEntry) -> set[str]:
    """Give the ids of the people who have a part in a record."""
    decided = {person for each in record.approvals for person in (each.submitter, each.decider) if person}
    return {record.author, *(each.author for each in record.revisions), *decided}


def check(record: RecordEntry, kinds: Kinds) -> list[str]:
    """Give the files a record names. Raises Broken for one that is not as those of an organisation's kinds are."""
    kind = kind_of(record, kinds)
    if [each.number for each in record.revisions] != list(range(1, len(record.revisions) + 1)):
        raise Broken(f"record {record.number}: versions are missing")
    if not all(not each.stem or may_be_called(each.stem, kind, each.content, kinds) for each in record.revisions):
        raise Broken(f"record {record.number}: what its document is called by cannot be read")
    if any(not 1 <= each.revision <= len(record.revisions) for each in record.approvals):
        raise Broken(f"record {record.number}: a version that was submitted is missing")
    if sum(each.state is ApprovalState.OPEN for each in record.approvals) > 1:
        raise Broken(f"record {record.number}: it waits for more than one decision")
    return [file for each in record.revisions for file in _checked(kind, record.number, each.content)]


def kind_of(record: RecordEntry, kinds: Kinds) -> Kind:
    """Give the kind of a record among those of an organisation. Raises Broken where it has none of that name."""
    kind = kinds.named(record.kind)
    if kind is None or kind.name != record.kind:
        raise Broken(f"record {record.number}: the kind {record.kind[:40]} is unknown here")
    return kind


def references_in(record: RecordEntry, kinds: Kinds) -> set[tuple[str, int]]:
    """Give what the versions of a record name: the name of the kind that is asked for there, and the number."""
    specs = [spec for spec in kind_of(record, kinds).fields if spec.refers_to]
    return {
        (spec.refers_to, other)
        for each in record.revisions
        for spec in specs
        for other in numbers_in(each.content.get(spec.name))
    }


def require_named(number: int, wanted: str, other: int, kinds_of: Mapping[int, str], kinds: Kinds) -> None:
    """Raise Broken where a record names one that is none of those there, deleted ones included, or of a kind that can
    never have been asked for there (of own kinds that may have been otherwise once)."""
    asked, known = kinds.named(wanted), kinds.named(kinds_of.get(other, ""))
    if other not in kinds_of:
        raise Broken(f"record {number}: it names #{other}, which is not there")
    if asked and known and not known.name.startswith(OWN) and not stands_for(known, asked):
        raise Broken(f"record {number}: it names #{other}, which is not of the kind {asked.name}")


_SHAPES: Mapping[Input, TypeAdapter[Any]] = {
    Input.PERSON: TypeAdapter(PersonRef),
    Input.PEOPLE: TypeAdapter(list[PersonRef]),
    Input.MONEY: TypeAdapter(Amount),
    Input.ATTACHMENTS: TypeAdapter(list[FileRef]),
    Input.ROWS: TypeAdapter(list[dict[str, Any]]),
    Input.NUMBER: TypeAdapter(int),
    Input.DAY: TypeAdapter(date),
    Input.MOMENT: TypeAdapter(AwareDatetime),
}
_TEXT: TypeAdapter[Any] = TypeAdapter(str)


def _checked(kind: Kind, number: int, content: Mapping[str, Any]) -> Iterator[str]:
    """Check that a content is one of its kind, and give the ids of the files in it."""
    for name, value in content.items():
        spec = kind.field(name)
        if spec is None:
            raise Broken(f"record {number}: {kind.name} has no field {name[:40]}")
        _shaped(spec, value, number)
        if spec.input is Input.ATTACHMENTS:
            yield from (file["id"] for file in value)


def _shaped(spec: FieldSpec, value: Any, number: int) -> None:
    try:
        _SHAPES.get(spec.input, _TEXT).validate_python(value)
        if spec.refers_to and references(value) != value:
            raise ValueError(value)
        for row in value if spec.input is Input.ROWS else ():
            for column in spec.columns:
                if row.get(column.name) is not None:
                    _shaped(replace(column, columns=()), row[column.name], number)
    except ValueError:
        raise Broken(f"record {number}: {spec.name} holds what cannot be in it") from None
