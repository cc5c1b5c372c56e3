"""How an organisation names its documents, and which version of a name a content is."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Table,
    bindparam,
    func,
    insert,
    or_,
    select,
    union_all,
)

from dossier.errors import DossierError
from dossier.fields import Input
from dossier.folders import STAGES
from dossier.kinds import Kind
from dossier.labels import fixed_stages, labels_of
from dossier.language import Label, Language
from dossier.naming import DEFAULT, MOST_SAID, Name, Pattern, folded, key_and_day, pattern, repair, stem_of
from dossier.tiers import Action
from dossier.views import DossierView, Saved
from storage.prepared import Prepared
from storage.tables import names, revisions, settings

if TYPE_CHECKING:
    from storage.store import Store

PATTERN, STAGE_LIST, _ZONE = "naming_pattern", "naming_stages", "zone"
_KNOWN = (PATTERN, STAGE_LIST, _ZONE)
_NAMED = (revisions, names)
_SET = Prepared(
    select(settings.c.name, settings.c.value).where(
        settings.c.organisation_id == bindparam("organisation"),
        settings.c.scope == "organisation",
        settings.c.subject == bindparam("organisation"),
        or_(*(settings.c.name == each for each in _KNOWN)),
    )
)


def next_version() -> ScalarSelect[int]:
    """Give what counts up over all that a stem (`of_stem`) is the name of in a dossier (`of_dossier`): the documents of
    records, the files, and the files that come with the record (`said`)."""
    taken = union_all(
        *(
            select(func.max(each.c.version).label("version")).where(
                each.c.dossier_id == bindparam("of_dossier"), each.c.stem == bindparam("of_stem")
            )
            for each in _NAMED
        ),
        select(bindparam("said", type_=Integer)),
    ).subquery("taken")
    return select(func.max(taken.c.version) + 1).scalar_subquery()


_NEXT = select(next_version().label("version"))


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
        self._known = {name: settings[name] for name in _KNOWN if name in settings}

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

    def allowed(self) -> frozenset[str]:
        """Give every label that may stand second: the list, the phases, and what kinds are called."""
        return frozenset(self.stages) | fixed_stages(self._store.kinds)

    def today(self) -> date:
        """Give the day by which what is made now is dated."""
        return self.day_of(self._store.now)

    def day_of(self, moment: datetime) -> date:
        """Give the day a moment is on in the organisation's zone: documents are dated by it, whoever reads them."""
        return moment.astimezone(self.zone).date()

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's zone."""
        zone = self._set().get(_ZONE)
        return ZoneInfo(zone) if zone else self._store.zone

    def stem(self, kind: Kind, content: Mapping[str, Any], day: date) -> str:
        """Give the stem of a record's document: by what its stage field says if that is on the list, else by its
        kind."""
        listed = self._listed(_said_in(kind, content))
        return stem_of(self._key(listed or kind.label.zh), day)

    def document(self, text: str) -> tuple[str, str, int] | None:
        """Give the short name, the stem and the version that the name of a document says; None for what is none."""
        try:
            name = self.pattern.parse(text.strip())
        except DossierError:
            return None
        return name.short, stem_of(self._key(name.stage), name.day), name.version

    def label(self, kind: Kind, content: Mapping[str, Any], stem: str) -> Label:
        """Give what stands second in the name of a record's document: it means what the stem says."""
        key, _ = key_and_day(stem)
        if key == self._key(kind.label.zh):
            return kind.label
        said = _said_in(kind, content)
        # What it was called by has become the name of something else: it is called so still.
        shown = (self._listed(said) or said) if said and self._key(said) == key else key
        return Label(shown, shown)

    def called(self, dossier: int, kind: Kind, content: Mapping[str, Any], stem: str) -> dict[str, Any]:
        """Give what a version of a record is called by, as `next_version` counts it up.

        A file that comes with it and is called so by its sender keeps its name.
        """
        attached = [spec.name for spec in kind.holding(Input.ATTACHMENTS) if spec.name in content]
        said = max((self._said(file["name"], stem) for name in attached for file in content[name]), default=0)
        return {"dossier_id": dossier, "of_dossier": dossier, "stem": stem, "of_stem": stem, "said": said}

    def keep(self, chosen: Pattern, stages: Sequence[str]) -> None:
        """Set the pattern and the stage labels. Raises Refused unless by a manager."""
        self._store.actor.require_manager()
        organisation = self._store.actor.organisation
        for name, value, was in (
            (PATTERN, str(chosen), str(self.pattern)),
            (STAGE_LIST, "\n".join(stages), "\n".join(self.stages)),
        ):
            if value != was:
                self._store.preferences.keep("organisation", organisation, name, value, was)
        self._known = None

    def version(self, dossier: DossierView, name: Name, digest: bytes) -> int:
        """Give the version of a file's name by its content: what it was given before, else the one it has if that is
        free, else the next; it is noted. Raises Refused for somebody who may not read the dossier, NotFound where there
        is none.
        """
        # Locked, so that no two take the same.
        dossier = self._store.dossiers.get(dossier.uid, lock=True)
        self._store.actor.require(Action.READ, dossier.id)
        stem = stem_of(self._key(name.stage), name.day)
        known = self._store.connection.execute(
            select(names.c.version).where(*_of(names, dossier.id, stem), names.c.digest == digest)
        ).scalar_one_or_none()
        if known is not None:
            return int(known)
        version = self._free(dossier.id, stem, name.version)
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

    def of_file(self, saved: Saved, given: str, digest: bytes) -> str:
        """Give what a file with a record is to be called, out of what it is called and its content (SHA-256).

        Raises as `version`.
        """
        name = self._meant(saved, given)
        return self.pattern.build(name.numbered(self.version(saved.dossier, name, digest)))

    def is_right(self, saved: Saved, given: str) -> bool:
        """Tell whether a file with a record is called by the rule, whichever version of its name it is."""
        return self.pattern.build(self._meant(saved, given)) == given

    def _meant(self, saved: Saved, given: str) -> Name:
        language = Language.spoken_in(f"{given}{saved.title}{saved.dossier.title}")
        # The record's own version is not that of what is attached to it.
        return repair(given, saved.name(language).first(), self.allowed(), self.pattern)

    def free(self, dossier: DossierView, name: Name) -> int:
        """Give the version that a new file of a name would have, and note nothing. Raises as `version`."""
        self._store.actor.require(Action.READ, self._store.dossiers.by_id(dossier.id).id)
        return self._free(dossier.id, stem_of(self._key(name.stage), name.day), name.version)

    def _free(self, dossier: int, stem: str, wanted: int) -> int:
        """Give a version if nothing is called by it and it can be so late, else the next one."""
        connection = self._store.connection
        taken = (select(each.c.id).where(*_of(each, dossier, stem), each.c.version == wanted) for each in _NAMED)
        if wanted <= MOST_SAID and all(connection.execute(query.limit(1)).first() is None for query in taken):
            return wanted
        params = {"of_dossier": dossier, "of_stem": stem, "said": 0}
        return int(connection.execute(_NEXT, params).scalar_one())

    def _listed(self, said: str) -> str:
        """Give the organisation's label of a stage that is said, in whatever capitals; "" for none."""
        if not said:
            return ""
        stages = self.stages
        return said if said in stages else _by_folded(stages).get(folded(said), "")

    def _key(self, label: str) -> str:
        return labels_of(self._store.kinds).key(label)

    def _said(self, name: str, stem: str) -> int:
        """Give the version that a file's name tells if it is of a stem, else 0."""
        try:
            told = self.pattern.parse(name)
        except DossierError:
            return 0
        same = stem_of(self._key(told.stage), told.day) == stem
        return told.version if same and told.version <= MOST_SAID else 0

    def _set(self) -> dict[str, str]:
        if self._known is None:
            rows = _SET.run(self._store.connection, {"organisation": self._store.actor.organisation})
            self._known = {row.name: row.value for row in rows}
        return self._known


@lru_cache(maxsize=64)
def _by_folded(stages: tuple[str, ...]) -> Mapping[str, str]:
    """Give an organisation's labels of stages as no file system tells them apart; of two that are one, the first."""
    return {folded(each): each for each in reversed(stages)}


def _said_in(kind: Kind, content: Mapping[str, Any]) -> str:
    return str(content.get(kind.stage) or "") if kind.stage else ""


def _of(table: Table, dossier: int, stem: str) -> tuple[ColumnElement[bool], ...]:
    return table.c.dossier_id == dossier, table.c.stem == stem
