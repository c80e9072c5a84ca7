# Das Verzeichnis der Quellen.
sources-lead = Woher Nachweise kommen, und wer für jede Quelle einsteht.
sources-none = Keine Quelle ist verzeichnet
sources-none-body = Eine Quelle ist, was Sie regelmäßig lesen: eine Zeitschrift, der Auszug einer Bibliothek, die Berichte eines Beraters. Verzeichnen Sie sie, und was von ihr kommt, wird unter ihrem Namen angesehen, aufgenommen und gezählt.
source-new = Quelle verzeichnen
source-change = Quelle ändern
source-register = Verzeichnen
source-save = Speichern
source-number = Nummer
source-title = Titel
source-title-hint = Wie man sie nennt: „Schnellinformation Maschinenbau“, „Berichte aus Bonn“
source-title-missing = Titel: Schreiben Sie, wie die Quelle heißt
source-covers = Umfasst
source-territory = Gebiet
source-territory-hint = Länder oder Regionen: Frankreich, Nordamerika
source-subject = Thema
source-subject-hint = Wovon sie handelt: elektrische Traktion, organische Synthese
source-language = Sprache
source-language-hint = Des größten Teils; ein Kürzel oder englischer Name: ru, ja, German
source-language-unknown = Sprache: Schreiben Sie ein Kürzel wie ru oder de oder den englischen Namen, oder lassen Sie sie leer
source-reliability = Verlässlichkeit
source-reliability-A = A – völlig verlässlich
source-reliability-B = B – meist verlässlich
source-reliability-C = C – ziemlich verlässlich
source-reliability-D = D – meist nicht verlässlich
source-reliability-E = E – unzuverlässig
source-reliability-F = F – nicht zu beurteilen
source-every = Fällig alle … Tage
source-every-hint = Eine Zahl; lassen Sie sie leer, wenn sie kommt, wie es sich trifft. Kam länger nichts, gilt die Quelle als überfällig
source-every-unknown = Tage: Schreiben Sie eine ganze Zahl, oder lassen Sie es leer
source-due = Fällig
source-every-none = wie es sich trifft
source-every-days = { $days ->
    [one] jeden Tag
   *[other] alle { $days } Tage
}
source-post = Wer für sie einsteht
source-post-missing = Wählen Sie die Stelle, die für die Quelle einsteht
source-remark = Bemerkung
source-remark-hint = Wie man an sie kommt, was zu beachten ist
source-marking-hint = Diese Einstufung tragen Nachweise, die von nun an kommen; frühere behalten ihre, und was wieder kommt, kommt unter ihr aufs Neue. Später kann sie enger werden, nicht weiter.
source-kind-upload = Dateien werden von Hand aufgenommen
source-last = Zuletzt
source-health = Zustand
source-records = Nachweise
source-entries = Einträge
source-brought = Was sie zuletzt brachte
source-pause = Aussetzen
source-resume = Einschalten

# Wie es um eine Quelle steht, und was zu tun ist.
source-health-fresh = Frisch
source-health-fresh-body = Zuletzt brachte sie Neues. Es ist nichts zu tun.
source-health-unchanged = Unverändert
source-health-unchanged-body = Zuletzt brachte sie nur, was sie schon gebracht hatte. Sehen Sie nach, ob Sie die neueste Datei haben.
source-health-empty = Leer
source-health-empty-body = Von ihr kam noch nichts, oder zuletzt nichts. Nehmen Sie die erste Datei auf, oder sehen Sie nach, ob es die richtige war.
source-health-late = Überfällig
source-health-late-body = Etwas war fällig und kam nicht. Holen Sie es bei der Quelle, oder ändern Sie, wie oft etwas fällig ist.
source-health-failing = Gestört
source-health-failing-body = Die letzte Datei ließ sich nicht zu Ende lesen. Ihre Seite sagt, warum; holen Sie sie neu oder in einem anderen Format.
source-health-paused = Ausgesetzt
source-health-paused-body = Von ihr wird nichts aufgenommen. Schalten Sie sie ein, um etwas aufzunehmen.

# Was von einer Quelle kam.
intakes-title = Was kam
intake-name = Datei
intake-came = Kam
intake-read = Gelesen
intake-new-ones = Neu
intake-stage = Stand
intake-stage-looked = Zu entscheiden
intake-stage-waiting = Wird aufgenommen
intake-stage-kept = Aufgenommen
intake-stage-dropped = Verworfen
intake-stage-broken = Beschädigt
intake-new = Etwas aufnehmen
intake-file = Datei
intake-file-hint = Bis { $max } MiB, auch gepackt oder ein ZIP-Archiv. Das Format wird erkannt: RIS, BibTeX, MARC, PubMed, Crossref, Patente, Tabellen und andere. Sie sehen, was sie brächte, bevor etwas bleibt.
intake-look = Ansehen
intake-not-base64 = Das ist kein base64
intake-text-or-base64 = Sagen Sie als `text` oder als `base64`, was in der Datei steht, eines von beiden
intake-brought = Gebracht von { $person }, { $when }
intake-looked = Noch ist nichts aufgenommen
intake-looked-body = Sehen Sie, was sie brächte, und nehmen Sie sie auf oder verwerfen Sie sie. Dateien, über die niemand entscheidet, werden nach drei Tagen verworfen.
intake-nothing = In dieser Datei steht kein Nachweis
intake-nothing-body = Unten steht, woran beim Lesen gezweifelt wurde. Verwerfen Sie sie, und bringen Sie eine andere oder ein anderes Format.
intake-so-far = { $read ->
    [one] Ein Nachweis ist bis jetzt aufgenommen.
   *[other] { $read } Nachweise sind bis jetzt aufgenommen.
}
intake-waiting = Sie wird aufgenommen
intake-waiting-body = Laden Sie die Seite neu, um zu sehen, wie weit es ist. Nachweise sind zu finden, sobald sie kommen; dann werden sie an jeden Bedarf gehalten.
intake-kept = Sie wurde aufgenommen
intake-kept-body = Die Nachweise sind zu finden und werden an jeden Bedarf gehalten.
intake-dropped = Sie wurde verworfen
intake-dropped-body = Nichts von ihr blieb.
intake-broken = Sie ließ sich nicht zu Ende lesen
intake-broken-body = Was unten als aufgenommen gezählt ist, bleibt. Holen Sie die Datei neu oder in einem anderen Format, und bringen Sie sie noch einmal.
intake-counted = { $read ->
    [one] Ein Nachweis in der Datei
   *[other] { $read } Nachweise in der Datei
}, { $doubts ->
    [0] kein Zweifel beim Lesen.
    [one] ein Zweifel beim Lesen.
   *[other] { $doubts } Zweifel beim Lesen.
}
intake-tried = Was aus ihnen wird, wurde an den ersten { $tried } geprüft.
intake-becomes = Was aus ihnen wird
intake-keep = Aufnehmen
intake-drop = Verwerfen
intake-first = Die ersten davon
intake-doubts = Woran gezweifelt wurde
intake-back = Zur Quelle
became-new = Neu
became-updated = Neuerer Stand
became-joined = Zu einem Nachweis einer anderen Quelle gelegt
became-known = Bekannt

# Die Adresse einer Quelle, und wie oft sie gefragt wird.
source-find-lead = Geben Sie die Adresse der Quelle an. Das Büro fragt sie einmal, um herauszufinden, was sie ist; regelmäßig wird nichts geholt, bis Sie sie einschalten.
source-address = Adresse
source-address-hint = Eines Feeds, einer Seite mit Feed, eines OAI-PMH-Repositoriums, einer Datei oder einer Abfrage von Crossref, OpenAlex, DataCite, PubMed, arXiv oder des Europäischen Patentamts. Für einen beobachteten Ordner: folder: und sein Name
source-address-missing = Adresse: schreiben Sie, wo die Quelle ist
source-address-change = Wo das Büro fragt. Mit einer anderen Adresse beginnt alles neu
source-find = Herausfinden, was es ist
source-by-hand-title = Keine Adresse?
source-by-hand-body = Zeitschriften auf Papier, Datenträger und zugesandte Dateien haben keine. Tragen Sie eine solche Quelle ein, und bringen Sie ihre Dateien auf der Seite.
source-by-hand = Quelle von Hand eintragen
source-kind = Art
source-kind-feed = Feed (RSS, Atom, JSON Feed)
source-kind-file = Datei im Netz
source-kind-oai-pmh = OAI-PMH-Repositorium
source-kind-crossref = Abfrage von Crossref
source-kind-openalex = Abfrage von OpenAlex
source-kind-datacite = Abfrage von DataCite
source-kind-pubmed = Abfrage von PubMed
source-kind-arxiv = Abfrage von arXiv
source-kind-epo-ops = Abfrage des Europäischen Patentamts
source-kind-folder = Beobachteter Ordner
source-schedule = Wird gefragt
source-schedule-quarter-hourly = jede Viertelstunde
source-schedule-hourly = jede Stunde
source-schedule-six-hourly = alle sechs Stunden
source-schedule-daily = jeden Tag
source-schedule-weekly = jede Woche
source-schedule-monthly = alle dreißig Tage
source-asked-first = Unterwegs
source-asked-first-body = Sie ist eingeschaltet, und was sie hat, wird gerade übernommen. Es ist nichts zu tun.
source-asked-fresh = Beim letzten Mal hatte sie Neues. Es ist nichts zu tun.
source-asked-unchanged = Sie antwortet und hat nichts, was sie nicht schon gebracht hätte. Es ist nichts zu tun.
source-asked-empty = Sie antwortet und hat nichts. Prüfen Sie, ob die Adresse oder ihre Abfrage die richtige ist.
source-asked-late = Sie hätte längst gefragt werden oder etwas bringen sollen. Fragen Sie sie jetzt; hilft das nicht, prüfen Sie, ob das Büro geschlossen war.
source-asked-paused = Von ihr wird nichts geholt. Sehen Sie, was sie bringen würde, und schalten Sie sie dann ein.
harvest-title = Ernte
harvest-asked = Zuletzt gefragt
harvest-answered = Zuletzt geantwortet
harvest-next = Wird wieder gefragt
harvest-round = Im Gange
harvest-answers = { $count ->
    [one] bisher eine Antwort
   *[other] bisher { $count } Antworten
}
harvest-failures = Fehlschläge in Folge
harvest-switch-on = Die Quelle einschalten
harvest-look = Sehen, was sie bringen würde
harvest-look-hint = Um zu zeigen, was sie bringen würde, fragt das Büro sie einmal und behält nichts.
harvest-now = Jetzt fragen
harvest-anew = Alles neu abfragen
intake-fetched = Vom Büro geholt, { $when }
intake-in-all = { $count ->
    [one] Die Quelle sagt, dass das alles ist.
   *[other] Die Quelle sagt, dass es insgesamt { $count } gibt.
}

# Was eine Quelle kostet, und was sie wert ist.
source-cost = Kosten im Jahr
source-cost-hint = Betrag und Währung: 1200 EUR. Leer lassen, wenn sie nichts kostet oder es niemand weiß
yield-title = Was die Quellen wert sind
yield-lead = Wie viel von jeder Quelle sonst niemand bringt, wie viel davon Posten vorgelegt wurde, und wie viel sie nutzen.
yield-unique = Sonst von niemandem
yield-first = Zuerst gebracht
yield-delivered = Vorgelegt
yield-used = Genutzt
yield-cost = Kosten je genutztem
yield-advice = Vorschlag
yield-advice-early = Zu früh
yield-advice-keep = Behalten
yield-advice-watch = Mehr beobachten
yield-advice-drop = Aufgeben
yield-rules = Gezählt werden Nachweise. Eine Quelle wird nach neunzig Tagen beurteilt. „Mehr beobachten“: mindestens fünf ihrer Nachweise werden genutzt, und der Anteil an den beantworteten ist mindestens anderthalbmal so groß wie über alle Quellen. „Aufgeben“: keiner wird genutzt oder studiert, und auf dreißig oder mehr wurde so geantwortet, oder nichts wurde je vorgelegt. Was nur manche sehen dürfen, ist hier nicht gezählt.
yield-counted = Gezählt { $when }

# Bedarfe und Quellen.
coverage-title = Welchen Bedarfen sie dienen
coverage-lead = Nachweise des letzten Jahres, die den Posten jedes Bedarfs vorgelegt wurden, nach der Quelle, die sie brachte.
coverage-unit = Bedarfe von
coverage-all = alle Einheiten
coverage-none = Kein Bedarf wird abgeglichen
coverage-none-body = Bedarfe stehen hier, sobald sie angenommen sind.
coverage-need = Bedarf
coverage-state = Stand
coverage-others = Andere Quellen
coverage-otherwise = Außerhalb des Verzeichnisses
coverage-outside = Keine Quelle des Verzeichnisses
coverage-asked = Wird gesucht
coverage-gap = Lücke
coverage-one = Nur eine Quelle
coverage-served = Bedient
gap-title = Quellen für diesen Bedarf
gap-lead = Was Quellen im letzten Jahr für diesen Bedarf brachten, und wer nach mehr sucht.
gap-asked = Eine Quelle wird gesucht
gap-none = Keine Quelle dient diesem Bedarf
gap-none-body = Nichts, was im letzten Jahr kam, wurde seinem Posten vorgelegt. Bitten Sie einen Berater oder wer das Gebiet kennt, eine Quelle zu finden.
gap-source = Quelle
gap-served = Nachweise
gap-assign = Jemanden bitten, eine Quelle zu finden
gap-to = Posten
gap-within = Binnen … Tagen
gap-within-hint = Eine Zahl von 1 bis { $max }
gap-no-post = Wählen Sie den Posten, der eine Quelle sucht
gap-no-days = Schreiben Sie, in wie vielen Tagen es fällig ist
gap-send = Bitten
gap-was-found = Eine Quelle wurde gefunden
gap-was-not-found = Keine Quelle wurde gefunden
gap-answer = Was die Suche ergab
gap-outcome = Ergebnis
gap-found = Eine Quelle wurde gefunden
gap-not-found = Es gibt keine
gap-account = Was gefunden wurde, oder warum es keine gibt
gap-account-hint = Wo sie ist, wie man sie bekommt, was sie kostet
gap-close = Melden
need-sources = Quellen für diesen Bedarf
yield-not-counted = Noch ist nichts gezählt. Gezählt wird jede Stunde, und eine Minute nachdem etwas kam
source-setback-detail = Die Gegenseite sagte:
sources-narrow = Das Verzeichnis einschränken oder ordnen
sources-any = beliebig
sources-order = Reihenfolge
sources-by-title = nach Titel
sources-by-last = nach dem letzten Eingang
sources-by-health = nach Zustand, was jemanden braucht zuerst
sources-by-reliability = nach Verlässlichkeit
sources-narrow-go = Zeigen
sources-all = Das ganze Verzeichnis
sources-none-such = Keine Quelle ist so
sources-none-such-body = Wählen Sie eine andere Art oder einen anderen Zustand, oder ein anderes Wort des Gebiets.
sources-cut = Nur die ersten { $count } Quellen wurden durchgesehen.
