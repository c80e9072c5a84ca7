-- Schema 8: the register of sources, and what came from each.

CREATE TABLE source (
    id          INTEGER PRIMARY KEY,
    title       TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    post        TEXT    NOT NULL REFERENCES post,
    territory   TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    language    TEXT,
    reliability TEXT    NOT NULL,
    every_days  INTEGER,
    paused      INTEGER NOT NULL DEFAULT 0,
    remark      TEXT    NOT NULL,
    label       INTEGER NOT NULL REFERENCES label,
    revision    INTEGER NOT NULL,
    made_at     INTEGER NOT NULL
) STRICT;

-- One time that something came from a source. While it is looked at, the counts are those of the look; then those of
-- what is kept so far, written with each part of it, so that an interrupted intake goes on where it was.
CREATE TABLE intake (
    id        INTEGER PRIMARY KEY,
    source    INTEGER NOT NULL REFERENCES source,
    name      TEXT    NOT NULL,
    n_bytes   INTEGER NOT NULL,
    by        TEXT    NOT NULL,
    came_at   INTEGER NOT NULL,
    ended_at  INTEGER,
    stage     TEXT    NOT NULL,
    n_read    INTEGER NOT NULL,
    n_new     INTEGER NOT NULL,
    n_updated INTEGER NOT NULL,
    n_joined  INTEGER NOT NULL,
    n_known   INTEGER NOT NULL,
    n_doubts  INTEGER NOT NULL,
    n_tried   INTEGER NOT NULL,
    fault     TEXT
) STRICT;
CREATE INDEX intake_source ON intake (source, came_at);
CREATE INDEX intake_stage ON intake (stage, came_at) WHERE stage = 'looked';

-- What a look showed, until it is decided on. `became` is NULL for a doubt of the reader.
CREATE TABLE intake_line (
    intake   INTEGER NOT NULL REFERENCES intake,
    position INTEGER NOT NULL,
    became   TEXT,
    text     TEXT    NOT NULL,
    PRIMARY KEY (intake, position)
) STRICT, WITHOUT ROWID;

-- By which source of the register an item came; NULL for what came in otherwise.
ALTER TABLE item ADD COLUMN register INTEGER REFERENCES source;
CREATE INDEX item_register ON item (register, id) WHERE register IS NOT NULL;
