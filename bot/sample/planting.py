"""Writing the sample of one organisation through the product's own store, in the order in which it happened."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import itemgetter
from random import Random
from typing import Any

from bot import codec
from bot.sample.entries import Change, Entries, Entry, named_kind
from bot.sample.script import ChannelScript, DossierScript, House, Line
from bot.sample.workdays import Workdays
from chat.messages import Message, Paragraph
from dossier.deciding import ApprovalState
from dossier.duties import Trigger
from dossier.fields import PersonRef
from dossier.kinds import Kind
from dossier.phases import Phase
from dossier.reading import Reading
from dossier.report_times import DEFAULT, next_report
from dossier.tiers import Action, Tier
from dossier.views import ChannelView, DossierView, Saved
from handlers.save_record import settle
from storage import organisations, webchat
from storage.access import Actor
from storage.people import recognise
from storage.store import Store

_SEED = 20261118
_CARDS = 2
# An approval comes a little after what is approved.
_LATER = timedelta(seconds=20)
# How far back weekly reports are known, and how old a dossier is before its first.
_REPORTED = timedelta(weeks=4)
_NEW = timedelta(days=7)

Step = tuple[datetime, Callable[[], None]]


class Planting:
    """Plants one organisation."""

    def __init__(self, founding: Store, house: House, now: datetime) -> None:
        """Take the store that an organisation was founded with, what is to happen in it, and the present (aware)."""
        # Chance that is no secret: the sample is to come out alike each time.
        rng = Random(_SEED)  # noqa: S311  # nosec B311
        self._founding = founding
        self._house = house
        self._now = now.astimezone(UTC)
        self._workdays = Workdays(now, house.zone, house.hours, rng)
        self._entries = Entries(house, self._workdays, rng)
        self._people: dict[str, PersonRef] = {}
        self._accounts = {person.name: person.account for person in house.people}
        self._actors: dict[str, Actor] = {}
        self._dossiers: dict[int, DossierView] = {}
        self._channels: dict[str, ChannelView] = {}
        self._newest: dict[int, list[Saved]] = {}
        self._numbers: dict[int, dict[str, int]] = {}

    def plant(self) -> None:
        """Write everything: people and channels, then what happened day by day, then what is owed and said now."""
        self._settle_in()
        steps = [step for number, script in enumerate(self._house.dossiers) for step in self._steps(number, script)]
        for _, happen in sorted(steps, key=itemgetter(0)):
            happen()
        for number, script in enumerate(self._house.dossiers):
            self._talk(script.channel)
            self._post(number, script)
        self._talk(self._house.channel)

    def _settle_in(self) -> None:
        store, house = self._founding, self._house
        organisation = store.actor.organisation
        workspace = organisations.add_workspace(
            store.connection, organisation, webchat.PLATFORM, house.workspace, house.name
        )
        store.preferences.keep("organisation", organisation, "language", house.language.value)
        store.preferences.keep("organisation", organisation, "zone", house.zone.key)
        for person in house.people:
            added = self._people[person.name] = store.people.add(person.name, person.tier)
            store.people.link(workspace, person.account, added)
            if person.language is not None:
                row = store.people.id_of(added.id or "")
                store.preferences.keep("person", row or 0, "language", person.language.value)
        for channel in (*(script.channel for script in house.dossiers), house.channel):
            self._channels[channel.key] = store.channels.put(workspace, channel.key, channel.name)
        store.finish()
        self._recognise()

    def _recognise(self) -> None:
        """Learn anew who everybody is: their tiers follow from the dossiers they are members of."""
        for name, account in self._accounts.items():
            known = recognise(self._founding.connection, webchat.PLATFORM, self._house.workspace, account)
            if known is not None:
                self._actors[name] = known.actor

    def _store(self, actor: Actor, at: datetime) -> Store:
        return Store(self._founding.connection, actor, at.astimezone(UTC), self._founding.keys)

    def _steps(self, number: int, script: DossierScript) -> list[Step]:
        entries = sorted(self._entries.of(script), key=lambda entry: entry.at)
        first = min(self._workdays.on(self._workdays.back(script.phases[0][0])), entries[0].at - timedelta(hours=2))
        steps: list[Step] = [(first, partial(self._start, number, script, first))]
        for entry in entries:
            steps.extend(self._writing(number, entry))
        written = max(at for at, _ in steps)
        for days, phase in script.phases[1:]:
            at = self._workdays.on(self._workdays.back(days))
            if not phase.writable:
                at = max(at, written + timedelta(minutes=1))
            steps.append((at, partial(self._move, number, script, phase, at)))
        steps += [(at, partial(self._judge, number, at)) for at in self._fridays() if at > first + _NEW]
        steps += [self._owing(number, owed) for owed in script.owed]
        return steps

    def _fridays(self) -> list[datetime]:
        """Give when weekly reports were made in the last weeks, by the schedule channels begin with."""
        made, at = [], self._now - _REPORTED
        while (following := next_report(DEFAULT, self._house.zone, at)) is not None and following <= self._now:
            made.append(following)
            at = following
        return made

    def _judge(self, number: int, at: datetime) -> None:
        """Keep the report of a week as it was then: the score that the next one is compared with."""
        store = self._store(organisations.product(self._founding.actor.organisation), at)
        dossier = store.dossiers.by_id(self._dossiers[number].id)
        if dossier.phase not in (Phase.CLOSING, Phase.SEALED):
            zone = self._house.zone
            store.health.keep(dossier, store.health.report(dossier, zone, at.astimezone(zone).date()))
            store.finish()

    def _start(self, number: int, script: DossierScript, at: datetime) -> None:
        owner = self._people[script.owner]
        store = self._store(self._actors[script.owner], at)
        made = store.dossiers.start(script.customer, script.short_name, script.project, script.phases[0][1], owner)
        channel = self._channels[script.channel.key]
        store.channels.bind(channel, made, started=True)
        store.channels.greeted(channel)
        store.finish()
        self._dossiers[number] = made
        self._recognise()
        store = self._store(self._actors[script.owner], at)
        for name, tier in script.members.items():
            store.dossiers.set_member(made, self._people[name], tier)
        store.finish()
        self._recognise()

    def _move(self, number: int, script: DossierScript, phase: Phase, at: datetime) -> None:
        # Sealing takes a manager, whom the owner of the dossier need not be.
        mover = self._founding.actor if phase is Phase.SEALED else self._actors[script.owner]
        store = self._store(mover, at)
        store.dossiers.set_phase(self._dossiers[number], phase)
        store.finish()

    def _writing(self, number: int, entry: Entry) -> list[Step]:
        """Give the steps of a record: what makes somebody owe it, the first entry, and each later version."""
        author = self._people[entry.author].model_dump()
        # What a form begins with is of the day of the first entry, also in later versions.
        values = {**entry.kind.initials(self._reading(entry.at), author), **entry.values}
        saved: list[Saved] = []

        def add() -> None:
            content = entry.kind.parse(self._numbered(number, entry.kind, values), self._reading(entry.at), author)
            saved.append(self._save(number, entry.kind, content, Change(entry.at, entry.author, "", {}), None))
            self._newest.setdefault(number, []).append(saved[-1])
            self._numbers.setdefault(number, {})[saved[-1].title] = saved[-1].line.number

        def change(made: Change) -> None:
            values.update(made.values)
            content = entry.kind.parse(self._numbered(number, entry.kind, values), self._reading(made.at), author)
            saved.append(self._save(number, entry.kind, content, made, saved[-1]))

        steps: list[Step] = [(entry.at, add), *((made.at, partial(change, made)) for made in entry.changes)]
        if entry.owed_since is not None:
            topic, owner = entry.kind.title_of(values), self._people[entry.author]
            owe = partial(self._owe, number, entry.owed_since, Trigger.MEETING_ENDED, entry.kind, topic, owner)
            steps.append((entry.owed_since, owe))
        return steps

    def _numbered(self, number: int, kind: Kind, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Name other records by number; the script has their titles. Raises LookupError for what is not there."""
        there = self._numbers.get(number, {})
        named = {spec.name: values[spec.name] for spec in kind.fields if spec.refers_to and spec.name in values}
        return {**values, **{name: ", ".join(f"#{there[each]}" for each in titles) for name, titles in named.items()}}

    def _save(self, number: int, kind: Kind, content: Mapping[str, Any], made: Change, before: Saved | None) -> Saved:
        """Keep a version of a record; one that is approved, and maybe carried out since, is approved by a manager."""
        dossier = self._dossiers[number]
        actor = self._actors[made.author]
        if before is not None and not (before.line.author.id == actor.uid or actor.may(Action.EDIT, dossier.id, kind)):
            # What they may not change themselves, the owner changes for them.
            actor = self._actors[dossier.owner.name]
        was, status = before.line.status if before is not None else None, content.get("status")
        decided = status != was and kind.is_decided(status)
        submits = decided and status in kind.settled and was not in kind.settled
        lacks = decided and not submits and not actor.may(Action.APPROVE, dossier.id, kind)
        writer = replace(actor, tiers={**actor.tiers, dossier.id: Tier.MANAGER}) if lacks else actor
        store, spec = self._store(writer, made.at), kind.field("status")
        first = {**content, "status": str(spec.initial)} if submits and spec else content
        if before is None:
            store.naming_others.require(dossier, kind, content)
            saved = store.records.add(dossier, kind, first)
        elif submits and first == store.records.content_of(before, before.line.revision):
            saved = before
        else:
            saved = store.records.change(before, first, made.reason)
        settle(store, saved)
        if submits:
            saved = self._approved(store, saved, made.at + _LATER)
            store = self._store(actor, made.at + 2 * _LATER)
            if status != saved.line.status:
                saved = store.records.change(saved, content, made.reason)
        store.finish()
        return saved

    def _approved(self, store: Store, saved: Saved, at: datetime) -> Saved:
        """Submit a record and have it approved by a manager."""
        approval, _ = store.approvals.submit(saved)
        store.finish()
        deciding = self._store(self._actors[self._manager], at)
        approved = deciding.approvals.decide(approval, saved, ApprovalState.APPROVED)
        deciding.finish()
        return approved

    @property
    def _manager(self) -> str:
        return next(each.name for each in self._house.people if each.tier is Tier.MANAGER)

    def _reading(self, at: datetime) -> Reading:
        return Reading(at, self._house.zone, self._people.get)

    def _owe(self, number: int, at: datetime, trigger: Trigger, kind: Kind, topic: str, owner: PersonRef) -> None:
        store = self._store(self._founding.actor, at)
        store.duties.raise_for(self._dossiers[number], trigger, kind, topic, owner)
        store.finish()

    def _owing(self, number: int, owed: Line) -> Step:
        """Give the step that raises what is owed at present: since when is given in hours."""
        at, owner = self._now - timedelta(hours=owed["hours"]), self._people[owed["owner"]]
        kind, trigger = named_kind(owed["kind"]), Trigger(owed["trigger"])
        return at, partial(self._owe, number, at, trigger, kind, owed["topic"], owner)

    def _talk(self, channel: ChannelScript) -> None:
        """Put what people said last into a channel, a few minutes apart."""
        work = self._workdays
        last = work.on(work.back(channel.ago)) if channel.ago else work.last()
        for number, (name, text) in enumerate(channel.lines):
            webchat.add(
                self._founding.connection,
                webchat.Post(
                    self._house.workspace,
                    f"c:{channel.key}",
                    codec.encode(Message((Paragraph((text,)),))),
                    f"sample/{self._house.workspace}/{channel.key}/{number}",
                    (last - timedelta(minutes=7 * (len(channel.lines) - number))).astimezone(UTC),
                    self._accounts[name],
                ),
            )

    def _post(self, number: int, script: DossierScript) -> None:
        """Have the cards of the newest records posted by the bot as soon as it delivers."""
        channel = self._channels[script.channel.key]
        for saved in self._newest[number][-_CARDS:]:
            uid = saved.line.uid
            self._founding.outbox.to_channel(channel, "record", {"record": uid}, f"record:{uid}")
