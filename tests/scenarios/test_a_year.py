"""A year of a team's life: whatever they do and whenever, every step is taken once, and who is done is left alone."""

import json
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
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
from reminders.scan import Scan
from storage.database import Database
from storage.meeting_duties import minutes_kind
from storage.tables import duties, nudges, outbox, records
from tests.contracts.chains import broken
from tests.faults.killed import KEYRING
from tests.team import ZONE, Team, form_in

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
        self._mentioning: set[tuple[str, str]] = set()
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
        self.team.wait(hours=by)
        self._look_at_mentions()

    @rule(days=st.integers(3, 30))
    def nobody_watches_for_days(self, days: int) -> None:
        self.team.wait(days=days)
        self._look_at_mentions()

    @rule(by=hours)
    def the_product_is_started_anew_and_two_replicas_look(self, by: int) -> None:
        self.team.clock.advance(timedelta(hours=by))
        with closing(Database(self._url)) as one, closing(Database(self._url)) as other:
            scans = [Scan(database, KEYRING, self.team.clock.now, ZONE) for database in (one, other)]
            with ThreadPoolExecutor(2) as pool:
                list(pool.map(Scan.run, scans))
        self._look_at_mentions()

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

    def _whole(self) -> None:
        """Look at the whole of what was said, after enough time for everything to have come due."""
        self.team.wait(days=40)
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
        for _, uid in said:
            owner = self._duty(uid).owner_id
            self._mentioned[owner, self.team.clock.now().astimezone(self._zone(owner)).date()] += 1
        assert max(self._mentioned.values(), default=1) == 1

    def _duty(self, uid: str) -> DutyView:
        return self.team.read("wangfang", lambda store: store.duties.get(uid))

    def _zone(self, person: int) -> ZoneInfo:
        return self.team.read("wangfang", lambda store: store.preferences.zone_of(person))

    def _is_silent(self, uid: str) -> None:
        self._silent[uid] = len(self.team.database.read(_taken).get(uid, []))


def _taken(connection: Connection) -> dict[str, list[tuple[int, str]]]:
    """Give the steps that were taken of every duty, and what became of each."""
    query = select(duties.c.uid, nudges.c.step, nudges.c.outcome).join(duties, duties.c.id == nudges.c.duty_id)
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for uid, step, outcome in connection.execute(query.order_by(nudges.c.step)):
        found[uid].append((step, outcome))
    return found


def _mentioning(connection: Connection) -> set[tuple[str, str]]:
    """Give the messages in which somebody is notified, with the duty each is about."""
    query = select(outbox.c.subject, outbox.c.data).where(outbox.c.card == "nudge")
    rows = ((subject, json.loads(data)) for subject, data in connection.execute(query))
    return {(subject, data["duties"]) for subject, data in rows if data.get("mention")}


YearOfATeam.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestAYearOfATeam = YearOfATeam.TestCase
