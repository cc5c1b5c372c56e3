"""Entering a record of any kind as a person does, and looking at what was kept."""

from collections.abc import Mapping
from typing import Any

from chat.replies import Nothing, Show
from dossier.kinds import Kind, kind_named
from dossier.tiers import Action, Tier
from dossier.views import Saved
from storage.record_queries import Filter
from tests.kinds.samples import command, named, typed
from tests.team import Team, form_in

SPEAKER = {"zh-CN": "lilei", "en-US": "ann"}


def for_all(kind: Kind) -> bool:
    """Tell whether every member, and with them the channel, may see records of a kind."""
    return kind.lowest(Action.READ) <= Tier.MEMBER


def enter(team: Team, kind: Kind, values: Mapping[str, Any] | None = None, who: str = "lilei") -> Saved:
    """Fill in and send a kind's form in the dossier's channel; give what was kept."""
    if values is None or any(name in values for name, _ in named(kind)):
        name_others(team, kind)
    form = form_in(team.say(who, command(kind)))
    answer = team.submit(form, who, **(typed(kind) if values is None else values))
    # Of a kind that the channel sees there is nothing to be said, unless a name in it is nobody's.
    assert isinstance(answer, Show) or (for_all(kind) and isinstance(answer, Nothing)), answer
    return newest(team, kind)


def name_others(team: Team, kind: Kind) -> None:
    """Keep, once and before anything else, what records of a kind name by number."""
    for number, (name, turn) in enumerate(named(kind), 1):
        spec = kind.field(name)
        other = kind_named(spec.refers_to) if spec else None
        assert other is not None

        def keep(store: Any, other: Kind = other, turn: int = turn, number: int = number) -> None:
            _, count = store.records.lines([team.dossier.id], Filter())
            if count < number:
                store.records.add(team.dossier, other, {other.fields[0].name: f"先有的{turn}"})

        team.write("wangfang", keep)


def newest(team: Team, kind: Kind) -> Saved:
    """Give the newest record of a kind with all it hides, as the manager sees it."""

    def query(store: Any) -> Saved:
        lines, _ = store.records.lines([team.dossier.id], Filter(kind=kind))
        saved: Saved = store.records.get(lines[0].uid, reveal=True)
        return saved

    return team.read("wangfang", query)


def found(team: Team, words: str, who: str = "lilei") -> list[str]:
    """Give the ids of the records that somebody's search finds in the dossier."""
    lines, _ = team.read(who, lambda store: store.records.lines([team.dossier.id], Filter(text=words)))
    return [line.uid for line in lines]
