# What missions brought, what they cost, and what was held before they left.
yields-title = What missions brought
yields-lead = Answers, what became of them, how long that took and what it cost, beside the cost of having read it. Only missions whose report is there count, and only what you may see.
yields-link = What missions brought
yields-views = Put together by
yields-by-mission = Mission
yields-by-unit = Unit of those who went
yields-by-host = Host
yields-by-event = Event
yields-by-year = Year
yields-since = From year
yields-until = To year
yields-show = Show these years
yields-none = No mission has come back here
yields-none-body = Figures begin with the first report that is handed in. Choose other years, or look at the list of missions.
yields-left-out = { $count } more rows stand in the file.
yields-file = As a file:
yields-withheld = { $count ->
    [one] One of these missions may not be copied and is left out of the file.
   *[other] { $count } of these missions may not be copied and are left out of the file.
}
yields-all = All together
yields-other = None that is named
yields-name = Name
yields-missions = Missions
yields-asked = Questions
yields-answers = Answers
yields-refused = Refused
yields-read = Records read
yields-used = Used answers
yields-days = Days to the bench
yields-spent = Spent
yields-held = Held before
yields-recommended = Recommendations done
yields-one = What it brought
yields-known = { $count } known before
yields-partly = { $count } in part
yields-not-asked = { $count } not asked
yields-of = { $part } of { $whole }
yields-done = { $done } of { $count } recommended done
yields-by-askers = { $count } by who asked
yields-budget = budget in it
yields-per-used = for each used answer
yields-per-used-none = nothing used yet
yields-per-read = read instead, each
yields-shown = { $count } shown before
yields-for-held = spent on them
yields-reading = A record that is used costs, from the sources that are paid in this currency:
yields-away = { $count ->
    [one] One mission of these years is under way or owes its report. It counts nowhere yet.
   *[other] { $count } missions of these years are under way or owe their reports. They count nowhere yet.
}
yields-uncosted = { $count ->
    [one] Of one mission neither a cost nor a budget is known. Its answers stand in no price.
   *[other] Of { $count } missions neither a cost nor a budget is known. Their answers stand in no price.
}
yields-units-note = A mission counts whole with every unit of those who went, because half an answer says nothing. So these rows do not add up to the last one, which counts each mission once.
yields-hosts-note = A question stands at the host that it names, else at the one of its meeting, else at the only host. What a mission cost is divided evenly among its questions.
yields-meaning = What is counted
yields-means-used = Used: a post said of a record with the answer that it is put to use. An answer to a request is counted as used only where the record was also delivered and used; what becomes of answers to requests is not kept.
yields-means-adopted = Whether anything runs in production is not known here: adoption is not followed yet. What comes nearest is what the mission recommended and its owners say is done.
yields-means-days = Days to the bench: from the first note that the question was answered, else from the last day of the mission, to the first use. The one in the middle, with the shortest and the longest.
yields-means-cost = Spent is what the post of the mission noted; until then its budget, and it is called so. Money of different currencies is never added. Read instead: what sources that are paid in the same currency cost so far, for each of their records that is used.
yields-means-held = Shown before: those who decided were shown records in which words of the question stand; that says nothing of an answer. Held before: a post that asks put such a record to use since, its request was answered with it, or it said of the new answer that it knew it already.
yields-means-seen = Missions, records and dispositions that you may not see count nowhere, so others may see other figures.
yields-last = { $count ->
    [one] The last mission to { $host } brought:
   *[other] The last { $count } missions to { $host } brought:
}
yields-last-line = { $answers ->
    [one] one answer
   *[other] { $answers } answers
}, { $used } used
cost-title = What it cost
cost-none = Nobody noted yet what it cost.
cost-budget = Until then its budget stands in:
cost-counts = counts
cost-corrected = corrected since
cost-spent = Spent in all
cost-spent-hint = A number and the code of a currency, such as 4800 DEM.
cost-remark = What is in it
cost-remark-hint = Fares, lodging, samples; or why it is corrected.
cost-note = Note what it cost
cost-correct = Note a corrected cost
held-now-hint = Records in which the words of the questions stand are looked up again at the moment you decide, and kept with your decision.
held-then = What was held when it was decided
held-then-hint = Records in which words of the question stood then. That they answer it nobody had said.
held-then-none = none
held-then-words = Looked for as:
held-for-review = Review
held-for-laying = Laid before those who decide
held-for-vetting = A yes
held-after-all = Held before
held-after-all-why = Who asked says so: they use a record that was there, or knew the answer already.
held-unsaid = Records were shown before it left. That one of them answered it nobody has said.
