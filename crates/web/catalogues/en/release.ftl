# Releases: records that are given to a host.

noun-release = a release
missing-release = There is no release “{ $text }” here
duty-decide-release = Decide whether these records are given to the host
duty-decide-release-short = Releases to decide

releases-title = Releases
releases-lead = Records that are given to hosts outside. One person asks, another gives, and what a regime controls waits for its case.
releases-views = Releases by where they stand
releases-all = All
releases-none = No release stands here
releases-none-body = When a host is to get records of ours, a release says which, why, and who agreed. Ask for one, and another person gives it.
releases-none-state = No release has got there. Look at all of them, or ask for one.
releases-look-at-all = Look at all releases
releases-left-out = The newest { $count } are shown; choose where they stand to narrow the list.

release-state-asked = Asked for
release-state-given = Given
release-state-refused = Refused
release-state-withdrawn = Withdrawn

release-new = Ask for a release
release-change = Change the release
release-form-lead = What stands here is what is decided on: a change after a decision of control voids that decision. Records with the caveat no-export or no-copying are given to nobody.
release-what = What is released
release-what-hint = One line; so it is noted among what passed with the host.
release-host = Host
release-choose-host = Choose a host
release-host-missing = Choose the host that gets it
release-records = Records
release-records-hint = A number a line, as it stands on the page of the record.
release-record-unread = “{ $text }” is no number of a record; copy it from the page of the record
release-reason = Why
release-asks = Asked for by
release-ask = Ask for it
release-stands = Stands at
release-decided = Decided by
release-exchange = Noted
release-exchange-there = Among what passed with the host
release-decide = Decide about this release
release-remark = What is said with the decision
release-remark-hint = Needed for a no.
release-give = Give the records
release-refuse = Do not give them
release-withdraw = Withdraw the release
release-dossier = The file
release-dossier-lead = Every record as it is now. That it was taken stands in the ledger.
release-form = Form of the file
release-take = Take the file
