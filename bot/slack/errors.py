"""What became of a call that Slack did not answer with `ok`: refused for good, refused for now, or unknown.

The source is each method's list of errors at https://docs.slack.dev/reference/methods. Codes that are not named here
refuse the call for good, as nearly all of the documented ones do.
"""

import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

from chat.platform import Busy, Closed, Failed, Lost, Reason

UNREACHABLE_SECONDS = 30.0
"""How long to wait when no connection could be made: an outage of the network is no failed attempt."""

# The documentation of both says that some aspect of the operation may have succeeded.
_UNKNOWN = frozenset({"fatal_error", "internal_error", "update_failed"})

# Documented as passing, and as refused before anything was done.
_FOR_NOW = frozenset(
    {
        "external_channel_migrating",
        "fetch_members_failed",
        "message_limit_exceeded",
        "org_login_required",
        "rate_limited",
        "ratelimited",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
        "token_expired",
    }
)

_CLOSED = {
    "channel_is_limited_access": (Reason.NOT_IN_CHANNEL, "the bot may not enter the channel"),
    "channel_not_found": (Reason.NOT_IN_CHANNEL, "the channel is gone, or private and without the bot: invite it"),
    "is_archived": (Reason.ARCHIVED, "the channel is archived"),
    "is_inactive": (Reason.ARCHIVED, "the channel is archived, frozen or deleted"),
    "not_in_channel": (Reason.NOT_IN_CHANNEL, "the bot is not in the channel: invite it"),
}

_NO_ACCOUNT = "the account is deactivated, or cannot be written to by apps"
_UNINSTALLED = "the app was uninstalled or its token was revoked: install it again"
_RESTRICTED = "the workspace's settings do not let the app do this: ask an administrator of the workspace"
_GONE = "the message or file is no longer there"
_REJECTED = "Slack does not accept this content"

_FOR_GOOD = {
    "access_denied": (Reason.RESTRICTED, _RESTRICTED),
    "account_inactive": (Reason.NO_TOKEN, _UNINSTALLED),
    "cannot_dm_bot": (Reason.NO_ACCOUNT, _NO_ACCOUNT),
    "file_deleted": (Reason.GONE, _GONE),
    "file_not_found": (Reason.GONE, _GONE),
    "ekm_access_denied": (Reason.RESTRICTED, _RESTRICTED),
    "invalid_auth": (Reason.NO_TOKEN, _UNINSTALLED),
    "invalid_blocks": (Reason.REJECTED, _REJECTED),
    "invalid_blocks_format": (Reason.REJECTED, _REJECTED),
    "messages_tab_disabled": (
        Reason.NO_ACCOUNT,
        "the app's messages tab is off: switch it on in its settings",
    ),
    "message_not_found": (Reason.GONE, _GONE),
    "missing_scope": (Reason.MISSING_SCOPE, "a permission of the app is missing: install it again"),
    "msg_blocks_too_long": (Reason.REJECTED, _REJECTED),
    "msg_too_long": (Reason.REJECTED, _REJECTED),
    "no_permission": (Reason.MISSING_SCOPE, "a permission of the app is missing: install it again"),
    "not_authed": (Reason.NO_TOKEN, _UNINSTALLED),
    "posting_to_channel_denied": (Reason.RESTRICTED, _RESTRICTED),
    "restricted_action": (Reason.RESTRICTED, _RESTRICTED),
    "restricted_action_non_threadable_channel": (Reason.RESTRICTED, _RESTRICTED),
    "restricted_action_read_only_channel": (Reason.RESTRICTED, _RESTRICTED),
    "restricted_action_thread_locked": (Reason.RESTRICTED, _RESTRICTED),
    "restricted_action_thread_only_channel": (Reason.RESTRICTED, _RESTRICTED),
    "thread_not_found": (Reason.GONE, _GONE),
    "team_access_not_granted": (Reason.MISSING_SCOPE, "the app is not installed in this workspace: install it"),
    "token_revoked": (Reason.NO_TOKEN, _UNINSTALLED),
    "user_disabled": (Reason.NO_ACCOUNT, _NO_ACCOUNT),
    "user_not_found": (Reason.NO_ACCOUNT, _NO_ACCOUNT),
    "user_not_visible": (Reason.NO_ACCOUNT, _NO_ACCOUNT),
}

# Raised while connecting or by the handshake: not a byte of the request has left.
_UNCONNECTED = (ConnectionRefusedError, socket.gaierror, ssl.SSLError)


def code(error: SlackApiError) -> str:
    """Give Slack's word for an error, `""` when the answer was none of Slack's own."""
    data = error.response.data
    said = data.get("error") if isinstance(data, Mapping) else None
    return said if isinstance(said, str) and re.fullmatch(r"[a-zA-Z0-9_]{1,80}", said) else ""


@contextmanager
def slack_errors() -> Iterator[None]:
    """Turn whatever a call raises into Failed (Closed), Busy or Lost, in plain words and without anything secret."""
    try:
        yield
    except SlackApiError as error:
        raise _refusal(error) from None
    except (OSError, HTTPException, UnicodeError) as error:
        raise unconnected(error) from None
    except (SlackClientError, ValueError) as error:
        # A token that cannot stand in a header is in the text of a ValueError.
        raise Failed(f"the call could not be made: {type(error).__name__}") from None


def unconnected(error: Exception) -> Busy | Lost:
    """Tell a connection that never came about from one that broke."""
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, _UNCONNECTED):
        return Busy("Slack cannot be reached", UNREACHABLE_SECONDS)
    return Lost(f"the connection to Slack broke: {type(cause).__name__}")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Give the seconds of a Retry-After header (RFC 9110, section 10.2.3), None without a usable one."""
    given = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return float(given) if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", str(given)) else None


def _refusal(error: SlackApiError) -> Failed | Busy | Lost:
    response: Any = error.response
    status, said = response.status_code, code(error)
    seconds = retry_after(response.headers)
    if status == 429 or said in _FOR_NOW:
        return Busy(f"Slack asks to wait: {said or status}", seconds)
    if said in _UNKNOWN or status >= 500 or (not said and status < 400):
        return Lost(f"Slack could not tell: {said or status}")
    if said in _CLOSED:
        reason, words = _CLOSED[said]
        return Closed(f"{said}: {words}", reason)
    if said == "missing_scope":
        needed = str(response.data.get("needed", ""))[:100]
        return Failed(f"missing_scope {needed}: {_FOR_GOOD[said][1]}", Reason.MISSING_SCOPE)
    if said in _FOR_GOOD:
        reason, words = _FOR_GOOD[said]
        return Failed(f"{said}: {words}", reason)
    return Failed(f"{said or status}: Slack refused it")
