-- Schema 1: everything an office remembers.
--
-- Rows are linked by small internal numbers, which keep the trees compact and are handed out in
-- order, so that an ingest appends instead of scattering. The numbers never leave the store:
-- outside it a record is known by its random `id` alone.

-- The office itself, in one row. The heads stand here so that a position can be read at once, and
-- so that a ledger whose last facts were cut off does not look whole.
CREATE TABLE meta (
    only_row    INTEGER PRIMARY KEY CHECK (only_row = 1),
    office      TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    change_seq  INTEGER NOT NULL,
    ledger_seq  INTEGER NOT NULL,
    ledger_hash BLOB    NOT NULL
) STRICT;

-- Append-only. `hash` is SHA-256 over the hash of the fact before and this fact's fields; the hash
-- before is not repeated here, because the row before holds it.
CREATE TABLE ledger (
    seq    INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    who    TEXT    NOT NULL,
    verb   TEXT    NOT NULL,
    object TEXT    NOT NULL,
    target TEXT,
    change TEXT,
    hash   BLOB    NOT NULL
) STRICT;

CREATE TABLE unit (
    id     TEXT PRIMARY KEY,
    name   TEXT NOT NULL,
    parent TEXT REFERENCES unit DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE post (
    id     TEXT PRIMARY KEY,
    title  TEXT NOT NULL,
    unit   TEXT NOT NULL REFERENCES unit,
    holder TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE need (
    id        TEXT PRIMARY KEY,
    title     TEXT NOT NULL,
    statement TEXT NOT NULL,
    unit      TEXT NOT NULL REFERENCES unit,
    post      TEXT NOT NULL REFERENCES post,
    stage     TEXT NOT NULL,
    expires   TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE profile (
    need      TEXT    NOT NULL REFERENCES need,
    number    INTEGER NOT NULL,
    query     TEXT    NOT NULL,
    threshold REAL,
    PRIMARY KEY (need, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE example (
    need     TEXT    NOT NULL REFERENCES need,
    position INTEGER NOT NULL,
    scheme   TEXT    NOT NULL,
    value    TEXT    NOT NULL,
    PRIMARY KEY (need, position)
) STRICT, WITHOUT ROWID;

-- One work. `json` is the canonical record without its origin (which stands with the items), `hash`
-- the first half of its SHA-256. `provenance` says which item gave which field and is NULL while
-- one item gave all. `absorbed_by` is set when the record turned out to be the same work as
-- another: it stays behind as a signpost, so that no name that was given out goes dead.
CREATE TABLE record (
    row         INTEGER PRIMARY KEY,
    id          INTEGER NOT NULL UNIQUE,
    json        TEXT    NOT NULL,
    hash        BLOB    NOT NULL,
    provenance  TEXT,
    absorbed_by INTEGER REFERENCES record,
    change_seq  INTEGER NOT NULL UNIQUE,
    kept_at     INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX record_changed_at ON record (changed_at);
CREATE INDEX record_absorbed_by ON record (absorbed_by) WHERE absorbed_by IS NOT NULL;

-- Names of sources and formats, written once.
CREATE TABLE origin (
    id     INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    format TEXT NOT NULL,
    UNIQUE (source, format)
) STRICT;

-- The bytes that records were read from: about 1 MiB of entries run together and compressed.
-- `hash` is SHA-256 over `size` and the compressed bytes.
CREATE TABLE raw_block (
    id    INTEGER PRIMARY KEY,
    size  INTEGER NOT NULL,
    hash  BLOB    NOT NULL,
    bytes BLOB    NOT NULL
) STRICT;

-- One reading of one source's entry. `source_key` is a hash of the source's own name for the entry;
-- one reading of it is live, those before it point at their successor. `json` is NULL while the
-- item is alone in its record and current: then the record's own text is its reading.
-- `identity_keys` repeats the keys that the item brought, so that they can be taken out again even
-- after the rules that made them have changed.
-- No reference here is deferred: while one is open, SQLite looks through all children for every
-- parent that is added, which would read this whole table for each new item.
CREATE TABLE item (
    id            INTEGER PRIMARY KEY,
    record        INTEGER NOT NULL REFERENCES record,
    source_key    BLOB    NOT NULL,
    content_hash  BLOB    NOT NULL,
    origin        INTEGER NOT NULL REFERENCES origin,
    entry         INTEGER NOT NULL,
    line          INTEGER,
    raw_block     INTEGER REFERENCES raw_block,
    raw_offset    INTEGER NOT NULL,
    raw_length    INTEGER NOT NULL,
    json          TEXT,
    identity_keys BLOB    NOT NULL,
    superseded_by INTEGER REFERENCES item,
    kept_at       INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX item_live_source ON item (source_key) WHERE superseded_by IS NULL;
CREATE INDEX item_record ON item (record);

-- Under which keys a record is found. A key is 64 bits of the hash of a text such as
-- `doi:10.1/x`; it only proposes, the records themselves decide, so a collision costs one look.
CREATE TABLE identity_key (
    key    INTEGER NOT NULL,
    record INTEGER NOT NULL REFERENCES record,
    PRIMARY KEY (key, record)
) STRICT, WITHOUT ROWID;

-- Works that identity found to belong together without being one: a preprint and its article.
CREATE TABLE related (
    record INTEGER NOT NULL REFERENCES record,
    other  INTEGER NOT NULL REFERENCES record,
    kind   TEXT    NOT NULL,
    PRIMARY KEY (record, other, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX related_other ON related (other);

-- Records that a person parted, both ways round: they are not joined again.
CREATE TABLE kept_apart (
    record INTEGER NOT NULL REFERENCES record,
    other  INTEGER NOT NULL REFERENCES record,
    PRIMARY KEY (record, other)
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery (
    id      INTEGER PRIMARY KEY,
    need    TEXT    NOT NULL REFERENCES need,
    record  INTEGER NOT NULL REFERENCES record,
    profile INTEGER NOT NULL,
    post    TEXT    NOT NULL REFERENCES post,
    score   REAL    NOT NULL,
    grounds TEXT    NOT NULL,
    made_at INTEGER NOT NULL,
    UNIQUE (need, record)
) STRICT;
CREATE INDEX delivery_record ON delivery (record);
