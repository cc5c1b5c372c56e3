"""The command of a kind: alone where the platforms were told of it, behind `/dossier` for all others."""

import re
from itertools import islice

from chat.router import Command
from dossier.fields import Input
from dossier.kinds import Kind, Kinds
from dossier.language import Label
from dossier.own.making import OWN

_WRITTEN = (Input.TEXT, Input.LONG_TEXT, Input.CHOICE)
_WORD = re.compile(r"\S+")
ROOT = "dossier"
ROOT_ZH = "档案"


def command_of(kind: Kind) -> Command:
    """Give the command by which records of a kind are logged."""
    parent, rank = (None, 10) if kind.slash else (ROOT, 70)
    return Command(kind.command, kind.command_zh, _about(kind), _usage(kind), parent, kind.icon, rank, saves=True)


def own_commands(kinds: Kinds) -> tuple[Command, ...]:
    """Give the commands of an organisation's own kinds: no platform knows them, the word behind `/dossier` does."""
    return tuple(command_of(kind) for kind in kinds.open if kind.name.startswith(OWN))


def own_kind(kinds: Kinds, word: str) -> Kind | None:
    """Give the own kind that a word behind `/dossier` is the command or label of, also one that is retired.

    By its label it is reached even where a later release has taken its command.
    """
    wanted = word.casefold()
    own = (kind for kind in kinds if kind.name.startswith(OWN))
    return next((kind for kind in own if wanted in (kind.command, kind.command_zh, *_labels(kind))), None)


def kind_called(kinds: Kinds, text: str, most: int = 4) -> tuple[Kind, str, int] | None:
    """Give the kind whose label or command a text begins with, what follows, and how many words it is called by.

    Of what is called by so many words and by fewer the one with more is meant: `progress report` is no *progress*.
    """
    words = [(each.group(), each.end()) for each in islice(_WORD.finditer(text), most)]
    for count in range(len(words), 0, -1):
        kind = kinds.named(" ".join(word for word, _ in words[:count]))
        if kind is not None:
            return kind, text[words[count - 1][1] :].strip(), count
    return None


def by_label(kinds: Kinds) -> dict[str, Command]:
    """Give the commands of all kinds that are in use by what the kinds are called."""
    return {label: command_of(kind) for kind in kinds.open for label in _labels(kind)}


def _labels(kind: Kind) -> tuple[str, ...]:
    return tuple(label.casefold() for label in kind.label.both())


def _about(kind: Kind) -> Label:
    gap = " " if kind.label.zh[0].isascii() else ""
    return Label(f"记录{gap}{kind.label.zh}", f"Log: {_within(kind.label.en)}")


def _within(label: str) -> str:
    """Give an English label as it stands within a sentence: UAT stays UAT."""
    return label if label[:2].isupper() else f"{label[0].lower()}{label[1:]}"


def _usage(kind: Kind) -> Label:
    asked = [spec for spec in kind.fields if spec.always]
    shown = [spec for spec in asked if (spec.required and spec.initial is None) or spec.name in kind.needs_one_of]
    first = shown[0].label
    if first == kind.label:
        # A field that is called like its kind says nothing behind the command: `/defect Defect`.
        first = Label("一句话说明", "In one line")
        shown += [each for each in asked if each.input in _WRITTEN and each not in shown] if len(shown) == 1 else []
        shown = shown[:3]
    zh = " | ".join([first.zh, *(f"{spec.label.zh}: …" for spec in shown[1:4])])
    en = " | ".join([first.en, *(f"{spec.label.en}: …" for spec in shown[1:4])])
    return Label(zh, en)
