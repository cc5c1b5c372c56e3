"""Search tokens: Chinese as overlapping pairs of characters, everything else as words; and queries made of them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

# Han with extensions and compatibility forms, kana, hangul: scripts written without spaces between words.
_CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(f"[{_CJK}]+|[^\\W{_CJK}_]+")
_CJK_START = re.compile(f"[{_CJK}]")
_WORD_LENGTH = 60
_QUERY_TERMS = 20


@dataclass(frozen=True, slots=True)
class Term:
    """A part of a query: tokens that must follow each other; with `prefix`, the last may go on."""

    tokens: tuple[str, ...]
    prefix: bool


def normal(text: str) -> str:
    """Give a text as it is compared: compatibility forms folded (NFKC), case folded."""
    return unicodedata.normalize("NFKC", text).casefold()


def _runs(text: str) -> Iterable[str]:
    return (match[0] for match in _RUN.finditer(normal(text)))


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


def tokens(text: str) -> str:
    """Give the tokens of a text, separated by spaces.

    A Chinese run gives its pairs and, so that its last character is found by itself, that character; a word itself.
    """
    found: list[str] = []
    for run in _runs(text):
        if _CJK_START.match(run):
            found += _pairs(run)
            found.append(run[-1])
        else:
            found.append(run[:_WORD_LENGTH])
    return " ".join(found)


def terms(query: str) -> list[Term]:
    """Give what a text must hold to be found by a query: every run of it, Chinese exactly, words by their beginning."""
    found: list[Term] = []
    for run in _runs(query):
        if not _CJK_START.match(run):
            found.append(Term((run[:_WORD_LENGTH],), prefix=True))
        elif len(run) == 1:
            found.append(Term((run,), prefix=True))
        else:
            found.append(Term(tuple(_pairs(run)), prefix=False))
    return found[:_QUERY_TERMS]


def fts5(query: str, scopes: Iterable[str]) -> str | None:
    """Give the FTS5 MATCH expression of a query, None when it has nothing to look for; without scopes, everywhere."""
    wanted = [f'"{" ".join(term.tokens)}"{"*" if term.prefix else ""}' for term in terms(query)]
    if not wanted:
        return None
    within = f"scope : ({' OR '.join(scopes)}) AND " if scopes else ""
    return f"{within}tokens : ({' AND '.join(wanted)})"


def tsquery(query: str, scopes: Iterable[str]) -> str | None:
    """Give the PostgreSQL tsquery of a query within scopes, None when it has nothing to look for."""
    wanted = [
        " <-> ".join(f"'{token}':{'*' if term.prefix else ''}D" for token in term.tokens) for term in terms(query)
    ]
    if not wanted:
        return None
    return f"({' | '.join(f'{scope}:A' for scope in scopes)}) & " + " & ".join(f"({part})" for part in wanted)
