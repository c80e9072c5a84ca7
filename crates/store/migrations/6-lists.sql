-- Schema 6: a list of twenty thousand needs is drawn and counted from an index in the order of the list, without what
-- the needs say at length.
CREATE INDEX need_line ON need (title, id, unit, post, stage, expires, priority, revision, label);
