"""What is read back of dossiers and records: frozen values, free of the database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from dossier.deciding import Approval, ApprovalState
from dossier.duties import LONGEST_SNOOZE, SHORTEST_SNOOZE, Trigger
from dossier.errors import Conflict
from dossier.fields import FieldSpec, FileRef, Input, PersonRef
from dossier.kinds import Kind
from dossier.naming import DEFAULT, Called, Name, Pattern, named
from dossier.phases import Phase
from dossier.reading import NUMBERS
from dossier.tiers import Tier

UNDO_WINDOW = timedelta(minutes=10)
"""For how long people can take back what they have saved."""

UNDO = "undo"
"""The reason kept of a version that takes the one before it back."""


@dataclass(frozen=True, slots=True)
class DossierView:
    """A dossier with its customer and owner; `id` is the row, `uid` what leaves the house."""

    id: int
    uid: str
    customer: str
    customer_uid: str
    short_name: str
    project: str
    phase: Phase
    owner: PersonRef
    owner_id: int
    created_at: datetime
    changed_at: datetime

    @property
    def title(self) -> str:
        """The short name and the project."""
        return f"{self.short_name} · {self.project}"

    def require_open(self) -> None:
        """Raise Conflict, which says who can reopen it, when it is sealed."""
        if not self.phase.writable:
            raise Conflict("sealed", dossier=self.title)


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A channel the bot knows, and the dossier bound to it."""

    id: int
    workspace: int
    workspace_key: str
    platform: str
    key: str
    name: str
    dossier: int | None
    external: bool
    greeted: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class MemberView:
    """A person's place in a dossier; `until` is when their tier ends, None for one that does not, and `after` what they
    have then."""

    person: PersonRef
    id: int
    tier: Tier
    until: datetime | None = None
    after: Tier | None = None


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record as it stands in a list; `shared` says that it is marked for the customer."""

    id: int
    uid: str
    number: int
    kind: Kind
    dossier: int
    title: str
    status: str | None
    author: PersonRef
    changer: PersonRef
    revision: int
    deleted: bool
    created_at: datetime
    changed_at: datetime
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Test:
    """What verifies a change: a test case or a defect, by number and title, how it stands, and since when."""

    number: int
    title: str
    kind: Kind
    status: str | None
    changed_at: datetime

    @property
    def passed(self) -> bool:
        """Whether it says that the change is well."""
        return self.kind.verified is not None and self.status == self.kind.verified.value


@dataclass(frozen=True, slots=True)
class Saved:
    """A record with the content of one of its revisions. Hidden fields the reader may not see are masked.

    `erased` says that what was sensitive in it has been destroyed for good, `undone` that it is as it is because what
    came after was taken back; `origin` is the address of the chat message
    it was made from, "" for none. `naming` is how the organisation names documents, `approval` its last submission for
    approval; `called` says what its own document is called. `dead_links` are those of its links that lead nowhere,
    `refused` its files (by id) that were not kept.
    `titles` are those of the records it names, by their numbers, and `gone` the numbers
    of those that are not there any more, as far as the reader may know them; `verified_by` are the tests of it,
    None where it needs none or the reader may not know.
    """

    line: RecordLine
    dossier: DossierView
    content: Mapping[str, Any]
    revealed: bool
    called: Called
    erased: bool = False
    undone: bool = False
    origin: str = ""
    naming: Pattern = DEFAULT
    approval: Approval | None = None
    dead_links: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    titles: Mapping[int, str] = field(default_factory=dict)
    gone: frozenset[int] = frozenset()
    verified_by: tuple[Test, ...] | None = None

    @property
    def approved(self) -> bool:
        """Whether it is approved as it is now."""
        last = self.approval
        return last is not None and last.state is ApprovalState.APPROVED and last.revision == self.line.revision

    @property
    def waits(self) -> bool:
        """Whether it waits for approval."""
        return self.approval is not None and self.approval.state is ApprovalState.OPEN

    @property
    def title(self) -> str:
        """The one-line title."""
        return self.line.kind.title_of(self.content)

    @property
    def untested(self) -> bool:
        """Whether it is an approved change that no test has verified, as far as the reader may know: one that was not
        run, or failed, or was run before it was submitted as it was approved, says nothing."""
        line, last = self.line, self.approval
        if line.status not in line.kind.settled or line.deleted or self.waits or self.verified_by is None:
            return False
        since = last.submitted_at if last is not None and last.state is ApprovalState.APPROVED else None
        return not any(test.passed and (since is None or test.changed_at >= since) for test in self.verified_by)

    def named(self, spec: FieldSpec) -> list[int]:
        """Give the numbers of the records that a field names."""
        return numbers_in(self.content.get(spec.name)) if spec.refers_to else []

    def name(self, extension: str = "") -> Name:
        """Give the parts of the name of the record's document (decision 0021)."""
        at, its = self.dossier, self.called
        return named(at.short_name, its.label, its.day, its.version, extension, at.project, its.ordinal)

    def document(self, extension: str = "") -> str:
        """Give the name of the record's document."""
        return self.naming.build(self.name(extension))

    def document_of(self, revision: "Revision") -> str:
        """Give the name the record's document had in one of its versions."""
        return replace(self, called=revision.called).document()


def numbers_in(value: Any) -> list[int]:
    """Give the numbers in a field that names records, as it is stored."""
    return [int(each.lstrip("#")) for each in str(value or "").split(NUMBERS) if each]


def attached_in(kind: Kind, content: Mapping[str, Any]) -> list[FileRef]:
    """Give the files that the content of a record holds, those that were not kept too."""
    specs = kind.holding(Input.ATTACHMENTS)
    return [FileRef.model_validate(file) for spec in specs for file in content.get(spec.name) or ()]


def attached_to(saved: Saved) -> frozenset[str]:
    """Give the ids of the files attached to a record."""
    return frozenset(file.id for file in attached_in(saved.line.kind, saved.content))


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of a record; `hidden_changes` are the sensitive fields that hold another value than before.

    `number` counts all that was done to the record; people are told the version in what its document was `called`,
    which counts its contents (decision 0021).
    """

    number: int
    author: PersonRef
    at: datetime
    reason: str
    deleted: bool
    content: Mapping[str, Any]
    called: Called
    hidden_changes: frozenset[str] = frozenset()

    @property
    def undoes(self) -> bool:
        """Whether it takes the one before it back."""
        return self.reason == UNDO


def ever_attached(kind: Kind, revisions: Iterable[Revision]) -> dict[str, FileRef]:
    """Give the files that any version of a record has held, by their ids, as the last of them called each."""
    return {file.id: file for each in revisions for file in attached_in(kind, each.content)}


class DutyState(StrEnum):
    """What became of what was owed."""

    OPEN = "open"
    DONE = "done"
    WAIVED = "waived"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Question:
    """Whether something owed is needed at all: who asked (their id and name), and why it may not be.

    `number` counts such questions about one duty; `answered_by` is who said that it is needed, "" for nobody yet.
    """

    asker: str
    name: str
    reason: str
    number: int
    answered_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether who asked still waits for an answer."""
        return not self.answered_by


@dataclass(frozen=True, slots=True)
class DutyView:
    """An owed entry; `kind` is None where any record will do. `known` is what of it stands in the form already.

    `held_at` is when the meeting it is about was held; `next_at` when somebody is reminded next, None for never;
    `wanted_at` by when it was asked for, None where the rule says when it is due.
    """

    id: int
    uid: str
    dossier: int
    trigger: Trigger
    kind: Kind | None
    topic: str
    owner: PersonRef
    raised_at: datetime
    due_at: datetime
    subject: int | None
    owner_id: int
    state: DutyState = DutyState.OPEN
    known: Mapping[str, Any] = field(default_factory=dict)
    meeting: int | None = None
    held_at: datetime | None = None
    step: int = 0
    next_at: datetime | None = None
    snoozes: int = 0
    closed_at: datetime | None = None
    closer: str = ""
    reason: str = ""
    question: Question | None = None
    wanted_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still owed."""
        return self.state is DutyState.OPEN

    @property
    def earlier(self) -> tuple[str, ...]:
        """The names of those who owed it before it was passed on, the last one last."""
        return tuple(self.known.get("earlier", ()))

    @property
    def latest(self) -> datetime:
        """Until when it can be put off."""
        return self.due_at + LONGEST_SNOOZE

    def can_wait(self, now: datetime) -> bool:
        """Tell whether it can (still) be put off."""
        return now + SHORTEST_SNOOZE <= self.latest
