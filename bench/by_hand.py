"""The rows of a `/change` written by hand with sqlite3, in the same kind of writer: what there is to be reached."""

import json
import sqlite3
import threading
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue

from bench.computing import KIND, compute, same
from bench.ground import DEFAULT, Ground
from chat.events import CommandGiven
from storage.chains import link
from storage.ids import new_uid
from storage.secrets import Keyring
from storage.tables import moment_number

_GROUP = 64

_WHO = """
SELECT organisations.id, organisations.uid, organisations.key, people.id, channels.workspace_id, channels.dossier_id
FROM workspaces
JOIN organisations ON organisations.id = workspaces.organisation_id
JOIN accounts ON accounts.workspace_id = workspaces.id AND accounts.key = ?
JOIN people ON people.id = accounts.person_id
JOIN channels ON channels.workspace_id = workspaces.id AND channels.key = ?
WHERE workspaces.platform = ? AND workspaces.key = ?
"""
_TAKE = "INSERT INTO inbox (organisation_id, platform, event, answer, received_at) VALUES (?, ?, ?, '', ?)"
_NUMBER = "UPDATE dossiers SET last_number = last_number + 1, changed_at = ? WHERE id = ? RETURNING last_number"
_RECORD = """
INSERT INTO records (uid, organisation_id, dossier_id, kind, number, title, status, author_id, changer_id, key,
    revision, hash, deleted, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, 0, ?, ?)
"""
_REVISION = """
INSERT INTO revisions (organisation_id, dossier_id, record_id, number, stem, ordinal, version, author_id, reason,
    deleted, content, sealed, content_hash, hash, created_at)
VALUES (?1, ?2, ?3, 1, ?4, 1 + MAX(
    COALESCE((SELECT MAX(ordinal) FROM revisions WHERE dossier_id = ?2 AND stem = ?4), 0),
    COALESCE((SELECT MAX(ordinal) FROM names WHERE dossier_id = ?2 AND stem = ?4), 0)
), 1, ?5, '', 0, ?6, ?7, ?8, ?9, ?10)
"""
_ENTRY = "INSERT INTO search_entries (id, scope, tokens) VALUES (?, ?, ?)"
_OWED = """
SELECT id, topic FROM duties
WHERE dossier_id = ? AND kind = ? AND state = 'open' AND subject_id IS NULL ORDER BY due_at
"""
_CLOSE = "UPDATE duties SET state = 'done', next_at = NULL, closed_at = ?, closed_by_id = ?, closer_id = ? WHERE id = ?"
_SAY = """
INSERT INTO outbox (uid, organisation_id, workspace_id, conversation, subject, card, data, state, attempts, due_at,
    created_at) VALUES (?, ?, ?, ?, ?, 'record', ?, 'pending', 0, ?, ?)
"""
_HEAD = "SELECT audit_number, audit_hash FROM organisations WHERE id = ?"
_AUDIT = """
INSERT INTO audit (organisation_id, number, person_id, action, object, detail, hash, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_MOVE = "UPDATE organisations SET audit_number = ?, audit_hash = ? WHERE id = ?"


class ByHand:
    """Handles commands as somebody would who needs this one command, on this one engine, as fast as it goes."""

    name = "sqlite3 by hand"

    def __init__(self, ground: Ground, file: Path) -> None:
        """Take the ground the commands are for and the file to write to."""
        self._keyring = Keyring(ground.master)
        self._file = file
        self._queue: SimpleQueue[tuple[CommandGiven, Future[None]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="by hand")
        self._thread.start()

    def handle(self, event: CommandGiven) -> None:
        """Return once the command's rows are durable."""
        self.submit(event).result()

    def submit(self, event: CommandGiven) -> "Future[None]":
        """Give what is done once the command's rows are durable."""
        done: Future[None] = Future()
        self._queue.put((event, done))
        return done

    def close(self) -> None:
        """Stop the writer."""
        self._queue.put(None)
        self._thread.join()

    def _write(self) -> None:
        connection = sqlite3.connect(self._file, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        running = True
        while running:
            group = [self._queue.get()]
            while len(group) < _GROUP and not self._queue.empty():
                group.append(self._queue.get())
            running = None not in group
            written = []
            connection.execute("BEGIN IMMEDIATE")
            for event, done in filter(None, group):
                connection.execute("SAVEPOINT unit")
                try:
                    _write_change(connection, self._keyring, event)
                except Exception as error:
                    connection.execute("ROLLBACK TO unit")
                    done.set_exception(error)
                else:
                    written.append(done)
                connection.execute("RELEASE unit")
            connection.execute("COMMIT")
            for done in written:
                done.set_result(None)
        connection.close()


def _write_change(connection: sqlite3.Connection, keyring: Keyring, event: CommandGiven) -> None:
    source, now = event.source, moment_number(datetime.now(UTC))
    where = (source.account, source.channel, source.platform, source.workspace)
    organisation, uid, key, person, workspace, dossier = connection.execute(_WHO, where).fetchone()
    connection.execute(_TAKE, (organisation, source.platform, source.id, now))
    new = compute(event, keyring, (organisation, uid, key), person, now)
    (number,) = connection.execute(_NUMBER, (now, dossier)).fetchone()
    row = (new.uid, organisation, dossier, KIND, number, new.title, new.status, person, person, new.key, new.hash)
    record = connection.execute(_RECORD, (*row, now, now)).lastrowid
    written = (person, new.content, new.sealed, new.content_hash, new.hash, now)
    stem = f"{KIND}|{datetime.now(DEFAULT.zone):%Y%m%d}"
    connection.execute(_REVISION, (organisation, dossier, record, stem, *written))
    connection.execute(_ENTRY, (record, f"o{organisation} d{dossier}", new.tokens))
    happened = [("record.add", f"record:{new.uid}", KIND)]
    for duty, topic in connection.execute(_OWED, (dossier, KIND)).fetchall():
        if same(topic, new.title):
            connection.execute(_CLOSE, (now, record, person, duty))
            happened.append(("duty.close", f"record:{new.uid}", topic))
            break
    said = moment_number(datetime.now(UTC))
    card = (f"c:{source.channel}", f"record:{new.uid}", json.dumps({"record": new.uid}), said, said)
    connection.execute(_SAY, (new_uid(), organisation, workspace, *card))
    _audit(connection, organisation, person, now, happened)


def _audit(
    connection: sqlite3.Connection, organisation: int, person: int, now: int, happened: list[tuple[str, str, str]]
) -> None:
    number, head = connection.execute(_HEAD, (organisation,)).fetchone()
    rows = []
    for action, subject, detail in happened:
        number += 1
        head = link(head, number, now, person, action, subject, detail)
        rows.append((organisation, number, person, action, subject, detail, head, now))
    connection.executemany(_AUDIT, rows)
    connection.execute(_MOVE, (number, head, organisation))
