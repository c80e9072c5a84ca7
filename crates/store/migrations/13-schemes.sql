-- Schema 13: thesauri and classifications with their classes, and what the classes of one are in another.

-- A scheme as one file brought it. While it is looked at it decides nothing; what is kept is there once under its word. One
-- that has no word is a crosswalk: its mappings are all that it brings.
CREATE TABLE scheme (
    id         INTEGER PRIMARY KEY,
    word       TEXT    NOT NULL,
    stage      TEXT    NOT NULL,
    uri        TEXT,
    version    TEXT,
    source     TEXT,
    rights     TEXT,
    file       TEXT    NOT NULL,
    n_concepts INTEGER NOT NULL,
    n_mappings INTEGER NOT NULL,
    n_doubts   INTEGER NOT NULL,
    by         TEXT    NOT NULL,
    came_at    INTEGER NOT NULL,
    kept_at    INTEGER
) STRICT;
CREATE UNIQUE INDEX scheme_kept ON scheme (word) WHERE stage = 'kept';
CREATE INDEX scheme_looked ON scheme (came_at) WHERE stage = 'looked';

-- Its classes in the order of the file, from 1 on.
CREATE TABLE concept (
    scheme   INTEGER NOT NULL REFERENCES scheme,
    position INTEGER NOT NULL,
    notation TEXT    NOT NULL,
    uri      TEXT,
    PRIMARY KEY (scheme, position)
) STRICT, WITHOUT ROWID;

-- What classes are called, and what belongs to them; at 0 what the scheme itself is called.
CREATE TABLE concept_text (
    scheme   INTEGER NOT NULL REFERENCES scheme,
    concept  INTEGER NOT NULL,
    sort     TEXT    NOT NULL,
    position INTEGER NOT NULL,
    language TEXT,
    text     TEXT    NOT NULL,
    PRIMARY KEY (scheme, concept, sort, position)
) STRICT, WITHOUT ROWID;

-- The classes above a class, and those beside it, by their notations.
CREATE TABLE concept_link (
    scheme   INTEGER NOT NULL REFERENCES scheme,
    concept  INTEGER NOT NULL,
    sort     TEXT    NOT NULL,
    notation TEXT    NOT NULL,
    PRIMARY KEY (scheme, concept, sort, notation)
) STRICT, WITHOUT ROWID;

-- What the reader doubted, in its words.
CREATE TABLE scheme_doubt (
    scheme   INTEGER NOT NULL REFERENCES scheme,
    position INTEGER NOT NULL,
    text     TEXT    NOT NULL,
    PRIMARY KEY (scheme, position)
) STRICT, WITHOUT ROWID;

-- What classes of one scheme are in another. A mapping belongs to the scheme whose file brought it and goes with that; those
-- that were made by hand or came as a crosswalk belong to none, which 0 stands for.
CREATE TABLE mapping (
    bringer       INTEGER NOT NULL,
    from_scheme   TEXT    NOT NULL,
    from_notation TEXT    NOT NULL,
    relation      TEXT    NOT NULL,
    to_scheme     TEXT    NOT NULL,
    to_notation   TEXT    NOT NULL,
    PRIMARY KEY (bringer, from_scheme, from_notation, relation, to_scheme, to_notation)
) STRICT, WITHOUT ROWID;

-- Needs that were matched again after schemes or mappings changed, and what they gained and lost by it.
CREATE TABLE rematch (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL
) STRICT;
CREATE TABLE rematch_need (
    rematch  INTEGER NOT NULL REFERENCES rematch,
    need     TEXT    NOT NULL REFERENCES need,
    n_capped INTEGER NOT NULL,
    PRIMARY KEY (rematch, need)
) STRICT, WITHOUT ROWID;
CREATE TABLE rematch_line (
    rematch   INTEGER NOT NULL REFERENCES rematch,
    delivery  INTEGER NOT NULL REFERENCES delivery (id),
    is_gained INTEGER NOT NULL,
    PRIMARY KEY (rematch, delivery)
) STRICT, WITHOUT ROWID;
CREATE INDEX rematch_line_delivery ON rematch_line (delivery, rematch);

-- Whoever keeps the crosswalk between two questions sees by one number whether it still holds. Looks do not count.
ALTER TABLE meta ADD COLUMN scheme_epoch INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER scheme_stated AFTER INSERT ON scheme WHEN NEW.stage = 'kept'
    BEGIN UPDATE meta SET scheme_epoch = scheme_epoch + 1; END;
CREATE TRIGGER scheme_changed AFTER UPDATE ON scheme WHEN OLD.stage = 'kept' OR NEW.stage = 'kept'
    BEGIN UPDATE meta SET scheme_epoch = scheme_epoch + 1; END;
CREATE TRIGGER scheme_removed AFTER DELETE ON scheme WHEN OLD.stage = 'kept'
    BEGIN UPDATE meta SET scheme_epoch = scheme_epoch + 1; END;
CREATE TRIGGER mapping_stated AFTER INSERT ON mapping WHEN NEW.bringer = 0
    BEGIN UPDATE meta SET scheme_epoch = scheme_epoch + 1; END;
CREATE TRIGGER mapping_removed AFTER DELETE ON mapping
    BEGIN UPDATE meta SET scheme_epoch = scheme_epoch + 1; END;
