-- Schema 22: what may be told to a host, and who knows it; the post that arranges a mission, and its meetings.

-- Called by the name of its mission. Its label is at least that of the records and needs that it names.
CREATE TABLE brief (
    mission    INTEGER PRIMARY KEY REFERENCES mission,
    stage      TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    clearer    TEXT    REFERENCES post,
    cleared_by TEXT,
    cleared_at INTEGER,
    remark     TEXT    NOT NULL,
    label      INTEGER NOT NULL REFERENCES label,
    revision   INTEGER NOT NULL
) STRICT;

-- A record is named by its public name: it stays named when it is merged.
CREATE TABLE brief_line (
    mission  INTEGER NOT NULL REFERENCES brief,
    position INTEGER NOT NULL,
    host     INTEGER REFERENCES host,
    part     TEXT    NOT NULL,
    words    TEXT    NOT NULL,
    noun     TEXT,
    name     TEXT,
    PRIMARY KEY (mission, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX brief_line_thing ON brief_line (noun, name);

-- Those of earlier versions stay: they say what somebody had read when they left.
CREATE TABLE brief_confirmation (
    mission INTEGER NOT NULL REFERENCES brief,
    member  INTEGER NOT NULL REFERENCES specialist,
    version INTEGER NOT NULL,
    by      TEXT    NOT NULL,
    read_to TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (mission, member, version)
) STRICT, WITHOUT ROWID;

-- Posts that do liaison, and in which countries, their codes with blanks between; none for all.
CREATE TABLE liaison_post (
    post      TEXT PRIMARY KEY REFERENCES post,
    countries TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE liaison (
    mission INTEGER PRIMARY KEY REFERENCES mission,
    post    TEXT    NOT NULL REFERENCES post,
    word    TEXT    NOT NULL,
    stage   TEXT    NOT NULL
) STRICT;

-- What was done with the hosts of a mission. Stays when another post takes over.
CREATE TABLE approach (
    mission  INTEGER NOT NULL REFERENCES mission,
    position INTEGER NOT NULL,
    host     INTEGER REFERENCES host,
    day      TEXT    NOT NULL,
    state    TEXT    NOT NULL,
    words    TEXT    NOT NULL,
    by       TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (mission, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE meeting (
    id         INTEGER PRIMARY KEY,
    mission    INTEGER NOT NULL REFERENCES mission,
    host       INTEGER REFERENCES host,
    title      TEXT    NOT NULL,
    starts     TEXT    NOT NULL,
    zone       TEXT    NOT NULL,
    starts_at  INTEGER NOT NULL,
    minutes    INTEGER NOT NULL,
    place      TEXT    NOT NULL,
    people     TEXT    NOT NULL,
    remark     TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    sequence   INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX meeting_mission ON meeting (mission, starts_at);

CREATE TABLE meeting_member (
    meeting  INTEGER NOT NULL REFERENCES meeting,
    position INTEGER NOT NULL,
    member   INTEGER NOT NULL REFERENCES specialist,
    PRIMARY KEY (meeting, position)
) STRICT, WITHOUT ROWID;

-- Questions are written anew with the list they stand on, so they are named without a reference.
CREATE TABLE meeting_question (
    meeting  INTEGER NOT NULL REFERENCES meeting,
    position INTEGER NOT NULL,
    question INTEGER NOT NULL,
    PRIMARY KEY (meeting, position)
) STRICT, WITHOUT ROWID;

-- Days on which nobody works in a country.
CREATE TABLE free_day (
    country TEXT NOT NULL,
    day     TEXT NOT NULL,
    name    TEXT NOT NULL,
    PRIMARY KEY (country, day)
) STRICT, WITHOUT ROWID;
