"""Links inside messages to what the web chat itself holds: uploads and messages; who reads decides their addresses."""

from urllib.parse import unquote

from bot.web.place import Place, path
from bot.web.platform import FILE_SCHEME, channel_conversation, direct_conversation
from storage.webchat import DOSSIER_SCHEME, Posted

MESSAGE_SCHEME = "message:"


def link_to(workspace: str, posted: Posted) -> str:
    """Give the link to a message of a workspace, as it is stored."""
    thread = [str(posted.thread)] if posted.thread else []
    return MESSAGE_SCHEME + path(workspace, posted.conversation, str(posted.id), *thread)


def is_ours(url: str) -> bool:
    """Tell whether a link leads to something in the web chat."""
    return url.startswith((FILE_SCHEME, MESSAGE_SCHEME, DOSSIER_SCHEME))


def address(url: str, place: Place) -> str | None:
    """Give the address of a link for who reads it at a place; None for what they cannot open, or no browser should."""
    if url.startswith(FILE_SCHEME):
        return place.home + path("files", url.removeprefix(FILE_SCHEME))
    if url.startswith(DOSSIER_SCHEME):
        return place.home + path("dossiers", url.removeprefix(DOSSIER_SCHEME))
    if url.startswith(MESSAGE_SCHEME):
        return _message(place, *(unquote(part) for part in url.removeprefix(MESSAGE_SCHEME).split("/")[1:]))
    return url if url.startswith(("https://", "http://")) else None


def _message(place: Place, workspace: str, conversation: str, message: str, thread: str = "") -> str | None:
    if workspace != place.persona.workspace:
        return None
    if conversation == direct_conversation(place.persona.account):
        where = f"{place.home}/dm"
    elif conversation.startswith(channel_conversation("")):
        where = place.home + path("c", conversation.removeprefix(channel_conversation("")))
    else:
        return None
    return f"{where}?thread={thread}#t{message}" if thread else f"{where}?message={message}#m{message}"
