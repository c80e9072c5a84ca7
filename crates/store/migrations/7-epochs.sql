-- Schema 7: whoever keeps the tree of units or the list of needs between two pages sees by one number whether it still
-- holds. Triggers count, so that no way of changing a unit or a need can forget to.
ALTER TABLE meta ADD COLUMN unit_epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meta ADD COLUMN need_epoch INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER unit_stated AFTER INSERT ON unit BEGIN UPDATE meta SET unit_epoch = unit_epoch + 1; END;
CREATE TRIGGER unit_changed AFTER UPDATE ON unit BEGIN UPDATE meta SET unit_epoch = unit_epoch + 1; END;
CREATE TRIGGER unit_removed AFTER DELETE ON unit BEGIN UPDATE meta SET unit_epoch = unit_epoch + 1; END;
CREATE TRIGGER need_stated AFTER INSERT ON need BEGIN UPDATE meta SET need_epoch = need_epoch + 1; END;
CREATE TRIGGER need_changed AFTER UPDATE ON need BEGIN UPDATE meta SET need_epoch = need_epoch + 1; END;
CREATE TRIGGER need_removed AFTER DELETE ON need BEGIN UPDATE meta SET need_epoch = need_epoch + 1; END;
