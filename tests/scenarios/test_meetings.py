"""Meetings: announced in words or known from the platform; when one is over, its minutes are owed once."""

from datetime import datetime, timedelta

import pytest

from chat.events import MeetingEnded
from chat.replies import Nothing
from dossier.phases import Phase
from dossier.views import DutyView
from storage.store import Store
from tests.team import START, Team, button_in, buttons_in, form_in, said

HOUR = timedelta(hours=1)


def owed(team: Team, who: str = "lilei") -> list[DutyView]:
    return team.read(who, lambda store: store.duties.owed_by_me())


def until(team: Team, clock: str) -> None:
    """Let it be a time of this Wednesday in Shanghai."""
    team.clock.set(datetime.fromisoformat(f"2026-11-18T{clock}:01+08:00"))
    team.app.reminders.run()


def ended(
    team: Team,
    topic: str = "需求评审",
    who: str = "lilei",
    channel: str | None = None,
    attendees: tuple[str, ...] = (),
    start: datetime = START,
    event: str | None = None,
    meeting: str = "m-1",
    length: timedelta = HOUR,
) -> None:
    """Have the platform tell of a meeting that is over."""
    source = team.source(who, channel, event)
    told = MeetingEnded(source, meeting, topic, start, start + length, attendees, f"https://meet.example/{meeting}")
    assert team.handle(told) == Nothing()


def test_when_a_meeting_is_over_the_channel_is_asked_for_its_minutes(team: Team) -> None:
    answer = said(team.say("lilei", "/会议 今天 14:00-15:00 需求评审 @Ann"))
    assert "11月19日(周四) 15:00" in answer
    until(team, "14:59")
    assert team.posted("abc") == []
    until(team, "15:00")
    (card,) = team.posted("abc")
    assert "会议结束了" in card.text
    assert "李雷" in card.text
    assert "11月19日(周四) 15:00" in card.text
    form = form_in(team.press(button_in(card, "enter"), "lilei"))
    values = {field.name: field.value for field in form.fields}
    assert (values["topic"], values["held_at"], values["attendees"]) == ("需求评审", "2026-11-18 14:00", "@李雷, @Ann")
    team.submit(form, "lilei", decisions="上线")
    assert owed(team) == []
    assert "✅" in team.posted("abc")[0].text


@pytest.mark.parametrize("known_from", ["words", "platform"])
def test_a_meeting_that_ends_in_quiet_hours_is_owed_at_once_and_told_of_in_the_morning(
    team: Team, known_from: str
) -> None:
    team.say("lilei", "/会议 今天 20:00-21:30 上线演练")
    until(team, "21:30")
    if known_from == "platform":
        ended(team, "上线演练", channel="abc", start=datetime.fromisoformat("2026-11-18T20:00+08:00"))
    (duty,) = owed(team)
    assert duty.due_at == datetime.fromisoformat("2026-11-19T21:30+08:00")
    assert team.posted("abc") == []
    team.clock.set(datetime.fromisoformat("2026-11-19T08:29+08:00"))
    team.app.reminders.run()
    assert team.posted("abc") == []
    team.clock.set(datetime.fromisoformat("2026-11-19T08:30:01+08:00"))
    team.app.reminders.run()
    (card,) = team.posted("abc")
    assert "会议结束了" in card.text
    assert "11月19日(周四) 21:30" in card.text
    team.clock.set(datetime.fromisoformat("2026-11-19T17:31+08:00"))
    team.app.reminders.run()
    assert "还没记下来" in team.told("lilei")[-1].text


def test_of_one_that_is_logged_in_the_same_night_nothing_is_said_in_the_morning(team: Team) -> None:
    team.say("lilei", "/会议 今天 20:00-21:30 上线演练")
    until(team, "21:30")
    team.say("lilei", "/纪要 上线演练 | 决定: 上线")
    said_so_far = len(team.posted("abc"))
    team.wait(hours=48)
    assert len(team.posted("abc")) == said_so_far
    assert owed(team) == []


def test_one_that_was_put_off_at_night_is_told_of_when_it_was_put_off_to(team: Team) -> None:
    team.say("lilei", "/会议 今天 20:00-21:30 上线演练")
    until(team, "21:30")
    form = form_in(team.press(button_in(team.say("lilei", "/档案 待办"), "snooze"), "lilei"))
    team.submit(form, "lilei", at="明天 11:00")
    until_tomorrow = datetime.fromisoformat("2026-11-19T11:00:01+08:00")
    for passed in (timedelta(), HOUR, 2 * HOUR):
        team.clock.set(until_tomorrow + passed)
        team.app.reminders.run()
    _digest, word = team.told("lilei")
    assert "上线演练" in word.text
    team.wait(hours=24)
    assert owed(team)[0].step == 2


def test_a_story_of_three_days(team: Team) -> None:
    team.say("ann", "/meeting today 9:00-10:00 kick-off")
    # In Berlin it is three in the morning: nine is to come.
    team.clock.set(datetime.fromisoformat("2026-11-18T10:00:01+01:00"))
    team.app.reminders.run()
    assert "kick-off" in team.posted("abc")[0].text
    team.wait(hours=20)
    assert team.told("ann") == []
    team.wait(hours=4)
    assert any("kick-off" in message.text for message in (*team.told("ann"), *team.posted("abc")[1:]))
    team.wait(hours=24)
    assert any("kick-off" in message.text for message in team.told("lilei"))
    team.say("ann", "/minutes kick-off | decisions: go")
    for message in (*team.posted("abc")[:2], *team.told("lilei")[-1:]):
        assert "✅" in message.text
    before = len(team.platform.messages)
    team.wait(hours=400)
    team.deliver()
    assert len(team.platform.messages) == before


def test_a_meeting_that_repeats_is_asked_for_each_time(team: Team) -> None:
    team.say("lilei", "/meeting 每周三 11:00-11:30 站会")
    until(team, "11:30")
    assert [duty.topic for duty in owed(team)] == ["站会"]
    team.say("lilei", "/纪要 站会 | 决定: 无")
    team.wait(days=7)
    (duty,) = owed(team)
    assert duty.held_at == datetime.fromisoformat("2026-11-25T11:00+08:00")
    assert "每周三 11:00" in said(team.say("lilei", "/会议"))


def test_minutes_close_the_duty_of_the_meeting_they_are_about(team: Team) -> None:
    team.say("lilei", "/meeting 每周三 11:00-11:30 站会")
    until(team, "11:30")
    team.wait(days=7)
    assert len(owed(team)) == 2
    team.say("lilei", "/纪要 站会 | 会议时间: 2026-11-25 11:00 | 决定: 无")
    (left,) = owed(team)
    assert left.held_at == datetime.fromisoformat("2026-11-18T11:00+08:00")


def test_what_was_held_while_nobody_watched_is_owed_and_asked_for_once(team: Team) -> None:
    team.say("lilei", "/meeting every weekday 11:00-11:15 standup")
    team.wait(days=6, hours=3)
    # Wednesday to Friday, Monday and Tuesday.
    assert len(owed(team)) == 5
    assert sum("会议结束了" in message.text for message in team.posted("abc")) == 1


def test_a_meeting_is_cancelled_by_its_button(team: Team) -> None:
    team.say("lilei", "/会议 今天 14:00 需求评审")
    listed = team.say("ann", "/meeting")
    assert "需求评审" in said(listed)
    assert buttons_in(listed) == []
    cancel = button_in(team.say("lilei", "/会议"), "meeting-cancel")
    assert "owner" in said(team.press(cancel, "ann"))
    assert "已取消" in said(team.press(cancel, "lilei"))
    assert "已经开完或取消" in said(team.press(cancel, "lilei"))
    until(team, "16:00")
    assert owed(team) == []
    assert "没有预告的会议" in said(team.say("lilei", "/会议"))


def test_of_many_meetings_each_can_be_seen_and_cancelled(team: Team) -> None:
    for number in range(23):
        day = datetime.fromisoformat("2026-11-19T10:00+08:00") + timedelta(days=number)
        team.say("lilei", f"/会议 {day:%Y-%m-%d %H:%M} 第{number:02}次评审")
    shown = team.say("lilei", "/会议")
    pages = [said(shown)]
    while more := [button for button in buttons_in(shown) if button.action == "meetings"]:
        (last_page,) = more
        shown = team.press(last_page, "lilei")
        pages.append(said(shown))
    assert [[f"第{number:02}次评审" in page for page in pages].count(True) for number in range(23)] == [1] * 23
    assert "11–20" in pages[1]
    assert "23" in pages[1]
    assert "已取消" in said(team.press(buttons_in(shown)[-1], "lilei"))
    in_english = said(team.say("ann", "/meeting"))
    assert "1–10 of 22" in in_english
    for _ in range(2):
        team.write("lilei", lambda store: store.meetings.cancel(store.meetings.planned([team.dossier.id])[20]))
    assert "第19次评审" in said(team.press(last_page, "lilei")), "the page that was the last one is not there any more"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("昨天 10:00 需求评审", "已经结束了"),
        ("今天 25:00 需求评审", "没有“25:00”这个时间"),
        ("明天 11:00-10:30 需求评审", "晚于开始"),
        ("明天 需求评审", "几点"),
        ("需求评审", "什么时候"),
        ("明天 10:00", "主题"),
    ],
)
def test_a_meeting_that_cannot_be_is_answered_clearly_and_nothing_typed_is_lost(
    team: Team, text: str, word: str
) -> None:
    answer = said(team.say("lilei", f"/会议 {text}"))
    assert word in answer
    assert f"/会议 {text}" in answer
    assert "没有预告的会议" in said(team.say("lilei", "/会议"))


def test_of_a_meeting_that_ends_when_its_dossier_is_sealed_nothing_is_owed(team: Team) -> None:
    team.say("lilei", "/会议 今天 14:00-15:00 需求评审")
    team.say("lilei", "/会议 每周三 16:00 站会")
    team.write("wangfang", lambda store: store.dossiers.set_phase(team.dossier, Phase.SEALED))
    team.wait(days=1)
    assert owed(team) == []
    assert team.posted("abc") == []
    team.write("wangfang", lambda store: store.dossiers.set_phase(team.dossier, Phase.LAUNCH))
    team.wait(days=6, hours=8)
    assert [duty.topic for duty in owed(team)] == ["站会"]


def test_guests_and_strangers_announce_nothing(team: Team) -> None:
    for who in ("carla", "zhaomin"):
        team.say(who, "/meeting tomorrow 10:00 review")
    assert team.read("lilei", lambda store: store.meetings.planned([team.dossier.id])) == []


def test_a_meeting_of_the_platform_is_owed_by_its_host(team: Team) -> None:
    ended(team, channel="abc", attendees=("ann", "carla", "unknown"))
    (duty,) = owed(team)
    assert (duty.topic, duty.held_at) == ("需求评审", START)
    (card,) = team.posted("abc")
    assert "https://meet.example/m-1" in card.text
    form = form_in(team.press(button_in(card, "enter"), "lilei"))
    assert next(field.value for field in form.fields if field.name == "attendees") == "@李雷, @Ann, @Carla"


def test_a_meeting_that_was_announced_and_ended_on_the_platform_is_owed_once(team: Team) -> None:
    team.say("lilei", "/会议 今天 14:00-15:00 需求评审 @Ann")
    team.clock.set(datetime.fromisoformat("2026-11-18T14:50+08:00"))
    ended(team, "需求评审会", start=datetime.fromisoformat("2026-11-18T14:02+08:00"), channel="abc")
    until(team, "15:00")
    assert [duty.topic for duty in owed(team)] == ["需求评审"]
    assert len(team.posted("abc")) == 1


def test_one_that_the_clock_was_first_to_end_is_owed_once_too(team: Team) -> None:
    team.say("lilei", "/会议 今天 14:00-15:00 需求评审 @Ann")
    until(team, "15:00")
    ended(team, "王芳的视频会议", who="ann", start=datetime.fromisoformat("2026-11-18T14:02+08:00"), channel="abc")
    ended(team, "需求评审", start=datetime.fromisoformat("2026-11-18T14:02+08:00"), channel="abc", event="minutes-made")
    assert len(owed(team)) == 1
    assert owed(team, "ann") == []


def test_without_a_channel_the_topic_or_the_only_dossier_tells_which_is_meant(team: Team) -> None:
    ended(team, "随便聊聊", who="ann")
    assert [duty.topic for duty in owed(team, "ann")] == ["随便聊聊"]


def test_the_host_of_several_dossiers_is_asked_which(team: Team) -> None:
    def start_another(store: Store) -> None:
        lilei = store.people.named("李雷")
        assert lilei is not None
        store.dossiers.start("DEF有限公司", "DEF", "官网", Phase.DESIGN, lilei)

    team.write("lilei", start_another)
    ended(team)
    ended(team, event="again")
    assert owed(team) == []
    (question,) = team.told("lilei")
    assert [button.label for button in buttons_in(question)] == ["DEF · 官网", "ABC · 商城", "都不是"]
    chosen = button_in(question, "meeting-of", dossier=team.dossier.uid)
    assert "ABC · 商城" in said(team.press(chosen, "lilei", None))
    assert [duty.dossier for duty in owed(team)] == [team.dossier.id]
    assert "草稿" in said(team.press(chosen, "lilei", None))
    ended(team, "DEF 官网改版", event="third", start=START + 5 * HOUR)
    assert [duty.topic for duty in owed(team)] == ["需求评审", "DEF 官网改版"]


def test_a_host_who_has_no_dossier_is_not_bothered(team: Team) -> None:
    ended(team, who="zhaomin")
    ended(team, who="unknown", event="other")
    assert team.told("zhaomin") == []
    assert team.posted("abc") == []


@pytest.mark.parametrize(("delegate", "instead"), [("", "王芳"), (" @Ann", "Ann")])
def test_the_minutes_of_who_is_away_are_asked_of_who_stands_in(team: Team, delegate: str, instead: str) -> None:
    team.say("lilei", f"/档案 请假 今天到下周五{delegate}")
    team.say("lilei", "/会议 今天 10:30-11:00 站会")
    # Late enough that Ann, in Berlin, may be written to.
    until(team, "16:01")
    (card,) = team.posted("abc")
    assert f"@{instead} 来记一下" in card.text
    assert "李雷 现在收不到提醒" in card.text


def test_without_a_channel_who_stands_in_is_told_of_the_minutes_directly(team: Team) -> None:
    def invite(store: Store) -> None:
        (channel,) = store.channels.of(team.dossier)
        store.channels.describe(channel, channel.name, external=True)

    team.write("lilei", invite)
    team.say("lilei", "/档案 请假 今天到下周五 @Ann")
    team.say("lilei", "/会议 今天 10:30-11:00 站会")
    until(team, "11:01")
    assert team.told("lilei") == []
    # At night in Berlin it waits for the morning.
    team.wait(hours=6)
    assert "站会" in team.told("ann")[0].text


def test_the_minutes_of_who_was_removed_meanwhile_are_owed_by_the_owner_of_the_dossier(team: Team) -> None:
    team.say("ann", "/meeting tomorrow 10:00-11:00 review")
    team.say("lilei", "/档案 成员 @Ann 移除")
    team.clock.set(START + timedelta(days=1, hours=9))
    team.app.reminders.run()

    (card,) = team.posted("abc")
    assert "李雷" in card.text
    assert "Ann" not in card.text
    assert owed(team, "ann") == []
    assert [duty.topic for duty in owed(team)] == ["review"]


def test_who_is_invited_and_nobody_knows_is_named_in_the_answer(team: Team) -> None:
    answer = said(team.say("lilei", "/会议 明天 10:00 评审 @Ann @王总 @Bob"))
    assert "记下了：评审" in answer
    assert "没有（或不止一个）@王总 @Bob，" in answer
    assert "There is nobody (or more than one) called @Bob here" in said(
        team.say("ann", "/meeting every Monday 10:00 sync @Bob")
    )
    assert "没有（或不止一个）" not in said(team.say("lilei", "/会议 明天 11:00 评审 @Ann"))
