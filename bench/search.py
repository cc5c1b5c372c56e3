"""Two-character Chinese words in 200,000 records: the full-text index against a LIKE scan over the plain texts."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from statistics import median
from time import perf_counter

from sqlalchemy import Connection, insert, text

from bench.ground import change_kind
from bench.measuring import folder_on_disk, timed, verdict
from bench.texts import SOUGHT, believable
from dossier.phases import Phase
from dossier.tiers import Tier
from dossier.views import RecordLine
from storage import migrations, organisations
from storage.database import Database
from storage.ids import new_uid
from storage.record_queries import Filter
from storage.secrets import Keyring
from storage.store import Store
from storage.tables import records, revisions

RECORDS = 200_000
DOSSIERS = 400
ROUNDS = 3
FASTER, LARGER = 50, 2.0

Chunk = Sequence[tuple[int, dict[str, str]]]

_CHUNK = 5_000
_LIKE = "SELECT id FROM plain WHERE text LIKE ? ORDER BY id DESC"
_SIZES = text("SELECT name, sum(pgsize) FROM dbstat GROUP BY name")


def main() -> None:
    """Measure and print."""
    with folder_on_disk() as folder:
        database = Database(f"sqlite:///{folder / 'search.db'}")
        migrations.upgrade(database)
        keyring = Keyring(os.urandom(32))
        begun = perf_counter()
        store = database.write(lambda connection: _found(connection, keyring))
        plain = sqlite3.connect(folder / "plain.db")
        plain.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
        for chunk in _chunks(believable(Random(20261118), RECORDS)):
            database.write(partial(_fill, store, chunk))
            plain.executemany("INSERT INTO plain VALUES (?, ?)", _texts(chunk))
        plain.commit()
        print(f"{RECORDS:,} records written in {perf_counter() - begun:.0f} s")
        _sizes(database)
        _compare(partial(_search, database, store), partial(_like, plain))
        plain.close()
        database.close()


def _found(connection: Connection, keyring: Keyring) -> Store:
    """Found an organisation with dossiers of numbers 1 to DOSSIERS; its store acts as a manager."""
    store = organisations.found(connection, keyring, "Galaxy", datetime.now(UTC))
    person = store.people.add("李雷", Tier.MANAGER)
    for number in range(DOSSIERS):
        store.dossiers.start(f"客户{number}有限公司", f"C{number}", "商城", Phase.DESIGN, person)
    store.finish()
    return store


def _on(connection: Connection, store: Store) -> Store:
    return Store(connection, store.actor, store.now, store.keys)


def _chunks(texts: Iterator[dict[str, str]]) -> Iterator[Chunk]:
    numbered = list(enumerate(texts, start=1))
    for first in range(0, len(numbered), _CHUNK):
        yield numbered[first : first + _CHUNK]


def _fill(founding: Store, chunk: Chunk, connection: Connection) -> None:
    """Write records as they are kept, without encrypting: what is sealed or hashed is random and as long."""
    store = _on(connection, founding)
    kind, actor = change_kind(), store.actor
    rows, contents = [], []
    for number, content in chunk:
        at = store.now + timedelta(seconds=number)
        dossier = number % DOSSIERS + 1
        rows.append(
            {
                "id": number,
                "uid": new_uid(),
                "organisation_id": actor.organisation,
                "dossier_id": dossier,
                "kind": kind.name,
                "number": number,
                "title": kind.title_of(content),
                "status": content["status"],
                "author_id": 1,
                "changer_id": 1,
                "key": os.urandom(60),
                "revision": 1,
                "hash": os.urandom(32),
                "deleted": False,
                "created_at": at,
                "changed_at": at,
            }
        )
        contents.append(
            {
                "organisation_id": actor.organisation,
                "dossier_id": dossier,
                "record_id": number,
                "number": 1,
                "stem": f"{kind.name}|20261118",
                "ordinal": number,
                "version": 1,
                "author_id": 1,
                "content": json.dumps(content, ensure_ascii=False, separators=(",", ":")),
                "sealed": os.urandom(84),
                "content_hash": os.urandom(32),
                "hash": os.urandom(32),
                "created_at": at,
            }
        )
    store.connection.execute(insert(records), rows)
    store.connection.execute(insert(revisions), contents)
    for number, words in _texts(chunk):
        store.search.add(number, number % DOSSIERS + 1, words)


def _texts(chunk: Chunk) -> list[tuple[int, str]]:
    """Give the plain text of each record, by number."""
    return [(number, change_kind().search_text(content)) for number, content in chunk]


def _sizes(database: Database) -> None:
    """Print what the index takes beside what it is for: pages of tables alone, without their other indexes."""
    sizes = {name: size / 1e6 for name, size in database.read(lambda connection: connection.execute(_SIZES).all())}
    data = sizes["records"] + sizes["revisions"]
    index = {name: size for name, size in sizes.items() if name.startswith("search_")}
    print(f"\nrecords {sizes['records']:.0f} MB, revisions {sizes['revisions']:.0f} MB")
    print(", ".join(f"{name} {size:.1f} MB" for name, size in index.items() if size >= 0.1))
    larger = sum(index.values()) / data
    print(f"  index of the data     {larger:5.2f}×  goal ≤ {LARGER}  {verdict(larger <= LARGER)}")


def _compare(search: Callable[[str, int], tuple[list[int], int]], like: Callable[[str], list[int]]) -> None:
    """Print how long both take, word by word: ours for the newest 20 and how many there are, LIKE for all of them."""
    hits = [_hits(word, search, like) for word in SOUGHT]
    own, scans = [], []
    for _ in range(ROUNDS):
        own.append(timed(lambda word: search(word, 20), SOUGHT).latencies)
        scans.append(timed(like, SOUGHT).latencies)
    mine, theirs = ([median(times) for times in zip(*rounds, strict=True)] for rounds in (own, scans))
    print(f"\n{len(SOUGHT)} words, {min(hits):,} to {max(hits):,} hits, the same as LIKE's; median {median(hits):,.0f}")
    for name, times in (("dossier", mine), ("LIKE", theirs)):
        print(f"  {name:8} p50 {median(times) * 1000:7.2f} ms   slowest {max(times) * 1000:7.2f} ms")
    ratios = [scan / search for search, scan in zip(mine, theirs, strict=True)]
    faster, common = median(ratios), [ratio for ratio, count in zip(ratios, hits, strict=True) if count > RECORDS / 100]
    print(f"  faster than LIKE      {faster:5.0f}×  goal ≥ {FASTER}  {verdict(faster >= FASTER)}")
    print(f"  the {len(common)} of these words that more than one record in a hundred has: {median(common):.0f}×")


def _search(database: Database, founding: Store, word: str, limit: int) -> tuple[list[int], int]:
    def query(connection: Connection) -> tuple[list[RecordLine], int]:
        return _on(connection, founding).records.lines(None, Filter(text=word), limit)

    lines, count = database.read(query)
    return [line.id for line in lines], count


def _like(plain: sqlite3.Connection, word: str) -> list[int]:
    return [row[0] for row in plain.execute(_LIKE, (f"%{word}%",))]


def _hits(word: str, search: Callable[[str, int], tuple[list[int], int]], like: Callable[[str], list[int]]) -> int:
    """Give how many records have a word. Raises AssertionError unless both find the same."""
    (found, count), scanned = search(word, RECORDS), like(word)
    if found != scanned or count != len(scanned):
        raise AssertionError(f"{word}: {count} found, LIKE finds {len(scanned)}")
    return count
