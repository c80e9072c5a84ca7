-- Schema 36: diffusion: what units work with, what is offered to whom and why, what stands in the way, which targets are lowered for a time,
-- and what units ask of each other.

CREATE TABLE equipment (
    id       INTEGER PRIMARY KEY,
    unit     TEXT    NOT NULL REFERENCES unit,
    kind     TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    maker    TEXT    NOT NULL,
    note     TEXT    NOT NULL,
    since    TEXT,
    until    TEXT,
    label    INTEGER NOT NULL REFERENCES label,
    invented INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    made_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX equipment_unit ON equipment (unit);

CREATE TABLE equipment_class (
    equipment INTEGER NOT NULL REFERENCES equipment,
    position  INTEGER NOT NULL,
    scheme    TEXT    NOT NULL,
    code      TEXT,
    term      TEXT,
    PRIMARY KEY (equipment, position)
) STRICT, WITHOUT ROWID;

-- A unit is offered a technology once, whoever uses it by then.
CREATE TABLE offer (
    id             INTEGER PRIMARY KEY,
    technology     INTEGER NOT NULL REFERENCES technology,
    adoption       INTEGER NOT NULL REFERENCES adoption,
    giver          TEXT    NOT NULL REFERENCES unit,
    unit           TEXT    NOT NULL REFERENCES unit,
    post           TEXT    NOT NULL REFERENCES post,
    need           TEXT    REFERENCES need,
    n_grounds_left INTEGER NOT NULL,
    state          TEXT    NOT NULL,
    taken          INTEGER REFERENCES adoption,
    giver_ended    TEXT,
    label          INTEGER NOT NULL REFERENCES label,
    invented       INTEGER NOT NULL,
    revision       INTEGER NOT NULL,
    made_at        INTEGER NOT NULL,
    UNIQUE (technology, unit)
) STRICT;
CREATE INDEX offer_adoption ON offer (adoption);
CREATE INDEX offer_post ON offer (post);

CREATE TABLE offer_ground (
    offer    INTEGER NOT NULL REFERENCES offer,
    position INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    noun     TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    said     TEXT    NOT NULL,
    PRIMARY KEY (offer, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX offer_ground_about ON offer_ground (noun, name);

-- Only added to.
CREATE TABLE offer_step (
    offer    INTEGER NOT NULL REFERENCES offer,
    position INTEGER NOT NULL,
    kind     TEXT    NOT NULL,
    code     TEXT,
    ends     TEXT,
    ground   TEXT    NOT NULL,
    text     TEXT    NOT NULL,
    by       TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (offer, position)
) STRICT, WITHOUT ROWID;

-- What came of offering a use to others, the last time that it was done. For whoever keeps the adoption.
CREATE TABLE spread (
    adoption   INTEGER PRIMARY KEY REFERENCES adoption,
    at         INTEGER NOT NULL,
    n_offered  INTEGER NOT NULL,
    n_withheld INTEGER NOT NULL,
    n_left     INTEGER NOT NULL
) STRICT;

CREATE TABLE barrier (
    id           INTEGER PRIMARY KEY,
    noun         TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    unit         TEXT    NOT NULL REFERENCES unit,
    post         TEXT    NOT NULL REFERENCES post,
    owner        TEXT    NOT NULL REFERENCES post,
    kind         TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    statement    TEXT    NOT NULL,
    opened       TEXT    NOT NULL,
    due          TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    closed       TEXT,
    how          TEXT    NOT NULL,
    removed_with INTEGER REFERENCES barrier,
    hint         INTEGER REFERENCES barrier,
    label        INTEGER NOT NULL REFERENCES label,
    invented     INTEGER NOT NULL,
    revision     INTEGER NOT NULL,
    made_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX barrier_on ON barrier (noun, name);
CREATE INDEX barrier_kind ON barrier (kind, state);

CREATE TABLE relief (
    id         INTEGER PRIMARY KEY,
    adoption   INTEGER NOT NULL REFERENCES adoption,
    unit       TEXT    NOT NULL REFERENCES unit,
    post       TEXT    NOT NULL REFERENCES post,
    setter     TEXT    NOT NULL REFERENCES post,
    plan_line  TEXT    NOT NULL,
    measure    TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    answer     TEXT    NOT NULL,
    until      TEXT,
    state      TEXT    NOT NULL,
    decided_by TEXT    NOT NULL,
    label      INTEGER NOT NULL REFERENCES label,
    invented   INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    made_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX relief_adoption ON relief (adoption);

-- What stands for a quarter: `lost`, `asked` or `granted`, as a decimal number in the measure of the relief.
CREATE TABLE relief_amount (
    relief  INTEGER NOT NULL REFERENCES relief,
    sort    TEXT    NOT NULL,
    quarter TEXT    NOT NULL,
    amount  TEXT    NOT NULL,
    PRIMARY KEY (relief, sort, quarter)
) STRICT, WITHOUT ROWID;

CREATE TABLE call (
    id       INTEGER PRIMARY KEY,
    kind     TEXT    NOT NULL,
    what     TEXT    NOT NULL,
    amount   TEXT    NOT NULL,
    measure  TEXT    NOT NULL,
    due      TEXT    NOT NULL,
    reason   TEXT    NOT NULL,
    noun     TEXT,
    name     TEXT,
    unit     TEXT    NOT NULL REFERENCES unit,
    post     TEXT    NOT NULL REFERENCES post,
    state    TEXT    NOT NULL,
    label    INTEGER NOT NULL REFERENCES label,
    invented INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    made_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX call_on ON call (noun, name) WHERE noun IS NOT NULL;

CREATE TABLE call_answer (
    call     INTEGER NOT NULL REFERENCES call,
    position INTEGER NOT NULL,
    post     TEXT    NOT NULL REFERENCES post,
    unit     TEXT    NOT NULL REFERENCES unit,
    state    TEXT    NOT NULL,
    amount   TEXT,
    day      TEXT,
    text     TEXT    NOT NULL,
    by       TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    verdict  TEXT    NOT NULL,
    PRIMARY KEY (call, position)
) STRICT, WITHOUT ROWID;
