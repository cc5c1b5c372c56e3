"""What there is to tell somebody at one moment is one message, which says whose each thing is and why they hear it."""

from datetime import datetime, timedelta

from dossier.fields import PersonRef
from dossier.tiers import Tier
from storage.store import Store
from tests.owing import owe
from tests.team import START, Team, button_in, buttons_in, form_in


def at(team: Team, clock: str) -> None:
    """Jump to a moment in Shanghai, and look what is due."""
    team.clock.set(datetime.fromisoformat(f"2026-11-{clock}:00+08:00"))
    team.app.reminders.run()


def join(team: Team, *whose: tuple[str, str]) -> None:
    def unit(store: Store) -> None:
        for who, name in whose:
            person = PersonRef(id=team.actor(who).uid, name=name)
            store.dossiers.set_member(team.dossier, person, Tier.MEMBER)

    team.write("lilei", unit)


def test_own_updates_those_of_who_is_away_and_those_that_are_escalated_are_one_message(team: Team) -> None:
    join(team, ("zhaomin", "赵敏"))
    at(team, "18T15:00")
    team.say("ann", "/dossier leave today to Friday @李雷")
    owe(team, "站会", "lilei", ago=21)
    owe(team, "接口评审", "ann", ago=21)
    owe(team, "压测复盘", "zhaomin", ago=49)
    owe(team, "上线演练", "zhaomin", ago=49)
    team.app.reminders.run()

    (message,) = team.told("lilei")
    expected = ["4 项还没补上", "你自己的，1 项", "站会", "Ann 请假期间由你代收的，1 项", "接口评审"]
    expected += ["你负责的项目里别人欠的，2 项", "压测复盘", "赵敏", "上线演练"]
    found = [message.text.index(each) for each in expected]
    assert found == sorted(found)


def test_each_of_its_parts_says_what_was_done_since(team: Team) -> None:
    at(team, "18T15:00")
    owe(team, "站会", "lilei", ago=21)
    owe(team, "接口评审", "ann", ago=49)
    team.app.reminders.run()
    team.say("ann", "/minutes 接口评审 | decisions: go")
    (message,) = team.told("lilei")
    assert "1 项还没补上" in message.text
    assert "你负责的项目" not in message.text
    assert "已由 Ann 补上" in message.text


def test_management_is_told_whose_projects_they_are_of(team: Team) -> None:
    at(team, "18T15:00")
    owe(team, "接口评审", "ann", ago=73)
    owe(team, "站会", "ann", ago=73)
    team.app.reminders.run()
    (message,) = team.told("wangfang")
    assert "李雷 的项目里没补上的，2 项" in message.text


def test_what_is_due_in_the_minute_of_the_morning_s_word_is_in_it_and_no_message_of_its_own(team: Team) -> None:
    at(team, "18T14:00")
    owe(team, "站会", "lilei", ago=2)
    owe(team, "接口评审", "ann", ago=30)
    owe(team, "需求评审", "lilei")
    at(team, "19T09:00")

    (word,) = team.told("lilei")
    assert word.text.startswith("☀️ 早上好\n今天有 2 项要补：")
    for said in ("站会", "需求评审", "接口评审", "Ann"):
        assert said in word.text
    team.wait(minutes=20)
    assert len(team.told("lilei")) == 1
    team.say("ann", "/minutes 接口评审 | decisions: go")
    (word,) = team.told("lilei")
    assert "接口评审" not in word.text


def test_who_stands_in_finds_it_in_their_word_of_the_morning_until_it_is_done(team: Team) -> None:
    join(team, ("zhaomin", "赵敏"))
    team.say("ann", "/dossier leave today to Friday @赵敏")
    at(team, "18T14:00")
    owe(team, "接口评审", "ann", ago=2)
    owe(team, "需求评审", "zhaomin")
    at(team, "19T09:00")
    (word,) = team.told("zhaomin")
    assert word.text.startswith("☀️")
    assert "Ann 请假期间由你代收的，1 项" in word.text
    enter = next(each for each in buttons_in(word) if "接口评审" in each.label)
    team.submit(form_in(team.press(enter, "zhaomin", None)), "zhaomin", None, decisions="上线")
    (word,) = team.told("zhaomin")
    assert "接口评审" not in word.text


def test_the_word_of_the_morning_counts_all_that_is_owed_also_what_was_said_before_it(team: Team) -> None:
    at(team, "18T12:00")
    owe(team, "站会", "lilei", ago=1)
    owe(team, "周会", "lilei")
    at(team, "19T08:35")
    (message,) = team.told("lilei")
    assert "2 项还没补上" in message.text
    owe(team, "需求评审", "lilei", ago=12)
    at(team, "19T09:00")
    word = team.told("lilei")[-1]
    assert "今天有 3 项要补" in word.text
    assert "站会" in word.text


def test_a_step_alone_in_the_morning_is_said_as_it_is_with_all_that_can_be_done(team: Team) -> None:
    at(team, "18T14:00")
    owe(team, "站会", "lilei", ago=2)
    at(team, "19T09:00")
    (message,) = team.told("lilei")
    assert [each.action for each in buttons_in(message)] == ["enter", "snooze", "waive"]


def test_of_a_meeting_that_was_missed_by_a_jump_only_the_step_is_said(team: Team) -> None:
    team.say("lilei", "/会议 今天 14:00-15:00 需求评审 @Ann")
    team.clock.set(START + timedelta(days=1, hours=6, minutes=1))
    team.app.reminders.run()
    (card,) = team.posted("abc")
    assert "会议结束了" not in card.text
    assert "李雷 会议纪要：需求评审 还没补上" in card.text
    assert team.told("lilei") == []


def test_who_is_asked_for_minutes_that_are_late_is_not_said_to_remember(team: Team) -> None:
    team.say("lilei", "/会议 今天 14:00-15:00 需求评审 @Ann")
    at(team, "18T15:00")
    assert "趁大家都还记得清楚" in team.posted("abc")[0].text
    at(team, "20T15:00")
    team.submit(form_in(team.press(button_in(team.posted("abc")[0], "snooze"), "lilei")), "lilei", at="明天 11:00")
    assert "趁大家都还记得清楚" not in team.posted("abc")[0].text
