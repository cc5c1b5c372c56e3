"""Suggesting that a message be logged: whether that is wanted in a channel, and the two there are a day."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, literal, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from dossier.rules import OFF, ON
from dossier.tiers import Action
from dossier.views import ChannelView, DossierView
from storage.access import found
from storage.tables import channels, outbox, settings, suggestions

if TYPE_CHECKING:
    from storage.store import Store

MOST_A_DAY = 2
ORGANISATION, DOSSIER, CHANNEL = "organisation", "dossier", "channel"
SCOPES = (CHANNEL, DOSSIER, ORGANISATION)
"""Where suggesting can be switched off, the nearest first."""
_SETTING = "suggest"


class Suggestions:
    """Suggestions in the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def switches(self, channel: ChannelView | None = None, dossier: DossierView | None = None) -> Mapping[str, bool]:
        """Give, by scope, whether suggesting is switched on for a channel, a dossier and the organisation."""
        subjects = {
            ORGANISATION: self._store.actor.organisation,
            DOSSIER: dossier.id if dossier else None,
            CHANNEL: channel.id if channel else None,
        }
        meant = {scope: subject for scope, subject in subjects.items() if subject is not None}
        query = select(settings.c.scope).where(
            settings.c.organisation_id == self._store.actor.organisation,
            settings.c.name == _SETTING,
            settings.c.value == OFF,
            or_(*(and_(settings.c.scope == scope, settings.c.subject == subject) for scope, subject in meant.items())),
        )
        off = set(self._store.connection.execute(query).scalars())
        return {scope: scope not in off for scope in SCOPES if scope in meant}

    def switch_channel(self, channel: ChannelView, on: bool) -> None:
        """Switch suggesting on or off in a channel. Raises Refused unless by who manages the dossier it is bound to."""
        known = found(self._store.channels.find(channel.workspace, channel.key))
        self._store.actor.require(Action.MANAGE, found(known.dossier))
        self._keep(CHANNEL, known.id, on)

    def switch_dossier(self, dossier: DossierView, on: bool) -> None:
        """Switch suggesting on or off in all channels of a dossier. Raises Refused unless by who manages it."""
        known = self._store.dossiers.by_id(dossier.id)
        self._store.actor.require(Action.MANAGE, known.id)
        self._keep(DOSSIER, known.id, on)

    def switch_organisation(self, on: bool) -> None:
        """Switch suggesting on or off everywhere. Raises Refused unless by a manager."""
        self._store.actor.require_manager()
        self._keep(ORGANISATION, self._store.actor.organisation, on)

    def left(self, channel: ChannelView, day: date) -> int:
        """Give how many suggestions a channel may still get on a day of its own zone."""
        query = select(func.count().label("taken")).where(
            suggestions.c.organisation_id == self._store.actor.organisation,
            suggestions.c.channel_id == channel.id,
            suggestions.c.day == day.isoformat(),
        )
        return MOST_A_DAY - int(self._store.connection.execute(query).scalar_one())

    def take(self, channel: ChannelView, day: date, message: str) -> bool:
        """Take one of a channel's suggestions of a day for a message; False when there is none left, or the message
        has had one. What several processes take at once the table itself keeps apart."""
        make = sqlite.insert if self._store.sqlite else postgresql.insert
        for number in range(1, MOST_A_DAY + 1):
            row = {"day": day.isoformat(), "number": number, "message": message}
            own = select(
                channels.c.organisation_id, channels.c.id, *(literal(value).label(name) for name, value in row.items())
            ).where(channels.c.id == channel.id, channels.c.organisation_id == self._store.actor.organisation)
            put = make(suggestions).from_select(("organisation_id", "channel_id", *row), own)
            taken = self._store.connection.execute(put.on_conflict_do_nothing().returning(suggestions.c.id))
            if taken.first() is not None:
                return True
        return False

    def is_kept(self, channel: ChannelView, message: str, thread: str | None) -> bool:
        """Tell whether a message is a record already, or belongs to one: it answers a record's card, or the message a
        record was made from, or stands in the thread where a record's card does."""
        said = [message, *([thread] if thread else [])]
        if any(self._store.origins.made_from(channel.workspace, channel.key, each) for each in said):
            return True
        return thread is not None and self._has_card(channel, thread)

    def _has_card(self, channel: ChannelView, thread: str) -> bool:
        # What platforms call a card: its message's id, after its channel's (Slack), before further pages' (Feishu).
        names = (thread, f"{channel.key}:{thread}")
        query = (
            select(outbox.c.id)
            .where(
                outbox.c.organisation_id == self._store.actor.organisation,
                outbox.c.workspace_id == channel.workspace,
                outbox.c.conversation == f"c:{channel.key}",
                outbox.c.card == "record",
                or_(
                    outbox.c.ref.in_(names),
                    outbox.c.ref.startswith(f"{thread},", autoescape=True),
                    outbox.c.thread == thread,
                ),
            )
            .limit(1)
        )
        return self._store.connection.execute(query).first() is not None

    def _keep(self, scope: str, subject: int, on: bool) -> None:
        self._store.preferences.keep(scope, subject, _SETTING, ON if on else OFF)
