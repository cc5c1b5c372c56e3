"""The contents of attached files on their way into an export; what cannot be had any more is left out and named."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from dossier.errors import DossierError
from storage.files import StoredFile
from storage.spool import Spool, spooled
from storage.vault import LOST

if TYPE_CHECKING:
    from bot.exports.making import Making


@contextmanager
def whole(making: "Making", stored: StoredFile) -> Iterator[Spool | None]:
    """Give a content on disk, read to its end and found whole; None for one that is lost, which is noted.

    Raises Unreachable.
    """
    with ExitStack() as stack:
        spool = None
        try:
            spool = stack.enter_context(spooled(making.house.vault.pieces(stored), sys.maxsize))
        except LOST:
            making.lost[stored.ref.id] = stored.ref.name
        yield spool


def template_content(making: "Making", stored: StoredFile, name: str) -> bytes:
    """Give the content of an organisation's own template. Raises DossierError when it is lost, Unreachable."""
    try:
        return b"".join(making.house.vault.pieces(stored))
    except LOST:
        raise DossierError("template-lost", name=name) from None
