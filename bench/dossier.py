"""A dossier of 20,000 records among 10 others and among 10,000: opened, listed, filtered; and put into a ZIP.

Each is a command of its owner's, taken in as from a chat; both databases take turns. The ZIP is made as by the command
line, in a process of its own whose memory is looked at.
"""

import json
import resource
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, create_engine, func, insert, make_url, select, text

from bench.ground import DEFAULT, PLATFORM, WORKSPACE, change_kind
from bench.measuring import Timing, folder_on_disk, postgres, ratio, timed, verdict
from bench.texts import believable
from bot.exports.command_line import write_export
from chat.events import CommandGiven, Source
from chat.replies import Show
from dossier.kinds import Kind, kind_named
from dossier.phases import Phase
from dossier.tiers import Tier
from handlers.dispatcher import Dispatcher
from storage import migrations, organisations
from storage.blobs import Blobs
from storage.database import Database
from storage.ids import new_uid
from storage.secrets import Keyring
from storage.store import Store
from storage.tables import customers, dossiers, records, revisions
from storage.tables import organisations as organisations_table
from storage.vault import Vault

RECORDS, OTHERS, FEW, MANY = 20_000, 20, 10, 10_000
"""How many records it has, how many each of the others, and how many of those there are."""
ROUNDS, CALLS = 7, 8
SLOWER = 1.2
PACKED, MORE_MEMORY = (100, 2_000, 20_000), 1.5
"""The memory of the first is what any ZIP takes: what is loaded when first needed, and up to 20 Word documents, which
only the garbage collector lets go of. What grows is the ZIP's own directory, written last: by so many kB a record."""

COMMANDS = {
    "opened": "status",
    "listed": "list",
    "one kind": "list issue",
    "open issues of a person": "list 未解决的问题 @李雷",
    "grave ones since": "list 紧急 问题 2026-11-01 之后",
}
_NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
_KEYRING, _HASH = Keyring(b"k" * 32), b"h" * 32
_CHUNK = 5_000


def _issue() -> Kind:
    kind = kind_named("issue")
    if kind is None:
        raise LookupError("the kind that is measured does not exist")
    return kind


_KINDS = (_issue(), change_kind())


@dataclass(frozen=True, slots=True)
class Rival:
    """A database with the dossier in it, and the product at work on it."""

    database: Database
    dispatcher: Dispatcher

    def run(self, who: str, words: str) -> Timing:
        """Give somebody's command so many times."""
        name, _, rest = words.partition(" ")
        events = [
            CommandGiven(Source(uuid.uuid4().hex, PLATFORM, WORKSPACE, who, "big"), f"dossier {name}", rest)
            for _ in range(CALLS)
        ]
        return timed(self._shown, events)

    def _shown(self, event: CommandGiven) -> None:
        answer = self.dispatcher.handle(event)
        if not isinstance(answer, Show):
            raise TypeError(f"{event.text}: {answer}")


def main() -> None:
    """Measure and print."""
    with folder_on_disk() as folder, ExitStack() as stack:
        server = stack.enter_context(postgres())
        urls = {
            "SQLite": [f"sqlite:///{folder / f'{number}.db'}" for number in (FEW, MANY)],
            "PostgreSQL": [_new_database(server, f"among_{number}") for number in (FEW, MANY)],
        }
        for engine, (few, many) in urls.items():
            begun = perf_counter()
            rivals = [stack.enter_context(closing(_rival(url, others))) for url, others in ((few, FEW), (many, MANY))]
            print(
                f"  {engine}: {RECORDS:,} records among {FEW} and {MANY:,} dossiers, in {perf_counter() - begun:.0f} s"
            )
            _compare(*(_at_work(each) for each in rivals))
    _packed()


# What it is measured on


def _new_database(server: str, name: str) -> str:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _rival(url: str, others: int, count: int = RECORDS) -> Database:
    """Make the dossier, half of the others before it and half behind it, as they would come."""
    database = Database(url)
    migrations.upgrade(database)
    dossier = database.write(_found)
    if others:
        database.write(partial(_more_dossiers, others=others))
    behind = list(range(dossier + 1, dossier + 1 + others))
    rng = Random(20261127)
    for part, each in ((behind[: others // 2], OTHERS), ([dossier], count), (behind[others // 2 :], OTHERS)):
        for chunk in _chunks(part, each):
            database.write(partial(_write, chunk=chunk, texts=list(believable(rng, len(chunk)))))
    if not database.sqlite:
        # As the server does by itself after a while.
        database.write(lambda connection: connection.execute(text("ANALYZE")))
    return database


def _found(connection: Connection) -> int:
    """Found an organisation with the dossier, its owner and a manager."""
    store = organisations.found(connection, _KEYRING, "Galaxy", _NOW - timedelta(days=400))
    workspace = organisations.add_workspace(connection, store.actor.organisation, PLATFORM, WORKSPACE, "Galaxy")
    owner, manager = store.people.add("李雷", Tier.SENIOR), store.people.add("王芳", Tier.MANAGER)
    for account, person in (("lilei", owner), ("wangfang", manager)):
        store.people.link(workspace, account, person)
    dossier = store.dossiers.start("ABC有限公司", "ABC", "商城", Phase.TEST, owner)
    store.channels.bind(store.channels.put(workspace, "big", "big"), dossier, started=True)
    store.finish()
    return dossier.id


def _more_dossiers(connection: Connection, others: int) -> None:
    """Add dossiers of as many customers, which the manager owns."""
    about = {"organisation_id": 1, "owner_id": 2, "phase": "test", "created_at": _NOW, "changed_at": _NOW}
    named = [f"C{number}" for number in range(others)]
    connection.execute(
        insert(customers),
        [
            {
                "uid": new_uid(),
                "organisation_id": 1,
                "name": f"客户{n}有限公司",
                "short_name": n,
                "short_key": n.casefold(),
                "name_key": f"客户{n}有限公司".casefold(),
            }
            for n in named
        ],
    )
    connection.execute(
        insert(dossiers),
        [
            {**about, "uid": new_uid(), "customer_id": number + 2, "project": f"系统{n}", "project_key": f"系统{n}"}
            for number, n in enumerate(named)
        ],
    )


def _chunks(ids: Sequence[int], each: int) -> Iterator[Sequence[tuple[int, int]]]:
    """Give (dossier, number) of so many records of each dossier, in pieces."""
    wanted = [(dossier, number + 1) for number in range(each) for dossier in ids]
    for first in range(0, len(wanted), _CHUNK):
        yield wanted[first : first + _CHUNK]


def _write(connection: Connection, chunk: Sequence[tuple[int, int]], texts: Sequence[Mapping[str, str]]) -> None:
    """Write records as they are kept, without encrypting: what is sealed or hashed is random and as long."""
    uid, key = connection.execute(select(organisations_table.c.uid, organisations_table.c.key)).one()
    store = Store(connection, organisations.product(1), _NOW, _KEYRING.organisation(uid, key))
    next_id = (connection.execute(select(func.max(records.c.id))).scalar_one() or 0) + 1
    rows, contents, found = [], [], []
    for record, ((dossier, number), words) in enumerate(zip(chunk, texts, strict=True), next_id):
        kind = _KINDS[number % len(_KINDS)]
        content = _content(kind, number, words)
        at = _NOW - timedelta(minutes=20 * (RECORDS - number))
        mine = {"organisation_id": 1, "author_id": 1, "hash": _HASH, "created_at": at}
        rows.append(
            {
                **mine,
                "id": record,
                "uid": new_uid(),
                "dossier_id": dossier,
                "kind": kind.name,
                "number": number,
                "title": kind.title_of(content),
                "status": content.get("status"),
                "changer_id": 1,
                "key": _HASH,
                "revision": 1,
                "deleted": False,
                "changed_at": at,
            }
        )
        said = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        named = {"dossier_id": dossier, "stem": f"{kind.name}|{at:%Y%m%d}", "ordinal": number, "version": 1}
        kept = {"content": said, "sealed": b"", "content_hash": _HASH}
        contents.append({**mine, **named, **kept, "record_id": record, "number": 1})
        found.append((record, dossier, kind.search_text(content)))
    connection.execute(insert(records), rows)
    connection.execute(insert(revisions), contents)
    for each in found:
        store.search.add(*each)


def _content(kind: Kind, number: int, words: Mapping[str, str]) -> dict[str, Any]:
    if kind.name == "change_request":
        return dict(words)
    owner = {"id": f"p{number % 7}", "name": "李雷"}
    severity, status = ("low", "medium", "high", "critical")[number // 4 % 4], ("open", "fixed")[number // 16 % 2]
    on = (_NOW - timedelta(minutes=20 * (RECORDS - number))).date().isoformat()
    about = {"owner": owner, "severity": severity, "status": status, "found_on": on}
    return {"title": words["summary"], "details": words["reason"], **about}


# The comparison


def _at_work(database: Database) -> Rival:
    return Rival(database, Dispatcher(database, _KEYRING, lambda: _NOW, DEFAULT))


def _compare(few: Rival, many: Rival) -> None:
    for who, called in (("lilei", "its owner"), ("wangfang", "a manager, who may read all")):
        print(f"  by {called}")
        for name, words in COMMANDS.items():
            for rival in (few, many):
                rival.run(who, words)
            rounds = [(few.run(who, words), many.run(who, words)) for _ in range(ROUNDS)]
            among_few, among_many = zip(*rounds, strict=True)
            slower = ratio(among_many, among_few, lambda timing: timing.p50)
            took = median(each.p50 for each in among_many) * 1000
            print(f"    {name:26} {took:7.1f} ms  {slower:5.2f} ×   goal ≤ {SLOWER}  {verdict(slower <= SLOWER)}")


# The ZIP


def _packed() -> None:
    peaks = []
    for count in PACKED:
        with folder_on_disk() as folder, get_context("spawn").Pool(1) as pool:
            url = f"sqlite:///{folder / 'zip.db'}"
            _rival(url, 0, count).close()
            peak, size, took = pool.apply(_peak, (url, folder))
        peaks.append(peak)
        print(f"  a ZIP of {count:>6,} records: {size:6.1f} MB in {took:5.0f} s, {peak:6.1f} MiB more than before it")
    more = (peaks[-1] - peaks[0]) * 1024 / (PACKED[-1] - PACKED[0])
    print(f"  {'memory for each record more':40} {more:5.2f} kB  goal ≤ {MORE_MEMORY}  {verdict(more <= MORE_MEMORY)}")


def _peak(url: str, folder: Path) -> tuple[float, float, float]:
    """Give how much more memory a process takes at its most for a ZIP (MiB), its size (MB) and how long it took."""
    with closing(Database(url)) as database:
        before, begun = _most_memory(), perf_counter()
        words, vault = ("ABC", "dossier", "zip"), Vault(Blobs(str(folder / "files")))
        made = write_export(database, _KEYRING, vault, DEFAULT, words, folder, lambda _, __: None).path
        return _most_memory() - before, made.stat().st_size / 1e6, perf_counter() - begun


def _most_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
