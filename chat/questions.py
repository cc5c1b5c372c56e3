"""What can be asked in a message, in Chinese and English, and how it is recognised."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Question(StrEnum):
    """A thing that can be asked."""

    HELP = "help"
    SEARCH = "search"
    HANDOVER = "handover"
    MISSING = "missing"
    OWED = "owed"
    CHANGES = "changes"
    ISSUES = "issues"
    CONTACTS = "contacts"
    OWNER = "owner"
    OWNED = "owned"
    HEALTH = "health"
    PROFILE = "profile"
    STATUS = "status"
    MINE = "mine"
    APPROVALS = "approvals"
    MY_DUTIES = "my_duties"
    UNTESTED = "untested"
    TESTS = "tests"
    SATISFACTION = "satisfaction"
    MEMBERS = "members"
    CONFIDENTIALITY = "confidentiality"
    DECIDERS = "deciders"
    RENEWAL = "renewal"
    EXPORT = "export"
    MOVE = "move"
    SHARE = "share"
    DECISIONS = "decisions"
    GOALS = "goals"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was recognised; `rest` is what is searched for.

    One that is `vague` names nothing of the product's, as in 怎么样了: it may as well be about the weather.
    """

    question: Question
    rest: str = ""
    vague: bool = False


WHO_OWNS = (
    r"(?:是|由)?谁(?:来|在)?(?:负责|主管|牵头|管理|管着?)(?:的|人)?|(?:项目)?(?:负责人|经理|owner|pm)\s*(?:现在|目前)?(?:是|叫)?\s*(?:谁|哪位)"
    r"|(?:谁|哪位)是.{0,30}?(?:负责人|项目经理|owner|pm)"
    r"|\bwho(?:['’]s|\s+is|\s+are)?\s+(?:currently\s+|now\s+)?(?:in\s+charge|responsible|accountable)\b"
    r"|\bwho\s+(?:owns|leads|manages|runs)\b"
    r"|\bwho(?:['’]s|\s+is|\s+are)?\s+(?:the\s+)?(?:(?:dossier|project)\s+)?(?:owners?|pm|manager|lead)\b"
    r"|^\s*(?:the\s+)?(?:owner|pm)\s+of\b"
)
"""How it is asked who owns a dossier."""

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
        Question.EXPORT,
        (
            r"^(?!.*(?:哪些|什么|失败|错|bug|吗|[?？]))\s*(?:请|帮我|麻烦|把|将)*(?P<what>.{0,30}?)(?:导出|下载)(?:一下|成|为|到)*(?P<rest>.*)$"
            r"|^(?!.*(?:\bfails?|\bbug|[?？]))\s*(?:please |can you )?(?:export|download)\b(?P<en>.*)$"
        ),
    ),
    (
        Question.MOVE,
        (
            r"^\s*(?:请|帮我|麻烦)*(?:[把将].{1,30}?)?(?:推进|进入|转入|切换|移)到?\s*(?P<rest>启动|设计|开发|测试|上线|收尾|结项)(?:阶段)?\s*[。！!]*\s*$"
            r"|^\s*(?:please )?(?:move|advance|switch)\b.{0,40}\b(?:in)?to\s+(?:the\s+)?(?:phase\s+)?"
            r"(?P<en>initiation|design|development|test|launch|closing)\b"
        ),
    ),
    (
        Question.SHARE,
        (
            r"(?P<rest>[#＃]\d+).{0,6}给客户(?:们|方)?(?:看|展示|共享)|共享\s*(?P<what>[#＃]\d+)"
            r"|\bshow\s+(?P<en>#\d+)\s+to\s+(?:the\s+)?(?:customer|client)"
        ),
    ),
    (
        Question.DECISIONS,
        (
            r"(?:决定|定|拍板)了?(?:些)?(?:什么|哪些|啥)|(?:什么|哪些|啥)决定|(?:会议?|评审|讨论|[周月天次日])上?(?:做出?)?的?(?:决定|决议|结论)(?:是|有|呢)?\s*[?？。]*\s*$"
            r"|(?:决定|决议|决策)(?:有|是)?(?:哪些|什么)|\bdecisions?\s+(?:about|on|of|from|in)\b"
            r"|\bwhat\b.*\b(?:decided?|decisions?|agreed? (?:on|to|upon))\b|\b(?:list|show)\b.*\bdecisions\b"
        ),
    ),
    (
        Question.HANDOVER,
        (
            r"(交接|移交|转交)(给|到)|[把将].{1,30}(交接|移交|转交)|^\s*(交接|移交|转交)\s*[@＠]"
            r"|\bhand\s+(it\s+)?over\b|\bhand\b.{1,40}\bover\s+to\b|\bhand-?over\b.{0,40}\bto\b"
        ),
    ),
    (
        Question.MY_DUTIES,
        (
            r"我(还|都)?(欠|要(补|写|交))(了|些)?(什么|哪些|啥)|我的(待办|任务)"
            r"|\bwhat (do|should) i (still )?(owe|enter|log)\b|\bmy (duties|to-?dos?|tasks)\b"
        ),
    ),
    (
        Question.MINE,
        r"我的(全部|所有)?(档案|项目|客户)|\b(all )?my (dossiers|projects|customers)\b",
    ),
    (
        Question.CONFIDENTIALITY,
        (
            r"(?:谁|哪些人|有谁).{0,8}(?:没|未|确认|签).{0,6}(?:保密|nda)|(?:保密|nda).{0,8}(?:谁|哪些人).{0,6}(?:没|未|确认|签)"
            r"|\bwho\b.*\b(?:confirmed|signed|agreed|accepted)\b.*\b(?:nda|confidentiality)\b"
        ),
    ),
    (
        Question.OWED,
        (
            r"谁.{0,6}(还没|没有|未|没|欠)|还有谁|哪些.{0,8}(没写|没交|未写|未提交|逾期)|(纪要|记录).{0,6}(没写|没交|未交)"
            r"|who\b.*\b(hasn'?t|has not|haven'?t|have not|still owes?|owes?)\b|which\b.*\boverdue|\boverdue\b"
        ),
    ),
    (
        Question.APPROVALS,
        (
            r"(等|待|需要?|要)(我|本人)(来|去)?(审批|审核|批准|批)|我(要|该|需要)?(审批|审核|批)(什么|哪些|啥)"
            r"|^\s*待(审核|审批)(的)?(有)?(哪些|什么)?\s*[?？。]*\s*$|(?:有|还有)(?:哪些|什么|没有)?待(?:审核|审批|批准)的?"
            r"|(?:哪些|什么|谁)(?:还|正|在|是)*等(?:着|待)?(?:被)?(?:审核|审批|批准)"
            r"|等(?:着|待)?(?:审核|审批|批准)的(?:都|还)?(?:有|是)?(?:哪些|什么)"
            r"|(?:审批|审核).{0,4}(?:没|未|待|等).{0,2}(?:通过|批准?|完成|处理|审)"
            r"|\b(?:which|what|any|are there)\b.*\bapprovals?\b.*\b(?:pending|open|waiting|outstanding)\b"
            r"|^(?:\W*(?:show|list|any|are there|the|me|all|our)\b)*\s*(?:pending|open|outstanding)\s+approvals?\b"
            r"|^\s*(what(['’]s| is)?\s+)?(pending|awaiting|waiting for)\s+approvals?\b"
            r"|\b(waiting|waits?|pending)\b.*\bmy approval\b|\bwhat (do|should) i (have to |need to )?approve\b"
        ),
    ),
    (
        Question.OWNED,
        (
            r"^(?!.*谁).*(?:负责|[管带])(?:的|了|着)?(?:有|是)?(?:哪些|什么|哪几个|几个)(?:项目|档案|客户)"
            r"|^(?!.*谁).*负责(?:的|了|着)?(?:有|是)?(?:哪些|什么)\s*[?？。]*\s*$"
            r"|^(?!.*\bwho\b).*\b(?:what|which)\b.*\b(?:does|do|is|are|am)\b.{1,40}\b(?:own|manage|lead|run"
            r"|responsible for|in charge of)\b|\b(?:dossiers?|projects?)\s+(?:are\s+)?(?:owned|managed|led|run)\s+by\b"
            r"|^(?!.*谁).*(?:哪些|什么|哪几个)(?:项目|档案|客户).{0,3}由.{1,30}(?:负责|管理|带)"
            r"|^(?!.*谁).*名下(?:的|有)*(?:哪些|什么)?(?:项目|档案|客户)"
            r"|\b(?!customer|client|what|who|it)\w+['’]s\s+(?:projects|dossiers)\b"
        ),
    ),
    (Question.OWNER, rf"^\s*(?:请问|想问|问一下)?\s*(?:{WHO_OWNS}).{{2,}}(?:问题|缺陷|bug|issue|#|＃)"),
    (
        Question.UNTESTED,
        (
            r"变更.{0,8}(?:没有?|未|缺少?)(?:被|经过?|做过?|重新)*(?:回归)?(?:复测|重测|测试|验证)"
            r"|(?:没有?|未|缺少?)(?:被|经过?|做过?|重新)*(?:回归)?(?:复测|重测|测试|测过?|验证)的?.{0,4}变更"
            r"|\bchanges?\b.*\b(?:without|lack(?:ing)?|need(?:ing)?)\s+"
            r"(?:a |an |any |to be )?(?:re-?)?test(?:s|ed|ing)?\b"
            r"|\bchanges?\b.*\b(?:not|n['’]t|never)\b.{0,12}\b(?:(?:re-?)?tested|verified)\b"
            r"|\b(?:untested|unverified)\b.*\bchanges?\b|\bchanges?\b.*\b(?:untested|unverified)\b"
        ),
    ),
    (
        Question.TESTS,
        (
            r"测试(?:用例)?.{0,3}(?:没有?|未|不)(?:有)?(?:通过|过(?!的)|执行|跑)|(?:没有?|未|不)(?:通过|执行)的?测试|失败的?测试|测试.{0,4}失败"
            r"|\b(?:which|what|list|show|any)\b.*"
            r"\btests?\b.*\b(?:failed|fail|not (?:been )?(?:passed|run)|(?:have|did)n['’]t)\b"
        ),
    ),
    (
        Question.MISSING,
        (
            r"缺(?!陷)(什么|哪些|啥|少|失)?|(完整|齐全?)(吗|么|嘛)|没填|未填|还差"
            r"|\b(what|which|anything)\b.*\b(is|are|still)?\s*(missing|lacking|incomplete)\b|\bis\b.*\bcomplete\b"
            r"|\bwhat\b.*\bstill needs?\b(?!\s+to\b)"
        ),
    ),
    (
        Question.ISSUES,
        (
            r"(未|没|待|尚未).{0,3}(解决|处理|关闭|修复).{0,6}|(问题|bug|缺陷).{0,8}(有哪些|列表|清单|没关|未关)|(列出|看看).{0,12}问题"
            r"|\b(open|unresolved|pending|outstanding)\b.*\b(issues?|problems?|bugs?)\b"
            r"|\b(issues?|problems?|bugs?)\b.*\b(open|unresolved|left|outstanding|since|between|last|past|this|from|in)\b"
            r"|(最近|近|上|本|这|今|昨).{0,8}(问题|bug|缺陷)"
            r"|\b(?:which|what|any|list|show)\b.*\bincidents?\b|线上(?:问题|故障)(?:有|列表|清单|情况)?"
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
        Question.DECIDERS,
        (
            r"决策(?:人|者)|谁(?:来|说了)?(?:拍板|决策|决定|算)|组织架构"
            r"|谁(?:要)?向.{1,20}汇报|向谁汇报|汇报给谁|\bwho\b.{1,40}\breports? to\b|\bwho reports to\b"
            r"|\bwho decides\b|\bdecision[- ]makers?\b|\borg(?:ani[sz]ation)? ?chart\b"
        ),
    ),
    (
        Question.GOALS,
        (
            r"(?<![a-z])kpis?(?![a-z])|(?:目标|指标)(?:完成|达成|达到|实现)|(?:哪些|什么)(?:目标|指标)|的目标(?:值)?是"
            r"|(?:^|的|项目|我们|客户|公司)(?:目标|指标)(?:有|都有|是)(?:哪些|什么|啥)"
            r"|\b(?:what|which|our|the)\b.*\b(?:goals|targets?)\b"
        ),
    ),
    (Question.RENEWAL, r"续约|续签|\brenewals?\b|\brenew\b"),
    (
        Question.CONTACTS,
        (
            r"(?P<rest>[^\s的]{2,12})的?(?:联系方式|(?:联系)?(?:电话|手机|邮箱))"
            r"|(?P<what>[^\s]{2,30})['’]s\s+(?:phone|mobile|e-?mail|number)"
            r"|(?:phone(?: number)?|e-?mail)(?: address)? (?:of|for) (?P<en>[^?？]+)"
            r"|联系人|对接人|联系方式|客户(?:方|那边)?的?负责人|\bcontacts?\b|\bphone number\b"
            r"|\bwho do (we|i) (call|talk to)\b"
        ),
    ),
    (
        Question.MEMBERS,
        (
            r"(?:谁|哪些人|有哪些|列出|看看).{0,6}成员|成员(?:有|都有|是|都是)?(?:哪些|谁|名单|列表)|项目组.{0,3}谁"
            r"|\bwho\b.*\bmembers?\b|\bwho\b.*\b(?:on|in) (?:the|this|our) (?:team|project|dossier)\b"
            r"|\b(?:list|show|which)\b.*\bmembers\b"
        ),
    ),
    (
        Question.SATISFACTION,
        (
            r"满意度.{0,8}(?:怎么样|如何|多少|高吗|好吗|趋势|走势|变化|下降|上升|提高|降)"
            r"|\bsatisfaction\b|\bhow satisfied\b|\bsurvey scores?\b"
        ),
    ),
    (Question.OWNER, WHO_OWNS),
    (
        Question.PROFILE,
        (
            r"介绍(一下|下)?|简介|客户(概况|画像)|(是|算)(一?[个家])?(什么样?|怎样|啥样?)的?(客户|公司)"
            r"|\b(introduce|tell (me|us) (more )?about|(customer )?profile|overview|at a glance)\b"
        ),
    ),
    (Question.HEALTH, r"健康度|健康(报告|状况|情况)|\bhealth(y|iness)?\b|\bscore\b"),
    (
        Question.STATUS,
        (
            r"进展|进度|状态|情况|(?:哪个|什么)阶段|阶段是|到哪(了|一步)|怎么样了?|概况"
            r"|\b(?:what|which) (?:phase|stage)\b"
            r"|\bstatus\b|\bprogress\b|\bhow is\b.*\b(going|doing)\b|\bwhere (are|is)\b.*\b(we|stand|at)\b|\bhow far\b"
        ),
    ),
)
_COMPILED = tuple((question, re.compile(pattern, re.IGNORECASE)) for question, pattern in _PATTERNS)
_LENGTH = 300

ASKING = re.compile(
    r"请|帮我|谁(?:在|来)?(?:负责|主管|牵头|管理)|介绍(?:一下)?|给我|看看|看一下|打开|列出|列一下|有没有|有(?:哪些|什么|啥)|哪些|吗"
    r"|怎么样|如何|怎样|多少分?|在哪里?|哪里|什么时候|何时|是?什么|最近一次"
    r"|\b(?:please|can you|how|when|where|much|many|satisfied|latest"
    r"|show|give|list|tell|us|what|which|are|is|were|was|there|any|do|does|did|have|has|we)\b|(?<!to )(?<!by )\bme\b",
    re.IGNORECASE,
)
"""Words that ask, and are no part of what is asked for."""

# What is asked in words that people use for everything else too, unless one of the product's own is among them.
_EVERYDAY = frozenset({Question.OWED, Question.MISSING, Question.PROFILE, Question.STATUS, Question.OWNER})
OURS = re.compile(
    r"档案|客户|项目|需求|变更|问题|缺陷|纪要|记录|更新|提交|资料|信息|阶段|进展|进度|状态|健康度|概况"
    r"|缺(?:什么|哪些|啥|少)|还差|未填|没填|逾期|负责人|[#＃]\s*\d|(?<![a-z])(?:pm|owner)(?![a-z])"
    r"|\b(?:dossiers?|customers?|clients?|accounts?|profiles?|projects?|records?|entry|entries|minutes|notes|changes?"
    r"|issues?|bugs?|contacts?|updated?|logged|phase|status|progress|missing|lacking|incomplete|owes?|overdue)\b",
    re.IGNORECASE,
)


def recognise(text: str) -> Asked | None:
    """Give what a message asks (its first 300 characters), None when it is nothing known."""
    said = text[:_LENGTH]
    for question, pattern in _COMPILED:
        if match := pattern.search(said):
            found = match.groupdict()
            rest = " ".join(filter(None, (found.get(name) for name in ("what", "rest", "en"))))
            vague = question in _EVERYDAY and not OURS.search(said)
            return Asked(question, rest.strip(" 。.?？!！"), vague)
    return None


# What a question of everyday words may hold and still be about nothing but what the channel is about.
FILLERS = re.compile(
    r"介绍|一下|简介|在|(?<![a-z])(?:pm|owner)(?![a-z])|负责人?|项目经理|主管|牵头|管理|是"
    r"|怎么样|怎样|情况|到哪|一步|完整|齐全|齐|缺|少|欠|现在|目前|最近|今天|我们|咱们|这边|这里|大家|这个|吗|呢|呀|啊|的|了|谁|还有|没有|没|写|交|都|有|哪些|什么|啥|还"
    r"|\b(?:who|hasn'?t|haven'?t|has|have|not|yet|how|is|are|it|this|that|everything|things|going|doing|now|today|so|far|the|we|us|at"
    r"|where|do|does|stand|here|still|anything|what|which|complete|owe|owes|needs?"
    r"|owns|owner|leads|manages|runs|responsible|in charge|accountable|pm|manager|of|for)\b|[\s\W]",
    re.IGNORECASE,
)


def says_no_more(text: str) -> bool:
    """Tell whether an everyday question is about nothing in particular: 怎么样了, "how is it going"."""
    return not FILLERS.sub("", text[:_LENGTH])
