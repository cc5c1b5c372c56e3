"""The store: all repositories over one connection, for one actor, at one moment."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from storage.absences import Absences
from storage.access import Actor
from storage.approvals import Approvals
from storage.archives import Archives
from storage.audit import Audit
from storage.audit_log import AuditLog
from storage.channels import Channels
from storage.dossiers import Dossiers
from storage.drafts import Drafts
from storage.duties import Duties
from storage.files import Files
from storage.health import Healths
from storage.inbox import Inbox
from storage.jobs import Jobs
from storage.kpi import Kpi
from storage.links import Links
from storage.meetings import Meetings
from storage.naming import Naming
from storage.nudges import Nudges
from storage.origins import Origins
from storage.outbox import Outbox
from storage.people import People
from storage.pledges import Pledges
from storage.preferences import Preferences
from storage.records import Records
from storage.requests import Requests
from storage.retests import Retests
from storage.rules import Rules
from storage.search import Search
from storage.secrets import OrganisationKeys
from storage.suggestions import Suggestions
from storage.templates import Templates

_UTC = ZoneInfo("UTC")


class Store:
    """What handlers read and write through; every call checks access by the store's actor.

    `now` is the product's moment (UTC), `zone` that of people of whom no other is known. `finish` ends a unit of work.
    """

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
        self.absences = Absences(self)
        self.archives = Archives(self)
        self.approvals = Approvals(self)
        self.audit = Audit(self)
        self.audit_log = AuditLog(self)
        self.channels = Channels(self)
        self.dossiers = Dossiers(self)
        self.drafts = Drafts(self)
        self.duties = Duties(self)
        self.files = Files(self)
        self.health = Healths(self)
        self.inbox = Inbox(self)
        self.jobs = Jobs(self)
        self.kpi = Kpi(self)
        self.links = Links(self)
        self.meetings = Meetings(self)
        self.naming = Naming(self)
        self.nudges = Nudges(self)
        self.origins = Origins(self)
        self.outbox = Outbox(self)
        self.people = People(self)
        self.pledges = Pledges(self)
        self.preferences = Preferences(self)
        self.records = Records(self)
        self.requests = Requests(self)
        self.retests = Retests(self)
        self.rules = Rules(self)
        self.search = Search(self)
        self.templates = Templates(self)
        self.suggestions = Suggestions(self)

    def finish(self) -> None:
        """Append what is to be audited to the chain, whose head is locked and moved last."""
        self.audit.flush()
