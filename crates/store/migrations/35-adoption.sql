-- Schema 35: technologies and their adoptions: the ladder with its evidence, output by plan and actual, what is needed, what it cost.

CREATE TABLE technology (
    id        INTEGER PRIMARY KEY,
    name      TEXT    NOT NULL,
    statement TEXT    NOT NULL,
    invented  INTEGER NOT NULL,
    label     INTEGER NOT NULL REFERENCES label,
    revision  INTEGER NOT NULL,
    made_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE technology_class (
    technology INTEGER NOT NULL REFERENCES technology,
    position   INTEGER NOT NULL,
    scheme     TEXT    NOT NULL,
    code       TEXT    NOT NULL,
    PRIMARY KEY (technology, position)
) STRICT, WITHOUT ROWID;

-- What a technology came from is told to those who see it.
CREATE TABLE technology_origin (
    technology INTEGER NOT NULL REFERENCES technology,
    position   INTEGER NOT NULL,
    noun       TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    PRIMARY KEY (technology, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX technology_origin_thing ON technology_origin (noun, name);

CREATE TABLE adoption (
    id         INTEGER PRIMARY KEY,
    technology INTEGER NOT NULL REFERENCES technology,
    unit       TEXT    NOT NULL REFERENCES unit,
    post       TEXT    NOT NULL REFERENCES post,
    need       TEXT    REFERENCES need,
    came_from  INTEGER REFERENCES adoption,
    output     TEXT    NOT NULL,
    measure    TEXT    NOT NULL,
    remark     TEXT    NOT NULL,
    -- How often it was begun; rungs and ends stand under the number of their start.
    start      INTEGER NOT NULL,
    ended      INTEGER NOT NULL,
    -- The last quarter that is over and in which less was made than planned.
    behind     TEXT,
    invented   INTEGER NOT NULL,
    label      INTEGER NOT NULL REFERENCES label,
    revision   INTEGER NOT NULL,
    made_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX adoption_technology ON adoption (technology);
CREATE INDEX adoption_unit ON adoption (unit);
CREATE INDEX adoption_need ON adoption (need) WHERE need IS NOT NULL;
CREATE INDEX adoption_came_from ON adoption (came_from) WHERE came_from IS NOT NULL;

-- Only added to.
CREATE TABLE adoption_rung (
    adoption INTEGER NOT NULL REFERENCES adoption,
    start    INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    rung     TEXT    NOT NULL,
    day      TEXT    NOT NULL,
    class    TEXT    NOT NULL,
    remark   TEXT    NOT NULL,
    post     TEXT    NOT NULL REFERENCES post,
    PRIMARY KEY (adoption, start, number)
) STRICT, WITHOUT ROWID;

-- What shows a rung, an output or a share is told to those who see it; how well it is shown stands with what is shown.
CREATE TABLE adoption_evidence (
    adoption INTEGER NOT NULL REFERENCES adoption,
    part     TEXT    NOT NULL,
    start    INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    position INTEGER NOT NULL,
    noun     TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    PRIMARY KEY (adoption, part, start, number, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE adoption_end (
    adoption INTEGER NOT NULL REFERENCES adoption,
    start    INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    reason   TEXT    NOT NULL,
    text     TEXT    NOT NULL,
    day      TEXT    NOT NULL,
    by       TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (adoption, start)
) STRICT, WITHOUT ROWID;

-- What those who use the same technology said to an end.
CREATE TABLE adoption_heard (
    adoption INTEGER NOT NULL REFERENCES adoption,
    start    INTEGER NOT NULL,
    post     TEXT    NOT NULL REFERENCES post,
    concerns INTEGER NOT NULL,
    why      TEXT    NOT NULL,
    by       TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (adoption, start, post)
) STRICT, WITHOUT ROWID;

-- Plans and tellings are only added to: of a quarter the last one counts.
CREATE TABLE adoption_plan (
    adoption INTEGER NOT NULL REFERENCES adoption,
    number   INTEGER NOT NULL,
    quarter  TEXT    NOT NULL,
    amount   TEXT    NOT NULL,
    note     TEXT    NOT NULL,
    by       TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (adoption, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE adoption_output (
    adoption INTEGER NOT NULL REFERENCES adoption,
    number   INTEGER NOT NULL,
    quarter  TEXT    NOT NULL,
    amount   TEXT    NOT NULL,
    class    TEXT    NOT NULL,
    note     TEXT    NOT NULL,
    by       TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (adoption, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE adoption_intensity (
    adoption INTEGER NOT NULL REFERENCES adoption,
    number   INTEGER NOT NULL,
    quarter  TEXT    NOT NULL,
    made     TEXT    NOT NULL,
    total    TEXT    NOT NULL,
    measure  TEXT    NOT NULL,
    of_what  TEXT    NOT NULL,
    class    TEXT    NOT NULL,
    by       TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (adoption, number)
) STRICT, WITHOUT ROWID;

-- Only added to: a correction is a row that names the one which it corrects.
CREATE TABLE adoption_reading (
    adoption INTEGER NOT NULL REFERENCES adoption,
    number   INTEGER NOT NULL,
    key      TEXT    NOT NULL,
    period   TEXT    NOT NULL,
    value    TEXT    NOT NULL,
    corrects INTEGER,
    way      TEXT    NOT NULL,
    by       TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (adoption, number)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX adoption_reading_key ON adoption_reading (adoption, key) WHERE key != '';

-- A token that may write readings of one adoption and nothing else. Of each a hash is kept, never the token.
CREATE TABLE reading_token (
    id         INTEGER PRIMARY KEY,
    token      BLOB    NOT NULL UNIQUE,
    adoption   INTEGER NOT NULL REFERENCES adoption,
    name       TEXT    NOT NULL,
    by         TEXT    NOT NULL,
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER,
    revoked_at INTEGER
) STRICT;
CREATE INDEX reading_token_adoption ON reading_token (adoption);

CREATE TABLE adoption_place (
    adoption INTEGER NOT NULL REFERENCES adoption,
    number   INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    since    TEXT    NOT NULL,
    until    TEXT,
    PRIMARY KEY (adoption, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE adoption_resource (
    adoption  INTEGER NOT NULL REFERENCES adoption,
    number    INTEGER NOT NULL,
    kind      TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    amount    TEXT    NOT NULL,
    measure   TEXT    NOT NULL,
    needed_by TEXT,
    state     TEXT    NOT NULL,
    remark    TEXT    NOT NULL,
    PRIMARY KEY (adoption, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX adoption_resource_due ON adoption_resource (needed_by) WHERE state != 'there';

CREATE TABLE adoption_cost (
    adoption INTEGER NOT NULL REFERENCES adoption,
    number   INTEGER NOT NULL,
    minor    INTEGER NOT NULL,
    currency TEXT    NOT NULL,
    what     TEXT    NOT NULL,
    day      TEXT    NOT NULL,
    by       TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (adoption, number)
) STRICT, WITHOUT ROWID;
