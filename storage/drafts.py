"""Drafts: what somebody has typed and not saved yet, kept for a week, for them alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from storage.ids import new_uid
from storage.tables import drafts
from storage.workspaces import OWN_WORKSPACE

if TYPE_CHECKING:
    from storage.store import Store

_KEEP = insert(drafts).values(workspace_id=OWN_WORKSPACE)
_MINE = (
    (drafts.c.uid == bindparam("draft"))
    & (drafts.c.organisation_id == bindparam("organisation"))
    & (drafts.c.workspace_id == bindparam("in_workspace"))
    & (drafts.c.account == bindparam("of_account"))
)
_SEALED = select(drafts.c.sealed).where(_MINE)
_LATEST = (
    select(drafts.c.uid, drafts.c.sealed)
    .where(
        (drafts.c.organisation_id == bindparam("organisation"))
        & (drafts.c.workspace_id == bindparam("in_workspace"))
        & (drafts.c.account == bindparam("of_account"))
    )
    .order_by(drafts.c.kept_at.desc(), drafts.c.id.desc())
    .limit(20)
)
_CHANGE = update(drafts).where(_MINE).values(sealed=bindparam("content"), kept_at=bindparam("at"))


@dataclass(frozen=True, slots=True)
class Draft:
    """The name of a form, what it refers to, and what stands in its fields so far.

    `typed` says that somebody has sent a page of it: it is more than what the form began with.
    """

    form: str
    ref: Mapping[str, str]
    values: Mapping[str, Any]
    typed: bool = False


class Drafts:
    """Drafts in the store's organisation; their contents are encrypted with the organisation's key."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def keep(
        self,
        workspace: int,
        account: str,
        form: str,
        ref: Mapping[str, str],
        values: Mapping[str, Any],
        *,
        typed: bool = False,
        uid: str = "",
    ) -> str:
        """Keep what an account of a workspace (its row id) has in a form; give the id it is found by.

        `values` holds what JSON can; `typed` is as in a Draft; `uid` was given out beforehand.
        Raises IntegrityError for a workspace of another organisation.
        """
        uid = uid or new_uid()
        content = {"form": form, "ref": dict(ref), "values": dict(values), "typed": typed}
        row = {
            "uid": uid,
            "workspace": workspace,
            "organisation": self._store.actor.organisation,
            "organisation_id": self._store.actor.organisation,
            "account": account,
            "sealed": self._store.keys.seal_row(drafts.name, uid, content),
            "kept_at": self._store.now,
        }
        self._store.connection.execute(_KEEP, row)
        return uid

    def of(self, uid: str, workspace: int, account: str) -> Draft | None:
        """Give a draft to whose it is, None when it is somebody else's or has been forgotten."""
        sealed = self._store.connection.execute(_SEALED, self._params(uid, workspace, account)).scalar_one_or_none()
        return None if sealed is None else Draft(**self._store.keys.unseal_row(drafts.name, uid, sealed))

    def half_filled(
        self, workspace: int, account: str, form: str, about: Mapping[str, str | None]
    ) -> tuple[str, Draft] | None:
        """Give the newest draft of an account of which a page was sent, with its id; None when there is none.

        `about` is what its reference has to say of the names in it: None for nothing.
        """
        params = {
            "organisation": self._store.actor.organisation,
            "in_workspace": workspace,
            "of_account": account,
        }
        for uid, sealed in self._store.connection.execute(_LATEST, params).all():
            draft = Draft(**self._store.keys.unseal_row(drafts.name, uid, sealed))
            if draft.typed and draft.form == form and all(draft.ref.get(each) == about[each] for each in about):
                return uid, draft
        return None

    def change(self, uid: str, workspace: int, account: str, draft: Draft) -> bool:
        """Put a draft in the place of an earlier one of the same account; False when that is gone or not theirs."""
        content = {
            "form": draft.form,
            "ref": dict(draft.ref),
            "values": dict(draft.values),
            "typed": draft.typed,
        }
        sealed = self._store.keys.seal_row(drafts.name, uid, content)
        values = {**self._params(uid, workspace, account), "content": sealed, "at": self._store.now}
        return self._store.connection.execute(_CHANGE, values).rowcount == 1

    def ask_later(self, uid: str, moment: datetime) -> None:
        """Have whose draft it is asked what they mean at a moment."""
        ours = drafts.c.organisation_id == self._store.actor.organisation
        self._store.connection.execute(update(drafts).where(drafts.c.uid == uid, ours).values(ask_at=moment))

    def asked(self, uid: str) -> bool:
        """Note that the question of a draft is put now; False when somebody else has done so meanwhile."""
        ours = (drafts.c.organisation_id == self._store.actor.organisation) & drafts.c.ask_at.is_not(None)
        done = self._store.connection.execute(update(drafts).where(drafts.c.uid == uid, ours).values(ask_at=None))
        return done.rowcount == 1

    def drop(self, uid: str) -> bool:
        """Forget a draft: what it held has been saved, or is not wanted any more. False when it was gone already."""
        organisation = self._store.actor.organisation
        gone = delete(drafts).where(drafts.c.uid == uid, drafts.c.organisation_id == organisation)
        return self._store.connection.execute(gone).rowcount == 1

    def _params(self, uid: str, workspace: int, account: str) -> dict[str, object]:
        organisation = self._store.actor.organisation
        return {"draft": uid, "organisation": organisation, "in_workspace": workspace, "of_account": account}
