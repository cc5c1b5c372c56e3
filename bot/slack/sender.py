"""What goes out to Slack: messages with their further pages in a thread, found again by the key in their metadata."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TypeVar
from zoneinfo import available_timezones

import structlog

from bot.slack import blocks, charts, files
from bot.slack.api import TIMEOUT_SECONDS, Api, Json
from bot.slack.blocks import Page
from bot.slack.posted import Spot, Standing, metadata, standing, standing_at
from chat.messages import Button, Message
from chat.platform import Busy, ChannelProfile, Closed, Content, Failed, Lost, Profile, Reason, Target, Unsure
from storage.accounts import account_in
from storage.database import Database

NAME = "slack"
_PACE_SECONDS = 1.0
_PICTURE_SECONDS = 2.0
_MOST_PICTURES = 1000

T = TypeVar("T")
_log = structlog.get_logger(__name__)


class SlackPlatform:
    """The platform `slack` (see chat.platform.Platform).

    A reference is `channel:ts`, of the first page. The others stand in its thread and are posted one a second: after
    each, `send` and `edit` raise Busy, and go on where they were when they are called again.
    """

    name = NAME
    unsure = Unsure.LOOK_UP
    fetched = True
    pace_seconds = _PACE_SECONDS
    settle_seconds = TIMEOUT_SECONDS + 30.0

    def __init__(
        self, database: Database, tokens: Callable[[str], str], sign: Callable[[str, Button], str], base_url: str
    ) -> None:
        """Take the database, what gives a workspace's token, what signs a button for one, and where Slack is."""
        self._database = database
        self._sign = sign
        self._api = Api(tokens, base_url)
        self._web = self._api.web
        self._conversations: dict[tuple[str, str], str] = {}
        self._ahead = 0.0
        # Pictures that Slack is still looking at, by the page's key.
        self._pictures: dict[str, dict[int, str]] = {}
        # Files that were uploaded and may or may not have been shared, by key.
        self._sent: dict[str, str] = {}

    def send(self, target: Target, message: Message, key: str) -> str:
        """Post a message, or what is still missing of it; give the reference of its first page."""
        pages = self._pages(target.workspace, message)
        with self._reaching(target) as spot:
            # One page is posted without a look at what stands there: delivery asks `find` where there is a doubt.
            there = standing(self._api, spot, key) if len(pages) > 1 else Standing({})
            first = self._post_missing(spot, pages, key, there.pages)
        return f"{spot.channel}:{first}"

    def edit(self, target: Target, ref: str, message: Message) -> None:
        """Replace a message: its pages are changed, added and removed. Raises Failed when it is no longer there."""
        channel, _, first = ref.rpartition(":")
        pages = self._pages(target.workspace, message)
        spot = Spot(target.workspace, channel, _ts(target.thread))
        with _told_of(target):
            key, there = standing_at(self._api, spot, first, len(pages))
            for number, ts in sorted(there.pages.items()):
                if number <= len(pages):
                    self._change(spot, ts, pages[number - 1], metadata(key, number, len(pages)), f"{ref}#{number}")
                else:
                    self._remove(spot, ts)
            self._post_missing(spot, pages, key, there.pages)

    def find(self, target: Target, key: str) -> str | None:
        """Give the reference of a message that stands there with all its pages."""
        with self._reaching(target) as spot:
            there = standing(self._api, spot, key)
        whole = there.pages.keys() >= set(range(1, there.whole + 1))
        return f"{spot.channel}:{there.pages[1]}" if whole else None

    def look_up(self, workspace: str, account: str) -> Profile | None:
        """Give what Slack knows of a user; guests, bots and users of other workspaces are not `own`."""
        try:
            user = self._api.call(workspace, self._web.users_info, user=account, include_locale=True)["user"]
        except Failed as error:
            if error.reason is Reason.NO_ACCOUNT:
                return None
            raise
        return profile_of(user, workspace)

    def open_channel(self, workspace: str, channel: str) -> ChannelProfile | None:
        """Give what is known of a channel the bot is in; `external` says that people of other companies are too."""
        try:
            found = self._api.call(workspace, self._web.conversations_info, channel=channel)["channel"]
        except Closed:
            return None
        if not found.get("is_member") or found.get("is_archived"):
            return None
        shared = bool(found.get("is_ext_shared") or found.get("is_pending_ext_shared"))
        return ChannelProfile(str(found.get("name") or channel), external=shared)

    def members(self, workspace: str, channel: str) -> list[str]:
        """Give the accounts in a channel. Raises Failed for one with more than five thousand."""
        method = self._web.conversations_members
        return list(self._api.items(workspace, method, "members", limit=1000, channel=channel))

    def fetch(self, workspace: str, file: str) -> Iterator[bytes]:
        """Read a file somebody attached, in pieces of at most 64 kB."""
        return files.read(self._api, workspace, file)

    def send_file(self, target: Target, name: str, content: Content, key: str) -> str:
        """Send a file; one whose sending had no known outcome is looked for before it is sent again."""
        with self._reaching(target) as spot:
            earlier = self._sent.get(key)
            if earlier is None or not files.is_shared(self._api, target.workspace, earlier):
                if earlier is None and len(self._sent) >= _MOST_PICTURES:
                    self._sent.clear()
                self._sent[key] = earlier or files.put(self._api, target.workspace, name, content)
                files.share(self._api, target.workspace, self._sent[key], name, spot.channel)
        return f"{spot.channel}:{self._sent.pop(key)}"

    def _pages(self, workspace: str, message: Message) -> tuple[Page, ...]:
        def mention(person: str) -> str | None:
            return self._database.read(partial(account_in, platform=NAME, workspace=workspace, person=person))

        return blocks.pages(message, partial(self._sign, workspace), mention)

    @contextmanager
    def _reaching(self, target: Target) -> Iterator[Spot]:
        """Give where a target is; a direct conversation is opened first."""
        with _told_of(target):
            if target.channel is not None:
                yield Spot(target.workspace, target.channel, _ts(target.thread), self._ahead)
                return
            known = (target.workspace, target.account or "")
            if known not in self._conversations:
                opened = self._api.call(target.workspace, self._web.conversations_open, users=target.account)
                self._conversations[known] = str(opened["channel"]["id"])
            try:
                yield Spot(target.workspace, self._conversations[known], _ts(target.thread), self._ahead)
            except Closed:
                del self._conversations[known]
                raise

    def _post_missing(self, spot: Spot, pages: tuple[Page, ...], key: str, posted: Mapping[int, str]) -> str:
        """Post the first page that does not stand there yet, and give the first of all. Raises Busy for the others."""
        missing = [number for number in range(1, len(pages) + 1) if number not in posted]
        if not missing:
            return posted[1]
        number = missing[0]
        below = spot.root or posted.get(1)
        ts = self._post(spot, below, pages[number - 1], metadata(key, number, len(pages)))
        if len(missing) > 1:
            raise Busy(f"page {number} of {len(pages)} stands there", _PACE_SECONDS)
        return posted.get(1, ts)

    def _post(self, spot: Spot, below: str | None, page: Page, metadata: Json) -> str:
        def post(page: Page) -> str:
            answer = self._api.call(
                spot.workspace,
                self._web.chat_postMessage,
                channel=spot.channel,
                text=page.text,
                blocks=page.blocks,
                thread_ts=below,
                metadata=metadata,
                unfurl_links=False,
                unfurl_media=False,
            )
            # By Slack's clock; ours may be wrong, and what is posted is looked for by it.
            self._ahead = max(0.0, time.time() - float(answer["ts"]))
            return str(answer["ts"])

        return self._drawn(spot.workspace, page, metadata["event_payload"]["key"], post)

    def _change(self, spot: Spot, ts: str, page: Page, metadata: Json, name: str) -> None:
        def change(page: Page) -> None:
            self._api.call(
                spot.workspace,
                self._web.chat_update,
                channel=spot.channel,
                ts=ts,
                text=page.text,
                blocks=page.blocks,
                metadata=metadata,
            )

        self._drawn(spot.workspace, page, name, change)

    def _remove(self, spot: Spot, ts: str) -> None:
        try:
            self._api.call(spot.workspace, self._web.chat_delete, channel=spot.channel, ts=ts)
        except Failed as error:
            if error.reason is not Reason.GONE:
                raise

    def _drawn(self, workspace: str, page: Page, key: str, put: Callable[[Page], T]) -> T:
        """Put a page there; what Slack does not draw of it as pictures, or at last in words.

        Raises Busy once pictures are uploaded: Slack looks at them first, and refuses blocks with them meanwhile.
        """
        pictures = self._pictures.pop(key, None)
        if pictures is None:
            try:
                if not page.pictured:
                    return put(page)
            except Failed as error:
                if not page.native or error.reason is not Reason.REJECTED:
                    raise
            if uploaded := self._upload(workspace, page):
                if len(self._pictures) >= _MOST_PICTURES:
                    self._pictures.clear()
                self._pictures[key] = uploaded
                raise Busy("a picture is being uploaded", _PICTURE_SECONDS)
        try:
            return put(blocks.as_pictures(page, pictures))
        except Busy:
            if pictures:
                # They are uploaded, and wait with the page.
                self._pictures[key] = pictures
            raise
        except Failed as error:
            if not pictures or error.reason is not Reason.REJECTED:
                raise
        return put(blocks.as_pictures(page))

    def _upload(self, workspace: str, page: Page) -> dict[int, str]:
        """Upload pictures of what is drawn on a page; where Slack does not take files, give none."""
        try:
            return {index: charts.upload(self._api, workspace, drawn) for index, drawn in page.drawn.items()}
        except (Failed, Busy, Lost) as error:
            # No words wait for a picture.
            _log.warning("Slack did not take a picture", error=str(error))
            return {}


@contextmanager
def _told_of(target: Target) -> Iterator[None]:
    """Say of a direct conversation that is closed what that means: the account was deactivated."""
    try:
        yield
    except Closed as error:
        if target.channel is not None:
            raise
        raise Failed(str(error), Reason.NO_ACCOUNT) from None


def profile_of(user: Json, workspace: str) -> Profile:
    """Give what a user object of Slack's says of somebody (https://docs.slack.dev/reference/objects/user-object)."""
    about = user.get("profile") or {}
    names = (about.get("real_name"), about.get("display_name"), user.get("real_name"), user.get("name"))
    locale, zone = user.get("locale"), user.get("tz")
    return Profile(
        next((name for name in names if name), str(user["id"])),
        ("zh-CN" if locale.lower().startswith("zh") else "en-US") if locale else None,
        zone if zone in available_timezones() else None,
        about.get("email") or None,
        own=_own(user, workspace),
        active=not user.get("deleted"),
        human=not (user.get("is_bot") or user.get("is_app_user") or user["id"] == "USLACKBOT"),
    )


def _own(user: Json, workspace: str) -> bool:
    strange = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "is_app_user")
    teams = {user.get("team_id"), *(user.get("enterprise_user") or {}).get("teams", ())}
    return workspace in teams and user.get("id") != "USLACKBOT" and not any(user.get(name) for name in strange)


def _ts(thread: str | None) -> str | None:
    """Give the `ts` of a thread's root, which may be given as a reference."""
    return thread.rpartition(":")[2] if thread else None
