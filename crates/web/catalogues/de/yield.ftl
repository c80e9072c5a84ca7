# Was Dienstreisen gebracht und gekostet haben, und was vor der Abreise vorhanden war.
yields-title = Was Dienstreisen gebracht haben
yields-lead = Antworten, was aus ihnen wurde, wie lange das dauerte und was es kostete, neben den Kosten des Lesens. Es zählen nur Dienstreisen, deren Bericht da ist, und nur, was Sie sehen dürfen.
yields-link = Was Dienstreisen gebracht haben
yields-views = Zusammengestellt nach
yields-by-mission = Dienstreise
yields-by-unit = Einheit der Reisenden
yields-by-host = Gastgeber
yields-by-event = Veranstaltung
yields-by-year = Jahr
yields-since = Vom Jahr
yields-until = Bis zum Jahr
yields-show = Diese Jahre zeigen
yields-none = Hier ist keine Dienstreise zurück
yields-none-body = Die Zahlen beginnen mit dem ersten eingereichten Bericht. Wählen Sie andere Jahre oder sehen Sie in der Liste der Dienstreisen nach.
yields-left-out = Weitere Zeilen stehen in der Datei: { $count }.
yields-file = Als Datei:
yields-withheld = { $count ->
    [one] Eine dieser Dienstreisen darf nicht kopiert werden und fehlt in der Datei.
   *[other] { $count } dieser Dienstreisen dürfen nicht kopiert werden und fehlen in der Datei.
}
yields-all = Alle zusammen
yields-other = Ohne Angabe
yields-name = Name
yields-missions = Dienstreisen
yields-asked = Fragen
yields-answers = Antworten
yields-refused = Verweigert
yields-read = Gelesene Nachweise
yields-used = Genutzte Antworten
yields-days = Tage bis zur Werkbank
yields-spent = Ausgegeben
yields-held = Vorher vorhanden
yields-recommended = Erledigte Empfehlungen
yields-one = Was sie gebracht hat
yields-known = vorher bekannt: { $count }
yields-partly = teilweise: { $count }
yields-not-asked = nicht gestellt: { $count }
yields-of = { $part } von { $whole }
yields-done = Empfehlungen erledigt: { $done } von { $count }
yields-by-askers = { $count } von denen, die gefragt haben
yields-budget = mit Budget
yields-per-used = je genutzter Antwort
yields-per-used-none = noch nichts genutzt
yields-per-read = stattdessen gelesen, je
yields-shown = vorher gezeigt: { $count }
yields-for-held = dafür ausgegeben
yields-reading = Ein genutzter Nachweis aus Quellen, die in dieser Währung bezahlt werden, kostet:
yields-away = { $count ->
    [one] Eine Dienstreise dieser Jahre ist unterwegs oder schuldet ihren Bericht. Sie zählt noch nirgends.
   *[other] { $count } Dienstreisen dieser Jahre sind unterwegs oder schulden ihren Bericht. Sie zählen noch nirgends.
}
yields-uncosted = { $count ->
    [one] Von einer Dienstreise sind weder Kosten noch Budget bekannt. Ihre Antworten gehen in keinen Preis ein.
   *[other] Von { $count } Dienstreisen sind weder Kosten noch Budget bekannt. Ihre Antworten gehen in keinen Preis ein.
}
yields-units-note = Eine Dienstreise zählt bei jeder Einheit der Reisenden ganz, denn eine halbe Antwort sagt nichts. Darum ergeben diese Zeilen zusammen nicht die letzte, in der jede Dienstreise einmal zählt.
yields-hosts-note = Eine Frage steht bei dem Gastgeber, den sie nennt, sonst bei dem ihres Treffens, sonst bei dem einzigen. Die Kosten einer Dienstreise verteilen sich gleichmäßig auf ihre Fragen.
yields-meaning = Was gezählt wird
yields-means-used = Genutzt: Eine Stelle hat von einem Nachweis mit der Antwort gesagt, dass sie ihn nutzt. Die Antwort auf eine Anfrage zählt nur dann als genutzt, wenn der Nachweis auch vorgelegt und genutzt wurde; was aus Antworten auf Anfragen wird, ist nicht festgehalten.
yields-means-adopted = Ob etwas in der Produktion läuft, ist hier nicht bekannt: Die Übernahme wird noch nicht verfolgt. Am nächsten kommt, was die Dienstreise empfahl und die Zuständigen erledigt nennen.
yields-means-days = Tage bis zur Werkbank: von der ersten Notiz, dass die Frage beantwortet ist, sonst vom letzten Tag der Dienstreise, bis zur ersten Nutzung. Der mittlere Wert, dazu der kürzeste und der längste.
yields-means-cost = Ausgegeben ist, was die Stelle eingetragen hat, die die Dienstreise vorschlug; bis dahin gilt das Budget und heißt auch so. Geld verschiedener Währungen wird nie zusammengezählt. Stattdessen gelesen: was Quellen, die in derselben Währung bezahlt werden, bisher gekostet haben, je genutztem Nachweis.
yields-means-held = Vorher gezeigt: Wer entschied, bekam Nachweise gezeigt, in denen Wörter der Frage stehen; über eine Antwort sagt das nichts. Vorher vorhanden: Eine Stelle, die fragt, nutzt seither einen solchen Nachweis, ihre Anfrage wurde damit beantwortet, oder sie sagte von der neuen Antwort, dass sie sie schon kannte.
yields-means-seen = Dienstreisen, Nachweise und Entscheidungen, die Sie nicht sehen dürfen, zählen nirgends; andere sehen deshalb vielleicht andere Zahlen.
yields-last = { $count ->
    [one] Die letzte Dienstreise zu { $host } brachte:
   *[other] Die letzten { $count } Dienstreisen zu { $host } brachten:
}
yields-last-line = { $answers ->
    [one] eine Antwort
   *[other] { $answers } Antworten
}, genutzt: { $used }
cost-title = Was sie gekostet hat
cost-none = Noch hat niemand eingetragen, was sie gekostet hat.
cost-budget = Bis dahin gilt das Budget:
cost-counts = gilt
cost-corrected = seither berichtigt
cost-spent = Insgesamt ausgegeben
cost-spent-hint = Eine Zahl und das Kürzel einer Währung, zum Beispiel 4800 DEM.
cost-remark = Was darin enthalten ist
cost-remark-hint = Fahrt, Unterkunft, Muster; oder warum der Betrag berichtigt wird.
cost-note = Kosten eintragen
cost-correct = Berichtigte Kosten eintragen
held-now-hint = Nachweise, in denen die Wörter der Fragen stehen, werden in dem Augenblick, in dem Sie entscheiden, noch einmal gesucht und mit Ihrer Entscheidung aufbewahrt.
held-then = Was bei der Entscheidung vorhanden war
held-then-hint = Nachweise, in denen damals Wörter der Frage standen. Dass sie sie beantworten, hatte niemand gesagt.
held-then-none = keine
held-then-words = Gesucht als:
held-for-review = Prüfung
held-for-laying = Den Entscheidenden vorgelegt
held-for-vetting = Ein Ja
held-after-all = Vorher vorhanden
held-after-all-why = Das sagen die Fragenden: Sie nutzen einen Nachweis, der da war, oder kannten die Antwort schon.
held-unsaid = Vor der Abreise wurden Nachweise gezeigt. Dass einer davon die Frage beantwortet hat, hat niemand gesagt.
