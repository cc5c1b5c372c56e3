"""Every table of the product; times are UTC, ids are integers beside UUIDv7 texts, every row names its organisation."""

from storage.tables.columns import metadata, moment_number
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
from storage.tables.records import audit, duties, files, lookups, origins, records, revisions, search_entries
from storage.tables.webchat import web_messages, web_reads, web_uploads

__all__ = [
    "accounts",
    "audit",
    "channels",
    "customers",
    "dossiers",
    "drafts",
    "duties",
    "files",
    "inbox",
    "installations",
    "installing",
    "jobs",
    "lookups",
    "members",
    "metadata",
    "moment_number",
    "organisations",
    "origins",
    "outbox",
    "people",
    "records",
    "revisions",
    "search_entries",
    "settings",
    "web_messages",
    "web_reads",
    "web_uploads",
    "workspaces",
]
