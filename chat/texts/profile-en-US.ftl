# The customer at a glance
profile-contacts = Contacts
profile-contacts-more = { $count ->
    [one] And 1 more contact
   *[other] And { $count } more contacts
}
profile-rated = { $score } of 10 ({ $day })
profile-rated-before = { $score } before
profile-latest = Latest entries
button-contacts = Contacts
button-orgchart = Who decides

owner-is = Owner:{" "}
owner-also = { $names } can manage it too
owner-of-record = “{ $title }” is owned by { $owner }
owner-of-record-none = “{ $title }” names no owner; { $author } logged it
owner-of-none = { $name } owns no dossier that you can see
problem-nobody-named = I cannot tell whom you mean. You can ask: “Which projects does @Ann own?”
owner-each = Who owns which dossier
