"""What was not made here is refused, and the refusal is audited."""

from chat.events import Tampered
from chat.replies import Answer
from chat.router import on
from dossier.errors import Refused
from handlers.context import Context


@on(Tampered)
def refuse(event: Tampered, ctx: Context) -> Answer:
    """Refuse a button or a form that somebody else made."""
    raise Refused("refused-forged")
