# Why a clause holds or not, and what decided.

reason-all-hold = all parts hold
reason-none-holds = none of { $clauses } holds
reason-quoted = “{ $text }”
reason-absent = “{ $clause }” is absent, as asked
reason-barred = barred: { $inner }
reason-found = found
reason-ground = “{ $word }” { $place }
reason-in-text = in title, abstract or keywords
reason-missing = “{ $pattern }” does not occur { $place }
reason-missing-here = does not occur { $place }
reason-missing-of-phrase = “{ $word }” of the phrase does not occur { $place }
reason-phrase-apart = the words of the phrase “{ $text }” occur, but not side by side
reason-not-followed = “{ $second }” does not follow “{ $first }” within { $allowed ->
    [one] { $allowed } word
   *[other] { $allowed } words
}
reason-too-far = “{ $first }” and “{ $second }” stand { $nearest ->
    [one] { $nearest } word
   *[other] { $nearest } words
} apart at the nearest; allowed: { $allowed }
reason-never-together = “{ $first }” and “{ $second }” never stand in the same text
reason-has = the record has it
reason-given-by-office = the office gave it this class
reason-across = the record has it by { $way }
reason-lacks-class = no class of the record is { $code } or below it
reason-lacks-class-exact = no class of the record is { $code } itself
reason-lacks-language = the record does not state the language { $code }
reason-lacks-kind = the record is of another kind than “{ $code }”
reason-lacks-id = the record does not carry { $code }
reason-instead = { $said }; it has { $has }
reason-published = published in { $year }
reason-published-outside = published in { $year }, outside { $years }
reason-no-year = the record does not say when it was published

why-decided-joined = The need is joined to another one ({ $need }) and receives what is delivered to that one.
why-decided-not-accepted = The need stands at “{ $stage }”, and only accepted needs are matched.
why-decided-expired = The need expired on { $day }. Its post can confirm that it still stands.
why-decided-fallen = The record is marked “{ $status }”, and what no longer stands is not delivered.
why-decided-withheld = Profile { $number } holds, but nobody who acts for the post may see the record: { $barrier }.
why-barrier-level = it is marked “{ $level }”
why-barrier-compartment = it belongs to the compartment { $compartment }
why-barrier-release = it is not released to their unit
why-decided-holds = Profile { $number } holds: { $grounds }.
why-decided-too-low = Profile { $number } holds, but the record ranks { $rank }, below the threshold { $threshold }.
why-decided-fails = Profile { $number } does not hold: { $reason }.
why-decided-fails-clause = Profile { $number } does not hold: { $reason }. The clause: “{ $clause }”.
why-decided-unread = Profile { $number } cannot be read and has to be restated: { $error }
why-no-record = No record of this name is here for you. Look for it among the records; its number stands on its page.
why-decided-queued = It fits and is queued with { $count } others; the next of them come on { $day }.
why-decided-unmatched = It fits, and the job that matches failed: { $error }. Ask an administrator to try it again.
why-then = When the record came
why-then-when = The need stood otherwise on { $when }.
why-then-ranks = Ranks are by the words of today’s records: how rare words were then is not kept.
why-then-unknown = How the need stood on { $when } is not known: it was stated later, or before such things were kept.
