"""What takes events in, as the adapters of platforms know it."""

from collections.abc import Callable, Sequence
from typing import Protocol

from chat.events import Event
from chat.replies import Rendered

Handle = Callable[[Event], Rendered]


class EventHandler(Protocol):
    """Handles events and gives their answers; may be called from any thread, and never raises."""

    def handle(self, event: Event) -> Rendered:
        """Handle one event."""

    def handle_all(self, events: Sequence[Event]) -> Sequence[Rendered]:
        """Handle events that came together, which costs less than one after another."""
