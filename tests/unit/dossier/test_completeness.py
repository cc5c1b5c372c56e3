"""What a dossier lacks in its phase, and what has not been touched for too long."""

from datetime import UTC, datetime, timedelta

import pytest

from dossier.categories import Category
from dossier.completeness import Completeness, completeness
from dossier.kinds import kinds
from dossier.phases import Phase

NOW = datetime(2026, 11, 18, 2, 5, tzinfo=UTC)
EXPECTED = {"minutes": 14, "customer_basics": 180, "contact": 180}
"""Three kinds expected from the first phase on, and how many days they stay fresh."""
JUDGED = [each for each in kinds() if each.name in (*EXPECTED, "issue", "change_request")]


def _judge(have: dict[str, int], age: dict[str, timedelta] | None = None, phase: Phase = Phase.DESIGN) -> Completeness:
    latest = {kind: NOW - (age or {}).get(kind, timedelta()) for kind in have}
    return completeness(JUDGED, phase, have, latest, NOW)


def test_an_empty_dossier_lacks_everything_expected() -> None:
    judged = _judge({})

    assert judged.percent == 0
    assert {(each.kind.name, each.have, each.need) for each in judged.missing} == {(kind, 0, 1) for kind in EXPECTED}
    assert judged.stale == ()


def test_each_kind_that_is_there_counts_alike() -> None:
    assert _judge({"minutes": 5}).percent == 33
    assert _judge({"minutes": 1, "contact": 2}).percent == 67
    whole = _judge({"minutes": 1, "contact": 1, "customer_basics": 1})
    assert (whole.percent, whole.missing, whole.stale) == (100, (), ())


def test_kinds_nobody_expects_do_not_count() -> None:
    assert _judge({"issue": 9, "change_request": 3}).percent == 0


@pytest.mark.parametrize(("kind", "days"), EXPECTED.items())
def test_a_kind_is_stale_once_its_newest_record_is_older_than_its_rhythm(kind: str, days: int) -> None:
    assert _judge({kind: 1}, {kind: timedelta(days=days)}).stale == ()

    (stale,) = _judge({kind: 1}, {kind: timedelta(days=days, seconds=1)}).stale
    assert (stale.kind.name, stale.days) == (kind, days)


def test_what_is_missing_is_not_stale_as_well() -> None:
    assert completeness(JUDGED, Phase.DESIGN, {}, {}, NOW).stale == ()


def test_phases_are_reached_in_their_order() -> None:
    assert [phase.number for phase in Phase] == list(range(7))
    assert Phase.TEST.reached(Phase.DESIGN)
    assert Phase.TEST.reached(Phase.TEST)
    assert not Phase.TEST.reached(Phase.LAUNCH)


def test_every_category_expects_something_before_a_project_is_over() -> None:
    judged = completeness(kinds(), Phase.CLOSING, {}, {}, NOW)

    assert {each.kind.category for each in judged.missing} == set(Category)


def test_only_a_sealed_dossier_is_closed_to_writing() -> None:
    assert [phase for phase in Phase if not phase.writable] == [Phase.SEALED]
