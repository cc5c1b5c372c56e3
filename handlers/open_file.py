"""Opening an attached file where the platform has no page of ours to show it on: it is sent to whoever asks."""

from chat.events import ButtonPressed
from chat.replies import Answer, Notice
from chat.router import on
from dossier.errors import DossierError, NotFound
from dossier.views import attached_to, ever_attached
from handlers.context import Context, Write
from storage.store import Store


@on(ButtonPressed, "open-file")
def open_file(event: ButtonPressed, ctx: Context) -> Write:
    """Have a file of a record the asker may read sent to them by a job: it takes a while.

    Raises DossierError, saying why, for one that was not kept.
    """
    saved = ctx.store.records.get(event.args.get("record", ""))
    wanted = event.args.get("file", "")
    revisions = ctx.store.records.revisions_of
    if wanted not in attached_to(saved) and wanted not in ever_attached(saved.line.kind, revisions(saved)):
        raise NotFound("not-found")
    stored = ctx.store.files.open(wanted)
    if stored.refused is not None:
        raise DossierError.of(stored.refused)
    name = stored.ref.name
    source = ctx.source

    def apply(store: Store) -> Answer:
        to = {"platform": source.platform, "workspace": source.workspace, "account": source.account}
        store.jobs.add("send_file", {"file": wanted, **to})
        store.audit.add("file.open", f"record:{saved.line.uid}", wanted)
        return Notice("notice-file-sent", {"name": name})

    return Write(apply)
