"""A year of a team's life: whatever they do and whenever, every step is taken once, who is done is left alone, and
reports and the summary for management come once a week."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule
from sqlalchemy import Connection, func, select

from chat.messages import Button
from dossier.duties import Trigger
from dossier.fields import PersonRef
from dossier.views import DutyView
from reminders.look import Look
from reminders.scan import Scan
from reminders.weekly_report import WeeklyReports
from reminders.weekly_summary import WeeklySummaries
from storage.database import Database
from storage.meeting_duties import minutes_kind
from storage.tables import duties, nudges, outbox, records
from tests.contracts.chains import broken
from tests.faults.killed import KEYRING
from tests.team import DEFAULT, ZONE, Team, form_in

NAMES = {"ann": "Ann", "lilei": "李雷", "wangfang": "王芳"}
who = st.sampled_from(sorted(NAMES))
hours = st.integers(1, 60)
_NEWEST = select(func.max(records.c.number))


class YearOfATeam(RuleBasedStateMachine):
    """What people do is drawn; what the product promises is looked at after every step."""

    owed = Bundle("owed")

    @initialize()
    def begin(self) -> None:
        self._folder = TemporaryDirectory()
        self._url = f"sqlite:///{Path(self._folder.name) / 'year.db'}"
        self.team = Team.on(self._url)
        self._topics = 0
        self._silent: dict[str, int] = {}
        self._mentioning: set[tuple[str, str, int | None]] = set()
        self._mentioned: Counter[tuple[int, date]] = Counter()

    def teardown(self) -> None:
        if not hasattr(self, "team"):
            return
        try:
            self._whole()
        finally:
            self.team.close()
            self._folder.cleanup()

    @rule(target=owed, owner=who)
    def somebody_owes_minutes(self, owner: str) -> str:
        self._topics += 1
        topic = f"第{self._topics:03}次会议"
        ref = PersonRef(id=self.team.actor(owner).uid, name=owner)
        return self.team.write(
            "wangfang",
            lambda store: (
                store.duties.raise_for(self.team.dossier, Trigger.MEETING_ENDED, minutes_kind(), topic, ref).uid
            ),
        )

    @rule(host=who, ahead=st.integers(1, 40), again=st.booleans())
    def a_meeting_is_announced(self, host: str, ahead: int, again: bool) -> None:
        self._topics += 1
        if again:
            self.team.say(host, f"/会议 每周三 {ahead % 24}:00 第{self._topics:03}次例会")
        else:
            at = (self.team.clock.now() + timedelta(hours=ahead)).astimezone(ZONE)
            self.team.say(host, f"/会议 {at:%Y-%m-%d %H:%M} 第{self._topics:03}次评审")

    @rule()
    def every_meeting_is_cancelled(self) -> None:
        planned = self.team.read("wangfang", lambda store: store.meetings.planned([self.team.dossier.id]))
        for meeting in planned:
            self.team.press(Button("", "meeting-cancel", {"meeting": meeting.uid}), "wangfang")

    @rule(uid=owed, by=who)
    def it_is_logged(self, uid: str, by: str) -> None:
        duty = self._duty(uid)
        self.team.say(by, f"/纪要 {duty.topic} | 决定: 好")
        if duty.is_open:
            self._is_silent(uid)

    @rule(uid=owed)
    def it_is_logged_and_taken_back(self, uid: str) -> None:
        duty = self._duty(uid)
        if duty.is_open:
            self.team.say("lilei", f"/纪要 {duty.topic} | 决定: 好")
            number = self.team.database.read(lambda connection: connection.execute(_NEWEST).scalar_one())
            self.team.say("lilei", f"/档案 撤销 {number}")
            assert self._duty(uid).is_open

    @rule(uid=consumes(owed))
    def it_is_not_needed(self, uid: str) -> None:
        if self._duty(uid).is_open:
            self.team.write("wangfang", lambda store: store.duties.waive(store.duties.get(uid), "没开"))
            self._is_silent(uid)

    @rule(uid=owed, by=hours)
    def it_is_put_off(self, uid: str, by: int) -> None:
        duty = self._duty(uid)
        until = self.team.clock.now() + timedelta(hours=by)
        if duty.is_open and until < duty.due_at + timedelta(days=7):
            self.team.write("wangfang", lambda store: store.duties.snooze(store.duties.get(uid), until))
            assert self._duty(uid).due_at == duty.due_at

    @rule(person=who, delegate=who, days=st.integers(1, 5))
    def somebody_is_away(self, person: str, delegate: str, days: int) -> None:
        today = self.team.clock.now().astimezone(ZONE).date()
        last = today + timedelta(days=days)
        self.team.say(person, f"/档案 请假 {today} 到 {last} @{NAMES[delegate]}")

    @rule(steps=st.sampled_from(["20 24 48 72", "12", "4 8 30", "1 2 3 4 5 6 7 8"]), working=st.booleans())
    def the_rule_is_changed(self, steps: str, working: bool) -> None:
        form = form_in(self.team.say("lilei", "/档案 规则"))
        self.team.submit(form, "lilei", steps=steps, due_by="working" if working else "wall")

    @rule(by=hours)
    def time_passes(self, by: int) -> None:
        self.team.clock.advance(timedelta(hours=by))
        self._look()

    @rule(days=st.integers(3, 30))
    def nobody_watches_for_days(self, days: int) -> None:
        self.team.clock.advance(timedelta(days=days))
        self._look()

    @rule(by=hours)
    def the_product_is_started_anew_and_two_replicas_look(self, by: int) -> None:
        self.team.clock.advance(timedelta(hours=by))
        with closing(Database(self._url)) as one, closing(Database(self._url)) as other:
            replicas = [_looks(database, self.team.clock.now) for database in (one, other)]
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(_run, replicas))
        self._look_at_mentions()

    @rule()
    def a_friday_ends(self) -> None:
        now = self.team.clock.now().astimezone(ZONE)
        friday = now.date() + timedelta(days=(4 - now.weekday()) % 7)
        at = datetime.combine(friday, time(16, 20), ZONE)
        if at <= now:
            at += timedelta(weeks=1)
        self.team.clock.set(at)
        self._look()
        if self._is_there("wangfang", at.date()):
            told = self.team.database.read(_summaries)
            assert told.count(("a:wangfang", f"summary:{at:%Y-%m-%d}")) == 1

    @rule()
    def messages_are_delivered(self) -> None:
        self.team.deliver()

    @invariant()
    def what_is_done_is_silent(self) -> None:
        if not hasattr(self, "team"):
            return
        taken = self.team.database.read(_taken)
        for uid, count in self._silent.items():
            if not self._duty(uid).is_open:
                assert len(taken.get(uid, [])) == count, uid

    @invariant()
    def a_step_is_taken_once_and_in_order(self) -> None:
        if not hasattr(self, "team"):
            return
        for steps in self.team.database.read(_taken).values():
            assert [step for step, _ in steps] == list(range(len(steps)))

    @invariant()
    def reports_and_summaries_come_once_a_period(self) -> None:
        if not hasattr(self, "team"):
            return
        told = self.team.database.read(_summaries)
        assert max(Counter(told).values(), default=1) == 1
        assert {conversation for conversation, _ in told} <= {"a:wangfang", "a:bob"}
        assert max(Counter(self.team.database.read(_weekly)).values(), default=1) == 1

    def _look(self) -> None:
        """Look at what time has brought, as the product does at every tick."""
        _run((self.team.app.reminders, self.team.app.reports, self.team.app.summaries))
        self._look_at_mentions()

    def _is_there(self, who: str, day: date) -> bool:
        """Tell whether a day is a working day on which somebody is not away."""
        person = self.team.actor(who).person or 0
        return self.team.read(
            who, lambda store: store.rules.of(None).work.works(day) and store.absences.away(person, day) is None
        )

    def _whole(self) -> None:
        """Look at the whole of what was said, after enough time for everything to have come due."""
        self.team.clock.advance(timedelta(days=40))
        self._look()
        self.team.deliver()
        late = select(duties.c.uid).where(duties.c.state == "open", duties.c.next_at <= self.team.clock.now())
        assert self.team.database.read(lambda connection: connection.execute(late).all()) == []
        assert max(Counter(message.key for message in self.team.platform.messages).values(), default=1) == 1
        assert self.team.database.read(lambda connection: broken(connection, KEYRING)) == []
        reminders = [each.message.text for each in self.team.platform.messages if each.message.text[0] in "⏰📣🏁"]
        for topic in self._ended():
            assert all("✅" in text or "➖" in text for text in reminders if topic in text), topic

    def _ended(self) -> list[str]:
        """Give the topics of what is done and nothing else is called by."""
        query = select(duties.c.topic, duties.c.state)
        rows = self.team.database.read(lambda connection: connection.execute(query).all())
        often = Counter(row.topic for row in rows)
        return [row.topic for row in rows if row.state != "open" and often[row.topic] == 1]

    def _look_at_mentions(self) -> None:
        """See who was notified in a channel just now: nobody twice on a day of theirs."""
        said = self.team.database.read(_mentioning) - self._mentioning
        self._mentioning |= said
        for _, uid, instead in said:
            person = instead or self._duty(uid).owner_id
            self._mentioned[person, self.team.clock.now().astimezone(self._zone(person)).date()] += 1
        assert max(self._mentioned.values(), default=1) == 1

    def _duty(self, uid: str) -> DutyView:
        return self.team.read("wangfang", lambda store: store.duties.get(uid))

    def _zone(self, person: int) -> ZoneInfo:
        return self.team.read("wangfang", lambda store: store.preferences.zone_of(person))

    def _is_silent(self, uid: str) -> None:
        self._silent[uid] = len(self.team.database.read(_taken).get(uid, []))


def _looks(database: Database, now: Callable[[], datetime]) -> Sequence[Look]:
    """Give all that looks at what time has brought, as one process has it."""
    return (
        Scan(database, KEYRING, now, DEFAULT),
        WeeklyReports(database, KEYRING, now, DEFAULT),
        WeeklySummaries(database, KEYRING, now, DEFAULT),
    )


def _run(looks: Sequence[Look]) -> None:
    for look in looks:
        look.run()


def _summaries(connection: Connection) -> list[tuple[str, str]]:
    """Give the weekly summaries that were written: to whom, and of which week."""
    query = select(outbox.c.conversation, outbox.c.subject).where(outbox.c.card == "summary")
    return [(row.conversation, row.subject) for row in connection.execute(query)]


def _weekly(connection: Connection) -> list[tuple[str, str]]:
    """Give the weekly reports that were written: to which channel, and which."""
    query = select(outbox.c.conversation, outbox.c.subject).where(outbox.c.card == "report")
    return [(row.conversation, row.subject) for row in connection.execute(query)]


def _taken(connection: Connection) -> dict[str, list[tuple[int, str]]]:
    """Give the steps that were taken of every duty, and what became of each."""
    query = select(duties.c.uid, nudges.c.step, nudges.c.outcome).join(duties, duties.c.id == nudges.c.duty_id)
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for uid, step, outcome in connection.execute(query.order_by(nudges.c.step)):
        found[uid].append((step, outcome))
    return found


def _mentioning(connection: Connection) -> set[tuple[str, str, int | None]]:
    """Give the messages in which somebody is notified, with the duty each is about and who stands in for its owner."""
    query = select(outbox.c.subject, outbox.c.data).where(outbox.c.card == "nudge")
    rows = ((subject, json.loads(data)) for subject, data in connection.execute(query))
    return {(subject, data["duties"], data.get("instead")) for subject, data in rows if data.get("mention")}


YearOfATeam.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestAYearOfATeam = YearOfATeam.TestCase
