# Handing over
handover-title = Handover of { $title }
handover-preview = Until it is accepted { $owner } stays responsible.
handover-offer = { $name } asks you to take over { $title }
handover-until = Until it is accepted { $name } stays responsible.
handover-rises = By taking over you become a { $tier } here: you see background, goals and hidden values, and change requirements and design.
handover-open = { $taker } was asked to take over { $title }, and has yet to answer.
handover-accepted = { $taker } has taken over { $title } from { $giver }.
handover-declined = { $taker } does not take over { $title }; { $giver } stays responsible.
handover-withdrawn = The handover of { $title } was withdrawn; { $giver } stays responsible.
handover-announced = { $title } is now owned by { $taker } (until now { $giver }).
handover-approvals = To submit or approve
handover-decisions = Decisions of 90 days
handover-missing = Missing or stale
handover-none = Nothing
handover-more = { $count ->
    [one] And 1 more
   *[other] And { $count } more
}
handover-no-owner = nobody is on it yet
handover-again = changed since it was approved, to be approved again
handover-submitted = #{ $number } { $title } · submitted by { $name }
handover-approved = approved: { $title }
handover-due = { $what } · { $name } · by { $when }
handover-overdue = 🔴 { $what } · { $name } · was due { $when }
handover-risk-late = { $count ->
    [one] ⏰ 1 update is overdue
   *[other] ⏰ { $count } updates are overdue
}
handover-risk-untested = { $count ->
    [one] 🟠 1 approved change has no retest that passed: { $numbers }
   *[other] 🟠 { $count } approved changes have no retest that passed: { $numbers }
}
handover-risk-outdated = { $count ->
    [one] 🟠 1 was changed after its approval and needs it again: { $numbers }
   *[other] 🟠 { $count } were changed after their approval and need it again: { $numbers }
}
handover-risk-said = 📝 The last progress report says: { $text }
handover-risk-unconfirmed = { $count ->
    [one] 🔏 { $names } has yet to confirm confidentiality or the training
   *[other] 🔏 { $count } have yet to confirm confidentiality or the training: { $names }
}
handover-risk-falling = 📉 Health fell by { $points } since the last report, to { $score }
handover-taker = New owner
handover-taker-hint = a member of the team, by name
handover-note = What to know
handover-note-hint = What the new owner needs to know; it is kept in the dossier
handover-duties = What the present owner has yet to log
handover-duties-own = Stays with them; only reviews and audits of the owner pass on
handover-duties-whole = Everything { $name } owes in this dossier passes on
handover-form-title = Handover
handover-form-about = { $title }: the new owner gets a card with what is to be logged, open issues, approvals, decisions, what is missing, risks. Until they accept { $owner } stays responsible. Whoever takes over is at least a { $tier } here, who sees background, goals and hidden values, and changes requirements and design.
handover-comment = A word with it (optional)
handover-why = Why not
handover-accept-about = You will be responsible for { $title }; { $giver } and the { -channel } are told, and a record of the handover is kept in the dossier.
handover-withdraw-confirm = Withdraw the handover to { $name }?
button-handover = Choose the new owner
button-handover-to = Hand over to { $name }
button-handover-send = Send the offer
button-handover-accept = Take over
button-handover-decline = Decline
button-handover-withdraw = Withdraw
button-handover-whole = Everything
button-handover-record = Handover record
button-handover-topic = Answer the handover: { $topic }
missing-handover = ⏰ { $name } has yet to answer the handover
notice-handover-offered = { $name } was asked to take over { $title }; you will hear of the answer.
notice-handover-accepted = { $passed ->
    [0] You have taken over { $title }.
    [one] You have taken over { $title }, and 1 update that is owed.
   *[other] You have taken over { $title }, and { $passed } updates that are owed.
}{ $rises ->
    [0] {""}
   *[other] { " " }You are a senior member here by now.
}
notice-handover-declined = { $name } hears that you do not take over.
notice-handover-withdrawn = The handover to { $name } is withdrawn.
problem-refused-handover = Only { $name } can answer this handover
problem-handover-own = { $name } owns { $title } already
problem-handover-guest = { $name } is no member of the team and cannot take a dossier over
problem-handover-unreachable = { $name } has no account here and cannot be asked
problem-handover-offered = { $name } was asked to take this dossier over already; wait for the answer, or withdraw it
problem-handover-accepted = { $name } has taken over already
problem-handover-declined = { $name } has declined already
problem-handover-withdrawn = This handover was withdrawn
problem-handover-owner-changed = This dossier is owned by { $name } by now
nudge-handover-channel = — still waits for an answer: do you take over, or not?
nudge-handover-pm = — { $name } has not answered, { $since }. Until then you stay responsible; you can also withdraw it.
nudge-handover-management = — { $name } has not answered, { $since }. Until then { $pm } stays responsible.
nudge-handover-instead = — waits for an answer. { $name } is not around, so you hear of it.
nudge-handover-owner = — waits for your answer: do you take over, or not?
