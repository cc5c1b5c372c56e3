"""The access table as pressed buttons and sent forms: who does what to which object, and whether it may be done.

Everything is made from dossier.tiers and the kinds, own ones too; a platform lends no more than a way to press and to
send what nobody was shown. What is done is seen in the rows that change, and in an answer that shows the object.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from chat.replies import OpenForm, Rendered
from dossier.kinds import Kind, kinds
from dossier.tiers import Action, Tier, lowest
from dossier.views import Saved
from storage.tables import approvals, dossiers, jobs, lookups, members, records, revisions
from tests.everywhere.gate import WHO, Gate
from tests.everywhere.ground import Ground
from tests.team import said

UNKNOWN = "0199c0de-0000-7000-8000-000000000000"

# What can be pressed on a record: the action of the table, and whether it merely shows something.
ON_RECORDS: Mapping[str, tuple[Action, bool]] = {
    "show": (Action.READ, True),
    "history": (Action.READ, True),
    "reveal": (Action.REVEAL, True),
    "edit": (Action.EDIT, True),
    "approve-comment": (Action.APPROVE, True),
    "return": (Action.APPROVE, True),
    "export": (Action.EXPORT, False),
    "share": (Action.SHARE, False),
    "submit": (Action.EDIT, False),
    "approve": (Action.APPROVE, False),
    "restore": (Action.EDIT, False),
    "delete": (Action.DELETE, False),
    "erase": (Action.ERASE, False),
}
# What can be sent as a form; all of it changes something.
ON_FORMS: Mapping[str, Action] = {
    "record": Action.LOG,
    "edit": Action.EDIT,
    "approve": Action.APPROVE,
    "return": Action.APPROVE,
}
_DECIDING = ("approve", "approve-comment", "return")
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


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody presses a button with ids, or sends a form with ids and `values`; `may` is what the table says, `title`
    what is shown of the object."""

    who: str
    action: str
    args: Mapping[str, str]
    may: bool
    shows: bool
    title: str
    values: Mapping[str, str] | None = None

    def done(self, gate: Gate) -> Rendered | None:
        """Have it done and give the product's answer."""
        if self.values is None:
            return gate.press(self.who, self.action, self.args)
        return gate.send(self.who, self.action, self.args, self.values)

    @property
    def changes(self) -> bool:
        """Whether something is to be changed by it."""
        return self.may and not self.shows


def table_holds(gate: Gate) -> None:
    """Try everything. Raises AssertionError for what is done, or not done, against the table."""
    ground = Ground(gate)
    assert {kind.name for kind in kinds()} < {kind.name for kind in ground.kinds}, "own kinds are among them"
    count = 0
    for cases in _every(ground):
        _hold(gate, cases)
        count += len(cases)
    assert count > 50 * len(ground.kinds)
    before = _rows(gate)
    ours = next(iter(ground.shown.values()))
    for action in ON_RECORDS:
        answer = gate.press_forged("manager", action, _args(ours))
        assert answer is None or ours.title not in said(answer), action
    assert _rows(gate) == before, "what is made up is not even read"


def _every(ground: Ground) -> Iterator[list[Case]]:
    """Give every case, in parts: what a part is about is there when it is asked for."""
    for button in ON_DOSSIERS:
        for kind in ground.kinds if button == "new" else [None]:
            yield [*_on_dossier(ground, button, kind)]
    for kind in ground.kinds:
        buttons = [button for button in ON_RECORDS if _fits(kind, button)]
        yield [case for button in buttons for case in _out_of_reach(ground, kind, button)]
        yield [case for button in buttons if ON_RECORDS[button][1] for case in _within(ground.shown[kind.name], button)]
        if not kind.confidential:
            shared = ground.keep(kind, submitted=kind.approve is not None, shared=True)
            marked = [case for button in buttons for case in _within(shared, button)]
            yield [case for case in marked if case.who == "guest" or (case.who, case.action) == ("stranger", "show")]
        for button in buttons:
            if not ON_RECORDS[button][1]:
                yield [*_within(ground.keep(kind, submitted=button == "approve"), button)]
        for form in ON_FORMS:
            yield from _sent(ground, kind, form)
    unknown = {"record": UNKNOWN, "approval": UNKNOWN, "revision": "1"}
    yield [Case(who, button, unknown, may=False, shows=True, title="kept") for button in ON_RECORDS for who in WHO]


def _out_of_reach(ground: Ground, kind: Kind, button: str) -> Iterator[Case]:
    """Press on a record of another organisation, and on one of a dossier in which only the manager has a part."""
    foreign, other, shows = ground.foreign[kind.name], ground.others[kind.name], ON_RECORDS[button][1]
    yield Case("manager", button, _args(foreign), may=False, shows=shows, title=foreign.title)
    yield Case("senior", button, _args(other), may=False, shows=shows, title=other.title)
    if kind is ground.kinds[0]:
        # To those who have no part at all, kinds are alike.
        for who in WHO:
            yield Case(who, button, _args(foreign), may=False, shows=shows, title=foreign.title)
            if who != "manager":
                yield Case(who, button, _args(other), may=False, shows=shows, title=other.title)


def _within(saved: Saved, button: str) -> Iterator[Case]:
    """Press on a record as everybody of WHO, up to the first who is to change it."""
    shows = ON_RECORDS[button][1]
    for who, tier in WHO.items():
        case = Case(who, button, _args(saved), tier >= _needed(saved, button), shows, saved.title)
        yield case
        if case.changes:
            return


def _sent(ground: Ground, kind: Kind, form: str) -> Iterator[list[Case]]:
    """Send a form for what is out of reach, then for ours as everybody of WHO, up to the first who may."""
    if (form == "record" and kind.single) or (form in _DECIDING and kind.approve is None):
        return
    # Of what there is one of, the last has been erased: one that is there can be edited.
    ours = ground.keep(kind, submitted=form in _DECIDING)
    foreign, other = ground.foreign[kind.name], ground.others[kind.name]
    values = {"comment": "not yet"} if form in _DECIDING else ground.typed(kind, turn=1)
    cases = [
        Case("manager", form, _carried(foreign, form), may=False, shows=False, title=foreign.title, values=values),
        Case("senior", form, _carried(other, form), may=False, shows=False, title=other.title, values=values),
    ]
    needed = max(kind.lowest(ON_FORMS[form]), kind.lowest(Action.READ))
    for who, tier in WHO.items():
        may = tier >= needed
        cases.append(Case(who, form, _carried(ours, form), may, shows=False, title=ours.title, values=values))
        if may:
            break
    yield cases


def _carried(saved: Saved, form: str) -> dict[str, str]:
    if form == "record":
        return {"kind": saved.line.kind.name, "dossier": saved.dossier.uid}
    return {**_args(saved), "fields": ""} if form == "edit" else _args(saved)


def _on_dossier(ground: Ground, button: str, kind: Kind | None) -> Iterator[Case]:
    action, shows, more = ON_DOSSIERS[button]
    args = {**more, **({"kind": kind.name} if kind else {})}
    needed = max(kind.lowest(action), kind.lowest(Action.READ)) if kind else lowest(action)
    for who, tier in WHO.items():
        # To those who have no part at all, kinds are alike.
        alike = kind not in (None, ground.kinds[0])
        for where, most in ((ground.theirs, "manager"), (ground.other, "senior")):
            if who == most or (not alike and WHO[who] < WHO[most]):
                yield Case(who, button, {**args, "dossier": where.uid}, may=False, shows=shows, title=where.title)
        where = ground.dossier
        case = Case(who, button, {**args, "dossier": where.uid}, tier >= needed, shows, where.title)
        yield case
        if case.changes:
            return


def _args(saved: Saved) -> dict[str, str]:
    args = {"record": saved.line.uid, "revision": "1"}
    return args | ({"approval": saved.approval.uid} if saved.approval is not None else {})


def _fits(kind: Kind, button: str) -> bool:
    if button in ("reveal", "erase"):
        return any(spec.sensitive for spec in kind.fields)
    if button in ("submit", *_DECIDING):
        return kind.approve is not None
    return not (button == "share" and kind.confidential)


def _needed(saved: Saved, button: str) -> Tier:
    """Give the tier the table asks for; who may not read may do nothing else either."""
    kind, (action, _) = saved.line.kind, ON_RECORDS[button]
    # Guests read what is marked for them as it is now, and nothing of its history.
    shared = saved.line.shared and button == "show"
    return max(kind.lowest(action, shared=shared), kind.lowest(Action.READ, shared=shared))


def _hold(gate: Gate, cases: list[Case]) -> None:
    """Press everything that is to leave all as it is, then what is to change something."""
    before = _rows(gate)
    for case in (each for each in cases if not each.changes):
        answer = case.done(gate)
        assert _shows(answer, case) is case.may, case
    after = _rows(gate)
    assert after == before, cases
    for case in (each for each in cases if each.changes):
        case.done(gate)
        before, after = after, _rows(gate)
        assert after != before, case


def _shows(answer: Rendered | None, case: Case) -> bool:
    return answer is not None and (isinstance(answer, OpenForm) or case.title in said(answer))


def _rows(gate: Gate) -> list[Any]:
    """Give all that could have been changed: of versions what they were hashed to, of jobs that they are there."""
    tables = (records, lookups, approvals, members, dossiers)
    wanted = [*(select(table) for table in tables), select(revisions.c.id, revisions.c.hash), select(jobs.c.id)]
    return gate.database.read(lambda c: [tuple(row) for query in wanted for row in c.execute(query)])
