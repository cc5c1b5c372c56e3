"""What is wished for in plain words is done as its command does it, and told in the language it was asked in."""

import pytest

from dossier.phases import Phase
from tests.team import Team, button_in, form_in, said


@pytest.mark.parametrize("words", ["导出变更表", "把变更导出成 Excel", "export the change sheet", "ABC公司导出变更"])
def test_a_list_is_exported(team: Team, words: str) -> None:
    team.say("lilei", "/change 短信验证 | 原因: 防刷 | 影响: 3天")
    team.say("lilei", words, None)
    team.app.jobs.work_due()
    team.deliver()

    (name,) = [name for _, name, _ in team.platform.sent.values()]
    assert name.startswith("ABC_需求变更表_")
    assert name.endswith(".xlsx")


def test_what_is_no_such_thing_is_told_in_the_language_of_the_wish(team: Team) -> None:
    assert "“weather” was not understood" in said(team.say("lilei", "export the weather", None))
    assert "没看懂“天气”" in said(team.say("ann", "导出天气", None))


@pytest.mark.parametrize("words", ["把ABC公司推进到开发阶段", "move the project to development"])
def test_a_phase_is_moved_to_by_way_of_what_it_lacks(team: Team, words: str) -> None:
    team.write("wangfang", lambda store: store.dossiers.set_phase(team.dossier, Phase.DESIGN))
    answer = said(team.say("lilei", words, None))
    assert "开发" in answer or "Development" in answer
    assert "设计" in answer or "Design" in answer


@pytest.mark.parametrize("words", ["王总的电话是多少？", "王总's phone number", "王总电话", "phone number of 王总"])
def test_one_contact_is_shown_whole(team: Team, words: str) -> None:
    team.say("lilei", "/contact 王总 | 电话: 138 0000 1234")
    team.say("lilei", "/contact 周倩 | 汇报给: 王总")

    assert "138****1234" in said(team.say("lilei", words, None))
    assert "周倩" in said(team.say("lilei", "客户的联系电话", None))


def test_who_decides_is_drawn(team: Team) -> None:
    team.say("lilei", "/contact 王总")
    assert "组织架构" in said(team.say("lilei", "谁是决策人", None))
    assert "Organisation chart" in said(team.say("lilei", "who decides at the customer?", None))


def test_nothing_left_to_test_is_good_news(team: Team) -> None:
    assert "批准过的变更都有通过的测试" in said(team.say("lilei", "有哪些变更还没有测试"))


@pytest.mark.parametrize("words", ["导出整个档案 pdf", "export the whole dossier as pdf"])
def test_the_whole_is_exported(team: Team, words: str) -> None:
    team.say("lilei", words, None)
    team.app.jobs.work_due()
    team.deliver()
    assert [name.endswith(".pdf") for _, name, _ in team.platform.sent.values()] == [True]


def test_words_behind_the_weekly_report_that_say_no_time_are_a_progress_report(team: Team) -> None:
    form = form_in(team.say("lilei", "/档案 周报 支付联调完成"))
    assert form.fields[0].value == "支付联调完成"
    assert button_in(team.say("lilei", "/档案 周报"), "new").args["kind"] == "progress"
    assert "周八" in said(team.say("lilei", "/档案 周报 周八 9:00"))
