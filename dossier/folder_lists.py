"""Sub-folders as people write them, a line a folder (`性能测试：测试用例/性能测试、压测报告`), and as they are kept."""

import json
import re
from collections.abc import Collection, Iterable, Sequence

from dossier.errors import DossierError
from dossier.folders import FOLDERS, Content, Folder, usual
from dossier.kinds import Kind, Kinds
from dossier.language import Label, Language
from dossier.naming import stage_label
from dossier.phases import Phase

MOST_FOLDERS = 30
"""How many sub-folders a phase has at most."""

_NAMED = re.compile(r"\s*[:：=＝]\s*")
_BETWEEN = re.compile(r"\s*[,，、;；]\s*")
_OPTION = re.compile(r"\s*[/／]\s*")
_STAGE = "="


def written(folders: Iterable[Folder], language: Language) -> str:
    """Give sub-folders as they are written in a language."""
    between, colon = ("、", "：") if language is Language.ZH else (", ", ": ")
    lines = []
    for each in folders:
        held = [*(_written(content, language) for content in each.contents), *each.stages]
        name = each.label.to(language)
        lines.append(f"{name}{colon}{between.join(held)}" if held else name)
    return "\n".join(lines)


def parse_folders(phase: Phase, text: str, stages: Collection[str], kinds: Kinds) -> tuple[Folder, ...]:
    """Read the sub-folders of a phase; `stages` are the labels, `kinds` the kinds by which records may be filed.

    One that is called as a usual one is, in whichever language, has its name in each.
    Raises DossierError for a name that cannot be one, or stands there twice, and for what is nothing that is filed.
    """
    folders: dict[str, Folder] = {}
    usually = {name.casefold(): each.label for each in usual(kinds).within(phase) for name in each.label.both()}
    for line in filter(str.strip, text.splitlines()):
        name, *rest = _NAMED.split(line.strip(), maxsplit=1)
        if stage_label(name) != name:
            raise DossierError("folder-name", text=name[:40], right=stage_label(name))
        if name.casefold() in folders:
            raise DossierError("folder-twice", text=name)
        found = [_entry(each, stages, kinds) for each in _BETWEEN.split(rest[0] if rest else "") if each]
        contents = tuple(each for each in found if isinstance(each, Content))
        labels = tuple(each for each in found if isinstance(each, str))
        label = usually.get(name.casefold(), Label(name, name))
        folders[name.casefold()] = Folder(phase, label, contents, labels)
    if len(folders) > MOST_FOLDERS:
        raise DossierError("folder-count", max=MOST_FOLDERS)
    return tuple(folders.values())


def twice_filed(folders: Iterable[Folder]) -> tuple[Phase, Content | str] | None:
    """Give what is filed in two sub-folders, with the phase of the second; None where nothing is."""
    seen: set[Content | str] = set()
    for folder in folders:
        both: tuple[Content | str, ...] = (*folder.contents, *folder.stages)
        for each in both:
            if each in seen:
                return folder.phase, each
            seen.add(each)
    return None


def called(content: Content | str, language: Language) -> str:
    """Give what something that is filed is called: a kind, with its option, or a label."""
    return content if isinstance(content, str) else _written(content, language)


def dumped(folders: Sequence[Folder]) -> str:
    """Give an organisation's sub-folders as they are kept."""
    kept: dict[str, list[object]] = {phase.value: [] for phase in FOLDERS}
    for each in folders:
        held = [f"{content.kind.name}/{content.option}" for content in each.contents]
        held += [_STAGE + stage for stage in each.stages]
        kept[each.phase.value].append([each.label.zh, each.label.en, held])
    return json.dumps(kept, ensure_ascii=False)


def loaded(kept: str, kinds: Kinds) -> tuple[Folder, ...]:
    """Read what `dumped` gave; kinds that are no more are left out."""
    folders = []
    for phase, lines in json.loads(kept).items():
        for zh, en, held in lines:
            parts = [each.partition("/") for each in held if not each.startswith(_STAGE)]
            known = ((kinds.named(name), option) for name, _, option in parts)
            contents = tuple(Content(kind, option) for kind, option in known if kind is not None)
            stages = tuple(each.removeprefix(_STAGE) for each in held if each.startswith(_STAGE))
            folders.append(Folder(Phase(phase), Label(zh, en), contents, stages))
    return tuple(folders)


def _entry(text: str, stages: Collection[str], kinds: Kinds) -> Content | str:
    name, *rest = _OPTION.split(text.strip(), maxsplit=1)
    kind = kinds.named(name)
    if kind is not None and not rest:
        return Content(kind)
    option = _option(kind, rest[0]) if kind is not None else None
    if kind is not None and option is not None:
        return Content(kind, option)
    known = {each.casefold(): each for each in stages}
    if text.strip().casefold() not in known:
        raise DossierError("folder-content", text=text.strip()[:40])
    return known[text.strip().casefold()]


def _option(kind: Kind, text: str) -> str | None:
    chosen = kind.field(kind.filed_by) if kind.filed_by else None
    wanted = text.strip().casefold()
    options = chosen.options if chosen else ()
    names = {name.casefold(): each.value for each in options for name in (each.value, *each.label.both())}
    return names.get(wanted)


def _written(content: Content, language: Language) -> str:
    kind = content.kind
    chosen = kind.field(kind.filed_by) if kind.filed_by else None
    option = chosen.option(content.option) if chosen and content.option else None
    return f"{kind.label.to(language)}/{option.label.to(language)}" if option else kind.label.to(language)
