-- Schema 32: lists of parties in their versions, the parties that are held against them, and what was said of what was found.

CREATE TABLE party_list (
    id        TEXT    PRIMARY KEY,
    title     TEXT    NOT NULL,
    publisher TEXT    NOT NULL,
    address   TEXT    NOT NULL,
    post      TEXT    NOT NULL REFERENCES post,
    remark    TEXT    NOT NULL,
    closed    INTEGER NOT NULL,
    version   INTEGER,
    label     INTEGER NOT NULL REFERENCES label,
    revision  INTEGER NOT NULL,
    made_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE list_version (
    list        TEXT    NOT NULL REFERENCES party_list,
    number      INTEGER NOT NULL,
    form        TEXT,
    files       TEXT    NOT NULL,
    checksum    TEXT    NOT NULL,
    n_bytes     INTEGER NOT NULL,
    n_entries   INTEGER NOT NULL,
    n_names     INTEGER NOT NULL,
    n_added     INTEGER NOT NULL,
    n_removed   INTEGER NOT NULL,
    n_changed   INTEGER NOT NULL,
    n_doubts    INTEGER NOT NULL,
    state       TEXT    NOT NULL,
    held        TEXT,
    by          TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    in_force_at INTEGER,
    second      TEXT,
    reason      TEXT    NOT NULL,
    PRIMARY KEY (list, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE list_doubt (
    list     TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    text     TEXT    NOT NULL,
    PRIMARY KEY (list, version, position),
    FOREIGN KEY (list, version) REFERENCES list_version (list, number)
) STRICT, WITHOUT ROWID;

-- What was brought, until its version is in force or turned away. Compressed.
CREATE TABLE list_file (
    list     TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    bytes    BLOB    NOT NULL,
    PRIMARY KEY (list, version, position),
    FOREIGN KEY (list, version) REFERENCES list_version (list, number)
) STRICT;

-- An entry as it stood from one version to another. A version that is being written is seen by nobody until the list points at it, so
-- that a large one is written in many small steps.
CREATE TABLE listed (
    row         INTEGER PRIMARY KEY,
    list        TEXT    NOT NULL REFERENCES party_list,
    key         TEXT    NOT NULL,
    since       INTEGER NOT NULL,
    until       INTEGER,
    kind        TEXT    NOT NULL,
    names       TEXT    NOT NULL,
    folded      TEXT    NOT NULL,
    countries   TEXT    NOT NULL,
    born        TEXT    NOT NULL,
    identifiers TEXT    NOT NULL,
    addresses   TEXT    NOT NULL,
    programmes  TEXT    NOT NULL,
    listed_on   TEXT    NOT NULL,
    remark      TEXT    NOT NULL,
    print       TEXT    NOT NULL,
    content     TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX listed_key ON listed (list, key, since);
CREATE INDEX listed_since ON listed (list, since);
CREATE INDEX listed_until ON listed (list, until) WHERE until IS NOT NULL;

CREATE TABLE screening (
    id          INTEGER PRIMARY KEY,
    noun        TEXT,
    about       TEXT,
    name        TEXT    NOT NULL,
    aliases     TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    countries   TEXT    NOT NULL,
    born        TEXT,
    identifiers TEXT    NOT NULL,
    print       TEXT    NOT NULL,
    post        TEXT    NOT NULL REFERENCES post,
    asked_by    TEXT    NOT NULL,
    purpose     TEXT    NOT NULL,
    ended       INTEGER NOT NULL,
    screened_at INTEGER,
    algorithm   TEXT    NOT NULL,
    threshold   REAL    NOT NULL,
    label       INTEGER NOT NULL REFERENCES label,
    revision    INTEGER NOT NULL,
    made_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX screening_about ON screening (about, noun) WHERE about IS NOT NULL;
CREATE INDEX screening_print ON screening (print);
CREATE INDEX screening_made_at ON screening (made_at);

-- Against which version of which list it was held last.
CREATE TABLE screening_list (
    screening INTEGER NOT NULL REFERENCES screening,
    list      TEXT    NOT NULL REFERENCES party_list,
    version   INTEGER NOT NULL,
    PRIMARY KEY (screening, list)
) STRICT, WITHOUT ROWID;

CREATE TABLE screening_hit (
    screening   INTEGER NOT NULL REFERENCES screening,
    list        TEXT    NOT NULL REFERENCES party_list,
    key         TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    entry_print TEXT    NOT NULL,
    party_print TEXT    NOT NULL,
    score       REAL    NOT NULL,
    tier        TEXT    NOT NULL,
    found_by    TEXT    NOT NULL,
    reasons     TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    ruling      TEXT,
    reason      TEXT    NOT NULL,
    proposed_by TEXT,
    proposed_at INTEGER,
    decided_by  TEXT,
    decided_at  INTEGER,
    reopened    TEXT,
    PRIMARY KEY (screening, list, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX screening_hit_list ON screening_hit (list, state);
CREATE INDEX screening_hit_party ON screening_hit (party_print, list, key);
