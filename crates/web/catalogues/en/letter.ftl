# Letters: what a post gets by mail, and the page behind its link.

letter-subject = { $count ->
    [one] { $count } record waits for { $post }
   *[other] { $count } records wait for { $post }
}
letter-subject-none = Nothing new for { $post }
letter-receipt-subject = Your reply was not understood in full
letter-above = Write your answers above this line
letter-to = To { $person }
letter-waits = { $count ->
    [one] { $count } record was found for your needs and waits for your answer.
   *[other] { $count } records were found for your needs and wait for your answer.
}
letter-how-reply = Reply to this mail with the number of a record and one letter in a line of its own, such as 3 u, or answer on this page; you need not sign in:
letter-how-link = Answer on this page; you need not sign in:
letter-answer-link = Answer on one page
letter-for = For { $need }
letter-because = because of { $words }
letter-forward = forward it: write the short name of the post behind the letter, as in “2 f chief-designer”; it stands on the page of the post
letter-letters = One letter each:
letter-more = { $count ->
    [one] { $count } more found no room in this mail.
   *[other] { $count } more found no room in this mail.
}
letter-kept-back = { $count ->
    [one] { $count } may not be mailed and waits in the office.
   *[other] { $count } may not be mailed and wait in the office.
}
letter-duties = { $count ->
    [one] { $count } other duty is open; late, of all that are open: { $late }.
   *[other] { $count } other duties are open; late, of all that are open: { $late }.
}
letter-inbox = Open the inbox
letter-nothing = { $count ->
    [0] There is nothing, because none of your needs is matched.
    [one] Nothing that came in since the last mail fits your { $count } need.
   *[other] Nothing that came in since the last mail fits your { $count } needs.
}
letter-idle = “{ $need }” is not matched: it stands at “{ $stage }”.
letter-why = This mail comes to the post { $post } { $rhythm }.
letter-why-office = This mail comes to the post { $post } as often as the office sends it.
letter-change = Change how it comes
letter-receipt = This part of your reply could not be taken. What is not named here was.
letter-receipt-rest = Reply to this mail or to the one before, or answer on one page:
letter-page = Records for { $post }
letter-page-lead = Say what is done with each. Each is answered here once; in the office an answer can be taken back.
letter-page-none = Nothing stands here any more
letter-page-none-body = What stood in this mail may not be shown here any more. Sign in to the office to see it.
letter-all-answered = All is answered
letter-all-answered-body = Thank you. Nothing is left to do here.
letter-answer = What is done with it
letter-later = Later
letter-pass = Pass it over: { $reason }
letter-send = Send the answers
letter-no-answer = Choose an answer for one record at least
letter-link = This link cannot be used
letter-stop = No more mail
letter-stop-ask = Shall no more mail come to the post { $post }? What is laid before it still stands in the office.
letter-stopped = No more mail comes to the post { $post }. Its page in the office switches mail on again.
letter-written = Written
letter-about = What
letter-address = To
letter-stage = State
letter-kind-deliveries = Records
letter-kind-receipt = What a reply left open
letter-kind-issue = An issue of a bulletin
letter-kind-arrival = An answer to what somebody mailed in
letter-issue-out = { $bulletin }, { $issue }, is out with { $count ->
    [one] one record
   *[other] { $count } records
}.
letter-issue-marked = It is marked and may not be mailed. It is read in the office:
letter-issue-long = It is too long for mail. It is read in the office:
letter-issue-read = Read it in the office
letter-issue-why = You get this because your post takes the bulletin.
letter-issue-change = Take it no more
letter-stage-waiting = Waits
letter-stage-sending = Under way
letter-stage-sent = Sent
letter-stage-failed = Not sent
letter-stage-returned = Came back
letter-stage-dropped = Nothing left to say
letters-title = Letters
letters-none = No letter yet
letters-none-body = The first is written when something waits for an answer.

rhythm-never = Never
rhythm-daily = Every day
rhythm-weekly = Every week
rhythm-monthly = Every four weeks

mailing-title = Mail of this post
mailing-lead = One mail each time, over all needs of the post, with what was in none before. It is answered by a reply or through its link.
mailing-rhythm = How often
mailing-as-office = As the office has it: { $rhythm }
mailing-empty = When there is nothing
mailing-when-empty = Write all the same
mailing-when-empty-hint = The mail then says why there is nothing.
mailing-away-since = Away from
mailing-away-until = Away until
mailing-away-hint = Meanwhile a deputy gets the mail. Without one it waits, and comes as one mail afterwards.
mailing-keep = Keep
mailing-next = Next mail to
mailing-nobody = Nobody: no one who acts for this post has an address that works
mailing-last = Last mail
mailing-off = This office sends no mail
mailing-off-body = An administrator names a mail server in the configuration; until then the inbox is the place.
mailing-dead = Mail to { $person } at { $address } came back
mailing-dead-body = Nothing more is sent there. When the address works again, or was mended, say so.
mailing-revive = Send there again
mailing-no-day = Write the day as 2026-03-12
mailing-half-away = Give both days of the leave, or neither

feeds-title = Addresses for other programs
feeds-lead = A feed reader and a calendar read these addresses without an account, so they show only what is open to everybody. Whoever has an address can read it; new ones make the old useless.
feeds-atom = Feed of what comes (Atom)
feeds-calendar = Calendar of duties (iCalendar)
feeds-open = Make addresses
feeds-anew = Make new ones
feeds-shut = Take them away
feed-title = Records for { $post }
calendar-title = Duties of { $post }
letter-kind-invitation = Invitation to a meeting
letter-kind-call-off = Call-off of a meeting
invitation-letter-subject = { $title }: { $day }, { $time }
invitation-letter-off = Does not take place or not with you: { $title }, { $day }, { $time }
invitation-letter-marked = News of a meeting
invitation-letter-look = A meeting of a mission was agreed on, moved or called off. What it is about may not stand in a mail.
invitation-letter-open = Open the meetings of the mission
invitation-letter-why = You get this because you are a member of the mission. Times stand by the clock of the place.
