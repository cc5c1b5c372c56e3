"""What stands at Slack of a message: its pages are found again by the key in their metadata."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from bot.slack.api import Api, Json
from chat.platform import Failed, Reason

_EVENT = "dossier_post"
# How far our clock may be ahead of Slack's before anything was posted; over HTTP, requests are refused from 300 s on.
_SKEW_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a message stands or is to stand: a conversation, and the root of a thread in it.

    `ahead` is how far our clock, which is in the keys, is ahead of Slack's (seconds), as far as that is known.
    """

    workspace: str
    channel: str
    root: str | None
    ahead: float = 0.0


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands at Slack of one message: the `ts` of its pages by their number, and how many it was to have."""

    pages: Mapping[int, str]
    whole: int = 1


def standing(api: Api, spot: Spot, key: str) -> Standing:
    """Look up what stands at Slack under a key: in the thread it goes to, or in the conversation and its own thread."""
    since = _since(key, spot.ahead)
    if spot.root is not None:
        return _of_key(_replies(api, spot, spot.root, since), key)
    history = api.items(
        spot.workspace,
        api.web.conversations_history,
        "messages",
        channel=spot.channel,
        oldest=since,
        include_all_metadata=True,
    )
    first = next((message for message in history if _payload(message).get("key") == key), None)
    if first is None:
        return Standing({})
    if _whole(first) == 1:
        return Standing({1: first["ts"]})
    return _of_key(_replies(api, spot, first["ts"], first["ts"]), key)


def standing_at(api: Api, spot: Spot, first: str, wanted: int) -> tuple[str, Standing]:
    """Look up a message's key and pages by the `ts` of its first.

    Where threads cannot be read nothing of several pages was ever posted.
    """
    alone = (f"{spot.channel}:{first}", Standing({1: first}))
    try:
        replies = list(_replies(api, spot, spot.root or first, first))
    except Failed as error:
        if wanted > 1 and error.reason is not Reason.GONE:
            raise
        return alone
    key = next((_payload(message).get("key") for message in replies if message["ts"] == first), None)
    return (key, _of_key(iter(replies), key)) if key else alone


def _replies(api: Api, spot: Spot, root: str, since: str | None) -> Iterator[Json]:
    try:
        yield from api.items(
            spot.workspace,
            api.web.conversations_replies,
            "messages",
            channel=spot.channel,
            ts=root,
            oldest=since,
            inclusive=True,
            include_all_metadata=True,
        )
    except Failed as error:
        if error.reason is not Reason.GONE:
            raise


def metadata(key: str, number: int, whole: int) -> Json:
    """Give the metadata of a page (counted from 1); the first says how many there are to be."""
    payload: Json = {"key": key if number == 1 else f"{key}#{number}"}
    if number == 1 and whole > 1:
        payload["pages"] = whole
    return {"event_type": _EVENT, "event_payload": payload}


def _payload(message: Json) -> Json:
    given = message.get("metadata") or {}
    return given.get("event_payload") or {} if given.get("event_type") == _EVENT else {}


def _whole(message: Json) -> int:
    return int(_payload(message).get("pages", 1))


def _of_key(messages: Iterator[Json], key: str) -> Standing:
    """Pick a message's pages out of a thread."""
    found: dict[int, str] = {}
    whole = 1
    for message in messages:
        base, _, number = str(_payload(message).get("key", "")).partition("#")
        if base != key:
            continue
        found[int(number or 1)] = message["ts"]
        if not number:
            whole = _whole(message)
    return Standing(found, whole)


def _since(key: str, ahead: float) -> str | None:
    """Give a `ts` before which nothing can stand under a key: keys begin with their moment (UUIDv7, RFC 9562)."""
    try:
        uid = UUID(key)
    except ValueError:
        return None
    return f"{uid.int / 2**80 / 1000 - _SKEW_SECONDS - ahead:.6f}" if uid.version == 7 else None
