"""Channels the bot is in, and which dossier each is bound to."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, insert, select, update

from dossier.report_times import DEFAULT
from dossier.tiers import Action
from dossier.views import ChannelView, DossierView
from storage.access import found
from storage.ids import AnyRow
from storage.prepared import Prepared
from storage.reporting import SETTING
from storage.tables import channels, workspaces
from storage.workspaces import OWN_WORKSPACE

if TYPE_CHECKING:
    from storage.store import Store

_VIEW = select(
    channels.c.id,
    channels.c.workspace_id,
    channels.c.key,
    channels.c.name,
    channels.c.dossier_id,
    channels.c.external,
    channels.c.greeted,
    channels.c.closed,
    workspaces.c.key.label("workspace_key"),
    workspaces.c.platform,
).join(workspaces, workspaces.c.id == channels.c.workspace_id)
_BY_KEY = Prepared(
    _VIEW.where(
        channels.c.workspace_id == bindparam("workspace"),
        channels.c.key == bindparam("channel"),
        channels.c.organisation_id == bindparam("organisation"),
    )
)
_BOUND = Prepared(
    _VIEW.where(
        channels.c.dossier_id == bindparam("dossier"),
        channels.c.organisation_id == bindparam("organisation"),
        ~channels.c.closed,
    ).order_by(channels.c.bound_at, channels.c.id)
)
_ADD = insert(channels).values(workspace_id=OWN_WORKSPACE)


def mark_closed(connection: Connection, workspace: int, key: str, closed: bool = True) -> bool:
    """Note that nothing can be said in a channel any more, or can again; tell whether that is news."""
    changed = connection.execute(
        update(channels)
        .where(channels.c.workspace_id == workspace, channels.c.key == key, channels.c.closed != closed)
        .values(closed=closed)
    )
    return changed.rowcount == 1


def is_closed(connection: Connection, workspace: int, key: str) -> bool:
    """Tell whether a channel is known to be one where nothing can be said."""
    query = select(channels.c.closed).where(channels.c.workspace_id == workspace, channels.c.key == key)
    return bool(connection.execute(query).scalar_one_or_none())


class Channels:
    """Channels of the store's organisation."""

    def __init__(self, store: "Store") -> None:
        """Take the store."""
        self._store = store

    def find(self, workspace: int, key: str) -> ChannelView | None:
        """Give a channel by the platform's id, None when it is not known yet."""
        row = _BY_KEY.one(
            self._store.connection,
            {"workspace": workspace, "channel": key, "organisation": self._store.actor.organisation},
        )
        return _view(row) if row is not None else None

    def of(self, dossier: DossierView) -> list[ChannelView]:
        """Give the channels bound to a dossier in which something can be said, the first bound one first."""
        whose = {"dossier": dossier.id, "organisation": self._store.actor.organisation}
        return [_view(row) for row in _BOUND.run(self._store.connection, whose)]

    def told(self, dossier: DossierView, here: ChannelView | None = None) -> list[ChannelView]:
        """Give the channels that hear what is new in a dossier: `here` when it is bound to it, else the first that is;
        and of every other workspace the first, its twin there."""
        bound = self.of(dossier)
        first = [each for each in bound if here is not None and each.id == here.id]
        told: dict[int, ChannelView] = {}
        for each in (*first, *bound):
            told.setdefault(each.workspace, each)
        return list(told.values())

    def report_schedule(self, channel: int) -> str:
        """Give when the weekly report of a channel (row id) comes (see dossier.report_times)."""
        return self._store.preferences.chosen("channel", channel, SETTING) or DEFAULT

    def schedule_report(self, channel: ChannelView, schedule: str) -> None:
        """Set when a channel's weekly report comes; the next one is worked out anew."""
        found(self.find(channel.workspace, channel.key))
        self._store.preferences.keep("channel", channel.id, SETTING, schedule, DEFAULT)
        self._store.connection.execute(update(channels).where(channels.c.id == channel.id).values(report_at=None))

    def put(self, workspace: int, key: str, name: str = "") -> ChannelView:
        """Note a channel the bot is in, or its new name; without one it keeps that which it has."""
        known = self.find(workspace, key)
        if known is None:
            row = {
                "organisation_id": self._store.actor.organisation,
                "organisation": self._store.actor.organisation,
                "workspace": workspace,
                "key": key,
                "name": name,
            }
            self._store.connection.execute(_ADD, row)
        elif name and known.name != name:
            self._store.connection.execute(update(channels).where(channels.c.id == known.id).values(name=name))
        return found(self.find(workspace, key))

    def bind(self, channel: ChannelView, dossier: DossierView, *, started: bool = False) -> None:
        """Bind a channel to a dossier; `started` says that the actor has just started it.

        Raises Refused unless by the owner of the dossier, and of the one bound so far, or by a manager.
        """
        found(self.find(channel.workspace, channel.key))
        self._store.dossiers.by_id(dossier.id)
        if not started:
            self._store.actor.require(Action.MANAGE, dossier.id)
        if channel.dossier is not None and channel.dossier != dossier.id:
            self._store.actor.require(Action.MANAGE, channel.dossier)
        self._store.connection.execute(
            update(channels)
            .where(channels.c.id == channel.id)
            .values(dossier_id=dossier.id, bound_at=self._store.now, report_at=None)
        )
        self._store.audit.add("channel.bind", f"dossier:{dossier.uid}", channel.key)

    def close(self, channel: ChannelView, *, closed: bool = True) -> bool:
        """Note that nothing can be said in a channel any more, or can again; tell whether that is news."""
        ours = found(self.find(channel.workspace, channel.key))
        news = mark_closed(self._store.connection, ours.workspace, ours.key, closed)
        if news:
            self._store.audit.add("channel.close" if closed else "channel.open", f"channel:{channel.key}")
        return news

    def look(self, channel: int) -> ChannelView | None:
        """Give a channel by its row id."""
        row = self._store.connection.execute(
            _VIEW.where(channels.c.id == channel, channels.c.organisation_id == self._store.actor.organisation)
        ).one_or_none()
        return _view(row) if row is not None else None

    def describe(self, channel: ChannelView, name: str, external: bool) -> None:
        """Note what the platform says of a channel: its name, and whether people of other companies read along."""
        self._store.connection.execute(
            update(channels)
            .where(channels.c.id == channel.id, channels.c.organisation_id == self._store.actor.organisation)
            .values(name=name, external=external)
        )

    def greeted(self, channel: ChannelView) -> bool:
        """Note that the bot has said hello in a channel; tell whether this is the first time."""
        changed = self._store.connection.execute(
            update(channels)
            .where(
                channels.c.id == channel.id,
                channels.c.organisation_id == self._store.actor.organisation,
                ~channels.c.greeted,
            )
            .values(greeted=True)
        )
        return changed.rowcount == 1


def _view(row: AnyRow) -> ChannelView:
    return ChannelView(
        row.id,
        row.workspace_id,
        row.workspace_key,
        row.platform,
        row.key,
        row.name,
        row.dossier_id,
        row.external,
        row.greeted,
        row.closed,
    )
