# Freigaben: Datensätze, die ein Gastgeber bekommt.

noun-release = eine Freigabe
missing-release = Eine Freigabe „{ $text }“ gibt es hier nicht
duty-decide-release = Entscheiden Sie, ob der Gastgeber diese Datensätze bekommt
duty-decide-release-short = Freigaben zu entscheiden

releases-title = Freigaben
releases-lead = Datensätze, die Gastgeber draußen bekommen. Wer darum bittet, gibt sie nicht selbst, und was ein Regime kontrolliert, wartet auf seinen Fall.
releases-views = Freigaben nach ihrem Stand
releases-all = Alle
releases-none = Hier steht keine Freigabe
releases-none-body = Bitten Sie um eine, wenn ein Gastgeber Datensätze von uns bekommen soll.
releases-left-out = Gezeigt werden die neuesten { $count }; wählen Sie einen Stand, um die Liste einzugrenzen.

release-state-asked = Erbeten
release-state-given = Gegeben
release-state-refused = Abgelehnt
release-state-withdrawn = Zurückgezogen

release-new = Um eine Freigabe bitten
release-change = Freigabe ändern
release-form-lead = Entschieden wird über genau das, was hier steht: Eine Änderung nach einer Entscheidung der Kontrolle hebt diese auf. Datensätze mit dem Vorbehalt no-export oder no-copying bekommt niemand.
release-what = Was freigegeben wird
release-what-hint = Eine Zeile; so wird es unter dem festgehalten, was mit dem Gastgeber ausgetauscht wurde.
release-host = Gastgeber
release-choose-host = Gastgeber wählen
release-host-missing = Wählen Sie den Gastgeber, der es bekommt
release-records = Datensätze
release-records-hint = Eine Nummer je Zeile, wie sie auf der Seite des Datensatzes steht.
release-record-unread = „{ $text }“ ist keine Nummer eines Datensatzes; kopieren Sie sie von der Seite des Datensatzes
release-reason = Warum
release-asks = Erbeten von
release-ask = Darum bitten
release-stands = Stand
release-decided = Entschieden von
release-exchange = Festgehalten
release-exchange-there = Unter dem, was mit dem Gastgeber ausgetauscht wurde
release-decide = Über diese Freigabe entscheiden
release-remark = Was zur Entscheidung gesagt wird
release-remark-hint = Für ein Nein nötig.
release-give = Datensätze geben
release-refuse = Nicht geben
release-withdraw = Freigabe zurückziehen
release-dossier = Die Datei
release-dossier-lead = Jeder Datensatz, wie er jetzt ist. Dass sie genommen wurde, steht im Journal.
release-form = Form der Datei
release-take = Datei nehmen
