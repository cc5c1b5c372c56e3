"""What an event is answered with, there and then, to the person who caused it alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chat.forms import Form
from chat.messages import Message
from dossier.errors import Problem
from dossier.language import Language


@dataclass(frozen=True, slots=True)
class Nothing:
    """No words are needed."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence by the key of its text, so that it can be kept and said again to a repeated delivery.

    `actions` are buttons as (text key, action, args). `instead` has it take the place of the private message whose
    button was pressed, where the platform can do that: it is done with.
    """

    key: str
    data: Mapping[str, str | int] = field(default_factory=dict)
    actions: tuple[tuple[str, str, Mapping[str, str]], ...] = ()
    instead: bool = False


@dataclass(frozen=True, slots=True)
class Show:
    """A message for the asker's eyes only.

    `made_of`, in the answer to a write, is the id of what it shows: a repeated delivery gets it made again from that.
    `instead` is as in a Notice. `language` is the asker's, in which our own words in it are; adapters get it with
    every message.
    """

    message: Message
    made_of: str = ""
    instead: bool = False
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form to be opened; in the answer to a form of the same name, that one as it goes on (see FormField.fresh).

    `made_of`, in the answer to a write, is the id of the draft it goes on with (see Show).
    """

    form: Form
    made_of: str = ""


@dataclass(frozen=True, slots=True)
class FormErrors:
    """The form stays open with what was typed; each problem is on its field, `""` on the form as a whole."""

    problems: Mapping[str, Problem]


Answer = Nothing | Notice | Show | OpenForm | FormErrors


@dataclass(frozen=True, slots=True)
class Errors:
    """FormErrors in the person's language, as adapters get them: sentences by field."""

    sentences: Mapping[str, str]


Rendered = Nothing | Show | OpenForm | Errors
