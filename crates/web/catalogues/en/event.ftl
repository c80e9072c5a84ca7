# Exhibitions and other events, who shows there, and the visits to their stands.
events-title = Events
events-lead = Exhibitions, fairs and congresses: who shows what, which stands are visited, and what became of what was seen.
events-search = Words of a name, a place or a subject
events-none = No such event
events-none-body = Register the exhibition or congress to which somebody goes, or ask for other words and years.
events-left-out = { $count ->
    [one] One more event is not shown; narrow the list.
   *[other] { $count } more events are not shown; narrow the list.
}
event-year = Year
event-days = Days
event-place = Where
event-new = Register an event
event-change = Change the event
event-register = Register
event-name-missing = Write what the event is called
event-town = Town
event-since = First day
event-until = Last day
event-until-hint = Left empty, it is held on one day.
event-organiser = Held by
event-subject = Subject
event-subject-hint = What is shown or spoken of.
event-source = Source
event-source-hint = What is noted at its stands counts as come from this source of the register.
event-no-source = None
event-mission = Propose a mission there
event-missions = Missions
event-missions-none = No mission goes there
event-missions-none-body = A mission that chooses this event stands here.
exhibitors-title = Exhibitors
exhibitors-count = { $count ->
    [one] One exhibitor
   *[other] { $count } exhibitors
}
exhibitors-search = Words of a name, a stand or what is shown
exhibitors-none = No exhibitor is listed yet
exhibitors-none-body = Paste the list of the catalogue, or add those who matter by hand.
exhibitors-none-such = No exhibitor has these words
exhibitors-none-such-body = Ask for fewer words.
exhibitors-all = All exhibitors
exhibitors-take = Take a list in
exhibitors-take-lead = Each line is an exhibitor: name; country; stand; what is shown. Whoever stands on the list already is changed, and nobody is taken off it.
exhibitors-list = The list
exhibitors-list-hint = Pasted from a spreadsheet or typed with semicolons; a first line of headings (name, country, stand, shows) says otherwise.
exhibitors-file = Or a file
exhibitors-file-hint = CSV. A file goes before what is pasted.
exhibitors-keep = Keep the list
exhibitor-name = Exhibitor
exhibitor-stand = Stand
exhibitor-shows = What is shown
exhibitor-host = Host
exhibitor-host-hint = Hosts that are called alike; words look for others.
exhibitor-no-host = None of ours
exhibitor-new = Add an exhibitor by hand
exhibitor-add = Add the exhibitor
exhibitor-change = What the list says
exhibitor-change-it = Change it, or say which host it is
exhibitor-make-host = Make a host of it
exhibitor-remove = Take it off the list
stands-title = Stands
stands-none = No stand is to be visited yet
stands-none-body = Open an exhibitor and say who goes there and what for.
stands-none-here = Nobody plans to visit this stand yet.
stands-visited = { $visited } of { $all } stands visited
stand-visitor = Who goes
stand-purpose = What for
stand-purpose-hint = Which machine to look at, what to ask.
stand-question = Question of a mission
stand-question-hint = A mission that goes there takes it along; at the stand it is shown above the note.
stand-no-question = None
stand-post = Answers for the note
stand-state = State
stand-state-planned = Planned
stand-state-visited = Visited
stand-state-dropped = Not visited
stand-became = What became of it
stand-delivered = { $count ->
    [0] laid before nobody yet
    [one] laid before one post
   *[other] laid before { $count } posts
}
stand-used = { $count ->
    [0] not used yet
    [one] used by one
   *[other] used by { $count }
}
stand-plan = Plan a visit to this stand
stand-plan-it = Plan the visit
stand-note-now = I am at the stand: note it now
stand-narrower = Who may see it
stand-visit-title = At the stand: { $name }
stand-ask = To be asked here
stand-title = In one line
stand-title-hint = What it is about; the record is called so.
stand-title-missing = Write in one line what the note says
stand-notes = What was seen and heard
stand-notes-missing = Write what was seen and heard
stand-evidence = On what it rests
stand-contacts = People met
stand-day = Day of the visit
stand-becomes = The note becomes a record at once, with its files, and is laid before every need that it fits. The people met stay out of it.
stand-keep = Keep the note
stand-correct-it = Keep the correction
stand-note = Note the visit
stand-correct = Correct the note
stand-is-record = The note is a record
stand-record = Open the record
stand-read-only = This stand is visited by others.
stand-back = Back to the visit
stand-files = Files
stand-no-files = No file was brought.
stand-bring = Bring more files
stand-drop = It is not visited
stand-drop-reason = Why
stand-drop-it = Write down that it is not visited
mission-event-of = One of the office's events
mission-event-of-hint = Events near the days of the mission. Its name and days are then taken from there.
mission-event-in-words = None: I write it in words
host-met = Met at stands
host-shown = Where it exhibits
record-stands = Noted at a stand
stand-conflict = Somebody noted this visit after you opened it
stand-conflict-body = Here is what stands now, and below is what you wrote. Keep yours in its place, or leave it.
stand-conflict-files = The files that you chose lie with the record already.
stand-conflict-leave = Leave mine and keep what stands now
stand-visitor-words = Words of a person of the roster
stand-visitor-words-hint = Up to { $max } people of the roster are offered; words of a name, a unit or a skill find others.
stand-visitor-look = Find people
fact-exhibitor-kept = exhibitor { $number } kept
fact-exhibitor-off = exhibitor { $number } taken off the list
fact-exhibitor-host = a host made of exhibitor { $number }
fact-exhibitors-kept = { $count ->
    [one] one exhibitor kept
   *[other] { $count } exhibitors kept
}
