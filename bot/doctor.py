"""`dossier doctor`: what is well, what is not, and how to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.settings import Settings, WrongSetting, load
from storage import deliveries, integrity, jobs, organisations
from storage.database import Database
from storage.secrets import Keyring, WrongKey

_SKEW = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `mend` says what to do when it is not well."""

    well: bool
    what: str
    mend: str = ""


def examine() -> list[Finding]:
    """Look at everything, in the order in which one thing needs another."""
    return list(_findings())


def _findings() -> Iterator[Finding]:
    try:
        settings = load()
    except WrongSetting as error:
        yield Finding(False, f"settings: {error}", "correct it in the environment or in .env")
        return
    yield Finding(True, f"settings: {settings.language.value}, {settings.timezone}, port {settings.port}")
    keyring = None
    try:
        keyring = Keyring(settings.key)
        yield Finding(True, "master key: set")
    except WrongSetting as error:
        yield Finding(False, "master key: not set", str(error).partition(": ")[2])
    yield from _database(settings, keyring)


def _database(settings: Settings, keyring: Keyring | None) -> Iterator[Finding]:
    database = Database(settings.url)
    try:
        if wrong := integrity.problems(database):
            yield from (Finding(False, f"database: {each}", _mend(each)) for each in wrong)
            return
        yield Finding(True, "database: migrated and whole")
        yield _clock(database)
        if keyring is not None:
            yield _key(database, keyring)
        yield _letters(database)
    finally:
        database.close()


def _mend(problem: str) -> str:
    if "does not answer" in problem:
        return "check DOSSIER_DATABASE_URL and that the server runs"
    return (
        "run `dossier db upgrade`" if "db upgrade" in problem else "restore a backup (`dossier db backup` makes them)"
    )


def _clock(database: Database) -> Finding:
    skew = abs(database.now() - datetime.now(UTC))
    if skew > _SKEW:
        return Finding(False, f"clock: {skew} apart from the database's", "synchronise both machines' clocks (NTP)")
    return Finding(True, "clock: agrees with the database's")


def _key(database: Database, keyring: Keyring) -> Finding:
    first = database.read(organisations.first_key)
    try:
        if first is not None:
            keyring.organisation(*first)
    except WrongKey:
        return Finding(False, "master key: does not open this database", "set the DOSSIER_MASTER_KEY it was made with")
    return Finding(True, "master key: opens the database" if first else "master key: nothing to open yet")


def _letters(database: Database) -> Finding:
    dead = database.read(deliveries.dead_letters) + database.read(jobs.dead_jobs)
    if dead:
        return Finding(False, f"dead letters: {dead}", "their owners were told; see the log for the reasons")
    return Finding(True, "dead letters: none")
