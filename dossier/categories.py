"""The six parts of a customer dossier."""

from enum import StrEnum

from dossier.language import Label


class Category(StrEnum):
    """A part of the dossier, in the order in which a dossier is read."""

    BASICS = "basics"
    BACKGROUND = "background"
    REQUIREMENTS = "requirements"
    IMPLEMENTATION = "implementation"
    ACCEPTANCE = "acceptance"
    OPERATION = "operation"

    @property
    def label(self) -> Label:
        """The category's name in both languages."""
        return _LABELS[self]


_LABELS = {
    Category.BASICS: Label("客户基本信息", "Customer basics"),
    Category.BACKGROUND: Label("项目背景与目标", "Background and goals"),
    Category.REQUIREMENTS: Label("需求与设计", "Requirements and design"),
    Category.IMPLEMENTATION: Label("实施过程", "Implementation"),
    Category.ACCEPTANCE: Label("测试与验收", "Test and acceptance"),
    Category.OPERATION: Label("运维与售后", "Operation and after-sales"),
}
