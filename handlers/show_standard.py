"""The dossier standard: read in short, had as a file, posted in a channel, and confirmed by everybody it is for."""

from dataclasses import replace

from chat.cards.editions import edition_card, editions_button, editions_card
from chat.cards.promises import standard_buttons
from chat.events import ButtonPressed, CommandGiven
from chat.messages import Block, Button, Buttons, Note
from chat.replies import Answer, Notice, Show
from chat.router import Command, command, on
from chat.standard import own_rule, sections, standard_card
from chat.voice import Voice
from dossier.commitments import Promise
from dossier.errors import Conflict, NotFound, Refused
from dossier.language import Label
from dossier.standard import Edition, Regulations
from dossier.tiers import Tier
from handlers.context import Context, Write
from storage.store import Store

_FORMATS = {"docx": "Word", "pdf": "PDF"}
_NAMED, _DIGITS = 10, 6
_CONFIRM = ("confirm", "确认")
_EDITIONS = ("history", "editions", "历史", "旧版", "历次版本")


@command(
    Command(
        "standard",
        "规范",
        Label("档案管理规范：看、导出、发布、确认", "The dossier standard: read, export, post, confirm"),
        Label("[word|pdf|发布|历史]", "[word|pdf|post|history]"),
        "dossier",
        rank=45,
        also=("管理规范", "标准", "制度"),
    )
)
def standard_by_command(event: CommandGiven, ctx: Context) -> Write:
    """Show it in short; with a word behind it, send it as a file, post it in this channel, or list its editions."""
    _require(ctx)
    word = event.text.strip().casefold()
    if word in ("word", "docx", "pdf"):
        return _file(ctx, "pdf" if word == "pdf" else "docx")
    if word in ("post", "发布"):
        return _post(ctx)
    if word in _EDITIONS:
        return _editions(ctx)
    # Confirmed is what was read: the button stands below it.
    if word and word not in _CONFIRM:
        raise NotFound("standard-which", text=event.text.strip()[:60])
    return _show(ctx)


@on(ButtonPressed, "standard")
def press_standard(event: ButtonPressed, ctx: Context) -> Write:
    """Show it in short, by button."""
    _require(ctx)
    return _show(ctx)


@on(ButtonPressed, "standard-file")
def press_file(event: ButtonPressed, ctx: Context) -> Write:
    """Send it as Word or PDF to whoever pressed; with a number, the edition of that number."""
    _require(ctx)
    number = event.args.get("number")
    return _file(ctx, event.args.get("format", ""), None if number is None else _kept(ctx, number))


@on(ButtonPressed, "standard-editions")
def press_editions(event: ButtonPressed, ctx: Context) -> Write:
    """List the editions, by button."""
    _require(ctx)
    return _editions(ctx)


@on(ButtonPressed, "standard-edition")
def press_edition(event: ButtonPressed, ctx: Context) -> Answer:
    """Show an earlier edition: until when it was in force, and what has changed since."""
    _require(ctx)
    standards, language = ctx.store.standards, ctx.voice.language
    edition = _kept(ctx, event.args.get("number", ""))
    editions = _every(ctx)
    at = [each.number for each in editions].index(edition.number)
    said, now = standards.kept(edition.number, language)[1], sections(standards.regulations(), ctx.voice)
    return Show(edition_card(editions, at, said, now, ctx.voice))


@on(ButtonPressed, "standard-post")
def press_post(event: ButtonPressed, ctx: Context) -> Write:
    """Post it in the channel it was asked for in, by button."""
    key = event.args.get("channel", "")
    # Feishu shows what is asked for in a group in the direct chat.
    if ctx.channel is None and key and (asked := ctx.store.channels.find(ctx.workspace, key)) is not None:
        ctx = replace(ctx, channel=asked)
    _require(ctx)
    return _post(ctx)


@on(ButtonPressed, "confirm-standard")
def confirm_standard(event: ButtonPressed, ctx: Context) -> Write:
    """Note that whoever pressed has read the words they were shown."""

    def apply(store: Store) -> Answer:
        _, new = store.commitments.confirm(Promise.STANDARD, event.args.get("text", ""))
        number = store.standards.publish().number
        key = "notice-standard-confirmed" if new else "notice-standard-confirmed-already"
        return Notice(key, {"number": number})

    return Write(apply)


@on(ButtonPressed, "standard-ask")
def ask_everybody(event: ButtonPressed, ctx: Context) -> Write:
    """Have everybody asked to confirm it, or nobody any more. Managers only."""
    asked = event.args.get("asked") == "1"
    ctx.store.actor.require_manager()

    def apply(store: Store) -> Answer:
        store.standards.ask(asked)
        return Notice("notice-standard-asked" if asked else "notice-standard-dropped")

    return Write(apply)


def _require(ctx: Context) -> None:
    """Raise Refused for whom it is not, also as a guest of the dossier of this channel."""
    ctx.store.standards.require(ctx.channel.dossier if ctx.channel else None)


def _editions(ctx: Context) -> Write:
    """List the editions; as a look at the one in force, it notes that."""
    every = _every(ctx)
    newest, shown = every[0], Show(editions_card(every, ctx.voice), made_of=every[0].digest)

    def apply(store: Store) -> Answer:
        if not newest.noted:
            store.standards.publish()
        return shown

    return Write(apply, again=lambda _, __: shown)


def _every(ctx: Context) -> list[Edition]:
    """Give every edition, the one in force first, whether anybody has looked at it or not."""
    standards = ctx.store.standards
    newest, kept = standards.edition(standards.regulations()), standards.editions()
    return kept if newest.noted else [newest, *kept]


def _kept(ctx: Context, number: str) -> Edition:
    """Give the edition of a number. Raises NotFound."""
    if not number.isascii() or not number.isdecimal() or len(number) > _DIGITS:
        raise NotFound("not-found")
    return ctx.store.standards.kept(int(number), ctx.voice.language)[0]


def _file(ctx: Context, format_: str, edition: Edition | None = None) -> Write:
    if format_ not in _FORMATS:
        raise NotFound("not-found")
    source = ctx.source
    whose = {"platform": source.platform, "workspace": source.workspace, "account": source.account}

    def apply(store: Store) -> Answer:
        which = {"number": edition.number} if edition is not None else {}
        store.jobs.add("send_standard", {**whose, "format": format_, **which})
        return Notice("notice-standard-file", {"format": _FORMATS[format_]})

    return Write(apply)


def _post(ctx: Context) -> Write:
    channel = ctx.channel
    if channel is None:
        raise NotFound("standard-nowhere")
    if channel.external:
        raise Conflict("standard-outside")
    if not _speaks_in(ctx):
        raise Refused("refused-standard", tier=Tier.MEMBER.name.lower())

    def apply(store: Store) -> Answer:
        edition = store.standards.publish()
        store.outbox.to_channel(channel, "standard", {}, f"standard:{edition.number}:{store.now:%Y%m%d}")
        return Notice("notice-standard-posted")

    return Write(apply)


def _speaks_in(ctx: Context) -> bool:
    """Tell whether the asker may have the bot say something of ours in this channel: no guest of its dossier may."""
    bound = ctx.channel.dossier if ctx.channel else None
    return bound is None or ctx.store.actor.tier_in(bound) >= Tier.MEMBER


def _show(ctx: Context) -> Write:
    """Show it in short; the first look at an edition notes it, so that its number never stands for other words."""
    rules = ctx.store.standards.regulations()
    edition = ctx.store.standards.edition(rules)
    shown = _shown(ctx, ctx.store, edition, rules)

    def apply(store: Store) -> Answer:
        if not edition.noted:
            store.standards.publish()
        return shown

    return Write(apply, again=lambda store, _: _shown(ctx, store, edition, rules))


def _shown(ctx: Context, store: Store, edition: Edition, rules: Regulations) -> Show:
    voice, asked = ctx.voice, store.standards.asked()
    person = store.actor.person
    mine = store.commitments.of(person, Promise.STANDARD) if person is not None else None
    confirm = asked and mine is None and person is not None
    bound = ctx.dossier
    more: list[Block] = list(own_rule(rules, store.rules.of(bound.id), bound.title, voice)) if bound else []
    if mine is not None:
        more.append(Note(("✅ ", voice.say("standard-mine"), " ", voice.when(mine.at))))
    elif confirm:
        more.append(Note((voice.say("standard-please"),)))
    post = ctx.channel.key if ctx.channel and not ctx.channel.external and _speaks_in(ctx) else ""
    more.append(standard_buttons(voice, edition, confirm=confirm, post=post))
    if edition.number > 1:
        more.append(Buttons((editions_button(voice),)))
    if store.actor.tier is Tier.MANAGER:
        more += _for_managers(voice, store, asked)
    return Show(standard_card(rules, edition, voice, more), made_of=edition.digest)


def _for_managers(voice: Voice, store: Store, asked: bool) -> list[Block]:
    """Say who has confirmed and who has not, with the button that asks everybody or stops asking."""
    say, commitments = voice.say, store.commitments
    if not asked:
        ask = Button(say("button-standard-ask"), "standard-ask", {"asked": "1"})
        return [Note((say("standard-not-asked"),)), Buttons((ask,))]
    waiting = [person.name for _, person in commitments.lacking(Promise.STANDARD)]
    everybody = len(commitments.concerned())
    said = [say("standard-confirmed", count=everybody - len(waiting), all=everybody)]
    if waiting:
        more = f" +{len(waiting) - _NAMED}" if len(waiting) > _NAMED else ""
        said.append(say("standard-waiting", names=voice.listed(waiting[:_NAMED]) + more))
    drop = Button(say("button-standard-drop"), "standard-ask", {"asked": ""})
    return [Note((" · ".join(said),)), Buttons((drop,))]
