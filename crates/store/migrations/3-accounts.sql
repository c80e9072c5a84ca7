-- Schema 3: how persons are known to be themselves. Of every secret that is given out only a hash is kept.

CREATE TABLE account (
    person        TEXT PRIMARY KEY REFERENCES person,
    -- Argon2id in PHC form; NULL until one is chosen.
    password      TEXT,
    -- Shared secret of one-time codes; NULL while they are not asked for.
    totp_secret   BLOB,
    -- The last time step whose code was taken: a code is good once.
    totp_step     INTEGER NOT NULL DEFAULT 0,
    made_at       INTEGER NOT NULL,
    signed_in_at  INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    token      BLOB PRIMARY KEY,
    person     TEXT    NOT NULL REFERENCES person,
    agent      TEXT    NOT NULL,
    made_at    INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_person ON session (person);

-- One-time links: to choose a first password, or a new one.
CREATE TABLE invitation (
    token      BLOB PRIMARY KEY,
    person     TEXT    NOT NULL REFERENCES person,
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_person ON invitation (person);

-- Browsers that a person signed in from: guesses from elsewhere do not slow them down.
CREATE TABLE device (
    token   BLOB PRIMARY KEY,
    person  TEXT    NOT NULL REFERENCES person,
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX device_person ON device (person);

-- Tokens for programs. `powers` is `read` or `write`; a token never reaches further than its person.
CREATE TABLE api_token (
    id         INTEGER PRIMARY KEY,
    token      BLOB    NOT NULL UNIQUE,
    person     TEXT    NOT NULL REFERENCES person,
    name       TEXT    NOT NULL,
    reach      TEXT    NOT NULL,
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER,
    revoked_at INTEGER
) STRICT;
CREATE INDEX api_token_person ON api_token (person);
