"""An organisation's own kinds of record as people see them, and what is wrong with a file of them."""

from collections.abc import Sequence

from chat.messages import Block, Bullets, Button, Buttons, Heading, Inline, Message, Note, Paragraph, Strong
from chat.voice import Voice
from dossier.kinds import Kind, Kinds
from dossier.own.making import OWN
from dossier.own.text import Wrong

_NAMED = 8


def own_kinds_card(kinds: Kinds, voice: Voice) -> Message:
    """List the kinds and fields an organisation has added."""
    own = [kind for kind in kinds if kind.name.startswith(OWN)]
    more = [kind for kind in kinds if kind not in own and any(spec.name.startswith(OWN) for spec in kind.fields)]
    blocks: list[Block] = [Heading(voice.say("kinds-title"), "🧩")]
    if not own and not more:
        return Message((*blocks, Paragraph((voice.say("kinds-none"),))))
    if own:
        blocks.append(Bullets(tuple(_kind(kind, voice) for kind in own)))
    if more:
        blocks.append(Paragraph((Strong(voice.say("kinds-added")),)))
        blocks.append(Bullets(tuple(_added(kind, voice) for kind in more)))
    return Message(tuple(blocks))


def _kind(kind: Kind, voice: Voice) -> tuple[Inline, ...]:
    root, command = ("档案", kind.command_zh) if voice.language == "zh-CN" else ("dossier", kind.command)
    fields = [voice.label(spec.label) for spec in kind.fields if not spec.retired]
    said = [f"/{root} {command}", voice.label(kind.category.label), _listed(fields, voice)]
    if kind.retired:
        said[0] = voice.say("kinds-retired")
    return (f"{kind.icon} ", Strong(voice.label(kind.label)), f" · {' · '.join(said)}")


def _added(kind: Kind, voice: Voice) -> tuple[Inline, ...]:
    fields = [
        f"{voice.label(spec.label)} ({voice.say('kinds-retired')})" if spec.retired else voice.label(spec.label)
        for spec in kind.fields
        if spec.name.startswith(OWN)
    ]
    return (f"{kind.icon} ", Strong(voice.label(kind.label)), f"{voice.colon}{_listed(fields, voice)}")


def _listed(names: Sequence[str], voice: Voice) -> str:
    shown = voice.listed(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} …"


def refused_card(name: str, wrongs: Sequence[Wrong], more: int, voice: Voice) -> Message:
    """Say what is wrong with a file, line by line, and that nothing has changed."""
    blocks: list[Block] = [
        Paragraph(("⚠️ ", voice.say("card-kinds-refused", name=name))),
        Bullets(tuple((wrong_line(each, voice),) for each in wrongs)),
    ]
    if more:
        blocks.append(Note((voice.say("card-kinds-more", count=more),)))
    blocks.append(Buttons((Button(voice.say("button-kinds-upload"), "kinds-upload"),)))
    return Message(tuple(blocks))


def wrong_line(wrong: Wrong, voice: Voice) -> str:
    """Say in a line what is wrong, and where."""
    place = [voice.say("kinds-line", line=str(wrong.line))] if wrong.line else []
    place += [wrong.where] if wrong.where else []
    said = voice.problem(wrong.problem)
    return f"{' · '.join(place)}{voice.colon}{said}" if place else said
