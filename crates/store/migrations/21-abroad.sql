-- Schema 21: what missions learn: edits of answers, made on devices that do not see each other, files of answers, reports that are
-- cut into records, and what they recommend.

-- Grows and never changes: an answer is what its edits come to. `seq` counts those of one mission as they came, so that a device
-- says up to where it knows them.
CREATE TABLE answer_edit (
    mission  INTEGER NOT NULL REFERENCES mission,
    seq      INTEGER NOT NULL,
    question INTEGER NOT NULL REFERENCES question DEFERRABLE INITIALLY DEFERRED,
    id       BLOB    NOT NULL,
    clock    INTEGER NOT NULL,
    by       TEXT    NOT NULL,
    made_at  INTEGER NOT NULL,
    came_at  INTEGER NOT NULL,
    state    TEXT,
    evidence TEXT,
    reason   TEXT,
    notes    TEXT,
    -- The names of the edits that were seen, sixteen bytes each.
    seen     BLOB    NOT NULL,
    file     TEXT,
    taken    BLOB,
    PRIMARY KEY (mission, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX answer_edit_once ON answer_edit (mission, id);

-- The bytes lie where those of attachments lie. `id` is the name that the attachment will have once the report is cut.
CREATE TABLE answer_file (
    id       INTEGER PRIMARY KEY,
    mission  INTEGER NOT NULL REFERENCES mission,
    edit     BLOB    NOT NULL,
    name     TEXT    NOT NULL,
    n_bytes  INTEGER NOT NULL,
    digest   BLOB    NOT NULL,
    came_at  INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX answer_file_edit ON answer_file (mission, edit);
CREATE INDEX answer_file_digest ON answer_file (digest);

-- What is done with a question that was refused.
CREATE TABLE question_end (
    mission  INTEGER NOT NULL REFERENCES mission,
    question INTEGER NOT NULL REFERENCES question DEFERRABLE INITIALLY DEFERRED,
    ending   TEXT    NOT NULL,
    reason   TEXT    NOT NULL,
    PRIMARY KEY (mission, question)
) STRICT, WITHOUT ROWID;
CREATE INDEX question_end_question ON question_end (question);

-- The records that a report was cut into, and the questions that each answers.
CREATE TABLE report_record (
    mission  INTEGER NOT NULL REFERENCES mission,
    position INTEGER NOT NULL,
    record   INTEGER NOT NULL REFERENCES record,
    question INTEGER NOT NULL REFERENCES question DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (mission, position, question)
) STRICT, WITHOUT ROWID;
CREATE INDEX report_record_record ON report_record (record);

CREATE TABLE recommendation (
    id       INTEGER PRIMARY KEY,
    mission  INTEGER NOT NULL REFERENCES mission,
    position INTEGER NOT NULL,
    text     TEXT    NOT NULL,
    owner    TEXT    REFERENCES post,
    due      TEXT,
    duty     INTEGER REFERENCES duty (id),
    outcome  TEXT    NOT NULL
) STRICT;
CREATE INDEX recommendation_mission ON recommendation (mission, position);
