# Time
ago-now = just now
ago-hours = { $hours ->
    [one] an hour ago
   *[other] { $hours } hours ago
}
ago-days = { $days ->
    [one] a day ago
   *[other] { $days } days ago
}
people-more = { $named } and { $more } more

# Buttons
button-save = Save
button-seal = Seal
button-edit = Edit
button-history = History
button-undo = Undo
button-delete = Delete
button-erase = Destroy for good
button-restore = Restore this version
button-resolve = Record the resolution
button-reveal = Show hidden fields
button-open = Open
button-open-number = #{ $number }
button-more = More
button-start = Start a dossier
button-status = Show status
button-health = Health
button-help-all = All commands
button-help = What can you do?
button-bind = Bind to a dossier
button-issues = Open issues
button-recent = Recent records
button-missing = What is missing?
button-add = Add: { $kind }
button-enter = Log: { $topic }
button-resolve-topic = Add resolution: { $topic }

# Forms
form-edit-stray = There is no field called { $labels }; what stands behind it was left out
form-stray = There is no field called { $labels }, so it stands here. Please look whether it belongs elsewhere
form-new = New: { $kind }
form-edit = Edit: { $kind } #{ $number }
form-resolve = Resolution of issue #{ $number }
form-for = Goes into { $dossier }
form-from = It begins with what { $dossier } says: please check it before you save
field-dossier = Into which dossier
field-why = Why the change
field-why-hint = optional; kept in the history
field-hidden = There is { $value }. Leave empty to keep it, “-” to clear it
hint-day = e.g. tomorrow, next Friday, Dec 1
hint-past-day = e.g. yesterday, last Friday, Nov 2
hint-moment = e.g. today 14:00, 2026-12-01 15:30
hint-person = @name; for the customer’s people just the name

# Cards
card-by = logged by { $name }
card-changed = changed by { $name }
card-deleted = Deleted by @{ $name }: { $kind } #{ $number } “{ $title }”
card-undone = Taken back by @{ $name }: { $kind } #{ $number } “{ $title }”
card-erased = Hidden values were destroyed for good
history-title = History of { $title } #{ $number }
history-line = { $document } · { $name }
history-first = First entry
history-deleted = Deleted
history-restored = Restored
history-back-to = back to v{ $version }
history-same = Nothing changed
history-undone = undone
history-erased = Hidden values were destroyed for good: no version has them any more, nor tells how they changed

# Lists
list-all = All records
list-open = open
list-approved = approved
list-returned = returned
list-owned = assigned to { $name }
list-untested = changes that no test has verified
list-changed-since = changed since
list-all-tested = None: every approved change here has a test that passed.
list-none = There are none.
value-unknown = The dossier does not say yet: { $label }.
guest-nothing = Nothing here is marked for you yet.
ask-not-understood-guest = I did not get that. You can use:
profile-empty = Nothing is logged yet. Minutes or the customer’s basics are a good start.
list-empty = Nothing found. Try another word or a longer time.
list-beyond = Only what you may see was looked through; the rest needs { $tier } access
list-count = { $shown } of { $total }
duties-span = { $first }–{ $last } of { $total }
owed-more = and { $more } more
duties-more = { $more } more in your to-do list
duties-title = To be logged
duties-none = All caught up 🎉
duties-others = Owed by others
duties-instead = For others, who cannot be reminded now
duty-due = due
duty-overdue = overdue since
owed-title = Still to be logged
owed-none = Nobody owes an update 🎉
dossiers-of = Dossiers owned by { $name }
dossiers-title = My dossiers
dossiers-dossier = Dossier
dossiers-owner = Owner
dossiers-none = There is no dossier you can see yet. Start one, or ask a project’s owner to add you.

# Status
status-owner = owned by { $name }
status-phase = Phase
status-complete = Complete
status-issues = Open issues
status-changes = Open changes
status-duties = To be logged
status-owed = { $late ->
    [0] { $open }
   *[other] { $open } ({ $late } overdue)
}
status-week = Updates in 7 days
status-weeks = Updates per week
status-weeks-most = { $total ->
    [one] One update
   *[other] { $total } updates
} in { $weeks } weeks; the busiest week began on { $day } and has { $most }.
status-weeks-none = Nothing was added or changed in { $weeks } weeks.
status-latest = Latest: { $title } · { $name }
missing-title = What { $dossier } lacks
missing-share = { $bar } · phase { $phase }
missing-none = Everything that belongs to phase { $phase } is there 🎉
missing-stale = { $kind } ({ $days ->
        [one] { $days } day
       *[other] { $days } days
    })
missing-old = Not updated for long
missing-owed = ⏰ { $name } has yet to log: { $what } “{ $topic }”

# Starting a dossier
start-title = Start a customer dossier
start-submit = Start
start-customer = Customer, full name
start-customer-hint = e.g. Galaxy Bank Ltd.
start-short = Short name
start-short-hint = part of every file name, e.g. Galaxy
start-project = Project
start-project-hint = e.g. Mobile banking, phase 2
start-phase = Phase it is in
start-owner = Owner
start-owner-hint = a colleague, by name
start-binds = { channel-named } will be bound to it
start-binds-here = This { -channel } will be bound to it

# Channels
bind-which = Which dossier is this { -channel } for?
card-hello-title = Hello, I keep the customer dossier
card-hello = I remember what a project must not forget: meeting minutes, change requests, issues and how they were solved. One line here is filed; who owes an update is reminded.
card-hello-example = Try: /minutes Requirements review | decisions: prototype confirmed by Friday
card-hello-bind = First tell me which customer project this { -channel } belongs to:
card-hello-bound = This { -channel } belongs to { $title }: what is logged here goes into it.
card-hello-settings = Language and time zone of this { -channel }: /dossier settings
card-started = { $name } started the dossier. What is logged here goes into it.
card-bound = This { -channel } is bound to { $title }: what is logged here goes into it from now on.
card-phase = { $name } moved { $title } to phase { $phase }.
card-phase-sealed = { $name } sealed { $title }: nothing is added or changed any more.
card-undelivered = A message could not be delivered to { $where } and was given up: { $error }
card-undelivered-record = It was about #{ $number }: { $title }
undelivered-not-in-channel = the bot is not in the { -channel } (any more). To have it back, invite it there: /invite
undelivered-archived = the { -channel } is archived. Unarchive it, or bind the dossier to another { -channel }
undelivered-no-account = the account is deactivated, or apps may not write to it
undelivered-no-token = the app is no longer installed in this workspace. Ask an administrator to install it again
undelivered-missing-scope = the app lacks a permission. Ask an administrator to install it again
undelivered-restricted = the settings of the workspace or { -channel } forbid it. Ask an administrator of the workspace
undelivered-rejected = the platform does not accept this content
undelivered-gone = the message it was to replace has been deleted

# Members and phases
members-title = Members of { $title }
members-owner = owner
members-how = To set a tier: /dossier member @Ann senior
phase-sealed = { $title } is sealed. To have it open again, please ask a manager.
phase-now = { $title } is in phase { $phase }. Move it to:
phase-seal-confirm = Once sealed, nothing in { $title } can be added or changed. Seal it?

# Resolving
delete-confirm-approved = #{ $number } “{ $title }” is approved. Delete it all the same? Its history is kept and can bring it back, approved as it is.
delete-confirm = Delete #{ $number } “{ $title }”? It can be brought back from its history.
erase-confirm =
    Destroy for good { $hidden ->
        [0] the attachments of #{ $number } “{ $title }”
       *[other] what #{ $number } “{ $title }” hides ({ $fields })
    }, in every version? Nobody can bring it back, and the record can no longer be changed.
    The open fields and the history remain, and its chain stays whole. Backups made before now still hold what is destroyed.
erase-files = 📎 Destroyed with it: { $names }.
erase-files-shared = 📎 Also used by other records, and kept: { $names }.
resolve-which = Which issue was resolved?
resolve-no-match = No open issue has “{ $text }” in it.
resolve-none = There is no open issue here 🎉

# Settings
settings-title = Settings
settings-language = My language
settings-zone = My time zone
settings-zone-hint = e.g. Asia/Shanghai, Europe/Berlin
settings-channel-language = Language of { channel-named }
settings-channel-zone = Time zone of { channel-named }

# Help
help-title = What Dossier can do
help-guest = You are here for the customer, and see the records that are marked for you:
help-intro = Every record goes into this { -channel }’s customer dossier, with versions, history and a name by the rule. Text behind a command is saved at once; the command alone opens a form.
help-look = See and find
help-records = Change, export, approve
help-project = Project and people
help-settings = Settings
help-kinds = Also to be logged
help-kinds-how = Like this: /dossier name text; how each is written: /dossier help name
help-ask = Or just ask me
help-questions =
    “What is missing in the ABC dossier?”
    “What requirement changes were made last week?”
    “Show open issues for ABC”
    “High priority issues from last week”
    “Who has not updated the minutes?”
    “What is the status of ABC?”
    “Search SMS code”
help-usage = How to write it
help-oneline = Parts are separated by | or new lines; “field: text” goes into that field. What is missing opens the form, with all you typed in it.
help-required = { " " }(required)
unknown-command = There is no command { $name }.
unknown-command-near = There is no command { $name }. Did you mean { $near }?
ask-hello = Hello { $name }! Two things you can write to me:
ask-thanks = You are welcome, { $name }! Two things you can write to me next:
ask-examples =
    “What is missing in the { $dossier } dossier?”
    /minutes Kick-off | decisions: prototype by Friday
decisions-title = What was decided in meetings
ask-not-understood = I did not get that. You can ask:
ask-nobody-called = There is no dossier called “{ $name }” that you can see. { $count ->
    [one] This is about { $dossier }:
   *[other] This is about your projects:
}

# Receipts
notice-saved = Saved #{ $number }: { $name }
notice-saved-in = Saved #{ $number }: { $name }, posted in { channel-named }
notice-strangers = Saved #{ $number }: { $title }. There is nobody (or more than one) called { $names } here; the name is kept as typed, but nobody is told
notice-of-meeting = Saved #{ $number }: { $title }. These are the minutes of “{ $topic }” of { $held }, which are owed no more; if you mean another meeting, change the time
notice-owes-resolution = Saved #{ $number }: { $title }. Its resolution is not there yet: please add it by { $due }
notice-resolution-owed = Saved #{ $number }: { $title }. Its resolution is not there yet: { $name } is to add it by { $due }
card-resolution-owed = Resolution still owed by { $name }
notice-brought-back = Brought back #{ $number } with your change: { $title }
notice-changed-merged = Saved your change to #{ $number }: { $title }. While you were at it { $by } changed { $fields }; both changes are in it
notice-restored = #{ $number } is back to what it said in v{ $version }: { $title }. It is { $name } now
notice-changed = Saved your change to #{ $number }: { $title }
notice-undone = Change taken back: { $title }
notice-undone-new = Taken back: { $title }
notice-deleted = Deleted #{ $number }: { $title }
notice-erased =
    Destroyed { $files ->
        [0] what #{ $number } “{ $title }” hid
       *[other] { $hidden ->
            [0] the { $files } attached files of #{ $number } “{ $title }”
           *[other] what #{ $number } “{ $title }” hid, with { $files } attached files
        }
    }. All else remains, and the chain of its history is whole.
notice-started = Dossier started: { $title }
notice-started-uninvited = { notice-started }. { -invite-me }
notice-bound = { channel-named } is bound to { $title }
notice-bound-uninvited = { notice-bound }. { -invite-me }
notice-bound-here = This { -channel } is bound to { $title }
notice-bound-here-uninvited = { notice-bound-here }. { -invite-me }
-invite-me = If no card appears here in a moment, invite me: /invite @Dossier
notice-member = { $name } is now a { $tier } in { $title }
notice-member-manager = Saved. { $name } is a manager of the whole organisation, and so still one in { $title }
notice-member-removed = { $name } is no longer a member of { $title }
notice-phase = { $title } is now in phase { $en }
notice-phase-sealed = { $title } is sealed
notice-settings = Saved. It is { $time }
notice-claimed = { $name }, you are now a manager of this organisation.

# Problems
problem-reaches-somebody = Please put “{ $text }” into Phone or E-mail: those are sensitive, and only some people see them
problem-required = Please fill this in
problem-required-one = At least one of discussion, decisions or action items is needed
problem-too-long = At most { $max } characters; there are { $length }
problem-too-many = At most { $max }; there are { $count }
problem-not-text = Only text goes here
problem-unreadable = This cannot be read
problem-unreadable-day = “{ $text }” is not a date I can read. Try: next Friday, 2026-12-01
problem-unreadable-past-day = “{ $text }” is not a date I can read. Try: yesterday, last Friday, 2026-11-20
problem-day-to-come = “{ $text }” is still to come; this takes today or an earlier day
problem-unreadable-moment = “{ $text }” is not a time I can read. Try: tomorrow 14:00, 2026-12-01 15:30
problem-not-a-choice = “{ $text }” is none of the options: { $en }
problem-below-zero = “{ $text }” must not be below zero
problem-not-a-number = “{ $text }” is not a whole number, like 120
problem-not-a-score = “{ $text }” is not a whole number from 0 to { $most }
problem-not-money = “{ $text }” is not an amount I can read. Try: 500,000, USD 20k or 100k - 150k
problem-not-a-link = “{ $text }” is not a web address; those begin with https://
problem-not-a-phone = “{ $text }” does not look like a phone number, like +49 30 123456
problem-not-an-email = “{ $text }” does not look like an e-mail address, like name@example.com
problem-short-name-character = The short name is part of file names and cannot have “{ $character }” in it
problem-short-name-invisible = The short name is part of file names and cannot have an invisible character ({ $code }) in it
problem-short-name-reserved = Windows keeps the file name “{ $name }” for itself; please choose another short name
problem-short-name-taken = “{ $short }” is the short name of { $customer }; please choose another
problem-customer-has-short-name = { $customer } has the short name “{ $short }” already; please use that
problem-project-taken = { $short } has a dossier called “{ $project }” already
problem-single-exists = This dossier has its { $en } already; please edit that
problem-sealed = { $dossier } is sealed: nothing can be added or changed, and nothing was saved. Management can reopen it with /dossier phase.
problem-changed-meanwhile = Somebody has just changed it (it is v{ $version } now); please save once more
form-edit-deleted = { $name } has just deleted this record. Save once more to bring it back with what you entered
form-edit-moved = Meanwhile changed by others, and shown as it is now: { $fields }
problem-collision-within = { $name } has just changed in it: { $change }. Save once more to keep yours
problem-collision = { $name } has just changed this to “{ $value }”. Save once more to keep yours
problem-nothing-changed = Nothing was changed
problem-deleted = This record is deleted; restore it from its history first
problem-erased = What was sensitive in this record has been destroyed as asked; it cannot be changed any more
problem-hides-nothing = This record of the kind “{ $en }” has no hidden fields and no files that could be destroyed. It can be deleted
problem-undo-too-late = After 10 minutes a change cannot be undone; restore an earlier version from the history
problem-undone-already = This has been taken back already. What was there before: /dossier history #{ $number }
problem-undo-not-yours = Only your own change can be undone; an earlier version can be restored from the history
problem-refused-tier-above = You cannot give a higher tier than your own, nor take it: it needs { $tier } access
problem-nobody-called = There is nobody (or more than one) called “{ $name }” in this organisation
problem-not-found = There is no such thing here
ask-managers = You can ask: { $names }
ask-unclaimed = Nobody manages this installation yet. Whoever set it up becomes the first manager with /dossier claim and the code that the server showed when it started
problem-no-dossier-ask = There is no dossier here that you are in. You can ask: { $names }
problem-no-dossier-unclaimed = There is no dossier here that you are in. { ask-unclaimed }
problem-no-dossier-yours = There is no dossier here that you are in. Ask a project’s owner to add you
problem-no-dossier = There is no dossier here yet. Start one with /dossier start, or ask an owner to add you
problem-no-dossier-called = There is no dossier called “{ $name }” that you can see
problem-which-dossier = Which project? There are: { $names }. Please write the name behind the command, like “{ $one }”
problem-which-record = Please give the record’s number, like #12
problem-which-phase = The phases are: initiation, design, development, test, launch, closing, sealed
problem-which-tier = Write: /dossier member @Ann senior (tiers: guest, member, senior, manager, remove)
problem-not-an-issue = #{ $number } is not an issue but a “{ $kind }”
problem-duty-gone = This has been logged already
problem-not-in-a-channel = Please use this in the { -channel } that is to be bound
problem-nothing-to-bind = There is no dossier of yours to bind. Ask a project’s owner to bind theirs here
problem-nothing-to-bind-start = There is no dossier of yours to bind. Start one with /dossier start
problem-unknown-zone = There is no time zone “{ $text }”; try Europe/Berlin
problem-wrong-claim-code = The code is wrong or was used already. The server prints it when it starts
problem-unknown-workspace = This workspace is not connected to Dossier yet
problem-unexpected = Something went wrong and nothing was saved. Please try again; if it stays, tell your administrator the reference { $reference }
problem-refused-read = You cannot see this; it needs { $tier } access. The project’s owner can change yours
problem-refused-log = You cannot log this here; it needs { $tier } access. The project’s owner can change yours
problem-refused-edit = You cannot change this; it needs { $tier } access. The project’s owner can change yours
problem-refused-reveal = Seeing hidden fields needs { $tier } access
problem-refused-delete = Somebody else logged this: deleting it needs { $tier } access. The project’s owner can change yours
problem-refused-delete-approved = This is approved: deleting it needs { $tier } access
problem-refused-approve = This needs { $tier } access
problem-refused-manage = This is for the project’s owner, or needs { $tier } access
problem-refused-start = Starting a dossier needs { $tier } access
problem-refused-settings = You are not a member of this organisation yet; ask a project’s owner to add you
problem-already-resolved = #{ $number } “{ $title }” is resolved already. To change it: /dossier edit #{ $number }
problem-one-person = Only one person goes here
problem-phase-already = It is in phase { $en } already

# Messages and Home
button-keep = Save to dossier
button-go-on = Next
button-continue = Go on
button-discard = Discard
form-half-filled = What you filled in earlier stands in it
notice-half-filled = Your half-filled form ({ $en }) is kept for 7 days.
notice-draft-discarded = The half-filled form is discarded.
button-open-form = Open the form
button-take-over = Update the record
form-keep = Save to dossier
field-kind = Save as
keep-quoted = { $name }: { $text }
keep-left-over = The message is longer than this form has room for: the end of it is not in here.
keep-file-stays = This kind of record takes no files: the file itself stays in the chat.
keep-by-number = For an older record, write its number with the file, e.g. #12
keep-with = With #{ $number }, { $kind }: { $title }
notice-marked = Save this message to the dossier?
notice-form-wrong =
    “{ $title }” is not saved yet:
    { $wrong }
    What you wrote is all in it; the button goes on with it.
notice-form-ready = The form “{ $title }” is ready: the button opens it.
notice-form-kept = Here is the form “{ $title }” with what you wrote: the button opens it.
card-origin = original message
card-message-edited = The message behind #{ $number } “{ $title }” was edited. The record still says what it said: update it?
card-channel-shared = People of another company are in { $where } now, so cards of { $title } no longer appear there: whoever logs something is answered in private. What the customer may see is shown there with /dossier share and its number
card-channel-closed = I can no longer post in { $where } (it was archived, or I was removed). Records of { $title } are kept as before; to have them posted there again, unarchive it or invite me back
card-channel-uninvited = I am not in { $where }, so nothing of { $title } is posted there. Records are kept as before; to have them posted, invite me there: /invite @Dossier
card-message-deleted = The message behind #{ $number } “{ $title }” was deleted. The record stays.
message-says = The message now says: { $text }
home-title = Hello, { $name }
home-about = I keep the dossier of every project: minutes, changes and issues, within a day of what happened.
home-recent = Newest records
home-more = { $more } more: /dossier status all
problem-newcomer = Slack has not told me yet who you are; nothing was done. Please try again in a moment
problem-draft-gone = This draft is gone (drafts are kept for 7 days). Please enter it again
problem-refused-forged = This button or form was not made here; nothing was done

# Slack
slack-next = Next
slack-back = Back
slack-back-hint = To change what you entered before, press “Back”. What you have typed on this page since it opened is not kept then
slack-close-hint = Closed by accident? What you pressed { $pages ->
        [1] “Save”
       *[other] “Save” or “Next”
    } for is kept for you; what you only typed is not
slack-page = Page { $page } of { $of }
slack-cancel = Cancel
slack-close = Close
slack-title = Dossier
left-out = … ({ $count } more)
left-out-whole = What has no room here is in an export: /dossier export
slack-kept = Files it has (untick one to remove it)
slack-kept-all = It has { $count } files, all of which are kept
slack-use = Use “{ $text }”
part-of = { $label } ({ $part }/{ $of })
slack-save = Save
slack-hint-names = Type a name to find it; anyone outside the company can be named too

# Two sides of one organisation
link-command = dossier link
link-workspace = On the other side (Feishu or Slack), a manager there sends me:
link-person = On the other side, with your own account, send me:
link-good-for = Good for { $minutes } minutes, once, and shown to you alone.
notice-link-wrong = The code is wrong, was used already or is out of date. Make a new one on the other side: /dossier link
notice-linked-workspace = Joined with “{ $name }”. A dossier can now be bound to { -channel }s on both sides.
notice-linked-person = Linked: you are { $name } on both sides.
problem-refused-link-workspace = Only a { $tier } can join workspaces
problem-refused-link-person = You are nobody here yet: ask a manager to add you first
problem-link-here = This code was made here: use it on the other side
problem-linked-already = This is part of “{ $name }” already
problem-link-has-dossiers = There are dossiers here ({ $count }), so this cannot become part of another organisation. Do it the other way round: make the code here and use it there
problem-link-has-workspaces = There is another workspace here, so this cannot become part of another organisation. Do it the other way round: make the code here and use it there
problem-link-organisations-first = The two sides are not one organisation yet: first a manager joins the workspaces, with /dossier link
problem-too-many-codes = Too many wrong codes: try again in ten minutes

# Health
report-title = Dossier health report
report-score = { $score ->
    [one] 1 point
   *[other] { $score } points
}
score-good = in good shape
score-fair = needs attention
score-poor = needs work soon
score-kept = sealed: there to be read
report-on-time = Done on time in four weeks
report-late = Done late in four weeks
report-open = Still open
report-overdue = Of these overdue
report-week-of = Updates in the week of { $day }
report-score-of = Score on { $day }
report-same = same as last week
report-same-since = same as on { $day }
report-gained-since = { " " }(since { $day })
report-late-made = comes late, on { $day }, with the numbers of that day
report-duties = { $on_time } on time, { $late } late, { $open } open ({ $overdue } overdue)
report-lost = Where points were lost
report-lost-more = { $count ->
    [one] 1 more thing
   *[other] { $count } more things
}, { $points ->
    [one] 1 point
   *[other] { $points } points
}
report-gave = Updates { $first } – { $last }: { $names }
report-gave-each = { " " }(what several worked on counts for each of them)
report-owe = Still awaited from: { $names }
report-history = Scores so far
report-history-from = From { $first } to { $last } points.
report-numbers = Numbers
report-what = What
report-value = Value
part-completeness = Complete
part-freshness = Fresh
part-timeliness = On time
loss-missing = { $need ->
    [1] Missing: { $kind }
   *[other] { $kind }: only { $have } of { $need }
}
loss-stale = { $kind }: not updated for { $days } days
loss-overdue = { $count ->
    [one] 1 update is overdue
   *[other] { $count } updates are overdue
}
loss-and-others = { $named } and others
report-still = Overdue
report-came-late = Came late
report-more = and { $count } more
report-change = Change since the report before
report-some-of = { $first } to { $last } of { $all }
problem-nothing-overdue-left = Nothing more is overdue
loss-late = { $count ->
    [one] 1 update came late
   *[other] { $count } updates came late
}
burst = { $count } in 3 days; the 28 days before had { $base }
burst-from = { $count } within 3 days from { $day }; the 28 days before had { $base }
burst-watch = keep an eye on it
burst-alert = look at it soon
burst-all = All problems
burst-severity = Problems of severity “{ $severity }”
summary-note = Sent to management every week after the dossiers’ reports; switch it off with /dossier rule organisation
summary-late = { $of } · comes late, on { $made }, with the numbers of that day
summary-against = ▲▼ against the reports of { $day }
summary-against-each = ▲▼ against each one’s report before
summary-title = Health of the dossiers
summary-score = Health
summary-scores = Health scores
summary-first = First thing to mend
summary-first-points = { $first } (−{ $points })
summary-first-missing = { $first }, and { $more } more { $more ->
    [one] kind
   *[other] kinds
}
summary-first-stale = { $first }, and { $more } more { $more ->
    [one] kind is old
   *[other] kinds are old
}
summary-worst = Look first at { $title } ({ $score } points).
button-look = Look at “{ $name }”
button-whole-report = Whole report
button-overdue-rest = Show the other { $count }
notice-report-at = This { -channel }’s health report comes every { $when }.
notice-report-over = { $title } is in phase { $en }: there is no weekly health report any more. /dossier health shows it at any time.
button-write-report = Write a progress report
notice-report-off = This { -channel } gets no weekly health report.
problem-health-of-one = Past scores are shown of one dossier at a time: name the customer
problem-health-future = That is still to come: health is known up to today
problem-no-report = { $title } has no weekly report yet. /dossier health shows the score as it is now
report-nearest = There is no weekly report of { $asked }. The nearest is that of { $day }:
problem-report-time = I cannot read the time “{ $text }”. Try: Friday 16:00, Mon 9am, off
problem-not-in-a-bound-channel = Please use this in a { -channel } that is bound to a dossier
notice-file-sent = “{ $name }” is on its way to you.
