"""The store: all repositories over one connection, for one actor, at one moment."""

from datetime import datetime

from sqlalchemy import Connection

from storage.access import Actor
from storage.audit import Audit
from storage.channels import Channels
from storage.dossiers import Dossiers
from storage.drafts import Drafts
from storage.duties import Duties
from storage.files import Files
from storage.inbox import Inbox
from storage.jobs import Jobs
from storage.origins import Origins
from storage.outbox import Outbox
from storage.people import People
from storage.preferences import Preferences
from storage.records import Records
from storage.search import Search
from storage.secrets import OrganisationKeys


class Store:
    """What handlers read and write through; every call checks access by the store's actor.

    `now` is the product's moment (UTC). `finish` ends a unit of work.
    """

    def __init__(self, connection: Connection, actor: Actor, now: datetime, keys: OrganisationKeys) -> None:
        """Take an open connection, who acts, the product's moment and the organisation's keys."""
        self.connection = connection
        self.actor = actor
        self.now = now
        self.keys = keys
        self.sqlite = connection.dialect.name == "sqlite"
        self.audit = Audit(self)
        self.channels = Channels(self)
        self.dossiers = Dossiers(self)
        self.drafts = Drafts(self)
        self.duties = Duties(self)
        self.files = Files(self)
        self.inbox = Inbox(self)
        self.jobs = Jobs(self)
        self.origins = Origins(self)
        self.outbox = Outbox(self)
        self.people = People(self)
        self.preferences = Preferences(self)
        self.records = Records(self)
        self.search = Search(self)

    def finish(self) -> None:
        """Append what is to be audited to the chain, whose head is locked and moved last."""
        self.audit.flush()
