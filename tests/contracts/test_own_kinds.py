"""Own kinds of an organisation, on both engines: kept by version, guarded by what records hold, nobody else's."""

import pytest

from bot.own_kinds import example
from dossier.errors import Conflict, Refused
from dossier.own.checking import checked
from dossier.own.text import WrongFile
from storage.access import Actor
from storage.store import Store
from tests.team import ELSEWHERE, Team, said


@pytest.fixture
def own(team: Team) -> Team:
    """Give a team with the kinds of the documentation's example, and two records of them."""
    _set(team, example())
    team.say("lilei", "/档案 研讨 管理员研讨 | 状态: 已举办")
    team.say("lilei", "/issue 支付失败 | 环境: 生产")
    return team


def _as(store: Store, actor: Actor) -> Store:
    """Give the store as it is for somebody as they were."""
    return Store(store.connection, actor, store.now, store.keys)


def _set(team: Team, content: str, who: str = "wangfang") -> None:
    team.write(who, lambda store: store.own_kinds.keep(content, checked(content.encode())))


def test_they_are_found_and_narrowed_as_others(own: Team) -> None:
    assert "管理员研讨" in said(own.say("lilei", "/档案 列表 已举办的研讨"))
    assert "支付失败" in said(own.say("lilei", "/档案 列表 问题 环境 生产"))
    assert "支付失败" not in said(own.say("lilei", "/档案 列表 问题 环境 预发布"))


def test_what_records_hold_stays(own: Team) -> None:
    before = own.read("wangfang", lambda store: store.own_kinds.file())
    without_option = example().replace("{key: production, label: {zh: 生产, en: Production}}", "")

    for content in ("kinds: []", without_option):
        with pytest.raises(WrongFile):
            _set(own, content)
    assert own.read("wangfang", lambda store: store.own_kinds.file()) == before
    # The other kind, and the other option, nobody has used.
    _set(own, example().replace("        - {key: staging, label: {zh: 预发布, en: Staging}}\n", ""))


_TAX = """\
fields:
  customer_basics:
    - {key: tax_number, type: text, sensitive: true, label: {zh: 税号, en: Tax number}}
  issue:
    - {key: hotline, type: phone, label: {zh: 热线, en: Hotline}}
"""
_NO_TAX = "\n".join(line for line in _TAX.splitlines() if "customer" not in line and "tax" not in line)


def test_a_sensitive_field_that_nobody_filled_in_can_be_taken_away_again(team: Team) -> None:
    team.say("lilei", "/档案 客户基本信息 ABC有限公司 | 行业: 零售")
    team.say("lilei", "/issue 支付失败")
    team.say("lilei", "/contact 王总 | 电话: 13800138000")
    _set(team, _TAX)
    team.say("lilei", "/issue 登录失败")

    _set(team, _NO_TAX)
    _set(team, "kinds: []")


def test_a_sensitive_field_stays_for_what_one_version_of_one_record_holds(team: Team) -> None:
    _set(team, _TAX)
    team.say("lilei", "/issue 支付失败 | 热线: 13800138000")
    team.say("lilei", "/issue 登录失败")
    saved = team.read("lilei", lambda store: store.records.by_number(team.dossier, 1))
    emptied = {name: value for name, value in saved.content.items() if name != "own_hotline"}
    team.write("lilei", lambda store: store.records.change(saved, emptied))

    _set(team, _TAX.replace("customer_basics", "contact"))
    with pytest.raises(WrongFile):
        _set(team, "kinds: []")


def test_what_was_given_up_is_still_read(own: Team) -> None:
    assert own.write("wangfang", lambda store: store.own_kinds.give_up())

    assert "管理员研讨" in said(own.say("lilei", "/档案 列表"))
    assert [kind.name for kind in own.read("lilei", lambda store: list(store.kinds)) if kind.retired] == [
        "own_workshop"
    ]
    with pytest.raises(Conflict):
        own.write("wangfang", lambda store: store.own_kinds.give_up())


def test_they_belong_to_one_organisation(own: Team) -> None:
    assert own.read("bob", lambda store: store.own_kinds.file(), ELSEWHERE) == ""
    assert own.read("bob", lambda store: store.kinds.named("own_workshop"), ELSEWHERE) is None
    with pytest.raises(LookupError):
        own.read("bob", lambda store: store.own_kinds.kept("own_workshop"), ELSEWHERE)


@pytest.mark.parametrize("who", ["lilei", "ann", "carla", "zhaomin", "unknown"])
def test_only_managers_set_them_or_give_them_up(own: Team, who: str) -> None:
    with pytest.raises(Refused):
        _set(own, "kinds: []", who)
    with pytest.raises(Refused):
        own.write(who, lambda store: store.own_kinds.give_up())


def test_nobody_writes_a_record_of_a_kind_that_went_meanwhile(team: Team) -> None:
    _set(team, example())
    kind, stale = team.read("lilei", lambda store: store.kinds.named("workshop")), team.actor("lilei")
    _set(team, "kinds: []")

    assert kind is not None
    with pytest.raises(Conflict):
        team.write("lilei", lambda store: _as(store, stale).records.add(team.dossier, kind, {"topic": "x"}))
