"""Labels that may stand second in a document's name, and what each of them means, whatever language it is said in."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from dossier.folders import COVER, DOSSIER, STAGES
from dossier.kinds import Kind, Kinds
from dossier.language import Label, Language
from dossier.naming import Name, folded, key_and_day, named
from dossier.phases import Phase


class Labels:
    """The labels of an organisation's kinds, of the phases and of the product's stages."""

    def __init__(self, kinds: Kinds) -> None:
        """Take the kinds."""
        self._keys: dict[str, str] = {}
        self._labels: dict[str, Label] = {}
        for key, label in _named(kinds):
            called = [folded(name) for name in label.both()]
            # Who calls a kind of their own "Launch" has one label for it and for the phase: names tell no two apart.
            known = next((self._keys[name] for name in called if name in self._keys), key)
            for name in called:
                self._keys.setdefault(name, known)
            self._labels.setdefault(known, label)

    def key(self, label: str) -> str:
        """Give what a label means: the name of a kind, or a word for itself. No two keys have a label in common."""
        known = folded(label)
        return self._keys.get(known, known)

    def of(self, key: str) -> Label | None:
        """Give the label that means something in both languages, None for a word that stands for itself."""
        return self._labels.get(key)


@lru_cache(maxsize=64)
def labels_of(kinds: Kinds) -> Labels:
    """Give the labels there are with an organisation's kinds."""
    return Labels(kinds)


def sheet_label(kind: Kind) -> Label:
    """Give what stands second in the name of a table of all records of a kind: it is none of their documents."""
    return Label(f"{kind.label.zh}表", f"{kind.label.en} sheet")


def example(language: Language) -> Name:
    """Give a name that shows how documents are called."""
    return named("ABC", STAGES[1].to(language), date(2025, 8, 15), 1, "docx", "CRM")


def fixed_stages(kinds: Kinds) -> frozenset[str]:
    """Give the labels an organisation has whatever it sets: the phases, and what its kinds and their tables are
    called."""
    return frozenset(name for _, label in _named(kinds) if label not in STAGES for name in label.both())


def may_be_called(stem: str, kind: Kind, content: Mapping[str, Any], kinds: Kinds) -> bool:
    """Tell whether a stem from elsewhere can be that of a record's document: by its kind, or by what its stage is."""
    labels, said = labels_of(kinds), str(content.get(kind.stage) or "") if kind.stage else ""
    try:
        key, _ = key_and_day(stem)
    except ValueError:
        return False
    # What was a word for itself there may be the name of a kind here.
    return key in (kind.name, labels.key(kind.label.zh), labels.key(said), folded(said))


def _named(kinds: Kinds) -> Iterator[tuple[str, Label]]:
    yield from ((kind.name, kind.label) for kind in kinds)
    yield from ((folded(label.zh), label) for label in (*(phase.label for phase in Phase), DOSSIER, COVER, *STAGES))
    yield from ((folded(label.zh), label) for label in map(sheet_label, kinds))
