# Regime: wer worüber entscheidet, nach welcher Regel.
regimes-title = Regime
regimes-lead = Wer entscheidet, ob Wissen weitergehen darf, nach welcher Regel, und wofür ein Fall verlangt wird.
regimes-none = Noch kein Regime
regimes-none-body = Ein Regime sagt, wofür eine Entscheidung nötig ist, bevor Wissen weitergeht, wer entscheidet und nach welcher Regel. Solange es keines gibt, ist nichts zu entscheiden, und nichts wartet. Die Administration richtet eines ein.
regime-new = Ein Regime einrichten
regime-found = Einrichten
regime-change = Das Regime ändern
regime-change-binding = Das Regime ist bindend: Eine Änderung seiner Regel, seiner Mitglieder, seiner Auslöser, seiner Tage oder seiner Bindung bestätigt eine zweite Person. Laufende Fälle behalten die Regel, unter der sie vorgelegt wurden.
regime-reason = Warum es geändert wird
regime-name = Regime
regime-kind = Art
regime-kind-export = Zusammenarbeit bei der Ausfuhrkontrolle
regime-kind-treaty = Völkerrechtlicher Vertrag
regime-kind-house = Hausregel
regime-invented = Für die Vorführung erfunden
regime-is-binding = bindend
regime-binding = Rechtlich bindend
regime-binding-hint = Nur ein bindendes Regime schließt Vorhaben ohne Abstimmung aus. Wie es entscheidet, ändern zwei Personen.
regime-binds = Es bindet seine Mitglieder rechtlich
regime-binds-not = Es bindet seine Mitglieder nicht rechtlich
regime-keeper = Geführt von
regime-keeper-hint = Die Stelle für Kontrolle, mit Kurznamen oder Titel. Sie kümmert sich um Mitglieder, die nicht abstimmen können, und wird von allem unterrichtet, was gegen die Regel geschieht.
regime-since = Gilt ab
regime-until = Gilt bis
regime-review = Durchzusehen am
regime-review-hint = Eine Pflicht der Stelle, die es führt.
regime-review-next = Wieder durchzusehen am
regime-reviewed = Durchgesehen
regime-force = Gilt
regime-in-force = in Kraft
regime-to-come = künftig
regime-over = beendet
regime-cases = Fälle
regime-case-counts = { $open } offen von { $all }
regime-cases-none = Noch wurde ihm kein Fall vorgelegt.
regime-cases-all = Alle seine Fälle
regime-rule = Wie es entscheidet
regime-decision = Entscheidung
decision-unanimity = Einstimmigkeit
decision-unanimity-hint = Alle stimmen ab, jemand sagt Ja, und niemand sagt Nein.
decision-qualified = Qualifizierte Mehrheit
decision-qualified-hint = Ein Anteil aller Stimmen, aller Mitglieder oder beider sagt Ja; eine Enthaltung ist kein Ja.
decision-simple = Einfache Mehrheit
decision-simple-hint = Mehr Ja als Nein; Gleichstand ist keine Mehrheit.
decision-chair = Der Vorsitz entscheidet
decision-chair-hint = Wenn so viele Mitglieder gesprochen haben, wie das Quorum verlangt.
rule-is-unanimity = Alle stimmen ab, jemand sagt Ja, und niemand sagt Nein.
rule-is-simple = Mehr Mitglieder sagen Ja als Nein; Gleichstand ist keine Mehrheit.
rule-is-chair = Der Vorsitz entscheidet.
rule-qualified-votes = Mindestens { $votes } Prozent der Stimmen sagen Ja; eine Enthaltung ist kein Ja.
rule-qualified-members = Mindestens { $members } Prozent der Mitglieder sagen Ja; eine Enthaltung ist kein Ja.
rule-qualified-both = Mindestens { $votes } Prozent der Stimmen und { $members } Prozent der Mitglieder sagen Ja; eine Enthaltung ist kein Ja.
rule-quorum = { $count ->
    [one] Mindestens ein Mitglied hat gesprochen.
   *[other] Mindestens { $count } Mitglieder haben gesprochen.
 }
rule-deadline = { $count ->
    [one] Abgestimmt wird innerhalb eines Tages.
   *[other] Abgestimmt wird innerhalb von { $count } Tagen.
 }
rule-silence = { $count ->
    [one] Wer den Fall sehen kann und einen Tag schweigt, hat zugestimmt.
   *[other] Wer den Fall sehen kann und { $count } Tage schweigt, hat zugestimmt.
 }
rule-silence-none = Schweigen sagt nichts.
rule-good = { $count ->
    [one] Ein Ja gilt einen Tag.
   *[other] Ein Ja gilt { $count } Tage.
 }
rule-good-always = Ein Ja gilt, solange sich an dem, was beantragt ist, nichts ändert.
rule-discretion = Ein Mitglied kann, was sein Eigenes ist, gegen die Regel zulassen, aus einem genannten Grund, von dem alle Mitglieder unterrichtet werden.
rule-votes = Anteil der Stimmen in Prozent
rule-votes-hint = Für eine qualifizierte Mehrheit; Mitglieder können mehrere Stimmen haben.
rule-shares = Anteil der Mitglieder in Prozent
rule-shares-hint = Für eine qualifizierte Mehrheit.
rule-quorum-of = Quorum
rule-quorum-of-hint = So viele Mitglieder müssen gesprochen haben.
rule-deadline-of = Frist für die Abstimmung in Tagen
rule-deadline-of-hint = Von 1 bis { $max } Tagen; leer gelassen: 14.
rule-silence-of = Nach wie vielen Tagen Schweigen Zustimmung ist
rule-silence-of-hint = Von 1 bis { $max } Tagen. Leer gelassen: Schweigen sagt nichts.
rule-good-of = Wie viele Tage ein Ja gilt
rule-good-of-hint = Von 1 bis { $max } Tagen. Leer gelassen: bis sich ändert, was beantragt ist.
rule-discretion-of = Nationales Ermessen
rule-discretion-of-hint = Ein Mitglied kann, was sein Eigenes ist, gegen die Regel zulassen, aus einem genannten Grund und mit einer zweiten Person.
triggers-title = Wofür es einen Fall verlangt
triggers-hint = Ein Fall wird verlangt, wenn einer davon zutrifft. Jeder ausgefüllte Teil muss zutreffen; aus einer Aufzählung genügt eines.
trigger-one = Auslöser
trigger-clause = Klausel
trigger-clause-hint = Wo es im Text des Regimes steht, etwa Artikel 170.
trigger-acts-of = Nur diese Vorhaben; nichts angekreuzt: alle
trigger-hosts-hint = Mit ihren Namen, Kommas dazwischen.
trigger-entries-of = Einträge von Kontrolllisten
trigger-entries-hint = Liste und Code oder dessen Anfang, etwa eu-annex-i 2B001; Kommas dazwischen.
trigger-words-of = Wörter
trigger-words-hint = Je Zeile eines; eines davon steht im Titel oder in dem, was weitergegeben wird. Ein Stern am Wortende steht für jede Endung: Rohr*.
trigger-hit-of = Nur wenn Beteiligte auf einer Liste stehen
trigger-prohibits-of = Ohne Abstimmung ausgeschlossen
trigger-prohibits-hint = Für ein bindendes Regime, mit der Klausel und dem, was sie nennt.
trigger-prohibits = ohne Abstimmung ausgeschlossen
trigger-any-act = jedes Vorhaben
trigger-countries = nach oder aus { $list }
trigger-hosts = mit { $list }
trigger-level = { $list } oder höher eingestuft
trigger-classes = der Klasse { $list }
trigger-entries = eingestuft als { $list }
trigger-words = mit dem Wortlaut { $list }
trigger-hit = wenn Beteiligte auf einer Liste stehen
trigger-host-unread = Schreiben Sie jeden Gastgeber mit seinem Namen im Register oder mit seiner Nummer, wenn zwei so heißen
trigger-entry-unread = Schreiben Sie eine Liste und einen Code, etwa eu-annex-i 2B001
members-hint = Jedes Land oder jede Körperschaft und unsere Stelle, die dafür stimmt, mit Kurznamen oder Titel. Tage wie 1949-11-22; leer gelassen, ab dem ersten Tag des Regimes.
regime-chair = Mitglied im Vorsitz
regime-chair-hint = Wie es oben heißt.
regime-chair-unread = Schreiben Sie das Mitglied im Vorsitz so, wie es oben heißt
regime-number-unread = Schreiben Sie eine ganze Zahl, oder lassen Sie es leer
regime-conditions = Übliche Auflagen
regime-conditions-hint = Mit jedem Ja verbunden; die Stelle, die den Fall beantragt, erfüllt sie.
regime-condition-within = Innerhalb von Tagen
regime-condition-days = { $count ->
    [one] (innerhalb eines Tages)
   *[other] (innerhalb von { $count } Tagen)
 }
regime-note = Was noch zu wissen ist
regime-source = Wo sein Text steht
regime-source-hint = Eine Vertragssammlung, ein Gesetz oder ein Protokoll.
regime-version = Fassung
regime-versions = Fassungen
version-state = Stand
version-state-agreed = angenommen
version-state-proposed = wartet auf eine zweite Person
version-state-dropped = abgelehnt oder überholt
version-reason = Warum
version-by = Geschrieben von
version-answered = Zweite Person
regime-proposed = Eine Änderung wartet auf eine zweite Person
regime-proposed-yours = Bestätigen Sie sie, oder lehnen Sie sie ab. Was dann gälte, steht unten.
regime-proposed-waits = Jemand anderes aus der Administration oder die Stelle, die das Regime führt, bestätigt sie. Was dann gälte, steht unten.
regime-confirm = Die Änderung bestätigen
regime-drop = Ablehnen
regime-overridden = Gegen die Regel zugelassen
regime-overridden-by = Mitglied
regime-overridden-ground = Genannter Grund
regime-overridden-none = Kein Mitglied hat etwas gegen die Regel zugelassen.
regime-rule-unread = Regel: Schreiben Sie sie als unanimity deadline=14 silence=7 discretion oder als qualified votes=70 members=50 deadline=21
