"""Deleting a record: asked first, a revision like any other, brought back from the history."""

import pytest

from tests.team import Team, button_in, buttons_in, form_in, said


def test_a_record_is_deleted_after_a_question_and_comes_back_from_its_history(team: Team) -> None:
    team.say("lilei", "/问题 支付失败")
    asked = team.say("lilei", "/档案 删除 #1")
    assert "删除 #1“支付失败”？" in said(asked)
    assert "支付失败" in said(team.say("lilei", "/档案 搜索 支付"))

    assert said(team.press(button_in(asked, "delete"), "lilei")) == "已删除 #1：支付失败"
    assert "没有找到" in said(team.say("lilei", "/档案 搜索 支付"))
    history = team.say("lilei", "/档案 历史 #1")
    assert "已删除" in said(history)

    team.press(button_in(history, "restore"), "lilei")
    assert "支付失败" in said(team.say("lilei", "/档案 搜索 支付"))


def test_a_record_that_is_deleted_already_is_not_deleted_again(team: Team) -> None:
    team.say("lilei", "/问题 支付失败")
    delete = button_in(team.say("lilei", "/档案 删除 #1"), "delete")
    team.press(delete, "lilei")
    assert "已删除" in said(team.press(delete, "lilei"))
    assert "已删除" in said(team.say("lilei", "/档案 删除 #1"))


def test_a_stranger_to_the_dossier_cannot_delete(team: Team) -> None:
    team.say("lilei", "/问题 支付失败")
    assert "needs member access" in said(team.say("carla", "/dossier delete #1"))
    assert "支付失败" in said(team.say("lilei", "/档案 搜索 支付"))


def test_the_receipt_of_a_deletion_offers_to_take_it_back(team: Team) -> None:
    team.say("lilei", "/issue 支付失败")
    deleted = team.press(button_in(team.say("lilei", "/dossier delete #1"), "delete"), "lilei")

    team.press(button_in(deleted, "undo"), "lilei")

    assert not team.read("lilei", lambda store: store.records.by_number(team.dossier, 1)).line.deleted


def test_what_others_have_logged_is_deleted_by_senior_members_and_the_question_says_why(team: Team) -> None:
    team.say("lilei", "/issue 支付失败")
    refused = team.say("ann", "/dossier delete #1")
    assert "deleting it needs senior member access" in said(refused)
    assert [each.action for each in buttons_in(refused)] == ["ask-access"]

    team.say("ann", "/issue 登录慢")
    assert "理由：重复" in said(team.say("lilei", "/档案 删除 #2 重复"))


def test_what_was_approved_is_not_deleted_by_way_of_a_change(team: Team) -> None:
    team.say("ann", "/change 短信验证 | 原因: 防刷 | 影响: 3天")
    team.say("ann", "/dossier submit #1")
    team.say("wangfang", "/档案 批准 #1")
    team.submit(form_in(team.say("ann", "/dossier edit #1")), "ann", impact="4 天")

    assert "deleting it needs manager access" in said(team.say("ann", "/dossier delete #1"))


def test_the_card_of_a_record_says_who_deleted_it_and_who_took_it_back(team: Team) -> None:
    team.say("ann", "/issue 支付失败")
    team.press(button_in(team.say("ann", "/dossier delete #1"), "delete"), "ann")
    assert [card.text for card in team.posted("abc")] == ["@Ann 删除了问题 #1“支付失败”"]

    team.say("lilei", "/issue 登录慢")
    team.say("lilei", "/dossier undo #2")
    assert team.posted("abc")[-1].text == "@李雷 撤销了问题 #2“登录慢”"


@pytest.mark.parametrize("words", ["/档案 恢复 #1", "/dossier restore #1"])
def test_what_is_deleted_is_brought_back_and_not_exported(team: Team, words: str) -> None:
    team.say("lilei", "/issue 支付失败")
    team.press(button_in(team.say("lilei", "/档案 删除 #1"), "delete"), "lilei")
    refused = said(team.say("lilei", "/档案 导出 #1 pdf"))
    team.app.jobs.work_due()
    assert "已删除" in refused + "".join(each.text for each in team.told("lilei"))
    assert team.platform.sent == {}
    assert button_in(team.say("lilei", words), "restore")


def test_why_it_is_deleted_is_kept(team: Team) -> None:
    team.say("lilei", "/issue 支付失败")
    team.press(button_in(team.say("lilei", "/档案 删除 #1 重复了"), "delete"), "lilei")
    assert "重复了" in said(team.say("lilei", "/档案 历史 #1"))
