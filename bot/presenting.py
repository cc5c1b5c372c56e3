"""What a card of the outbox looks like to whom it goes to: loaded and put into words at the moment of delivery."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot import codec
from bot.deciding_cards import DECIDING_CARDS
from bot.defects import import_card, imported_card
from bot.duty_cards import DUTY_CARDS, FRESH
from bot.exports.job import export_card
from bot.exports.own_templates import template_card
from bot.file_jobs import refused_card
from bot.links import dead_link_card
from bot.name_checks import names_card
from bot.own_kinds import kinds_card
from chat.cards.phase import moved_card
from chat.cards.record import record_card
from chat.cards.report import report_card
from chat.cards.summary import dated_line, summary_card
from chat.messages import Button, Buttons, Heading, Message, Note, Paragraph, Style, Translated
from chat.voice import Voice
from dossier.errors import DossierError, NotFound
from dossier.language import Language
from dossier.tiers import Tier
from storage.access import Actor
from storage.database import Connection, Database
from storage.deliveries import Delivery
from storage.outbox import ANSWER
from storage.people import audience, recognise
from storage.preferences import Preference
from storage.secrets import Keyring
from storage.store import Store

Data = Mapping[str, Any]


def _record(store: Store, voice: Voice, data: Data) -> Message:
    saved = store.records.get(data["record"])
    # Among guests there is nobody for most buttons; members there have the commands.
    barred = store.records.barred(saved) if store.actor.audience is Tier.GUEST else ()
    return record_card(saved, voice, barred=barred, owed=store.duties.resolution_of(saved))


def _hello(store: Store, voice: Voice, data: Data) -> Message:
    if "dossier" in data:
        whose = voice.say("card-hello-bound", title=store.dossiers.get(data["dossier"]).title)
        buttons = _dossier_buttons(voice, data)
    else:
        bind = Button(voice.say("button-bind"), "bind")
        start = Button(voice.say("button-start"), "start", {}, Style.PRIMARY)
        whose, buttons = voice.say("card-hello-bind"), Buttons((start, bind, Button(voice.say("button-help"), "help")))
    return Message(
        (
            Heading(voice.say("card-hello-title"), "👋"),
            Paragraph((voice.say("card-hello"),)),
            Note((voice.say("card-hello-example"), "\n", voice.say("card-hello-settings"))),
            Paragraph((whose,)),
            *(() if store.people.managers(1) else (Paragraph((voice.say("ask-unclaimed"),)),)),
            buttons,
        )
    )


def _started(store: Store, voice: Voice, data: Data) -> Message:
    dossier = store.dossiers.get(data["dossier"])
    said = voice.say("card-started", name=dossier.owner.name)
    phase = f"{dossier.customer} · {voice.label(dossier.phase.label)}"
    return Message((Heading(dossier.title, "🗂️"), Note((phase,)), Paragraph((said,)), _dossier_buttons(voice, data)))


def _bound(store: Store, voice: Voice, data: Data) -> Message:
    said = voice.say("card-bound", title=store.dossiers.get(data["dossier"]).title)
    return Message((Paragraph((said,)), _dossier_buttons(voice, data)))


def _phase(store: Store, voice: Voice, data: Data) -> Message:
    dossier = store.dossiers.get(data["dossier"])
    return moved_card(dossier, data, voice, store.kinds, ours=store.actor.audience is not Tier.GUEST)


def _pledge(store: Store, voice: Voice, data: Data) -> Message:
    dossier = store.dossiers.get(str(data["dossier"]))
    said = voice.say("pledge-announced", title=dossier.title)
    button = Button(voice.say("button-pledge"), "pledge", {"dossier": dossier.uid}, Style.PRIMARY)
    return Message((Paragraph((f"🔒 {said}",)), Buttons((button,))))


def _message_changed(store: Store, voice: Voice, data: Data) -> Message:
    saved = store.records.get(data["record"])
    args = {"record": saved.line.uid}
    show = Button(voice.say("button-open"), "show", args)
    if "draft" not in data:
        gone = voice.say("card-message-deleted", number=str(saved.line.number), title=saved.title)
        return Message((Paragraph(("🗑️ ", gone)), Buttons((show,))))
    said = voice.say("card-message-edited", number=str(saved.line.number), title=saved.title)
    take = Button(voice.say("button-take-over"), "take-over", {**args, "draft": str(data["draft"])}, Style.PRIMARY)
    return Message((Paragraph(("✏️ ", said)), Buttons((take, show))))


def _channel_closed(store: Store, voice: Voice, data: Data) -> Message:
    title = store.dossiers.get(data["dossier"]).title
    key = "card-channel-uninvited" if data.get("uninvited") else "card-channel-closed"
    return Message((Paragraph(("🔕 ", voice.say(key, where=_where(store, voice, data), title=title))),))


def _channel_shared(store: Store, voice: Voice, data: Data) -> Message:
    title = store.dossiers.get(data["dossier"]).title
    said = voice.say("card-channel-shared", where=_where(store, voice, data), title=title)
    return Message((Paragraph(("🤝 ", said)),))


def _where(store: Store, voice: Voice, data: Data) -> str:
    """Name a channel; one whose name nobody has told us by the dossier it is bound to."""
    if data["channel"] or "dossier" not in data:
        return voice.say("channel-named", channel=data["channel"])
    return voice.say("channel-of", title=store.dossiers.get(str(data["dossier"])).title)


def _undelivered(store: Store, voice: Voice, data: Data) -> Message:
    why = voice.say(f"undelivered-{data['reason']}") if data.get("reason") else data["error"]
    where = _where(store, voice, data) if "channel" in data else data["where"]
    said = Paragraph(("⚠️ ", voice.say("card-undelivered", where=where, error=why)))
    if not data.get("record"):
        return Message((said,))
    saved = store.records.get(data["record"])
    about = voice.say("card-undelivered-record", number=str(saved.line.number), title=saved.title)
    show = Button(voice.say("button-open"), "show", {"record": saved.line.uid})
    return Message((said, Note((about,)), Buttons((show,))))


def _report(store: Store, voice: Voice, data: Data) -> Message:
    dossier, report = store.health.get(str(data["report"]))
    untested = store.retests.lacking(dossier.id)
    outdated, scores = store.approvals.outdated_in(dossier), store.scores.every(dossier)
    uid = str(data["report"])
    return report_card(dossier, report, voice, uid=uid, untested=untested, outdated=outdated, scores=scores)


def _summary(store: Store, voice: Voice, data: Data) -> Message:
    judged = [*store.health.each([each for each in store.dossiers.mine() if each.phase.writable])]
    if not judged:
        raise NotFound("no-dossier")
    before = store.health.scores_before([each for each, _ in judged], voice.zone)
    alerts = store.health.alerts([each for each, _ in judged])
    heading, *rest = summary_card(judged, before, alerts, voice).blocks
    # What an earlier release left to be said has no day.
    of, made = (date.fromisoformat(str(data[name])) if name in data else None for name in ("of", "made"))
    dated = dated_line(of, made, before, voice) if of and made else ()
    return Message((heading, *dated, *rest, Note((voice.say("summary-note"),))))


def _dossier_buttons(voice: Voice, data: Data) -> Buttons:
    args = {"dossier": str(data["dossier"])}
    return Buttons((Button(voice.say("button-status"), "status", args), Button(voice.say("button-help"), "help")))


def _unshared(store: Store, voice: Voice, data: Data) -> Message:
    return Message((Note((voice.say("card-unshared", number=str(data["number"])),)),))


def _answer(store: Store, voice: Voice, data: Data) -> Message:
    return codec.decode(data["message"])


CARDS: dict[str, Callable[[Store, Voice, Data], Message]] = {
    ANSWER: _answer,
    "record": _record,
    "hello": _hello,
    "started": _started,
    "bound": _bound,
    "phase": _phase,
    "pledge": _pledge,
    "message-changed": _message_changed,
    "channel-closed": _channel_closed,
    "channel-shared": _channel_shared,
    "undelivered": _undelivered,
    "report": _report,
    "summary": _summary,
    "names": names_card,
    "file-refused": refused_card,
    "link-dead": dead_link_card,
    "export": export_card,
    "template": template_card,
    "kinds": kinds_card,
    "import": import_card,
    "imported": imported_card,
    "unshared": _unshared,
    **DECIDING_CARDS,
    **DUTY_CARDS,
}


class Presenter:
    """Renders deliveries. `now` is the product's clock, `default` the installation's language and zone."""

    def __init__(self, database: Database, keyring: Keyring, now: Callable[[], Any], default: Preference) -> None:
        """Take the parts it works with."""
        self._database = database
        self._keyring = keyring
        self._now = now
        self._default = default

    def present(self, delivery: Delivery) -> Message | None:
        """Give the message for its audience; None when that audience may not, or can no longer, see what it shows."""
        said = self._said(delivery, every=False)
        return None if said is None else next(iter(said.values()))

    def present_translated(self, delivery: Delivery) -> Translated | None:
        """Give the message as `present` does; for a channel, and somebody who has not told theirs, in every language:
        that of the channel or the organisation first."""
        said = self._said(delivery, every=True)
        if said is None:
            return None
        first = next(iter(said.values()))
        return Translated(first.blocks, said, language=first.language)

    def _said(self, delivery: Delivery, *, every: bool) -> dict[Language, Message] | None:
        def query(connection: Connection) -> dict[Language, Message] | None:
            store, person, channel = self._store(connection, delivery)
            mine, here = store.preferences.of(person, channel, self._default)
            chosen = mine if delivery.account else here
            if "language" in delivery.data:
                chosen = replace(chosen, language=Language(delivery.data["language"]))
            every_language = every and (delivery.account is None or not mine.told)
            others = [language for language in Language if every_language and language is not chosen.language]
            said_before = delivery.ref is not None or delivery.doubtful
            data = delivery.opened(store.keys)
            data = data if said_before else {**data, FRESH: True}
            voice = Voice(chosen.language, chosen.zone, self._now(), delivery.platform)
            card = CARDS[delivery.card]
            try:
                return {
                    language: replace(card(store, replace(voice, language=language), data), language=language)
                    for language in (chosen.language, *others)
                }
            except DossierError:
                return None

        return self._database.read(query)

    def _store(self, connection: Connection, delivery: Delivery) -> tuple[Store, int | None, int | None]:
        """Give a store that acts as the audience: the person, or everybody in the channel."""
        keys = self._keyring.organisation(delivery.organisation_uid, delivery.organisation_key)
        if delivery.account is not None:
            known = recognise(connection, delivery.platform, delivery.workspace_key, delivery.account)
            actor = known.actor if known else Actor(delivery.organisation, None, "", "", audience=Tier.STRANGER)
            return Store(connection, actor, self._now(), keys, self._default), actor.person, None
        colleagues = audience(connection, delivery.organisation, Tier.MEMBER, delivery.kinds_version)
        store = Store(connection, colleagues, self._now(), keys, self._default)
        channel = store.channels.find(delivery.workspace, delivery.channel or "")
        if channel is not None and channel.external:
            guests = audience(connection, delivery.organisation, Tier.GUEST, delivery.kinds_version)
            store = Store(connection, guests, self._now(), keys, self._default)
        return store, None, channel.id if channel else None
