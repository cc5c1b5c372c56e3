"""What makes somebody owe an entry, and what the debt is called."""

from datetime import timedelta
from enum import StrEnum
from functools import lru_cache

from dossier.language import Label

SHORTEST_SNOOZE, LONGEST_SNOOZE = timedelta(hours=1), timedelta(days=7)
"""For how long something is put off at least by a choice, and for how long after it was due it can be."""


class Trigger(StrEnum):
    """What calls for a record: what happened, within a day; what time brings, within its term."""

    MEETING_ENDED = "meeting_ended"
    CHANGE_RAISED = "change_raised"
    ISSUE_FIXED = "issue_fixed"
    ASKED = "asked"
    APPROVAL = "approval"
    REVIEW = "review"
    AUDIT = "audit"
    HANDOVER = "handover"

    @property
    def label(self) -> Label:
        """What is owed, in both languages."""
        return _LABELS[self]

    @property
    def term(self) -> timedelta | None:
        """How long there is for what time brings; None for what is due as the dossier's rule says."""
        return _TERMS.get(self)

    @property
    def of_owner(self) -> bool:
        """Whether it falls to whoever owns the dossier, and passes on with it."""
        return self in (Trigger.REVIEW, Trigger.AUDIT)

    @property
    def private(self) -> bool:
        """Whether nobody but those it concerns is told of it, not even the dossier's channel."""
        return self is Trigger.HANDOVER


DECIDED = frozenset({Trigger.APPROVAL, Trigger.HANDOVER})
"""What somebody has to decide: no entry that is owed, and no record settles it."""


_LABELS = {
    Trigger.MEETING_ENDED: Label("会议纪要", "Meeting minutes"),
    Trigger.CHANGE_RAISED: Label("需求变更单", "Change request"),
    Trigger.ISSUE_FIXED: Label("问题解决记录", "Issue resolution"),
    Trigger.ASKED: Label("补充档案", "Dossier entry"),
    Trigger.APPROVAL: Label("审核", "Approval"),
    Trigger.REVIEW: Label("半年回顾", "Half-yearly review"),
    Trigger.AUDIT: Label("结项审查", "Closing audit"),
    Trigger.HANDOVER: Label("接手确认", "Handover"),
}
_TERMS = {Trigger.REVIEW: timedelta(days=14), Trigger.AUDIT: timedelta(days=30)}


def equal_topics(one: str, other: str) -> bool:
    """Tell whether two topics are the same but for spaces and capitals."""
    return _plain(one) == _plain(other)


def same_topic(one: str, other: str) -> bool:
    """Tell whether two topics name the same thing: equal, or one within the other ("需求评审" and "需求评审会")."""
    first, second = _plain(one), _plain(other)
    return first == second or (min(len(first), len(second)) >= 4 and (first in second or second in first))


@lru_cache(maxsize=1024)  # A record is compared with every topic its dossier owes.
def _plain(topic: str) -> str:
    return " ".join(topic.split()).casefold()
