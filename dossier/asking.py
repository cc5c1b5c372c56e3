"""What a colleague is asked for in words, and by when where that is said: `补合同 周五前`, `log it by Tuesday`."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from operator import itemgetter
from zoneinfo import ZoneInfo

from dossier import moments
from dossier.errors import DossierError
from dossier.kinds import Kind
from dossier.moments import Precision
from dossier.reading import LINE_LENGTH, short
from dossier.worktime import WorkRule

FURTHEST = timedelta(days=366)
"""How far ahead something can be asked for: what is further is a slip of the pen."""
_NOT_LONG_AGO = timedelta(days=300)
_BEFORE = re.compile(r"前\s*\Z|\bbefore\b", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_END_OF_DAY = time(23, 59)
# What names an end, without which a day in the words is a part of what is asked for: 补周二的纪要.
_ENDS = re.compile(r"[前内]|截止|截至|\b(?:by|before|until|till|due|within)\b", re.IGNORECASE)
# 三天内的变更, 周二之前的纪要: which ones are meant, not by when.
_WHICH = re.compile(r"\s*的")
# 周二前端联调, 周二前一天: the front end, the day before.
_FRONT_END = re.compile(r"端|台|置|后端|期|[一两几\d]+[天日晚周]|夕")
# by Tuesday team, before Tuesday's review: what has its name from the day.
_OF_THE_DAY = re.compile(
    r"['’]s\b|\s+(?:evening|morning|night)?\s*(?:team|group|crew|squad|shift|class|release|build|sprint|version|edition|meeting"
    r"|review|demo|call|stand-?up|sync|workshop|minutes|notes)\b",
    re.IGNORECASE,
)
# 周三或周四前: which of them is not said.
_OR = re.compile(r"(?:或者?|还是|\bor)\s*\Z", re.IGNORECASE)
# 周三、周四前: nor is it here.
_LISTED = re.compile(r"\s*[、/]\s*\Z")
_SAID = re.compile(r"\s*[|｜]\s*(?:截止时间|截止|时间|by|due)\s*[:：]?\s*(?P<when>[^|｜]*)\Z", re.IGNORECASE)
_OR_THEN = re.compile(r"\s*(?:或者?|还是|or\b|[、/])\s*", re.IGNORECASE)
_LEADS = re.compile(r"(?:赶在|最晚|最迟|在|于)\s*\Z")
_DUE = re.compile(
    r"(?:(?:截止时间|截止日期|截止|期限|时间|\bdue|\bdeadline)\s*(?:date\s*)?[:：]|\bddl\s*[:：]?)\s*\Z", re.IGNORECASE
)
_BRACKETS = re.compile(r"[（(【\[]\s*[）)】\]]")
_LOOSE = " \t\n,，、:：;；|｜。-–—"
_STOPS = "，。；！？、,.;!?"
# What is written, and how: 补上线纪要, 把纪要补上; not whom something is sent to: 把报价单发给客户.
_WRITE_ZH = "补充|补|写|填|录入|录|登记|记录|更新|完善|整理|提交"
_ASKED_ZH = re.compile(
    rf"(?:^|{_WRITE_ZH})(?:一?[下条份个]|上|好)?(?P<before>[^,，。;；给向跟和与找同对让系访知复诉约见由被发问]{{0,20}})\Z"
)
_BEHIND_ZH = re.compile(rf"\s*(?:单|记录|表)?\s*(?:$|[,，。;；!！(（]|{_WRITE_ZH}|吧|谢)")
_WRITE_EN = "log|write|add|enter|record|fill in|file|submit|update|finish|complete|raise|note|put in"
_ASKED_EN = re.compile(
    rf"(?:(?:please|kindly|and)\s+)*(?:(?:{_WRITE_EN})\s+)?(?:(?:the|a|an|our|your|this|that|last|new)\s+)?"
    r"(?:(?!(?:to|with|for|from|of|at|by|about|in|on|and|or)\b)[\w'’-]+\s+){0,4}\Z",
    re.IGNORECASE,
)
_BEHIND_EN = re.compile(
    r"s?\s*(?:\Z|[,.;!(]|\b(?:of|for|from|about|on|in|at|to|with|please|again|too)\b)", re.IGNORECASE
)
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


def kind_asked_for(words: str, known: Iterable[Kind]) -> Kind | None:
    """Give the kind of entry that words name as what is to be written, None where any will do: a word on the way
    (发给客户, a call with the customer) names none."""
    said = " ".join(words.split())
    named = [
        (len(name), kind)
        for kind in known
        for name in (kind.command_zh, kind.label.zh, kind.command, kind.label.en)
        if _is_written(name, said)
    ]
    return max(named, key=itemgetter(0), default=(0, None))[1]


def _is_written(name: str, said: str) -> bool:
    if _WIDE.match(name[0]):
        word, asked, goes_on = re.escape(name), _ASKED_ZH.search, _BEHIND_ZH.match
    else:
        word, asked, goes_on = rf"\b{re.escape(name)}", _ASKED_EN.fullmatch, _BEHIND_EN.match
    found = re.finditer(word, said, re.IGNORECASE)
    return any(asked(said[: each.start()]) and goes_on(said[each.end() :]) for each in found)


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
        is_end = is_end or _DUE.search(text[:start]) is not None
        if is_end and not _is_named(text[start:stop], behind):
            if _OR.search(text[:start]) or _goes_on(behind, now, zone) or _is_one_of(text[:start], now, zone):
                raise DossierError("duty-when", text=short(text.strip()))
            return _joined(text[:start], behind), text[start:stop]
        at = stop
    if _ENDS.search(text) and moments.impossible(text, now, zone):
        raise DossierError("duty-when", text=short(text.strip()))
    return text, ""


def _is_named(end: str, behind: str) -> bool:
    """Tell whether what reads like an end is part of a name: 周二 of 周二前端联调, Tuesday of "by Tuesday team"."""
    of_it = _FRONT_END if end.endswith("前") else _OF_THE_DAY
    return of_it.match(behind) is not None


def _goes_on(behind: str, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether another time is said behind an end: by Wednesday or Thursday."""
    found = _OR_THEN.match(behind)
    then = moments.find(behind[found.end() :], now, zone) if found else None
    return then is not None and then.at[0] == 0


def _is_one_of(before: str, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether another time is said right before an end: 周三、周四前."""
    found, at = _LISTED.search(before), 0
    while found and (said := moments.find(before[at : found.start()], now, zone)):
        at += said.at[1]
        if at == found.start():
            return True
    return False


def _joined(before: str, behind: str) -> str:
    """Give what is left of a text when its end has been taken out: with one stop between two parts that had one."""
    first = _DUE.sub("", _LEADS.sub("", before)).rstrip(_LOOSE).lstrip(_LOOSE)
    last = behind.lstrip().rstrip(_LOOSE)
    if not first:
        return last.lstrip(_LOOSE)
    if not last or last[0] in _STOPS:
        return _BRACKETS.sub("", first + last).rstrip(_LOOSE)
    wide = _WIDE.match(first[-1]) and _WIDE.match(last[0])
    return _BRACKETS.sub("", f"{first}{'' if wide or _closes(first, last) else ' '}{last}").strip(_LOOSE)


def _closes(first: str, last: str) -> bool:
    return first[-1] in "（(【[" and last[0] in "）)】]"


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
    # 元旦前, before Saturday: nobody works on that day.
    while _BEFORE.search(said) and not work.works(day) and day > now.astimezone(zone).date():
        day -= timedelta(days=1)
    closes = datetime.combine(day, work.closes, zone)
    return closes if closes > now else datetime.combine(day, _END_OF_DAY, zone)
