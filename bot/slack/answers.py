"""The answers of the product in Slack's shapes: messages for one person's eyes, modals, the Home page."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.slack import blocks, modals
from bot.slack.events import Metadata, Reader
from bot.slack.trees import Body, Picture
from chat.events import Source
from chat.forms import Form
from chat.messages import Message, say, trees_of
from chat.replies import Errors, Rendered, Show
from chat.texts import text
from dossier.language import Language
from handlers.fill_form import DRAFTS

Json = dict[str, Any]


def takes_its_place(answer: Rendered, payload: Mapping[str, Any]) -> bool:
    """Tell whether an answer replaces the message whose button was pressed: only what one person sees is replaced."""
    is_private = bool((payload.get("container") or {}).get("is_ephemeral"))
    return is_private and isinstance(answer, Show) and answer.instead


def saying(words: str) -> Callable[..., str]:
    """Give what gives sentences by their keys, in the language of some words."""
    language = Language.spoken_in(words)
    return lambda key, **data: text(language, key, **data)


def message_of(answer: Rendered) -> Message | None:
    """Give what an answer says, None for one that says nothing or opens a form."""
    match answer:
        case Show(message):
            return message
        case Errors(sentences):
            return say("\n".join(sentences.values()))
        case _:
            return None


class Answers:
    """Makes Slack's JSON of messages and forms. `mentioned` gives a person's user id by workspace and person's id."""

    def __init__(self, reader: Reader, mentioned: Callable[[str, str], str | None]) -> None:
        """Take what signs and who knows the accounts of people."""
        self._reader = reader
        self._mentioned = mentioned

    def private(self, workspace: str, message: Message) -> list[Body]:
        """Give a message for one person's eyes as the bodies of one post or more, pictures behind them."""
        first, others = self.at_once(workspace, message)
        return [first, *others]

    def at_once(self, workspace: str, message: Message) -> tuple[Json, list[Body]]:
        """Give the body with which something is acknowledged, and those of what follows; charts are in words."""
        pages = (blocks.as_pictures(page) for page in blocks.pages(message, *self._for(workspace)))
        first, *others = ({"text": page.text, "blocks": page.blocks} for page in pages)
        return first, [*others, *(Picture(workspace, tree) for tree in trees_of(message))]

    def modal(self, workspace: str, answer: Rendered) -> Json:
        """Give the message of an answer as a modal to read."""
        message = message_of(answer) or Message(())
        given = answer.language if isinstance(answer, Show) else None
        return blocks.modal(message, given or Language.spoken_in(message.text), *self._for(workspace))

    def home(self, workspace: str, message: Message) -> Json:
        """Give a message as the bot's Home page."""
        return blocks.home(message, *self._for(workspace))

    def form(self, source: Source, form: Form, page: int = 0) -> Json:
        """Give one page (from 0) of a form as a modal, which knows where it was asked for."""
        more = page + 1 < len(modals.pages(form))
        carried = Metadata(form.name, dict(form.ref), page, more, source.channel, source.thread, source.link)
        metadata = self._reader.sign_form(source.workspace, source.account, carried)
        drafted = bool(form.ref.keys() & DRAFTS)
        return modals.view(form, page, metadata, saying(form.submit or form.title), drafted=drafted)

    def _for(self, workspace: str) -> tuple[Callable[[Any], str], Callable[[str], str | None]]:
        return (
            lambda button: self._reader.sign_button(workspace, button),
            lambda person: self._mentioned(workspace, person),
        )
