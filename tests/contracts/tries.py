"""What every repository is tried with: the ids of another organisation, call by call."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dossier.commitments import Promise
from dossier.deciding import AccessRequest, Approval, ApprovalState, Pledge
from dossier.duties import Trigger
from dossier.errors import InvalidFields, Problem
from dossier.fields import FileRef, PersonRef
from dossier.folders import DOSSIER, usual
from dossier.handover import Handover
from dossier.kinds import Kind
from dossier.language import Language
from dossier.naming import named
from dossier.phases import Phase
from dossier.reading import Reading
from dossier.report import Report
from dossier.report_times import DEFAULT as FRIDAY
from dossier.report_times import OFF
from dossier.rules import Rule
from dossier.sheets.reading import Table
from dossier.tiers import Tier
from dossier.views import ChannelView, DossierView, DutyView, Saved
from storage.attachments import Attached
from storage.drafts import Draft
from storage.files import Content
from storage.meetings import Meeting
from storage.record_queries import Filter
from storage.store import Store
from storage.suggestions import MOST_A_DAY
from tests.contracts.contents import CONTACT, ISSUE, PAYMENT, WANG
from tests.contracts.test_dossiers import DEFAULT
from tests.team import START, ZONE

WEEK = timedelta(days=7)
NAME = named("XYZ", "测试", date(2026, 11, 18), 1)
PLEDGE = Pledge("We keep it to ourselves.", 365)
READING = Reading(START, ZONE, lambda name: None)
CONTACT_FILE = FileRef(id="f-theirs", name="a.txt", size=1, type="text/plain")
SENT = CONTACT_FILE.model_copy(update={"sha256": "0" * 64})


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
    request: AccessRequest
    submitted: Saved
    linked: Saved
    approval: Approval
    eve_row: int
    handover: Handover
    our_dossier: DossierView
    our_channel: ChannelView
    ann: PersonRef


LEAVE = date(2026, 11, 18)
KEPT = Content(b"theirs", 6, "text/plain")
"""A content that they have, and we have not."""


def _naming(store: Store, it: Theirs) -> tuple[Kind, dict[str, str]]:
    kind = store.kinds.named("test_case")
    assert kind is not None
    return kind, {"verifies": f"#{it.submitted.line.number}"}


def _survey(store: Store) -> Kind:
    kind = store.kinds.named("satisfaction_survey")
    assert kind is not None
    return kind


def _is_named(store: Store, it: Theirs) -> bool:
    try:
        store.naming_others.require(it.dossier, *_naming(store, it))
    except InvalidFields:
        return False
    return True


TRIES: dict[str, Callable[[Store, Theirs], object]] = {
    "absences.add": lambda store, it: store.absences.add(LEAVE, LEAVE, it.bob),
    "absences.cancel": lambda store, it: store.absences.cancel(it.absence),
    "absences.away": lambda store, it: store.absences.away(it.bob_row, LEAVE),
    "absences.is_gone": lambda store, it: not store.absences.is_gone(it.bob_row),
    "absences.managers": lambda store, it: it.bob_row in store.absences.managers(),
    "absences.mine": lambda store, it: store.absences.mine(LEAVE),
    "absences.reads": lambda store, it: store.absences.reads(it.bob_row, it.dossier.id),
    "absences.workspace_of": lambda store, it: store.absences.workspace_of(it.bob_row, it.channel.workspace),
    "approvals.of": lambda store, it: store.approvals.of(it.submitted),
    "approvals.latest": lambda store, it: store.approvals.latest(it.submitted.line.id),
    "approvals.open_in": lambda store, it: store.approvals.open_in(it.dossier),
    "approvals.approved_since": lambda store, it: store.approvals.approved_since(it.dossier, it.dossier.created_at),
    "approvals.outdated_in": lambda store, it: store.approvals.outdated_in(it.dossier),
    "approvals.submit": lambda store, it: store.approvals.submit(it.submitted),
    "approvals.waiting_among": lambda store, it: store.approvals.waiting_among([it.submitted.line]),
    "approvals.get": lambda store, it: store.approvals.get(it.approval.uid),
    "approvals.decide": lambda store, it: store.approvals.decide(it.approval, it.submitted, ApprovalState.APPROVED),
    "approvals.require_decide": lambda store, it: store.approvals.require_decide(it.approval, it.submitted),
    "approvals.may_decide": lambda store, it: store.approvals.may_decide(it.submitted),
    "approvals.able": lambda store, it: it.bob_row in [each.id for each in store.approvals.able(it.submitted)],
    "approvals.waiting": lambda store, it: store.approvals.waiting(),
    "approvals.is_own": lambda store, it: store.approvals.is_own(it.approval, it.submitted.line),
    "audit_log.entries": lambda store, it: store.audit_log.entries(it.dossier)[0],
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
    "commitments.standing": lambda store, it: store.commitments.standing(it.dossier),
    "commitments.of": lambda store, it: store.commitments.of(it.bob_row, Promise.TRAINING),
    "commitments.renewed": lambda store, it: store.commitments.renewed(it.bob_row),
    "commitments.owed_by": lambda store, it: store.commitments.owed_by(it.eve_row),
    "commitments.expiring": lambda store, it: store.commitments.expiring(it.bob_row),
    "commitments.training": lambda store, it: store.commitments.training(),
    "commitments.asked": lambda store, it: store.commitments.asked(Promise.TRAINING),
    "commitments.setting": lambda store, it: store.commitments.setting("training"),
    "commitments.given": lambda store, it: store.commitments.given(Promise.TRAINING),
    "commitments.lacking": lambda store, it: store.commitments.lacking(Promise.TRAINING),
    "commitments.concerned": lambda store, it: it.bob_row in [row for row, _ in store.commitments.concerned()],
    "standards.editions": lambda store, it: store.standards.editions(),
    "standards.kept": lambda store, it: store.standards.kept(1, Language.ZH),
    "standards.asked": lambda store, it: store.standards.asked(),
    "dossiers.start": lambda store, it: store.dossiers.start("DEF", "DEF", "CRM", Phase.DESIGN, it.bob),
    "dossiers.get": lambda store, it: store.dossiers.get(it.dossier.uid),
    "dossiers.get locked": lambda store, it: store.dossiers.get(it.dossier.uid, lock=True),
    "dossiers.by_id": lambda store, it: store.dossiers.by_id(it.dossier.id),
    "dossiers.mine": lambda store, it: [each for each in store.dossiers.mine() if each.id == it.dossier.id],
    "dossiers.going_on": lambda store, it: store.dossiers.going_on(it.dossier.customer_uid),
    "dossiers.named_in": lambda store, it: store.dossiers.named_in(f"{it.dossier.customer} {it.dossier.short_name}"),
    "dossiers.set_phase": lambda store, it: store.dossiers.set_phase(it.dossier, Phase.SEALED),
    "dossiers.members": lambda store, it: store.dossiers.members(it.dossier),
    "dossiers.everybody": lambda store, it: store.dossiers.everybody(it.dossier),
    "dossiers.set_member": lambda store, it: store.dossiers.set_member(it.dossier, it.ann, Tier.MEMBER),
    "dossiers.set_member theirs": lambda store, it: store.dossiers.set_member(it.our_dossier, it.bob, Tier.MEMBER),
    "dossiers.become_owner": lambda store, it: store.dossiers.become_owner(it.handover),
    "dossiers.lend": lambda store, it: store.dossiers.lend(it.dossier, store.actor.person or 0, it.handover.lent_until),
    "handovers.start": lambda store, it: store.handovers.start(it.dossier, it.ann, "", whole=True),
    "handovers.start theirs": lambda store, it: store.handovers.start(it.our_dossier, it.bob, "", whole=True),
    "handovers.require_start": lambda store, it: store.handovers.require_start(it.dossier, it.ann),
    "handovers.open_of": lambda store, it: store.handovers.open_of(it.dossier),
    "handovers.get": lambda store, it: store.handovers.get(it.handover.uid),
    "handovers.require_answer": lambda store, it: store.handovers.require_answer(it.handover),
    "handovers.rises": lambda store, it: store.handovers.rises(it.handover),
    "handovers.require_withdraw": lambda store, it: store.handovers.require_withdraw(it.handover),
    "handovers.accept": lambda store, it: store.handovers.accept(it.handover, ""),
    "handovers.decline": lambda store, it: store.handovers.decline(it.handover, "no"),
    "handovers.withdraw": lambda store, it: store.handovers.withdraw(it.handover),
    "handovers.keep": lambda store, it: store.handovers.keep(it.handover, it.saved),
    "handovers.matters": lambda store, it: store.handovers.matters(it.dossier, ZONE),
    "archives.complete": lambda store, it: store.archives.complete(it.dossier),
    "archives.lacks": lambda store, it: store.archives.lacks(it.dossier, reveal=True),
    "archives.head": lambda store, it: store.archives.head(it.dossier),
    "archives.after": lambda store, it: store.archives.after(it.dossier, 0),
    "archives.record": lambda store, it: store.archives.record(it.saved.line.uid, reveal=True),
    "archives.people": lambda store, it: list(store.archives.people(it.dossier, {it.bob.id or ""})),
    "records.after": lambda store, it: store.records.after(it.dossier, 0, Filter(), reveal=True),
    "templates.own": lambda store, it: store.templates.own("minutes"),
    "intake.plan": lambda store, it: store.intake.plan(it.dossier, ISSUE, Table(("a",), ()), {}, READING, {}),
    "own_kinds.view": lambda store, it: [kind.name for kind in store.own_kinds.view() if kind.name == "own_theirs"],
    "own_kinds.file": lambda store, it: store.own_kinds.file(),
    "own_kinds.declared": lambda store, it: store.own_kinds.declared().kinds,
    "templates.keep": lambda store, it: store.templates.keep("minutes", CONTACT_FILE.id),
    "drafts.keep": lambda store, it: store.drafts.keep(it.channel.workspace, "wangfang", "resolve", {}, {}),
    "drafts.of": lambda store, it: store.drafts.of(it.draft, it.channel.workspace, "bob"),
    "drafts.change": lambda store, it: store.drafts.change(
        it.draft, it.channel.workspace, "bob", Draft("resolve", {}, {"resolution": "forged"})
    ),
    "drafts.ask_later": lambda store, it: store.drafts.ask_later(it.draft, store.now),
    "drafts.asked": lambda store, it: store.drafts.asked(it.draft),
    "people.with_account": lambda store, it: store.people.with_account(it.channel.workspace, "bob"),
    "drafts.half_filled": lambda store, it: store.drafts.half_filled(it.channel.workspace, "bob", "resolve", {}),
    "drafts.newest": lambda store, it: store.drafts.newest(it.channel.workspace, "bob", "resolve", {}),
    "drafts.drop": lambda store, it: store.drafts.drop(it.draft),
    "duties.decided": lambda store, it: store.duties.decided(Trigger.APPROVAL, it.submitted.line.id),
    "duties.resolution_of": lambda store, it: store.duties.resolution_of(it.saved),
    "duties.drop": lambda store, it: store.duties.drop(it.dossier, Trigger.ASKED),
    "duties.owes": lambda store, it: store.duties.owes(it.dossier, Trigger.ASKED),
    "duties.raise_for": lambda store, it: store.duties.raise_for(it.dossier, Trigger.ASKED, ISSUE, "x", it.ann),
    "duties.close": lambda store, it: store.duties.close(it.saved),
    "duties.follow": lambda store, it: store.duties.follow(it.saved, moved_in_time=True),
    "duties.withdraw": lambda store, it: store.duties.withdraw(it.saved),
    "duties.reopen": lambda store, it: store.duties.reopen(it.saved),
    "duties.owed_by_me": lambda store, it: store.duties.owed_by_me(),
    "duties.owed_by_absent": lambda store, it: store.duties.owed_by_absent(),
    "duties.updates_in": lambda store, it: store.duties.updates_in([it.dossier.id]),
    "duties.open_in": lambda store, it: store.duties.open_in([it.dossier.id]),
    "duties.get": lambda store, it: store.duties.get(it.duty.uid),
    "duties.open_of": lambda store, it: store.duties.open_of([it.duty.uid]),
    "duties.count_in": lambda store, it: store.duties.count_in([it.dossier.id]),
    "duties.owed_by": lambda store, it: store.duties.owed_by(it.bob_row, store.now + WEEK),
    "duties.of_meeting": lambda store, it: store.duties.of_meeting(it.dossier.id, store.now, store.now, WEEK),
    "duties.waive": lambda store, it: store.duties.waive(it.duty, "x"),
    "duties.question": lambda store, it: store.duties.question(it.duty, "x"),
    "duties.answer": lambda store, it: store.duties.answer(it.duty),
    "duties.finish": lambda store, it: store.duties.finish(it.duty),
    "duties.snooze": lambda store, it: store.duties.snooze(it.duty, store.now + timedelta(hours=1)),
    "files.source": lambda store, it: store.files.source(CONTACT_FILE.id),
    "files.add": lambda store, it: store.files.add(CONTACT_FILE, "memory/galaxy/1"),
    "files.keep": lambda store, it: store.files.keep(CONTACT_FILE.id, KEPT, None),
    "files.wanting": lambda store, it: store.files.wanting(KEPT.sha256) is None,
    "files.refuse": lambda store, it: store.files.refuse(CONTACT_FILE.id, Problem("problem-file-size")),
    "files.digest": lambda store, it: store.files.digest(CONTACT_FILE.id),
    "files.has": lambda store, it: store.files.has(b"0" * 32),
    "files.repeats": lambda store, it: store.files.repeats(SENT, [CONTACT_FILE]),
    "files.rename": lambda store, it: store.files.rename(CONTACT_FILE.id, "x"),
    "files.refused_of": lambda store, it: store.files.refused_of([CONTACT_FILE.id]),
    "files.open": lambda store, it: store.files.open(CONTACT_FILE.id),
    "health.scores_before": lambda store, it: store.health.scores_before([it.dossier], store.zone),
    "health.alerts": lambda store, it: store.health.alerts([it.dossier]),
    "health.each": lambda store, it: [*store.health.each([it.dossier])],
    "health.kept": lambda store, it: store.health.kept([it.dossier.id]),
    "health.report": lambda store, it: store.health.report(it.dossier, ZONE),
    "health.weeks": lambda store, it: sum(count for _, count in store.health.weeks(it.dossier, ZONE)),
    "health.keep": lambda store, it: store.health.keep(it.dossier, it.report),
    "health.get": lambda store, it: store.health.get(it.report_uid),
    "health.nearest": lambda store, it: store.health.nearest(it.dossier, date.min, date.max),
    "health.history": lambda store, it: store.health.history(it.dossier),
    "inbox.seen": lambda store, it: store.inbox.seen("memory", "their-event"),
    "inbox.answer": lambda store, it: store.inbox.answer("memory", "their-event", "forged"),
    "jobs.cancel": lambda store, it: store.jobs.cancel(it.job),
    "jobs.progress": lambda store, it: store.jobs.progress(it.job),
    "kpi.members": lambda store, it: it.bob.name in str(store.kpi.members(store.now - WEEK, store.now + WEEK)),
    "attachments.of": lambda store, it: store.attachments.of(it.linked).alone,
    "attachments.forget": lambda store, it: store.attachments.forget(CONTACT_FILE.id),
    "attachments.erase": lambda store, it: store.attachments.erase(it.linked, Attached((CONTACT_FILE,), ())),
    "links.dead_counts": lambda store, it: store.links.dead_counts([it.dossier.id]),
    "links.dead_among": lambda store, it: store.links.dead_among([it.linked.line]),
    "links.dead": lambda store, it: store.links.dead(it.dossier.id),
    "links.dead_in": lambda store, it: store.links.dead_in(it.linked.line.id, it.linked.line.kind, it.linked.content),
    "links.follow": lambda store, it: store.links.follow(it.linked.line.id, it.linked.line.kind, {}),
    "meetings.plan": lambda store, it: store.meetings.plan(it.dossier, None, "x", (), (store.now, store.now)),
    "meetings.get": lambda store, it: store.meetings.get(it.meeting.uid),
    "meetings.channel_of": lambda store, it: store.meetings.channel_of(it.meeting.id),
    "meetings.planned": lambda store, it: store.meetings.planned([it.dossier.id]),
    "meetings.count": lambda store, it: store.meetings.count([it.dossier.id]),
    "meetings.around": lambda store, it: store.meetings.around(it.dossier.id, store.now, store.now, WEEK),
    "meetings.cancel": lambda store, it: store.meetings.cancel(it.meeting),
    "meetings.held": lambda store, it: store.meetings.held(it.meeting, None),
    "filing.tree": lambda store, it: store.filing.tree(it.dossier),
    "filing.lines": lambda store, it: store.filing.lines(it.dossier, usual(store.kinds).folders[0], 9),
    "naming.allowed": lambda store, it: "theirs" in store.naming.allowed(),
    "naming.likely": lambda store, it: store.naming.likely(it.dossier, NAME, sure=False),
    "naming.of_file": lambda store, it: store.naming.of_file(it.saved, "a.pdf", b"x"),
    "naming.of_whole": lambda store, it: store.naming.of_whole(it.dossier, DOSSIER, "", b"x"),
    "nudges.record": lambda store, it: store.nudges.record(it.duty.id, 0, "sent"),
    "nudges.move": lambda store, it: store.nudges.move(it.duty.id, 3, None),
    "nudges.mention": lambda store, it: store.nudges.mention(it.bob_row, LEAVE),
    "nudges.said_since": lambda store, it: store.nudges.said_since([it.duty.id], store.now - WEEK),
    "nudges.refresh_morning": lambda store, it: store.nudges.refresh_morning(it.bob_row),
    "nudges.refresh": lambda store, it: store.nudges.refresh(it.duty.id, it.duty.uid, 1),
    "origins.add": lambda store, it: store.origins.add(it.saved.line.id, it.our_channel.workspace, "abc", "1.0", "x"),
    "origins.of": lambda store, it: store.origins.of(it.saved.line.id),
    "origins.keeper": lambda store, it: store.origins.keeper(it.saved.line.uid),
    "origins.made_from": lambda store, it: store.origins.made_from(it.channel.workspace, "xyz", "1.0"),
    "outbox.to_channel": lambda store, it: store.outbox.to_channel(it.channel, "hello", {}, "x"),
    "outbox.records_in": lambda store, it: store.outbox.records_in(it.channel, it.dossier, [it.saved.line.kind.name]),
    "outbox.posted": lambda store, it: store.outbox.posted(it.channel, "said"),
    "outbox.to_person": lambda store, it: store.outbox.to_person(it.bob_row, it.channel.workspace, "hello", {}, "x"),
    "outbox.answer": lambda store, it: store.outbox.answer(it.channel.workspace, "bob", "{}", "en", "x"),
    "outbox.renew_record": lambda store, it: store.outbox.renew_record(it.saved.line.uid),
    "outbox.renew": lambda store, it: store.outbox.renew([it.bob_row], "hello", {}, "x"),
    "people.named": lambda store, it: store.people.named(it.bob.name),
    "people.names": lambda store, it: it.bob.name in store.people.names(),
    "people.managers": lambda store, it: it.bob.name in store.people.managers(),
    "people.id_of": lambda store, it: store.people.id_of(it.bob.id or ""),
    "people.link": lambda store, it: store.people.link(it.our_channel.workspace, "bob", it.bob),
    "people.link theirs": lambda store, it: store.people.link(it.channel.workspace, "ann", it.ann),
    "people.account_of": lambda store, it: store.people.account_of(it.bob_row, it.channel.workspace),
    "people.ref_of": lambda store, it: store.people.ref_of(it.bob_row),
    "people.names_of": lambda store, it: store.people.names_of([it.bob_row]),
    "requests.ask": lambda store, it: store.requests.ask(it.dossier, Tier.MEMBER),
    "requests.get": lambda store, it: store.requests.get(it.request.uid),
    "requests.open_in": lambda store, it: store.requests.open_in(it.dossier),
    "requests.deciders": lambda store, it: it.bob_row in store.requests.deciders(it.dossier, Tier.MANAGER, 0),
    "requests.require_decide": lambda store, it: store.requests.require_decide(it.request),
    "requests.grant": lambda store, it: store.requests.grant(it.request, Tier.MANAGER, None),
    "requests.decline": lambda store, it: store.requests.decline(it.request),
    "requests.settle": lambda store, it: store.requests.settle(it.dossier, it.eve_row, Tier.MANAGER),
    "pledges.asked": lambda store, it: store.pledges.asked(it.dossier),
    "pledges.ask": lambda store, it: store.pledges.ask(it.dossier, Pledge("forged", 1)),
    "pledges.confirm": lambda store, it: store.pledges.confirm(it.dossier, PLEDGE.digest),
    "pledges.carried": lambda store, it: store.pledges.carried(it.dossier),
    "pledges.found": lambda store, it: store.pledges.found(it.dossier, Pledge("forged", 1), ()),
    "rules.own": lambda store, it: store.rules.own(it.dossier.id),
    "pledges.given": lambda store, it: store.pledges.given(it.dossier),
    "preferences.of": lambda store, it: set(store.preferences.of(it.bob_row, it.channel.id, DEFAULT)) - {DEFAULT},
    "preferences.chosen": lambda store, it: store.preferences.chosen("person", it.bob_row, "zone"),
    "preferences.zone_of": lambda store, it: store.preferences.zone_of(it.bob_row) != store.zone,
    "rules.of": lambda store, it: store.rules.of(it.dossier.id).settings().items() - Rule().settings().items(),
    "rules.keep": lambda store, it: store.rules.keep(it.dossier, {"due_hours": "1"}),
    "retests.lacking": lambda store, it: store.retests.lacking(it.dossier.id),
    "scores.of": lambda store, it: store.scores.of(it.dossier, _survey(store)),
    "scores.every": lambda store, it: store.scores.every(it.dossier),
    "retests.of": lambda store, it: store.retests.of(it.submitted.line),
    "naming_others.called": lambda store, it: store.naming_others.called(it.dossier.id, *_naming(store, it))[0],
    "naming_others.require": lambda store, it: _is_named(store, it),
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
    "records.of_rows": lambda store, it: store.records.of_rows([it.saved.line.id]),
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
    "records.share": lambda store, it: store.records.share(it.saved, True),
    "records.content_of": lambda store, it: store.records.content_of(it.saved, 1),
    "records.barred": lambda store, it: store.records.barred(it.saved),
    "records.require_edit": lambda store, it: store.records.require_edit(it.saved),
}
