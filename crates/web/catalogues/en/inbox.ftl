# The inbox, duties and deliveries.

inbox-all = All
inbox-asked = What is asked of you
inbox-kinds = Kinds of duties
inbox-late = { $count ->
    [one] { $count } duty is late
   *[other] { $count } duties are late
}
inbox-late-body = What is late goes one step up the unit tree each week, and is counted for the unit.
inbox-empty = Nothing is asked of you
inbox-empty-body = When a record answers one of your needs, it will lie here.
inbox-new = This office is new
inbox-new-body = Units and posts come first: who works where, and who reviews, documents and leads. Write them one by one, or bring tables that you have.
inbox-new-units = Build units and posts
inbox-no-post = You act for no post today; an administrator can appoint you
inbox-needs = My needs
inbox-no-needs = You have stated none yet.
inbox-need-came = { $delivered } delivered, { $used } of use
inbox-requests = My requests
inbox-no-requests = You have asked nothing yet.
need-new = State a need
request-new = Ask for information
need-expires = expires

duty-dispose = Say what you do with this
duty-review = Review what was handed in
duty-revise = Answer the reviewer
duty-reconfirm = Say whether this need still stands
duty-route = Find who can answer
duty-answer = Answer this request
duty-dispose-short = Deliveries
duty-review-short = Reviews
duty-revise-short = Questions to me
duty-reconfirm-short = Confirmations
duty-route-short = To route
duty-answer-short = To answer
duty-from = raised to you from { $post }
duty-late = This is late
duty-raised = { $count ->
    [0] It has not gone up: the day's round is still to come, or no post leads above this one.
    [one] It has gone up { $count } step.
   *[other] It has gone up { $count } steps.
}
duty-can-act = These can still act:
duty-let-go = Let this duty go
duty-let-go-body = Nobody is asked any more to act on this. The unit's figures count it as let go, and the reason stays with it.
duty-let-go-reason = Why it need not be done
duty-was-let-go = This duty was let go
duty-about = About
duty-asked = What is asked
duty-due = Due
post-vacant = nobody holds it now
standing-holder = holder
standing-deputy = deputy

delivery-for = for
delivery-not-kept = Your answer was not kept: this was answered in between, as it stands here
delivery-grounds = Why it came
delivery-why = Every clause of the profile, replayed
delivery-record = The whole record
delivery-post = Laid before
delivery-need = Need
delivery-rank = Rank
delivery-read = Read
delivery-unread = not yet
delivery-forwarded-from = Forwarded from
delivery-answer = What do you do with it?
delivery-remark = Remark
delivery-pass-title = Pass it over, with a reason
delivery-forward-title = Forward it to another post
delivery-reason = Why do you pass it over?
delivery-to = Which post shall decide?
choice-use = Use
choice-study = Study
choice-known = Known
choice-pass = Pass it over
choice-forward = Forward it
choice-pass-open = Pass over …
choice-forward-open = Forward …
decided-use = It is put to use
decided-study = It is under study
decided-known = It was known already
decided-pass = It was passed over
decided-forward = It was forwarded
delivery-recall = Take the answer back
pass-off-topic = About something else
pass-too-general = Nothing that is not common knowledge
pass-out-of-date = Overtaken
pass-not-for-us = For another branch or product
pass-not-feasible = Means, materials or rights are lacking
pass-not-obtainable = The document cannot be had or read
pass-other = Something else, as the remark says
record-untitled = Without a title
record-no-abstract = The sources give no abstract.
record-published = Published

stage-draft = Draft
stage-submitted = In review
stage-accepted = Accepted
stage-declined = Declined
stage-met = Met
stage-withdrawn = Withdrawn
stage-joined = Joined
request-stage-asked = Asked
request-stage-routed = With the answerer
request-stage-answered = Answered
request-stage-declined = Declined
request-stage-withdrawn = Withdrawn
duty-cover = Find a source for this need
duty-cover-short = Gaps
duty-compose = Fill this issue and have it released
duty-compose-short = Issues to fill
duty-release = Look at this issue and release it
duty-release-short = Issues to release
duty-nominate = Name who goes on this mission
duty-nominate-short = Members to name
duty-vet = Say whether this mission may go
duty-vet-short = Missions to vet
duty-control = Decide this control case of a mission
duty-control-short = Control cases
duty-report = Hand in the report of this mission
duty-report-short = Reports
duty-follow = Do what this mission recommended
duty-follow-short = Recommendations
duty-mend-webhook = Mend this webhook: its events are not taken
duty-mend-webhook-short = Webhooks to mend
