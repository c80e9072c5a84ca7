# Excerpts: a passage taken word for word out of a record or one of its files.
excerpt-new = Take an excerpt
excerpt-lead = A passage of it becomes a record of its own, which can be found, delivered and cited. Whoever may not see the record does not see the excerpt either, now or after it is made narrower.
excerpt-passage = The passage
excerpt-passage-hint = Word for word. What you think of it belongs in the own abstract.
excerpt-place = Where it stands
excerpt-place-hint = Pages, section or table: pp. 14–15, table 3
excerpt-file = Out of which file
excerpt-file-none = out of the record itself
excerpt-file-unknown = This is no file of the record; choose one of the list
excerpt-title = What it is about
excerpt-title-hint = Left empty, the excerpt is called like the record.
excerpt-marking-hint = What the record and the file are marked with is added in any case.
excerpt-send = Take it
