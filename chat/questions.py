"""What can be asked in a message, in Chinese and English, and how it is recognised."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Question(StrEnum):
    """A thing that can be asked."""

    HELP = "help"
    SEARCH = "search"
    MISSING = "missing"
    OWED = "owed"
    CHANGES = "changes"
    ISSUES = "issues"
    CONTACTS = "contacts"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was recognised; `rest` is what is searched for.

    One that is `vague` names nothing of the product's, as in 怎么样了: it may as well be about the weather.
    """

    question: Question
    rest: str = ""
    vague: bool = False


# The first that matches counts, so the more particular come first.
_PATTERNS: tuple[tuple[Question, str], ...] = (
    (
        Question.HELP,
        r"^\s*(帮助|怎么用|你能做什么|你会什么|help|what can you do|how does this work|\?|？)\s*[?？!！。.]*\s*$",
    ),
    (
        Question.SEARCH,
        r"^\s*(?:(?:请|帮我)?(?:搜索|搜一下|搜|查找|找一下|找找|查一下)(?:关于)?|(?:please\s+)?(?:search(?:\s+for)?|find|look\s+up))\s*[:：]?\s*(?P<rest>.+)$",
    ),
    (
        Question.OWED,
        (
            r"谁.{0,6}(还没|没有|未|没|欠)|还有谁|哪些.{0,8}(没写|没交|未写|未提交|逾期)|(纪要|记录).{0,6}(没写|没交|未交)"
            r"|who\b.*\b(hasn'?t|has not|haven'?t|have not|still owes?|owes?)\b|which\b.*\boverdue|\boverdue\b"
        ),
    ),
    (
        Question.MISSING,
        (
            r"缺(?!陷)(什么|哪些|啥|少|失)?|(完整|齐全?)(吗|么|嘛)|没填|未填|还差"
            r"|\b(what|which|anything)\b.*\b(is|are|still)?\s*(missing|lacking|incomplete)\b|\bis\b.*\bcomplete\b"
        ),
    ),
    (
        Question.ISSUES,
        (
            r"(未|没|待|尚未).{0,3}(解决|处理|关闭|修复).{0,6}|(问题|bug|缺陷).{0,8}(有哪些|列表|清单|没关|未关)|(列出|看看).{0,12}问题"
            r"|\b(open|unresolved|pending|outstanding)\b.*\b(issues?|problems?|bugs?)\b"
            r"|\b(issues?|problems?|bugs?)\b.*\b(open|unresolved|left|outstanding)\b"
        ),
    ),
    (
        Question.CHANGES,
        (
            r"变更|改了(什么|哪些|啥)|(需求|范围).{0,6}(改|调整)"
            r"|\bchanges?\b|\bchange requests?\b|\bwhat (has )?changed\b"
        ),
    ),
    (
        Question.CONTACTS,
        r"联系人|对接人|联系方式|客户方负责人|\bcontacts?\b|\bphone number\b|\bwho do (we|i) (call|talk to)\b",
    ),
    (
        Question.STATUS,
        (
            r"进展|进度|状态|情况|哪个阶段|到哪(了|一步)|怎么样了?|健康度|概况"
            r"|\bstatus\b|\bprogress\b|\bhow is\b.*\b(going|doing)\b|\bwhere (are|is)\b.*\b(we|stand|at)\b|\bhow far\b"
        ),
    ),
)
_COMPILED = tuple((question, re.compile(pattern, re.IGNORECASE)) for question, pattern in _PATTERNS)
_LENGTH = 300

# What is asked in words that people use for everything else too, unless one of the product's own is among them.
_EVERYDAY = frozenset({Question.OWED, Question.MISSING, Question.STATUS})
_OURS = re.compile(
    r"档案|客户|项目|需求|变更|问题|缺陷|纪要|记录|更新|提交|资料|信息|阶段|进展|进度|状态|健康度|概况"
    r"|缺(?:什么|哪些|啥|少)|还差|未填|没填|逾期"
    r"|\b(?:dossiers?|customers?|clients?|accounts?|profiles?|projects?|records?|entry|entries|minutes|notes|changes?"
    r"|issues?|bugs?|contacts?|updated?|logged|phase|status|progress|missing|lacking|incomplete|owes?|overdue)\b",
    re.IGNORECASE,
)


def recognise(text: str) -> Asked | None:
    """Give what a message asks (its first 300 characters), None when it is nothing known."""
    said = text[:_LENGTH]
    for question, pattern in _COMPILED:
        if match := pattern.search(said):
            rest = match.groupdict().get("rest") or ""
            vague = question in _EVERYDAY and not _OURS.search(said)
            return Asked(question, rest.strip(" 。.?？!！"), vague)
    return None


# A company named by its kind of name, or by where an English question puts it.
_CUSTOMERS = (
    re.compile(r"(?P<name>[\u4e00-\u9fffA-Za-z0-9]{1,10}?(公司|集团|银行|医院|学校|科技|物流|零售))"),
    re.compile(r"\b(?:of|for|at|with|about|from)\s+(?:the\s+)?(?P<name>[A-Z][\w&-]*(?:\s+[A-Z][\w&-]*)?)"),
    re.compile(r"\b(?:how is|in)\s+the\s+(?P<name>[A-Z][\w&-]*)\s+(?:dossier|project|account)\b"),
)


_NOBODY = re.compile(r"(客户|我们?|咱们|本|贵|该|这家|哪家|哪个)公司$")


def customer_in(text: str) -> str | None:
    """Give what looks like a customer's name in a question, None when there is nothing like it."""
    for pattern in _CUSTOMERS:
        if (match := pattern.search(text[:_LENGTH])) and not _NOBODY.search(match["name"]):
            return match["name"]
    return None
