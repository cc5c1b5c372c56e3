"""Two-character Chinese words in 200,000 records: the full-text index against a LIKE scan over the plain texts."""

import json
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, insert, text

from bench.ground import change_kind
from bench.measuring import folder_on_disk, verdict
from bench.texts import SOUGHT, believable
from dossier.phases import Phase
from dossier.tiers import Tier
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

_CHUNK = 5_000
_PLAIN = text("CREATE TABLE plain (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")
_ADD_PLAIN = text("INSERT INTO plain (id, text) VALUES (:id, :text)")
_LIKE = text("SELECT id FROM plain WHERE text LIKE :pattern ORDER BY id DESC")
_SIZES = text("SELECT name, sum(pgsize) FROM dbstat GROUP BY name")


def main() -> None:
    """Measure and print."""
    with folder_on_disk() as folder:
        database = Database(f"sqlite:///{folder / 'search.db'}")
        migrations.upgrade(database)
        keyring = Keyring(os.urandom(32))
        begun = perf_counter()
        store = database.write(lambda connection: _found(connection, keyring))
        for chunk in _chunks(believable(Random(20261118), RECORDS)):
            database.write(partial(_fill, store, chunk))
        print(f"{RECORDS:,} records written in {perf_counter() - begun:.0f} s")
        _sizes(database)
        _compare(database, store)
        database.close()


def _found(connection: Connection, keyring: Keyring) -> Store:
    """Found an organisation with dossiers of numbers 1 to DOSSIERS; its store acts as a manager."""
    store = organisations.found(connection, keyring, "Galaxy", datetime.now(UTC))
    person = store.people.add("李雷", Tier.MANAGER)
    for number in range(DOSSIERS):
        store.dossiers.start(f"客户{number}有限公司", f"C{number}", "商城", Phase.DESIGN, person)
    store.finish()
    connection.execute(_PLAIN)
    return store


def _on(connection: Connection, store: Store) -> Store:
    return Store(connection, store.actor, store.now, store.keys)


def _chunks(texts: Iterator[dict[str, str]]) -> Iterator[Sequence[tuple[int, dict[str, str]]]]:
    numbered = list(enumerate(texts, start=1))
    for first in range(0, len(numbered), _CHUNK):
        yield numbered[first : first + _CHUNK]


def _fill(founding: Store, chunk: Sequence[tuple[int, dict[str, str]]], connection: Connection) -> None:
    """Write records as they are kept, without encrypting: what is sealed or hashed is random and as long."""
    store = _on(connection, founding)
    kind, actor = change_kind(), store.actor
    rows, contents, plain = [], [], list[dict[str, Any]]()
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
                "record_id": number,
                "number": 1,
                "author_id": 1,
                "content": json.dumps(content, ensure_ascii=False, separators=(",", ":")),
                "sealed": os.urandom(84),
                "content_hash": os.urandom(32),
                "hash": os.urandom(32),
                "created_at": at,
            }
        )
        plain.append({"id": number, "text": kind.search_text(content)})
    store.connection.execute(insert(records), rows)
    store.connection.execute(insert(revisions), contents)
    store.connection.execute(_ADD_PLAIN, plain)
    for each in plain:
        store.search.add(each["id"], each["id"] % DOSSIERS + 1, each["text"])


def _sizes(database: Database) -> None:
    """Print what the index takes beside what it is for: pages of tables alone, without their other indexes."""
    sizes = {name: size / 1e6 for name, size in database.read(lambda connection: connection.execute(_SIZES).all())}
    data = sizes["records"] + sizes["revisions"]
    index = {name: size for name, size in sizes.items() if name.startswith("search_")}
    print(f"\nrecords {sizes['records']:.0f} MB, revisions {sizes['revisions']:.0f} MB, texts {sizes['plain']:.0f} MB")
    print(", ".join(f"{name} {size:.1f} MB" for name, size in index.items() if size >= 0.1))
    larger = sum(index.values()) / data
    print(f"  index of the data     {larger:5.2f}×  goal ≤ {LARGER}  {verdict(larger <= LARGER)}")


def _compare(database: Database, store: Store) -> None:
    """Print how long both take: ours for the newest 20 and how many there are, LIKE for all of them."""
    own, scans, hits = [], [], []
    for word in SOUGHT:
        _same_hits(database, store, word)
    for word in SOUGHT * ROUNDS:
        begun = perf_counter()
        database.read(partial(_search, store, word, 20))
        own.append(perf_counter() - begun)
        begun = perf_counter()
        hits.append(len(database.read(partial(_like, word))))
        scans.append(perf_counter() - begun)
    print(f"\n{len(SOUGHT)} words, {min(hits):,} to {max(hits):,} hits, the same as LIKE's; median {median(hits):,.0f}")
    for name, times in (("dossier", own), ("LIKE", scans)):
        print(f"  {name:8} p50 {median(times) * 1000:7.2f} ms   slowest {max(times) * 1000:7.2f} ms")
    ratios = [(count, scan / mine) for count, mine, scan in zip(hits, own, scans, strict=True)]
    faster, common = median(ratio for _, ratio in ratios), [ratio for count, ratio in ratios if count > RECORDS / 100]
    print(f"  faster than LIKE      {faster:5.0f}×  goal ≥ {FASTER}  {verdict(faster >= FASTER)}")
    if common:
        print(f"  of these, words in more than one record of a hundred: {median(common):.0f}×")


def _search(founding: Store, word: str, limit: int, connection: Connection) -> tuple[list[int], int]:
    lines, count = _on(connection, founding).records.lines(None, Filter(text=word), limit)
    return [line.id for line in lines], count


def _like(word: str, connection: Connection) -> list[int]:
    return list(connection.execute(_LIKE, {"pattern": f"%{word}%"}).scalars())


def _same_hits(database: Database, store: Store, word: str) -> None:
    """Raise AssertionError unless a word finds what LIKE finds, no more and no less, in the same order."""
    found, count = database.read(partial(_search, store, word, RECORDS))
    scanned = database.read(partial(_like, word))
    if found != scanned or count != len(scanned):
        raise AssertionError(f"{word}: {count} found, LIKE finds {len(scanned)}")
