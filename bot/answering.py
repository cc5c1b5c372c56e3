"""Answers in somebody's conversation with the bot: they go through the outbox, as all that is posted does."""

from datetime import datetime

from bot import codec
from chat.events import Source
from chat.messages import Message
from dossier.language import Language
from storage.accounts import acting
from storage.database import Connection
from storage.secrets import Keyring
from storage.store import Store


def answer(connection: Connection, keyring: Keyring, source: Source, message: Message, now: datetime) -> None:
    """Put an answer to whoever is the source of an event into the outbox; nothing for a workspace that is nobody's.

    An answer to the same event takes its place.
    """
    found = acting(connection, source.platform, source.workspace)
    if found is None:
        return
    actor, workspace, uid, key = found
    store = Store(connection, actor, now, keyring.organisation(uid, key))
    language = message.language or Language.spoken_in(message.text)
    said, subject = codec.encode(message), f"answer:{source.id}"
    store.outbox.answer(workspace, source.account, said, language.value, subject, source.thread)
