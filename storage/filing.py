"""Where the records of a dossier are filed: the organisation's sub-folders, what is in each, and how many there are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, bindparam, case, false, func, literal, or_, select

from dossier.errors import DossierError
from dossier.folder_lists import called, dumped, loaded, parse_folders, twice_filed, written
from dossier.folders import FOLDERS, Filing, Folder, filing, usual_option
from dossier.kinds import Kind
from dossier.phases import Phase
from dossier.tiers import Action
from dossier.views import DossierView, RecordLine
from storage.conditions import held
from storage.prepared import Prepared
from storage.record_queries import Filter
from storage.record_rows import CURRENT
from storage.tables import records, revisions, settings

if TYPE_CHECKING:
    from storage.store import Store

_NAME = "folders"
_SET = Prepared(
    select(settings.c.value).where(
        settings.c.organisation_id == bindparam("organisation"),
        settings.c.scope == "organisation",
        settings.c.subject == bindparam("organisation"),
        settings.c.name == _NAME,
    )
)


class Filings:
    """Sub-folders in the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store; what has been read is kept for the rest of the unit."""
        self._store = store
        self._known: Filing | None = None

    @property
    def filing(self) -> Filing:
        """The organisation's sub-folders, with what is filed in each."""
        if self._known is None:
            rows = _SET.run(self._store.connection, {"organisation": self._store.actor.organisation})
            kept = [row.value for row in rows if row.value]
            self._known = filing(loaded(kept[0], self._store.kinds) if kept else (), self._store.kinds)
        return self._known

    def keep(self, own: Sequence[Folder]) -> None:
        """Set the organisation's sub-folders, none for the usual ones. Raises Refused unless by a manager."""
        self._store.actor.require_manager()
        self._keep(dumped(own) if own else "")

    def _keep(self, value: str) -> None:
        organisation = self._store.actor.organisation
        if value != self._store.preferences.chosen("organisation", organisation, _NAME):
            self._store.preferences.keep("organisation", organisation, _NAME, value)
        self._known = None

    @property
    def carried(self) -> dict[str, str]:
        """What goes along in an archive: the organisation's own sub-folders as they are written, by phase; none where
        it has set none."""
        chosen = self._store.preferences.chosen("organisation", self._store.actor.organisation, _NAME)
        own = self.filing.folders if chosen else ()
        return {
            phase.value: written(self.filing.within(phase), self._store.naming.language) for phase in FOLDERS if own
        }

    def found(self, carried: Mapping[Phase, str]) -> None:
        """Take over what came with an archive. Raises DossierError for what cannot be set."""
        stages, kinds = self._store.naming.allowed(), self._store.kinds
        own = [folder for phase, text in carried.items() for folder in parse_folders(phase, text, stages, kinds)]
        if (again := twice_filed(own)) is not None:
            raise DossierError("folder-filed-twice", text=called(again[1], self._store.naming.language))
        if carried:
            self._keep(dumped(own))

    def tree(self, dossier: DossierView) -> list[tuple[Folder, int]]:
        """Give the sub-folders of a dossier with how many records the actor may read in each.

        Those of which they may read nothing are left out, and for guests those in which nothing is for them. Raises
        Refused.
        """
        self._store.actor.require(Action.VISIT, self._store.dossiers.by_id(dossier.id).id)
        counts = self._counts(dossier)
        folders = enumerate(self.filing.folders)
        return [(each, counts[at]) for at, each in folders if counts[at] or self._known_to_be(dossier, each)]

    def lines(
        self, dossier: DossierView, folder: Folder, limit: int, before: int | None = None
    ) -> tuple[list[RecordLine], int | None]:
        """Give records of a sub-folder, the newest first, and by what to ask for those before them, None for no more.

        Raises Refused.
        """
        self._store.actor.require(Action.VISIT, self._store.dossiers.by_id(dossier.id).id)
        where = [*self._store.records.conditions([dossier.id], Filter()), self._filed(folder)]
        if before is not None:
            where.append(records.c.id < before)
        query = select(records.c.id).join(revisions, CURRENT).where(*where).order_by(records.c.id.desc())
        found = [int(each) for each in self._store.connection.execute(query.limit(limit + 1)).scalars()]
        known = self._store.records.of_rows(found[:limit])
        return [known[each] for each in found[:limit]], found[limit - 1] if len(found) > limit else None

    def _known_to_be(self, dossier: DossierView, folder: Folder) -> bool:
        """Tell whether the actor may know a sub-folder by its name, whatever is in it."""
        may = self._store.actor.may
        if not may(Action.READ, dossier.id):
            return False
        return not folder.contents or any(may(Action.READ, dossier.id, each.kind) for each in folder.contents)

    def _counts(self, dossier: DossierView) -> Counter[int]:
        """Count the records in each sub-folder, by its place among all."""
        rows = self._store.connection.execute(
            select(
                records.c.kind, self._stage().label("stage"), self._option().label("choice"), func.count().label("some")
            )
            .join(revisions, CURRENT)
            .where(*self._store.records.conditions([dossier.id], Filter()))
            .group_by(records.c.kind, "stage", "choice")
        )
        at = {id(each): number for number, each in enumerate(self.filing.folders)}
        counts = Counter[int]()
        for row in rows:
            kind = self._store.own_kinds.kept(row.kind)
            folder = self.filing.stages.get(row.stage) or self.filing.where(kind, row.choice)
            counts[at[id(folder)]] += row.some
        return counts

    def _filed(self, folder: Folder) -> ColumnElement[bool]:
        """Give the condition that a record is filed in a sub-folder."""
        stage, option = self._stage(), self._option()
        here: list[ColumnElement[bool]] = []
        for each in self._store.kinds:
            options = _options(each)
            ours = [value for value in options if self.filing.where(each, value) == folder]
            if usual_option(each) in ours:
                # What is none of its options counts as the usual one, as it does where they are counted.
                others = [value for value in options if value not in ours]
                here.append(and_(records.c.kind == each.name, option.not_in(others)))
            elif ours:
                here.append(and_(records.c.kind == each.name, option.in_(ours)))
        return or_(stage.in_(folder.stages), and_(stage == "", or_(false(), *here)))

    def _stage(self) -> ColumnElement[Any]:
        """Give the label by which a record is filed, "" for none."""
        wanted = list(self.filing.stages)
        cases = []
        for each in self._store.kinds:
            if each.stage and wanted:
                value = held(each.stage, sqlite=self._store.sqlite)
                cases.append((and_(records.c.kind == each.name, value.in_(wanted)), value))
        return case(*cases, else_="") if cases else literal("")

    def _option(self) -> ColumnElement[Any]:
        """Give the option by which a record is filed, the usual one where it has none; "" for kinds without options."""
        cases = []
        for each in self._store.kinds:
            if each.filed_by:
                value = held(each.filed_by, sqlite=self._store.sqlite)
                cases.append((records.c.kind == each.name, func.coalesce(value, usual_option(each))))
        return case(*cases, else_="") if cases else literal("")


def _options(kind: Kind) -> tuple[str, ...]:
    chosen = kind.field(kind.filed_by) if kind.filed_by else None
    return tuple(each.value for each in chosen.options) if chosen else ("",)
