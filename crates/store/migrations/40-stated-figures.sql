-- Figures that others state of a programme, with who states them. `value` is a decimal number, and not there where the source gives none.

CREATE TABLE stated_figure (
    id        INTEGER PRIMARY KEY,
    programme TEXT    NOT NULL,
    parameter TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    stage     TEXT,
    status    TEXT    NOT NULL,
    value     TEXT,
    wording   TEXT    NOT NULL,
    measure   TEXT    NOT NULL,
    period    TEXT    NOT NULL,
    source    TEXT    NOT NULL,
    place     TEXT    NOT NULL,
    note      TEXT    NOT NULL,
    post      TEXT    NOT NULL REFERENCES post,
    label     INTEGER NOT NULL REFERENCES label,
    invented  INTEGER NOT NULL,
    revision  INTEGER NOT NULL,
    made_at   INTEGER NOT NULL
) STRICT;
