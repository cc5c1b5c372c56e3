"""The access table tried over the router: every action on records of every kind, by every tier, with forged ids.

What a tier may do is taken from the table alone; what it does is seen in the answer and in the rows that change.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from chat.events import FormSubmitted
from chat.messages import Button
from chat.replies import OpenForm, Rendered
from dossier.kinds import Kind, kinds
from dossier.tiers import Action, Tier, lowest
from dossier.views import Saved
from storage.tables import approvals, dossiers, lookups, members, records, revisions
from tests.kinds.entries import name_others, newest
from tests.kinds.samples import command, typed
from tests.team import ELSEWHERE, HOME, Team, form_in, said

WHO = {
    "unknown": Tier.STRANGER,
    "zhaomin": Tier.STRANGER,
    "carla": Tier.GUEST,
    "ann": Tier.MEMBER,
    "lilei": Tier.SENIOR,
    "wangfang": Tier.MANAGER,
}
"""Somebody of every tier, the lowest first; the author of all records is the manager."""


@dataclass(frozen=True)
class Try:
    """One way to do something: the action of the table, the event, and for which kinds there is such a thing."""

    action: Action
    do: Callable[[Team, str, Saved, str], Rendered]
    reads: bool = False
    of: Callable[[Kind], bool] = lambda kind: True


def press(action: str, **args: str) -> Callable[[Team, str, Saved, str], Rendered]:
    """Press a button somebody was never shown, with the record's id."""

    def do(team: Team, who: str, saved: Saved, workspace: str) -> Rendered:
        ids = {"record": saved.line.uid}
        if saved.approval is not None:
            ids |= {"approval": saved.approval.uid, "revision": str(saved.approval.revision)}
        return team.press(Button("", action, {**ids, **args}), who, workspace=workspace)

    return do


def send(name: str) -> Callable[[Team, str, Saved, str], Rendered]:
    """Send a form somebody never opened, filled with other values."""

    def do(team: Team, who: str, saved: Saved, workspace: str) -> Rendered:
        kind, values = saved.line.kind, typed(saved.line.kind, turn=1)
        ref = {"record": saved.line.uid, "revision": "1", "fields": ""}
        if name == "record":
            ref = {"kind": kind.name, "dossier": saved.dossier.uid}
        if name in ("approve", "return") and saved.approval is not None:
            ref = {"approval": saved.approval.uid, "revision": str(saved.approval.revision)}
            values = {"comment": "x"}
        return team.handle(FormSubmitted(team.source(who, workspace=workspace), name, ref, values))

    return do


def give(word: str) -> Callable[[Team, str, Saved, str], Rendered]:
    """Give a command with the record's number."""
    return lambda team, who, saved, workspace: team.say(
        who, f"/dossier {word} #{saved.line.number}", workspace=workspace
    )


def _approved(kind: Kind) -> bool:
    return kind.approve is not None


TRIES = {
    "show": Try(Action.READ, press("show"), reads=True),
    "show by number": Try(Action.READ, give("show"), reads=True),
    "history": Try(Action.READ, press("history"), reads=True),
    "list": Try(Action.READ, lambda team, who, saved, at: team.say(who, "/dossier list", workspace=at), reads=True),
    "reveal": Try(Action.REVEAL, press("reveal"), True, lambda kind: any(spec.sensitive for spec in kind.fields)),
    "log": Try(Action.LOG, send("record"), of=lambda kind: not kind.single),
    "open edit": Try(Action.EDIT, press("edit"), reads=True),
    "edit": Try(Action.EDIT, send("edit")),
    "delete": Try(Action.DELETE, press("delete")),
    "restore": Try(Action.EDIT, press("restore", revision="1")),
    "submit": Try(Action.EDIT, press("submit"), of=_approved),
    "approve": Try(Action.APPROVE, press("approve"), of=_approved),
    "approve with a comment": Try(Action.APPROVE, send("approve"), of=_approved),
    "return": Try(Action.APPROVE, send("return"), of=_approved),
    "share": Try(Action.SHARE, press("share"), of=lambda kind: not kind.confidential),
    "erase": Try(Action.ERASE, press("erase"), of=lambda kind: any(spec.sensitive for spec in kind.fields)),
}
CASES = [(kind, name) for kind in kinds() for name, each in TRIES.items() if each.of(kind)]


def needed(kind: Kind, action: Action) -> Tier:
    """Give the tier the table asks for, with what the kind declares; who may not read may do nothing else either."""
    declared = {Action.LOG: kind.write, Action.APPROVE: kind.approve}.get(action)
    own = declared if declared is not None else lowest(action, kind.category)
    return max(own, lowest(Action.READ, kind.category))


def rows(team: Team) -> list[Any]:
    """Give all that could have been changed."""
    tables = (records, revisions, lookups, approvals, members, dossiers)
    return team.database.read(lambda c: [tuple(row) for table in tables for row in c.execute(select(table))])


def kept(team: Team, kind: Kind, name: str) -> Saved:
    """Let the manager keep a record, and submit it where it is to be decided."""
    name_others(team, kind)
    team.submit(form_in(team.say("wangfang", command(kind))), "wangfang", **typed(kind))
    if TRIES[name].action is Action.APPROVE:
        saved = newest(team, kind)
        team.press(Button("", "submit", {"record": saved.line.uid}), "wangfang")
    return newest(team, kind)


def done(team: Team, each: Try, who: str, saved: Saved, workspace: str = HOME) -> bool:
    """Try it and tell whether it was done; what was refused neither shows the record nor leaves a trace in it."""
    before = rows(team)
    answer = each.do(team, who, saved, workspace)
    changed = rows(team) != before
    if not each.reads:
        return changed
    assert not changed
    return isinstance(answer, OpenForm) or saved.title in said(answer)


@pytest.mark.parametrize(("kind", "name"), CASES, ids=lambda case: getattr(case, "name", case))
def test_every_tier_does_what_the_table_says_and_nothing_more(kind: Kind, name: str, team: Team) -> None:
    each, saved = TRIES[name], kept(team, kind, name)

    assert not done(team, each, "bob", saved, ELSEWHERE), "another organisation"
    for who, tier in WHO.items():
        may = tier >= needed(kind, each.action)
        assert done(team, each, who, saved) is may, who
        if may and not each.reads:
            return


@pytest.mark.parametrize("kind", [each for each in kinds() if not each.confidential], ids=lambda kind: kind.name)
def test_what_is_marked_is_read_by_guests_and_nothing_else_is_done_by_them(kind: Kind, team: Team) -> None:
    saved = kept(team, kind, "show")
    team.press(Button("", "share", {"record": saved.line.uid}), "wangfang")

    seen = {name: done(team, each, "carla", saved) for name, each in TRIES.items() if each.of(kind)}
    assert {name for name, was in seen.items() if was} == {"show", "show by number", "list"}
    assert not any(done(team, TRIES[name], "zhaomin", saved) for name in ("show", "list"))


REFUSALS = (
    "needs guest access",
    "needs member access",
    "needs senior member access",
    "needs manager access",
    "需要",
    "仅管理层",
)
ON_DOSSIER = {
    "status": (Action.READ, "/dossier status"),
    "missing": (Action.READ, "/dossier missing"),
    "health": (Action.READ, "/dossier health"),
    "members": (Action.READ, "/dossier member"),
    "give a role": (Action.MANAGE, "/dossier member @赵敏 guest"),
    "phase": (Action.MANAGE, "/dossier phase test"),
    "rules": (Action.MANAGE, "/dossier rule"),
    "seal": (Action.SEAL, "/dossier phase sealed"),
    "audit": (Action.AUDIT, "/dossier audit"),
}


@pytest.mark.parametrize("name", ON_DOSSIER)
def test_what_is_done_to_a_dossier_takes_the_tier_of_the_table_or_its_owner(name: str, team: Team) -> None:
    action, words = ON_DOSSIER[name]
    for who, tier in WHO.items():
        may = tier >= lowest(action) or (who == "lilei" and action is Action.MANAGE)
        before = rows(team)
        answer = team.say(who, words)
        refused = any(word in said(answer).partition("\n")[0] for word in REFUSALS)
        assert refused is not may, (who, said(answer))
        assert may or rows(team) == before
