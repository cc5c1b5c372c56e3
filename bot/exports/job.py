"""The job of an export: makes the file as whoever asked for it, shows how far it is, and sends it to them."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from chat.export_request import Request
from chat.messages import Block, Bullets, Button, Buttons, Heading, Message, Note, Paragraph
from chat.platform import Failed, Target, Uploads
from chat.voice import Voice
from dossier.errors import DossierError, Problem
from storage.database import Connection
from storage.jobs import MOST_ATTEMPTS
from storage.people import Known, recognise
from storage.store import Store

if TYPE_CHECKING:
    from bot.exports.making import Made
    from bot.jobs import JobWorker
    from storage.jobs import Job

MOST_BYTES = 100 * 1024 * 1024
_STEPS = 10
_FEW = 100
_NAMED = 10


class _Export:
    """One run of the job."""

    def __init__(self, worker: "JobWorker", job: "Job", known: Known) -> None:
        self._worker = worker
        self._job = job
        self._known = known
        self._keys = worker.keyring.organisation(job.organisation_uid, job.organisation_key)
        self._step = 0

    def run(self) -> None:
        data = self._job.data
        platform = self._worker.platforms[str(data["platform"])]
        if not isinstance(platform, Uploads):
            self._tell(problem=Problem("problem-export-nowhere"))
            return
        try:
            with TemporaryDirectory(prefix="dossier-export-") as folder:
                # What writes documents is loaded where one is made: it takes as much memory as half of the server.
                from bot.exports.making import House, make

                house = House(self._read, self._write, self._voice(), self._advance, self._worker.vault)
                request = Request.of(data, self._read(lambda store: store.kinds))
                made = make(house, request, Path(folder))
                if made.path.stat().st_size > MOST_BYTES:
                    raise DossierError("export-too-large", max=MOST_BYTES // (1024 * 1024))
                self._worker.progress(self._job, 1, 1)
                target = Target(str(data["workspace"]), account=str(data["account"]))
                platform.send_file(target, made.name, made.path, self._job.uid)
        except DossierError as error:
            self._tell(problem=error.problem)
        except Failed as error:
            self._tell(problem=Problem("problem-export-not-sent", {"error": str(error)[:200]}))
        else:
            self._tell(made)

    def give_up(self) -> None:
        self._tell(problem=Problem("problem-export-failed", {"reference": self._job.uid[-8:]}))

    def _voice(self) -> Voice:
        default = self._worker.default
        person = self._known.actor.person
        mine, _ = self._read(lambda store: store.preferences.of(person, None, default))
        return Voice(mine.language, mine.zone, self._worker.now())

    def _store(self, connection: Connection) -> Store:
        return Store(connection, self._known.actor, self._worker.now(), self._keys, self._worker.default)

    def _read(self, query: Any) -> Any:
        return self._worker.database.read(lambda connection: query(self._store(connection)))

    def _write(self, unit: Any) -> Any:
        def run(connection: Connection) -> Any:
            store = self._store(connection)
            result = unit(store)
            store.finish()
            return result

        return self._worker.database.write(run)

    def _advance(self, done: int, total: int) -> None:
        """Note how far it is, and have the message say so at every tenth of a long one."""
        self._worker.progress(self._job, done, total)
        step = done * _STEPS // total if total > _FEW else 0
        if step > self._step:
            self._step = step
            self._tell()

    def _tell(self, made: "Made | None" = None, problem: Problem | None = None) -> None:
        person, job = self._known.actor.person, self._job.uid
        if person is None:
            return
        said: dict[str, str | int] = {"job": job}
        if made is not None:
            said["name"] = made.name
            if made.lost:
                said |= {"lost": "\n".join(made.lost[:_NAMED]), "lost-count": len(made.lost)}
            if made.lacks:
                said |= {"lacks": made.lacks, "dossier": str(self._job.data["dossier"])}
        if problem is not None:
            said |= {"problem": problem.key, **{f"of-{key}": value for key, value in problem.data.items()}}
        self._write(
            lambda store: store.outbox.to_person(person, self._known.workspace, "export", said, f"export:{job}")
        )


def export(worker: "JobWorker", job: "Job") -> None:
    """Make the file and send it. What cannot be done is told in the message; what broke is tried again."""
    data = job.data
    who = (str(data[name]) for name in ("platform", "workspace", "account"))
    known = worker.database.read(partial(_known, who=tuple(who)))
    if known is None or known.actor.person is None:
        return
    made = _Export(worker, job, known)
    try:
        made.run()
    except Exception as error:
        # Cancelled is no failure: whoever cancelled it has been told.
        if job.attempts >= MOST_ATTEMPTS and type(error).__name__ != "Cancelled":
            made.give_up()
        raise


def _known(connection: Connection, who: tuple[str, ...]) -> Known | None:
    return recognise(connection, *who)


def export_card(store: Store, voice: Voice, data: Mapping[str, Any]) -> Message:
    """Say how far an export is, with the button that stops it; in the end what came of it."""
    job = str(data["job"])
    state, done, total = store.jobs.progress(job) or ("done", 0, 0)
    if "problem" in data:
        about = {key.removeprefix("of-"): value for key, value in data.items() if key.startswith("of-")}
        said = voice.problem(Problem(str(data["problem"]), about))
        return Message((Paragraph(("⚠️ ", voice.say("card-export-failed"), " ", said)),))
    if "name" in data:
        ready = Paragraph(("📦 ", voice.say("card-export-done", name=data["name"])))
        return Message((ready, *_lacks(voice, data), *_lost(voice, data)))
    if state == "cancelled":
        return Message((Paragraph(("📦 ", voice.say("card-export-cancelled"))),))
    bar = voice.bar(done * 100 // total) if total else voice.say("card-export-waiting")
    cancel = Button(voice.say("button-cancel"), "export-cancel", {"job": job})
    return Message((Heading(voice.say("card-export-title"), "📦"), Note((bar,)), Buttons((cancel,))))


_LACKS = {
    "unseen": "card-export-lacks-unseen",
    "hidden": "card-export-lacks-hidden",
    "veiled": "card-export-lacks-veiled",
    "barred": "card-export-lacks-barred",
    "confidential": "card-export-lacks-confidential",
}


def _lacks(voice: Voice, data: Mapping[str, Any]) -> Iterator[Block]:
    """Say what an export lacks that was wanted, or that is needed to import it, and what to do about it."""
    if lacks := data.get("lacks"):
        yield Paragraph(("⚠️ ", voice.say(_LACKS[lacks])))
        if lacks not in ("hidden", "barred"):
            yield Buttons((Button(voice.say("button-pledge"), "pledge", {"dossier": str(data["dossier"])}),))


def _lost(voice: Voice, data: Mapping[str, Any]) -> Iterator[Block]:
    """Name the attached files that are not in it: whoever has them can attach them again."""
    if names := [name for name in str(data.get("lost", "")).split("\n") if name]:
        yield Paragraph(("⚠️ ", voice.say("card-export-lost", count=data["lost-count"])))
        yield Bullets(tuple((name,) for name in names))
