"""How an organisation names its documents: which of its day a document is, and which of its versions a content."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Table, bindparam, func, insert, or_, select

from dossier.errors import DossierError
from dossier.folders import STAGES
from dossier.kinds import Kind
from dossier.labels import fixed_stages, labels_of
from dossier.language import Label, Language
from dossier.misnamed import repair, wording
from dossier.naming import (
    DEFAULT,
    MOST_SAID,
    Called,
    Name,
    Pattern,
    folded,
    key_and_day,
    named,
    pattern,
    stage_label,
    stem_of,
)
from dossier.tiers import Action
from dossier.views import DossierView, Saved
from storage.ids import AnyRow
from storage.prepared import Prepared
from storage.tables import names, revisions, settings

if TYPE_CHECKING:
    from storage.store import Store

PATTERN, STAGE_LIST, LANGUAGE, _ZONE = "naming_pattern", "naming_stages", "naming_language", "zone"
_KNOWN = (PATTERN, STAGE_LIST, LANGUAGE, "language", _ZONE)
_SET = Prepared(
    select(settings.c.name, settings.c.value).where(
        settings.c.organisation_id == bindparam("organisation"),
        settings.c.scope == "organisation",
        settings.c.subject == bindparam("organisation"),
        or_(*(settings.c.name == each for each in _KNOWN)),
    )
)


def own_ordinal() -> ColumnElement[int]:
    """Give the ordinal that a record (`of_record`) has among those of a stem (`of_stem`) in a dossier (`of_dossier`),
    the next one where it has none; `Naming.calling` gives what is bound."""
    of_stem = (revisions.c.dossier_id == bindparam("of_dossier"), revisions.c.stem == bindparam("of_stem"))
    last = select(func.max(revisions.c.ordinal))
    had = last.where(revisions.c.record_id == bindparam("of_record"), revisions.c.stem == bindparam("of_stem"))
    following = func.coalesce(last.where(*of_stem).scalar_subquery(), 0) + 1
    return func.coalesce(had.scalar_subquery(), following)


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a file comes from: the record (row id) it came with, what its name says, whether that is by the rule, and
    the ordinal of the record where both are of one label and day, 0 else. What is made of a dossier has no record."""

    record: int | None
    wording: str
    sure: bool
    near: int = 0


def _check_stages(text: str) -> None:
    if any(each != stage_label(each) for each in text.split("\n")):
        raise DossierError("stage-label", text=text[:40], right="")


_CHECKS: Mapping[str, Callable[[str], object]] = {
    PATTERN: pattern,
    STAGE_LIST: _check_stages,
    LANGUAGE: Language,
    "language": Language,
    _ZONE: ZoneInfo,
}
"""What raises for a value that a setting cannot have."""


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

    def documents(self, text: str) -> list[tuple[Name, str]]:
        """Give what the name of a document says, with its stem, by the pattern of today and by the usual one; nothing
        for what is no name."""
        read = []
        for each in dict.fromkeys((self.pattern, DEFAULT)):
            try:
                name = each.parse(text.strip())
            except DossierError:
                continue
            read.append((name, self._stem(name)))
        return read

    def customer_in(self, text: str) -> str:
        """Give the customer that the name of a document says, "" where it has none, or no label there is."""
        labels = {stage_label(each) for each in self.allowed()}
        return next((name.short for name, _ in self.documents(text) if name.stage in labels), "")

    def called(self, kind: Kind, content: Mapping[str, Any], row: AnyRow) -> Called:
        """Give what a version of a record's document is called by, out of what is kept of it."""
        return Called(row.stem, row.ordinal, row.version, self._label(kind, content, row.stem))

    def _label(self, kind: Kind, content: Mapping[str, Any], stem: str) -> str:
        key, _ = key_and_day(stem)
        if key == self._key(kind.label.zh):
            return self.said(kind.label)
        said = _said_in(kind, content)
        # What it was called by has become the name of something else: it is called so still.
        return self._in_ours(self._listed(said) or said) if said and self._key(said) == key else key

    def _in_ours(self, label: str) -> str:
        """Give a label in the organisation's language, if it may be said so."""
        both = labels_of(self._store.kinds).of(self._key(label))
        if both is None or Language.spoken_in(label) is self.language:
            return label
        ours, listed = self.said(both), self.stages
        return ours if ours in (listed if label in listed else self.allowed()) else label

    @property
    def language(self) -> Language:
        """The language of names, whoever reads them: the one set for them, else the organisation's."""
        language = self._set().get(LANGUAGE) or self._set().get("language")
        return Language(language) if language else self._store.default.language

    def said(self, label: Label) -> str:
        """Give a label as it stands in names."""
        return label.to(self.language)

    def calling(self, dossier: int, record: int, stem: str) -> dict[str, Any]:
        """Give of a version of a record what it is called by, as `own_ordinal` takes it."""
        row = {"dossier_id": dossier, "record_id": record, "stem": stem}
        return {**row, "of_dossier": dossier, "of_record": record, "of_stem": stem}

    @property
    def carried(self) -> dict[str, str]:
        """What goes along in an archive: the settings by which names are built where it founds an organisation."""
        language = self._set().get("language") or self._store.default.language.value
        return dict(sorted({**self._set(), "language": language, _ZONE: self.zone.key}.items()))

    def found(self, carried: Iterable[tuple[str, str]]) -> None:
        """Take over what came with an archive, by name. Raises DossierError or ValueError for what cannot be set."""
        for name, value in carried:
            _CHECKS[name](value)
            self._store.preferences.keep("organisation", self._store.actor.organisation, name, value)
        self._known = None

    def keep(self, chosen: Pattern, stages: Sequence[str], language: Language | None = None) -> None:
        """Set the pattern, the stage labels and the language of names. Raises Refused unless by a manager."""
        self._store.actor.require_manager()
        organisation = self._store.actor.organisation
        for name, value, was in (
            (PATTERN, str(chosen), str(self.pattern)),
            (STAGE_LIST, "\n".join(stages), "\n".join(self.stages)),
            (LANGUAGE, (language or self.language).value, self.language.value),
        ):
            if value != was:
                self._store.preferences.keep("organisation", organisation, name, value, was)
        self._known = None

    def of_whole(self, dossier: DossierView, label: Label, extension: str, digest: bytes) -> str:
        """Give what a file made of a dossier today is to be called, by its content (a digest of it). Raises as
        `of_file`."""
        name = named(dossier.short_name, self.said(label), self.today(), 1, extension, dossier.project)
        return self.pattern.build(self._noted(dossier, name, digest, _Origin(None, "", sure=True)))

    def of_file(self, saved: Saved, given: str, digest: bytes) -> str:
        """Give what a file with a record is to be called, out of what it is called and its content (SHA-256).

        The same content has the same name for good. A file that is called by the rule is the document it says it is;
        else it is the one that was called as it is with the same record, else it is called like the record, if no file
        is yet, else another one of its label and day. Its version is the one it says if that is free, else the next. It
        is noted. Raises Refused for somebody who may not read the dossier, NotFound where there is none.
        """
        name, its = self._meant(saved, given), saved.called
        near = its.ordinal if self._stem(name) == its.stem else 0
        origin = _Origin(saved.line.id, wording(given), sure=self.pattern.build(name) == given, near=near)
        return self.pattern.build(self._noted(saved.dossier, name, digest, origin))

    def is_right(self, saved: Saved, given: str) -> bool:
        """Tell whether a file with a record is called by the rule, whichever document of its label and day it is."""
        name = self._meant(saved, given)
        return self.pattern.build(name) == given and max(name.ordinal, name.version) <= MOST_SAID

    def likely(self, dossier: DossierView, name: Name, *, sure: bool) -> Name:
        """Give what a new file of a name would be called with a record there is not yet, and note nothing.

        `sure` says that it is called by the rule. Raises as `of_file`.
        """
        self._store.actor.require(Action.READ, self._store.dossiers.by_id(dossier.id).id)
        return self._free(dossier.id, name, _Origin(0, "", sure=sure))

    def _meant(self, saved: Saved, given: str) -> Name:
        # The record's own number and version are not those of what is attached to it.
        name = repair(given, saved.name().numbered(1, 1), self.allowed(), self.pattern)
        return (
            name if self.pattern.build(name) == given else replace(name, stage=stage_label(self._in_ours(name.stage)))
        )

    def _noted(self, dossier: DossierView, name: Name, digest: bytes, origin: "_Origin") -> Name:
        # Locked, so that no two take the same.
        dossier = self._store.dossiers.get(dossier.uid, lock=True)
        self._store.actor.require(Action.READ, dossier.id)
        stem, connection = self._stem(name), self._store.connection
        known = connection.execute(
            select(names.c.ordinal, names.c.version).where(*_of(names, dossier.id, stem), names.c.digest == digest)
        ).one_or_none()
        if known is not None:
            return name.numbered(known.ordinal, known.version)
        free = self._free(dossier.id, name, origin)
        row = {
            "organisation_id": self._store.actor.organisation,
            "dossier_id": dossier.id,
            "stem": stem,
            "ordinal": free.ordinal,
            "version": free.version,
            "digest": digest,
            "record_id": origin.record,
            "wording": origin.wording,
            "created_at": self._store.now,
        }
        connection.execute(insert(names), row)
        return free

    def _free(self, dossier: int, name: Name, origin: "_Origin") -> Name:
        """Give the name of a new content: as it says if nothing is called so and can be so late, else the next one."""
        stem, sure = self._stem(name), origin.sure and name.ordinal <= MOST_SAID
        ordinal = name.ordinal if sure else self._known_by(dossier, stem, origin)
        ordinal = ordinal or self._next(dossier, stem, origin.near)
        versions = self._versions(dossier, stem, ordinal)
        if name.version <= MOST_SAID and name.version not in versions:
            return name.numbered(ordinal, name.version)
        return name.numbered(ordinal, max(versions, default=0) + 1)

    def _known_by(self, dossier: int, stem: str, origin: "_Origin") -> int | None:
        its = (*_of(names, dossier, stem), names.c.record_id == origin.record, names.c.wording == origin.wording)
        found: int | None = self._store.connection.execute(select(func.max(names.c.ordinal)).where(*its)).scalar()
        return found

    def _versions(self, dossier: int, stem: str, ordinal: int) -> set[int]:
        taken = select(names.c.version).where(*_of(names, dossier, stem), names.c.ordinal == ordinal)
        return set(self._store.connection.execute(taken).scalars())

    def _next(self, dossier: int, stem: str, near: int) -> int:
        """Give the ordinal near by where no file has it, else one that neither a file nor a record has."""
        if near and not self._versions(dossier, stem, near):
            return near
        last = (select(func.max(each.c.ordinal)).where(*_of(each, dossier, stem)) for each in (names, revisions))
        return max(self._store.connection.execute(query).scalar() or 0 for query in last) + 1

    def _stem(self, name: Name) -> str:
        return stem_of(self._key(name.stage), name.day)

    def _listed(self, said: str) -> str:
        """Give the organisation's label of a stage that is said, in whatever capitals; "" for none."""
        if not said:
            return ""
        stages = self.stages
        return said if said in stages else _by_folded(stages).get(folded(said), "")

    def _key(self, label: str) -> str:
        return labels_of(self._store.kinds).key(label)

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
