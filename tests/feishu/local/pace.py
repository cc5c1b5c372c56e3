"""The rates that Feishu keeps: sliding windows over the local clock."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field

APP_RATES = ((50, 1.0), (1000, 60.0))
"""Sends of an app in a tenant: how many in how many seconds."""
CHAT_RATE = (5, 1.0)
"""Sends into one chat, direct or not, and updates of one message."""


@dataclass(slots=True)
class Pace:
    """When what was done, as long as it counts."""

    moments: dict[Hashable, list[float]] = field(default_factory=lambda: defaultdict(list))

    def wait(self, what: Hashable, now: float, most: int, seconds: float) -> float:
        """Give how long to wait until one more is allowed, 0 for none; it is not counted yet."""
        kept = [each for each in self.moments[what] if each > now - 60.0]
        self.moments[what] = kept
        recent = [each for each in kept if each > now - seconds]
        return 0.0 if len(recent) < most else recent[-most] + seconds - now

    def count(self, what: Hashable, now: float) -> None:
        """Count one."""
        self.moments[what].append(now)
