# Disclosure briefs: what may be told and shown to a host.
brief-title = Disclosure brief
brief-lead = What may be told and shown to each host, and what not. Nobody leaves before everybody who goes has confirmed it.
brief-none = Nothing is written yet. Begin with what is not to be told.
brief-not-begun = Not begun
brief-version = Version { $version }
brief-stage-draft = Draft
brief-stage-laid = To be cleared
brief-stage-cleared = Stands
brief-remark = Given back, to be changed
brief-asked = { $post } says whether it stands.
brief-confirmed = Everybody who goes has confirmed this version
brief-lay = Lay it before who clears it
brief-clear = It stands
brief-give-back = Give it back
brief-give-back-why = What is to be changed
brief-telling =
    { $count ->
        [one] The wording of one question tells the host of a need that is not open
       *[other] The wording of { $count } questions tells the host of needs that are not open
    }
brief-anybody = Whomever one meets
brief-part = What may be done with it
brief-part-told = May be told
brief-part-shown = May be shown
brief-part-withheld = Neither told nor shown
brief-nothing = Nothing is named.
brief-remove = Take out
brief-before = Told and shown before
brief-add-title = Add a line
brief-add = Add it
brief-begins-anew = A change begins a new version: it is cleared and confirmed anew by everybody.
brief-host = For
brief-words = In words
brief-words-hint = What it is about, as somebody abroad remembers it.
brief-thing = About a need or a question
brief-no-thing = None
brief-of-question = Question:
brief-record = About a record
brief-readers = Who goes
brief-knows = Brief
brief-read = Read and confirmed
brief-read-to = Read to them
brief-unread = Not confirmed
brief-no-account = has no account here
brief-confirm-lead = { $name }: you have read this version, with what may be told, what may be shown, and what not.
brief-confirm = I have read it
brief-confirm-for = Confirm that it was read
brief-read-to-how = When and by whom it was read to { $name }
brief-read-to-hint = Somebody without an account cannot confirm it here.
noun-brief = the disclosure brief of
missing-brief = There is no disclosure brief of “{ $text }” here
fact-briefed = read and confirmed
duty-clear-brief = Say whether the disclosure brief of this mission stands
duty-clear-brief-short = Briefs to clear
duty-brief = Read the disclosure brief of this mission, and confirm it
duty-brief-short = Briefs to read
