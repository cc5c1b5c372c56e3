"""The access table as presses of buttons: who presses what on which object, and whether it may be done.

Everything is made from dossier.tiers and the kinds; a platform lends no more than a way to press a button nobody was
shown. What is done is seen in the rows that change, and in an answer that shows the object.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.signing import Signer
from chat.events import Event
from chat.replies import OpenForm, Rendered
from dossier.categories import Category
from dossier.kinds import Kind, kinds
from dossier.phases import Phase
from dossier.tiers import Action, Tier, lowest
from dossier.views import DossierView, Saved
from storage import organisations
from storage.accounts import acting
from storage.database import Database
from storage.people import recognise
from storage.secrets import Keyring
from storage.store import Store
from storage.tables import approvals, dossiers, jobs, lookups, members, records, revisions
from tests.kinds.samples import reading, typed
from tests.team import said

Handle = Callable[[Event], Rendered]

WHO = {
    "stranger": Tier.STRANGER,
    "guest": Tier.GUEST,
    "member": Tier.MEMBER,
    "senior": Tier.SENIOR,
    "manager": Tier.MANAGER,
}
"""Somebody of every tier in the dossier, the lowest first; to others of the organisation only the manager gets."""
_NOT_OURS = Signer(b"o" * 32)
UNKNOWN = "0199c0de-0000-7000-8000-000000000000"

# What can be pressed on a record: the action of the table, and whether it merely shows something.
ON_RECORDS: Mapping[str, tuple[Action, bool]] = {
    "show": (Action.READ, True),
    "history": (Action.READ, True),
    "reveal": (Action.REVEAL, True),
    "edit": (Action.EDIT, True),
    "export": (Action.EXPORT, False),
    "share": (Action.SHARE, False),
    "submit": (Action.EDIT, False),
    "approve": (Action.APPROVE, False),
    "restore": (Action.EDIT, False),
    "delete": (Action.EDIT, False),
    "erase": (Action.ERASE, False),
}
ON_DOSSIERS: Mapping[str, tuple[Action, bool, Mapping[str, str]]] = {
    "tree": (Action.VISIT, True, {}),
    "status": (Action.READ, True, {}),
    "missing": (Action.READ, True, {}),
    "health": (Action.READ, True, {}),
    "new": (Action.LOG, True, {}),
    "list": (Action.VISIT, True, {}),
    "pledge": (Action.VISIT, True, {}),
    "set-pledge": (Action.MANAGE, True, {}),
    "export-zip": (Action.EXPORT, False, {}),
    "rule": (Action.MANAGE, True, {}),
    "phase-anyway": (Action.MANAGE, True, {"phase": "launch"}),
    "phase": (Action.SEAL, True, {"phase": "sealed"}),
    "audit": (Action.AUDIT, True, {}),
}


@dataclass(slots=True)
class Overhearing:
    """Notes what the product answers behind a platform's adapter."""

    answers: list[Rendered] = field(default_factory=list)

    def __call__(self, handle: Handle) -> Handle:
        """Stand between the adapter and the product."""

        def heard(event: Event) -> Rendered:
            answer = handle(event)
            self.answers.append(answer)
            return answer

        return heard


@dataclass(frozen=True)
class Gate:
    """A platform on which everybody of WHO has an account (see `accounts`); what the product answers is `heard`."""

    platform: str
    workspace: str
    accounts: Mapping[str, str]
    database: Database
    keyring: Keyring
    now: datetime
    heard: Overhearing

    def press(self, who: str, action: str, args: Mapping[str, str]) -> Rendered | None:
        """Press a button nobody was shown, made as ours are, and give the product's answer."""
        return self._sent(who, Signer(self.keyring.signing_key()), action, args)

    def press_forged(self, who: str, action: str, args: Mapping[str, str]) -> Rendered | None:
        """Press a button that somebody made up: not signed by us."""
        return self._sent(who, _NOT_OURS, action, args)

    def _sent(self, who: str, signer: Signer, action: str, args: Mapping[str, str]) -> Rendered | None:
        before = len(self.heard.answers)
        self._send(self.accounts[who], signer.sign("button", [self.workspace, action, dict(args)]))
        answers = self.heard.answers[before:]
        assert len(answers) <= 1
        return answers[0] if answers else None

    def _send(self, account: str, token: str) -> None:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody presses a button with ids; `may` is what the table says, `title` what is shown of the object."""

    who: str
    action: str
    args: Mapping[str, str]
    may: bool
    shows: bool
    title: str


def table_holds(gate: Gate) -> int:
    """Try everything and give how much was tried. Raises AssertionError for what is done, or not done, against it."""
    ground = _Ground(gate)
    tried = 0
    for case in ground.cases():
        assert _done(gate, case) is case.may, case
        tried += 1
    before = _rows(gate)
    for action in ON_RECORDS:
        answer = gate.press_forged("manager", action, {"record": ground.ours[0].line.uid})
        assert answer is None or ground.ours[0].title not in said(answer), action
    assert _rows(gate) == before, "what is made up is not even read"
    return tried


class _Ground:
    """Three dossiers: ours, another of the house, and one of another organisation."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._count = 0
        self.kinds = [_of(category) for category in Category]
        self.dossier, self.other = gate.database.write(self._settle)
        self.theirs, self.foreign = gate.database.write(self._elsewhere)
        self.ours = [self._keep(self.dossier, kind) for kind in self.kinds]
        self.others = [self._keep(self.other, kind) for kind in self.kinds]

    def cases(self) -> Iterator[Case]:
        """Give every case; who may do something does it last, for it changes what it is done to."""
        for number, kind in enumerate(self.kinds):
            for button, (action, shows) in ON_RECORDS.items():
                if _fits(kind, button):
                    yield from self._on_record(kind, button, action, shows, number)
        for button, (action, shows, args) in ON_DOSSIERS.items():
            yield from self._on_dossier(button, action, shows, args)

    def _on_record(self, kind: Kind, button: str, action: Action, shows: bool, number: int) -> Iterator[Case]:
        foreign, other = self.foreign, self.others[number]
        for who in WHO:
            # Of another organisation nothing is there, of whichever kind.
            for uid, title in ((foreign.line.uid, foreign.title), (UNKNOWN, "kept")) if number == 0 else ():
                yield Case(who, button, {"record": uid, "revision": "1"}, False, shows, title)
            # Where somebody has no part at all it is alike for all kinds: to read and to change tells that.
            if who != "manager" and (number == 0 or button in ("show", "delete")):
                yield Case(who, button, {"record": other.line.uid, "revision": "1"}, False, shows, other.title)
        saved = self._keep(self.dossier, kind, submitted=button == "approve")
        args = {"record": saved.line.uid, "revision": "1"}
        if saved.approval is not None:
            args = {"approval": saved.approval.uid, "revision": str(saved.approval.revision)}
        for who, tier in WHO.items():
            may = tier >= _needed(kind, action)
            yield Case(who, button, args, may, shows, saved.title)
            if may and not shows:
                return

    def _on_dossier(self, button: str, action: Action, shows: bool, more: Mapping[str, str]) -> Iterator[Case]:
        for kind in self.kinds if button == "new" else [None]:
            args = {**more, **({"kind": kind.name} if kind else {})}
            for who, tier in WHO.items():
                for where in (self.theirs, self.other):
                    if where is self.theirs or who != "manager":
                        yield Case(who, button, {**args, "dossier": where.uid}, False, shows, where.title)
                needed = _needed(kind, action) if kind else lowest(action)
                yield Case(
                    who, button, {**args, "dossier": self.dossier.uid}, tier >= needed, shows, self.dossier.title
                )

    def _settle(self, connection: Any) -> tuple[DossierView, DossierView]:
        """Let everybody in, and start the two dossiers, which are owned by somebody else."""
        gate = self._gate
        found = acting(connection, gate.platform, gate.workspace)
        assert found is not None
        actor, workspace, uid, key = found
        store = Store(connection, actor, gate.now, gate.keyring.organisation(uid, key))
        owner = store.people.add("Olga", Tier.SENIOR)
        dossier, other = (store.dossiers.start("ABC Ltd", "ABC", name, Phase.DESIGN, owner) for name in ("Shop", "App"))
        for who, tier in WHO.items():
            person = store.people.add(f"The {who}", tier if tier is Tier.MANAGER else Tier.MEMBER)
            store.people.link(workspace, gate.accounts[who], person)
            if Tier.STRANGER < tier < Tier.MANAGER:
                store.dossiers.set_member(dossier, person, tier)
        store.finish()
        return dossier, other

    def _elsewhere(self, connection: Any) -> tuple[DossierView, Saved]:
        """Give a record of another organisation."""
        gate = self._gate
        store = organisations.found(connection, gate.keyring, "Elsewhere", gate.now)
        workspace = organisations.add_workspace(connection, store.actor.organisation, gate.platform, "elsewhere", "E")
        bob = store.people.add("Bob", Tier.MANAGER)
        store.people.link(workspace, "bob", bob)
        dossier = store.dossiers.start("XYZ Ltd", "XYZ", "WMS", Phase.TEST, bob)
        store.finish()
        return dossier, _add(_as(gate, connection, "bob", "elsewhere"), dossier, self.kinds[0], "theirs")

    def _keep(self, dossier: DossierView, kind: Kind, *, submitted: bool = False) -> Saved:
        """Keep a record that nobody of WHO has written, and submit it where it is to be decided."""
        self._count += 1
        name = f"kept {self._count}."

        def unit(connection: Any) -> Saved:
            store = _as(self._gate, connection, self._gate.accounts["manager"], self._gate.workspace)
            saved = _add(store, dossier, kind, name)
            if submitted:
                store.approvals.submit(saved)
            store.finish()
            return store.records.get(saved.line.uid)

        return self._gate.database.write(unit)


def _of(category: Category) -> Kind:
    """Give a kind of a category of which there can be many: one that hides or is decided on, if there is such."""
    many = [kind for kind in kinds() if kind.category is category and not kind.single]
    telling = [kind for kind in many if kind.approve is not None or any(spec.sensitive for spec in kind.fields)]
    return (telling or many)[0]


def _fits(kind: Kind, button: str) -> bool:
    if button in ("reveal", "erase"):
        return any(spec.sensitive for spec in kind.fields)
    if button in ("submit", "approve"):
        return kind.approve is not None
    return not (button == "share" and kind.confidential)


def _needed(kind: Kind, action: Action) -> Tier:
    """Give the tier the table asks for; who may not read may do nothing else either."""
    return max(kind.lowest(action), kind.lowest(Action.READ))


def _done(gate: Gate, case: Case) -> bool:
    before = _rows(gate)
    answer = gate.press(case.who, case.action, case.args)
    changed = _rows(gate) != before
    if not case.shows:
        assert case.may or answer is None or case.title not in said(answer), case
        return changed
    assert not changed, case
    return answer is not None and (isinstance(answer, OpenForm) or case.title in said(answer))


def _rows(gate: Gate) -> list[Any]:
    """Give all that could have been changed; of jobs only that they are there, for they are at work."""
    tables = (records, revisions, lookups, approvals, members, dossiers)
    wanted = [*(select(table) for table in tables), select(jobs.c.id)]
    return gate.database.read(lambda c: [tuple(row) for query in wanted for row in c.execute(query)])


def _add(store: Store, dossier: DossierView, kind: Kind, name: str) -> Saved:
    titled = next(spec.name for spec in kind.fields if "{" + spec.name + "}" in kind.title)
    return store.records.add(dossier, kind, kind.parse({**typed(kind), titled: name}, reading()))


def _as(gate: Gate, connection: Any, account: str, workspace: str) -> Store:
    known = recognise(connection, gate.platform, workspace, account)
    assert known is not None
    keys = gate.keyring.organisation(known.organisation_uid, known.organisation_key)
    return Store(connection, known.actor, gate.now, keys)
