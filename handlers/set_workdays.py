"""Days on which the organisation works, or does not, against its country's calendar."""

from datetime import date

from chat.events import CommandGiven
from chat.messages import Bullets, Heading, Message, Note, Paragraph
from chat.replies import Answer, Notice, Show
from chat.router import Command, command
from dossier import moments
from dossier.errors import DossierError
from dossier.language import Label
from handlers.context import Context, Write
from storage.store import Store

_LONGEST = 62
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("上班", "工作", "补班", "work", "working", "workday", "on"), True),
    **dict.fromkeys(("休息", "放假", "休", "off", "holiday", "free"), False),
    **dict.fromkeys(("取消", "照常", "remove", "clear", "usual"), None),
}


@command(
    Command(
        "workdays",
        "工作日",
        Label("本组织自己的上班日和休息日", "The organisation's own working days and days off"),
        Label("[12月31日 休息|上班|照常]", "[Dec 31 off|work|usual]"),
        "dossier",
        rank=62,
    )
)
def set_workdays(event: CommandGiven, ctx: Context) -> Answer | Write:
    """Without words, list them; with days and what is done on them, set it."""
    ctx.store.rules.require_manager()
    words = event.text.strip()
    if not words:
        return Show(_listed(ctx))
    working, said = _read(words)
    first, last = period(ctx, said)
    if (last - first).days >= _LONGEST:
        raise DossierError("workdays-long", most=_LONGEST)

    def apply(store: Store) -> Answer:
        store.rules.set_workdays(first, last, working)
        key = {True: "notice-workdays-on", False: "notice-workdays-off", None: "notice-workdays-usual"}[working]
        return Notice(key, {"days": days(ctx, first, last)})

    return Write(apply)


def _read(words: str) -> tuple[bool | None, str]:
    """Give what is done on the days, and the words that name them, in either order. Raises DossierError for neither."""
    said = words.casefold()
    for word in sorted(_WORDS, key=len, reverse=True):
        if said.endswith(word):
            return _WORDS[word], words[: -len(word)]
        if said.startswith(word):
            return _WORDS[word], words[len(word) :]
    raise DossierError("workdays-how")


def period(ctx: Context, words: str) -> tuple[date, date]:
    """Read the days that words name. Raises DossierError for what is none."""
    try:
        return moments.parse_period(words.strip(" :：,，"), ctx.voice.now, ctx.voice.zone)
    except moments.UnreadableDate:
        raise DossierError("unreadable-day", text=words.strip()[:40]) from None


def days(ctx: Context, first: date, last: date) -> str:
    """Name days from one to another."""
    return ctx.voice.day(first) if first == last else f"{ctx.voice.day(first)} – {ctx.voice.day(last)}"


def _listed(ctx: Context) -> Message:
    today = ctx.voice.now.astimezone(ctx.voice.zone).date()
    known = [(day, working) for day, working in ctx.store.rules.workdays().items() if day >= today]
    say = ctx.voice.say
    lines = [
        (f"{ctx.voice.day(day)} · ", say("workdays-on") if working else say("workdays-off")) for day, working in known
    ]
    heading, how = Heading(say("workdays-title"), "🗓️"), Note((say("workdays-example"),))
    unsure = date(today.year + 1, 6, 1)
    sure = ctx.store.rules.of(None).work.sure_of(unsure)
    marked = () if sure else (Note((say("workdays-unsure", year=str(unsure.year)),)),)
    body = Bullets(tuple(lines)) if lines else Paragraph((say("workdays-none"),))
    return Message((heading, body, *marked, how))
