# Attachments: the files of a record.

attachments-title = Attachments
attachments-none = No file is attached.
attachments-gone = { $count ->
    [one] { $count } file was refused or taken away
   *[other] { $count } files were refused or taken away
}
attachment-new = Attach files
attachment-files = Files
attachment-files-hint = Photographs, drawings (SVG), PDF, files of Word, Excel, PowerPoint or OpenDocument; at most { $max } MiB each and { $all } MiB together
attachment-photograph = Photograph
attachment-photograph-hint = A phone takes it with its camera
attachment-narrower = Fewer may see the files than the record
attachment-attach = Attach
attachment-being-read = being read
attachment-being-read-body = The file is kept and is just being looked at. When that is done it can be taken.
attachment-look-again = Look again
attachment-refused = refused
attachment-withdrawn = taken away
attachment-size = { $size } KiB
attachment-pixels = { $width } × { $height } pixels
attachment-pages = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}
attachment-take = Take the file
attachment-release = Copy without metadata
attachment-release-hint = The copy tells nothing of who made the file, when, where and with what. That it was made stands in the ledger.
attachment-noted = Whoever takes this file stands in the ledger; therefore no small picture of it is shown.
attachment-no-picture = There is no small picture of this file; take the file itself.
attachment-withdraw = Take the file away
attachment-withdraw-do = Take away
attachment-reason = Reason
attachment-reason-hint = It stays with the name of the file; at most { $max } characters
attachment-record = Record
attachment-number = Number
attachment-by = Brought by
attachment-operator = the operator
attachment-came = Brought
attachment-text = Text
attachment-text-none = none that is read
attachment-text-whole = read; it is found by searching where everybody sees the file who sees the record
attachment-text-cut = the beginning was read; it is found by searching where everybody sees the file who sees the record
attachment-kind-png = picture (PNG)
attachment-kind-jpeg = photograph (JPEG)
attachment-kind-webp = picture (WebP)
attachment-kind-gif = picture (GIF)
attachment-kind-svg = drawing (SVG)
attachment-kind-pdf = paper (PDF)
attachment-kind-docx = text (Word)
attachment-kind-xlsx = workbook (Excel)
attachment-kind-pptx = slides (PowerPoint)
attachment-kind-odt = text (OpenDocument)
attachment-kind-ods = workbook (OpenDocument)
attachment-kind-odp = slides (OpenDocument)
attachment-kind-text = text (plain)
attachment-fault-unknown = It is of no kind that is kept; save it as a picture, PDF, SVG or a file of an office program and attach that.
attachment-fault-damaged = It is cut short or not made as its kind wants; save it anew where it was made.
attachment-fault-pixels = It has more than 25 million pixels; save it smaller.
attachment-fault-unpacked = It unpacks to more than { $max } MB, or to very much more than its own size, so it was not opened; divide it, or attach what is in it.
attachment-fault-entries = More than 1,000 files are packed into it; divide it.
attachment-fault-packing = What is packed into it overlaps, leads elsewhere or has two names; save it anew where it was made.
attachment-fault-deep = Its parts lie more than 64 deep in each other; save it as PDF.
attachment-fault-entities = It defines entities of its own, which can grow without end; save it without them.
attachment-fault-macros = It brings programs (macros) along; save it without them.
attachment-fault-locked = It is locked with a password, or a file of an older office program; save it unlocked in a newer format, or as PDF.
attachment-fault-embedded = Another file is embedded in it, from which nothing can be taken.
attachment-fault-costly = To look at it takes more memory or time than one file is given; divide it or save it in a simpler form.
