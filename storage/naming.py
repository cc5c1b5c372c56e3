"""How an organisation names its documents, and which version of a name a content is."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, insert, or_, select

from dossier.errors import DossierError
from dossier.folders import STAGES, fixed_stages
from dossier.language import Language
from dossier.naming import DEFAULT, Name, Pattern, pattern
from dossier.tiers import Action
from dossier.views import DossierView, Saved
from storage.prepared import Prepared
from storage.tables import names, settings

if TYPE_CHECKING:
    from storage.store import Store

PATTERN, STAGE_LIST = "naming_pattern", "naming_stages"
_SET = Prepared(
    select(settings.c.name, settings.c.value).where(
        settings.c.organisation_id == bindparam("organisation"),
        settings.c.scope == "organisation",
        settings.c.subject == bindparam("organisation"),
        or_(settings.c.name == PATTERN, settings.c.name == STAGE_LIST),
    )
)


class Naming:
    """Names in the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store; what has been read is kept for the rest of the unit."""
        self._store = store
        self._known: dict[str, str] | None = None

    @property
    def settings(self) -> Mapping[str, str]:
        """What the organisation has set of how it names documents."""
        return self._set()

    def know(self, settings: Mapping[str, str]) -> None:
        """Take settings of the organisation that were read for something else, so that they are not read again."""
        self._known = {name: settings[name] for name in (PATTERN, STAGE_LIST) if name in settings}

    @property
    def pattern(self) -> Pattern:
        """The organisation's pattern; the default where it has set none."""
        try:
            return pattern(self._set()[PATTERN]) if PATTERN in self._set() else DEFAULT
        except DossierError:
            return DEFAULT

    @property
    def stages(self) -> tuple[str, ...]:
        """The organisation's stage labels; those of the product, in both languages, where it has set none."""
        kept = self._set().get(STAGE_LIST)
        return tuple(kept.split("\n")) if kept else tuple(name for label in STAGES for name in label.both())

    def allowed(self, saved: Saved | None = None) -> frozenset[str]:
        """Give every label that may stand second: the list, phases, kinds, and what a record itself is called by."""
        own = {saved.stage(language) for language in Language} if saved else set()
        return frozenset(self.stages) | fixed_stages(self._store.kinds) | own

    def keep(self, chosen: Pattern, stages: Sequence[str]) -> None:
        """Set the pattern and the stage labels. Raises Refused unless by a manager."""
        self._store.actor.require_manager()
        organisation = self._store.actor.organisation
        self._store.preferences.keep("organisation", organisation, PATTERN, str(chosen))
        self._store.preferences.keep("organisation", organisation, STAGE_LIST, "\n".join(stages))
        self._known = None

    def version(self, dossier: DossierView, name: Name, digest: bytes) -> int:
        """Give the version of a name by its content: what it was given before, or the next one, which is noted.

        Raises Refused for somebody who may not read the dossier, NotFound where there is none.
        """
        dossier = self._store.dossiers.by_id(dossier.id)
        self._store.actor.require(Action.READ, dossier.id)
        stem = self.pattern.stem(name)
        mine = (
            names.c.organisation_id == self._store.actor.organisation,
            names.c.dossier_id == dossier.id,
            names.c.stem == stem,
        )
        known = self._store.connection.execute(
            select(names.c.version).where(*mine, names.c.digest == digest)
        ).scalar_one_or_none()
        if known is not None:
            return int(known)
        newest = self._store.connection.execute(select(func.max(names.c.version)).where(*mine)).scalar_one()
        # Somebody's own name may say a later version than we have counted.
        version = max(int(newest or 0) + 1, name.version)
        row = {
            "organisation_id": self._store.actor.organisation,
            "dossier_id": dossier.id,
            "stem": stem,
            "version": version,
            "digest": digest,
            "created_at": self._store.now,
        }
        self._store.connection.execute(insert(names), row)
        return version

    def _set(self) -> dict[str, str]:
        if self._known is None:
            rows = _SET.run(self._store.connection, {"organisation": self._store.actor.organisation})
            self._known = {row.name: row.value for row in rows}
        return self._known
