-- Inspections: programmes of visits to units that say they use something, drawn by a seed from a frame that was fixed before it.

CREATE TABLE inspection (
    id           INTEGER PRIMARY KEY,
    title        TEXT    NOT NULL,
    purpose      TEXT    NOT NULL,
    post         TEXT    NOT NULL REFERENCES post,
    rung         TEXT    NOT NULL,
    class        TEXT    NOT NULL,
    since        TEXT    NOT NULL,
    until        TEXT    NOT NULL,
    visits       INTEGER NOT NULL,
    told         INTEGER NOT NULL,
    jump         INTEGER NOT NULL,
    first        INTEGER NOT NULL,
    wrong_before INTEGER NOT NULL,
    value        INTEGER NOT NULL,
    stratified   TEXT    NOT NULL,
    basis        TEXT    NOT NULL,
    source       TEXT    NOT NULL,
    seed_hash    TEXT    NOT NULL,
    seed         TEXT    NOT NULL,
    n_claims     INTEGER NOT NULL,
    frame_hash   TEXT    NOT NULL,
    fixed        TEXT,
    state        TEXT    NOT NULL,
    report       TEXT    NOT NULL,
    label        INTEGER NOT NULL REFERENCES label,
    invented     INTEGER NOT NULL,
    revision     INTEGER NOT NULL,
    made_at      INTEGER NOT NULL
) STRICT;

-- The seed that the office drew and nobody reads before the draw; its hash stands with the programme.
CREATE TABLE inspection_seed (
    inspection INTEGER PRIMARY KEY REFERENCES inspection,
    seed       TEXT    NOT NULL
) STRICT;

CREATE TABLE inspection_unit (
    inspection INTEGER NOT NULL REFERENCES inspection,
    position   INTEGER NOT NULL,
    unit       TEXT    NOT NULL REFERENCES unit,
    PRIMARY KEY (inspection, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE inspection_technology (
    inspection INTEGER NOT NULL REFERENCES inspection,
    position   INTEGER NOT NULL,
    technology INTEGER NOT NULL REFERENCES technology,
    PRIMARY KEY (inspection, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE inspection_question (
    inspection INTEGER NOT NULL REFERENCES inspection,
    position   INTEGER NOT NULL,
    text       TEXT    NOT NULL,
    expects    TEXT    NOT NULL,
    rung       TEXT,
    PRIMARY KEY (inspection, position)
) STRICT, WITHOUT ROWID;

-- What could be drawn, as it stood when the frame was fixed. Never changed afterwards: the hash of the programme is over it.
CREATE TABLE frame_line (
    inspection INTEGER NOT NULL REFERENCES inspection,
    adoption   INTEGER NOT NULL REFERENCES adoption,
    technology INTEGER NOT NULL REFERENCES technology,
    unit       TEXT    NOT NULL REFERENCES unit,
    rung       TEXT    NOT NULL,
    class      TEXT    NOT NULL,
    since      TEXT    NOT NULL,
    grounds    TEXT    NOT NULL,
    weight     INTEGER NOT NULL,
    stratum    TEXT    NOT NULL,
    PRIMARY KEY (inspection, adoption)
) STRICT, WITHOUT ROWID;

CREATE TABLE site_visit (
    id          INTEGER PRIMARY KEY,
    inspection  INTEGER NOT NULL REFERENCES inspection,
    adoption    INTEGER NOT NULL REFERENCES adoption,
    technology  INTEGER NOT NULL REFERENCES technology,
    unit        TEXT    NOT NULL REFERENCES unit,
    owner       TEXT    NOT NULL REFERENCES post,
    rung        TEXT    NOT NULL,
    class       TEXT    NOT NULL,
    stratum     TEXT    NOT NULL,
    inspector   TEXT    REFERENCES post,
    due         TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    verdict     TEXT,
    found       TEXT,
    words       TEXT    NOT NULL,
    seen_on     TEXT,
    by          TEXT    NOT NULL,
    at          INTEGER,
    answer      TEXT    NOT NULL,
    answered_by TEXT    NOT NULL,
    revision    INTEGER NOT NULL
) STRICT;
CREATE INDEX site_visit_inspection ON site_visit (inspection);
CREATE INDEX site_visit_adoption ON site_visit (adoption);
CREATE INDEX site_visit_unit ON site_visit (unit);

-- What was noted on the spot, under the name that the phone gave it.
CREATE TABLE visit_note (
    visit    INTEGER NOT NULL REFERENCES site_visit,
    edit     BLOB    NOT NULL,
    question INTEGER NOT NULL,
    value    TEXT    NOT NULL,
    made_at  INTEGER NOT NULL,
    by       TEXT    NOT NULL,
    PRIMARY KEY (visit, edit)
) STRICT, WITHOUT ROWID;

-- The bytes lie on the shelf of attachments, under their digest.
CREATE TABLE visit_photo (
    id       INTEGER PRIMARY KEY,
    visit    INTEGER NOT NULL REFERENCES site_visit,
    edit     BLOB    NOT NULL,
    question INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    n_bytes  INTEGER NOT NULL,
    digest   BLOB    NOT NULL,
    taken    TEXT    NOT NULL,
    place    TEXT    NOT NULL,
    seal     TEXT    NOT NULL,
    by       TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    UNIQUE (visit, edit)
) STRICT;
CREATE INDEX visit_photo_digest ON visit_photo (digest);

CREATE TABLE finding (
    id       INTEGER PRIMARY KEY,
    visit    INTEGER NOT NULL REFERENCES site_visit,
    text     TEXT    NOT NULL,
    severity TEXT    NOT NULL,
    action   TEXT    NOT NULL,
    owner    TEXT    NOT NULL REFERENCES post,
    due      TEXT    NOT NULL,
    state    TEXT    NOT NULL,
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX finding_visit ON finding (visit);

CREATE TABLE finding_step (
    finding  INTEGER NOT NULL REFERENCES finding,
    position INTEGER NOT NULL,
    act      TEXT    NOT NULL,
    words    TEXT    NOT NULL,
    evidence TEXT    NOT NULL,
    by       TEXT    NOT NULL,
    person   TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (finding, position)
) STRICT, WITHOUT ROWID;
