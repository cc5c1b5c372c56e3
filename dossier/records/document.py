"""Linked document: something that is kept elsewhere and belongs to the dossier, with where it is."""

from dossier.categories import Category
from dossier.fields import Link, LongText, Text, field
from dossier.kinds import Record, kind


@kind(
    command=("document", "文档"),
    zh="文档链接",
    en="Linked document",
    icon="🔗",
    category=Category.IMPLEMENTATION,
    title="{title}",
    search=("title", "summary"),
    slash=False,
)
class LinkedDocument(Record):
    """One document."""

    title: Text = field(zh="名称", en="Title", hint=("如：部署方案（云文档）", "e.g. deployment plan in the wiki"))
    link: Link = field(zh="链接", en="Link")
    summary: LongText | None = field(zh="说明", en="Summary")
