"""Which handler takes which event, and the list of commands; handlers declare themselves with `on` and `command`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from chat.events import ButtonPressed, CommandGiven, Event, FormChanged, FormSubmitted
from dossier.language import Label

Handler = Callable[[Any, Any], Any]

_SHORT, _SHORT_LATIN = 2, 3


@dataclass(frozen=True, slots=True)
class Command:
    """A command or, when `parent` is set, a word behind that command, in English and Chinese.

    `usage` is what may follow, `about` one sentence on what it does, `rank` its place in help, `also` what else people
    call it. With `saves`, a line behind it is to be saved, and nothing long is looked for.
    """

    name: str
    zh: str
    about: Label
    usage: Label = field(default_factory=lambda: Label("", ""))
    parent: str | None = None
    icon: str = ""
    rank: int = 50
    also: tuple[str, ...] = ()
    saves: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """All it is called by."""
        return (self.name, self.zh, *self.also)


class Taken(Exception):
    """Two handlers were declared for the same thing: a mistake in the program."""


class Router:
    """Finds the handler of an event by its type and name; built once, when the handlers are imported."""

    def __init__(self) -> None:
        """Start with no handler."""
        self._handlers: dict[tuple[type[Event], str], Handler] = {}
        self._saving: set[str] = set()
        self.commands: list[Command] = []

    def on(self, event: type[Event], name: str = "") -> Callable[[Handler], Handler]:
        """Declare the handler of an event; `name` is the form's name or the button's action."""

        def declare(handler: Handler) -> Handler:
            self._add((event, name), handler)
            return handler

        return declare

    def command(self, command: Command) -> Callable[[Handler], Handler]:
        """Declare the handler of a command under all its names."""

        def declare(handler: Handler) -> Handler:
            self.commands.append(command)
            for name in command.names:
                called = f"{command.parent} {name}" if command.parent else name
                self._add((CommandGiven, called), handler)
                if command.saves:
                    self._saving.add(called)
            return handler

        return declare

    def find(self, event: Event) -> Handler | None:
        """Give the handler of an event, None when nobody takes it."""
        match event:
            case CommandGiven():
                return self._handlers.get((CommandGiven, event.name.casefold()))
            case FormSubmitted() | FormChanged():
                return self._handlers.get((type(event), event.name))
            case ButtonPressed():
                return self._handlers.get((ButtonPressed, event.action))
            case _:
                return self._handlers.get((type(event), ""))

    def saves(self, event: Event) -> bool:
        """Tell a line that is to be saved as it stands: what is looked up for it takes no time worth speaking of."""
        if not isinstance(event, CommandGiven) or event.files:
            return False
        return bool(event.text) and event.name.casefold() in self._saving

    def under(self, parent: str | None) -> tuple[Command, ...]:
        """Give the commands below a command, or the top ones."""
        return tuple(sorted((each for each in self.commands if each.parent == parent), key=lambda each: each.rank))

    def named(self, name: str, parent: str | None = None) -> Command | None:
        """Give a command by one of its names."""
        wanted = name.casefold()
        return next((each for each in self.under(parent) if wanted in each.names), None)

    def meant_by(self, word: str, parent: str | None, others: Iterable[Command] = ()) -> Command | None:
        """Give the one command below another, or of some others, that a name cut short (健康, stat), or one in the
        plural, can only mean; None for none, or several."""
        short = word.casefold()
        if len(short) < (_SHORT_LATIN if short.isascii() else _SHORT):
            return None
        meant = [
            each
            for each in (*self.under(parent), *others)
            if short.removesuffix("s") in each.names or any(name.startswith(short) for name in each.names)
        ]
        return meant[0] if len({each.name for each in meant}) == 1 else None

    def _add(self, key: tuple[type[Event], str], handler: Handler) -> None:
        if key in self._handlers:
            raise Taken(f"{key[0].__name__} {key[1]}")
        self._handlers[key] = handler


router = Router()
on = router.on
command = router.command
