-- Schema 34: doors: records that are given to hosts, and markings that are made wider, each with who asked and who decided.

CREATE TABLE release (
    id         INTEGER PRIMARY KEY,
    title      TEXT    NOT NULL,
    host       INTEGER NOT NULL REFERENCES host,
    -- How many rows of release_record belong to it: who sees fewer does not see it.
    n_records  INTEGER NOT NULL,
    reason     TEXT    NOT NULL,
    unit       TEXT    NOT NULL REFERENCES unit,
    post       TEXT    NOT NULL REFERENCES post,
    asked_by   TEXT    NOT NULL,
    asker      TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    decided_by TEXT,
    decided_at INTEGER,
    remark     TEXT    NOT NULL,
    exchange   INTEGER REFERENCES exchange,
    label      INTEGER NOT NULL REFERENCES label,
    revision   INTEGER NOT NULL,
    made_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX release_host ON release (host);

CREATE TABLE release_record (
    release  INTEGER NOT NULL REFERENCES release,
    position INTEGER NOT NULL,
    record   INTEGER NOT NULL REFERENCES record,
    PRIMARY KEY (release, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX release_record_record ON release_record (record);

-- A widening is seen with its thing, and told of nowhere else.
CREATE TABLE widening (
    id           INTEGER PRIMARY KEY,
    noun         TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    title        TEXT    NOT NULL,
    from_marking TEXT    NOT NULL,
    to_marking   TEXT    NOT NULL,
    reason       TEXT    NOT NULL,
    unit         TEXT    NOT NULL REFERENCES unit,
    post         TEXT    NOT NULL REFERENCES post,
    asked_by     TEXT    NOT NULL,
    asker        TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    revision     INTEGER NOT NULL,
    made_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX widening_thing ON widening (noun, name);
-- One thing is asked to be widened once at a time.
CREATE UNIQUE INDEX widening_open ON widening (noun, name) WHERE state IN ('asked', 'waiting');

CREATE TABLE widening_word (
    widening INTEGER NOT NULL REFERENCES widening,
    side     TEXT    NOT NULL,
    yes      INTEGER NOT NULL,
    reason   TEXT    NOT NULL,
    by       TEXT    NOT NULL,
    person   TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (widening, side)
) STRICT, WITHOUT ROWID;
