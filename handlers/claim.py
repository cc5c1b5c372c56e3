"""The first manager of a new installation: whoever types the code that the server printed."""

from chat.events import CommandGiven
from chat.replies import Answer, Notice
from chat.router import Command, command
from dossier.language import Label
from handlers.context import Context, Write
from storage.store import Store


@command(
    Command(
        "claim",
        "认领",
        Label("用安装代码成为首位管理员", "Become the first manager, by code"),
        Label("代码", "CODE"),
        "dossier",
        rank=70,
    )
)
def claim(event: CommandGiven, ctx: Context) -> Write:
    """Check the code and make the asker a manager."""

    def apply(store: Store) -> Answer:
        person = store.people.claim(event.text, ctx.workspace, ctx.source.account)
        return Notice("notice-claimed", {"name": person.name}, (("button-start", "start", {}),))

    return Write(apply)
