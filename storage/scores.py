"""What records of a kind say in numbers over time, such as how content the customer is: the last, and where it fell."""

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from dossier.kinds import Kind
from dossier.scores import Score, Scores
from dossier.tiers import Action
from dossier.views import DossierView
from storage.record_queries import Filter
from storage.record_rows import CURRENT
from storage.tables import records, revisions

if TYPE_CHECKING:
    from storage.store import Store

_LAST, _FEW = 24, 6


class ScoresKept:
    """Scores in the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def of(self, dossier: DossierView, kind: Kind, most: int = _LAST) -> Scores | None:
        """Give the last scores of a kind in a dossier, as far as the actor may read them, None where there are none."""
        if kind.trend is None:
            return None
        on, number, why = kind.trend
        newest = (
            select(records.c.number, revisions.c.content)
            .join(revisions, CURRENT)
            .where(*self._store.records.conditions([dossier.id], Filter(kind=kind)))
            .order_by(records.c.created_at.desc(), records.c.number.desc())
            .limit(most)
        )
        contents = [(row.number, json.loads(row.content)) for row in self._store.connection.execute(newest)]
        found = [
            Score(date.fromisoformat(each[on]), record, int(each[number]), str(each.get(why) or ""))
            for record, each in contents
            if on in each and number in each
        ]
        return Scores(kind, tuple(sorted(found, key=lambda each: (each.on, each.number)))) if found else None

    def every(self, dossier: DossierView) -> Sequence[Scores]:
        """Give the last few scores of every kind that has them and that the actor may read in a dossier."""
        may = self._store.actor.may
        kinds = [kind for kind in self._store.kinds if kind.trend and may(Action.READ, dossier.id, kind)]
        return [scores for kind in kinds if (scores := self.of(dossier, kind, _FEW)) is not None]
