"""What a colleague is asked for in words, and by when where that is said: `补合同 周五前`, `log it by Tuesday`."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dossier import moments
from dossier.errors import DossierError
from dossier.moments import Precision
from dossier.reading import LINE_LENGTH, short
from dossier.worktime import WorkRule

FURTHEST = timedelta(days=366)
"""How far ahead something can be asked for: what is further is a slip of the pen."""
_NOT_LONG_AGO = timedelta(days=300)
_YEAR = re.compile(r"\d{4}")
_END_OF_DAY = time(23, 59)
# What names an end, without which a day in the words is a part of what is asked for: 补周二的纪要.
_ENDS = re.compile(r"[前内]|截止|截至|\b(?:by|before|until|till|due|within)\b", re.IGNORECASE)
# 三天内的变更, 周二之前的纪要: which ones are meant, not by when.
_WHICH = re.compile(r"\s*的")
# 周二前端联调: the front end.
_FRONT_END = re.compile(r"端|台|置|后端")
# by Tuesday team: whose it is. An end goes on with what joins it to the rest: by Tuesday to the customer.
_WHOSE = re.compile(
    r"\s+(?!(?:to|and|or|so|if|for|with|in|at|on|from|into|via|as|when|because|please|then|the|latest)\b)[a-z]",
    re.IGNORECASE,
)
_SAID = re.compile(r"\s*[|｜]\s*(?:截止时间|截止|时间|by|due)\s*[:：]?\s*(?P<when>[^|｜]*)\Z", re.IGNORECASE)
_LEADS = re.compile(r"(?:赶在|最晚|最迟|在|于)\s*\Z")
_LOOSE = " \t\n,，、:：;；|｜。-–—"
_WIDE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")


def asked_for(text: str, now: datetime, zone: ZoneInfo, work: WorkRule) -> tuple[str, datetime | None]:
    """Read what is asked for, and by when (UTC), None where that is not said; of a day it is the end of work.

    Raises DossierError for nothing, too much, and for an end that is past, too far ahead, or that there is not.
    """
    what, said = _parted(text, now, zone)
    what = " ".join(what.split())
    if not what:
        raise DossierError("duty-how")
    if len(what) > LINE_LENGTH:
        raise DossierError("too-long", max=LINE_LENGTH, length=len(what))
    return what, _moment(said, now, zone, work) if said else None


def _parted(text: str, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """Give what is asked for, and the words that say by when, "" for none. Raises DossierError for no such time."""
    if said := _SAID.search(text):
        return text[: said.start()], said["when"].strip() or said[0].strip()
    at = 0
    while found := moments.find(text[at:], now, zone):
        start, stop = at + found.at[0], at + found.at[1]
        behind = text[stop:]
        is_end = found.precision is Precision.DEADLINE and not _WHICH.match(behind)
        # 补报告 12月3日 18:00: a day and a time with nothing behind them need no word for an end.
        is_end = is_end or (found.precision is Precision.MOMENT and not behind.strip(_LOOSE))
        if is_end and not _is_named(text[start:stop], text[:start], behind):
            return _joined(text[:start], behind), text[start:stop]
        at = stop
    if _ENDS.search(text) and moments.impossible(text, now, zone):
        raise DossierError("duty-when", text=short(text.strip()))
    return text, ""


def _is_named(end: str, before: str, behind: str) -> bool:
    """Tell whether what reads like an end is part of a name: 周二 of 周二前端联调, Tuesday of "by Tuesday team"."""
    if end.endswith("前"):
        return _FRONT_END.match(behind) is not None
    return end[-1].isascii() and bool(before.strip(_LOOSE)) and _WHOSE.match(behind) is not None


def _joined(before: str, behind: str) -> str:
    """Give what is left of a text when its end has been taken out."""
    first, last = _LEADS.sub("", before).strip(_LOOSE), behind.strip(_LOOSE)
    wide = first and last and _WIDE.match(first[-1]) and _WIDE.match(last[0])
    return f"{first}{'' if wide else ' '}{last}"


def _moment(said: str, now: datetime, zone: ZoneInfo, work: WorkRule) -> datetime:
    try:
        moment = moments.parse_moment(said, now, zone)
    except moments.UnreadableDate:
        moment = _end_of(said, now, zone, work)
    moment = moment.astimezone(UTC)
    # 3月1日 on the third of March: the day that has just passed, not that of the next year.
    if moment <= now or (moment > now + _NOT_LONG_AGO and not _YEAR.search(said)):
        raise DossierError("duty-past", text=short(said))
    if moment > now + FURTHEST:
        raise DossierError("duty-far", text=short(said))
    return moment


def _end_of(said: str, now: datetime, zone: ZoneInfo, work: WorkRule) -> datetime:
    """Give when work ends on the last day that words name; today's is midnight when it has ended."""
    try:
        _, day = moments.parse_period(said, now, zone)
    except moments.UnreadableDate:
        try:
            day = moments.parse_day(said, now, zone)
        except moments.UnreadableDate:
            raise DossierError("duty-when", text=short(said)) from None
    closes = datetime.combine(day, work.closes, zone)
    return closes if closes > now else datetime.combine(day, _END_OF_DAY, zone)
