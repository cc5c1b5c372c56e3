"""Every table of the product; times are UTC, ids are integers beside UUIDv7 texts, every row names its organisation."""

from storage.tables.columns import metadata, moment_number
from storage.tables.deciding import access_requests, approvals, commitments, confirmations, handovers, standards
from storage.tables.kinds import own_kinds
from storage.tables.organisations import (
    accounts,
    channels,
    customers,
    dossiers,
    installations,
    installing,
    members,
    organisations,
    people,
    settings,
    workspaces,
)
from storage.tables.queues import drafts, inbox, jobs, outbox
from storage.tables.records import (
    audit,
    blobs,
    files,
    links,
    lookups,
    names,
    origins,
    records,
    revisions,
    search_entries,
)
from storage.tables.reminders import absences, duties, meetings, mentions, nudges, pairings, reports, workdays
from storage.tables.suggestions import suggestions
from storage.tables.webchat import web_messages, web_reads, web_uploads

__all__ = [
    "absences",
    "access_requests",
    "accounts",
    "approvals",
    "audit",
    "blobs",
    "channels",
    "commitments",
    "confirmations",
    "customers",
    "dossiers",
    "drafts",
    "duties",
    "files",
    "handovers",
    "inbox",
    "installations",
    "installing",
    "jobs",
    "links",
    "lookups",
    "meetings",
    "members",
    "mentions",
    "metadata",
    "moment_number",
    "names",
    "nudges",
    "organisations",
    "origins",
    "outbox",
    "own_kinds",
    "pairings",
    "people",
    "records",
    "reports",
    "revisions",
    "search_entries",
    "settings",
    "standards",
    "suggestions",
    "web_messages",
    "web_reads",
    "web_uploads",
    "workdays",
    "workspaces",
]
