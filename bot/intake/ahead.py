"""Files looked at before what they were sent with is handled: what is not taken changes no record."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from bot.intake import Intake
from chat.events import (
    CommandGiven,
    Event,
    FormChanged,
    FormSubmitted,
    MessageChosen,
    MessagePosted,
    Overheard,
    Source,
)
from chat.platform import Busy, Failed, Fetched, Lost, Platform, TooLarge
from dossier.attachable import MOST_MEGABYTES
from dossier.errors import DossierError, Problem
from dossier.fields import FileRef

# What is larger is looked at if it is a ZIP, the only one that can be refused for what comes after its beginning.
_MOST_BYTES = 8 * 1024 * 1024
_ZIP = b"PK"
# Slack and Feishu wait three seconds for an answer, in which the event has to be handled too.
_SECONDS = 1.5
_THREADS = 8

_Looking = Callable[[Sequence[FileRef]], Sequence[FileRef]]


class Ahead:
    """Looks at the files of an event, where they are small or ZIPs and come in time; the others are looked at when they
    are fetched to be kept, and refused then. So is what only the virus scanner finds: that is audited with the file."""

    def __init__(self, platforms: Mapping[str, Platform], seconds: float = _SECONDS) -> None:
        """Take where files are fetched from, and how long that may take (real seconds)."""
        self._platforms = platforms
        self._intake = Intake()
        self._seconds = seconds
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="ahead")

    def look(self, event: Event) -> Event:
        """Give an event with what its files hold, or what is wrong with them, noted on them."""
        return _with_files(event, lambda files: self._looked(event.source, files))

    def _looked(self, source: Source, files: Sequence[FileRef]) -> Sequence[FileRef]:
        platform = self._platforms.get(source.platform)
        if platform is None or not isinstance(platform, Fetched):
            return files
        late = threading.Event()
        work = [self._pool.submit(self._look, platform, source.workspace, file, late) for file in files]
        wait(work, self._seconds)
        late.set()
        return [each.result() if each.done() else file for file, each in zip(files, work, strict=True)]

    def _look(self, platform: Platform, workspace: str, file: FileRef, late: threading.Event) -> FileRef:
        try:
            pieces = _wanted(platform.fetch(workspace, file.id), file.size, late)
            with self._intake.taken(file.name, pieces, file.size) as (spool, _):
                return file.model_copy(update={"sha256": spool.sha256.hex()})
        except DossierError as error:
            wrong = error.problem
        except TooLarge:
            # Feishu's messages tell no size: that it is too much is known by the platform giving out none of it.
            wrong = Problem("problem-file-size", {"name": file.name, "max": MOST_MEGABYTES})
        except (Busy, Failed, Lost, _Left):
            return file
        return file.model_copy(update={"refused": wrong})


class _Left(Exception):
    """A file is left to be looked at when it is fetched to be kept."""


def _wanted(pieces: Iterable[bytes], size: int, late: threading.Event) -> Iterator[bytes]:
    """Give the pieces of a file whose size may not be known (0). Raises _Left where it is large or too late."""
    came, whole = 0, False
    for piece in pieces:
        whole = whole or (not came and piece.startswith(_ZIP))
        came += len(piece)
        if late.is_set() or (not whole and max(size, came) > _MOST_BYTES):
            raise _Left
        yield piece


def _with_files(event: Event, look: _Looking) -> Event:
    match event:
        case CommandGiven(files=files) | MessagePosted(files=files) if files:
            return replace(event, files=tuple(look(files)))
        case MessageChosen(said=said) | Overheard(said=said) if said.files:
            return replace(event, said=replace(said, files=tuple(look(said.files))))
        case FormSubmitted(values=values) | FormChanged(values=values):
            return replace(event, values={name: _entered(value, look) for name, value in values.items()})
    return event


def _entered(value: Any, look: _Looking) -> Any:
    """Give what was entered into a field; files are lists of references as they are kept."""
    if not isinstance(value, list) or not value or not all(isinstance(each, Mapping) for each in value):
        return value
    try:
        files = [FileRef.model_validate(each) for each in value]
    except ValidationError:
        return value
    return [file.model_dump() for file in look(files)]
