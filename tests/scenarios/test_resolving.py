"""Resolving an issue: by words, by number or from the list; what is fixed without a resolution is owed."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from chat.events import FormChanged
from chat.forms import Form
from dossier.duties import Trigger
from dossier.views import Saved
from storage.housekeeping import forget_old_drafts
from storage.tables import drafts
from tests.team import Team, button_in, buttons_in, form_in, said

MOST_ARGUMENTS = 1_400
"""How many characters of JSON a button may carry: Slack takes 2,000, with the signature."""


def _record(team: Team, number: int) -> Saved:
    return team.read("wangfang", lambda store: store.records.by_number(team.dossier, number))


def _shown(form: Form, name: str) -> str:
    return str(next(field.value for field in form.fields if field.name == name))


@pytest.fixture(autouse=True)
def three_issues(team: Team) -> None:
    """Log three issues, and a change between them."""
    team.say("lilei", "/issue 微信支付失败 | 严重: 高")
    team.say("ann", "/issue 登录异常")
    team.say("lilei", "/change 加短信验证 | reason: 防刷 | impact: 3 天")
    team.say("ann", "/issue 支付页面错位")


def test_without_words_the_open_issues_are_offered(team: Team) -> None:
    offered = team.say("lilei", "/解决")

    assert [button.label for button in buttons_in(offered)] == ["#4 支付页面错位", "#2 登录异常", "#1 微信支付失败"]
    form = form_in(team.press(button_in(offered, "resolve", record=_record(team, 2).line.uid), "lilei"))
    assert "#2" in form.title


def test_words_that_mean_one_issue_resolve_it_at_once(team: Team) -> None:
    answer = team.say("lilei", "/解决 登录 | 解决办法: 重启会话服务 | 根本原因: 内存泄漏")

    assert said(answer) == "已保存 #2 的修改：登录异常"
    content = _record(team, 2).content
    assert (content["status"], content["resolution"], content["cause"]) == ("fixed", "重启会话服务", "内存泄漏")
    assert content["resolved_on"] == "2026-11-18"
    assert "已修复" in team.posted("abc")[1].text


def test_words_that_mean_several_offer_those(team: Team) -> None:
    offered = team.say("lilei", "/resolve 支付 | resolution: 重启")

    assert [button.label for button in buttons_in(offered)] == ["#4 支付页面错位", "#1 微信支付失败"]
    assert _record(team, 1).line.status == "open"
    form = form_in(team.press(button_in(offered, "resolve", record=_record(team, 1).line.uid), "lilei"))
    assert next(field.value for field in form.fields if field.name == "resolution") == "重启"


def test_what_was_typed_before_the_choice_is_kept_whole_and_dropped_once_it_is_saved(team: Team) -> None:
    typed = {"resolution": "重启会话服务。" * 300, "cause": "内存泄漏。" * 300}
    offered = team.say("lilei", f"/解决 支付 | 解决办法: {typed['resolution']} | 根本原因: {typed['cause']}")

    for button in buttons_in(offered):
        assert len(json.dumps(dict(button.args))) < MOST_ARGUMENTS
    form = form_in(team.press(button_in(offered, "resolve", record=_record(team, 1).line.uid), "lilei"))
    assert {name: _shown(form, name) for name in typed} == typed
    stranger = form_in(team.press(button_in(offered, "resolve", record=_record(team, 1).line.uid), "ann"))
    assert _shown(stranger, "resolution") == ""

    team.submit(form, "lilei")

    assert _record(team, 1).content["cause"] == typed["cause"]
    left = select(func.count()).select_from(drafts)
    assert team.database.read(lambda connection: connection.execute(left).scalar_one()) == 0


def test_a_draft_that_was_forgotten_leaves_the_form_as_it_begins(team: Team) -> None:
    offered = team.say("lilei", "/resolve 支付 | resolution: 重启")
    team.clock.advance(timedelta(days=8))
    forget_old_drafts(team.database, team.clock.now())

    assert _shown(form_in(team.press(button_in(offered, "resolve"), "lilei")), "resolution") == ""


def test_words_that_mean_none_offer_all(team: Team) -> None:
    assert len(buttons_in(team.say("lilei", "/resolve 打印机"))) == 3


@pytest.mark.parametrize("words", ["#1", "1", "＃1"])
def test_a_number_means_that_issue(team: Team, words: str) -> None:
    form = form_in(team.say("lilei", f"/resolve {words}"))
    shown = {field.name: field.value for field in form.fields}
    assert shown == {"resolution": "", "cause": "", "resolved_on": "2026-11-18", "status": "fixed"}

    assert said(team.submit(form, "lilei", resolution="换了证书")) == "已保存 #1 的修改：微信支付失败"

    assert _record(team, 1).content["resolution"] == "换了证书"
    assert _record(team, 1).content["severity"] == "high"


def test_an_issue_that_is_closed_is_resolved_already(team: Team) -> None:
    team.say("lilei", "/resolve #1 | resolution: 换了证书")

    for words in ("#1", "#1 | resolution: 重启"):
        assert "“微信支付失败” is resolved already" in said(team.say("ann", f"/resolve {words}"))
    assert _record(team, 1).content["resolution"] == "换了证书"


def test_the_number_of_something_else_is_no_issue(team: Team) -> None:
    for words in ("#3", "#3 | resolution: 重启"):
        assert "需求变更" in said(team.say("lilei", f"/resolve {words}"))
    assert _record(team, 3).line.revision == 1
    assert "没有找到" in said(team.say("lilei", "/resolve #99"))


def test_in_a_direct_message_the_customers_name_says_which_dossier_a_number_is_of(team: Team) -> None:
    form = form_in(team.say("lilei", "/dossier start 蓝鲸", None))
    team.submit(form, "lilei", None, short_name="蓝鲸", project="会员")

    assert "哪个项目" in said(team.say("lilei", "/resolve #1", None))
    assert "#1" in form_in(team.say("lilei", "/resolve #1 ABC", None)).title


def test_an_unreadable_date_opens_the_form_with_what_was_typed(team: Team) -> None:
    form = form_in(team.say("lilei", "/resolve #1 | resolution: 换了证书 | resolved on: 火星日"))

    shown = {field.name: field for field in form.fields}
    assert shown["resolution"].value == "换了证书"
    assert shown["resolved_on"].value == "火星日"
    assert shown["resolved_on"].error
    assert _record(team, 1).line.status == "open"


def test_a_resolved_issue_is_no_longer_offered(team: Team) -> None:
    team.say("lilei", "/resolve 登录 | resolution: 重启")

    assert "#2" not in " ".join(button.label for button in buttons_in(team.say("lilei", "/resolve")))
    for number in (1, 4):
        team.say("lilei", f"/resolve #{number} | resolution: 好了")
    assert "没有未结的问题" in said(team.say("lilei", "/解决"))


def test_an_issue_fixed_without_a_resolution_is_owed_by_its_owner_until_it_is_there(team: Team) -> None:
    form = form_in(team.say("lilei", "/dossier edit #1"))
    team.submit(form, "lilei", status="已修复", owner="@Ann")

    owed = team.say("ann", "/dossier todo")
    assert "微信支付失败" in said(owed)
    assert "微信支付失败" in said(team.say("lilei", "/dossier todo"))
    (duty,) = team.read("ann", lambda store: store.duties.owed_by_me())
    assert duty.trigger is Trigger.ISSUE_FIXED
    assert duty.due_at - duty.raised_at == timedelta(hours=24)

    team.submit(form_in(team.press(button_in(owed, "enter"), "ann")), "ann", resolution="换了证书")

    assert "caught up" in said(team.say("ann", "/dossier todo"))
    assert team.read("ann", lambda store: store.duties.owed_by_me()) == []
    assert "已经补上" in said(team.press(button_in(owed, "enter"), "lilei"))


def test_who_marks_an_issue_as_fixed_without_a_resolution_is_told_at_once_what_is_owed_by_when(team: Team) -> None:
    answer = team.submit(form_in(team.say("lilei", "/dossier edit #1")), "lilei", status="已修复")

    assert said(answer) == "已保存 #1：微信支付失败。还没写解决办法，请在 11月19日(周四) 10:05 前补上"
    card = team.posted("abc")[0]
    assert "⏰ 还欠解决办法：李雷 · 截止 11月19日(周四) 10:05" in card.text
    for shown in (answer, card):
        form = form_in(team.press(button_in(shown, "resolve"), "lilei"))
        assert "#1" in form.title

    assert said(team.submit(form, "lilei", resolution="换了证书")) == "已保存 #1 的修改：微信支付失败"
    settled = team.posted("abc")[0]
    assert "还欠" not in settled.text
    assert "resolve" not in {button.action for button in buttons_in(settled)}


def test_an_issue_that_is_new_and_fixed_says_who_owes_its_resolution_in_both_languages(team: Team) -> None:
    answer = said(team.say("ann", "/issue Blank page | status: fixed | owner: @李雷"))

    assert answer == "Saved #5: Blank page. Its resolution is not there yet: 李雷 is to add it by Thu, Nov 19 03:05"
    assert "还欠解决办法：李雷" in team.posted("abc")[-1].text
    assert "Resolution still owed by 李雷 · due Thu, Nov 19 03:05" in said(team.say("ann", "/dossier show #5"))


def test_what_is_late_is_said_on_the_card_and_what_is_waived_goes_from_it(team: Team) -> None:
    team.say("lilei", "/issue 登录白屏 | 状态: 已修复")
    team.clock.advance(timedelta(hours=25))
    assert "已逾期，应在 11月19日(周四) 10:05" in said(team.say("lilei", "/dossier show #5"))

    waive = button_in(team.say("lilei", "/dossier todo"), "waive")
    team.submit(form_in(team.press(waive, "lilei")), "lilei", reason="客户自己解决了")

    assert "还欠" not in team.posted("abc")[-1].text


@pytest.mark.parametrize("words", ["#1", "微信支付"])
def test_a_resolution_that_is_owed_is_entered_by_its_command_too(team: Team, words: str) -> None:
    team.submit(form_in(team.say("lilei", "/dossier edit #1")), "lilei", status="已修复")

    team.say("lilei", f"/解决 {words} | 解决办法: 换了证书")

    assert _record(team, 1).content["resolution"] == "换了证书"
    assert team.read("lilei", lambda store: store.duties.owed_by_me()) == []


def test_taking_a_resolution_back_raises_its_duty_again(team: Team) -> None:
    team.submit(form_in(team.say("lilei", "/dossier edit #1")), "lilei", status="已修复")
    owed = team.say("lilei", "/dossier todo")
    team.submit(form_in(team.press(button_in(owed, "enter"), "lilei")), "lilei", resolution="换了证书")
    assert "微信支付失败" not in said(team.say("lilei", "/dossier todo"))

    team.say("lilei", "/dossier undo #1")

    assert said(team.say("lilei", "/dossier todo")).count("微信支付失败") == 1


def test_an_issue_that_is_open_after_all_is_asked_for_no_resolution(team: Team) -> None:
    form = form_in(team.say("lilei", "/resolve #1"))
    values = {field.name: field.value for field in form.fields} | {"status": "in_progress"}

    changed = form_in(team.handle(FormChanged(team.source("lilei"), form.name, dict(form.ref), values)))
    team.submit(changed, "lilei")

    assert ([field.name for field in changed.fields], changed.title) == (["status"], form.title)
    assert _record(team, 1).line.status == "in_progress"
    assert "resolved_on" not in _record(team, 1).content


def test_an_issue_that_is_opened_again_keeps_its_resolution_and_owes_none_when_it_is_fixed_again(team: Team) -> None:
    team.say("lilei", "/resolve #1 | resolution: 换了证书")
    for status in ("open", "fixed"):
        form = form_in(team.say("lilei", "/dossier edit #1"))
        values = {field.name: field.value for field in form.fields} | {"status": status}
        changed = form_in(team.handle(FormChanged(team.source("lilei"), form.name, dict(form.ref), values)))
        assert "resolution" in {field.name for field in changed.fields}
        team.submit(changed, "lilei")
        assert (_record(team, 1).line.status, _record(team, 1).content["resolution"]) == (status, "换了证书")

    assert team.read("lilei", lambda store: store.duties.owed_by_me()) == []


def test_reopening_an_issue_withdraws_its_duty(team: Team) -> None:
    team.submit(form_in(team.say("lilei", "/dossier edit #1")), "lilei", status="已修复")
    assert "微信支付失败" in said(team.say("lilei", "/dossier todo"))

    team.submit(form_in(team.say("lilei", "/dossier edit #1")), "lilei", status="待处理")

    assert "微信支付失败" not in said(team.say("lilei", "/dossier todo"))


def test_words_no_open_issue_has_are_said_before_the_open_ones(team: Team) -> None:
    answer = team.say("ann", "/resolve nothing like this | resolution: zzz")

    assert said(answer).splitlines()[0] == "No open issue has “nothing like this” in it."
    assert len(buttons_in(answer)) == 3


def test_words_that_mean_a_resolved_issue_say_so_before_the_open_ones(team: Team) -> None:
    team.say("ann", "/resolve 登录 | resolution: 重启会话服务")

    answer = team.say("ann", "/resolve 登录 | resolution: zzz")

    assert said(answer).splitlines()[0].startswith("#2 “登录异常” is resolved already.")
    assert len(buttons_in(answer)) == 2


def test_the_name_of_a_dossier_alone_offers_its_issues_without_a_word(team: Team) -> None:
    assert said(team.say("ann", "/resolve abc")).splitlines()[0].endswith("Which issue was resolved?")


@pytest.mark.parametrize("day", ["tomorrow", "2026-11-19", "明天"])
def test_a_day_still_to_come_is_refused_on_its_field(team: Team, day: str) -> None:
    new = form_in(team.say("ann", "/issue"))
    assert said(team.submit(new, "ann", title="x", found_on=day)).startswith(f"found_on: “{day}” is still to come")
    resolve = form_in(team.say("ann", "/resolve #2"))
    assert said(team.submit(resolve, "ann", resolution="x", resolved_on=day)).startswith("resolved_on: ")


def test_a_day_that_has_come_further_east_is_kept_by_whoever_changes_the_rest(team: Team) -> None:
    team.clock.advance(timedelta(hours=15))  # 01:05 of the 19th in Shanghai, 18:05 of the 18th in Berlin.
    team.say("lilei", "/问题 打印机卡纸")

    team.submit(form_in(team.say("ann", "/dossier edit #5")), "ann", severity="Low")

    assert (_record(team, 5).content["found_on"], _record(team, 5).content["severity"]) == ("2026-11-19", "low")


def test_the_hint_of_a_day_that_has_been_shows_such_days(team: Team) -> None:
    form = form_in(team.say("ann", "/issue"))
    assert next(field.hint for field in form.fields if field.name == "found_on").startswith("e.g. yesterday")
    form = form_in(team.say("ann", "/change"))
    assert next(field.hint for field in form.fields if field.name == "wanted_by").startswith("e.g. tomorrow")
