# Sources of people: advisers, trade missions, exhibitions, conferences, associations, and what they bring.
source-kind-adviser = Technology adviser
source-kind-trade-mission = Trade mission
source-kind-exhibition = Exhibition or fair
source-kind-conference = Conference or congress
source-kind-association = Association
source-by-people-title = Do people write it?
source-by-people-body = An adviser, a trade mission, a fair, a congress or an association stands in the register like every other source. Who answers for it writes in what was learnt, or mails it in, and it is a record at once. Choose what it is:
source-post-human = Who answers for it, and writes
source-written-fresh = What was written in last is a record. Nothing is to be done.
source-written-empty = Nothing was written in yet, or nothing came the last time. Who answers for it can write a dispatch below.
source-written-late = Something was due and was not written in. Ask who answers for it, or change how often something is due.
inbox-sources = What I write for

# A dispatch, and a paper of an association.
dispatch-new = Write a dispatch
dispatch-paper-new = Write in a paper
dispatch-mail-to = Or mail it, with what belongs to it, to
dispatch-lead = A line of what it is about and what you learnt are enough. It becomes a record at once and is held against every need.
dispatch-paper-lead = The title is enough, with the file of the paper or a few words on it. It becomes a record at once and is held against every need.
dispatch-title = What it is about
dispatch-title-missing = What it is about: write it in one line
dispatch-text = What was learnt
dispatch-text-missing = What was learnt: write it down, in your own words
dispatch-paper-text-hint = Of a paper: what it says, as far as you know it
dispatch-need = Which need it answers
dispatch-need-hint = The post was asked to find a source for these needs. The search ends with the dispatch, and the need gets it.
dispatch-need-none = none of them in particular
dispatch-more = Day, place, credibility and who may see it
dispatch-day = When it was learnt
dispatch-paper-day = When it came out
dispatch-day-hint = A day, a month or a year: 1957-11-04, 1957-11 or 1957
dispatch-day-unread = Day: write it as 1957-11-04, 1957-11 or 1957, or leave it empty
dispatch-place = Where it was learnt
dispatch-language = Language in which it is written
dispatch-language-hint = A tag or an English name: ru, de, Japanese
dispatch-kind = What it is
dispatch-authors = Authors of the paper
dispatch-authors-hint = One a line, family name first: Lindner, K.
dispatch-credibility-none = nobody has judged it
dispatch-marking-hint = The source’s own marking is always added.
dispatch-send = Keep it as a record
dispatch-not-here = Here you cannot write
dispatch-not-here-body = Who acts for “{ $post }” or may document writes for this source, as long as it is not paused and people write for it.
dispatch-written = It is a record now
dispatch-written-body = { $count ->
    [0] It is being held against every need; whoever it serves gets it within the minute.
    [one] It was laid before one post so far, and is held against every need within the minute.
   *[other] It was laid before { $count } posts so far, and is held against every need within the minute.
}
dispatch-written-gap = The search for a source is done with it, and the need that was asked about has it.
dispatch-grade = Grade
dispatch-answered = Answered
dispatch-closed = Answers the need
dispatches-title = Dispatches, and what became of them
dispatches-none = Nothing came yet.
dispatches-cut = The latest { $count } stand here; the others are found by searching.

# Gaps of needs, closed by a dispatch.
gaps-title = A source is asked for
gap-answer-dispatch = Answer with a dispatch
gap-dispatches = What was written in for it
gap-by-dispatch = Answer with what you know
gap-by-dispatch-body = Write what you learnt. It becomes a record, goes to the post of this need, and your search is done.

# Associations.
papers-title = Papers received, and what became of them
papers-years = Papers by the year in which they came
papers-year = Year
papers-came = Received
papers-fee = Fees of the year
papers-rules = A paper counts once, in the year in which it first came. The fees are those of all units that were members in that year, whole also where they were so for a part of it; amounts of different currencies are not added.
memberships-title = Our members
memberships-none = No unit of ours is a member yet.
membership-new = Write down a membership
membership-change = Change the membership
membership-unit = Unit
membership-unit-missing = Unit: choose which is a member
membership-since = Member since
membership-since-missing = Member since: give the first day
membership-until = Until
membership-until-hint = Leave it empty while it goes on
membership-until-unread = Until: give a day, or leave it empty
membership-number = Member number
membership-fee = Fee a year
membership-fee-hint = An amount and its currency: 120 DEM
membership-remark = Remark
