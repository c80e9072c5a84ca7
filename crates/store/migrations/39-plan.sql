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

-- What could be funded and acquired, as a problem in the schema `uptake-portfolio/1`, and the plans that were reckoned of it. `n_sources` is the
-- number of rows of `portfolio_source`: whoever does not see all of them does not see the portfolio.
CREATE TABLE portfolio (
    id        INTEGER PRIMARY KEY,
    title     TEXT    NOT NULL,
    post      TEXT    NOT NULL REFERENCES post,
    problem   TEXT    NOT NULL,
    note      TEXT    NOT NULL,
    adopted   INTEGER,
    n_sources INTEGER NOT NULL,
    label     INTEGER NOT NULL REFERENCES label,
    invented  INTEGER NOT NULL,
    revision  INTEGER NOT NULL,
    made_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE portfolio_source (
    portfolio INTEGER NOT NULL REFERENCES portfolio,
    noun      TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    PRIMARY KEY (portfolio, noun, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX portfolio_source_name ON portfolio_source (noun, name);

CREATE TABLE portfolio_run (
    portfolio INTEGER NOT NULL REFERENCES portfolio,
    number    INTEGER NOT NULL,
    title     TEXT    NOT NULL,
    asked     TEXT    NOT NULL,
    state     TEXT    NOT NULL,
    result    TEXT    NOT NULL,
    fault     TEXT    NOT NULL,
    by        TEXT    NOT NULL,
    asked_at  INTEGER NOT NULL,
    done_at   INTEGER,
    PRIMARY KEY (portfolio, number)
) STRICT, WITHOUT ROWID;
