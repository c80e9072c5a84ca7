# Freigaben: Nachweise, die ein Gastgeber bekommt.

noun-release = eine Freigabe
missing-release = Eine Freigabe „{ $text }“ gibt es hier nicht
duty-decide-release = Entscheiden Sie, ob der Gastgeber diese Nachweise bekommt
duty-decide-release-short = Freigaben zu entscheiden

releases-title = Freigaben
releases-lead = Nachweise, die Gastgeber außerhalb bekommen. Wer sie beantragt, gibt sie nicht selbst, und was ein Regime kontrolliert, wartet auf seinen Fall.
releases-views = Freigaben nach ihrem Stand
releases-all = Alle
releases-none = Hier steht keine Freigabe
releases-none-body = Soll ein Gastgeber Nachweise von uns bekommen, so sagt eine Freigabe, welche, warum und wer zugestimmt hat. Beantragen Sie eine; jemand anderes gibt sie.
releases-none-state = Keine Freigabe ist so weit. Sehen Sie alle an, oder beantragen Sie eine.
releases-look-at-all = Alle Freigaben ansehen
releases-left-out = Gezeigt werden die neuesten { $count }; wählen Sie einen Stand, um die Liste einzugrenzen.

release-state-asked = Beantragt
release-state-given = Gegeben
release-state-refused = Abgelehnt
release-state-withdrawn = Zurückgezogen

release-new = Freigabe beantragen
release-change = Freigabe ändern
release-form-lead = Entschieden wird genau über das, was hier steht: Eine Änderung nach einer Entscheidung der Kontrolle hebt diese auf. Nachweise mit dem Vorbehalt no-export oder no-copying bekommt niemand.
release-what = Was freigegeben wird
release-what-hint = Eine Zeile; so wird es unter dem festgehalten, was mit dem Gastgeber ausgetauscht wurde.
release-host = Gastgeber
release-choose-host = Gastgeber wählen
release-host-missing = Wählen Sie den Gastgeber, der es bekommt
release-records = Nachweise
release-records-hint = Eine Nummer je Zeile, wie sie auf der Seite des Nachweises steht.
release-record-unread = „{ $text }“ ist keine Nummer eines Nachweises; kopieren Sie sie von der Seite des Nachweises
release-reason = Warum
release-asks = Beantragt von
release-ask = Beantragen
release-stands = Stand
release-decided = Entschieden von
release-exchange = Festgehalten
release-exchange-there = Unter dem, was mit dem Gastgeber ausgetauscht wurde
release-decide = Über diese Freigabe entscheiden
release-remark = Was zur Entscheidung gesagt wird
release-remark-hint = Für ein Nein nötig.
release-give = Nachweise geben
release-refuse = Nicht geben
release-withdraw = Freigabe zurückziehen
release-dossier = Die Datei
release-dossier-lead = Jeder Nachweis, wie er jetzt ist. Dass die Datei abgerufen wurde, steht im Journal.
release-form = Format der Datei
release-take = Datei abrufen

refused-release-blind = Niemand auf { $post }, der Stelle, die entscheidet, darf alles sehen, was gegeben werden soll; lassen Sie weg, was so hoch eingestuft ist
refused-release-caveat = Der Nachweis { $record } ist als „{ $marking }“ eingestuft und wird wegen dieses Vorbehalts niemandem gegeben; lassen Sie ihn weg
refused-release-changed = Jemand hat diese Freigabe inzwischen geändert; laden Sie die Seite neu und sehen Sie sie an, wie sie jetzt ist
refused-release-form-sent = Dieses Formular wurde schon abgeschickt; öffnen Sie ein neues, um etwas anderes zu beantragen
refused-release-many = Eine Freigabe gibt höchstens { $max } Nachweise; beantragen Sie für den Rest eine weitere
refused-release-no-coordinator = Keine Stelle koordiniert { $unit } oder eine Einheit darüber, also könnte niemand entscheiden; wenden Sie sich an die Administration, damit eine Stelle diese Befugnis bekommt
refused-release-no-reason = Schreiben Sie, warum es gegeben wird; wer entscheidet, liest es
refused-release-no-record = Nennen Sie mindestens einen Nachweis mit seiner Nummer, wie sie auf seiner Seite steht
refused-release-no-remark = Schreiben Sie, warum es nicht gegeben wird; wer darum bat, liest es
refused-release-no-title = Schreiben Sie in einer Zeile, was freigegeben wird
refused-release-not-given = Die Freigabe steht bei „{ $state }“; ihre Datei gibt es, sobald sie gegeben ist
refused-release-over = Diese Freigabe steht bei „{ $state }“ und wird nicht mehr geändert; beantragen Sie eine weitere
refused-release-own = Sie haben dies selbst beantragt, also entscheidet jemand anders; fragen Sie, wer die Einheit koordiniert
refused-exchange-needs-release = Was dieser Gastgeber bekommt, geht durch die Kontrolle; beantragen Sie eine Freigabe, und hier wird es festgehalten, sobald sie gegeben ist
refused-next-look-releases = suchen Sie sie in der Liste der Freigaben
