"""What a file that was sent to the bot can be for besides a record: own kinds, a table of defects, a template."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chat.forms import Choice
from chat.replies import Answer
from dossier.fields import FileRef
from dossier.tiers import Action
from handlers.context import Context, Write
from handlers.import_defects import defects, import_one
from handlers.own_kinds import take
from handlers.set_templates import use_as_template

_KINDS, _TEMPLATE = "use:kinds", "use:template"
DEFECTS = "use:defects"
"""What is chosen to have a table of defects imported."""
_ENDINGS = {_KINDS: (".yaml", ".yml"), DEFECTS: (".csv", ".xlsx"), _TEMPLATE: (".docx",)}


def uses(ctx: Context, files: Sequence[FileRef]) -> Iterator[Choice]:
    """Give what the asker may use the one file for that was sent."""
    if len(files) != 1:
        return
    name, actor = files[0].name.casefold(), ctx.store.actor
    if name.endswith(_ENDINGS[_KINDS]) and actor.manages:
        yield Choice(_KINDS, f"🧩 {ctx.voice.say('keep-as-kinds')}")
    kind = defects(ctx.store)
    writable = any(each.phase.writable and actor.may(Action.LOG, each.id, kind) for each in ctx.dossiers())
    if name.endswith(_ENDINGS[DEFECTS]) and writable:
        yield Choice(DEFECTS, f"📥 {ctx.voice.say('import-title')}")
    if name.endswith(_ENDINGS[_TEMPLATE]) and actor.manages:
        yield Choice(_TEMPLATE, f"🧾 {ctx.voice.say('keep-as-template')}")


def is_use(value: str) -> bool:
    """Say whether what was chosen is a use of the file, not a kind or a record."""
    return value in _ENDINGS


def use(ctx: Context, value: str, draft: str, files: Sequence[Mapping[str, Any]]) -> Answer | Write:
    """Do with the file what was chosen. Raises Refused for whom it is not."""
    refs = [FileRef.model_validate(each) for each in files]
    if value == _TEMPLATE:
        return use_as_template(ctx, refs[0], draft)
    return take(ctx, refs) if value == _KINDS else import_one(ctx, refs, draft)
