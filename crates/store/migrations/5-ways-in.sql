-- Schema 5: further ways to show that one is oneself, and when it was shown last.

-- When somebody last showed, in this session, that they are themselves. What is grave wants it to be recent.
ALTER TABLE session ADD COLUMN proved_at INTEGER NOT NULL DEFAULT 0;
UPDATE session SET proved_at = made_at;

-- The name under which a passkey knows its account: random, so that it names nobody.
ALTER TABLE account ADD COLUMN handle BLOB;
CREATE UNIQUE INDEX account_handle ON account (handle) WHERE handle IS NOT NULL;

-- Passkeys. `key` is the public key with its counter, as JSON; the private key never leaves its device.
CREATE TABLE passkey (
    id         INTEGER PRIMARY KEY,
    credential BLOB    NOT NULL UNIQUE,
    person     TEXT    NOT NULL REFERENCES person,
    name       TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    made_at    INTEGER NOT NULL,
    used_at    INTEGER
) STRICT;
CREATE INDEX passkey_person ON passkey (person);

-- Whom a provider of OpenID Connect knows a person as. Never by an address for mail: those change hands.
CREATE TABLE openid (
    issuer  TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    person  TEXT    NOT NULL REFERENCES person,
    made_at INTEGER NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX openid_person ON openid (person);

-- The tenures that a provider's groups gave. Only these are taken back when the group is gone.
CREATE TABLE openid_tenure (
    person   TEXT NOT NULL REFERENCES person,
    post     TEXT NOT NULL REFERENCES post,
    standing TEXT NOT NULL,
    since    TEXT NOT NULL,
    PRIMARY KEY (person, post, standing)
) STRICT, WITHOUT ROWID;
