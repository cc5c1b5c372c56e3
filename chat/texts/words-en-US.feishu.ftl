-channel = group
-direct-message = private message
channel-named = { $channel }

undelivered-not-in-channel = the bot is not in the group (any more). To have it back, add it under Bots in the group’s settings
undelivered-archived = the group was dissolved. Bind the dossier to another group
undelivered-restricted = the settings of the organization or group forbid it. Ask an administrator of the organization
card-channel-closed = I can no longer post in { $where } (it was dissolved, or I was removed). Records of { $title } are kept as before; to have them posted there again, add me back or bind another group
card-channel-uninvited = I am not in { $where }, so nothing of { $title } is posted there. Records are kept as before; to have them posted, add me under Bots in the group’s settings
-invite-me = If no card appears here in a moment, add me under Bots in the group’s settings
