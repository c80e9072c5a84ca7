# The room Office: units, posts, persons, compartments, ledger, jobs.

office-views = Views of the office
office-units = Units and posts
office-persons = Persons
office-compartments = Compartments
office-duties = Duties by unit
office-ledger = Ledger
office-jobs = Jobs
office-posts = Posts
short-name-hint = Lower-case letters, digits and hyphens; it stands in addresses and does not change
unit-new = Make a unit
unit-change = Rename or move this unit
unit-id = Short name of the unit
unit-name = Name of the unit
unit-parent = Stands under
unit-no-parent = None: it stands at the top
unit-needs = The needs of this unit and of those below it
duties-title = How duties stand
duties-body = Open duties, and those that arose in the last { $days } days. A unit counts with all units below it. Only what you may see is counted.
duties-unit = Unit
duties-open = Open
duties-late = Late
duties-raised = Gone up
duties-done = Done
duties-done-late = Done late
duties-let-go = Let go
post-new = Make a post in this unit
post-change = Change title, unit or powers
post-id = Short name of the post
post-title = Title of the post
post-unit = Unit
post-powers = Powers
post-no-powers = States needs, asks, and answers what is laid before it
post-closed = Closed
post-close = Close this post
post-close-body = What it did stays. What it has open goes to another post.
post-close-to = Open work goes to
post-close-nobody = Nobody: nothing is open
post-hand-over = Hand over or appoint
post-hand-over-body = Needs, deliveries and duties belong to the post: whoever takes it over finds them all.
power-lead = Leads its unit
power-lead-hint = What is overdue below comes up to it
power-coordinate = Coordinates needs
power-coordinate-hint = Reviews, joins and accepts the needs of its unit and of those below
power-document = Documents
power-document-hint = Registers sources and takes records in, marks records, routes and answers requests
power-administer = Administers
power-administer-hint = Keeps units, posts, persons and clearances
power-audit = Audits
power-audit-hint = Reads the ledger
tenures = Who acts for it, and did
tenure-person = Person
tenure-standing = As
tenure-since = From
tenure-until = Until
tenure-now = now
tenure-open = no end known
deputy-new = Name a deputy for a leave
deputy-who = Who stands in for you?
deputy-go = Name the deputy
tenure-end-early = End early
deputy-end = Last day {$day}
post-hand-work = Give its open work to another post
post-hand-work-body = Needs, open deliveries, requests and duties go over at once; this post stays as it is.
post-hand-work-choose = Choose a post
post-hand-work-go = Give the work over
post-hand-work-none = Choose the post that takes the work over
tenure-choose = Choose a person
person-new = Enter a person
person-change = Change name, clearance or compartments
person-id = Short name, to sign in with
person-name = Name
person-email = Mail address
person-language-browser = As the browser has it
person-level = Cleared up to
person-left = Left
person-leave = This person leaves
person-leave-body = They cannot sign in any more, and what they held ends today. What they did stays.
person-link-body = A one-time link lets this person choose a password, in place of the one before. It is good for three days.
person-link-make = Make a one-time link
person-link-made = The link, shown this once. Hand it over on a safe way.
compartment-new = Make a compartment
compartment-id = Short name of the compartment
compartment-name = Name of the compartment
compartment-admitted = Admitted
compartment-closed = Closed
compartment-close = Close
compartment-none = There are no compartments
compartment-none-body = A compartment is a circle of people who are admitted to a matter.
ledger-body = Every fact is chained to the one before by its hash. You read the facts about what you may see; a number that is missing belongs to a fact that you may not.
ledger-number = Number
ledger-when = When
ledger-fact = Fact
job-kind = Job
job-state = State
job-when = When
job-tries = Tries
job-error = What went wrong last
job-retry = Try again
job-none = Nothing to do
job-none-body = Later work of the office is listed here.
job-match-need = Hold a need against everything that is held:
job-match-classes = Hold the needs that ask for classes against everything that is held
job-match-new = Hold what came in against every need
job-take-in = Take in what came from a source:
job-look-at = Look at a file that was attached:
job-raise-duties = Take late duties one step up
job-ask-reconfirmation = Ask whether needs still stand
job-write-letters = Write the letters that are due
job-begin-issues = Begin the issues that are due
job-print-issue = Print an issue
job-sweep = Put away what is past its time
job-checkpoint = Sign the head of the ledger
job-state-waiting = Waiting
job-state-leased = At work
job-state-done = Done
job-state-failed = Waits for a person
foresight-title = What this would do
foresight-look = Look what it does
foresight-keep = Keep it
foresight-on = Nothing is changed yet. This is how it would be on { $day }.
foresight-nothing = This changes nothing
foresight-nothing-body = It stands so already.
foresight-rows = What changes
staff-part-name = Name
staff-part-parent = Belongs to
staff-part-closed = Closed
staff-part-title = Title
staff-part-unit = Unit
staff-part-powers = Powers
staff-part-email = Mail
staff-part-language = Language
staff-part-level = Clearance
staff-part-compartments = Compartments
staff-part-left = Has left
staff-part-person = Person
staff-part-standing = As
staff-part-since = From
staff-part-until = Last day
foresight-new = new
foresight-changed = changed
foresight-out = taken out
foresight-sights = Who would see more or less
foresight-no-sights = Nobody would see more or less than now.
foresight-person = Person
foresight-before = Now
foresight-after = Then
foresight-markings = Markings
foresight-seen = { $records ->
    [one] { $records } marked record
   *[other] { $records } marked records
}, { $needs ->
    [one] { $needs } marked need
   *[other] { $needs } marked needs
}
foresight-beyond = and more that you may not see
foresight-powers = Powers that reach otherwise
foresight-ladders = Late duties that go up another way
foresight-handed = Open work of { $from } goes to { $to }
foresight-vacant = Nobody would act for these posts any more
foresight-unseen = Some open duties of { $post } could be seen by nobody there

post-offer-words = Words of the post, its unit or its name
post-offer-look = Find posts
post-offer-none = No post has these words; leave one out.
post-offer-more = { $count ->
    [one] { $count } more post fits; add a word
   *[other] { $count } more posts fit; add a word
}
job-count-sources = Count what sources are worth
job-draw-samples = Draw the samples of a month
job-find-idle = Ask about samples that rest too long
job-watch-cases = See to control cases and regimes
job-weigh-cases = Weigh control cases again
job-learn-codes = Learn codes from those accepted
office-sampling = Second indexing
sampling-lead = Another person codes a share of the records anew without seeing the first codes. Each month a sample of the month before is drawn of every scheme, and the post has a month to index it.
sampling-post-missing = Choose the post that indexes the samples
sampling-off = By hand alone
sampling-off-body = Samples are drawn when somebody asks for one.
sampling-on = Drawn each month
sampling-on-body = { $percent } percent, indexed by { $post }.
sampling-closed = The post is closed, so no sample is drawn; choose another.
sampling-post = Post that indexes the samples
sampling-percent-hint = Of the records that are open to all and were coded in the month; 5 are usual
sampling-keep = Draw samples each month
sampling-end = Draw by hand alone
strays-title = { $count ->
    [one] One mail of the last thirty days went nowhere
   *[other] { $count } mails of the last thirty days went nowhere
}
strays-without-key = { $count ->
    [one] One without a key behind the plus of its address, or with one of nothing that is here
   *[other] { $count } without a key behind the plus of their addresses, or with one of nothing that is here
}
strays-forged = { $count ->
    [one] One whose key does not fit, or from another person than was written to
   *[other] { $count } whose keys do not fit, or from other persons than were written to
}
strays-unreadable = { $count ->
    [one] One that is no message
   *[other] { $count } that are no messages
}
strays-next = They are in the mailbox itself, among what was read. Tell their senders the whole address, with what stands behind the plus.
office-styles = Citation styles
styles-lead = Records are cited in { $count } styles that come along, and in those that you bring. A style of the house is a file of the Citation Style Language (.csl).
styles-none = No styles of your own
styles-none-body = Bring one where a journal or an authority has rules of its own.
styles-bring = Bring a style
styles-file = File
styles-file-hint = A whole style in the Citation Style Language, { $max } KiB at most. It is looked at before it is kept; of the same short name, it takes the place of the one before.
styles-word = Short name
styles-word-hint = Lower-case letters, digits and hyphens, such as house-journal
styles-keep = Look at it and keep it
styles-no-file = Choose the file of the style
styles-title = Title
styles-by = Brought by
styles-remove = Take away
work-calendar-title = When this unit works
work-calendar-lead = What is to be done in so many days is due on a day on which the unit works, and counts as late when that day is over there. Units below that say nothing else keep it too.
work-calendar-told = Works by the free days of { $country }; its days end by the clock of { $zone }.
work-calendar-told-always = Every day counts as a day of work; its days end by the clock of { $zone }.
work-calendar-change = Say when it works
work-calendar-as-above = As the unit above
work-calendar-country-hint = Two letters, such as DE. Its weekends and free days hold; left empty, as the unit above.
work-calendar-free-days = { $n ->
    [one] One free day of this country is known besides Saturdays and Sundays.
   *[other] { $n } free days of this country are known besides Saturdays and Sundays.
}
work-calendar-free-days-link = Free days by country
work-calendar-keep = Keep when it works
job-invite = Invite members to the meetings of a mission:
job-follow-assignments = Follow assignments of specialists
