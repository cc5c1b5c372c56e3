"""What is owed: asked for by hand or brought up, put off, not needed, done."""

import pytest

from chat.forms import Form
from chat.replies import Errors, OpenForm
from dossier.phases import Phase
from dossier.tiers import Tier
from dossier.views import DutyState, DutyView
from storage.store import Store
from tests.team import Team, button_in, buttons_in, form_in, said


def owed(team: Team, who: str = "ann") -> list[DutyView]:
    return team.read(who, lambda store: store.duties.owed_by_me())


def ask(team: Team, what: str = "补上周的上线记录", who: str = "@Ann") -> DutyView:
    """Have 李雷 ask Ann for something."""
    team.say("lilei", f"/催办 {who} {what}")
    return owed(team)[-1]


def snooze_form(team: Team) -> Form:
    return form_in(team.press(button_in(team.say("ann", "/dossier todo"), "snooze"), "ann"))


def test_a_colleague_is_asked_and_the_channel_sees_by_when(team: Team) -> None:
    answer = said(team.say("lilei", "/催办 @Ann 补上周的上线记录"))
    assert "11月19日(周四) 10:05" in answer
    (card,) = team.posted("abc")
    for word in ("李雷", "Ann", "补上周的上线记录", "11月19日(周四) 10:05"):
        assert word in card.text
    assert [button.action for button in buttons_in(card)] == ["enter", "snooze", "waive"]


def test_any_record_entered_through_the_button_closes_what_was_asked(team: Team) -> None:
    ask(team)
    (card,) = team.posted("abc")
    choice = team.press(button_in(card, "enter"), "ann")
    form = form_in(team.press(button_in(choice, "enter", kind="issue"), "ann"))
    team.submit(form, "ann", title="上线时回滚过一次")
    assert owed(team) == []
    assert "Ann" in team.posted("abc")[0].text
    assert "✅" in team.posted("abc")[0].text


def test_what_is_asked_for_by_the_name_of_a_kind_opens_its_form(team: Team) -> None:
    ask(team, "补昨天评审会的纪要")
    assert form_in(team.press(button_in(team.posted("abc")[0], "enter"), "ann")).ref["kind"] == "minutes"


def test_no_form_of_what_is_owed_is_opened_when_its_dossier_has_been_sealed(team: Team) -> None:
    ask(team, "补昨天评审会的纪要")
    team.write("wangfang", lambda store: store.dossiers.set_phase(team.dossier, Phase.SEALED))
    assert "is sealed" in said(team.press(button_in(team.posted("abc")[0], "enter"), "ann"))


def test_what_was_asked_is_done_without_a_record_too(team: Team) -> None:
    ask(team)
    enter = button_in(team.posted("abc")[0], "enter")
    assert "cannot see" in said(team.press(enter, "carla"))
    done = button_in(team.press(enter, "ann"), "finish")
    assert "cannot see" in said(team.press(done, "carla"))
    assert "is done" in said(team.press(done, "ann"))
    assert "✅" in team.posted("abc")[0].text
    assert owed(team) == []
    assert said(team.press(done, "lilei")) == "这一项已经补上了"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "写法"),
        ("补昨天的纪要", "写法"),
        ("@Ann @Nobody 补纪要", "Nobody"),
        ("@Ann", "写法"),
        ("@Nobody 补纪要", "Nobody"),
        ("@赵敏 补纪要", "不是 ABC · 商城 的成员"),
        ("@Ann " + "很长" * 101, "最多 200"),
    ],
)
def test_asking_nobody_or_for_nothing_is_answered_clearly(team: Team, text: str, word: str) -> None:
    assert word in said(team.say("lilei", f"/催办 {text}"))
    assert owed(team) == []


@pytest.mark.parametrize("said_to", ["@Ann @王芳", "@Ann、@王芳", "@Ann 和 @王芳", "@ann @王芳 @Ann"])
def test_several_colleagues_are_asked_each_for_themselves(team: Team, said_to: str) -> None:
    answer = said(team.say("lilei", f"/催办 {said_to} 补联系人"))
    assert "已请 Ann、王芳 各自补：补联系人" in answer
    for who in ("ann", "wangfang"):
        assert [each.topic for each in team.read(who, lambda store: store.duties.owed_by_me())] == ["补联系人"]


@pytest.mark.parametrize("line", ["Ann 补联系人 @王芳 知道", "ann 补联系人 @王芳 知道"])
def test_a_colleagues_name_is_one_without_the_sign_too(team: Team, line: str) -> None:
    assert "已请 Ann 补：补联系人 @王芳 知道" in said(team.say("lilei", f"/催办 {line}"))


def test_a_guest_asks_nobody(team: Team) -> None:
    team.say("carla", "/duty @Ann write it down")
    assert owed(team) == []


def test_a_change_typed_in_part_is_owed_until_its_form_is_saved(team: Team) -> None:
    opened = team.say("ann", "/change SMS login | reason: fraud")
    form = form_in(opened)
    assert "Nov 19" in form.note
    (duty,) = owed(team)
    assert duty.topic == "SMS login"
    # Closing the form loses nothing: it is found again, as it was.
    again = form_in(team.press(button_in(team.say("ann", "/dossier todo"), "enter"), "ann"))
    assert {field.name: field.value for field in again.fields}["reason"] == "fraud"
    team.submit(again, "ann", impact="3 days", summary="Log in by SMS code")
    assert owed(team) == []


def test_typing_it_again_owes_it_once(team: Team) -> None:
    for _ in range(2):
        assert isinstance(team.say("ann", "/change SMS login"), OpenForm)
    assert len(owed(team)) == 1
    team.say("ann", "/change SMS login | reason: fraud | impact: 3 days")
    assert owed(team) == []


def test_a_second_delivery_opens_the_same_form_and_owes_it_once(team: Team) -> None:
    first = team.say("ann", "/change SMS login", event="e1")
    assert form_in(team.say("ann", "/change SMS login", event="e1")).ref == form_in(first).ref
    assert len(owed(team)) == 1


def test_a_change_without_a_topic_owes_nothing(team: Team) -> None:
    form_in(team.say("ann", "/change"))
    assert owed(team) == []


def test_something_is_put_off_for_an_hour_or_until_the_morning(team: Team) -> None:
    duty = ask(team)
    form = snooze_form(team)
    # In Berlin it is 3:05 on Wednesday.
    assert [choice.label for choice in form.fields[0].choices] == [
        "In an hour (Wed, Nov 18 04:05)",
        "The next working morning (Thu, Nov 19 09:00)",
    ]
    assert "snoozed 1×" in said(team.submit(form, "ann"))
    (snoozed,) = owed(team)
    assert (snoozed.due_at, snoozed.snoozes) == (duty.due_at, 1)
    assert "snoozed 1×" in said(team.say("ann", "/dossier todo"))
    assert "推迟过 1 次" in said(team.say("lilei", "/档案 待办"))
    team.submit(snooze_form(team), "ann", until="morning")
    assert "Thu, Nov 19 09:00" in said(team.submit(snooze_form(team), "ann", until="morning"))


def test_something_is_put_off_until_a_moment_in_words(team: Team) -> None:
    ask(team)
    assert "Fri, Nov 20 14:00" in said(team.submit(snooze_form(team), "ann", at="Friday 14:00"))


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ("whenever", "whenever"),
        ("yesterday 10:00", "passed"),
        ("yesterday", "passed"),
        ("昨天", "passed"),
        ("2026-12-20 10:00", "7 days"),
    ],
)
def test_a_moment_that_cannot_be_is_refused_on_its_field(team: Team, words: str, word: str) -> None:
    ask(team)
    refused = team.submit(snooze_form(team), "ann", at=words)
    assert isinstance(refused, Errors)
    assert word in refused.sentences["at"]
    assert owed(team)[0].snoozes == 0


def test_what_is_a_week_late_is_not_put_off_any_more_and_nothing_offers_it(team: Team) -> None:
    ask(team)
    (card,) = team.posted("abc")
    team.wait(days=8)
    listed = team.say("ann", "/dossier todo")
    assert [each.action for each in buttons_in(listed)] == ["enter", "waive"]
    assert "7 days" in said(team.press(button_in(card, "snooze"), "ann"))
    for message in team.told("ann"):
        assert "snooze" not in [each.action for each in buttons_in(message)]


def test_nothing_is_offered_that_would_be_refused(team: Team) -> None:
    ask(team)
    # Due on Thursday at 3:05 in Berlin; a week later it is 1:00 there.
    team.wait(days=7, hours=21, minutes=55)
    form = snooze_form(team)
    assert [choice.value for choice in form.fields[0].choices] == ["hour"]
    assert "snoozed 1×" in said(team.submit(form, "ann"))


def test_others_do_not_put_it_off(team: Team) -> None:
    ask(team)
    (card,) = team.posted("abc")
    assert "cannot see" in said(team.press(button_in(card, "snooze"), "carla"))
    assert "form" in said(team.press(button_in(card, "snooze"), "lilei"))


def test_who_stands_in_may_put_it_off(team: Team) -> None:
    def join(store: Store) -> None:
        colleague = store.people.named("赵敏")
        assert colleague is not None
        store.dossiers.set_member(team.dossier, colleague, Tier.MEMBER)

    team.write("lilei", join)
    ask(team)
    (card,) = team.posted("abc")
    assert "不是你的" in said(team.press(button_in(card, "snooze"), "zhaomin"))
    team.say("ann", "/dossier leave today to Friday @赵敏")
    assert "form" in said(team.press(button_in(card, "snooze"), "zhaomin"))


def test_what_is_not_needed_is_said_with_a_reason(team: Team) -> None:
    duty = ask(team)
    (card,) = team.posted("abc")
    form = form_in(team.press(button_in(card, "waive"), "ann"))
    for reason, word in ((" ", "fill this in"), ("很" * 201, "200")):
        refused = team.submit(form, "ann", reason=reason)
        assert isinstance(refused, Errors)
        assert word in refused.sentences["reason"]
    assert "not needed" in said(team.submit(form, "ann", reason="part of other minutes"))
    (card,) = team.posted("abc")
    assert "part of other minutes" in card.text
    assert team.read("ann", lambda store: store.duties.get(duty.uid)).state is DutyState.WAIVED
    before = len(team.platform.messages)
    team.wait(hours=300)
    team.deliver()
    assert len(team.platform.messages) == before


def test_a_fixed_issue_is_asked_about_below_its_card_until_it_has_its_resolution(team: Team) -> None:
    team.say("ann", "/issue 支付失败 | 负责人: @李雷 | status: fixed")
    assert [duty.topic for duty in owed(team, "lilei")] == ["支付失败"]
    (issue, *_) = team.posted("abc")
    root = next(each.ref for each in team.platform.messages if each.message == issue)
    team.wait(hours=30)
    card = team.posted("abc")[1]
    assert "李雷" in card.text
    assert next(each.target.thread for each in team.platform.messages if each.message == card) == root
    team.submit(form_in(team.press(button_in(card, "enter"), "lilei")), "lilei", resolution="换证书")
    assert "✅" in team.posted("abc")[1].text
    assert owed(team, "lilei") == []


def test_an_issue_that_is_open_again_is_asked_about_no_more(team: Team) -> None:
    team.say("lilei", "/issue 支付失败 | status: fixed")
    team.wait(hours=30)
    team.deliver()
    team.submit(form_in(team.say("lilei", "/档案 修改 #1")), "lilei", status="open")
    assert owed(team, "lilei") == []
    assert "撤回" in team.posted("abc")[1].text


def test_who_was_removed_from_the_dossier_gets_no_form_for_what_they_owed_in_it(team: Team) -> None:
    ask(team, "补昨天评审会的纪要")
    (card,) = team.posted("abc")
    team.say("lilei", "/档案 成员 @Ann 移除")
    for action in ("enter", "snooze", "waive"):
        assert "cannot see" in said(team.press(button_in(card, action), "ann"))


def test_who_may_not_log_what_is_asked_for_is_told_so_before_the_form(team: Team) -> None:
    team.say("wangfang", "/档案 成员 @Ann 高级成员")
    team.say("lilei", "/催办 @Ann 补客户联系人")
    team.say("wangfang", "/档案 成员 @Ann 成员")
    assert "needs senior member access" in said(team.press(button_in(team.posted("abc")[0], "enter"), "ann"))


def test_who_may_not_log_a_kind_is_asked_for_any_entry_and_can_say_that_it_is_done(team: Team) -> None:
    team.say("lilei", "/催办 @Ann 补客户联系人")
    offered = team.press(button_in(team.posted("abc")[0], "enter"), "ann")
    assert "as what is it logged?" in said(offered)
    team.press(button_in(offered, "finish"), "ann")
    assert team.read("ann", lambda store: store.duties.owed_by_me()) == []


def test_words_that_send_something_to_the_customer_ask_for_no_record_of_the_customer(team: Team) -> None:
    team.say("lilei", "/催办 @Ann 把报价单发给客户 周五前")
    (duty,) = team.read("ann", lambda store: store.duties.owed_by_me())
    assert (duty.kind, duty.topic) == (None, "把报价单发给客户")


def test_no_word_in_the_morning_lists_what_is_owed_where_one_may_no_longer_read(team: Team) -> None:
    ask(team)
    team.say("lilei", "/档案 成员 @Ann 移除")
    team.write("wangfang", lambda store: store.rules.keep(team.dossier, {"steps": "300"}))
    # Thursday, 9:30 in Berlin: it is late.
    team.wait(hours=30, minutes=25)
    assert ["took you out of" in each.text for each in team.told("ann")] == [True]


def test_who_has_left_is_asked_for_nothing_and_what_they_owed_goes_on_with_the_owner_of_the_dossier(team: Team) -> None:
    ask(team)
    (card,) = team.posted("abc")
    team.say("lilei", "/档案 成员 @Ann 移除")

    assert "Ann 不是 ABC · 商城 的成员" in said(team.say("lilei", "/催办 @Ann 补上线记录"))
    assert "cannot see" in said(team.press(button_in(card, "enter"), "ann"))
    assert owed(team) == []
    assert "上线记录" not in said(team.say("ann", "/dossier todo"))
    team.wait(hours=23)
    assert ["took you out of" in each.text for each in team.told("ann")] == [True]
    assert "原由 Ann 负责" in team.told("lilei")[-1].text
    assert "不用补了" in said(
        team.submit(form_in(team.press(button_in(card, "waive"), "lilei")), "lilei", reason="离开了")
    )


def test_what_is_asked_for_by_a_moment_is_due_then(team: Team) -> None:
    answer = said(team.say("lilei", "/催办 @Ann 补合同扫描件 下周一 15:00 前"))
    assert "已请 Ann 补：补合同扫描件，11月23日(周一) 15:00前" in answer
    (card,) = team.posted("abc")
    assert "11月23日(周一) 15:00" in card.text
    (duty,) = owed(team)
    assert duty.topic == "补合同扫描件"
    assert "11月23日" in said(team.say("lilei", "/dossier todo"))


def test_its_steps_are_counted_from_the_moment_it_was_asked_for(team: Team) -> None:
    team.say("wangfang", "/催办 @李雷 补合同扫描件 下周一 15:00 前")
    steps = []
    for hours in (4 * 24, 25, 4, 24, 24):
        team.wait(hours=hours)
        steps += [each.step for each in owed(team, "lilei")]
    assert steps == [0, 1, 2, 3, 4]


def test_what_is_wanted_within_hours_is_not_repeated_at_once(team: Team) -> None:
    team.say("wangfang", "/催办 @李雷 补合同扫描件 今天 12:00 前")
    team.wait(minutes=5)
    assert ["早上好" in each.text for each in team.told("lilei")] == [True]
    team.wait(hours=2)
    assert [each.step for each in owed(team, "lilei")] == [2]


@pytest.mark.parametrize(
    ("words", "hint"), [("昨天之前", "已经过去"), ("2月30日前", "没有这样的时间"), ("2031年1月1日前", "一年以后")]
)
def test_a_moment_that_cannot_be_is_said_with_examples(team: Team, words: str, hint: str) -> None:
    answer = said(team.say("lilei", f"/催办 @Ann 补合同扫描件 {words}"))
    assert hint in answer
    assert "周五 17:00" in answer
    assert owed(team) == []
