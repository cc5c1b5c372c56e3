"""The audit log as people read it: who did what, to what, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from chat.cards.audit_settings import setting_words
from chat.messages import Block, Bullets, Button, Buttons, Heading, Inline, Message, Note, Paragraph, Strong
from chat.router import Command, router
from chat.texts import UnknownText, keys
from chat.voice import Voice
from dossier.deciding import SAID, Done
from dossier.errors import Problem
from dossier.kinds import Kinds
from dossier.language import Label
from dossier.phases import Phase
from dossier.tiers import Tier

ACTIONS = (
    *("access.ask", "access.decline", "access.end", "approval.submit", "approval.approved", "approval.returned"),
    "approval.withdrawn",
    *("channel.bind", "channel.close", "channel.open", "customer.add"),
    *("dossier.start", "dossier.owner", "dossier.phase", "dossier.export", "dossier.import"),
    *("duty.raise", "duty.close", "duty.done", "duty.snooze", "duty.waive", "duty.question", "duty.needed"),
    *("duty.pass", "handover.start", "handover.accept", "handover.decline", "handover.withdraw"),
    *("file.open", "file.keep", "file.refuse", "file.rename", "file.erase"),
    *("kinds.set", "kinds.drop"),
    *("installation.add", "installation.forget", "leave.set", "leave.cancel"),
    *("meeting.plan", "meeting.cancel", "member.set", "member.join", "member.leave"),
    *("member.drop", "person.tier"),
    *("pairing.code", "pairing.wrong", "person.add", "person.claim", "person.leave", "person.link", "person.merge"),
    *("pledge.ask", "pledge.drop", "pledge.confirm"),
    *("record.add", "record.change", "record.remove", "record.restore", "record.undo", "record.erase"),
    *("record.reveal", "record.share", "record.unshare"),
    *("standard.confirm", "standard.export", "training.confirm", "refused"),
    *("settings.set", "settings.unset", "workdays.set", "workspace.join", "workspace.leave"),
)
"""Everything that is noted in the audit log; each has words in both languages."""


@dataclass(frozen=True, slots=True)
class Sort:
    """What is looked for in the log: how it is called, the words people ask for it by, and the actions it is."""

    label: Label
    words: frozenset[str]
    actions: tuple[str, ...]


SORTS = {
    "refused": Sort(
        Label("被拒绝的", "refusals"),
        frozenset(("拒绝", "被拒", "被拒绝", "被拒绝的", "refused", "refusal", "refusals", "denied")),
        ("refused", "file.refuse"),
    ),
    "export": Sort(
        Label("导出", "exports"),
        frozenset(("导出", "下载", "export", "exports", "exported")),
        ("dossier.export", "standard.export"),
    ),
    "reveal": Sort(
        Label("看过的敏感内容", "sensitive values seen"),
        frozenset(("敏感", "敏感内容", "敏感信息", "sensitive", "reveal", "reveals", "revealed")),
        ("record.reveal",),
    ),
    "tier": Sort(
        Label("级别变动", "changes of access"),
        frozenset(("级别", "权限", "角色", "成员", "tier", "tiers", "role", "roles", "access", "members")),
        (
            *("member.set", "member.join", "member.leave", "member.drop", "person.tier", "person.add", "person.claim"),
            *("access.ask", "access.decline", "access.end", "dossier.owner", "handover.accept"),
        ),
    ),
    "approval": Sort(
        Label("审核", "approvals"),
        frozenset(("审核", "审批", "批准", "approval", "approvals", "approved")),
        ("approval.submit", "approval.approved", "approval.returned", "approval.withdrawn"),
    ),
}
"""What can be looked for by a word."""

# Whose detail is told in its own words, or says nothing to people.
_TIERED = (
    *("member.set", "member.join", "member.leave", "member.drop", "person.tier"),
    *("access.ask", "access.decline", "access.end", "person.add"),
)
# What is said of these when it happens names people, which the log does not keep, or asks them for something.
_NAMING = {
    "problem-refused-handover": "audit-refused-handover",
    "problem-approval-own": "audit-approval-own",
    "problem-refused-pledge": "audit-refused-pledge",
}
_SET = ("settings.set", "settings.unset")
_WORKED = {"True": "audit-days-worked", "False": "audit-days-off", "None": "audit-days-calendar"}
_SILENT = (
    "file.open",
    "file.keep",
    "file.erase",
    "pledge.ask",
    "pledge.confirm",
    "person.merge",
    "standard.confirm",
    "training.confirm",
    "record.add",
    "record.erase",
    "duty.raise",
)


_WAYS = {"question": "audit-question", "page": "audit-page"}
"""What was tried that is neither a command nor a button."""


def audit_card(
    title: str, done: Sequence[Done], total: int, voice: Voice, more: Button | None, one: bool, kinds: Kinds
) -> Message:
    """Make a page of the log; `one` says that it is of one dossier, whose name is not repeated in every line."""
    heading = Heading(title, "🛡️")
    if not done:
        return Message((heading, Paragraph((voice.say("audit-empty"),))))
    blocks: list[Block] = [heading, Bullets(tuple(_line(each, voice, one, kinds) for each in done))]
    if more is not None:
        blocks.append(Buttons((more,)))
    blocks.append(Note((voice.say("list-count", shown=len(done), total=total),)))
    return Message(tuple(blocks))


def action_label(action: str, voice: Voice) -> str:
    """Say what was done."""
    return voice.say(f"audit-{action.replace('.', '-')}") if action in ACTIONS else action


def _line(done: Done, voice: Voice, one: bool, kinds: Kinds) -> tuple[Inline, ...]:
    parts = [action_label(done.action, voice), *_object(done, voice, one, kinds), *_detail(done, voice, kinds)]
    who = done.who or voice.say("audit-nobody")
    return (voice.when(done.at), " · ", Strong(who), f" · {' · '.join(parts)}")


def _object(done: Done, voice: Voice, one: bool, kinds: Kinds) -> list[str]:
    where = [] if one or not done.title else [done.title]
    if done.kind:
        kind = kinds.named(done.kind)
        return [f"{voice.label(kind.label) if kind else done.kind} #{done.record}", *where]
    if done.name:
        return [done.name, *where]
    if done.action in _SET and done.subject.startswith("organisation:"):
        return [voice.say("audit-setting-whole")]
    if done.action == "refused" and not done.title and not done.who:
        # An account of nobody we know.
        return [done.subject]
    return where


def _detail(done: Done, voice: Voice, kinds: Kinds) -> list[str]:
    words = done.detail.split()
    if not words or done.action in _SILENT:
        return []
    if done.action == "refused":
        return _refusal(words, voice)
    if done.action == "dossier.export" and len(words) > 1:
        # What stands before the file's name is for machines.
        return [done.detail.split(maxsplit=1)[1][:80]]
    if done.action == "record.reveal":
        return [voice.say("audit-reveal-export")] if words[0] == "export" else [done.detail[:80]]
    if done.action.startswith("approval."):
        # Which version it was, and with what words; between them may stand how the log came to know of it.
        comment = done.detail.partition(f" {SAID} ")[2].strip()
        return [words[0], *([comment[:80]] if comment else [])]
    if done.action in _TIERED:
        return [" ".join(_tier(word, voice) for word in words)]
    if done.action == "dossier.phase" and words[0] in {each.value for each in Phase}:
        return [voice.label(Phase(words[0]).label), *([" ".join(words[1:])[:80]] if words[1:] else [])]
    if done.action in ("workdays.set", "leave.set"):
        return [_days(words, voice)]
    if done.action.startswith("settings."):
        return [setting_words(done.detail, voice, kinds)]
    return [done.detail[:80]]


def _days(words: Sequence[str], voice: Voice) -> str:
    """Say from which day to which, and whether those are worked on; what is noted otherwise stays."""
    first, _, last = words[0].partition("..")
    try:
        days = " – ".join(dict.fromkeys(voice.day(date.fromisoformat(each)) for each in (first, last)))
    except ValueError:
        return " ".join(words)
    return f"{days} {voice.say(_WORKED[words[1]])}" if words[1:] and words[1] in _WORKED else days


def _refusal(words: Sequence[str], voice: Voice) -> list[str]:
    """Say what somebody tried, and which tier that takes; where it was refused for another reason, what was said to
    them, or the same without the names in it."""
    tried = _tried(words[2:], voice)
    key, tier = _NAMING.get(words[0], words[0]), words[1] if len(words) > 1 else "-"
    if key not in keys(voice.language):
        return tried
    wanted = next((each for each in Tier if each.name.lower() == tier), None)
    if wanted is not None and key not in _NAMING.values():
        return [*tried, voice.say("audit-takes", tier=voice.label(wanted.label))]
    return [*tried, voice.problem(Problem(key, {"tier": "manager"}))]


def _tried(words: Sequence[str], voice: Voice) -> list[str]:
    """Say which command or button it was, in the reader's language."""
    if not words:
        return []
    if words[0] in _WAYS:
        return [voice.say(_WAYS[words[0]])]
    if not words[0].startswith("/"):
        try:
            return [f"“{voice.say(f'button-{words[0]}')}”"]
        except UnknownText:
            # It has no label of its own, or one that names what it was pressed on.
            return []
    top = router.named(words[0][1:])
    below = [(router.named(word, top.name) or router.named(word)) if top else None for word in words[1:]]
    shown = [_called(top, voice) or words[0][1:]]
    shown += [_called(each, voice) or word for word, each in zip(words[1:], below, strict=True)]
    return [f"/{' '.join(shown)}"]


def _called(command: Command | None, voice: Voice) -> str:
    return voice.label(Label(command.zh, command.name)) if command else ""


def _tier(word: str, voice: Voice) -> str:
    """Put a tier, or the moment it ends, into words; any other word stays."""
    tier = next((each for each in Tier if each.name.lower() == word), None)
    if tier is not None:
        return f"→ {voice.label(tier.label)}"
    try:
        return voice.say("access-until", until=voice.moment(datetime.fromisoformat(word)))
    except ValueError:
        return word
