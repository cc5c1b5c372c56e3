"""What somebody decides or confirms: access, approvals, confidentiality; and what the audit log says was done."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dossier.fields import PersonRef
from dossier.tiers import Tier

REQUEST_DAYS = 14
"""For how long a request for access can be answered."""


class RequestState(StrEnum):
    """What became of a request for access."""

    OPEN = "open"
    GRANTED = "granted"
    DECLINED = "declined"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class AccessRequest:
    """Somebody's wish for a tier in a dossier; `until` is how long it was granted for, None for good."""

    id: int
    uid: str
    dossier: int
    person: PersonRef
    person_id: int
    tier: Tier
    state: RequestState
    asked_at: datetime
    decider: str = ""
    decided_at: datetime | None = None
    until: datetime | None = None

    def at(self, now: datetime) -> RequestState:
        """Give its state at a moment: one that nobody answered for two weeks has expired."""
        late = self.state is RequestState.OPEN and now - self.asked_at > timedelta(days=REQUEST_DAYS)
        return RequestState.EXPIRED if late else self.state


SAID = "said"
"""Stands in the log in front of the comment of a decision."""


class ApprovalState(StrEnum):
    """What became of a record that was submitted for approval."""

    OPEN = "open"
    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Approval:
    """A submission of a revision of a record (its row id) for approval, and what was decided of it.

    `version` is the one in the name of the document of that revision: what people are told.
    """

    id: int
    uid: str
    record: int
    revision: int
    version: int
    state: ApprovalState
    submitter: PersonRef
    submitter_id: int
    submitted_at: datetime
    decider: str = ""
    decided_at: datetime | None = None
    comment: str = ""
    decider_id: int | None = None


@dataclass(frozen=True, slots=True)
class Pledge:
    """What people confirm before they see what is sensitive in a dossier, and for how many days that holds; None for
    as long as the organisation says."""

    text: str
    days: int | None = None

    @property
    def digest(self) -> str:
        """A short mark of the text: what is confirmed is what was shown."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That somebody confirmed confidentiality, when, and until when that holds."""

    person: PersonRef
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """One entry of the audit log. `who` is "" for the product itself and for accounts nobody knows.

    `kind` and `record` (its number) name a record it was done to, `title` the dossier, `name` a person or what was
    owed; `subject` is what is kept of all that. People in `detail` are called by their names.
    """

    at: datetime
    who: str
    action: str
    subject: str
    detail: str
    kind: str = ""
    record: int = 0
    title: str = ""
    name: str = ""
