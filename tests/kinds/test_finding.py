"""Every kind's records are found by the words of their search fields, and by nothing that is hidden."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from dossier.kinds import Kind, kinds
from tests.kinds.entries import enter, found
from tests.kinds.samples import typed
from tests.team import Team, form_in

_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_LATIN = re.compile(r"[A-Za-z]+")


def _words_of(value: Any) -> Iterable[str]:
    """Give what can be looked for in a value: each Latin word, each Chinese character and pair, each whole run."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _words_of(inner) if name != "id" else ()
    elif isinstance(value, list):
        for inner in value:
            yield from _words_of(inner)
    elif isinstance(value, str):
        yield from _LATIN.findall(value)
        for run in _CHINESE.findall(value):
            yield from (run[at : at + length] for length in (1, 2, len(run)) for at in range(len(run) - length + 1))


def _looked_up(kind: Kind) -> list[str]:
    return [spec.name for spec in kind.fields if spec.sensitive and spec.name in kind.lookup]


def test_every_word_of_its_search_fields_finds_it(kind: Kind, team: Team) -> None:
    saved = enter(team, kind)
    words = {word for name in kind.search for word in _words_of(saved.content[name])}
    assert words

    missed = {word for word in words if found(team, word) != [saved.line.uid]}

    assert not missed


def test_words_it_no_longer_holds_do_not_find_it(kind: Kind, team: Team) -> None:
    saved = enter(team, kind)
    form = form_in(team.say("lilei", f"/dossier edit #{saved.line.number}"))
    team.submit(form, "lilei", **{name: typed(kind, turn=1)[name] for name in kind.search})
    old, new = saved.title, typed(kind, turn=1)[kind.search[0]]

    assert found(team, old) == []
    assert found(team, new) == [saved.line.uid]


def test_what_was_taken_back_is_not_found(kind: Kind, team: Team) -> None:
    saved = enter(team, kind)
    assert found(team, saved.title) == [saved.line.uid]

    team.write("lilei", lambda store: store.records.undo(saved))

    assert found(team, saved.title) == []


def test_no_part_of_what_is_hidden_finds_it(hiding: Kind, team: Team) -> None:
    hidden = [spec.name for spec in hiding.fields if spec.sensitive]
    saved = enter(team, hiding)
    parts = {part for name in hidden for part in re.findall(r"\w+", str(saved.content[name])) if len(part) > 3}
    assert parts

    assert {part for part in parts if found(team, part)} == set()


@pytest.mark.parametrize("kind", [each for each in kinds() if _looked_up(each)], ids=lambda kind: kind.name)
def test_a_hidden_value_that_can_be_looked_up_is_found_only_as_a_whole(kind: Kind, team: Team) -> None:
    saved = enter(team, kind)

    for name in _looked_up(kind):
        value = str(saved.content[name])
        assert found(team, value) == [saved.line.uid]
        assert found(team, value.replace(" ", "").upper()) == [saved.line.uid]
        assert found(team, value[:-1]) == []
