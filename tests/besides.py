"""Something of a test's own in front of the product's handlers."""

from collections.abc import Sequence

from chat.event_handler import Handle
from chat.events import Event
from chat.replies import Rendered


class OneByOne:
    """Handles events, each by itself, with a function."""

    def __init__(self, handle: Handle) -> None:
        """Take the function."""
        self.handle = handle

    def handle_all(self, events: Sequence[Event]) -> Sequence[Rendered]:
        """Handle events one after another."""
        return [self.handle(each) for each in events]
