"""Whether something is needed: who owes it asks the owner of the dossier, who says yes or no."""

from datetime import timedelta

import pytest

from chat.messages import Button, Message
from chat.replies import Errors, Show
from dossier.tiers import Tier
from dossier.views import DutyState, DutyView
from storage.tables import accounts
from tests.team import START, Team, button_in, buttons_in, form_in, said


@pytest.fixture
def card(team: Team) -> Message:
    """Give the card of a meeting of Ann's that is over."""
    team.say("ann", "/meeting tomorrow 10:00-11:00 review")
    team.clock.set(START + timedelta(days=1, hours=9))
    team.app.reminders.run()
    return team.posted("abc")[-1]


def duty(team: Team, card: Message) -> DutyView:
    uid = dict(button_in(card, "enter").args)["duty"]
    return team.read("lilei", lambda store: store.duties.get(uid))


def ask(team: Team, card: Message, reason: str = "nobody came") -> str:
    return said(team.submit(form_in(team.press(button_in(card, "waive"), "ann")), "ann", reason=reason))


def test_the_owner_of_the_dossier_says_so_without_asking(team: Team, card: Message) -> None:
    team.submit(form_in(team.press(button_in(card, "waive"), "lilei")), "lilei", reason="没有开成")
    assert duty(team, card).state is DutyState.WAIVED


def test_who_owes_it_asks_the_owner_about_this_one_thing(team: Team, card: Message) -> None:
    form = form_in(team.press(button_in(card, "waive"), "ann"))
    assert "李雷" in form.note
    answer = said(team.submit(form, "ann", reason="nobody came"))
    assert "Asked 李雷" in answer
    assert duty(team, card).is_open

    question = team.told("lilei")[-1]
    for word in ("Ann", "review", "nobody came"):
        assert word in question.text
    assert [each.action for each in buttons_in(question)] == ["waive-yes", "waive-no"]
    assert team.told("wangfang") == []


def test_yes_ends_it_and_both_hear_so_and_nobody_has_become_a_manager(team: Team, card: Message) -> None:
    ask(team, card)
    assert "不用补了" in said(team.press(button_in(team.told("lilei")[-1], "waive-yes"), "lilei"))
    ended = duty(team, card)
    assert (ended.state, ended.reason, ended.closer) == (DutyState.WAIVED, "nobody came", "李雷")
    for message in (team.told("lilei")[-1], team.told("ann")[-1], team.posted("abc")[-1]):
        assert "nobody came" in message.text
        assert buttons_in(message) == []
    assert team.read("ann", lambda store: store.actor.tier_in(team.dossier.id)) is Tier.MEMBER


def test_no_leaves_it_owed_and_who_asked_hears_so(team: Team, card: Message) -> None:
    ask(team, card)
    question = team.told("lilei")[-1]
    team.press(button_in(question, "waive-no"), "lilei")
    assert duty(team, card).is_open
    answer = team.told("ann")[-1]
    assert "李雷" in answer.text
    assert "needed" in answer.text
    assert [each.action for each in buttons_in(answer)] == ["enter", "snooze"]
    assert buttons_in(team.told("lilei")[-1]) == []
    assert "已经答复" in said(team.press(button_in(question, "waive-no"), "lilei"))


def test_who_has_asked_is_told_so_and_may_ask_again_after_a_no_but_not_for_ever(team: Team, card: Message) -> None:
    ask(team, card)
    assert "already asked" in said(team.press(button_in(card, "waive"), "ann"))
    for reason in ("we spoke by phone", "it was a short one"):
        team.press(button_in(team.told("lilei")[-1], "waive-no"), "lilei")
        ask(team, card, reason)
        assert reason in team.told("lilei")[-1].text
    team.press(button_in(team.told("lilei")[-1], "waive-no"), "lilei")
    assert len(team.told("lilei")) == 3
    assert "please talk to 李雷" in said(team.press(button_in(card, "waive"), "ann"))
    assert duty(team, card).is_open


def test_a_question_about_what_is_logged_meanwhile_is_answered_by_that(team: Team, card: Message) -> None:
    ask(team, card)
    question = team.told("lilei")[-1]
    team.say("ann", "/minutes review | decisions: ship it")
    assert "✅" in team.told("lilei")[-1].text
    assert said(team.press(button_in(question, "waive-yes"), "lilei")) == "这一项已经补上了"


def test_a_question_about_what_nobody_was_reminded_of_yet_is_answered_by_the_record_too(team: Team) -> None:
    team.say("ann", "/issue 支付失败 | status: fixed")
    ask(team, listed(team))
    assert "❓" in team.told("lilei")[-1].text
    team.submit(form_in(team.press(button_in(listed(team), "enter"), "ann")), "ann", resolution="new certificate")
    assert "✅" in team.told("lilei")[-1].text


def listed(team: Team) -> Message:
    shown = team.say("ann", "/dossier todo")
    assert isinstance(shown, Show)
    return shown.message


def test_while_the_owner_is_away_management_is_asked(team: Team, card: Message) -> None:
    team.say("lilei", "/档案 请假 今天到下周五")
    ask(team, card)
    assert team.told("lilei") == []
    team.press(button_in(team.told("wangfang")[-1], "waive-yes"), "wangfang")
    assert duty(team, card).state is DutyState.WAIVED


def test_a_question_nobody_could_answer_is_not_asked(team: Team, card: Message) -> None:
    theirs = accounts.delete().where(accounts.c.key.in_(["lilei", "wangfang"]))
    team.database.write(lambda connection: connection.execute(theirs))
    answer = team.press(button_in(card, "waive"), "ann")
    assert "nobody" in said(answer)


def test_nobody_else_answers_the_question(team: Team, card: Message) -> None:
    ask(team, card)
    question = team.told("lilei")[-1]
    for who in ("ann", "carla", "zhaomin", "unknown"):
        for action in ("waive-yes", "waive-no"):
            team.press(button_in(question, action), who)
    assert duty(team, card).is_open
    team.press(button_in(question, "waive-yes"), "wangfang")
    assert duty(team, card).state is DutyState.WAIVED


def test_what_is_not_needed_is_not_said_to_be_logged(team: Team, card: Message) -> None:
    waive = button_in(card, "waive")
    team.submit(form_in(team.press(waive, "lilei")), "lilei", reason="没有开成")
    assert said(team.press(waive, "lilei")) == "这一项已经说过不需要了"
    assert "not needed" in said(team.press(button_in(card, "enter"), "ann"))


def test_what_was_taken_back_is_not_said_to_be_logged(team: Team) -> None:
    team.say("ann", "/issue 支付失败 | status: fixed")
    enter = button_in(listed(team), "enter")
    team.submit(form_in(team.say("lilei", "/档案 修改 #1")), "lilei", status="open")
    assert "taken back" in said(team.press(enter, "ann"))


def test_an_answer_to_what_was_never_asked_is_refused_kindly(team: Team, card: Message) -> None:
    args = button_in(card, "waive").args
    for action in ("waive-yes", "waive-no"):
        assert said(team.press(Button("", action, args), "lilei"))
    assert duty(team, card).is_open


def test_a_question_without_a_reason_is_refused_on_its_field(team: Team, card: Message) -> None:
    refused = team.submit(form_in(team.press(button_in(card, "waive"), "ann")), "ann", reason=" ")
    assert isinstance(refused, Errors)
    assert "fill this in" in refused.sentences["reason"]
