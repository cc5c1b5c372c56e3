"""The half-yearly review of long-term customers, and the audit after a project's end, through a year."""

from datetime import datetime, timedelta

import pytest

from chat.messages import Message
from dossier.fields import PersonRef
from dossier.phases import Phase
from dossier.views import DutyView
from reminders.reviews import Reviews
from storage.store import Store
from tests.moving import move
from tests.team import DEFAULT, ZONE, Team, button_in, form_in, said

CHECKED = {
    **dict.fromkeys(("basics", "contacts", "goals", "permissions", "names"), "仍然准确"),
    "changed": "想要移动端",
    "next": "下季度谈二期",
}
AUDITED = {
    **dict.fromkeys(("complete", "redundant", "names", "versions", "permissions", "stored"), "没问题"),
    "lessons": "接口文档要早定",
}


def look(team: Team, *replicas: Reviews) -> int:
    """Let every replica look what is to be asked for; give how many duties were raised."""
    return sum(each.run() for each in (team.app.reviews, *replicas))


def another(team: Team) -> Reviews:
    """Give what a second replica looks with."""
    return Reviews(team.database, team.app.keyring, team.clock.now, DEFAULT)


def at(team: Team, year: int, month: int, day: int, hour: int = 10, minute: int = 5) -> int:
    """Move to a moment in Shanghai, and look what it brings; give how many duties were raised."""
    team.clock.set(datetime(year, month, day, hour, minute, tzinfo=ZONE))
    raised = look(team)
    team.app.reminders.run()
    return raised


def owed(team: Team) -> list[DutyView]:
    """Give what 李雷 owes."""
    return team.read("lilei", lambda store: store.duties.owed_by_me())


def asked(team: Team) -> list[Message]:
    """Give what was asked in the channel."""
    return [each for each in team.posted("abc") if each.text.startswith(("🔭", "✅", "↩️"))]


def test_after_half_a_year_the_owner_owes_a_review_within_two_weeks(team: Team) -> None:
    assert at(team, 2027, 5, 18, 9) == 0
    assert at(team, 2027, 5, 18) == 2  # Theirs elsewhere as well.

    (duty,) = owed(team)
    assert (duty.topic, duty.due_at - duty.raised_at) == ("2026-11 – 2027-05", timedelta(days=14))
    (card,) = asked(team)
    assert "半年回顾：2026-11 – 2027-05\n@李雷：合作又满半年了" in card.text
    assert button_in(card, "enter").label == "填写半年回顾"
    assert "半年回顾：2026-11 – 2027-05" in said(team.say("lilei", "/档案 待办"))


def test_the_checklist_closes_it_and_the_next_comes_after_another_half_year(team: Team) -> None:
    at(team, 2027, 5, 18)
    form = form_in(team.press(button_in(asked(team)[0], "enter"), "lilei"))
    assert {field.name: field.value for field in form.fields}["period"] == "2026-11 – 2027-05"
    team.submit(form, "lilei", **CHECKED)

    assert owed(team) == []
    assert asked(team)[0].text.startswith("✅ 半年回顾")
    assert at(team, 2027, 11, 17) == 0
    assert at(team, 2027, 11, 18) > 0
    assert [duty.topic for duty in owed(team)] == ["2027-05 – 2027-11"]


def test_one_that_is_entered_by_command_closes_it_whatever_it_is_called(team: Team) -> None:
    at(team, 2027, 5, 18)
    team.submit(form_in(team.say("lilei", "/档案 半年回顾")), "lilei", period="上半年", **CHECKED)
    assert owed(team) == []


def test_whoever_has_just_done_it_is_not_asked_for_it(team: Team) -> None:
    at(team, 2027, 4, 20)
    team.submit(form_in(team.say("lilei", "/档案 半年回顾")), "lilei", period="上半年", **CHECKED)
    at(team, 2027, 5, 18)
    assert owed(team) == []
    at(team, 2027, 11, 18)
    assert len(owed(team)) == 1


def test_a_checklist_that_is_not_filled_in_says_so_on_its_fields(team: Team) -> None:
    at(team, 2027, 5, 18)
    form = form_in(team.press(button_in(asked(team)[0], "enter"), "lilei"))
    refused = said(team.submit(form, "lilei", basics="大概", satisfaction="11"))
    assert "basics: 没有“大概”这个选项" in refused
    assert "satisfaction:" in refused
    assert "changed: 请填写" in refused


def test_a_customer_with_several_projects_is_reviewed_once_by_the_oldest_that_goes_on(team: Team) -> None:
    def start_another(store: Store) -> None:
        store.dossiers.start("ABC有限公司", "ABC", "二期", Phase.DESIGN, PersonRef(id=store.actor.uid, name=""))

    at(team, 2026, 12, 18)
    team.write("wangfang", start_another)
    at(team, 2027, 5, 18)
    assert len(owed(team)) == 1
    assert at(team, 2027, 6, 18) == 0

    move(team, Phase.CLOSING, "lilei")
    at(team, 2027, 12, 20)
    (duty, *_) = team.read(
        "wangfang",
        lambda store: [
            each for each in store.duties.owed_by_me() if store.dossiers.by_id(each.dossier).project == "二期"
        ],
    )
    assert duty.topic == "2027-06 – 2027-12"


def test_it_is_reminded_of_on_its_last_day_and_escalated_afterwards(team: Team) -> None:
    at(team, 2027, 5, 18)
    at(team, 2027, 5, 25)
    assert team.told("lilei") == [], "there are days left"
    at(team, 2027, 6, 1, 9)
    assert "快到期了" in team.told("lilei")[-1].text
    at(team, 2027, 6, 1, 10, 10)
    assert "还没补上" in team.posted("abc")[-1].text
    at(team, 2027, 6, 3, 10, 10)
    assert "半年回顾：2026-11 – 2027-05" in team.told("wangfang")[-1].text


def test_it_is_asked_for_on_a_working_day_and_when_people_are_awake(team: Team) -> None:
    team.say("wangfang", "/档案 工作日 2027-05-18 休息")
    at(team, 2027, 5, 18, 12)
    assert owed(team) == []
    at(team, 2027, 5, 19, 8)
    assert owed(team) == []
    at(team, 2027, 5, 19, 9, 0)
    assert len(owed(team)) == 1


def test_after_a_year_of_silence_there_is_one_review_with_all_its_time(team: Team) -> None:
    at(team, 2028, 3, 1)
    look(team)
    (duty,) = owed(team)
    assert duty.due_at - team.clock.now() > timedelta(days=13)


def test_one_that_is_still_owed_is_not_owed_twice(team: Team) -> None:
    at(team, 2027, 5, 18)
    at(team, 2027, 11, 18)
    assert [duty.topic for duty in owed(team)] == ["2026-11 – 2027-05"]


def test_two_replicas_raise_one_duty(team: Team) -> None:
    team.clock.set(datetime(2027, 5, 18, 10, 5, tzinfo=ZONE))
    assert look(team, another(team)) == 2
    assert len(owed(team)) == 1
    move(team, Phase.CLOSING, "lilei")
    assert look(team, another(team)) == 1
    assert [duty.topic for duty in owed(team)] == ["商城"]


def test_a_project_that_closes_is_audited_within_thirty_days_and_reviewed_no_more(team: Team) -> None:
    at(team, 2027, 5, 18)
    assert len(asked(team)) == 1
    move(team, Phase.CLOSING, "lilei")
    look(team)

    (duty,) = owed(team)
    assert (duty.trigger.label.zh, duty.due_at - duty.raised_at) == ("结项审查", timedelta(days=30))
    review, audit = asked(team)
    assert review.text.startswith("↩️ 半年回顾")
    assert "项目收尾了" in audit.text
    form = form_in(team.press(button_in(audit, "enter"), "lilei"))
    team.submit(form, "lilei", **AUDITED)
    assert owed(team) == []
    at(team, 2028, 5, 18)
    assert owed(team) == []


@pytest.mark.parametrize(("days", "left"), [(1, 29), (20, 10), (26, 4), (29, 3), (90, 3)])
def test_an_audit_that_is_asked_for_late_is_due_within_a_month_of_the_end_all_the_same(
    team: Team, days: int, left: int
) -> None:
    move(team, Phase.CLOSING, "lilei")
    team.clock.advance(timedelta(days=days))
    look(team)

    (duty,) = owed(team)
    assert round((duty.due_at - team.clock.now()) / timedelta(days=1), 2) == left, "at least three days to do it in"
    team.app.reminders.run()
    assert len(asked(team)) == 1, "nothing of it is late yet"


def test_an_audit_that_time_brings_at_night_is_asked_for_when_quiet_hours_are_over(team: Team) -> None:
    move(team, Phase.CLOSING, "lilei")
    ended = team.clock.now()
    at(team, 2026, 12, 10, 3)
    assert asked(team) == [], "nobody is written to at three in the morning"
    (duty,) = owed(team)
    assert round((duty.due_at - ended) / timedelta(days=1), 2) == 30, "a month after the end, whenever it is told of"
    at(team, 2026, 12, 10, 8, 29)
    assert asked(team) == []
    at(team, 2026, 12, 10, 8, 31)
    at(team, 2026, 12, 10, 8, 45)
    (card,) = asked(team)
    assert "项目收尾了" in card.text
    assert "@李雷" in card.text
    team.submit(form_in(team.press(button_in(card, "enter"), "lilei")), "lilei", **AUDITED)
    assert asked(team)[0].text.startswith("✅ 结项审查")


def test_an_audit_put_off_overnight_is_not_asked_for_when_the_project_goes_on_by_then(team: Team) -> None:
    move(team, Phase.CLOSING, "lilei")
    at(team, 2026, 12, 10, 3)
    move(team, Phase.LAUNCH, "lilei")
    at(team, 2026, 12, 10, 9)
    assert asked(team) == []
    assert owed(team) == []


def test_both_checklists_are_there_in_english(team: Team) -> None:
    review = form_in(team.say("ann", "/dossier half-year"))
    audit = form_in(team.say("ann", "/dossier closing-audit"))
    assert [review.title, audit.title] == ["New: Half-yearly review", "New: Closing audit"]
    assert "Still right" in [choice.label for field in review.fields for choice in field.choices]
    assert {"Complete", "Versions", "Lessons"} <= {field.label for field in audit.fields}


def test_a_project_that_goes_on_after_all_is_not_audited_but_reviewed_again(team: Team) -> None:
    move(team, Phase.CLOSING, "lilei")
    look(team)
    assert "结项审查" in asked(team)[0].text
    move(team, Phase.LAUNCH, "lilei")
    look(team)
    assert owed(team) == []
    assert "↩️" in asked(team)[0].text
    at(team, 2027, 5, 18)
    assert [duty.trigger.label.en for duty in owed(team)] == ["Half-yearly review"]


def test_a_sealed_project_is_asked_for_nothing(team: Team) -> None:
    move(team, Phase.SEALED)
    at(team, 2027, 5, 18)
    assert owed(team) == []
