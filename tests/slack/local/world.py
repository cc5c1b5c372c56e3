"""What exists in the local Slack: teams, users, channels, messages, views, files, tokens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class Team:
    """A workspace. `bot_user` and `bot` are the ids that our app's bot has in it, once it is installed."""

    id: str
    name: str
    domain: str
    bot_user: str
    bot: str


@dataclass(slots=True)
class User:
    """A person or a bot. `locale` as Slack writes it (zh-CN), `tz` an IANA zone."""

    id: str
    team: str
    name: str
    real_name: str
    tz: str = "Asia/Shanghai"
    locale: str = "en-US"
    email: str = ""
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    is_stranger: bool = False
    is_admin: bool = False
    deleted: bool = False

    def as_json(self, locale: bool = False, email: bool = True) -> Json:
        """Give the user object; a deactivated user has no zone and no locale in it, as at Slack."""
        profile = {"real_name": self.real_name, "display_name": self.name, "team": self.team}
        if email and self.email and not self.is_bot:
            profile["email"] = self.email
        found: Json = {
            "id": self.id,
            "team_id": self.team,
            "name": self.name,
            "deleted": self.deleted,
            "profile": profile,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 1700000000,
        }
        if self.deleted:
            return found
        found |= {"real_name": self.real_name, "tz": self.tz, "is_admin": self.is_admin, "is_owner": False}
        found |= {"is_restricted": self.is_restricted, "is_ultra_restricted": self.is_ultra_restricted}
        if self.is_stranger:
            found["is_stranger"] = True
        if locale:
            found["locale"] = self.locale
        return found


@dataclass(slots=True)
class Message:
    """A message as it stands in a channel; `bot` says that our app posted it."""

    channel: str
    ts: str
    user: str
    team: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    metadata: Json | None = None
    edited: Json | None = None
    subtype: str | None = None
    bot: str | None = None
    app: str | None = None
    files: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)

    def as_json(self, metadata: bool = False) -> Json:
        """Give the message object; metadata stays out of it unless it was asked for."""
        found: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text, "team": self.team}
        if self.bot:
            found |= {"bot_id": self.bot, "app_id": self.app}
        optional = {
            "subtype": self.subtype,
            "blocks": self.blocks,
            "thread_ts": self.thread_ts,
            "edited": self.edited,
            "files": self.files,
            "reactions": [{"name": n, "users": u, "count": len(u)} for n, u in self.reactions.items()],
            "metadata": self.metadata if metadata else None,
        }
        return found | {name: value for name, value in optional.items() if value}


@dataclass(slots=True)
class Ephemeral:
    """What one user alone was shown; `replaced` and `deleted` happen through a response_url."""

    channel: str
    user: str
    ts: str
    text: str
    blocks: list[Json]
    thread_ts: str | None = None
    deleted: bool = False


@dataclass(slots=True)
class Channel:
    """A conversation. `kind` is public, private, im or shared; `user` the other side of an im."""

    id: str
    name: str
    kind: str
    team: str
    members: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    teams: list[str] = field(default_factory=list)
    archived: bool = False
    user: str | None = None
    gone: bool = False

    def message(self, ts: str) -> Message | None:
        """Give the message of a timestamp, if there is one."""
        return next((each for each in self.messages if each.ts == ts), None)

    def as_json(self, bot_user: str) -> Json:
        """Give the conversation object as the bot of a workspace sees it."""
        if self.kind == "im":
            common = {"id": self.id, "created": 1700000000, "context_team_id": self.team, "is_archived": self.archived}
            return common | {"is_im": True, "user": self.user, "is_org_shared": False, "is_user_deleted": False}
        private, shared = self.kind == "private", self.kind == "shared"
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not private,
            "is_group": private,
            "is_im": False,
            "is_mpim": False,
            "is_private": private,
            "is_archived": self.archived,
            "is_general": False,
            "is_shared": shared,
            "is_org_shared": False,
            "is_ext_shared": shared,
            "is_pending_ext_shared": False,
            "is_member": bot_user in self.members,
            "context_team_id": self.team,
            "shared_team_ids": self.teams,
            "created": 1700000000,
            "num_members": len(self.members),
        }


@dataclass(slots=True)
class View:
    """A modal in somebody's stack or a published Home. `values` is what stands in it: block → action → value."""

    id: str
    team: str
    user: str
    content: Json
    hash: str
    app: str
    bot: str
    root: str = ""
    previous: str | None = None
    values: dict[str, Json] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """Give its blocks."""
        return list(self.content["blocks"])

    def as_json(self) -> Json:
        """Give the view object as it stands in replies and payloads."""
        content: Json = {"callback_id": "", "private_metadata": "", "external_id": ""}
        content |= {"title": None, "submit": None, "close": None, "clear_on_close": False, "notify_on_close": False}
        return (
            content
            | self.content
            | {
                "id": self.id,
                "team_id": self.team,
                "state": {"values": self.values},
                "hash": self.hash,
                "previous_view_id": self.previous,
                "root_view_id": self.root or self.id,
                "app_id": self.app,
                "bot_id": self.bot,
                "app_installed_team_id": self.team,
            }
        )


@dataclass(slots=True)
class File:
    """A file. `late` is one of a shared channel whose details come with files.info alone."""

    id: str
    team: str
    user: str
    name: str
    content: bytes = b""
    mimetype: str = "application/octet-stream"
    title: str = ""
    alt_text: str = ""
    complete: bool = True
    late: bool = False
    deleted: bool = False
    ims: list[str] = field(default_factory=list)

    def as_json(self, base_url: str, whole: bool = True) -> Json:
        """Give the file object; not whole is what an event carries of a file that arrives late."""
        if self.late and not whole:
            return {"id": self.id, "created": 1700000000, "mode": "file_access", "file_access": "check_file_info"}
        url = f"{base_url}/files-pri/{self.team}-{self.id}/{self.name}"
        found: Json = {"id": self.id, "created": 1700000000, "name": self.name, "title": self.title or self.name}
        found |= {"mimetype": self.mimetype, "filetype": self.name.rpartition(".")[2], "user": self.user}
        found |= {"mode": "hosted", "file_access": "visible", "size": len(self.content), "is_external": False}
        found["ims"] = list(self.ims)
        return found | {"url_private": url, "url_private_download": f"{url}?download=1"}


@dataclass(slots=True)
class Token:
    """A token of a workspace (bot) or of the app (Socket Mode)."""

    value: str
    team: str | None
    scopes: tuple[str, ...]
    user: str = ""
    expires_at: float | None = None
    refresh: str | None = None
    revoked: bool = False
    uninstalled: bool = False


@dataclass(slots=True)
class Trigger:
    """A right to open a view: for three seconds, once."""

    user: str
    team: str
    expires_at: float
    used: bool = False
    view: str | None = None


@dataclass(slots=True)
class ResponseUrl:
    """A right to answer an interaction: five times in thirty minutes."""

    channel: str
    user: str
    team: str
    expires_at: float
    uses_left: int = 5
    source: Message | Ephemeral | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """One call of a Web API method, as it came in."""

    method: str
    params: Mapping[str, Any]
    token: str | None
    error: str | None
