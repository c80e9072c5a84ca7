-- Schema 33: control lists in every version, and what persons said things are by them.

CREATE TABLE control_list (
    id       TEXT    NOT NULL PRIMARY KEY,
    title    TEXT    NOT NULL,
    source   TEXT    NOT NULL,
    rights   TEXT    NOT NULL,
    invented INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Only added to; what changes in a row is what a second person decided of it.
CREATE TABLE control_version (
    list         TEXT    NOT NULL REFERENCES control_list,
    number       INTEGER NOT NULL,
    stage        TEXT    NOT NULL,
    edition      TEXT    NOT NULL,
    holds_from   TEXT,
    checksum     TEXT    NOT NULL,
    file         TEXT    NOT NULL,
    n_entries    INTEGER NOT NULL,
    n_top        INTEGER NOT NULL,
    n_notes      INTEGER NOT NULL,
    n_thresholds INTEGER NOT NULL,
    n_lost       INTEGER NOT NULL,
    n_doubts     INTEGER NOT NULL,
    by           TEXT    NOT NULL,
    person       TEXT,
    at           INTEGER NOT NULL,
    decided_by   TEXT,
    reason       TEXT    NOT NULL,
    PRIMARY KEY (list, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE control_entry (
    list     TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    code     TEXT    NOT NULL,
    parent   TEXT,
    text     TEXT    NOT NULL,
    PRIMARY KEY (list, version, position),
    FOREIGN KEY (list, version) REFERENCES control_version (list, number)
) STRICT, WITHOUT ROWID;

-- Position 0: of the list as a whole.
CREATE TABLE control_note (
    list     TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    term     TEXT    NOT NULL,
    text     TEXT    NOT NULL,
    PRIMARY KEY (list, version, position, place),
    FOREIGN KEY (list, version) REFERENCES control_version (list, number)
) STRICT, WITHOUT ROWID;

-- Only added to; what changes in a row is where it stands.
CREATE TABLE classification (
    noun       TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    number     INTEGER NOT NULL,
    list       TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    code       TEXT,
    ground     TEXT,
    text       TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    by         TEXT    NOT NULL,
    person     TEXT    NOT NULL,
    post       TEXT    NOT NULL REFERENCES post,
    at         INTEGER NOT NULL,
    decided_by TEXT,
    decided_at INTEGER,
    remark     TEXT    NOT NULL,
    PRIMARY KEY (noun, name, number),
    FOREIGN KEY (list, version) REFERENCES control_version (list, number),
    CHECK ((code IS NULL) <> (ground IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX classification_list ON classification (list, code);

CREATE TABLE classification_parameter (
    noun      TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    number    INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    parameter TEXT    NOT NULL,
    low       TEXT    NOT NULL,
    high      TEXT    NOT NULL,
    unit      TEXT    NOT NULL,
    PRIMARY KEY (noun, name, number, position),
    FOREIGN KEY (noun, name, number) REFERENCES classification (noun, name, number)
) STRICT, WITHOUT ROWID;
