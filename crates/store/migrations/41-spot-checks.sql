-- Records that fit a need and wait, because no more than so many are laid before a post at a time.
CREATE TABLE backlog (
    need    TEXT    PRIMARY KEY REFERENCES need,
    n_left  INTEGER NOT NULL,
    next_on TEXT    NOT NULL
) STRICT;

-- Records that a need left out, drawn by chance, with what its post said of them: from these it is estimated what a need misses.

CREATE TABLE spot_rate (
    need        TEXT    PRIMARY KEY REFERENCES need,
    per_week    INTEGER NOT NULL,
    -- Records taken in or changed before this time were drawn from already.
    drawn_until INTEGER NOT NULL
) STRICT;

-- How many records were left out, near and far, when one was drawn.
CREATE TABLE spot_draw (
    id       INTEGER PRIMARY KEY,
    need     TEXT    NOT NULL REFERENCES need,
    drawn_at INTEGER NOT NULL,
    n_near   INTEGER NOT NULL,
    n_far    INTEGER NOT NULL
) STRICT;
CREATE INDEX spot_draw_need ON spot_draw (need, drawn_at);

CREATE TABLE spot_check (
    id          INTEGER PRIMARY KEY,
    draw        INTEGER NOT NULL REFERENCES spot_draw,
    need        TEXT    NOT NULL REFERENCES need,
    record      INTEGER NOT NULL REFERENCES record,
    stratum     TEXT    NOT NULL,
    answer      TEXT,
    answered_at INTEGER,
    UNIQUE (need, record)
) STRICT;
CREATE INDEX spot_check_draw ON spot_check (draw);
