"""What one field of a customer's sheets says: 合同金额是多少, what is the industry; and when something is to be."""

import re

from chat.cards.status import add_buttons
from chat.messages import Button, Buttons, Heading, Message, Note, Paragraph, Strong
from chat.replies import Answer, Show
from dossier.fields import FieldSpec
from dossier.kinds import Kind
from dossier.language import Language
from dossier.phases import Phase
from dossier.tiers import Action
from dossier.views import DossierView
from handlers.context import Context
from handlers.list_records import besides, show_list
from storage.record_queries import Filter

_ASKED = re.compile(
    r"请问|告诉我|(?:现在|目前)?(?:是|有|叫)?(?:多少|多大|什么|哪个|啥|几)(?:钱|人)?|怎么样|呢|吗|[的？?。！!，,]|客户|公司|项目"
    r"|\b(?:what(?:['’]s)?|which|is|are|was|does|do|the|of|our|its|customer|project|please|tell|me|how|much|many)\b|['’]s\b",
    re.IGNORECASE,
)
_WHEN = re.compile(r"什么时候|何时|哪天|几号|\bwhen\b", re.IGNORECASE)
_LIVE = re.compile(r"\bgo(?:es)?\s+live\b|\bgoing\s+live\b|\blaunched\b|\bgo-live\b", re.IGNORECASE)
_DATED = ("goal", "milestone", "release")
"""The kinds that say when something is to be."""


def tell_value(ctx: Context, text: str) -> Answer | None:
    """Tell what is asked of the one dossier that is meant: a field of a sheet it has one of, or when something is.

    None for what is neither.
    """
    meant = ctx.dossiers(text)
    if len(meant) != 1:
        return None
    said = besides(text[:300], meant)
    if _WHEN.search(said):
        return _when(ctx, meant, _LIVE.sub("launch", _WHEN.sub(" ", said)))
    words = _words(said)
    singles = [kind for kind in ctx.store.kinds if kind.single and ctx.store.actor.may(Action.READ, meant[0].id, kind)]
    specs = [(kind, spec) for kind in singles for spec in kind.fields if spec.always]
    called = [each for each in specs if words in each[1].names]
    # 预算 is 预算范围, where nothing else is called so.
    part = len(words) > 1 and Language.spoken_in(words) is Language.ZH
    like = [each for each in specs if part and any(words in name for name in each[1].names)]
    found = next(iter(called or (like if len(like) == 1 else ())), None)
    return Show(_value(ctx, meant[0], *found)) if found else None


def _value(ctx: Context, dossier: DossierView, kind: Kind, spec: FieldSpec) -> Message:
    voice, saved = ctx.voice, ctx.store.records.single(dossier, kind)
    label, where = voice.label(spec.label), Note((f"{dossier.title} · {voice.label(kind.label)}",))
    if saved is None or saved.content.get(spec.name) in (None, "", []):
        said = Paragraph((voice.say("value-unknown", label=label),))
        able = dossier.phase.writable and ctx.store.actor.may(Action.LOG, dossier.id, kind)
        return Message((said, where, *((Buttons(add_buttons(dossier, [kind], voice)),) if able else ())))
    value = Paragraph((Strong(label), voice.colon, voice.value(spec, saved.content[spec.name])))
    shown = Button(voice.say("button-open"), "show", {"record": saved.line.uid})
    return Message((Heading(dossier.title, kind.icon), value, where, Buttons((shown,))))


def _when(ctx: Context, meant: list[DossierView], said: str) -> Answer | None:
    """List what is to be reached and is called so."""
    words = _words(said)
    launch = [label.casefold() for label in Phase.LAUNCH.label.both()]
    sought = dict.fromkeys((words, *(launch if words in launch else ()))) if len(words) > 1 else ()
    for wanted in (Filter(kind=ctx.store.kinds.named(name), text=each) for name in _DATED for each in sought):
        if ctx.store.records.lines([each.id for each in meant], wanted, 1)[1]:
            return show_list(ctx, meant, wanted)
    return None


def _words(said: str) -> str:
    return " ".join(_ASKED.sub(" ", said).split()).casefold()
