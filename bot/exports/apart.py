"""Templates of others are filled in a process of their own: it is ended when it takes too long or too much memory."""

import multiprocessing
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from chat.documents import Document
from dossier.errors import DossierError, Problem

CHECKED_SECONDS, FILLED_SECONDS = 20.0, 240.0
"""How long a template may take: with a sample of everything, and with what an organisation has."""
_MOST_MEMORY = 2 * 1024**3
_IDLE_SECONDS = 30.0
_ENDLESS = Problem("problem-template-endless")


class Apart:
    """A process that fills templates, one after another; it ends by itself when nobody needs it."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._lock = threading.Lock()
        self._running: tuple[SpawnProcess, Connection] | None = None

    def fill(self, document: Document, template: bytes, seconds: float = FILLED_SECONDS) -> bytes:
        """Fill a document into an organisation's own template, in so many seconds at most.

        Raises DossierError, saying why, where it cannot be filled, or not in that time and in 2 GB of memory.
        """
        with self._lock:
            answer = self._asked(document, template, seconds)
        if isinstance(answer, bytes):
            return answer
        raise DossierError.of(answer)

    def _asked(self, document: Document, template: bytes, seconds: float) -> bytes | Problem:
        process, pipe = self._running = self._started()
        with suppress(EOFError, OSError):
            pipe.send((document, template))
            if pipe.poll(seconds):
                answer: bytes | Problem = pipe.recv()
                return answer
        process.kill()
        process.join()
        pipe.close()
        self._running = None
        return _ENDLESS

    def _started(self) -> tuple[SpawnProcess, Connection]:
        if self._running is not None and self._running[0].is_alive():
            return self._running
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs,), name="templates", daemon=True)
        process.start()
        theirs.close()
        return process, ours


def _serve(pipe: Connection) -> None:
    """Fill what comes, until nothing comes any more."""
    from bot.exports.word import fill_own

    _limit_memory()
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while pipe.poll(_IDLE_SECONDS):
            document, template = pipe.recv()
            try:
                pipe.send(fill_own(document, template))
            except DossierError as error:
                pipe.send(error.problem)
            except MemoryError:
                pipe.send(_ENDLESS)


def _limit_memory() -> None:
    # Not everywhere is there such a limit; the time is limited everywhere.
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
