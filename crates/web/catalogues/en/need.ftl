# Needs: the list, the form that helps, the page and its steps.

need-list = Needs
need-list-words = Words in title or statement
need-list-find = Find
need-list-whose = Whose and when
need-list-mine = Of my posts
need-list-expiring = About to expire
need-list-all = Show all needs
need-list-none = No need has been stated yet
need-list-none-body = A need says what a unit lacks. The records of the world are held against it, and what fits is laid before its post.
need-list-none-so = No need fits all of that
need-list-none-so-body = Take a filter away, or look for fewer words.

need-title = Title
need-title-hint = What is lacking, in one line: “Lighter diesel engines for shunting locomotives”
need-unit = Unit
need-post = Post
need-stage = Stage
need-priority = Priority
need-until = Matched until
need-deliveries = Deliveries
need-counts = { $open } open · { $used } used
need-statement = Statement
need-statement-hint = What is lacking and why, what was tried, under which conditions it has to work.
need-statement-none = The statement is still to be written.
need-parameters = What can be measured
need-parameters-hint = The value reached now and the value wanted, each with its unit of measure. Leave the present value empty if it is not known.
need-parameter-name = Quantity
need-parameter-now = Now
need-parameter-wanted = Wanted
need-parameter-measure = Unit of measure
need-questions = Questions
need-questions-hint = What those who go and see shall ask. One question a line.
need-benefit = Expected benefit
need-benefit-hint = What it would bring, in output, material, labour or foreign currency.
need-priority-high = High
need-priority-high-about = Production stands, or a plan fails without it.
need-priority-normal = Normal
need-priority-normal-about = The usual.
need-priority-low = Low
need-priority-low-about = Good to have.
need-plan-line = Line of the plan
need-deadline = Of use until
need-examples = Works that would have been welcome
need-examples-hint = Numbers of records or identifiers such as 10.1000/182 or US6337117B1, one a line. Words and classes are drawn from them.
need-classes = Classes
need-classes-tick = Tick those that belong to the need
need-classes-none = Classes are proposed here when records of the matter bear some. Examples help.
need-class-borne = borne by { $count } of { $total } records looked at
need-classes-more = Further classes
need-classes-more-hint = Scheme and code, parted by commas: cpc:F02B23/10, udc:621.436
need-profiles = Search profiles
need-profiles-hint = Standing queries: a record that fits any of them is delivered. A threshold keeps back what ranks lower; leave it empty to receive all.
need-profiles-none = It has no search profile yet.
need-profile-query = Query
need-profile-threshold = Threshold
need-threshold = from rank { $rank }

need-language-title = How queries are written
need-language-and = both words, anywhere in the text
need-language-or = either
need-language-not = the first without the second
need-language-phrase = words in this order beside each other
need-language-prefix = every word that begins so
need-language-near = at most five words apart
need-language-fields = a word in the title, a class with all below it, published in 2019 or later

need-marking-title = Who may see it
need-level = Level
need-level-open = Open
need-level-open-about = Anybody with access to the office.
need-level-internal = Internal
need-level-internal-about = Everybody in the office.
need-level-restricted = Restricted
need-level-restricted-about = Those who need it for their work.
need-level-confidential = Confidential
need-level-confidential-about = Few.
need-compartments = Compartments
need-compartments-hint = Only those who are admitted to all of the ticked ones see it.
need-release = Released to
need-release-hint = Tick nothing to leave it open to every unit.
need-release-alone = { $unit }, this unit alone
need-release-within = { $unit } and the units below it
need-release-more = Further units
need-release-more-hint = Their short names, parted by commas
need-release-kept = It is released within further circles too, from what it was derived from. They stay as they are.
need-released = Released to some units
need-caveats = Caveats
need-caveats-hint = no-export, no-copying, licensed:AGREEMENT

need-hand-in = Hand in for review
need-keep-draft = Keep as draft
need-keep = Keep the changes
need-look = Look again
need-edit = Change this need

need-panel-about = What the office has about it so far
need-similar = Similar needs
need-similar-about = If one of them says the same, the coordinator can join yours to it.
need-similar-review = Joined, what is delivered to the other reaches this post too.
need-similar-none = No similar need of another unit is known.
need-likeness = { $share } alike
need-shared = In both:
need-words = Words
need-words-none = Write a title or a statement, and words are proposed here.
need-words-tick = Words that tell records of the matter from others
need-words-widen = Find these too
need-words-narrow = Only with one of these
need-query-proposed = Proposed query:
need-query-take = Take this query over
need-preview = What the profiles would have brought
need-preview-none = Write a search profile, and its last six months are shown here.
need-preview-more = { $count ->
    [one] { $count } further profile is shown when these are settled.
   *[other] { $count } further profiles are shown when these are settled.
}
need-preview-found = { $count ->
    [0] no records fit
    [one] { $count } record fits
   *[other] { $count } records fit
}
need-preview-load = { $load } a week
need-preview-nothing = Nothing that is held fits. Take a word away, or put OR between words that mean the same.
need-preview-weeks = Records that came in, by week
need-preview-week = Week to
need-preview-records = Records
need-preview-best = The best of them:
need-day = { $day } { $month }
need-awaited = Examples that are not held yet
need-awaited-body = They stay with the need, and help once they are taken in.

need-differs = Where your text and the need as it is now differ
need-differs-field = Field
need-differs-now = As it is now
need-differs-typed = As you typed it

need-slip-post = Post: choose for which of your posts you state the need
need-slip-title = Title: say in one line what is lacking
need-slip-title-long = Title: shorten it to { $count } characters; the rest belongs in the statement
need-slip-statement = Statement: write what is lacking and why before you hand it in
need-slip-long = Statement: shorten it to { $count } characters
need-slip-parameter-name = What can be measured, row { $row }: name the quantity
need-slip-parameter-value = What can be measured, row { $row }: give the value wanted
need-slip-decimal = What can be measured, row { $row }: write a decimal number such as 12.5
need-slip-deadline = Of use until: write the day as year-month-day, for example 2026-03-12
need-slip-deadline-over = Choose a day that is still to come
need-slip-examples = Works that would have been welcome: no record and no identifier is named so: { $lines }
need-slip-class = Further classes: write “{ $text }” as scheme and code, for example cpc:F02B23/10
need-slip-no-profile = Search profiles: write at least one query before you hand the need in
need-slip-query = Search profiles, row { $row }, column { $column }: { $fault }; { $fix }
need-slip-query-empty = Search profiles, row { $row }: write the query that the threshold is for
need-slip-threshold = Search profiles, row { $row }: write the threshold as a number from 0 upwards, or leave it empty
need-slip-many = Keep to { $count } of these; more make several needs
need-slip-unit = Released to: no unit has the short name { $unit }
need-slip-caveat = Caveats: write “{ $caveat }” in small letters, digits and hyphens
need-slip-marking = Level: you could not see the need yourself any more; choose a marking that you are cleared for
need-slip-until = Last day: write it as year-month-day, for example 2026-03-12
need-slip-join = Need to join: choose one of the similar needs, or paste the address of a need that you see

need-expired = Expired
need-over-since = { $days ->
    [one] over since yesterday
   *[other] over for { $days } days
}
need-over-long = over since { $date }
need-over-in = { $days ->
    [0] today for the last time
    [one] { $days } day more
   *[other] { $days } days more
}
need-over-on = { $date }
need-silent-since = This need has expired: since { $date } nothing is held against it
need-silent-confirm = If it still stands, confirm it. What came in meanwhile is then looked at too.
need-silent-ask = Its post, { $post }, can confirm it.
need-confirm-until = It still stands, until { $date }
need-asked-back = The reviewer asks
need-was-declined = This need was not taken
need-was-met = This need is met
need-was-withdrawn = This need was taken back

need-duties = To be done
need-joined-to = Served through
need-joined-hidden = It is joined to a need that is not shown to you.
need-joined-from = Joined to this need
need-search = Search for it yourself
need-delivered-none = Nothing has been delivered yet
need-delivered-none-body = Whatever fits and comes in is laid before its post the same day.
need-delivered-now = It is being matched now
need-delivered-now-body = What fits among the records that are held is being laid before its post. Load the page again in a moment.
need-delivered-joined = Deliveries come through the need that this one is joined to
need-delivered-joined-body = They are laid before both posts.
need-delivered-before = Nothing is delivered before the need is accepted
need-delivered-before-body = You can see now what its profiles find.
need-delivered-over = Nothing was delivered
need-delivered-over-body = The need is not matched any more.
need-delivery-record = Record
need-delivery-state = Answer
need-delivery-open = Open
need-delivery-grounds = Grounds
need-delivery-when = Delivered
need-deliveries-more = { $count ->
    [one] { $count } earlier delivery is not listed.
   *[other] { $count } earlier deliveries are not listed.
}
need-capped = { $count ->
    [one] { $count } more record fits and was not laid before you: search
   *[other] { $count } more records fit and were not laid before you: search
}
need-requests = Requests for information that serve it
need-why = Why did I not get this?
need-why-about = Name a record, and the need is replayed against it clause by clause.
need-why-record = Number or identifier of the record
need-why-ask = Ask why

need-steps = What can be done now
need-step-submit = Hand in for review
need-step-accept = Accept it
need-step-accept-field = Matched until
need-step-ask = Ask back
need-step-ask-title = Ask back: give it back to its post with a question
need-step-ask-field = Question
need-step-join = Join it
need-step-join-title = Join it to a need that says the same
need-step-join-field = Need to join
need-step-join-hint = The address of its page, or its name
need-join-stops = The joined need's own profiles stop: from then on its post receives what the profiles of the other need find. Add to those what would be missed.
need-join-to-this = Join to this
need-join-to = Join to this: { $title }
need-step-decline = Decline it
need-step-decline-title = Decline it, with a reason
need-step-decline-field = Reason
need-step-part = Part it from the need it is joined to
need-step-confirm = Confirm it
need-step-confirm-title = Confirm that it still stands
need-step-confirm-field = Matched until
need-step-meet = Close it as met
need-step-meet-title = Close it: what was wanted is there
need-step-meet-field = What met it
need-step-withdraw = Take it back
need-step-withdraw-title = Take it back
need-step-withdraw-field = Reason
proposal-examples-many = Name at most { $max } examples
