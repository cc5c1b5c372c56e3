"""The store: all repositories over one connection, for one actor, at one moment."""

from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from dossier.kinds import Kinds
from dossier.language import Language
from storage.absences import Absences
from storage.access import Actor
from storage.approvals import Approvals
from storage.archives import Archives
from storage.attachments import Attachments
from storage.audit import Audit
from storage.audit_log import AuditLog
from storage.channels import Channels
from storage.commitments import Commitments
from storage.dossiers import Dossiers
from storage.drafts import Drafts
from storage.duties import Duties
from storage.files import Files
from storage.filing import Filings
from storage.handovers import Handovers
from storage.health import Healths
from storage.inbox import Inbox
from storage.intake import Intake
from storage.jobs import Jobs
from storage.kpi import Kpi
from storage.links import Links
from storage.meetings import Meetings
from storage.naming import Naming
from storage.naming_others import NamingOthers
from storage.nudges import Nudges
from storage.origins import Origins
from storage.outbox import Outbox
from storage.own_kinds import OwnKinds
from storage.people import People
from storage.pledges import Pledges
from storage.preferences import Preference, Preferences
from storage.records import Records
from storage.requests import Requests
from storage.retests import Retests
from storage.rules import Rules
from storage.scores import ScoresKept
from storage.search import Search
from storage.secrets import OrganisationKeys
from storage.standards import Standards
from storage.suggestions import Suggestions
from storage.templates import Templates

Repository = TypeVar("Repository")

_NONE = Preference(Language.ZH, ZoneInfo("UTC"))


class _made(Generic[Repository]):  # noqa: N801  (reads like functools.cached_property, which takes a lock up to Python 3.11)
    """What a store makes of itself when it is first asked for; a store belongs to one thread."""

    def __init__(self, make: "Callable[[Store], Repository]") -> None:
        self._make = make

    def __set_name__(self, _owner: object, name: str) -> None:
        self._name = name

    def __get__(self, store: "Store", _owner: object) -> Repository:
        made: Repository = self._make(store)
        store.__dict__[self._name] = made
        return made


class Store:
    """What handlers read and write through; every call checks access by the store's actor.

    `now` is the product's moment (UTC), `default` the installation's language and zone. `finish` ends a unit of work.
    A repository is made when it is first asked for: a command needs a third of them.
    """

    absences = _made(Absences)
    approvals = _made(Approvals)
    archives = _made(Archives)
    attachments = _made(Attachments)
    audit = _made(Audit)
    audit_log = _made(AuditLog)
    channels = _made(Channels)
    commitments = _made(Commitments)
    dossiers = _made(Dossiers)
    drafts = _made(Drafts)
    duties = _made(Duties)
    files = _made(Files)
    filing = _made(Filings)
    handovers = _made(Handovers)
    health = _made(Healths)
    inbox = _made(Inbox)
    intake = _made(Intake)
    jobs = _made(Jobs)
    kpi = _made(Kpi)
    links = _made(Links)
    meetings = _made(Meetings)
    naming = _made(Naming)
    naming_others = _made(NamingOthers)
    nudges = _made(Nudges)
    origins = _made(Origins)
    outbox = _made(Outbox)
    own_kinds = _made(OwnKinds)
    people = _made(People)
    pledges = _made(Pledges)
    preferences = _made(Preferences)
    records = _made(Records)
    requests = _made(Requests)
    retests = _made(Retests)
    scores = _made(ScoresKept)
    rules = _made(Rules)
    search = _made(Search)
    standards = _made(Standards)
    suggestions = _made(Suggestions)
    templates = _made(Templates)

    def __init__(
        self, connection: Connection, actor: Actor, now: datetime, keys: OrganisationKeys, default: Preference = _NONE
    ) -> None:
        """Take an open connection, who acts, the product's moment and the organisation's keys."""
        self.connection = connection
        self.actor = actor.at(now)
        self.now = now
        self.keys = keys
        self.default = default
        self.zone = default.zone
        self.sqlite = connection.dialect.name == "sqlite"

    @_made
    def kinds(self) -> Kinds:
        """The kinds of record the organisation has, as they are when first asked for."""
        return self.own_kinds.view()

    def finish(self) -> None:
        """Append what is to be audited to the chain, whose head is locked and moved last."""
        self.audit.flush()
