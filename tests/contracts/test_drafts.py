"""Drafts: what was typed and not saved is kept for whoever typed it, encrypted, for a week."""

from datetime import timedelta

from sqlalchemy import Connection, func, select

from storage.drafts import Draft
from storage.housekeeping import forget_old_drafts
from storage.store import Store
from storage.tables import drafts
from tests.team import Team

VALUES = {"resolution": "换了证书", "attachments": [{"id": "f1"}]}


def keep(team: Team, account: str = "ann") -> tuple[int, str]:
    """Keep a draft; give the row of its workspace, and its id."""

    def unit(store: Store) -> tuple[int, str]:
        workspace = store.channels.of(team.dossier)[0].workspace
        return workspace, store.drafts.keep(workspace, account, "resolve", {"record": "r1"}, VALUES)

    return team.write("lilei", unit)


def count(connection: Connection) -> int:
    """Count the drafts there are."""
    return connection.execute(select(func.count()).select_from(drafts)).scalar_one()


def test_a_draft_is_read_back_as_it_was_typed(team: Team) -> None:
    workspace, uid = keep(team)

    draft = team.read("ann", lambda store: store.drafts.of(uid, workspace, "ann"))

    assert draft is not None
    assert (draft.form, draft.ref, draft.values) == ("resolve", {"record": "r1"}, VALUES)


def test_a_draft_is_nobody_elses(team: Team) -> None:
    workspace, uid = keep(team)

    assert team.read("wangfang", lambda store: store.drafts.of(uid, workspace, "wangfang")) is None
    assert team.read("ann", lambda store: store.drafts.of(uid, workspace + 1, "ann")) is None
    assert team.read("ann", lambda store: store.drafts.of("no-such", workspace, "ann")) is None


def test_the_newest_draft_of_which_a_page_was_sent_is_found_by_what_it_is_about(team: Team) -> None:
    workspace, _ = keep(team)
    about = {"record": "r1", "fields": None}

    def typed(account: str, record: str, resolution: str) -> str:
        values = {"resolution": resolution}
        return team.write(
            "ann",
            lambda store: store.drafts.keep(workspace, account, "resolve", {"record": record}, values, typed=True),
        )

    def found(account: str = "ann") -> str | None:
        half = team.read("ann", lambda store: store.drafts.half_filled(workspace, account, "resolve", about))
        return half[0] if half else None

    typed("lilei", "r1", "别人的")
    typed("ann", "r2", "另一条")
    assert found() is None
    begun = team.read("ann", lambda store: store.drafts.newest(workspace, "ann", "resolve", about))
    assert begun is not None
    assert begun[1].values == VALUES
    typed("ann", "r1", "先写的")
    newest = typed("ann", "r1", "后写的")
    assert found() == newest


def test_a_draft_is_changed_by_whom_it_belongs_to_alone(team: Team) -> None:
    workspace, uid = keep(team)
    other = Draft("resolve", {"record": "r1"}, {"resolution": "重启"})

    assert not team.write("wangfang", lambda store: store.drafts.change(uid, workspace, "wangfang", other))
    assert not team.write("ann", lambda store: store.drafts.change("no-such", workspace, "ann", other))
    assert team.read("ann", lambda store: store.drafts.of(uid, workspace, "ann")) != other
    assert team.write("ann", lambda store: store.drafts.change(uid, workspace, "ann", other))

    assert team.read("ann", lambda store: store.drafts.of(uid, workspace, "ann")) == other
    assert team.database.read(count) == 1


def test_what_was_typed_does_not_stand_in_the_clear(team: Team) -> None:
    keep(team)

    sealed = team.database.read(lambda connection: connection.execute(select(drafts.c.sealed)).scalar_one())

    for trace in ("换了证书", "resolution", "resolve"):
        assert trace.encode() not in sealed


def test_a_dropped_draft_is_gone_and_the_others_stay(team: Team) -> None:
    workspace, uid = keep(team)
    _, other = keep(team)

    team.write("ann", lambda store: store.drafts.drop(uid))

    assert team.read("ann", lambda store: store.drafts.of(uid, workspace, "ann")) is None
    assert team.read("ann", lambda store: store.drafts.of(other, workspace, "ann")) is not None


def test_drafts_are_forgotten_after_seven_days(team: Team) -> None:
    keep(team)
    team.clock.advance(timedelta(days=7) - timedelta(minutes=1))
    keep(team)
    assert forget_old_drafts(team.database, team.clock.now()) == 0

    team.clock.advance(timedelta(minutes=1))

    assert forget_old_drafts(team.database, team.clock.now()) == 1
    assert team.database.read(count) == 1
