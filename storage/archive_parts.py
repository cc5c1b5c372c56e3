"""The JSON of an archive, read part by part: of records one is in memory at a time, of files a piece."""

import base64
import binascii
import hashlib
import sys
from collections.abc import Iterator
from typing import IO, Any

import ijson

from storage.spool import Spool, spooled

STREAMED = ("records", "files", "people")
"""The lists that are given item by item; all else is given as it is."""
_CONTENT = "content"
_MOST_DEEP = 40
_OPENING, _CLOSING = ("start_map", "start_array"), ("end_map", "end_array")

Events = Iterator[tuple[str, Any]]
Part = tuple[str, Any]
NO_ARCHIVE = "this is no archive of a dossier: choose the whole .json file that dossier export wrote"


class Broken(Exception):
    """An archive that cannot be taken in; the message says what is wrong with it. Nothing was written."""


class Hashed:
    """A file that is read from its beginning, and the SHA-256 of what was read so far."""

    def __init__(self, file: IO[bytes]) -> None:
        """Take a file open for reading."""
        file.seek(0)
        self._file = file
        self._digest = hashlib.sha256()

    def read(self, count: int = -1) -> bytes:
        """Read on."""
        piece = self._file.read(count)
        self._digest.update(piece)
        return piece

    def hexdigest(self) -> str:
        """Give the digest."""
        return self._digest.hexdigest()


def parts(file: Hashed) -> Iterator[Part]:
    """Give the parts of an archive in order, each by its name.

    Of a list that is STREAMED there is first its name with None, then each item; a file is a pair of what is said of it
    and its content on disk, None for one that is lost. That is gone when the next part is asked for. Raises Broken.
    """
    try:
        yield from _parts(ijson.basic_parse(file, use_float=True))
    except ijson.JSONError:
        raise Broken(NO_ARCHIVE) from None


def _parts(events: Events) -> Iterator[Part]:
    if next(events)[0] != "start_map":
        raise Broken(NO_ARCHIVE)
    seen = set[str]()
    for event, name in events:
        if event == "end_map":
            continue
        if name in seen:
            raise Broken(f"this is no archive of a dossier: {name[:40]} is in it twice")
        seen.add(name)
        event, value = next(events)
        if name not in STREAMED:
            yield name, _built(event, value, events)
            continue
        if event != "start_array":
            raise Broken(f"this is no archive of a dossier: {name} is no list")
        yield name, None
        for event, value in events:
            if event == "end_array":
                break
            if name == "files":
                yield from _file(event, events)
            else:
                yield name, _built(event, value, events)


def _built(event: str, value: Any, events: Events) -> Any:
    builder, depth = ijson.ObjectBuilder(), 0
    while True:
        depth += (event in _OPENING) - (event in _CLOSING)
        if depth > _MOST_DEEP:
            raise Broken("this is no archive of a dossier: nothing in one is so deep")
        builder.event(event, value)
        if not depth:
            return builder.value
        event, value = next(events)


def _file(event: str, events: Events) -> Iterator[Part]:
    if event != "start_map":
        raise Broken("this is no archive of a dossier: a file is something else")
    about: dict[str, Any] = {}
    for event, name in events:
        if event == "end_map":
            raise Broken("this is no archive of a dossier: a file is without its content")
        event, value = next(events)
        if name != _CONTENT:
            about[name] = _built(event, value, events)
            continue
        if event == "null":
            yield "files", (about, None)
        else:
            with spooled(_decoded(event, value, events), sys.maxsize) as spool:
                yield "files", (about, spool)
        # What is said of a file stands before its content, so that it need not be held.
        if next(events)[0] != "end_map":
            raise Broken("this is no archive of a dossier: something stands behind the content of a file")
        return


def _decoded(event: str, value: Any, events: Events) -> Iterator[bytes]:
    """Give a content from base64: as a list of pieces or, of the first version of archives, as one."""
    if event == "start_array":
        for event, value in events:
            if event == "end_array":
                return
            yield _piece(event, value)
    yield _piece(event, value)


def _piece(event: str, value: Any) -> bytes:
    try:
        if event == "string":
            return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        pass
    raise Broken("a file's content cannot be read")


FileGiven = tuple[dict[str, Any], Spool | None]
"""What is said of a file, and its content."""
