"""Listing and searching records: by kind, person, time in words, and text."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from chat.cards.charts import trend_chart
from chat.cards.lists import PAGE, record_list
from chat.events import ButtonPressed, CommandGiven
from chat.messages import Block, Button, Buttons, Message, Note
from chat.narrowing import choices_in, decided_in, name_in, undecided_in, whose_in
from chat.replies import Answer, Show
from chat.router import Command, command, on
from dossier import moments
from dossier.deciding import Approval, ApprovalState
from dossier.errors import DossierError, NotFound, Refused
from dossier.fields import PersonRef
from dossier.kinds import Kind, Kinds
from dossier.language import Label
from dossier.records.issue import OPEN_STATUSES
from dossier.tiers import Action, Tier
from dossier.views import DossierView, RecordLine
from handlers.ask_access import offer
from handlers.confirm_pledge import hint
from handlers.context import Context, names_of
from storage.record_queries import Filter

# ABC of ABC公司.
_BEGINNING = re.compile(r"[a-z0-9][a-z0-9&-]+(?=[\u4e00-\u9fff])", re.IGNORECASE | re.ASCII)
_OPEN = re.compile(
    r"(?:尚?未|没有?)(?:结|解决|关闭|处理|修复)的?|待(?:解决|关闭|修复)的?"
    r"|(?<![a-z])(?:open|unresolved|pending|outstanding)(?![a-z])",
    re.IGNORECASE,
)
_TITLES = {ApprovalState.APPROVED: "list-approved", ApprovalState.RETURNED: "list-returned"}
_OPEN_ONES = tuple(status.value for status in OPEN_STATUSES)
# Words that join the parts of a filter and are not looked for.
_NO_MONTH = re.compile(r"\d{4}\s*年\s*(?!(?:0?[1-9]|1[0-2])\s*月)\d{1,2}\s*月(?:份|\d{1,2}[日号])?")
_DAY = re.compile(r"(?:\d{4}\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*[日号]|(?<![a-zA-Z0-9-])\d{4}-\d{1,2}-\d{1,2}(?![0-9-])")
_CONNECTING = re.compile(
    r"(?:^|(?<=\s))(?:(?:的|全部|所有|记录)+|from|since|by|in|of|on|for|the|all|records?)(?=\s|$)"
    r"|(?:^|(?<=\s))的|的(?=\s|$)",
    re.IGNORECASE,
)


@command(
    Command(
        "list",
        "列表",
        Label("按类型、人、时间、文字筛选记录", "List records by kind, person, time, text"),
        Label("[类型] [@某人] [上周] [文字]", "[kind] [@person] [last week] [text]"),
        "dossier",
        rank=20,
        also=("清单",),
    )
)
def list_records(event: CommandGiven, ctx: Context) -> Answer:
    """List what the words ask for; every word that is no kind, person, time or customer is searched for."""
    dossiers = ctx.dossiers(event.text, Action.VISIT)
    return show_list(ctx, dossiers, read_filter(ctx, event.text, dossiers))


@command(
    Command(
        "search",
        "搜索",
        Label("全文搜索", "Search all text"),
        Label("文字", "text"),
        "dossier",
        rank=21,
        also=("查找", "找", "find"),
    ),
)
def search_records(event: CommandGiven, ctx: Context) -> Answer:
    """Search for the words as they are, in this channel's dossier or in all of mine."""
    bound = ctx.dossier
    return show_list(ctx, [bound] if bound else ctx.store.dossiers.mine(Action.VISIT), Filter(text=event.text))


@on(ButtonPressed, "list")
def press_list(event: ButtonPressed, ctx: Context) -> Answer:
    """List records by what stands in the button: the first page, or a later one."""
    args = event.args
    statuses = _OPEN_ONES if args.get("status") == "open" else tuple(filter(None, args.get("status", "").split(",")))
    dossiers = [ctx.store.dossiers.get(args["dossier"])] if args.get("dossier") else None
    dossiers = dossiers or ctx.store.dossiers.mine(Action.VISIT)
    wanted = Filter(
        kind=ctx.store.kinds.named(args.get("kind", "")),
        statuses=statuses,
        person=ctx.store.people.named(args["person"]) if args.get("person") else None,
        since=datetime.fromisoformat(args["since"]) if args.get("since") else None,
        until=datetime.fromisoformat(args["until"]) if args.get("until") else None,
        text=args.get("text", ""),
        choices=_unpacked(args.get("choices", "")),
        decided=ApprovalState(args["decided"]) if args.get("decided") in (*_TITLES,) else None,
        owned=args.get("owned") == "1",
    )
    page = args.get("page", "0")
    return show_list(ctx, dossiers, wanted, int(page) if page.isdecimal() and len(page) < 6 else 0)


def show_list(ctx: Context, dossiers: list[DossierView], wanted: Filter, page: int = 0) -> Answer:
    """Show one page of what is wanted, in some dossiers.

    Raises Refused, naming the tier, where all there can be is out of the asker's reach.
    """
    ids = [dossier.id for dossier in dossiers]
    for each in ids:
        ctx.store.actor.require(Action.VISIT, each)
    lines, total = ctx.store.records.lines(ids, wanted, PAGE, page * PAGE)
    more = _more(ctx, dossiers, wanted, page + 1) if total > (page + 1) * PAGE else None
    title, decided = _title(ctx, dossiers, wanted), _decisions(ctx, lines, wanted)
    dead = ctx.store.links.dead_among(lines)
    # Who gave no word and no time has nothing to try otherwise.
    empty = "list-empty" if wanted.text or wanted.since or wanted.until else "list-none"
    card = record_list(title, lines, total, ctx.voice, names_of(dossiers), more, decided, dead, empty)
    if page == 0 and wanted.kind and wanted.kind.trend and len(dossiers) == 1:
        card = Message((*card.blocks, *_trend(ctx, dossiers[0], wanted.kind)))
    left_out = hint(ctx, dossiers) if wanted.kind is None or wanted.kind.confidential else ()
    beyond = _beyond(ctx, dossiers, wanted) if total == 0 else ()
    return Show(Message((*card.blocks, *beyond, *left_out)))


def _decisions(ctx: Context, lines: list[RecordLine], wanted: Filter) -> dict[int, Approval]:
    """Give what was last decided of listed records, where it is that by which they were looked for.

    What is said among us is not for those whom a record is merely marked for.
    """
    may = ctx.store.actor.may
    ours = [each for each in lines if wanted.decided and may(Action.READ, each.dossier, each.kind)]
    latest = [ctx.store.approvals.latest(line.id) for line in ours]
    return {
        each.record: each
        for each in latest
        if each is not None and each.state is wanted.decided and _within(each.decided_at, wanted)
    }


def _within(moment: datetime | None, wanted: Filter) -> bool:
    if moment is None or (wanted.since is not None and moment < wanted.since):
        return False
    return wanted.until is None or moment < wanted.until


def _beyond(ctx: Context, dossiers: list[DossierView], wanted: Filter) -> tuple[Block, ...]:
    """Say of a list in which nothing was found what of it is out of reach, and offer to ask for that.

    Raises Refused where everything is, and nothing but the kind was asked for.
    """
    actor, whole = ctx.store.actor, wanted == Filter(kind=wanted.kind)
    barred = [each for each in dossiers if not actor.may(Action.READ, each.id, wanted.kind)]
    try:
        if barred:
            actor.require(Action.READ, barred[0].id, wanted.kind)
        elif wanted.kind is None:
            _require_every_kind(ctx, dossiers)
    except Refused as error:
        if whole and len(barred) == len(dossiers):
            raise
        tier = error.problem.data.get("tier")
        if tier is None:
            return ()
        note = Note((ctx.voice.say("list-beyond", tier=ctx.voice.label(Tier[str(tier).upper()].label)),))
        ways = offer(ctx.store, ctx.voice, error) if barred else ()
        return (note, Buttons(ways)) if ways else (note,)
    return ()


def _require_every_kind(ctx: Context, dossiers: list[DossierView]) -> None:
    """Raise Refused for the first kind that the asker's tier does not read in some of the dossiers."""
    actor = ctx.store.actor
    for each, kind in ((each, kind) for each in dossiers for kind in ctx.store.kinds):
        if actor.tier_in(each.id) < kind.lowest(Action.READ):
            actor.require(Action.READ, each.id, kind)


def _trend(ctx: Context, dossier: DossierView, kind: Kind) -> tuple[Block, ...]:
    """Draw what a kind's records say over time, the last ones of them; nothing as long as there is but one."""
    scores, spec = ctx.store.scores.of(dossier, kind), kind.field(kind.trend[1]) if kind.trend else None
    if scores is None or len(scores.each) < 2 or spec is None:
        return ()
    values = [(score.on, score.value) for score in scores.each]
    return (trend_chart(values, f"{ctx.voice.label(kind.label)} · {ctx.voice.label(spec.label)}", ctx.voice),)


def _title(ctx: Context, dossiers: list[DossierView], wanted: Filter) -> str:
    parts = [dossiers[0].title] if len(dossiers) == 1 else []
    parts.append(ctx.voice.label(wanted.kind.label) if wanted.kind else ctx.voice.say("list-all"))
    if wanted.statuses == _OPEN_ONES:
        parts.append(ctx.voice.say("list-open"))
    elif wanted.statuses:
        parts.append(_chosen(ctx, wanted.kind, "status", wanted.statuses))
    if wanted.decided:
        parts.append(ctx.voice.say(_TITLES[wanted.decided]))
    parts += [_chosen(ctx, wanted.kind, field, values, named=True) for field, values in wanted.choices]
    if wanted.person:
        name = f"@{wanted.person.name}"
        parts.append(ctx.voice.say("list-owned", name=name) if wanted.owned else name)
    if wanted.since or wanted.until:
        parts.append(span(ctx, wanted.since, wanted.until))
    if wanted.text:
        parts.append(f"“{wanted.text[:40]}”")
    return " · ".join(parts)


def _chosen(ctx: Context, kind: Kind | None, field: str, values: tuple[str, ...], *, named: bool = False) -> str:
    """Say the options a list is narrowed to, `named` with their field: a status says enough by itself."""
    spec = kind.field(field) if kind else None
    if spec is None:
        return ", ".join(values)
    options = ctx.voice.listed([ctx.voice.label(option.label) for option in spec.options if option.value in values])
    return f"{ctx.voice.label(spec.label)}: {options}" if named else options


def span(ctx: Context, since: datetime | None, until: datetime | None) -> str:
    """Say a time range (UTC, end exclusive) in days."""
    first = ctx.voice.day(since.astimezone(ctx.voice.zone).date()) if since else ""
    end = until.astimezone(ctx.voice.zone).date() - timedelta(days=1) if until else None
    last = ctx.voice.day(end) if end else ""
    return first if first == last else f"{first} – {last}"


def _more(ctx: Context, dossiers: list[DossierView], wanted: Filter, page: int) -> Button:
    args = {
        "dossier": dossiers[0].uid if len(dossiers) == 1 else "",
        "kind": wanted.kind.name if wanted.kind else "",
        "status": "open" if wanted.statuses == _OPEN_ONES else ",".join(wanted.statuses),
        "choices": ";".join(f"{field}={','.join(values)}" for field, values in wanted.choices),
        "decided": wanted.decided or "",
        "person": wanted.person.name if wanted.person else "",
        "owned": "1" if wanted.owned else "",
        "since": wanted.since.isoformat() if wanted.since else "",
        "until": wanted.until.isoformat() if wanted.until else "",
        "text": wanted.text[:200],
        "page": str(page),
    }
    return Button(ctx.voice.say("button-more"), "list", {name: value for name, value in args.items() if value})


def _unpacked(choices: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Read the choices that stand in a button, as `_more` puts them there."""
    parts = (each.partition("=") for each in choices.split(";") if each)
    return tuple((field, tuple(values.split(","))) for field, _, values in parts)


def read_filter(ctx: Context, words: str, dossiers: list[DossierView], meant: Kind | None = None) -> Filter:
    """Read a filter out of words, taking out what was understood; what is left is searched for.

    `meant` is the kind of records where the words name none. Raises NotFound for an `@name` that nobody has.
    """
    since, until, rest = period_in(ctx, besides(words, dossiers))
    person, rest = person_in(ctx, rest)
    kind, rest = _kind(rest, ctx.store.kinds)
    undecided, rest = undecided_in(rest, kind or meant)
    rest, still_open = _OPEN.subn(" ", rest)
    kind = kind or meant or (ctx.store.kinds.named("issue") if still_open else None)
    # In a time asked for it matters when it was decided; without one a status of that name says enough.
    decided, rest = decided_in(rest, kind) if since or until else (None, rest)
    chosen = choices_in(rest, kind, ctx.store.kinds)
    options, rest = dict(chosen.options), chosen.rest
    statuses = _OPEN_ONES if still_open else options.pop("status", ()) or undecided
    if not statuses and not decided:
        decided, rest = decided_in(rest, chosen.kind)
    mine, owned, rest = whose_in(rest, named=person is not None)
    left = _CONNECTING.sub(" ", rest).strip(" ，,。.、?？")
    return Filter(
        kind=chosen.kind,
        statuses=statuses,
        person=ctx.me if mine else person,
        since=since,
        until=until,
        text=" ".join(left.split()),
        choices=tuple(options.items()),
        decided=decided,
        owned=owned and chosen.kind is not None and chosen.kind.field("owner") is not None,
    )


def besides(words: str, dossiers: Sequence[DossierView]) -> str:
    """Leave out of words what dossiers are called by: their customers and projects."""
    names = {name for each in dossiers for name in (each.customer, each.short_name, each.project)}
    names |= {begun[0] for name in names if (begun := _BEGINNING.match(name))}
    for name in sorted(names, key=len, reverse=True):
        words = re.sub(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", " ", words, flags=re.IGNORECASE | re.ASCII)
    return words


def period_in(ctx: Context, words: str) -> tuple[datetime | None, datetime | None, str]:
    """Find a time range in words: gives its start and end (UTC, end exclusive) and the words without it.

    Raises DossierError for a month or day that does not exist: a list of another time would mislead.
    """
    day = _DAY.search(words)
    if wrong := _NO_MONTH.search(words) or (day if moments.impossible(words, ctx.voice.now, ctx.voice.zone) else None):
        raise DossierError("unreadable-day", text=wrong[0])
    found = moments.find(words, ctx.voice.now, ctx.voice.zone, prefer="past")
    if found is None:
        return None, None, words
    last = found.end or (None if found.precision is moments.Precision.INTERVAL else found.start)
    since = ctx.voice.midnight(found.start.date()) if found.start else None
    until = ctx.voice.midnight(last.date() + timedelta(days=1)) if last else None
    return since, until, f"{words[: found.at[0]]} {words[found.at[1] :]}"


def person_in(ctx: Context, words: str) -> tuple[PersonRef | None, str]:
    """Find somebody of the organisation in words: gives the person and the words without them.

    Raises NotFound for an `@name` nobody has, or more than one.
    """
    name, rest = name_in(words, ctx.store.people.names())
    mention = re.search(r"[@＠](\S+)", words)
    if name is None and mention is not None:
        raise NotFound("nobody-called", name=mention[1].rstrip("，,。.的")[:60])
    person = ctx.store.people.named(name) if name else None
    if person is None and mention is not None:
        raise NotFound("nobody-called", name=str(name)[:60])
    return (person, rest) if person else (None, words)


@lru_cache(maxsize=64)
def _names(kinds: Kinds) -> str:
    """Give the pattern of what kinds are called: Chinese names anywhere, English ones as words, also in the plural."""
    chinese = "|".join(re.escape(name) for each in kinds for name in (each.label.zh, each.command_zh))
    english = "|".join(re.escape(name) for each in kinds for name in (each.label.en, each.command))
    return rf"{chinese}|(?<![a-z])(?:{english})s?(?![a-z])"


def _kind(words: str, kinds: Kinds) -> tuple[Kind | None, str]:
    """Find a kind in words by its name.

    Of names that follow each other the last is meant: 客户联系人 and "customer contacts" are contacts.
    """
    names = _names(kinds)
    run = re.search(rf"(?:(?:{names})\s*)+", words, re.IGNORECASE)
    if run is None:
        return None, words
    name = re.findall(names, run[0], re.IGNORECASE)[-1]
    return kinds.named(name) or kinds.named(name[:-1]), f"{words[: run.start()]} {words[run.end() :]}"
