-- Schema 9: sources that the office asks by itself, and where it stands with each.

ALTER TABLE source ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE source ADD COLUMN schedule TEXT NOT NULL DEFAULT 'daily';

CREATE TABLE harvest (
    source      INTEGER PRIMARY KEY REFERENCES source,
    cursor      TEXT    NOT NULL,
    due_at      INTEGER NOT NULL,
    asked_at    INTEGER,
    answered_at INTEGER,
    found       TEXT,
    n_answers   INTEGER NOT NULL,
    n_failures  INTEGER NOT NULL,
    setback     TEXT,
    detail      TEXT    NOT NULL
) STRICT;
CREATE INDEX harvest_due ON harvest (due_at);

-- Files of a folder that were taken in, by their name: what they were like then.
CREATE TABLE harvested_file (
    source INTEGER NOT NULL REFERENCES source,
    name   TEXT    NOT NULL,
    stamp  TEXT    NOT NULL,
    PRIMARY KEY (source, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX intake_waiting ON intake (source) WHERE stage = 'waiting';

-- While an answer of a source is looked at: how much its host says that there is in all.
ALTER TABLE intake ADD COLUMN n_in_all INTEGER;

-- What a source costs in a year, in the smallest unit of the currency.
ALTER TABLE source ADD COLUMN cost INTEGER;
ALTER TABLE source ADD COLUMN currency TEXT;

-- What sources are worth, counted from time to time over what everybody sees who sees the source.
CREATE TABLE source_yield (
    source      INTEGER PRIMARY KEY REFERENCES source,
    counted_at  INTEGER NOT NULL,
    n_records   INTEGER NOT NULL,
    n_unique    INTEGER NOT NULL,
    n_first     INTEGER NOT NULL,
    n_delivered INTEGER NOT NULL,
    n_answered  INTEGER NOT NULL,
    n_used      INTEGER NOT NULL,
    n_studied   INTEGER NOT NULL
) STRICT;
