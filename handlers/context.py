"""What every handler is given: who acts, where, how to speak to them, and a store to read from."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from chat.events import Source
from chat.replies import Answer
from chat.voice import Voice
from dossier.errors import DossierError, NotFound, Refused
from dossier.fields import PersonRef
from dossier.kinds import Kind
from dossier.reading import Reading
from dossier.tiers import Action, lowest
from dossier.views import ChannelView, DossierView
from handlers.whom_to_ask import may_be_told
from storage.preferences import Preference
from storage.store import Store

NUMBER = re.compile(r"[#＃]\s*(\d{1,9})(?!\d)")
_FIRST = re.compile(rf"\s*(?:{NUMBER.pattern}|(\d{{1,9}})(?=$|[\s:：|｜,，]))")
_SIGN = re.compile(r"\s*[:：|｜,，-]?\s*")
ALL = ("all", "mine", "全部", "所有", "我的")
"""Words that ask for all of one's dossiers, also in a channel that is bound to one."""

_NAMED = 8


@dataclass(frozen=True, slots=True)
class Write:
    """What a handler wants written: `apply` runs in the writer, does nothing but writes, and gives the answer.

    An answer that shows what may not be kept is made again for a repeated delivery: `again` gets its `made_of`.
    """

    apply: Callable[[Store], Answer]
    again: Callable[[Store, str], Answer] | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """The circumstances of one event.

    `store` reads; `voice` is the asker's own; `here` is the channel's, and `dossier` what that is bound to.
    """

    source: Source
    store: Store
    voice: Voice
    workspace: int
    channel: ChannelView | None
    here: Preference
    dossier: DossierView | None = None

    @property
    def me(self) -> PersonRef:
        """Who acts."""
        return PersonRef(id=self.store.actor.uid or None, name=self.store.actor.name)

    @property
    def reading(self) -> Reading:
        """How what they typed is to be read."""
        return Reading(self.voice.now, self.voice.zone, self.store.people.named)

    def dossiers(self, words: str = "", action: Action = Action.READ) -> list[DossierView]:
        """Give the dossiers that can be meant: those the words name, else the channel's, else all readable ones.

        With another `action`, of those to which the asker may do that.
        """
        if words.strip().casefold() in ALL:
            return self.store.dossiers.mine(action)
        named = self.store.dossiers.named_in(words, action) if words else []
        bound = self.dossier
        if named:
            # The channel's own is meant also where the asker may not read it: another one's answer would mislead.
            here = bound is not None and bound in self.store.dossiers.named_in(words, Action.VISIT)
            return [bound] if bound is not None and here else named
        if bound is not None:
            return [bound]
        return self.store.dossiers.mine(action)

    def writable(self, kind: Kind, words: str = "") -> list[DossierView]:
        """Give the dossiers a record of a kind can be meant for; raises what stands in the way when there is none."""
        bound = self.dossier
        meant = [bound] if bound is not None else self.dossiers(words)
        actor = self.store.actor
        allowed = [each for each in meant if each.phase.writable and actor.may(Action.LOG, each.id, kind)]
        if not allowed and meant:
            actor.require(Action.LOG, meant[0].id, kind)
            meant[0].require_open()
        return allowed

    def loggable(self, dossier: DossierView) -> frozenset[str]:
        """Give the kinds, by name, of which the asker may log a record in a dossier as it is now."""
        may = self.store.actor.may
        kinds = self.store.kinds if dossier.phase.writable else ()
        return frozenset(each.name for each in kinds if may(Action.LOG, dossier.id, each))

    def no_dossier(self) -> DossierError:
        """Say that there is no dossier here, and how one comes to be: started by who may, else whom to ask for it; to a
        guest, that it takes more to see the whole of one."""
        if self.store.actor.may_start():
            return NotFound("no-dossier")
        for visited in self.store.dossiers.mine(Action.VISIT)[:1]:
            return Refused(f"refused-{Action.READ}", tier=lowest(Action.READ).name.lower()).within(visited.id)
        if not (managers := self.store.people.managers()):
            return NotFound("no-dossier-unclaimed")
        if not may_be_told(self.store.actor):
            return NotFound("no-dossier-yours")
        return NotFound("no-dossier-ask", names=self.voice.listed(managers))

    def some(self, dossiers: Sequence[DossierView]) -> Sequence[DossierView]:
        """Give dossiers back. Raises what `no_dossier` says when there are none and the asker may not start one."""
        if not dossiers and not self.store.actor.may_start():
            raise self.no_dossier()
        return dossiers

    def one(self, words: str = "", action: Action = Action.READ) -> DossierView:
        """Give the one dossier that is meant (see `dossiers`). Raises NotFound when there is none, or more than one."""
        meant = self.dossiers(words, action)
        if len(meant) != 1:
            raise self.several(meant) if meant else self.no_dossier()
        return meant[0]

    def several(self, meant: Sequence[DossierView]) -> NotFound:
        """Make the error of words that mean several dossiers: it names them, as they are to be called."""
        titles = [each.title for each in meant]
        return NotFound("which-dossier", names=self.voice.listed(titles[:_NAMED]), one=titles[0])

    def numbered(self, words: str) -> str | None:
        """Give the number in `#12 …`, None when the words do not begin with one."""
        first = _FIRST.match(words)
        return first and (first[1] or first[2])

    def behind_number(self, words: str) -> str:
        """Give what stands behind the number in `#12 …`, or behind the last one in `ABC #12 …`; "" for nothing."""
        number = _FIRST.match(words) or next(reversed([*NUMBER.finditer(words)]), None)
        return _SIGN.sub("", words[number.end() :], count=1).strip() if number else ""


def names_of(dossiers: Sequence[DossierView]) -> Mapping[int, str]:
    """Give dossiers' names by row id when there are several; with one, its name is not repeated in every line."""
    return {each.id: each.title for each in dossiers} if len(dossiers) > 1 else {}
