"""The slash commands that Feishu shows while somebody types, kept in step with ours.

The SDK has no calls for them; the registry is `/open-apis/application/v7/app_slash_commands`. What somebody picks
arrives as a message, as if it had been typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.feishu.api import Api, Json, plain_request
from manifest.feishu import slash_commands

_PATH = "/open-apis/application/v7/app_slash_commands"
_PAGE = "100"


@dataclass(frozen=True, slots=True)
class Steps:
    """What has to be done for the registry to hold what it should: commands to add, to describe anew, to remove.

    `changed` and `removed` are what is registered, with its `command_id`.
    """

    added: Sequence[Json]
    changed: Sequence[tuple[Json, Json]]
    removed: Sequence[Json]

    @property
    def lines(self) -> list[str]:
        """Each step in words; none when both are in step."""
        return [
            *(f"+ /{each['command']}" for each in self.added),
            *(f"~ /{wanted['command']}" for _, wanted in self.changed),
            *(f"- /{each['command']}" for each in self.removed),
        ]


def steps(api: Api) -> Steps:
    """Compare what is registered with what should be. The registry is the app's own: what is not ours is left over
    from an earlier version. Raises Failed, Busy or Lost."""
    registered = {str(each["command"]): each for each in api.items(_page)}
    wanted = {str(each["command"]): each for each in slash_commands()}
    differing = [name for name in wanted if name in registered and not _same(registered[name], wanted[name])]
    return Steps(
        [each for name, each in wanted.items() if name not in registered],
        [(registered[name], wanted[name]) for name in differing],
        [each for name, each in registered.items() if name not in wanted],
    )


def apply(api: Api) -> Steps:
    """Do the steps and give them. Raises Failed, Busy or Lost; what was done until then stays done."""
    todo = steps(api)
    for each in todo.removed:  # First: there is room for a hundred.
        api.call(plain_request("DELETE", f"{_PATH}/{each['command_id']}"))
    for registered, wanted in todo.changed:
        api.call(plain_request("PATCH", f"{_PATH}/{registered['command_id']}", {"description": wanted["description"]}))
    for each in todo.added:
        api.call(plain_request("POST", _PATH, dict(each)))
    return todo


def _page(token: str) -> Any:
    asked = partial(plain_request, "GET", _PATH, page_size=_PAGE)
    return asked(page_token=token) if token else asked()


def _same(registered: Json, wanted: Json) -> bool:
    described, text = registered.get("description") or {}, wanted["description"]
    return bool({name: described.get(name) for name in text} == text)
