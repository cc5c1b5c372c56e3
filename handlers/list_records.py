"""Listing and searching records: by kind, person, time in words, and text."""

from datetime import UTC, datetime, time, timedelta

from chat.cards.lists import PAGE, record_list
from chat.events import ButtonPressed, CommandGiven
from chat.messages import Button
from chat.replies import Answer, Show
from chat.router import Command, command, on
from dossier import moments
from dossier.kinds import Kind, kind_named, kinds
from dossier.language import Label
from dossier.records.issue import OPEN_STATUSES
from dossier.views import DossierView
from handlers.context import Context, names_of
from storage.record_queries import Filter


@command(
    Command(
        "list",
        "列表",
        Label("按类型、人、时间、文字筛选记录", "List records by kind, person, time, text"),
        Label("[类型] [@某人] [上周] [文字]", "[kind] [@person] [last week] [text]"),
        "dossier",
        rank=20,
    )
)
def list_records(event: CommandGiven, ctx: Context) -> Answer:
    """List what the words ask for; every word that is no kind, person, time or customer is searched for."""
    dossiers = ctx.dossiers(event.text)
    return show_list(ctx, dossiers, _filter(ctx, event.text, dossiers))


@command(
    Command("search", "搜索", Label("全文搜索", "Search all text"), Label("文字", "text"), "dossier", rank=21),
)
def search_records(event: CommandGiven, ctx: Context) -> Answer:
    """Search for the words as they are, in this channel's dossier or in all of mine."""
    bound = ctx.bound()
    return show_list(ctx, [bound] if bound else ctx.store.dossiers.mine(), Filter(text=event.text))


@on(ButtonPressed, "list")
def press_list(event: ButtonPressed, ctx: Context) -> Answer:
    """List records by what stands in the button: the first page, or a later one."""
    args = event.args
    statuses = tuple(status.value for status in OPEN_STATUSES) if args.get("status") == "open" else ()
    dossiers = [ctx.store.dossiers.get(args["dossier"])] if args.get("dossier") else ctx.store.dossiers.mine()
    wanted = Filter(
        kind=kind_named(args.get("kind", "")),
        statuses=statuses,
        person=ctx.store.people.named(args["person"]) if args.get("person") else None,
        since=datetime.fromisoformat(args["since"]) if args.get("since") else None,
        until=datetime.fromisoformat(args["until"]) if args.get("until") else None,
        text=args.get("text", ""),
    )
    page = args.get("page", "0")
    return show_list(ctx, dossiers, wanted, int(page) if page.isdecimal() and len(page) < 6 else 0)


def show_list(ctx: Context, dossiers: list[DossierView], wanted: Filter, page: int = 0) -> Answer:
    """Show one page of what is wanted, in some dossiers."""
    ids = [dossier.id for dossier in dossiers]
    lines, total = ctx.store.records.lines(ids, wanted, PAGE, page * PAGE)
    more = _more(ctx, dossiers, wanted, page + 1) if total > (page + 1) * PAGE else None
    return Show(record_list(_title(ctx, dossiers, wanted), lines, total, ctx.voice, names_of(dossiers), more))


def _title(ctx: Context, dossiers: list[DossierView], wanted: Filter) -> str:
    parts = [dossiers[0].title] if len(dossiers) == 1 else []
    parts.append(ctx.voice.label(wanted.kind.label) if wanted.kind else ctx.voice.say("list-all"))
    if wanted.statuses:
        parts.append(ctx.voice.say("list-open"))
    if wanted.person:
        parts.append(f"@{wanted.person.name}")
    if wanted.since and wanted.until:
        first, last = (each.astimezone(ctx.voice.zone).date() for each in (wanted.since, wanted.until))
        last -= timedelta(days=1)
        span = ctx.voice.day(first) if first == last else f"{ctx.voice.day(first)} – {ctx.voice.day(last)}"
        parts.append(span)
    if wanted.text:
        parts.append(f"“{wanted.text[:40]}”")
    return " · ".join(parts)


def _more(ctx: Context, dossiers: list[DossierView], wanted: Filter, page: int) -> Button:
    args = {
        "dossier": dossiers[0].uid if len(dossiers) == 1 else "",
        "kind": wanted.kind.name if wanted.kind else "",
        "status": "open" if wanted.statuses else "",
        "person": wanted.person.name if wanted.person else "",
        "since": wanted.since.isoformat() if wanted.since else "",
        "until": wanted.until.isoformat() if wanted.until else "",
        "text": wanted.text[:200],
        "page": str(page),
    }
    return Button(ctx.voice.say("button-more"), "list", {name: value for name, value in args.items() if value})


def _filter(ctx: Context, words: str, dossiers: list[DossierView]) -> Filter:
    """Read a filter out of words, taking out what was understood."""
    rest = _without(words, [name for each in dossiers for name in (each.customer, each.short_name)])
    since, until, rest = period_in(ctx, rest)
    kind: Kind | None = None
    person = None
    left: list[str] = []
    for word in rest.split():
        if kind is None and (named := _kind(word)):
            kind = named
        elif word.startswith(("@", "＠")) and person is None and (found := ctx.store.people.named(word[1:])):
            person = found
        else:
            left.append(word)
    return Filter(kind=kind, person=person, since=since, until=until, text=" ".join(left))


def period_in(ctx: Context, words: str) -> tuple[datetime | None, datetime | None, str]:
    """Find a time range in words: gives its start and end (UTC, end exclusive) and the words without it."""
    found = moments.find(words, ctx.voice.now, ctx.voice.zone, prefer="past")
    if found is None or found.start is None:
        return None, None, words
    first, last = found.start.date(), (found.end or found.start).date()
    start, end = (
        datetime.combine(day, time(), ctx.voice.zone).astimezone(UTC) for day in (first, last + timedelta(days=1))
    )
    return start, end, f"{words[: found.at[0]]} {words[found.at[1] :]}"


def _kind(word: str) -> Kind | None:
    bare = word.strip("，,。.").casefold()
    return kind_named(bare) or kind_named(bare.removesuffix("s")) or _begun(bare)


def _begun(word: str) -> Kind | None:
    hits = [kind for kind in kinds() if word == kind.command_zh or (len(word) > 3 and kind.command.startswith(word))]
    return hits[0] if len(hits) == 1 else None


def _without(words: str, names: list[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        words = words.replace(name, " ")
    return words
