# What is said of attached files.
problem-file-size = “{ $name }” is larger than { $max } MB, the most that is kept. Put it where your team keeps large files, and save its link.
problem-file-program = “{ $name }” is a program. Programs are not kept; save a link to where it can be had.
problem-file-macros = “{ $name }” may hold macros, which run when it is opened, and is not kept. Please save it as a document without macros (such as docx or xlsx) and upload it again.
problem-file-disguised = “{ $name }” is called { $called ->
    [pdf] a PDF
    [word] a Word document
    [sheet] an Excel workbook
    [slides] a PowerPoint presentation
   *[picture] a picture
} but holds { $found ->
    [text] text
    [picture] a picture
    [pdf] a PDF
    [word] a Word document
    [sheet] an Excel workbook
    [slides] a PowerPoint presentation
   *[other] something else
}. It would not open, and is not kept. Please attach the original, or call it what it is.
problem-file-name-unsafe = The name of “{ $name }” leads into another folder or holds a control character, so it was not kept. Rename the file and send it again.
problem-file-empty = “{ $name }” is empty (0 bytes) and was not kept. Please look at the original and upload it again.
problem-file-damaged = “{ $name }” is damaged and would not open, so it was not kept. Please look at the original and upload it again.
problem-file-bomb = “{ $name }” would grow beyond all measure when it is unpacked, and is not kept.
problem-file-virus = “{ $name }” is infected ({ $virus }) and is not kept. Please have the device it comes from checked.
problem-file-erased = “{ $name }” was destroyed for good, as asked, and cannot be opened any more.
problem-file-unscanned = “{ $name }” could not be checked for viruses and is not kept. Please send it again in a few minutes.
problem-file-unfetched = “{ $name }” could not be fetched and was not kept: it may have been deleted, or the bot may not read it. Please send it again; if that does not help, tell your administrator.
problem-file-unsent = “{ $name }” could not be sent to you here: it may be too large. Export the dossier as a ZIP, or ask whoever attached it.
file-not-kept = { $name } (not kept)
card-files-refused = Attached, but not kept: { $names }
history-files = Files of then
card-link-dead = This link leads nowhere any more: { $link }
card-link-yours = A link in your record #{ $number } { $title } leads nowhere any more:
card-link-well = Your record #{ $number } { $title } has no dead link any more.
list-link-dead = a link leads nowhere
missing-links = { $count ->
    [one] A link leads nowhere: { $records }
   *[other] Links of { $count } records lead nowhere: { $records }
  }
loss-dead = { $count ->
    [one] A link leads nowhere
   *[other] Links in { $count } records lead nowhere
}
button-fix-link = Mend the link: { $topic }
notice-files-there = #{ $number } holds { $names } already, with the same content; nothing was added.
