-- Schema 19: codes that the office gave count as those of sources.

-- What was given before was neither in the index nor held against the needs: such records stand as changed, so that both look at
-- them again. Their day is that of the last look, which the next one begins with.
UPDATE record
SET change_seq = (SELECT change_seq FROM meta) + coded.place,
    changed_at = max(changed_at, coalesce((SELECT value FROM cursor WHERE name = 'matched-at'), 0))
FROM (
    SELECT held.row AS row, row_number() OVER (ORDER BY held.row) AS place
    FROM (
        SELECT DISTINCT coalesce(r.absorbed_by, r.row) AS row
        FROM indexing n JOIN record r ON r.row = n.record
        WHERE n.round = 'first' AND EXISTS (SELECT 1 FROM indexing_code c WHERE c.indexing = n.id)
    ) held
) coded
WHERE record.row = coded.row;
UPDATE meta SET change_seq = max(change_seq, coalesce((SELECT max(change_seq) FROM record), 0));

-- By which rule samples for a second indexing are drawn without anybody asking; no row and no post: by hand alone.
CREATE TABLE sampling (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    post     TEXT    REFERENCES post,
    percent  INTEGER NOT NULL,
    person   TEXT    NOT NULL REFERENCES person,
    revision INTEGER NOT NULL
) STRICT;
ALTER TABLE drawing ADD COLUMN by_rule INTEGER NOT NULL DEFAULT 0;

-- Citation styles that the office keeps beside those that come along, as files of the Citation Style Language.
CREATE TABLE citation_style (
    word    TEXT    PRIMARY KEY,
    title   TEXT    NOT NULL,
    text    TEXT    NOT NULL,
    hash    BLOB    NOT NULL,
    person  TEXT    NOT NULL REFERENCES person,
    kept_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
