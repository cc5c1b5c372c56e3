"""The cards of a handover: what is offered, to whom it is offered and who offers it, and what became of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from chat.cards.decisions import decision_line
from chat.cards.report import burst_line, plain_loss, trend
from chat.messages import (
    Block,
    Bullets,
    Button,
    Buttons,
    Facts,
    Heading,
    Message,
    Note,
    Paragraph,
    Strong,
    Style,
    plain,
)
from chat.voice import Voice
from dossier.fields import PersonRef
from dossier.handover import Handover, HandoverState, Matters
from dossier.health import Loss
from dossier.reading import LINE_LENGTH
from dossier.report import Report
from dossier.tiers import Tier
from dossier.views import DossierView, DutyView, RecordLine, Saved

_KEPT = 40
_RISKS = 5
_NAMED = 5
_ICONS = {
    HandoverState.OPEN: "🤝",
    HandoverState.ACCEPTED: "✅",
    HandoverState.DECLINED: "➖",
    HandoverState.WITHDRAWN: "↩️",
}


def sections(matters: Matters, voice: Voice) -> dict[str, list[str]]:
    """Give what passes on, a line each, by the field of the handover record it is kept in."""
    return {
        "duties": [_duty(each, voice) for each in matters.duties],
        "issues": [_issue(each, voice) for each in matters.issues],
        "approvals": _approvals(matters, voice),
        "decisions": [decision_line(each, voice) for each in matters.decisions],
        "missing": [plain_loss(each, voice) for each in _lacking(matters.report)],
        "risks": risks(matters, voice),
    }


def risks(matters: Matters, voice: Voice) -> list[str]:
    """Say what may go wrong: which problems keep coming back, what is overdue, a health that is falling, changes nobody
    has tested again, what is to be approved again, what the last progress report names, and who has yet to confirm
    something."""
    said = [plain(burst_line(each, voice)) for each in matters.report.bursts]
    late = sum(duty.due_at < voice.now for duty in matters.duties)
    if late:
        said.append(voice.say("handover-risk-late", count=late))
    gained = matters.report.gained
    if gained is not None and gained < 0:
        said.append(voice.say("handover-risk-falling", points=-gained, score=matters.report.score))
    if matters.untested:
        numbers = voice.listed([f"#{line.number}" for line in matters.untested[:_NAMED]])
        said.append(voice.say("handover-risk-untested", count=len(matters.untested), numbers=numbers))
    if matters.outdated:
        numbers = voice.listed([f"#{line.number}" for line in matters.outdated[:_NAMED]])
        said.append(voice.say("handover-risk-outdated", count=len(matters.outdated), numbers=numbers))
    said += [voice.say("handover-risk-said", text=line.strip()) for line in matters.risks.splitlines() if line.strip()]
    if matters.unconfirmed:
        names = voice.listed(list(matters.unconfirmed[:_NAMED]))
        said.append(voice.say("handover-risk-unconfirmed", count=len(matters.unconfirmed), names=names))
    return said


def preview_card(dossier: DossierView, matters: Matters, taker: PersonRef | None, voice: Voice) -> Message:
    """Make the card for whoever is about to offer a dossier: what they would give away."""
    title = voice.say("handover-title", title=dossier.title)
    about = voice.say("handover-preview", owner=dossier.owner.name)
    args = {"dossier": dossier.uid, **({"person": taker.id} if taker and taker.id else {})}
    label = voice.say("button-handover-to", name=taker.name) if taker else voice.say("button-handover")
    buttons = (Button(label, "handover-form", args, Style.PRIMARY), _whole_button(dossier, voice))
    return Message((Heading(title, "🤝"), *_short(matters, voice), Note((about,)), Buttons(buttons)))


def offer_card(
    handover: Handover,
    dossier: DossierView,
    matters: Matters | None,
    voice: Voice,
    *,
    mine: bool = True,
    rises: bool = False,
) -> Message:
    """Make the card for whom a dossier is offered to; `matters` is None where they may no longer read it.

    `mine` says that whoever looks is the one who answers, `rises` that accepting gives them another tier.
    """
    if handover.state is not HandoverState.OPEN:
        return Message((Paragraph((_outcome(handover, dossier, voice),)), *_comment(handover)))
    said = voice.say("handover-offer", name=handover.starter.name, title=dossier.title)
    blocks: list[Block] = [Heading(said, "🤝")]
    if handover.note:
        blocks.append(Paragraph((f"💬 {handover.note}",)))
    if matters is not None:
        blocks += _short(matters, voice)
    blocks.append(Note((voice.say("handover-until", name=handover.giver.name),)))
    if rises:
        blocks.append(Note((rising(voice),)))
    args = {"handover": handover.uid}
    answers = (
        Button(voice.say("button-handover-accept"), "handover-accept", args, Style.PRIMARY),
        Button(voice.say("button-handover-decline"), "handover-decline", args),
    )
    blocks.append(Buttons((*(answers if mine else ()), _whole_button(dossier, voice))))
    return Message(tuple(blocks))


def rising(voice: Voice) -> str:
    """Say to whom a dossier is offered which tier goes with it."""
    return voice.say("handover-rises", tier=voice.label(Tier.SENIOR.label))


def whole_card(dossier: DossierView, matters: Matters, labels: Mapping[str, str], voice: Voice) -> Message:
    """Make the card of everything that passes on; `labels` name the sections by their field."""
    blocks: list[Block] = [Heading(voice.say("handover-title", title=dossier.title), "🤝")]
    for name, lines in sections(matters, voice).items():
        blocks.append(Paragraph((Strong(f"{labels[name]} · {_count(name, matters, lines)}"),)))
        shown = lines[:_KEPT]
        blocks.append(Bullets(tuple((line,) for line in shown)) if shown else Note((voice.say("handover-none"),)))
        if (count := _count(name, matters, lines)) > len(shown):
            blocks.append(Note((voice.say("handover-more", count=count - len(shown)),)))
    return Message(tuple(blocks))


def given_card(handover: Handover, dossier: DossierView, voice: Voice) -> Message:
    """Make the card for who offers a dossier, and whose it is: that it waits for an answer, or what became of it."""
    said = Paragraph((_outcome(handover, dossier, voice),))
    if handover.state is not HandoverState.OPEN:
        return Message((said, *_comment(handover)))
    withdraw = Button(
        voice.say("button-handover-withdraw"),
        "handover-withdraw",
        {"handover": handover.uid},
        confirm=voice.say("handover-withdraw-confirm", name=handover.taker.name),
    )
    return Message((said, Note((voice.say("handover-until", name=handover.giver.name),)), Buttons((withdraw,))))


def answer_card(handover: Handover, dossier: DossierView, voice: Voice) -> Message:
    """Make the word to the giver, and who offered it, once there is an answer."""
    blocks: list[Block] = [Paragraph((_outcome(handover, dossier, voice),)), *_comment(handover)]
    if handover.record:
        blocks.append(Buttons((_record_button(handover, voice),)))
    return Message(tuple(blocks))


def handed_card(handover: Handover, dossier: DossierView, voice: Voice) -> Message:
    """Make the announcement in the dossier's channel."""
    said = voice.say("handover-announced", taker=handover.taker.name, title=dossier.title, giver=handover.giver.name)
    return Message((Paragraph(("🤝 ", said)), Buttons((_record_button(handover, voice),))))


def record_content(handover: Handover, matters: Matters, comment: str, voice: Voice) -> dict[str, Any]:
    """Give what the record of a handover holds, as it is stored."""
    texts = {name: _kept(lines, voice) for name, lines in sections(matters, voice).items()}
    said = {"note": handover.note, "comment": comment, **texts}
    return {
        "parties": f"{handover.giver.name} → {handover.taker.name}",
        "giver": handover.giver.model_dump(),
        "taker": handover.taker.model_dump(),
        "on": voice.now.astimezone(voice.zone).date().isoformat(),
        **{name: value for name, value in said.items() if value},
    }


def _kept(lines: Sequence[str], voice: Voice) -> str:
    """Give lines as a text, and how many more there are than fit into it."""
    more = [voice.say("handover-more", count=len(lines) - _KEPT)] if len(lines) > _KEPT else []
    return "\n".join([*(line[:LINE_LENGTH] for line in lines[:_KEPT]), *more])


def _short(matters: Matters, voice: Voice) -> list[Block]:
    """Give the numbers, and the first risks."""
    late = sum(duty.due_at < voice.now for duty in matters.duties)
    report = matters.report
    score = f"{voice.say('report-score', score=report.score)} {trend(report, voice)}".rstrip()
    lacks = len(_lacking(report))
    rows = (
        (voice.say("status-duties"), voice.say("status-owed", open=len(matters.duties), late=late)),
        (voice.say("status-issues"), str(matters.issue_count)),
        (voice.say("handover-approvals"), str(len(_approvals(matters, voice)))),
        (voice.say("handover-decisions"), str(len(matters.decisions))),
        (voice.say("handover-missing"), str(lacks)),
        (voice.say("button-health"), score),
    )
    blocks: list[Block] = [Facts(rows)]
    if said := risks(matters, voice)[:_RISKS]:
        blocks.append(Bullets(tuple((line,) for line in said)))
    return blocks


def _lacking(report: Report) -> list[Loss]:
    """Give what points were lost for that somebody has to add or mend."""
    return [each for each in report.losses if each.missing or each.stale or each.dead]


def _count(name: str, matters: Matters, lines: Sequence[str]) -> int:
    return matters.issue_count if name == "issues" else len(lines)


def _duty(duty: DutyView, voice: Voice) -> str:
    what = voice.say("nudge-what", label=voice.label(duty.trigger.label), topic=duty.topic)
    key = "handover-overdue" if duty.due_at < voice.now else "handover-due"
    return voice.say(key, what=what, name=duty.owner.name, when=voice.moment(duty.due_at))


def _issue(saved: Saved, voice: Voice) -> str:
    """Say how an issue stands, and who is to solve it: where nobody is, that."""
    line, owner = saved.line, saved.line.kind.field("owner")
    who = voice.value(owner, saved.content.get("owner")) if owner and saved.content.get("owner") else ""
    return " · ".join((_standing(line, voice), who or voice.say("handover-no-owner")))


def _approvals(matters: Matters, voice: Voice) -> list[str]:
    """Say what waits for a decision: what was submitted, what was approved and changed since, what is proposed."""
    submitted = [
        voice.say("handover-submitted", number=str(line.number), title=line.title, name=each.submitter.name)
        for each, line in matters.approvals
    ]
    again = [f"#{line.number} {line.title} · {voice.say('handover-again')}" for line in matters.outdated]
    return [*submitted, *again, *(_standing(line, voice) for line in matters.proposed)]


def _standing(line: RecordLine, voice: Voice) -> str:
    spec = line.kind.field("status")
    option = spec.option(line.status) if spec else None
    return f"#{line.number} {line.title}" + (f" · {voice.label(option.label)}" if option else "")


def _outcome(handover: Handover, dossier: DossierView, voice: Voice) -> str:
    data = {"taker": handover.taker.name, "giver": handover.giver.name, "title": dossier.title}
    return f"{_ICONS[handover.state]} {voice.say(f'handover-{handover.state}', **data)}"


def _comment(handover: Handover) -> tuple[Block, ...]:
    return (Paragraph((f"💬 {handover.comment}",)),) if handover.comment else ()


def _whole_button(dossier: DossierView, voice: Voice) -> Button:
    return Button(voice.say("button-handover-whole"), "handover-whole", {"dossier": dossier.uid})


def _record_button(handover: Handover, voice: Voice) -> Button:
    return Button(voice.say("button-handover-record"), "show", {"record": handover.record})
