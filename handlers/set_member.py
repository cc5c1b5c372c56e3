"""Members of a dossier: who has which tier, and giving one."""

import re
from dataclasses import replace

from chat.cards.promises import standing_words
from chat.events import CommandGiven
from chat.messages import Bullets, Button, Heading, Message, Note, Strong, say
from chat.replies import Answer, Notice, Show
from chat.router import Command, command
from dossier.errors import NotFound, Problem
from dossier.language import Label
from dossier.tiers import OWNERS, Action, Tier
from dossier.views import DossierView, MemberView
from handlers.context import Context, Write
from storage.leaving import leave
from storage.store import Store

_GIVEN = (Tier.GUEST, Tier.MEMBER, Tier.SENIOR, Tier.MANAGER, Tier.STRANGER)
_WORDS = {
    **{tier.name.lower(): tier for tier in _GIVEN},
    **{tier.label.zh: tier for tier in _GIVEN},
    "成员": Tier.MEMBER,
    "普通": Tier.MEMBER,
    "高级": Tier.SENIOR,
    "资深": Tier.SENIOR,
    "管理": Tier.MANAGER,
    "客户": Tier.GUEST,
    "customer": Tier.GUEST,
    "移除": Tier.STRANGER,
    "none": Tier.STRANGER,
    "remove": Tier.STRANGER,
}


@command(
    Command(
        "member",
        "成员",
        Label("查看成员，或设定某人的级别", "Show the members, or give somebody a tier"),
        Label("[@某人 访客|成员|高级|管理|移除]", "[@person guest|member|senior|manager|remove]"),
        "dossier",
        rank=43,
        also=("人员",),
    )
)
def set_member(event: CommandGiven, ctx: Context) -> Answer | Write:
    """Without words, or with a dossier's name, list the members; with a person and a tier, set it."""
    words = event.text.strip()
    match = re.fullmatch(r"[@＠]?(?P<name>.+?)\s+(?P<tier>\S+)", words)
    tier = _WORDS.get(match["tier"].casefold()) if match else None
    if tier is None and (not words or ctx.store.dossiers.named_in(words)):
        return Show(_members(ctx, ctx.one(words)))
    dossier = ctx.one()
    ctx.store.actor.require(Action.MANAGE, dossier.id)
    person = ctx.store.people.named(match["name"].strip()) if match else None
    if tier is None or match is None:
        raise NotFound("which-tier")
    if person is None:
        raise NotFound("nobody-called", name=match["name"][:60])

    if person.id == dossier.owner.id and tier < OWNERS:
        problem = Problem("problem-owner-stays", {"name": person.name, "title": dossier.title})
        over = Button(ctx.voice.say("button-handover"), "handover-form", {"dossier": dossier.uid})
        return Show(say(ctx.voice.problem(problem), over))

    def apply(store: Store) -> Answer:
        row = store.people.id_of(person.id or "") or 0
        if not _is(store, dossier, row, tier):
            store.dossiers.set_member(dossier, person, tier)
            leave(store, row, [dossier.id])
            _tell(store, ctx, dossier, row, tier)
        data = {"name": person.name, "title": dossier.title, "tier": tier.name.lower()}
        if tier < Tier.MANAGER and row in store.absences.managers():
            return Notice("notice-member-manager", data)
        if tier is Tier.GUEST and list(store.channels.of(dossier)):
            return Notice("notice-member-guest", data)
        return Notice("notice-member-removed" if tier is Tier.STRANGER else "notice-member", data)

    return Write(apply)


def _is(store: Store, dossier: DossierView, person: int, tier: Tier) -> bool:
    """Tell whether somebody has a tier in a dossier already, for good."""
    held = {each.id: (each.tier, each.until) for each in store.dossiers.members(dossier)}
    return held.get(person, (Tier.STRANGER, None)) == (tier, None)


def _tell(store: Store, ctx: Context, dossier: DossierView, person: int, tier: Tier) -> None:
    """Tell somebody what they are in a dossier from now on, unless they have set it themselves."""
    workspace = store.absences.workspace_of(person, ctx.workspace)
    if person == store.actor.person or workspace is None:
        return
    data: dict[str, str | int] = {"dossier": dossier.id, "tier": int(tier), "by": ctx.me.name}
    store.outbox.to_person(person, workspace, "tier-set", data, f"tier-set:{dossier.uid}:{ctx.source.id}")


def show_members(ctx: Context, words: str) -> Answer:
    """List the members of the dossier that is meant. Raises NotFound where there is none, or more than one."""
    return Show(_members(ctx, ctx.one(words)))


def _members(ctx: Context, dossier: DossierView) -> Message:
    manages = ctx.store.actor.may(Action.MANAGE, dossier.id)
    managers = set(ctx.store.absences.managers())
    standings = {each.person.id: each for each in ctx.store.commitments.standing(dossier)} if manages else {}
    # Who manages the organisation does so here too, whatever they were made here.
    members = [
        replace(each, tier=Tier.MANAGER) if each.id in managers else each
        for each in ctx.store.dossiers.members(dossier)
    ]
    members.sort(key=lambda each: (each.id != dossier.owner_id, -each.tier))
    items = tuple(
        (
            Strong(each.person.name),
            f" · {ctx.voice.label(each.tier.label)}",
            _owner(ctx, dossier, each.id),
            _until(ctx, each),
            standing_words(standings.get(each.person.id), ctx.voice),
        )
        for each in members
    )
    title = ctx.voice.say("members-title", title=dossier.title)
    return Message((Heading(title, "👥"), Bullets(items), Note((ctx.voice.say("members-how"),))))


def _until(ctx: Context, member: MemberView) -> str:
    return f" · {ctx.voice.say('access-until', until=ctx.voice.moment(member.until))}" if member.until else ""


def _owner(ctx: Context, dossier: DossierView, person: int) -> str:
    return f" · {ctx.voice.say('members-owner')}" if person == dossier.owner_id else ""
