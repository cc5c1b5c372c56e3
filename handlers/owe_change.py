"""A change that was brought up in one line is owed until its form is saved: closing the form does not lose it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from chat.forms import Form
from chat.replies import Answer, OpenForm
from dossier.duties import Trigger, same_topic
from dossier.kinds import Kind
from dossier.reading import LINE_LENGTH
from dossier.tiers import Action
from dossier.views import DossierView, DutyView
from handlers.context import Context, Write
from storage.store import Store


def owe(
    ctx: Context, kind: Kind, dossiers: Sequence[DossierView], values: Mapping[str, Any], form: Form
) -> Write | None:
    """Give the write that has the asker owe what they typed, and opens its form, which says by when.

    None for what is no change, has no topic, or may be of several dossiers.
    """
    topic = " ".join(str(values.get(kind.fields[0].name) or "").split())[:LINE_LENGTH]
    if kind.closes is not Trigger.CHANGE_RAISED or not topic or len(dossiers) != 1:
        return None
    if not dossiers[0].phase.writable or not ctx.store.actor.may(Action.LOG, dossiers[0].id, kind):
        return None
    known = {name: value for name, value in values.items() if isinstance(value, str) and name != kind.fields[0].name}

    def opened(duty: DutyView) -> Answer:
        due = ctx.voice.say("change-owed", due=ctx.voice.moment(duty.due_at))
        note = f"{form.note}\n{due}" if form.note else due
        return OpenForm(replace(form, ref={**form.ref, "duty": duty.uid}, note=note), duty.uid)

    def apply(store: Store) -> Answer:
        mine = (duty for duty in store.duties.owed_by_me() if duty.dossier == dossiers[0].id and duty.kind is kind)
        duty = next((each for each in mine if same_topic(each.topic, topic)), None)
        if duty is None:
            duty = store.duties.raise_for(
                dossiers[0], Trigger.CHANGE_RAISED, kind, topic, ctx.me, known={"values": _shown(kind, known)}
            )
        return opened(duty)

    return Write(apply, lambda store, uid: opened(store.duties.get(uid)))


def _shown(kind: Kind, values: Mapping[str, str]) -> dict[str, str]:
    """Give what may be kept in the clear: nothing that the kind hides."""
    return {name: text for name, text in values.items() if (spec := kind.field(name)) and not spec.sensitive}
