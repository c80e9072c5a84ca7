-- Schema 11: what is given to other repositories, so that what was given once and may be given no longer is told as gone,
-- and nothing else of it.

-- A line for each record that was open to all while the repository was on. It names the record by its random number and
-- does not point at it: it stays whatever becomes of the record. `stamp` is when the line was made or changed, never
-- earlier than anything that was answered before; a harvest walks by it. `sets` are the words of the sets in which the
-- record was given, with blanks between them.
CREATE TABLE offered (
    id    INTEGER PRIMARY KEY,
    stamp INTEGER NOT NULL,
    gone  INTEGER NOT NULL DEFAULT 0,
    sets  TEXT    NOT NULL
) STRICT;
CREATE INDEX offered_stamp ON offered (stamp, id);
CREATE INDEX offered_gone ON offered (id) WHERE gone = 1;

-- The same by set, in the order of a harvest.
CREATE TABLE offered_set (
    word  TEXT    NOT NULL,
    stamp INTEGER NOT NULL,
    id    INTEGER NOT NULL,
    PRIMARY KEY (word, stamp, id)
) STRICT, WITHOUT ROWID;
