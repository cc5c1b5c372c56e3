"""What in a question is, or may be, the name of a customer."""

import re

from chat.questions import ASKING, FILLERS, OURS, Question

_LENGTH = 300

# A company named by its kind of name, or by where an English question puts it.
_CUSTOMERS = (
    re.compile(r"(?P<name>[\u4e00-\u9fffA-Za-z0-9]{1,10}?(公司|集团|银行|医院|学校|科技|物流|零售))"),
    re.compile(r"\b(?:of|for|at|with|about|from)\s+(?:the\s+)?(?P<name>[A-Z][\w&-]*(?:\s+[A-Z][\w&-]*)?)"),
    re.compile(
        r"\b(?!(?:What|Who|How|It|That|There|Here|Let|Where|When|Why|Today|Yesterday|Tomorrow|He|She|Everybody|Everyone)\b)"
        r"(?P<name>[A-Z][\w&-]+)['’]s\b"
    ),
    # A name in Latin letters in front of a Chinese question; what is in capitals alone may as well be SMS, or UAT.
    re.compile(r"^\s*(?!(?:Bug|Issue|Email|Word|Excel)s?)(?P<name>[A-Z][a-z]{2,}[\w&-]*)(?=[\u4e00-\u9fff])", re.ASCII),
    re.compile(r"\b[Hh]and\s+(?P<name>[A-Z][\w&-]+)\s+over\b"),
    re.compile(r"\b[Ii]s\s+(?P<name>[A-Z][\w&-]+)\s+(?:healthy|complete|in\b)"),
    re.compile(r"\b[Ww]hat (?:did|has|have)\s+(?:the\s+)?(?P<name>[A-Z][\w&-]+)\s+(?:decided?|agreed?)\b"),
    re.compile(r"\b[Hh]ow(?:['’]s| is)\s+(?P<name>[A-Z][\w&-]*)\s+(?:doing|going)\b"),
    re.compile(r"\b(?:[Hh]ow is|[Ii]n)\s+the\s+(?P<name>[A-Z][\w&-]*)\s+(?:dossier|project|account)\b"),
)


# What "from" and "in" are followed by as well: "changes from Nov 1 to Nov 20".
_CALENDAR = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)(?:[a-z]*day|[a-z]{3,6})?\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"(客户|我们?|咱们|本|贵|该|这家|哪家|哪个)公司$")


def customer_in(text: str) -> str | None:
    """Give what looks like a customer's name in a question, None when there is nothing like it."""
    for pattern in _CUSTOMERS:
        for match in pattern.finditer(text[:_LENGTH]):
            if not _NOBODY.search(match["name"]) and not _CALENDAR.match(match["name"]):
                return match["name"]
    return None


WHOLE = frozenset(
    {
        Question.MISSING,
        Question.STATUS,
        Question.HEALTH,
        Question.PROFILE,
        Question.OWNER,
        Question.MEMBERS,
        Question.DECIDERS,
        Question.RENEWAL,
        Question.SATISFACTION,
    }
)
"""Questions about a dossier as a whole: what else is named in one is hardly anything but whose it is."""
# What other questions name may be what they are about: 支付有哪些问题. A proper name in Latin letters is not.
_PROPER = frozenset({Question.CHANGES, Question.ISSUES, Question.CONTACTS, Question.DECISIONS, Question.GOALS})
_BESIDES = re.compile(
    r"[\u4e00-\u9fff]{1,8}?(?:系统|平台|模块|功能|接口|部门|团队)"
    r"|到底|究竟|整个|整份|整体|总体|当前|大概|具体|详细|基本|重要|关键|主要|其他|全部|所有|需要|告诉|问一?下|麻烦|您好|你好|大家好|谢谢|帮忙"
    r"|启动|设计|开发|测试|上线|收尾|验收|培训|立项|运维|交付|实施|第一|风险|按时|及时|顺利|正常|严重|多久|哪位|几个"
    r"|版本|决策|拍板|续约|续签|意向|满意度|成员|分数?|健康|组织架构|甲方|乙方|老板|领导|联系人|对接人|联系方式|电话|手机|邮箱|变更|改动"
    r"|合同|会议|周报|月报|日报|报告|为什么|怎么|总结|汇总|原因|变化|趋势|下降|上升|里面?|[低高差看上下得很好]"
)
_HAN = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,6}(?![\u4e00-\u9fff])")
_CLAUSE = re.compile(r"[你我他她它们这那哪什么吗能要想说知觉不没前后时再还得和与或]|今天|明天|昨天|进入")
# Where a name stands in front of what is asked, or behind "in": 'Moonlight status', 'what is missing in Moonlight'.
_LATIN = (
    re.compile(
        r"^\W*(?!(?:Current|Overall|Latest|General|Recent|Full|Short|Quick|Weekly|Monthly|Project|Dossier|Customer|Client"
        r"|Delivery|Launch|Team|Our|My|Your|The|Show|Open|New|Any|All|Health|Test|Phase|Change|Issue|Defect|Key|Bug|Can"
        r"|Could|Let|No|Some|Many|Two|Three|Four|Last|Next|This|That|These|Those|Scope|Requirements?|Design|High|Low|Urgent"
        r"|Critical|Major|Minor|Pending|Outstanding|Approved|Rejected|Returned|Closed|Resolved|Today|Yesterday)\b)"
        r"(?P<name>[A-Z][\w&-]+)(?:['’]s)?\s+(?:dossier\s+|project\s+)?"
        r"(?:status|health|profile|contacts?|progress|overview|score|changes?|issues?|owner|members?)\b"
    ),
    re.compile(r"\bin\s+(?!Chinese|English)(?P<name>[A-Z][\w&-]+)\s*[?.!]*$"),
    re.compile(r"^\W*(?!(?:UAT|SIT|KPI|NDA|PM)\b)(?P<name>[A-Z][A-Za-z0-9&-]+)\s*(?=[\u4e00-\u9fff])", re.ASCII),
)


MAY_NAME_ONE = WHOLE | _PROPER
"""The questions in which a name may be a customer's."""


def perhaps_in(text: str, asked: Question) -> str:
    """Give what may be a customer's name in a question, "" where nothing is left that could be one.

    Less sure than `customer_in`: it is what is neither a word of asking nor one of the product's.
    """
    said = ASKING.sub(" ", text[:_LENGTH])
    if asked in MAY_NAME_ONE:
        for pattern in _LATIN:
            if (match := pattern.search(said)) and not _CALENDAR.match(match["name"]):
                return match["name"]
    if asked not in WHOLE:
        return ""
    left = _BESIDES.sub(" ", FILLERS.sub(" ", OURS.sub(" ", said)))
    found = _HAN.findall(left)
    # It is named first, or as who is presented; and is no clause.
    first = len(found) == 1 and re.search(rf"(?:^|是|介绍一?下?)\W*{found[0]}", text)
    return found[0] if first and not _CLAUSE.search(found[0]) else ""
