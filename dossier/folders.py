"""Which phase's folder a record is filed in, and the labels that may stand second in a document's name."""

from dossier.categories import Category
from dossier.kinds import Kind, Kinds
from dossier.language import Label
from dossier.phases import Phase

FOLDERS = (Phase.INITIATION, Phase.DESIGN, Phase.DEVELOPMENT, Phase.TEST, Phase.LAUNCH)
"""The phases that have a folder; what is closing or sealed keeps those it has."""

DOSSIER, COVER = Label("档案", "Dossier"), Label("封面", "Cover")
"""What stands second in the names of a whole dossier and of its cover."""

STAGES = (
    Label("立项", "Kick-off"),
    Label("需求评审", "Requirements review"),
    Label("需求确认", "Requirements sign-off"),
    Label("设计评审", "Design review"),
    Label("联调", "Integration"),
    Label("功能测试", "Functional test"),
    Label("性能测试", "Performance test"),
    Label("用户验收", "User acceptance"),
    Label("上线评审", "Launch review"),
    Label("结项", "Closing review"),
)
"""The stage labels an organisation has that has set none."""

_BY_CATEGORY = {
    Category.BASICS: Phase.INITIATION,
    Category.BACKGROUND: Phase.INITIATION,
    Category.REQUIREMENTS: Phase.DESIGN,
    Category.IMPLEMENTATION: Phase.DEVELOPMENT,
    Category.ACCEPTANCE: Phase.TEST,
    Category.OPERATION: Phase.LAUNCH,
}


def folder_of(kind: Kind) -> Phase:
    """Give the phase in whose folder records of a kind are filed: the one its part of the dossier belongs to."""
    return _BY_CATEGORY[kind.category]


def fixed_stages(kinds: Kinds) -> frozenset[str]:
    """Give the labels an organisation has whatever it sets: the phases, and what its kinds of record are called."""
    phases = (name for phase in Phase for name in phase.label.both())
    called = (name for kind in kinds for name in kind.label.both())
    return frozenset((*phases, *called, *(name for label in (DOSSIER, COVER) for name in label.both())))
