-- How a need stood, each time that changed by which it is matched: so that what was decided about a record can be told as of the day on which it came.

CREATE TABLE need_version (
    id      INTEGER PRIMARY KEY,
    need    TEXT    NOT NULL REFERENCES need,
    since   INTEGER NOT NULL,
    stage   TEXT    NOT NULL,
    expires TEXT
) STRICT;
CREATE INDEX need_version_need ON need_version (need, since);

CREATE TABLE profile_version (
    version   INTEGER NOT NULL REFERENCES need_version,
    number    INTEGER NOT NULL,
    query     TEXT    NOT NULL,
    threshold REAL,
    PRIMARY KEY (version, number)
) STRICT, WITHOUT ROWID;

-- How needs stood before is not known; from now on it is.
INSERT INTO need_version (need, since, stage, expires)
    SELECT id, CAST(unixepoch('subsec') * 1000000 AS INTEGER), stage, expires FROM need ORDER BY id;
INSERT INTO profile_version (version, number, query, threshold)
    SELECT v.id, p.number, p.query, p.threshold FROM profile p JOIN need_version v ON v.need = p.need;
