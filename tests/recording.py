"""A chat platform kept in memory, which loses, refuses and delays messages when it is told to."""

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from chat.messages import Message
from chat.platform import Busy, ChannelProfile, Closed, Content, Failed, Lost, Profile, Reason, Target, Unsure


@dataclass(frozen=True, slots=True)
class Posted:
    """A message as it stands on the platform."""

    ref: str
    target: Target
    key: str
    message: Message
    edits: int = 0


class RecordingPlatform:
    """The platform in memory (see chat.platform.Platform).

    A key sent twice is posted twice, unless `unsure` is REPEAT: then once, as platforms of that sort promise.
    """

    def __init__(
        self,
        name: str = "memory",
        unsure: Unsure = Unsure.LOOK_UP,
        settle_seconds: float = 0.0,
        pace_seconds: float = 0.0,
    ) -> None:
        """Take what is to be known of it."""
        self.name = name
        self.unsure = unsure
        self.settle_seconds = settle_seconds
        self.pace_seconds = pace_seconds
        self.messages: list[Posted] = []
        self.files: dict[str, bytes] = {}
        self.unfetched: dict[str, Failed | Busy | Lost] = {}
        """What is raised for files instead of their content."""
        self.sent: dict[str, tuple[Target, str, bytes]] = {}
        """What `send_file` has sent, by key."""
        self.people: dict[str, Profile] = {}
        self.gone: set[str] = set()
        """Channels and accounts that are no longer there."""
        self.shared: set[str] = set()
        """Channels in which people of other companies are."""
        self.calls: list[tuple[str, str]] = []
        """Every send, edit and find, as (method, key or reference), in order."""
        self._lock = threading.Lock()
        self._failures: deque[tuple[Failed | Busy | Lost, bool]] = deque()

    def fail_next(self, error: Failed | Busy | Lost | type[Failed | Busy | Lost], *, arrives: bool = False) -> None:
        """Have one more of the next sends and edits fail; with `arrives` it takes effect all the same."""
        made = error("told to fail") if isinstance(error, type) else error
        with self._lock:
            self._failures.append((made, arrives))

    def in_channel(self, workspace: str, channel: str) -> list[Message]:
        """Give what stands in a channel, in order."""
        with self._lock:
            return [
                each.message
                for each in self.messages
                if each.target.workspace == workspace and each.target.channel == channel
            ]

    def to_account(self, workspace: str, account: str) -> list[Message]:
        """Give what stands in somebody's direct messages, in order."""
        with self._lock:
            return [
                each.message
                for each in self.messages
                if each.target.workspace == workspace and each.target.account == account
            ]

    def send(self, target: Target, message: Message, key: str) -> str:
        """Keep a message and give its reference."""
        with self._lock:
            self.calls.append(("send", key))
            self._present(target)
            failure = self._failures.popleft() if self._failures else None
            if failure is None or failure[1]:
                ref = self._post(target, message, key)
            if failure is not None:
                raise failure[0]
            return ref

    def edit(self, target: Target, ref: str, message: Message) -> None:
        """Replace a message."""
        with self._lock:
            self.calls.append(("edit", ref))
            self._present(target)
            failure = self._failures.popleft() if self._failures else None
            if failure is None or failure[1]:
                self._replace(ref, message)
            if failure is not None:
                raise failure[0]

    def find(self, target: Target, key: str) -> str | None:
        """Give the reference of the message of a key."""
        with self._lock:
            self.calls.append(("find", key))
            return next((each.ref for each in self.messages if each.key == key), None)

    def look_up(self, workspace: str, account: str) -> Profile | None:
        """Give what `people` holds."""
        return self.people.get(account)

    def open_channel(self, workspace: str, channel: str) -> ChannelProfile | None:
        """Give the key as the name."""
        return None if channel in self.gone else ChannelProfile(channel, external=channel in self.shared)

    def members(self, workspace: str, channel: str) -> Sequence[str]:
        """Give nobody: here people are members by name."""
        return ()

    def fetch(self, workspace: str, file: str) -> Iterator[bytes]:
        """Give a file of `files` in pieces of 1024 bytes."""
        if file in self.unfetched:
            raise self.unfetched[file]
        if file not in self.files:
            raise Failed(f"no file {file}")
        content = self.files[file]
        return (content[start : start + 1024] for start in range(0, len(content), 1024))

    def send_file(self, target: Target, name: str, content: Content, key: str) -> str:
        """Keep a file in `sent`, under its key once."""
        with self._lock:
            self._present(target)
            self.sent[key] = (target, name, content.read_bytes() if isinstance(content, Path) else content)
            return f"f{len(self.sent)}"

    def _present(self, target: Target) -> None:
        if target.channel in self.gone:
            raise Closed(f"not found: {target.channel}", Reason.NOT_IN_CHANNEL)
        if target.account in self.gone:
            raise Failed(f"not found: {target.account}")

    def _post(self, target: Target, message: Message, key: str) -> str:
        if self.unsure is Unsure.REPEAT:
            for each in self.messages:
                if each.key == key:
                    return each.ref
        ref = f"m{len(self.messages) + 1}"
        self.messages.append(Posted(ref, target, key, message))
        return ref

    def _replace(self, ref: str, message: Message) -> None:
        for at, each in enumerate(self.messages):
            if each.ref == ref:
                self.messages[at] = replace(each, message=message, edits=each.edits + 1)
                return
        raise Failed(f"no message {ref}")
