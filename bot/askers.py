"""Who asked for a job, as they are now."""

from typing import TYPE_CHECKING

from storage.people import Known, recognise

if TYPE_CHECKING:
    from bot.jobs import JobWorker
    from storage.jobs import Job


def asker(worker: "JobWorker", job: "Job") -> Known | None:
    """Give the account a job says it is for; None for a workspace that belongs to no organisation any more."""
    platform, workspace, account = (str(job.data[name]) for name in ("platform", "workspace", "account"))
    return worker.database.read(lambda connection: recognise(connection, platform, workspace, account))
