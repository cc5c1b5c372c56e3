"""Handing a dossier over: what passes from one owner to the next, and how far that has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dossier.deciding import Approval
from dossier.decisions import Decision
from dossier.fields import PersonRef
from dossier.report import Report
from dossier.views import DutyView, RecordLine, Saved

DECISION_DAYS = 90
"""How far back decisions are told of to who takes over."""


class HandoverState(StrEnum):
    """What became of an offer to take a dossier over."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Handover:
    """An offer of a dossier (row id) by its owner, the giver, to the taker; `starter` made it: the owner or a manager.

    Until it is accepted the giver stays responsible. `whole` says that all the giver still owes in the dossier passes
    on, not only what falls to its owner. `record` is the id of the record kept of it, "" before it was accepted.
    """

    id: int
    uid: str
    dossier: int
    giver: PersonRef
    giver_id: int
    taker: PersonRef
    taker_id: int
    starter: PersonRef
    starter_id: int
    state: HandoverState
    note: str
    whole: bool
    started_at: datetime
    lent_until: datetime
    comment: str = ""
    decided_at: datetime | None = None
    record: str = ""


@dataclass(frozen=True, slots=True)
class Matters:
    """What is open in a dossier, and what whoever takes it over should know of; `issue_count` counts all open ones.

    `proposed` are changes nobody has submitted yet, `untested` approved ones that nobody has tested again, `risks` what
    the last progress report says of those, `unconfirmed` members who have yet to confirm confidentiality or training,
    `outdated` what was approved and changed since.
    """

    duties: Sequence[DutyView]
    issues: Sequence[Saved]
    issue_count: int
    approvals: Sequence[tuple[Approval, RecordLine]]
    decisions: Sequence[Decision]
    report: Report
    untested: Sequence[RecordLine] = ()
    risks: str = ""
    unconfirmed: Sequence[str] = ()
    outdated: Sequence[RecordLine] = ()
    proposed: Sequence[RecordLine] = ()
