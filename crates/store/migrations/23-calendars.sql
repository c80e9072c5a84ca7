-- Schema 23: when a unit works, and letters that invite to meetings.

-- What a unit does not say is as in the unit above.
CREATE TABLE work_calendar (
    unit     TEXT PRIMARY KEY REFERENCES unit,
    country  TEXT,
    zone     TEXT,
    revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The meeting of which a letter tells, and its number as it was then.
ALTER TABLE letter ADD COLUMN meeting INTEGER REFERENCES meeting;
ALTER TABLE letter ADD COLUMN sequence INTEGER;
CREATE INDEX letter_meeting ON letter (meeting, person) WHERE meeting IS NOT NULL;
