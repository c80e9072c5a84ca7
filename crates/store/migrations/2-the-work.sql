-- Schema 2: the office at work. Who may see what, who acts for whom, what is asked of whom, what
-- was decided, what is still to be done.

-- Distinct markings, written once. Label 1 is what is open to all.
CREATE TABLE label (
    id      INTEGER PRIMARY KEY,
    marking TEXT    NOT NULL UNIQUE
) STRICT;
INSERT INTO label (id, marking) VALUES (1, 'open');

-- Grows by one whenever rights change: scopes that were computed before are computed anew.
ALTER TABLE meta ADD COLUMN rights_epoch INTEGER NOT NULL DEFAULT 0;

ALTER TABLE record ADD COLUMN label INTEGER NOT NULL DEFAULT 1;
-- The fact that tells of its birth; NULL for what an older program kept.
ALTER TABLE record ADD COLUMN born_in INTEGER;
ALTER TABLE need   ADD COLUMN label INTEGER NOT NULL DEFAULT 1;
-- Not part of the hash: who may see a fact follows what the fact is about.
ALTER TABLE ledger ADD COLUMN label INTEGER NOT NULL DEFAULT 1;
-- The history of a thing. What is collected in bulk stands with the record and its items.
CREATE INDEX ledger_object ON ledger (object) WHERE verb != 'collected';
CREATE INDEX ledger_target ON ledger (target) WHERE verb != 'collected' AND target IS NOT NULL;

CREATE TABLE compartment (
    id     TEXT PRIMARY KEY,
    name   TEXT    NOT NULL,
    closed INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    id           TEXT PRIMARY KEY,
    name         TEXT    NOT NULL,
    email        TEXT,
    language     TEXT,
    level        TEXT    NOT NULL,
    compartments TEXT    NOT NULL,
    "left"       INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Who acts for a post, as its holder or deputy, from which day to which.
CREATE TABLE tenure (
    id       INTEGER PRIMARY KEY,
    post     TEXT NOT NULL REFERENCES post,
    person   TEXT NOT NULL REFERENCES person,
    standing TEXT NOT NULL,
    since    TEXT NOT NULL,
    until    TEXT
) STRICT;
CREATE INDEX tenure_post ON tenure (post);
CREATE INDEX tenure_person ON tenure (person);

-- Until now the holder of a post was a name on the post.
INSERT INTO person (id, name, level, compartments)
    SELECT 'holder-' || substr(id, 1, 57), holder, 'internal', '' FROM post WHERE holder IS NOT NULL;
INSERT INTO tenure (post, person, standing, since)
    SELECT id, 'holder-' || substr(id, 1, 57), 'holder', date((SELECT created_at FROM meta) / 1000000, 'unixepoch')
    FROM post WHERE holder IS NOT NULL;
ALTER TABLE post DROP COLUMN holder;
ALTER TABLE post ADD COLUMN powers TEXT NOT NULL DEFAULT '';
ALTER TABLE post ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;

ALTER TABLE need ADD COLUMN benefit   TEXT    NOT NULL DEFAULT '';
ALTER TABLE need ADD COLUMN priority  TEXT    NOT NULL DEFAULT 'normal';
ALTER TABLE need ADD COLUMN plan_line TEXT    NOT NULL DEFAULT '';
ALTER TABLE need ADD COLUMN deadline  TEXT;
ALTER TABLE need ADD COLUMN joined_to TEXT;
ALTER TABLE need ADD COLUMN remark    TEXT    NOT NULL DEFAULT '';
ALTER TABLE need ADD COLUMN revision  INTEGER NOT NULL DEFAULT 0;
CREATE INDEX need_post ON need (post);
CREATE INDEX need_unit ON need (unit);
CREATE INDEX need_joined_to ON need (joined_to) WHERE joined_to IS NOT NULL;

CREATE TABLE need_parameter (
    need     TEXT    NOT NULL REFERENCES need,
    position INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    now      TEXT,
    wanted   TEXT,
    measure  TEXT    NOT NULL,
    PRIMARY KEY (need, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE need_question (
    need     TEXT    NOT NULL REFERENCES need,
    position INTEGER NOT NULL,
    text     TEXT    NOT NULL,
    PRIMARY KEY (need, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE need_class (
    need     TEXT    NOT NULL REFERENCES need,
    position INTEGER NOT NULL,
    scheme   TEXT    NOT NULL,
    code     TEXT,
    term     TEXT,
    PRIMARY KEY (need, position)
) STRICT, WITHOUT ROWID;

-- A delivery has a random name now, may be passed on, and says what became of it. `profile_need`
-- is the need whose profile asked: another than `need` when that one is joined to it.
ALTER TABLE delivery RENAME TO delivery_1;
CREATE TABLE delivery (
    row            INTEGER PRIMARY KEY,
    id             INTEGER NOT NULL UNIQUE,
    need           TEXT    NOT NULL REFERENCES need,
    record         INTEGER NOT NULL REFERENCES record,
    profile_need   TEXT    NOT NULL REFERENCES need,
    profile        INTEGER NOT NULL,
    post           TEXT    NOT NULL REFERENCES post,
    score          REAL    NOT NULL,
    grounds        TEXT    NOT NULL,
    made_at        INTEGER NOT NULL,
    forwarded_from INTEGER REFERENCES delivery,
    read_at        INTEGER,
    disposed_at    INTEGER,
    disposed_by    TEXT,
    choice         TEXT,
    reason         TEXT,
    forwarded_to   TEXT,
    remark         TEXT
) STRICT;
INSERT INTO delivery (row, id, need, record, profile_need, profile, post, score, grounds, made_at)
    SELECT id, random(), need, record, need, profile, post, score, grounds, made_at FROM delivery_1;
DROP TABLE delivery_1;
CREATE UNIQUE INDEX delivery_once ON delivery (need, record) WHERE forwarded_from IS NULL;
CREATE INDEX delivery_record ON delivery (record);
CREATE INDEX delivery_need ON delivery (need, made_at);
CREATE INDEX delivery_post ON delivery (post, made_at);

-- Everything that asks somebody to act. What a duty is about says who may see it.
CREATE TABLE duty (
    id        INTEGER PRIMARY KEY,
    post      TEXT    NOT NULL REFERENCES post,
    kind      TEXT    NOT NULL,
    noun      TEXT    NOT NULL,
    subject   TEXT    NOT NULL,
    opened_at INTEGER NOT NULL,
    due       TEXT    NOT NULL,
    state     TEXT    NOT NULL,
    closed_at INTEGER,
    outcome   TEXT,
    reason    TEXT,
    raised_to TEXT REFERENCES post,
    n_raised  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX duty_post ON duty (post, due) WHERE state = 'open';
CREATE INDEX duty_raised ON duty (raised_to, due) WHERE state = 'open' AND raised_to IS NOT NULL;
CREATE INDEX duty_due ON duty (due) WHERE state = 'open';
CREATE INDEX duty_subject ON duty (subject, noun);
CREATE INDEX duty_closed ON duty (post, closed_at) WHERE state != 'open';

CREATE TABLE request (
    id        INTEGER PRIMARY KEY,
    question  TEXT    NOT NULL,
    detail    TEXT    NOT NULL,
    post      TEXT    NOT NULL REFERENCES post,
    need      TEXT    REFERENCES need,
    due       TEXT    NOT NULL,
    stage     TEXT    NOT NULL,
    routed_to TEXT    REFERENCES post,
    answer    INTEGER REFERENCES record,
    remark    TEXT    NOT NULL,
    label     INTEGER NOT NULL DEFAULT 1,
    asked_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX request_post ON request (post);
CREATE INDEX request_routed ON request (routed_to) WHERE routed_to IS NOT NULL;
CREATE INDEX request_answer ON request (answer) WHERE answer IS NOT NULL;
CREATE INDEX request_asked ON request (asked_at);

-- Typed edges between things. An edge is seen by who sees both its ends.
CREATE TABLE link (
    kind        TEXT    NOT NULL,
    source_noun TEXT    NOT NULL,
    source      TEXT    NOT NULL,
    target_noun TEXT    NOT NULL,
    target      TEXT    NOT NULL,
    made_at     INTEGER NOT NULL,
    PRIMARY KEY (source_noun, source, kind, target_noun, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_target ON link (target_noun, target, kind);

-- Later work, written in the transaction that causes it.
CREATE TABLE job (
    id         INTEGER PRIMARY KEY,
    kind       TEXT    NOT NULL,
    argument   TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    due_at     INTEGER NOT NULL,
    n_tries    INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    made_at    INTEGER NOT NULL,
    done_at    INTEGER
) STRICT;
CREATE INDEX job_due ON job (due_at) WHERE state IN ('waiting', 'leased');
CREATE UNIQUE INDEX job_waiting ON job (kind, argument) WHERE state = 'waiting';

-- How far a follower of the records has come: what came in since is matched next.
CREATE TABLE cursor (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Answers that were given to writes with a key, so that a repeated request is not done twice.
CREATE TABLE idempotency (
    principal TEXT    NOT NULL,
    key       TEXT    NOT NULL,
    request   BLOB    NOT NULL,
    status    INTEGER NOT NULL,
    answer    TEXT    NOT NULL,
    made_at   INTEGER NOT NULL,
    PRIMARY KEY (principal, key)
) STRICT, WITHOUT ROWID;
