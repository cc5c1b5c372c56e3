"""Which revision of a record an approval stands for, while the record goes on."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from dossier.deciding import ApprovalState
from dossier.errors import Refused
from dossier.tiers import Action
from dossier.views import Saved
from storage.tables import approvals

if TYPE_CHECKING:
    from storage.store import Store


def follow(store: "Store", saved: Saved, content: Mapping[str, Any], revision: int, *, deleted: bool) -> None:
    """Keep approvals in step with a record that was changed to a content, as a revision.

    What waits is its newest revision, and nothing of one that was deleted. What was approved stays approved when it is
    only carried out, and is so again when the record says again what was approved: a deletion taken back, for one.
    """
    its = (approvals.c.record_id == saved.line.id, approvals.c.organisation_id == store.actor.organisation)
    waits = update(approvals).where(*its, approvals.c.state == ApprovalState.OPEN.value)
    store.connection.execute(
        waits.values(state=ApprovalState.WITHDRAWN.value) if deleted else waits.values(revision=revision)
    )
    if deleted:
        return
    latest = store.approvals.latest(saved.line.id)
    if latest is None or latest.state is not ApprovalState.APPROVED:
        return
    carried_out = latest.revision == saved.line.revision and _is_only_carried_out(store, saved, content)
    if carried_out or store.records.content_of(saved, latest.revision) == content:
        store.connection.execute(update(approvals).where(*its, approvals.c.id == latest.id).values(revision=revision))


def require_deletable(store: "Store", saved: Saved) -> None:
    """Raise Refused for what is approved unless the actor could approve it, or looks after the dossier."""
    kind, where, actor = saved.line.kind, saved.dossier.id, store.actor
    if saved.approved and not (actor.may(Action.APPROVE, where, kind) or actor.may(Action.MANAGE, where)):
        raise Refused("refused-delete-approved", tier=kind.lowest(Action.APPROVE).name.lower()).within(where)


def _is_only_carried_out(store: "Store", saved: Saved, content: Mapping[str, Any]) -> bool:
    """Tell whether nothing changes but that what was approved is carried out (or is not, after all)."""
    statuses = {saved.line.status, content.get("status")}
    if len(statuses) < 2 or not statuses <= {*saved.line.kind.settled}:
        return False
    before = store.records.content_of(saved, saved.line.revision)
    return {**before, "status": None} == {**content, "status": None}
