"""Which revision of a record an approval stands for, while the record goes on."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from dossier.deciding import Approval, ApprovalState
from dossier.errors import Refused
from dossier.fields import FileRef
from dossier.tiers import Action
from dossier.views import Saved
from storage.tables import approvals

if TYPE_CHECKING:
    from storage.store import Store

_OF_FILES = {name for name, each in FileRef.model_fields.items() if each.is_required()}


def settled(store: "Store", saved: Saved, content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a new content of a record with the status it has come to: what was approved and says something else now is
    to be approved again, and what says again what was approved is approved."""
    kind, spec = saved.line.kind, saved.line.kind.field("status")
    if kind.approved is None or spec is None or (approved := _approved(store, saved)) is None:
        return content
    same, was, now = alike(approved, content), saved.line.status, content.get("status")
    if not same and was in kind.settled and now in kind.settled:
        return {**content, "status": str(spec.initial)}
    if same and was not in kind.settled and now == was:
        return {**content, "status": approved.get("status")}
    return content


def is_approved_again(store: "Store", saved: Saved, content: Mapping[str, Any]) -> bool:
    """Tell whether a content is what was approved last."""
    approved = _approved(store, saved)
    return approved is not None and _essence(approved) == _essence(content)


def alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two contents of a record differ by the status alone, if at all."""
    return {**_essence(one), "status": None} == {**_essence(other), "status": None}


def _essence(content: Mapping[str, Any]) -> dict[str, Any]:
    """Give what somebody approves of a content: of files which they are, whatever they are called."""
    return {
        name: [each["id"] if _is_file(each) else each for each in value] if isinstance(value, list) else value
        for name, value in content.items()
    }


def _is_file(value: object) -> bool:
    return isinstance(value, dict) and value.keys() >= _OF_FILES


def follow(store: "Store", saved: Saved, content: Mapping[str, Any], revision: int, *, deleted: bool) -> None:
    """Keep approvals in step with a record that was changed to a content, as a revision.

    What waits is its newest revision, and nothing of one that was deleted. What was approved stays approved when it is
    only carried out, and is so again when the record says again what was approved: a deletion taken back, for one. An
    approval is taken back by giving the record its earlier status.
    """
    its = (approvals.c.record_id == saved.line.id, approvals.c.organisation_id == store.actor.organisation)
    waits = update(approvals).where(*its, approvals.c.state == ApprovalState.OPEN.value)
    store.connection.execute(
        waits.values(state=ApprovalState.WITHDRAWN.value) if deleted else waits.values(revision=revision)
    )
    latest, approved = saved.approval, None if deleted else _approved(store, saved)
    if latest is None or approved is None:
        return
    this = update(approvals).where(*its, approvals.c.id == latest.id)
    if _essence(approved) == _essence(content) or (saved.approved and _is_only_carried_out(saved, approved, content)):
        store.connection.execute(this.values(revision=revision))
    elif saved.approved and alike(approved, content):
        store.connection.execute(this.values(state=ApprovalState.WITHDRAWN.value))
        store.audit.add(f"approval.{ApprovalState.WITHDRAWN}", f"record:{saved.line.uid}", f"v{latest.revision}")
        submitter = [latest.submitter_id] if latest.submitter_id != store.actor.person else []
        card = "approval-decided"
        store.outbox.renew(submitter, card, {"approval": latest.uid}, f"{card}:{latest.uid}")
    elif saved.approved:
        _tell_decider(store, latest)


def _tell_decider(store: "Store", approval: Approval) -> None:
    """Tell whoever approved a record, once, that somebody else has changed it since."""
    decider = approval.decider_id
    if decider is None or decider == store.actor.person:
        return
    workspace = store.absences.workspace_of(decider, None)
    if workspace is not None:
        subject = f"approval-outdated:{approval.uid}"
        store.outbox.to_person(decider, workspace, "approval", {"approval": approval.uid}, subject)


def require_deletable(store: "Store", saved: Saved) -> None:
    """Raise Refused for what somebody else has logged, below the tier for it; and for what was approved, also where it
    has been changed since, unless the actor could approve it, or looks after the dossier."""
    kind, where, actor = saved.line.kind, saved.dossier.id, store.actor
    if not store.records.is_own(saved):
        actor.require(Action.DELETE, where, kind)
    approved = saved.approval is not None and saved.approval.state is ApprovalState.APPROVED
    if approved and not (actor.may(Action.APPROVE, where, kind) or actor.may(Action.MANAGE, where)):
        raise Refused("refused-delete-approved", tier=kind.lowest(Action.APPROVE).name.lower()).within(where)


def _approved(store: "Store", saved: Saved) -> Mapping[str, Any] | None:
    """Give what was approved last of a record, None where its last submission was not."""
    last = saved.approval
    if last is None or last.state is not ApprovalState.APPROVED:
        return None
    return store.records.content_of(saved, last.revision)


def _is_only_carried_out(saved: Saved, before: Mapping[str, Any], content: Mapping[str, Any]) -> bool:
    """Tell whether nothing changes but that what was approved is carried out (or is not, after all)."""
    statuses = {saved.line.status, content.get("status")}
    return len(statuses) == 2 and statuses <= {*saved.line.kind.settled} and alike(before, content)
