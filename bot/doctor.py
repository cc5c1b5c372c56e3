"""`dossier doctor`: what is well, what is not, and how to mend it."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

from bot.findings import Finding
from bot.intake.scanning import Scanner, Unscanned
from bot.settings import Settings, Unknown, load, unknown
from storage import deliveries, integrity, jobs, organisations
from storage.blobs import Unreachable
from storage.database import Database
from storage.secrets import Keyring

_SKEW = timedelta(seconds=60)


def examine() -> list[Finding]:
    """Look at everything, in the order in which one thing needs another. Raises WrongSetting for a wrong setting."""
    return list(_findings(load()))


def _findings(settings: Settings) -> Iterator[Finding]:
    yield Finding(True, f"settings: {settings.language.value}, {settings.timezone}, port {settings.port}")
    yield from (_unknown(each) for each in unknown())
    keyring = Keyring(settings.key) if settings.master_key else None
    if keyring is None:
        yield Finding(False, "master key: not set", "run `dossier key` and put the line it prints into .env")
    with closing(Database(settings.url)) as database:
        wrong = integrity.problems(database)
        yield from (Finding(False, f"database: {each.what}", each.mend) for each in wrong)
        if not wrong:
            yield from _database(database, keyring)
            yield _files(settings)
        if settings.scanner is not None:
            yield _scanner(settings.scanner)
        if settings.has_slack:
            # Its libraries are loaded only where it is configured.
            from bot.slack import doctor as slack

            readable = not wrong and keyring is not None and organisations.opened_by(database, keyring)
            yield from slack.examine(settings, database, keyring if readable else None)
    if settings.has_feishu:
        from bot.feishu import doctor as feishu

        yield from feishu.examine(settings)


def _unknown(given: Unknown) -> Finding:
    if not given.near and not given.ours:
        return Finding(True, f"{given.name}: not a setting of ours, not read")
    meant = f"rename it to {given.near}" if given.near else "remove it"
    return Finding(False, f"{given.name}: there is no such setting, so it is ignored", meant)


def _database(database: Database, keyring: Keyring | None) -> Iterator[Finding]:
    yield Finding(True, "database: migrated and whole (whether nobody changed it by hand: `dossier verify`)")
    yield _clock(database)
    if keyring is not None:
        yield _key(database, keyring)
    yield _letters(database)


def _files(settings: Settings) -> Finding:
    blobs = settings.blobs()
    try:
        blobs.check()
    except Unreachable as error:
        mend = "check DOSSIER_FILES, the keys to it, and that this machine may read and write there"
        return Finding(False, f"files: {blobs.place} cannot be used: {error}", mend)
    return Finding(
        True, f"files: {blobs.place} takes them and gives them back (whether each is whole: `dossier verify`)"
    )


def _scanner(scanner: Scanner) -> Finding:
    try:
        scanner.check()
    except Unscanned as error:
        mend = "start clamd, or check DOSSIER_CLAMD: until it answers no file is kept"
        return Finding(False, f"virus scanner: {scanner.address}: {error}", mend)
    return Finding(True, f"virus scanner: {scanner.address} answers")


def _clock(database: Database) -> Finding:
    skew = abs(database.now() - datetime.now(UTC))
    if skew > _SKEW:
        return Finding(False, f"clock: {skew} apart from the database's", "synchronise both machines' clocks (NTP)")
    return Finding(True, "clock: agrees with the database's")


def _key(database: Database, keyring: Keyring) -> Finding:
    if organisations.opened_by(database, keyring):
        return Finding(True, "master key: opens the database")
    return Finding(False, "master key: does not open this database", "set the DOSSIER_MASTER_KEY it was made with")


def _letters(database: Database) -> Finding:
    dead = database.read(deliveries.dead_letters) + database.read(jobs.dead_jobs)
    if dead:
        told = database.read(deliveries.told_of_letters)
        said = f"owners were told in {told} message{'' if told == 1 else 's'} (of a closed channel once)"
        return Finding(False, f"dead letters: {dead}", f"{said}; see the log for the reasons")
    return Finding(True, "dead letters: none")
