"""The full-text index: FTS5 over an external content table on SQLite, a generated tsvector on PostgreSQL."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import CompoundSelect, Table, bindparam, delete, insert, literal_column, or_, select, text, union
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import Select

from dossier.kinds import kinds
from dossier.naming import Name
from storage.prepared import Prepared
from storage.tables import customers, dossiers, lookups, names, records, revisions, search_entries
from storage.tokens import fts5, tokens, tsquery

if TYPE_CHECKING:
    from storage.store import Store

_ADD = Prepared(insert(search_entries))
_DROP = delete(search_entries).where(search_entries.c.id == bindparam("row"))
_MATCH_FTS = text("SELECT rowid AS id FROM search_index WHERE search_index MATCH :expression")
_MATCH_VECTOR = text("SELECT id FROM search_entries WHERE vector @@ to_tsquery('simple', :expression)")


class Search:
    """Keeps the index in step with the records, in the same transaction."""

    def __init__(self, store: "Store") -> None:
        """Take the store of the unit."""
        self._store = store

    def add(self, record: int, dossier: int, words: str) -> None:
        """Index a record of this organisation under the words it is found by."""
        row = {"id": record, "scope": f"o{self._store.actor.organisation} d{dossier}", "tokens": tokens(words)}
        _ADD.later(self._store.connection, row)

    def drop(self, record: int) -> None:
        """Take a record out of the index."""
        self._store.connection.execute(_DROP, {"row": record})

    def matching(self, query: str, dossiers: Iterable[int] | None) -> ColumnElement[bool] | None:
        """Give the condition on records that a query found, in some dossiers or in the whole organisation.

        None when the query has no word to look for. The whole query is also compared, exactly, with the sensitive
        fields that kinds declare for look-up, by its digest. The name of a document (decision 0021) finds its record.
        """
        if documents := self._store.naming.documents(query):
            return or_(*(records.c.id.in_(self._called(each, dossiers)) for each in documents))
        # The records are the organisation's by a condition of their own; FTS5 would walk along all its entries for it.
        everywhere = [] if self._store.sqlite else [f"o{self._store.actor.organisation}"]
        scopes = [f"d{dossier}" for dossier in dossiers] if dossiers is not None else everywhere
        expression = (fts5 if self._store.sqlite else tsquery)(query, scopes)
        if expression is None or (dossiers is not None and not scopes):
            return None
        statement = _MATCH_FTS if self._store.sqlite else _MATCH_VECTOR
        hits = statement.bindparams(expression=expression).columns(literal_column("id")).cte("hits")
        if not self._store.sqlite:
            # Without this PostgreSQL walks the newest rows looking for matches: 40 times slower on rare words.
            hits = hits.prefix_with("MATERIALIZED")
        # One list, not two conditions: for `OR` SQLite runs the search once for each, and once more for the order.
        return records.c.id.in_(union(select(hits.c.id), self._exact(query)))

    def _called(self, document: tuple[Name, str], within: Iterable[int] | None) -> CompoundSelect[tuple[int]]:
        """Select the records of which a version, or a file that came with one, is called so, in some dossiers or in
        all."""
        name, stem = document

        def called(table: Table) -> Select[tuple[int]]:
            ours = [table.c.organisation_id == self._store.actor.organisation, customers.c.short_name == name.short]
            if within is not None:
                ours.append(table.c.dossier_id.in_(list(within)))
            return (
                select(table.c.record_id)
                .join(dossiers, dossiers.c.id == table.c.dossier_id)
                .join(customers, customers.c.id == dossiers.c.customer_id)
                .where(*ours, table.c.stem == stem, table.c.record_id.is_not(None))
                .where(table.c.ordinal == name.ordinal, table.c.version == name.version)
            )

        return union(called(revisions), called(names))

    def _exact(self, query: str) -> Select[tuple[int]]:
        fields = {name for kind in kinds() for name in kind.lookup}
        digests = [self._store.keys.digest(field, query) for field in sorted(fields)]
        found = select(lookups.c.record_id).where(
            lookups.c.organisation_id == self._store.actor.organisation, lookups.c.digest.in_(digests)
        )
        actor = self._store.actor
        revealed = actor.revealed()
        if revealed is None and not actor.pledges:
            return found
        where = [records.c.dossier_id.not_in(actor.pledges)]
        if revealed is not None:
            where.append(records.c.dossier_id.in_(revealed))
        # Who may not see a hidden value must not be able to guess it by searching either.
        return found.join(records, records.c.id == lookups.c.record_id).where(*where)
