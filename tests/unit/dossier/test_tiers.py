"""Who may do what, written out: a change of the table has to be made here too, on purpose."""

import pytest

from dossier.categories import Category
from dossier.kinds import Kind, kind_named, kinds
from dossier.language import Language
from dossier.tiers import Action, Tier, allowed, lowest

G, M, S, A = Tier.GUEST, Tier.MEMBER, Tier.SENIOR, Tier.MANAGER
_ACTIONS = (
    Action.READ,
    Action.LOG,
    Action.EDIT,
    Action.REVEAL,
    Action.SHARE,
    Action.EXPORT,
    Action.APPROVE,
    Action.ERASE,
)
_TABLE: dict[Category, tuple[Tier, ...]] = {
    #                          read log edit reveal share export approve erase
    Category.BASICS: (M, S, S, S, S, M, A, A),
    Category.BACKGROUND: (S, S, S, S, A, S, A, A),
    Category.REQUIREMENTS: (M, S, S, S, S, M, A, A),
    Category.IMPLEMENTATION: (M, M, M, S, S, M, A, A),
    Category.ACCEPTANCE: (M, M, M, S, S, M, A, A),
    Category.OPERATION: (M, M, M, S, S, M, A, A),
}


@pytest.mark.parametrize("category", list(Category), ids=str)
def test_the_table_says_what_is_written_here(category: Category) -> None:
    assert tuple(lowest(action, category) for action in _ACTIONS) == _TABLE[category]


@pytest.mark.parametrize("category", [None, *Category], ids=str)
@pytest.mark.parametrize("action", list(Action), ids=str)
def test_a_higher_tier_may_all_that_a_lower_one_may(action: Action, category: Category | None) -> None:
    may = [allowed(tier, action, category) for tier in sorted(Tier)]

    assert may == sorted(may)
    assert may[-1], "a manager may everything"
    assert may[Tier.STRANGER] is False, "strangers may nothing"
    assert may[Tier.GUEST] is (action is Action.VISIT and category is None), "guests see what is marked, no more"


@pytest.mark.parametrize("category", list(Category), ids=str)
def test_what_is_marked_for_the_customer_is_read_by_guests_and_nothing_else_is_done_to_it(category: Category) -> None:
    assert lowest(Action.READ, category, shared=True) is G
    assert all(lowest(each, category, shared=True) > G for each in Action if each is not Action.READ)


@pytest.mark.parametrize("kind", [each for each in kinds() if each.confidential], ids=lambda kind: kind.name)
def test_what_is_confidential_is_not_for_guests_even_when_marked(kind: Kind) -> None:
    assert kind.lowest(Action.READ, shared=True) > G


def test_a_dossier_as_a_whole_is_read_by_members_started_by_seniors_and_managed_by_managers() -> None:
    assert lowest(Action.READ) is M
    assert lowest(Action.START) is S
    assert lowest(Action.VISIT) is G
    assert [lowest(each) for each in (Action.MANAGE, Action.SEAL, Action.AUDIT)] == [A, A, A]


@pytest.mark.parametrize(
    ("command", "logs", "edits"),
    [("minutes", M, M), ("issue", M, M), ("change", M, S), ("contact", S, S), ("customer", S, S)],
)
def test_a_kind_may_say_who_logs_it(command: str, logs: Tier, edits: Tier) -> None:
    kind = kind_named(command)

    assert kind is not None
    assert kind.lowest(Action.LOG) is logs
    assert kind.lowest(Action.EDIT) is edits
    assert kind.lowest(Action.DELETE) is S
    assert kind.lowest(Action.APPROVE) is A


def test_tiers_have_names_in_both_languages() -> None:
    for language in Language:
        assert len({tier.label.to(language) for tier in Tier}) == len(Tier)
