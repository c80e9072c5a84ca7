-- Schema 20: what passed between the office and a host beside visits and questions, and what went wrong with it.

CREATE TABLE exchange (
    id         INTEGER PRIMARY KEY,
    host       INTEGER NOT NULL REFERENCES host,
    way        TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    day        TEXT    NOT NULL,
    what       TEXT    NOT NULL,
    worth      INTEGER,
    currency   TEXT,
    mission    INTEGER REFERENCES mission,
    answers    INTEGER REFERENCES exchange,
    post       TEXT    NOT NULL REFERENCES post,
    struck_why TEXT,
    struck_by  TEXT,
    struck_at  INTEGER,
    label      INTEGER NOT NULL REFERENCES label,
    made_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX exchange_host ON exchange (host, day);
CREATE INDEX exchange_mission ON exchange (mission);

CREATE TABLE incident (
    id       INTEGER PRIMARY KEY,
    host     INTEGER NOT NULL REFERENCES host,
    kind     TEXT    NOT NULL,
    day      TEXT    NOT NULL,
    title    TEXT    NOT NULL,
    mission  INTEGER REFERENCES mission,
    post     TEXT    NOT NULL REFERENCES post,
    label    INTEGER NOT NULL REFERENCES label,
    made_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX incident_host ON incident (host, day);
CREATE INDEX incident_mission ON incident (mission);

-- Its course: appended to, never changed. The last that settles it or opens it again says where it stands.
CREATE TABLE incident_step (
    incident INTEGER NOT NULL REFERENCES incident,
    position INTEGER NOT NULL,
    text     TEXT    NOT NULL,
    settles  INTEGER NOT NULL,
    by       TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (incident, position)
) STRICT, WITHOUT ROWID;
