"""What stands in forms and is not saved yet, kept beside them: Slack tells nothing of it when one is closed."""

from collections.abc import Callable
from dataclasses import replace

from bot.slack import modals
from chat.events import Event, FormBegun, FormChanged, FormHeld, FormLeft, FormSubmitted, Source
from chat.forms import Form
from chat.replies import OpenForm, Rendered
from handlers.fill_form import PAGES
from handlers.keep_half_filled import HELD
from storage.ids import new_uid


class Keeping:
    """Has the product keep what is in forms; `handle` is its dispatcher."""

    def __init__(self, handle: Callable[[Event], Rendered]) -> None:
        """Take the product."""
        self._product = handle

    def begun(self, source: Source, form: Form) -> Form:
        """Give a form about to be shown with a name for what is kept of it.

        What one of several pages holds is kept at once: a page carries only what is on it.
        """
        if PAGES in form.ref:
            return form
        if len(modals.pages(form)) == 1:
            return replace(form, ref={**form.ref, PAGES: new_uid()}) if form.name in HELD else form
        answer = self._product(FormBegun(after(source, "begun"), form))
        return answer.form if isinstance(answer, OpenForm) else form

    def hold(self, event: FormSubmitted | FormChanged) -> None:
        """Keep what was entered into a form that stays open."""
        if PAGES in event.ref:
            self._product(FormHeld(after(event.source, "held"), event.name, event.ref, event.values))

    def left(self, source: Source, form: Form) -> Rendered:
        """Keep what is in a form that could not be opened; give the offer to open it."""
        return self._product(FormLeft(after(source, "left"), form))


def after(source: Source, what: str) -> Source:
    """Give the source of what follows from an event, one for each of them."""
    return replace(source, id=f"{source.id}:{what}")
