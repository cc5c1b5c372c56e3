"""Records that others name, in words: by number and title, or that they are gone; and the changes no test names."""

from collections.abc import Sequence

from chat.messages import Inline
from chat.voice import Voice
from dossier.fields import FieldSpec
from dossier.views import RecordLine, Saved

_FEW = 5


def named(saved: Saved, spec: FieldSpec, voice: Voice) -> list[str]:
    """Give the records that a field names, as far as the reader may know of them; none of a field that names none."""
    return [_called(saved, number, voice) for number in saved.named(spec)]


def untested_line(untested: Sequence[RecordLine], voice: Voice) -> tuple[Inline, ...]:
    """Name approved changes that no test verifies, in one line."""
    changes = voice.listed([f"#{line.number} {line.title}" for line in untested[:_FEW]])
    if len(untested) > _FEW:
        changes = voice.say("loss-and-others", named=changes)
    return ("🟠 ", voice.say("missing-retest", count=len(untested), changes=changes))


def _called(saved: Saved, number: int, voice: Voice) -> str:
    if number in saved.gone:
        return voice.say("named-gone", number=str(number))
    return f"#{number} {saved.titles.get(number, '')}".rstrip()
