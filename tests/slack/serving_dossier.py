"""The real product on the local Slack: in this process, where its clocks can be moved, or as `dossier serve`."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import uvicorn
from starlette.applications import Starlette

from bot import wiring
from bot.clock import MovableClock
from bot.delivery import DeliveryWorker
from bot.presenting import Presenter
from bot.slack.connection import Configuration, SlackConnection
from bot.slack.markup import unwritten
from bot.slack.tokens import identify
from bot.wiring import Application
from dossier.language import Language
from storage import installations, migrations, organisations
from storage.database import Database
from storage.preferences import Preference
from storage.secrets import KEY_BYTES, Keyring, new_master_key
from tests.slack.local import Ack, Channel, Driver, Ephemeral, LocalSlack, Message, User, View, serving

START = datetime(2026, 11, 18, 2, 5, tzinfo=UTC)
"""A Wednesday, 10:05 in Shanghai."""
SHANGHAI = ZoneInfo("Asia/Shanghai")
WAYS = ("http", "socket")

_KEYRING = Keyring(b"k" * KEY_BYTES)
_DEFAULT = Preference(Language.ZH, SHANGHAI)

Act = Callable[[], Ack]


@dataclass(frozen=True, slots=True)
class Served:
    """The product on a Slack, and the people who use it; everything is said and done through `driver`."""

    slack: LocalSlack
    driver: Driver
    code: str
    """Makes whoever claims with it the first manager."""

    def opened(self, user: User, act: Act) -> View:
        """Do something and give the modal that opens for somebody, or takes the place of the one they had open."""
        before = self._shown(user)
        assert (ack := act()).ok, ack
        self.slack.wait_for(lambda: self._shown(user) not in (before, None))
        view = self.slack.open_view(user)
        assert view is not None
        return view

    def told(self, user: User, act: Act) -> Ephemeral:
        """Do something and give what somebody alone is then shown in a channel."""
        before = len(self.slack.told(user))
        assert (ack := act()).ok, ack
        self.slack.wait_for(lambda: len(self.slack.told(user)) > before)
        return self.slack.told(user)[-1]

    def wrote(self, user: User, act: Act) -> Message:
        """Do something and give what the bot then writes to somebody in their conversation."""
        place = self.slack.direct(user)
        before = len(self.slack.posted(place))
        assert (ack := act()).ok, ack
        self.slack.wait_for(lambda: len(self.slack.posted(place)) > before)
        return self.slack.posted(place)[-1]

    def home(self, user: User) -> View:
        """Open the app's Home for somebody and give it."""
        before = self._published(user)
        assert self.driver.open_home(user).ok
        self.slack.wait_for(lambda: self._published(user) != before)
        found = self.slack.home(user)
        assert found is not None
        return found

    def saves(self, view: View, values: Mapping[str, Any] | None = None) -> None:
        """Send a modal, which must be taken and close."""
        ack = self.driver.submit(view, values)
        assert ack.ok, ack
        assert not view.errors, view.errors
        assert self.slack.open_view(view.user) is None

    def _shown(self, user: User) -> tuple[str, str] | None:
        view = self.slack.open_view(user)
        return (view.id, view.hash) if view else None

    def _published(self, user: User) -> str | None:
        home = self.slack.home(user)
        return home.hash if home else None


@dataclass(frozen=True, slots=True)
class Day(Served):
    """The product in this process: `clock` is its own and Slack's; what waits is sent and done by `settle`."""

    app: Application
    clock: MovableClock
    delivery: DeliveryWorker
    pace: MovableClock
    languages: dict[str, Language] = field(default_factory=dict)
    """What is spoken in a channel (its id), where it is not Chinese."""

    def settle(self) -> None:
        """Do the jobs and send the messages that wait, the pace of the platform included."""
        while self.app.jobs.work_due() + self.delivery.deliver_due():
            self.pace.advance(self.pace.now() - self.pace.now() + _PACE)

    def posted(self, channel: Channel) -> list[Message]:
        """Give what the bot has posted in a channel after everything was delivered, in order."""
        self.settle()
        return self.slack.posted(channel)

    def check(self) -> None:
        """Raise AssertionError when Slack had to tell somebody of trouble, or words were in the wrong language."""
        assert self.slack.troubles == []
        for call in (*self.slack.called("views.open"), *self.slack.called("views.push")):
            if call.error is None:
                user = self.slack.users[self.slack.triggers[call.params["trigger_id"]].user]
                _in_language(_chrome(_json(call.params["view"])), spoken_by(user))
        for each in self.slack.ephemerals:
            _in_language(_buttons(each.blocks), spoken_by(self.slack.users[each.user]))
        for place in self.slack.channels.values():
            spoken = self.languages.get(place.id, Language.ZH)
            for message in self.slack.posted(place):
                other = spoken_by(self.slack.users[place.user]) if place.user else spoken
                _in_language(_buttons(message.blocks), other)


def spoken_by(user: User) -> Language:
    """Give the language that Slack says somebody has."""
    return Language.of(user.locale, Language.EN)
