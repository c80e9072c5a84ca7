-- Schema 29: specialists from outside, requests for specialists, assignments with what was promised, said and passed on.

ALTER TABLE specialist ADD COLUMN host INTEGER REFERENCES host;
ALTER TABLE specialist ADD COLUMN country TEXT NOT NULL DEFAULT '';
ALTER TABLE specialist ADD COLUMN orcid TEXT NOT NULL DEFAULT '';
CREATE INDEX specialist_host ON specialist (host);

CREATE TABLE specialist_interest (
    specialist INTEGER NOT NULL REFERENCES specialist,
    position   INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    host       INTEGER REFERENCES host,
    words      TEXT    NOT NULL,
    PRIMARY KEY (specialist, position)
) STRICT, WITHOUT ROWID;

-- Records of which it was said that somebody else of the same name made them: they are not proposed again.
CREATE TABLE specialist_namesake (
    specialist INTEGER NOT NULL REFERENCES specialist,
    record     INTEGER NOT NULL REFERENCES record,
    PRIMARY KEY (specialist, record)
) STRICT, WITHOUT ROWID;

-- Its label is at least that of its need and its hosts.
CREATE TABLE specialist_request (
    id          INTEGER PRIMARY KEY,
    title       TEXT    NOT NULL,
    task        TEXT    NOT NULL,
    unit        TEXT    NOT NULL REFERENCES unit,
    post        TEXT    NOT NULL REFERENCES post,
    officer     TEXT    NOT NULL REFERENCES post,
    counterpart TEXT    NOT NULL REFERENCES post,
    need        TEXT    REFERENCES need,
    place       TEXT    NOT NULL,
    since       TEXT    NOT NULL,
    until       TEXT    NOT NULL,
    days        INTEGER NOT NULL,
    leaves      TEXT    NOT NULL,
    stage       TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    label       INTEGER NOT NULL REFERENCES label,
    revision    INTEGER NOT NULL,
    made_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX specialist_request_stage ON specialist_request (stage, since);
CREATE INDEX specialist_request_need ON specialist_request (need);

CREATE TABLE specialist_request_skill (
    request  INTEGER NOT NULL REFERENCES specialist_request,
    position INTEGER NOT NULL,
    scheme   TEXT    NOT NULL,
    code     TEXT,
    term     TEXT,
    is_must  INTEGER NOT NULL,
    PRIMARY KEY (request, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE specialist_request_language (
    request  INTEGER NOT NULL REFERENCES specialist_request,
    position INTEGER NOT NULL,
    language TEXT    NOT NULL,
    level    TEXT    NOT NULL,
    PRIMARY KEY (request, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE specialist_request_host (
    request  INTEGER NOT NULL REFERENCES specialist_request,
    position INTEGER NOT NULL,
    host     INTEGER NOT NULL REFERENCES host,
    PRIMARY KEY (request, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX specialist_request_host_host ON specialist_request_host (host);

-- Its label is at least that of its request and its specialist, and released to the units whose affair it is.
CREATE TABLE assignment (
    id                INTEGER PRIMARY KEY,
    request           INTEGER NOT NULL REFERENCES specialist_request,
    specialist        INTEGER NOT NULL REFERENCES specialist,
    unit              TEXT    NOT NULL REFERENCES unit,
    post              TEXT    NOT NULL REFERENCES post,
    officer           TEXT    NOT NULL REFERENCES post,
    counterpart       TEXT    NOT NULL REFERENCES post,
    since             TEXT    NOT NULL,
    until             TEXT    NOT NULL,
    terms             TEXT    NOT NULL,
    pay               INTEGER,
    currency          TEXT,
    needs_interpreter INTEGER NOT NULL,
    interpreter       INTEGER REFERENCES specialist,
    mismatch_reason   TEXT    NOT NULL,
    ruling            INTEGER,
    ruling_reason     TEXT,
    ruling_by         TEXT,
    ruling_at         INTEGER,
    stage             TEXT    NOT NULL,
    reason            TEXT    NOT NULL,
    proposed_by       TEXT    NOT NULL,
    signed_by         TEXT    NOT NULL,
    signed            TEXT,
    arrived           TEXT,
    left_on           TEXT,
    asked_again       INTEGER NOT NULL,
    label             INTEGER NOT NULL REFERENCES label,
    revision          INTEGER NOT NULL,
    made_at           INTEGER NOT NULL
) STRICT;
CREATE INDEX assignment_request ON assignment (request);
CREATE INDEX assignment_specialist ON assignment (specialist);
CREATE INDEX assignment_stage ON assignment (stage);

-- The days on which somebody is assigned, seen by whoever sees them in the roster; where and why is seen with the assignment alone.
CREATE TABLE specialist_taken (
    assignment INTEGER PRIMARY KEY REFERENCES assignment,
    specialist INTEGER NOT NULL REFERENCES specialist,
    since      TEXT    NOT NULL,
    until      TEXT    NOT NULL
) STRICT;
CREATE INDEX specialist_taken_specialist ON specialist_taken (specialist);

CREATE TABLE assignment_promise (
    assignment INTEGER NOT NULL REFERENCES assignment,
    number     INTEGER NOT NULL,
    text       TEXT    NOT NULL,
    due        TEXT,
    state      TEXT    NOT NULL,
    day        TEXT,
    remark     TEXT    NOT NULL,
    duty       INTEGER,
    PRIMARY KEY (assignment, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE assignment_transfer (
    assignment INTEGER NOT NULL REFERENCES assignment,
    number     INTEGER NOT NULL,
    what       TEXT    NOT NULL,
    learner    TEXT    NOT NULL,
    how        TEXT    NOT NULL,
    evidence   TEXT,
    day        TEXT,
    note       TEXT    NOT NULL,
    by         TEXT    NOT NULL,
    PRIMARY KEY (assignment, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE assignment_lack (
    assignment INTEGER NOT NULL REFERENCES assignment,
    position   INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    what       TEXT    NOT NULL,
    wanted     TEXT    NOT NULL,
    held       TEXT    NOT NULL,
    PRIMARY KEY (assignment, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE assignment_conflict (
    assignment INTEGER NOT NULL REFERENCES assignment,
    position   INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    party      TEXT    NOT NULL,
    PRIMARY KEY (assignment, position)
) STRICT, WITHOUT ROWID;

-- What posts of control say. The rules are those of missions; they are kept as they stood when the assignment was proposed.
CREATE TABLE assignment_control (
    assignment INTEGER NOT NULL REFERENCES assignment,
    rule       INTEGER NOT NULL,
    place      INTEGER NOT NULL,
    post       TEXT    NOT NULL REFERENCES post,
    note       TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    by         TEXT,
    at         INTEGER,
    reason     TEXT    NOT NULL,
    PRIMARY KEY (assignment, rule)
) STRICT, WITHOUT ROWID;

CREATE TABLE assignment_check (
    assignment INTEGER NOT NULL REFERENCES assignment,
    position   INTEGER NOT NULL,
    stayed     TEXT    NOT NULL,
    evidence   TEXT    NOT NULL,
    remark     TEXT    NOT NULL,
    day        TEXT    NOT NULL,
    by         TEXT    NOT NULL,
    PRIMARY KEY (assignment, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE grievance (
    assignment  INTEGER NOT NULL REFERENCES assignment,
    number      INTEGER NOT NULL,
    side        TEXT    NOT NULL,
    topic       TEXT    NOT NULL,
    text        TEXT    NOT NULL,
    day         TEXT    NOT NULL,
    by          TEXT    NOT NULL,
    due         TEXT    NOT NULL,
    duty        INTEGER,
    answer      TEXT    NOT NULL,
    answered_by TEXT    NOT NULL,
    answered    TEXT,
    state       TEXT    NOT NULL,
    outcome     TEXT    NOT NULL,
    ended       TEXT,
    PRIMARY KEY (assignment, number)
) STRICT, WITHOUT ROWID;

-- What one side says of one month. Said again, the later word stands; that it was said again stands in the ledger.
CREATE TABLE evaluation (
    assignment INTEGER NOT NULL REFERENCES assignment,
    month      TEXT    NOT NULL,
    side       TEXT    NOT NULL,
    words      TEXT    NOT NULL,
    by         TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (assignment, month, side)
) STRICT, WITHOUT ROWID;

CREATE TABLE evaluation_grade (
    assignment INTEGER NOT NULL REFERENCES assignment,
    month      TEXT    NOT NULL,
    criterion  TEXT    NOT NULL,
    grade      INTEGER NOT NULL,
    PRIMARY KEY (assignment, month, criterion)
) STRICT, WITHOUT ROWID;
