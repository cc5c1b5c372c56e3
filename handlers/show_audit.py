"""The audit log, for managers: of a dossier or of all, by anybody or one person, at any time or in words."""

from datetime import datetime

from chat.cards.audit import SORTS, audit_card
from chat.events import ButtonPressed, CommandGiven
from chat.messages import Button
from chat.replies import Answer, Show
from chat.router import Command, command, on
from dossier.errors import NotFound
from dossier.fields import PersonRef
from dossier.language import Label
from dossier.tiers import Action, Tier
from dossier.views import DossierView
from handlers.context import ALL, Context
from handlers.list_records import period_in, person_in, span

_PAGE = 15


@command(
    Command(
        "audit",
        "审计",
        Label("审计日志：谁在何时做了什么（管理层）", "The audit log: who did what, and when (managers)"),
        Label(
            "[客户|全部] [@某人] [上周] [拒绝|导出|敏感|级别|审核]",
            "[customer|all] [@person] [last week] [refused|exports|sensitive|roles|approvals]",
        ),
        "dossier",
        rank=63,
    )
)
def audit_by_words(event: CommandGiven, ctx: Context) -> Answer:
    """Show what the words ask for: a customer or all, a person, a time, a sort of what was done."""
    since, until, rest = period_in(ctx, event.text)
    person, rest = person_in(ctx, rest)
    sort, rest = _sort_in(rest)
    return _show(ctx, _meant(ctx, rest), person, since, until, sort, 0)


@on(ButtonPressed, "audit")
def press_audit(event: ButtonPressed, ctx: Context) -> Answer:
    """Show a page, by button."""
    args, page = event.args, event.args.get("page", "0")
    return _show(
        ctx,
        ctx.store.dossiers.get(args["dossier"]) if args.get("dossier") else None,
        ctx.store.people.named(args["person"]) if args.get("person") else None,
        datetime.fromisoformat(args["since"]) if args.get("since") else None,
        datetime.fromisoformat(args["until"]) if args.get("until") else None,
        args.get("sort", ""),
        int(page) if page.isdecimal() and len(page) < 6 else 0,
    )


def _sort_in(words: str) -> tuple[str, str]:
    """Give which sort of what was done is asked for, "" for all, and the other words."""
    given = words.split()
    sort = next((name for name, each in SORTS.items() if not each.words.isdisjoint(map(str.casefold, given))), "")
    return sort, " ".join(word for word in given if not sort or word.casefold() not in SORTS[sort].words)


def _meant(ctx: Context, words: str) -> DossierView | None:
    """Give the dossier that is meant, None for all: said so, or by a manager where no channel says which."""
    everything = ctx.store.actor.tier is Tier.MANAGER
    if words.casefold() in ALL:
        return None
    if words:
        named = ctx.store.dossiers.named_in(words, Action.VISIT)
        if len(named) != 1:
            raise ctx.several(named) if named else NotFound("no-dossier-called", name=words[:60])
        return named[0]
    if ctx.dossier is None and everything:
        return None
    return ctx.one("", Action.VISIT)


def _show(
    ctx: Context,
    dossier: DossierView | None,
    person: PersonRef | None,
    since: datetime | None,
    until: datetime | None,
    sort: str,
    page: int,
) -> Answer:
    sought = SORTS.get(sort)
    actions = sought.actions if sought else ()
    done, total = ctx.store.audit_log.entries(dossier, person, since, until, actions, _PAGE, page * _PAGE)
    title = [ctx.voice.say("audit-title"), dossier.title if dossier else ctx.voice.say("audit-everything")]
    title += [ctx.voice.label(sought.label)] if sought else []
    title += [f"@{person.name}"] if person else []
    title += [span(ctx, since, until)] if since or until else []
    more = None
    if total > (page + 1) * _PAGE:
        args = {
            "dossier": dossier.uid if dossier else "",
            "person": person.name if person else "",
            "since": since.isoformat() if since else "",
            "until": until.isoformat() if until else "",
            "sort": sort,
            "page": str(page + 1),
        }
        more = Button(ctx.voice.say("button-more"), "audit", {name: value for name, value in args.items() if value})
    return Show(audit_card(" · ".join(title), done, total, ctx.voice, more, dossier is not None, ctx.store.kinds))
