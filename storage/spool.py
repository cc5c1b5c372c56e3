"""A file on its way in: on disk without a name, measured and hashed as it comes, gone when it is closed."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

PIECE = 256 * 1024
"""How much of a file is in memory at a time."""


class TooLong(Exception):
    """More comes than is taken."""


@dataclass(frozen=True, slots=True)
class Spool:
    """A whole file: its content as a file open for reading, its size and its SHA-256."""

    file: IO[bytes]
    size: int
    sha256: bytes

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
    with TemporaryFile(prefix="dossier-file-") as file:
        for piece in pieces:
            size += len(piece)
            if size > most:
                raise TooLong
            digest.update(piece)
            file.write(piece)
        file.seek(0)
        yield Spool(file, size, digest.digest())
