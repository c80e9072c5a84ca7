-- Schema 12: bulletins, their issues, and what is printed of them.

CREATE TABLE bulletin (
    id             INTEGER PRIMARY KEY,
    name           TEXT    NOT NULL,
    kind           TEXT    NOT NULL,
    query          TEXT    NOT NULL,
    unit           TEXT    REFERENCES unit,
    post           TEXT    NOT NULL REFERENCES post,
    second         TEXT    REFERENCES post,
    language       TEXT    NOT NULL,
    rhythm         TEXT    NOT NULL,
    when_empty     INTEGER NOT NULL,
    page_template  TEXT,
    print_template TEXT,
    feed           INTEGER NOT NULL,
    feed_open      INTEGER NOT NULL,
    last_on        TEXT,
    closed         INTEGER NOT NULL,
    label          INTEGER NOT NULL REFERENCES label,
    revision       INTEGER NOT NULL,
    made_at        INTEGER NOT NULL
) STRICT;

-- Posts that get each issue by mail.
CREATE TABLE subscription (
    bulletin INTEGER NOT NULL REFERENCES bulletin,
    post     TEXT    NOT NULL REFERENCES post,
    PRIMARY KEY (bulletin, post)
) STRICT, WITHOUT ROWID;

CREATE TABLE issue (
    id          INTEGER PRIMARY KEY,
    bulletin    INTEGER NOT NULL REFERENCES bulletin,
    number      INTEGER,
    year        INTEGER,
    stage       TEXT    NOT NULL,
    since       TEXT    NOT NULL,
    until       TEXT    NOT NULL,
    note        TEXT    NOT NULL,
    label       INTEGER NOT NULL REFERENCES label,
    made_at     INTEGER NOT NULL,
    printed_by  TEXT    REFERENCES person,
    printed_at  INTEGER,
    released_by TEXT    REFERENCES person,
    released_at INTEGER,
    fault       TEXT,
    revision    INTEGER NOT NULL
) STRICT;
CREATE INDEX issue_of_bulletin ON issue (bulletin, made_at);
-- A number is given once, also where two issues of a bulletin are printed at the same time.
CREATE UNIQUE INDEX issue_number ON issue (bulletin, year, number) WHERE number IS NOT NULL;

CREATE TABLE issue_item (
    issue    INTEGER NOT NULL REFERENCES issue,
    item     INTEGER NOT NULL,
    position INTEGER NOT NULL,
    code     TEXT,
    heading  TEXT    NOT NULL,
    record   INTEGER NOT NULL REFERENCES record,
    delivery INTEGER REFERENCES delivery (id),
    by_hand  INTEGER NOT NULL,
    left_out TEXT,
    PRIMARY KEY (issue, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX issue_item_record ON issue_item (record);

-- What is printed of an issue, as it was fixed: compressed, with the hash of what was compressed, and the version of the program that printed it.
CREATE TABLE issue_sheet (
    issue   INTEGER PRIMARY KEY REFERENCES issue,
    json    BLOB    NOT NULL,
    hash    BLOB    NOT NULL,
    program TEXT    NOT NULL
) STRICT;

CREATE TABLE print (
    issue    INTEGER NOT NULL REFERENCES issue,
    form     TEXT    NOT NULL,
    bytes    BLOB    NOT NULL,
    n_bytes  INTEGER NOT NULL,
    hash     BLOB    NOT NULL,
    -- The template by its hash; NULL where a form needs none.
    template BLOB    REFERENCES template_text,
    PRIMARY KEY (issue, form)
) STRICT;

CREATE TABLE template (
    name       TEXT    NOT NULL,
    form       TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    revision   INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (form, name)
) STRICT, WITHOUT ROWID;

-- Every text that something was printed with, those of the house too, so that it can be printed so again.
CREATE TABLE template_text (
    hash BLOB PRIMARY KEY,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The issue that a letter brings.
ALTER TABLE letter ADD COLUMN issue INTEGER REFERENCES issue;
CREATE UNIQUE INDEX letter_of_issue ON letter (issue, post) WHERE issue IS NOT NULL;
