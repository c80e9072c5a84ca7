-- Schema 4: how much bears which marking is counted at a glance, for the preview of a clearance. What is open
-- to all, and that is most, stands in no such index.
CREATE INDEX record_marked ON record (label, absorbed_by) WHERE label != 1;
