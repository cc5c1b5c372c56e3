"""A file on its way: on disk, readable by its user alone, measured and hashed as it comes, gone when it is closed."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

PIECE = 256 * 1024
"""How much of a file is in memory at a time."""


class TooLong(Exception):
    """More comes than is taken."""


@dataclass(frozen=True, slots=True)
class Spool:
    """A whole file: its content as a file open for reading, its size and SHA-256, and where it lies."""

    file: IO[bytes]
    size: int
    sha256: bytes
    path: Path

    def pieces(self) -> Iterator[bytes]:
        """Give it from its beginning, piece by piece."""
        self.file.seek(0)
        while piece := self.file.read(PIECE):
            yield piece

    def head(self, count: int) -> bytes:
        """Give how it begins."""
        self.file.seek(0)
        return self.file.read(count)


@contextmanager
def spooled(pieces: Iterable[bytes], most: int) -> Iterator[Spool]:
    """Write pieces to disk and give the whole; nothing of it is left in the end. Raises TooLong beyond `most` bytes."""
    digest, size = hashlib.sha256(), 0
    with NamedTemporaryFile(prefix="dossier-file-") as file:
        for piece in pieces:
            size += len(piece)
            if size > most:
                raise TooLong
            digest.update(piece)
            file.write(piece)
        file.flush()
        file.seek(0)
        yield Spool(file, size, digest.digest(), Path(file.name))
