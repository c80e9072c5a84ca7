# The biography of a thing: its whole thread as a drawing, with what is missing.
biography-see = Biography
biography-title = Biography: { $thing }
biography-lead = The whole thread from the need to the inspection, as far as you may see it ({ $noun }).
biography-pdf = Print (PDF)
biography-figure = What happened, stage by stage
biography-axis = A number stands for a line of the table; a ring around it, that more happened there in a few days; a small square, that a document came with it. Days are kept apart so that they can be read, and a wait of more than half a year is drawn shorter than it was.
biography-nothing = nothing is known
biography-empty = Nothing is known of this thread
biography-empty-body = Nothing that you may see happened on it yet.
biography-alt = { $things ->
    [one] One thing
   *[other] { $things } things
} and { $events ->
    [one] one event
   *[other] { $events } events
} from { $first } to { $last }.
biography-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
biography-gaps = Gaps
biography-gaps-none = Nothing is missing, and nothing waited for long.
biography-gaps-count = { $count ->
    [one] One gap
   *[other] { $count } gaps
}
biography-gap-stage = { $stage }: nothing is known of this stage.
biography-gap-stages = { $first } to { $last }: nothing is known of these stages.
biography-gap-wait = After “{ $stage }” nothing happened for { $days } days, from { $from } to { $until }.
biography-gap-still = After “{ $stage }” nothing has happened since { $from }, for { $days } days.
biography-gap-weak = { $thing }: “{ $rung }” is claimed and rests on “{ $class }”; that does not verify use.
biography-events = What happened
biography-number = No.
biography-day = Day
biography-stage = Stage
biography-by = By
biography-what = What
biography-documents = Documents
biography-matched = found by a profile:
biography-laid = laid before the post:
biography-reached = reached “{ $rung }” ({ $class }):
biography-left-out = What is left out
biography-beyond = { $count ->
    [one] One thing hangs on the thread and is too far away to be told here.
   *[other] { $count } things hang on the thread and are too far away to be told here.
}
biography-events-beyond = { $count ->
    [one] One event is left out, because more do not fit.
   *[other] { $count } events are left out, because more do not fit.
}
biography-passed = { $count ->
    [one] One delivery was answered by neither use nor study, and is counted here alone.
   *[other] { $count } deliveries were answered by neither use nor study, and are counted here alone.
}
biography-quiet = { $count ->
    [one] One entry of the ledger is housekeeping; the history of its thing has it.
   *[other] { $count } entries of the ledger are housekeeping; the histories of the things have them.
}
life-rung-received = received
life-rung-examined = examined
life-rung-decided = decided
life-rung-prototype = prototype
life-rung-pilot = pilot
life-rung-production = production
life-rung-plan-rate = plan rate
life-rung-spread = spread
life-class-told = told
life-class-document = document
life-class-measured = measured
life-class-inspected = inspected
life-end-abandoned = abandoned before production:
life-end-dis-adopted = given up after production:
