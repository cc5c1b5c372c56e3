"""What is there to be pressed at: records of every kind in a dossier, in another of the house, and elsewhere."""

from collections.abc import Mapping
from importlib import resources
from typing import Any

from dossier.fields import Input
from dossier.kinds import Kind
from dossier.own.checking import checked
from dossier.phases import Phase
from dossier.tiers import Tier
from dossier.views import DossierView, Saved
from storage import organisations
from storage.accounts import acting
from storage.people import recognise
from storage.store import Store
from tests.everywhere.gate import WHO, Gate
from tests.kinds.samples import FILE, reading, typed, without_files

_ELSEWHERE = "elsewhere"


class Ground:
    """Three dossiers: ours, another of the house, and one of another organisation, with one record of each kind.

    Both organisations have the kinds of the product and, from its example, some of their own.
    """

    def __init__(self, gate: Gate) -> None:
        """Let everybody in, and have all that is not changed kept."""
        self._gate = gate
        self._count = 0
        self.dossier, self.other = gate.database.write(self._settle)
        self.theirs = gate.database.write(self._elsewhere)
        self.kinds: list[Kind] = gate.database.read(lambda connection: [*self._store(connection).kinds.open])
        self.others = self._of_each_kind(self.other)
        self.foreign = self._of_each_kind(self.theirs, _ELSEWHERE)
        self.shown = self._of_each_kind(self.dossier)
        # So that guests find something there.
        self.keep(next(kind for kind in self.kinds if not kind.single and not kind.confidential), shared=True)

    def keep(self, kind: Kind, *, submitted: bool = False, shared: bool = False) -> Saved:
        """Keep a record in our dossier, which nobody of WHO has written, in the place of the one there may be of it."""

        def unit(connection: Any) -> Saved:
            store = self._store(connection)
            if kind.single and (there := store.records.single(self.dossier, kind)):
                store.records.remove(there)
            saved = self._add(store, self.dossier, kind, submitted=submitted)
            if shared:
                store.records.share(saved, shared=True)
            store.finish()
            return store.records.get(saved.line.uid)

        return self._gate.database.write(unit)

    def typed(self, kind: Kind, turn: int = 0) -> dict[str, str]:
        """Give what somebody may type into a form of a kind, files apart, under a title that nothing else has."""
        self._count += 1
        given = {name: value for name, value in typed(kind, turn=turn).items() if not _refers(kind, name)}
        return {**without_files(kind, given), _titled(kind): f"kept {self._count}."}

    def _of_each_kind(self, dossier: DossierView, workspace: str = "") -> Mapping[str, Saved]:
        """Keep a record of each kind, submitted where it is to be decided."""

        def unit(connection: Any) -> Mapping[str, Saved]:
            store = self._store(connection, workspace)
            added = [self._add(store, dossier, each, submitted=each.approve is not None) for each in self.kinds]
            store.finish()
            return {each.line.kind.name: store.records.get(each.line.uid) for each in added}

        return self._gate.database.write(unit)

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
        _take_own_kinds(store)
        store.files.add(FILE, f"{gate.platform}/{gate.workspace}/F0")
        store.finish()
        return dossier, other

    def _elsewhere(self, connection: Any) -> DossierView:
        gate = self._gate
        store = organisations.found(connection, gate.keyring, "Elsewhere", gate.now)
        workspace = organisations.add_workspace(connection, store.actor.organisation, gate.platform, _ELSEWHERE, "E")
        bob = store.people.add("Bob", Tier.MANAGER)
        store.people.link(workspace, "bob", bob)
        dossier = store.dossiers.start("XYZ Ltd", "XYZ", "WMS", Phase.TEST, bob)
        _take_own_kinds(store)
        store.finish()
        return dossier

    def _add(self, store: Store, dossier: DossierView, kind: Kind, *, submitted: bool) -> Saved:
        """Keep a record of a title that nothing else has."""
        # A file takes work to be fetched: only what is not approved without one gets it.
        signed = {name: typed(kind)[name] for name in kind.approved_with}
        saved = store.records.add(dossier, kind, kind.parse({**self.typed(kind), **signed}, reading()))
        if submitted:
            store.approvals.submit(saved)
        return saved

    def _store(self, connection: Any, workspace: str = "") -> Store:
        """Give the manager's store, or Bob's elsewhere."""
        gate = self._gate
        account = "bob" if workspace else gate.accounts["manager"]
        known = recognise(connection, gate.platform, workspace or gate.workspace, account)
        assert known is not None
        keys = gate.keyring.organisation(known.organisation_uid, known.organisation_key)
        return Store(connection, known.actor, gate.now, keys)


def _titled(kind: Kind) -> str:
    return next(spec.name for spec in kind.fields if "{" + spec.name + "}" in kind.title and spec.input is Input.TEXT)


def _refers(kind: Kind, name: str) -> bool:
    spec = kind.field(name)
    return spec is not None and bool(spec.refers_to)


def _take_own_kinds(store: Store) -> None:
    file = (resources.files("dossier.own") / "example.yaml").read_bytes()
    store.own_kinds.keep(file.decode(), checked(file))
