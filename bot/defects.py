"""Tables of defects: read and shown to who sent them; written, all or nothing, when they have said so."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from bot.askers import asker
from bot.file_jobs import whole
from chat.cards.intake import intake_card
from chat.messages import Button, Buttons, Message, Paragraph
from chat.voice import Voice
from dossier.errors import DossierError
from dossier.fields import PersonRef
from dossier.kinds import Kind
from dossier.reading import Reading
from dossier.sheets.defects import asked, column_names, recognised
from dossier.sheets.reading import MOST_BYTES, Table, read
from dossier.tiers import Action, Tier
from dossier.views import DossierView
from handlers.import_defects import defects
from handlers.save_record import settle
from storage.database import Connection, Database
from storage.drafts import Draft
from storage.intake import Plan, needs
from storage.organisations import product
from storage.people import Known, audience
from storage.secrets import OrganisationKeys
from storage.store import Store

if TYPE_CHECKING:
    from bot.jobs import JobWorker
    from storage.jobs import Job

T = TypeVar("T")
_TOLD, _CELL = 8, 80


class _Intake:
    """One run of a job with a table that somebody has sent."""

    def __init__(self, worker: "JobWorker", job: "Job", known: Known) -> None:
        self.worker = worker
        self._known = known
        self._keys = worker.keyring.organisation(job.organisation_uid, job.organisation_key)
        self.draft_uid, self._account = str(job.data["draft"]), str(job.data["account"])

    def store(self, connection: Connection) -> Store:
        worker = self.worker
        return Store(connection, self._known.actor, worker.now(), self._keys, worker.default)

    def read(self, query: Callable[[Store], T]) -> T:
        return self.worker.database.read(lambda connection: query(self.store(connection)))

    def write(self, unit: Callable[[Store], None]) -> None:
        def run(connection: Connection) -> None:
            store = self.store(connection)
            unit(store)
            store.finish()

        self.worker.database.write(run)

    def draft(self, store: Store) -> Draft | None:
        return store.drafts.of(self.draft_uid, self._known.workspace, self._account)

    def keep(self, store: Store, draft: Draft) -> None:
        store.drafts.change(self.draft_uid, self._known.workspace, self._account, draft)

    def plan(self, store: Store, draft: Draft, table: Table) -> tuple[DossierView, Plan]:
        dossier, kind = store.dossiers.get(draft.ref["dossier"]), defects(store)
        mine, _ = store.preferences.of(store.actor.person, None, self.worker.default)
        reading = Reading(store.now, mine.zone, cache(store.people.named))
        me = PersonRef(id=store.actor.uid, name=store.actor.name).model_dump()
        return dossier, store.intake.plan(dossier, kind, table, draft.values["columns"], reading, me)

    def tell(
        self, store: Store, draft: Draft, plan: Plan | None, state: str, error: DossierError | None = None
    ) -> None:
        """Show how it stands, in the place of what was shown before."""
        told, plan = store.files.open(draft.ref["file"]).ref.name, plan or Plan()
        columns = draft.values.get("columns", {})
        lines = [
            [each.number, name, problem.key, dict(problem.data)]
            for each in plan.wrong[:_TOLD]
            for name, problem in each.problems.items()
        ]
        data: dict[str, str | int] = {"draft": self.draft_uid, "name": told, "dossier": draft.ref["dossier"]}
        data |= {"state": state, "new": len(plan.new), "changed": len(plan.changed), "same": plan.same}
        data |= {"wrong": len(plan.wrong), "rows": json.dumps(lines, ensure_ascii=False)}
        left = [name for name in draft.values.get("header", ()) if name and name not in columns.values()]
        data |= {"columns": json.dumps(columns, ensure_ascii=False), "left": json.dumps(left, ensure_ascii=False)}
        data |= {"strangers": json.dumps(plan.strangers(defects(store)), ensure_ascii=False)}
        data |= {"formulas": json.dumps([text[:_CELL] for text in plan.formulas()], ensure_ascii=False)}
        data |= {"needs": ",".join(needs(columns)) if state == "preview" else ""}
        if error is not None:
            data |= {"problem": error.problem.key, "about": json.dumps(dict(error.problem.data), ensure_ascii=False)}
        if self._known.actor.person is not None:
            subject = f"import:{self.draft_uid}"
            store.outbox.to_person(self._known.actor.person, self._known.workspace, "import", data, subject)


def read_table(worker: "JobWorker", job: "Job") -> None:
    """Read a table and show what taking it in comes to. Raises Later until the file is there."""
    taken = _intake(worker, job)
    draft = taken.read(taken.draft) if taken else None
    if taken is None or draft is None:
        return
    try:
        table = _table(taken, draft)
        kind = taken.read(defects)
        columns = draft.values.get("columns") or recognised(table.header, kind)
        draft = Draft(draft.form, draft.ref, {"header": list(table.header), "columns": columns})
        shown, plan = draft, None
        if not needs(columns):
            _, plan = taken.read(lambda store: taken.plan(store, shown, table))
    except DossierError as error:
        failed, problem = draft, error
        taken.write(lambda store: taken.tell(store, failed, None, "failed", problem))
        return

    def keep(store: Store) -> None:
        taken.keep(store, shown)
        taken.tell(store, shown, plan, "preview")

    taken.write(keep)


def write_table(worker: "JobWorker", job: "Job") -> None:
    """Write all of a table that can be read, or nothing of it; the channel hears of it in one line."""
    taken = _intake(worker, job)
    draft = taken.read(taken.draft) if taken else None
    if taken is None or draft is None or "columns" not in draft.values:
        return
    try:
        table = _table(taken, draft)
        dossier, plan = taken.read(lambda store: taken.plan(store, draft, table))

        def write(store: Store) -> None:
            # Whoever confirms twice has it written once.
            if not store.drafts.drop(taken.draft_uid):
                return
            kind, name = defects(store), store.files.open(draft.ref["file"]).ref.name
            last = store.intake.write(dossier, kind, plan, name)
            if last is not None:
                settle(store, last)
            _announce(store, dossier, kind, plan)
            taken.tell(store, draft, plan, "done")

        taken.write(write)
    except DossierError as error:
        problem = error
        taken.write(lambda store: taken.tell(store, draft, None, "failed", problem))


def take_defects(
    database: Database,
    organisation: tuple[int, OrganisationKeys],
    dossier: DossierView,
    file: tuple[str, bytes],
    columns: Mapping[str, str],
    *,
    write: bool,
) -> Plan:
    """Say what a table brings, and with `write` write it, as the dossier's owner; for the command line.

    `organisation` is its row id and its keys, `file` a name and a content; `columns` go before what is recognised.
    Raises DossierError, and then nothing was written.
    """
    name, content = file
    ours, keys = organisation
    owner = dossier.owner
    actor = replace(product(ours), person=dossier.owner_id, uid=owner.id or "", name=owner.name)
    table = read(content, column_names())

    def plan(connection: Connection) -> tuple[Kind, Plan]:
        store = Store(connection, actor, datetime.now(UTC), keys)
        kind = defects(store)
        chosen = {**recognised(table.header, kind), **columns}
        _require_columns(kind, columns, chosen, table)
        reading = Reading(store.now, store.preferences.zone_of(dossier.owner_id), cache(store.people.named))
        return kind, store.intake.plan(dossier, kind, table, chosen, reading, owner.model_dump())

    kind, planned = database.read(plan)

    def unit(connection: Connection) -> None:
        store = Store(connection, actor, datetime.now(UTC), keys)
        store.intake.write(dossier, kind, planned, name)
        _announce(store, dossier, kind, planned)
        store.finish()

    if write and (planned.new or planned.changed):
        database.write(unit)
    return planned


def _require_columns(kind: Kind, columns: Mapping[str, str], chosen: Mapping[str, str], table: Table) -> None:
    """Raise DossierError for a field or a column that there is none of, and for a needed field without a column."""
    there, fields = ", ".join(each for each in table.header if each), [spec.name for spec in asked(kind)]
    if strange := [name for name in columns if name not in fields]:
        raise DossierError("table-field", name=", ".join(strange), there=", ".join(fields))
    if unknown := [column for column in columns.values() if column not in table.header]:
        raise DossierError("table-no-column", name=", ".join(unknown), there=there)
    if lacking := needs(chosen):
        ways = " ".join(f"--column {name}=…" for name in lacking)
        raise DossierError("table-column", name=", ".join(lacking), there=there, ways=ways)


def import_card(store: Store, voice: Voice, data: Mapping[str, Any]) -> Message:
    """Show how it stands with a table."""
    title = store.dossiers.get(str(data["dossier"])).title
    about = json.loads(data.get("about", "{}"))
    shown = {**data, "title": title, "columns": json.loads(data["columns"]), "about": about}
    shown |= {name: json.loads(data.get(name, "[]")) for name in ("left", "strangers", "formulas")}
    shown["needs"] = [name for name in str(data["needs"]).split(",") if name]
    return intake_card(defects(store), voice, shown, json.loads(data["rows"]))


def imported_card(store: Store, voice: Voice, data: Mapping[str, Any]) -> Message:
    """Tell a channel that defects were taken in."""
    said = voice.say("card-imported", name=data["name"], new=data["new"], changed=data["changed"])
    args = {"dossier": str(data["dossier"]), "kind": "defect"}
    return Message((Paragraph(("📥 ", said)), Buttons((Button(voice.say("button-import-list"), "list", args),))))


def _intake(worker: "JobWorker", job: "Job") -> _Intake | None:
    known = asker(worker, job)
    return _Intake(worker, job, known) if known is not None and known.actor.person is not None else None


def _table(taken: _Intake, draft: Draft) -> Table:
    stored = taken.read(lambda store: store.files.open(draft.ref["file"]))
    content = whole(taken.worker, stored, MOST_BYTES)
    if content is None:
        raise DossierError("table-size", max=MOST_BYTES // (1024 * 1024))
    return read(content, column_names())


def _announce(store: Store, dossier: DossierView, kind: Kind, plan: Plan) -> None:
    """Tell the dossier's channels, where everybody may read defects."""
    data: dict[str, str | int] = {"dossier": dossier.uid, "name": store.actor.name}
    data |= {"new": len(plan.new), "changed": len(plan.changed)}
    for channel in store.channels.told(dossier, None):
        tier = Tier.GUEST if channel.external else Tier.MEMBER
        everybody = audience(store.connection, store.actor.organisation, tier).at(store.now)
        if everybody.may(Action.READ, dossier.id, kind):
            store.outbox.to_channel(channel, "imported", data, f"imported:{store.now.isoformat()}")
