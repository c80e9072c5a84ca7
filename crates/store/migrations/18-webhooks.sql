-- Schema 18: webhooks. No secret stands here: each is made of the name of its webhook, its number and a key of the office.

CREATE TABLE webhook (
    id            INTEGER PRIMARY KEY,
    post          TEXT    NOT NULL REFERENCES post,
    title         TEXT    NOT NULL,
    address       TEXT    NOT NULL,
    events        TEXT    NOT NULL,
    stage         TEXT    NOT NULL,
    secret        INTEGER NOT NULL,
    overlap_until INTEGER NOT NULL,
    failing_since INTEGER,
    -- The last fact of the ledger that was looked at: with the calls that it brought it moves in one transaction.
    looked_up_to  INTEGER NOT NULL,
    made_at       INTEGER NOT NULL,
    revision      INTEGER NOT NULL
) STRICT;
CREATE INDEX webhook_of_post ON webhook (post);

-- Events on their way. A fact brings one call for each webhook, however often it is looked at.
CREATE TABLE webhook_call (
    id          INTEGER PRIMARY KEY,
    webhook     INTEGER NOT NULL REFERENCES webhook ON DELETE CASCADE,
    event       TEXT    NOT NULL,
    fact        INTEGER,
    happened_at INTEGER NOT NULL,
    stage       TEXT    NOT NULL,
    due_at      INTEGER NOT NULL,
    n_tries     INTEGER NOT NULL,
    tried_at    INTEGER,
    status      INTEGER,
    answer      TEXT    NOT NULL,
    UNIQUE (webhook, fact)
) STRICT;
CREATE INDEX webhook_call_due ON webhook_call (due_at) WHERE stage = 'waiting';
CREATE INDEX webhook_call_latest ON webhook_call (webhook, happened_at);
CREATE INDEX webhook_call_sending ON webhook_call (webhook) WHERE stage = 'sending';
