"""The phases a project goes through, and what may still be written in each."""

from enum import StrEnum

from dossier.language import Label


class Phase(StrEnum):
    """A phase, in the order of a project's life."""

    INITIATION = "initiation"
    DESIGN = "design"
    DEVELOPMENT = "development"
    TEST = "test"
    LAUNCH = "launch"
    CLOSING = "closing"
    SEALED = "sealed"

    @property
    def label(self) -> Label:
        """The phase's name in both languages."""
        return _LABELS[self]

    @property
    def names(self) -> tuple[str, ...]:
        """What people call it, as it is compared."""
        zh, en = self.label.both()
        return self.value, zh, zh.removeprefix("已"), f"{zh}阶段", en.casefold()

    @property
    def number(self) -> int:
        """The place in the order, from 0."""
        return _NUMBERS[self]

    @property
    def writable(self) -> bool:
        """Whether records may still be added or changed."""
        return self is not Phase.SEALED

    @property
    def over(self) -> bool:
        """Whether the project has come to its end."""
        return self in (Phase.CLOSING, Phase.SEALED)

    def reached(self, other: "Phase") -> bool:
        """Tell whether a project in this phase has come to `other` or gone past it."""
        return self.number >= other.number


_NUMBERS = {phase: number for number, phase in enumerate(Phase)}
_LABELS = {
    Phase.INITIATION: Label("启动", "Initiation"),
    Phase.DESIGN: Label("设计", "Design"),
    Phase.DEVELOPMENT: Label("开发", "Development"),
    Phase.TEST: Label("测试", "Test"),
    Phase.LAUNCH: Label("上线", "Launch"),
    Phase.CLOSING: Label("收尾", "Closing"),
    Phase.SEALED: Label("已封存", "Sealed"),
}
