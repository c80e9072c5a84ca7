-- Schema 14: files of records: photographs, drawings, papers.

-- The bytes lie outside, under `digest`: a hash of them with a key of the office. `label` is at least that of the record.
CREATE TABLE attachment (
    id       INTEGER PRIMARY KEY,
    record   INTEGER NOT NULL REFERENCES record,
    name     TEXT    NOT NULL,
    n_bytes  INTEGER NOT NULL,
    digest   BLOB    NOT NULL,
    label    INTEGER NOT NULL REFERENCES label,
    by       TEXT    NOT NULL,
    came_at  INTEGER NOT NULL,
    stage    TEXT    NOT NULL,
    kind     TEXT,
    fault    TEXT,
    width    INTEGER,
    height   INTEGER,
    n_pages  INTEGER,
    text     TEXT    NOT NULL,
    pictured INTEGER NOT NULL,
    reason   TEXT    NOT NULL
) STRICT;
CREATE INDEX attachment_record ON attachment (record, came_at);
CREATE INDEX attachment_digest ON attachment (digest) WHERE stage IN ('being-read', 'ready');

-- What stands in a file, for searching, and how it looks, small. Both are gone with it.
CREATE TABLE attachment_text (
    attachment INTEGER PRIMARY KEY REFERENCES attachment,
    hash       BLOB    NOT NULL,
    text       TEXT    NOT NULL
) STRICT;
CREATE TABLE attachment_picture (
    attachment INTEGER PRIMARY KEY REFERENCES attachment,
    hash       BLOB    NOT NULL,
    picture    BLOB    NOT NULL
) STRICT;
