"""Trees as pictures for one person's eyes: they follow the words, once Slack has taken the picture in."""

import time
from dataclasses import dataclass

from bot.slack import charts
from bot.slack.api import Api, Json
from bot.slack.drawings import tree_picture
from bot.slack.markup import escape, one_line
from chat.messages import Tree
from chat.platform import Busy, Failed, Lost

_TRIES, _SECONDS = 20, 0.5


@dataclass(frozen=True, slots=True)
class Picture:
    """A tree that is to be shown in a workspace as a picture."""

    workspace: str
    tree: Tree


Body = Json | Picture
"""What is posted: as it is, or a picture that is still to be uploaded."""


def body(api: Api, picture: Picture) -> Json | None:
    """Upload a picture and give the body of the message that shows it; None where Slack does not take it.

    Slack looks at it for a moment, in which it refuses blocks with it: that is waited for.
    """
    tree = picture.tree
    try:
        file = charts.upload(api, picture.workspace, tree)
        if not _taken_in(api, picture.workspace, file):
            return None
    except (Failed, Busy, Lost):
        return None
    return {"text": escape(one_line(tree.takeaway)), "blocks": [tree_picture(tree, file)]}


def _taken_in(api: Api, workspace: str, file: str) -> bool:
    for _ in range(_TRIES):
        if api.call(workspace, api.web.files_info, file=file)["file"].get("mimetype"):
            return True
        time.sleep(_SECONDS)
    return False
