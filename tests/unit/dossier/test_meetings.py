"""Meetings in words: read, refused with the reason, and held again."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dossier.errors import DossierError
from dossier.meetings import announced, held_again, held_until
from dossier.worktime import WorkRule

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 18, 2, 5, tzinfo=UTC)
"""A Wednesday, 10:05 in Shanghai."""


def local(moment: datetime, zone: ZoneInfo = SHANGHAI) -> str:
    return f"{moment.astimezone(zone):%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "start", "end", "rule", "topic", "people"),
    [
        ("今天 14:00-15:00 需求评审 @李雷", "11-18 14:00", "11-18 15:00", "", "需求评审", ["李雷"]),
        ("今天 9:00-10:30 需求评审", "11-18 09:00", "11-18 10:30", "", "需求评审", []),
        ("tomorrow 3pm review @Ann, @李雷", "11-19 15:00", "11-19 16:00", "", "review", ["Ann", "李雷"]),
        ("@Ann Lee 下周一 10:00-11:00 上线评审", "11-23 10:00", "11-23 11:00", "", "上线评审", ["Ann Lee"]),
        ("需求评审 明天 15:00 @李雷", "11-19 15:00", "11-19 16:00", "", "需求评审", ["李雷"]),
        ("每周三 10:00 站会 @李雷", "11-25 10:00", "11-25 11:00", "每周三 10:00", "站会", ["李雷"]),
        ("每周三 10:00-10:15 站会", "11-25 10:00", "11-25 10:15", "每周三 10:00", "站会", []),
        ("every weekday 9:30 to 9:45 standup", "11-19 09:30", "11-19 09:45", "every weekday 9:30", "standup", []),
        ("今晚 23:00-1:00 上线", "11-18 23:00", "11-19 01:00", "", "上线", []),
        ("工作日 9:30 晨会", "11-19 09:30", "11-19 10:30", "工作日 9:30", "晨会", []),
        ("工作日上午9点半 晨会", "11-19 09:30", "11-19 10:30", "工作日上午9点半", "晨会", []),
        ("每周一到周五 9:30-9:45 晨会", "11-19 09:30", "11-19 09:45", "每周一到周五 9:30", "晨会", []),
        ("双周周二 10:00 例会", "11-24 10:00", "11-24 11:00", "双周周二 10:00", "例会", []),
        ("例会 隔周二 10:00", "11-24 10:00", "11-24 11:00", "隔周二 10:00", "例会", []),
        ("biweekly Monday 10:00 sync", "11-23 10:00", "11-23 11:00", "biweekly Monday 10:00", "sync", []),
        ("sync every other Monday at 10:00", "11-23 10:00", "11-23 11:00", "every other Monday at 10:00", "sync", []),
        (
            "first Monday of each month 10:00 sync",
            "12-07 10:00",
            "12-07 11:00",
            "first Monday of each month 10:00",
            "sync",
            [],
        ),
        ("12-01 10:00-11:00 评审", "12-01 10:00", "12-01 11:00", "", "评审", []),
        ("12-01 9:00-18:00 培训", "12-01 09:00", "12-01 18:00", "", "培训", []),
        ("12月1日 9点到6点 培训", "12-01 09:00", "12-01 18:00", "", "培训", []),
        ("Dec 1 9am-6pm training", "12-01 09:00", "12-01 18:00", "", "training", []),
        ("Dec 1 10pm-2am launch", "12-01 22:00", "12-02 02:00", "", "launch", []),
        ("明天 9:30 每日站会", "11-19 09:30", "11-19 10:30", "", "每日站会", []),
        ("周二 10:00 双周会", "11-24 10:00", "11-24 11:00", "", "双周会", []),
        ("周一 10:00 每周例会", "11-23 10:00", "11-23 11:00", "", "每周例会", []),
        ("客户订单 周二 10:00", "11-24 10:00", "11-24 11:00", "", "客户订单", []),
        ("tomorrow 10:00 weekly sync", "11-19 10:00", "11-19 11:00", "", "weekly sync", []),
        ("明天 10:00 2.1 版本评审", "11-19 10:00", "11-19 11:00", "", "2.1 版本评审", []),
        ("tomorrow 10:00 review every change", "11-19 10:00", "11-19 11:00", "", "review every change", []),
    ],
)
def test_a_meeting_is_read(text: str, start: str, end: str, rule: str, topic: str, people: list[str]) -> None:
    read = announced(text, NOW, SHANGHAI, ["Ann Lee"])
    assert (local(read.held[0]), local(read.held[1])) == (start, end)
    assert (read.rule, read.topic, list(read.people)) == (rule, topic, people)


@pytest.mark.parametrize(
    ("text", "rule", "topic", "times"),
    [
        ("每周一三五 9:30 站会", "每周一三五 9:30", "站会", ["11-20 09:30", "11-23 09:30"]),
        ("每周一三五早上9点半 站会", "每周一三五早上9点半", "站会", ["11-20 09:30", "11-23 09:30"]),
        ("每周一、三、五 9:30 站会", "每周一、三、五 9:30", "站会", ["11-20 09:30", "11-23 09:30"]),
        ("每周1、3、5 9:30 站会", "每周1、3、5 9:30", "站会", ["11-20 09:30", "11-23 09:30"]),
        ("每周一三点 站会", "每周一三点", "站会", ["11-23 15:00", "11-30 15:00"]),
        ("每周星期三 10:00 站会", "每周星期三 10:00", "站会", ["11-25 10:00", "12-02 10:00"]),
        ("周二四 14:00 站会", "周二四 14:00", "站会", ["11-19 14:00", "11-24 14:00"]),
        ("10:00 每周三 站会", "10:00 每周三", "站会", ["11-25 10:00", "12-02 10:00"]),
        ("站会 10:00 每周三", "10:00 每周三", "站会", ["11-25 10:00", "12-02 10:00"]),
        ("9:30-9:45 每周一三五 站会", "9:30-9:45 每周一三五", "站会", ["11-20 09:30", "11-23 09:30"]),
        ("周一到周五 9:30 晨会", "周一到周五 9:30", "晨会", ["11-19 09:30", "11-20 09:30"]),
        ("晨会 周一至五 9:30-9:45", "周一至五 9:30", "晨会", ["11-19 09:30", "11-20 09:30"]),
        ("周一到周五每天 9:30 晨会", "周一到周五每天 9:30", "晨会", ["11-19 09:30", "11-20 09:30"]),
        ("站会 10:00 工作日", "10:00 工作日", "站会", ["11-19 10:00", "11-20 10:00"]),
        ("10:00 每天 站会", "10:00 每天", "站会", ["11-19 10:00", "11-20 10:00"]),
        ("Mon, Wed and Fri 9:30 standup", "Mon, Wed and Fri 9:30", "standup", ["11-20 09:30", "11-23 09:30"]),
        ("Mon/Wed/Fri 9:30 standup", "Mon/Wed/Fri 9:30", "standup", ["11-20 09:30", "11-23 09:30"]),
        ("standup Mon-Fri 9:30", "Mon-Fri 9:30", "standup", ["11-19 09:30", "11-20 09:30"]),
        ("every Monday to Friday at 9:30 standup", "every Monday to Friday at 9:30", "standup", ["11-19 09:30"]),
        ("every Monday and Thursday at 10 sync", "every Monday and Thursday at 10", "sync", ["11-19 10:00"]),
        ("10am every Wednesday sync", "10am every Wednesday", "sync", ["11-25 10:00", "12-02 10:00"]),
        ("sync 10:00-10:15 every Wednesday", "10:00-10:15 every Wednesday", "sync", ["11-25 10:00", "12-02 10:00"]),
        ("2-4pm every Friday review", "2-4pm every Friday", "review", ["11-20 14:00", "11-27 14:00"]),
        ("at 10:00 on weekdays standup", "at 10:00 on weekdays", "standup", ["11-19 10:00", "11-20 10:00"]),
        ("10:00 every other Monday sync", "10:00 every other Monday", "sync", ["11-23 10:00", "12-07 10:00"]),
        (
            "sync at 10:00 on the first Monday of each month",
            "at 10:00 on the first Monday of each month",
            "sync",
            ["12-07 10:00", "01-04 10:00"],
        ),
        # What stands behind the time is part of the topic here.
        ("15:00 每天进展同步", "", "每天进展同步", ["11-18 15:00"]),
        ("10:00 每周例会", "", "每周例会", ["11-19 10:00"]),
        ("10:00 daily report review", "", "daily report review", ["11-19 10:00"]),
    ],
)
def test_days_that_repeat_are_read_in_either_order(text: str, rule: str, topic: str, times: list[str]) -> None:
    read = announced(text, NOW, SHANGHAI)
    assert (read.rule, read.topic) == (rule, topic)
    held = [read.held]
    while len(held) < len(times) and (again := held_again(rule, SHANGHAI, held[-1])):
        held.append(again)
    assert [local(each[0]) for each in held] == times


@pytest.mark.parametrize(
    ("text", "minutes", "topic"),
    [
        ("Friday 4pm for 30 minutes Retro", 30, "Retro"),
        ("Friday 4pm for half an hour Retro", 30, "Retro"),
        ("Friday 4pm for 1.5 hours Retro", 90, "Retro"),
        ("Friday 16:00 30min Retro", 30, "Retro"),
        ("Friday 4pm Retro for 30 minutes", 30, "Retro"),
        ("tomorrow 10:00 Retro, 90 minutes", 90, "Retro"),
        ("every Friday 4pm for 45 min Retro", 45, "Retro"),
        ("周五 16:00 开 30 分钟 复盘", 30, "复盘"),
        ("周五 16:00 半小时 复盘", 30, "复盘"),
        ("周五 16:00 复盘（1.5小时）", 90, "复盘"),
        ("每周五 16:00 开1小时 复盘", 60, "复盘"),
        ("周五 16:00-16:30 复盘", 30, "复盘"),
        ("Friday 3pm-5 Retro", 120, "Retro"),
        ("Friday 9am to 11 Retro", 120, "Retro"),
        ("Friday 10pm-2 Release", 240, "Release"),
        ("周五 22点到2点 上线", 240, "上线"),
        ("every Thursday 3pm-5pm Review", 120, "Review"),
        ("every Thursday 3pm to 5pm Review", 120, "Review"),
        ("every Thursday 3pm-5 Review", 120, "Review"),
        ("every Thursday 9am-11:30am Review", 150, "Review"),
        ("every Thursday 10pm-2am Release", 240, "Release"),
        ("每周四 下午三点到五点 评审", 120, "评审"),
        ("每周四 下午3点-5点 评审", 120, "评审"),
        ("每周四 15:00-16:30 评审", 90, "评审"),
        ("每周四 9点到10点半 评审", 90, "评审"),
        ("周五 上午9点到6点 工作坊", 540, "工作坊"),
        # What is no length of the meeting stays in its topic.
        ("周五 16:00 24小时值班安排", 60, "24小时值班安排"),
        ("Friday 16:00 3M review", 60, "3M review"),
        ("Friday 16:00 go live in 2 hours", 60, "go live in 2 hours"),
        ("周五 16:00-16:30 复盘 2小时", 30, "复盘 2小时"),
    ],
)
def test_how_long_a_meeting_takes_is_read(text: str, minutes: int, topic: str) -> None:
    read = announced(text, NOW, SHANGHAI)
    assert (read.held[1] - read.held[0], read.topic) == (timedelta(minutes=minutes), topic)


@pytest.mark.parametrize(
    ("text", "end"),
    [("9:30-9:45 每周一三五 站会", "11-20 09:45"), ("2-4pm every Friday review", "11-20 16:00")],
)
def test_from_when_to_when_may_stand_before_the_days(text: str, end: str) -> None:
    assert local(announced(text, NOW, SHANGHAI).held[1]) == end


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("需求评审", "meeting-when"),
        ("今天 25:00 评审", "meeting-no-such-time"),
        ("明天 14:60-15:00 评审", "meeting-no-such-time"),
        ("每周三 25:00 站会", "meeting-no-such-time"),
        ("明天 需求评审", "meeting-time"),
        ("每周三 站会", "meeting-time"),
        ("11月31日 10:00 评审", "meeting-no-such-time"),
        ("2026-02-30 10:00 评审", "meeting-no-such-time"),
        ("30.02. 10:00 Review", "meeting-unread"),
        ("31.04. 10:00 Review", "meeting-unread"),
        ("10:00 30.02. Review", "meeting-unread"),
        ("2/30 10:00 Review", "meeting-unread"),
        ("Feb 30 10:00 Review", "meeting-unread"),
        ("30 Feb 10:00 Review", "meeting-unread"),
        ("Friday 4pm for 30 hours Retro", "meeting-long"),
        ("每周三 10:00-25:00 站会", "meeting-no-such-time"),
        ("明天 11:00-10:30 评审", "meeting-backwards"),
        ("每周三 11:00-10:30 站会", "meeting-backwards"),
        ("Dec 1 10am-9am Recap", "meeting-backwards"),
        ("Dec 1 10:30 am to 10 am Recap", "meeting-backwards"),
        ("12月1日 上午10点到上午9点 复盘", "meeting-backwards"),
        ("12月1日 上午10点-9点 复盘", "meeting-backwards"),
        ("Friday 3pm-2 Retro", "meeting-backwards"),
        ("昨天 10:00 评审", "meeting-past"),
        ("今天 9:00-10:00 评审", "meeting-past"),
        ("单周周二 10:00 例会", "meeting-unread"),
        ("单周二 10:00 例会", "meeting-unread"),
        ("每周 10:00 例会", "meeting-unread"),
        ("隔月 5号 10:00 例会", "meeting-unread"),
        ("每月第二个工作日 10:00 例会", "meeting-unread"),
        ("节假日 10:00 值班会", "meeting-unread"),
        ("明天和后天 10:00 评审", "meeting-unread"),
        ("明天 10:00 每周三 站会", "meeting-unread"),
        ("周一到周三 9:30-18:00 培训", "meeting-unread"),
        ("下周一、三 9:30 培训", "meeting-unread"),
        ("Mon and Tue 9:30 workshop", "meeting-unread"),
        ("next Mon, Wed and Fri 9:30 training", "meeting-unread"),
        ("11:00-10:30 每周三 站会", "meeting-backwards"),
        ("每周三 10:00 站会 直到12月底", "meeting-unread"),
        ("every week 10:00 sync", "meeting-unread"),
        ("weekly Monday 10:00 sync", "meeting-unread"),
        ("every first Monday 10:00 sync", "meeting-unread"),
        ("every quarter first Monday 10:00 sync", "meeting-unread"),
        ("every Wednesday 10:00 standup until Christmas", "meeting-unread"),
        ("12.01 10:00 评审", "meeting-unread"),
        ("20261201 10:00 评审", "meeting-unread"),
        ("13-45 10:00 评审", "meeting-unread"),
        ("明天 10:00", "meeting-topic"),
        ("明天 10:00 @李雷", "meeting-topic"),
        ("明天 10:00 " + "很长" * 101, "too-long"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_with_the_reason(text: str, problem: str) -> None:
    with pytest.raises(DossierError) as refused:
        announced(text, NOW, SHANGHAI)
    assert refused.value.problem.key == f"problem-{problem}"


@pytest.mark.parametrize(
    ("rule", "first", "then"),
    [
        ("每周三 10:00", "2026-11-18T02:00", "2026-11-25T02:00"),
        ("every weekday 10:00", "2026-11-20T02:00", "2026-11-23T02:00"),
        ("每两周周五 15:00", "2026-11-20T07:00", "2026-12-04T07:00"),
        ("every 2 weeks on Friday 15:00", "2026-11-20T07:00", "2026-12-04T07:00"),
        ("每月5号 10:00", "2026-11-05T02:00", "2026-12-05T02:00"),
        ("工作日 10:00", "2026-11-20T02:00", "2026-11-23T02:00"),
        ("双周周五 15:00", "2026-11-20T07:00", "2026-12-04T07:00"),
        ("双周五 15:00", "2026-11-20T07:00", "2026-12-04T07:00"),
        ("每隔一周的周五 15:00", "2026-11-20T07:00", "2026-12-04T07:00"),
        ("隔天 10:00", "2026-11-20T02:00", "2026-11-22T02:00"),
        ("every other day 10:00", "2026-11-20T02:00", "2026-11-22T02:00"),
        ("every other Friday 15:00", "2026-11-20T07:00", "2026-12-04T07:00"),
        ("every 2nd Friday at 15:00", "2026-11-20T07:00", "2026-12-04T07:00"),
        ("every other week on Friday 15:00", "2026-11-20T07:00", "2026-12-04T07:00"),
        ("bi-weekly on Friday 15:00", "2026-11-20T07:00", "2026-12-04T07:00"),
        ("每季度第一个周一 10:00", "2026-10-05T02:00", "2027-01-04T02:00"),
        ("the first Monday of every month 10:00", "2026-11-02T02:00", "2026-12-07T02:00"),
        ("every 2nd Tuesday of the month 10:00", "2026-11-10T02:00", "2026-12-08T02:00"),
        ("last Friday of each quarter 10:00", "2026-09-25T02:00", "2026-12-25T02:00"),
    ],
)
def test_a_meeting_is_held_again_as_its_words_say(rule: str, first: str, then: str) -> None:
    start = datetime.fromisoformat(first).replace(tzinfo=UTC)
    again = held_again(rule, SHANGHAI, (start, start + timedelta(minutes=15)))
    wanted = datetime.fromisoformat(then).replace(tzinfo=UTC)
    assert again == (wanted, wanted + timedelta(minutes=15))


def test_a_weekly_meeting_stays_at_its_hour_when_the_clocks_change() -> None:
    start = datetime(2026, 10, 21, 8, tzinfo=UTC)
    again = held_again("every Wednesday 10:00", BERLIN, (start, start + timedelta(hours=1)))
    assert again is not None
    assert local(again[0], BERLIN) == "10-28 10:00"
    assert again[0] - start == timedelta(days=7, hours=1)


def test_words_that_name_no_next_time_end_it() -> None:
    assert held_again("sometime", SHANGHAI, (NOW, NOW + timedelta(hours=1))) is None


def test_the_times_a_meeting_was_held_while_nobody_watched() -> None:
    start = datetime(2026, 11, 4, 2, tzinfo=UTC)
    held, following = held_until("每周三 10:00", SHANGHAI, (start, start + timedelta(minutes=5)), NOW)
    assert [local(each[0]) for each in held] == ["11-04 10:00", "11-11 10:00", "11-18 10:00"]
    assert following is not None
    assert local(following[0]) == "11-25 10:00"


OWN_DAYS = WorkRule(country="DE", overrides={date(2026, 11, 19): False, date(2026, 11, 21): True})
"""Thursday off, Saturday at work."""


@pytest.mark.parametrize(
    "text", ["每个工作日 8:45-8:55 短会", "every working day 8:45-8:55 huddle", "工作日 8:45-8:55 短会"]
)
def test_a_meeting_of_every_working_day_goes_by_the_days_people_work(text: str) -> None:
    read = announced(text, NOW, SHANGHAI, (), OWN_DAYS)
    held = [read.held]
    while len(held) < 3 and (again := held_again(read.rule, SHANGHAI, held[-1], OWN_DAYS)):
        held.append(again)
    assert [local(each[0]) for each in held] == ["11-20 08:45", "11-21 08:45", "11-23 08:45"]
    assert {each[1] - each[0] for each in held} == {timedelta(minutes=10)}


def test_a_working_day_that_was_made_a_day_off_since_has_no_meeting() -> None:
    start = datetime(2026, 11, 19, 8, 45, tzinfo=SHANGHAI)
    first, later = (start, start + timedelta(minutes=10)), start + timedelta(hours=1)
    held, following = held_until("每个工作日 8:45", SHANGHAI, first, later, OWN_DAYS)
    assert held == []
    assert following is not None
    assert local(following[0]) == "11-20 08:45"
