"""Codes tie two sides together: once, for ten minutes, by those who may; and what is hashed stays as it was."""

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from bot.answering import answer
from chat.events import Source
from chat.messages import say
from chat.platform import Profile
from dossier.tiers import Tier
from storage import installations, organisations
from storage.accounts import acting, enrol
from storage.database import Connection
from storage.installations import Credentials
from storage.outbox import ANSWER
from storage.pairing import redeem
from storage.record_queries import Filter
from storage.store import Store
from storage.tables import audit, outbox, workspaces
from tests.contracts.chains import broken
from tests.team import ELSEWHERE, Team, said

SIDE = "side"
TOKEN = Credentials("xoxb-token", "UBOT", "A0", ("chat:write",), "zoe")  # pragma: allowlist secret

_WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.fixture
def side(team: Team) -> str:
    """Give a workspace of an organisation of its own, without dossiers: Zoe manages it, Max is a member."""

    def unit(connection: Connection) -> None:
        platform, keyring = team.platform.name, team.app.keyring
        installations.install(connection, keyring, platform, SIDE, "飞书一侧", TOKEN, "Zoe", datetime.now(UTC))
        known = acting(connection, platform, SIDE)
        assert known is not None
        actor, row, uid, key = known
        store = Store(connection, actor, team.clock.now(), keyring.organisation(uid, key))
        enrol(store, row, "max", Profile("Max", email="max@example.com"))
        store.finish()

    team.database.write(unit)
    return SIDE


def code(team: Team, who: str = "wangfang", words: str = "") -> str:
    """Ask for a code at home and give it."""
    shown = said(team.say(who, f"/档案 关联 {words}".strip(), None))
    found = re.search(r"(?:link|关联) ([A-Z0-9]{8})", shown)
    assert found is not None, shown
    return found[1]


def use(team: Team, given: str, who: str = "zoe", workspace: str = SIDE) -> str:
    return said(team.say(who, f"/档案 关联 {given}", None, workspace=workspace))


def organisation_of(team: Team, workspace: str) -> int:
    query = select(workspaces.c.organisation_id).where(workspaces.c.key == workspace)
    return int(team.database.read(lambda connection: connection.execute(query).scalar_one()))


def unbroken(team: Team) -> bool:
    return team.database.read(lambda connection: broken(connection, team.app.keyring)) == []


def test_a_workspace_joins_with_its_people_and_its_installation(team: Team, side: str) -> None:
    before = organisation_of(team, side)

    assert "星河软件" in use(team, code(team))

    assert organisation_of(team, side) == organisation_of(team, "galaxy") != before
    assert (team.actor("zoe", side).tier, team.actor("max", side).tier) == (Tier.SENIOR, Tier.MEMBER)
    kept = team.database.read(
        lambda connection: installations.of(connection, team.app.keyring, team.platform.name, side)
    )
    assert kept == TOKEN
    assert unbroken(team)
    actions = set(team.database.read(lambda connection: connection.execute(select(audit.c.action)).scalars().all()))
    assert {"pairing.code", "workspace.leave", "workspace.join"} <= actions


def test_an_answer_that_is_on_its_way_there_is_not_given_any_more(team: Team, side: str) -> None:
    asked, keyring = Source("e1", team.platform.name, SIDE, "zoe"), team.app.keyring
    team.database.write(lambda connection: answer(connection, keyring, asked, say("yes"), team.clock.now()))

    use(team, code(team))

    query = select(outbox.c.state, outbox.c.sealed).where(outbox.c.card == ANSWER)
    kept = team.database.read(lambda connection: connection.execute(query).all())
    assert [tuple(row) for row in kept] == [("withheld", None)]


def test_nobody_there_sees_a_dossier_before_they_are_made_a_member(team: Team, side: str) -> None:
    use(team, code(team))

    assert "ABC" not in said(team.say("max", "/dossier status", None, workspace=side))


def test_a_code_works_once_and_for_ten_minutes(team: Team, side: str) -> None:
    old, new = code(team), code(team)
    assert "代码不对" in use(team, old)
    team.clock.advance(timedelta(minutes=10))
    assert "代码不对" in use(team, new)
    again = code(team)
    assert "星河软件" in use(team, again)
    assert "代码不对" in use(team, again)


def test_of_two_who_type_a_code_at_once_one_finds_it_used(team: Team, side: str) -> None:
    use(team, code(team))
    given, answers = code(team, "lilei", "me"), list[str]()
    other = threading.Thread(target=lambda: answers.append(use(team, given, "max")))

    def first(store: Store) -> None:
        row = store.connection.execute(select(workspaces.c.id).where(workspaces.c.key == SIDE)).scalar_one()
        assert redeem(store, given, row, "zoe") is not None
        other.start()
        # Nothing is committed before the other one is at the code, too; SQLite has one writer anyway.
        while store.connection.dialect.name == "postgresql" and not store.connection.execute(_WAITING).scalar_one():
            assert other.is_alive()

    team.write("zoe", first, SIDE)
    other.join()

    assert "代码不对" in answers[0]
    assert team.actor("zoe", side).person == team.actor("lilei").person != team.actor("max", side).person


def test_leave_that_somebody_takes_comes_along(team: Team, side: str) -> None:
    team.say("max", "/dossier leave 11月30日到12月4日", None, workspace=side)
    taken = said(team.say("max", "/档案 请假", None, workspace=side))
    use(team, code(team))

    assert "11月30日" in taken
    assert said(team.say("max", "/档案 请假", None, workspace=side)) == taken


def test_only_managers_make_and_use_codes(team: Team, side: str) -> None:
    assert "管理层" in said(team.say("lilei", "/dossier link", None))
    given = code(team)
    assert "管理层" in use(team, given, "max")
    assert "星河软件" in use(team, given)


def test_where_nobody_manages_whoever_holds_the_code_may_use_it(team: Team) -> None:
    def unit(connection: Connection) -> None:
        store = organisations.found(connection, team.app.keyring, "空", team.clock.now())
        organisations.add_workspace(connection, store.actor.organisation, team.platform.name, SIDE, "空")
        store.finish()

    team.database.write(unit)
    assert "星河软件" in use(team, code(team), "anybody")


def test_what_has_dossiers_of_its_own_stays_where_it_is(team: Team) -> None:
    assert "1 份档案" in use(team, code(team), "bob", ELSEWHERE)
    assert organisation_of(team, ELSEWHERE) != organisation_of(team, "galaxy")


def test_a_code_is_for_the_other_side(team: Team, side: str) -> None:
    assert "另一边" in use(team, code(team), "wangfang", "galaxy")


def test_after_five_wrong_codes_even_the_right_one_has_to_wait(team: Team, side: str) -> None:
    for _ in range(5):
        assert "代码不对" in use(team, "AAAA2222")
    assert "十分钟" in use(team, code(team))
    team.clock.advance(timedelta(minutes=10, seconds=1))
    assert "星河软件" in use(team, code(team))


def test_a_code_of_ones_own_makes_two_accounts_one_person(team: Team, side: str) -> None:
    assert "还不是同一个组织" in use(team, code(team, "lilei", "me"), "max")
    use(team, code(team))
    team.say("lilei", "/issue 支付失败")

    assert "李雷" in use(team, code(team, "lilei", "我"), "max")

    lilei, max_ = team.actor("lilei"), team.actor("max", side)
    assert (lilei.person, lilei.tiers, lilei.owns) == (max_.person, max_.tiers, max_.owns)
    assert "ABC · 商城" in said(team.say("max", "/dossier status ABC", None, workspace=side))
    assert unbroken(team)


def test_a_person_who_wrote_on_both_sides_keeps_everything_and_no_chain_breaks(team: Team, side: str) -> None:
    use(team, code(team))
    member = team.read("wangfang", lambda store: store.people.named("Max"))
    assert member is not None
    team.write("wangfang", lambda store: store.dossiers.set_member(team.dossier, member, Tier.MANAGER))
    team.say("max", "/issue 来自另一边 ", None, workspace=side)

    use(team, code(team, "ann", "me"), "max")

    assert team.actor("ann").tiers == team.actor("max", side).tiers == {team.dossier.id: Tier.MANAGER}
    (line, *_), _ = team.read("ann", lambda store: store.records.lines([team.dossier.id], Filter()))
    assert (line.title, line.author.name) == ("来自另一边", "Ann")
    assert unbroken(team)


def test_who_has_the_same_address_on_both_sides_is_one_person(team: Team, side: str) -> None:
    def known_at_home(store: Store) -> None:
        home = store.connection.execute(select(workspaces.c.id).where(workspaces.c.key == "galaxy")).scalar_one()
        enrol(store, int(home), "mm", Profile("Max M.", email="max@example.com"))

    team.write("wangfang", known_at_home)
    use(team, code(team))
    assert team.actor("mm").person != team.actor("max", side).person

    team.write("wangfang", lambda store: enrol(store, _side(store), "max", Profile("Max", email="max@example.com")))

    assert team.actor("mm").person == team.actor("max", side).person
    assert unbroken(team)


def _side(store: Store) -> int:
    return int(store.connection.execute(select(workspaces.c.id).where(workspaces.c.key == SIDE)).scalar_one())
