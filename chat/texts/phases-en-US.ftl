# Phases
phase-lacks = Still missing before { $phase }
phase-lacking = Still missing: { $what }
phase-untested = { $count ->
    [one] one change without a retest
   *[other] { $count } changes without a retest
}
phase-why = Why move it all the same
phase-reason-hint = kept in the audit log and said in the channel
phase-move-to = Move to { $phase }
phase-seal-note = Once sealed, nothing in { $title } can be added or changed.
phase-reason = Reason: { $reason }
phase-overridden = Moved although this is missing: { $what }. Reason: { $reason }
phase-expects = Expected from now on: { $kinds }
button-phase-anyway = Move to { $phase } all the same
button-seal-anyway = Seal all the same
button-phase-move = Move
card-phase-back = { $name } moved { $title } back from { $was } to phase { $phase }.
problem-phase-moved = Somebody has just moved it to phase { $en }; nothing was changed. Please look again.
