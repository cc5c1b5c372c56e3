"""Whether a message looks like something for the dossier: minutes, a change, a fix, a document. Rules, no model.

Silence is the better mistake: a rule asks for all that such a message has, and ends where anything speaks against it.
"""

import re
from collections.abc import Callable, Collection
from enum import StrEnum

_READ = 2_000
_SHORTEST = 8


class Looks(StrEnum):
    """What a message looks like; the value is the kind of record it would become."""

    MINUTES = "minutes"
    CHANGE = "change_request"
    FIX = "issue"


def looks_like(text: str) -> Looks | None:
    """Give what a message looks like, None for ordinary talk, commands and questions.

    Only its first 2,000 characters are read, and every pattern spans a bounded stretch of them.
    """
    read = text[:_READ].strip()
    if len(read) < _SHORTEST or read[0] in "/／":
        return None
    said = "\n".join(line for line in read.splitlines() if not line.lstrip().startswith((">", "＞"))).strip()
    return next((looks for looks, suits in _RULES if suits(said)), None)


def worth_asking(text: str, files: Collection[str] = ()) -> bool:
    """Tell whether a message with files of these names may belong into the dossier; what does not costs no query."""
    return looks_like(text) is not None or brings_document(text, files)


def brings_document(text: str, files: Collection[str]) -> bool:
    """Tell whether a message brings a document, and nothing in it asks something: by the files' names alone."""
    read = text[:_READ].strip()
    return not read.startswith(("/", "／")) and any(map(_DOCUMENT.search, files)) and not _ASKS.search(read)


_DOCUMENT = re.compile(r"\.(?:docx?|pdf|xlsx?|pptx?|wps|et|dps|vsdx?|xmind)$", re.IGNORECASE)


def _words(*alternatives: str) -> "re.Pattern[str]":
    return re.compile("|".join(alternatives), re.IGNORECASE)


_ASKS = _words(r"[?？]", r"(?:吗|么|呢|没|没有)[。!！~～ ]*$", r"^(?:谁|怎么|什么时候|有没有|能不能|要不要|是不是)")
_SUPPOSES = _words(
    r"如果|要是|假如|的话|是否",
    r"\b(?:what )?if\b|\bonce\b|\bmaybe\b|\bwhen (?:will|is|are)\b|\bshould we\b|\bcould we\b",
)

# Minutes: a meeting is named where the message begins, and what follows is built like minutes.
_MEETING = _words(
    r"纪要|会议|[周例晨站]会|开完会|会后|(?:评审|复盘|启动|讨论|沟通|电话|项目|总结|协调|验收|开)会",
    r"\b(?:minutes|meeting|stand-?up|retro(?:spective)?|kick-?off|sync|sprint planning|review|workshop|call)\b",
)
_NOTES = _words(
    r"纪要|记录|结论|小结|总结|要点|决议|会后整理",
    r"\b(?:minutes|notes|summary|recap|outcomes|decisions|takeaways)\b",
)
_LABELS = _words(
    r"(?:参会|与会|出席|参加)(?:人员?|者|方)?\s*[：:]",
    r"(?:决定|决议|结论|共识|待办|行动项|下一步|议定|遗留问题)\s*[：:]",
    r"达成(?:以下|了)?(?:共识|一致)",
    r"(?:定了|定下来|敲定|商定)\s*[：:]\s*\S",
    r"会(?:议|上)?(?:(?:一致)?(?:决定|同意|明确|商定)|(?:最后|最终)?(?:定了|敲定了?|确定了?))(?![下明后今]|时间|地点)\S{4}",
    r"\b(?:attendees|present|decisions?|decided|agreed|action items?|actions|next steps?|follow-?ups?|to-?do)\s*[:：]",
    r"\bwe agreed (?:to|on|that)\b|\bagreed on\b",
    # Who decided to skip a meeting writes no minutes of it.
    r"\b(?:meeting|review|call|workshop|retro|sync|kick-?off)\b.{0,60}?"
    r"\b(?:we decided|it was (?:agreed|decided)) (?:to|that|on)\b",
    r"\b(?:decisions?|outcomes?|takeaways|action items) (?:of|from) [^:：\n]{2,40}[:：]",
)
_ITEM = re.compile(r"^\s{0,8}(?:[-*•·]|\d{1,2}[.)、．]|[一二三四五六七八九十][、.])\s?\S", re.MULTILINE)
_INLINE_ITEMS = re.compile(r"[一1][、.].{2,200}[二2][、.]")
_NO_MINUTES = _words(
    r"模板|议程|提前准备|会议室|谁来写|记得|发我|^.{0,10}(?:明天|下周)",
    r"\btemplate\b|\bagenda\b|\bplease (?:read|prepare)\b|\bsend me\b|^.{0,30}\b(?:tomorrow|next week)\b",
)
_HEAD = 60


def _minutes(said: str) -> bool:
    head = said[:_HEAD]
    if len(said) < 20 or _ASKS.search(said) or _NO_MINUTES.search(said) or not _MEETING.search(head):
        return False
    if _LABELS.search(said):
        return True
    listed = len(_ITEM.findall(said)) > 1 or _INLINE_ITEMS.search(said) is not None
    return listed and _NOTES.search(head) is not None


# A change: it is called one, or somebody of the customer's wants a part of the product otherwise.
_CALLED_CHANGE = _words(
    r"(?:需求|范围)(?:有|的|已)?(?:变更|调整|变化|改动)\s*[：:]\s*\S{2}",
    r"(?:变更申请|变更需求|新增需求|新需求)\s*[：:]\s*\S{2}",
    r"提(?:了|出了?)(?:一?个)?新需求\s*[，,：:]\s*\S{2}",
    r"^(?:change request|cr|scope change|requirements? change[ds]?|new requirement)\s*[:：]\s*\S{2}",
    r"^feature request(?: from \w{1,30})?\s*[:：]\s*\S{2}",
)
_WANTED = _words(
    r"(?:客户|甲方|业务方|对方|用户方|[\u4e00-\u9fff]总|[A-Z]{2,12}\s?(?:那边|公司|方面)?).{0,10}?"
    r"(?:要求|希望|想|提出|决定|需要|说).{0,40}?"
    r"(?:改成|改为|换成|换为|增加|新增|加上|添加|加进去|加(?=一?个|[\u4e00-\u9fff]{2})|取消|删掉|删除|去掉|不要了)",
    r"\b(?:customer|client|they|[A-Z][A-Z0-9]{1,11})\b.{0,12}?"
    r"\b(?:wants?|would like|asked (?:us )?(?:to|for)|requests?|requested|needs?|decided)\b.{0,60}?"
    r"\b(?:instead|rather than|add(?:ed|itional)?|drop|remove|replace|rename|chang(?:e|ed)|support|show|one more|"
    r"not only)\b",
)
_PART = _words(
    r"功能|页|接口|字段|按钮|报表|导出|导入|登录|验证|模块|流程|短信|消息通知|有效期|格式|权限|系统|列表|筛选|支付|主题色",
    r"注册|抬头|英文版|轮播|弹窗|菜单|搜索|二维码|数据库|表单",
    r"\b(?:pages?|fields?|buttons?|exports?|imports?|log-?in|sign-?(?:in|up)|reports?|flow|feature|roles?|forms?|captcha)\b",
    r"\b(?:dashboard|notifications?|sms|api|screens?|filters?|search|menu|carousel|tax number|database)\b",
)
_NO_CHANGE = _words(
    r"没有?变|不变|做完|做到|做好了|已经(?:做|加|改)|上次|模板|见面|会议|开会|寄|几点|退款|驻场|培训|付款|现场|电话",
    r"\b(?:is|are) done\b|\bnot? chang|\bno change|\btemplate\b|\bmeet(?:ing)?\b|\bon site\b|\btraining\b|\blunch\b",
)


def _change(said: str) -> bool:
    if _ASKS.search(said) or _SUPPOSES.search(said) or _NO_CHANGE.search(said):
        return False
    if _CALLED_CHANGE.search(said):
        return True
    wanted = _WANTED.search(said)
    return wanted is not None and _PART.search(said) is not None


# A fix: it is done, it was in what is delivered, and it is said what it was or where it is now.
_DONE = _words(
    r"已(?:经)?(?:修复|解决|修好|改好|处理)|(?:修复|解决|处理|修|改|搞)(?:好|定)?了|修复并|搞定",
    r"问题(?:已经?)?解决(?!得|方案)|改回来就好|现在正常|重启后恢复|解决办法\s*[：:]",
    r"\b(?:fixed|resolved|solved)\b|\b(?:hot)?fix is (?:live|deployed|out)\b|\bpushed a fix\b",
    r"\bwork(?:s|ing)? again\b|\berror is gone\b|\bclosed the \w{1,20} bug\b",
)
_BROKEN = _words(
    r"报错|异常|接口|登录|支付|缓存|超时|补丁|配置|编码|导出|索引|附件|短信|订单|首页|页面|白屏|闪退|崩溃|小程序|内存",
    r"证书|连接池|回滚|时区|DNS|服务器|库存|上线|部署",
    r"\b(?:bug|issue|error|crash|log-?in|payments?|page|export|import|500|timeout|cache|certificate|sync|uploads?)\b",
    r"\b(?:index|orders|api|config|database|server|search)\b",
)
_TOLD = _words(
    r"原因|因为|根因|导致|[写配搞]错|错了|没(?:清|指定|转换|跑|加|关)|[换加]了|改回|补跑|回滚|重启|补丁|索引",
    r"上线|部署|发版|发布|生产|测试(?:环境|回归)|已发",
    r"\bcaus(?:e|ed)\b|\bwas\b|\bwere\b|\bbecause\b|\bby \w{2,20}ing\b|\badded\b|\breplaced\b|\brenewed\b",
    r"\bdeployed\b|\breleased\b|\bshipped\b|\bprod\b|\blive\b|\bretest\b|\bnow (?:go|use|run)",
)
_NOT_DONE = _words(
    r"还没|没(?:有)?(?:修|解决|搞定|上线|处理)|未(?:修复|解决|处理)|以为|又复现|又报错|正在|修复中|争取|预计|明天|等.{1,20}再",
    r"修复后|什么时候|可能|怀疑|感谢|谢谢|辛苦|太好了|终于|改了一下|会议|请假|报销|我的|电脑|快递|错别字|[吧][。!！]?$|\d%",
    r"\bnot? (?:yet )?(?:fixed|resolved|solved)|\bisn.t\b|\bstill\b|\bwill\b|\bthought\b|\bcame back\b|\bthanks\b",
    r"\btypo\b|\bgreat\b|\buntil\b|\bneed to\b|\bhow did\b|\bprice\b|\bdid ?n.t\b|\bdid not\b|\bresolved to\b",
    r"\blet me know\b|\bmy\b|\bnext release\b|\bplanned\b|\bplease (?:mark|close|update|fix)\b",
    r"\bslides\b|\bhave to\b|\bto be fixed\b",
)
_FIX_SHORTEST = 14


def _fix(said: str) -> bool:
    if len(said.encode()) < _FIX_SHORTEST or _ASKS.search(said) or _SUPPOSES.search(said) or _NOT_DONE.search(said):
        return False
    return all(each.search(said) for each in (_DONE, _BROKEN, _TOLD))


_RULES: tuple[tuple[Looks, Callable[[str], bool]], ...] = (
    (Looks.MINUTES, _minutes),
    (Looks.FIX, _fix),
    (Looks.CHANGE, _change),
)
