"""What is asked of a meeting that ends in quiet hours waits until they are over."""

from datetime import datetime, timedelta

from tests.scenarios.test_meetings import ended, owed
from tests.team import Team, button_in, form_in


def test_which_dossier_a_meeting_at_night_belongs_to_is_asked_in_the_morning(team: Team) -> None:
    form = form_in(team.say("lilei", "/dossier start 蓝鲸", None))
    team.submit(form, "lilei", None, short_name="蓝鲸", project="会员")
    before = len(team.told("lilei"))
    team.clock.set(datetime.fromisoformat("2026-11-18T21:30+08:00"))
    ended(team, "电话会", start=datetime.fromisoformat("2026-11-18T20:30+08:00"))
    ended(team, "电话会", start=datetime.fromisoformat("2026-11-18T20:30+08:00"))
    for hour, minute in ((21, 31), (8, 29)):
        at = datetime.fromisoformat("2026-11-18T00:00+08:00") + timedelta(days=hour < 21, hours=hour, minutes=minute)
        team.clock.set(at)
        team.app.reminders.run()
        assert len(team.told("lilei")) == before
    team.clock.set(datetime.fromisoformat("2026-11-19T08:30:01+08:00"))
    team.app.reminders.run()
    team.app.reminders.run()
    (asked,) = team.told("lilei")[before:]
    assert "电话会”结束了。纪要记进哪个档案？" in asked.text

    team.press(button_in(asked, "meeting-of", dossier=team.dossier.uid), "lilei", None)
    (duty,) = owed(team)
    assert duty.due_at == datetime.fromisoformat("2026-11-19T21:30+08:00")
