-- Schema 30: samples: for which need they came and to whom, who holds them, who borrows them, what studies found, what comes of it.

CREATE TABLE sample (
    id          INTEGER PRIMARY KEY,
    kind        TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    maker       INTEGER REFERENCES host,
    maker_name  TEXT    NOT NULL,
    model       TEXT    NOT NULL,
    serial      TEXT    NOT NULL,
    amount      TEXT    NOT NULL,
    measure     TEXT    NOT NULL,
    country     TEXT    NOT NULL,
    came        TEXT    NOT NULL,
    agreement   INTEGER REFERENCES agreement,
    rights      TEXT    NOT NULL,
    unit        TEXT    NOT NULL REFERENCES unit,
    post        TEXT    NOT NULL REFERENCES post,
    plan        TEXT    NOT NULL,
    plan_due    TEXT    NOT NULL,
    expected    TEXT,
    received    TEXT,
    rests_since TEXT,
    remark      TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    joined_to   INTEGER REFERENCES sample,
    label       INTEGER NOT NULL REFERENCES label,
    revision    INTEGER NOT NULL,
    made_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX sample_agreement ON sample (agreement) WHERE agreement IS NOT NULL;
CREATE INDEX sample_maker ON sample (maker) WHERE maker IS NOT NULL;

CREATE TABLE sample_need (
    sample   INTEGER NOT NULL REFERENCES sample,
    position INTEGER NOT NULL,
    need     TEXT    NOT NULL REFERENCES need,
    PRIMARY KEY (sample, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX sample_need_need ON sample_need (need);

-- Whether a sample may come at all: the control rules that held when it was registered, each with its decision.
CREATE TABLE sample_control (
    sample INTEGER NOT NULL REFERENCES sample,
    rule   INTEGER NOT NULL,
    kind   TEXT    NOT NULL,
    place  INTEGER NOT NULL,
    post   TEXT    NOT NULL REFERENCES post,
    note   TEXT    NOT NULL,
    state  TEXT    NOT NULL,
    by     TEXT,
    at     INTEGER,
    reason TEXT    NOT NULL,
    PRIMARY KEY (sample, rule)
) STRICT, WITHOUT ROWID;

-- Only added to; what changes in a row is its answer.
CREATE TABLE custody (
    sample      INTEGER NOT NULL REFERENCES sample,
    number      INTEGER NOT NULL,
    from_post   TEXT    REFERENCES post,
    from_name   TEXT    NOT NULL,
    to_post     TEXT    REFERENCES post,
    to_name     TEXT    NOT NULL,
    place       TEXT    NOT NULL,
    day         TEXT    NOT NULL,
    loan        INTEGER,
    note        TEXT    NOT NULL,
    by          TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    state       TEXT    NOT NULL,
    answered_by TEXT    NOT NULL,
    answered_at INTEGER,
    reason      TEXT    NOT NULL,
    PRIMARY KEY (sample, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE sample_loan (
    sample     INTEGER NOT NULL REFERENCES sample,
    number     INTEGER NOT NULL,
    borrower   TEXT    NOT NULL REFERENCES post,
    lender     TEXT    NOT NULL REFERENCES post,
    purpose    TEXT    NOT NULL,
    due        TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    asked_by   TEXT    NOT NULL,
    asked_at   INTEGER NOT NULL,
    decided_by TEXT    NOT NULL,
    answer     TEXT    NOT NULL,
    out_on     TEXT,
    back_on    TEXT,
    PRIMARY KEY (sample, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE loan_extension (
    sample      INTEGER NOT NULL,
    loan        INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    until       TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    by          TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    state       TEXT    NOT NULL,
    answered_by TEXT    NOT NULL,
    answer      TEXT    NOT NULL,
    PRIMARY KEY (sample, loan, position),
    FOREIGN KEY (sample, loan) REFERENCES sample_loan (sample, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE study (
    sample         INTEGER NOT NULL REFERENCES sample,
    number         INTEGER NOT NULL,
    question       TEXT    NOT NULL,
    method         TEXT    NOT NULL,
    instrument     TEXT    NOT NULL,
    due            TEXT    NOT NULL,
    post           TEXT    NOT NULL REFERENCES post,
    opened_by      TEXT    NOT NULL,
    opened_at      INTEGER NOT NULL,
    day            TEXT    NOT NULL,
    state          TEXT    NOT NULL,
    reason         TEXT    NOT NULL,
    record         INTEGER REFERENCES record,
    outcome        TEXT,
    outcome_reason TEXT,
    value          TEXT,
    look_again     TEXT,
    decided_by     TEXT,
    decided_at     INTEGER,
    PRIMARY KEY (sample, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX study_record ON study (record) WHERE record IS NOT NULL;

CREATE TABLE study_planned (
    sample   INTEGER NOT NULL,
    study    INTEGER NOT NULL,
    position INTEGER NOT NULL,
    need     TEXT    REFERENCES need,
    name     TEXT    NOT NULL,
    measure  TEXT    NOT NULL,
    PRIMARY KEY (sample, study, position),
    FOREIGN KEY (sample, study) REFERENCES study (sample, number)
) STRICT, WITHOUT ROWID;

-- What the terms said of each act when the study was opened.
CREATE TABLE study_act (
    sample  INTEGER NOT NULL,
    study   INTEGER NOT NULL,
    act     TEXT    NOT NULL,
    ruling  TEXT    NOT NULL,
    clause  INTEGER,
    consent TEXT    NOT NULL,
    PRIMARY KEY (sample, study, act),
    FOREIGN KEY (sample, study) REFERENCES study (sample, number)
) STRICT, WITHOUT ROWID;

-- A correction is a version of its own; none is changed.
CREATE TABLE study_findings (
    sample  INTEGER NOT NULL,
    study   INTEGER NOT NULL,
    version INTEGER NOT NULL,
    title   TEXT    NOT NULL,
    text    TEXT    NOT NULL,
    by      TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (sample, study, version),
    FOREIGN KEY (sample, study) REFERENCES study (sample, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE study_result (
    sample   INTEGER NOT NULL,
    study    INTEGER NOT NULL,
    version  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    need     TEXT    REFERENCES need,
    name     TEXT    NOT NULL,
    value    TEXT    NOT NULL,
    measure  TEXT    NOT NULL,
    remark   TEXT    NOT NULL,
    PRIMARY KEY (sample, study, version, position),
    FOREIGN KEY (sample, study, version) REFERENCES study_findings (sample, study, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE teardown_part (
    sample   INTEGER NOT NULL,
    study    INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    above    INTEGER,
    name     TEXT    NOT NULL,
    material TEXT    NOT NULL,
    maker    TEXT    NOT NULL,
    count    INTEGER NOT NULL,
    remark   TEXT    NOT NULL,
    PRIMARY KEY (sample, study, number),
    FOREIGN KEY (sample, study) REFERENCES study (sample, number)
) STRICT, WITHOUT ROWID;

-- Drawings and photographs are attachments of the record of the study, and are seen as these are.
CREATE TABLE teardown_file (
    sample     INTEGER NOT NULL,
    study      INTEGER NOT NULL,
    part       INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    attachment INTEGER NOT NULL REFERENCES attachment,
    PRIMARY KEY (sample, study, part, position)
) STRICT, WITHOUT ROWID;

-- What was said of two samples that look alike, the smaller name first.
CREATE TABLE sample_pair (
    one    INTEGER NOT NULL REFERENCES sample,
    other  INTEGER NOT NULL REFERENCES sample,
    ruling TEXT    NOT NULL,
    reason TEXT    NOT NULL,
    by     TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX sample_pair_other ON sample_pair (other);
