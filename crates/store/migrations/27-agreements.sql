-- Schema 27: agreements: their terms in every version, what each side owes, what is paid, what is reported of use, which patents they name.

CREATE TABLE agreement (
    id          INTEGER PRIMARY KEY,
    kind        TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    basis       TEXT    NOT NULL,
    stage       TEXT    NOT NULL,
    host        INTEGER NOT NULL REFERENCES host,
    unit        TEXT    NOT NULL REFERENCES unit,
    post        TEXT    NOT NULL REFERENCES post,
    signed_on   TEXT,
    in_force_on TEXT,
    ended_on    TEXT,
    reason      TEXT    NOT NULL,
    remark      TEXT    NOT NULL,
    label       INTEGER NOT NULL REFERENCES label,
    revision    INTEGER NOT NULL,
    made_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX agreement_host ON agreement (host);
CREATE INDEX agreement_stage ON agreement (stage);

CREATE TABLE agreement_party (
    agreement INTEGER NOT NULL REFERENCES agreement,
    position  INTEGER NOT NULL,
    host      INTEGER REFERENCES host,
    name      TEXT    NOT NULL,
    part      TEXT    NOT NULL,
    PRIMARY KEY (agreement, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX agreement_party_host ON agreement_party (host) WHERE host IS NOT NULL;

CREATE TABLE agreement_need (
    agreement INTEGER NOT NULL REFERENCES agreement,
    position  INTEGER NOT NULL,
    need      TEXT    NOT NULL REFERENCES need,
    PRIMARY KEY (agreement, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX agreement_need_need ON agreement_need (need);

-- The first version is written over until it is signed; from then on each amendment is a row of its own, and none is changed.
CREATE TABLE agreement_terms (
    agreement    INTEGER NOT NULL REFERENCES agreement,
    version      INTEGER NOT NULL,
    technologies TEXT    NOT NULL,
    field        TEXT    NOT NULL,
    territory    TEXT    NOT NULL,
    exclusivity  TEXT    NOT NULL,
    since        TEXT,
    until        TEXT,
    renewal      TEXT    NOT NULL,
    notice_days  INTEGER NOT NULL,
    agreed_on    TEXT,
    reason       TEXT    NOT NULL,
    by           TEXT    NOT NULL,
    at           INTEGER NOT NULL,
    PRIMARY KEY (agreement, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE agreement_clause (
    agreement INTEGER NOT NULL REFERENCES agreement,
    version   INTEGER NOT NULL,
    number    INTEGER NOT NULL,
    subject   TEXT    NOT NULL,
    ruling    TEXT    NOT NULL,
    days      INTEGER,
    text      TEXT    NOT NULL,
    PRIMARY KEY (agreement, version, number)
) STRICT, WITHOUT ROWID;

-- Each time that one was asked for is a row; the last of a point counts.
CREATE TABLE agreement_consent (
    agreement  INTEGER NOT NULL REFERENCES agreement,
    position   INTEGER NOT NULL,
    point      TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    asked_by   TEXT    NOT NULL,
    asker      TEXT    NOT NULL REFERENCES person,
    asked_at   INTEGER NOT NULL,
    decided_by TEXT,
    decided_at INTEGER,
    reason     TEXT    NOT NULL,
    PRIMARY KEY (agreement, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE deliverable (
    id           INTEGER PRIMARY KEY,
    agreement    INTEGER NOT NULL REFERENCES agreement,
    number       INTEGER NOT NULL,
    title        TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    side         TEXT    NOT NULL,
    quantity     TEXT    NOT NULL,
    measure      TEXT    NOT NULL,
    due          TEXT,
    state        TEXT    NOT NULL,
    delivered_on TEXT,
    accepted_on  TEXT,
    answer_by    TEXT,
    revision     INTEGER NOT NULL,
    made_at      INTEGER NOT NULL,
    UNIQUE (agreement, number)
) STRICT;

-- Evidence is a record, an attachment or whatever else comes to show something, so it is named without a reference.
CREATE TABLE deliverable_step (
    deliverable INTEGER NOT NULL REFERENCES deliverable,
    position    INTEGER NOT NULL,
    made        TEXT    NOT NULL,
    day         TEXT    NOT NULL,
    until       TEXT,
    words       TEXT    NOT NULL,
    noun        TEXT,
    name        TEXT,
    by          TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (deliverable, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE deliverable_use (
    deliverable INTEGER NOT NULL REFERENCES deliverable,
    position    INTEGER NOT NULL,
    day         TEXT    NOT NULL,
    words       TEXT    NOT NULL,
    noun        TEXT,
    name        TEXT,
    by          TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (deliverable, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE agreement_instalment (
    agreement   INTEGER NOT NULL REFERENCES agreement,
    number      INTEGER NOT NULL,
    title       TEXT    NOT NULL,
    amount      INTEGER NOT NULL,
    currency    TEXT    NOT NULL,
    due         TEXT,
    deliverable INTEGER REFERENCES deliverable,
    royalty     INTEGER,
    year        INTEGER,
    PRIMARY KEY (agreement, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX agreement_instalment_deliverable ON agreement_instalment (deliverable) WHERE deliverable IS NOT NULL;

-- What was written in by mistake says so, and stays.
CREATE TABLE agreement_payment (
    agreement   INTEGER NOT NULL REFERENCES agreement,
    number      INTEGER NOT NULL,
    instalment  INTEGER,
    amount      INTEGER NOT NULL,
    currency    TEXT    NOT NULL,
    day         TEXT    NOT NULL,
    reference   TEXT    NOT NULL,
    by          TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    void_reason TEXT    NOT NULL,
    PRIMARY KEY (agreement, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE agreement_royalty (
    agreement  INTEGER NOT NULL REFERENCES agreement,
    number     INTEGER NOT NULL,
    title      TEXT    NOT NULL,
    basis      TEXT    NOT NULL,
    millionths INTEGER NOT NULL,
    per_unit   INTEGER NOT NULL,
    currency   TEXT    NOT NULL,
    minimum    INTEGER,
    cap        INTEGER,
    since      TEXT    NOT NULL,
    until      TEXT,
    PRIMARY KEY (agreement, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE agreement_use (
    agreement INTEGER NOT NULL REFERENCES agreement,
    royalty   INTEGER NOT NULL,
    year      INTEGER NOT NULL,
    base      INTEGER NOT NULL,
    words     TEXT    NOT NULL,
    amount    INTEGER NOT NULL,
    currency  TEXT    NOT NULL,
    by        TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (agreement, royalty, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE agreement_use_evidence (
    agreement INTEGER NOT NULL REFERENCES agreement,
    royalty   INTEGER NOT NULL,
    year      INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    noun      TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    PRIMARY KEY (agreement, royalty, year, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE agreement_patent (
    agreement     INTEGER NOT NULL REFERENCES agreement,
    number        INTEGER NOT NULL,
    identifier    TEXT    NOT NULL,
    title         TEXT    NOT NULL,
    family        TEXT    NOT NULL,
    filed         TEXT,
    stated_expiry TEXT,
    record        INTEGER REFERENCES record,
    PRIMARY KEY (agreement, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE agreement_patent_territory (
    agreement INTEGER NOT NULL REFERENCES agreement,
    number    INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    country   TEXT    NOT NULL,
    status    TEXT    NOT NULL,
    PRIMARY KEY (agreement, number, position)
) STRICT, WITHOUT ROWID;
