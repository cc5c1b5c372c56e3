"""Asking a manager: who may not set something of the organisation's has its managers told that they would like it."""

from chat.events import ButtonPressed, CommandGiven, Event
from chat.messages import Button
from chat.replies import Answer, Notice
from chat.router import Command, on, router
from chat.voice import Voice
from dossier.errors import Conflict, NotFound, Problem, Refused
from dossier.tiers import Tier
from handlers.context import Context, Write
from handlers.kind_commands import ROOT, ROOT_ZH
from storage.store import Store

CARD = "manager-asked"


def offer_manager(store: Store, voice: Voice, event: Event, problem: Problem) -> tuple[Button, ...]:
    """Give the button that asks the managers for what somebody was refused for not being one; before, it says whom."""
    wanted = _wanted(event)
    return manager_button(store, voice, wanted) if problem.key == "problem-refused-organisation" and wanted else ()


def manager_button(store: Store, voice: Voice, wanted: Command) -> tuple[Button, ...]:
    """Give the button that asks the managers to do what a command is for; none for who may not ask, or of whom."""
    names = store.people.managers()
    if not names or not _may_ask(store):
        return ()
    confirm = voice.say("manager-ask-confirm", names=voice.listed(names), what=voice.label(wanted.about))
    return (Button(voice.say("button-ask-manager"), "ask-manager", {"what": wanted.name}, confirm=confirm),)


@on(ButtonPressed, "ask-manager")
def ask_manager(event: ButtonPressed, ctx: Context) -> Write:
    """Tell each manager who would like what; asked again on the same day, it is told once.

    Raises NotFound for what is no command, Refused for a stranger, Conflict where nobody manages the organisation.
    """
    wanted = _command(event.args.get("what", ""))
    if not _may_ask(ctx.store):
        raise Refused("refused-settings")

    def apply(store: Store) -> Answer:
        data: dict[str, str | int] = {"person": store.actor.person or 0, "what": wanted.name}
        subject = f"{CARD}:{store.actor.uid}:{wanted.name}:{store.naming.today()}"
        told = 0
        for manager in store.absences.managers():
            workspace = store.absences.workspace_of(manager, ctx.workspace)
            if workspace is not None:
                told += store.outbox.to_person(manager, workspace, CARD, data, subject)
        if not told:
            raise Conflict("access-nobody")
        names = ctx.voice.listed(store.people.managers())
        return Notice("notice-manager-asked", {"names": names, "zh": wanted.about.zh, "en": wanted.about.en})

    return Write(apply)


@on(ButtonPressed, "command")
def open_command(event: ButtonPressed, ctx: Context) -> Answer | Write:
    """Do what a command of a word does, by button. Raises NotFound for what is none."""
    wanted = _command(event.args.get("what", ""))
    given = CommandGiven(event.source, f"{ROOT} {wanted.name}", "")
    handler = router.find(given)
    if handler is None:
        raise NotFound("not-found")
    done: Answer | Write = handler(given, ctx)
    return done


def _may_ask(store: Store) -> bool:
    actor = store.actor
    return actor.person is not None and not actor.manages and (actor.tier is not Tier.STRANGER or bool(actor.tiers))


def _wanted(event: Event) -> Command | None:
    """Give the command of a refused event, None where it was none of those behind `/dossier`."""
    if not isinstance(event, CommandGiven) or event.name.casefold() not in (ROOT, ROOT_ZH) or not event.text.strip():
        return None
    first = event.text.split(maxsplit=1)[0]
    return router.named(first, ROOT) or router.meant_by(first, ROOT)


def _command(name: str) -> Command:
    wanted = router.named(name, ROOT)
    if wanted is None:
        raise NotFound("not-found")
    return wanted
