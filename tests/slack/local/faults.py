"""What goes wrong in the local Slack on demand, method by method."""

import threading
from dataclasses import dataclass, field


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong: `kind` is rate, lose, cut, refuse, status or delay."""

    kind: str
    times: int
    error: str = ""
    seconds: float = 0.0
    status: int = 200


@dataclass(slots=True)
class Faults:
    """Faults waiting for their calls, in the order they were asked for. `*` as the method stands for every method."""

    waiting: dict[str, list[Fault]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def rate_limit(self, method: str, times: int = 1, seconds: float = 1) -> None:
        """Answer 429 with Retry-After (whole seconds)."""
        self._add(method, Fault("rate", times, seconds=seconds))

    def lose_reply(self, method: str, times: int = 1) -> None:
        """Do what is asked, then cut the connection."""
        self._add(method, Fault("lose", times))

    def cut(self, method: str, times: int = 1) -> None:
        """Cut the connection before anything is done."""
        self._add(method, Fault("cut", times))

    def refuse(self, method: str, error: str, times: int = 1) -> None:
        """Answer with an error and do nothing."""
        self._add(method, Fault("refuse", times, error=error))

    def break_down(self, method: str, status: int = 503, times: int = 1) -> None:
        """Answer with a status and a page that is no JSON, and do nothing."""
        self._add(method, Fault("status", times, status=status))

    def delay(self, method: str, seconds: float, times: int = 1) -> None:
        """Do what is asked, and answer only after a while (real seconds)."""
        self._add(method, Fault("delay", times, seconds=seconds))

    def take(self, method: str) -> Fault | None:
        """Give the fault for a call that comes in now, using it up once."""
        with self._lock:
            for name in (method, "*"):
                queue = self.waiting.get(name, [])
                while queue and queue[0].times <= 0:
                    queue.pop(0)
                if queue:
                    queue[0].times -= 1
                    return queue[0]
        return None

    def _add(self, method: str, fault: Fault) -> None:
        with self._lock:
            self.waiting.setdefault(method, []).append(fault)
