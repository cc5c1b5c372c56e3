"""Word templates of an organisation's own, in the place of the product's."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from storage.files import StoredFile
from storage.tables import settings

if TYPE_CHECKING:
    from storage.store import Store


class Templates:
    """Templates of the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def own(self, name: str) -> StoredFile | None:
        """Give the organisation's template of a name, None where it uses the product's."""
        organisation = self._store.actor.organisation
        kept = self._store.connection.execute(
            select(settings.c.value).where(
                settings.c.organisation_id == organisation,
                settings.c.scope == "organisation",
                settings.c.subject == organisation,
                settings.c.name == f"template_{name}",
            )
        ).scalar_one_or_none()
        return self._store.files.open(kept) if kept else None

    def keep(self, name: str, file: str) -> None:
        """Use a file, whose content has been checked, as the template of a name; "" goes back to the product's.

        Raises Refused unless by a manager, NotFound where there is no such file.
        """
        self._store.actor.require_manager()
        if file:
            self._store.files.open(file)
        self._store.preferences.keep("organisation", self._store.actor.organisation, f"template_{name}", file)
