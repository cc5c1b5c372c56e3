"""Search: what is found is exactly what a LIKE scan would find, by those who may read it, and nothing sensitive."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from storage import search_index
from storage.record_queries import Filter
from storage.store import Store
from tests.contracts.contents import CONTACT, ISSUE, PAYMENT, WANG
from tests.team import Team

# Few characters, so that words occur often; with marks, Latin letters and digits between them.
CHINESE = "支付失败登录页𠮷龥"
TITLES = st.lists(st.text(CHINESE + "ab1 ，。|-'\"*:&()", min_size=1, max_size=12), min_size=1, max_size=6)
WORDS = st.text(CHINESE, min_size=1, max_size=2)


def keep(team: Team, *titles: str) -> None:
    """Keep an issue of each title."""

    def unit(store: Store) -> None:
        for title in titles:
            store.records.add(team.dossier, ISSUE, {**PAYMENT, "title": title})

    team.write("lilei", unit)


def found(team: Team, words: str, who: str = "lilei") -> list[str]:
    """Give the titles that are found, the oldest first."""
    lines, count = team.read(who, lambda store: store.records.lines(None, Filter(text=words), limit=1000))
    assert len(lines) == count
    return [line.title for line in reversed(lines)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(titles=TITLES, word=WORDS)
def test_words_of_one_and_two_chinese_characters_are_found_as_by_like(team: Team, titles: list[str], word: str) -> None:
    keep(team, *titles)

    def like(connection: Connection) -> list[str]:
        query = "SELECT title FROM records WHERE title LIKE :pattern ORDER BY id"
        return list(connection.execute(text(query), {"pattern": f"%{word}%"}).scalars())

    assert found(team, word) == team.database.read(like)


def test_words_that_stand_in_a_record_find_it(team: Team) -> None:
    keep(team, "微信不支付失败 SMS 1.2.3", "完全不同")
    words = ("支付失败", "付失", "失败 支付", "支付，失败", "ＳＭＳ", "sms", "sm", "SMS 支", "1.2", "不支")
    assert {each: found(team, each) for each in words} == {key: ["微信不支付失败 SMS 1.2.3"] for key in words}


def test_words_that_stand_in_no_record_find_nothing(team: Team) -> None:
    keep(team, "微信不支付失败 SMS 1.2.3")
    words = ("付支", "失支", "支付成功", "MS", " ", "，", "支付 别的")
    assert {each: found(team, each) for each in words} == {key: [] for key in words}


def test_the_engines_own_query_language_is_not_spoken(team: Team) -> None:
    keep(team, "别的")
    words = ("'", '"', "支付'", "*", "支*", "支付 OR 别", "tokens:支", "支 & !付", ":A", "\\", "NEAR(别 的)")
    assert {each: found(team, each) for each in words} == {key: [] for key in words}


def test_nobody_finds_records_by_the_numbers_of_their_rows(team: Team) -> None:
    keep(team, "别的")
    words = ("o", "d", f"o{team.actor('lilei').organisation}", f"d{team.dossier.id}")
    assert {each: found(team, each) for each in words} == {key: [] for key in words}


def test_a_changed_record_is_found_by_its_new_words_and_not_by_the_old(team: Team) -> None:
    saved = team.write("lilei", lambda store: store.records.add(team.dossier, ISSUE, PAYMENT))
    team.write("lilei", lambda store: store.records.change(saved, {**PAYMENT, "title": "登录失败"}))
    assert (found(team, "支付"), found(team, "登录")) == ([], ["登录失败"])


def test_a_record_of_a_unit_that_failed_is_not_found(team: Team) -> None:
    def fail(store: Store) -> None:
        store.records.add(team.dossier, ISSUE, PAYMENT)
        raise KeyError

    with pytest.raises(KeyError):
        team.write("lilei", fail)
    keep(team, "登录失败")
    assert found(team, "失败") == ["登录失败"]


def test_only_those_who_may_read_a_record_find_it(team: Team) -> None:
    keep(team, "支付失败")
    assert [len(found(team, "支付", who)) for who in ("wangfang", "lilei", "ann", "carla", "zhaomin")] == [
        1,
        1,
        1,
        0,
        0,
    ]


def test_nobody_finds_what_belongs_to_another_organisation(team: Team) -> None:
    team.write("bob", lambda store: store.records.add(team.other, ISSUE, PAYMENT), "nordwind")
    assert found(team, "支付", "wangfang") == []


def test_a_sensitive_value_is_found_when_the_whole_of_it_is_given_and_not_by_a_part(team: Team) -> None:
    team.write("lilei", lambda store: store.records.add(team.dossier, CONTACT, WANG))
    whole = ("13800001234", "138 0000 1234", "138-0000-1234", "wang@example.com", "WANG@example.com")
    assert {each: found(team, each) for each in whole} == {key: ["王总"] for key in whole}
    parts = ("1380000123", "3800001234", "wang", "example")
    assert {each: found(team, each) for each in parts} == {key: [] for key in parts}


@pytest.fixture
def rebuilt(sqlite_database_url: str) -> Iterator[Team]:
    """Give a team whose index was lost and built anew."""
    with Team.on(sqlite_database_url) as team:
        keep(team, "支付失败", "登录失败")

        def rebuild(connection: Connection) -> None:
            connection.execute(text("INSERT INTO search_index (search_index) VALUES ('delete-all')"))
            search_index.rebuild(connection)

        team.database.write(rebuild)
        yield team


def test_an_index_built_anew_finds_the_same(rebuilt: Team) -> None:
    assert found(rebuilt, "失败") == ["支付失败", "登录失败"]
    assert rebuilt.database.read(search_index.matches)
