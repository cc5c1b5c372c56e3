"""Who may do what with records of every kind: the table of dossier.tiers is what happens in the store."""

from collections.abc import Callable
from functools import partial

import pytest

from dossier.errors import NotFound, Refused
from dossier.kinds import Kind
from dossier.tiers import Action, Tier, lowest
from dossier.views import Saved
from storage.record_queries import Filter
from storage.store import Store
from tests.kinds.entries import enter
from tests.kinds.samples import named, reading, typed
from tests.team import ELSEWHERE, Team

ACTIONS = (Action.READ, Action.LOG, Action.EDIT, Action.REVEAL)


class Undone(Exception):
    """It was allowed; nothing of it is to be kept."""


def _try(action: Action, kind: Kind, saved: Saved) -> Callable[[Store], None]:
    content = kind.parse(typed(kind, turn=1), reading())

    def unit(store: Store) -> None:
        match action:
            case Action.READ:
                store.records.get(saved.line.uid)
            case Action.LOG:
                store.records.add(saved.dossier, kind, content)
            case Action.EDIT:
                store.records.change(saved, content)
            case Action.REVEAL:
                store.records.get(saved.line.uid, reveal=True)
        raise Undone

    return unit


def _give(team: Team, tier: Tier, store: Store) -> None:
    colleague = store.people.named("赵敏")
    assert colleague is not None
    store.dossiers.set_member(team.dossier, colleague, tier)


def _needed(action: Action, kind: Kind) -> Tier:
    """Give what the table says, with what the kind declares; revealing what hides nothing is reading."""
    if action is Action.LOG and kind.write is not None:
        return kind.write
    if action is Action.REVEAL and not any(spec.sensitive for spec in kind.fields):
        return lowest(Action.READ, kind.category)
    return lowest(action, kind.category)


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_each_tier_may_do_what_the_table_says_and_no_more(kind: Kind, action: Action, team: Team) -> None:
    saved = enter(team, kind)
    if action is Action.LOG and kind.single:
        team.write("lilei", lambda store: store.records.remove(saved))
    for tier in Tier:
        team.write("wangfang", partial(_give, team, tier))
        may = tier >= _needed(action, kind)
        with pytest.raises(Undone if may else Refused) as outcome:
            team.write("zhaomin", _try(action, kind, saved))
        if isinstance(outcome.value, Refused):
            # What may not even be read is refused for that.
            hidden = action is Action.REVEAL and tier < lowest(Action.READ, kind.category)
            needed = _needed(Action.READ if hidden else action, kind)
            assert outcome.value.problem.data["tier"] == needed.name.lower()


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_for_another_organisation_nothing_of_it_is_there(kind: Kind, action: Action, team: Team) -> None:
    saved = enter(team, kind)

    with pytest.raises(NotFound):
        team.write("bob", _try(action, kind, saved), workspace=ELSEWHERE)


def test_its_author_may_change_what_they_were_allowed_to_log(kind: Kind, team: Team) -> None:
    saved = enter(team, kind)
    assert saved.line.author.name == "李雷"

    with pytest.raises(Undone):
        team.write("lilei", _try(Action.EDIT, kind, saved))


def test_lists_hold_nothing_that_may_not_be_read(kind: Kind, team: Team) -> None:
    saved = enter(team, kind)

    for who in ("carla", "zhaomin", "unknown"):
        assert found_by(team, who) == []
    last, *others = found_by(team, "lilei")
    assert last == saved.line.uid
    assert len(others) == len(named(kind))


def found_by(team: Team, who: str) -> list[str]:
    """Give what stands in somebody's list of all that is theirs."""
    lines, total = team.read(who, lambda store: store.records.lines(None, Filter()))
    assert len(lines) == total
    return [line.uid for line in lines]
