"""What is packed in a file: one that would fill a disk when somebody opens it is refused, and a damaged one, too."""

import zipfile
import zlib
from contextlib import suppress
from tempfile import TemporaryFile
from typing import IO

from dossier.errors import DossierError
from storage.spool import PIECE, Spool

_MOST = 2 * 1024 * 1024 * 1024
"""What may come out of a file: of it, and of what is packed in it."""
_MOST_ENTRIES = 20_000
# A text in Word is packed to a twentieth, an empty drawing to a hundredth. What is smaller than this is nothing anyway.
_MOST_TIMES, _SMALL = 200, 100 * 1024 * 1024
_MOST_DEEP = 3
_MOST_INNER = 64 * 1024 * 1024
"""How much of files packed in files is looked into."""
_BROKEN = (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError)
_BEGINS = b"PK\x03\x04"
# What is a ZIP inside, or nothing that opens: in such a file it needs no more than these two letters at the beginning.
_PACKED = ("docx", "docm", "xlsx", "xlsm", "pptx", "pptm", "vsdx", "odt", "ods", "odp", "epub", "zip")


def refuse_bombs(spool: Spool, name: str) -> None:
    """Raise DossierError for a ZIP (a document of Word is one too) that holds far more than it seems to, or is damaged.

    Nothing is unpacked but ZIPs within the ZIP, and of them only so much.
    """
    if spool.head(2) != b"PK":
        return
    must = spool.head(4) == _BEGINS or name.casefold().rpartition(".")[2] in _PACKED
    _Look(name).over(spool, must)


class _Look:
    """One look into a file: how much has come out of it so far."""

    def __init__(self, name: str) -> None:
        self._bomb = DossierError("file-bomb", name=name)
        self._damaged = DossierError("file-damaged", name=name)
        self._out = 0
        self._entries = 0
        self._inner = 0

    def over(self, spool: Spool, must: bool) -> None:
        """Look over a whole file; `must` says that what is no ZIP is a damaged one."""
        try:
            self._into(spool.file, spool.size, 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError):
            if must:
                raise self._damaged from None
        except (RuntimeError, NotImplementedError):
            # Packed in a way we do not know; others may.
            return

    def _into(self, file: IO[bytes], size: int, depth: int) -> None:
        with zipfile.ZipFile(file) as packed:
            entries = packed.infolist()
            self._weigh(entries, size)
            for entry in entries:
                # What cannot be unpacked where it lies, or is called otherwise there, is weighed and passed over.
                with suppress(*_BROKEN):
                    self._within(packed, entry, depth)

    def _weigh(self, entries: list[zipfile.ZipInfo], size: int) -> None:
        out = sum(each.file_size for each in entries)
        self._out += out
        self._entries += len(entries)
        if self._out > _MOST or self._entries > _MOST_ENTRIES or (out > _SMALL and out > _MOST_TIMES * size):
            raise self._bomb
        # Entries that share what is packed, which makes little grow without end: together they are more than the file.
        if sum(each.compress_size for each in entries) > size:
            raise self._bomb

    def _within(self, packed: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int) -> None:
        # What is packed otherwise cannot be read bit by bit: it is weighed, and not looked into.
        if (
            entry.is_dir()
            or entry.flag_bits & 1
            or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        ):
            return
        with packed.open(entry) as inner:
            if inner.read(4) != _BEGINS:
                return
        if depth == _MOST_DEEP or self._inner + entry.file_size > _MOST_INNER:
            raise self._bomb
        self._inner += entry.file_size
        with packed.open(entry) as inner, TemporaryFile(prefix="dossier-packed-") as unpacked:
            while piece := inner.read(PIECE):
                unpacked.write(piece)
            with suppress(zlib.error):
                self._into(unpacked, entry.file_size, depth + 1)
