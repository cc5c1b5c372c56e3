"""Suggestions, on both engines: two a channel and day whoever takes them, one a message, none where they are off."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from dossier.errors import Refused
from dossier.views import ChannelView
from storage.housekeeping import forget_old_suggestions
from storage.people import recognise
from storage.store import Store
from storage.tables import suggestions
from tests.contracts.groups import in_one_group
from tests.team import HOME, Team

DAY = date(2026, 11, 18)


def channel(team: Team) -> ChannelView:
    """Give the channel of the dossier."""
    return team.read("lilei", lambda store: store.channels.of(team.dossier)[0])


def take(team: Team, message: str, day: date = DAY) -> bool:
    """Take a suggestion for a message."""
    return team.write("lilei", lambda store: store.suggestions.take(channel(team), day, message))


def rows(team: Team) -> list[tuple[Any, ...]]:
    """Give all there is."""
    query = select(suggestions.c.day, suggestions.c.number, suggestions.c.message).order_by(suggestions.c.id)
    return team.database.read(lambda connection: [tuple(row) for row in connection.execute(query)])


def test_there_are_two_a_day(team: Team) -> None:
    assert [take(team, f"m{n}") for n in range(4)] == [True, True, False, False]
    assert take(team, "m9", DAY + timedelta(days=1))
    assert team.read("lilei", lambda store: store.suggestions.left(channel(team), DAY)) == 0
    assert rows(team) == [("2026-11-18", 1, "m0"), ("2026-11-18", 2, "m1"), ("2026-11-19", 1, "m9")]


def test_a_message_has_one(team: Team) -> None:
    assert [take(team, "m"), take(team, "m"), take(team, "m", DAY + timedelta(days=1))] == [True, False, False]


def test_however_many_are_taken_at_once_there_are_two(team: Team) -> None:
    here = channel(team)

    def taking(message: str) -> Any:
        def unit(connection: Connection) -> bool:
            known = recognise(connection, team.platform.name, HOME, "lilei")
            assert known is not None
            keys = team.app.keyring.organisation(known.organisation_uid, known.organisation_key)
            store = Store(connection, known.actor, team.clock.now(), keys)
            return store.suggestions.take(here, DAY, message)

        return unit

    taken = in_one_group(team.database, *(taking(f"m{n}") for n in range(8)))
    assert sorted(taken) == [False] * 6 + [True] * 2
    assert [number for _, number, _ in rows(team)] == [1, 2]


def test_no_process_can_keep_a_third(team: Team) -> None:
    here, home = channel(team), team.actor("lilei").organisation
    row = {"organisation_id": home, "channel_id": here.id, "day": DAY.isoformat(), "message": "m"}
    with pytest.raises(IntegrityError):
        team.database.write(lambda connection: connection.execute(insert(suggestions).values(**row, number=3)))


@pytest.mark.parametrize("where", ["channel", "dossier", "organisation"])
def test_what_is_switched_off_is_off_until_it_is_on_again(team: Team, where: str) -> None:
    def switch(on: bool) -> None:
        def unit(store: Store) -> None:
            switches = {
                "channel": lambda: store.suggestions.switch_channel(channel(team), on),
                "dossier": lambda: store.suggestions.switch_dossier(team.dossier, on),
                "organisation": lambda: store.suggestions.switch_organisation(on),
            }
            switches[where]()

        team.write("wangfang", unit)

    def switches() -> dict[str, bool]:
        return dict(team.read("ann", lambda store: store.suggestions.switches(channel(team), team.dossier)))

    on = {"channel": True, "dossier": True, "organisation": True}
    assert switches() == on
    switch(False)
    assert switches() == {**on, where: False}
    switch(True)
    assert switches() == on


def test_only_who_manages_may_switch(team: Team) -> None:
    with pytest.raises(Refused):
        team.write("ann", lambda store: store.suggestions.switch_channel(channel(team), False))
    with pytest.raises(Refused):
        team.write("ann", lambda store: store.suggestions.switch_dossier(team.dossier, False))
    with pytest.raises(Refused):
        team.write("lilei", lambda store: store.suggestions.switch_organisation(False))


def test_what_was_asked_about_longer_than_a_month_ago_is_forgotten(team: Team) -> None:
    for ago in (31, 30, 0):
        take(team, f"m{ago}", DAY - timedelta(days=ago))
    assert forget_old_suggestions(team.database, team.clock.now()) == 1
    assert [message for _, _, message in rows(team)] == ["m30", "m0"]
