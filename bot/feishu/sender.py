"""What goes out to Feishu: cards in every language of their readers, repeated under the same uuid when in doubt."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from bot import pictures
from bot.drawn_tree import draw
from bot.feishu import files
from bot.feishu.api import TIMEOUT_SECONDS, Api, Json
from bot.feishu.cards import card, cards
from bot.feishu.elements import Pictures
from bot.feishu.sdk import part
from chat.messages import Button, Message, Translated, Tree, trees_of
from chat.platform import Busy, ChannelProfile, Closed, Content, Failed, Lost, Profile, Reason, Target, Unsure
from dossier.language import Language
from storage.accounts import account_in
from storage.database import Database

NAME = "feishu"
# A chat takes five messages a second from all bots together.
_PACE_SECONDS = 0.2
_PAGE = 100


class FeishuPlatform:
    """The platform `feishu` (see chat.platform.Platform): one self-built app in the one tenant it belongs to.

    A reference is the message_id, followed by those of further cards in its thread where one was not enough, with
    commas between them.
    """

    name = NAME
    unsure = Unsure.REPEAT
    fetched = True
    multilingual = True
    pace_seconds = _PACE_SECONDS
    settle_seconds = TIMEOUT_SECONDS + 30.0

    def __init__(self, database: Database, api: Api, sign: Callable[[str, Button], str]) -> None:
        """Take the database, the API, and what signs a button for a workspace."""
        self._database = database
        self._api = api
        self._sign = sign

    def send(self, target: Target, message: Message, key: str) -> str:
        """Post a message and give its reference; under a key that was used within the hour, give what stands there."""
        pages = cards(*self._shown(target.workspace, message))
        with _told_of(target):
            first = self.post(target, pages[0], key)
            try:
                others = [self._reply(first, page, f"{key}-{n}") for n, page in enumerate(pages[1:], 2)]
            except Busy as error:
                # The first one stands there: it is to be repeated within the hour, or not at all.
                raise Lost(f"not every page stands there yet: {error}") from None
        return ",".join((first, *others))

    def post(self, target: Target, page: Json, uuid: str) -> str:
        """Post a card and give its message_id; Feishu takes a uuid once an hour."""
        if target.thread:
            return self._reply(target.thread.partition(",")[0], page, uuid)
        im = part("api.im.v1")
        body = im.CreateMessageRequestBody.builder().msg_type("interactive").content(_text(page)).uuid(uuid)
        body = body.receive_id(target.channel or target.account).build()
        request = im.CreateMessageRequest.builder().receive_id_type("chat_id" if target.channel else "open_id")
        return self._posted(request.request_body(body).build())

    def edit(self, target: Target, ref: str, message: Message) -> None:
        """Replace a message; one that needs more cards than stand there is cut, and says so.

        Raises Failed when it is no longer there, TooOld after fourteen days.
        """
        first, *others = ref.split(",")
        shown = self._shown(target.workspace, message)
        pages = cards(*shown) if others else (card(*shown),)
        with _told_of(target):
            if len(pages) > 1 + len(others) or not self._patch_others(others, pages[1:]):
                pages = (card(*shown),)
            self._patch(first, pages[0])
            for surplus in others[len(pages) - 1 :]:
                self._recall(surplus)

    def find(self, target: Target, key: str) -> str | None:
        """Give None: cards cannot be read back, nor is it needed where a repetition is safe."""
        return None

    def look_up(self, workspace: str, account: str) -> Profile | None:
        """Give what Feishu knows of a user; it knows those of the own company alone, as far as the app may see them."""
        request = part("api.contact.v3").GetUserRequest.builder().user_id(account).user_id_type("open_id").build()
        try:
            return profile_of(self._api.call(request)["user"])
        except Failed as error:
            if error.reason is Reason.NO_ACCOUNT:
                return None
            raise

    def open_channel(self, workspace: str, channel: str) -> ChannelProfile | None:
        """Give what is known of a group the bot is in; `external` says that people of other companies are too."""
        request = part("api.im.v1").GetChatRequest.builder().chat_id(channel).build()
        try:
            found = self._api.call(request)
        except Closed:
            return None
        if found.get("chat_status", "normal") != "normal":
            return None
        return ChannelProfile(str(found.get("name") or channel), external=bool(found.get("external")))

    def members(self, workspace: str, channel: str) -> list[str]:
        """Give the accounts in a group. Raises Failed for one with more than six thousand."""

        def page(token: str) -> Any:
            request = part("api.im.v1").GetChatMembersRequest.builder().chat_id(channel)
            request = request.member_id_type("open_id").page_size(_PAGE)
            return (request.page_token(token) if token else request).build()

        return [str(each["member_id"]) for each in self._api.items(page)]

    def fetch(self, workspace: str, file: str) -> Iterator[bytes]:
        """Read a file somebody sent, named `message_id/file_key`, in pieces of at most 64 kB."""
        return files.read(self._api, file)

    def send_file(self, target: Target, name: str, content: Content, key: str) -> str:
        """Send a file, as a picture where it is one."""
        kind, shown = files.put(self._api, name, content)
        im = part("api.im.v1")
        body = im.CreateMessageRequestBody.builder().msg_type(kind).content(_text(shown)).uuid(key)
        body = body.receive_id(target.channel or target.account).build()
        request = im.CreateMessageRequest.builder().receive_id_type("chat_id" if target.channel else "open_id")
        with _told_of(target):
            return self._posted(request.request_body(body).build())

    def _shown(self, workspace: str, message: Message) -> tuple[Mapping[Language, Message], Any, Any, Pictures]:
        """Give what a card is made of: the message by language, what signs its buttons, who is mentioned, pictures."""

        def mention(person: str) -> str | None:
            return self._database.read(partial(account_in, platform=NAME, workspace=workspace, person=person))

        drawn = {each.boxes: key for each in trees_of(message) if (key := self._drawn(each)) is not None}
        alone = {Language.spoken_in(message.text): message}
        languages = message.languages if isinstance(message, Translated) else alone
        return languages, partial(self._sign, workspace), mention, drawn

    def _drawn(self, tree: Tree) -> str | None:
        """Upload the picture of a tree and give its key; None where Feishu does not take it: the words are there."""
        try:
            return files.picture(self._api, pictures.png(draw(tree.boxes).svg))
        except Failed:
            return None

    def _reply(self, message: str, page: Json, uuid: str) -> str:
        im = part("api.im.v1")
        body = im.ReplyMessageRequestBody.builder().msg_type("interactive").content(_text(page)).uuid(uuid)
        body = body.reply_in_thread(True).build()
        return self._posted(im.ReplyMessageRequest.builder().message_id(message).request_body(body).build())

    def _posted(self, request: Any) -> str:
        found = self._api.call(request).get("message_id")
        if not isinstance(found, str) or not found:
            raise Lost("Feishu gave no message_id")
        return found

    def _patch(self, message: str, page: Json) -> None:
        im = part("api.im.v1")
        body = im.PatchMessageRequestBody.builder().content(_text(page)).build()
        self._api.call(im.PatchMessageRequest.builder().message_id(message).request_body(body).build())

    def _patch_others(self, messages: list[str], pages: tuple[Json, ...]) -> bool:
        """Replace the cards below the first; tell whether all of them are still there."""
        try:
            for message, page in zip(messages, pages, strict=False):
                self._patch(message, page)
        except Failed as error:
            if error.reason is not Reason.GONE:
                raise
            return False
        return True

    def _recall(self, message: str) -> None:
        try:
            self._api.call(part("api.im.v1").DeleteMessageRequest.builder().message_id(message).build())
        except Failed as error:
            if error.reason is not Reason.GONE:
                raise


@contextmanager
def _told_of(target: Target) -> Iterator[None]:
    """Say of somebody's chat with the bot that is closed what that means: they cannot be written to."""
    try:
        yield
    except Closed as error:
        if target.channel is not None:
            raise
        raise Failed(str(error), Reason.NO_ACCOUNT) from None


def profile_of(user: Json) -> Profile:
    """Give what a user of the contacts says of somebody.

    Neither a language nor a time zone is among it (https://open.feishu.cn/document/server-docs/contact-v3/user/get),
    and each field only where the app may read it: without the permission for the status everybody is active.
    """
    names = (user.get("name"), user.get("en_name"), user.get("nickname"))
    status = user.get("status") or {}
    off = any(status.get(name) for name in ("is_frozen", "is_resigned", "is_exited", "is_unjoin"))
    return Profile(
        next((name for name in names if name), str(user.get("open_id") or "")),
        email=user.get("enterprise_email") or user.get("email") or None,
        active=not off and status.get("is_activated") is not False,
    )


def _text(page: Json) -> str:
    return json.dumps(page, ensure_ascii=False, separators=(",", ":"))
