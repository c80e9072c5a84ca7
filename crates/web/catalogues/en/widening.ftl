# Widenings: that more people may see a thing.

noun-widening = a widening
missing-widening = There is no widening “{ $text }” here
duty-widen = Say whether more people may see this
duty-widen-short = Widenings to decide

widen = Widen the marking
widen-lead = Choose how it is to be marked and say why. Two persons besides you decide: one who coordinates over your unit, and one who administers the office. What a regime controls waits for its case as well.
widenings-title = Widenings
widenings-lead = Things that are to be marked so that more people see them. Each is asked for on the page of the thing.
widenings-none = Nothing is to be widened
widenings-none-body = When more people have to see a thing than its marking allows, two persons decide on a widening. Whoever sees the thing asks for it on its page, at its marking.
widenings-none-next = Look for a record

widening-of = Widening: { $title }
widening-thing = What
widening-from = Marked
widening-to = To be marked
widening-stands = Stands at
widening-state-asked = Asked for
widening-state-waiting = Waits for control
widening-state-done = Widened
widening-state-refused = Refused
widening-state-overtaken = Overtaken
widening-state-withdrawn = Withdrawn
widening-waiting-body = Both sides agree. A case of control is not decided yet; once it is, the marking changes by itself, or whoever sees this page carries it out.
widening-overtaken-body = It is marked otherwise than when this was asked for, so nothing was changed. Ask anew for what is still to be widened.
widening-open = It is asked for already
widening-look = Look at it
widening-reason = Why
widening-reason-hint = Whoever decides reads it.
widening-ask = Ask for it
widening-words = What was said
widening-side-work = For the work
widening-side-office = For the office
widening-yes = yes
widening-no = no
widening-waits = not said yet
widening-speak-work = Say your word for the work
widening-speak-office = Say your word for the office
widening-word = Reason
widening-agree = More people may see it
widening-disagree = It stays as it is
widening-carry-out = Carry it out
widening-withdraw = Withdraw it
