"""What is known of a customer from another project of theirs: the form for a new dossier's basics begins with it."""

from collections.abc import Sequence
from typing import Any

from dossier.categories import Category
from dossier.kinds import Kind
from dossier.tiers import Action
from dossier.views import DossierView
from handlers.context import Context


def basics_elsewhere(ctx: Context, kind: Kind, dossiers: Sequence[DossierView]) -> tuple[dict[str, Any], str]:
    """Give what the sheet of another project says, as it would be typed and without what is hidden in it, and what that
    dossier is called; nothing for other kinds, and where the asker may read none."""
    if not kind.single or kind.category is not Category.BASICS or len(dossiers) != 1:
        return {}, ""
    here, may = dossiers[0], ctx.store.actor.may
    theirs = [
        each for each in ctx.store.dossiers.mine() if each.customer_uid == here.customer_uid and each.id != here.id
    ]
    for other in theirs:
        saved = ctx.store.records.single(other, kind) if may(Action.READ, other.id, kind) else None
        if saved is not None:
            held = [spec for spec in kind.fields if spec.name in saved.content and spec.name not in kind.hidden]
            return {spec.name: ctx.voice.typed(spec, saved.content[spec.name]) for spec in held}, other.title
    return {}, ""
