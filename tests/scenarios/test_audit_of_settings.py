"""The audit log of settings: whose they are, what they were and what they are, in the words of who reads it."""

import pytest

from tests.team import Team, form_in, said


def log(team: Team, words: str = "/档案 审计 全部 @王芳") -> str:
    return said(team.say("wangfang", words))


def english(team: Team) -> None:
    team.submit(form_in(team.say("wangfang", "/档案 设置")), "wangfang", language="en-US")


def test_the_pattern_of_names_is_told_in_the_words_of_the_reader(team: Team) -> None:
    form = form_in(team.say("wangfang", "/档案 命名"))
    team.submit(form, "wangfang")
    assert "修改设置" not in log(team)

    stages = "\n".join(form.fields[1].value.splitlines()[1:]) + "\n复盘"
    team.submit(form, "wangfang", pattern="项目阶段_客户简称_日期_版本号", stages=stages)

    told = log(team)
    assert "修改设置 · 整个组织 · 文件命名规则：客户简称_项目阶段_日期_版本号 → 项目阶段_客户简称_日期_版本号" in told
    assert f"修改设置 · 整个组织 · 阶段名称：+ 复盘、− {form.fields[1].value.splitlines()[0]}" in told
    english(team)
    told = log(team, "/dossier audit all @王芳")
    assert "Names of documents: customer_stage_date_version → stage_customer_date_version" in told
    assert "naming_" not in told


def test_when_the_report_comes_is_told_by_weekday_and_of_which_channel(team: Team) -> None:
    team.say("wangfang", "/档案 周报 周一 9:30")

    assert "修改设置 · #abc-商城 · 周报时间：周五 16:00 → 周一 09:30" in log(team)
    assert "周报时间：周五 16:00 → 周一 09:30" in log(team, "/档案 审计")


def test_a_rule_is_told_field_by_field_and_whose_it_is(team: Team) -> None:
    form = form_in(team.say("wangfang", "/档案 规则"))
    team.submit(form, "wangfang", due_hours="48", steps="20 本人 24 负责人", due_by="working", names="off")

    told = log(team)
    assert "修改设置 · ABC · 商城 · 多少小时内补齐：24 → 48" in told
    assert "提醒步骤（小时）：20 24 48 72 → 20 本人 24 负责人" in told
    assert "怎么算时间：自然小时 → 工作时间（工作日的上班时间）" in told
    assert "报告里写出姓名：是 → 否" in told
    assert "免打扰时段" not in told
    assert told.count("修改设置") == 4
    assert "多少小时内补齐：24 → 48" in log(team, "/档案 审计")

    team.submit(form_in(team.say("wangfang", "/档案 规则")), "wangfang", due_hours="24")
    assert "改回组织的设置 · ABC · 商城 · 多少小时内补齐：48 → 与组织一致" in log(team)


def test_the_organisations_working_days_and_folders_are_told_in_words(team: Team) -> None:
    team.submit(form_in(team.say("wangfang", "/档案 规则 组织")), "wangfang", weekdays="周一到周四", kpi="off")
    form = form_in(team.say("wangfang", "/档案 文件夹"))
    team.submit(form, "wangfang", **{form.fields[0].name: "启动会"})

    told = log(team)
    assert "整个组织 · 每周上班的日子：周一、周二、周三、周四、周五 → 周一、周二、周三、周四" in told
    assert "整个组织 · 各阶段的子文件夹：通常的文件夹 → " in told
    assert "个子文件夹" in told
    english(team)
    told = log(team, "/dossier audit all @王芳")
    assert "the whole organisation · Sub-folders of the phases: the usual folders → " in told
    for raw in ("weekdays=", "folders=", "kpi=", "{", "\t"):
        assert raw not in told


@pytest.mark.parametrize("words", ["/档案 工作日 2026-12-05 上班", "/档案 请假 12月1日-12月3日"])
def test_days_are_told_as_days(team: Team, words: str) -> None:
    team.say("wangfang", words)

    told = log(team)
    assert "2026-12-0" not in told
    assert "True" not in told
    assert "12月5日" in told or "12月1日(周二) – 12月3日" in told


def test_settings_of_another_dossier_are_not_in_its_log(team: Team) -> None:
    form = form_in(team.say("wangfang", "/dossier start 蓝鲸", None))
    team.submit(form, "wangfang", None, short_name="蓝鲸", project="会员")
    team.submit(form_in(team.say("wangfang", "/档案 规则 蓝鲸", None)), "wangfang", None, due_hours="72")

    assert "72" not in log(team, "/档案 审计 ABC")
    assert "多少小时内补齐：24 → 72" in log(team, "/档案 审计 蓝鲸")
