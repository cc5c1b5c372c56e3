"""The folders of a dossier: one for each phase, the sub-folders in it, and in which of them a record is filed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dossier.categories import Category
from dossier.kinds import Kind
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


@dataclass(frozen=True, slots=True)
class Content:
    """What is filed in a sub-folder: records of a kind, all of them or those with one option of what it is filed by."""

    kind: Kind
    option: str = ""


@dataclass(frozen=True, slots=True)
class Folder:
    """A sub-folder of a phase's folder; `stages` are labels by which any record that is called so is filed in it."""

    phase: Phase
    label: Label
    contents: tuple[Content, ...] = ()
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filing:
    """The sub-folders of an organisation, phase by phase, every kind in one of them."""

    folders: tuple[Folder, ...]
    _held: Mapping[tuple[str, str], Folder] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Note what is where."""
        held = {(each.kind.name, each.option): folder for folder in self.folders for each in folder.contents}
        object.__setattr__(self, "_held", held)

    @property
    def stages(self) -> Mapping[str, Folder]:
        """Give the sub-folder of every label by which records are filed."""
        return {stage: folder for folder in self.folders for stage in folder.stages}

    def of(self, kind: Kind, content: Mapping[str, Any]) -> Folder:
        """Give the sub-folder of a record by its content."""
        stage = str(content.get(kind.stage) or "") if kind.stage else ""
        option = str(content.get(kind.filed_by) or "") if kind.filed_by else ""
        return self.stages.get(stage) or self.where(kind, option)

    def where(self, kind: Kind, option: str) -> Folder:
        """Give the sub-folder of a kind with an option; without one it counts as what a new record begins with."""
        usually = usual_option(kind)
        found = (self._held.get((kind.name, each)) for each in (option or usually, "", usually))
        return next(each for each in found if each is not None)

    def within(self, phase: Phase) -> tuple[Folder, ...]:
        """Give the sub-folders of a phase."""
        return tuple(each for each in self.folders if each.phase is phase)


def usual(kinds: Iterable[Kind]) -> Filing:
    """Give the filing of an organisation that has set none: as its kinds declare it."""
    folders: dict[tuple[Phase, Label], Folder] = {}
    for kind in kinds:
        for content, label in _declared(kind):
            place = _BY_CATEGORY[kind.category], label
            folder = folders.setdefault(place, Folder(*place))
            folders[place] = replace(folder, contents=(*folder.contents, content))
    return Filing(tuple(sorted(folders.values(), key=lambda each: each.phase.number)))


def filing(own: Sequence[Folder], kinds: Iterable[Kind]) -> Filing:
    """Give the filing of an organisation with sub-folders of its own; what it put nowhere stays where it usually is."""
    put = {each for folder in own for each in folder.contents}
    folders = list(own)
    for folder in usual(kinds).folders:
        left = tuple(each for each in folder.contents if {each, Content(each.kind)}.isdisjoint(put))
        same = next((at for at, each in enumerate(folders) if _same(each, folder)), None)
        if left and same is not None:
            folders[same] = replace(folders[same], contents=(*folders[same].contents, *left))
        elif left:
            folders.append(replace(folder, contents=left))
    return Filing(tuple(sorted(folders, key=lambda each: each.phase.number)))


def _declared(kind: Kind) -> Iterator[tuple[Content, Label]]:
    chosen = kind.field(kind.filed_by) if kind.filed_by else None
    for option in chosen.options if chosen else ():
        yield Content(kind, option.value), option.label
    if chosen is None:
        yield Content(kind), kind.folder or kind.label


def usual_option(kind: Kind) -> str:
    """Give the option that counts for records without one of what their kind is filed by, "" for a kind without."""
    chosen = kind.field(kind.filed_by) if kind.filed_by else None
    if chosen is None:
        return ""
    return str(getattr(chosen.initial, "value", "") or chosen.options[0].value)


def _same(one: Folder, other: Folder) -> bool:
    names: Iterable[str] = other.label.both()
    return one.phase is other.phase and bool(set(one.label.both()) & set(names))
