"""Health on both engines: counted by one query for many, kept once a period, and for nobody else's eyes."""

from datetime import date, timedelta

import pytest

from dossier.errors import NotFound, Refused
from dossier.health import Part, Punctuality
from dossier.kinds import built_in
from dossier.report import report_of
from dossier.rules import OFF
from storage.store import Store
from tests.team import ELSEWHERE, ZONE, Team


def test_what_is_kept_is_counted_by_kind_without_what_was_deleted(team: Team) -> None:
    for topic in ("一", "二"):
        team.say("lilei", f"/minutes {topic} | decision: x")
    team.say("lilei", "/issue 支付失败")
    team.say("lilei", "/dossier undo #3")

    kept = team.read("lilei", lambda store: store.health.kept([team.dossier.id]))[team.dossier.id]

    assert kept.have == {"minutes": 2}
    assert kept.latest.keys() == {"minutes"}


def test_duties_of_four_weeks_count_as_on_time_late_and_overdue(team: Team) -> None:
    for topic in ("合同", "报价", "验收单"):
        team.say("lilei", f"/duty @李雷 {topic}")
    team.write("lilei", lambda store: store.duties.finish(store.duties.owed_by_me()[0]))
    team.clock.advance(timedelta(hours=30))
    team.write("lilei", lambda store: store.duties.finish(store.duties.owed_by_me()[0]))

    def punctuality(store: Store) -> Punctuality:
        return store.health.kept([team.dossier.id])[team.dossier.id].punctuality

    assert team.read("lilei", punctuality) == Punctuality(1, 1, 1, 1)
    team.clock.advance(timedelta(weeks=5))
    assert team.read("lilei", punctuality) == Punctuality(0, 0, 1, 1)


def test_many_are_judged_at_once_as_each_alone(team: Team) -> None:
    team.say("lilei", "/minutes 需求评审 | decision: x")
    ((dossier, judged),) = team.read("wangfang", lambda store: [*store.health.each(store.dossiers.mine())])
    report = team.read("wangfang", lambda store: store.health.report(team.dossier, ZONE))
    assert (dossier.uid, judged.score) == (team.dossier.uid, report.score)
    assert judged.parts[Part.FRESHNESS] == 100


def test_a_report_is_kept_once_a_day_and_told_as_it_was(team: Team) -> None:
    report = team.read("lilei", lambda store: store.health.report(team.dossier, ZONE))
    first = team.write("lilei", lambda store: store.health.keep(team.dossier, report))
    second = team.write("ann", lambda store: store.health.keep(team.dossier, report))

    assert first == second
    dossier, kept = team.read("ann", lambda store: store.health.get(first))
    assert (dossier.id, kept.as_json()) == (team.dossier.id, report_of(report.as_json(), built_in()).as_json())
    assert team.read("ann", lambda store: store.health.history(team.dossier)) == [(date(2026, 11, 18), report.score)]


def test_a_report_is_not_for_strangers_nor_for_others(team: Team) -> None:
    report = team.read("lilei", lambda store: store.health.report(team.dossier, ZONE))
    uid = team.write("lilei", lambda store: store.health.keep(team.dossier, report))
    with pytest.raises((Refused, NotFound)):
        team.read("zhaomin", lambda store: store.health.get(uid))
    with pytest.raises(NotFound):
        team.read("bob", lambda store: store.health.get(uid), ELSEWHERE)
    assert team.read("zhaomin", lambda store: store.health.kept([team.dossier.id])) == {}


def test_names_are_left_out_where_that_is_wanted(team: Team) -> None:
    team.say("lilei", "/issue 支付失败")
    assert team.read("lilei", lambda store: store.health.report(team.dossier, ZONE)).gave == [("李雷", 1)]
    team.write("wangfang", lambda store: store.rules.keep(team.dossier, {"names": OFF}))
    assert team.read("lilei", lambda store: store.health.report(team.dossier, ZONE)).gave == ()
