"""Where the contents of files lie: a folder, or a bucket of an S3-compatible service, reached through OpenDAL."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from storage.ids import new_uid

if TYPE_CHECKING:
    from opendal import Operator

_PIECE = 256 * 1024
# S3 takes parts of at least 5 MB, and at most 10,000 of them.
_PART = 8 * 1024 * 1024
_OPTIONS = {"endpoint", "region"}
_EXAMPLE = "must be a folder, or s3://bucket/prefix?endpoint=https://s3.example.com&region=eu-central-1"


class Unreachable(Exception):
    """What lies in the store of files cannot be read or written now; the message says what it answered."""


class Gone(Unreachable):
    """What should lie in the store of files is not there."""


def check_place(place: str) -> None:
    """Raise ValueError, saying what a place of files must be but nothing that is in it, for any other."""
    if "://" not in place:
        return
    try:
        parts = urlsplit(place)
        options = parse_qs(parts.query, strict_parsing=True) if parts.query else {}
        known = parts.scheme == "s3" and parts.hostname and parts.username is None and set(options) <= _OPTIONS
    except ValueError:
        known = False
    if not known:
        raise ValueError(_EXAMPLE)


def place_beside(database: Path | None) -> str:
    """Give the folder of files where none is set: beside a SQLite file, else in the folder the product runs in."""
    return str(database.with_name(f"{database.stem}-files")) if database is not None else "dossier-files"


class Blobs:
    """Contents under names such as `ab/cd`; none is ever changed. Safe to use from any thread."""

    def __init__(self, place: str, access_key: str = "", secret: str = "") -> None:  # nosec B107  # Empty: there is none.
        """Take a folder, or `s3://bucket/prefix?endpoint=…&region=…` with the keys to it; `memory://` is for tests.

        Without keys those of the machine are used, as AWS's own tools find them. Nothing is done before the first use.
        Raises ValueError for a place that cannot be one (see check_place).
        """
        self.place = place.partition("?")[0]
        if place == "memory://":
            self._service: tuple[str, dict[str, str]] = ("memory", {})
        elif "://" in place:
            check_place(place)
            self._service = ("s3", _bucket(place, access_key, secret))
        else:
            # What is being written lies beside, and is put in its place as a whole.
            root = Path(place).absolute()
            self._service = ("fs", {"root": str(root), "atomic_write_dir": str(root / ".coming")})

    @cached_property
    def _operator(self) -> "Operator":
        # Loaded where it is used: a server that has kept no file yet does without its memory.
        from opendal import Operator

        name, options = self._service
        if name == "fs":
            # Nobody else on the machine needs to read it.
            Path(options["root"]).mkdir(mode=0o700, parents=True, exist_ok=True)
        return Operator(name, **options)

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Keep a content under a name that is not taken. Raises Unreachable; then nothing lies under it."""
        with _answering():
            file = self._operator.open(name, "wb", chunk=_PART)
            # Only what was closed is there: where the pieces end in an error, it is not.
            for piece in pieces:
                file.write(piece)
            file.close()

    def get(self, name: str) -> Iterator[bytes]:
        """Give what lies under a name in pieces. Raises Gone where there is nothing, Unreachable."""
        with _answering():
            try:
                with self._operator.open(name, "rb") as file:
                    while piece := file.read(_PIECE):
                        yield bytes(piece)
            except _errors():
                # Its readers do not say by their type whether it is not there or cannot be had now.
                if self._operator.exists(name):
                    raise
                raise Gone(f"there is no {name}") from None

    def drop(self, name: str) -> None:
        """Drop what lies under a name, if anything does. Raises Unreachable."""
        with _answering():
            self._operator.delete(name)

    def check(self) -> None:
        """Write, read and drop something. Raises Unreachable when one of it fails."""
        name, said = f"check-{new_uid()}", b"whole"
        self.put(name, [said])
        found = b"".join(self.get(name))
        self.drop(name)
        if found != said:
            raise Unreachable("it gives back something else than was written")


@cache
def _errors() -> tuple[type[Exception], ...]:
    """Give what OpenDAL raises: its exceptions have nothing in common but that they are exceptions.

    A name that is taken or a wrong setting too means that what lies there cannot be used.
    """
    from opendal import exceptions

    return OSError, *(
        each for each in vars(exceptions).values() if isinstance(each, type) and issubclass(each, Exception)
    )


def _bucket(place: str, access_key: str, secret: str) -> dict[str, str]:
    parts = urlsplit(place)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    given = {"access_key_id": access_key, "secret_access_key": secret} if access_key else {}
    return {"bucket": parts.hostname or "", "root": parts.path or "/", "region": "us-east-1", **options, **given}


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except _errors() as error:
        raise Unreachable(" ".join(str(error).partition("Backtrace:")[0].split())[:400]) from None
