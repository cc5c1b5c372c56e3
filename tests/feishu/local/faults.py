"""What goes wrong in the local Feishu on demand, call by call."""

import threading
from dataclasses import dataclass, field


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong: `kind` is rate, lose, cut, refuse, page, delay or hang."""

    kind: str
    times: int
    code: int = 0
    message: str = ""
    seconds: float = 0.0
    status: int = 400


@dataclass(slots=True)
class Faults:
    """Faults waiting for their calls, in the order they were asked for; calls by name, `*` stands for every one.

    Names: token, message.create, message.reply, message.patch, message.get, message.list, message.delete,
    message.resource, image.create, image.get, file.create, file.get, chat.get, chat.list, chat.members, user.get,
    user.batch, user.batch_get_id, bot.info, card.update, slash.create, slash.list, slash.patch, slash.delete,
    meeting.get, minute.get, minute.transcript, ws.endpoint, ws.connect.
    """

    waiting: dict[str, list[Fault]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def rate_limit(self, call: str, times: int = 1, seconds: float = 1, status: int = 429) -> None:
        """Answer 99991400 with x-ogw-ratelimit-reset (whole seconds); older APIs do so with status 400."""
        self._add(call, Fault("rate", times, seconds=seconds, status=status))

    def lose_reply(self, call: str, times: int = 1) -> None:
        """Do what is asked, then cut the connection."""
        self._add(call, Fault("lose", times))

    def cut(self, call: str, times: int = 1) -> None:
        """Cut the connection before anything is done."""
        self._add(call, Fault("cut", times))

    def refuse(self, call: str, code: int, message: str = "refused", times: int = 1, status: int = 400) -> None:
        """Answer with a code and do nothing."""
        self._add(call, Fault("refuse", times, code=code, message=message, status=status))

    def break_down(self, call: str, status: int = 502, times: int = 1) -> None:
        """Answer with a status and a page of HTML, and do nothing."""
        self._add(call, Fault("page", times, status=status))

    def delay(self, call: str, seconds: float, times: int = 1) -> None:
        """Do what is asked, and answer only after a while (real seconds)."""
        self._add(call, Fault("delay", times, seconds=seconds))

    def hang(self, call: str, times: int = 1) -> None:
        """Take the request and never answer; the connection ends with the client's or the server's end."""
        self._add(call, Fault("hang", times))

    def take(self, call: str) -> Fault | None:
        """Give the fault for a call that comes in now, using it up once."""
        with self._lock:
            for name in (call, "*"):
                queue = self.waiting.get(name, [])
                while queue and queue[0].times <= 0:
                    queue.pop(0)
                if queue:
                    queue[0].times -= 1
                    return queue[0]
        return None

    def _add(self, call: str, fault: Fault) -> None:
        with self._lock:
            self.waiting.setdefault(call, []).append(fault)
