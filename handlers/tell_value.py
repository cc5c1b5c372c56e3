"""What one field of a customer's sheets says: 合同金额是多少, what is the industry; and when something is to be."""

import re
from collections.abc import Sequence

from chat.cards.status import add_buttons
from chat.messages import Bullets, Button, Buttons, Heading, Message, Note, Paragraph, Strong
from chat.replies import Answer, Show
from chat.voice import Voice
from dossier.fields import FieldSpec, Input
from dossier.kinds import Kind
from dossier.language import Language
from dossier.phases import Phase
from dossier.tiers import Action
from dossier.views import DossierView, Saved
from handlers.context import Context
from handlers.list_records import besides
from storage.record_queries import Filter

_ASKED = re.compile(
    r"请问|告诉我|(?:现在|目前)?(?:是|有|叫)?(?:多少|多大|什么|哪个|啥|几)(?:钱|人)?|怎么样|呢|吗|[的？?。！!，,]|客户|公司|项目"
    r"|\b(?:what(?:['’]s)?|which|is|are|was|does|do|will|we|it|the|of|our|its|customer|project|please|tell|me|how|much|many)\b|['’]s\b",
    re.IGNORECASE,
)
_WHEN = re.compile(r"什么时候|何时|哪天|几号|\bwhen\b", re.IGNORECASE)
_LIVE = re.compile(r"\bgo(?:es)?\s+live\b|\bgoing\s+live\b|\blaunched\b|\bgo-live\b", re.IGNORECASE)
_WHEN_ENDS = re.compile(r"(?:的?(?:日期|时间))?(?:目标)?是?$|\b(?:date|day)$", re.IGNORECASE)
_NEWEST = re.compile(r"最近(?:的)?(?:一次|一个)?|上(?:一)?[次个]|\b(?:last|latest|most recent)\b", re.IGNORECASE)
_RELEASES = ("发布", "发版", "版本", "release", *(label.casefold() for label in Phase.LAUNCH.label.both()))
"""Words for what releases say the day of."""
_FEW = 5
_DATED = ("goal", "milestone", "release")
"""The kinds that say when something is to be."""


def tell_value(ctx: Context, text: str) -> Answer | None:
    """Tell what is asked of the one dossier that is meant: a field of a sheet it has one of, or when something is.

    None for what is neither. Raises NotFound for a field where several dossiers can be meant.
    """
    meant = ctx.dossiers(text, Action.VISIT)
    said = besides(text[:300], meant)
    if len(meant) > 1 and _sought(ctx, _words(said)) is not None:
        ctx.one(text, Action.VISIT)
    if len(meant) != 1:
        return None
    if _WHEN.search(said):
        return _when(ctx, meant, _LIVE.sub("launch", _WHEN.sub(" ", said)))
    words = _words(said)
    if (ends := _WHEN_ENDS.search(words)) and ends[0]:
        return _when(ctx, meant, words[: ends.start()])
    found = _sought(ctx, words)
    if found is None:
        return None
    ctx.store.actor.require(Action.READ, meant[0].id, found[0])
    return Show(_value(ctx, meant[0], *found))


def _sought(ctx: Context, words: str) -> tuple[Kind, FieldSpec] | None:
    """Give the field that words call, of the sheets a dossier has one of; None for none, or several."""
    singles = [kind for kind in ctx.store.kinds if kind.single]
    specs = [(kind, spec) for kind in singles for spec in kind.fields if spec.always]
    called = [each for each in specs if words in _called(each[1])]
    like = [each for each in specs if any(_begins(words, name) for name in _called(each[1]))]
    return next(iter(called or (like if len(like) == 1 else ())), None)


def _called(spec: FieldSpec) -> list[str]:
    """Give what people call a field: what it is called among us may be what another one is called."""
    labels = [label.casefold() for label in spec.label.both()]
    return [name for name in spec.names if name != spec.name or name in labels]


def _begins(words: str, name: str) -> bool:
    """Tell whether words are a part of what a field is called: 预算 of 预算范围, budget of budget range."""
    if Language.spoken_in(words) is Language.ZH:
        return len(words) > 1 and words in name
    return len(words) > 3 and name.startswith(f"{words} ")


def _value(ctx: Context, dossier: DossierView, kind: Kind, spec: FieldSpec) -> Message:
    voice, saved = ctx.voice, ctx.store.records.single(dossier, kind)
    label, where = voice.label(spec.label), Note((f"{dossier.title} · {voice.label(kind.label)}",))
    if saved is None or saved.content.get(spec.name) in (None, "", []):
        return _unknown(ctx, dossier, label, (kind.name,))
    value = Paragraph((Strong(label), voice.colon, voice.value(spec, saved.content[spec.name])))
    shown = Button(voice.say("button-open"), "show", {"record": saved.line.uid})
    return Message((Heading(dossier.title, kind.icon), value, where, Buttons((shown,))))


def _unknown(ctx: Context, dossier: DossierView, label: str, names: Sequence[str]) -> Message:
    """Say that a dossier does not tell it, with a button for each kind of record that would and that can be logged.

    Raises Refused for who may not read all of these: it may be told there.
    """
    said = Paragraph((ctx.voice.say("value-unknown", label=label),))
    kinds = [kind for kind in map(ctx.store.kinds.named, names) if kind is not None]
    for kind in kinds:
        ctx.store.actor.require(Action.READ, dossier.id, kind)
    able = [kind for kind in kinds if kind.name in ctx.loggable(dossier)]
    adds = (Buttons(add_buttons(dossier, able, ctx.voice)),) if able else ()
    return Message((said, Note((dossier.title,)), *adds))


def _when(ctx: Context, meant: list[DossierView], said: str) -> Answer | None:
    """Tell of all that is to be reached and is called so for when it is."""
    words = _WHEN_ENDS.sub("", _words(_NEWEST.sub(" ", said))).strip()
    launch = [label.casefold() for label in Phase.LAUNCH.label.both()]
    sought = dict.fromkeys((words, *(launch if words in launch else ()))) if len(words) > 1 else ()
    found: dict[str, Saved] = {}
    for wanted in (Filter(kind=ctx.store.kinds.named(name), text=each) for name in _DATED for each in sought):
        lines, _ = ctx.store.records.lines([each.id for each in meant], wanted, _FEW)
        found |= {line.uid: ctx.store.records.get(line.uid) for line in lines}
    if not found and words in _RELEASES:
        lines, _ = ctx.store.records.lines([meant[0].id], Filter(kind=ctx.store.kinds.named("release")), 1)
        found = {line.uid: ctx.store.records.get(line.uid) for line in lines}
    if not found:
        phases = {name.casefold() for phase in Phase for name in phase.label.both()}
        return Show(_unknown(ctx, meant[0], words, ("milestone", "goal"))) if words in phases else None
    lines_said = tuple((_dated(saved, ctx.voice),) for saved in found.values())
    return Show(Message((Heading(meant[0].title, "📅"), Bullets(lines_said))))


def _dated(saved: Saved, voice: Voice) -> str:
    """Say what a record is for, and its day: the one it happened on, else the one it is planned for."""
    days = [spec for spec in saved.line.kind.fields if spec.input is Input.DAY and saved.content.get(spec.name)]
    told = [f"{voice.label(spec.label)}{voice.colon}{voice.value(spec, saved.content[spec.name])}" for spec in days]
    return " · ".join((f"{saved.line.kind.icon} #{saved.line.number} {saved.title}", *told))


def _words(said: str) -> str:
    return " ".join(_ASKED.sub(" ", said).split()).casefold()
