"""The customer's people in a dossier: they see what is marked for them, as it is now, and nothing else."""

import pytest

from chat.messages import Buttons
from chat.replies import Show
from tests.team import Team, button_in, buttons_in, form_in, said


@pytest.fixture(autouse=True)
def two_records(team: Team) -> None:
    """Keep two issues, #1 and #2, and a contact, #3, with a telephone number."""
    team.say("ann", "/issue Payment fails")
    team.say("ann", "/issue Rates are wrong")
    team.say("lilei", "/contact 王总 | 电话: 138 0000 1234")


def test_a_guest_sees_a_record_once_it_is_marked_and_no_longer_when_the_mark_is_gone(team: Team) -> None:
    assert "needs member access" in said(team.say("carla", "/dossier show #1"))

    assert "现在能看到 #1" in said(team.say("lilei", "/档案 共享 #1"))
    assert "Payment fails" in said(team.say("carla", "/dossier show #1"))
    assert "needs member access" in said(team.say("carla", "/dossier show #2"))

    assert "仅内部可见" in said(team.say("lilei", "/档案 取消共享 #1"))
    assert "needs member access" in said(team.say("carla", "/dossier show #1"))


def test_lists_and_searches_of_a_guest_hold_what_is_marked_alone(team: Team) -> None:
    team.say("lilei", "/档案 共享 #1")

    listed = ("/dossier list", "/dossier list all", "/dossier list issue", "/dossier search fails")
    for asked in (*listed, "/dossier search is"):
        for channel in ("abc", None):
            shown = said(team.say("carla", asked, channel))
            assert "Rates" not in shown
            assert ("Payment" in shown) == (asked in listed)


def test_a_guest_sees_the_record_as_it_is_now_without_what_it_hides_or_said_before(team: Team) -> None:
    history = button_in(team.say("lilei", "/档案 查看 #3"), "history")
    reveal = button_in(team.say("lilei", "/档案 查看 #3"), "reveal")
    team.say("lilei", "/档案 共享 #3")

    card = team.say("carla", "/dossier show #3")
    assert "••••" in said(card)
    assert "1234" not in said(card)
    assert buttons_in(card) == []
    assert "needs member access" in said(team.press(history, "carla"))
    assert "senior member" in said(team.press(reveal, "carla"))


def test_what_is_said_among_us_of_a_record_is_not_shown_to_guests(team: Team) -> None:
    team.say("ann", "/change SMS code | reason: fraud | impact: 3 days")
    team.say("ann", "/dossier submit #4")
    form = form_in(team.say("wangfang", "/档案 退回 #4"))
    team.submit(form, "wangfang", comment="对客户报价太低")
    team.say("lilei", "/档案 共享 #4")

    card = team.say("carla", "/dossier show #4")
    assert "SMS code" in said(card)
    assert "报价" not in said(card)
    assert buttons_in(card) == []
    assert not any(isinstance(block, Buttons) for block in card.message.blocks)  # type: ignore[union-attr]
    assert "报价" in said(team.say("ann", "/dossier show #4"))


def test_seniors_mark_records_and_members_do_not(team: Team) -> None:
    share = button_in(team.say("lilei", "/档案 历史 #1"), "share")

    assert "share" not in [each.action for each in buttons_in(team.say("ann", "/dossier show #1"))]
    assert "needs senior member access" in said(team.press(share, "ann"))
    assert "needs senior member access" in said(team.say("ann", "/dossier share #1"))


def test_what_is_confidential_is_not_marked(team: Team) -> None:
    team.submit(form_in(team.say("lilei", "/档案 背景")), "lilei", why="换系统")

    assert "保密内容" in said(team.say("wangfang", "/档案 共享 #4"))


def test_pressing_twice_marks_once(team: Team) -> None:
    share = button_in(team.say("lilei", "/档案 历史 #1"), "share")
    team.press(share, "lilei")

    assert "现在能看到 #1" in said(team.press(share, "lilei"))
    assert "Payment fails" in said(team.say("carla", "/dossier show #1"))


def test_a_channel_with_the_customer_hears_of_what_is_marked_and_of_the_mark_taken_back(team: Team) -> None:
    def outside(store: object) -> None:
        channels = store.channels  # type: ignore[attr-defined]
        home = channels.of(team.dossier)[0].workspace
        channel = channels.put(home, "outside", "outside")
        channels.bind(channel, team.dossier)
        channels.describe(channel, "outside", True)

    team.write("wangfang", outside)
    before = team.posted("outside")
    assert not any("Rates" in message.text for message in before)

    team.say("lilei", "/档案 共享 #2")
    shown = next(message for message in team.posted("outside") if "Rates are wrong" in message.text)
    assert buttons_in(shown) == []

    answer = team.say("lilei", "/档案 取消共享 #2")
    assert isinstance(answer, Show)
    assert not any("Rates" in message.text for message in team.posted("outside"))


def test_sealing_takes_a_manager(team: Team) -> None:
    assert "管理层" in said(team.say("lilei", "/档案 阶段 封存"))
    seal = button_in(team.say("wangfang", "/档案 阶段 封存"), "phase-anyway", phase="sealed")
    assert "管理层" in said(team.press(seal, "lilei"))
    form = form_in(team.press(seal, "wangfang"))
    assert "管理层" in said(team.submit(form, "lilei", reason="x"))
    assert "封存" in said(team.submit(form, "wangfang", reason="项目取消"))
    assert "管理层" in said(team.say("lilei", "/档案 阶段 测试"))


def test_a_guest_is_not_answered_with_another_project_of_the_customer(team: Team) -> None:
    form = form_in(team.say("wangfang", "/dossier start", "general"))
    team.submit(form, "wangfang", "general", customer="ABC有限公司", short_name="ABC", project="会员")
    team.say("wangfang", "/档案 成员 @Carla 成员", "general")

    for question in ("what is missing for ABC?", "who owns ABC?", "how is ABC going?"):
        answer = said(team.say("carla", question))
        assert "会员" not in answer, question
        assert "needs member access" in answer or question.startswith("who owns"), question


def test_the_words_to_show_a_record_show_it_however_often_and_others_take_it_back(team: Team) -> None:
    team.say("ann", "/issue Cart is empty")
    for _ in range(2):
        assert "现在能看到 #1" in said(team.say("lilei", "/档案 给客户看 #1"))
    for _ in range(2):
        assert "#1" in said(team.say("lilei", "/档案 取消共享 #1"))
        assert not team.read("lilei", lambda store: store.records.by_number(team.dossier, 1)).line.shared


def test_taking_out_a_record_that_is_shown_to_them_takes_more(team: Team) -> None:
    team.say("lilei", "/issue 支付失败")
    team.say("lilei", "/dossier share #1")

    assert "Taking this out of the dossier as a file needs member access" in said(
        team.say("carla", "/dossier export #1 pdf")
    )


def test_a_manager_who_is_made_a_guest_stays_what_they_are_and_that_is_said(team: Team) -> None:
    answer = said(team.say("lilei", "/档案 成员 @王芳 访客"))
    assert "只能查看" not in answer
    assert "管理层" in answer


@pytest.mark.parametrize("words", ["/dossier help", "help", "/dossier", "hello", "tell me a joke"])
def test_a_guest_is_helped_with_what_they_can_do(team: Team, words: str) -> None:
    shown = said(team.say("carla", words))
    assert "/dossier search" in shown
    assert "/minutes" not in shown
    assert "/minutes" in said(team.say("ann", "/dossier help"))
