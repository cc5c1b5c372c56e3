"""Cards that list: records, duties, dossiers."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from chat.cards.record import decision
from chat.messages import (
    Block,
    Bullets,
    Button,
    Buttons,
    Heading,
    Inline,
    Message,
    Note,
    Paragraph,
    Strong,
    Style,
    Table,
)
from chat.shortening import shortened
from chat.voice import Voice
from dossier.deciding import Approval, ApprovalState
from dossier.duties import DECIDED, Trigger
from dossier.views import DossierView, DutyView, RecordLine

PAGE = 10
_COMMENT = 60
DUTIES = 8
"""How many duties a page of a list has: each comes with its buttons."""
MOST = 20
"""How many duties a list without pages has; how many more there are it says."""


def record_list(
    title: str,
    lines: Sequence[RecordLine],
    total: int,
    voice: Voice,
    names: Mapping[int, str],
    more: Button | None = None,
    decided: Mapping[int, Approval] | None = None,
    dead: Container[int] = (),
    empty: str = "list-empty",
) -> Message:
    """List records, one a line, with a button to open each of the first five; `empty` is what is said of none.

    `names` are the dossiers' names by row id when the list spans several; `more` shows the next page. Of a record (its
    row id) in `decided` it is said who decided of it and when, instead of who made it; those in `dead` have a link that
    leads nowhere.
    """
    if not lines:
        return Message((Heading(title, "🔎"), Paragraph((voice.say(empty),))))
    blocks: list[Block] = [
        Heading(title, "🔎"),
        Bullets(
            tuple(
                (*_line(line, voice, names, (decided or {}).get(line.id)), *_dead(line, dead, voice)) for line in lines
            )
        ),
    ]
    buttons = [
        Button(voice.say("button-open-number", number=str(line.number)), "show", {"record": line.uid})
        for line in lines[:5]
    ]
    blocks.append(Buttons((*buttons, *([more] if more else []))))
    blocks.append(Note((voice.say("list-count", shown=len(lines), total=total),)))
    return Message(tuple(blocks))


def record_lines(lines: Sequence[RecordLine], voice: Voice, names: Mapping[int, str]) -> tuple[tuple[Inline, ...], ...]:
    """Give records as items of a list."""
    return tuple(_line(line, voice, names) for line in lines)


def _dead(line: RecordLine, dead: Container[int], voice: Voice) -> tuple[str, ...]:
    return (f" · ⚠️ {voice.say('list-link-dead')}",) if line.id in dead else ()


def _line(
    line: RecordLine, voice: Voice, names: Mapping[int, str], decided: Approval | None = None
) -> tuple[Inline, ...]:
    spec = line.kind.field("status")
    option = spec.option(line.status) if spec else None
    status = f" · {voice.label(option.label)}" if option else ""
    where = f" · {names[line.dossier]}" if line.dossier in names else ""
    head = f"{line.kind.icon} #{line.number} "
    if decided is not None and decided.decided_at is not None:
        comment = decided.comment if len(decided.comment) <= _COMMENT else f"{decided.comment[:_COMMENT]}…"
        _, said = decision(replace(decided, comment=comment), voice)
        said += f" · {voice.say('list-changed-since')}" if _changed_since(line, decided) else ""
        return (head, Strong(line.title), f"{status}{where} · {said} · ", voice.when(decided.decided_at))
    return (head, Strong(line.title), f"{status} · {line.author.name}{where} · ", voice.when(line.created_at))


def _changed_since(line: RecordLine, decided: Approval) -> bool:
    """Tell whether what was approved is no longer what the record says; that it was carried out is no other text."""
    settled = line.kind.approved is not None and line.status in line.kind.settled
    return decided.state is ApprovalState.APPROVED and decided.revision != line.revision and not settled


def duty_list(
    mine: Sequence[DutyView],
    instead: Sequence[DutyView],
    others: Sequence[DutyView],
    voice: Voice,
    names: Mapping[int, str],
    page: int = 0,
) -> Message:
    """List what somebody owes, what they stand in for, and what is owed to them, the most urgent first of each.

    One page of it, with what can be done about each, and the way to the next page.
    """
    parts = (("", mine), ("duties-instead", instead), ("duties-others", others))
    every = [(title, duty) for title, duties in parts for duty in duties]
    # A later page of what was done meanwhile is the last there is.
    page = min(page, max(0, (len(every) - 1) // DUTIES))
    shown = every[page * DUTIES : (page + 1) * DUTIES]
    blocks: list[Block] = [Heading(voice.say("duties-title"), "⏰")]
    if not mine and not page:
        blocks.append(Paragraph((voice.say("duties-none"),)))
    for title in dict(parts):
        if title and any(part == title for part, _ in shown):
            blocks.append(Paragraph((Strong(voice.say(title)),)))
        for _, duty in (each for each in shown if each[0] == title):
            blocks.append(Paragraph(_duty(duty, voice, names, owner=bool(title))))
            blocks.append(Buttons((enter_button(duty, voice), *put_off_buttons(duty, voice))))
    if len(every) > DUTIES:
        before = page * DUTIES
        said = voice.say("duties-span", first=before + 1, last=before + len(shown), total=len(every))
        blocks.append(Note((said,)))
    if (page + 1) * DUTIES < len(every):
        blocks.append(Buttons((Button(voice.say("button-more"), "todo", {"page": str(page + 1)}),)))
    return Message(tuple(blocks))


def duties_block(
    duties: Sequence[DutyView],
    voice: Voice,
    names: Mapping[int, str],
    *,
    owner: bool = False,
    more: str = "duties-more",
    total: int | None = None,
    giver: str = "",
) -> tuple[Block, ...]:
    """List the first duties of some, and say how many `more` there are, of the `total` where these are not all.

    That a `giver` owed them before is said around them.
    """
    shown, count = duties[:MOST], len(duties) if total is None else total
    listed = Bullets(tuple(_duty(duty, voice, names, owner=owner, giver=giver) for duty in shown))
    return (listed, Note((voice.say(more, more=count - len(shown)),))) if count > len(shown) else (listed,)


def duty_lines(
    duties: Sequence[DutyView], voice: Voice, names: Mapping[int, str], *, owner: bool = False
) -> tuple[tuple[Inline, ...], ...]:
    """Give duties as items of a list, with who owes them when that is to be said."""
    return tuple(_duty(duty, voice, names, owner=owner) for duty in duties)


def owed_list(duties: Sequence[DutyView], voice: Voice, names: Mapping[int, str], total: int) -> Message:
    """Say who still owes an entry: the first of so many."""
    heading = Heading(voice.say("owed-title"), "⏰")
    if not duties:
        return Message((heading, Paragraph((voice.say("owed-none"),))))
    return Message((heading, *duties_block(duties, voice, names, owner=True, more="owed-more", total=total)))


def enter_button(duty: DutyView, voice: Voice) -> Button:
    """Make the button that opens the form a duty asks for."""
    if duty.trigger is Trigger.ISSUE_FIXED:
        label = voice.say("button-resolve-topic", topic=shortened(duty.topic))
        return Button(label, "enter", {"duty": duty.uid}, Style.PRIMARY)
    if duty.trigger is Trigger.APPROVAL:
        label = voice.say("button-decide-topic", topic=shortened(duty.topic))
        return Button(label, "enter", {"duty": duty.uid}, Style.PRIMARY)
    if duty.trigger is Trigger.HANDOVER:
        label = voice.say("button-handover-topic", topic=shortened(duty.topic))
        return Button(label, "enter", {"duty": duty.uid}, Style.PRIMARY)
    if duty.trigger.term is not None:
        label = voice.say("button-checklist", what=voice.label(duty.trigger.label))
        return Button(label, "enter", {"duty": duty.uid}, Style.PRIMARY)
    label = voice.say("button-enter", topic=shortened(duty.topic))
    return Button(label, "enter", {"duty": duty.uid}, Style.PRIMARY)


def put_off_buttons(duty: DutyView, voice: Voice) -> tuple[Button, ...]:
    """Make the buttons that put a duty off (while it can be), or say that it is not needed."""
    snooze = snooze_buttons(duty, voice)
    if duty.trigger in DECIDED:
        return snooze
    return (*snooze, Button(voice.say("button-waive"), "waive", {"duty": duty.uid}))


def snooze_buttons(duty: DutyView, voice: Voice) -> tuple[Button, ...]:
    """Make the button that puts a duty off; none for what is too late for that."""
    return (Button(voice.say("button-snooze"), "snooze", {"duty": duty.uid}),) if duty.can_wait(voice.now) else ()


def past(duty: DutyView, voice: Voice, giver: str = "") -> str:
    """Say how often it was put off, and who owed it before besides a giver; "" where neither was."""
    often = f" · {voice.say('duty-snoozed', count=duty.snoozes)}" if duty.snoozes else ""
    earlier = [name for name in duty.earlier if name != giver]
    before = f" · {voice.say('duty-earlier', names=voice.listed(earlier))}" if earlier else ""
    return often + before


def _duty(
    duty: DutyView, voice: Voice, names: Mapping[int, str], *, owner: bool, giver: str = ""
) -> tuple[Inline, ...]:
    late = duty.due_at < voice.now
    key = "duty-overdue" if late else "duty-due"
    who = f" · {duty.owner.name}" if owner else ""
    where = f" · {names[duty.dossier]}" if duty.dossier in names else ""
    what = f"{voice.label(duty.trigger.label)}{voice.colon}"
    return (
        "🔴 " if late else "🟡 ",
        what,
        Strong(duty.topic),
        f"{who}{where} · {voice.say(key)} ",
        voice.when(duty.due_at),
        past(duty, voice, giver),
    )


def dossier_list(
    dossiers: Sequence[tuple[DossierView, int]], voice: Voice, action: str = "status", title: str = ""
) -> Message:
    """List dossiers with how complete each is (percent), a button for each of the first five that does `action`.

    They are the reader's unless a `title` says whose.
    """
    title = title or voice.say("dossiers-title")
    heading = Heading(title, "🗂️")
    if not dossiers:
        start = Button(voice.say("button-start"), "start", {}, Style.PRIMARY)
        return Message((heading, Paragraph((voice.say("dossiers-none"),)), Buttons((start,))))
    columns = ("dossiers-dossier", "status-phase", "status-complete", "dossiers-owner")
    rows = tuple(
        (each.title, voice.label(each.phase.label), voice.bar(percent), each.owner.name) for each, percent in dossiers
    )
    table = Table(title, tuple(voice.say(key) for key in columns), rows)
    buttons = tuple(Button(each.title, action, {"dossier": each.uid}) for each, _ in dossiers[:5])
    return Message((heading, table, Buttons(buttons)))
