"""What customers and projects are called, and whether a text names them."""

import re
import unicodedata
from collections.abc import Iterable

from dossier.views import DossierView

# What follows the word by which everybody calls a customer: ABC公司, Nordwind GmbH.
_COMPANY = re.compile(
    r"[\u4e00-\u9fff]|\s+(?:gmbh|ag|se|kg|inc|ltd|llc|limited|co|corp|corporation|company|group|plc)\b"
)


def name_key(name: str) -> str:
    """Give a name as it is compared: two that read alike must not both be taken."""
    return unicodedata.normalize("NFKC", name).casefold()


def begins(word: str, name: str) -> bool:
    """Tell whether a name, as it is compared, is a word and a kind of company behind it."""
    return name.startswith(word) and _COMPANY.match(name[len(word) :]) is not None


def longest(said: str, named: Iterable[tuple[str, DossierView]]) -> list[DossierView]:
    """Give the dossiers of the longest name that is said."""
    hits = [(len(name), dossier) for name, dossier in named if stands_in(name_key(name), said)]
    longest = max((length for length, _ in hits), default=0)
    return list({dossier.id: dossier for length, dossier in hits if length == longest}.values())


def stands_in(name: str, said: str) -> bool:
    """Tell whether a name stands in a text; a Latin one only as a whole word, so that `ABC` is not in `abcess`."""
    at = said.find(name)
    while at >= 0:
        before, after = said[at - 1 : at], said[at + len(name) : at + len(name) + 1]
        if not ((_latin(name[0]) and _latin(before)) or (_latin(name[-1]) and _latin(after))):
            return True
        at = said.find(name, at + 1)
    return False


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
