"""What is asked of a colleague, and by when."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from dossier.asking import asked_for, kind_asked_for
from dossier.errors import DossierError
from dossier.kinds import kinds
from dossier.worktime import WorkRule

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 18, 10, 5, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "what", "by"),
    [
        ("review the plan by Tuesday", "review the plan", "11-24 18:00"),
        ("by Friday 5pm log the contract", "log the contract", "11-20 17:00"),
        ("周二前补合同", "补合同", "11-24 18:00"),
        ("请在周二前补合同", "请补合同", "11-24 18:00"),
        ("补合同，11月30日截止", "补合同", "11-30 18:00"),
        ("明天 18:30 前补合同", "补合同", "11-19 18:30"),
        ("明天之前把周二会议的纪要补上", "把周二会议的纪要补上", "11-19 18:00"),
        ("补上周的上线记录 周五前", "补上周的上线记录", "11-20 18:00"),
        ("三天内补合同", "补合同", "11-21 18:00"),
        ("补合同 | 截止: 周五", "补合同", "11-20 18:00"),
        ("log the contract | due: tomorrow 9:00", "log the contract", "11-19 09:00"),
        ("补测试报告 12月3日 18:00", "补测试报告", "12-03 18:00"),
        ("update contacts tomorrow 15:00", "update contacts", "11-19 15:00"),
        ("send the report by Tuesday to the customer", "send the report to the customer", "11-24 18:00"),
        ("log the contract by Friday, please", "log the contract, please", "11-20 18:00"),
        ("合同周五前补一下", "合同补一下", "11-20 18:00"),
        ("补合同周五前，客户在等", "补合同，客户在等", "11-20 18:00"),
        ("write the report by Tuesday. The customer waits", "write the report. The customer waits", "11-24 18:00"),
        ("write the report by Tuesday using the template", "write the report using the template", "11-24 18:00"),
        ("write the report by Tuesday urgent", "write the report urgent", "11-24 18:00"),
        ("补合同（周五前）", "补合同", "11-20 18:00"),
        ("补合同(周五前)", "补合同", "11-20 18:00"),
        ("补合同 截止时间：周五 18:00", "补合同", "11-20 18:00"),
        ("补合同 截止：周五", "补合同", "11-20 18:00"),
        ("write the report, due: Friday", "write the report", "11-20 18:00"),
        ("补合同 DDL 周五", "补合同", "11-20 18:00"),
        ("补合同 期限：周五", "补合同", "11-20 18:00"),
        ("补合同 12-3前", "补合同", "12-03 18:00"),
        ("补合同 截止日期 12月3日", "补合同", "12-03 18:00"),
        ("write the report by end of Tuesday", "write the report", "11-24 18:00"),
        ("补周三、周四的纪要 周五前", "补周三、周四的纪要", "11-20 18:00"),
        ("补合同 12.3前", "补合同", "12-03 18:00"),
        ("补合同 元旦前", "补合同", "12-31 18:00"),
        ("write the report before Saturday", "write the report", "11-20 18:00"),
        ("write the report by Saturday", "write the report", "11-21 18:00"),
        ("把 API 文档周五前 review 一下", "把 API 文档 review 一下", "11-20 18:00"),
    ],
)
def test_the_moment_that_is_said_is_the_one_meant(text: str, what: str, by: str) -> None:
    read, moment = asked_for(text, NOW, ZONE, WorkRule())
    assert moment is not None
    assert (read, f"{moment.astimezone(ZONE):%m-%d %H:%M}") == (what, by)


@pytest.mark.parametrize(
    "text",
    [
        "补 2.1前端的发布记录",
        "补 1.40前的变更说明",
        "补版本2.1前的说明",
        "补昨天评审会的纪要",
        "补上周的上线记录",
        "补三天内的变更",
        "补周二之前的纪要",
        "补周二前端联调的纪要",
        "补3天前的会议纪要",
        "have it signed by the customer",
        "log the call on Friday",
        "补周五 15:00 评审会的纪要",
        "review changes made by Tuesday team",
        "log what was asked for by Friday evening group",
        "write the report before Tuesday's review",
        "write the report before Tuesday’s review",
        "补周二前一天的日志",
    ],
)
def test_a_day_in_what_is_asked_for_is_no_end(text: str) -> None:
    assert asked_for(text, NOW, ZONE, WorkRule()) == (text, None)


def test_an_end_is_read_behind_a_day_that_is_part_of_what_is_asked_for() -> None:
    what, moment = asked_for("review changes made by Tuesday team by Friday", NOW, ZONE, WorkRule())
    assert (what, moment and moment.astimezone(ZONE).day) == ("review changes made by Tuesday team", 20)


def test_when_work_has_ended_today_is_until_midnight() -> None:
    late = NOW.replace(hour=20)
    moment = asked_for("今天之内补合同", late, ZONE, WorkRule())[1]
    assert moment is not None
    assert f"{moment.astimezone(ZONE):%m-%d %H:%M}" == "11-18 23:59"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("补合同 昨天之前", "problem-duty-past"),
        ("log it by yesterday", "problem-duty-past"),
        ("今天 9:00 前补合同", "problem-duty-past"),
        ("补合同 11月16日前", "problem-duty-past"),
        ("log it by November 1", "problem-duty-past"),
        ("log it by Feb 30", "problem-duty-when"),
        ("2月30日前补合同", "problem-duty-when"),
        ("补合同 | 截止: 很快", "problem-duty-when"),
        ("补合同 | 截止:", "problem-duty-when"),
        ("log it by 2031-01-01", "problem-duty-far"),
        ("周五前", "problem-duty-how"),
        ("补合同 周三或周四前", "problem-duty-when"),
        ("补合同 周三、周四前", "problem-duty-when"),
        ("补合同 周三前/周四前", "problem-duty-when"),
        ("log it before Wednesday or before Thursday", "problem-duty-when"),
    ],
)
def test_an_end_that_cannot_be_is_refused(text: str, key: str) -> None:
    with pytest.raises(DossierError) as error:
        asked_for(text, NOW, ZONE, WorkRule())
    assert error.value.problem.key == key


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("补上线纪要", "minutes"),
        ("纪要", "minutes"),
        ("补一下周二评审会的会议纪要，谢谢", "minutes"),
        ("把评审会纪要补上", "minutes"),
        ("请更新联系人", "contact"),
        ("补客户基本信息", "customer_basics"),
        ("登记线上问题", "incident"),
        ("写站会纪要", "standup"),
        ("log the launch minutes", "minutes"),
        ("minutes", "minutes"),
        ("please write the minutes of the kick-off", "minutes"),
        ("add a change for the SMS codes", "change_request"),
        ("fill in the customer basics", "customer_basics"),
        ("log the issues from the test", "issue"),
    ],
)
def test_the_kind_that_is_named_as_what_is_to_be_written_is_asked_for(text: str, kind: str) -> None:
    found = kind_asked_for(text, kinds())
    assert found is not None
    assert found.name == kind


@pytest.mark.parametrize(
    "text",
    [
        "把报价单发给客户",
        "写完报价单回复客户",
        "发测试报告",
        "补测试报告",
        "问清需求再动手",
        "send the test accounts to the customer",
        "send the contact list",
        "log the call with the customer",
        "write to the contact",
        "change the password",
        "test the payment",
        "补合同",
    ],
)
def test_a_word_on_the_way_asks_for_no_kind(text: str) -> None:
    assert kind_asked_for(text, kinds()) is None
