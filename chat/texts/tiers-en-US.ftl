# Marked for the customer
button-share = Show to the customer
button-unshare = For us alone
card-shared = 👁️ Marked for the customer
card-unshared = #{ $number } is not shown here any more
notice-shared = #{ $number } “{ $title }” is now shown to the customer’s people
notice-unshared = #{ $number } “{ $title }” is for us alone again
problem-confidential = A record of the kind “{ $en }” is confidential and cannot be shown to the customer’s people

# What a tier does not allow
problem-refused-visit = You have no part in this dossier; it takes the tier of { $tier }
problem-refused-share = Showing a record to the customer takes the tier of { $tier }
problem-refused-erase = Destroying what is hidden takes the tier of { $tier }
problem-refused-export = Taking this out of the dossier as a file takes the tier of { $tier }
problem-refused-seal = Sealing a dossier, and opening it again, takes the tier of { $tier }
problem-refused-audit = The audit log is shown to the tier of { $tier }
problem-refused-pledge = This is confidential: first confirm that you will keep it so

# Asking for access
button-ask-access = Ask for access
button-grant = Approve
button-grant-as = Approve otherwise …
button-decline = Decline
access-open = { $name } asks to be { $tier } in { $title }
access-held = now: { $tier }
access-granted = { $name } is { $tier } in { $title }, given by { $by }
access-declined = { $by } declined: { $name } does not become { $tier } in { $title }
access-expired = { $name } asked to be { $tier } in { $title }; nobody answered for two weeks
access-you-open = You asked to be { $tier } in { $title }
access-you-granted = { $by } made you { $tier } in { $title }
access-you-declined = { $by } declined your request to be { $tier } in { $title }
access-you-expired = Nobody answered your request to be { $tier } in { $title }
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
notice-access-asked = Asked { $names } to make you { $tier } in { $title }. You will hear from me.
notice-access-asked-already = You have asked already to be { $tier } in { $title }; { $names } has the request
notice-access-declined = Declined; { $name } has been told
notice-member-until = { $name } is { $tier } in { $title } until { $until }
problem-access-have = You are { $tier } in { $title } already
problem-access-nobody = There is nobody who could give you that. Ask your administrator
problem-access-expired = Too late: nobody answered { $name } for two weeks. They can ask again
problem-access-granted = { $by } has given it to { $name } already
problem-access-declined = { $by } has declined it already; { $name } can ask again
problem-access-answered = Somebody has just answered { $name }
problem-access-gone = { $name } is not here any more
