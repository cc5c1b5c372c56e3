"""What a file has to pass before it is kept: its size, what it is inside, what is packed in it, and a virus scanner."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from bot.intake.packed import refuse_bombs
from bot.intake.scanning import Scanner
from bot.intake.sniffing import media_type, refuse_disguised, refuse_programs
from dossier.attachable import MOST_BYTES, MOST_MEGABYTES, check
from dossier.errors import DossierError
from storage.spool import Spool, TooLong, spooled


class Intake:
    """Takes files in, whatever they were sent through."""

    def __init__(self, scanner: Scanner | None = None) -> None:
        """Take the virus scanner, where there is one."""
        self._scanner = scanner

    @contextmanager
    def taken(self, name: str, pieces: Iterable[bytes], announced: int = 0) -> Iterator[tuple[Spool, str]]:
        """Give a file that has passed, on disk for as long as this lasts, and its media type.

        `announced` is how many bytes it is said to have, as far as that is known: too much is not even fetched.
        Raises DossierError, with the sentence for whoever sent it, for what is refused for good; Unscanned as long as
        the scanner does not say whether it may be kept.
        """
        check(name, announced)
        try:
            with spooled(pieces, MOST_BYTES) as spool:
                yield spool, self._checked(name, spool)
        except TooLong:
            raise DossierError("file-size", name=name, max=MOST_MEGABYTES) from None

    def _checked(self, name: str, spool: Spool) -> str:
        if not spool.size:
            raise DossierError("file-empty", name=name)
        kind = media_type(spool)
        refuse_programs(kind, name)
        refuse_bombs(spool, name)
        refuse_disguised(kind, spool, name)
        if self._scanner is not None and (virus := self._scanner.scan(spool.pieces())):
            raise DossierError("file-virus", name=name, virus=virus)
        return kind
