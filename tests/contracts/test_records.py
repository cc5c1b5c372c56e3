"""Records: every change is a revision more, chained to the one before; nothing is lost, nothing is changed unseen."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from dossier.errors import Conflict, NotFound, Refused
from dossier.kinds import Kind
from dossier.phases import Phase
from dossier.views import Saved
from storage.record_queries import Filter
from storage.store import Store
from storage.tables import audit, dossiers, lookups, records, revisions
from tests.contracts.chains import broken
from tests.contracts.contents import CONTACT, CUSTOMER, ISSUE, PAYMENT, WANG
from tests.team import Team


def add(team: Team, kind: Kind = ISSUE, who: str = "lilei", **content: Any) -> Saved:
    """Keep a record of the dossier."""
    return team.write(who, lambda store: store.records.add(team.dossier, kind, content or PAYMENT))


def change(team: Team, saved: Saved, who: str = "lilei", **content: Any) -> Saved:
    """Change some fields of a record."""
    whole = {**dict(saved.content), **content}
    return team.write(who, lambda store: store.records.change(saved, whole))


def holds(team: Team) -> list[str]:
    """Give what does not hold in any chain of the database."""
    return team.database.read(lambda connection: broken(connection, team.app.keyring))


def test_a_record_is_read_back_as_it_was_kept(team: Team) -> None:
    saved = add(team)
    assert team.read("ann", lambda store: store.records.get(saved.line.uid)) == saved
    assert (saved.content, saved.title, saved.line.revision) == (PAYMENT, "支付失败", 1)
    assert (saved.line.author.name, saved.line.status) == ("李雷", "open")


def test_records_are_numbered_within_their_dossier(team: Team) -> None:
    add(team)
    other = team.write("bob", lambda store: store.records.add(team.other, ISSUE, PAYMENT), "nordwind")
    assert [other.line.number, add(team).line.number] == [1, 2]


def test_a_change_is_a_revision_more_and_the_earlier_one_stays(team: Team) -> None:
    changed = change(team, saved := add(team), severity="low")
    assert changed.line.revision == 2
    history = team.read("ann", lambda store: store.records.revisions_of(saved))
    assert [each.content["severity"] for each in history] == ["high", "low"]


def test_the_chain_of_a_record_holds_through_its_whole_life(team: Team) -> None:
    changed = change(team, add(team, CONTACT, **WANG), phone="13900005678")
    removed = team.write("lilei", lambda store: store.records.remove(changed, "double"))
    restored = team.write("lilei", lambda store: store.records.restore(removed, 1))
    assert restored.line.revision == 4
    assert holds(team) == []


@pytest.mark.parametrize("column", ["content", "reason", "content_hash", "hash"])
def test_a_revision_that_was_tampered_with_breaks_the_chain(team: Team, column: str) -> None:
    change(team, add(team), severity="low")
    value = {"content": '{"title":"支付成功"}', "reason": "because"}.get(column, b"0" * 32)
    first = update(revisions).where(revisions.c.number == 1).values({column: value})
    team.database.write(lambda connection: connection.execute(first))
    assert holds(team)


def test_a_revision_that_was_cut_off_the_end_breaks_the_chain(team: Team) -> None:
    change(team, add(team), severity="low")
    cut = revisions.delete().where(revisions.c.number == 2)
    team.database.write(lambda connection: connection.execute(cut))
    assert holds(team) == ["head of record 1"]


def test_an_audit_entry_that_was_taken_out_breaks_its_chain(team: Team) -> None:
    add(team)
    cut = audit.delete().where(audit.c.number == 2)
    team.database.write(lambda connection: connection.execute(cut))
    assert any(each.startswith("audit") for each in holds(team))


def test_what_a_unit_did_is_on_the_audit_chain_and_what_failed_is_not(team: Team) -> None:
    saved = add(team)

    def fail(store: Store) -> None:
        store.records.change(saved, {**PAYMENT, "severity": "low"})
        raise NotFound("not-found")

    with pytest.raises(NotFound):
        team.write("lilei", fail)
    newest = select(audit.c.action, audit.c.object).order_by(audit.c.id.desc()).limit(1)
    entry = team.database.read(lambda connection: connection.execute(newest).one())
    assert tuple(entry) == ("record.add", f"record:{saved.line.uid}")


def test_a_change_of_what_somebody_else_has_changed_meanwhile_is_a_conflict(team: Team) -> None:
    saved = add(team)
    change(team, saved, severity="low")
    with pytest.raises(Conflict, match="changed-meanwhile"):
        change(team, saved, severity="critical")
    assert team.read("lilei", lambda store: store.records.get(saved.line.uid)).content["severity"] == "low"


def test_a_deleted_record_is_in_no_list_and_comes_back_when_restored(team: Team) -> None:
    saved = add(team)
    removed = team.write("lilei", lambda store: store.records.remove(saved))
    assert team.read("ann", lambda store: store.records.lines(None, Filter(text="支付"))) == ([], 0)
    restored = team.write("lilei", lambda store: store.records.restore(removed, 1))
    assert restored.content == PAYMENT
    assert team.read("ann", lambda store: store.records.lines(None, Filter(text="支付")))[1] == 1


def test_a_dossiers_records_are_listed_newest_first_and_by_number_where_made_at_once(team: Team) -> None:
    for _ in range(3):
        add(team)
    team.clock.advance(timedelta(minutes=1))
    add(team)
    lines, count = team.read("ann", lambda store: store.records.lines([team.dossier.id], Filter(kind=ISSUE), 3))
    assert ([line.number for line in lines], count) == ([4, 3, 2], 4)


def test_a_status_is_looked_for_as_it_is_written(team: Team) -> None:
    add(team)
    odd = ("it's 100%s", "%(open)s", ":open", "\\")

    def listed(*statuses: str) -> int:
        return team.read("ann", lambda store: store.records.lines([team.dossier.id], Filter(statuses=statuses)))[1]

    assert (listed(*odd), listed(*odd, "open")) == (0, 1)


def test_undo_takes_a_first_revision_away(team: Team) -> None:
    saved = add(team)
    assert team.write("lilei", lambda store: store.records.undo(saved)).line.deleted


def test_undo_takes_a_later_revision_back_to_the_one_before(team: Team) -> None:
    changed = change(team, add(team), severity="low")
    undone = team.write("lilei", lambda store: store.records.undo(changed))
    assert (undone.content, undone.line.deleted, undone.line.revision) == (PAYMENT, False, 3)


def test_undo_is_for_ten_minutes(team: Team) -> None:
    saved = add(team)
    team.clock.advance(timedelta(minutes=10, seconds=1))
    with pytest.raises(Conflict, match="undo-too-late"):
        team.write("lilei", lambda store: store.records.undo(saved))


def test_undo_is_for_what_one_has_done_oneself(team: Team) -> None:
    saved = add(team)
    with pytest.raises(Refused, match="undo-not-yours"):
        team.write("ann", lambda store: store.records.undo(saved))


def test_a_sealed_dossier_takes_neither_records_nor_changes(team: Team) -> None:
    saved = add(team)
    team.write("wangfang", lambda store: store.dossiers.set_phase(team.dossier, Phase.SEALED))
    with pytest.raises(Conflict, match="sealed"):
        add(team)
    with pytest.raises(Conflict, match="sealed"):
        change(team, saved, severity="low")


def test_a_kind_that_a_dossier_has_one_of_is_not_kept_twice(team: Team) -> None:
    basics = {"name": "ABC有限公司"}
    add(team, CUSTOMER, **basics)
    with pytest.raises(Conflict, match="single-exists"):
        add(team, CUSTOMER, **basics)
    count = select(func.count()).select_from(records)
    assert team.database.read(lambda connection: connection.execute(count).scalar_one()) == 1


def test_a_refused_record_leaves_no_number_behind(team: Team) -> None:
    with pytest.raises(Refused):
        add(team, CONTACT, "ann", **WANG)
    last = select(dossiers.c.last_number).where(dossiers.c.id == team.dossier.id)
    assert team.database.read(lambda connection: connection.execute(last).scalar_one()) == 0


def test_records_are_counted_in_each_week_they_were_touched_in(team: Team) -> None:
    saved = add(team)
    starts = [saved.line.created_at + timedelta(days=days) for days in (-7, 0, 7, 14)]
    team.clock.advance(timedelta(days=8))
    for severity in ("low", "critical"):
        saved = change(team, saved, severity=severity)
    add(team)
    team.clock.advance(timedelta(days=30))
    add(team)
    assert team.read("ann", lambda store: store.records.per_week(team.dossier.id, starts)) == [0, 1, 2, 1]
    assert team.read("ann", lambda store: store.records.per_week(team.dossier.id, starts[2:])) == [2, 1]


def test_sensitive_fields_are_masked_unless_revealed_which_is_audited(team: Team) -> None:
    saved = add(team, CONTACT, **WANG)
    read = team.read("lilei", lambda store: store.records.get(saved.line.uid))
    assert (read.content["phone"], read.content["email"]) == ("138****1234", "w***@example.com")
    assert team.write("lilei", lambda store: store.records.get(saved.line.uid, reveal=True)).content == WANG
    looked = select(func.count()).where(audit.c.action == "record.reveal")
    assert team.database.read(lambda connection: connection.execute(looked).scalar_one()) == 1


def test_what_was_erased_is_gone_for_good_while_the_rest_stays_readable_and_verifiable(team: Team) -> None:
    saved = change(team, add(team, CONTACT, **WANG), notes="喜欢邮件")
    team.write("wangfang", lambda store: store.records.erase(saved))
    erased = team.read("wangfang", lambda store: store.records.get(saved.line.uid))
    assert erased.erased
    assert dict(erased.content) == {"name": "王总", "notes": "喜欢邮件"}
    history = team.read("wangfang", lambda store: store.records.revisions_of(saved))
    assert [dict(each.content) for each in history] == [{"name": "王总", "notes": n} for n in ("喜欢电话", "喜欢邮件")]
    assert holds(team) == []


def test_an_erased_record_is_no_longer_found_by_its_telephone_number(team: Team) -> None:
    saved = add(team, CONTACT, **WANG)
    wanted = Filter(text="138-0000-1234")
    assert team.read("lilei", lambda store: store.records.lines(None, wanted))[1] == 1
    team.write("wangfang", lambda store: store.records.erase(saved))
    assert team.read("lilei", lambda store: store.records.lines(None, wanted))[1] == 0
    left = select(func.count()).select_from(lookups)
    assert team.database.read(lambda connection: connection.execute(left).scalar_one()) == 0


def test_an_erased_record_takes_no_more_changes(team: Team) -> None:
    saved = add(team, CONTACT, **WANG)
    team.write("wangfang", lambda store: store.records.erase(saved))
    with pytest.raises(Conflict, match="erased"):
        team.write("lilei", lambda store: store.records.change(saved, {"name": "王总"}))
    with pytest.raises(Conflict, match="erased"):
        team.write("wangfang", lambda store: store.records.erase(saved))


def test_erasing_takes_a_manager(team: Team) -> None:
    saved = add(team, CONTACT, **WANG)
    with pytest.raises(Refused, match="refused-erase"):
        team.write("lilei", lambda store: store.records.erase(saved))
    assert not team.read("lilei", lambda store: store.records.get(saved.line.uid)).erased
