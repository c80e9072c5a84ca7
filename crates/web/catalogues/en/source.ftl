# The register of sources.
sources-lead = Where records come from, and who answers for each source.
sources-none = No source is registered
sources-none-body = A source is what you read regularly: a journal, a library’s export, an adviser’s dispatches. Register it, and what comes from it is looked at, taken in and counted under its name.
source-new = Register a source
source-change = Change the source
source-register = Register it
source-save = Save
source-number = Number
source-title = Title
source-title-hint = As people call it: “Express information, machine building”, “Dispatches from Bonn”
source-title-missing = Title: write what the source is called
source-covers = Covers
source-territory = Territory
source-territory-hint = Countries or regions: France, North America
source-subject = Subject
source-subject-hint = What it is about: electric traction, organic synthesis
source-language = Language
source-language-hint = Of most of it; a tag or an English name: ru, ja, German
source-language-unknown = Language: write a tag such as ru or de, or its English name, or leave it empty
source-reliability = Reliability
source-reliability-A = A – completely reliable
source-reliability-B = B – usually reliable
source-reliability-C = C – fairly reliable
source-reliability-D = D – not usually reliable
source-reliability-E = E – unreliable
source-reliability-F = F – cannot be judged
source-every = Something is due every … days
source-every-hint = A number; leave it empty when it comes as it comes. When nothing came for longer, the source counts as late
source-every-unknown = Days: write a whole number, or leave it empty
source-due = Due
source-every-none = as it comes
source-every-days = { $days ->
    [one] every day
   *[other] every { $days } days
}
source-post = Who answers for it
source-post-missing = Choose the post that answers for the source
source-remark = Remark
source-remark-hint = How to get at it, what to mind
source-marking-hint = Records that come from now on bear this marking; those that came before keep theirs, and what comes again comes anew under it. It can be made narrower later, not wider.
source-kind-upload = Files are taken in by hand
source-last = Last came
source-health = State
source-records = Records
source-entries = Entries
source-brought = What it brought last
source-pause = Pause it
source-resume = Switch it on

# How a source stands, and what to do.
source-health-fresh = Fresh
source-health-fresh-body = The last time it brought something new. Nothing is to be done.
source-health-unchanged = Unchanged
source-health-unchanged-body = The last time it brought only what it had brought before. See whether you have the newest file.
source-health-empty = Empty
source-health-empty-body = Nothing came from it yet, or nothing the last time. Take in its first file, or see whether the file was the right one.
source-health-late = Late
source-health-late-body = Something was due and did not come. Get it from the source, or change how often something is due.
source-health-failing = Failing
source-health-failing-body = The last file could not be read to its end. Its page says why; get it anew, or in another format.
source-health-paused = Paused
source-health-paused-body = Nothing is taken from it. Switch it on to take something in.

# What came from a source.
intakes-title = What came
intake-name = File
intake-came = Came
intake-read = Read
intake-new-ones = New
intake-stage = State
intake-stage-looked = To be decided
intake-stage-waiting = Being taken in
intake-stage-kept = Taken in
intake-stage-dropped = Let go
intake-stage-broken = Broken
intake-new = Take something in
intake-file = File
intake-file-hint = Up to { $max } MiB, also compressed or a ZIP archive. The format is recognised: RIS, BibTeX, MARC, PubMed, Crossref, patents, tables and others. You see what it would bring before anything is kept.
intake-look = Look at it
intake-not-base64 = This is no base64
intake-text-or-base64 = Say what is in the file as `text` or as `base64`, one of both
intake-brought = Brought by { $person }, { $when }
intake-looked = Nothing is kept yet
intake-looked-body = See what it would bring, then take it in or let it go. Files that nobody decides on are let go after three days.
intake-nothing = There is no record in this file
intake-nothing-body = Below stands what the reader doubted. Let it go, and bring another file or another format.
intake-so-far = { $read ->
    [one] One record is kept so far.
   *[other] { $read } records are kept so far.
}
intake-waiting = It is being taken in
intake-waiting-body = Reload the page to see how far it is. Records can be found as they come; then they are held against every need.
intake-kept = It was taken in
intake-kept-body = The records can be found, and are held against every need.
intake-dropped = It was let go
intake-dropped-body = Nothing of it was kept.
intake-broken = It could not be read to its end
intake-broken-body = What is counted as kept below stays. Get the file anew, or in another format, and bring it once more.
intake-counted = { $read ->
    [one] One record in the file
   *[other] { $read } records in the file
}, { $doubts ->
    [0] no doubts of the reader.
    [one] one doubt of the reader.
   *[other] { $doubts } doubts of the reader.
}
intake-tried = What becomes of them was tried on the first { $tried }.
intake-becomes = What becomes of them
intake-keep = Take it in
intake-drop = Let it go
intake-first = The first of them
intake-doubts = What the reader doubted
intake-back = To the source
became-new = New
became-updated = Newer state
became-joined = Joined to a record of another source
became-known = Known

# The address of a source, and how often it is asked.
source-find-lead = Give the address of the source. The office asks it once to find out what it is; nothing is fetched regularly until you switch it on.
source-address = Address
source-address-hint = Of a feed, a page that offers one, an OAI-PMH repository, a file, or a query of Crossref, OpenAlex, DataCite, PubMed, arXiv or the European Patent Office. For a folder that is watched: folder: and its name
source-address-missing = Address: write where the source is
source-address-change = Where the office asks. Another address begins anew
source-find = Find out what it is
source-by-hand-title = No address?
source-by-hand-body = Journals on paper, discs and files that somebody sends have none. Register such a source, and bring its files in the page.
source-by-hand = Register a source by hand
source-kind = Kind
source-kind-feed = Feed (RSS, Atom, JSON Feed)
source-kind-file = File on the web
source-kind-oai-pmh = OAI-PMH repository
source-kind-crossref = Query of Crossref
source-kind-openalex = Query of OpenAlex
source-kind-datacite = Query of DataCite
source-kind-pubmed = Query of PubMed
source-kind-arxiv = Query of arXiv
source-kind-epo-ops = Query of the European Patent Office
source-kind-folder = Folder that is watched
source-schedule = Asked
source-schedule-quarter-hourly = every quarter of an hour
source-schedule-hourly = every hour
source-schedule-six-hourly = every six hours
source-schedule-daily = every day
source-schedule-weekly = every week
source-schedule-monthly = every thirty days
source-asked-first = On its way
source-asked-first-body = It was switched on, and what it holds is on its way in. Nothing is to be done.
source-asked-fresh = The last time it was asked it had something new. Nothing is to be done.
source-asked-unchanged = It answers, and it holds nothing that it had not brought before. Nothing is to be done.
source-asked-empty = It answers, and it holds nothing. See whether the address or its query is the right one.
source-asked-late = It should have been asked, or should have brought something, by now. Ask it at once; if that does not help, see whether the office was closed.
source-asked-paused = Nothing is fetched from it. See what it would bring, then switch it on.
harvest-title = Harvest
harvest-asked = Last asked
harvest-answered = Last answered
harvest-next = Asked next
harvest-round = Under way
harvest-answers = { $count ->
    [one] one answer so far
   *[other] { $count } answers so far
}
harvest-failures = Failed in a row
harvest-switch-on = Switch the source on
harvest-look = See what it would bring
harvest-look-hint = To see what it would bring, the office asks it once and keeps nothing.
harvest-now = Ask it now
harvest-anew = Ask for everything anew
intake-fetched = Fetched by the office, { $when }
intake-in-all = { $count ->
    [one] The source says that this is all.
   *[other] The source says that there are { $count } in all.
}

# What a source costs, and what it is worth.
source-cost = Cost a year
source-cost-hint = An amount and its currency: 1200 EUR. Leave it empty when it costs nothing, or nobody knows
yield-title = What sources are worth
yield-lead = How much of each source nobody else brings, how much of it was laid before posts, and how much they use.
yield-unique = Nobody else brought
yield-first = Brought first
yield-delivered = Delivered
yield-used = Used
yield-cost = Cost for one that is used
yield-advice = Proposal
yield-advice-early = Too early to say
yield-advice-keep = Keep
yield-advice-watch = Watch more
yield-advice-drop = Let go
yield-rules = Records are counted. A source is judged after ninety days. “Watch more”: at least five of its records are used, and of those answered at least one and a half times as large a part as over all sources. “Let go”: nothing is used or studied, and thirty or more were answered so, or none was ever delivered. What only some may see is not counted here.
yield-counted = Counted { $when }

# Needs against sources.
coverage-title = Which needs they serve
coverage-lead = Records of the past year that were laid before the posts of each need, by the source that brought them.
coverage-unit = Needs of
coverage-all = all units
coverage-none = No need is matched
coverage-none-body = Needs stand here once they are accepted.
coverage-need = Need
coverage-state = State
coverage-others = Other sources
coverage-otherwise = Outside the register
coverage-outside = No source of the register
coverage-asked = Looked for
coverage-gap = Gap
coverage-one = One source only
coverage-served = Served
gap-title = Sources for this need
gap-lead = What sources brought for this need in the past year, and who looks for more.
gap-asked = A source is being looked for
gap-none = No source serves this need
gap-none-body = Nothing that came in the past year was laid before its post. Ask an adviser, or whoever knows the subject, to find a source.
gap-source = Source
gap-served = Records
gap-assign = Ask somebody to find a source
gap-to = Post
gap-within = Within … days
gap-within-hint = A number from 1 to { $max }
gap-no-post = Choose the post that looks for a source
gap-no-days = Write in how many days it is due
gap-send = Ask them
gap-was-found = A source was found
gap-was-not-found = No source was found
gap-answer = What came of the search
gap-outcome = Outcome
gap-found = A source was found
gap-not-found = There is none
gap-account = What was found, or why there is none
gap-account-hint = Where it is, how it is got, what it costs
gap-close = Report it
need-sources = Sources for this need
yield-not-counted = Nothing is counted yet. Sources are counted every hour, and a minute after something came in
source-setback-detail = The other side said:
sources-narrow = Narrow or sort the register
sources-any = any
sources-order = Order
sources-by-title = by title
sources-by-last = by what came last
sources-by-health = by health, what needs somebody first
sources-by-reliability = by reliability
sources-narrow-go = Show
sources-all = The whole register
sources-none-such = No source is so
sources-none-such-body = Choose another kind or health, or another word of a territory.
sources-cut = Only the first { $count } sources were looked through.
