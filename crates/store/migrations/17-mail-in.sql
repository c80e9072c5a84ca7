-- Schema 17: mail that brings records in.

-- How a source takes mail. Its address is made of its number, of how often it was made, and of a key of the office; so nothing
-- secret stands here. `senders` are lines.
CREATE TABLE mail_in (
    source      INTEGER PRIMARY KEY REFERENCES source,
    number      INTEGER NOT NULL,
    is_open     INTEGER NOT NULL,
    senders     TEXT    NOT NULL,
    is_proven   INTEGER NOT NULL,
    at_once     INTEGER NOT NULL,
    is_answered INTEGER NOT NULL,
    revision    INTEGER NOT NULL
) STRICT;

-- Messages that came to a source. While one lies aside its bytes lie under `file`; `intake` is what it became, or the last look
-- at it; `letter` tells its sender what became of it.
CREATE TABLE arrival (
    id          INTEGER PRIMARY KEY,
    source      INTEGER NOT NULL REFERENCES source,
    name        TEXT    NOT NULL,
    sender      TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    n_bytes     INTEGER NOT NULL,
    came_at     INTEGER NOT NULL,
    stage       TEXT    NOT NULL,
    reason      TEXT,
    file        INTEGER NOT NULL,
    intake      INTEGER REFERENCES intake,
    is_answered INTEGER NOT NULL,
    letter      INTEGER REFERENCES letter
) STRICT;
CREATE INDEX arrival_source ON arrival (source, came_at);
CREATE INDEX arrival_name ON arrival (source, name);
CREATE INDEX arrival_aside ON arrival (file) WHERE stage = 'aside';
CREATE INDEX arrival_intake ON arrival (intake) WHERE intake IS NOT NULL;
CREATE INDEX arrival_letter ON arrival (letter) WHERE letter IS NOT NULL;
CREATE INDEX letter_to ON letter (address, made_at) WHERE kind = 'arrival';
