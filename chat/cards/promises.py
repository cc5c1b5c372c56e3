"""What is to be confirmed, has been, or expires: in the message that asks, in the morning, in health, among members."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from chat.messages import Block, Bullets, Button, Buttons, Heading, Inline, Message, Note, Paragraph, Strong, Style
from chat.standard import standard_card
from chat.voice import Voice
from dossier.commitments import Commitment, Expiring, Promise, Standing, Training
from dossier.standard import Edition, Regulations
from dossier.wording import words_for


def standard_buttons(voice: Voice, edition: Edition, *, confirm: bool, post: str = "") -> Buttons:
    """Give the buttons below the standard, three at most: to confirm it, to have it as a file, to post it in the
    channel of a key, also where the answer stands elsewhere."""
    args = {"text": edition.digest}
    confirming = Button(voice.say("button-confirm-standard"), "confirm-standard", args, Style.PRIMARY)
    files = (
        Button(voice.say("button-standard-word"), "standard-file", {"format": "docx"}),
        Button(voice.say("button-standard-pdf"), "standard-file", {"format": "pdf"}),
    )
    posting = Button(voice.say("button-standard-post"), "standard-post", {"channel": post})
    return Buttons((*([confirming] if confirm else []), *files, *([posting] if post and not confirm else [])))


def asking_card(
    rules: Regulations, edition: Edition, owed: Mapping[Promise, str], changed: bool, voice: Voice
) -> Message:
    """Make the private message that asks for what somebody has yet to confirm; `changed` says that they had confirmed
    other words of the standard before."""
    if not owed:
        return Message((Paragraph(("✅ ", voice.say("commit-done"))),))
    training: tuple[Block, ...] = ()
    if Promise.TRAINING in owed and rules.training is not None:
        said = voice.say("commit-training", months=rules.training.months)
        training = (Paragraph(("🎓 ", said)), Buttons((training_button(voice),)))
    if Promise.STANDARD not in owed:
        return Message((Heading(voice.say("commit-title"), "🎓"), *training))
    please = Note((voice.say("standard-changed" if changed else "standard-please"),))
    return standard_card(rules, edition, voice, (please, standard_buttons(voice, edition, confirm=True), *training))


def training_button(voice: Voice) -> Button:
    """Give the button that opens the training."""
    return Button(voice.say("button-training"), "training")


def training_card(training: Training | None, mine: Commitment | None, voice: Voice, more: Sequence[Block]) -> Message:
    """Make the card of the training: what it says, and whether the reader has confirmed it; `more` stands below."""
    heading = Heading(voice.say("training-title"), "🎓")
    if training is None:
        return Message((heading, Paragraph((voice.say("training-none"),)), *more))
    lines = tuple((line.strip(),) for line in words_for(training.text, voice.language).splitlines() if line.strip())
    blocks: list[Block] = [heading, Bullets(lines)]
    if mine is not None:
        until = (" · ", *lasting(mine.until, voice)) if mine.until else ()
        blocks.append(Note((voice.say("standard-mine"), " ", voice.when(mine.at), *until)))
    return Message((*blocks, *more))


def lasting(until: datetime, voice: Voice) -> tuple[Inline, ...]:
    """Say until when something holds, or that it has expired."""
    key = "pledge-expired" if until <= voice.now else "access-until"
    return (voice.say(key, until=voice.last_day(until)),)


def expiring_lines(
    expiring: Sequence[Expiring], titles: Mapping[int, str], voice: Voice
) -> tuple[tuple[Inline, ...], ...]:
    """Say what expires, a line each; `titles` are those of the dossiers by row id."""
    lines: list[tuple[Inline, ...]] = []
    for each in expiring:
        what = voice.say(f"promise-{each.what}")
        title = titles.get(each.dossier) if each.dossier is not None else None
        of = (f" · {title}",) if title else ()
        icon = "⌛ " if each.until <= voice.now else "⏳ "
        lines.append((icon, Strong(what), *of, " · ", *lasting(each.until, voice)))
    return tuple(lines)


def renew_buttons(expiring: Sequence[Expiring], uids: Mapping[int, str], voice: Voice) -> tuple[Button, ...]:
    """Give a button for what expires first of each sort; `uids` are the dossiers' ids by row id."""
    made = {}
    for each in reversed(expiring):
        if each.dossier is None:
            made[each.what] = training_button(voice)
        elif each.dossier in uids:
            made[each.what] = Button(voice.say("button-pledge"), "pledge", {"dossier": uids[each.dossier]})
    return tuple(made.values())


def standing_lines(standings: Sequence[Standing], voice: Voice) -> tuple[tuple[Inline, ...], ...]:
    """Say who has not confirmed what is asked, or whose confirmation has expired: a line for each cause."""
    lines: list[tuple[Inline, ...]] = []
    for what in (Promise.NDA, Promise.TRAINING):
        lacking = [(each.person.name, found[what]) for each in standings if what in (found := each.lacking(voice.now))]
        never = [name for name, until in lacking if until is None]
        late = [
            voice.say("promise-expired-of", name=name, until=voice.last_day(until))
            for name, until in lacking
            if until is not None
        ]
        for key, names in (("promise-never", never), ("promise-expired", late)):
            if names:
                lines.append(("🔒 " if what is Promise.NDA else "🎓 ", _cause(what, key, names, voice)))
    return tuple(lines)


def standing_words(standing: Standing | None, voice: Voice) -> str:
    """Say in a few words how a member stands, "" where nothing is asked."""
    if standing is None:
        return ""
    said = []
    for what, until in standing.confirmed.items():
        held = voice.say("promise-not-yet")
        if until is not None:
            held = f"{'✅' if until > voice.now else '⌛'} {voice.last_day(until)}"
        said.append(f"{voice.say(f'promise-short-{what}')} {held}")
    return f" · {' · '.join(said)}" if said else ""


def _cause(what: Promise, key: str, names: Sequence[str], voice: Voice) -> str:
    return voice.say(key, what=voice.say(f"promise-{what}"), names=voice.listed(names))
