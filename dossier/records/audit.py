"""Closing audit: whether a dossier is fit to be put away after its project, and what we have learnt."""

from dossier.categories import Category
from dossier.duties import Trigger
from dossier.fields import Initial, LongText, Option, PastDay, Text, field
from dossier.kinds import Record, kind
from dossier.language import Label


class Found(Option):
    """What going through a part of the dossier has shown."""

    FINE = "fine", "没问题", "Fine"
    MENDED = "mended", "已整改", "Put right"
    TO_MEND = "to_mend", "还要整改", "Still to be put right"


@kind(
    command=("closing-audit", "结项审查"),
    zh="结项审查",
    en="Closing audit",
    icon="🧾",
    category=Category.OPERATION,
    folder=Label("回顾与审查", "Reviews and audits"),
    title="{scope}",
    search=("scope", "lacking", "lessons"),
    closes=Trigger.AUDIT,
    slash=False,
)
class ClosingAudit(Record):
    """One going-through."""

    scope: Text = field(zh="审查范围", en="What was audited", hint=("如：全部六类资料", "e.g. all six parts"))
    on: PastDay = field(zh="日期", en="Date", initial=Initial.TODAY)
    complete: Found = field(zh="资料齐全", en="Complete")
    lacking: LongText | None = field(zh="还缺什么", en="What is lacking")
    redundant: Found = field(zh="冗余已剔除", en="Nothing redundant")
    names: Found = field(zh="文件命名", en="Names of files")
    versions: Found = field(zh="版本", en="Versions")
    permissions: Found = field(zh="成员与权限", en="Members and permissions")
    stored: Found = field(zh="已入知识库", en="In the knowledge base")
    lessons: LongText = field(zh="经验教训", en="Lessons")
