"""`/dossier …`: finds the word behind it and gives the rest to its handler."""

import re
from dataclasses import replace
from typing import Any

from chat.cards.status import add_buttons
from chat.events import ButtonPressed, CommandGiven
from chat.messages import Buttons, Message
from chat.replies import Answer, Show
from chat.router import Command, command, on, router
from dossier.errors import DossierError, NotFound
from dossier.kinds import Kind, Kinds
from dossier.language import Label
from dossier.own.making import OWN
from handlers.context import Context, Write
from handlers.give_help import help_for, unknown_command
from handlers.kind_commands import ROOT, ROOT_ZH, kind_called, own_commands, own_kind
from handlers.open_form import begun_form, open_form
from handlers.show_status import show_status

_LINE = re.compile(r"[|｜\n]")
"""What parts the fields of a line: nobody names a dossier like that."""


@command(
    Command(
        ROOT,
        ROOT_ZH,
        Label("档案：状态、列表、历史、设置……", "The dossier: status, lists, history, settings …"),
        Label("状态 | 列表 | 新建 | 设置 | 帮助", "status | list | start | settings | help"),
        icon="🗂️",
        rank=20,
    )
)
def dossier_command(event: CommandGiven, ctx: Context) -> Any:
    """Do what the first word says; alone it shows the status here, or help where there is no dossier."""
    first, _, rest = event.text.strip().partition(" ")
    if "\n" in first:
        first, _, rest = event.text.strip().partition("\n")
    if not first:
        return show_status(ctx, "") if ctx.store.dossiers.mine() else Show(help_for(ctx))
    known, own = router.named(first, ROOT), own_kind(ctx.store.kinds, first)
    kind, behind, words = kind_called(ctx.store.kinds, event.text) or (None, "", 0)
    # `progress report` is a kind, not a *progress* that is called report.
    if kind is not None and words > 1 and (known is None or not kind.name.startswith(OWN)):
        return _logged(event, ctx, kind, behind)
    if known is not None:
        return _handled(event, ctx, known, rest)
    if own is not None:
        return _logged(event, ctx, own, rest)
    if ctx.store.dossiers.named_in(first):
        return show_status(ctx, event.text)
    # A command that stands alone is named below: `/dossier issue ABC` is hardly meant to log one that is called so.
    if kind is not None and (router.named(first) is None or _LINE.search(behind)):
        return _logged(event, ctx, kind, behind)
    if (parted := _parted(first, ctx.store.kinds)) is not None:
        return dossier_command(replace(event, text=f"{parted} {rest}"), ctx)
    meant = None if router.named(first) else router.meant_by(first, ROOT, own_commands(ctx.store.kinds))
    if meant is not None:
        return dossier_command(replace(event, text=f"{meant.zh} {rest}"), ctx)
    if ctx.store.dossiers.named_in(event.text):
        return show_status(ctx, event.text)
    if kind is not None and behind.strip():
        # It may as well be a wish to see some: what was typed is not saved before somebody has seen it.
        return begun_form(replace(event, text=behind.strip()), ctx, kind)
    unknown = unknown_command(f"{event.name} {first}", ctx.voice, ctx.store.kinds, rest)
    return Show(unknown if kind is None else _leading_on(ctx, unknown, kind))


def _leading_on(ctx: Context, unknown: Message, kind: Kind) -> Message:
    """Give the answer to a kind's command that stands alone, with the button that does the same where it is clear."""
    try:
        dossiers = ctx.writable(kind)
    except DossierError:
        return unknown
    *said, buttons = unknown.blocks
    if len(dossiers) != 1 or not isinstance(buttons, Buttons):
        return unknown
    return Message((*said, Buttons((*add_buttons(dossiers[0], [kind], ctx.voice), *buttons.buttons))))


def _logged(event: CommandGiven, ctx: Context, kind: Kind, rest: str) -> Answer | Write:
    return open_form(replace(event, name=f"{ROOT} {kind.name}", text=rest.strip()), ctx)


def _handled(event: CommandGiven, ctx: Context, known: Command, rest: str) -> Any:
    inner = replace(event, name=f"{ROOT} {known.name}", text=rest.strip())
    handler = router.find(inner)
    if handler is None:
        raise NotFound("not-found")
    return handler(inner, ctx)


def _parted(word: str, kinds: Kinds) -> str | None:
    """Give a word like 导入缺陷 as the command and what follows it, since Chinese is written without spaces."""
    for each in router.under(ROOT):
        behind = word.removeprefix(each.zh)
        if behind in ("", word):
            continue
        if behind in each.usage.zh.split() or any(behind in (kind.label.zh, kind.command_zh) for kind in kinds):
            return f"{each.zh} {behind}"
    return None


@on(ButtonPressed, "overview")
def press_overview(event: ButtonPressed, ctx: Context) -> Answer:
    """Show the status here, or of all my dossiers."""
    return show_status(ctx, "")
