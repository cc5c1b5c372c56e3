"""Meetings beside each other, of one host or of several: which is which, and what is asked of each."""

from datetime import datetime

import pytest

from chat.events import MessageChosen, Said
from storage.record_queries import Filter
from storage.store import Store
from tests.owing import owe
from tests.scenarios.test_meetings import HOUR, ended, owed, until
from tests.team import START, Team, button_in, form_in, said


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("今天 14:00-14:15 站会", "今天 14:30-15:30 需求评审 @Ann"),
        ("今天 14:00-14:15 站会", "今天 14:00-15:00 需求评审 @Ann"),
        ("今天 14:00-15:00 需求评审", "今天 14:00-15:00 需求评审会二组"),
    ],
)
def test_of_two_meetings_of_one_host_both_are_asked_for(team: Team, first: str, second: str) -> None:
    for each in (first, second):
        assert "记下了" in said(team.say("lilei", f"/会议 {each}"))
    until(team, "15:30")
    assert len(owed(team)) == 2
    assert len(team.posted("abc")) == 2
    for duty in owed(team):
        team.say("lilei", f"/纪要 {duty.topic} | 决定: 好")
    assert owed(team) == []


def test_a_meeting_is_not_taken_for_a_colleagues_that_one_is_invited_to(team: Team) -> None:
    team.say("lilei", "/会议 今天 14:00-15:00 需求评审 @Ann")
    team.say("ann", "/meeting 2026-11-18 7:10-7:30 retrospective")
    until(team, "15:00")
    assert [duty.topic for duty in owed(team)] == ["需求评审"]
    assert [duty.topic for duty in owed(team, "ann")] == ["retrospective"]


@pytest.mark.parametrize("whose", ["lilei", "wangfang"])
def test_a_meeting_that_is_announced_twice_is_said_to_be_known(team: Team, whose: str) -> None:
    team.say("lilei", "/会议 今天 14:00-15:00 需求评审 @Ann")
    again = said(team.say(whose, "/会议 今天 14:00-15:30 需求评审"))
    assert "已经预告过了" in again
    assert "李雷" in again
    until(team, "15:30")
    assert len(owed(team)) == 1
    assert owed(team, "wangfang") == []


@pytest.mark.parametrize("topic", ["需求评审", "李雷的视频会议"])
def test_of_several_announced_the_platforms_meeting_is_the_one_it_fits_best(team: Team, topic: str) -> None:
    team.say("lilei", "/会议 今天 14:00-14:20 站会")
    team.say("lilei", "/会议 今天 14:20-15:20 需求评审")
    until(team, "14:20")
    assert [duty.topic for duty in owed(team)] == ["站会"]
    ended(team, topic, start=datetime.fromisoformat("2026-11-18T14:18+08:00"), channel="abc")
    assert [duty.topic for duty in owed(team)] == ["站会", "需求评审"]
    ended(team, topic, start=datetime.fromisoformat("2026-11-18T14:18+08:00"), channel="abc", event="minutes-made")
    until(team, "15:20")
    assert [duty.topic for duty in owed(team)] == ["站会", "需求评审"]


def test_a_call_before_an_announced_meeting_of_its_host_does_not_stand_for_it(team: Team) -> None:
    team.say("lilei", "/会议 今天 15:10-16:10 需求评审")
    ended(team, "对一下接口", start=datetime.fromisoformat("2026-11-18T14:00+08:00"), channel="abc")
    until(team, "16:10")
    assert [duty.topic for duty in owed(team)] == ["对一下接口", "需求评审"]


def test_two_meetings_of_the_platform_are_two_and_one_that_is_told_of_twice_is_one(team: Team) -> None:
    ended(team, "对一下接口", channel="abc", meeting="m-1", length=HOUR / 4)
    ended(team, "排期", channel="abc", meeting="m-2", start=START + HOUR / 3)
    ended(team, "对一下接口 11月18日 智能纪要", channel="abc", meeting="m-1", start=START + HOUR / 5)
    ended(team, "会后录音", channel="abc", meeting="m-1", start=START + HOUR * 3 / 8)
    assert [duty.topic for duty in owed(team)] == ["对一下接口", "排期"]


def test_a_meeting_that_repeats_within_the_hour_is_asked_for_each_time(team: Team) -> None:
    team.say("lilei", "/会议 每30分钟 上线值守")
    team.wait(minutes=95)
    assert len(owed(team)) == 1
    team.wait(minutes=30)
    assert len(owed(team)) == 2


def kept_times(team: Team) -> list[str]:
    """Give when the meetings were held that there are minutes of, the first first."""

    def query(store: Store) -> list[str]:
        lines, _ = store.records.lines([team.dossier.id], Filter(), 10)
        return sorted(store.records.get(line.uid).content["held_at"] for line in lines)

    return team.read("lilei", query)


@pytest.mark.parametrize(("topic", "days"), [("需求评审", 9), ("需求评审会", 3)])
def test_minutes_in_one_line_without_a_time_are_of_the_meeting_whose_duty_they_close(
    team: Team, topic: str, days: int
) -> None:
    team.say("lilei", "/会议 今天 14:00-15:00 需求评审")
    until(team, "15:00")
    team.wait(days=days)
    answer = said(team.say("lilei", f"/纪要 {topic} | 决定: 上线"))
    assert owed(team) == []
    assert "这是 11月18日(周三) 14:00 会议“需求评审”的纪要" in answer
    assert kept_times(team) == ["2026-11-18T06:00:00Z"]


def test_minutes_of_the_meeting_that_has_just_ended_are_no_surprise(team: Team) -> None:
    team.say("lilei", "/会议 今天 14:00-15:00 需求评审")
    until(team, "15:00")
    assert "这是" not in said(team.say("lilei", "/纪要 需求评审 | 决定: 上线"))
    assert owed(team) == []


@pytest.mark.parametrize("time", ["", "| 会议时间: 2026-12-01 10:00"])
def test_minutes_on_a_merely_similar_topic_are_not_of_a_meeting_of_weeks_ago(team: Team, time: str) -> None:
    team.say("lilei", "/会议 今天 14:00-15:00 需求评审")
    until(team, "15:00")
    team.wait(days=13)
    team.say("ann", f"/纪要 需求评审会 {time}| 决定: 上线")
    assert [duty.topic for duty in owed(team)] == ["需求评审"]
    assert kept_times(team) != ["2026-11-18T06:00:00Z"]


def test_of_meetings_called_equal_and_alike_the_equal_one_is_meant(team: Team) -> None:
    team.say("lilei", "/会议 今天 14:00-15:00 需求评审")
    team.say("lilei", "/会议 明天 14:00-15:00 需求评审二组")
    until(team, "15:00")
    team.wait(days=2)
    team.say("lilei", "/纪要 需求评审 | 决定: 上线")
    assert [duty.topic for duty in owed(team)] == ["需求评审二组"]


def test_of_a_meeting_that_repeats_the_last_one_is_meant_and_a_time_that_is_said_stands(team: Team) -> None:
    team.say("lilei", "/会议 每周三 14:00-15:00 站会")
    until(team, "15:00")
    team.wait(days=7)
    team.say("lilei", "/纪要 站会 | 会议时间: 2026-11-18 14:30 | 决定: 上线")
    assert [duty.raised_at.day for duty in owed(team)] == [25]
    team.wait(days=2)
    team.say("lilei", "/纪要 站会 | 决定: 上线")
    assert kept_times(team) == ["2026-11-18T06:30:00Z", "2026-11-25T06:00:00Z"]
    assert owed(team) == []


def test_a_message_that_is_logged_as_minutes_is_offered_with_the_time_of_its_meeting(team: Team) -> None:
    team.say("lilei", "/会议 今天 14:00-15:00 需求评审")
    until(team, "15:30")
    message = Said("abc", "m1", "https://chat.example/m1", "李雷", "需求评审纪要\n决定：上线", team.clock.now(), ())
    asked = form_in(team.handle(MessageChosen(team.source("lilei"), message)))
    form = form_in(team.submit(asked, "lilei", kind="minutes"))
    assert {field.name: field.value for field in form.fields}["held_at"] == "2026-11-18 14:00"


def test_minutes_alike_do_not_close_what_is_owed_of_a_meeting_long_ago_whose_time_nobody_told(team: Team) -> None:
    owe(team, "需求评审", "lilei", ago=24 * 10)
    team.say("lilei", "/纪要 需求评审会 | 决定: 通过")
    assert [duty.topic for duty in owed(team)] == ["需求评审"]


def of_days(team: Team) -> list[int]:
    """Give on which days the meetings were held of which minutes are owed."""
    return sorted(duty.raised_at.day for duty in owed(team))


@pytest.mark.parametrize("topic", ["需求评审", "需求评审会"])
def test_minutes_that_are_moved_far_from_a_meeting_are_its_minutes_no_more(team: Team, topic: str) -> None:
    team.say("lilei", "/会议 今天 14:00-15:00 需求评审")
    until(team, "15:00")
    team.say("ann", f"/纪要 {topic} | 决定: 上线")
    assert owed(team) == []

    team.submit(form_in(team.say("ann", "/档案 修改 #1")), "ann", held_at="2026-11-03 16:00")
    assert [duty.topic for duty in owed(team)] == ["需求评审"]
    assert "✅" not in team.posted("abc")[0].text

    team.submit(form_in(team.say("ann", "/档案 修改 #1")), "ann", held_at="2026-11-18 14:10")
    assert owed(team) == [], "and are its minutes again"


def test_minutes_that_are_moved_to_the_next_meeting_of_that_name_close_that_one_instead(team: Team) -> None:
    team.say("lilei", "/会议 每周三 14:00-15:00 站会")
    until(team, "15:00")
    team.wait(days=7)
    team.say("lilei", "/纪要 站会 | 会议时间: 2026-11-18 14:30 | 决定: 上线")
    assert of_days(team) == [25]

    team.submit(form_in(team.say("lilei", "/档案 修改 #1")), "lilei", held_at="2026-11-25 14:00")
    assert of_days(team) == [18]

    team.submit(form_in(team.say("lilei", "/档案 修改 #1")), "lilei", decisions="下周上线")
    assert of_days(team) == [18], "one record is the minutes of one meeting"


def test_minutes_entered_for_a_meeting_under_another_topic_stay_its_minutes(team: Team) -> None:
    team.say("lilei", "/会议 今天 14:00-15:00 需求评审")
    until(team, "15:00")
    form = form_in(team.press(button_in(team.posted("abc")[-1], "enter"), "lilei"))
    team.submit(form, "lilei", topic="登录方案", decisions="短信")
    team.submit(form_in(team.say("lilei", "/档案 修改 #1")), "lilei", held_at="2026-11-03 16:00")
    assert owed(team) == []
