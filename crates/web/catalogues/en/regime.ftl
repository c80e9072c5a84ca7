# Regimes: who decides of what, by which rule.
regimes-title = Regimes
regimes-lead = Who decides whether know-how may move, by which rule, and for what a case is asked.
regimes-none = No regime yet
regimes-none-body = A regime says for what a decision is needed before know-how moves, who decides, and by which rule. As long as there is none, nothing has to be decided and nothing waits. An administrator founds one.
regime-new = Found a regime
regime-found = Found it
regime-change = Change the regime
regime-change-binding = The regime is binding: a change of its rule, its members, its triggers, its days or its force is confirmed by a second person. Cases that run keep the rule under which they were laid before it.
regime-reason = Why it is changed
regime-name = Regime
regime-kind = Kind
regime-kind-export = Export cooperation
regime-kind-treaty = Treaty
regime-kind-house = House rule
regime-invented = Invented for the demonstration
regime-is-binding = binding
regime-binding = Binding by law
regime-binding-hint = Only a binding regime rules out acts without a vote. How it decides is changed by two persons.
regime-binds = It binds its members by law
regime-binds-not = It does not bind its members by law
regime-keeper = Kept by
regime-keeper-hint = The post of the control officer, by its short name or its title. It sees to members that cannot vote and is told of everything that goes against the rule.
regime-since = Holds from
regime-until = Holds until
regime-review = To be reviewed on
regime-review-hint = A duty of the post that keeps it.
regime-review-next = To be reviewed again on
regime-reviewed = I have reviewed it
regime-force = Holds
regime-in-force = in force
regime-to-come = to come
regime-over = over
regime-cases = Cases
regime-case-counts = { $open } open of { $all }
regime-cases-none = No case was laid before it yet.
regime-cases-all = All its cases
regime-rule = How it decides
regime-decision = Decision
decision-unanimity = Unanimity
decision-unanimity-hint = Everybody votes, somebody says yes, and nobody says no.
decision-qualified = Qualified majority
decision-qualified-hint = A share of all votes, of all members, or both says yes; an abstention is no yes.
decision-simple = Simple majority
decision-simple-hint = More yes than no; a tie is no majority.
decision-chair = The chair decides
decision-chair-hint = When as many members have spoken as the quorum asks for.
rule-is-unanimity = Everybody votes, somebody says yes, and nobody says no.
rule-is-simple = More members say yes than no; a tie is no majority.
rule-is-chair = The chair decides.
rule-qualified-votes = At least { $votes } per cent of the votes say yes; an abstention is no yes.
rule-qualified-members = At least { $members } per cent of the members say yes; an abstention is no yes.
rule-qualified-both = At least { $votes } per cent of the votes and { $members } per cent of the members say yes; an abstention is no yes.
rule-quorum = { $count ->
    [one] At least one member has spoken.
   *[other] At least { $count } members have spoken.
 }
rule-deadline = { $count ->
    [one] Votes are due within a day.
   *[other] Votes are due within { $count } days.
 }
rule-silence = { $count ->
    [one] Whoever can see the case and is silent for a day has consented.
   *[other] Whoever can see the case and is silent for { $count } days has consented.
 }
rule-silence-none = Silence says nothing.
rule-good = { $count ->
    [one] A yes is good for a day.
   *[other] A yes is good for { $count } days.
 }
rule-good-always = A yes is good as long as nothing of what is asked changes.
rule-discretion = A member may let its own through against the rule, on a stated ground of which all members are told.
rule-votes = Share of the votes, in per cent
rule-votes-hint = For a qualified majority; members can have several votes.
rule-shares = Share of the members, in per cent
rule-shares-hint = For a qualified majority.
rule-quorum-of = Quorum
rule-quorum-of-hint = So many members have to have spoken.
rule-deadline-of = Votes are due within so many days
rule-deadline-of-hint = From 1 to { $max } days; left empty, 14.
rule-silence-of = Silence is consent after so many days
rule-silence-of-hint = From 1 to { $max } days. Left empty, silence says nothing.
rule-good-of = A yes is good for so many days
rule-good-of-hint = From 1 to { $max } days. Left empty, until what is asked changes.
rule-discretion-of = National discretion
rule-discretion-of-hint = A member may let its own through against the rule, on a stated ground and with a second person.
triggers-title = What it asks a case for
triggers-hint = One case is asked for where one of these holds. Every part that is filled in has to hold; of a list one suffices.
trigger-one = Trigger
trigger-clause = Clause
trigger-clause-hint = Where it stands in the text of the regime, such as Article 170.
trigger-acts-of = Only these acts; with none ticked, all of them
trigger-hosts-hint = By their names, with commas between.
trigger-entries-of = Entries of control lists
trigger-entries-hint = List and code, or the beginning of one, such as eu-annex-i 2B001; with commas between.
trigger-words-of = Words
trigger-words-hint = A line each; one of them stands in the title or in what is to move. A star at the end of a word stands for any ending: pipe*.
trigger-hit-of = Only where a party stands on a list
trigger-prohibits-of = Ruled out without a vote
trigger-prohibits-hint = For a binding regime, with the clause and what it names.
trigger-prohibits = ruled out without a vote
trigger-any-act = any act
trigger-countries = to or from { $list }
trigger-hosts = with { $list }
trigger-level = marked { $list } or higher
trigger-classes = of class { $list }
trigger-entries = found to be { $list }
trigger-words = where it says { $list }
trigger-hit = where a party stands on a list
trigger-host-unread = Write each host by its name as the register has it, or by its number where two are called so
trigger-entry-unread = Write a list and a code, such as eu-annex-i 2B001
members-hint = Each country or body, and the post of ours that casts its vote, by its short name or its title. Days such as 1949-11-22; left empty, from the first day of the regime.
regime-chair = Member in the chair
regime-chair-hint = As it is called above.
regime-chair-unread = Write the member in the chair as it is called above
regime-number-unread = Write a whole number, or leave it empty
regime-conditions = Usual conditions
regime-conditions-hint = Set with every yes; the post that asks keeps them.
regime-condition-within = Within days
regime-condition-days = { $count ->
    [one] (within a day)
   *[other] (within { $count } days)
 }
regime-note = What else is to be known
regime-source = Where its text stands
regime-source-hint = A treaty series, a law, minutes.
regime-version = Version
regime-versions = Versions
version-state = State
version-state-agreed = agreed
version-state-proposed = waits for a second person
version-state-dropped = dropped
version-reason = Why
version-by = Written by
version-answered = Second person
regime-proposed = A change waits for a second person
regime-proposed-yours = Confirm it or say no to it. What would hold then stands below.
regime-proposed-waits = Another administrator, or the post that keeps the regime, confirms it. What would hold then stands below.
regime-confirm = Confirm the change
regime-drop = Say no to it
regime-overridden = Let through against the rule
regime-overridden-by = Member
regime-overridden-ground = Stated ground
regime-overridden-none = No member has let its own through against the rule.
regime-rule-unread = Rule: write it as unanimity deadline=14 silence=7 discretion, or as qualified votes=70 members=50 deadline=21
