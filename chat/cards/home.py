"""The bot's own page: what I owe, where my dossiers stand, what is new."""

from collections.abc import Sequence

from chat.cards.lists import duty_lines, enter_button, record_lines
from chat.messages import Block, Bullets, Button, Buttons, Heading, Message, Note, Paragraph, Strong, Style
from chat.voice import Voice
from dossier.views import DossierView, DutyView, RecordLine

_BUTTONS, _DUTIES = 3, 5


def home_card(
    name: str,
    duties: Sequence[DutyView],
    dossiers: Sequence[tuple[DossierView, int]],
    count: int,
    recent: Sequence[RecordLine],
    voice: Voice,
    none: str = "",
) -> Message:
    """Make the page. `dossiers` come with their health (0 to 100); `count` is how many there are in all.

    `none` says that there are none to somebody who may not start one.
    """
    names = {each.id: each.title for each, _ in dossiers}
    blocks: list[Block] = [Heading(voice.say("home-title", name=name), "👋"), Note((voice.say("home-about"),))]
    blocks.append(Heading(voice.say("duties-title"), "⏰"))
    if duties:
        blocks.append(Bullets(duty_lines(duties[:_DUTIES], voice, names)))
        enter = tuple(enter_button(duty, voice) for duty in duties[:_BUTTONS])
        more = (*enter[:-1], Button(voice.say("button-todo"), "todo"))
        blocks.append(Buttons(more if len(duties) > _BUTTONS else enter))
        if len(duties) > _DUTIES:
            blocks.append(Note((voice.say("duties-more", more=len(duties) - _DUTIES),)))
    else:
        blocks.append(Paragraph((voice.say("duties-none"),)))
    blocks.append(Heading(voice.say("dossiers-title"), "🗂️"))
    blocks += [block for each, score in dossiers for block in _dossier(each, score, voice)]
    if not dossiers:
        blocks.append(Paragraph((none or voice.say("dossiers-none"),)))
    if count > len(dossiers):
        blocks.append(Note((voice.say("home-more", more=count - len(dossiers)),)))
    if recent:
        blocks.append(Heading(voice.say("home-recent"), "🕘"))
        blocks.append(Bullets(record_lines(recent, voice, names)))
    start = Button(voice.say("button-start"), "start", {}, Style.PLAIN if dossiers else Style.PRIMARY)
    ways = Button(voice.say("button-help"), "help")
    blocks.append(Buttons((ways,) if none else (start, ways)))
    return Message(tuple(blocks))


def _dossier(dossier: DossierView, score: int, voice: Voice) -> tuple[Block, ...]:
    args = {"dossier": dossier.uid}
    health = f"\n{voice.say('summary-score')} {voice.points(score)}"
    phase = f" · {voice.label(dossier.phase.label)} · {dossier.owner.name}"
    status = Button(voice.say("button-status"), "status", args)
    lost = Button(voice.say("button-health"), "health", args)
    recent = Button(voice.say("button-recent"), "list", args)
    return Paragraph((Strong(dossier.title), health, phase)), Buttons((status, lost, recent))
