"""The cover of a dossier, read as the asker may see it: what is in it, who works on it, who is who at the customer."""

from dataclasses import replace
from typing import TYPE_CHECKING

from chat.documents import Document, cover, orgchart_of, titled
from dossier.orgchart import chart
from dossier.tiers import Action
from storage.contacts import contacts
from storage.record_queries import Filter
from storage.store import Store

if TYPE_CHECKING:
    from bot.exports.making import Making


def first_page(making: "Making", name: str) -> Document:
    """Give the cover under a file name."""
    version: int = making.house.read(lambda store: store.naming.pattern.parse(name).version)
    return titled(unnamed_page(making), making.voice, name, version)


def unnamed_page(making: "Making") -> Document:
    """Give all that stands on the cover whatever it is called and whenever it is made."""
    dossier, voice = making.dossier, making.voice

    def page(store: Store) -> Document:
        counts = dict.fromkeys(store.kinds.every, 0)
        for kind in counts:
            if store.actor.may(Action.READ, dossier.id, kind):
                counts[kind] = store.records.lines([dossier.id], Filter(kind=kind), limit=1)[1]
        made = cover(dossier, store.dossiers.members(dossier), counts, voice)
        return replace(made, orgchart=orgchart_of(dossier, chart(contacts(store, dossier)), voice))

    found: Document = making.house.read(page)
    return found
