-- Lines of the plan: what a unit has to reach, quarter by quarter. Needs, outputs of adoptions and reliefs belong to the line that is called as
-- they say; so nothing of them is written here.

CREATE TABLE plan_line (
    id        INTEGER PRIMARY KEY,
    unit      TEXT    NOT NULL REFERENCES unit,
    parameter TEXT    NOT NULL,
    measure   TEXT    NOT NULL,
    setter    TEXT    NOT NULL REFERENCES post,
    owner     TEXT    REFERENCES post,
    money     TEXT    NOT NULL,
    supplier  TEXT    NOT NULL,
    note      TEXT    NOT NULL,
    label     INTEGER NOT NULL REFERENCES label,
    invented  INTEGER NOT NULL,
    revision  INTEGER NOT NULL,
    made_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX plan_line_unit ON plan_line (unit);

-- What is to be reached in a quarter, as a decimal number in the measure of the line.
CREATE TABLE plan_target (
    plan_line INTEGER NOT NULL REFERENCES plan_line,
    quarter   TEXT    NOT NULL,
    amount    TEXT    NOT NULL,
    PRIMARY KEY (plan_line, quarter)
) STRICT, WITHOUT ROWID;
