-- Schema 24: what advisers and associations bring: dispatches that somebody wrote in, and memberships of units of ours.

-- What is kept of a dispatch beside its record, a row for each form that was sent. Who sees the record sees it. A paper that two
-- associations sent, or one of them twice, is one record. `contents` is a hash of all that was written, so that a form that comes again
-- is known from another that came under its number.
CREATE TABLE dispatch (
    record   INTEGER NOT NULL REFERENCES record,
    source   INTEGER NOT NULL REFERENCES source,
    once     INTEGER NOT NULL,
    contents BLOB    NOT NULL,
    by       TEXT    NOT NULL,
    came_at  INTEGER NOT NULL,
    need     TEXT    REFERENCES need,
    PRIMARY KEY (source, once)
) STRICT, WITHOUT ROWID;
CREATE INDEX dispatch_record ON dispatch (record);
CREATE INDEX dispatch_source ON dispatch (source, came_at);
CREATE INDEX dispatch_need ON dispatch (need) WHERE need IS NOT NULL;

-- Who sees the association sees it.
CREATE TABLE membership (
    id       INTEGER PRIMARY KEY,
    source   INTEGER NOT NULL REFERENCES source,
    unit     TEXT    NOT NULL REFERENCES unit,
    since    TEXT    NOT NULL,
    until    TEXT,
    number   TEXT    NOT NULL,
    fee      INTEGER,
    currency TEXT,
    remark   TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    made_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX membership_source ON membership (source);
CREATE INDEX membership_unit ON membership (unit);

-- An inbox asks which sources a post answers for.
CREATE INDEX source_post ON source (post);
