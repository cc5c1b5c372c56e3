"""The store: all repositories over one connection, for one actor, at one moment."""

from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from dossier.kinds import Kinds
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
from storage.preferences import Preferences
from storage.records import Records
from storage.requests import Requests
from storage.retests import Retests
from storage.rules import Rules
from storage.search import Search
from storage.secrets import OrganisationKeys
from storage.standards import Standards
from storage.suggestions import Suggestions
from storage.templates import Templates

_UTC = ZoneInfo("UTC")


class Store:
    """What handlers read and write through; every call checks access by the store's actor.

    `now` is the product's moment (UTC), `zone` that of people of whom no other is known. `finish` ends a unit of work.
    A repository is made when it is first asked for: a command needs a third of them.
    """

    absences = cached_property(Absences)
    approvals = cached_property(Approvals)
    archives = cached_property(Archives)
    attachments = cached_property(Attachments)
    audit = cached_property(Audit)
    audit_log = cached_property(AuditLog)
    channels = cached_property(Channels)
    commitments = cached_property(Commitments)
    dossiers = cached_property(Dossiers)
    drafts = cached_property(Drafts)
    duties = cached_property(Duties)
    files = cached_property(Files)
    filing = cached_property(Filings)
    handovers = cached_property(Handovers)
    health = cached_property(Healths)
    inbox = cached_property(Inbox)
    intake = cached_property(Intake)
    jobs = cached_property(Jobs)
    kpi = cached_property(Kpi)
    links = cached_property(Links)
    meetings = cached_property(Meetings)
    naming = cached_property(Naming)
    naming_others = cached_property(NamingOthers)
    nudges = cached_property(Nudges)
    origins = cached_property(Origins)
    outbox = cached_property(Outbox)
    own_kinds = cached_property(OwnKinds)
    people = cached_property(People)
    pledges = cached_property(Pledges)
    preferences = cached_property(Preferences)
    records = cached_property(Records)
    requests = cached_property(Requests)
    retests = cached_property(Retests)
    rules = cached_property(Rules)
    search = cached_property(Search)
    standards = cached_property(Standards)
    suggestions = cached_property(Suggestions)
    templates = cached_property(Templates)

    def __init__(
        self, connection: Connection, actor: Actor, now: datetime, keys: OrganisationKeys, zone: ZoneInfo = _UTC
    ) -> None:
        """Take an open connection, who acts, the product's moment and the organisation's keys."""
        self.connection = connection
        self.actor = actor.at(now)
        self.now = now
        self.keys = keys
        self.zone = zone
        self.sqlite = connection.dialect.name == "sqlite"

    @cached_property
    def kinds(self) -> Kinds:
        """The kinds of record the organisation has, as they are when first asked for."""
        return self.own_kinds.view()

    def finish(self) -> None:
        """Append what is to be audited to the chain, whose head is locked and moved last."""
        self.audit.flush()
