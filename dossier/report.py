"""A health report: what is said of a dossier at one moment, and as it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from dossier.bursts import Burst, Level
from dossier.completeness import Missing, Stale
from dossier.duties import Trigger
from dossier.health import Health, Loss, Part, Punctuality
from dossier.kinds import Kinds
from dossier.phases import Phase


@dataclass(frozen=True, slots=True)
class Owed:
    """An update that was not there in time: the id of its duty, what it is, who owes it ("" where names are not
    wanted), when it was due, and when it came at last."""

    duty: str
    trigger: Trigger
    topic: str
    name: str
    due: datetime
    done: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A record in which a link leads nowhere: its id, number and title."""

    record: str
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says. `on` is the local day it is of; `before` the score of the report before it.

    `since` is the day that one was of, `made_on` the day this one was made where that is a later one than it is of.

    `weeks` are updates by the day a week began, the last one until now; `gave` and `owe` people with how many updates
    and open duties, empty where names are not wanted. `overdue` and `late` are what timeliness was lost by, the oldest
    first; `dead` records with a link that leads nowhere, as far as every member may read them.
    """

    on: date
    phase: Phase
    score: int
    parts: Mapping[Part, int]
    losses: Sequence[Loss]
    punctuality: Punctuality
    weeks: Sequence[tuple[date, int]] = ()
    gave: Sequence[tuple[str, int]] = ()
    owe: Sequence[tuple[str, int]] = ()
    bursts: Sequence[Burst] = ()
    overdue: Sequence[Owed] = ()
    late: Sequence[Owed] = ()
    before: int | None = None
    history: Sequence[tuple[date, int]] = ()
    dead: Sequence[Unreachable] = ()
    since: date | None = None
    made_on: date | None = None

    @property
    def gained(self) -> int | None:
        """How many points it is better than the report before, None when there is none."""
        return None if self.before is None else self.score - self.before

    @property
    def since_last_week(self) -> bool:
        """Whether the report before it was one of last week; of one kept by an earlier release that is taken for
        granted."""
        if self.since is None:
            return True
        mondays = [day - timedelta(days=day.weekday()) for day in (self.since, self.on)]
        return mondays[1] - mondays[0] == timedelta(weeks=1)

    def without_names(self) -> "Report":
        """Give it without saying who gave and who owes."""
        overdue, late = ([replace(each, name="") for each in owed] for owed in (self.overdue, self.late))
        return replace(self, gave=(), owe=(), overdue=overdue, late=late)

    def as_json(self) -> dict[str, Any]:
        """Give it as it is kept; `history` is made of what is kept and not kept again."""
        duties = self.punctuality
        return {
            "on": self.on.isoformat(),
            "phase": self.phase.value,
            "score": self.score,
            "before": self.before,
            "parts": {part.value: percent for part, percent in self.parts.items()},
            "losses": [_loss(each) for each in self.losses],
            "duties": [duties.on_time, duties.late, duties.overdue, duties.open],
            "weeks": [[day.isoformat(), count] for day, count in self.weeks],
            "gave": [list(each) for each in self.gave],
            "owe": [list(each) for each in self.owe],
            "bursts": [_burst(each) for each in self.bursts],
            "overdue": [_owed(each) for each in self.overdue],
            "late": [_owed(each) for each in self.late],
            "since": self.since.isoformat() if self.since else "",
            "made_on": self.made_on.isoformat() if self.made_on else "",
            "dead": [[each.record, each.number, each.title] for each in self.dead],
        }


def report_of(kept: Mapping[str, Any], kinds: Kinds) -> Report:
    """Give a report as it was kept; what it said of kinds that the organisation has no more is left out."""
    return Report(
        date.fromisoformat(kept["on"]),
        Phase(kept["phase"]),
        int(kept["score"]),
        {Part(name): int(percent) for name, percent in kept["parts"].items()},
        [loss for each in kept["losses"] if (loss := _loss_of(each, kinds)) is not None],
        Punctuality(*kept["duties"]),
        [(date.fromisoformat(day), int(count)) for day, count in kept["weeks"]],
        [(str(name), int(count)) for name, count in kept["gave"]],
        [(str(name), int(count)) for name, count in kept["owe"]],
        [_burst_of(*each) for each in kept["bursts"]],
        [_owed_of(each) for each in kept.get("overdue", ())],
        [_owed_of(each) for each in kept.get("late", ())],
        kept["before"],
        dead=[Unreachable(uid, int(number), title) for uid, number, title in kept.get("dead", ())],
        since=_day_of(kept.get("since")),
        made_on=_day_of(kept.get("made_on")),
    )


def made(on: date, phase: Phase, health: Health, punctuality: Punctuality, **more: Any) -> Report:
    """Make a report of what was judged; `more` are its other fields."""
    return Report(on, phase, health.score, health.parts, health.losses, punctuality, **more)


def _day_of(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


def _burst(burst: Burst) -> list[str | int]:
    began = burst.began.isoformat() if burst.began else ""
    return [burst.name, burst.severity, burst.count, burst.base, burst.level.value, began]


def _burst_of(name: str, severity: str, count: int, base: int, level: str, began: str = "") -> Burst:
    return Burst(name, severity, count, base, Level(level), datetime.fromisoformat(began) if began else None)


def _owed(owed: Owed) -> list[str]:
    done = owed.done.isoformat() if owed.done else ""
    return [owed.duty, owed.trigger.value, owed.topic, owed.name, owed.due.isoformat(), done]


def _owed_of(kept: Sequence[str]) -> Owed:
    duty, trigger, topic, name, due, done = kept
    return Owed(
        duty, Trigger(trigger), topic, name, datetime.fromisoformat(due), datetime.fromisoformat(done) if done else None
    )


def _loss(loss: Loss) -> dict[str, Any]:
    kept: dict[str, Any] = {"part": loss.part.value, "points": loss.points, "late": loss.late, "overdue": loss.overdue}
    if loss.missing:
        kept["missing"] = [loss.missing.kind.name, loss.missing.have, loss.missing.need]
    if loss.stale:
        kept["stale"] = [loss.stale.kind.name, loss.stale.days]
    if loss.dead:
        kept["dead"] = loss.dead
    return kept


def _loss_of(kept: Mapping[str, Any], kinds: Kinds) -> Loss | None:
    named = kept.get("missing") or kept.get("stale")
    kind = kinds.named(named[0]) if named else None
    if named and kind is None:
        return None
    missing = Missing(kind, kept["missing"][1], kept["missing"][2]) if kind and "missing" in kept else None
    stale = Stale(kind, kept["stale"][1]) if kind and "stale" in kept else None
    late, overdue, dead = (int(kept.get(name, 0)) for name in ("late", "overdue", "dead"))
    return Loss(Part(kept["part"]), int(kept["points"]), missing, stale, late, overdue, dead)
