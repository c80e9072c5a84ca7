# Records: the search, a record, and why it came or did not.

records-title = Records
record-in-file = Found in a file of the record
records-query = Search for
records-query-hint = Words, phrases, fields; the number of a record or a DOI leads to the record
query-help = How to search
query-fault = The query cannot be read from column { $column } on
query-help-all = Both words, in any form, anywhere in title, abstract and keywords
query-help-phrase = The words one behind the other
query-help-begin = Words that begin so
query-help-any = One of them, or both
query-help-not = The first and not the second
query-help-near = At most five words from each other
query-help-field = In the title
query-help-author = By this author
query-help-year = Published in these years
query-help-kind = Of this kind and language
query-help-class = In this class and those below it
records-newest = Taken in last
records-held = { $count ->
    [one] The office holds { $count } record that you may see
   *[other] The office holds { $count } records that you may see
}
records-none = No records yet
records-none-body = They come in from files: an operator stops the office, takes them in with `uptake ingest`, and starts it again.
records-found = { $count ->
    [one] { $count } record found
   *[other] { $count } records found
}
records-shown = { $from } to { $to }, the best first
records-needs = Needs that speak of it
records-nothing = Nothing found
records-nothing-body = Leave a word out, write only its beginning with a star, or ask those who may know.
records-end = More can be reached by narrowing the search.
records-facet-kind = Kind
records-facet-year = Year
records-facet-lang = Language
records-facet-class = Class
records-facet-source = Published in
kind-article = Article
kind-preprint = Preprint
kind-conference-paper = Conference paper
kind-proceedings = Proceedings
kind-book = Book
kind-chapter = Chapter
kind-thesis = Thesis
kind-report = Report
kind-patent = Patent
kind-standard = Standard
kind-dataset = Data set
kind-software = Software
kind-review = Review
kind-editorial = Editorial
kind-correction = Correction
kind-retraction = Retraction
kind-post = Post
kind-webpage = Web page
kind-media = Picture or sound
kind-catalogue = Catalogue
kind-dispatch = Dispatch
kind-exhibition = Exhibition
kind-serial = Serial
kind-other = Other
status-current = Current
status-corrected = Corrected
status-withdrawn = Withdrawn
status-retracted = Retracted
role-author = author
role-editor = editor
role-translator = translator
role-inventor = inventor
role-applicant = applicant
role-assignee = assignee
role-contributor = contributor
scheme-keyword = Keywords
scheme-other = Another scheme
relation-preprint-of = is a preprint of
relation-has-preprint = has as its preprint
relation-corrects = corrects
relation-corrected-by = is corrected by
relation-retracts = retracts
relation-retracted-by = is retracted by
relation-version-of = is a version of
relation-has-version = has as a version
relation-part-of = is part of
relation-has-part = has as a part
relation-translation-of = is a translation of
relation-reviews = reviews
relation-supplements = supplements
relation-supplemented-by = is supplemented by
relation-replaces = replaces
relation-replaced-by = is replaced by
relation-family-of = is of one family with
relation-related-to = is related to
record-this = This
record-this-target = this one
record-and-others = { $count ->
    [one] and { $count } other
   *[other] and { $count } others
}
record-for-need = With the words marked that fit the need
record-grounds-other = Also:
record-language = in { $language }
record-notes = Remarks of the sources
record-number = Number
record-in = In
record-place = Volume, issue, pages
record-publisher = Publisher
record-work-language = Language
record-status = State
record-identifiers = Identifiers
record-locations = Where it can be had
record-rights = Rights
record-kept = Held since
record-export = For other programs
record-makers = By
record-makers-more = { $count ->
    [one] { $count } more
   *[other] { $count } more
}
record-subjects = Subjects
record-became = What became of it
record-nothing = Nothing so far
record-nothing-fallen = It does not stand any more, and what no longer stands is not delivered.
record-nothing-yet = It has not been matched since it came or changed; that follows in a moment.
record-nothing-fits = It was matched, and no profile of a need that you may see holds for it. Below you can ask why.
record-deliveries = Deliveries
record-deliveries-more = { $count ->
    [one] { $count } more delivery
   *[other] { $count } more deliveries
}
record-answers = It answers
record-delivery-need = Need
record-delivery-post = Post
record-delivery-when = When
record-delivery-outcome = What came of it
record-why = Why
record-undecided = Not decided yet
record-sources = Sources
record-source = Source
record-source-entry = entry { $entry }
record-source-format = Format
record-source-kept = Taken in
record-source-overtaken = Overtaken since
record-source-gave = What it gave
record-source-all = Everything
record-source-nothing = Nothing that others had not given
record-source-file = As it came
record-source-raw = Save source { $number }
record-related = Belongs with
record-rests-on = It rests on
record-derived = Made out of it
record-marking = Who may see it
record-marking-body = It can be made narrower here, and not wider again.
record-marking-now = Now
record-marking-then = Then
record-marking-lost = { $count ->
    [0] Nobody loses sight of it.
    [one] { $count } person who sees it now would no longer.
   *[other] { $count } persons who see it now would no longer.
}
record-marking-follows = What was made out of the record follows. It cannot be taken back here.
record-marking-blind = At these posts a duty about it is open, and nobody there would see it any more
record-marking-change = Make it narrower
record-marking-keep = Add to the marking
record-fallen = It is not delivered any more. What was built on it should be looked at again.
record-fallen-withdrawn = This work was withdrawn
record-fallen-retracted = This work was retracted
why-ask = Why did somebody not get this?
why-ask-need = For which need
why-ask-go = Replay it
why-delivered = Delivered
why-delivered-once = Delivered then; today it would not be
why-will-be = Not delivered yet; the next matching delivers it
why-not = Not delivered
why-because = What decided
why-the-delivery = The delivery
why-need-stage = The need is
why-need-expires = It is matched until
why-expired = Over
why-no-expiry = without an end
why-record = The record
why-stands = The record stands
why-seen = The post may see it
why-profiles = Profiles that serve
why-yes = yes
why-no = no
why-words = The words that decided
why-no-words = No profile found its words here.
why-profile = Profile { $number }
why-no-profile = The need has no profile, so nothing can be delivered for it.
why-holds = holds
why-too-low = holds, but ranks too low
why-fails = does not hold
why-rank = Rank { $rank }; the profile has no threshold.
why-rank-threshold = Rank { $rank } against the threshold { $threshold }.
why-parts-all = { $count ->
    [one] { $count } part
   *[other] All of { $count } parts
}
why-parts-any = { $count ->
    [one] { $count } part
   *[other] One of { $count } parts
}
why-other = Ask about another need
ground-title = in the title
ground-abstract = in the abstract
ground-keywords = in the keywords
ground-author = among the authors
ground-org = among the organisations
ground-by-office = given by the office
ground-source = in the source
ground-question = is your question, asked abroad
record-register = Brought by these sources of the register, with their reliability:
records-export = Save what was found as
records-export-hint = The best { $max } are saved. Records that may not be copied are left out.
cite-title = Cite
cite-style = Style
cite-styles-own = Styles of the office
cite-styles-first = Often used here
cite-styles-others = All others
cite-go = Show in this style
cite-list-title = Citations
cite-search = Search
cite-list-lead = { $count ->
    [one] One record, cited.
   *[other] { $count } records, cited.
}
cite-more = { $count ->
    [one] One more stands in the file.
   *[other] { $count } more stand in the file.
}
cite-withheld = { $count ->
    [one] One record may not be copied and is left out.
   *[other] { $count } records may not be copied and are left out.
}
cite-save-text = Save as text
cite-save-html = Save as HTML
cite-no-style = There is no style of this name; ask for the list of styles
cite-no-language = The languages are en, ru and de
