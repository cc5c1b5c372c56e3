"""What a record is shown with: only buttons that whoever looks may use."""

import pytest

from dossier.phases import Phase
from tests.team import Team, buttons_in


@pytest.fixture(autouse=True)
def a_contact(team: Team) -> None:
    """Keep a contact, which members may read and senior members may change."""
    team.say("lilei", "/contact 王总 | 电话: 138 0000 0000")


def _offered(team: Team, who: str, command: str) -> set[str]:
    return {button.action for button in buttons_in(team.say(who, command))}


def test_who_may_neither_change_nor_see_what_is_hidden_gets_no_button_for_it(team: Team) -> None:
    assert _offered(team, "ann", "/dossier show #1") == {"history", "export"}
    assert _offered(team, "lilei", "/dossier show #1") == {"edit", "reveal", "history"}


def test_a_history_offers_versions_to_those_who_may_restore_them(team: Team) -> None:
    team.write("lilei", lambda store: store.records.remove(store.records.by_number(team.dossier, 1)))

    assert _offered(team, "ann", "/dossier history #1") == set()
    assert _offered(team, "lilei", "/dossier history #1") == {"restore"}
    assert _offered(team, "ann", "/dossier show #1") == {"history"}


def test_nobody_is_offered_to_change_what_is_sealed(team: Team) -> None:
    team.write("wangfang", lambda store: store.dossiers.set_phase(team.dossier, Phase.SEALED))

    assert _offered(team, "lilei", "/dossier show #1") == {"reveal", "history", "export"}
