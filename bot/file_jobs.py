"""Files as jobs: fetched from where they were sent and kept once they have passed, or sent to whoever asked for one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import structlog

from bot.backoff import LONGEST_WAIT, Later
from bot.intake.scanning import Unscanned
from chat.messages import Message, Paragraph
from chat.platform import Busy, Failed, Lost, Target, TooLarge, Uploads
from chat.voice import Voice
from dossier.attachable import MOST_MEGABYTES
from dossier.errors import DossierError, NotFound, Problem
from storage.blobs import Unreachable
from storage.database import Connection
from storage.files import StoredFile
from storage.organisations import product
from storage.people import recognise
from storage.spool import spooled
from storage.store import Store
from storage.vault import LOST

if TYPE_CHECKING:
    from bot.jobs import JobWorker
    from storage.jobs import Job

COMING_SECONDS = 30.0
"""How long what needs a file waits for it to be there."""
_AGAIN_SECONDS = 120.0
_TOLD = 1024 * 1024
_log = structlog.get_logger(__name__)


def keep_file(worker: "JobWorker", job: "Job") -> None:
    """Fetch an attached file from its platform and keep it. What is refused is noted, and told to whoever sent it.

    Raises Later as long as it cannot be had, checked for viruses or kept: until then nobody gets it.
    """
    uid = str(job.data["file"])

    def store_on(connection: Connection) -> Store:
        return _store(worker, job, connection)

    source = worker.database.read(lambda connection: store_on(connection).files.source(uid))
    if source is None:
        return
    name = worker.database.read(lambda connection: store_on(connection).files.open(uid)).ref.name
    try:
        pieces = worker.platforms[source.platform].fetch(source.workspace, source.file)
        fetched = _told(worker, job, pieces, source.size)
        with worker.intake.taken(name, fetched, source.size) as (spool, kind):
            worker.vault.keep(worker.database, store_on, uid, spool, kind)
    except Unreachable as error:
        raise Later(str(error), _AGAIN_SECONDS) from error
    except (Unscanned, Busy, Lost) as error:
        if worker.waited(job) < LONGEST_WAIT:
            wait = error.seconds if isinstance(error, Busy) else None
            raise Later(str(error), wait or _AGAIN_SECONDS) from error
        _refuse(worker, job, uid, _why_not(error, name))
    except NotFound:
        raise
    except (Failed, DossierError) as error:
        _refuse(worker, job, uid, _why_not(error, name))


def _why_not(error: Exception, name: str) -> Problem:
    """Give what is said of a file that is not kept."""
    match error:
        case DossierError():
            return error.problem
        case Unscanned():
            return Problem("problem-file-unscanned", {"name": name})
        case TooLarge():
            return Problem("problem-file-size", {"name": name, "max": MOST_MEGABYTES})
        case _:
            _log.warning("a file is not given out", why=str(error))
            return Problem("problem-file-unfetched", {"name": name})


def send_file(worker: "JobWorker", job: "Job") -> None:
    """Send an attached file to somebody who asked for it, once; one that is still being fetched is waited for.

    Where it cannot be had, or sent to them, they are told.
    """
    uid, platform = str(job.data["file"]), worker.platforms[str(job.data["platform"])]
    stored = worker.database.read(lambda connection: _store(worker, job, connection).files.open(uid))
    if not isinstance(platform, Uploads):
        return
    if stored.refused is not None:
        tell(worker, job, stored.refused)
        return
    if not stored.here:
        raise Later("the file has not been fetched yet", COMING_SECONDS)
    target = Target(str(job.data["workspace"]), account=str(job.data["account"]))
    try:
        with spooled(worker.vault.pieces(stored), stored.ref.size) as spool:
            platform.send_file(target, stored.ref.name, spool.path, job.uid)
    except LOST:
        tell(worker, job, Problem("problem-file-lost", {"name": stored.ref.name}))
    except Failed as error:
        _log.warning("a file cannot be sent", job=job.uid, platform=platform.name, why=str(error))
        tell(worker, job, Problem("problem-file-unsent", {"name": stored.ref.name}))
    except Unreachable as error:
        raise Later(str(error), COMING_SECONDS) from error


def drop_content(worker: "JobWorker", job: "Job") -> None:
    """Drop what lies in the store of files and was given up. Raises Later as long as it cannot be."""
    try:
        worker.vault.blobs.drop(str(job.data["place"]))
    except Unreachable as error:
        raise Later(str(error), COMING_SECONDS) from error


def whole(worker: "JobWorker", stored: StoredFile, most: int) -> bytes | None:
    """Give the whole content of a small file, None for one of more than `most` bytes.

    Raises Later until it is there, DossierError, saying why, for one that was not kept.
    """
    if stored.refused is not None:
        raise DossierError.of(stored.refused)
    if stored.ref.size > most:
        return None
    if not stored.here:
        raise Later("the file has not been fetched yet", COMING_SECONDS)
    try:
        return b"".join(worker.vault.pieces(stored))
    except LOST:
        raise DossierError("file-lost", name=stored.ref.name) from None
    except Unreachable as error:
        raise Later(str(error), COMING_SECONDS) from error


def refused_card(store: Store, voice: Voice, data: Mapping[str, Any]) -> Message:
    """Say why a file was not kept."""
    about = {key.removeprefix("of-"): value for key, value in data.items() if key.startswith("of-")}
    return Message((Paragraph(("⚠️ ", voice.problem(Problem(str(data["problem"]), about)))),))


def _refuse(worker: "JobWorker", job: "Job", uid: str, problem: Problem) -> None:
    """Note why a file is not kept, and tell whoever sent it."""

    def note(store: Store) -> None:
        store.files.refuse(uid, problem)

    tell(worker, job, problem, note)


def tell(worker: "JobWorker", job: "Job", problem: Problem, noting: Callable[[Store], None] | None = None) -> None:
    """Tell whoever the job is for why there is no such file, and note with that what is to be noted."""
    said = {"problem": problem.key, **{f"of-{key}": value for key, value in problem.data.items()}}
    who = [str(job.data[name]) for name in ("platform", "workspace", "account") if name in job.data]

    def note(connection: Connection) -> None:
        store = _store(worker, job, connection)
        if noting is not None:
            noting(store)
        known = recognise(connection, *who) if len(who) == 3 else None
        if known is not None and known.actor.person is not None:
            store.outbox.to_person(known.actor.person, known.workspace, "file-refused", said, f"file:{job.uid}")
        store.finish()

    worker.database.write(note)


def _told(worker: "JobWorker", job: "Job", pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Give what is fetched on, and tell at every step how far it is. Raises Cancelled."""
    done = told = 0
    for piece in pieces:
        done += len(piece)
        yield piece
        if done - told >= _TOLD:
            told = done
            worker.progress(job, done, max(done, size))


def _store(worker: "JobWorker", job: "Job", connection: Connection) -> Store:
    keys = worker.keyring.organisation(job.organisation_uid, job.organisation_key)
    return Store(connection, product(job.organisation), worker.now(), keys)
