"""Empties the outbox: each message once, in order per conversation, at the platform's pace; nothing resent blindly."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import structlog

from bot.backoff import backoff
from bot.presenting import Presenter
from chat.messages import Message
from chat.platform import REPEAT_SECONDS, Busy, Closed, Failed, Lost, Multilingual, Platform, Target, TooOld, Unsure
from storage import deliveries
from storage.channels import is_closed, mark_closed
from storage.database import Database
from storage.deliveries import MOST_ATTEMPTS, Delivery
from storage.ids import new_uid
from storage.undelivered import tell_owner

_SENDERS = 4
_MOST_CLAIMED = 16
_IDLE_SECONDS = 30.0
_log = structlog.get_logger(__name__)


def _system_now() -> datetime:
    return datetime.now(UTC)


class _Senders:
    """Threads that send what is claimed for them: more is claimed when half of that is done."""

    def __init__(self, name: str, done: Callable[[], None]) -> None:
        """Take what the threads are called, and what is called after each message."""
        self._pool = ThreadPoolExecutor(_SENDERS, thread_name_prefix=name)
        self._done = done
        self._lock = threading.Lock()
        self.busy_with = 0

    @property
    def room(self) -> int:
        """How many messages may be claimed now."""
        return _MOST_CLAIMED - self.busy_with if self.busy_with <= _MOST_CLAIMED // 2 else 0

    def send(self, deliver: Callable[[Delivery], None], delivery: Delivery) -> None:
        """Have a message delivered."""
        with self._lock:
            self.busy_with += 1
        self._pool.submit(self._send, deliver, delivery)

    def stop(self) -> None:
        """Finish what is claimed."""
        self._pool.shutdown()

    def _send(self, deliver: Callable[[Delivery], None], delivery: Delivery) -> None:
        try:
            deliver(delivery)
        except Exception:
            # Its lease ends by itself.
            _log.exception("what became of a message could not be noted", key=delivery.key)
        finally:
            with self._lock:
                self.busy_with -= 1
            self._done()


class DeliveryWorker:
    """One worker of the outbox; several, also in other processes, share it by leases.

    Answers have senders of their own: who asked sits there and waits, while hundreds are reminded at nine o'clock.
    """

    def __init__(
        self,
        database: Database,
        presenter: Presenter,
        platforms: Mapping[str, Platform],
        now: Callable[[], datetime] = _system_now,
    ) -> None:
        """Take the database, what renders, the platforms by name, and the system's clock (UTC), not the product's."""
        self._database = database
        self._presenter = presenter
        self._platforms = platforms
        self._now = now
        self._name = new_uid()
        self._wake = threading.Event()
        self._stopped = False
        self._senders = {
            answers: _Senders("answer" if answers else "send", self._wake.set) for answers in (True, False)
        }
        self._thread = threading.Thread(target=self._run, name="delivery", daemon=True)

    def start(self) -> None:
        """Begin to deliver, now and after every commit."""
        self._database.after_commit(self._wake.set)
        self._thread.start()

    def stop(self) -> None:
        """Finish what is being sent and stop."""
        self._stopped = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()
        for senders in self._senders.values():
            senders.stop()

    def deliver_due(self) -> int:
        """Send everything that is due now and give how many messages that were."""
        count = 0
        while True:
            self._wake.clear()
            # Asked beforehand: what is being sent may make the next of its conversation due.
            busy = any(senders.busy_with for senders in self._senders.values())
            handed, _ = self._hand_out()
            count += handed
            if not handed and not busy:
                return count
            if not handed:
                self._wake.wait(_IDLE_SECONDS)

    def _run(self) -> None:
        while not self._stopped:
            self._wake.clear()
            try:
                _, wait = self._hand_out()
            except Exception:
                _log.exception("the outbox could not be emptied")
                wait = backoff(1)
            self._wake.wait(min(max(wait, 0.05), _IDLE_SECONDS))

    def _hand_out(self) -> tuple[int, float]:
        """Claim what is due for senders who have room; give how much that was, and in how many seconds to look again.

        It is looked again sooner when a message has been sent, or something was written.
        """
        now, handed, wait = self._now(), 0, _IDLE_SECONDS
        if self._stopped:
            return handed, wait
        due = self._database.read(partial(deliveries.next_due, platforms=list(self._platforms)))
        for answers, senders in self._senders.items():
            room = senders.room
            if answers not in due or not room:
                continue
            wait = min(wait, (due[answers] - now).total_seconds())
            if due[answers] <= now:
                handed += self._claim(senders, room, answers=answers)
        return handed, wait

    def _claim(self, senders: _Senders, room: int, *, answers: bool) -> int:
        claim = partial(deliveries.claim, limit=room, answers=answers, platforms=list(self._platforms))
        claimed = self._database.write(partial(claim, worker=self._name, now=self._now()))
        for each in claimed:
            senders.send(self._deliver, each)
        return len(claimed)

    def _deliver(self, delivery: Delivery) -> None:
        platform = self._platforms[delivery.platform]
        target = Target(delivery.workspace_key, delivery.channel, delivery.account, delivery.thread)
        try:
            self._require_open(delivery)
            multilingual = isinstance(platform, Multilingual)
            present = self._presenter.present_translated if multilingual else self._presenter.present
            message = None if delivery.is_outdated(self._now()) else present(delivery)
            if message is None:
                self._note(delivery, partial(deliveries.withhold, worker=self._name))
                return
            ref = self._earlier(platform, target, delivery)
            if ref is None:
                if delivery.attempts > MOST_ATTEMPTS and platform.unsure is Unsure.LOOK_UP:
                    raise Failed("it was lost each time")
                ref = _put(platform, target, delivery, message)
            pause = timedelta(seconds=platform.pace_seconds)
            noted = partial(deliveries.sent, worker=self._name, ref=ref, now=self._now(), pause=pause)
            self._note(delivery, noted)
        except Failed as error:
            self._give_up(delivery, error)
        except Busy as error:
            self._busy(delivery, error)
        except Lost as error:
            self._later(delivery, str(error), "sending", platform.settle_seconds)
        except Exception as error:
            _log.exception("a message could not be sent", key=delivery.key, card=delivery.card)
            self._later(delivery, repr(error), "sending", max(platform.settle_seconds, backoff(delivery.attempts)))

    def _require_open(self, delivery: Delivery) -> None:
        channel = delivery.channel
        if channel is not None and self._database.read(lambda c: is_closed(c, delivery.workspace, channel)):
            raise Closed("the channel is closed")

    def _earlier(self, platform: Platform, target: Target, delivery: Delivery) -> str | None:
        """Give the message of an earlier attempt whose outcome was unknown, when it turns out that it arrived.

        Raises Failed where that can be neither looked up nor repeated safely. Replacing a message is safe to repeat.
        """
        if not delivery.doubtful or delivery.ref is not None:
            return None
        if platform.unsure is Unsure.GIVE_UP:
            raise Failed("it is unknown whether it arrived")
        if platform.unsure is Unsure.REPEAT:
            # When it was first tried is not kept; that was not before it was queued.
            if self._now() - delivery.queued_at > timedelta(seconds=REPEAT_SECONDS):
                raise Failed("it is unknown whether it arrived, and too late to send it again")
            return None
        return platform.find(target, delivery.key)

    def _busy(self, delivery: Delivery, error: Busy) -> None:
        """Wait as long as the platform says, which is no failed attempt; without a word from it, back off."""
        if error.seconds is None:
            # The platform may have been busy when it was asked whether an earlier attempt had arrived.
            state = "sending" if delivery.doubtful else "pending"
            self._later(delivery, str(error), state, backoff(delivery.attempts))
            return
        due = self._now() + timedelta(seconds=error.seconds)
        self._note(delivery, partial(deliveries.postpone, worker=self._name, error=str(error), due_at=due))

    def _later(self, delivery: Delivery, error: str, state: str, seconds: float) -> None:
        # The last attempt too is asked for before it is given up, when it may have arrived.
        if delivery.attempts >= MOST_ATTEMPTS + (state == "sending"):
            self._give_up(delivery, Failed(error))
            return
        due = self._now() + timedelta(seconds=seconds)
        self._note(delivery, partial(deliveries.retry, worker=self._name, error=error, due_at=due, state=state))

    def _give_up(self, delivery: Delivery, error: Failed) -> None:
        _log.error("a message was given up", key=delivery.key, card=delivery.card, error=str(error))

        def bury(connection: Any, delivery: Delivery) -> bool:
            if not deliveries.dead(connection, delivery, self._name, str(error)):
                return False
            # A channel is closed once, however much waits for it: its owner is told of that alone.
            closed = isinstance(error, Closed) and delivery.channel is not None
            news = not closed or mark_closed(connection, delivery.workspace, delivery.channel or "")
            if news and delivery.card != "undelivered":
                tell_owner(connection, delivery, str(error), error.reason)
            return True

        self._note(delivery, bury)

    def _note(self, delivery: Delivery, what: Callable[[Any, Delivery], bool]) -> None:
        if not self._database.write(lambda connection: what(connection, delivery)):
            _log.warning("another worker has taken the message over", key=delivery.key)


def _put(platform: Platform, target: Target, delivery: Delivery, message: Message) -> str:
    """Post a message, in the place of the one that stands there where there is one and it can be replaced."""
    if delivery.ref is not None:
        try:
            platform.edit(target, delivery.ref, message)
            return delivery.ref
        except TooOld:
            pass
    return platform.send(target, message, delivery.key)
