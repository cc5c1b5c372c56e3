"""Methods of repositories that need not be tried: they know nothing of another organisation, or others try them."""

HARMLESS = {
    "commitments.keep",  # Of the own organisation.
    "commitments.confirm",  # By the actor, of what the own organisation asks.
    "commitments.months",
    "commitments.after",  # Counts months alone.
    "commitments.subject",
    "pledges.until",  # Counts days alone.
    "standards.ask",  # Of the own organisation, as is all of the standard.
    "standards.edition",
    "standards.editions",
    "standards.kept",
    "standards.publish",
    "standards.regulations",
    "standards.require",  # Looks at the actor alone.
    "files.take",  # A file it does not know is the platform's, and is asked for in the asker's workspace.
    "inbox.take",  # test_inbox_and_outbox
    "intake.write",  # Writes by records.add and records.change alone.
    "jobs.add",
    "people.add",
    "people.claim",  # test_dossiers
    "approvals.require_status",  # Looks at the table alone, as does the next one.
    "approvals.require_back",
    "approvals.note_typed",  # Called by the records alone, with what they have written.
    "preferences.forget",  # As it is kept.
    "preferences.keep",  # Kept under the own organisation, where nobody has that id.
    "kpi.require",  # Looks at the own organisation's rule.
    "filing.keep",  # Of the own organisation, as are the next four.
    "filing.found",
    "rules.found",
    "naming.keep",
    "naming.found",
    "preferences.hear",  # Of the actor.
    "own_kinds.every",
    "own_kinds.give_up",  # These five know the own organisation alone: test_own_kinds.
    "own_kinds.keep",
    "own_kinds.kept",
    "own_kinds.require_current",
    "naming.know",  # Is given what was read.
    "naming.called",  # These seven look at what they are given, the list of stages and the zone.
    "naming.said",
    "naming.calling",
    "naming.stem",
    "naming.documents",
    "naming.customer_in",
    "naming.day_of",
    "naming.is_right",
    "naming.today",
    "records.is_own",  # Looks at what it is given, and the table.
    "records.conditions",  # What others look by: test_access, in tests/kinds.
    "rules.require_manager",
    "rules.set_workdays",  # Of the own organisation, as are the days that are given.
    "rules.workdays",
    "search.add",  # These three are called by the records alone, with what they have checked.
    "search.drop",
    "search.matching",
    "suggestions.switch_organisation",  # The own one.
}
