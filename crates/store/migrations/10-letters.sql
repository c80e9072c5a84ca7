-- Schema 10: the mail of posts.

-- How a post wants its mail; where nobody said, as the office has it.
CREATE TABLE mailing (
    post       TEXT    PRIMARY KEY REFERENCES post,
    rhythm     TEXT,
    when_empty INTEGER NOT NULL,
    away_since TEXT,
    away_until TEXT,
    last_on    TEXT,
    feed       INTEGER NOT NULL,
    feed_open  INTEGER NOT NULL,
    revision   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE letter (
    id          INTEGER PRIMARY KEY,
    kind        TEXT    NOT NULL,
    about       INTEGER REFERENCES letter,
    post        TEXT    NOT NULL REFERENCES post,
    person      TEXT    NOT NULL REFERENCES person,
    address     TEXT    NOT NULL,
    stage       TEXT    NOT NULL,
    made_at     INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    sent_at     INTEGER,
    n_tries     INTEGER NOT NULL,
    n_more      INTEGER NOT NULL,
    n_kept_back INTEGER NOT NULL,
    text        TEXT    NOT NULL
) STRICT;
CREATE INDEX letter_due ON letter (due_at) WHERE stage = 'waiting';
CREATE INDEX letter_of_post ON letter (post, made_at);

-- The deliveries in a letter, by the number under which they are answered.
CREATE TABLE letter_item (
    letter   INTEGER NOT NULL REFERENCES letter,
    number   INTEGER NOT NULL,
    delivery INTEGER NOT NULL REFERENCES delivery (id),
    -- The letter did not arrive, so what stands in it is mailed again.
    is_lost  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (letter, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX letter_item_delivery ON letter_item (delivery);

-- Messages of the mailbox that were dealt with, by the hash of their bytes.
CREATE TABLE message (
    hash     BLOB    PRIMARY KEY,
    came_at  INTEGER NOT NULL,
    letter   INTEGER REFERENCES letter,
    became   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Addresses to which nothing is sent, because what was sent there came back.
CREATE TABLE dead_address (
    address TEXT    PRIMARY KEY,
    since   INTEGER NOT NULL,
    text    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
