"""Languages and zones: of a person, else of their organisation; of a channel, else of its organisation."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from dossier.language import Language
from storage.prepared import Prepared
from storage.tables import settings

if TYPE_CHECKING:
    from storage.store import Store

PROFILE = "profile"
"""The scope of what a platform knows of a person: it counts for those who have set nothing themselves."""

_HEARD = "heard"
_KEY = ("organisation_id", "scope", "subject", "name")
_ALL = Prepared(
    select(settings.c.scope, settings.c.name, settings.c.value).where(
        settings.c.organisation_id == bindparam("organisation"),
        or_(
            settings.c.scope == "organisation",
            and_(
                or_(settings.c.scope == "person", settings.c.scope == PROFILE),
                settings.c.subject == bindparam("person"),
            ),
            and_(settings.c.scope == "channel", settings.c.subject == bindparam("channel")),
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Preference:
    """In which language, and in which zone's time, somebody is spoken to."""

    language: Language
    zone: ZoneInfo
    told: bool = field(default=False, compare=False)
    """Whether they, or the platform they are on, have told their language."""


class Preferences:
    """Settings of the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def of(self, person: int | None, channel: int | None, default: Preference) -> tuple[Preference, Preference]:
        """Give the preference of a person and that of a channel, by row id; `default` is the installation's."""
        rows = _ALL.run(
            self._store.connection,
            {"organisation": self._store.actor.organisation, "person": person or -1, "channel": channel or -1},
        )
        values = {(row.scope, row.name): row.value for row in rows}
        self._store.naming.know({name: value for (scope, name), value in values.items() if scope == "organisation"})

        whole = _within(values, "organisation", default)
        mine = _within(values, "person", _within(values, PROFILE, whole))
        told = any((scope, "language") in values for scope in ("person", PROFILE))
        if not told and (heard := values.get((PROFILE, _HEARD))):
            mine = replace(mine, language=Language(heard))
        return mine if mine.told is told else replace(mine, told=told), _within(values, "channel", whole)

    def hear(self, language: Language) -> None:
        """Note the language the actor last wrote a command in: it is theirs until they, or their platform, tell one."""
        if self._store.actor.person is not None:
            self.keep(PROFILE, self._store.actor.person, _HEARD, language.value)

    def zone_of(self, person: int) -> ZoneInfo:
        """Give the zone of a person (row id)."""
        mine, _ = self.of(person, None, Preference(Language.ZH, self._store.zone))
        return mine.zone

    def chosen(self, scope: str, subject: int, name: str) -> str:
        """Give what is set of one subject itself, "" for nothing."""
        values = (self._store.actor.organisation, scope, subject, name)
        mine = (settings.c[column] == value for column, value in zip(_KEY, values, strict=True))
        return str(self._store.connection.execute(select(settings.c.value).where(*mine)).scalar_one_or_none() or "")

    def keep(self, scope: str, subject: int, name: str, value: str, was: str = "") -> None:
        """Set `language` or `zone` of a `person`, of their `profile`, of a `channel` or the `organisation`.

        What else is set of the `organisation`, of a `dossier` or a `channel` belongs to others: storage.rules,
        storage.channels, storage.suggestions. `was` is how it is where nothing of the subject's own is set. What is set
        already is no change, and not noted.
        """
        held = self.chosen(scope, subject, name)
        if held == value and held:
            return
        dialect = sqlite if self._store.sqlite else postgresql
        row = {
            "organisation_id": self._store.actor.organisation,
            "scope": scope,
            "subject": subject,
            "name": name,
            "value": value,
        }
        insert = dialect.insert(settings)
        self._store.connection.execute(
            insert.on_conflict_do_update(index_elements=_KEY, set_={"value": insert.excluded.value}), row
        )
        if scope != PROFILE:
            before = held or was
            told = f"{name}={value}\t{before}" if before else f"{name}={value}"
            self._store.audit.add("settings.set", f"{scope}:{subject}", told)

    def forget(self, scope: str, subject: int, name: str) -> None:
        """Have what was set of a subject be again as it is for those who have set nothing."""
        values = (self._store.actor.organisation, scope, subject, name)
        mine = (settings.c[column] == value for column, value in zip(_KEY, values, strict=True))
        held = self.chosen(scope, subject, name)
        if self._store.connection.execute(delete(settings).where(*mine)).rowcount:
            self._store.audit.add("settings.unset", f"{scope}:{subject}", f"{name}\t{held}")


def _within(values: Mapping[tuple[str, str], str], scope: str, around: Preference) -> Preference:
    """Give what is set in a scope; what is not is as around it."""
    language, zone = values.get((scope, "language")), values.get((scope, "zone"))
    if not language and not zone:
        return around
    return Preference(Language(language) if language else around.language, ZoneInfo(zone) if zone else around.zone)
