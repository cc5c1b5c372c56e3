# Phases
phase-lacks = Still missing before { $phase }
phase-lacks-seal = Not finished before it is sealed
phase-lacking = Still missing: { $what }
phase-approvals = Waiting for approval
phase-outdated = Changed after approval, to be approved again
phase-untested = { $count ->
    [one] one change whose retest has not passed
   *[other] { $count } changes whose retest has not passed
}
phase-why = Why move it all the same
phase-why-seal = Why it is sealed with these missing
phase-why-back = Why it goes back
phase-reason-hint = kept in the audit log and said in the { -channel }
phase-move-to = Move to { $phase }
phase-back-to = Move back to { $phase }
phase-seal-note = Once sealed, nothing in { $title } can be added or changed.
phase-reason = Reason: { $reason }
phase-overridden = Moved although this is missing: { $what }. Reason: { $reason }
phase-sealed-anyway = Sealed although this is missing: { $what }. Reason: { $reason }
phase-reopened = Still missing: { $what }. Reason: { $reason }
phase-expects = Expected from now on: { $kinds }
phase-no-report = There is no weekly health report from now on
button-phase-anyway = Move to { $phase } all the same
button-seal-anyway = Seal all the same
button-phase-move = Move
button-phase-back = Move back
button-phase-again = Back to where it was
card-phase-back = { $name } moved { $title } back from { $was } to phase { $phase }.
problem-phase-moved = Somebody has just moved it to phase { $en }; nothing was changed. Please look again.

# Folders
tree-title = Folders of { $title }
tree-now = { $phase } (now)
tree-nothing = nothing yet
tree-empty = There is nothing here yet that you may see.
tree-count = { $count ->
    [one] One record in all
   *[other] { $count } records in all
}
tree-page = Open the page of its folders
button-tree = All folders
button-zip = Download as ZIP
folders-title = Sub-folders of the phases
folders-note = One folder a line; behind the colon what is filed in it: kinds of record, kind/option, or labels of stages. Kinds you leave out stay where they are. Clear everything to have the usual ones again.
folders-hint = e.g. Performance test: Test case/Performance test
notice-folders = { $count ->
    [one] Saved; there is one sub-folder
   *[other] Saved; there are { $count } sub-folders
}
problem-folder-name = A folder cannot be called “{ $text }”; “{ $right }” can be.
problem-folder-twice = “{ $text }” stands there twice.
problem-folder-content = There is nothing called “{ $text }” to be filed. Write a kind of record (Test case, Test case/Performance test) or the label of a stage (Requirements review).
problem-folder-count = A phase has at most { $max } folders.
problem-folder-filed-twice = “{ $text }” is in two folders; please leave one.

# The customer's people, and what surveys say
orgchart-title = Organisation chart of { $customer }
orgchart-empty = There are no contacts yet. Log them, with whom they report to, and they are drawn here.
orgchart-decide = Decides: { $names }
orgchart-nobody = Nobody is marked as deciding yet
orgchart-unknown = not a contact yet
orgchart-add = Add contact
score-fallen = { $kind }: from { $before } down to { $last } of 10 (#{ $number }, { $day })
trend-up = Last score { $last }, { $by } more than before.
trend-down = Last score { $last }, { $by } less than before.
trend-same = Last score { $last }, as before.
