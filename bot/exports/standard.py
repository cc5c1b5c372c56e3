"""The dossier standard as a file: sent to whoever asked for it, or written by the command line."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from chat.export_request import Format
from chat.platform import Target, Uploads
from chat.standard import TITLE, standard_document
from chat.voice import Voice
from dossier.language import Language
from dossier.naming import named, short_label
from storage.database import Connection, Database
from storage.organisations import everyone
from storage.people import Known, recognise
from storage.preferences import Preference
from storage.secrets import Keyring
from storage.store import Store

if TYPE_CHECKING:
    from bot.jobs import JobWorker
    from storage.jobs import Job


def standard_file(
    store: Store, voice: Voice, format_: Format, number: int | None = None
) -> tuple[str, Callable[[], bytes]]:
    """Give the name of a file and what makes it, which takes a while: of the edition of that number or, where there is
    none, of the one in force, which is noted. Raises NotFound."""
    rules, said = store.standards.regulations(), None
    if number is None:
        store.standards.publish()
        edition = store.standards.edition(rules)
    else:
        edition, said = store.standards.kept(number, voice.language)
    day = store.naming.day_of(edition.since)
    short = short_label(rules.organisation)
    title = voice.label(TITLE)
    parts = named(short, title, day, edition.number, format_.value, title)
    name = rules.pattern.build(parts)
    document = standard_document(rules, edition, voice, name, said)
    # Loaded where it is used, as in bot.exports.job.
    from bot.exports.pdf import pdf
    from bot.exports.word import standard_word

    return name, partial(pdf if format_ is Format.PDF else standard_word, document)


def send_standard(worker: "JobWorker", job: "Job") -> None:
    """Send the standard to somebody who asked for it, once, in their language."""
    data = job.data
    who = tuple(str(data[name]) for name in ("platform", "workspace", "account"))
    known = worker.database.read(partial(_recognised, who=who))
    platform = worker.platforms[who[0]]
    if known is None or known.actor.person is None or not isinstance(platform, Uploads):
        return
    keys = worker.keyring.organisation(job.organisation_uid, job.organisation_key)

    def note(connection: Connection) -> tuple[str, Callable[[], bytes]]:
        store = Store(connection, known.actor, worker.now(), keys, worker.default)
        store.standards.require()
        mine, _ = store.preferences.of(known.actor.person, None, worker.default)
        voice = Voice(mine.language, mine.zone, worker.now())
        number = int(data["number"]) if "number" in data else None
        made = standard_file(store, voice, Format(str(data["format"])), number)
        store.audit.add("standard.export", f"organisation:{job.organisation_uid}", made[0])
        store.finish()
        return made

    name, make = worker.database.write(note)
    platform.send_file(Target(who[1], account=who[2]), name, make(), job.uid)


def write_standard(
    database: Database, keyring: Keyring, default: Preference, words: tuple[str, str, str], folder: Path
) -> Path:
    """Write the standard into a folder, which is made, and give the file.

    `words` are the organisation's name ("" where there is but one), the format, and the language ("" for the
    organisation's). Raises NotMeant.
    """
    from bot.exports.command_line import NotMeant, acting

    organisation, format_, language = words
    every = database.read(everyone)
    found = [each for each in every if organisation in ("", each[1], each[2])]
    if len(found) != 1:
        raise NotMeant(f"which organisation? There are: {'; '.join(each[1] for each in every) or 'none'}")
    if format_ not in (Format.WORD, Format.PDF):
        raise NotMeant("--format is docx or pdf")
    if language and language not in set(Language):
        raise NotMeant(f"--language is one of {', '.join(Language)}")
    _, write, voice = acting(database, keyring, default, found[0])
    spoken = Voice(Language(language), voice.zone, voice.now) if language else voice
    name, made = write(lambda store: standard_file(store, spoken, Format(format_)))
    folder.mkdir(parents=True, exist_ok=True)
    path: Path = folder / name
    path.write_bytes(made())
    return path


def _recognised(connection: Connection, who: tuple[str, ...]) -> Known | None:
    return recognise(connection, *who)
