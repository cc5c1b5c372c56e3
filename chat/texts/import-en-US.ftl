# Taking in defects
import-title = Import defects
import-file = Table of defects
import-file-hint = CSV or XLSX from Jira, ZenTao or TAPD, up to 5 MB and 2,000 rows
import-of = Import of “{ $name }”
import-new = New
import-changed = Changed
import-same = As they were
import-wrong = Unreadable
import-row = Row { $number }
import-wrong-rows = Unreadable rows (they are left out)
import-wrong-more = And { $count } more
import-recognised = Columns
import-needs = No column was recognised for: { $names }. Please choose the columns first.
import-needs-id = The tracker’s number is needed: by it the same defect is known when you import again, and is not kept twice. If your table has none, add the column in the tracker’s export, or number the rows yourself.
import-nothing-written = Nothing was written
import-done = All that can be read is written
import-columns-title = Which column is what
import-left = { $more ->
    [0] Columns that are not taken in: { $names }
   *[other] Columns that are not taken in: { $names } and { $more } more
}
import-strangers = { $more ->
    [0] Nobody here goes by these names, so they are kept as written and nobody is reminded: { $names }
   *[other] Nobody here goes by these names, so they are kept as written and nobody is reminded: { $names } and { $more } more
}
import-formulas = { $more ->
    [0] These are formulas. They are kept as words and never run, here or in an export: { $names }
   *[other] These are formulas. They are kept as words and never run, here or in an export: { $names } and { $more } more
}
import-columns-note = What has no column is not taken in; defects that are here keep what they hold of it.
import-id-hint = The tracker’s id: by it the same defect is known again next time
button-import-write = Import { $count }
button-import-columns = Choose columns
button-import-list = Show defects
notice-import-reading = “{ $name }” is being read. The result comes to you in a { -direct-message }; nothing is written before you confirm.
notice-import-writing = It is being written; the { -direct-message } says when it is done.
card-imported = { $name } imported defects from a table: { $new } new, { $changed } changed
problem-import-what = Defects are what can be imported: /dossier import defects (“{ $text }” is unknown)
problem-import-gone = This import is done, or was left for too long; please upload the file again
problem-table-one-file = Please upload one CSV or XLSX file
problem-table-size = The file is too large: at most { $max } MB
problem-table-rows = There are too many rows: at most { $max } at once. Please make several files of it
problem-table-columns = There are too many columns: at most { $max }. Please export those that are needed
problem-table-empty = There is nothing in the table
problem-table-no-table = This is no CSV or XLSX table that can be read
problem-table-bomb = Unpacked, this file is too large; it is not read
problem-table-twice = This id has been there before
problem-table-column = No column was recognised for { $name }. The file has: { $there }. Say which is meant: { $ways }
problem-table-no-column = The file has no column { $name }. It has: { $there }
problem-table-field = There is no field { $name }. The fields are: { $there }
import-or-send = You can also just send me the file directly.
