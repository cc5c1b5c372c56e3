"""Reminding, on both engines: each step once, the right people, in hours when they may be written to."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from chat.messages import Mention, Message, Paragraph
from dossier.duties import Trigger
from dossier.fields import PersonRef
from dossier.phases import Phase
from dossier.tiers import Tier
from dossier.views import DutyView
from storage.store import Store
from storage.tables import accounts, duties, nudges, outbox, people, settings
from tests.contracts.contents import MINUTES
from tests.team import START, Team


def owe(team: Team, topic: str, who: str = "ann", **more: Any) -> DutyView:
    """Have somebody owe the minutes of a meeting."""
    owner = PersonRef(id=team.actor(who).uid, name=who)
    return team.write(
        "lilei",
        lambda store: store.duties.raise_for(team.dossier, Trigger.MEETING_ENDED, MINUTES, topic, owner, **more),
    )


def log(team: Team, topic: str, who: str = "ann") -> None:
    team.say(who, f"/minutes {topic} | decisions: 上线")


def taken(team: Team, duty: DutyView) -> list[tuple[int, str]]:
    """Give the steps that were taken for a duty and what became of each."""
    query = select(nudges.c.step, nudges.c.outcome).where(nudges.c.duty_id == duty.id).order_by(nudges.c.step)
    return team.database.read(lambda connection: [(row.step, row.outcome) for row in connection.execute(query)])


def mentioned(message: Message) -> list[str]:
    """Give who is notified by a message."""
    parts = [part for block in message.blocks if isinstance(block, Paragraph) for part in block.parts]
    return [part.name for part in parts if isinstance(part, Mention)]


def rule(team: Team, **values: str) -> None:
    team.write("wangfang", lambda store: store.rules.keep(team.dossier, values))


@pytest.fixture(autouse=True)
def without_quiet_hours(team: Team, request: pytest.FixtureRequest) -> None:
    """Let people be written to at any hour, unless a test is about that."""
    if "quiet" not in request.node.name:
        rule(team, quiet="-")


def test_a_duty_is_reminded_of_step_by_step(team: Team) -> None:
    duty = owe(team, "需求评审")
    team.wait(hours=19)
    assert team.told("ann") == []
    team.wait(hours=1)
    assert "需求评审" in team.told("ann")[0].text
    team.wait(hours=4)
    (card,) = team.posted("abc")
    assert mentioned(card) == ["Ann"]
    team.wait(hours=24)
    assert "Ann" in team.told("lilei")[0].text
    team.wait(hours=24)
    assert "李雷" in team.told("wangfang")[0].text
    team.wait(hours=240)
    assert taken(team, duty) == [(0, "sent"), (1, "sent"), (2, "sent"), (3, "sent")]
    assert len(team.platform.messages) == 4 + mornings(team)


def mornings(team: Team) -> int:
    query = select(func.count()).select_from(outbox).where(outbox.c.card == "digest", outbox.c.state == "sent")
    return team.database.read(lambda connection: connection.execute(query).scalar_one())


def test_looking_twice_says_nothing_twice(team: Team) -> None:
    owe(team, "需求评审")
    team.wait(hours=20)
    before = team.deliver()
    for _ in range(3):
        assert team.app.reminders.run() == 0
    assert (before, team.deliver()) == (1, 0)


def test_after_a_jump_only_the_highest_step_is_said(team: Team) -> None:
    duty = owe(team, "需求评审")
    team.wait(hours=50)
    assert taken(team, duty) == [(0, "superseded"), (1, "superseded"), (2, "sent")]
    assert team.told("ann") == []
    assert "需求评审" in team.told("lilei")[0].text


def test_what_is_logged_is_not_reminded_of(team: Team) -> None:
    owe(team, "需求评审")
    log(team, "需求评审")
    team.wait(hours=100)
    assert team.told("ann") == team.told("lilei") == team.told("wangfang") == []


def test_what_was_said_turns_into_who_did_it_and_when(team: Team) -> None:
    owe(team, "需求评审")
    team.wait(hours=20)
    assert not team.told("ann")[0].text.startswith("✅")
    team.wait(hours=5)
    team.deliver()
    log(team, "需求评审", "lilei")
    for card in (team.told("ann")[0], team.posted("abc")[0]):
        assert card.text.startswith("✅")
        assert "李雷" in card.text


def test_undoing_it_lets_the_steps_go_on(team: Team) -> None:
    duty = owe(team, "需求评审")
    team.wait(hours=25)
    team.deliver()
    log(team, "需求评审")
    assert team.posted("abc")[0].text.startswith("✅")
    team.say("ann", "/dossier undo 1")
    assert not team.posted("abc")[0].text.startswith("✅")
    team.wait(hours=24)
    assert taken(team, duty) == [(0, "superseded"), (1, "sent"), (2, "sent")]


def test_a_message_that_was_not_sent_before_it_was_done_is_never_sent(team: Team) -> None:
    owe(team, "需求评审")
    team.wait(hours=20)
    log(team, "需求评审")
    assert team.told("ann") == []


def test_several_steps_for_one_person_are_one_message(team: Team) -> None:
    first, second, other = owe(team, "需求评审"), owe(team, "站会"), owe(team, "复盘", who="lilei")
    team.wait(hours=20)
    (card,) = team.told("ann")
    assert "需求评审" in card.text
    assert "站会" in card.text
    assert "复盘" not in card.text
    assert [taken(team, each) for each in (first, second, other)] == [[(0, "sent")], [(0, "merged")], [(0, "sent")]]
    log(team, "站会")
    (card,) = team.told("ann")
    assert card.text.count("✅") == 1


def test_in_quiet_hours_one_waits_for_the_morning(team: Team) -> None:
    # 10:05 in Shanghai is 3:05 in Berlin, where Ann lives; twenty hours later it is 23:05 there.
    duty = owe(team, "需求评审")
    team.wait(hours=20)
    assert taken(team, duty) == []
    assert team.told("ann") == []
    team.wait(hours=9, minutes=24)
    assert team.told("ann") == []
    team.wait(minutes=2)
    # By 8:31 of the next day there, the step after that has come.
    assert taken(team, duty) == [(0, "superseded"), (1, "sent")]
    assert team.read("ann", lambda store: store.duties.get(duty.uid)).due_at == duty.due_at


def test_a_person_is_mentioned_once_a_day(team: Team) -> None:
    owe(team, "需求评审")
    owe(team, "站会", raised_at=team.clock.now() + timedelta(minutes=1))
    team.wait(hours=24)
    team.wait(minutes=1)
    first, second = team.posted("abc")
    assert (mentioned(first), mentioned(second)) == (["Ann"], [])
    assert "Ann" in second.text


def test_a_channel_with_guests_is_told_nothing(team: Team) -> None:
    def invite(store: Store) -> None:
        (channel,) = store.channels.of(team.dossier)
        store.channels.describe(channel, channel.name, external=True)

    team.write("lilei", invite)
    owe(team, "需求评审")
    team.wait(hours=24)
    assert team.posted("abc") == []
    assert "需求评审" in team.told("ann")[0].text


def test_who_has_left_is_not_written_to_but_the_pm_is(team: Team) -> None:
    owe(team, "需求评审")
    gone = team.actor("ann").person

    def leave(store: Store) -> None:
        store.connection.execute(update(people).where(people.c.id == gone).values(tier=int(Tier.STRANGER)))
        store.dossiers.set_member(team.dossier, PersonRef(id=team.actor("ann").uid, name="Ann"), Tier.STRANGER)

    team.write("wangfang", leave)
    team.wait(hours=20)
    assert team.told("ann") == []
    assert "Ann" in team.told("lilei")[0].text


def test_a_guest_who_owes_something_is_not_told_of_the_dossier_but_the_pm_is(team: Team) -> None:
    owe(team, "需求评审", who="carla")
    team.wait(hours=20)
    assert team.told("carla") == []
    assert "Carla" in team.told("lilei")[0].text


def test_while_a_dossier_is_sealed_nobody_is_reminded(team: Team) -> None:
    duty = owe(team, "需求评审")
    team.write("wangfang", lambda store: store.dossiers.set_phase(team.dossier, Phase.SEALED))
    team.wait(hours=30)
    assert taken(team, duty) == []
    team.write("wangfang", lambda store: store.dossiers.set_phase(team.dossier, Phase.TEST))
    team.wait(hours=24)
    assert taken(team, duty)[-1] == (2, "sent")


def test_whom_nobody_can_reach_is_noted(team: Team) -> None:
    duty = owe(team, "需求评审")
    team.database.write(lambda connection: connection.execute(accounts.delete()))
    team.wait(hours=20)
    assert taken(team, duty) == [(0, "unreached")]


def test_a_rule_of_48_hours_stretches_the_steps(team: Team) -> None:
    rule(team, due_hours="48")
    duty = owe(team, "需求评审")
    assert duty.due_at - duty.raised_at == timedelta(hours=48)
    team.wait(hours=39)
    assert taken(team, duty) == []
    team.wait(hours=1)
    assert taken(team, duty) == [(0, "sent")]


def test_working_hours_are_those_of_who_owes_it(team: Team) -> None:
    rule(team, due_by="working", due_hours="9")
    duty = owe(team, "需求评审", who="lilei")
    # 10:05 on Wednesday in Shanghai: nine working hours later it is 10:05 on Thursday.
    assert duty.due_at - duty.raised_at == timedelta(hours=24)
    duty = owe(team, "站会")
    # In Berlin it is night: Wednesday, 18:00.
    assert duty.due_at == START + timedelta(hours=14, minutes=55)


def test_a_snooze_moves_the_next_word_and_never_the_due_moment(team: Team) -> None:
    duty = owe(team, "需求评审")
    team.wait(hours=20)
    team.write("ann", lambda store: store.duties.snooze(duty, store.now + timedelta(hours=1)))
    assert "snoozed 1×" in team.told("ann")[0].text
    team.wait(minutes=59)
    assert len(team.told("ann")) == 1
    team.wait(minutes=1)
    assert len(team.told("ann")) == 2
    snoozed = team.read("ann", lambda store: store.duties.get(duty.uid))
    assert (snoozed.due_at, snoozed.snoozes) == (duty.due_at, 1)
    team.wait(hours=3)
    assert taken(team, duty) == [(0, "sent"), (1, "sent")]


def test_what_was_put_off_is_said_alone_and_brought_up_to_date(team: Team) -> None:
    duty = owe(team, "需求评审")
    team.write("ann", lambda store: store.duties.snooze(duty, store.now + timedelta(hours=10)))
    owe(team, "站会", raised_at=team.clock.now() - timedelta(hours=10))
    team.wait(hours=10, minutes=1)
    assert len(team.told("ann")) == 2
    log(team, "需求评审")
    assert sorted("✅" in message.text for message in team.told("ann")) == [False, True]


def test_one_word_in_the_morning_lists_what_is_late_or_due_today(team: Team) -> None:
    rule(team, steps="300")
    owe(team, "需求评审", who="lilei")
    owe(team, "站会", who="lilei", raised_at=START + timedelta(days=2))
    # Thursday, 9:00 in Shanghai: what is due at 10:05 is named, what is due on Saturday not.
    team.wait(hours=22, minutes=55)
    (word,) = team.told("lilei")
    assert "需求评审" in word.text
    assert "站会" not in word.text
    log(team, "需求评审", "lilei")
    (word,) = team.told("lilei")
    assert "今天要补的都处理好了" in word.text
    assert "没有欠账" not in word.text
    team.say("lilei", "/档案 撤销 1")
    (word,) = team.told("lilei")
    assert "需求评审" in word.text
    team.wait(minutes=30)
    assert len(team.told("lilei")) == 1
    # Saturday is no working day; on Monday both are late.
    team.wait(hours=47, minutes=30)
    assert len(team.told("lilei")) == 1
    team.wait(hours=48)
    assert "站会" in team.told("lilei")[-1].text


def test_who_was_reminded_of_everything_today_is_not_told_again_in_the_morning(team: Team) -> None:
    owe(team, "需求评审", who="lilei", raised_at=START - timedelta(hours=22))
    team.wait(hours=22)
    before = len(team.told("lilei"))
    team.wait(hours=1)
    assert len(team.told("lilei")) == before


def test_the_word_in_the_morning_is_said_for_what_is_new_and_names_all_that_is_owed(team: Team) -> None:
    owe(team, "需求评审", who="lilei", raised_at=START - timedelta(hours=22))
    owe(team, "站会", who="lilei", raised_at=START + timedelta(hours=4))
    # 8:31 on Thursday: a step of the first, as quiet hours end; at 9:00 the second is due that day.
    team.wait(hours=22, minutes=26)
    told = team.told("lilei")
    team.wait(minutes=30)
    word = team.told("lilei")[-1]
    assert len(team.told("lilei")) == len(told) + 1
    assert "有 1 项已经晚了，今天还有 1 项" in word.text
    assert "站会" in word.text
    assert "需求评审" in word.text
    log(team, "站会", "lilei")
    assert "站会" not in team.told("lilei")[-1].text


def test_a_duty_that_cannot_be_worked_on_keeps_no_other_waiting(team: Team) -> None:
    owe(team, "需求评审")
    owe(team, "站会", who="lilei")
    nowhere = update(settings).where(settings.c.name == "zone", settings.c.subject == team.actor("ann").person)
    team.database.write(lambda connection: connection.execute(nowhere.values(value="Nowhere/Land")))
    team.wait(hours=20)
    assert "站会" in team.told("lilei")[0].text
    assert team.app.reminders.run() == 0


def test_a_rule_that_cannot_be_read_counts_as_not_set(team: Team) -> None:
    owe(team, "需求评审")
    team.database.write(
        lambda connection: connection.execute(
            update(settings).where(settings.c.name == "quiet").values(value="whenever")
        )
    )
    team.wait(hours=30)
    assert "需求评审" in team.posted("abc")[0].text


def test_every_open_duty_has_a_next_step_until_the_last(team: Team) -> None:
    owe(team, "需求评审")
    query = select(duties.c.next_at)
    for _ in range(3):
        assert team.database.read(lambda connection: connection.execute(query).scalar_one()) is not None
        team.wait(hours=24)
    assert team.database.read(lambda connection: connection.execute(query).scalar_one()) is None
