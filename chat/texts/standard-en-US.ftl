# The dossier standard
standard-for = Organisation
standard-since = In force since
standard-subtitle = { $organisation } · made from the rules in force
standard-edition = { $organisation } · v{ $number } · in force since { $since }
standard-what = What is kept
standard-who = Who sees it, who writes it
standard-name = How it is named
standard-when = By when
standard-rule-here = { $title } has a rule of its own: { $within }; { $steps }
standard-late = When something is late
standard-phases = Filed by phase
standard-secrecy = Confidentiality and training
standard-what-short = { $all } kinds of records in six parts; { $must } of them every project needs
standard-who-short = members log the process, senior members look after requirements and design, managers approve
standard-kept-intro = Every project of every customer has one dossier in six parts. What a project needs counts as missing from the named phase on, and as old when it was not touched for longer than said; both lower the dossier’s health.
standard-kept-versions = A record is never overwritten. Each change is a new version with who, when and why, and any version can be brought back.
standard-item = Record
standard-from = Needed from
standard-least = At least
standard-fresh = Looked at every
standard-writes = Written by
standard-approves = Approved by
standard-secret = (confidential)
standard-from-phase = { $phase }
standard-as-needed = when it happens
standard-every = { $days } days
standard-at-least = { $tier } +
standard-exception = { $tiers }; { $kinds }: { $other }
standard-part = Part
standard-may-read = Read
standard-may-log = Add
standard-may-edit = Change
standard-may-reveal = See hidden values
standard-may-share = Show to the customer
standard-may-export = Export
standard-tiers = From low to high the tiers are guest, member, senior member, manager; “+” means this tier and those above it. The owner of a dossier looks after its members and settings.
standard-guests = The customer’s people are guests: they see the records that are marked for them, and nothing else.
standard-approval = What needs approval is approved or returned by the tier that is named; nobody approves what is their own, unless there is nobody else who could.
standard-ask = Whoever lacks a tier can ask for it on the spot; the owner answers.
standard-pattern = Pattern: { $pattern }
standard-example = Example: { $name }
standard-stages = Stages: { $stages }
standard-name-versions = Every document begins with version 1; the version counts up when its content changes, and only then. A second document of one label and day has -2 behind the label, a third -3, and so on. A name that does not fit is answered with the right one and a button that applies it.
standard-event = When
standard-owed = What is owed
standard-deadline = By when
standard-on-meeting_ended = A meeting has ended
standard-on-change_raised = A change was raised
standard-on-issue_fixed = An issue was marked as fixed
standard-on-asked = Somebody asks for an entry
standard-on-approval = A record was submitted for approval
standard-on-review = Every half year
standard-on-audit = A project comes to its end
standard-within = within { $hours } hours
standard-within-working = within { $hours } working hours
standard-in-days = within { $days } days
standard-hours = Working hours are { $opens }–{ $closes } on { $days }; holidays are those of the calendar.
standard-quiet = Quiet hours are { $quiet }: nobody is reminded then.
standard-no-quiet = There are no quiet hours.
standard-own-rule = A dossier may have a rule of its own, which then counts there.
standard-reminders = Reminders go up step by step and end as soon as the entry is there; nobody is mentioned more than once a day.
standard-snooze = A reminder can be put off, or the entry marked as not needed with a reason; both are kept.
standard-since-raised = After it was raised
standard-told = Who is reminded
standard-after = { $hours } hours
standard-told-owner = whoever owes it, in private
standard-told-channel = whoever owes it, before the team
standard-told-pm = the project’s owner
standard-told-management = management
standard-sub-folder = Sub-folder
standard-folder = What is filed there
standard-sealed = When a project is over its dossier is sealed: it can be read and no longer changed; managers alone open it again.
standard-sensitive = Contact details, budgets and the like are hidden; each look at them is kept. Confidential as a whole: { $kinds }.
standard-nda = Where a dossier asks for it, confidentiality is confirmed before anything sensitive is shown. That holds for { $months ->
    [one] 1 month
   *[other] { $months } months
} unless the dossier says otherwise; once expired it is as if it had not been given.
standard-training = Everybody takes the training in data security and confirms it; that holds for { $months ->
    [one] 1 month
   *[other] { $months } months
}. What it says:
# Reading, posting and confirming it
button-confirm-standard = I have read it and will keep to it
button-standard-word = Get it as Word
button-standard-pdf = Get it as PDF
button-standard-post = Post it here
button-standard-ask = Ask everybody to confirm
button-standard-drop = Stop asking
standard-mine = You confirmed it
standard-please = Please read it and confirm. When it changes you are asked once more.
standard-changed = It has changed: please read it and confirm.
standard-confirmed = { $count } of { $all } have confirmed
standard-waiting = Not yet: { $names }
standard-not-asked = Nobody is asked to confirm it at present. Once they are, each gets one private message, as do those who join later, and everybody when it changes.
notice-standard-confirmed = Thank you. It is noted that you confirmed v{ $number } of the standard
notice-standard-confirmed-already = You have confirmed v{ $number } of the standard already
notice-standard-posted = The standard is posted here
notice-standard-file = Your { $format } is being made and comes as a private message
notice-standard-asked = Everybody who has not confirmed it gets one private message, in working hours
notice-standard-dropped = Nobody is asked to confirm the standard any more
problem-standard-changed = The standard has been changed meanwhile. Please read it again: /dossier standard
problem-standard-which = “{ $text }” is none of its words; you can write: /dossier standard [word|pdf|post]
problem-standard-nowhere = Use it in the { -channel } it is to be posted to: /dossier standard
problem-standard-outside = People of other companies read along here; the standard is posted in { -channel }s of your own
problem-standard-not-asked = Nobody is asked to confirm the standard at present
problem-refused-standard = The standard is shown to the people of a project; it needs { $tier } access
# What is to be confirmed
commit-title = Please confirm
commit-done = All confirmed, thank you 🎉
commit-superseded = It has changed again; please see the message that follows.
commit-training = Data security training: read it and confirm; that holds for { $months ->
    [one] 1 month
   *[other] { $months } months
}
# Training in data security
button-training = Read the training
button-confirm-training = I have learnt it and will keep to it
button-set-training = Set training and confidentiality
training-title = Data security training
training-none = No training in data security is asked of anybody at present.
training-please = Read it, then confirm. Confirmed now it holds until { $until }.
training-asked = Ask everybody to confirm it
training-text = What is to be known
training-text-hint = a sentence a line; a link to slides can be one of them
training-months = For how many months the training holds
training-nda-months = For how many months confidentiality holds
training-nda-hint = where a dossier says nothing else
training-default = Keep what is the customer’s in the dossier and in systems the company has approved, never on private devices, mail or drives.
    Look only at what your work needs. Lend nobody your account, and lock the screen when you leave.
    Before a file goes out check who gets it, what is in it and who may open it. Nothing sensitive goes into group chats.
    Use no real customer data in tests or demonstrations; where it must be, take out names and numbers first.
    Tell the project’s owner and management within an hour of a leak, a wrong recipient or a lost device.
    Delete your copies when the project ends or you leave it.
notice-training-confirmed = Thank you. Your data security training holds until { $until_day }
notice-training-confirmed-already = You have confirmed the data security training already; it holds until { $until_day }
notice-training-kept = Saved. Whoever has not confirmed it gets one private message
notice-training-dropped = Saved. No training in data security is asked of anybody
problem-training-changed = The training has been changed meanwhile. Please read it again: /dossier training
problem-training-not-asked = No training in data security is asked of anybody at present
problem-training-months = “{ $text }” is not a number of months from 1 to { $most }
promise-training = Data security training
promise-nda = Confidentiality
promise-short-training = training
promise-short-nda = confidentiality
promise-never = { $what }, not confirmed yet: { $names }
promise-expired = { $what }, expired: { $names }
promise-expired-of = { $name } (held until { $until })
digest-expiring = Expires soon, or has:
promise-not-yet = not yet
button-standard-editions = Earlier editions
standard-editions = Dossier standard · editions
standard-editions-more = and { $count } earlier ones
standard-edition-now = v{ $number } · in force since { $since } · now
standard-differs = Changed since then:
standard-same = It was changed back since: it says what the one in force says.
