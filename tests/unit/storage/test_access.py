"""Who somebody is at a moment: what ends has ended, what expires is owed again, and nothing of that gives more."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dossier.kinds import Kind, kinds
from dossier.tiers import Action, Tier
from storage.access import Actor

NOW = datetime(2026, 11, 18, 2, 5, tzinfo=UTC)
_MOMENTS = st.integers(-5, 5).map(lambda days: NOW + timedelta(days=days))
_TIERS = st.sampled_from(list(Tier))
_DOSSIERS = st.integers(1, 3)
_ACTORS = st.builds(
    Actor,
    organisation=st.just(1),
    person=st.just(1),
    uid=st.just("u"),
    name=st.just("n"),
    tier=_TIERS,
    tiers=st.dictionaries(_DOSSIERS, _TIERS),
    owns=st.frozensets(_DOSSIERS),
    audience=st.none() | _TIERS,
    lent=st.dictionaries(_DOSSIERS, st.tuples(_MOMENTS, _TIERS)),
    pledges=st.dictionaries(_DOSSIERS, st.none() | _MOMENTS),
)
_KINDS = st.sampled_from(kinds())
_ACTIONS = st.sampled_from(list(Action))


@given(_ACTORS, _DOSSIERS, _KINDS, _ACTIONS, st.booleans())
def test_whoever_owes_a_confirmation_may_no_more_than_who_does_not(
    actor: Actor, dossier: int, kind: Kind, action: Action, shared: bool
) -> None:
    here = actor.at(NOW)
    free = Actor(1, 1, "u", "n", here.tier, here.tiers, here.owns, here.audience)

    assert here.may(action, dossier, kind, shared=shared) <= free.may(action, dossier, kind, shared=shared)
    until = actor.pledges.get(dossier, NOW + timedelta(days=1))
    owed = until is None or until <= NOW
    assert here.owes_pledge(dossier) is (dossier in actor.pledges and owed)
    if owed and (kind.confidential or action is Action.REVEAL):
        assert not here.may(action, dossier, kind, shared=shared)


@given(_ACTORS, _DOSSIERS)
def test_a_tier_that_ends_is_had_until_that_moment_and_what_remains_afterwards(actor: Actor, dossier: int) -> None:
    here = actor.at(NOW)
    until, after = actor.lent.get(dossier, (NOW + timedelta(days=1), Tier.STRANGER))

    assert here.tiers.get(dossier) == (after if until <= NOW else actor.tiers.get(dossier))
    assert here.at(NOW) == here


@given(_ACTORS, _DOSSIERS, _KINDS, _ACTIONS)
def test_a_mark_for_the_customer_opens_reading_alone(actor: Actor, dossier: int, kind: Kind, action: Action) -> None:
    here = actor.at(NOW)

    if action is not Action.READ:
        assert here.may(action, dossier, kind, shared=True) is here.may(action, dossier, kind)
    else:
        assert here.may(action, dossier, kind, shared=True) >= here.may(action, dossier, kind)
