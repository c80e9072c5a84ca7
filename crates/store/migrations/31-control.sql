-- Schema 31: control: regimes in their versions, the cases that are laid before them, ballots, motions, conditions.

CREATE TABLE regime (
    id       INTEGER PRIMARY KEY,
    version  INTEGER NOT NULL,
    label    INTEGER NOT NULL REFERENCES label,
    revision INTEGER NOT NULL,
    made_at  INTEGER NOT NULL
) STRICT;

-- Only added to, but for where it stands: a version that is proposed is agreed on or dropped by a second person.
CREATE TABLE regime_version (
    regime   INTEGER NOT NULL REFERENCES regime,
    version  INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    binding  INTEGER NOT NULL,
    since    TEXT    NOT NULL,
    until    TEXT,
    review   TEXT,
    keeper   TEXT    NOT NULL REFERENCES post,
    rule     TEXT    NOT NULL,
    note     TEXT    NOT NULL,
    source   TEXT    NOT NULL,
    invented INTEGER NOT NULL,
    state    TEXT    NOT NULL,
    reason   TEXT    NOT NULL,
    by       TEXT    NOT NULL,
    person   TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    answered_by TEXT,
    PRIMARY KEY (regime, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE regime_member (
    regime  INTEGER NOT NULL,
    version INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    name    TEXT    NOT NULL,
    country TEXT,
    post    TEXT    NOT NULL REFERENCES post,
    weight  INTEGER NOT NULL,
    chair   INTEGER NOT NULL,
    since   TEXT    NOT NULL,
    until   TEXT,
    PRIMARY KEY (regime, version, number),
    FOREIGN KEY (regime, version) REFERENCES regime_version (regime, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE regime_condition (
    regime  INTEGER NOT NULL,
    version INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    text    TEXT    NOT NULL,
    days    INTEGER NOT NULL,
    PRIMARY KEY (regime, version, number),
    FOREIGN KEY (regime, version) REFERENCES regime_version (regime, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE regime_trigger (
    regime    INTEGER NOT NULL,
    version   INTEGER NOT NULL,
    number    INTEGER NOT NULL,
    clause    TEXT    NOT NULL,
    level     TEXT,
    hit       INTEGER NOT NULL,
    prohibits INTEGER NOT NULL,
    PRIMARY KEY (regime, version, number),
    FOREIGN KEY (regime, version) REFERENCES regime_version (regime, version)
) STRICT, WITHOUT ROWID;

-- Acts, countries, hosts, classes, entries and words of a trigger.
CREATE TABLE regime_trigger_part (
    regime   INTEGER NOT NULL,
    version  INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    position INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    value    TEXT    NOT NULL,
    PRIMARY KEY (regime, version, number, kind, position),
    FOREIGN KEY (regime, version, number) REFERENCES regime_trigger (regime, version, number)
) STRICT, WITHOUT ROWID;

-- Its label is at least that of what it shows and of its regime. What a vote is over stands in `over`.
CREATE TABLE control_case (
    id        INTEGER PRIMARY KEY,
    regime    INTEGER NOT NULL REFERENCES regime,
    version   INTEGER NOT NULL,
    rule      TEXT    NOT NULL,
    act       TEXT    NOT NULL,
    noun      TEXT    NOT NULL,
    about     TEXT    NOT NULL,
    title     TEXT    NOT NULL,
    unit      TEXT    NOT NULL REFERENCES unit,
    post      TEXT    NOT NULL REFERENCES post,
    asker     TEXT    NOT NULL,
    screening BLOB,
    hit       INTEGER NOT NULL,
    over      BLOB    NOT NULL,
    state     TEXT    NOT NULL,
    opened    TEXT    NOT NULL,
    due       TEXT    NOT NULL,
    decided   TEXT,
    until     TEXT,
    reason    TEXT    NOT NULL,
    follows   INTEGER REFERENCES control_case,
    label     INTEGER NOT NULL REFERENCES label,
    revision  INTEGER NOT NULL,
    made_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX control_case_about ON control_case (about, noun);
CREATE INDEX control_case_state ON control_case (state, opened);
CREATE INDEX control_case_regime ON control_case (regime);
CREATE INDEX control_case_follows ON control_case (follows) WHERE follows IS NOT NULL;

-- Countries, hosts, classes, items, content, clauses, lists and entries, each in its order.
CREATE TABLE case_part (
    control_case INTEGER NOT NULL REFERENCES control_case,
    kind         TEXT    NOT NULL,
    position     INTEGER NOT NULL,
    name         TEXT    NOT NULL,
    value        TEXT    NOT NULL,
    PRIMARY KEY (control_case, kind, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_party (
    control_case INTEGER NOT NULL REFERENCES control_case,
    position     INTEGER NOT NULL,
    name         TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    born         TEXT,
    PRIMARY KEY (control_case, position)
) STRICT, WITHOUT ROWID;

-- Aliases, countries and identifiers of a party.
CREATE TABLE case_party_part (
    control_case INTEGER NOT NULL REFERENCES control_case,
    party        INTEGER NOT NULL,
    kind         TEXT    NOT NULL,
    position     INTEGER NOT NULL,
    text         TEXT    NOT NULL,
    PRIMARY KEY (control_case, party, kind, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_member (
    control_case INTEGER NOT NULL REFERENCES control_case,
    number       INTEGER NOT NULL,
    name         TEXT    NOT NULL,
    country      TEXT,
    post         TEXT    NOT NULL REFERENCES post,
    weight       INTEGER NOT NULL,
    chair        INTEGER NOT NULL,
    told         TEXT,
    PRIMARY KEY (control_case, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_member_post ON case_member (post);

CREATE TABLE case_condition (
    control_case INTEGER NOT NULL REFERENCES control_case,
    position     INTEGER NOT NULL,
    text         TEXT    NOT NULL,
    post         TEXT    NOT NULL REFERENCES post,
    due          TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    words        TEXT    NOT NULL,
    noun         TEXT,
    evidence     TEXT,
    by           TEXT,
    PRIMARY KEY (control_case, position)
) STRICT, WITHOUT ROWID;

-- Only added to: of each member the last over what is asked now counts.
CREATE TABLE ballot (
    control_case INTEGER NOT NULL REFERENCES control_case,
    position     INTEGER NOT NULL,
    member       INTEGER NOT NULL,
    vote         TEXT    NOT NULL,
    reason       TEXT    NOT NULL,
    post         TEXT    NOT NULL,
    person       TEXT    NOT NULL,
    at           INTEGER NOT NULL,
    over         BLOB    NOT NULL,
    PRIMARY KEY (control_case, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE motion (
    control_case INTEGER NOT NULL REFERENCES control_case,
    number       INTEGER NOT NULL,
    kind         TEXT    NOT NULL,
    member       INTEGER,
    ground       TEXT,
    reason       TEXT    NOT NULL,
    post         TEXT    NOT NULL,
    person       TEXT    NOT NULL,
    at           INTEGER NOT NULL,
    over         BLOB    NOT NULL,
    state        TEXT    NOT NULL,
    answered_by  TEXT,
    answer       TEXT    NOT NULL,
    PRIMARY KEY (control_case, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE motion_condition (
    control_case INTEGER NOT NULL,
    motion       INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    text         TEXT    NOT NULL,
    post         TEXT    NOT NULL REFERENCES post,
    due          TEXT    NOT NULL,
    PRIMARY KEY (control_case, motion, position),
    FOREIGN KEY (control_case, motion) REFERENCES motion (control_case, number)
) STRICT, WITHOUT ROWID;
