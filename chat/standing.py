"""Where a record stands, beside what is in it: who decided over it, when and with what words, and what verifies it."""

from chat.voice import Voice
from chat.written import written_moment
from dossier.deciding import ApprovalState
from dossier.kinds import Kind
from dossier.views import Saved, Test

APPROVAL, VERIFIED = "approval", "verified"
"""What templates call the two, beside the fields of a kind that is approved."""


def told_of(kind: Kind) -> tuple[str, ...]:
    """Give the names of what there is to be told of records of a kind."""
    approved = (APPROVAL,) if kind.approve is not None else ()
    return (*approved, *((VERIFIED,) if kind.approved is not None else ()))


def standing(saved: Saved, voice: Voice) -> dict[str, tuple[str, str]]:
    """Give what is to be told of a record, by name: its label and, in a line, the value; "" for nothing."""
    at = saved.approval.decided_at or saved.approval.submitted_at if saved.approval else None
    said = [decision(saved, voice), written_moment(at, voice) if at else "", remark(saved, voice)]
    told = {APPROVAL: " · ".join(each for each in said if each), VERIFIED: voice.listed(verified(saved, voice))}
    return {name: (voice.say(f"column-{name}"), told[name]) for name in told_of(saved.line.kind)}


def decision(saved: Saved, voice: Voice) -> str:
    """Say who approved a record or returned it, or that it waits; "" for one that was never submitted."""
    last = saved.approval
    if last is None:
        return ""
    if last.state is ApprovalState.OPEN:
        return voice.say("approval-open", name=last.submitter.name)
    how = "approval-approved" if last.state is ApprovalState.APPROVED else "sheet-returned"
    return voice.say(how, name=last.decider)


def remark(saved: Saved, voice: Voice) -> str:
    """Give the comment it was decided with, and say of an approved one whether it was changed since."""
    last = saved.approval
    if last is None:
        return ""
    outdated = last.state is ApprovalState.APPROVED and not saved.approved
    changed = voice.say("approval-outdated", version=str(last.version)) if outdated else ""
    return " · ".join(each for each in (last.comment, f"⚠️ {changed}" if changed else "") if each)


def verified(saved: Saved, voice: Voice) -> list[str]:
    """Give the tests of a change; of an approved one of which none passed, that it still needs one."""
    lacks = [f"⚠️ {voice.say('sheet-no-retest')}"] if saved.untested else []
    return [*lacks, *tests_of(saved, voice)]


def tests_of(saved: Saved, voice: Voice) -> list[str]:
    """Give the tests of a change by number and title, each with what came of it."""
    return [f"#{test.number} {test.title}{_result(test, voice)}" for test in saved.verified_by or ()]


def _result(test: Test, voice: Voice) -> str:
    spec = test.kind.field("status")
    return f" · {voice.value(spec, test.status)}" if spec and test.status else ""
