"""Erasing what a record hides: a manager is asked first, is told what remains, and nobody reads it again."""

import pytest
from sqlalchemy import select

from storage.tables import audit
from tests.contracts.chains import broken
from tests.team import Team, button_in, buttons_in, form_in, said

PHONE, OTHER = "138 0000 1234", "139 0000 5678"


@pytest.fixture(autouse=True)
def a_contact(team: Team) -> None:
    """Keep a contact with a telephone number, which is changed once."""
    team.say("lilei", f"/contact 王总 | 电话: {PHONE} | 职位: CTO")
    team.submit(form_in(team.say("lilei", "/档案 修改 #1")), "lilei", phone=OTHER)


def _erase(team: Team) -> str:
    return said(team.press(button_in(team.say("wangfang", "/档案 销毁 #1"), "erase"), "wangfang"))


def test_a_manager_is_asked_first_and_told_what_goes_and_what_remains(team: Team) -> None:
    asked = said(team.say("wangfang", "/档案 销毁 #1"))

    assert "永久销毁 #1“王总”所有版本里的敏感内容（电话、邮箱）？" in asked
    assert "历史的校验链保持完整" in asked
    assert "备份" in asked
    assert "139****5678" in said(team.say("lilei", "/档案 查看 #1"))


def test_what_was_hidden_is_gone_from_card_and_history_which_say_so(team: Team) -> None:
    assert "已永久销毁 #1“王总”的敏感内容" in _erase(team)

    card, history = team.say("lilei", "/档案 查看 #1"), team.say("lilei", "/档案 历史 #1")
    for shown in (said(card), said(history)):
        assert "敏感内容已永久销毁" in shown
        assert "****" not in shown
    assert "CTO" in said(card)
    assert [button.action for button in (*buttons_in(card), *buttons_in(history))] == ["history"]
    assert "没有找到" in said(team.say("lilei", f"/档案 搜索 {OTHER}"))


def test_the_chain_stays_whole_and_the_audit_log_names_who_did_it(team: Team) -> None:
    _erase(team)

    assert team.database.read(lambda connection: broken(connection, team.app.keyring)) == []
    query = select(audit.c.person_id).where(audit.c.action == "record.erase")
    by = team.database.read(lambda connection: connection.execute(query).scalars().all())
    assert list(by) == [team.actor("wangfang").person]


def test_nothing_can_be_changed_or_restored_after_it(team: Team) -> None:
    restore = button_in(team.say("lilei", "/档案 历史 #1"), "restore")
    _erase(team)

    for answer in (
        team.say("lilei", "/档案 修改 #1"),
        team.say("lilei", "/档案 删除 #1"),
        team.say("lilei", "/档案 撤销 #1"),
        team.press(restore, "lilei"),
    ):
        assert "已按要求销毁" in said(answer)


def test_it_is_done_once(team: Team) -> None:
    erase = button_in(team.say("wangfang", "/档案 销毁 #1"), "erase")
    team.press(erase, "wangfang")

    assert "已按要求销毁" in said(team.press(erase, "wangfang"))
    assert "已按要求销毁" in said(team.say("wangfang", "/档案 销毁 #1"))


def test_below_a_manager_it_is_refused_with_a_forged_button_too(team: Team) -> None:
    erase = button_in(team.say("wangfang", "/档案 销毁 #1"), "erase")

    assert "管理层" in said(team.say("lilei", "/档案 销毁 #1"))
    assert "管理层" in said(team.press(erase, "lilei"))
    assert "139****5678" in said(team.say("lilei", "/档案 查看 #1"))


def test_a_record_that_hides_nothing_is_not_erased(team: Team) -> None:
    team.say("lilei", "/问题 支付失败")

    assert "没有敏感字段" in said(team.say("wangfang", "/档案 销毁 #2"))


def test_it_is_said_in_english_too(team: Team) -> None:
    team.submit(form_in(team.say("wangfang", "/dossier settings")), "wangfang", language="en-US")

    asked = team.say("wangfang", "/dossier erase #1")

    assert "Destroy for good what #1 “王总” hides (Phone, E-mail)" in said(asked)
    assert "Destroyed what #1 “王总” hid" in said(team.press(button_in(asked, "erase"), "wangfang"))
    assert "Hidden values were destroyed" in said(team.say("wangfang", "/dossier show #1"))


def test_a_deleted_record_is_erased_too_and_its_card_offers_no_way_back(team: Team) -> None:
    team.press(button_in(team.say("lilei", "/档案 删除 #1"), "delete"), "lilei")
    _erase(team)

    assert [button.action for button in buttons_in(team.say("lilei", "/档案 查看 #1"))] == ["history"]


def test_what_there_is_one_of_can_be_begun_anew_and_the_erased_one_stays(team: Team) -> None:
    team.submit(form_in(team.say("lilei", "/客户")), "lilei", company="ABC Ltd", budget="50万")
    team.press(button_in(team.say("wangfang", "/档案 销毁 #2"), "erase"), "wangfang")

    form = form_in(team.say("lilei", "/客户"))
    assert not any(field.value for field in form.fields if field.name == "company")
    team.submit(form, "lilei", company="ABC Group", budget="80万")

    assert "ABC Group" in said(team.say("lilei", "/档案 查看 #3"))
    assert "敏感内容已永久销毁" in said(team.say("lilei", "/档案 查看 #2"))
    again = form_in(team.say("lilei", "/客户"))
    assert [field.value for field in again.fields if field.name == "company"] == ["ABC Group"]
    assert "ABC Group" in said(team.say("lilei", "/档案 查看 ABC"))
