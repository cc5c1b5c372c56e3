"""The score: what it is made of, and that every lost point has its cause."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dossier.duties import Trigger
from dossier.health import WEIGHTS, Health, Kept, Part, Punctuality, health
from dossier.kinds import built_in, kinds
from dossier.phases import Phase
from dossier.report import Owed, Unreachable, made, report_of

NOW = datetime(2026, 11, 18, 2, 5, tzinfo=UTC)
THREE = [each for each in kinds() if each.name in ("customer_basics", "contact", "minutes")]
"""Kinds that are expected from the first phase on, each with a rhythm."""
WHOLE = {each.name: 1 for each in THREE}


def judged(have: Mapping[str, int], days: int = 0, punctuality: Punctuality | None = None) -> Health:
    latest = dict.fromkeys(have, NOW - timedelta(days=days))
    return health(THREE, Phase.INITIATION, Kept(have, latest, punctuality or Punctuality()), NOW)


def test_a_dossier_in_which_all_is_there_has_a_hundred_points() -> None:
    whole = judged(WHOLE)
    assert (whole.score, whole.losses, set(whole.parts.values())) == (100, [], {100})


def test_an_empty_dossier_loses_what_is_missing_and_has_nothing_to_be_stale() -> None:
    empty = judged({})
    assert empty.score == 100 - WEIGHTS[Part.COMPLETENESS]
    assert sorted(loss.points for loss in empty.losses) == [16, 17, 17]
    assert empty.parts == {Part.COMPLETENESS: 0, Part.FRESHNESS: 100, Part.TIMELINESS: 100}


@given(
    st.sampled_from(list(Phase)), st.dictionaries(st.sampled_from([each.name for each in kinds()]), st.integers(0, 4))
)
def test_the_status_and_the_report_say_the_same_of_how_complete_a_dossier_is(
    phase: Phase, have: Mapping[str, int]
) -> None:
    found = health(kinds(), phase, Kept(have, {}, Punctuality()), NOW)
    assert found.whole.percent == found.parts[Part.COMPLETENESS]


def test_in_a_sealed_dossier_nothing_goes_stale() -> None:
    kept = Kept(WHOLE, dict.fromkeys(WHOLE, NOW - timedelta(days=400)), Punctuality())
    assert health(THREE, Phase.CLOSING, kept, NOW).parts[Part.FRESHNESS] == 0
    sealed = health(THREE, Phase.SEALED, kept, NOW)
    assert (sealed.score, sealed.losses, sealed.whole.stale) == (100, [], ())


def test_what_is_stale_costs_its_share_of_freshness() -> None:
    stale = judged(WHOLE, days=15)
    assert [(loss.stale.kind.name, loss.points) for loss in stale.losses if loss.stale] == [("minutes", 8)]
    assert stale.score == 92


def test_what_came_late_is_worth_half_of_what_is_still_not_there() -> None:
    late, overdue = (judged(WHOLE, punctuality=Punctuality(**{"on_time": 3, name: 1})) for name in ("late", "overdue"))
    assert (late.score, overdue.score) == (97, 94)
    assert (late.losses[0].late, overdue.losses[0].overdue) == (1, 1)


def test_a_link_that_leads_nowhere_costs_a_point_and_many_no_more_than_five() -> None:
    latest = dict.fromkeys(WHOLE, NOW)
    for dead, points in ((0, []), (1, [1]), (3, [3]), (40, [5])):
        found = health(THREE, Phase.INITIATION, Kept(WHOLE, latest, Punctuality(), dead), NOW)
        assert [loss.points for loss in found.losses if loss.dead == dead] == points
        assert found.score == 100 - sum(points)
    old = dict.fromkeys(WHOLE, NOW - timedelta(days=400))
    stale = health(THREE, Phase.INITIATION, Kept(WHOLE, old, Punctuality(), 3), NOW)
    assert [(loss.part, loss.points) for loss in stale.losses if loss.dead] == [(Part.COMPLETENESS, 3)]


def test_what_costs_most_comes_first() -> None:
    found = judged({"minutes": 1}, days=20, punctuality=Punctuality(1, 0, 1, 1))
    points = [loss.points for loss in found.losses]
    assert points == sorted(points, reverse=True)


counts = st.integers(0, 40)


@given(
    st.dictionaries(st.sampled_from([each.name for each in kinds()]), st.integers(0, 5)),
    st.integers(0, 400),
    st.builds(Punctuality, counts, counts, counts, counts),
    st.sampled_from(list(Phase)),
    counts,
)
def test_losses_and_score_always_make_a_hundred(
    have: Mapping[str, int], days: int, punctuality: Punctuality, phase: Phase, dead: int
) -> None:
    there = {name: count for name, count in have.items() if count}
    latest = dict.fromkeys(there, NOW - timedelta(days=days))
    found = health(kinds(), phase, Kept(there, latest, punctuality, dead), NOW)
    assert 0 <= found.score <= 100
    assert found.score + sum(loss.points for loss in found.losses) == 100
    assert all(loss.points >= 0 for loss in found.losses)
    assert all(0 <= percent <= 100 for percent in found.parts.values())
    for loss in found.losses:
        assert sum(map(bool, (loss.missing, loss.stale, loss.late, loss.overdue, loss.dead))) == 1


@given(st.builds(Punctuality, counts, counts, counts, counts))
def test_a_report_is_kept_to_the_letter(punctuality: Punctuality) -> None:
    kept = Kept({"minutes": 1}, {"minutes": NOW - timedelta(days=30)}, punctuality, 2)
    owed = Owed("1", Trigger.ASKED, "合同", "李雷", NOW)
    named = {"gave": (("李雷", 3),), "overdue": (owed,), "late": (replace(owed, done=NOW + timedelta(hours=2)),)}
    named["dead"] = (Unreachable("1", 7, "部署方案"),)
    found = made(NOW.date(), Phase.TEST, health(kinds(), Phase.TEST, kept, NOW), punctuality, **named)
    assert report_of(found.as_json(), built_in()).as_json() == found.as_json()
