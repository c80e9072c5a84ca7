-- Schema 16: missions: hosts that are visited, specialists who are sent, what they ask, and who says that they may go.

CREATE TABLE host (
    id        INTEGER PRIMARY KEY,
    country   TEXT    NOT NULL,
    place     TEXT    NOT NULL,
    languages TEXT    NOT NULL,
    makes     TEXT    NOT NULL,
    address   TEXT    NOT NULL,
    remark    TEXT    NOT NULL,
    post      TEXT    NOT NULL REFERENCES post,
    label     INTEGER NOT NULL REFERENCES label,
    revision  INTEGER NOT NULL,
    made_at   INTEGER NOT NULL
) STRICT;

-- Names first, then aliases. The first name is the one in lists.
CREATE TABLE host_name (
    host     INTEGER NOT NULL REFERENCES host,
    position INTEGER NOT NULL,
    text     TEXT    NOT NULL,
    language TEXT,
    is_alias INTEGER NOT NULL,
    PRIMARY KEY (host, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE host_class (
    host     INTEGER NOT NULL REFERENCES host,
    position INTEGER NOT NULL,
    scheme   TEXT    NOT NULL,
    code     TEXT,
    term     TEXT,
    PRIMARY KEY (host, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE host_contact (
    host      INTEGER NOT NULL REFERENCES host,
    position  INTEGER NOT NULL,
    name      TEXT    NOT NULL,
    title     TEXT    NOT NULL,
    languages TEXT    NOT NULL,
    reach     TEXT    NOT NULL,
    PRIMARY KEY (host, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE specialist (
    id       INTEGER PRIMARY KEY,
    person   TEXT    REFERENCES person,
    name     TEXT    NOT NULL,
    unit     TEXT    NOT NULL REFERENCES unit,
    remark   TEXT    NOT NULL,
    label    INTEGER NOT NULL REFERENCES label,
    revision INTEGER NOT NULL,
    made_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE specialist_skill (
    specialist INTEGER NOT NULL REFERENCES specialist,
    position   INTEGER NOT NULL,
    scheme     TEXT    NOT NULL,
    code       TEXT,
    term       TEXT,
    PRIMARY KEY (specialist, position)
) STRICT, WITHOUT ROWID;

-- Records that show a skill.
CREATE TABLE specialist_evidence (
    specialist INTEGER NOT NULL REFERENCES specialist,
    skill      INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    record     INTEGER NOT NULL REFERENCES record,
    PRIMARY KEY (specialist, skill, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE specialist_language (
    specialist INTEGER NOT NULL REFERENCES specialist,
    position   INTEGER NOT NULL,
    language   TEXT    NOT NULL,
    level      TEXT    NOT NULL,
    PRIMARY KEY (specialist, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE specialist_away (
    specialist INTEGER NOT NULL REFERENCES specialist,
    position   INTEGER NOT NULL,
    since      TEXT    NOT NULL,
    until      TEXT    NOT NULL,
    why        TEXT    NOT NULL,
    PRIMARY KEY (specialist, position)
) STRICT, WITHOUT ROWID;

-- Its label is at least that of its needs, hosts and members, and of the requests whose questions it takes along.
CREATE TABLE mission (
    id              INTEGER PRIMARY KEY,
    direction       TEXT    NOT NULL,
    title           TEXT    NOT NULL,
    purpose         TEXT    NOT NULL,
    post            TEXT    NOT NULL REFERENCES post,
    unit            TEXT    NOT NULL REFERENCES unit,
    stage           TEXT    NOT NULL,
    event_name      TEXT,
    event_kind      TEXT,
    event_place     TEXT,
    event_since     TEXT,
    event_until     TEXT,
    since           TEXT    NOT NULL,
    until           TEXT    NOT NULL,
    place           TEXT    NOT NULL,
    country         TEXT,
    benefit         TEXT    NOT NULL,
    plan            TEXT    NOT NULL,
    budget          INTEGER,
    currency        TEXT,
    remark          TEXT    NOT NULL,
    round           INTEGER NOT NULL,
    report_due      TEXT,
    report          INTEGER REFERENCES record,
    label           INTEGER NOT NULL REFERENCES label,
    revision        INTEGER NOT NULL,
    made_at         INTEGER NOT NULL
) STRICT;
CREATE INDEX mission_post ON mission (post);
CREATE INDEX mission_made ON mission (made_at);

CREATE TABLE mission_need (
    mission  INTEGER NOT NULL REFERENCES mission,
    position INTEGER NOT NULL,
    need     TEXT    NOT NULL REFERENCES need,
    PRIMARY KEY (mission, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX mission_need_need ON mission_need (need);

CREATE TABLE mission_host (
    mission  INTEGER NOT NULL REFERENCES mission,
    position INTEGER NOT NULL,
    host     INTEGER NOT NULL REFERENCES host,
    PRIMARY KEY (mission, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX mission_host_host ON mission_host (host);

-- Posts and units that get the report, beside those who ask.
CREATE TABLE mission_recipient (
    mission  INTEGER NOT NULL REFERENCES mission,
    position INTEGER NOT NULL,
    noun     TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    PRIMARY KEY (mission, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE mission_benefit (
    mission   INTEGER NOT NULL REFERENCES mission,
    position  INTEGER NOT NULL,
    need      TEXT    NOT NULL REFERENCES need,
    parameter TEXT    NOT NULL,
    measure   TEXT    NOT NULL,
    now       TEXT,
    wanted    TEXT,
    expected  TEXT    NOT NULL,
    PRIMARY KEY (mission, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE mission_member (
    mission    INTEGER NOT NULL REFERENCES mission,
    position   INTEGER NOT NULL,
    specialist INTEGER NOT NULL REFERENCES specialist,
    part       TEXT    NOT NULL,
    waiver     TEXT,
    waived_by  TEXT,
    waived_at  INTEGER,
    PRIMARY KEY (mission, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX mission_member_specialist ON mission_member (specialist);

-- How each ended, and what was said of the records that were held when it was looked up.
CREATE TABLE question (
    id         INTEGER PRIMARY KEY,
    mission    INTEGER NOT NULL REFERENCES mission,
    position   INTEGER NOT NULL,
    text       TEXT    NOT NULL,
    host       INTEGER REFERENCES host,
    state      TEXT    NOT NULL,
    looked_by  TEXT,
    looked_at  INTEGER,
    record     INTEGER REFERENCES record,
    reason     TEXT    NOT NULL
) STRICT;
CREATE INDEX question_mission ON question (mission, position);

-- Everybody who asks: a need or a request, with its post and in its own words.
CREATE TABLE question_asker (
    question INTEGER NOT NULL REFERENCES question,
    position INTEGER NOT NULL,
    noun     TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    post     TEXT    NOT NULL REFERENCES post,
    text     TEXT    NOT NULL,
    PRIMARY KEY (question, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX question_asker_thing ON question_asker (noun, name);

-- Who says whether a mission may go, and for which missions.
CREATE TABLE vetting_rule (
    id      INTEGER PRIMARY KEY,
    kind    TEXT    NOT NULL,
    place   INTEGER NOT NULL,
    post    TEXT    NOT NULL REFERENCES post,
    level   TEXT,
    country TEXT,
    host    INTEGER REFERENCES host,
    scheme  TEXT,
    code    TEXT,
    note    TEXT    NOT NULL
) STRICT;

-- The decisions of each round. A rule that was taken away since stays named.
CREATE TABLE vetting_step (
    mission INTEGER NOT NULL REFERENCES mission,
    round   INTEGER NOT NULL,
    rule    INTEGER NOT NULL,
    kind    TEXT    NOT NULL,
    place   INTEGER NOT NULL,
    post    TEXT    NOT NULL REFERENCES post,
    note    TEXT    NOT NULL,
    state   TEXT    NOT NULL,
    by      TEXT,
    at      INTEGER,
    reason  TEXT    NOT NULL,
    PRIMARY KEY (mission, round, rule)
) STRICT, WITHOUT ROWID;
