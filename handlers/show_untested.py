"""The approved changes that no test which passed verifies."""

from chat.cards.lists import PAGE, record_list
from chat.messages import Heading, Message, Paragraph
from chat.replies import Answer, Show
from dossier.views import RecordLine
from handlers.context import Context, names_of
from handlers.list_records import read_filter, span
from handlers.show_status import meant_by
from storage.record_queries import Filter


def show_untested(ctx: Context, words: str) -> Answer:
    """List them, of the dossiers, the person and the time that are meant."""
    meant = meant_by(ctx, words)
    read = read_filter(ctx, words, meant)
    lines = [line for each in meant for line in ctx.store.retests.lacking(each.id) if _is_meant(line, read)]
    parts = [meant[0].title] if len(meant) == 1 else []
    parts.append(ctx.voice.say("list-untested"))
    parts += [f"@{read.person.name}"] if read.person else []
    parts += [span(ctx, read.since, read.until)] if read.since or read.until else []
    if not lines:
        said = Paragraph(("✅ ", ctx.voice.say("list-all-tested")))
        return Show(Message((Heading(" · ".join(parts), "🔎"), said)))
    return Show(record_list(" · ".join(parts), lines[:PAGE], len(lines), ctx.voice, names_of(meant)))


def _is_meant(line: RecordLine, read: Filter) -> bool:
    """Tell whether a change is of who is named, and was made in the time that is."""
    if read.person is not None and line.author.id != read.person.id:
        return False
    after = read.since is None or line.created_at >= read.since
    return after and (read.until is None or line.created_at < read.until)
