"""Contents of files on their way into the store of files and out of it: sealed there, never whole in memory."""

from collections.abc import Callable, Iterator

from sqlalchemy import Connection

from dossier.errors import NotFound
from storage.blobs import Blobs, Gone
from storage.database import Database
from storage.files import Content, StoredFile
from storage.sealed_stream import seal, unseal
from storage.secrets import WrongKey
from storage.spool import Spool
from storage.store import Store

LOST = (Gone, WrongKey)
"""What is raised of a content that cannot be had any more: it is gone or damaged, and trying again does not help."""


class Vault:
    """What is kept in the store of files, for all organisations; which of it somebody may see the stores say."""

    def __init__(self, blobs: Blobs) -> None:
        """Take where contents lie."""
        self.blobs = blobs

    def keep(
        self, database: Database, store_on: Callable[[Connection], Store], uid: str, spool: Spool, kind: str
    ) -> None:
        """Keep the content of a file that is noted; `kind` is its media type. Raises Unreachable, NotFound."""
        content = Content(spool.sha256, spool.size, kind)
        new = database.read(lambda connection: store_on(connection).files.wanting(spool.sha256))
        if new is not None:
            self.blobs.put(new.sealed.place, seal(new.sealed.key, spool.pieces(), new.sealed.about))

        def note(connection: Connection) -> bool:
            store = store_on(connection)
            used = store.files.keep(uid, content, new)
            store.finish()
            return used

        try:
            used = database.write(note)
        except NotFound:
            # Erased while it was on its way.
            if new is not None:
                self.blobs.drop(new.sealed.place)
            raise
        if not used and new is not None:
            self.blobs.drop(new.sealed.place)

    def keep_within(self, store: Store, uid: str, spool: Spool, kind: str) -> None:
        """Keep the content of a file in a transaction that goes on; what was put there stays where it fails."""
        new = store.files.wanting(spool.sha256)
        if new is not None:
            self.blobs.put(new.sealed.place, seal(new.sealed.key, spool.pieces(), new.sealed.about))
        store.files.keep(uid, Content(spool.sha256, spool.size, kind), new)

    def pieces(self, stored: StoredFile) -> Iterator[bytes]:
        """Give a content in pieces, from outside any transaction.

        Raises LookupError as long as it has not been fetched, Unreachable, LOST.
        """
        if stored.sealed is not None:
            return unseal(stored.sealed.key, self.blobs.get(stored.sealed.place), stored.sealed.about)
        if stored.held is None:
            raise LookupError("the file has not been fetched yet")
        return iter((stored.held,))
