"""Forms as meaning: what is asked, in what order, with what already in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dossier.fields import Input

ALL_FILES = "all"


def kept_files(field: str) -> str:
    """Give the name of the value that says which of the files a field held stay: their ids, or ALL_FILES.

    Platforms that send what a field held along with what is new leave it out.
    """
    return f"{field}.kept"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a field: the value that comes back and the label that is shown."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FormField:
    """One question. `value` is what is already in it: text as a person would type it, or files for attachments.

    `error` is what is wrong with it, when the form opens with what somebody typed in one line. `decides` says that
    other fields come or go with it: choosing another value is the event FormChanged. `fresh` is a mark, another one
    each time, that the value takes the place of what stands in the field of an open form; without one, that stays.
    """

    name: str
    label: str
    input: Input
    required: bool = False
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    value: Any = ""
    max_length: int = 200
    error: str = ""
    decides: bool = False
    fresh: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form: submitting it is the event FormSubmitted(name, ref, values).

    `ref` says what the form is about; platforms carry it along unforgeably. `note` stands above the fields, and so does
    `error`: what is wrong with the form as a whole, when it opens with what somebody typed before.
    """

    name: str
    title: str
    submit: str
    fields: tuple[FormField, ...]
    ref: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    error: str = ""
