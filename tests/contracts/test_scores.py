"""Scores over time on both engines: the last ones, in the order of their days, however many in one query."""

from sqlalchemy import event

from dossier.kinds import Kind, kind_named
from storage.store import Store
from tests.team import Team


def survey(team: Team, score: int, on: str) -> None:
    """Keep a survey of the dossier."""
    content = {"topic": "满意度", "score": score, "on": on, "wishes": f"{score}"}
    team.write("lilei", lambda store: store.records.add(team.dossier, _survey(), content))


def test_the_scores_kept_last_are_given_in_the_order_of_their_days(team: Team) -> None:
    for score, on in ((9, "2026-10-01"), (4, "2026-11-01"), (7, "2026-10-15")):
        survey(team, score, on)

    scores = team.read("ann", lambda store: store.scores.of(team.dossier, _survey(), 2))

    assert scores is not None
    assert [(each.value, each.number, each.why) for each in scores.each] == [(7, 3, "7"), (4, 2, "4")]


def test_more_scores_take_no_more_queries(team: Team) -> None:
    def asked() -> int:
        statements: list[str] = []

        def counted(*each: object) -> None:
            statements.append(str(each[2]))

        def every(store: Store) -> int:
            event.listen(store.connection, "before_cursor_execute", counted)
            (scores,) = store.scores.every(team.dossier)
            event.remove(store.connection, "before_cursor_execute", counted)
            return len(scores.each)

        found.append(team.read("ann", every))
        return len(statements)

    found: list[int] = []
    survey(team, 9, "2026-10-01")
    with_one = asked()
    for day in range(1, 6):
        survey(team, day, f"2026-11-0{day}")

    assert (asked(), found) == (with_one, [1, 6])


def _survey() -> Kind:
    kind = kind_named("survey")
    assert kind is not None
    return kind
