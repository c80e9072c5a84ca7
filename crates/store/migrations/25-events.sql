-- Schema 25: exhibitions and other events: who shows there, who visits which stand, whom they met, and what became of it.

CREATE TABLE event (
    id        INTEGER PRIMARY KEY,
    kind      TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    place     TEXT    NOT NULL,
    country   TEXT    NOT NULL,
    since     TEXT    NOT NULL,
    until     TEXT    NOT NULL,
    organiser TEXT    NOT NULL,
    subject   TEXT    NOT NULL,
    remark    TEXT    NOT NULL,
    source    INTEGER REFERENCES source,
    post      TEXT    NOT NULL REFERENCES post,
    label     INTEGER NOT NULL REFERENCES label,
    revision  INTEGER NOT NULL,
    made_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX event_since ON event (since);

-- Numbered within its event. What a list says of one changes its row; its number stays, since visits name it. Whoever is taken off the
-- list keeps row and number: that it cannot be removed would tell of a visit, and a number is never given twice.
CREATE TABLE exhibitor (
    event    INTEGER NOT NULL REFERENCES event,
    number   INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    country  TEXT    NOT NULL,
    stand    TEXT    NOT NULL,
    shows    TEXT    NOT NULL,
    host     INTEGER REFERENCES host,
    is_off   INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (event, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX exhibitor_host ON exhibitor (host);

-- The visit to a stand. Marked at least as the event, the member who goes and the mission whose question is asked there; what it
-- became keeps a marking of its own. Questions are written anew with the list they stand on, so they are named without a reference.
CREATE TABLE stand (
    id        INTEGER PRIMARY KEY,
    event     INTEGER NOT NULL REFERENCES event,
    exhibitor INTEGER NOT NULL,
    visitor   TEXT    REFERENCES post,
    member    INTEGER REFERENCES specialist,
    purpose   TEXT    NOT NULL,
    mission   INTEGER REFERENCES mission,
    question  INTEGER,
    state     TEXT    NOT NULL,
    day       TEXT,
    by        TEXT    NOT NULL,
    title     TEXT    NOT NULL,
    notes     TEXT    NOT NULL,
    evidence  TEXT,
    record    INTEGER REFERENCES record,
    reason    TEXT    NOT NULL,
    post      TEXT    NOT NULL REFERENCES post,
    label     INTEGER NOT NULL REFERENCES label,
    revision  INTEGER NOT NULL,
    made_at   INTEGER NOT NULL,
    FOREIGN KEY (event, exhibitor) REFERENCES exhibitor (event, number)
) STRICT;
CREATE INDEX stand_event ON stand (event, exhibitor);
CREATE INDEX stand_mission ON stand (mission);
CREATE INDEX stand_member ON stand (member);
CREATE INDEX stand_record ON stand (record);

CREATE TABLE stand_contact (
    stand    INTEGER NOT NULL REFERENCES stand,
    position INTEGER NOT NULL,
    name     TEXT    NOT NULL,
    title    TEXT    NOT NULL,
    reach    TEXT    NOT NULL,
    PRIMARY KEY (stand, position)
) STRICT, WITHOUT ROWID;

-- Where the event of a mission is one of the office's; its words stand there all the same.
ALTER TABLE mission ADD COLUMN event INTEGER REFERENCES event;
CREATE INDEX mission_event ON mission (event);
