"""What the archive of a dossier holds, read and checked as a whole before anything is written."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from dossier.errors import DossierError
from dossier.fields import Amount, FieldSpec, FileRef, Input, PersonRef
from dossier.kinds import Kind, Kinds
from dossier.naming import check_short_name
from dossier.own.checking import require_sound
from dossier.own.declared import Declared
from dossier.own.making import OWN, merged
from dossier.own.text import WrongFile
from dossier.phases import Phase
from dossier.reading import references
from dossier.tiers import Tier
from dossier.views import numbers_in
from storage.naming_others import stands_for

_Id = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
_Name = Annotated[str, Field(min_length=1, max_length=400)]


class Broken(Exception):
    """An archive that cannot be taken in; the message says what is wrong with it. Nothing was written."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PersonEntry(_Part):
    """Somebody who is named."""

    id: _Id
    name: _Name
    tier: Tier


class MemberEntry(_Part):
    """Somebody's part in the dossier."""

    person: _Id
    tier: Literal["guest", "member", "senior", "manager"]


class CustomerEntry(_Part):
    """Whom the project is for."""

    id: _Id
    name: _Name
    short_name: _Name


class DossierEntry(_Part):
    """The dossier itself."""

    id: _Id
    project: _Name
    phase: Phase
    owner: _Id
    last_number: int
    created: AwareDatetime
    changed: AwareDatetime


class RevisionEntry(_Part):
    """One version of a record."""

    number: int
    author: _Id
    at: AwareDatetime
    reason: str
    deleted: bool
    content: dict[str, Any]


class OriginEntry(_Part):
    """A message a record was made from."""

    channel: str
    message: str
    link: str


class RecordEntry(_Part):
    """A record with all its versions."""

    id: _Id
    number: int
    kind: str
    author: _Id
    erased: bool
    created: AwareDatetime
    revisions: Annotated[list[RevisionEntry], Field(min_length=1)]
    origins: list[OriginEntry]


class FileEntry(_Part):
    """An attached file, in base64."""

    id: _Id
    name: _Name
    size: int
    type: str
    content: str | None


class Archive(_Part):
    """An archive, as it was read and found right."""

    format: Literal["dossier-archive"]
    version: Literal[1]
    complete: bool
    organisation: _Name
    kinds: Declared = Declared()
    customer: CustomerEntry
    dossier: DossierEntry
    members: list[MemberEntry]
    records: list[RecordEntry]
    files: list[FileEntry]
    people: list[PersonEntry]


def read(content: bytes) -> Archive:
    """Read an archive. Raises Broken, saying what is wrong and where."""
    try:
        archive = Archive.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        if not where or where == "format":
            raise Broken("this is no archive of a dossier: choose the .json file that dossier export wrote") from None
        if where == "version":
            raise Broken(
                "this archive was written by another version of Dossier; update the older side first"
            ) from None
        raise Broken(f"this is no archive of a dossier: at {where} there is not what belongs there") from None
    if not archive.complete:
        raise Broken(
            "this archive was made for somebody who may not see everything; "
            "export it with dossier export on the server, or as a manager with sensitive values included"
        )
    try:
        require_sound(archive.kinds)
    except WrongFile as error:
        raise Broken(f"its own kinds of record cannot be used here: {error.wrongs[0].where}") from None
    check(archive, merged(archive.kinds))
    return archive


def check(archive: Archive, kinds: Kinds) -> None:
    """Raise Broken for what is right in its parts but not as a whole, or is of none of an organisation's kinds."""
    known = {person.id for person in archive.people}
    named = {archive.dossier.owner, *(each.person for each in archive.members)}
    kept = {file.id for file in archive.files}
    try:
        check_short_name(archive.customer.short_name)
        for file in archive.files:
            base64.b64decode(file.content or "", validate=True)
    except (DossierError, binascii.Error):
        raise Broken("the customer's short name, or a file's content, cannot be read") from None
    numbers = [record.number for record in archive.records]
    if len(set(numbers)) != len(numbers) or max(numbers, default=0) > archive.dossier.last_number:
        raise Broken("the numbers of the records do not fit")
    there = {record.number: kind_of(record, kinds) for record in archive.records}
    for record in archive.records:
        kind = there[record.number]
        named |= {record.author, *(each.author for each in record.revisions)}
        if [each.number for each in record.revisions] != list(range(1, len(record.revisions) + 1)):
            raise Broken(f"record {record.number}: versions are missing")
        for revision in record.revisions:
            for file_id in _checked(kind, record.number, revision.content):
                if file_id not in kept:
                    raise Broken(f"record {record.number}: a file that it names is missing")
            _require_named(record.number, kind, revision.content, there, kinds)
    if missing := named - known:
        raise Broken(f"somebody who is named is missing among the people: {min(missing)}")


def kind_of(record: RecordEntry, kinds: Kinds) -> Kind:
    """Give the kind of a record among those of an organisation. Raises Broken where it has none of that name."""
    kind = kinds.named(record.kind)
    if kind is None or kind.name != record.kind:
        raise Broken(f"record {record.number}: the kind {record.kind[:40]} is unknown here")
    return kind


def _require_named(
    number: int, kind: Kind, content: Mapping[str, Any], there: Mapping[int, Kind], kinds: Kinds
) -> None:
    """Raise Broken where a version names a record that is none of those there, deleted ones included, or of a kind that
    can never have been asked for there (of own kinds that may have been otherwise once)."""
    for spec, wanted in ((spec, kinds.named(spec.refers_to)) for spec in kind.fields if spec.refers_to):
        for other in numbers_in(content.get(spec.name)):
            known = there.get(other)
            if known is None:
                raise Broken(f"record {number}: it names #{other}, which is not there")
            if wanted is not None and not known.name.startswith(OWN) and not stands_for(known, wanted):
                raise Broken(f"record {number}: it names #{other}, which is not of the kind {wanted.name}")


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
