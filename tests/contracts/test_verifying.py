"""`dossier verify`: a database that somebody changed by hand is found out, and where it was is named."""

import base64
import tracemalloc
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from typer.testing import CliRunner, Result

from bot.cli import app
from dossier.phases import Phase
from dossier.views import Saved
from storage.breaks import Scope
from storage.secrets import KEY_BYTES, new_master_key
from storage.tables import approvals, audit, lookups, organisations, records, revisions, search_entries
from storage.verifying import broken
from tests.contracts import chains
from tests.contracts.contents import CONTACT, ISSUE, PAYMENT, WANG
from tests.team import Team

_LONG = 20_000
_KEY = base64.b64encode(b"k" * KEY_BYTES).decode()


@pytest.fixture
def kept(team: Team) -> Saved:
    """Keep an issue in three versions, a contact, and a record elsewhere; give the issue."""
    saved = _add(team)
    for severity in ("low", "critical"):
        saved = _change(team, saved, severity)
    team.write("lilei", lambda store: store.records.add(team.dossier, CONTACT, WANG))
    team.write("bob", lambda store: store.records.add(team.other, ISSUE, PAYMENT), "nordwind")
    return saved


def _add(team: Team) -> Saved:
    return team.write("lilei", lambda store: store.records.add(team.dossier, ISSUE, PAYMENT))


def _change(team: Team, saved: Saved, severity: str) -> Saved:
    return team.write("lilei", lambda store: store.records.change(saved, {**PAYMENT, "severity": severity}))


def verify(team: Team, *options: str, key: str = _KEY) -> Result:
    settings = {"DOSSIER_DATABASE_URL": team.database.url, "DOSSIER_MASTER_KEY": key}
    return CliRunner().invoke(app, ["verify", *options], env=settings)


def do(team: Team, statement: Any) -> None:
    team.database.write(lambda connection: connection.execute(statement))


def _version(saved: Saved, number: int) -> Any:
    return (revisions.c.record_id == saved.line.id) & (revisions.c.number == number)


def test_what_nobody_touched_is_whole(team: Team, kept: Saved) -> None:
    double = _add(team)
    removed = team.write("lilei", lambda store: store.records.remove(double, "double"))
    team.write("lilei", lambda store: store.records.restore(removed, 1))

    done = verify(team)

    # Four records and the audit logs of two organisations.
    entries = team.database.read(lambda connection: len(connection.execute(select(audit.c.id)).all()))
    assert (done.exit_code, done.stdout) == (0, f"✓ 6 chains, {8 + entries} links, 0 files, whole\n")


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("content", '{"title":"支付成功"}', "content of the hash"),
        ("content", "no JSON at all", "content that cannot be read"),
        ("sealed", b"0" * 40, "content that cannot be read"),
        ("reason", "because", "found hash"),
        ("author_id", 1, "found hash"),
        ("deleted", True, "found hash"),
        ("content_hash", b"0" * 32, "found hash"),
        ("hash", b"0" * 32, "found hash 30303030"),
        ("created_at", None, "found hash"),
    ],
)
def test_a_version_that_was_changed_is_named_and_no_later_one(
    team: Team, kept: Saved, column: str, value: Any, found: str
) -> None:
    if column == "created_at":
        value = team.clock.now() + timedelta(days=1)
    do(team, update(revisions).where(_version(kept, 2)).values({column: value}))

    done = verify(team)

    assert done.exit_code == 1
    assert done.stdout.count("✗") == 2
    assert done.stdout.startswith("✗ ABC · 商城 #1 支付失败, version 2 (by ")
    assert found in done.stdout
    assert "✗ 1 broken among 5 chains, " in done.stdout


@pytest.mark.parametrize(("number", "at"), [(1, "version 1: found version 2 comes next"), (2, "version 2"), (3, "3")])
def test_a_version_that_is_gone_is_named(team: Team, kept: Saved, number: int, at: str) -> None:
    do(team, delete(revisions).where(_version(kept, number)))

    done = verify(team)

    assert done.exit_code == 1
    assert f"#1 支付失败, version {number}: found " in done.stdout
    assert at in done.stdout


@pytest.mark.parametrize("options", [(), ("--dossier", "ABC")])
def test_a_record_that_was_set_back_is_named_by_what_the_audit_log_says(
    team: Team, kept: Saved, options: tuple[str, ...]
) -> None:
    before = select(revisions.c.hash).where(_version(kept, 2)).scalar_subquery()
    do(team, update(records).where(records.c.id == kept.line.id).values(revision=2, hash=before))
    do(team, delete(revisions).where(_version(kept, 3)))

    done = verify(team, *options)

    assert done.exit_code == 1
    assert done.stdout.startswith(
        "✗ ABC · 商城 #1 支付失败, version 3: found it ends at version 2, expected it came to"
    )
    assert "expected it came to version 3, by entry " in done.stdout
    assert done.stdout.count("✗") == 2


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": "支付成功"}, "its title: found 支付成功, expected 支付失败, by its last version"),
        ({"status": "closed"}, "its status: found closed, expected open, by its last version"),
        ({"kind": "minutes"}, "its kind: found minutes, expected issue, by the audit log"),
        ({"shared": True}, "its mark for the customer: found marked, expected not marked, by the audit log"),
    ],
)
def test_what_lists_and_the_customer_see_of_a_record_is_compared(
    team: Team, kept: Saved, values: dict[str, Any], said: str
) -> None:
    do(team, update(records).where(records.c.id == kept.line.id).values(**values))

    done = verify(team, "--dossier", "ABC")

    assert done.exit_code == 1
    assert said in done.stdout


def _mark(team: Team, marked: bool) -> None:
    saved = team.read("wangfang", lambda store: store.records.by_number(team.dossier, 1))
    team.write("wangfang", lambda store: store.records.share(saved, marked))


def test_a_mark_for_the_customer_that_was_taken_away_by_hand_is_named_and_one_by_a_person_is_not(
    team: Team, kept: Saved
) -> None:
    for marked in (True, False, True):
        _mark(team, marked)
    assert verify(team).exit_code == 0

    do(team, update(records).where(records.c.id == kept.line.id).values(shared=False))
    assert "#1 支付失败, its mark for the customer: found not marked, expected marked, by entry" in verify(team).stdout


def test_a_record_that_is_gone_altogether_is_missed_by_the_audit_log(team: Team, kept: Saved) -> None:
    for table in (revisions, lookups, approvals):
        do(team, delete(table).where(table.c.record_id == kept.line.id))
    do(team, delete(search_entries).where(search_entries.c.id == kept.line.id))
    do(team, delete(records).where(records.c.id == kept.line.id))

    done = verify(team)

    assert done.exit_code == 1
    assert f"record {kept.line.uid}, version 1: found no such record, expected one, by entry " in done.stdout


def test_a_record_that_was_hidden_or_whose_key_was_taken_away_by_hand_is_named(team: Team, kept: Saved) -> None:
    do(team, update(records).where(records.c.id == kept.line.id).values(deleted=True))
    do(team, update(records).where(records.c.kind == "contact").values(key=None))

    done = verify(team)

    assert done.exit_code == 1
    assert "#1 支付失败, version 3 (by 李雷): found the record is deleted, expected there" in done.stdout
    assert "王总, its key: found no key, expected one, since nobody has erased the record" in done.stdout


def test_a_key_of_something_else_is_named(team: Team, kept: Saved) -> None:
    do(team, update(records).where(records.c.id == kept.line.id).values(key=b"1" * 60))

    assert "#1 支付失败, its key: found a key of something else" in verify(team).stdout


def test_what_a_manager_has_erased_is_whole_and_its_chain_is_still_checked(team: Team, kept: Saved) -> None:
    contact = team.read("wangfang", lambda store: store.records.by_number(team.dossier, 2))
    team.write("wangfang", lambda store: store.records.erase(contact))
    assert verify(team).exit_code == 0

    do(team, update(revisions).where(revisions.c.record_id == contact.line.id).values(content_hash=b"0" * 32))
    assert "#2 王总, version 1 (by 李雷): found hash" in verify(team).stdout


@pytest.mark.parametrize(
    ("column", "value"), [("detail", "v9"), ("action", "record.add"), ("object", "record:x"), ("hash", b"0" * 32)]
)
def test_an_audit_entry_that_was_changed_is_named(team: Team, kept: Saved, column: str, value: Any) -> None:
    changed = audit.c.action == "record.change"
    first = team.database.read(lambda c: c.execute(select(audit.c.number).where(changed)).scalars().first())
    do(team, update(audit).where(changed, audit.c.number == first).values({column: value}))

    done = verify(team)

    assert done.exit_code == 1
    assert f"✗ the audit log of 星河软件, entry {first} (" in done.stdout
    assert "expected" in done.stdout


def test_an_audit_entry_that_was_taken_out_cut_off_or_put_in_front_is_named(team: Team, kept: Saved) -> None:
    ours = audit.c.organisation_id == 1
    last = team.database.read(
        lambda c: c.execute(select(audit.c.number).where(ours).order_by(audit.c.number.desc())).scalars().first()
    )
    do(team, delete(audit).where(ours, audit.c.number == last))
    assert f"entry {last}: found it ends at entry {(last or 0) - 1}" in verify(team).stdout
    do(team, delete(audit).where(ours, audit.c.number == 2))
    assert "entry 2: found entry 3 comes next, expected entry 2" in verify(team).stdout
    forged = {"organisation_id": 1, "number": 0, "action": "x", "object": "y", "hash": b"", "at": team.clock.now()}
    do(team, insert(audit).values(forged))
    assert "entry 1: found entry 0 comes next" in verify(team).stdout


def test_one_dossier_or_one_organisation_is_checked_alone(team: Team, kept: Saved) -> None:
    do(team, update(revisions).where(_version(kept, 1)).values(reason="because"))

    assert verify(team, "--dossier", "ABC").exit_code == 1
    assert verify(team, "--dossier", "XYZ").stdout == "✓ 1 chains, 1 links, 0 files, whole\n"
    assert verify(team, "--organisation", "Nordwind").exit_code == 0
    assert verify(team, "--organisation", "星河软件", "--dossier", "商城").exit_code == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--dossier", "nothing"), "which dossier is 'nothing'? There are: ABC · 商城; XYZ · WMS"),
        (("--organisation", "nobody"), "which organisation is 'nobody'? There are: 星河软件; Nordwind"),
        (("--organisation", "Nordwind", "--dossier", "ABC"), "which dossier is 'ABC'? There are: XYZ · WMS"),
    ],
)
def test_a_name_that_is_none_is_one_line_and_code_2(team: Team, options: tuple[str, ...], said: str) -> None:
    done = verify(team, *options)

    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"{said}\n")


def test_of_a_name_that_several_have_these_alone_are_offered(team: Team) -> None:
    owner = team.dossier.owner
    team.write("wangfang", lambda store: store.dossiers.start("ABC有限公司", "ABC", "小程序", Phase.DESIGN, owner))

    said = verify(team, "--dossier", "ABC").stderr
    assert said == "which dossier is 'ABC'? There are: ABC · 小程序; ABC · 商城\n"


def test_another_databases_key_is_one_line_and_code_2(team: Team) -> None:
    done = verify(team, key=new_master_key())

    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("DOSSIER_MASTER_KEY does not open this database")


def test_where_there_is_no_database_none_is_made(tmp_path: Path) -> None:
    settings = {"DOSSIER_DATABASE_URL": f"sqlite:///{tmp_path / 'none.db'}", "DOSSIER_MASTER_KEY": _KEY}
    done = CliRunner().invoke(app, ["verify"], env=settings)

    assert done.exit_code == 2
    assert "dossier db upgrade" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL takes nothing of another type.
def test_what_was_put_there_by_hand_in_another_type_is_found_and_breaks_nothing(team: Team, kept: Saved) -> None:
    do(team, text("UPDATE revisions SET hash = 'abc', created_at = 99999999999999999 WHERE record_id = 1"))
    do(team, text("UPDATE records SET title = char(27) || '[31m', key = 'k' WHERE id = 2"))
    do(team, text("UPDATE audit SET at = 'yesterday', hash = 'abc' WHERE number = 2"))

    done = verify(team)

    assert done.exit_code == 1
    # The moment of the version is another one than the record's as well.
    assert done.stdout.count("found") == 5
    assert "when it was begun: found another moment" in done.stdout
    assert "\x1b" not in done.stdout


def test_it_finds_what_an_independent_look_finds(team: Team, kept: Saved) -> None:
    do(team, update(revisions).where(_version(kept, 3)).values(reason="because"))

    assert len(_found(team)) == 1
    apart = team.database.read(lambda connection: chains.broken(connection, team.app.keyring))
    assert {each.split(" v")[0] for each in apart} == {"record 1", "head of record 1"}


def test_memory_does_not_grow_with_what_there_is(team: Team) -> None:
    long = {**PAYMENT, "details": "x" * _LONG}
    for _ in range(600):
        team.write("lilei", lambda store: store.records.add(team.dossier, ISSUE, long))
    _found(team)  # What is loaded and compiled once does not count.

    tracemalloc.start()
    assert _found(team) == []
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 200 * _LONG


def _found(team: Team) -> list[Any]:
    row = team.database.read(
        lambda connection: connection.execute(select(organisations).order_by(organisations.c.id).limit(1)).one()
    )
    scope = Scope(row.id, row.name, team.app.keyring.organisation(row.uid, row.key))
    return list(broken(team.database, scope, lambda count: None))


def test_a_version_of_a_name_that_was_changed_is_named(team: Team, kept: Saved) -> None:
    do(team, update(revisions).where(_version(kept, 2)).values(version=9))
    told = verify(team)
    assert told.exit_code == 1
    assert "version 2: found its document is called v9, expected v2" in told.stdout
