"""Records that others name, in words: by number and title, or that they are gone; the changes no test
names, what is to be approved again, and what fell."""

from collections.abc import Sequence

from chat.messages import Inline
from chat.shortening import shortened
from chat.voice import Voice
from dossier.deciding import Approval
from dossier.fields import FieldSpec
from dossier.scores import Scores
from dossier.views import RecordLine, Saved

_FEW, _WHY = 5, 80


def named(saved: Saved, spec: FieldSpec, voice: Voice) -> list[str]:
    """Give the records that a field names, as far as the reader may know of them; none of a field that names none."""
    return [_called(saved, number, voice) for number in saved.named(spec)]


def untested_line(untested: Sequence[RecordLine], voice: Voice) -> tuple[Inline, ...]:
    """Name approved changes that no test verifies, in one line."""
    changes = _few([f"#{line.number} {line.title}" for line in untested], voice)
    return ("🟠 ", voice.say("missing-retest", count=len(untested), changes=changes))


def reapproval_line(outdated: Sequence[tuple[Approval, RecordLine]], voice: Voice) -> tuple[Inline, ...]:
    """Name what was approved and changed since, with the version that was approved, in one line."""
    said = [
        voice.say("missing-reapproval-of", number=str(line.number), title=line.title, version=str(approval.version))
        for approval, line in outdated
    ]
    named = _few(said, voice)
    return ("🟠 ", voice.say("missing-reapproval", count=len(outdated), named=named))


def _few(names: Sequence[str], voice: Voice) -> str:
    """List the first few of names, and say that there are others."""
    listed = voice.listed(list(names[:_FEW]))
    return voice.say("loss-and-others", named=listed) if len(names) > _FEW else listed


def fallen_lines(scores: Sequence[Scores], voice: Voice) -> tuple[tuple[Inline, ...], ...]:
    """Warn of what customers say that has become much worse, each with its cause as it was written down."""
    return tuple(("📉 ", _fallen(each, voice)) for each in scores if each.warns)


def _fallen(scores: Scores, voice: Voice) -> str:
    last, high = scores.last, scores.high
    said = voice.say(
        "score-fallen",
        kind=voice.label(scores.kind.label),
        before=high.value,
        last=last.value,
        day=voice.day(last.on),
        number=str(last.number),
    )
    why = next(iter(last.why.splitlines()), "")
    return f"{said}{voice.colon}{shortened(why, _WHY)}" if why else said


def _called(saved: Saved, number: int, voice: Voice) -> str:
    if number in saved.gone:
        return voice.say("named-gone", number=str(number))
    return f"#{number} {saved.titles.get(number, '')}".rstrip()
