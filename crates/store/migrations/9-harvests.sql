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
