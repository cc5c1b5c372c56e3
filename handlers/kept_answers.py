"""Answers as they are kept for repeated deliveries of an event."""

import json
from typing import Any

from chat.replies import Answer, FormErrors, Nothing, Notice, OpenForm, Show
from dossier.errors import Problem
from handlers.context import Write
from storage.store import Store


def to_keep(answer: Answer) -> str:
    """Give an answer as it is kept for repeated deliveries; of what shows records, only what it was made of."""
    if isinstance(answer, Notice):
        kept: dict[str, Any] = {"notice": answer.key, "data": dict(answer.data), "actions": answer.actions}
    elif isinstance(answer, FormErrors):
        problems = {name: [each.key, dict(each.data)] for name, each in answer.problems.items()}
        kept = {"problems": problems}
    elif isinstance(answer, Show | OpenForm) and answer.made_of:
        kept = {"made_of": answer.made_of}
    else:
        return ""
    return json.dumps(kept, ensure_ascii=False)


def answered_before(kept: str, write: Write, store: Store) -> Answer:
    """Give the answer of an earlier delivery: as it was kept, or made again of what was written then."""
    made_of = json.loads(kept).get("made_of") if kept else None
    return write.again(store, made_of) if write.again and made_of else answer_of(kept)


def answer_of(kept: str) -> Answer:
    """Give an answer back as it was kept; none for what is not."""
    if not kept:
        return Nothing()
    values = json.loads(kept)
    if "notice" in values:
        actions = tuple((label, action, args) for label, action, args in values["actions"])
        return Notice(values["notice"], values["data"], actions)
    if "problems" in values:
        problems = {name: Problem(key, data) for name, (key, data) in values["problems"].items()}
        return FormErrors(problems)
    return Nothing()
