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
