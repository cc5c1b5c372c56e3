"""The sub-folders of each phase, as an organisation wants them, and what is filed in each."""

from collections.abc import Mapping

from chat.events import CommandGiven, FormSubmitted
from chat.forms import Form, FormField
from chat.replies import Answer, FormErrors, Notice, OpenForm
from chat.router import Command, command, on
from dossier.errors import DossierError, Problem
from dossier.fields import Input
from dossier.folder_lists import called, parse_folders, twice_filed, written
from dossier.folders import FOLDERS, Folder, usual
from dossier.kinds import Kinds
from dossier.language import Label, Language
from dossier.phases import Phase
from handlers.context import Context, Write
from storage.store import Store

_FORM = "folders"
_MOST_LETTERS = 3000


@command(
    Command(
        "folders",
        "文件夹",
        Label("各阶段的子文件夹", "The sub-folders of each phase"),
        parent="dossier",
        rank=63,
    )
)
def folders_by_command(event: CommandGiven, ctx: Context) -> Answer:
    """Open the form with the sub-folders there are. Raises Refused for anybody but a manager."""
    ctx.store.actor.require_manager()
    say, voice, filing = ctx.voice.say, ctx.voice, ctx.store.filing.filing
    fields = tuple(
        FormField(
            phase.value,
            voice.label(phase.label),
            Input.LONG_TEXT,
            hint=say("folders-hint") if phase is FOLDERS[0] else "",
            value=written(filing.within(phase), voice.language),
            max_length=_MOST_LETTERS,
        )
        for phase in FOLDERS
    )
    return OpenForm(Form(_FORM, say("folders-title"), say("button-save"), fields, note=say("folders-note")))


@on(FormSubmitted, _FORM)
def set_folders(event: FormSubmitted, ctx: Context) -> Answer | Write:
    """Keep what was entered; what cannot be is told on its field. Raises Refused for anybody but a manager."""
    ctx.store.actor.require_manager()
    stages = ctx.store.naming.allowed()
    given = {phase: str(event.values.get(phase.value) or "") for phase in FOLDERS}
    own: list[Folder] = []
    problems: dict[str, Problem] = {}
    for phase, text in given.items():
        try:
            own += parse_folders(phase, text, stages, ctx.store.kinds)
        except DossierError as error:
            problems[phase.value] = error.problem
    if not problems and (again := twice_filed(own)) is not None:
        phase, what = again
        problems[phase.value] = Problem("problem-folder-filed-twice", {"text": called(what, ctx.voice.language)})
    if problems:
        return FormErrors(problems)
    if _usual(given, ctx.store.kinds):
        own = []

    def apply(store: Store) -> Answer:
        store.filing.keep(own)
        return Notice("notice-folders", {"count": len(store.filing.filing.folders)})

    return Write(apply)


def _usual(given: Mapping[Phase, str], kinds: Kinds) -> bool:
    """Tell whether nothing was entered, or what is usual in one of the languages: then names go with the language."""
    lines = {phase: [line.strip() for line in text.splitlines() if line.strip()] for phase, text in given.items()}
    if not any(lines.values()):
        return True
    return any(
        all(lines[phase] == written(usual(kinds).within(phase), language).splitlines() for phase in FOLDERS)
        for language in Language
    )
