"""Installations: who founds what by installing, tokens kept sealed, renewed by one process alone, and forgotten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection, func, select, update

from dossier.errors import DossierError
from dossier.tiers import Tier
from storage import deliveries, installations, organisations
from storage.database import Database
from storage.installations import LEASE, Credentials, Installed, Renewal
from storage.outbox import put
from storage.people import Known, recognise
from storage.secrets import KEY_BYTES, Keyring, WrongKey
from storage.store import Store
from storage.tables import audit, outbox, people, workspaces
from storage.tables import installations as rows
from tests.contracts.chains import broken

T = TypeVar("T")
NOW = datetime(2026, 11, 18, 2, 5, tzinfo=UTC)
SOON = NOW + timedelta(hours=2)
KEYRING = Keyring(b"k" * KEY_BYTES)
TEAM = ("slack", "T1")
GIVEN = Credentials(
    bot_token="xoxe.xoxb-first",
    bot_user="UBOT",
    app_id="A1",
    scopes=("chat:write", "commands"),
    installed_by="U1",
    refresh_token="xoxe-1-first",
    expires_at=NOW + timedelta(hours=1),
    enterprise="E1",
    bot="B1",
)
RENEWED = replace(GIVEN, bot_token="xoxe.xoxb-1-second", refresh_token="xoxe-1-second", expires_at=NOW + LEASE * 1000)


def install(
    database: Database,
    credentials: Credentials = GIVEN,
    name: str = "银河",
    installer: str = "王芳",
    now: datetime = NOW,
) -> Installed:
    """Install the app in the workspace."""
    return database.write(lambda c: installations.install(c, KEYRING, *TEAM, name, credentials, installer, now))


def adopt(database: Database) -> Installed:
    """Take the workspace on whose token stands in the settings."""
    return database.write(lambda c: installations.adopt(c, KEYRING, *TEAM, "银河", NOW))


def kept(database: Database, keyring: Keyring = KEYRING) -> Credentials | None:
    """Give the credentials that are kept for the workspace."""
    return database.read(lambda c: installations.of(c, keyring, *TEAM))


def start(database: Database, now: datetime = NOW) -> Renewal | None:
    """Ask for the right to renew the token."""
    return database.write(lambda c: installations.start_renewing(c, KEYRING, *TEAM, SOON, now))


def finish(database: Database, renewal: Renewal, credentials: Credentials = RENEWED) -> bool:
    """Keep what renewing gave."""
    return database.write(lambda c: installations.renewed(c, KEYRING, renewal, credentials))


def forget(database: Database, happened_at: datetime | None = None) -> bool:
    """Let the app be removed from the workspace."""
    return database.write(lambda c: installations.forget(c, KEYRING, *TEAM, "removed from Slack", NOW, happened_at))


def who(database: Database, account: str = "U1") -> Known:
    """Give who an account of the workspace is."""
    known = database.read(lambda c: recognise(c, *TEAM, account))
    assert known is not None
    return known


def all_of(database: Database, *columns: Any) -> list[Any]:
    """Give columns of all rows."""
    query = select(*columns).order_by(columns[0].table.c.id)
    return database.read(lambda c: [tuple(row) for row in c.execute(query)])


def post(database: Database, text: str) -> None:
    """Put a message to the workspace, of which something is encrypted, into the outbox."""
    known = who(database)
    add: Callable[[Connection], None] = lambda c: put(  # noqa: E731
        c, known.actor.organisation, known.workspace, "c:C1", "hello", {}, text, sealed=b"sealed"
    )
    database.write(add)


def waiting(database: Database) -> list[tuple[str, str]]:
    """Give the subject and the state of every message of the outbox."""
    return all_of(database, outbox.c.subject, outbox.c.state)


def count(database: Database, table: Any) -> int:
    """Count the rows of a table."""
    return database.read(lambda c: c.execute(select(func.count()).select_from(table)).scalar_one())


# Installing


def test_the_first_installation_founds_an_organisation_whose_first_manager_is_the_installer(database: Database) -> None:
    installed = install(database)
    known = who(database)
    assert installed == Installed(known.actor.organisation, known.workspace, new=True)
    assert (known.actor.name, known.actor.tier) == ("王芳", Tier.MANAGER)
    assert database.read(organisations.without_manager) == []
    assert all_of(database, workspaces.c.platform, workspaces.c.key, workspaces.c.name) == [("slack", "T1", "银河")]


def test_what_was_installed_is_given_back_whole(database: Database) -> None:
    assert kept(database) is None
    install(database)
    assert kept(database) == GIVEN


def test_installing_again_replaces_the_tokens_and_founds_nothing(database: Database) -> None:
    first = install(database)
    again = install(database, RENEWED, name="银河科技")
    assert again == Installed(first.organisation, first.workspace, new=False)
    assert kept(database) == RENEWED
    assert count(database, rows) == 1
    assert all_of(database, workspaces.c.name) == [("银河科技",)]


def test_whoever_installs_again_is_no_manager_by_it(database: Database) -> None:
    install(database)
    install(database, replace(GIVEN, installed_by="U2"), installer="李雷")
    assert who(database, "U2").actor.person is None
    assert count(database, people) == 1


def test_two_workspaces_are_two_organisations(database: Database) -> None:
    first = install(database)
    second = database.write(lambda c: installations.install(c, KEYRING, "slack", "T2", "Nord", GIVEN, "Bob", NOW))
    assert first.organisation != second.organisation
    assert kept(database) == GIVEN


def test_eight_installations_of_one_workspace_at_once_found_one_organisation(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        installed = list(pool.map(lambda number: install(database), range(8)))
    assert len({each.organisation for each in installed}) == 1
    assert sum(each.new for each in installed) == 1
    assert [count(database, table) for table in (rows, workspaces, people)] == [1, 1, 1]
    assert database.read(lambda c: broken(c, KEYRING)) == []


def test_a_workspace_of_the_settings_is_taken_on_once_and_no_token_is_kept(database: Database) -> None:
    first, again = adopt(database), adopt(database)
    assert (first.new, again) == (True, replace(first, new=False))
    assert database.read(organisations.without_manager) == [(first.organisation, "银河")]
    assert kept(database) is None
    assert count(database, rows) == 0


def test_installing_in_a_workspace_that_was_taken_on_makes_the_first_manager_and_ends_the_code(
    database: Database,
) -> None:
    adopted = adopt(database)
    code = database.write(partial(organisations.new_claim_code, organisation=adopted.organisation))
    assert install(database).organisation == adopted.organisation
    assert who(database).actor.tier is Tier.MANAGER
    stranger = who(database, "U2")
    keys = KEYRING.organisation(stranger.organisation_uid, stranger.organisation_key)

    def claim(connection: Connection) -> None:
        Store(connection, stranger.actor, NOW, keys).people.claim(code, stranger.workspace, "U2")

    with pytest.raises(DossierError):
        database.write(claim)


def test_an_installer_who_is_known_already_becomes_manager_as_whom_they_are(database: Database) -> None:
    install(database)
    lower = update(people).values(tier=int(Tier.MEMBER))
    database.write(lambda c: c.execute(lower))
    install(database, installer="another name")
    assert (who(database).actor.name, who(database).actor.tier) == ("王芳", Tier.MANAGER)
    assert count(database, people) == 1


# Keeping


def test_tokens_are_in_no_repr_and_in_no_column(database: Database) -> None:
    install(database)
    renewal = start(database)
    assert renewal is not None
    shown = f"{kept(database)!r} {renewal!r} {all_of(database, *rows.c)} {all_of(database, *audit.c)}"
    assert "UBOT" in shown
    assert "xox" not in shown


def test_tokens_are_opened_by_their_master_key_alone(database: Database) -> None:
    install(database)
    with pytest.raises(WrongKey):
        kept(database, Keyring(b"x" * KEY_BYTES))


def test_tokens_moved_to_another_workspace_are_not_opened(database: Database) -> None:
    first = install(database)
    other = database.write(lambda c: installations.install(c, KEYRING, "slack", "T2", "Nord", GIVEN, "Bob", NOW))
    ((sealed,), _) = all_of(database, rows.c.sealed)
    moved = update(rows).where(rows.c.workspace_id == other.workspace).values(sealed=sealed)
    database.write(lambda c: c.execute(moved))
    assert first != other
    with pytest.raises(WrongKey):
        database.read(lambda c: installations.of(c, KEYRING, "slack", "T2"))


# Renewing


def test_a_token_is_renewed_by_one_of_eight_at_once(database: Database) -> None:
    install(database)
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda number: start(database), range(8)))
    (renewal,) = (each for each in given if each is not None)
    assert renewal.credentials == GIVEN
    assert finish(database, renewal)
    assert kept(database) == RENEWED


@pytest.mark.parametrize("credentials", [RENEWED, replace(GIVEN, expires_at=None)], ids=["long", "for ever"])
def test_a_token_that_is_good_for_long_is_not_renewed(database: Database, credentials: Credentials) -> None:
    install(database, credentials)
    assert start(database) is None


def test_when_whoever_renews_vanishes_another_may_after_the_lease(database: Database) -> None:
    install(database)
    assert start(database) is not None
    assert start(database, NOW + LEASE - timedelta(seconds=1)) is None
    assert start(database, NOW + LEASE) is not None


def test_a_renewal_that_comes_after_another_is_not_kept(database: Database) -> None:
    install(database)
    slow, quick = start(database), start(database, NOW + LEASE)
    assert slow is not None
    assert quick is not None
    assert finish(database, quick)
    assert not finish(database, slow, replace(RENEWED, refresh_token=None))
    assert kept(database) == RENEWED


def test_a_renewal_does_not_replace_what_was_installed_meanwhile(database: Database) -> None:
    install(database)
    renewal = start(database)
    assert renewal is not None
    install(database)
    assert not finish(database, renewal)
    assert kept(database) == GIVEN


def test_a_renewal_does_not_bring_back_what_was_forgotten_meanwhile(database: Database) -> None:
    install(database)
    renewal = start(database)
    assert renewal is not None
    forget(database)
    assert not finish(database, renewal)
    assert kept(database) is None


# Forgetting


def test_forgetting_deletes_the_tokens_and_gives_up_what_waits(database: Database) -> None:
    install(database)
    for text in ("sent", "on its way", "waiting"):
        post(database, text)
    (first,) = database.write(lambda c: deliveries.claim(c, "w", datetime.now(UTC), ["slack"], answers=True))
    database.write(lambda c: deliveries.sent(c, first, "w", "r", datetime.now(UTC), timedelta()))
    (second,) = database.write(lambda c: deliveries.claim(c, "w", datetime.now(UTC), ["slack"], answers=True))
    assert forget(database)
    assert count(database, rows) == 0
    assert waiting(database) == [("sent", "sent"), ("on its way", "dead"), ("waiting", "dead")]
    assert {error for (error,) in all_of(database, outbox.c.error)} == {None, "removed from Slack"}
    assert {sealed for (sealed,) in all_of(database, outbox.c.sealed)} == {None}
    assert not database.write(lambda c: deliveries.sent(c, second, "w", "r", datetime.now(UTC), timedelta()))


def test_forgetting_is_audited_once(database: Database) -> None:
    install(database)
    assert [forget(database), forget(database)] == [True, False]
    actions = [row for row in all_of(database, audit.c.action, audit.c.object) if row[0].startswith("installation.")]
    assert actions == [("installation.add", "workspace:slack:T1"), ("installation.forget", "workspace:slack:T1")]
    assert database.read(lambda c: broken(c, KEYRING)) == []


def test_another_workspace_keeps_its_tokens_and_messages(database: Database) -> None:
    install(database)
    post(database, "ours")
    other = database.write(lambda c: installations.install(c, KEYRING, "slack", "T2", "Nord", GIVEN, "Bob", NOW))
    database.write(lambda c: put(c, other.organisation, other.workspace, "c:C1", "hello", {}, "theirs"))
    forget(database)
    assert database.read(lambda c: installations.of(c, KEYRING, "slack", "T2")) == GIVEN
    assert waiting(database) == [("ours", "dead"), ("theirs", "pending")]


def test_a_workspace_nobody_knows_is_not_forgotten(database: Database) -> None:
    assert not forget(database)


def test_installing_again_brings_new_messages_back_and_the_people_stay(database: Database) -> None:
    first = install(database)
    forget(database)
    assert install(database) == replace(first, new=False)
    assert who(database).actor.tier is Tier.MANAGER
    post(database, "new")
    (claimed,) = database.write(lambda c: deliveries.claim(c, "w", datetime.now(UTC), ["slack"], answers=True))
    assert claimed.subject == "new"


def test_what_is_told_late_about_an_earlier_installation_does_not_end_a_newer_one(database: Database) -> None:
    install(database, now=NOW)
    assert not forget(database, NOW - timedelta(minutes=5))
    assert kept(database) == GIVEN
    assert forget(database, NOW)
