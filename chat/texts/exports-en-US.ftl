# Names
problem-name-parts = A file name has { $count } parts between “_”: { $en }.
problem-name-version = The version is written v1, v2 …, not “{ $text }”.
problem-name-date = “{ $text }” is no date; write it like 20250815.
problem-name-letter = The file name should be { $right }.
problem-pattern-empty = A part of the pattern is empty: two “_” follow one another, or one stands at the beginning or the end. Write it like { $en }.
problem-pattern-part = “{ $text }” cannot be in the pattern. Each part is customer, stage, date, version or project, or one short word of your own, with “_” between them.
problem-pattern-needs = The customer, the stage, the date and the version are each there once, the project and a word of your own at most once, as in { $en }.
problem-pattern-last = The version has to be the last part.
problem-pattern-form = “{ $text }” is no way to write it; there are: { $forms }.
problem-stages-count = Give 1 to { $max } labels, one a line.
problem-stage-short-name = “{ $text }” is the short name of a customer; please choose another label, so that names can be told apart
problem-stage-alike = “{ $text }” would be taken for a date or a version; please choose another label.
problem-stage-label = “{ $text }” cannot be in a file name; “{ $right }” can.
problem-names-right = The attached files are named right already.
naming-title = Names of documents
naming-note = Every exported or uploaded document is named like this: ABC_Requirements review_20250815_v1.docx.
naming-pattern = Pattern
naming-pattern-hint = dates as date[YYYY-MM-DD], versions as version[V01] if you like
naming-stages = Labels of stages
naming-stages-hint = one a line, e.g. Requirements review
notice-naming = Documents are named { $pattern } from now on, with { $count } labels of stages.
notice-named-anew = The rule or the attachments have changed since. The message now shows the new names: look at them and press again.
notice-named = Renamed: { $names }.
reason-named = files named by the rule
card-names-title = An attached file is not named by the rule
card-names-line = { $wrong } → { $right }
card-names-done = The attached files are named by the rule: { $names }
card-names-gone = Nothing is left to rename in #{ $number } { $title }.
button-name-files = Use the right name

# On paper
paper-note = No. { $number } · { $document } · { $made } { $moment }
paper-dossier = Customer dossier
paper-customer = Customer
paper-project = Project
paper-started = Started
paper-made = Exported
paper-version = Version
paper-people = Members
paper-name = Name
paper-tier = Tier
paper-contents = Contents
paper-files = Files
paper-signature = Signature
paper-date = Date
paper-records = { $count ->
    [one] 1 record
   *[other] { $count } records
}
paper-vendor = Vendor
paper-page = Page
paper-pages = pages
paper-of = of
paper-empty = Nothing yet.
paper-left-out = { $count } older ones are in the sheets and in the ZIP.
zip-not-fetched = not fetched yet
column-title = Title
column-field = Field
column-value = Value
column-author = Entered by
column-created = Entered
column-approval = Approval
column-decided = Decided
column-comment = Comment
column-verified = Verified by
column-changed = Changed
column-kind = Kind

# Exports
button-export = Export
button-cancel = Cancel
export-title = Export
export-of = From { $title }
export-dossier = Which dossier
export-what = What
export-whole = The whole dossier
export-format = Format
export-format-hint = The dossier: any of these. Its cover: Word or PDF. Records of one kind: Excel, CSV or JSON
export-sensitive = Sensitive values
export-hidden = Hidden
export-shown = Included (goes into the audit log)
notice-export = Exporting { $title }. How far it is, and the file, come to you in a { -direct-message }.
notice-exports = Exporting { $title }: { $forms }. How far they are, and the files, come to you in { -direct-message }s.
notice-export-cancelled = The export is cancelled.
card-export-title = Exporting
card-export-waiting = waiting …
zip-lost = missing or damaged in the store of files; not in here
card-export-lost = { $count ->
    [one] A file is not in it: its content is missing or damaged in the store of files. Whoever has it can attach it again.
   *[other] { $count } files are not in it: their contents are missing or damaged in the store of files. Whoever has them can attach them again.
}
card-export-lacks-unseen = It lacks what you may not see yet, so it cannot be imported elsewhere. For a complete one, confirm confidentiality first or ask the owner to export it, with sensitive values included
card-export-lacks-hidden = Sensitive values are hidden in it, so it cannot be imported elsewhere. For a complete one, export again with sensitive values included
card-export-done = Exported: { $name }
card-export-cancelled = The export was cancelled.
card-export-failed = Nothing was exported.
problem-export-what = “{ $text }” was not understood. Say all, cover, #number, or a kind such as change or issue, and a form.
problem-export-none = There is no { $kind } to export yet.
problem-export-many = At most { $most } files can be exported at once; please ask for some of them first.
problem-export-form = This can be exported as { $forms }.
notice-export-ended = That export has ended.
problem-export-nowhere = Files cannot be sent on this platform.
problem-export-too-large = The file has more than { $max } MB. Ask an administrator to run dossier export on the server.
problem-export-not-sent = The file was made, but the platform does not take it: { $error }. An administrator can run dossier export on the server.
problem-file-lost = The content of “{ $name }” is missing or damaged in the store of files. Whoever has it can attach it again.
problem-template-lost = Your organisation’s own template { $name } is missing or damaged in the store of files. Upload it again with /dossier template, or go back to ours there.
problem-export-failed = It did not work, though tried several times. Please tell an administrator the reference { $reference }.
problem-template-unknown = The name “{ $name }” in the template is not known. Names that can be used: { $names }
problem-template-meant = The name “{ $name }” in the template is not known; did you mean { $near }? Names that can be used: { $names }
problem-template-filter = There is no filter called “{ $name }” in a template; leave out the bar and the word behind it.
problem-template-syntax = Braces in the template are not complete, or a loop or condition has no end. Please check every pair of braces and every tag.
problem-template-place = Braces in the template are not complete, or a loop or condition has no end: “{ $place }”
problem-template-forbidden = A template can hold names of values, loops and conditions, but no calculations, functions or other files.
problem-template-size = A template is a Word file (.docx) of up to { $max } MB.
problem-template-endless = Filling this template takes too long, or makes too much; it was stopped. Please check its loops.
problem-template-bomb = Unpacked, this file is too large for a template.
problem-template-no-word = This is no Word file (.docx).
problem-template-macros = A file with macros cannot be a template; save it as .docx.
problem-template-external = The template refers to files elsewhere; embed them and upload it again.

# Templates
template-title = Templates of exports
template-note = A template is an ordinary Word file with names in double braces where the values go, such as title, dossier.customer or fields.topic. Have the one in use sent to you first and change that.
template-what = Which document
template-way = What to do
template-own = Use the template I upload
template-standard = Go back to the standard one
template-send = Send me the one in use
template-file = Template
template-file-hint = .docx of up to 5 MB
problem-template-file = Please upload one .docx file.
notice-template-standard = { $what }: the standard template is used again.
notice-template-sent = { $what }: the template comes to you in a { -direct-message }.
notice-template-checked = “{ $name }” is being checked; if it is right, it is used for { $what }. The result comes to you in a { -direct-message }.
card-template-used = “{ $name }” is right and used for { $what } from now on.
card-template-blank = There is no name in double braces in it, though: nothing of the record will appear in what is exported.
card-template-refused = “{ $name }” is not used; { $what } keeps the template it had. { $wrong }
