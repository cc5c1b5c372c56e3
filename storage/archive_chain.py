"""The hash chain of an archive: each part covers the one in front of it; what was changed or taken out is named."""

from collections.abc import Mapping
from typing import Any

from storage.archive_entries import FileEntry, Head, PersonEntry, RecordEntry
from storage.archive_parts import Broken
from storage.chains import GENESIS, canonical, link
from storage.spool import Spool

CHAIN = "chain"
"""What stands at the end of an archive: the hash of its last part."""
_HASH = "hash"
_SINCE = 3


class Chain:
    """Parts of an archive, one behind another, each with the hash of itself and all in front of it."""

    def __init__(self, start: str = "") -> None:
        """Begin one; `start` is what its first part belongs to."""
        self._last = link(GENESIS, start)

    def add(self, part: Mapping[str, Any]) -> dict[str, Any]:
        """Put a part behind the others, and give it with its hash."""
        bare = {name: value for name, value in part.items() if name != _HASH}
        self._last = link(self._last, canonical(bare))
        return {**bare, _HASH: self.end}

    def record(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Put a record behind the others, and give it with its hash and those of its versions, a chain of their own."""
        versions = Chain(record["id"])
        return self.add({**record, "revisions": [versions.add(each) for each in record["revisions"]]})

    @property
    def end(self) -> str:
        """The hash of the last part."""
        return self._last.hex()


class Checking:
    """Follows the chain of an archive that is read. Each of its functions raises Broken for what does not fit."""

    def __init__(self, head: Head, given: Mapping[str, Any]) -> None:
        """Begin with what stands in front of the lists, read and as it was given; early archives have no chain."""
        self._chained = head.version >= _SINCE
        self._chain = Chain()
        if not self._chained and _HASH in given:
            raise Broken("this archive was changed after it was exported: its version does not fit its hashes")
        self._part("what is said of the dossier and its members", given)

    def record(self, record: RecordEntry, given: Mapping[str, Any]) -> None:
        """Check a record: first its versions one by one, then all that is said of it."""
        versions = Chain(record.id)
        for each in given["revisions"] if self._chained else ():
            if versions.add(each)[_HASH] != each.get(_HASH):
                raise Broken(
                    f"record {record.number}, version {each['number']} was changed after it was exported: "
                    "its hash does not fit"
                )
        self._part(f"record {record.number}", given)

    def file(self, file: FileEntry, given: Mapping[str, Any], content: Spool | None) -> None:
        """Check what is said of a file, and its content."""
        self._part(f"the file {file.name}", given)
        if self._chained and (content.sha256.hex() if content else None) != file.sha256:
            raise Broken(f"the file {file.name}: its content was changed after it was exported: its hash does not fit")

    def person(self, person: PersonEntry, given: Mapping[str, Any]) -> None:
        """Check somebody who is named."""
        self._part(f"the person {person.name}", given)

    def end(self, given: object) -> None:
        """Check that the archive ends where its chain does."""
        if self._chained and given != self._chain.end:
            raise Broken("the end of the archive was changed or taken out after it was exported: its hash does not fit")

    def _part(self, called: str, given: Mapping[str, Any]) -> None:
        if self._chained and self._chain.add(given)[_HASH] != given.get(_HASH):
            raise Broken(
                f"{called} was changed, or something in front of it taken out, after the archive was exported: "
                "its hash does not fit"
            )
