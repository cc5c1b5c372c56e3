"""Who and what is there: contact v3 users, im v1 chats, the bot itself, the tenant, meetings and minutes."""

from tests.feishu.local.calls import ID_TYPES, Call, Download, Refused, invalid, route
from tests.feishu.local.world import Chat, Json, User

_CONTACTS = (
    "contact:contact.base:readonly",
    "contact:contact:readonly",
    "contact:contact:access_as_app",
    "contact:contact:readonly_as_app",
)
_CHATS = ("im:chat", "im:chat:read", "im:chat:readonly")
_MOST_USERS, _PARAMETER = 50, 40001


@route("user.get", "GET", "/contact/v3/users/{user_id}", *_CONTACTS)
def user(call: Call) -> Json:
    """Give one person. Language is not among what contacts tell, nor is a time zone."""
    kind = call.one_of("user_id_type", ID_TYPES, "open_id", _PARAMETER)
    found = call.person(kind, call.path["user_id"])
    if found is None:
        raise Refused(41012, "user id invalid error")
    if not found.visible:
        raise Refused(41050, "no user authority")
    return {"user": _shown(call, found)}


@route("user.batch", "GET", "/contact/v3/users/batch", _CONTACTS[0])
def users(call: Call) -> Json:
    """Give several people; those who are not there or not visible are left out."""
    kind = call.one_of("user_id_type", ID_TYPES, "open_id", _PARAMETER)
    wanted = call.query.get("user_ids", [])
    if not 1 <= len(wanted) <= _MOST_USERS:
        raise invalid(f"user_ids are 1 to {_MOST_USERS}", _PARAMETER)
    people = [call.person(kind, each) for each in wanted]
    return {"items": [_shown(call, each) for each in people if each is not None and each.visible]}


@route("user.batch_get_id", "POST", "/contact/v3/users/batch_get_id", "contact:user.id:readonly")
def ids(call: Call) -> Json:
    """Give the ids of e-mail addresses; an unknown one comes back without an id."""
    kind = call.one_of("user_id_type", ID_TYPES, "open_id", _PARAMETER)
    emails = call.field("emails", list, code=_PARAMETER)
    if len(emails) > _MOST_USERS:
        raise invalid(f"emails are at most {_MOST_USERS}", _PARAMETER)
    by_email = {each.email: each for each in call.feishu.users.values() if each.email and each.visible}
    found = []
    for email in emails:
        person = by_email.get(email)
        found.append({"email": email, **({"user_id": person.id_of(kind)} if person and not person.resigned else {})})
    return {"user_list": found}


@route("chat.get", "GET", "/im/v1/chats/{chat_id}", *_CHATS)
def chat(call: Call) -> Json:
    """Give one chat the bot is in."""
    kind = call.one_of("user_id_type", ID_TYPES, "open_id", 232001)
    found = _chat(call)
    owner = call.feishu.users.get(found.owner)
    about = found.as_json(call.feishu.tenant_key)
    del about["chat_id"]
    about |= {"owner_id": owner.id_of(kind) if owner else "", "owner_id_type": kind, "i18n_names": {}}
    about |= {"chat_mode": found.kind, "chat_type": "private", "chat_tag": "inner", "group_message_type": "chat"}
    return {**about, "user_count": str(len(found.members)), "bot_count": "1"}


@route("chat.list", "GET", "/im/v1/chats", *_CHATS)
def chats(call: Call) -> Json:
    """Give the groups the bot is in, in pages."""
    found = [each for each in call.feishu.chats.values() if each.kind == "group" and each.bot and not each.dissolved]
    items, more = call.page(found, 20, 100, 232001)
    return {"items": [each.as_json(call.feishu.tenant_key) for each in items], **more}


@route("chat.members", "GET", "/im/v1/chats/{chat_id}/members", *_CHATS, "im:chat.members:read")
def members(call: Call) -> Json:
    """Give the people in a chat, in pages; bots are not among them."""
    kind = call.one_of("member_id_type", ID_TYPES, "open_id", 232001)
    found = _chat(call)
    if found.dissolved:
        raise Refused(232009, "Your request specifies a chat which has already been dissolved.")
    items, more = call.page([call.feishu.users[each] for each in found.members], 20, 100, 232001)
    tenant = call.feishu.tenant_key
    people = [
        {"member_id_type": kind, "member_id": each.id_of(kind), "name": each.name, "tenant_key": tenant}
        for each in items
    ]
    return {"items": people, **more, "member_total": len(found.members)}


@route("bot.info", "GET", "/bot/v3/info", bare=True, message="ok")
def bot(call: Call) -> Json:
    """Give the bot, outside of data as this old call does."""
    feishu = call.feishu
    about = {"activate_status": 2, "app_name": feishu.app_name, "avatar_url": "", "ip_white_list": []}
    return {"bot": {**about, "open_id": feishu.bot_open_id}}


@route("tenant.query", "GET", "/tenant/v2/tenant/query", "tenant:tenant:readonly")
def tenant(call: Call) -> Json:
    """Give the tenant (https://open.feishu.cn/document/server-docs/tenant-v2/query)."""
    return {"tenant": {"name": "星河", "display_id": "F1", "tenant_tag": 0, "tenant_key": call.feishu.tenant_key}}


@route("meeting.get", "GET", "/vc/v1/meetings/{meeting_id}", "vc:meeting:readonly", "vc:meeting.all_meeting:readonly")
def meeting(call: Call) -> Json:
    """Give a meeting, with who took part in it if asked."""
    kind = call.one_of("user_id_type", ID_TYPES, "open_id", 121001)
    found = call.feishu.meetings.get(call.path["meeting_id"])
    if found is None:
        raise Refused(121004, "meeting not exist")
    about: Json = {"id": found.id, "topic": found.topic, "meeting_no": found.number, "status": 3}
    about |= {"start_time": str(found.start), "end_time": str(found.end), "create_time": str(found.start)}
    people = [call.feishu.users[each] for each in found.participants]
    about |= {"participant_count": str(len(people)), "host_user": {"id": people[0].id_of(kind), "user_type": 1}}
    if call.text("with_participants") == "true":
        about["participants"] = [{"id": each.id_of(kind), "user_type": 1, "status": 4} for each in people]
    return {"meeting": about}


@route("minute.get", "GET", "/minutes/v1/minutes/{minute_token}", "minutes:minutes.basic:read", "minutes:minutes")
def minute(call: Call) -> Json:
    """Give what is known of minutes."""
    found = call.feishu.minutes.get(call.path["minute_token"])
    if found is None:
        raise Refused(2091002, "minutes not found", 404)
    url = f"https://tenant.feishu.cn/minutes/{found.token}"
    about: Json = {"token": found.token, "owner_id": found.owner, "create_time": str(found.created)}
    return {"minute": {**about, "title": found.title, "duration": str(found.duration), "url": url}}


@route("minute.transcript", "GET", "/minutes/v1/minutes/{minute_token}/transcript", "minutes:minutes.transcript:export")
def transcript(call: Call) -> Download:
    """Give the words of minutes as a file; 2091003 as long as they are not ready."""
    found = call.feishu.minutes.get(call.path["minute_token"])
    if found is None:
        raise Refused(2091002, "minutes not found", 404)
    if not found.transcript:
        raise Refused(2091003, "minutes is not ready")
    return Download(found.transcript.encode(), f"{found.title}.txt")


def _chat(call: Call) -> Chat:
    found = call.feishu.chats.get(call.path["chat_id"])
    if found is None:
        raise Refused(232006, "Your request specifies a chat_id which is invalid.")
    if not found.bot:
        raise Refused(232011, "Operator can NOT be out of the chat.")
    return found


def _shown(call: Call, person: User) -> Json:
    """Give a user with those fields only whose scopes the app has."""
    scopes = call.feishu.scopes
    found: Json = {"union_id": person.union_id, "open_id": person.open_id, "mobile_visible": True}
    if "contact:user.employee_id:readonly" in scopes:
        found["user_id"] = person.user_id
    if "contact:user.base:readonly" in scopes:
        found |= {"name": person.name, "en_name": person.en_name, "nickname": "", "avatar": {}}
    if "contact:user.email:readonly" in scopes:
        found["email"] = person.email
    if "contact:user.employee:readonly" in scopes:
        status = {"is_frozen": False, "is_resigned": person.resigned, "is_activated": True}
        found |= {"status": {**status, "is_exited": False, "is_unjoin": False}}
        found["is_tenant_manager"] = person.tenant_manager
    return found
