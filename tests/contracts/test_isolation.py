"""Isolation: with the ids of another organisation every repository finds nothing and writes nothing."""

import inspect
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from dossier.commitments import Promise, Training
from dossier.duties import Trigger
from dossier.errors import NotFound
from dossier.fields import PersonRef
from dossier.own.checking import checked
from dossier.tiers import Tier
from storage.links import claim, settle
from storage.store import Store
from storage.tables import files, metadata, outbox
from tests.contracts.contents import CHANGE, CONTACT, DOCUMENT, WANG
from tests.contracts.databases import copied
from tests.contracts.harmless import HARMLESS
from tests.contracts.tries import CONTACT_FILE, KEPT, LEAVE, PLEDGE, TRIES, Theirs
from tests.team import ELSEWHERE, ZONE, Team

THEIR_KINDS = """\
kinds:
  - key: theirs
    command: {zh: 它们, en: theirs}
    label: {zh: 它们的, en: Theirs}
    category: basics
    fields: [{key: a, type: text, label: {zh: 甲, en: A}, required: true}]
"""


@dataclass(frozen=True, slots=True)
class Houses:
    """Two organisations over one database; nothing here changes it."""

    team: Team
    theirs: Theirs


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
        here = store.channels.of(team.other)[0]
        meeting = store.meetings.plan(team.other, here, "x", (), (store.now, store.now + timedelta(hours=1)))
        store.absences.add(LEAVE, LEAVE, None)
        store.inbox.take("memory", "their-event")
        row = {**CONTACT_FILE.model_dump(exclude={"id"}), "uid": CONTACT_FILE.id, "created_at": store.now}
        owner = {"organisation_id": store.actor.organisation, "source": "memory/nordwind/1"}
        store.connection.execute(insert(files).values(**row, **owner))
        store.files.keep(CONTACT_FILE.id, KEPT, store.files.wanting(KEPT.sha256))
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
        store.own_kinds.keep("kinds", checked(THEIR_KINDS.encode()))
        eve = store.people.add("Eve", Tier.MEMBER)
        store.people.link(channel.workspace, "eve", eve)
        store.pledges.ask(team.other, PLEDGE)
        store.pledges.confirm(team.other, PLEDGE.digest)
        training = Training("We keep it safe.", 12)
        store.commitments.keep(training, 6)
        store.standards.ask(True)
        store.commitments.confirm(Promise.TRAINING, training.digest)
        store.commitments.confirm(Promise.STANDARD, store.standards.publish().digest)
        proposed = store.records.add(team.other, CHANGE, {"summary": "x", "reason": "y", "impact": "z"})
        linked = store.records.add(team.other, DOCUMENT, {"title": "x", "link": "https://wiki.example/x"})
        settle(store.connection, [(each, "HTTP 404", True) for each in claim(store.connection, store.now)], store.now)
        rows |= {"linked": linked}
        approval, _ = store.approvals.submit(proposed)
        new = store.people.add("Max", Tier.MEMBER)
        store.people.link(channel.workspace, "max", new)
        rows["handover"] = store.handovers.start(team.other, new, "x", whole=False)
        rows |= {"approval": approval, "submitted": store.records.get(proposed.line.uid)}
        return {**rows, "job": store.jobs.add("x", {}), "eve_row": store.people.id_of(eve.id or "")}

    theirs = team.write("bob", unit, ELSEWHERE)
    asked = team.write("eve", lambda store: store.requests.ask(team.other, Tier.MEMBER)[0], ELSEWHERE)
    theirs["request"] = asked
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
            for attribute, repository in ((each, getattr(store, each)) for each in dir(store))
            if type(repository).__module__.startswith("storage.") and attribute not in ("actor", "keys", "audit")
            for name, _ in inspect.getmembers(repository, inspect.ismethod)
            if not name.startswith("_")
        }

    tried = {name.split()[0] for name in TRIES}
    assert houses.team.read("wangfang", methods) == tried | HARMLESS
