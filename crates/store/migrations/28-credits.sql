-- Schema 28: lines of credit. Kept is what was agreed and what was told; what is owed on a day is computed from it each time, so that
-- nothing can disagree with it.

CREATE TABLE credit (
    id            INTEGER PRIMARY KEY,
    title         TEXT    NOT NULL,
    lender        INTEGER NOT NULL REFERENCES host,
    agreement     INTEGER REFERENCES agreement,
    unit          TEXT    NOT NULL REFERENCES unit,
    post          TEXT    NOT NULL REFERENCES post,
    -- The post that decides about drawdowns.
    decider       TEXT    NOT NULL REFERENCES post,
    currency      TEXT    NOT NULL,
    -- What a currency of the office's own is called.
    currency_name TEXT    NOT NULL,
    -- One line that the engine reads as a whole; no question is asked of its parts.
    terms         TEXT    NOT NULL,
    remark        TEXT    NOT NULL,
    label         INTEGER NOT NULL REFERENCES label,
    revision      INTEGER NOT NULL,
    made_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX credit_lender ON credit (lender);
CREATE INDEX credit_agreement ON credit (agreement);

-- Events are never changed: what was booked by mistake is countered by another.
CREATE TABLE credit_event (
    credit   INTEGER NOT NULL REFERENCES credit,
    number   INTEGER NOT NULL,
    day      TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    minor    INTEGER NOT NULL,
    rate     INTEGER,
    drawdown INTEGER,
    plan     TEXT,
    shortens INTEGER NOT NULL,
    counters INTEGER,
    note     TEXT    NOT NULL,
    by       TEXT    NOT NULL,
    told_at  INTEGER NOT NULL,
    PRIMARY KEY (credit, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE drawdown (
    credit     INTEGER NOT NULL REFERENCES credit,
    number     INTEGER NOT NULL,
    minor      INTEGER NOT NULL,
    purpose    TEXT    NOT NULL,
    planned    TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    asked_by   TEXT    NOT NULL,
    decided_by TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    revision   INTEGER NOT NULL,
    PRIMARY KEY (credit, number)
) STRICT, WITHOUT ROWID;

-- For what a drawdown waits: a deliverable of an agreement, or a milestone of the line.
CREATE TABLE drawdown_condition (
    credit      INTEGER NOT NULL REFERENCES credit,
    drawdown    INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    deliverable INTEGER REFERENCES deliverable,
    milestone   INTEGER,
    PRIMARY KEY (credit, drawdown, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE credit_milestone (
    credit       INTEGER NOT NULL REFERENCES credit,
    number       INTEGER NOT NULL,
    title        TEXT    NOT NULL,
    due          TEXT    NOT NULL,
    evidence     TEXT    NOT NULL,
    confirmed_by TEXT,
    reached      TEXT,
    revision     INTEGER NOT NULL,
    PRIMARY KEY (credit, number)
) STRICT, WITHOUT ROWID;

-- What the office assumes of the years to come; the tables one entry a line, as people write them.
CREATE TABLE scenario (
    id         INTEGER PRIMARY KEY,
    title      TEXT    NOT NULL,
    remark     TEXT    NOT NULL,
    reporting  TEXT    NOT NULL,
    rates      TEXT    NOT NULL,
    earnings   TEXT    NOT NULL,
    prices     TEXT    NOT NULL,
    delay_days INTEGER NOT NULL,
    post       TEXT    NOT NULL REFERENCES post,
    label      INTEGER NOT NULL REFERENCES label,
    revision   INTEGER NOT NULL,
    made_at    INTEGER NOT NULL
) STRICT;

-- Amounts in currencies whose digits were not known before are kept in the right smallest unit from now on: XPF has none, CLF and UYW have
-- four digits. They were kept with two.
UPDATE source SET cost = CASE currency WHEN 'XPF' THEN cost / 100 ELSE cost * 100 END WHERE currency IN ('XPF', 'CLF', 'UYW');
UPDATE mission SET budget = CASE currency WHEN 'XPF' THEN budget / 100 ELSE budget * 100 END WHERE currency IN ('XPF', 'CLF', 'UYW');
UPDATE mission_cost SET spent = CASE currency WHEN 'XPF' THEN spent / 100 ELSE spent * 100 END WHERE currency IN ('XPF', 'CLF', 'UYW');
UPDATE exchange SET worth = CASE currency WHEN 'XPF' THEN worth / 100 ELSE worth * 100 END WHERE currency IN ('XPF', 'CLF', 'UYW');
UPDATE membership SET fee = CASE currency WHEN 'XPF' THEN fee / 100 ELSE fee * 100 END WHERE currency IN ('XPF', 'CLF', 'UYW');
