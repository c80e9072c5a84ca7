-- Schema 15: own abstracts of records, their grades and codes, the queue of the abstractors, and merges by hand.

-- What an abstractor wrote of a record in one language. It stays with the record for which it was written, also while that
-- one is joined to another, so that a merge that is undone gives it back. `label` is at least that of the record.
CREATE TABLE digest (
    id          INTEGER PRIMARY KEY,
    record      INTEGER NOT NULL REFERENCES record,
    language    TEXT    NOT NULL,
    purpose     TEXT    NOT NULL,
    advantage   TEXT    NOT NULL,
    conditions  TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    translation TEXT    NOT NULL,
    person      TEXT    NOT NULL REFERENCES person,
    post        TEXT    REFERENCES post,
    made_at     INTEGER NOT NULL,
    written_at  INTEGER NOT NULL,
    revision    INTEGER NOT NULL,
    label       INTEGER NOT NULL REFERENCES label,
    UNIQUE (record, language)
) STRICT;
CREATE INDEX digest_person ON digest (person, written_at);

-- Its versions before the present one.
CREATE TABLE digest_version (
    digest      INTEGER NOT NULL REFERENCES digest,
    revision    INTEGER NOT NULL,
    purpose     TEXT    NOT NULL,
    advantage   TEXT    NOT NULL,
    conditions  TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    translation TEXT    NOT NULL,
    person      TEXT    NOT NULL,
    post        TEXT,
    written_at  INTEGER NOT NULL,
    label       INTEGER NOT NULL REFERENCES label,
    PRIMARY KEY (digest, revision)
) STRICT, WITHOUT ROWID;

-- The Admiralty grade of a record. What it was before stands in the ledger.
CREATE TABLE grade (
    record   INTEGER PRIMARY KEY REFERENCES record,
    grade    TEXT    NOT NULL,
    person   TEXT    NOT NULL REFERENCES person,
    post     TEXT    REFERENCES post,
    given_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The codes of one scheme that somebody gave a record, in the first round or the second.
CREATE TABLE indexing (
    id         INTEGER PRIMARY KEY,
    record     INTEGER NOT NULL REFERENCES record,
    scheme     TEXT    NOT NULL,
    round      TEXT    NOT NULL,
    n_proposed INTEGER NOT NULL,
    person     TEXT    NOT NULL REFERENCES person,
    post       TEXT    REFERENCES post,
    given_at   INTEGER NOT NULL,
    UNIQUE (record, scheme, round)
) STRICT;
CREATE INDEX indexing_scheme ON indexing (scheme, round, given_at);
CREATE TABLE indexing_code (
    indexing INTEGER NOT NULL REFERENCES indexing,
    position INTEGER NOT NULL,
    code     TEXT    NOT NULL,
    PRIMARY KEY (indexing, position)
) STRICT, WITHOUT ROWID;

-- Records on which somebody works, and records that need no own abstract.
CREATE TABLE taking (
    record INTEGER PRIMARY KEY REFERENCES record,
    person TEXT    NOT NULL REFERENCES person,
    post   TEXT    REFERENCES post,
    until  TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX taking_person ON taking (person);
CREATE TABLE passed_over (
    record INTEGER PRIMARY KEY REFERENCES record,
    person TEXT    NOT NULL REFERENCES person,
    at     INTEGER NOT NULL,
    reason TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Samples for a second indexing: of the first indexings of a month in a scheme, that so many percent were drawn by this
-- seed. Who knows it draws the same again.
CREATE TABLE drawing (
    id       INTEGER PRIMARY KEY,
    scheme   TEXT    NOT NULL,
    month    TEXT    NOT NULL,
    seed     INTEGER NOT NULL,
    percent  INTEGER NOT NULL,
    n_of     INTEGER NOT NULL,
    person   TEXT    NOT NULL REFERENCES person,
    drawn_at INTEGER NOT NULL,
    UNIQUE (scheme, month)
) STRICT;
CREATE TABLE drawn (
    drawing  INTEGER NOT NULL REFERENCES drawing,
    indexing INTEGER NOT NULL REFERENCES indexing,
    PRIMARY KEY (drawing, indexing)
) STRICT, WITHOUT ROWID;
CREATE INDEX drawn_indexing ON drawn (indexing);

-- What was learned from the codes that the office accepted, and how it did on records that were held back. Learned from
-- records that are open to all alone, so that it tells nothing of others. May be thrown away: a job makes it anew.
CREATE TABLE classifier (
    scheme      TEXT    PRIMARY KEY,
    trained_at  INTEGER NOT NULL,
    n_records   INTEGER NOT NULL,
    n_codes     INTEGER NOT NULL,
    n_held_back INTEGER NOT NULL,
    at_1        REAL    NOT NULL,
    at_5        REAL    NOT NULL,
    best_at_5   REAL    NOT NULL,
    found_at_5  REAL    NOT NULL,
    learned     BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- Records that a person joined, with the items that came along, so that it can be undone.
CREATE TABLE joining (
    id        INTEGER PRIMARY KEY,
    record    INTEGER NOT NULL REFERENCES record,
    gone      INTEGER NOT NULL REFERENCES record,
    reason    TEXT    NOT NULL,
    person    TEXT    NOT NULL REFERENCES person,
    joined_at INTEGER NOT NULL,
    undone_by TEXT    REFERENCES person,
    undone_at INTEGER,
    undoing   TEXT
) STRICT;
CREATE INDEX joining_record ON joining (record);
CREATE INDEX joining_gone ON joining (gone);
CREATE TABLE joined_item (
    joining    INTEGER NOT NULL REFERENCES joining,
    source_key BLOB    NOT NULL,
    PRIMARY KEY (joining, source_key)
) STRICT, WITHOUT ROWID;
-- Names that led to the record that is gone, and records it was related to: `had` where the other had that relation too.
CREATE TABLE joined_name (
    joining INTEGER NOT NULL REFERENCES joining,
    record  INTEGER NOT NULL REFERENCES record,
    PRIMARY KEY (joining, record)
) STRICT, WITHOUT ROWID;
CREATE TABLE joined_related (
    joining INTEGER NOT NULL REFERENCES joining,
    record  INTEGER NOT NULL REFERENCES record,
    other   INTEGER NOT NULL REFERENCES record,
    kind    TEXT    NOT NULL,
    had     INTEGER NOT NULL,
    PRIMARY KEY (joining, record, other, kind)
) STRICT, WITHOUT ROWID;
