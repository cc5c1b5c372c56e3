"""How well dossiers are kept: counted over many at once, told of one, and every report kept once a period."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.dialects import postgresql, sqlite

from dossier.bursts import BASE_DAYS, DAYS, LONGEST, WEEK, Burst, Level, Problem, bursts
from dossier.health import Health, Kept, Punctuality, health
from dossier.moments.zones import wall_time
from dossier.report import Report, made, report_of
from dossier.tiers import Action
from dossier.views import DossierView
from storage.access import found
from storage.conditions import entered
from storage.ids import new_uid
from storage.lost_points import dead_in, done_at, late_at, overdue_at, owed_in
from storage.record_rows import CURRENT
from storage.tables import dossiers, duties, people, records, reports, revisions

if TYPE_CHECKING:
    from storage.store import Store

WEEKLY = "weekly"
PAGE = 500
WEEKS = 8
_HISTORY = 11
_NAMED = 5
# A dossier that is younger has no weeks to compare.
_YOUNG = timedelta(weeks=2)
_NOON = time(12)
_PROBLEMS = ("issue", "incident", "defect")


class Healths:
    """Health of the dossiers of the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def each(self, wanted: Sequence[DossierView]) -> Iterator[tuple[DossierView, Health]]:
        """Judge dossiers, a page of them at a time; those the actor may not read are left out."""
        for start in range(0, len(wanted), PAGE):
            page = wanted[start : start + PAGE]
            kept = self.kept([dossier.id for dossier in page])
            for dossier in page:
                if dossier.id in kept:
                    yield dossier, health(self._store.kinds, dossier.phase, kept[dossier.id], self._store.now)

    def kept(self, wanted: Sequence[int]) -> dict[int, Kept]:
        """Count what is in dossiers (row ids), by row id, as far as the actor may read them."""
        ours = select(dossiers.c.id).where(
            dossiers.c.id.in_(wanted), dossiers.c.organisation_id == self._store.actor.organisation
        )
        found_here = self._store.connection.execute(ours).scalars()
        ids = [each for each in found_here if self._store.actor.may(Action.READ, each)]
        have: dict[int, dict[str, int]] = {each: {} for each in ids}
        latest: dict[int, dict[str, datetime]] = {each: {} for each in ids}
        for row in self._store.connection.execute(
            select(
                records.c.dossier_id,
                records.c.kind,
                func.count().label("some"),
                func.max(records.c.changed_at).label("at"),
            )
            .where(
                records.c.dossier_id.in_(ids),
                ~records.c.deleted,
                records.c.organisation_id == self._store.actor.organisation,
            )
            .group_by(records.c.dossier_id, records.c.kind)
        ):
            have[row.dossier_id][row.kind] = row.some
            latest[row.dossier_id][row.kind] = row.at
        punctual = self._punctual(ids)
        dead = self._store.links.dead_counts(ids)
        return {
            each: Kept(have[each], latest[each], punctual.get(each, Punctuality()), dead.get(each, 0)) for each in ids
        }

    def _punctual(self, ids: Sequence[int]) -> dict[int, Punctuality]:
        now = self._store.now
        sums = {
            "on_time": and_(done_at(now), duties.c.closed_at <= duties.c.due_at),
            "late": late_at(now),
            "overdue": overdue_at(now),
            "open": duties.c.state == "open",
        }
        counted = [func.sum(case((condition, 1), else_=0)).label(name) for name, condition in sums.items()]
        rows = self._store.connection.execute(
            select(duties.c.dossier_id, *counted)
            .where(duties.c.dossier_id.in_(ids), duties.c.organisation_id == self._store.actor.organisation)
            # What is to be decided is no entry that is owed.
            .where(entered())
            .group_by(duties.c.dossier_id)
        )
        return {row.dossier_id: Punctuality(*(int(getattr(row, name)) for name in sums)) for row in rows}

    def report(self, dossier: DossierView, zone: ZoneInfo, on: date | None = None) -> Report:
        """Make the report of a dossier as it is now, of a local day (today by default). Raises Refused."""
        store = self._store
        store.dossiers.by_id(dossier.id)
        store.actor.require(Action.READ, dossier.id)
        kept = self.kept([dossier.id])[dossier.id]
        today = store.now.astimezone(zone).date()
        day = on or today
        earlier = self._before(dossier, day, zone)
        since = self._reported(dossier, day)
        report = made(
            day,
            dossier.phase,
            health(self._store.kinds, dossier.phase, kept, store.now),
            kept.punctuality,
            weeks=self.weeks(dossier, zone),
            gave=self._gave(dossier),
            owe=self._owe(dossier),
            bursts=bursts(self._problems([dossier.id], since).get(dossier.id, ()), store.now, since),
            overdue=owed_in(store, dossier, overdue_at(store.now)),
            late=owed_in(store, dossier, late_at(store.now)),
            dead=dead_in(store, dossier),
            before=earlier[0] if earlier else None,
            since=earlier[1] if earlier else None,
            made_on=today if day < today else None,
        )
        return self._shown(dossier, report)

    def weeks(self, dossier: DossierView, zone: ZoneInfo) -> list[tuple[date, int]]:
        """Count the updates of the last weeks, each to this time of the day, by the day in a zone it began; none of a
        dossier that is new. The last one is the last seven days, for which a report names people."""
        now = self._store.now
        if now - dossier.created_at < _YOUNG:
            return []
        starts = [now - timedelta(weeks=ago) for ago in range(WEEKS, 0, -1)]
        starts = [start for start in starts if start + timedelta(weeks=1) > dossier.created_at]
        days = [start.astimezone(zone).date() for start in starts]
        return list(zip(days, self._store.records.per_week(dossier.id, starts), strict=True))

    def _gave(self, dossier: DossierView) -> list[tuple[str, int]]:
        """Give who made how many updates within a week, the most first."""
        some = func.count(records.c.id.distinct())
        rows = self._store.connection.execute(
            select(people.c.name, some.label("some"))
            .select_from(revisions)
            .join(records, records.c.id == revisions.c.record_id)
            .join(people, people.c.id == revisions.c.author_id)
            .where(
                records.c.dossier_id == dossier.id,
                ~records.c.deleted,
                revisions.c.created_at >= self._store.now - timedelta(weeks=1),
                revisions.c.organisation_id == self._store.actor.organisation,
            )
            .group_by(people.c.name)
            .order_by(some.desc(), people.c.name)
            .limit(_NAMED)
        )
        return [(row.name, row.some) for row in rows]

    def _owe(self, dossier: DossierView) -> list[tuple[str, int]]:
        """Give who owes how much that is late, the most first."""
        some = func.count().label("some")
        rows = self._store.connection.execute(
            select(people.c.name, some)
            .join(duties, duties.c.owner_id == people.c.id)
            .where(duties.c.dossier_id == dossier.id, duties.c.organisation_id == self._store.actor.organisation)
            .where(overdue_at(self._store.now), entered())
            .group_by(people.c.name)
            .order_by(some.desc(), func.min(duties.c.due_at), people.c.name)
            .limit(_NAMED)
        )
        return [(row.name, row.some) for row in rows]

    def _reported(self, dossier: DossierView, day: date) -> datetime:
        """Give when the last report before a local day was made: a week ago at the latest, four at the earliest."""
        query = select(func.max(reports.c.made_at)).where(
            *self._weekly(dossier),
            reports.c.period < day.isoformat(),
        )
        made_at = self._store.connection.execute(query).scalar_one() or self._store.now
        return max(self._store.now - LONGEST, min(made_at, self._store.now - WEEK))

    def alerts(self, wanted: Sequence[DossierView]) -> dict[str, Burst]:
        """Give the surest of the problems that rose within a week so that they want a look soon, by the dossiers' ids;
        of dossiers the actor may read."""
        now = self._store.now
        loudest: dict[str, Burst] = {}
        for start in range(0, len(wanted), PAGE):
            page = {each.id: each.uid for each in wanted[start : start + PAGE]}
            known = self._problems([each for each in page if self._store.actor.may(Action.READ, each)], now - WEEK)
            for dossier, problems in known.items():
                loud = (each for each in bursts(problems, now, now - WEEK) if each.level is Level.ALERT)
                if (first := next(loud, None)) is not None:
                    loudest[page[dossier]] = first
        return loudest

    def _problems(self, wanted: Sequence[int], after: datetime) -> Mapping[int, Sequence[Problem]]:
        """Give what dossiers (row ids) had of problems, as far back as those that went on after a moment are judged."""
        since = after - timedelta(days=DAYS + BASE_DAYS)
        rows = self._store.connection.execute(
            select(records.c.dossier_id, records.c.title, records.c.created_at, revisions.c.content)
            .join(revisions, CURRENT)
            .where(
                records.c.dossier_id.in_(wanted),
                records.c.kind.in_(_PROBLEMS),
                ~records.c.deleted,
                records.c.created_at > since,
                records.c.organisation_id == self._store.actor.organisation,
            )
        )
        known: dict[int, list[Problem]] = defaultdict(list)
        for row in rows:
            content = json.loads(row.content)
            severity = str(content.get("severity") or "")
            known[row.dossier_id].append(Problem(row.title, severity, self._occurred(content, row.created_at)))
        return known

    def _occurred(self, content: Mapping[str, Any], noted: datetime) -> datetime:
        """Give when a problem came up: when it was noted, or on an earlier day that it says, as imported ones do."""
        on, zone = content.get("found_on"), self._store.zone
        if not on or date.fromisoformat(on) >= noted.astimezone(zone).date():
            return noted
        return wall_time(date.fromisoformat(on), _NOON, zone)

    # What is kept of reports

    def keep(self, dossier: DossierView, report: Report) -> str:
        """Keep the weekly report of a dossier unless there is one of that day; give the id of the one that is kept."""
        self._store.dossiers.by_id(dossier.id)
        row = {
            "uid": new_uid(),
            "organisation_id": self._store.actor.organisation,
            "kind": WEEKLY,
            "subject": dossier.uid,
            "period": report.on.isoformat(),
            "score": report.score,
            "content": json.dumps(report.as_json(), ensure_ascii=False),
            "made_at": self._store.now,
        }
        make = sqlite.insert if self._store.sqlite else postgresql.insert
        key = ("organisation_id", "kind", "subject", "period")
        self._store.connection.execute(make(reports).values(row).on_conflict_do_nothing(index_elements=key))
        query = select(reports.c.uid).where(*(reports.c[name] == row[name] for name in key))
        return str(self._store.connection.execute(query).scalar_one())

    def get(self, uid: str) -> tuple[DossierView, Report]:
        """Give a report that was kept, and what it is of. Raises NotFound, or Refused for whom it is not."""
        row = found(
            self._store.connection.execute(
                select(reports.c.subject, reports.c.content).where(
                    reports.c.uid == uid, reports.c.organisation_id == self._store.actor.organisation
                )
            ).one_or_none()
        )
        dossier = self._store.dossiers.get(row.subject)
        self._store.actor.require(Action.READ, dossier.id)
        # Somebody may have wished since that names are left out.
        return dossier, self._shown(dossier, report_of(json.loads(row.content), self._store.kinds))

    def _shown(self, dossier: DossierView, report: Report) -> Report:
        """Give a report as it is shown: with the scores that led to its own, without names where nobody is named."""
        report = replace(report, history=[*self.history(dossier, report.on), (report.on, report.score)])
        return report if self._store.rules.of(dossier.id).names else report.without_names()

    def nearest(self, dossier: DossierView, first: date, last: date) -> tuple[str, date] | None:
        """Give the newest weekly report of a dossier from one local day to another, else the one nearest to them, as
        its id and its day; None where there is none at all."""
        weekly, of = select(reports.c.uid, reports.c.period).where(*self._weekly(dossier)), reports.c.period
        until = weekly.where(of <= last.isoformat()).order_by(of.desc()).limit(1)
        after = weekly.where(of > last.isoformat()).order_by(of).limit(1)
        rows = [row for query in (until, after) for row in self._store.connection.execute(query)]
        near = [(row.uid, date.fromisoformat(row.period)) for row in rows]
        return min(near, key=lambda each: max(first - each[1], each[1] - last, timedelta()), default=None)

    def _weekly(self, dossier: DossierView) -> tuple[ColumnElement[bool], ...]:
        """Give the conditions of a dossier's weekly reports."""
        ours = reports.c.organisation_id == self._store.actor.organisation
        return ours, reports.c.kind == WEEKLY, reports.c.subject == dossier.uid

    def history(self, dossier: DossierView, before: date = date.max) -> list[tuple[date, int]]:
        """Give the scores of the last weekly reports before a day by their days, in order."""
        rows = self._store.connection.execute(
            select(reports.c.period, reports.c.score)
            .where(
                *self._weekly(dossier),
                reports.c.score.is_not(None),
                reports.c.period < before.isoformat(),
            )
            .order_by(reports.c.period.desc())
            .limit(_HISTORY)
        ).all()
        return [(date.fromisoformat(row.period), row.score) for row in reversed(rows)]

    def _before(self, dossier: DossierView, day: date, zone: ZoneInfo) -> tuple[int, date] | None:
        """Give the score of the last weekly report of a dossier before a local day, and the day its numbers are of; not
        of one that came late, today: what it says is of now."""
        query = (
            select(reports.c.score, reports.c.made_at)
            .where(
                *self._weekly(dossier),
                reports.c.score.is_not(None),
                reports.c.period < day.isoformat(),
                reports.c.made_at < self._midnight(zone),
            )
            .order_by(reports.c.period.desc())
            .limit(1)
        )
        row = self._store.connection.execute(query).one_or_none()
        return (row.score, row.made_at.astimezone(zone).date()) if row else None

    def _midnight(self, zone: ZoneInfo) -> datetime:
        return wall_time(self._store.now.astimezone(zone).date(), time(), zone)

    def scores_before(self, wanted: Sequence[DossierView], zone: ZoneInfo) -> dict[str, tuple[int, date]]:
        """Give what the last weekly reports of dossiers before today said, and the days their numbers are of, by the
        dossiers' ids."""
        today, midnight = self._store.now.astimezone(zone).date().isoformat(), self._midnight(zone)
        ours = (
            reports.c.organisation_id == self._store.actor.organisation,
            reports.c.kind == WEEKLY,
            reports.c.made_at < midnight,
        )
        scores: dict[str, tuple[int, date]] = {}
        for start in range(0, len(wanted), PAGE):
            page = [each.uid for each in wanted[start : start + PAGE] if self._store.actor.may(Action.READ, each.id)]
            earlier = (*ours, reports.c.subject.in_(page), reports.c.period < today, reports.c.score.is_not(None))
            last = (
                select(reports.c.subject, func.max(reports.c.period).label("period"))
                .where(*earlier)
                .group_by(reports.c.subject)
                .subquery()
            )
            same = and_(reports.c.subject == last.c.subject, reports.c.period == last.c.period)
            rows = self._store.connection.execute(
                select(reports.c.subject, reports.c.score, reports.c.made_at).join(last, same).where(*ours)
            )
            scores |= {row.subject: (row.score, row.made_at.astimezone(zone).date()) for row in rows}
        return scores
