"""files.*: the three steps of an upload, and what is kept."""

import mimetypes

from tests.slack.local.calls import Call, Refused, method
from tests.slack.local.world import File, Json, Message


@method("files.getUploadURLExternal", "files:write")
def get_upload_url(call: Call) -> Json:
    """Give the address to send a file's bytes to."""
    slack, length = call.slack, call.number("length", 0)
    if length <= 0:
        raise Refused("missing_argument")
    if len(call.text("alt_txt")) > 1000:
        raise Refused("alt_txt_too_large")
    file = File(slack.new_id("F"), call.team.id, call.team.bot_user, call.need("filename"), complete=False)
    file.alt_text = call.text("alt_txt")
    file.mimetype = mimetypes.guess_type(file.name)[0] or file.mimetype
    slack.files[file.id] = file
    return {"upload_url": f"{slack.base_url}/upload/{file.id}?length={length}", "file_id": file.id}


@method("files.completeUploadExternal", "files:write")
def complete_upload(call: Call) -> Json:
    """Make uploaded files visible, in a channel if one is named."""
    slack, wanted = call.slack, call.parsed("files", "invalid_arguments")
    if not isinstance(wanted, list) or not wanted:
        raise Refused("invalid_arguments")
    found = []
    for each in wanted:
        file = slack.files.get(each.get("id", ""))
        if file is None or file.team != call.team.id or not file.content:
            raise Refused("file_not_found")
        file.title = each.get("title") or file.name
        found.append(file)
    if call.text("channel_id"):
        _share(call, found)
    for file in found:
        file.complete = True
    return {"files": [each.as_json(slack.base_url) for each in found]}


def _share(call: Call, files: list[File]) -> None:
    slack, channel = call.slack, call.channel("channel_id", member=True)
    message = Message(channel.id, slack.timestamp(), call.team.bot_user, call.team.id, call.text("initial_comment"))
    message.bot, message.app, message.thread_ts = call.team.bot, slack.app_id, call.text("thread_ts") or None
    message.files = [each.as_json(slack.base_url) for each in files]
    channel.messages.append(message)
    for each in files:
        each.ims.append(channel.id)


@method("files.info", "files:read")
def file_info(call: Call) -> Json:
    """Give a file's details."""
    file = call.slack.files.get(call.need("file"))
    if file is None or not file.complete:
        raise Refused("file_not_found")
    if file.deleted:
        raise Refused("file_deleted")
    return {"file": file.as_json(call.slack.base_url)}
