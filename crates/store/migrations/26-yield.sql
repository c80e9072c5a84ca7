-- Schema 26: what missions cost, and what was held that might have answered their questions before they left.

-- Each note stays; the last one counts.
CREATE TABLE mission_cost (
    mission  INTEGER NOT NULL REFERENCES mission,
    position INTEGER NOT NULL,
    spent    INTEGER NOT NULL,
    currency TEXT    NOT NULL,
    remark   TEXT    NOT NULL,
    by       TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (mission, position)
) STRICT, WITHOUT ROWID;

-- A look through the records that was kept with a decision towards a journey.
CREATE TABLE held_look (
    mission  INTEGER NOT NULL REFERENCES mission,
    position INTEGER NOT NULL,
    step     TEXT    NOT NULL,
    round    INTEGER NOT NULL,
    by       TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (mission, position)
) STRICT, WITHOUT ROWID;

-- Questions are written anew with the list they stand on, so they are named without a reference, in the words of then.
CREATE TABLE held_question (
    mission  INTEGER NOT NULL REFERENCES mission,
    position INTEGER NOT NULL,
    question INTEGER NOT NULL,
    text     TEXT    NOT NULL,
    PRIMARY KEY (mission, position, question)
) STRICT, WITHOUT ROWID;

CREATE TABLE held_record (
    mission  INTEGER NOT NULL REFERENCES mission,
    position INTEGER NOT NULL,
    question INTEGER NOT NULL,
    place    INTEGER NOT NULL,
    record   INTEGER NOT NULL REFERENCES record,
    PRIMARY KEY (mission, position, question, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX held_record_record ON held_record (record);
