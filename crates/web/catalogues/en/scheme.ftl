# Schemes: thesauri and classifications, what joins them, and what changes when they do.

office-schemes = Schemes
schemes-lead = Thesauri and classifications of the office. A need that asks for a class in one meets records of the class that it is mapped to in another.
schemes-none = No scheme is kept yet
schemes-none-body = A scheme is brought as a file: SKOS, a table with a column for the code, the rubricator GRNTI or the fields of the OECD.
scheme-bring = Bring a scheme
scheme-bring-body = Bring a scheme with its classes, or a crosswalk: a table that says what classes of one scheme are in another. You see what it would change before anything is kept.
scheme-file = File
scheme-file-hint = SKOS (Turtle or RDF/XML), CSV, GRNTI, OECD fields in JSON, or a crosswalk in CSV; { $max } MiB at most, also compressed
scheme-word = Word
scheme-word-hint = How it is called in records and crosswalks, such as grnti, ford or our-products. Leave it empty where the file says it.
scheme-title = Title
scheme-said-hint = Leave empty what the file says itself
scheme-version = Edition
scheme-source = Origin
scheme-rights = Terms of use
scheme-uri = Address
scheme-kept = In use since
scheme-look = Look at it
scheme-waiting = Waiting for a decision
scheme-crosswalk-of = Crosswalk { $file }
scheme-look-title = { $scheme }: what it would change
scheme-look-lead = Read from { $file }. Nothing of it is kept yet.
scheme-keep = Keep it
scheme-replace = Replace the one in use
scheme-drop = Let it go
scheme-replaces = It takes the place of
scheme-decided = Nobody looks at this file any more
scheme-decided-kept = This file was kept already; nothing was changed now. The scheme is:
scheme-decided-gone = This file was kept and replaced by a newer one since, or it was let go. Nothing was changed now; bring the file once more to look at it again.
scheme-before = Edition in use
scheme-classes = Classes
scheme-new = New classes
scheme-gone = Classes that go away
scheme-changed = Classes that change
scheme-mappings = Mappings
scheme-mappings-new = New mappings
scheme-mappings-gone = Mappings that go away
scheme-astray = Classes of mappings that are not in the edition in use
scheme-doubts = Doubts
scheme-doubts-count = { $count ->
    [one] One doubt of the reader
   *[other] { $count } doubts of the reader
}
scheme-needs-lose = { $count ->
    [one] One need asks for classes that go away
   *[other] { $count } needs ask for classes that go away
}
scheme-tops = Top classes
scheme-export = Take it with you
scheme-export-turtle = SKOS with mappings (Turtle)
scheme-export-xml = SKOS with mappings (RDF/XML)
scheme-export-table = Classes (CSV)
scheme-export-crosswalk = Mappings (CSV)
scheme-crosswalks = Mappings to other schemes
scheme-crosswalks-none = No class is mapped to another scheme.
scheme-another = Other scheme
scheme-remove = Take the scheme out
scheme-remove-title = Take { $scheme } out?
scheme-remove-body = { $classes ->
    [one] One class goes away
   *[other] { $classes } classes go away
}, and with { $mappings ->
    [one] it one mapping
   *[other] them { $mappings } mappings
}. Records keep their classes; needs are matched again.
scheme-remove-needs = These needs ask for classes of it:
scheme-remove-needs-many = { $count } needs ask for classes of it
class-find = Find a class
class-find-words = Code or words
class-find-hint = A code such as 27.35, or words of a label in any language
class-find-do = Find
class-find-none = No class has this code or these words. Try the beginning of a word.
class-find-most = Only the { $count } best are shown; add a word.
class-below = { $count ->
    [one] one below
   *[other] { $count } below
}
class-level-more = and { $count } more
class-narrower = Classes below
class-related = Related classes
class-code = Class
class-labels = Labels
class-alternatives = Also called
class-uri = Address
class-records-title = Records
class-records = { $count ->
    [one] One record is here, below, or mapped here
   *[other] { $count } records are here, below, or mapped here
}
class-mapped = In other schemes
class-mapped-none = It is mapped to no class of another scheme.
class-needs = Needs that ask for it
class-needs-none = No need that you may see asks for it.
class-needs-count = { $count ->
    [one] One need would be met by a record of this class
   *[other] { $count } needs would be met by a record of this class
}
class-cut = Too many classes lie behind { $classes }
class-cut-body = Mappings lead from here to more classes than are looked at, so some records are not found this way. Ask for narrower classes.
mapping-to = Class
mapping-from = From
mapping-relation = Relation
mapping-new = Map it to a class of another scheme
mapping-add = Map
mapping-to-code = Code in the other scheme
mapping-to-hint = As it stands there, such as 1.3
mapping-remove = Take out the mapping to { $class }
mapping-remove-all = Take out all mappings to { $scheme }
mapping-exact = the same
mapping-exact-hint = Records of either meet needs in the other.
mapping-close = nearly the same
mapping-close-hint = Records of either meet needs in the other, but no further mapping is followed.
mapping-broader = broader
mapping-broader-hint = The other class holds this one and more: records of this class meet needs in the other.
mapping-narrower = narrower
mapping-narrower-hint = The other class is a part of this one: records of it meet needs in this class.
mapping-related = related
mapping-related-hint = It is shown and decides nothing.
way-below = in it
way-exact = exactly
way-close = nearly
way-broader = broader
way-narrower = as a part
way-related = related
rematches-title = What changes brought
rematches-lead = When schemes or mappings change, the needs that ask for classes are matched again over all that is held.
rematches-none = Nothing has changed yet
rematches-none-body = As soon as a scheme or a mapping is kept or taken out, needs are matched again, and what they gain and lose stands here.
rematch-awaits = Needs are being matched again after a change.
rematch-at = When
rematch-needs = Needs
rematch-gained = Gained
rematch-lost = Lost
rematch-title = Matched again on { $when }
rematch-no-needs = No need that you may see asks for classes.
rematch-capped = { $count ->
    [one] One more record fits and was not laid before the post
   *[other] { $count } more records fit and were not laid before the post
}, because there were more than are laid at once.
rematch-is-gained = fits now
rematch-is-lost = fits no longer
rematch-same = Nothing gained and nothing lost
