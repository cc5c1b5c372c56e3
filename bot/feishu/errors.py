"""What became of a call that Feishu did not answer with code 0: refused for good, refused for now, or unknown.

The sources are the codes of each call (https://open.feishu.cn/document/server-docs/im-v1/message/create and its
neighbours), those of all calls (https://open.feishu.cn/document/server-docs/api-call-guide/generic-error-code) and the
rates (https://open.feishu.cn/document/server-docs/api-call-guide/frequency-control). Codes that are not named here
refuse the call for good, as nearly all of the documented ones do.
"""

import json
import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any

from chat.platform import Busy, Closed, Failed, Lost, Reason, TooLarge, TooOld

UNREACHABLE_SECONDS = 30.0
"""How long to wait when no connection could be made: an outage of the network is no failed attempt."""
# The rates that are kept without a word on how long count within a second.
_RATE_SECONDS = 2.0
_SAID = 200

STALE = frozenset({99991661, 99991663, 99991664, 99991665, 99991668, 99991671, 99991677})
"""The token is missing, wrong or past its end."""

_RATES = frozenset({230020, 99991400, 11232, 11233, 11247})
# Documented as passing, and as refused before anything was done; a card's token counts once its callback was answered.
_FOR_NOW = frozenset({230101, 300030})
# Internal errors, and a message that an earlier try is still sending.
_UNKNOWN = frozenset({1500, 1503, 2200, 5000, 230049})

_NOT_IN = "the bot is not in the group, or there is no such group: add it"
_NO_ACCOUNT = "the account cannot be written to by the app"
_NO_APP = "the app is switched off, or its secret is wrong"
_RESTRICTED = "the settings of the group or the company do not let the app do this"
_GONE = "the message or file is no longer there"
_REJECTED = "Feishu does not accept this content"
_PERMISSION = "a permission of the app is missing: add it and release a version"

_CLOSED = {
    230002: (Reason.NOT_IN_CHANNEL, _NOT_IN),
    230034: (Reason.NOT_IN_CHANNEL, _NOT_IN),
    232006: (Reason.NOT_IN_CHANNEL, _NOT_IN),
    232009: (Reason.ARCHIVED, "the group was dissolved"),
    232011: (Reason.NOT_IN_CHANNEL, _NOT_IN),
}

_FOR_GOOD: dict[int, tuple[Reason | None, str]] = {
    10003: (Reason.NO_TOKEN, _NO_APP),
    10005: (Reason.NO_TOKEN, _NO_APP),
    10014: (Reason.NO_TOKEN, _NO_APP),
    10015: (Reason.NO_TOKEN, _NO_APP),
    41012: (Reason.NO_ACCOUNT, "there is no such account"),
    41050: (Reason.NO_ACCOUNT, "the account is not among the contacts the app may see"),
    230001: (Reason.REJECTED, _REJECTED),
    230006: (Reason.MISSING_SCOPE, "the app has no bot: switch it on and release a version"),
    230011: (Reason.GONE, _GONE),
    230013: (Reason.NO_ACCOUNT, "the account is not among those the app is available to"),
    230018: (Reason.RESTRICTED, _RESTRICTED),
    230019: (Reason.GONE, _GONE),
    230022: (Reason.REJECTED, "the message holds what Feishu takes for sensitive"),
    230025: (Reason.REJECTED, _REJECTED),
    230027: (Reason.MISSING_SCOPE, _PERMISSION),
    230028: (Reason.REJECTED, "the company's audit does not let the message pass"),
    230029: (Reason.NO_ACCOUNT, "the person has left the company"),
    230035: (Reason.RESTRICTED, _RESTRICTED),
    230036: (Reason.RESTRICTED, _RESTRICTED),
    230038: (Reason.NO_ACCOUNT, "the account is another company's"),
    230053: (Reason.NO_ACCOUNT, "the person has stopped the bot's messages"),
    230054: (Reason.RESTRICTED, _RESTRICTED),
    230075: (Reason.RESTRICTED, _RESTRICTED),
    230099: (Reason.REJECTED, _REJECTED),
    230110: (Reason.GONE, _GONE),
    234001: (Reason.GONE, _GONE),
    234003: (Reason.GONE, _GONE),
    234004: (Reason.NOT_IN_CHANNEL, _NOT_IN),
    234043: (Reason.REJECTED, "files of such a message are not given out"),
    99991401: (Reason.RESTRICTED, "the app does not allow this server's address"),
    99991662: (Reason.NO_TOKEN, _NO_APP),
    99991672: (Reason.MISSING_SCOPE, _PERMISSION),
    99991673: (Reason.NO_TOKEN, _NO_APP),
    99992351: (Reason.NO_ACCOUNT, "there is no such account"),
    99992354: (Reason.GONE, _GONE),
}

_TOO_OLD, _TOO_LARGE = 230031, 234037

# Where these are among the causes, not a byte of the request has left; urllib3 is known by its names alone.
_UNCONNECTED = {
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeoutError",
    "gaierror",
    "ConnectionRefusedError",
}


class Stale(Failed):
    """The token was not accepted: another one may be."""


def answer(status: int, headers: Mapping[str, str], content: bytes) -> dict[str, Any]:
    """Give an answer of code 0. Raises Stale, Failed (Closed), Busy or Lost for any other, also for one in HTML."""
    try:
        found = json.loads(content)
    except ValueError:
        found = None
    code = found.get("code") if isinstance(found, dict) else None
    if not isinstance(found, dict) or not isinstance(code, int):
        raise _wordless(status, headers)
    if code == 0 and status < 400:
        return found
    raise _refusal(status, headers, code, str(found.get("msg") or ""))


def reset_seconds(headers: Mapping[str, str]) -> float | None:
    """Give how long Feishu asks to wait (x-ogw-ratelimit-reset, seconds), None where it does not say."""
    given = next((value for name, value in headers.items() if name.lower() == "x-ogw-ratelimit-reset"), "")
    # Nothing is left of a window that ends now, but its end is told in whole seconds.
    return max(float(given), 1.0) if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", str(given)) else None


@contextmanager
def connection_errors() -> Iterator[None]:
    """Turn what a broken connection raises into Busy or Lost, without anything secret."""
    try:
        yield
    except (OSError, HTTPException) as error:
        raise unconnected(error) from None
    except ValueError as error:
        # A token that cannot stand in a header is in the text of a ValueError.
        raise Failed(f"the call could not be made: {type(error).__name__}") from None


def unconnected(error: BaseException) -> Busy | Lost:
    """Tell a connection that never came about from one that broke."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError) or type(cause).__name__ in _UNCONNECTED:
            return Busy("Feishu cannot be reached", UNREACHABLE_SECONDS)
    return Lost(f"the connection to Feishu broke: {type(error).__name__}")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        reason = getattr(error, "reason", None)
        if isinstance(reason, BaseException):
            yield reason
        error = error.__cause__ or error.__context__


def _wordless(status: int, headers: Mapping[str, str]) -> Busy | Lost:
    """Tell what an answer means that is none of Feishu's own, such as a gateway's page."""
    if status == 429:
        return Busy("Feishu asks to wait", reset_seconds(headers))
    if 400 <= status < 500:
        return Busy(f"Feishu cannot be asked: {status}")
    return Lost(f"Feishu could not tell: {status}")


def _refusal(status: int, headers: Mapping[str, str], code: int, said: str) -> Failed | Busy | Lost:
    if code in _RATES or status == 429:
        return Busy(f"Feishu asks to wait: {code}", reset_seconds(headers) or _RATE_SECONDS)
    if code in _FOR_NOW:
        return Busy(f"Feishu asks to wait: {code}", reset_seconds(headers))
    if code in STALE:
        return Stale(f"{code}: the token was not accepted", Reason.NO_TOKEN)
    if code in _UNKNOWN or status >= 500:
        return Lost(f"Feishu could not tell: {code}")
    if code == _TOO_OLD:
        return TooOld(f"{code}: the message is older than fourteen days and cannot be changed any more")
    if code == _TOO_LARGE:
        return TooLarge(f"{code}: the file is larger than the 100 MB that Feishu gives out")
    if code in _CLOSED:
        reason, words = _CLOSED[code]
        return Closed(f"{code}: {words}", reason)
    known, words = _FOR_GOOD.get(code, (None, "Feishu refused it"))
    if known in (None, Reason.REJECTED, Reason.MISSING_SCOPE):
        # Which permission, or what in a card: only Feishu's own words say it.
        words = f"{words} ({' '.join(said.split())[:_SAID]})" if said else words
    return Failed(f"{code}: {words}", known)
