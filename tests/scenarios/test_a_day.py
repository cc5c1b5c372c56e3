"""A day with it: a dossier is started, minutes, a change and an issue are logged, found, changed and taken back."""

from datetime import timedelta

import pytest

from chat.events import BotJoined
from chat.replies import Errors, Nothing, Show
from dossier.views import Saved
from storage.record_queries import Filter
from tests.team import Team, button_in, buttons_in, form_in, said


def _record(team: Team, number: int) -> Saved:
    return team.read("wangfang", lambda store: store.records.by_number(team.dossier, number))


def _start(team: Team, **typed: str) -> str:
    form = form_in(team.say("lilei", "/档案 新建 蓝鲸零售有限公司", "general"))
    assert next(field.value for field in form.fields if field.name == "customer") == "蓝鲸零售有限公司"
    return said(team.submit(form, "lilei", "general", **{"short_name": "蓝鲸", "project": "会员系统", **typed}))


def test_the_bot_says_hello_once_when_it_joins_a_channel(team: Team) -> None:
    for _ in range(2):
        team.handle(BotJoined(team.source("lilei", "new"), "new-channel"))

    (hello,) = team.posted("new")
    assert "/纪要 需求评审" in hello.text
    assert {button.action for button in buttons_in(hello)} == {"start", "bind", "help"}


def test_starting_a_dossier_in_a_free_channel_binds_the_channel_and_says_so(team: Team) -> None:
    assert "蓝鲸 · 会员系统" in _start(team)

    (card,) = team.posted("general")
    assert "蓝鲸 · 会员系统" in card.text
    assert "李雷" in card.text
    assert isinstance(team.say("lilei", "/纪要 启动会 | 决定: 周五前定范围", "general"), Nothing)
    assert "启动会" in team.posted("general")[-1].text


def test_a_taken_short_name_is_said_on_its_field_and_another_one_is_taken(team: Team) -> None:
    assert _start(team, short_name="abc").startswith("short_name: ")
    assert "ABC有限公司" in _start(team, short_name="ABC")
    assert "蓝鲸 · 会员系统" in _start(team)


def test_a_short_name_that_no_file_could_have_is_refused_on_its_field(team: Team) -> None:
    for name in ("蓝_鲸", "蓝/鲸", "con", "x" * 21, " "):
        assert _start(team, short_name=name).startswith("short_name: "), name


def test_a_second_project_of_a_customer_shares_its_short_name(team: Team) -> None:
    form = form_in(team.say("lilei", "/dossier start ABC有限公司", None))

    assert "ABC · 小程序" in said(team.submit(form, "lilei", None, short_name="ABC", project="小程序"))
    again = team.submit(form, "lilei", None, short_name="ABC", project="商城")
    assert said(again).startswith("project: ")


def test_only_senior_members_start_dossiers(team: Team) -> None:
    assert "senior member" in said(team.say("ann", "/dossier start X", None))


def test_a_channel_is_bound_to_the_dossier_that_is_named_or_chosen(team: Team) -> None:
    offered = team.say("lilei", "/档案 绑定", "general")
    assert [button.label for button in buttons_in(offered)] == ["ABC · 商城"]

    team.press(buttons_in(offered)[0], "lilei", "general")

    (card,) = team.posted("general")
    assert "ABC · 商城" in card.text
    assert isinstance(team.say("ann", "/issue 支付失败", "general"), Nothing)


def test_only_who_manages_a_dossier_binds_channels_to_it(team: Team) -> None:
    assert not buttons_in(team.say("ann", "/dossier bind", "general"))
    assert "manager" in said(team.say("ann", "/dossier bind ABC", "general"))
    assert team.posted("general") == []


def test_minutes_by_form_are_posted_as_a_card_named_by_the_rule(team: Team) -> None:
    form = form_in(team.say("lilei", "/纪要"))
    shown = {field.name: field.value for field in form.fields}
    assert shown["held_at"] == "2026-11-18 10:05"

    answer = team.submit(
        form,
        "lilei",
        topic="需求评审",
        attendees="@李雷, @Ann, 王总",
        decisions="短信验证一周后上线",
        actions="发接口文档 @Ann 周五\n写测试 @李雷",
    )

    assert isinstance(answer, Nothing)
    (card,) = team.posted("abc")
    for part in (
        "需求评审",
        "ABC_需求评审_20261118_v1",
        "@Ann",
        "短信验证一周后上线",
        "发接口文档 · @Ann · 11月20日(周五)",
    ):
        assert part in card.text


def test_a_change_by_one_line_is_saved_without_a_form(team: Team) -> None:
    answer = team.say("ann", "/change SMS code on login | reason: fraud | 影响: 3 days | 期望日期: 下周五")

    assert isinstance(answer, Nothing)
    saved = _record(team, 1)
    assert (saved.title, saved.line.author.name, saved.line.status) == ("SMS code on login", "Ann", "proposed")
    assert saved.content["wanted_by"] == "2026-11-27"


def test_a_line_that_lacks_something_opens_the_form_with_all_that_was_typed(team: Team) -> None:
    form = form_in(team.say("ann", "/变更 登录页加短信验证 | 期望日期: 火星日 | 提出人: 王总"))

    shown = {field.name: field for field in form.fields}
    assert (shown["summary"].value, shown["requested_by"].value) == ("登录页加短信验证", "王总")
    assert shown["wanted_by"].value == "火星日"
    assert "2026-12-01" in shown["wanted_by"].error
    assert team.posted("abc") == []
    assert isinstance(team.submit(form, "ann", reason="防刷", impact="3 天", wanted_by="12月1日"), Nothing)


def test_what_is_logged_elsewhere_is_posted_in_the_dossiers_channel(team: Team) -> None:
    answer = team.say("lilei", "/issue 支付失败 | 严重: 高", None)

    assert "ABC_问题_20261118_v1" in said(answer)
    assert "abc-商城" in said(answer)
    assert "支付失败" in team.posted("abc")[0].text


def test_in_a_direct_message_the_form_asks_which_dossier_is_meant(team: Team) -> None:
    started = form_in(team.say("lilei", "/dossier start 蓝鲸", None))
    team.submit(started, "lilei", None, short_name="蓝鲸", project="会员")

    form = form_in(team.say("lilei", "/issue 支付失败", None))
    labels = {choice.label: choice.value for choice in form.fields[0].choices}
    assert labels.keys() == {"ABC · 商城", "蓝鲸 · 会员"}
    assert said(team.submit(form, "lilei", None)).startswith("dossier: ")

    team.database.write(lambda connection: connection.exec_driver_sql("UPDATE dossiers SET last_number = 1233"))
    answer = said(team.submit(form, "lilei", None, dossier=labels["蓝鲸 · 会员"]))
    assert answer == "已保存 #1234：蓝鲸_问题_20261118_v1"


def test_a_number_beyond_a_thousand_is_written_without_separators(team: Team) -> None:
    team.database.write(lambda connection: connection.exec_driver_sql("UPDATE dossiers SET last_number = 1233"))

    answer = team.say("lilei", "/issue 支付失败", None)

    assert "#1234" in said(answer)
    assert "#1234" in form_in(team.say("lilei", "/dossier edit #1234")).title
    assert "#1234" in team.posted("abc")[0].text


def test_a_change_replaces_the_card_and_history_tells_what_was_changed(team: Team) -> None:
    team.say("lilei", "/变更 登录页加短信验证 | 原因: 防刷 | 影响: 工期 3 天")
    team.posted("abc")
    form = form_in(team.say("lilei", "/档案 修改 #1"))
    team.submit(form, "lilei", impact="工期 5 天", reason_for_change="测试也要时间")

    (card,) = team.posted("abc")
    assert "工期 5 天" in card.text
    assert "_v2" in card.text
    history = said(team.say("ann", "/dossier history #1"))
    assert "工期 [-3][+5] 天" in history
    assert "测试也要时间" in history
    assert history.index("v2") < history.index("v1")


def test_a_save_can_be_undone_for_ten_minutes_and_no_longer(team: Team) -> None:
    team.say("lilei", "/issue 支付失败")
    team.say("lilei", "/issue 登录异常")
    team.clock.advance(timedelta(minutes=9))
    assert "支付失败" in said(team.say("lilei", "/档案 撤销 #1"))
    assert _record(team, 1).line.deleted

    team.clock.advance(timedelta(minutes=2))
    assert "10 分钟" in said(team.say("lilei", "/档案 撤销 #2"))
    assert not _record(team, 2).line.deleted


def test_only_ones_own_save_can_be_undone(team: Team) -> None:
    team.say("lilei", "/issue 支付失败")

    assert "own change" in said(team.say("ann", "/dossier undo #1"))
    assert not _record(team, 1).line.deleted


def test_an_old_version_can_be_restored_at_any_time(team: Team) -> None:
    team.say("ann", "/变更 登录页加短信验证 | 原因: 防刷 | 影响: 3 天")
    team.submit(form_in(team.say("lilei", "/档案 修改 #1")), "lilei", impact="5 天")
    team.clock.advance(timedelta(days=90))

    team.press(button_in(team.say("ann", "/dossier history #1"), "restore", revision="1"), "ann")

    assert _record(team, 1).content["impact"] == "3 天"
    assert _record(team, 1).line.revision == 3
    assert "_v3" in team.posted("abc")[0].text
    assert "— back to v1" in said(team.say("ann", "/dossier history #1"))
    assert "— 恢复到 v1" in said(team.say("lilei", "/档案 历史 #1"))


def test_a_deleted_record_is_gone_from_lists_and_comes_back_from_its_history(team: Team) -> None:
    team.say("lilei", "/issue 支付失败")
    team.say("lilei", "/档案 撤销 #1")
    (card,) = team.posted("abc")
    lines, _ = team.read("lilei", lambda store: store.records.lines([team.dossier.id], Filter()))
    assert lines == []
    assert isinstance(team.say("lilei", "/档案 修改 #1"), Show)

    team.press(button_in(card, "restore"), "lilei")

    assert not _record(team, 1).line.deleted
    assert "支付失败" in said(team.say("lilei", "/档案 列表"))


def test_one_sheet_of_customer_basics_is_kept_and_changed(team: Team) -> None:
    assert isinstance(team.say("lilei", "/客户 ABC有限公司 | 所属行业: 零售"), Nothing)
    form = form_in(team.say("lilei", "/客户"))
    assert form.name == "edit"
    assert said(team.submit(form, "lilei", employees="1,200")) == "已保存 #1 的修改：ABC有限公司"

    second = form_in(team.say("lilei", "/客户 另一家公司 | 所属行业: 银行"))

    assert second.name == "edit"
    shown = {field.name: field.value for field in second.fields}
    assert (shown["company"], shown["industry"], shown["employees"]) == ("另一家公司", "银行", "1200")
    assert _record(team, 1).content == {"company": "ABC有限公司", "industry": "零售", "employees": 1200}


def test_a_card_says_who_changed_it_last(team: Team) -> None:
    team.say("lilei", "/issue 支付失败")
    team.submit(form_in(team.say("ann", "/dossier edit #1")), "ann", severity="high")

    line = _record(team, 1).line
    assert (line.author.name, line.changer.name) == ("李雷", "Ann")
    (card,) = team.posted("abc")
    assert "Ann 修改" in card.text


def test_a_form_error_leaves_everything_as_it_was(team: Team) -> None:
    form = form_in(team.say("lilei", "/纪要"))

    answer = team.submit(form, "lilei", topic="", decisions="上线", held_at="25:99")

    assert isinstance(answer, Errors)
    assert answer.sentences.keys() == {"topic", "held_at"}
    assert team.posted("abc") == []


def test_a_card_that_is_delivered_after_ten_minutes_offers_no_undo(team: Team) -> None:
    team.say("lilei", "/issue 支付失败")
    assert "undo" in [button.action for button in buttons_in(team.posted("abc")[0])]

    team.say("lilei", "/issue 登录异常")
    team.clock.advance(timedelta(minutes=11))

    assert "undo" not in [button.action for button in buttons_in(team.posted("abc")[1])]


def test_a_save_is_taken_back_once_and_not_brought_back_by_a_second_undo(team: Team) -> None:
    team.say("ann", "/issue 支付失败")
    team.submit(form_in(team.say("ann", "/dossier edit #1")), "ann", severity="低")

    assert "taken back" in said(team.say("ann", "/dossier undo #1"))
    again = said(team.say("ann", "/dossier undo #1"))

    assert "taken back already" in again
    assert "/dossier history #1" in again
    assert (_record(team, 1).content["severity"], _record(team, 1).line.revision) == ("medium", 3)


def test_a_short_name_that_two_projects_have_is_answered_with_what_they_are_called(team: Team) -> None:
    form = form_in(team.say("wangfang", "/dossier start ABC有限公司", None))
    team.submit(form, "wangfang", None, short_name="ABC", project="小程序")
    for command in ("审计", "组织架构", "保密", "文件", "规则", "成员"):
        answer = said(team.say("wangfang", f"/档案 {command} ABC", None))
        assert "有：ABC · 小程序、ABC · 商城。" in answer, answer
        assert "ABC · 商城" not in said(team.say("wangfang", f"/档案 {command} ABC · 小程序", None)), command


def test_a_line_behind_dossier_is_logged_like_one_behind_the_command_of_its_own(team: Team) -> None:
    team.say("ann", "/dossier change SMS code | reason: fraud | impact: 3 days")
    assert "SMS code" in said(team.say("ann", "/dossier show #1"))
    team.say("wangfang", "/档案 客户 ABC有限公司 | 行业: 零售")
    assert "零售" in said(team.say("wangfang", "/档案 查看 #2"))
    # It may as well be a wish to see some: it is not saved at once, and not lost.
    form = form_in(team.say("ann", "/dossier change SMS code"))
    assert form.fields[0].value == "SMS code"
    form = form_in(team.say("wangfang", "/档案 客户 乙公司"))
    assert next(each for each in form.fields if each.name == "company").value == "乙公司"


def test_a_line_with_a_label_that_no_field_has_is_shown_before_it_is_saved(team: Team) -> None:
    form = form_in(team.say("ann", "/issue Cart empties | priority: high | assignee: @李雷 | colour: red"))
    asked = {field.name: field for field in form.fields}
    assert (asked["severity"].value, asked["owner"].value) == ("high", "@李雷")
    assert asked["details"].value == "colour: red"
    assert "There is no field called “colour”" in asked["details"].error
    assert team.submit(form, "ann")
    assert "colour: red" in said(team.say("ann", "/dossier show #1"))
    resolving = form_in(team.say("ann", "/resolve #1 | fix: rolled back | root cause: cache | mood: good"))
    values = {field.name: field.value for field in resolving.fields}
    assert (values["resolution"], values["cause"]) == ("rolled back", "cache\nmood: good")


def test_a_number_or_an_address_is_not_kept_where_everybody_reads_it(team: Team) -> None:
    line = "/联系人 刘洋，采购经理，13700002222，liuyang@x.cn"
    (name, *_) = form_in(team.say("lilei", line)).fields
    assert "“13700002222”请写到“电话”或“邮箱”里" in name.error
    team.say("lilei", "/联系人 孙经理 | 职务：采购经理 | 手机：13700001111")
    saved = team.read("lilei", lambda store: store.records.by_number(team.dossier, 1))
    assert (saved.content["position"], "notes" in saved.content) == ("采购经理", False)
    assert "13700001111" not in "".join(each.text for each in team.posted("abc"))


@pytest.mark.parametrize("words", ["ABC_需求变更_20261118_v1", "ABC_Change request_20261118_v1.docx"])
def test_a_document_is_found_by_its_name(team: Team, words: str) -> None:
    team.say("ann", "/change SMS code | reason: fraud | impact: 3 days")
    for line in (f"/档案 查看 {words}", f"@bot {words}".removeprefix("@bot "), f"/档案 历史 {words}"):
        assert "SMS code" in said(team.say("lilei", line)), line
    assert "SMS code" not in said(team.say("lilei", f"/档案 查看 {words.replace('v1', 'v2')}"))
    assert "SMS code" not in said(team.say("zhaomin", f"/档案 查看 {words}", None))
