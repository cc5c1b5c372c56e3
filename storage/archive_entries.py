"""The shapes of what stands in the archive of a dossier."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from dossier.deciding import ApprovalState
from dossier.naming import MOST_VERSION
from dossier.own.declared import Declared
from dossier.phases import Phase
from dossier.tiers import Tier

_YEARS = range(1970, 2200)
_MOST_FOLDERS = 10_000


def _in_our_time(at: datetime) -> datetime:
    if at.year not in _YEARS:
        raise ValueError("not in our time")
    return at


_Moment = Annotated[AwareDatetime, AfterValidator(_in_our_time)]
_Id = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
_TierName = Literal["stranger", "guest", "member", "senior", "manager"]
_Name = Annotated[str, Field(min_length=1, max_length=400)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Link(_Part):
    """A part with its hash, which archives have since their third version."""

    hash: str = ""


class PersonEntry(_Link):
    """Somebody who is named."""

    id: _Id
    name: _Name
    tier: Tier


class MemberEntry(_Part):
    """Somebody's part in the dossier; early archives name those, too, who have none any more.

    A tier may end at a moment, and be another one after that."""

    person: _Id
    tier: _TierName
    until: _Moment | None = None
    after: _TierName = "stranger"


class CustomerEntry(_Part):
    """Whom the project is for."""

    id: _Id
    name: _Name
    short_name: _Name


class ConfirmationEntry(_Part):
    """That somebody confirmed confidentiality, in the words that are asked."""

    person: _Id
    at: _Moment
    until: _Moment


class PledgeEntry(_Part):
    """The confirmation a dossier asks for, and for how many days that holds; None for as long as the organisation
    says."""

    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    days: Annotated[int, Field(ge=1, le=99_999)] | None = None
    confirmed: list[ConfirmationEntry] = []


class DossierEntry(_Part):
    """The dossier itself; `rule` is what it has set of its own of how updates are counted and reminded of."""

    id: _Id
    project: _Name
    phase: Phase
    owner: _Id
    last_number: int
    created: _Moment
    changed: _Moment
    pledge: PledgeEntry | None = None
    rule: dict[str, Annotated[str, Field(max_length=200)]] = {}


class RevisionEntry(_Link):
    """One version of a record; before their fourth version, archives do not say what its document is called by."""

    number: int
    stem: Annotated[str, Field(max_length=300)] = ""
    ordinal: Annotated[int, Field(ge=0, le=MOST_VERSION)] = 0
    version: Annotated[int, Field(ge=1, le=MOST_VERSION)] = 1
    author: _Id
    at: _Moment
    reason: str
    deleted: bool
    content: dict[str, Any]


class OriginEntry(_Part):
    """A message a record was made from."""

    channel: str
    message: str
    link: str


class ApprovalEntry(_Part):
    """One submission of a record, and what was decided."""

    id: _Id
    revision: int
    state: ApprovalState
    submitter: _Id
    submitted: _Moment
    decider: _Id | None
    decided: _Moment | None
    comment: str

    @model_validator(mode="after")
    def _whole(self) -> "ApprovalEntry":
        # One that was approved may have been taken back since.
        back = self.state is ApprovalState.WITHDRAWN and self.decider is not None
        is_decided = back or self.state in (ApprovalState.APPROVED, ApprovalState.RETURNED)
        if is_decided != (self.decider is not None) or is_decided != (self.decided is not None):
            raise ValueError("who decided does not fit")
        return self


class NameEntry(_Part):
    """What a content attached to a record is called by (see dossier.naming), and what its own name said."""

    stem: Annotated[str, Field(max_length=300)]
    ordinal: Annotated[int, Field(ge=1, le=MOST_VERSION)]
    version: Annotated[int, Field(ge=1, le=MOST_VERSION)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    wording: Annotated[str, Field(max_length=400)]
    at: _Moment


class RecordEntry(_Link):
    """A record with all its versions; archives of the first version say nothing of marks and approvals."""

    id: _Id
    number: int
    kind: str
    author: _Id
    erased: bool
    created: _Moment
    revisions: Annotated[list[RevisionEntry], Field(min_length=1)]
    origins: list[OriginEntry]
    shared: bool = False
    approvals: list[ApprovalEntry] = []
    names: list[NameEntry] = []


class FileEntry(_Link):
    """What is said of an attached file; its content follows in base64, and has this SHA-256, None for one that is lost.

    Which files are versions of one another stands in the versions of the records they are attached to.
    """

    id: _Id
    name: _Name
    size: int
    type: str
    sha256: str | None = None


class Head(_Link):
    """What stands in an archive besides its lists; `naming` is how documents are named where it comes from, `folders`
    the sub-folders they are filed in there, by phase, where it has its own."""

    format: Literal["dossier-archive"]
    version: Literal[1, 2, 3, 4]
    complete: bool
    organisation: _Name
    kinds: Declared = Declared()
    naming: dict[Literal["language", "zone", "naming_language", "naming_pattern", "naming_stages"], str] = {}
    folders: dict[Phase, Annotated[str, Field(max_length=_MOST_FOLDERS)]] = {}
    customer: CustomerEntry
    dossier: DossierEntry
    members: list[MemberEntry]
