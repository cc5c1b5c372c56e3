"""The dossier standard 《客户档案管理规范》 in words: what an organisation's rules come to, on paper and as a card."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from chat.documents import Document, Fact, Grid, Section, paper_words
from chat.messages import Block, Bullets, Heading, Inline, Message, Note, Strong
from chat.voice import Voice
from chat.written import written_day
from dossier.categories import Category
from dossier.commitments import mark
from dossier.duties import Trigger
from dossier.escalation import Listener
from dossier.folder_lists import called
from dossier.folders import FOLDERS, STAGES
from dossier.kinds import Kind
from dossier.labels import example
from dossier.language import Label, Language
from dossier.rules import Rule, quiet_text
from dossier.standard import Edition, Regulations
from dossier.tiers import Action, Tier, lowest
from dossier.wording import words_for

TITLE = Label("档案管理规范", "Dossier standard")
ACTIONS = (Action.READ, Action.LOG, Action.EDIT, Action.REVEAL, Action.SHARE, Action.EXPORT)
_COLUMNS = (
    *("standard-item", "standard-from", "standard-least"),
    *("standard-fresh", "standard-writes", "standard-approves"),
)
RAISED = (Trigger.MEETING_ENDED, Trigger.CHANGE_RAISED, Trigger.ISSUE_FIXED, Trigger.ASKED, Trigger.APPROVAL)
TIMED = (Trigger.REVIEW, Trigger.AUDIT)
# What the standard says depends on no moment and no place.
_STILL = (ZoneInfo("UTC"), datetime(2025, 8, 15, tzinfo=UTC))


def digest_of(rules: Regulations) -> str:
    """Give the mark of what the standard says, in both languages: other words are another edition."""
    said = [[asdict(each) for each in sections(rules, Voice(language, *_STILL))] for language in Language]
    return mark(json.dumps(said, ensure_ascii=False))


def section_of(kept: Mapping[str, Any]) -> Section:
    """Give a section as it was kept."""
    grids = (Grid(each["label"], tuple(each["columns"]), tuple(map(tuple, each["rows"]))) for each in kept["grids"])
    return Section(kept["title"], tuple(kept["lines"]), tuple(grids))


def standard_document(
    rules: Regulations, edition: Edition, voice: Voice, name: str, said: Sequence[Section] | None = None
) -> Document:
    """Give the standard as a document under a file name; `said` is what an earlier edition says."""
    facts = (
        Fact(voice.say("standard-for"), rules.organisation),
        Fact(voice.say("paper-version"), f"v{edition.number}"),
        Fact(voice.say("standard-since"), written_day(edition.since.astimezone(voice.zone).date(), voice)),
    )
    return Document(
        name,
        voice.label(TITLE),
        voice.say("standard-subtitle", organisation=rules.organisation),
        facts,
        voice.language.value,
        paper_words(voice),
        {},
        sections=tuple(said) if said is not None else sections(rules, voice),
    )


def sections(rules: Regulations, voice: Voice) -> tuple[Section, ...]:
    """Give what the standard says: what is kept, who may what, how it is named, by when, and what is confidential."""
    made = (
        _kept(rules, voice),
        _access(rules, voice),
        _names(rules, voice),
        _due(rules, voice),
        _reminders(rules, voice),
        _phases(rules, voice),
        _secrecy(rules, voice),
    )
    return tuple(Section(f"{at}. {each.title}", each.lines, each.grids) for at, each in enumerate(made, 1))


def standard_card(rules: Regulations, edition: Edition, voice: Voice, more: Sequence[Block] = ()) -> Message:
    """Make the short card: the standard in five lines; `more` stands below it."""
    say, needed = voice.say, [kind for kind in rules.kinds if kind.expected]
    lines: tuple[tuple[Inline, ...], ...] = (
        (Strong(say("standard-what")), voice.colon, say("standard-what-short", all=len(rules.kinds), must=len(needed))),
        (Strong(say("standard-who")), voice.colon, say("standard-who-short")),
        (Strong(say("standard-name")), voice.colon, rules.pattern.build(example(rules.language))),
        (Strong(say("standard-when")), voice.colon, _within(rules, voice)),
        (Strong(say("standard-late")), voice.colon, _steps_short(rules, voice)),
    )
    since = written_day(edition.since.astimezone(voice.zone).date(), voice)
    about = Note((say("standard-edition", organisation=rules.organisation, number=edition.number, since=since),))
    return Message((Heading(voice.label(TITLE), "📘"), about, Bullets(lines), *more))


def own_rule(rules: Regulations, rule: Rule, title: str, voice: Voice) -> tuple[Block, ...]:
    """Say by when, and how reminded, in a dossier (its title) that has a rule of its own, where that is otherwise."""
    own = replace(rules, rule=rule)
    differs = [each for each in (_within, _steps_short) if each(own, voice) != each(rules, voice)]
    if not differs:
        return ()
    said = voice.say("standard-rule-here", title=title, within=_within(own, voice), steps=_steps_short(own, voice))
    return (Note(("⏱️ ", said)),)


def _kept(rules: Regulations, voice: Voice) -> Section:
    columns = tuple(map(voice.say, _COLUMNS))
    grids = (
        Grid(voice.label(category.label), columns, tuple(_kind(kind, voice) for kind in _in(category, rules.kinds)))
        for category in Category
    )
    lines = (voice.say("standard-kept-intro"), voice.say("standard-kept-versions"))
    return Section(voice.say("standard-what"), lines, tuple(grids))


def _kind(kind: Kind, voice: Voice) -> tuple[str, ...]:
    expected = kind.expected
    secret = f" {voice.say('standard-secret')}" if kind.confidential else ""
    return (
        f"{voice.label(kind.label)}{secret}",
        voice.say("standard-from-phase", phase=voice.label(expected.phase.label))
        if expected
        else voice.say("standard-as-needed"),
        str(expected.count) if expected else "—",
        voice.say("standard-every", days=expected.fresh_days) if expected and expected.fresh_days else "—",
        _tier(kind.lowest(Action.LOG), voice),
        _tier(kind.approve, voice) if kind.approve else "—",
    )


def _access(rules: Regulations, voice: Voice) -> Section:
    columns = (voice.say("standard-part"), *(voice.say(f"standard-may-{action}") for action in ACTIONS))
    rows = (
        (voice.label(category.label), *(_may(action, category, rules, voice) for action in ACTIONS))
        for category in Category
    )
    lines = ("standard-tiers", "standard-guests", "standard-approval", "standard-ask")
    return Section(voice.say("standard-who"), tuple(map(voice.say, lines)), (Grid("", columns, tuple(rows)),))


def _may(action: Action, category: Category, rules: Regulations, voice: Voice) -> str:
    """Give the tier an action takes in a category, and the kinds that say another one of themselves."""
    usual = lowest(action, category)
    said = _tier(usual, voice)
    other: dict[Tier, list[str]] = {}
    for kind in _in(category, rules.kinds):
        if kind.lowest(action) is not usual:
            other.setdefault(kind.lowest(action), []).append(voice.label(kind.label))
    for tier, kinds in sorted(other.items()):
        said = voice.say("standard-exception", tiers=said, kinds=voice.listed(kinds), other=_tier(tier, voice))
    return said


def _names(rules: Regulations, voice: Voice) -> Section:
    lines = (
        voice.say("standard-pattern", pattern=rules.pattern.text(voice.language)),
        voice.say("standard-example", name=rules.pattern.build(example(rules.language))),
        voice.say("standard-stages", stages=voice.listed(_stages(rules, voice))),
        voice.say("standard-name-versions"),
    )
    return Section(voice.say("standard-name"), lines)


def _stages(rules: Regulations, voice: Voice) -> Sequence[str]:
    """Give the stage labels; where they are the product's own, in this language alone."""
    ours = {name for label in STAGES for name in label.both()}
    return [voice.label(label) for label in STAGES] if set(rules.stages) == ours else rules.stages


def _due(rules: Regulations, voice: Voice) -> Section:
    work, say = rules.rule.work, voice.say
    rows = [(say(f"standard-on-{each}"), voice.label(each.label), _within(rules, voice)) for each in RAISED]
    rows += [
        (say(f"standard-on-{each}"), voice.label(each.label), say("standard-in-days", days=each.term.days))
        for each in TIMED
        if each.term is not None
    ]
    days = voice.listed([voice.weekday(day) for day in sorted(work.weekdays)])
    lines = (
        say("standard-hours", days=days, opens=f"{work.opens:%H:%M}", closes=f"{work.closes:%H:%M}"),
        say("standard-quiet", quiet=quiet_text(work.quiet))
        if work.quiet.start != work.quiet.end
        else say("standard-no-quiet"),
        say("standard-own-rule"),
    )
    columns = (say("standard-event"), say("standard-owed"), say("standard-deadline"))
    return Section(say("standard-when"), lines, (Grid("", columns, tuple(rows)),))


def _reminders(rules: Regulations, voice: Voice) -> Section:
    say, steps = voice.say, rules.rule.steps
    rows = tuple(
        (_after(rules, step, voice), _listener(steps.listener(step), voice)) for step in range(len(steps.hours))
    )
    columns = (say("standard-since-raised"), say("standard-told"))
    lines = (say("standard-reminders"), say("standard-snooze"))
    return Section(say("standard-late"), lines, (Grid("", columns, rows),))


def _phases(rules: Regulations, voice: Voice) -> Section:
    rows = tuple(
        (
            voice.label(phase.label),
            voice.label(folder.label),
            voice.listed([*(called(each, voice.language) for each in folder.contents), *folder.stages]) or "—",
        )
        for phase in FOLDERS
        for folder in rules.filing.within(phase)
    )
    columns = (voice.say("status-phase"), voice.say("standard-sub-folder"), voice.say("standard-folder"))
    return Section(voice.say("standard-phases"), (voice.say("standard-sealed"),), (Grid("", columns, rows),))


def _secrecy(rules: Regulations, voice: Voice) -> Section:
    secret = [voice.label(kind.label) for kind in rules.kinds if kind.confidential]
    lines = [
        voice.say("standard-sensitive", kinds=voice.listed(secret)),
        voice.say("standard-nda", months=rules.months),
    ]
    if rules.training is not None:
        lines.append(voice.say("standard-training", months=rules.training.months))
        lines += [line.strip() for line in words_for(rules.training.text, voice.language).splitlines() if line.strip()]
    return Section(voice.say("standard-secrecy"), tuple(lines))


def _in(category: Category, kinds: Iterable[Kind]) -> list[Kind]:
    return [kind for kind in kinds if kind.category is category]


def _tier(tier: Tier, voice: Voice) -> str:
    return (
        voice.say("standard-at-least", tier=voice.label(tier.label)) if tier < Tier.MANAGER else voice.label(tier.label)
    )


def _within(rules: Regulations, voice: Voice) -> str:
    work = rules.rule.work
    return voice.say("standard-within-working" if work.working else "standard-within", hours=work.hours)


def _steps_short(rules: Regulations, voice: Voice) -> str:
    steps = rules.rule.steps
    parts = (
        f"{_after(rules, step, voice)} {_listener(steps.listener(step), voice)}" for step in range(len(steps.hours))
    )
    return " → ".join(parts)


def _after(rules: Regulations, step: int, voice: Voice) -> str:
    return voice.say("standard-after", hours=f"{rules.rule.steps.after(step, rules.rule.work):g}")


def _listener(listener: Listener, voice: Voice) -> str:
    return voice.say(f"standard-told-{listener}")
