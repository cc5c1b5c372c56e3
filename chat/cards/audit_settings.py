"""What the audit log says of settings, in words: which one it was, what it was before, and what it is now."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress

from chat.voice import Voice
from dossier.errors import DossierError
from dossier.escalation import parse_steps
from dossier.folders import COVER, DOSSIER
from dossier.kinds import Kinds
from dossier.language import Label, Language
from dossier.naming import pattern
from dossier.report_times import OFF as NO_REPORT

_LABELS = {
    "language": "audit-setting-language",
    "zone": "audit-setting-zone",
    "due_hours": "rule-hours",
    "due_by": "rule-by",
    "quiet": "rule-quiet",
    "steps": "rule-steps",
    "names": "rule-names",
    "country": "rule-country",
    "hours": "rule-work",
    "weekdays": "rule-days",
    "kpi": "rule-kpi",
    "summary": "rule-summary",
    "naming_pattern": "naming-title",
    "naming_stages": "naming-stages",
    "naming_language": "naming-language",
    "folders": "folders-title",
    "report": "audit-setting-report",
    "suggest": "audit-setting-suggest",
    "standard": "audit-setting-standard",
    "training": "audit-setting-training",
    "nda_months": "audit-setting-nda-months",
}
# What a value is called, by the setting; those of any other are read, or say enough as they are.
_WORDS: Mapping[str, Mapping[str, str]] = {
    "due_by": {"wall": "rule-wall", "working": "rule-working"},
    "kpi": {"off": "rule-kpi-off", "managers": "rule-kpi-managers", "everyone": "rule-kpi-everyone"},
    **{name: {"on": "rule-on", "off": "rule-off"} for name in ("names", "summary", "suggest", "standard")},
}
_TEMPLATE = "template_"
_PARTS = {"cover": COVER, "dossier": DOSSIER}
_LENGTH = 120


def setting_words(detail: str, voice: Voice, kinds: Kinds) -> str:
    """Say a setting as it is noted: `name=now`, with what it was before behind a tab where that is known."""
    name, _, rest = detail.partition("=")
    name, _, unset = name.partition("\t")
    now, told, before = rest.partition("\t")
    before = before or unset
    label = _label(name, voice, kinds)
    if name == "naming_stages" and before:
        return f"{label}{voice.colon}{_differing(before.splitlines(), now.splitlines(), voice)}"
    # Of these nothing means something of its own: what is usual, or none.
    blank = told or name in ("folders", "training") or name.startswith(_TEMPLATE)
    shown = [_shown(name, each, voice) for each in (before, now) if each or blank]
    if "=" not in detail:
        return f"{label}{voice.colon}{shown[0]} → {voice.say('audit-setting-as-around')}" if before else label
    return f"{label}{voice.colon}{' → '.join(shown)}" if shown else label


def _label(name: str, voice: Voice, kinds: Kinds) -> str:
    if name in _LABELS:
        return voice.say(_LABELS[name])
    if not name.startswith(_TEMPLATE):
        return name
    called = name.removeprefix(_TEMPLATE)
    kind = kinds.named(called)
    part = _PARTS.get(called) or (kind.label if kind else Label("其他记录", "any other record"))
    return voice.say("audit-setting-template", what=voice.label(part))


def _shown(name: str, value: str, voice: Voice) -> str:
    if key := _WORDS.get(name, {}).get(value):
        return voice.say(key)
    if name.startswith(_TEMPLATE):
        return voice.say("audit-setting-template-own" if value else "audit-setting-template-standard")
    reading = _READ.get(name)
    # What an earlier release has kept otherwise is shown as it is.
    with suppress(DossierError, ValueError, KeyError, IndexError, TypeError):
        return (reading(value, voice) if reading else value or "—")[:_LENGTH]
    return value[:_LENGTH]


def _language(value: str, voice: Voice) -> str:
    return Language(value).own_name


def _report(value: str, voice: Voice) -> str:
    if value == NO_REPORT:
        return voice.say("rule-off")
    day, clock = value.split(" ")
    return f"{voice.weekday(int(day))} {clock}"


def _folders(value: str, voice: Voice) -> str:
    if not value:
        return voice.say("audit-setting-usual")
    return voice.say("audit-setting-folders", count=sum(len(each) for each in json.loads(value).values()))


def _training(value: str, voice: Voice) -> str:
    return (
        voice.say("audit-setting-months", months=int(json.loads(value)["months"])) if value else voice.say("rule-off")
    )


_READ: Mapping[str, Callable[[str, Voice], str]] = {
    "language": _language,
    "naming_language": _language,
    "naming_pattern": lambda value, voice: pattern(value).text(voice.language),
    "naming_stages": lambda value, voice: voice.listed(value.split("\n")),
    "steps": lambda value, voice: parse_steps(value).text(voice.language, voice.say("channel-word")),
    "weekdays": lambda value, voice: voice.listed([voice.weekday(int(day) - 1) for day in value.split()]),
    "report": _report,
    "folders": _folders,
    "training": _training,
    "nda_months": lambda value, voice: voice.say("audit-setting-months", months=int(value)),
}


def _differing(before: list[str], now: list[str], voice: Voice) -> str:
    """Say which entries of a list have come and gone; of one that is only in another order, that it is."""
    come = [f"+ {each}" for each in now if each not in before]
    gone = [f"− {each}" for each in before if each not in now]
    return voice.listed([*come, *gone])[:_LENGTH] or voice.say("audit-setting-order")
