# Rules of reminding
problem-steps-none = Give at least one step, e.g. 20 24 48 72
problem-steps-unreadable = “{ $text }” is not a number of hours. Steps are hours, e.g. 20 24 48 72
problem-steps-order = Each step must come later than the one before, e.g. 20 24 48 72
problem-steps-too-many = At most { $most } steps; there are { $count }
problem-steps-too-far = Each step must lie between 1 hour and { $days } days
problem-due-hours = “{ $text }” is not a number of hours from 1 to { $most }, such as 24
problem-quiet-long = Quiet hours can last { $most } hours a day at most; the rest is for reminders
problem-quiet-hours = “{ $text }” are no quiet hours. Write e.g. 21:00-8:30, or “-” for none
problem-refused-organisation = That is a setting of the whole organisation; it takes a { $tier }

# Reminders
duty-earlier = before: { $names }
duty-snoozed = snoozed { $count }×
button-todo = My to-do list
button-checklist = Fill in: { $what }
button-snooze = Snooze
button-waive = Not needed
button-waive-ask = Ask
button-waive-yes = Not needed
button-waive-no = It is needed
button-finish = Done
button-none-of-these = None of these
nudge-what = { $label }: { $topic }
nudge-link = What the platform has of the meeting
nudge-meeting = The meeting is over — log the minutes
nudge-meeting-owes = please write them, while everybody still remembers.
nudge-meeting-late = please write them when you have a moment.
nudge-asked = { $asker } asks
nudge-owner = — not logged yet. It takes a minute or two.
nudge-owner-late = — a little late. Please log it when you have a moment.
nudge-review = another half year has passed. Please see whether the dossier is still right and how the customer’s needs have changed: one checklist, within two weeks.
nudge-audit = the project is closing. Please go through its dossier by the day it is due: what is lacking, names, versions, permissions, and what is worth remembering.
nudge-look = — soon due. It is one checklist, about a quarter of an hour.
nudge-instead = — not logged yet. { $name } cannot be reminded now, so this comes to you.
nudge-passed = { $name } no longer logs for { $title }. What they owed is now owed by
nudge-away = { $name } cannot be reminded now; { $instead } stands in.
nudge-channel = — not logged yet. Please log it when you have a moment.
nudge-pm = — not logged yet, { $since }. Perhaps { $name } could use a hand.
nudge-management-pm = — not logged yet, { $since }. { $name }, who owns the project, owes it.
nudge-management = — not logged yet, { $since }. { $name } owes it; { $pm } owns the project.
nudge-withdrawn = — not needed any more: what called for it was taken back.
nudge-waived = — not needed, says { $name }: { $reason }
nudge-question = — not needed, says { $name }: { $reason }. Is that so?
nudge-needed = — { $name } says that it is needed.
nudge-done = — done by { $name } ·
nudges-title = { $count ->
    [one] One entry is still missing
   *[other] { $count } entries are still missing
}
part-mine = Your own ({ $count }):
part-soon = Soon due ({ $count }):
part-leave = For { $name }, who is on leave ({ $count }):
part-instead = For { $name }, who cannot be reminded now ({ $count }):
part-pm = Owed by others in projects of yours ({ $count }):
part-project = Not logged in projects of { $name } ({ $count }):
nudges-none = All of these are dealt with
late-hours = { $hours ->
    [0] due just now
    [one] an hour late
   *[other] { $hours } hours late
}
late-days = { $days } days late
digest-title = Good morning
digest-none = All that was due today is dealt with 🎉
digest-above = Not logged by others, and escalated to you lately ({ $count }):
digest-about = { $late ->
    [0] To be logged today: { $due }.
   *[other] { $due ->
        [0] Late: { $late }.
       *[other] Late: { $late }; to be logged today: { $due }.
    }
}
problem-duty-waived = It was said already that this is not needed
problem-duty-withdrawn = This is not needed any more: what called for it was taken back
problem-snooze-past = That moment has passed; choose one to come
problem-snooze-far = It can be put off until { $days } days after it was due at most
problem-snooze-late = It can be put off until { $days } days after it was due at most, and that is over. Please log it, or say why it is not needed
problem-leave-delegate-self = You cannot stand in for yourself
problem-duty-needs-record = This one takes a record: press “Log”
problem-refused-waive = Whether it is needed is up to the project’s owner or a { $tier }
problem-waive-asked = It has been asked already whether this is needed; the answer is still to come
problem-waive-asked-enough = You have asked a few times whether this is needed; please talk to { $name }
problem-waive-nobody = There is nobody who could say now whether this is needed; please try later
problem-waive-answered = That question has been answered already
problem-waive-not-asked = Nobody has asked whether this is needed
problem-refused-duty = This one is not yours: it is for who owes it, the project’s owner or a { $tier }
meeting-which = “{ $topic }” is over. Whose dossier do the minutes go into?
duty-which-kind = { $what } — as what is it logged?

# Settings: rules, working days, leave
rule-title = Reminders
rule-of = The rule of { $title }. What is the same as in the organisation follows it.
rule-differs = Other than there: { $settings }.
rule-own = { $label } (there { $value })
rule-of-organisation = The rule of the whole organisation. A dossier can have its own.
rule-hours = Due within how many hours
rule-by = How time is counted
rule-wall = By the clock
rule-working = Working hours (of working days)
rule-quiet = Quiet hours
rule-quiet-hint = e.g. 21:00-8:30, or “-” for none. They put off the message, not what is due
rule-steps = Steps, in hours
rule-steps-hint = In this order: who owes it, the { -channel }, the project’s owner, management (and again at every further step); e.g. 20 24 48 72. Or say who: 20 owner 24 pm 48 management. They are those of 24 hours; where there are more or fewer, the steps change in proportion
rule-country = Country
rule-country-hint = Its holidays count; a code of two letters, e.g. CN, DE, US
rule-work = Working hours
rule-work-hint = e.g. 9:00-18:00
rule-days = Working days of the week
rule-days-hint = e.g. Mon-Fri
problem-country = The days off of “{ $text }” are not known. Give a code of two letters, e.g. CN, DE, US
problem-working-hours = I cannot read the working hours “{ $text }”. Try 9:00-18:00
problem-weekdays = I cannot read “{ $text }”. Try Mon-Fri, or Sun Mon Tue
problem-steps-nobody = “{ $text }” is nobody to remind. Write owner, { -channel }, pm or management
problem-steps-louder = Each step must speak to somebody higher than or the same as the one before: owner, { -channel }, pm, management
rule-summary = Send managers the health of all dossiers every week
rule-names = Name people in reports
rule-on = Yes
rule-off = No
notice-rule = Saved the reminders of { $title }
notice-rule-organisation = Saved the reminders of the whole organisation
workdays-title = Our own working days and days off
workdays-none = All days are as in the country’s calendar.
workdays-example = Like this: /dossier workdays Dec 31 off
workdays-on = working day
workdays-off = day off
workdays-unsure = This version does not know the official holidays of { $year } yet; until it does, Monday to Friday and the statutory ones count, and you can add days of your own.
notice-workdays-on = { $days }: working
notice-workdays-off = { $days }: off
notice-workdays-usual = { $days }: as in the country’s calendar
problem-workdays-how = Like this: /dossier workdays Dec 31 off (or: work, usual)
problem-workdays-long = At most { $most } days at a time
leave-title = My leave
leave-none = No leave noted.
leave-example = Like this: /dossier leave tomorrow to Friday @delegate
button-cancel-leave = Cancel this leave
leave-beside = . What you noted before stays: { $days }
notice-leave = Away { $days }; reminders go to the project’s owner meanwhile{ $beside }
notice-leave-owner = Away { $days }; reminders go to the project’s owner meanwhile, those of the projects you own to management{ $beside }
notice-leave-alone = Away { $days }; reminders go to the project’s owner meanwhile. There is nobody else for the projects you own, so you will still be reminded; write it again with “@delegate” at the end to name somebody{ $beside }
notice-leave-delegate = Away { $days }; reminders go to { $name } meanwhile{ $beside }
notice-leave-cancelled = The leave is cancelled; reminders come to you as usual
problem-leave-past = Those days are over
problem-leave-long = At most a year at a time

# Meetings
meetings-title = Meetings to come
meetings-none = No meeting has been announced.
meetings-count = { $first }–{ $last } of { $total }
meetings-how = Like this: /meeting today 14:00-15:00 review @Ann, or /meeting every Wednesday 10:00 standup
meeting-again = { $rule }; next { $next }
meeting-without-topic = Meeting
button-cancel-meeting = Cancel the meeting
meeting-unknown = { "" } There is nobody (or more than one) called { $names } here; the name is kept as typed.
notice-meeting = Noted: { $topic }, { $when } ({ $title }). When it is over, please log the minutes; they are due { $due }.{ $unknown }
notice-meeting-again = Noted: { $topic }, { $when } ({ $title }). Please log the minutes after each; the first are due { $due }.{ $unknown }
notice-meeting-cancelled = The meeting “{ $topic }” is cancelled; nobody is asked for its minutes
notice-meeting-of = The minutes of “{ $topic }” go into { $title }
notice-meeting-of-none = All right, no minutes of “{ $topic }”
problem-meeting-when = I cannot tell when “{ $text }” is. Write e.g. /meeting today 14:00-15:00 review @Ann
problem-meeting-time = “{ $text }” lacks the time of day. Write e.g. tomorrow 14:00-15:00, every Wednesday 10:00
problem-meeting-unread = I cannot tell when “{ $text }” is. For one meeting write one time: today 14:00-15:00. For one that repeats: every Wednesday 10:00, every 2 weeks on Wednesday 10:00, every weekday 9:30, first Monday of each month 10:00; cancel it in /meeting when it is held no more
problem-meeting-no-such-time = There is no such time as “{ $text }”. Write e.g. today 14:00-15:00
problem-meeting-topic = The meeting lacks a topic. Write e.g. /meeting today 14:00-15:00 review @Ann
problem-meeting-backwards = A meeting must end after it begins. Write e.g. 14:00-15:00
problem-meeting-long = A meeting takes 24 hours at most
problem-meeting-past = That meeting is over. Just log the minutes: /minutes topic | decisions: …
problem-meeting-known = The meeting “{ $topic }” has been announced already: { $when }; { $name } writes the minutes. It was not noted again.
problem-meeting-gone = The meeting “{ $topic }” is over or cancelled already

# Asking, putting off, not needed
notice-asked = { $count ->
    [one] { $name } was asked: { $what }, due { $due }
   *[other] { $name } were asked, each for themselves: { $what }, due { $due }
}
change-owed = It need not be finished now: it is due { $due }, and you will be reminded
problem-duty-how = Like this: /duty @Ann log last week’s launch minutes
problem-duty-when = “{ $text }” names no such time; like this: /duty @Ann log the launch minutes by Friday 17:00, or … by tomorrow
problem-duty-past = “{ $text }” has passed; say a moment to come, such as by tomorrow or by Friday 17:00
problem-duty-far = “{ $text }” is more than a year away; say one within a year, such as by Friday 17:00
problem-duty-not-a-member = { $name } is no member of { $title }; add them with /dossier member first
snooze-title = Snooze
snooze-until = Until
snooze-at = Or a moment in words
snooze-hour = In an hour ({ $at })
snooze-morning = The next working morning ({ $at })
snooze-due = { $topic }. Only the reminder is put off; it is still due { $due }
notice-snoozed = All right, you hear of “{ $topic }” again { $at } (snoozed { $count }×)
waive-title = Not needed
waive-why = Why is it not needed?
waive-why-hint = e.g. the meeting was cancelled; it is part of other minutes
waive-asks = { $topic }. Whether it is needed is up to { $names }; what you write goes to them
notice-waive-asked = Asked { $names } whether “{ $topic }” is needed. You will hear from me
notice-waive-asked-already = You have already asked whether “{ $topic }” is needed; { $names } has the question
notice-waive-needed = All right, I have passed on that “{ $topic }” is needed
notice-waived = All right, “{ $topic }” is not needed
notice-finished = All right, “{ $topic }” is done

# Each member's month
kpi-title = What was kept in { $month }
kpi-none = Nothing was due this month, and nothing was logged.
kpi-said = Logged: { $written }; done on time: { $on_time }.
kpi-member = Member
kpi-on-time = On time
kpi-late = A little later
kpi-open = Still open
kpi-entries = Logged
kpi-changed = Updated
kpi-note = This counts what went into dossiers; it does not judge anybody. Workload, leave and a change of project all show in it.
rule-kpi = Monthly figures of each member
rule-kpi-off = Not counted
rule-kpi-managers = For management
rule-kpi-everyone = All for management, their own for everyone
problem-kpi-off = This organisation does not count monthly figures of its members. A manager can switch them on with /dossier rule organisation
problem-refused-kpi = Monthly figures are for a { $tier } only
problem-kpi-month = I cannot tell which month “{ $text }” is. Try /dossier kpi last month
problem-kpi-future = That month is still to come
