"""Isolation: with the ids of another organisation every repository finds nothing and writes nothing."""

import inspect
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from dossier.duties import Trigger
from dossier.errors import NotFound
from dossier.fields import FileRef, PersonRef
from dossier.phases import Phase
from dossier.report import Report
from dossier.report_times import DEFAULT as FRIDAY
from dossier.report_times import OFF
from dossier.rules import Rule
from dossier.tiers import Tier
from dossier.views import ChannelView, DossierView, DutyView, Saved
from storage.drafts import Draft
from storage.meetings import Meeting
from storage.record_queries import Filter
from storage.store import Store
from storage.suggestions import MOST_A_DAY
from storage.tables import files, metadata, outbox
from tests.contracts.contents import CONTACT, ISSUE, PAYMENT, WANG
from tests.contracts.databases import copied
from tests.contracts.test_dossiers import DEFAULT
from tests.team import ELSEWHERE, ZONE, Team

WEEK = timedelta(days=7)
CONTACT_FILE = FileRef(id="f-theirs", name="a.txt", size=1, type="text/plain")


@dataclass(frozen=True, slots=True)
class Theirs:
    """What another organisation has, and two things of ours to mix it with."""

    dossier: DossierView
    saved: Saved
    channel: ChannelView
    bob: PersonRef
    bob_row: int
    job: str
    draft: str
    duty: DutyView
    meeting: Meeting
    absence: str
    report: Report
    report_uid: str
    our_dossier: DossierView
    our_channel: ChannelView
    ann: PersonRef


@dataclass(frozen=True, slots=True)
class Houses:
    """Two organisations over one database; nothing here changes it."""

    team: Team
    theirs: Theirs


LEAVE = date(2026, 11, 18)

TRIES: dict[str, Callable[[Store, Theirs], object]] = {
    "absences.add": lambda store, it: store.absences.add(LEAVE, LEAVE, it.bob),
    "absences.cancel": lambda store, it: store.absences.cancel(it.absence),
    "absences.away": lambda store, it: store.absences.away(it.bob_row, LEAVE),
    "absences.is_gone": lambda store, it: not store.absences.is_gone(it.bob_row),
    "absences.managers": lambda store, it: it.bob_row in store.absences.managers(),
    "absences.mine": lambda store, it: store.absences.mine(LEAVE),
    "absences.reads": lambda store, it: store.absences.reads(it.bob_row, it.dossier.id),
    "absences.workspace_of": lambda store, it: store.absences.workspace_of(it.bob_row, it.channel.workspace),
    "channels.report_schedule": lambda store, it: store.channels.report_schedule(it.channel.id) != FRIDAY,
    "channels.schedule_report": lambda store, it: store.channels.schedule_report(it.channel, OFF),
    "channels.find": lambda store, it: store.channels.find(it.channel.workspace, it.channel.key),
    "channels.told": lambda store, it: store.channels.told(it.dossier, it.channel),
    "channels.of": lambda store, it: store.channels.of(it.dossier),
    "channels.put": lambda store, it: store.channels.put(it.channel.workspace, "new", "new"),
    "channels.bind": lambda store, it: store.channels.bind(it.channel, it.our_dossier),
    "channels.bind theirs": lambda store, it: store.channels.bind(it.our_channel, it.dossier),
    "channels.close": lambda store, it: store.channels.close(it.channel),
    "channels.look": lambda store, it: store.channels.look(it.channel.id),
    "channels.describe": lambda store, it: store.channels.describe(it.channel, "new", True),
    "channels.greeted": lambda store, it: store.channels.greeted(it.channel),
    "dossiers.start": lambda store, it: store.dossiers.start("DEF", "DEF", "CRM", Phase.DESIGN, it.bob),
    "dossiers.get": lambda store, it: store.dossiers.get(it.dossier.uid),
    "dossiers.get locked": lambda store, it: store.dossiers.get(it.dossier.uid, lock=True),
    "dossiers.by_id": lambda store, it: store.dossiers.by_id(it.dossier.id),
    "dossiers.mine": lambda store, it: [each for each in store.dossiers.mine() if each.id == it.dossier.id],
    "dossiers.named_in": lambda store, it: store.dossiers.named_in(f"{it.dossier.customer} {it.dossier.short_name}"),
    "dossiers.set_phase": lambda store, it: store.dossiers.set_phase(it.dossier, Phase.SEALED),
    "dossiers.members": lambda store, it: store.dossiers.members(it.dossier),
    "dossiers.set_member": lambda store, it: store.dossiers.set_member(it.dossier, it.ann, Tier.MEMBER),
    "dossiers.set_member theirs": lambda store, it: store.dossiers.set_member(it.our_dossier, it.bob, Tier.MEMBER),
    "drafts.keep": lambda store, it: store.drafts.keep(it.channel.workspace, "wangfang", "resolve", {}, {}),
    "drafts.of": lambda store, it: store.drafts.of(it.draft, it.channel.workspace, "bob"),
    "drafts.change": lambda store, it: store.drafts.change(
        it.draft, it.channel.workspace, "bob", Draft("resolve", {}, {"resolution": "forged"})
    ),
    "drafts.drop": lambda store, it: store.drafts.drop(it.draft),
    "duties.raise_for": lambda store, it: store.duties.raise_for(it.dossier, Trigger.ASKED, ISSUE, "x", it.ann),
    "duties.close": lambda store, it: store.duties.close(it.saved),
    "duties.withdraw": lambda store, it: store.duties.withdraw(it.saved),
    "duties.reopen": lambda store, it: store.duties.reopen(it.saved),
    "duties.owed_by_me": lambda store, it: store.duties.owed_by_me(),
    "duties.open_in": lambda store, it: store.duties.open_in([it.dossier.id]),
    "duties.get": lambda store, it: store.duties.get(it.duty.uid),
    "duties.owed_by": lambda store, it: store.duties.owed_by(it.bob_row, store.now + WEEK),
    "duties.of_meeting": lambda store, it: store.duties.of_meeting(it.dossier.id, store.now, WEEK),
    "duties.waive": lambda store, it: store.duties.waive(it.duty, "x"),
    "duties.require_waive": lambda store, it: store.duties.require_waive(it.duty),
    "duties.finish": lambda store, it: store.duties.finish(it.duty),
    "duties.snooze": lambda store, it: store.duties.snooze(it.duty, store.now + timedelta(hours=1)),
    "duties.require_part": lambda store, it: store.duties.require_part(it.duty),
    "files.source": lambda store, it: store.files.source(CONTACT_FILE.id),
    "files.keep": lambda store, it: store.files.keep(CONTACT_FILE.id, b"x"),
    "files.open": lambda store, it: store.files.open(CONTACT_FILE.id),
    "health.of": lambda store, it: store.health.of([it.dossier]),
    "health.kept": lambda store, it: store.health.kept([it.dossier.id]),
    "health.report": lambda store, it: store.health.report(it.dossier, ZONE),
    "health.weeks": lambda store, it: sum(count for _, count in store.health.weeks(it.dossier, ZONE)),
    "health.keep": lambda store, it: store.health.keep(it.dossier, it.report),
    "health.get": lambda store, it: store.health.get(it.report_uid),
    "health.history": lambda store, it: store.health.history(it.dossier),
    "inbox.seen": lambda store, it: store.inbox.seen("memory", "their-event"),
    "inbox.answer": lambda store, it: store.inbox.answer("memory", "their-event", "forged"),
    "jobs.cancel": lambda store, it: store.jobs.cancel(it.job),
    "jobs.progress": lambda store, it: store.jobs.progress(it.job),
    "meetings.plan": lambda store, it: store.meetings.plan(it.dossier, None, "x", (), (store.now, store.now)),
    "meetings.get": lambda store, it: store.meetings.get(it.meeting.uid),
    "meetings.planned": lambda store, it: store.meetings.planned([it.dossier.id]),
    "meetings.around": lambda store, it: store.meetings.around(it.dossier.id, store.now, store.now),
    "meetings.cancel": lambda store, it: store.meetings.cancel(it.meeting),
    "meetings.held": lambda store, it: store.meetings.held(it.meeting, None),
    "nudges.record": lambda store, it: store.nudges.record(it.duty.id, 0, "sent"),
    "nudges.move": lambda store, it: store.nudges.move(it.duty.id, 3, None),
    "nudges.mention": lambda store, it: store.nudges.mention(it.bob_row, LEAVE),
    "nudges.reminded_since": lambda store, it: store.nudges.reminded_since([it.duty.id], store.now - WEEK),
    "nudges.refresh": lambda store, it: store.nudges.refresh(it.duty.id, it.duty.uid, 1),
    "origins.add": lambda store, it: store.origins.add(it.saved.line.id, it.our_channel.workspace, "abc", "1.0", "x"),
    "origins.of": lambda store, it: store.origins.of(it.saved.line.id),
    "origins.keeper": lambda store, it: store.origins.keeper(it.saved.line.uid),
    "origins.made_from": lambda store, it: store.origins.made_from(it.channel.workspace, "xyz", "1.0"),
    "outbox.to_channel": lambda store, it: store.outbox.to_channel(it.channel, "hello", {}, "x"),
    "outbox.posted": lambda store, it: store.outbox.posted(it.channel, "said"),
    "outbox.to_person": lambda store, it: store.outbox.to_person(it.bob_row, it.channel.workspace, "hello", {}, "x"),
    "people.named": lambda store, it: store.people.named(it.bob.name),
    "people.names": lambda store, it: it.bob.name in store.people.names(),
    "people.id_of": lambda store, it: store.people.id_of(it.bob.id or ""),
    "people.link": lambda store, it: store.people.link(it.our_channel.workspace, "bob", it.bob),
    "people.link theirs": lambda store, it: store.people.link(it.channel.workspace, "ann", it.ann),
    "people.account_of": lambda store, it: store.people.account_of(it.bob_row, it.channel.workspace),
    "preferences.of": lambda store, it: set(store.preferences.of(it.bob_row, it.channel.id, DEFAULT)) - {DEFAULT},
    "preferences.zone_of": lambda store, it: store.preferences.zone_of(it.bob_row) != store.zone,
    "rules.of": lambda store, it: store.rules.of(it.dossier.id).settings().items() - Rule().settings().items(),
    "rules.keep": lambda store, it: store.rules.keep(it.dossier, {"due_hours": "1"}),
    "suggestions.switches": lambda store, it: not all(store.suggestions.switches(it.channel, it.dossier).values()),
    "suggestions.switch_channel": lambda store, it: store.suggestions.switch_channel(it.channel, False),
    "suggestions.switch_dossier": lambda store, it: store.suggestions.switch_dossier(it.dossier, False),
    "suggestions.left": lambda store, it: store.suggestions.left(it.channel, LEAVE) != MOST_A_DAY,
    "suggestions.take": lambda store, it: store.suggestions.take(it.channel, LEAVE, "new"),
    "suggestions.is_kept": lambda store, it: store.suggestions.is_kept(it.channel, "1.0", "1"),
    "records.get": lambda store, it: store.records.get(it.saved.line.uid),
    "records.by_row": lambda store, it: store.records.by_row(it.saved.line.id),
    "records.by_number": lambda store, it: store.records.by_number(it.dossier, it.saved.line.number),
    "records.single": lambda store, it: store.records.single(it.dossier, CONTACT),
    "records.lines": lambda store, it: store.records.lines([it.dossier.id], Filter())[0],
    "records.lines found": lambda store, it: store.records.lines([it.dossier.id], Filter(text="王总"))[0],
    "records.lines everywhere": lambda store, it: store.records.lines(None, Filter(text=WANG["phone"]))[0],
    "records.revisions_of": lambda store, it: store.records.revisions_of(it.saved),
    "records.counts": lambda store, it: store.records.counts([it.dossier.id]),
    "records.per_week": lambda store, it: sum(store.records.per_week(it.dossier.id, [store.now - WEEK, store.now])),
    "records.latest": lambda store, it: store.records.latest([it.dossier.id]),
    "records.add": lambda store, it: store.records.add(it.dossier, ISSUE, PAYMENT),
    "records.change": lambda store, it: store.records.change(it.saved, {"name": "张三"}),
    "records.remove": lambda store, it: store.records.remove(it.saved),
    "records.restore": lambda store, it: store.records.restore(it.saved, 1),
    "records.undo": lambda store, it: store.records.undo(it.saved),
    "records.erase": lambda store, it: store.records.erase(it.saved),
    "records.content_of": lambda store, it: store.records.content_of(it.saved, 1),
    "records.barred": lambda store, it: store.records.barred(it.saved),
    "records.require_edit": lambda store, it: store.records.require_edit(it.saved),
}

# These take no id of anything that exists, or are tried elsewhere.
HARMLESS = {
    "files.take",  # A file it does not know is the platform's, and is asked for in the asker's workspace.
    "inbox.take",  # test_inbox_and_outbox
    "jobs.add",
    "people.add",
    "people.claim",  # test_dossiers
    "preferences.keep",  # Kept under the own organisation, where nobody has that id.
    "rules.require_manager",
    "rules.set_workdays",  # Of the own organisation, as are the days that are given.
    "rules.workdays",
    "search.add",  # These three are called by the records alone, with what they have checked.
    "search.drop",
    "search.matching",
    "suggestions.switch_organisation",  # The own one.
}


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def houses(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Houses]:
    """Give two organisations, once on each engine."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            file = shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path_factory.mktemp("houses"))
            url = f"sqlite:///{file}"
        else:
            template = request.getfixturevalue("postgres_template")
            url = stack.enter_context(copied(request.getfixturevalue("postgres_url"), template))
        team = stack.enter_context(Team.on(url))
        yield Houses(team, _theirs(team))


def _theirs(team: Team) -> Theirs:
    def unit(store: Store) -> dict[str, Any]:
        bob = store.people.named("Bob")
        assert bob is not None
        saved = store.records.add(team.other, CONTACT, WANG)
        duty = store.duties.raise_for(team.other, Trigger.ASKED, CONTACT, saved.title, bob, held_at=store.now)
        store.nudges.record(duty.id, 1, "sent", "x")
        meeting = store.meetings.plan(team.other, None, "x", (), (store.now, store.now + timedelta(hours=1)))
        store.absences.add(LEAVE, LEAVE, None)
        store.inbox.take("memory", "their-event")
        row = {**CONTACT_FILE.model_dump(exclude={"id"}), "uid": CONTACT_FILE.id, "created_at": store.now}
        owner = {"organisation_id": store.actor.organisation, "source": "memory/nordwind/1"}
        store.connection.execute(insert(files).values(**row, **owner))
        bob_row, channel = store.people.id_of(bob.id or ""), store.channels.of(team.other)[0]
        store.preferences.keep("person", bob_row or 0, "language", "en-US")
        store.preferences.keep("person", bob_row or 0, "zone", "Europe/Berlin")
        store.rules.keep(team.other, {"due_hours": "48"})
        store.outbox.to_channel(channel, "nudge", {}, f"nudge:{duty.uid}:raised")
        store.outbox.to_channel(channel, "hello", {}, "said")
        store.connection.execute(update(outbox).values(state="sent", ref="1"))
        store.preferences.keep("channel", channel.id, "language", "en-US")
        store.origins.add(saved.line.id, channel.workspace, "xyz", "1.0", "https://chat.example/1")
        draft = store.drafts.keep(channel.workspace, "bob", "resolve", {}, {"resolution": "x"})
        store.suggestions.switch_channel(channel, False)
        store.suggestions.take(channel, LEAVE, "2.0")
        absence = store.absences.mine(LEAVE)[0].uid
        report = store.health.report(team.other, ZONE)
        reported = {"report": report, "report_uid": store.health.keep(team.other, report)}
        owed = {"duty": duty, "meeting": meeting, "absence": absence, **reported}
        rows: dict[str, Any] = {
            **owed,
            "bob": bob,
            "saved": saved,
            "bob_row": bob_row,
            "channel": channel,
            "draft": draft,
        }
        return {**rows, "job": store.jobs.add("x", {})}

    theirs = team.write("bob", unit, ELSEWHERE)
    ann = PersonRef(id=team.actor("ann").uid, name="Ann")
    ours = team.read("wangfang", lambda store: store.channels.of(team.dossier)[0])
    return Theirs(dossier=team.other, our_dossier=team.dossier, our_channel=ours, ann=ann, **theirs)


def everything(connection: Connection) -> dict[str, list[Any]]:
    """Give every row of every table."""
    return {
        table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
        for table in metadata.sorted_tables
    }


@pytest.mark.parametrize("name", TRIES)
def test_what_belongs_to_another_organisation_is_not_there(houses: Houses, name: str) -> None:
    team = houses.team
    before = team.database.read(everything)
    try:
        got = team.write("wangfang", lambda store: TRIES[name](store, houses.theirs))
    except (NotFound, IntegrityError):
        got = None
    assert not got
    assert team.database.read(everything) == before


def test_every_method_of_every_repository_is_tried(houses: Houses) -> None:
    def methods(store: Store) -> set[str]:
        return {
            f"{attribute}.{name}"
            for attribute, repository in vars(store).items()
            if type(repository).__module__.startswith("storage.") and attribute not in ("actor", "keys", "audit")
            for name, _ in inspect.getmembers(repository, inspect.ismethod)
            if not name.startswith("_")
        }

    tried = {name.split()[0] for name in TRIES}
    assert houses.team.read("wangfang", methods) == tried | HARMLESS
