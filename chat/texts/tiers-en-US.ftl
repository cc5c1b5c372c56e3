# Marked for the customer
button-share = Show to the customer
button-unshare = For us alone
card-shared = 👁️ Marked for the customer
card-unshared = #{ $number } is not shown here any more
notice-shared = #{ $number } “{ $title }” is now shown to the customer’s people
notice-unshared = #{ $number } “{ $title }” is for us alone again
problem-confidential = A record of the kind “{ $en }” is confidential and cannot be shown to the customer’s people

# What a tier does not allow
problem-refused-visit = You are not in this dossier; seeing it needs at least { $tier } access
problem-refused-share = Showing a record to the customer needs { $tier } access
problem-refused-erase = Destroying what is hidden needs { $tier } access
problem-refused-export = Taking this out of the dossier as a file needs { $tier } access
problem-refused-seal = Sealing a dossier, and opening it again, needs { $tier } access
problem-refused-audit = Seeing the audit log needs { $tier } access
problem-refused-audit-everything = The audit log of the whole organisation is for a { $tier } of the organisation
problem-refused-pledge = This is confidential: first confirm that you will keep it so

# Asking for access
button-ask-access = Ask for access
access-confirm = You ask { $names } to make you a { $tier } in { $title }. They may also do it for you, or give you less.
access-confirm-unseen = You ask { $names } to make you a { $tier } here.
access-beyond = Only a manager can give { $tier } access; management was asked too. You can do for them what they wanted, or give what you have.
button-grant = Approve
button-grant-as = Approve otherwise …
button-decline = Decline
access-open = { $name } asks to be a { $tier } in { $title }
access-held = now: { $tier }
access-granted = { $name } is a { $tier } in { $title }, given by { $by }
access-declined = { $by } declined: { $name } does not become a { $tier } in { $title }
access-expired = { $name } asked to be a { $tier } in { $title }; nobody answered for two weeks
access-you-open = You asked to be a { $tier } in { $title }
access-you-granted = { $by } made you a { $tier } in { $title }
access-you-declined = { $by } declined your request to be a { $tier } in { $title }
access-you-expired = Nobody answered your request to be a { $tier } in { $title }
access-you-set = { $by } made you a { $tier } in { $title }
access-you-removed = { $by } took you out of { $title }
access-ended = Your time as a { $tier } in { $title } has ended. If you still need it, you can ask again
access-until = until { $until }
grant-title = Give access
grant-for = { $name } in { $title }
grant-tier = As
grant-span = For how long
grant-for-good = For good
grant-day = A day
grant-week = A week
grant-month = 30 days
grant-at = Or until a moment in words
notice-access-asked = Asked { $names } to make you a { $tier } in { $title }. You will hear from me.
notice-access-asked-already = You have already asked to be a { $tier } in { $title }; { $names } has the request
notice-member-guest = { $name } is now a guest in { $title } and sees only what is marked for the customer. What is posted into its { -channel } is read by everybody there: guests are better off in a { -channel } of their own.
notice-access-declined = Declined; { $name } has been told
notice-member-until = { $name } is a { $tier } in { $title } until { $until_moment }
problem-access-have = You are a { $tier } in { $title } already
problem-access-nobody = There is nobody who could give you that. Ask your administrator
problem-access-expired = Too late: nobody answered { $name } for two weeks. They can ask again
problem-access-granted = { $by } has given it to { $name } already
problem-access-declined = { $by } has declined it already; { $name } can ask again
problem-access-answered = Somebody has just answered { $name }
problem-access-gone = { $name } is not here any more

# Approval
button-submit = Submit for approval
button-approve = Approve
button-approve-comment = Approve with a comment
button-return = Return
button-decide-topic = Decide: { $topic }
approval-open = Waits for approval; submitted by { $name }
approval-approved = approved by { $name }
approval-returned = returned by { $name }: { $comment }
approval-undone = approved by { $name }, taken back since
approval-taken-back = — { $name } has taken the approval back
approval-withdrawn = is not to be approved any more: it was deleted
approval-outdated = Changed since: what was approved is v{ $version }. It needs approval again
approval-asked = { $name } asks for your approval
approval-moved = Changed since it was submitted, by { $name }
approvals-title = Waiting for my approval
approvals-again = { $count } changed since approval, not submitted again
approvals-none = Nothing waits for you 🎉
approvals-others = Submitted, waiting for others
form-edit-approved = { $title } — this is approved. A change needs approval again
missing-approval = ⏰ { $name } has yet to approve “{ $topic }” or return it
return-title = Return for changes
return-why = What is to be changed?
decision-hint = whoever submitted it reads this
approve-title = Approve
approve-comment = Comment
nudge-approval-channel = — waits for approval. Please decide when you have a moment.
nudge-approval-pm = — waits for approval, { $since }. { $name } was asked.
nudge-approval-management = — waits for approval, { $since }. { $name } was asked; { $pm } owns the project.
nudge-approval-instead = — waits for approval. { $name } is not around, so this comes to you.
nudge-approval-owner = — waits for your approval.
notice-submitted = Submitted #{ $number } “{ $title }” to { $names }. You will hear from me.
notice-submitted-own = Submitted #{ $number } “{ $title }”. Nobody else can approve it at present: the decision is yours.
notice-submitted-already = #{ $number } “{ $title }” waits for approval already, with { $names }
notice-approval-changed = #{ $number } “{ $title }” has been changed meanwhile: it is v{ $version } now. Open it, then decide.
notice-approved = Approved #{ $number } “{ $title }”
notice-returned = Returned #{ $number } “{ $title }”; whoever submitted it has been told
notice-changed-approved = Saved your change to #{ $number }: { $title }. It was approved before and needs approval again
problem-owner-stays = { $name } owns { $title }. Owners are senior members at least. Hand it over first, with /dossier handover @new-owner; then they can be removed or made less
problem-approve-own = Somebody else approves what is yours: please save it without this status, then submit it ({ $en } can approve)
problem-approve-first = This status comes with approval, or after it: save it without, then submit it for approval
problem-approval-lacks = “{ $title }” needs its “{ $en }” before it can be approved
problem-approval-none = Records of the kind “{ $en }” need no approval
problem-approval-nobody = There is nobody yet who could approve it: that takes a { $tier }
problem-approval-approved = It is approved already, by { $by }
problem-approval-returned = It has been returned already, by { $by }
problem-approval-withdrawn = It is not to be approved any more: it was deleted
problem-approval-changed = It has been changed meanwhile (it is v{ $version } now). Look at it again: /dossier show #{ $number }
problem-approval-done = #{ $number } was approved by { $name } already
problem-approval-not-submitted = #{ $number } does not wait for approval
problem-approval-own = You cannot approve what is your own; { $en } can

# Confidentiality
button-pledge = Read and confirm
button-confirm-pledge = I confirm
button-set-pledge = Set what is asked
pledge-of = Confidentiality in { $title }
pledge-announced = { $title } now asks for a confirmation of confidentiality: until you give it, phone numbers, sums and whatever else is sensitive are hidden.
pledge-none = This dossier asks nobody for a confirmation.
pledge-default = What I learn in this dossier I use for this project alone. I pass nothing on, neither inside nor outside the company, and delete copies when the project is over.
pledge-holds = Confirmed now it holds until { $until }; who confirmed on which day is kept.
pledge-mine = You confirmed it
pledge-expired = held until { $until }, has expired
pledge-lacking = Not confirmed yet: { $names }
approval-confirm-first = Something confidential of { $title } waits for your approval. First confirm confidentiality, then open it from /dossier approvals.
pledge-left-out = What is confidential is left out until you confirm that you will keep it so.
pledge-hides = What is sensitive is hidden until you confirm that you will keep it confidential.
pledge-title = Confidentiality
pledge-asked = Ask for a confirmation before sensitive things are shown
pledge-text = What is confirmed
words-own = { $what } (English)
words-other = { $what } (Chinese, optional)
words-other-hint = Left empty: readers of Chinese see the product’s own Chinese while the text above is the product’s; once it is changed, everybody sees it
pledge-days = For how many days it holds
pledge-days-hint = left empty it is as in the organisation: { $months } months
notice-pledged = Thank you. Your confirmation for { $title } holds until { $until_day }
notice-pledged-already = You have confirmed it already for { $title }; it holds until { $until_day }
notice-pledge-asked = { $title } now asks everybody to confirm this before sensitive things are shown
notice-pledge-dropped = { $title } no longer asks for a confirmation
problem-pledge-none = { $title } asks for no confirmation
problem-pledge-changed = The words have been changed meanwhile. Please read them again: /dossier nda
problem-pledge-days = “{ $text }” is not a number of days from 1 to { $most }

# Changes and their tests
button-add-retest = Add a test of it
sheet-returned = returned by { $name }
sheet-no-retest = no retest passed yet
named-gone = #{ $number } (no longer there)
card-no-retest = Approved, but no test that passed verifies it yet (those after its submission count)
missing-reapproval = { $count ->
    [one] Changed after its approval, to be approved again: { $named }
   *[other] { $count } changed after their approval, to be approved again: { $named }
}
missing-reapproval-of = #{ $number } { $title } (what was approved is v{ $version })
missing-retest = { $count ->
    [one] Approved, but no retest passed yet: { $changes }
   *[other] { $count } approved, but no retest passed yet: { $changes }
}
problem-reports-to-self = { $name } cannot report to themselves
problem-reports-in-circle = This makes a circle: { $names }
problem-no-such-record = There is no #{ $number } in this dossier. Give the number of a record of the kind “{ $en }”
problem-record-of-another-kind = #{ $number } is not of the kind “{ $en }”. Give the number of one that is
problem-not-a-reference = “{ $text }” is not the number of a record, like #12

button-ask-manager = Ask a manager
manager-ask-confirm = { $names } will be told that you would like this, which only managers can do: { $what }.
manager-asked = { $name } asks you for something only managers can do: { $what }.
notice-manager-asked = { $names } know that you would like this: { $en }.
