"""Runs slow work outside the writer: leased jobs, with progress, cancelling and retries."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog

from bot.backoff import LONGEST_WAIT, Later, backoff
from bot.defects import read_table, write_table
from bot.directory import Directory
from bot.exports.job import export
from bot.exports.own_templates import send_template, take_template
from bot.exports.standard import send_standard
from bot.file_jobs import drop_content, keep_file, send_file
from bot.intake import Intake
from bot.name_checks import check_names
from bot.own_kinds import send_kinds, take_kinds
from chat.platform import Platform
from dossier.views import ChannelView
from storage import accounts, jobs
from storage.database import Connection, Database
from storage.ids import new_uid
from storage.jobs import Job
from storage.membership import colleagues, follow
from storage.organisations import product
from storage.preferences import Preference
from storage.secrets import Keyring
from storage.store import Store
from storage.undelivered import tell_closed, tell_shared
from storage.vault import Vault

_IDLE_SECONDS = 30.0
_log = structlog.get_logger(__name__)


class Cancelled(Exception):
    """The job was cancelled, or another worker has taken it over: stop, and leave no trace."""


class JobWorker:
    """One worker; several, also in other processes, share the jobs by leases."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        now: Callable[[], datetime],
        platforms: Mapping[str, Platform],
        directory: Directory,
        default: Preference,
        vault: Vault,
        intake: Intake,
    ) -> None:
        """Take the parts jobs work with."""
        self.intake = intake
        self.vault = vault
        self.directory = directory
        self.default = default
        self.database = database
        self.keyring = keyring
        self.now = now
        self.platforms = platforms
        self._name = new_uid()
        self._wake = threading.Event()
        self._stopped = False
        self._thread = threading.Thread(target=self._loop, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin to work, now and after every commit."""
        self.database.after_commit(self._wake.set)
        self._thread.start()

    def stop(self) -> None:
        """Finish the job at hand and stop."""
        self._stopped = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def work_due(self) -> int:
        """Do everything that is due now and give how many jobs that were."""
        count = 0
        while not self._stopped and (job := self._claim()) is not None:
            self._work(job)
            count += 1
        return count

    def progress(self, job: Job, done: int, total: int) -> None:
        """Note how far a job has come. Raises Cancelled when it is to stop."""
        now = datetime.now(UTC)
        if not self.database.write(lambda connection: jobs.report(connection, job, self._name, done, total, now)):
            raise Cancelled

    def waited(self, job: Job) -> timedelta:
        """Give how long ago a job was asked for."""
        return datetime.now(UTC) - job.created_at

    def _claim(self) -> Job | None:
        now = datetime.now(UTC)
        if not self.database.read(lambda connection: jobs.any_due(connection, now)):
            return None
        return self.database.write(lambda connection: jobs.claim(connection, self._name, now))

    def _work(self, job: Job) -> None:
        try:
            JOBS[job.name](self, job)
            self.database.write(lambda connection: jobs.finish(connection, job, self._name))
        except Cancelled:
            _log.info("a job was cancelled", job=job.uid, name=job.name)
        except Later as error:
            self._postpone(job, error)
        except Exception as error:
            self._fail(job, error)

    def _postpone(self, job: Job, error: Later) -> None:
        if self.waited(job) > LONGEST_WAIT:
            self._fail(job, error)
            return
        said, again = str(error), datetime.now(UTC) + timedelta(seconds=error.seconds)
        self.database.write(lambda connection: jobs.postpone(connection, job, self._name, said, again))

    def _fail(self, job: Job, error: Exception) -> None:
        _log.error("a job failed", job=job.uid, name=job.name, attempts=job.attempts, exc_info=error)
        said = repr(error)
        again = datetime.now(UTC) + timedelta(seconds=backoff(job.attempts))
        self.database.write(lambda connection: jobs.fail(connection, job, self._name, said, again))

    def _loop(self) -> None:
        while not self._stopped:
            self._wake.clear()
            try:
                self.work_due()
            except Exception:
                _log.exception("jobs could not be worked on")
            self._wake.wait(_IDLE_SECONDS)


def gather_members(worker: JobWorker, job: Job) -> None:
    """Look up who is in a channel, note who is new, and have the dossier's members follow."""
    keys = worker.keyring.organisation(job.organisation_uid, job.organisation_key)
    actor = product(job.organisation)

    def look(connection: Connection) -> ChannelView | None:
        return Store(connection, actor, worker.now(), keys).channels.look(int(job.data["channel"]))

    channel = worker.database.read(look)
    if channel is None:
        return
    platform, workspace = worker.platforms[channel.platform], channel.workspace_key
    described = platform.open_channel(workspace, channel.key)
    present = platform.members(workspace, channel.key) if described is not None else []
    for account in present:
        worker.directory.name_of(channel.platform, workspace, account)

    def keep(connection: Connection) -> None:
        store = Store(connection, actor, worker.now(), keys)
        if described is None:
            if store.channels.close(channel):
                tell_closed(store, channel, uninvited=not channel.greeted)
        else:
            store.channels.describe(channel, described.name, described.external)
            if described.external and not channel.external:
                tell_shared(store, replace(channel, name=described.name))
            if present:
                follow(store, channel, colleagues(store, channel.workspace, present))
        store.finish()

    worker.database.write(keep)


def know_people(worker: JobWorker, job: Job) -> None:
    """Ask anew who the accounts of a workspace are, which has joined an organisation: some may be people of it."""
    known = worker.database.read(lambda connection: accounts.of_workspace(connection, int(job.data["workspace"])))
    for platform, workspace, account in known:
        profile = worker.platforms[platform].look_up(workspace, account)
        if profile is not None:
            worker.directory.note(platform, workspace, account, profile)


JOBS: dict[str, Callable[[JobWorker, Job], None]] = {
    "keep_file": keep_file,
    "send_file": send_file,
    "drop_content": drop_content,
    "check_names": check_names,
    "export": export,
    "take_template": take_template,
    "send_standard": send_standard,
    "send_template": send_template,
    "take_kinds": take_kinds,
    "send_kinds": send_kinds,
    "read_table": read_table,
    "write_table": write_table,
    "gather_members": gather_members,
    "know_people": know_people,
}
