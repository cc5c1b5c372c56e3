"""Defects as trackers export them: Jira, ZenTao (禅道) and TAPD, in Chinese and English."""

import re
from collections.abc import Iterable, Mapping

from dossier.fields import FieldSpec, Input
from dossier.kinds import Kind
from dossier.sheets.ours import as_meant, number_column
from dossier.sheets.reading import Table

REFERENCE, TITLE = "reference", "title"
NEEDED = (REFERENCE, TITLE)
"""The fields without which a row is no defect that can be found again."""

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "reference": (
        *("Issue key", "Key", "问题关键字", "关键字", "密钥", "Bug编号", "缺陷编号", "Bug ID", "BugID", "ID", "编号"),
        *("缺陷ID", "缺陷 ID", "Issue id", "问题ID", "短ID", "Reference"),
    ),
    "title": (
        *("Summary", "概要", "摘要", "主题", "Bug标题", "缺陷标题", "Bug Title", "Title", "标题", "缺陷名称", "Defect"),
        *("缺陷", "名称", "Name"),
    ),
    "severity": ("Severity", "严重程度", "严重性", "严重级别", "Priority", "优先级"),
    "status": ("Status", "状态", "Bug状态", "缺陷状态", "Bug Status"),
    "found_on": (
        *(
            "Created",
            "创建日期",
            "已创建",
            "创建时间",
            "Opened Date",
            "Date Created",
            "发现日期",
            "Found on",
            "提交时间",
        ),
        *("Created At", "报告日期"),
    ),
    "owner": (
        "Assignee",
        "经办人",
        "指派给",
        "Assigned To",
        "处理人",
        "当前处理人",
        "Current Owner",
        "Owner",
        "负责人",
    ),
    "details": (
        *("Description", "描述", "重现步骤", "详细描述", "Steps", "Repro Steps", "缺陷描述", "Details", "复现步骤"),
    ),
    "link": ("URL", "Link", "链接", "缺陷链接", "Issue URL"),
}
_SEVERITIES: Mapping[str, tuple[str, ...]] = {
    "critical": ("blocker", "critical", "highest", "fatal", "urgent", "致命", "紧急", "阻塞", "1", "p0", "s1"),
    "high": ("major", "high", "serious", "严重", "高", "2", "p1", "s2"),
    "medium": ("medium", "normal", "average", "一般", "中", "中等", "普通", "3", "p2", "s3"),
    "low": (
        "minor",
        "low",
        "lowest",
        "trivial",
        "prompt",
        "advice",
        "轻微",
        "提示",
        "建议",
        "低",
        "4",
        "5",
        "p3",
        "s4",
    ),
}
_STATUSES: Mapping[str, tuple[str, ...]] = {
    "open": (
        *(
            "open",
            "new",
            "to do",
            "todo",
            "in progress",
            "reopened",
            "reopen",
            "active",
            "assigned",
            "backlog",
            "suspended",
        ),
        *(
            "新",
            "新建",
            "新增",
            "待办",
            "待处理",
            "激活",
            "处理中",
            "进行中",
            "接受/处理",
            "已接受",
            "重新打开",
            "已分配",
            "挂起",
        ),
        *("未解决", "未确认", "已确认", "打开", "开放", "延期", "延期处理", "postponed", "待修复"),
    ),
    "fixed": (
        *("fixed", "resolved", "in review", "in testing", "ready for test", "to verify", "to be retested", "待复测"),
        *("已解决", "已修复", "待验证", "测试中", "待测试", "解决"),
    ),
    "closed": ("closed", "done", "verified", "complete", "completed", "已关闭", "完成", "已完成", "已验证", "关闭"),
    "rejected": (
        *("rejected", "won't fix", "wontfix", "won't do", "invalid", "duplicate", "cannot reproduce", "by design"),
        *("不予解决", "无法重现", "设计如此", "重复bug", "外部原因", "已拒绝", "拒绝", "非缺陷", "no defect"),
    ),
}
_MEANINGS = {
    field: {word: option for option, words in table.items() for word in words}
    for field, table in (("severity", _SEVERITIES), ("status", _STATUSES))
}
_TIME = re.compile(r"(?<=\d)[ T]+(?:上午|下午|AM|PM)?\s*\d{1,2}:\d{2}.*$", re.IGNORECASE)
_ACCOUNT = re.compile(r"\s*[(（][^()（）]*[)）]\s*$|[;；,，].*$")
_NUMBER = re.compile(r"\s*[(（]#\d+[)）]\s*$")


def column_names() -> Iterable[str]:
    """Give every name that a column is recognised by."""
    return (name for names in _COLUMNS.values() for name in names)


def asked(kind: Kind) -> list[FieldSpec]:
    """Give the fields of the kind that a column can be for: all that can be typed; the id and the title first."""
    specs = [spec for spec in kind.fields if spec.input is not Input.ATTACHMENTS and not spec.retired]
    return sorted(specs, key=lambda spec: NEEDED.index(spec.name) if spec.name in NEEDED else len(NEEDED))


def recognised(header: Iterable[str], kind: Kind) -> dict[str, str]:
    """Give the column of each field, by the names that trackers and the fields themselves have; each is taken once."""
    columns = {name.casefold(): name for name in reversed([each for each in header if each])}
    found: dict[str, str] = {}
    for spec in asked(kind):
        names = (*_COLUMNS.get(spec.name, ()), *spec.names)
        column = next((columns[name.casefold()] for name in names if columns.get(name.casefold())), None)
        if column is not None and column not in found.values():
            found[spec.name] = column
    return found


def typed(table: Table, cells: tuple[str, ...], columns: Mapping[str, str], kind: Kind) -> dict[str, str]:
    """Give what a row says in each field, as a person would type it; what is empty is left out."""
    said = cells_of(table, cells, columns, kind)
    return {spec.name: _as_typed(spec, said[spec.name]) for spec in asked(kind) if spec.name in said}


def cells_of(table: Table, cells: tuple[str, ...], columns: Mapping[str, str], kind: Kind) -> dict[str, str]:
    """Give what stands in the cell of each field in a row, as it was meant; what is empty is left out."""
    meant = as_meant if number_column(table.header) is not None else str
    found = {spec.name: cells[table.header.index(columns[spec.name])] for spec in asked(kind) if spec.name in columns}
    return {name: meant(text) for name, text in found.items() if text}


def _as_typed(spec: FieldSpec, text: str) -> str:
    bare = _NUMBER.sub("", text)
    if spec.name in _MEANINGS:
        return _MEANINGS[spec.name].get(bare.casefold(), bare)
    if spec.input is Input.DAY:
        return _TIME.sub("", text)
    if spec.input is Input.PERSON:
        # 李雷(lilei) and lilei@example.com are 李雷 and lilei; of several the first has it.
        name = _ACCOUNT.sub("", bare).partition("@")[0] if not bare.startswith("@") else bare
        return f"@{name.lstrip('@').strip()}" if name.strip() else ""
    return text
