"""Templates that organisations upload: checked on samples of all that they can be filled with, or sent to look at."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.askers import asker
from bot.file_jobs import tell, whole
from chat.documents import Chapter, Document, Fact, Grid, Orgchart, Part, Passage, Sheet
from chat.messages import Box, Message, Paragraph
from chat.platform import Target, Uploads
from chat.standing import told_of
from chat.voice import Voice
from dossier.errors import DossierError, Problem
from dossier.fields import Input
from dossier.kinds import Kinds
from dossier.language import Language
from handlers.set_templates import template_labels
from storage.database import Connection
from storage.store import Store
from storage.vault import LOST

if TYPE_CHECKING:
    from bot.jobs import JobWorker
    from storage.jobs import Job


def take_template(worker: "JobWorker", job: "Job") -> None:
    """Use an uploaded template if it can be filled, and tell who uploaded it. Raises Later until it is there."""
    data, known = job.data, asker(worker, job)
    if known is None or known.actor.person is None:
        return
    # Loaded where it is used: it takes memory that a server which makes no document can do without.
    from bot.exports import word

    keys = worker.keyring.organisation(job.organisation_uid, job.organisation_key)
    template, file, person = str(data["template"]), str(data["file"]), known.actor.person

    def store_on(connection: Connection) -> Store:
        return Store(connection, known.actor, worker.now(), keys, worker.default)

    stored = worker.database.read(lambda connection: store_on(connection).files.open(file))
    problem: Problem | None
    content: bytes | None = None
    try:
        content = whole(worker, stored, word.MOST_BYTES)
    except DossierError as error:
        problem = error.problem
    else:
        kinds = worker.database.read(lambda connection: store_on(connection).kinds)
        # What is larger than a template may be is said to be by whoever checks it.
        problem = _problem(content if content is not None else bytes(word.MOST_BYTES + 1), template, kinds)
    said: dict[str, str | int] = {"template": template, "name": stored.ref.name}
    if problem is None and content is not None and word.is_blank(content):
        said["blank"] = 1
    if problem is not None:
        said |= {"problem": problem.key, **{f"of-{key}": value for key, value in problem.data.items()}}

    def keep(connection: Connection) -> None:
        store = store_on(connection)
        if problem is None:
            store.templates.keep(template, file)
        else:
            store.attachments.forget(file)
        store.outbox.to_person(person, known.workspace, "template", said, f"template:{job.uid}")
        store.finish()

    worker.database.write(keep)


def send_template(worker: "JobWorker", job: "Job") -> None:
    """Send the template that is in use to somebody who asked for it, once."""
    data, known = job.data, asker(worker, job)
    platform, template = worker.platforms[str(data["platform"])], str(data["template"])
    if known is None or not isinstance(platform, Uploads):
        return
    from bot.exports import word

    keys = worker.keyring.organisation(job.organisation_uid, job.organisation_key)
    own = worker.database.read(
        lambda connection: Store(connection, known.actor, worker.now(), keys).templates.own(template)
    )
    target = Target(str(data["workspace"]), account=str(data["account"]))
    try:
        content = word.ours(template) if own is None else b"".join(worker.vault.pieces(own))
    except LOST:
        tell(worker, job, Problem("problem-template-lost", {"name": template}))
        return
    platform.send_file(target, f"{template}.docx", content, job.uid)


def template_card(store: Store, voice: Voice, data: Mapping[str, Any]) -> Message:
    """Tell whether an uploaded template is used from now on, or what is wrong with it."""
    what = voice.label(template_labels()[str(data["template"])])
    if "problem" not in data:
        used = voice.say("card-template-used", what=what, name=data["name"])
        blank = (Paragraph(("⚠️ ", voice.say("card-template-blank"))),) if "blank" in data else ()
        return Message((Paragraph(("✅ ", used)), *blank))
    about = {key.removeprefix("of-"): value for key, value in data.items() if key.startswith("of-")}
    wrong = voice.problem(Problem(str(data["problem"]), about))
    said = voice.say("card-template-refused", what=what, name=data["name"], wrong=wrong)
    return Message((Paragraph(("⚠️ ", said)),))


def samples(kinds: Kinds) -> dict[str, Document]:
    """Give a document for each template with something in everything that can be in it."""
    return {name: _sample(name, kinds) for name in template_labels()}


def _problem(content: bytes, template: str, kinds: Kinds) -> Problem | None:
    from bot.exports import word

    try:
        word.check(content, samples(kinds), template)
    except DossierError as error:
        return error.problem
    return None


def _sample(template: str, kinds: Kinds) -> Document:
    kind = kinds.named(template)
    specs = kind.fields if kind is not None else ()
    fields = {
        spec.name: [{column.name: "甲" for column in spec.columns}] if spec.input is Input.ROWS else "甲\n乙"
        for spec in specs
    }
    labels = {spec.name: spec.label.zh for spec in specs}
    told = told_of(kind) if kind is not None else ()
    fields, labels = fields | dict.fromkeys(told, "甲"), labels | dict.fromkeys(told, "甲")
    facts, grid = (Fact("甲", "乙"),), Grid("甲", ("甲", "乙", "丙"), (("甲", "乙", "丙"),))
    sheet = Sheet("甲", "乙", "丙", facts, (Passage("甲", ("乙",)),), (grid,), ("甲.pdf",), fields, labels)
    part = Part("甲", (Chapter("乙", (sheet,), "丙"),), "丁")
    words = dict.fromkeys(
        ("contents", "files", "signature", "date", "records", "customer", "vendor", "page", "of", "pages"), "甲"
    )
    about = dict.fromkeys(("customer", "short_name", "project", "phase", "owner"), "甲")
    first = Document("甲_乙_20250815_v1.docx", "甲", "乙", facts, Language.ZH.value, words, about)
    drawn = Orgchart("甲", "乙", ("丙",), (Box("", "甲", "乙"),))
    return replace(first, sheet=sheet, people=grid, contents=facts, parts=(part,), orgchart=drawn)
